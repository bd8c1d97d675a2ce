"""What an office file holds in its own form: sheets of cells, and charts whose numbers can be edited."""

from collections.abc import Iterable
from math import floor, log10, nan
from typing import NamedTuple

import pandas as pd

from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.statistics import kpi

DEMO = "demo"
NAME_LENGTH, FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


class Look(NamedTuple):
    """colour, fill : #RRGGBB, of line or border and of mark or bar ; shape : of the marks, empty for none

    dash : lengths drawn and left out in turn, empty for a solid line ; joined : whether a line joins the points
    """

    colour: str
    fill: str
    shape: str = ""
    dash: tuple[float, ...] = ()
    joined: bool = False


class Series(NamedTuple):
    """name : legend and column heading ; values : NaN where there is none ; demo : which of them are synthetic

    looks, words : of each value, where it has a look or a name of its own
    span : first and last but one of the labels that are this series' own, None for all
    """

    name: str
    values: tuple[float, ...]
    demo: tuple[bool, ...]
    role: str = "actual"
    look: Look | None = None
    looks: tuple[Look, ...] = ()
    words: tuple[str, ...] = ()
    span: tuple[int, int] | None = None


class Plot(NamedTuple):
    """One native chart.

    kind : line, bar (lying), column (standing) or scatter ; alt : the message in a sentence
    labels : one per point, shared by the series; the numbers along a scatter, series after series
    unit, note : words for the value axis and under the chart ; bottom : where the value axis starts, None for anywhere
    across : words for the axis of a scatter ; arranged : of bars, clustered, stacked, overlaid or mirrored (overlaid, signs unsaid) ; top : where the value axis ends ; logarithmic : along a scatter
    """

    kind: str
    title: str
    alt: str
    labels: tuple[str | float, ...]
    series: tuple[Series, ...]
    unit: str
    note: str
    bottom: float | None
    decimals: int
    across: str = ""
    arranged: str = "clustered"
    top: float | None = None
    logarithmic: bool = False


class Column(NamedTuple):
    """width : in half-width characters.

    form : text, word (short, centred), count, value (with the row's decimals), signed, rate (percent)
    decimals : of the whole column, None for the row's
    """

    heading: str
    width: int
    form: str
    decimals: int | None = None


class Sheet(NamedTuple):
    """One sheet: title, lines under it, one table, lines below the table, then charts.

    cells : a column per Column, numbers or words ; demo : the same shape, True where a value is synthetic
    decimals : per row
    """

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    cells: pd.DataFrame
    demo: pd.DataFrame
    decimals: tuple[int, ...]
    below: tuple[str, ...] = ()
    plots: tuple[Plot, ...] = ()

    @property
    def head(self) -> int:
        """The row of the column headings, counted from 0."""
        return 1 + len(self.notes)


def sheet_name(text: str) -> str:
    """A name that Excel accepts: at most 31 characters, none of its forbidden ones, no apostrophe at the ends."""
    text = text.translate(FORBIDDEN).strip("' ")
    return text if len(text) <= NAME_LENGTH else text[: NAME_LENGTH - 1].strip("' ") + "…"


def nothing_synthetic(cells: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(False, index=cells.index, columns=cells.columns)


def of_goal(
    context: Context, label: str, rows: pd.DataFrame, values: pd.DataFrame, years: list[int], fiscal_year: int
) -> tuple[Plot, ...]:
    """A line for each numeric target and bars for the KPIs of a goal; nothing for what has no value.

    rows : of indicators.assessed ; values : of standing.judged
    """
    actual = values[values["kind"] == "actual"].drop_duplicates(["indicator_id", "fiscal_year"], keep="last")
    lines = [
        trend(context, row, actual[actual["indicator_id"] == row["indicator_id"]], years)
        for _, row in rows[rows["kind"] == "target"].iterrows()
    ]
    bars = achievements(context, label, rows[rows["kind"] == "kpi"], fiscal_year)
    return tuple(plot for plot in (*lines, bars) if plot)


def trend(context: Context, row: pd.Series, values: pd.DataFrame, years: list[int]) -> Plot | None:
    """An indicator's actuals by year beside its target; None when nothing has a value.

    row : of indicators.assessed ; values : fiscal_year (unique), value, status of its actuals
    """
    series = _beside_target(context, row, values, years)
    if not series:
        return None
    basis = row["year_basis"]
    period = context.text("{0}年度") if basis == "fiscal" else context.text("{0}年")
    inside = [row["unit"], period.format(f"{years[0]}–{years[-1]}"), context.text("実績と目標")]
    title = _title(context, row["name"], inside, demo=any(flag for each in series for flag in each.demo))
    start = bottom([value for each in series for value in each.values if value == value])
    note = context.text("縦軸は0から始まっていません。") if start else ""
    labels = tuple(context.row(year) if context.filters.with_era else context.year(year, basis) for year in years)
    alt = indicators.told(context, row)
    return Plot("line", title, alt, labels, series, row["unit"], note, start, int(row["decimals"]))


def _beside_target(context: Context, row: pd.Series, values: pd.DataFrame, years: list[int]) -> tuple[Series, ...]:
    """Actuals, synthetic actuals and the target, each only where it has a value."""
    aim = -1 if pd.isna(row["target_year"]) else int(row["target_year"])
    known = values.set_index("fiscal_year").reindex(years)
    made_up, aims_made_up = known["status"] == DEMO, row["target_status"] == DEMO
    target = [row["target"] if year == aim else nan for year in years]
    name = context.text("目標値（見本の値）") if aims_made_up else context.text("目標値")
    parts = (
        (context.text("実績"), known["value"].mask(made_up), False, "actual"),
        (context.text("実績（見本の値）"), known["value"].where(made_up), True, "demo"),
        (name, target, aims_made_up, "target"),
    )
    return _drawn(Series(said, tuple(part), (flag,) * len(years), role) for said, part, flag, role in parts)


def _drawn(series: Iterable[Series]) -> tuple[Series, ...]:
    return tuple(each for each in series if any(value == value for value in each.values))


def achievements(context: Context, label: str, rows: pd.DataFrame, fiscal_year: int) -> Plot | None:
    """The achievement of each KPI of a goal in a fiscal year; None when none can be measured."""
    if rows["achievement"].isna().all():
        return None
    demo = tuple(rows["status"] == DEMO)
    series = Series(context.text("KPIの達成率（%）"), tuple(rows["achievement"]), demo)
    inside = ["%", context.year(fiscal_year, "fiscal"), label]
    title = _title(context, context.text("KPIの達成率"), inside, demo=any(demo))
    labels = tuple(rows["printed_number"].fillna("") + rows["name"])
    alt = context.listed(
        context.text("{name} {value}").format(name=name, value=value)
        for name, value in zip(labels, rows["achievement_text"], strict=True)
    )
    return Plot("bar", title, alt, labels, (series,), "%", "", 0, 1)


def averages(context: Context, parts: dict[str, pd.DataFrame], fiscal_year: int) -> Plot | None:
    """Average achievement, capped, of numeric targets and KPIs; parts : {label: rows of indicators.assessed}."""
    kinds = context.words("indicator_kind")
    series = _drawn(
        Series(
            context.text("{0}の平均達成率（%）").format(words),
            tuple(kpi.average(rows.loc[rows["kind"] == kind, "achievement"]).capped for rows in parts.values()),
            tuple(DEMO in set(rows.loc[rows["kind"] == kind, "status"]) for rows in parts.values()),
            kind,
        )
        for kind, words in kinds.items()
    )
    if not series:
        return None
    inside = ["%", context.text("100%を上限"), context.year(fiscal_year, "fiscal")]
    made_up = any(flag for each in series for flag in each.demo)
    title = _title(context, context.text("平均達成率"), inside, demo=made_up)
    alt = context.listed(
        context.text("{name} {value}").format(name=label, value=indicators.percent(value))
        for each in series
        for label, value in zip(parts, each.values, strict=True)
        if value == value
    )
    return Plot("bar", title, alt, tuple(parts), series, "%", "", 0, 1)


def _title(context: Context, name: str, inside: list[str], *, demo: bool) -> str:
    parts = [*inside, context.text("見本の値あり") if demo else ""]
    said = context.listed(parts)
    place = context.place(context.home)
    return context.text("{place}の{name}（{inside}）").format(place=place, name=name, inside=said)


def bottom(values: list[float]) -> float | None:
    """A round number somewhat below the lowest value, or 0 where that is near; None where values are negative."""
    low, spread = min(values), max(values) - min(values)
    if low < 0:
        return None
    if spread == 0:
        return 0
    step = 10.0 ** floor(log10(spread))
    return max(round(floor((low - spread / 2) / step) * step, 9), 0)
