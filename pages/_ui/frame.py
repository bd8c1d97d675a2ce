"""The frame around every page: language, navigation, shared filters, foot."""

from pathlib import Path

import streamlit as st

from analytics import store
from pages._ui import cached, parts, sidebar, state

PAGES = Path(__file__).parent.parent
GOALS = ("inflow", "employment", "fertility", "outflow")


def draw() -> None:
    """One visit, one run."""
    st.set_page_config(page_title="人口戦略ダッシュボード", layout="wide")
    try:
        build = state.begin()
    except store.DatabaseMissingError:
        st.error("データベースがありません。`make build`（または `python -m data.build`）を実行してください。")
        st.error("There is no database yet. Run `make build` (or `python -m data.build`).")
        st.stop()
    controls = state.controls(build)
    state.seed(controls)
    st.set_page_config(page_title=parts.product(build))
    page = st.navigation(_pages(), expanded=True)
    sidebar.draw(build)
    state.publish(controls)
    state.settle(build)
    parts.refusals()
    page.run()
    parts.foot()
    cached.settle()


def _pages() -> dict[str, list]:
    _ = state.text()
    births = PAGES / "population" / "births.py"
    names = state.goal_names()
    return {
        _("基本目標"): [
            st.Page(PAGES / "goals" / f"{page}.py", title=f"{number} {names.get(number, '–')}", url_path=page)
            for number, page in enumerate(GOALS, start=1)
        ],
        _("人口の現状"): [
            st.Page(births, title=_("出生"), url_path="births"),
            st.Page(PAGES / "population" / "structure.py", title=_("年齢構成"), url_path="structure"),
        ],
        _("データ"): [st.Page(PAGES / "data" / "sources.py", title=_("出典"), url_path="sources")],
        "": [st.Page(births, url_path="top", default=True, visibility="hidden")],
    }
