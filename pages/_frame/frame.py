"""The frame around every page: language, navigation, shared filters, foot."""

from pathlib import Path

import streamlit as st

from analytics import clock
from analytics.charts import palette
from analytics.database import plans, store
from pages._frame import cached, foot, inline, links, served, sidebar, state
from pages._parts import gathered, handout, parts

PAGES = Path(__file__).parent.parent
STYLE = f"<style>{palette.as_css()}{Path(__file__).with_name('print.css').read_text('utf-8')}</style>"


def draw() -> None:
    """One visit, one run."""
    st.set_page_config(page_title="人口戦略ダッシュボード", layout="wide")
    try:
        clock.zone()
        build = state.begin()
    except store.DatabaseMissingError:
        st.error(
            "読めるデータベースがありません。`make build`（または `python -m data.build`）を実行してください。"
        )
        st.error("There is no database that can be read. Run `make build` (or `python -m data.build`).")
        st.stop()
    except clock.UnknownZoneError as unknown:
        st.error(parts.plain(str(unknown)))
        st.stop()
    with served.readable():
        _page(build)


def _page(build: str) -> None:
    controls = state.controls(build)
    state.seed(controls)
    st.set_page_config(page_title=parts.product(build))
    page = st.navigation(_pages(), expanded=True)
    sidebar.draw(build)
    state.publish(controls)
    state.settle(build)
    handout.begin()
    gathered.begin(page.url_path or "overview")
    st.html(STYLE)
    inline.run(inline.STEPS)
    told = st.container()
    try:
        page.run()
    except plans.PlanMissingError:
        st.info(parts.without_plan())
    with told:
        served.told()
        parts.refusals()
    handout.draw()
    foot.draw()
    cached.settle()


def _pages() -> dict[str, list]:
    _ = state.text()
    overview = PAGES / "briefing" / "overview.py"
    return {
        _("本部会議"): [
            st.Page(overview, title=_("概況"), url_path="top", default=True),
            st.Page(links.MEETING, title=_("会議モード"), url_path="meeting"),
        ],
        _("基本目標"): links.goal_pages(),
        _("人口の現状"): [
            st.Page(PAGES / "population" / "births.py", title=_("出生"), url_path="births"),
            st.Page(PAGES / "population" / "structure.py", title=_("年齢構成"), url_path="structure"),
            st.Page(PAGES / "population" / "migration.py", title=_("転入・転出"), url_path="migration"),
            st.Page(PAGES / "population" / "intention.py", title=_("定住意向"), url_path="intention"),
            st.Page(PAGES / "population" / "benchmark.py", title=_("市町村比較"), url_path="benchmark"),
        ],
        _("将来展望"): [
            st.Page(PAGES / "outlook" / "projection.py", title=_("将来人口"), url_path="projection"),
            st.Page(PAGES / "outlook" / "whatif.py", title=_("もしも"), url_path="whatif"),
        ],
        _("進行管理"): [
            st.Page(PAGES / "strategy" / "tree.py", title=_("施策体系"), url_path="tree"),
            st.Page(PAGES / "strategy" / "revision.py", title=_("新旧対照"), url_path="revision"),
            st.Page(links.KPI, title=_("KPI効果検証"), url_path="kpi"),
        ],
        _("データ"): [
            st.Page(PAGES / "data" / "sources.py", title=_("出典"), url_path="sources"),
            st.Page(PAGES / "data" / "checks.py", title=_("計算の検算"), url_path="checks"),
        ],
        "": [st.Page(overview, url_path="overview", visibility="hidden")],
    }
