"""効果検証: the averages and what they leave out, the table a year at a time, the filters, one indicator in full."""

import re

import pandas as pd
import pytest

from analytics.charts import palette
from analytics.database import plans
from analytics.figures import Headline
from analytics.figures.context import Context
from analytics.figures.plan import indicator_passport, indicators, measures, verification
from analytics.statistics import kpi
from analytics.words import terms
from tests.figures.test_figures import CITY, data
from tests.figures.test_goals import SPOKEN, VERSIONS, stands, written
from tests.pages.test_pages import rows_of
from tests.vega import marks

__all__ = ["stands"]

YEARS = pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
ALL = (verification.ALL,) * 4
GOAL, NAME, UNIT, DIRECTION, BASELINE, FIRST = range(6)


@pytest.fixture
def table(database, filters):
    """The verification table by indicator, its columns by position, whatever the language calls them."""

    def made(year: int, version: str = plans.REVISED, **asked) -> pd.DataFrame:
        asked_for = filters._replace(**asked)
        frame = verification.table(Context(database, asked_for), version, year, *ALL)
        ids = verification.chosen(Context(database, asked_for), version, year, *ALL)["indicator_id"]
        return frame.set_axis(list(ids))

    return made


def percent(number: float) -> str:
    return "–" if pd.isna(number) else f"{number:.1f}%"


@pytest.mark.parametrize(
    ("year", "rates", "unmeasured"),
    [
        (2021, [84.1 / 90, 47.6 / 55, 93.2 / 95, 30684 / 47000, 485 / 600], 9),
        (2022, [49.1 / 55, 93.9 / 95, 29009 / 47000, 1159 / 1200], 10),
    ],
)
def test_the_sentence_gives_the_average_worked_by_hand(database, filters, year, rates, unmeasured):
    sentence = verification.sentence(Context(database, filters), plans.REVISED, year)
    mean = sum(rates) / len(rates) * 100
    assert sentence.count(f"{mean:.1f}%") == 2
    assert f"KPI {len(rates)}指標" in sentence and f"評価できない{unmeasured}指標" in sentence
    assert "見本の値" in sentence


@SPOKEN
@VERSIONS
@YEARS
def test_the_averages_are_those_of_the_assessed_frame(database, filters, version, year, lang):
    asked = filters._replace(lang=lang)
    frame = indicators.assessed(Context(database, asked), version, year)
    sentence = verification.sentence(Context(database, asked), version, year)
    headlines = verification.headlines(Context(database, asked), version, year)
    for kind, headline in zip(("kpi", "target"), headlines, strict=False):
        mean = kpi.average(frame.loc[frame["kind"] == kind, "achievement"])
        assert headline.value == percent(mean.capped)
        assert percent(mean.uncapped) in headline.comparison
        assert re.findall(r"\d+", headline.detail) == [str(mean.measured), str(mean.unmeasured)]
        if kind == "kpi":
            assert {percent(mean.capped), percent(mean.uncapped)} <= set(re.findall(r"[\d.]+%", sentence))
            assert {str(mean.measured), str(mean.unmeasured)} <= set(re.findall(r"\d+", sentence))
    assert headlines[2].value.removesuffix("件") == str((frame["band"] == "met").sum())
    assert str(len(frame)) in headlines[2].comparison
    for words, count in frame["band_text"].value_counts().items():
        assert f"{words} {count}" in headlines[2].detail


@SPOKEN
@pytest.mark.parametrize("scope", ["all", "published"])
@YEARS
def test_the_citys_own_published_average_stands_beside_whatever_is_chosen(database, filters, scope, year, lang):
    (published,) = [
        headline
        for headline in verification.headlines(
            Context(database, filters._replace(scope=scope, lang=lang)), plans.REVISED, year
        )
        if "2021" in headline.label or "R3年度" in headline.label
    ]
    assert isinstance(published, Headline)
    assert published.value == "92.2%"
    assert re.findall(r"\d+", published.detail.replace("100%", "").replace("90%", "")) == ["8", "3", "3", "2"]
    assert {"ja": "公表値", "en": "published"}[lang] in published.comparison


def test_every_year_with_an_actual_can_be_verified_the_latest_first(database, filters):
    assert list(verification.years(Context(database, filters))) == ["2025", "2024", "2023", "2022", "2021"]
    assert list(verification.years(Context(database, filters._replace(scope="published")))) == [
        "2023",
        "2022",
        "2021",
    ]


@SPOKEN
def test_without_a_measured_kpi_no_average_is_made_up(database, filters, lang):
    asked = filters._replace(scope="published", lang=lang)
    sentence = verification.sentence(Context(database, asked), plans.REVISED, 2023)
    assert "%" not in sentence and "14" in sentence
    assert [
        headline.value for headline in verification.headlines(Context(database, asked), plans.REVISED, 2023)[:2]
    ] == [
        "–",
        "–",
    ]
    figure = verification.rates(Context(database, asked), plans.REVISED, 2023, *ALL)
    assert figure.spec is None
    assert "data/strategy/atsugi-2/kpi_value.csv" in figure.message


def listed(version: str) -> dict[str, dict[str, str]]:
    """{indicator_id: goal, measure, kind} of a version, read from the plan's files."""
    above = rows_of("measure").drop_duplicates("measure_id").set_index("measure_id")["goal_id"]
    named = rows_of("initiative").drop_duplicates("initiative_id").set_index("initiative_id")["measure_id"]
    kpis, targets = (frame[frame["version"] == version] for frame in (rows_of("kpi"), rows_of("numeric_target")))
    found = {
        row.kpi_id: {"goal": above[named[row.initiative_id]], "measure": named[row.initiative_id], "kind": "kpi"}
        for row in kpis[kpis["change"] != "記載なし"].itertuples()
    }
    return found | {
        row.numeric_target_id: {"goal": row.goal_id, "measure": "", "kind": "target"}
        for row in targets.itertuples()
    }


@VERSIONS
@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (ALL, bool),
        (("g4", "all", "all", "all"), lambda place: place["goal"] == "g4"),
        (("all", "g1-m1", "all", "all"), lambda place: place["measure"] == "g1-m1"),
        (("all", "all", "target", "all"), lambda place: place["kind"] == "target"),
        (("g3", "all", "kpi", "all"), lambda place: (place["goal"], place["kind"]) == ("g3", "kpi")),
        (("g4", "g4-m3", "kpi", "all"), lambda place: place["measure"] == "g4-m3"),
        (("g2", "all", "kpi", "all"), lambda place: not place),
    ],
)
def test_the_choices_leave_exactly_the_indicators_of_their_place(database, filters, version, asked, kept):
    found = verification.chosen(Context(database, filters), version, 2024, *asked)["indicator_id"]
    assert sorted(found) == sorted(name for name, place in listed(version).items() if kept(place))


@YEARS
def test_every_class_leaves_the_indicators_of_that_class_and_together_they_are_all(database, filters, year):
    whole = verification.chosen(Context(database, filters), plans.REVISED, year, *ALL)
    bands = measures.bands(Context(database, filters))
    parts = [verification.chosen(Context(database, filters), plans.REVISED, year, *ALL[:3], band) for band in bands]
    for band, part in zip(bands, parts, strict=True):
        assert set(part["band"]) <= {band}
        assert set(part["band_text"]) <= {bands[band]}
    assert sorted(name for part in parts for name in part["indicator_id"]) == sorted(whole["indicator_id"])


@SPOKEN
@VERSIONS
@YEARS
def test_the_table_has_every_indicator_once_in_the_plans_order(table, version, year, lang):
    found = table(year, version, lang=lang)
    assert found.index.is_unique
    assert set(found.index) == set(listed(version))
    assert list(found.iloc[:, GOAL]) == sorted(found.iloc[:, GOAL])
    names = pd.concat([rows_of(name) for name in ("kpi", "numeric_target")]).query("version == @version")
    names = names.assign(id=names["kpi_id"].fillna(names["numeric_target_id"])).set_index("id")
    assert dict(found.iloc[:, NAME]) == dict(names.loc[found.index, f"name_{lang}"])
    assert all(isinstance(cell, str) and cell for cell in found.to_numpy().ravel())


@SPOKEN
@YEARS
def test_every_row_of_the_table_stands_as_the_frame_says(table, stands, year, lang):
    found, frame = table(year, lang=lang), stands(year=year, lang=lang)
    columns = ["achievement", "band", "planned", "final", "progress", "pace"]
    for name, row in found.iterrows():
        given = frame.loc[name]
        cells = list(row)
        assert all(given[f"{column}_text"] in cells for column in columns)
        assert cells[BASELINE].startswith(given["baseline_text"])
        assert any(cell.startswith(given["target_text"]) and cell != cells[BASELINE] for cell in cells)
        assert given["department"] in cells


@SPOKEN
def test_every_year_has_its_column_with_the_value_or_the_word_for_none(table, lang):
    found = table(2025, lang=lang)
    years = found.iloc[:, FIRST : FIRST + 5]
    words = terms.words("missing", lang)
    shorts = {"ja": "R{0}年度", "en": "FY20{1}"}[lang]
    assert list(years.columns) == [shorts.format(year - 2018, year - 2000) for year in range(2021, 2026)]
    for name in found.index:
        actual = written(name, "actual").query("basis != 'economic_census'").set_index("year")
        (baseline,) = written(name, "baseline")["year"]
        for year, cell in zip(range(2021, 2026), years.loc[name], strict=True):
            if year not in actual.index:
                assert cell == words["対象外" if year <= baseline else "未登録"], (name, year)
            elif pd.isna(actual.loc[year, "number"]):
                assert cell == words[actual.loc[year, "missing_reason"]]
            else:
                assert float(cell.replace(",", "")) == actual.loc[year, "number"]


def test_a_year_before_the_baseline_is_not_called_missing(table):
    found = table(2025)
    assert list(found.loc["kpi-exchange"])[FIRST : FIRST + 4] == ["対象外", "対象外", "対象外", "28"]
    assert list(found.loc["kpi-charm-event-share"])[FIRST : FIRST + 3] == ["84.1", "未登録", "86.5"]
    assert list(found.loc["kpi-giga-teachers"])[FIRST + 3] == "秘匿"
    assert list(found.loc["g2-t1"])[FIRST] == "未登録"


def test_published_figures_alone_leave_the_published_values_in_the_table(table):
    found = table(2023, scope="published")
    numbers = {cell for cell in found.iloc[:, FIRST : FIRST + 3].to_numpy().ravel() if cell[0].isdigit()}
    assert numbers == {"1.16", "1.09", "1,308"}
    assert not [cell for cell in found.to_numpy().ravel() if "デモ" in cell]


@SPOKEN
def test_a_baseline_of_a_calendar_year_is_not_called_a_fiscal_year(table, lang):
    found = table(2025, lang=lang).iloc[:, BASELINE]
    fiscal = {"ja": "年度", "en": "FY"}[lang]
    calendar = rows_of("numeric_target").query("year_basis == 'calendar'")["numeric_target_id"].unique()
    assert {name for name, cell in found.items() if fiscal not in cell} == set(calendar)


@SPOKEN
@pytest.mark.parametrize(
    ("version", "jumped"),
    [
        (plans.REVISED, {"kpi-culture-participants"}),
        (plans.ORIGINAL, {"kpi-culture-participants", "kpi-overseas-exchange"}),
    ],
)
def test_a_jump_gives_its_reason_or_says_that_there_is_none(table, stands, version, jumped, lang):
    frame, found = stands(version, 2023, lang=lang), table(2023, version, lang=lang)
    assert set(frame.index[frame["jump"]]) == jumped
    unexplained = {"ja": "あり（理由の記載なし）", "en": "Yes (no reason given)"}[lang]
    for name in jumped:
        (told,) = written(name, "actual").query("year == 2023")[f"reason_{lang}"]
        assert (told or unexplained) in list(found.loc[name])
        assert (told or unexplained) not in found.drop(index=name).to_numpy().ravel()


@SPOKEN
@YEARS
def test_the_rates_are_drawn_for_what_can_be_measured(database, filters, stands, year, lang):
    figure = verification.rates(Context(database, filters._replace(lang=lang)), plans.REVISED, year, *ALL)
    frame = stands(year=year, lang=lang).dropna(subset="achievement")
    drawn = data(figure)
    assert list(drawn["indicator_id"]) == list(frame["indicator_id"])
    assert list(drawn["value"]) == pytest.approx(list(frame["achievement"]))
    assert dict(zip(drawn["name"], drawn["demo"], strict=True)) == dict(
        zip(frame["name"], frame["actual_status"] == "demo", strict=True)
    )
    assert len(figure.table) == len(figure.export) == len(frame)
    assert CITY[lang] in figure.title and str(year) in figure.title
    assert figure.credits
    assert figure.message == verification.sentence(
        Context(database, filters._replace(lang=lang)), plans.REVISED, year
    )
    coloured = next(mark for mark in marks(figure.spec) if mark.type == "point")
    order = [band for band in palette.BAND if band in set(frame["band"])]
    words = measures.bands(Context(database, filters._replace(lang=lang)))
    assert coloured.encoding["color"]["scale"]["domain"] == [words[band] for band in order]


def test_the_only_published_rate_is_a_filled_mark(database, filters):
    drawn = data(verification.rates(Context(database, filters), plans.REVISED, 2023, *ALL))
    assert list(drawn.loc[~drawn["demo"], "indicator_id"]) == ["g3-t1"]


def passport(database, filters, indicator: str, year: int = 2025, version: str = plans.REVISED) -> dict[str, str]:
    frame = indicator_passport.passport(Context(database, filters), version, year, indicator)
    assert frame.iloc[:, 0].is_unique
    return dict(frame.itertuples(index=False))


def test_a_passport_gives_place_definition_progress_department_reason_and_source(database, filters):
    found = passport(database, filters, "kpi-culture-participants", 2023)
    assert found["基本目標"].startswith("4 誰もが安心して")
    assert found["具体的な施策"] == "1 誰もが生き生きと活躍できる場を創出する"
    assert found["主な取組"] == "② 学ぶ場と活躍の場の創出"
    assert found["KPI"] == "② 文化芸術事業の参加者数"
    assert (found["掲載"], found["単位"], found["数え方"]) == ("P.124–140", "人", "単年度")
    assert (found["達成率"], found["進捗区分"], found["急な変化"]) == ("103.2%", "◎ 達成", "あり")
    assert found["変化の理由"] == "会場を定員まで使えるようになったため（見本）"
    assert found["担当"] == "文化担当（見本）"
    assert found["値の種類"] == "見本の値（架空）"
    assert found["出典"] == "このプロジェクトの見本の値"


def test_a_passport_says_what_is_cumulative_falls_or_was_merged(database, filters):
    assert "累計" in passport(database, filters, "kpi-road-length")["数え方"]
    assert passport(database, filters, "g4-t2")["望ましい向き"].startswith("↓")
    merged = passport(database, filters, "kpi-exchange")["改定での扱い"]
    assert all(
        words in merged for words in ("統合", "国内友好都市との交流活動件数", "海外友好都市等との交流活動件数")
    )
    assert passport(database, filters, "kpi-sns-followers", 2024)["変化の理由"] == "記載なし"
    old = passport(database, filters, "kpi-domestic-exchange", version=plans.ORIGINAL)
    assert old["主な取組"] == "① 都市間交流の促進"


@SPOKEN
@VERSIONS
@pytest.mark.parametrize("scope", ["all", "published"])
def test_every_indicator_has_a_whole_passport(database, filters, version, scope, lang):
    asked = filters._replace(lang=lang, scope=scope)
    names = {row["goal_id"]: row[f"name_{lang}"] for row in rows_of("goal").to_dict("records")}
    for indicator, place in listed(version).items():
        found = passport(database, asked, indicator, 2023, version)
        assert all(isinstance(content, str) and content for content in found.values())
        assert any(names[place["goal"]] in content for content in found.values())
        assert len(found) == (20 if place["kind"] == "kpi" else 18)
        if scope == "published":
            assert not [content for content in found.values() if re.search("デモ|[Dd]emo", content)]
