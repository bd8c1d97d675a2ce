"""Imported in the background when the server starts: loads what a first visit needs and draws its first figures."""

from contextlib import suppress

from analytics import figures, plans, queries, store
from analytics.figures import goal, outlook, overview
from analytics.filters import Filters
from pages._ui import frame, state

__all__ = ["frame"]


def _first_view() -> None:
    """The landing page as it opens, in Japanese."""
    build = store.current()
    first, last = queries.period(build)
    plan = plans.plans(build)["plan_id"].iloc[0]
    filters = Filters(state.home(build), tuple(state.comparable(build)), first, last, plan=plan)
    for maker in (overview.sentence, outlook.releases, overview.attention, overview.changes, goal.overlap):
        figures.made(maker, build, filters)
    for goal_id in goal.choices(build, filters):
        figures.made(overview.spark, build, filters, goal_id)


with suppress(store.DatabaseMissingError):
    _first_view()
