"""How figures of areas and years are worded: titles, labels, change sentences, headline numbers."""

import pandas as pd

from analytics import narrative, queries, terms
from analytics.figures import Context, Headline


def headline(context: Context, rows: pd.DataFrame, symbol: str, basis: str) -> Headline:
    term, first, last = context.term(symbol), rows.iloc[0], rows.iloc[-1]
    value = terms.number(last["value"], term.format)
    label = context.text("{measure} {year}").format(measure=term.name, year=context.year(last["year"]))
    name = context.words("basis")[basis]
    if first["year"] == last["year"]:
        return Headline(label, value, context.text("比べる年がありません"), name)
    difference = context.text("{difference}（{percent}%）").format(
        difference=terms.number(last["value"] - first["value"], f"+{term.format}"),
        percent=terms.number(narrative.percent_change(first["value"], last["value"]), "+.1f"),
    )
    since = context.text("{year}の{value}と比べて。{basis}").format(
        year=context.year(first["year"]), value=terms.number(first["value"], term.format), basis=name
    )
    return Headline(label, value + narrative.counted(term), difference, since)


def title(context: Context, term: terms.Term, frame: pd.DataFrame, detail: str) -> str:
    period = context.period(frame["year"]) if len(frame) else context.text("期間なし")
    return context.text("{place}の{measure}（{unit}、{period}、{detail}）").format(
        place=context.place(context.filters.home),
        measure=term.name,
        unit=term.unit,
        period=context.text("{0}年").format(period) if len(frame) else period,
        detail=detail,
    )


def ordered(frame: pd.DataFrame, bases: list[str]) -> pd.DataFrame:
    rank = {basis: position for position, basis in enumerate(bases)}
    return frame.sort_values(
        ["basis", "year"], key=lambda column: column.map(rank) if column.name == "basis" else column
    )


def worded(context: Context, frame: pd.DataFrame, term: terms.Term) -> pd.DataFrame:
    return frame.assign(
        when=frame["year"].map(context.year),
        label=frame["basis"].map(context.words("basis")),
        text=[terms.number(value, term.format) for value in frame["value"]],
    )


def placed(context: Context, frame: pd.DataFrame, areas: tuple[str, ...]) -> pd.DataFrame:
    """Names, the city marked, and a rank that gives every other place its own dash."""
    order = {code: position for position, code in enumerate(dict.fromkeys(areas), start=1)}
    named = frame.assign(
        area=frame["area_code"].map(context.places()),
        home=frame["area_code"] == context.filters.home,
        rank=frame["area_code"].map(order),
    )
    return named.sort_values(["rank", "year"])


def told(context: Context, rows: pd.DataFrame, symbol: str, source: str = "") -> str:
    if len(rows) < 2:
        return context.text("この期間で比べられる年が2つありません。")
    first, last = rows.iloc[0], rows.iloc[-1]
    return narrative.change(
        context.place(context.filters.home),
        context.term(symbol),
        (context.year(first["year"]), float(first["value"])),
        (context.year(last["year"]), float(last["value"])),
        context.filters.lang,
        source=source,
    )


def breaks(context: Context, topic: str, years: pd.Series) -> list[str]:
    rows = queries.annotations(context.build, context.filters, topic)
    rows = rows[rows["year"].between(years.min(), years.max())]
    return [
        context.text("{0}：{1}。").format(context.year(year), text)
        for year, text in zip(rows["year"], rows[f"text_{context.filters.lang}"], strict=True)
    ]
