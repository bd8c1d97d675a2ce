"""What every basic goal's page shows: its numeric targets, what drives it, its measures and KPIs, the perspectives."""

from collections.abc import Callable

import streamlit as st

from analytics.figures import Figure
from analytics.figures.plan import against_target, goal, measures
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick

HEIGHT = 190


def draw(number: int, drivers: Callable[[], list[Figure]]) -> None:
    """drivers : draws the page's own choices, if it has any, and gives the figures behind the goal."""
    _ = state.text()
    found = cached.made(goal.named, number)
    if found is None:
        parts.head(_("基本目標{0}").format(number), _("この計画に、この番号の基本目標はありません。"))
        return
    goal_id = found["goal_id"]
    top, choices = st.container(), st.container(horizontal=True)
    with choices:
        version = pick.one("version", _("版"), terms.words("version", st.session_state["lang"]))
        behind = drivers()
    with top:
        parts.head(cached.made(goal.title, number), cached.made(goal.sentence, goal_id, version))
        with st.container(key="screen-only"):
            parts.headline_row(cached.made(goal.headlines, goal_id, version))
    targets = [
        cached.made(against_target.against_target, i, version)
        for i in cached.made(goal.target_ids, goal_id, version)
    ]
    grid([*targets, *behind])
    _measures(goal_id, version)
    st.subheader(_("重要な視点（すべての基本目標に共通）"), anchor=False)
    st.markdown("\n".join(f"- {parts.plain(line)}" for line in cached.made(measures.perspectives, version)))
    st.caption(parts.plain(cached.made(goal.overlap)))


def grid(figures: list[Figure]) -> None:
    """Cards side by side, two or three to a row."""
    width = 3 if len(figures) > 4 else 2
    for start in range(0, len(figures), width):
        for column, figure in zip(st.columns(width), figures[start:], strict=False):
            with column:
                parts.card(parts.low(figure, HEIGHT))


def _measures(goal_id: str, version: str) -> None:
    _ = state.text()
    st.subheader(_("具体的な施策 → 主な取組 → KPI"), anchor=False)
    every = {measures.ALL: _("すべて")}
    with st.container(horizontal=True):
        measure = pick.one("measure", _("具体的な施策"), every | cached.made(measures.choices, goal_id, version))
        band = pick.one("status", _("KPIの状況"), every | cached.made(measures.bands))
    rows = cached.made(measures.table, goal_id, version, measure, band)
    if rows.empty:
        st.info(_("この条件に当てはまるKPIはありません。施策か進捗区分を変えてください。"))
        return
    parts.table(rows, _("具体的な施策 → 主な取組 → KPI"))
    st.caption(parts.plain(cached.made(measures.legend)))
