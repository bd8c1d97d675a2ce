"""Imported in the background when the server starts: loads what a first visit needs and draws its first figures."""

from contextlib import suppress

from analytics import figures, store
from analytics.figures import goal, outlook, overview
from pages._ui import frame, state

__all__ = ["frame"]


def _first_view() -> None:
    """The landing page as it opens, in Japanese."""
    build = store.current()
    filters = state.usual(build)
    for maker in (overview.sentence, outlook.releases, overview.attention, overview.changes, goal.overlap):
        figures.made(maker, build, filters)
    for goal_id in goal.choices(build, filters):
        figures.made(overview.spark, build, filters, goal_id)


with suppress(store.DatabaseMissingError):
    _first_view()
