"""Which build an open page shows: it takes over a new one by itself, and says so where an older one stands in."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import uniform

import streamlit as st

from analytics import clock
from analytics.database import queries, store
from pages._frame import state
from pages._parts import parts

SOONEST, LATEST = 18, 28


@contextmanager
def readable() -> Iterator[None]:
    """A build that cannot be read any more gives way to the one that is served now."""
    try:
        yield
    except store.DatabaseMissingError:
        st.rerun()


def watch() -> None:
    """An open page takes over a new build by itself, no two after the same time, so that many do not do it at once.

    Seldom, because Streamlit drops a file that was made for a download at the second run of any session after it.
    """
    st.fragment(_take_over, run_every=uniform(SOONEST, LATEST))()


def _take_over() -> None:
    if state.is_outdated():
        st.rerun()


def told() -> None:
    """One sentence where an older build stands in for the one that is to be shown."""
    if not state.stands_in():
        return
    _ = state.text()
    moment = queries.build_stamp(state.build())["built_at"]
    with_era = st.session_state["era"] == "wareki"
    st.warning(
        _(
            "新しい版のデータを読めないため、{moment} に作った版を表示しています。データを管理する方は `make build`（または `python -m data.build`）を実行してください。"
        ).format(moment=parts.plain(clock.label(moment, st.session_state["lang"], with_era=with_era)))
    )
