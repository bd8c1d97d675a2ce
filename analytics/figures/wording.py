"""How figures of areas and years are worded: titles, labels, change sentences, headline numbers."""

import pandas as pd

from analytics.database import queries
from analytics.figures import Headline
from analytics.figures.context import Context
from analytics.words import narrative, terms


def headline(context: Context, rows: pd.DataFrame, symbol: str, basis: str) -> Headline:
    term, first, last = context.term(symbol), rows.iloc[0], rows.iloc[-1]
    value = terms.number(last["value"], term.format) + narrative.counted(term)
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
    return Headline(label, value, difference, since)


def title(context: Context, term: terms.Term, frame: pd.DataFrame, detail: str) -> str:
    period = context.period(frame["year"]) if len(frame) else context.text("期間なし")
    return context.text("{place}の{measure}（{unit}、{period}、{detail}）").format(
        place=context.place(context.home),
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
        home=frame["area_code"] == context.home,
        rank=frame["area_code"].map(order),
    )
    return named.sort_values(["rank", "year"])


def told(context: Context, rows: pd.DataFrame, symbol: str, source: str = "") -> str:
    if len(rows) < 2:
        return context.text("この期間で比べられる年が2つありません。")
    first, last = rows.iloc[0], rows.iloc[-1]
    return narrative.change(
        context.place(context.home),
        context.term(symbol),
        (context.year(first["year"]), float(first["value"])),
        (context.year(last["year"]), float(last["value"])),
        context.lang,
        source=source,
    )


def shortened(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The words of the basis as a legend has room for them; demo values under a name of their own."""
    short = frame["basis"].map(context.words("basis_short"))
    demo = short.map(context.text("{0}・見本の値").format)
    return frame.assign(short=short.where(frame["status"] != "demo", demo))


def demo_notes(context: Context, frame: pd.DataFrame) -> list[str]:
    shown = (frame["status"] == "demo").any()
    return [context.text("凡例に「見本の値」とある白抜きの点は架空の値で、実績ではありません。")] if shown else []


def with_ends(context: Context, frame: pd.DataFrame, areas: tuple[str, ...]) -> pd.DataFrame:
    """Each place in the first and the last year that the city has, named, with what a dumbbell needs."""
    years = frame.loc[frame["area_code"] == context.home, "year"]
    ends = placed(context, frame[frame["year"].isin([years.min(), years.max()])], areas)
    return ends.assign(moment=ends["when"], first=(ends["year"] == years.min()) & (years.min() < years.max()))


def ranked(context: Context, ends: pd.DataFrame, symbol: str) -> str:
    """Where the city stands among the places of its last year."""
    term = context.term(symbol)
    last = ends[ends["year"] == ends["year"].max()]
    value = float(last.loc[last["home"], "value"].iloc[0])
    others = last.loc[~last["home"], "value"]
    facts = {
        "when": context.year(last["year"].iloc[0]),
        "place": context.place(context.home),
        "measure": term.name if term.language == "ja" else narrative.lower_first(term.name),
        "value": terms.number(value, term.format),
        "count": len(others),
        "higher": int((others > value).sum()),
    }
    stands = context.text("{when}の{place}の{measure}は{value}です。").format(**facts)
    if others.empty:
        return stands
    if facts["higher"]:
        among = context.text("比べた{count}市町村のうち、{place}より高いのは{higher}市町村です。")
    else:
        among = context.text("比べた{count}市町村に、{place}より高い市町村はありません。")
    return context.sentences((stands, among.format(**facts)))


def breaks(context: Context, topic: str, years: pd.Series) -> list[str]:
    rows = queries.annotations(context.build, context.filters, topic)
    rows = rows[rows["year"].between(years.min(), years.max())]
    return [
        context.text("{name}：{text}。").format(name=context.year(year), text=text)
        for year, text in zip(rows["year"], rows[f"text_{context.lang}"], strict=True)
    ]
