"""The verification workbook: a summary, a sheet per basic goal, what the words mean, and what the charts draw."""

from typing import NamedTuple

import pandas as pd

from analytics import clock
from analytics.database import plans, queries
from analytics.export.native import plots_of_plan
from analytics.export.native.plots_of_plan import Column, Plot, Sheet
from analytics.export.workbook import goal_sheet
from analytics.export.workbook.goal_sheet import DEMO, KINDS, NONE, Facts
from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.filters import Filters
from analytics.statistics import kpi

NARROW, FIRST_COUNT = 9, 3
RATES = {"capped": (14, "rate"), "uncapped": (14, "rate")}
ABOUT = (16, 34, 110)
AVERAGE, COUNTS = "verification_kpi_average_rate", "verification_numeric_targets"


class Book(NamedTuple):
    """A workbook: its title, the source line of every page, and its sheets, the values behind the charts last."""

    title: str
    source: str
    sheets: tuple[Sheet, ...]


def verification(build: str, filters: Filters, version: str, fiscal_year: int, snapshot: str) -> Book:
    """The workbook of a version of the plan in a fiscal year."""
    facts = goal_sheet.facts(build, filters, version, fiscal_year)
    goals = [goal_sheet.by_goal(facts, goal) for _, goal in facts.goals.iterrows()]
    first = summary(facts, goals)
    plots = [plot for sheet in (first, *goals) for plot in sheet.plots]
    last = (about(facts, goals, snapshot), chart_values(facts.context, plots))
    return Book(title(facts), source(facts), (first, *goals, *last))


def title(facts: Facts) -> str:
    name = facts.plan[f"name_{facts.context.lang}"]
    return facts.context.text("効果検証シート：{name}（{when}）").format(name=name, when=facts.when)


def source(facts: Facts) -> str:
    """The plan's own credit line, and where the other sources stand."""
    credit = facts.context.credits(pd.Series([facts.plan["source_id"]]))[0]
    return facts.context.text("出典：{0}ほか（「出典・定義」に一覧）").format(credit)


def source_ids(facts: Facts) -> list[str]:
    """Ids of every source that stands behind the sheets: the plan and its bands, the values, the city's verification."""
    bands, plan_id = plans.bands(facts.context.build, facts.plan["plan_id"]), facts.plan["plan_id"]
    published = plans.verification(facts.context.build, facts.context.filters)
    named = plans.indicators(facts.context.build, plan_id)
    named = named[named["version"] == facts.version]
    parts = [named, bands, facts.values, published]
    return list(dict.fromkeys([facts.plan["source_id"], *pd.concat([part["source_id"] for part in parts])]))


def summary(facts: Facts, goals: list[Sheet]) -> Sheet:
    """A row per basic goal and kind of indicator, and for all of them: how many stand where, and their averages."""
    context, parts = facts.context, _parts(facts)
    rows = [_counted(facts, label, kind, rows) for label, rows in parts.items() for kind in KINDS]
    cells = pd.DataFrame(rows, dtype=object)
    demo = plots_of_plan.nothing_synthetic(cells)
    made_up = cells["status"].str.contains(context.words("status_short")[DEMO], regex=False)
    for column in cells.columns[FIRST_COUNT:-1]:
        demo[column] = made_up & (cells[column] != NONE)
    notes = [goal_sheet.demo_note(context)] if made_up.any() else []
    load = goal_sheet.load_note(facts)
    notes += [load] if any(load in sheet.notes for sheet in goals) else []
    plot = plots_of_plan.averages(context, parts, facts.fiscal_year)
    below = published(context)
    name = plots_of_plan.sheet_name(context.text("総括"))
    return Sheet(
        name,
        title(facts),
        tuple(notes),
        _summary_columns(facts),
        cells,
        demo,
        (0,) * len(cells),
        below,
        (plot,) if plot else (),
    )


def _parts(facts: Facts) -> dict[str, pd.DataFrame]:
    """{label: assessed indicators} of every basic goal and of all."""
    goals = [goal for _, goal in facts.goals.iterrows()]
    named = {
        goal_sheet.label(facts, goal): facts.found[facts.found["goal_id"] == goal["goal_id"]] for goal in goals
    }
    return {**named, facts.context.text("全体"): facts.found}


def _summary_columns(facts: Facts) -> tuple[Column, ...]:
    words = facts.context.words("sheet_column")
    bands = [Column(name, 10, "count") for name in indicators.band_words(facts.context)]
    ends = {"measured": (NARROW, "count"), "unmeasured": (NARROW, "count"), **RATES, "status": (20, "word")}
    first = [
        Column(words["goal"], 40, "text"),
        Column(words["kind"], 17, "word"),
        Column(words["count"], 9, "count"),
    ]
    return (*first, *bands, *(Column(words[code], *form) for code, form in ends.items()))


def _counted(facts: Facts, label: str, kind: str, rows: pd.DataFrame) -> dict[str, object]:
    """One row of the summary; what is not measurable is counted apart and is in no average."""
    context, rows = facts.context, rows[rows["kind"] == kind]
    mean, counts = kpi.average(rows["achievement"]), rows["band_text"].value_counts()
    loaded = rows[rows[["baseline", "target", "latest"]].notna().any(axis=1)]
    statuses = [context.words("status_short")[status] for status in loaded["status"].unique()]
    return {
        "goal": label,
        "kind": context.words("indicator_kind")[kind],
        "count": len(rows),
        **{name: int(counts.get(name, 0)) for name in indicators.band_words(context)},
        "measured": mean.measured,
        "unmeasured": mean.unmeasured,
        "capped": mean.capped if mean.measured else NONE,
        "uncapped": mean.uncapped if mean.measured else NONE,
        "status": context.listed(statuses) or NONE,
    }


def published(context: Context) -> tuple[str, ...]:
    """What the city itself published of its verification, and what it did not."""
    rows = plans.verification(context.build, context.filters)
    said = {
        AVERAGE: context.text("KPIの平均達成率 {0}%"),
        COUNTS: context.text("対象の数値目標 {0}件"),
        f"{COUNTS}_at_100": context.text("うち達成率100% {0}件"),
        f"{COUNTS}_above_90": context.text("うち達成率90%超 {0}件"),
        f"{COUNTS}_not_measurable": context.text("実績を評価できず除かれた数値目標 {0}件"),
    }
    lines = []
    for year, part in rows.groupby("year"):
        known = dict(zip(part["indicator"], part["value"], strict=True))
        told = [text.format(f"{known[code]:g}") for code, text in said.items() if code in known]
        text = context.text("市が公表した効果検証（{year}）：{told}")
        lines.append(text.format(year=context.year(year, "fiscal"), told=context.listed(told)))
    return (
        *lines,
        context.text(
            "市の達成率の算式と区分の境目は公表されていないため、この表の平均と市の平均は同じ計算とは限りません。"
        ),
    )


def about(facts: Facts, goals: list[Sheet], snapshot: str) -> Sheet:
    """What every column, class and word means, where the values come from, and which build this is."""
    context = facts.context
    rows = [*_columns(context), *_classes(facts), *_words(context), *_sources(facts), *_file(facts, snapshot)]
    cells = pd.DataFrame(rows, columns=["section", "item", "text"], dtype=object)
    headings = (context.text("区分"), context.text("項目"), context.text("説明"))
    columns = tuple(Column(heading, width, "text") for heading, width in zip(headings, ABOUT, strict=True))
    demo = plots_of_plan.nothing_synthetic(cells)
    made_up = any(sheet.demo.any(axis=None) for sheet in goals)
    warning = (
        (context.text("この表には見本の値（架空）が入っています。報告や判断に使わないでください。"),)
        if made_up
        else ()
    )
    name = context.text("出典・定義")
    return Sheet(plots_of_plan.sheet_name(name), name, warning, columns, cells, demo, (0,) * len(cells))


def _columns(context: Context) -> list[tuple[str, str, str]]:
    definitions, facts = context.words("sheet_definition"), {"jump": kpi.JUMP, "small": f"{kpi.SMALL_STEP * 100:g}"}
    return [
        (context.text("列"), heading, definitions[code].format(**facts))
        for code, heading in context.words("sheet_column").items()
    ]


def _classes(facts: Facts) -> list[tuple[str, str, str]]:
    """Every class, what it means, and whose classes they are."""
    context, lang = facts.context, facts.context.lang
    rows = plans.bands(context.build, facts.plan["plan_id"])
    section = context.text("進捗区分")
    said = zip(rows["mark"] + " " + rows[f"name_{lang}"], rows[f"meaning_{lang}"], strict=True)
    origin = context.listed(context.credits(rows["source_id"]))
    return [*((section, name, meaning) for name, meaning in said), (section, context.text("区分の出所"), origin)]


def _words(context: Context) -> list[tuple[str, str, str]]:
    """The words that stand where a value is missing."""
    words, section = context.words("missing"), context.text("値がないときの語")
    known = [(section, words[code], text) for code, text in context.words("missing_definition").items()]
    return [*known, (section, NONE, context.text("当てはまらないか、もとの値がなく計算できない"))]


def _sources(facts: Facts) -> list[tuple[str, str, str]]:
    """Title, credit line and reference date of every source."""
    context, own = facts.context, "" if facts.context.lang == "ja" else "_en"
    rows = queries.sources(context.build).set_index("source_id").loc[source_ids(facts)]
    return [
        (
            context.text("出典"),
            row[f"title{own}"],
            context.text("{source}（時点・期間：{date}）").format(
                source=row[f"credit{own}"], date=row[f"reference_date{own}"]
            ),
        )
        for _, row in rows.iterrows()
    ]


def _file(facts: Facts, snapshot: str) -> list[tuple[str, str, str]]:
    """What this copy was made from."""
    context, stamp = facts.context, queries.build_stamp(facts.context.build)
    section = context.text("このファイル")
    return [
        (section, context.text("計画・年度・版"), title(facts)),
        (section, "snapshot", snapshot),
        (section, context.text("データベースの作成日"), f"{clock.told(stamp['built_at']):%Y-%m-%d}"),
    ]


def chart_values(context: Context, plots: list[Plot]) -> Sheet:
    """What the charts draw, a row per point, a column per series; empty where there is no value, so that a line breaks."""
    names = list(dict.fromkeys(series.name for plot in plots for series in plot.series))
    rows = [
        {"plot": plot.title, "point": point} | {series.name: series.values[at] for series in plot.series}
        for plot in plots
        for at, point in enumerate(plot.labels)
    ]
    cells = pd.DataFrame(rows, columns=["plot", "point", *names], dtype=object)
    cells = cells.where(cells.notna(), None)
    made_up = [
        {series.name: series.demo[at] for series in plot.series}
        for plot in plots
        for at, _ in enumerate(plot.labels)
    ]
    columns = (
        Column(context.text("図"), 74, "text"),
        Column(context.text("項目"), 50, "text"),
        *(Column(name, 16, "value") for name in names),
    )
    demo = (pd.DataFrame(made_up).reindex(columns=cells.columns) == True) & cells.notna()  # noqa: E712
    decimals = tuple(plot.decimals for plot in plots for _ in plot.labels)
    note = context.text("空のセルは値がないことを示し、図では線と棒を描きません。")
    name = context.text("グラフの値")
    return Sheet(plots_of_plan.sheet_name(name), name, (note,), columns, cells, demo, decimals)
