"""概況: how the city stands, a card for each goal, what moved last, what to look at."""

from functools import partial
from typing import NamedTuple

import pandas as pd

from analytics.charts import sparks
from analytics.city import goals, standing
from analytics.database import plans
from analytics.figures import Figure, empty, figure
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.making import made
from analytics.figures.outlook import releases
from analytics.figures.plan import against_target, goal, indicators
from analytics.figures.registry import called
from analytics.statistics import kpi
from analytics.words.terms import Term

SERIOUS = ("worse", "behind")
LOOK = 3


class Point(NamedTuple):
    """Something to look at: the sentence, and the goal whose page tells more or the choices on the KPI page."""

    text: str
    goal_number: int | None = None
    query: tuple[tuple[str, str], ...] = ()


def sentence(context: Context) -> str:
    """How the city stands: the population beside its target, and the numeric targets by class."""
    return context.sentences((made(releases.releases, context).message, _by_class(context)))


def _by_class(context: Context) -> str:
    if not context.plan_id:
        return context.text("総合戦略の内容は、まだ登録されていません。")
    rows = indicators.latest(context, plans.REVISED).loc[lambda rows: rows["kind"] == "target"]
    counts = rows.groupby("band_text", sort=False).size()
    order = [words for words in indicators.band_words(context) if words in counts.index]
    listed = context.listed(
        context.text("{band} {count}件").format(band=words.split(" ", 1)[1], count=counts[words]) for words in order
    )
    return context.text("数値目標{count}件は、{listed}です。").format(count=len(rows), listed=listed)


@called("基本目標{0}の指標", listed("goal.choices"), needed=1, about="goal.choices")
def spark(context: Context, goal_id: str) -> Figure:
    """A goal in a card: its numeric targets, each a small line with its target."""
    found = goals.revised(context.build, context.plan_id).set_index("goal_id").loc[goal_id]
    title = context.text("基本目標{number} {name}").format(
        number=found["number"], name=found[f"short_name_{context.lang}"]
    )
    rows = goal.targets(context, goal_id, plans.REVISED)
    frame = _yearly(context, rows)
    message = "\n".join(_line(context, row) for _, row in rows.iterrows())
    if frame.empty:
        return empty(f"spark-{goal_id}", title, context, f"{message}\n{against_target.to_load(context)}".strip())
    columns = {"titled": context.text("数値目標"), "when": context.text("年度"), "value": context.text("実績")}
    notes = [context.text("縦軸の範囲は項目ごとに異なります。短い破線は目標値です。")]
    return figure(f"spark-{goal_id}", title, message, sparks.rows(frame), frame, columns, context, notes)


def _yearly(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    values = standing.judged(context).loc[lambda rows: rows["kind"] == "actual"].dropna(subset="value")
    values = values[values["fiscal_year"].between(context.filters.first_year, context.filters.last_year)]
    known = rows.set_index("indicator_id")
    frame = values[values["indicator_id"].isin(known.index)].rename(columns={"fiscal_year": "year"})
    place = {indicator: position for position, indicator in enumerate(known.index)}
    frame = frame.sort_values(
        ["indicator_id", "year"], key=lambda column: column.map(place) if column.name == "indicator_id" else column
    )
    basis = frame["indicator_id"].map(known["year_basis"])
    return frame.assign(
        row=frame["indicator_id"].map(known["name"]),
        text=indicators.numbers(frame["value"], frame["indicator_id"].map(known["decimals"])),
        demo=frame["status"] == "demo",
        target=frame["indicator_id"].map(known["target"]),
        titled=frame["indicator_id"].map(known.apply(partial(_titled, context.lang), axis=1)),
        when=[context.year(year, kind) for year, kind in zip(frame["year"], basis, strict=True)],
    )


def _titled(lang: str, row: pd.Series) -> str:
    """With its unit: the values of several indicators stand in one column."""
    return Term("", row["name"], row["unit"], "", "", lang).titled


def _line(context: Context, row: pd.Series) -> str:
    """20・30歳代の転入者数 4,626人（R6年度、見本の値）↑ 目標 4,700人 ▼ 基準値より悪化"""
    return context.text("{name} {value}（{inside}）{direction} 目標 {target}　{band}").format(
        name=row["name"],
        value=indicators.quantity(context, row, "actual"),
        inside=_when(context, row, "fiscal_year"),
        direction=context.words("direction")[row["direction"]][0],
        target=indicators.quantity(context, row, "target"),
        band=row["band_text"],
    )


def _when(context: Context, row: pd.Series, *columns: str) -> str:
    """R6年度、見本の値, or R5年度→R6年度."""
    years = "→".join(context.short(row[column], row["year_basis"]) for column in columns)
    mark = context.words("status_short")["demo"] if row["actual_status"] == "demo" else ""
    return context.listed((years, mark))


def changes(context: Context) -> list[str]:
    """What each numeric target did from its last value but one to its last, in the plan's order; nothing without a plan."""
    if not context.plan_id:
        return []
    rows = indicators.latest(context, plans.REVISED).loc[lambda rows: rows["kind"] == "target"]
    rows = rows[rows["step"].notna()]
    return [_change(context, row) for _, row in rows.iterrows()]


def _change(context: Context, row: pd.Series) -> str:
    desired = kpi.is_met(row["step"], 0, lower_is_better=row["direction"] == "lower")
    return context.text("{name} {step}（{inside}）{word}").format(
        name=row["name"],
        step=indicators.counted(row["step_text"], row["unit"], context.lang),
        inside=_when(context, row, "previous_year", "fiscal_year"),
        word=context.text("改善") if desired else context.text("悪化"),
    )


def attention(context: Context) -> list[Point]:
    """Up to three: what is furthest behind, steps nobody has explained, and how much cannot be measured; nothing without a plan."""
    if not context.plan_id:
        return []
    rows = indicators.latest(context, plans.REVISED)
    numbers = plans.goals(context.build, context.plan_id).drop_duplicates("goal_id")
    number = numbers.set_index("goal_id")["number"]
    behind = rows[rows["band"].isin(SERIOUS)].sort_values("achievement").drop_duplicates("kind")
    points = [
        Point(indicators.told(context, row), int(number[row["goal_id"]]))
        if row["kind"] == "target"
        else Point(indicators.told(context, row), query=(("item", row["indicator_id"]),))
        for _, row in behind.iterrows()
    ]
    points += [_unexplained(context, row) for _, row in rows[rows["jump"] & rows["reason"].isna()].iterrows()]
    return (points[: LOOK - 1] + _unmeasured(context, rows) + points[LOOK - 1 :])[:LOOK]


def _unexplained(context: Context, row: pd.Series) -> Point:
    text = context.text("{name}は{step}と急に変わりましたが、理由が書かれていません。").format(
        name=row["name"], step=indicators.counted(row["step_text"], row["unit"], context.lang)
    )
    return Point(text, query=(("item", row["indicator_id"]),))


def _unmeasured(context: Context, rows: pd.DataFrame) -> list[Point]:
    counts = rows["band"].value_counts()
    silent = [band for band in ("unmeasured", "no_target") if counts.get(band)]
    if not silent:
        return []
    text = context.text("{total}指標のうち{count}指標は、実績または目標値がないため評価できません。")
    count = sum(int(counts[band]) for band in silent)
    return [Point(text.format(total=len(rows), count=count), query=(("status", silent[0]),))]
