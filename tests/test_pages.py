"""Every page from the frame: as it opens, with an empty selection, and with a hostile address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parent.parent / "app.py")
PAGES = ["pages/population/births.py", "pages/population/structure.py", "pages/data/sources.py"]
TWINS = {
    PAGES[0]: ["births_by_basis", "tfr", "births_per_woman", "births_index", "marriages"],
    PAGES[1]: ["pyramid", "age_groups"],
}
HOSTILE = {
    "lang": "<script>",
    "from": "abc",
    "to": "99999",
    "area": "14211,'; DROP TABLE area; --",
    "basis": "../../etc/passwd",
    "data": "=1+1",
    "era": "",
    "day": "2025-13-45",
    "ghost": "nan",
    "source": "[x](javascript:alert(1))",
}


def opened(database, page: str | None = None, **query: str) -> AppTest:
    assert database
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    if page:
        app.switch_page(page).run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> str:
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.metric, *app.warning, *app.info]
    return "\n".join(str(part.value) for part in parts)


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_opens_with_one_title_and_an_answer(database, page, lang):
    app = opened(database, page, lang=lang)
    assert len(app.title) == 1
    assert app.markdown[0].value.startswith("**")
    assert charts(app) or app.table


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_address_opens_the_default_view_and_is_told(database, page):
    app = opened(database, page, **HOSTILE)
    assert app.warning
    assert "script" not in texts(app)
    assert app.session_state["basis"] == "all"


def test_the_word_about_the_address_goes_once_the_visitor_chooses(database):
    app = opened(database, **HOSTILE)
    app.selectbox(key="basis").set_value("register").run()
    assert not app.warning


def test_the_births_page_tells_the_strategys_two_figures_and_their_source(database):
    app = opened(database)
    assert "1,711人" in texts(app)
    assert "1,308人" in texts(app)
    assert "403人" in texts(app)
    assert "総合戦略 概要版" in texts(app)


def test_every_chart_has_a_table_twin(database):
    for page, figures in TWINS.items():
        app = opened(database, page)
        for figure in figures:
            app.session_state[f"twin-{figure}"] = True
        app.run()
        assert len(app.table) == charts(app) > 0


def test_a_deep_link_sets_the_filters(database):
    app = opened(
        database, area="14211,14214", basis="register", era="seireki", lang="en", **{"from": "2016", "to": "2019"}
    )
    assert app.session_state["area"] == ["14211", "14214"]
    assert app.session_state["from"] == 2016
    assert "1,690 in 2016 to 1,430 in 2019" in texts(app)
    assert "Reiwa" not in texts(app).split("Data built")[0]


def test_a_changed_filter_is_written_to_the_address_and_changes_the_numbers(database):
    app = opened(database)
    app.selectbox(key="basis").set_value("register").run()
    assert app.query_params["basis"] == "register"
    assert "1,710人" in texts(app)
    app.selectbox(key="basis").set_value("all").run()
    assert "basis" not in app.query_params


def test_a_choice_survives_a_change_of_page(database):
    app = opened(database)
    app.selectbox(key="to").set_value(2015).run()
    app.switch_page(PAGES[1]).run()
    assert app.session_state["to"] == 2015


def test_a_period_the_wrong_way_round_is_read_the_right_way_round(database):
    app = opened(database, **{"from": "2019", "to": "2016"})
    assert "2016–2019年" in texts(app)


def test_no_areas_and_a_period_without_figures_leave_a_sentence_not_a_traceback(database):
    app = opened(database, area="14212", **{"from": "1981", "to": "1982"})
    assert charts(app) == 0
    assert all("当てはまる値はありません" in info.value for info in app.info)


def test_the_pyramid_follows_its_day_and_ghost(database):
    app = opened(database, PAGES[1])
    app.select_slider(key="day").set_value("2015-10-01").run()
    app.select_slider(key="ghost").set_value("none").run()
    assert app.query_params["day"] == "2015-10-01"
    assert "平成27（2015）年10月1日現在" in texts(app)
    assert "黒い枠線" not in texts(app)


def test_published_only_still_makes_sense(database):
    for page in PAGES:
        app = opened(database, page, data="published")
        assert len(app.title) == 1


def test_without_a_database_the_visitor_is_told_what_to_do(database, monkeypatch, tmp_path):
    assert database
    monkeypatch.setattr("analytics.store.BUILDS", tmp_path)
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert "make build" in app.error[0].value
