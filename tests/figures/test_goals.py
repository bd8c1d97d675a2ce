"""A goal's page: numeric targets as they stand, the chart against the target, and the measures, initiatives and KPIs."""

import re

import pandas as pd
import pytest

from analytics.city import standing
from analytics.database import plans
from analytics.figures import Figure
from analytics.figures.context import Context
from analytics.figures.plan import against_target, goal, indicators, measures
from analytics.words import language, terms
from tests.data.test_demo import rows
from tests.figures.test_figures import CITY, data
from tests.pages.test_pages import rows_of

SPOKEN = pytest.mark.parametrize("lang", ["ja", "en"])
VERSIONS = pytest.mark.parametrize("version", [plans.REVISED, plans.ORIGINAL])
GOALS = pytest.mark.parametrize("goal_id", ["g1", "g2", "g3", "g4"])
FILE = "data/strategy/atsugi-2/kpi_value.csv"
MADE_UP = {"ja": "（見本の値）", "en": "(sample value)"}
# Worked by hand from kpi_value.csv: last actual, its year, target, percent (target ÷ actual for out-migrants), class.
STANDING = {
    "g1-t1": ("4,626", "2024", "4,700", "98.4%", "基準値より悪化"),
    "g2-t1": ("9,418", "2025", "9,800", "96.1%", "基準値より悪化"),
    "g2-t3": ("7,357", "2025", "7,300", "100.8%", "達成"),
    "g3-t1": ("1.09", "2023", "1.42", "76.8%", "基準値より悪化"),
    "g3-t2": ("1,138", "2025", "1,450", "78.5%", "基準値より悪化"),
    "g4-t1": ("7,841", "2024", "7,700", "98.2%", "おおむね順調"),
    "g4-t2": ("4,249", "2024", "4,100", "96.5%", "おおむね順調"),
}


def written(indicator: str, kind: str) -> pd.DataFrame:
    """The rows of the two value files for one indicator, read without the app."""
    both = pd.concat([rows("strategy/atsugi-2/kpi_value.csv"), rows("demo/kpi_value.csv")])
    found = both[(both["kpi_id"] + both["numeric_target_id"] == indicator) & (both["kind"] == kind)]
    return found.assign(year=found["fiscal_year"].astype(int), number=pd.to_numeric(found["value"]))


@pytest.fixture
def stands(database, filters):
    """The assessed rows by indicator: each in its last measured year, or all in the year asked for."""

    def found(version: str = plans.REVISED, year: int | None = None, **asked) -> pd.DataFrame:
        asked_for = filters._replace(**asked)
        frame = (
            indicators.assessed(Context(database, asked_for), version, year)
            if year
            else indicators.latest(Context(database, asked_for), version)
        )
        return frame.set_index("indicator_id", drop=False)

    return found


@pytest.fixture
def against(database, filters):
    """The chart of one indicator."""

    def made(indicator: str, version: str = plans.REVISED, **asked) -> Figure:
        return against_target.against_target(Context(database, filters._replace(**asked)), indicator, version)

    return made


def drawn(figure: Figure, role: str) -> pd.DataFrame:
    frame = data(figure)
    return frame[(frame["role"] == role) & frame["value"].notna()].sort_values("year")


@SPOKEN
def test_a_goals_page_is_titled_as_the_plan_prints_it(database, filters, lang):
    asked = filters._replace(lang=lang)
    printed = rows_of("goal").query("version == 'revised'")
    for row in printed.to_dict("records"):
        title = goal.title(Context(database, asked), int(row["number"]))
        assert row["number"] in title
        assert row[f"short_name_{lang}"] in title
        assert row[f"name_{lang}"] in title
    shorts = goal.choices(Context(database, asked))
    assert list(shorts) == list(printed["goal_id"])
    assert [words.split(" ", 1)[1] for words in shorts.values()] == list(printed[f"short_name_{lang}"])
    assert goal.named(Context(database, asked), len(printed) + 1) is None


@VERSIONS
def test_every_numeric_target_stands_under_its_goal_in_order(database, filters, version):
    printed = rows_of("numeric_target").query("version == @version")
    for goal_id, group in printed.groupby("goal_id"):
        assert goal.target_ids(Context(database, filters), goal_id, version) == tuple(group["numeric_target_id"])


def test_the_last_measured_values_stand_as_worked_by_hand(stands):
    found = stands()
    for indicator, (actual, year, aim, rate, band) in STANDING.items():
        row = found.loc[indicator]
        assert (row["actual_text"], str(row["fiscal_year"]), row["target_text"]) == (actual, year, aim)
        assert (row["achievement_text"], row["band_text"].split(" ")[1]) == (rate, band)
    assert found.loc["g2-t2", "band"] == "unmeasured"
    assert found.loc["g2-t2", "actual_text"] == "対象外"


@SPOKEN
@VERSIONS
@GOALS
def test_one_sentence_for_every_numeric_target_with_the_numbers_of_the_frame(
    database, filters, stands, goal_id, version, lang
):
    asked = filters._replace(lang=lang)
    sentence = goal.sentence(Context(database, asked), goal_id, version)
    found = stands(version, lang=lang).query("goal_id == @goal_id and kind == 'target'")
    told = [indicators.told(Context(database, asked), row) for _, row in found.iterrows()]
    assert sentence == language.sentences(told, lang)
    assert len(told) == len(goal.target_ids(Context(database, asked), goal_id, version))
    for part, (_, row) in zip(told, found.iterrows(), strict=True):
        assert part.startswith(row["name"])
        if row["band"] == "unmeasured":
            assert row["actual_text"] in part and row["achievement_text"] == "–"
        else:
            shown = {row["actual_text"], row["target_text"], row["achievement_text"]}
            assert all(number in part for number in shown)
            assert row["band_text"].split(" ", 1)[1] in part


@SPOKEN
def test_a_published_value_is_not_called_demo_because_its_target_is(database, filters, stands, lang):
    rate = stands(lang=lang).loc["g3-t1"]
    assert (rate["actual_status"], rate["target_status"], rate["status"]) == ("published", "demo", "demo")
    told = indicators.told(Context(database, filters._replace(lang=lang)), rate)
    assert told.count(MADE_UP[lang]) == 1
    assert told.index("1.09") < told.index("1.42") < told.index(MADE_UP[lang])
    births = stands(lang=lang).loc["g3-t2"]
    assert indicators.told(Context(database, filters._replace(lang=lang)), births).count(MADE_UP[lang]) == 2
    assert pd.isna(stands(lang=lang).loc["g2-t2", "actual_status"])


@SPOKEN
def test_headlines_give_value_share_class_baseline_and_what_is_made_up(database, filters, lang):
    rate, births = goal.headlines(Context(database, filters._replace(lang=lang)), "g3", plans.REVISED)
    assert (rate.value, births.value.split(" ")[0].rstrip("人")) == ("1.09", "1,138")
    assert "1.42" in rate.comparison and "76.8%" in rate.comparison
    assert "1.20" in rate.detail and "1,430" in births.detail
    words = terms.words("status", lang)["demo"]
    assert words not in rate.detail.replace({"ja": "基準値と目標値は", "en": ""}[lang] + words, "")
    assert words in births.detail


def test_unmeasured_headlines_show_the_word_and_the_target(database, filters):
    _places, employees, _corporations = goal.headlines(Context(database, filters), "g2", plans.REVISED)
    assert (employees.value, employees.comparison) == ("対象外", "目標 153,000人")
    assert "評価できない" in employees.detail


@pytest.mark.parametrize("indicator", ["g2-t1", "g2-t2"])
def test_reference_actuals_of_another_basis_are_not_judged(database, filters, stands, against, indicator):
    plan_id = plans.plan(database, filters)["plan_id"]
    loaded = plans.values(database, plan_id, filters).query("basis == 'economic_census'")
    assert indicator in set(loaded["indicator_id"])
    assert "economic_census" not in set(standing.judged(Context(database, filters))["basis"])
    census = stands(year=2021).loc[indicator]
    assert pd.isna(census["actual"]) and census["band"] == "unmeasured"
    figure = against(indicator)
    assert {2016, 2021} <= set(drawn(figure, "actual")["year"])
    assert any("経済センサス" in note and "参考" in note for note in figure.notes)


def test_every_version_is_judged_by_the_targets_of_its_time(stands):
    before, after = stands(plans.ORIGINAL), stands(plans.REVISED)
    culture = "kpi-culture-participants"
    assert (before.loc[culture, "target"], after.loc[culture, "target"]) == (60_000, 47_000)
    assert before.loc[culture, "achievement"] == pytest.approx(46524 / 60000 * 100)
    assert after.loc[culture, "achievement"] == pytest.approx(46524 / 47000 * 100)


def test_each_version_has_its_own_indicators_and_none_that_was_dropped(stands):
    before, after = stands(plans.ORIGINAL), stands(plans.REVISED)
    assert [dict(frame["kind"].value_counts()) for frame in (before, after)] == [
        {"target": 8, "kpi": 8},
        {"target": 8, "kpi": 14},
    ]
    assert "kpi-community-transport-districts" in before.index
    assert "kpi-community-transport-districts" not in after.index
    assert "kpi-domestic-exchange" in before.index
    assert {"kpi-exchange", "kpi-sns-followers"} <= set(after.index) - set(before.index)


@VERSIONS
@pytest.mark.parametrize("last_year", [2022, 2024, 2025])
def test_every_indicator_stands_in_its_own_last_measured_year_of_the_period(stands, version, last_year):
    found = stands(version, last_year=last_year)
    assert (found["fiscal_year"] <= last_year).all()
    for indicator, row in found.iterrows():
        own = written(indicator, "actual").query("basis != 'economic_census' and year <= @last_year")
        measured = own.dropna(subset="number")["year"]
        if len(measured):
            assert row["fiscal_year"] == measured.max()


def test_an_excuse_in_a_later_year_does_not_hide_the_last_value(stands):
    assert stands(year=2025).loc["g1-t1", "band"] == "unmeasured"
    assert stands(year=2025).loc["g1-t1", "actual_text"] == "未公表"
    assert stands().loc["g1-t1", "fiscal_year"] == 2024


@SPOKEN
@VERSIONS
def test_published_figures_alone_hold_no_demo_row_anywhere(stands, against, version, lang):
    asked = {"scope": "published", "lang": lang}
    found = stands(version, **asked)
    assert "demo" not in set(found[["status", "actual_status", "target_status"]].stack())
    assert found["target"].isna().all() and found["baseline"].isna().all()
    assert dict(found["actual"].dropna()) == {"g3-t1": 1.09, "g3-t2": 1308}
    assert set(found["band"]) == {"unmeasured", "no_target"}
    for indicator in found.index:
        figure = against(indicator, version, **asked)
        assert "demo" not in figure.statuses
        assert MADE_UP[lang] not in f"{figure.message}{figure.notes}"


@SPOKEN
def test_where_nothing_is_published_the_chart_says_what_to_load(stands, against, lang):
    published = set(rows("strategy/atsugi-2/kpi_value.csv")["numeric_target_id"])
    for indicator in stands().index:
        figure = against(indicator, scope="published", lang=lang)
        assert (figure.spec is None) == (indicator not in published)
        assert figure.spec or FILE in figure.message


@SPOKEN
@VERSIONS
def test_every_chart_says_place_and_unit_and_its_table_holds_what_is_drawn(
    database, filters, stands, against, version, lang
):
    context = Context(database, filters._replace(lang=lang))
    for indicator, row in stands(version, lang=lang).iterrows():
        figure = against(indicator, version, lang=lang)
        assert all(words in figure.title for words in (CITY[lang], row["name"], row["unit"]))
        assert figure.message == indicators.told(context, row)
        assert figure.credits and figure.statuses
        assert not figure.table.isna().any(axis=None)
        frame = data(figure)
        values = frame.loc[frame["role"].isin(against_target.ROLES), "value"].dropna()
        assert sorted(figure.export.select_dtypes("number").stack().dropna()) == pytest.approx(sorted(values))
        assert not re.search("nan|{", f"{figure.title}{figure.message}{figure.notes}")


@VERSIONS
def test_the_target_in_force_on_the_chart_is_the_one_the_sentence_names(stands, against, version):
    for indicator, row in stands(version).iterrows():
        aims = drawn(against(indicator, version), "target").query("not superseded")
        assert list(aims["value"]) == ([] if pd.isna(row["target"]) else [row["target"]]), indicator


def test_a_target_that_was_revised_stays_visible_as_superseded(stands, against):
    aims = drawn(against("kpi-culture-participants"), "target")
    assert dict(zip(aims["value"], aims["superseded"], strict=True)) == {60_000: True, 47_000: False}
    for indicator in stands().index.drop("kpi-culture-participants"):
        assert not drawn(against(indicator), "target")["superseded"].any()


def test_the_way_to_a_target_is_straight_from_its_baseline(against):
    way = drawn(against("g1-t1"), "path")
    assert dict(zip(way["year"], way["value"], strict=True)) == {2020 + i: 4628 + 12 * i for i in range(7)}
    assert way["run"].nunique() == 1


@pytest.mark.parametrize(
    ("indicator", "plan"),
    [
        ("kpi-online-procedures", {2022: 41, 2023: 61, 2024: 80, 2025: 100, 2026: 120}),
        ("kpi-road-length", {2020: 0, 2021: 600, 2022: 1200, 2023: 1800, 2024: 2400, 2025: 3000, 2026: 3600}),
    ],
)
def test_the_way_of_a_cumulative_indicator_is_one_line_through_its_yearly_plan(against, indicator, plan):
    way = drawn(against(indicator), "path")
    assert dict(zip(way["year"], way["value"], strict=True)) == plan
    assert way["run"].nunique() == 1


def test_an_indicator_without_target_has_neither_way_nor_target(against):
    figure = against("kpi-transit-coverage")
    assert drawn(figure, "path").empty and drawn(figure, "target").empty
    assert "「未設定」" in figure.message


@SPOKEN
@pytest.mark.parametrize(
    ("indicator", "stretches"),
    [
        ("g1-t1", {(2025, 2025): "未公表"}),
        ("g2-t2", {(2022, 2025): "対象外"}),
        ("g3-t1", {(2024, 2025): "未公表"}),
        ("kpi-giga-teachers", {(2024, 2024): "秘匿"}),
        ("g2-t3", {}),
    ],
)
def test_years_without_a_value_say_why(against, indicator, stretches, lang):
    frame = data(against(indicator, lang=lang))
    absent = frame[frame["role"] == "absent"]
    said = {
        (round(row.since), round(row.until)): row.label.replace("\n", " ") for row in absent.itertuples(index=False)
    }
    words = terms.words("missing", lang)
    assert said == {years: words[reason] for years, reason in stretches.items()}


def test_values_after_the_period_are_not_drawn_and_the_target_is(against):
    figure = against("g2-t3", last_year=2023)
    assert drawn(figure, "actual")["year"].max() == 2023
    assert list(drawn(figure, "target")["year"]) == [2026]


@SPOKEN
def test_a_written_reason_is_told_under_the_chart(against, lang):
    (row,) = written("kpi-culture-participants", "actual").query("year == 2023").to_dict("records")
    assert row[f"reason_{lang}"]
    assert any(row[f"reason_{lang}"] in note for note in against("kpi-culture-participants", lang=lang).notes)


def whole(database, filters, goal_id: str, version: str, measure: str = "all", band: str = "all") -> pd.DataFrame:
    """The table of measures with its columns by position, whatever the language calls them."""
    frame = measures.table(Context(database, filters), goal_id, version, measure, band)
    return frame.set_axis(range(frame.shape[1]), axis=1)


def of(frame: pd.DataFrame, version: str, column: str, parents: pd.Series) -> pd.DataFrame:
    return frame[(frame["version"] == version) & frame[column].isin(parents)]


@SPOKEN
@VERSIONS
@GOALS
def test_the_table_has_every_measure_initiative_and_kpi_of_the_goal_once(database, filters, goal_id, version, lang):
    table = whole(database, filters._replace(lang=lang), goal_id, version)
    above = of(rows_of("measure"), version, "goal_id", [goal_id])
    named = of(rows_of("initiative"), version, "measure_id", above["measure_id"])
    kpis = of(rows_of("kpi").query("change != '記載なし'"), version, "initiative_id", named["initiative_id"])
    absent = terms.words("missing", lang)["記載なし"]
    name = f"name_{lang}"
    shown = [[cell for cell in table[column] if cell not in ("〃", absent)] for column in range(3)]
    assert shown[0] == list(above["number"] + " " + above[name])
    assert sorted(shown[1]) == sorted(named["printed_number"] + named[name])
    assert sorted(shown[2]) == sorted(kpis["printed_number"] + kpis[name])
    assert (table[1] == absent).sum() == (~above["measure_id"].isin(named["measure_id"])).sum()
    silent = (~above["measure_id"].isin(named["measure_id"])).sum() + (
        ~named["initiative_id"].isin(kpis["initiative_id"])
    ).sum()
    assert (table[2] == absent).sum() == silent


@SPOKEN
def test_every_kpi_of_the_table_stands_as_the_frame_says(database, filters, stands, lang):
    found = stands(lang=lang).query("kind == 'kpi'")
    tables = [
        whole(database, filters._replace(lang=lang), goal_id, plans.REVISED) for goal_id in ("g1", "g3", "g4")
    ]
    shown = pd.concat(tables).query("`6` != '–' or `7` != '–'") if tables else None
    assert len(shown) == len(found) == 14
    for row in shown.itertuples(index=False):
        (known,) = [each for _, each in found.iterrows() if row[2] == each["printed_number"] + each["name"]]
        assert known["target_text"] in row[4] and known["actual_text"] in row[5]
        assert str(known["fiscal_year"])[2:] in row[5] or f"R{known['fiscal_year'] - 2018}" in row[5]
        assert (row[6], row[7]) == (known["achievement_text"], known["band_text"])


def test_a_chosen_measure_and_class_leave_what_they_name(database, filters, stands):
    found = stands()
    assert list(whole(database, filters, "g1", plans.REVISED, "g1-m2")[0].str[:1]) == ["2"]
    for goal_id in ("g1", "g3", "g4"):
        for band in found["band"].unique():
            kept = found.query("goal_id == @goal_id and kind == 'kpi' and band == @band")
            table = whole(database, filters, goal_id, plans.REVISED, band=band)
            assert sorted(table[2]) == sorted(kept["printed_number"] + kept["name"])
            assert set(table[7]) == set(kept["band_text"])
    assert whole(database, filters, "g2", plans.REVISED, band="met").empty
    assert whole(database, filters, "g1", plans.REVISED, "g1-m2", "met").empty


@SPOKEN
@VERSIONS
def test_a_measure_to_choose_bears_the_number_of_its_goal(database, filters, version, lang):
    asked = filters._replace(lang=lang)
    printed = rows_of("measure").query("version == @version")
    every = measures.choices(Context(database, asked), "all", version)
    assert list(every) == list(printed["measure_id"])
    numbers = [measure.replace("g", "").replace("-m", "-") for measure in printed["measure_id"]]
    assert list(every.values()) == [f"{n} {name}" for n, name in zip(numbers, printed[f"name_{lang}"], strict=True)]
    assert list(measures.choices(Context(database, asked), "g4", version)) == [f"g4-m{n}" for n in range(1, 5)]


@SPOKEN
def test_every_class_is_explained_and_called_the_dashboards_own(database, filters, lang):
    legend = measures.legend(Context(database, filters._replace(lang=lang)))
    for row in rows_of("achievement_band").to_dict("records"):
        assert f"{row['mark']} {row[f'name_{lang}']}" in legend
        assert row[f"meaning_{lang}"] in legend
    assert {"ja": "本ダッシュボードの区分", "en": "This dashboard's classes"}[lang] in legend


@SPOKEN
@VERSIONS
def test_the_perspectives_stand_in_order_with_what_is_new(database, filters, version, lang):
    printed = rows_of("perspective").query("version == @version").sort_values("number")
    lines = measures.perspectives(Context(database, filters._replace(lang=lang)), version)
    new = terms.words("change", lang)["新規"]
    assert len(lines) == len(printed) == 4
    for line, row in zip(lines, printed.to_dict("records"), strict=True):
        assert line.startswith(f"{row['number']} {row[f'name_{lang}']}")
        assert (new in line.removeprefix(f"{row['number']} {row[f'name_{lang}']}")) == (row["change"] == "新規")


@SPOKEN
def test_the_overlap_with_the_next_plan_is_told(database, filters, lang):
    (row,) = rows_of("plan_context").query("section == 'overlap'").to_dict("records")
    told = goal.overlap(Context(database, filters._replace(lang=lang)))
    assert row[f"title_{lang}"] in told and row[f"text_{lang}"] in told
