"""A town that is not there: every page in both languages, with three goals and no survey, and without what a town may lack."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.database import store
from data import build
from tests import invented
from tests.pages.test_pages import APP, EMPLOYMENT, KPI, OVERVIEW, PAGES, REVISION, SOURCES, TREE

SHIPPED = re.compile("厚木|神奈川|Atsugi|Kanagawa")
OF_PLAN = {SOURCES, TREE, REVISION, KPI}
LACKING = {
    "ja no plan": {"lacks": ("survey", "plan")},
    "en no plan": {"lacks": ("survey", "plan")},
    "ja no releases": {"lacks": ("survey", "releases")},
    "ja no neighbours, no prefecture": {"alone": True},
    "en four goals and none of them with an address": {"goals": (*invented.GOALS, "g4"), "addressed": False},
}


def visited(page: str, lang: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["lang"] = lang
    app.switch_page(page).run()
    assert not app.exception and not app.error, page
    return app


@pytest.fixture
def town(tmp_path, monkeypatch):
    """Builds a town and shows it from here on."""
    monkeypatch.setattr(store, "BUILDS", tmp_path / "builds")

    def built(**given: object) -> None:
        build.build(invented.written(tmp_path / "data", **given), tmp_path / "builds")

    yield built
    store._connections.clear()


def test_a_town_with_three_goals_and_no_survey_is_shown_under_its_own_names(town):
    town()
    for page in PAGES:
        for lang in ("ja", "en"):
            app = visited(page, lang)
            headings = [element.value for element in (*app.title, *app.subheader, *app.metric)]
            assert app.title, page
            assert page in OF_PLAN or not [heading for heading in headings if SHIPPED.search(str(heading))]
    pages = visited(OVERVIEW, "ja").session_state["_goal_pages"]
    assert {number: page.url_path for number, page in pages.items()} == {
        1: "inflow",
        2: "employment",
        3: "fertility",
    }


@pytest.mark.parametrize("case", LACKING)
def test_every_page_is_whole_or_says_what_is_missing(town, case):
    town(**LACKING[case])
    for page in PAGES:
        app = visited(page, case[:2])
        assert app.title or "data/strategy/" in "".join(element.value for element in app.info), page


def test_a_goal_without_an_address_gets_one_and_a_file_without_a_goal_says_so(town):
    town(goals=("g2",), addressed=False)
    app = visited(EMPLOYMENT, "ja")
    assert {number: page.url_path for number, page in app.session_state["_goal_pages"].items()} == {2: "goal-2"}
    assert "ありません" in app.markdown[0].value
