"""What every basic goal's page shows: its numeric targets, what drives it, its measures and KPIs, the perspectives."""

import streamlit as st

from analytics.city import goals
from analytics.figures import Figure, registry
from analytics.figures.plan import against_target, goal, measures
from analytics.stories import Slide
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick

HEIGHT = 190


def draw(address: str) -> None:
    """The page of the goal with that address in the plan that is shown."""
    _ = state.text()
    number = goals.addresses(state.build(), state.filters().plan).get(address)
    if number is None:
        parts.head(_("基本目標"), _("表示している計画に、このページの基本目標はありません。"))
        return
    goal_id = cached.made(goal.named, number)["goal_id"]
    top, choices = st.container(), st.container(horizontal=True)
    with choices:
        version = pick.one("version", _("版"), terms.words("version", st.session_state["lang"]))
        behind = drivers(goal_id)
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


def drivers(goal_id: str) -> list[Figure]:
    """The figures behind the goal, after what there is to choose for them."""
    _ = state.text()
    names, found = cached.made(goal.drivers, goal_id), []
    age = (pick.age(),) if any(map(registry.is_of_movers, names)) else ()
    for name in names:
        try:
            found.append(cached.told(Slide(name, age if registry.is_of_movers(name) else ())))
        except registry.UnknownFigureError:
            st.info(
                _("「{0}」という図はありません。goal_driver.csv の figure を直してください。").format(
                    parts.plain(name)
                )
            )
    return found


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
