"""Imported in the background when the server starts: loads what a first visit needs and draws its first figures."""

from contextlib import suppress

from analytics import figures, queries, store
from analytics.figures import births
from analytics.filters import Filters
from pages._ui import frame, state

__all__ = ["frame"]


FIRST = (
    births.sentence,
    births.headlines,
    births.by_basis,
    births.tfr,
    births.per_woman,
    births.indexed,
    births.marriages,
)


def _first_view() -> None:
    build = store.current()
    first, last = queries.period(build)
    filters = Filters(state.home(build), tuple(state.comparable(build)), first, last)
    for maker in FIRST:
        figures.made(maker, build, filters)


with suppress(store.DatabaseMissingError):
    _first_view()
