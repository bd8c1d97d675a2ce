"""The revision before and after: everything the plan's files say of it is told, and the averages are lineage's."""

import re

import pandas as pd
import pytest

from analytics.city import standing
from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.plan import averages, background, changes, revision
from analytics.statistics import lineage
from analytics.words import terms
from data import build
from tests.vega import marks

FOLDER = build.ROOT / "strategy" / "atsugi-2"
SPOKEN = pytest.mark.parametrize("lang", ["ja", "en"])
SETS = pytest.mark.parametrize("chosen", averages.SETS)
SECTIONS = ("strategy", "principle", "viewpoint", "issue", "vision", "structure", "overlap")


def rows(name: str, version: str | None = None) -> pd.DataFrame:
    frame = pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)
    return frame[frame["version"] == version] if version else frame


def said(frame: pd.DataFrame) -> str:
    return "\n".join(str(cell) for row in frame.itertuples(index=False) for cell in row)


def whole(database, filters, *, every: bool) -> str:
    """Everything the page says of the plan itself."""
    tables = [
        revision.items(Context(database, filters)),
        revision.perspectives(Context(database, filters)),
        *(goal.table for goal in revision.goals(Context(database, filters), every)),
        *(revision.points(Context(database, filters), section) for section in SECTIONS),
        background.course(Context(database, filters)).events,
    ]
    return "\n".join(map(said, tables))


@SPOKEN
@pytest.mark.parametrize("name", ["measure", "initiative", "kpi", "perspective"])
@pytest.mark.parametrize("version", [plans.ORIGINAL, plans.REVISED])
def test_every_part_of_both_versions_is_found(database, filters, lang, name, version):
    text = whole(database, filters._replace(lang=lang), every=True)
    for part in rows(name, version)[f"name_{lang}"]:
        assert part in text


@SPOKEN
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("plan_revision", ("title", "before", "after", "reason")),
        ("plan_context", ("title", "text", "response")),
        ("plan_background", ("event",)),
    ],
)
def test_every_word_of_the_documents_explanation_is_found(database, filters, lang, name, columns):
    text = whole(database, filters._replace(lang=lang), every=False)
    for row in rows(name).to_dict("records"):
        for column in columns:
            assert row[f"{column}_{lang}"] in text
        if row.get("page"):
            assert f"P.{row['page'].replace('-', '–')}" in text


@SPOKEN
def test_what_changed_is_told_without_asking_for_more(database, filters, lang):
    goals = revision.goals(Context(database, filters._replace(lang=lang)), False)
    told = "\n".join(said(goal.table) for goal in goals)
    for name in ("measure", "initiative", "kpi"):
        frame = rows(name, plans.REVISED)
        changed = frame[~frame["change"].isin(["継続", "記載なし"])]
        assert all(part in told for part in changed[f"name_{lang}"])
        gone = frame.loc[frame["change"] == "記載なし", f"name_{lang}"]
        assert all(part in told for part in gone)
    counted = sum(len(goal.table) for goal in goals)
    files = [rows(name, plans.REVISED) for name in ("measure", "initiative", "kpi")]
    assert counted == sum((frame["change"] != "継続").sum() for frame in files)


def test_before_stands_beside_after_with_the_mark_between(database, filters):
    first, second, third, fourth = revision.goals(Context(database, filters), False)
    merged = first.table.set_index("改定").loc["【2指標を統合】"]
    assert merged["改定前"] == "① 国内友好都市との交流活動件数 ＋ ② 海外友好都市等との交流活動件数"
    assert merged["改定後"] == "① 国内・海外友好都市等との交流活動件数"
    assert "見直しの記載がありません" in second.sentence and second.table.empty
    assert list(third.table["改定前"].unique()) == ["なし"]
    gone = fourth.table.set_index("改定").loc["（改定後の表に記載なし）"]
    assert gone["改定前"] == "① コミュニティ交通導入検討地区数（累計）"
    assert gone["改定後"] == "改定後の表にありません。廃止とも書かれていません。"


def test_the_perspectives_that_became_one_stand_on_one_line(database, filters):
    table = revision.perspectives(Context(database, filters))
    assert list(table.columns) == ["改定前", "改定", "改定後"]
    merged = table.set_index("改定").loc["【新規】【2つを統合】"]
    assert merged["改定前"].count("視点") == 2
    assert merged["改定後"].startswith("視点2")
    assert list(table["改定"]) == ["継続", "【新規】【2つを統合】", "継続", "【新規】"]


def test_the_answer_counts_the_marks_of_the_files(database, filters):
    sentence = revision.sentence(Context(database, filters))
    assert sentence.startswith("令和6（2024）年4月1日の改定では、")
    counts = rows("kpi", plans.REVISED)["change"].value_counts()
    for mark, words in (("統合", "統合"), ("新規", "新規"), ("記載なし", "改定後の表に記載なし")):
        assert f"{words}{counts[mark]}" in sentence
    assert "1 April 2024" in revision.sentence(Context(database, filters._replace(lang="en")))


@SPOKEN
def test_headlines_stand_beside_what_was_before(database, filters, lang):
    perspectives, measures, initiatives, kpis = revision.headlines(Context(database, filters._replace(lang=lang)))
    assert (perspectives.value, measures.value, initiatives.value, kpis.value) == ("4", "13", "10", "14")
    assert "8" in kpis.comparison and "8" in kpis.detail


def test_a_plan_that_was_never_revised_says_so(database, filters, monkeypatch):
    plan = plans.plan(database, filters).copy()
    plan["revised_on"] = pd.NaT
    monkeypatch.setattr(plans, "plan", lambda _build, _filters: plan)
    assert revision.sentence(Context(database, filters)) == "この計画はまだ改定されていません。"


@pytest.mark.parametrize(
    ("text", "words", "span"),
    [("122-140", "P.122–140", range(122, 141)), ("116", "P.116", range(116, 117)), (None, "", range(0))],
)
def test_printed_pages(text, words, span):
    assert changes.pages(text) == words
    assert changes.page_span(text) == span


def test_days_and_months_in_words(database, filters):
    ja, en = (Context(database, filters._replace(lang=lang)) for lang in ("ja", "en"))
    assert changes.day(ja, pd.Timestamp("2024-04-01")) == "令和6（2024）年4月1日"
    assert changes.month(ja, "2014-11") == "平成26（2014）年11月"
    assert changes.month(en, "2014-11") == "November 2014"
    assert changes.month(ja, "2023") == "令和5（2023）年"
    assert changes.moment("2024-04") == 2024.25
    assert changes.moment("2023") == 2023.5


def test_the_events_are_numbered_as_in_the_chart(database, filters):
    course = background.course(Context(database, filters))
    drawn = course.figure.data.to_pandas().query("part == 'event'")
    assert list(drawn["number"]) == [line.partition("　")[0] for line in course.events["event"]]
    assert list(drawn["text"]) == list(course.events["text"])
    assert len(course.figure.table) == len(rows("plan_background"))
    assert course.figure.statuses == ("published",)


def reckoned(database, filters, chosen: str) -> pd.DataFrame:
    """lineage.views asked for without the figures."""
    plan = plans.plan(database, filters)
    known = plans.indicators(database, plan["plan_id"])
    known = known[known["kind"] == "kpi"] if chosen == "kpi" else known
    return lineage.views(
        known,
        standing.judged(Context(database, filters)),
        plans.bands(database, plan["plan_id"]),
        standing.years(Context(database, filters)),
        plan["revised_on"],
        predecessors={"kpi-exchange": ("kpi-domestic-exchange", "kpi-overseas-exchange")},
    )


@SETS
@SPOKEN
def test_the_averages_are_those_of_lineage(database, filters, chosen, lang):
    figure = averages.achievement(Context(database, filters._replace(lang=lang)), chosen)
    expected = reckoned(database, filters, chosen)
    value, uncapped, measured, unmeasured = figure.export.columns[2:6]
    assert list(figure.export[value]) == pytest.approx(list(expected["capped"]), nan_ok=True)
    assert list(figure.table[value]) == [f"{number:.1f}" for number in expected["capped"]]
    assert list(figure.table[uncapped]) == [f"{number:.1f}" for number in expected["uncapped"]]
    assert list(figure.table[measured]) == [str(count) for count in expected["measured"]]
    assert list(figure.table[unmeasured]) == [str(count) for count in expected["unmeasured"]]
    drawn = figure.data.to_pandas().query("part == 'value'").dropna(subset="value")
    assert sorted(drawn["value"]) == pytest.approx(sorted(expected["capped"].dropna()))


@SETS
def test_demo_averages_are_open_and_named_and_no_line_crosses_the_revision(database, filters, chosen):
    figure = averages.achievement(Context(database, filters), chosen)
    assert figure.statuses == ("demo",)
    assert any("見本の値" in note for note in figure.notes)
    assert any("見本の値" in credit for credit in figure.credits)
    assert len(figure.credits) > 1
    drawn = figure.data.to_pandas()
    assert drawn.loc[drawn["part"] == "value", "demo"].all()
    first = terms.word("view", averages.FIRST, "ja")
    for mark in marks(figure.spec):
        if mark.type == "line":
            for line in mark.lines(drawn.to_dict("records")).values():
                years = [row["year"] for row in line if row["view"] == first]
                assert not years or max(years) < 2024 or min(years) >= 2024


@SPOKEN
@SETS
def test_published_figures_alone_say_what_is_to_be_loaded(database, filters, lang, chosen):
    asked = filters._replace(scope="published", lang=lang)
    figure = averages.achievement(Context(database, asked), chosen)
    assert figure.spec is None
    assert "data/strategy/atsugi-2/kpi_value.csv" in figure.message
    assert averages.warning(Context(database, asked), chosen) == ""


def invented(before: tuple[float, float], after: tuple[float, float]) -> pd.DataFrame:
    """lineage.views of 2023 and 2024; before, after : (as decided, of what continued)"""
    return pd.DataFrame(
        [
            (view, year, value)
            for year, pair in ((2023, before), (2024, after))
            for view, value in zip(("as_decided", "continued"), pair, strict=True)
        ],
        columns=["view", "fiscal_year", "capped"],
    )


REVISED_ON = pd.Timestamp("2024-04-01")


@pytest.mark.parametrize(
    ("before", "after", "warned"),
    [
        ((40, 60), (75, 60), True),
        ((40, 60), (60, 65), True),
        ((80, 60), (70, 60), True),
        ((60, 60), (60, 80), False),
        ((40, 40), (75, 75), False),
        ((40, 40), (60, 55), False),
        ((60, 60), (60.02, 60), False),
        ((float("nan"), 60), (75, 60), False),
        ((40, float("nan")), (75, 60), False),
    ],
)
def test_the_warning_stands_where_the_set_moved_the_average_and_only_there(
    database, filters, before, after, warned
):
    text = averages.told(Context(database, filters), invented(before, after), REVISED_ON)
    assert bool(text) == warned
    if warned:
        assert {f"{before[0]:.1f}", f"{after[0]:.1f}"} <= set(re.findall(r"\d+\.\d", text))


def test_the_warning_gives_the_numbers(database, filters):
    text = averages.told(Context(database, filters), invented((40, 60), (75, 62)), REVISED_ON)
    assert "令和6（2024）年度" in text
    assert re.findall(r"[+−]\d+\.\d", text) == ["+35.0", "+2.0", "+33.0"]


@pytest.mark.parametrize("revised_on", [pd.NaT, None, pd.Timestamp("2020-04-01"), pd.Timestamp("2025-04-01")])
def test_without_a_revision_between_the_years_there_is_no_warning(database, filters, revised_on):
    assert averages.told(Context(database, filters), invented((40, 60), (75, 60)), revised_on) == ""


@SETS
def test_the_warning_of_the_data_agrees_with_lineage(database, filters, chosen):
    effect = lineage.set_effect(reckoned(database, filters, chosen), 2024)
    text = averages.warning(Context(database, filters), chosen)
    assert abs(effect.by_set) > abs(effect.continued)
    assert f"{effect.by_set:+.1f}" in text
