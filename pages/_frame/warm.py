"""Imported in the background when the server starts: loads what a first visit needs and draws its first figures."""

from contextlib import suppress

from analytics.city import scope
from analytics.database import store
from analytics.figures.context import Context
from analytics.figures.making import made
from analytics.figures.outlook import releases
from analytics.figures.plan import goal, overview
from pages._frame import frame

__all__ = ["frame"]


def _first_view() -> None:
    """The landing page as it opens, in Japanese."""
    build = store.current()
    filters = scope.usual(build)
    for maker in (overview.sentence, releases.releases, overview.attention, overview.changes, goal.overlap):
        made(maker, Context(build, filters))
    for goal_id in goal.choices(Context(build, filters)):
        made(overview.spark, Context(build, filters), goal_id)


with suppress(store.DatabaseMissingError):
    _first_view()
