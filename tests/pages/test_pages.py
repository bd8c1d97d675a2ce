"""Every page from the frame: as it opens, with an empty selection, and with a hostile address."""

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures import Figure
from data import build
from pages._parts import gathered

RAW = re.compile(r"\d{4,}\.\d|\.\d{5,}|\d{5,}|\d / [+−]?\d|(^|\s)-\d")
APP = str(Path(__file__).parents[2] / "app.py")
PAGES = [
    "pages/population/births.py",
    "pages/population/structure.py",
    "pages/population/migration.py",
    "pages/population/benchmark.py",
    "pages/data/sources.py",
    "pages/data/checks.py",
    "pages/strategy/tree.py",
    "pages/strategy/revision.py",
    "pages/strategy/kpi.py",
    "pages/goals/inflow.py",
    "pages/goals/employment.py",
    "pages/goals/fertility.py",
    "pages/goals/outflow.py",
    "pages/briefing/overview.py",
    "pages/population/intention.py",
    "pages/outlook/projection.py",
    "pages/outlook/whatif.py",
    "pages/briefing/meeting.py",
]
(
    BIRTHS,
    STRUCTURE,
    MIGRATION,
    BENCHMARK,
    SOURCES,
    CHECKS,
    TREE,
    REVISION,
    KPI,
    INFLOW,
    EMPLOYMENT,
    FERTILITY,
    OUTFLOW,
    OVERVIEW,
    INTENTION,
    PROJECTION,
    WHATIF,
    MEETING,
) = PAGES
TWINS = {
    WHATIF: ["whatif_total", "whatif_part", "frontier"],
    PROJECTION: ["ahead_total", "ahead_groups", "ahead_pyramid", "whatif_part", "hindsight"],
    BIRTHS: ["births_by_basis", "births_split", "tfr", "births_per_woman", "births_index", "marriages", "couples"],
    STRUCTURE: ["pyramid", "age_groups"],
    MIGRATION: ["net_by_age", "net_young_and_rest"],
    BENCHMARK: ["peers_standing", "migration_funnel", "peers_population_index", "peers_births_index"],
    REVISION: ["views", "background"],
    KPI: ["achievement", "target-g1-t1", "forecast-g1-t1"],
    INFLOW: ["target-g1-t1", "in_migrants", "net_migration", "net_migration_rate"],
    EMPLOYMENT: [
        "target-g2-t1",
        "target-g2-t2",
        "target-g2-t3",
        "employees",
        "employees_by_industry",
        "employees_per_resident",
    ],
    FERTILITY: ["target-g3-t1", "target-g3-t2", "births_by_basis", "tfr", "marriages", "young_women"],
    OUTFLOW: ["target-g4-t1", "target-g4-t2", "out_migrants", "net_migration", "net_migration_rate"],
    OVERVIEW: ["outlook", "spark-g1", "spark-g2", "spark-g3", "spark-g4"],
    INTENTION: ["intention_leave", "intention_stay", "intention_gap", "intention_age", "intention_weighted"],
}
VIEWS = [
    (BIRTHS, {"view": "ahead"}, ["forecast_births", "forecast_tfr"]),
    (
        BIRTHS,
        {"view": "why"},
        ["births_split", "births_split_by_pattern", "births_split_by_year", "births_split_by_area"],
    ),
    (MIGRATION, {"view": "cohort"}, ["net_by_cohort", "net_of_cohort"]),
    (MIGRATION, {"view": "years"}, ["net_migration", "in_migrants", "out_migrants"]),
    (MIGRATION, {"view": "near"}, ["migration_funnel"]),
    (MIGRATION, {"view": "ahead"}, ["forecast_net_migration", "forecast_in_migrants", "forecast_out_migrants"]),
]
OF_A_GOAL = ("version", "measure", "status")
LEVERS = ("tfr", "net", "net_20_39", "in_20_39", "out_20_39", "mortality", "since", "tfr_year", "ramp", "kept")
OWN = {
    WHATIF: (*LEVERS, "sure", "seed", "sex", "ages", "unit", "goal_persons", "goal_year", "goal_since"),
    PROJECTION: ("groups", "sex", "ages", "unit"),
    MEETING: ("story", "snap", "part"),
    MIGRATION: ("view", "period", "over"),
    BIRTHS: ("view",),
    BENCHMARK: ("peers", "flow"),
    KPI: ("fy", "version", "goal", "measure", "kind", "status", "item"),
    CHECKS: ("method",),
    INFLOW: ("age", *OF_A_GOAL),
    EMPLOYMENT: OF_A_GOAL,
    FERTILITY: OF_A_GOAL,
    OUTFLOW: ("age", *OF_A_GOAL),
    INTENTION: ("answer", "year"),
}
HOSTILE = {
    "story": "1.<script>alert(1)</script>",
    "snap": "../../etc/passwd",
    "slide": "1e9",
    "part": "own' OR 1=1",
    "decision": "=HYPERLINK(1)",
    "tfr": "nan",
    "sure": "2",
    "seed": "1e9",
    "net": "1e999",
    "net_20_39": "５00; DROP",
    "in_20_39": "1e999",
    "out_20_39": "-5000; --",
    "mortality": "-inf",
    "since": "2025.5",
    "tfr_year": "9999",
    "ramp": "",
    "kept": "<b>~t1.4",
    "goal_persons": "-1",
    "goal_year": "0x7e9",
    "goal_since": "1e3",
    "sex": "X",
    "ages": "20-39' --",
    "unit": "%",
    "groups": "persons'--",
    "view": "why;--",
    "peers": "loaded'--",
    "flow": "net,births",
    "count": "strategy\n",
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
    "q": "<script>alert(1)</script>",
    "mark": "xyz",
    "version": "../original",
    "open": "yes",
    "every": "2",
    "set": "kpi' OR 1=1",
    "age": "20-39' OR '1'='1",
    "measure": "<script>alert(1)</script>",
    "status": "met,met",
    "fy": "-1e999",
    "goal": "../g1",
    "kind": "%00",
    "item": "=HYPERLINK(1)",
    "method": "../../lifetable",
    "answer": "leave' UNION SELECT 1",
    "year": "20 19",
    "period": "2010-2015; DROP TABLE population",
    "over": "nan-nan",
    "cohort": "<b>1986</b>",
}


def opened(database, page: str | None = None, **query: str) -> AppTest:
    assert database
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    if page:
        app.switch_page(page)
    app.run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> str:
    parts = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.metric, *app.warning, *app.info]
    return "\n".join(str(part.value) for part in parts)


def unworded(figure: Figure) -> list[tuple]:
    """(figure, heading, cell) of its table where a cell is no text, a number unrounded, or two numbers in one."""
    return [
        (figure.key, heading, cell)
        for heading in figure.table.columns
        for cell in figure.table[heading]
        if not isinstance(cell, str) or RAW.search(cell)
    ]


def charts(app: AppTest) -> int:
    return len(app.get("vega_lite_chart"))


@pytest.fixture
def shown(monkeypatch):
    """Every figure that the pages show from here on."""
    found, add = [], gathered.add
    monkeypatch.setattr(gathered, "add", lambda figure: (found.append(figure), add(figure)))
    return found


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_opens_with_one_title_an_answer_and_tables_in_words(database, shown, page, lang):
    app = opened(database, page, lang=lang)
    assert len(app.title) == 1
    assert app.markdown[0].value.startswith("**")
    assert charts(app) or app.table or app.expander or page == MEETING
    assert len(shown) >= charts(app)
    assert [cell for figure in shown for cell in unworded(figure)] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_address_opens_the_default_view_and_is_told(database, page):
    app = opened(database, page, **HOSTILE)
    assert app.warning
    assert "script" not in texts(app)
    assert app.session_state["basis"] == "all"


@pytest.mark.parametrize("page", OWN)
def test_a_hostile_choice_of_the_page_itself_becomes_the_default_and_is_told(database, page):
    app = opened(database, page, **{key: HOSTILE[key] for key in OWN[page]})
    assert not set(app.query_params) & set(OWN[page])
    assert set(re.findall(r"`(\w+)`", app.warning[0].value)) == set(OWN[page])


def test_the_word_about_the_address_goes_once_the_visitor_chooses(database):
    app = opened(database, BIRTHS, **HOSTILE)
    app.selectbox(key="basis").set_value("register").run()
    assert not app.warning


def test_the_births_page_tells_the_strategys_two_figures_and_their_source(database):
    app = opened(database, BIRTHS)
    assert "1,711人" in texts(app)
    assert "1,308人" in texts(app)
    assert "403人" in texts(app)
    assert "総合戦略 概要版" in texts(app)


def test_every_chart_has_a_table_twin(database, shown):
    for page, query, figures in [*((page, {}, figures) for page, figures in TWINS.items()), *VIEWS]:
        app = opened(database, page, **query)
        other = len(app.table)
        for figure in figures:
            app.session_state[f"twin-{figure}"] = True
        app.run()
        assert len(app.table) - other == charts(app) > 0
    assert [cell for figure in shown for cell in unworded(figure)] == []


def test_a_deep_link_sets_the_filters(database):
    app = opened(
        database,
        BIRTHS,
        area="14211,14214",
        basis="register",
        era="seireki",
        lang="en",
        **{"from": "2016", "to": "2019"},
    )
    assert app.session_state["area"] == ["14211", "14214"]
    assert app.session_state["from"] == 2016
    assert "1,690 in 2016 to 1,430 in 2019" in texts(app)
    assert "Reiwa" not in texts(app).split("Data built")[0]


def test_a_changed_filter_is_written_to_the_address_and_changes_the_numbers(database):
    app = opened(database, BIRTHS)
    app.selectbox(key="basis").set_value("register").run()
    assert app.query_params["basis"] == "register"
    assert "1,710人" in texts(app)
    app.selectbox(key="basis").set_value("all").run()
    assert "basis" not in app.query_params


def test_a_choice_survives_a_change_of_page(database):
    app = opened(database, BIRTHS)
    app.selectbox(key="to").set_value(2015).run()
    app.switch_page(STRUCTURE).run()
    assert app.session_state["to"] == 2015


def test_a_period_the_wrong_way_round_is_read_the_right_way_round(database):
    app = opened(database, BIRTHS, **{"from": "2019", "to": "2016"})
    assert "2016–2019年" in texts(app)


def test_no_areas_and_a_period_without_figures_leave_a_sentence_not_a_traceback(database):
    app = opened(database, BIRTHS, area="14212", **{"from": "1981", "to": "1982"}, view="why", count="period")
    assert charts(app) == 0
    assert len(app.info) == 4
    assert all("2つありません" in info.value for info in app.info)


def test_the_pyramid_follows_its_day_and_ghost(database):
    app = opened(database, STRUCTURE)
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
    monkeypatch.setattr("analytics.database.store.BUILDS", tmp_path)
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    assert "make build" in app.error[0].value


def rows_of(name: str) -> pd.DataFrame:
    """A file of the plan as it lies in data/."""
    return pd.read_csv(build.ROOT / "strategy" / "atsugi-2" / f"{name}.csv", dtype=str, keep_default_na=False)


def seen(app: AppTest) -> str:
    """Every word on the page, its tables and what can be opened included, as it is written before Markdown."""
    frames = [table.value for table in (*app.table, *app.dataframe)]
    cells = [str(cell) for frame in frames for cell in (*frame.columns, *frame.to_numpy().ravel())]
    labels = [part.label for part in (*app.expander, *app.metric)] + [metric.delta for metric in app.metric]
    return re.sub(r"\\(.)", r"\1", "\n".join([texts(app), *cells, *labels])).replace("\u2060", "")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_tree_shows_the_whole_plan_with_its_absences(database, lang):
    text = seen(opened(database, TREE, lang=lang))
    for name in ("goal", "numeric_target", "measure", "initiative", "kpi", "perspective"):
        frame = rows_of(name)
        for part in frame.loc[frame["version"] == "revised", f"name_{lang}"]:
            assert part in text
    assert {"ja": "概要版に記載なし", "en": "Not listed in the overview"}[lang] in text
    assert "P.122–140" in text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_document_is_found_on_the_revision_page(database, lang):
    text = seen(opened(database, REVISION, lang=lang, every="1"))
    wanted = {
        "plan_revision": ("title", "before", "after", "reason"),
        "plan_context": ("title", "text", "response"),
        "plan_background": ("event",),
        "measure": ("name",),
        "initiative": ("name",),
        "kpi": ("name",),
        "perspective": ("name",),
    }
    for name, columns in wanted.items():
        for row in rows_of(name).to_dict("records"):
            assert all(row[f"{column}_{lang}"] in text for column in columns)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "1-3"}, 1),
        ({"q": "P.120"}, 4),
        ({"mark": "変更"}, 2),
        ({"mark": "統合,記載なし"}, 2),
        ({"q": "デジタル", "mark": "新規"}, 3),
        ({"q": "都市間", "version": "original"}, 1),
    ],
)
def test_the_tree_counts_what_the_address_asks_for(database, asked, count):
    app = opened(database, TREE, lang="ja", **asked)
    assert [info.value for info in app.info] == [f"{count}件が見つかりました。"]
    assert not app.warning


def test_searching_writes_the_address_and_opens_what_was_found(database):
    app = opened(database, TREE, lang="ja")
    assert not app.info
    app.text_input(key="q").set_value("電子書籍").run()
    app.pills(key="mark").set_value(["新規"]).run()
    assert app.query_params["q"] == "電子書籍"
    assert app.query_params["mark"] == "新規"
    assert [expander.proto.expanded for expander in app.expander] == [True, True]
    app.selectbox(key="version").set_value("original").run()
    assert "見つかりませんでした" in app.info[0].value


def test_all_branches_open_at_once(database):
    app = opened(database, TREE, open="1")
    assert app.toggle(key="open").value
    assert all(expander.proto.expanded for expander in app.expander)


def test_a_hostile_search_is_plain_text_that_finds_nothing(database):
    app = opened(database, TREE, q="<script>alert(1)</script>" + "x" * 100, mark="xyz", lang="ja")
    assert len(app.text_input(key="q").value) == 60
    assert "見つかりませんでした" in app.info[0].value
    assert app.session_state["mark"] == []
    assert "script" not in texts(app)


def test_the_revision_page_warns_where_the_set_moved_the_average(database):
    for chosen in ("all", "kpi"):
        app = opened(database, REVISION, lang="ja", set=chosen)
        assert "入れ替えによるものです" in app.warning[0].value
    app = opened(database, REVISION, lang="ja", data="published")
    assert not app.warning
    assert any("kpi_value.csv" in re.sub(r"\\(.)", r"\1", info.value) for info in app.info)


def test_what_did_not_change_is_shown_on_demand(database):
    app = opened(database, REVISION, lang="ja")
    before = len(app.table)
    app.toggle(key="every").set_value(True).run()
    assert app.query_params["every"] == "1"
    assert len(app.table) == before + 1


def test_a_page_with_its_own_choices_can_be_left_and_visited_again(database):
    app = opened(database, TREE, q="LINE", version="original")
    app.switch_page(PAGES[0]).run()
    app.switch_page(TREE).run()
    assert not app.exception
    app.switch_page("pages/strategy/kpi.py").run()
    assert not app.exception


@pytest.mark.parametrize("page", [OVERVIEW, INFLOW, EMPLOYMENT, FERTILITY, OUTFLOW, KPI])
def test_published_alone_says_which_file_the_citys_values_go_into(database, page):
    text = seen(opened(database, page, data="published", lang="ja"))
    assert "data/strategy/atsugi-2/kpi_value.csv" in text


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        (KPI, {"goal": "g2", "kind": "kpi"}),
        (INFLOW, {"measure": "g1-m2", "status": "met"}),
        (EMPLOYMENT, {"status": "met"}),
    ],
)
def test_choices_that_leave_nothing_say_so_and_keep_the_foot(database, page, asked):
    app = opened(database, page, lang="ja", **asked)
    assert "当てはまる" in app.info[-1].value
    assert not app.warning and not app.dataframe
    assert "データ作成" in app.caption[-1].value


def test_the_choices_of_a_goals_page_narrow_its_table_and_are_written_to_the_address(database):
    app = opened(database, INFLOW, lang="ja")
    assert len(app.table[0].value) == 8
    app.selectbox(key="measure").set_value("g1-m1").run()
    app.selectbox(key="status").set_value("met").run()
    assert (app.query_params["measure"], app.query_params["status"]) == ("g1-m1", "met")
    assert list(app.table[0].value["KPI"]) == ["③公式SNS利用登録者数"]
    app.selectbox(key="status").set_value("all").run()
    app.selectbox(key="version").set_value("original").run()
    assert len(app.table[0].value) == 5
    assert "あつぎの魅力を全国に" in seen(app)


@pytest.mark.parametrize("page", [INFLOW, OUTFLOW])
def test_the_age_of_movers_changes_the_figure_and_the_address(database, page):
    app = opened(database, page, lang="ja")
    before = {head.value for head in app.subheader}
    app.selectbox(key="age").set_value("20-39").run()
    assert app.query_params["age"] == "20-39"
    (heading,) = {head.value for head in app.subheader} - before
    assert "20〜39歳" in heading and "見本の値" in heading


def test_a_measure_of_one_goal_is_no_choice_on_the_page_of_another(database):
    app = opened(database, INFLOW, measure="g1-m2", lang="ja")
    assert len(app.table[0].value) == 1
    app.query_params.clear()
    app.switch_page(EMPLOYMENT).run()
    assert not app.warning
    assert len(app.table[0].value) == 3


def test_an_address_may_name_a_year_a_version_and_one_indicator(database):
    app = opened(database, KPI, lang="ja", fy="2023", version="original", item="kpi-overseas-exchange")
    assert len(app.dataframe[0].value) == 16
    text = seen(app)
    assert "令和5（2023）年度" in app.markdown[0].value
    assert "**KPI**　② 海外友好都市等との交流活動件数" in text
    assert not app.warning


def test_an_indicator_that_the_filters_leave_out_gives_way_to_the_first_and_is_told(database):
    app = opened(database, KPI, lang="ja", goal="g4", item="kpi-exchange")
    assert app.session_state["item"] == "g4-t1"
    assert "`item`" in app.warning[0].value


def test_the_young_are_not_said_to_leave_before_the_city_has_published_answers_by_age(database):
    app = opened(database, INTENTION, lang="ja", data="published")
    assert app.markdown[0].value.startswith("**まだ言えません。")
    text = seen(app)
    assert "見本の値では" not in text and "架空）では" not in text
    assert sum("data/figures/intention_survey.csv" in re.sub(r"\\(.)", r"\1", info.value) for info in app.info) == 2
    assert charts(app) == 2
    assert "重み付け" not in text
    assert "3,005" in text and "6,000" in text and "50.1%" in text


def test_demo_answers_are_marked_in_every_heading_and_sentence_that_uses_them(database):
    app = opened(database, INTENTION, lang="ja")
    headings = [head.value for head in app.subheader if "厚木市の" in head.value]
    assert len(headings) == 5
    assert all("見本の値" in heading for heading in headings)
    assert "見本の値（架空）では" in seen(app)


def test_the_answer_and_the_year_change_the_figures_and_the_address(database):
    app = opened(database, INTENTION, lang="ja")
    app.selectbox(key="answer").set_value("stay").run()
    app.selectbox(key="year").set_value("2019").run()
    assert (app.query_params["answer"], app.query_params["year"]) == ("stay", "2019")
    headings = "\n".join(head.value for head in app.subheader)
    assert "「住み続けたい」人の割合（%、2019年、年齢別、見本の値）" in headings
    assert not app.warning


def test_the_survey_says_who_was_asked_and_what_is_not_published(database):
    passport = opened(database, INTENTION, lang="ja").table[-1].value
    facts = dict(zip(passport.iloc[:, 0], passport.iloc[:, 2], strict=True))
    assert facts["設問文"] == facts["集め方"] == "未公表"
    assert (facts["対象"], facts["発送数（人）"], facts["回答数（人）"]) == ("18歳以上", "6,000", "3,005")
    assert set(passport.iloc[1:, 1]) == {"未公表"}


def test_every_reason_to_leave_leads_to_a_measure_and_says_where_no_initiative_addresses_it(database):
    app = opened(database, INTENTION, lang="ja")
    text = seen(app)
    reasons = pd.read_csv(build.ROOT / "figures" / "intention_reason.csv")
    assert all(reason in text for reason in reasons.loc[reasons["answer"] == "leave", "reason_ja"])
    assert text.count("直接応えるものは見当たりません") == 1
    assert "② 利便性の高い交通環境の充実" in text
    assert "本ダッシュボードが判断した算出値です" in text
    assert "食い違っています" in text


def test_a_period_without_a_survey_leaves_sentences(database):
    app = opened(database, INTENTION, lang="ja", **{"from": "1981", "to": "1990"})
    assert charts(app) == 0
    assert len(app.info) == 4
    assert "理由が公表された調査はありません" in seen(app)


@pytest.mark.parametrize("view", ["age", "cohort", "years", "near", "ahead"])
def test_a_view_of_migration_holds_at_most_six_cards_and_five_numbers(database, view):
    app = opened(database, MIGRATION, view=view, lang="en")
    assert 0 < charts(app) <= len(app.subheader) <= 6
    assert len(app.metric) <= 5
    assert not app.warning


@pytest.mark.parametrize(("view", "key"), [("cohort", "cohort"), ("near", "flow")])
def test_a_hostile_choice_within_a_view_becomes_the_default_and_is_told(database, view, key):
    app = opened(database, MIGRATION, view=view, **{key: HOSTILE[key]})
    assert key not in app.query_params and app.query_params["view"] == view
    assert f"`{key}`" in app.warning[0].value


def test_the_choices_of_migration_change_what_is_shown_and_the_address(database):
    app = opened(database, MIGRATION, lang="ja")
    app.select_slider(key="period").set_value("1985-1990").run()
    app.select_slider(key="over").set_value("none").run()
    assert (app.query_params["period"], app.query_params["over"]) == ("1985-1990", "none")
    assert "昭和60（1985）年から平成2（1990）年まで" in texts(app)
    assert "黒い枠線" not in texts(app)
    app.segmented_control(key="view").set_value("cohort").run()
    app.selectbox(key="cohort").set_value("1966-1970").run()
    assert (app.query_params["view"], app.query_params["cohort"]) == ("cohort", "1966-1970")
    assert "4,804人増え" in texts(app)
    app.segmented_control(key="view").set_value("near").run()
    app.selectbox(key="flow").set_value("out").run()
    assert app.query_params["flow"] == "out"
    assert "人口千人当たり転出者数" in texts(app)
    app.segmented_control(key="view").set_value("age").run()
    assert "view" not in app.query_params and not app.exception


def test_years_with_one_period_leave_no_slider_to_move_and_still_a_picture(database):
    app = opened(database, MIGRATION, lang="ja", **{"from": "2017"})
    assert not [slider for slider in app.select_slider if slider.key == "period"]
    assert "平成27（2015）年から令和7（2025）年まで" in texts(app)
    assert charts(app) == 2
    app = opened(database, MIGRATION, lang="ja", view="cohort", **{"from": "2017"})
    assert charts(app) == 2


def test_without_neighbours_the_funnel_says_what_to_choose(database):
    app = opened(database, MIGRATION, lang="ja", view="near", area="14212")
    assert charts(app) == 0
    assert "比較地域" in app.info[0].value


def test_the_card_of_movers_by_age_says_what_to_load(database):
    app = opened(database, MIGRATION, lang="ja")
    assert any("migration.csv" in re.sub(r"\\(.)", r"\1", info.value) for info in app.info)


def test_what_cannot_be_drawn_comes_last_on_its_page_and_takes_the_width(database):
    app = opened(database, "pages/population/births.py", lang="ja", **{"from": "2020", "to": "2020"})
    headings = [heading.value for heading in app.subheader]
    first_empty = next(place for place, heading in enumerate(headings) if "指数" in heading)
    assert all(word in "".join(headings[:first_empty]) for word in ("合計特殊出生率", "婚姻件数"))
    assert len(app.info) == len(headings) - first_empty
