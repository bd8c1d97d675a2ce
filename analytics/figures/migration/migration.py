"""Migration: who comes and who goes by basis, the balance, and the neighbours per thousand residents."""

import pandas as pd

from analytics.charts import dumbbell, series
from analytics.database import queries
from analytics.figures import Figure, Headline, empty, figure, wording
from analytics.figures.choices import MOVERS
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.filters import Filters
from analytics.words import narrative, terms

DRAWN = ["migration_report", "migration_report_all", "register", "pref_survey"]
IN = {"all": "in_migrants", "20-39": "in_migrants_20_39"}
OUT = {"all": "out_migrants", "20-39": "out_migrants_20_39"}


@called("転入者数", MOVERS)
def inflow(context: Context, age: str = "all") -> Figure:
    """age : "all" | "20-39" """
    return _one_way(context, "in", IN[age], age)


@called("転出者数", MOVERS)
def outflow(context: Context, age: str = "all") -> Figure:
    """age : "all" | "20-39" """
    return _one_way(context, "out", OUT[age], age)


def _one_way(context: Context, direction: str, symbol: str, age: str) -> Figure:
    filters, term = context.filters, context.term(symbol)
    frame = queries.migration(context.build, filters, (filters.home,), age)
    frame = _chosen(frame[frame["direction"] == direction], filters)
    title = wording.title(context, term, frame, _detail(context, frame))
    if frame.empty:
        return empty(symbol, title, context)
    frame = wording.shortened(context, wording.worded(context, frame, term))
    picture = series.by_basis(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels())
    notes = [*_coverage_notes(context, frame), *wording.breaks(context, "migration", frame["year"])]
    columns = {"when": context.text("年"), "label": context.text("もとの統計"), "value": term.titled}
    return figure(symbol, title, _told(context, frame, symbol), picture, frame, columns, context, notes)


def _chosen(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    wanted = DRAWN if filters.basis == "all" else [filters.migration_basis]
    return wording.ordered(frame[frame["basis"].isin(wanted)], wanted)


def _detail(context: Context, frame: pd.DataFrame) -> str:
    made_up = [context.text("見本の値")] if (frame["status"] == "demo").any() else []
    return context.listed([context.text("統計別"), *made_up])


def _coverage_notes(context: Context, frame: pd.DataFrame) -> list[str]:
    """What the bases count; said where more than one is drawn."""
    notes = wording.demo_notes(context, frame)
    if frame["basis"].nunique() < 2:
        return notes
    counted = context.text(
        "統計によって数える範囲が違うため、線は統計をまたいでつなぎません。"
        "人口移動報告（日本人）は日本人の国内の移動だけ、住民基本台帳は外国人と国外との移動も数えます。"
    )
    return [counted, *notes]


def _told(context: Context, frame: pd.DataFrame, symbol: str) -> str:
    """The leading basis from its first year to its last."""
    rows = frame[frame["basis"] == context.filters.migration_basis]
    return wording.told(context, rows, symbol, source=_source(context, rows))


def _source(context: Context, rows: pd.DataFrame) -> str:
    name = context.words("basis")[context.filters.migration_basis]
    made_up = len(rows) and (rows["status"] == "demo").all()
    return context.text("{0}の見本の値").format(name) if made_up else name


@called("転入超過数")
def net(context: Context) -> Figure:
    term = context.term("net_migration")
    frame = _chosen(balance(queries.migration(context.build, context.filters, (context.home,))), context.filters)
    title = wording.title(context, term, frame, context.text("統計別"))
    if frame.empty:
        return empty("net_migration", title, context)
    frame = wording.shortened(context, wording.worded(context, frame, term))
    picture = series.by_basis(
        frame, title=term.unit, spec=",.0f", year_labels=context.year_labels(), signed=True, height=360
    )
    notes = [context.text("算出：転入者数 − 転出者数。"), *_coverage_notes(context, frame)]
    if frame["basis"].nunique() > 1:
        notes.append(context.text("そのため同じ年でも、もとの統計によって転入超過にも転出超過にもなります。"))
    if "register" in set(frame["basis"]):
        notes.append(
            context.text("住民基本台帳の「社会増減」は職権による記載などを含むため、この差とは一致しません。")
        )
    notes += wording.breaks(context, "migration", frame["year"])
    columns = {
        "when": context.text("年"),
        "label": context.text("もとの統計"),
        "in": context.term("in_migrants").titled,
        "out": context.term("out_migrants").titled,
        "value": term.titled,
    }
    return figure("net_migration", title, _net_message(context, frame), picture, frame, columns, context, notes)


def balance(frame: pd.DataFrame) -> pd.DataFrame:
    """In-migrants minus out-migrants where both are known.

    frame : area_code, year, basis, direction (in/out), value -> in, out, value (persons) of each area, basis, year
    """
    keys = ["area_code", "basis", "year"]
    sides = {side: rows.drop(columns=["direction", "age_group"]) for side, rows in frame.groupby("direction")}
    if set(sides) != {"in", "out"}:
        return frame.iloc[:0].assign(**{"in": [], "out": [], "out_source_id": []})
    both = sides["in"].merge(sides["out"], on=keys, suffixes=("", "_out"))
    made_up = (both["status"] == "demo") | (both["status_out"] == "demo")
    return both.assign(
        **{"in": both["value"], "out": both["value_out"]},
        value=both["value"] - both["value_out"],
        status=made_up.map({True: "demo", False: "derived"}),
        out_source_id=both["source_id_out"],
    )


def _net_message(context: Context, frame: pd.DataFrame) -> str:
    rows = frame[frame["basis"] == context.filters.migration_basis]
    if len(rows) < 2:
        return context.text("この期間で比べられる年が2つありません。")
    first, last = rows.iloc[0], rows.iloc[-1]
    return context.text("{source}では、{place}は{first}に{before}、{last}に{after}でした。").format(
        source=_source(context, rows),
        place=context.place(context.home),
        first=context.year(first["year"]),
        before=_excess(context, first["value"]),
        last=context.year(last["year"]),
        after=_excess(context, last["value"]),
    )


def _excess(context: Context, value: float) -> str:
    persons = terms.number(abs(value), context.term("net_migration").format)
    if value == 0:
        return context.text("転入と転出が同数")
    return (context.text("{0}人の転入超過") if value > 0 else context.text("{0}人の転出超過")).format(persons)


def headlines(context: Context) -> list[Headline]:
    """The newest year of the leading basis: the balance, and those who came and left against its first year."""
    moves = queries.migration(context.build, context.filters, (context.home,))
    moves = moves[moves["basis"] == context.filters.migration_basis]
    sides = [
        wording.headline(context, rows, symbol, context.filters.migration_basis)
        for direction, symbol in (("in", IN["all"]), ("out", OUT["all"]))
        if len(rows := moves[moves["direction"] == direction])
    ]
    both = balance(moves)
    return [*([_net_headline(context, both)] if len(both) else []), *sides]


def _net_headline(context: Context, balance: pd.DataFrame) -> Headline:
    term, first, last = context.term("net_migration"), balance.iloc[0], balance.iloc[-1]
    counted = narrative.counted(term)
    label = context.text("{measure} {year}").format(measure=term.name, year=context.year(last["year"]))
    value = terms.number(last["value"], f"+{term.format}") + counted
    name = context.words("basis")[context.filters.migration_basis]
    if first["year"] == last["year"]:
        return Headline(label, value, context.text("比べる年がありません"), name)
    since = context.text("{year}は{value}").format(
        year=context.year(first["year"]), value=terms.number(first["value"], f"+{term.format}") + counted
    )
    return Headline(label, value, since, name)


@called("転入超過率（比較地域）")
def net_rate(context: Context) -> Figure:
    term = context.term("net_migration_rate")
    basis = context.filters.migration_basis
    areas = (context.home, *context.filters.areas)
    frame = per_resident(context, areas, basis)
    own = frame[frame["area_code"] == context.home]
    title = wording.title(context, term, own, context.words("basis")[basis])
    if own.empty:
        return empty("net_migration_rate", title, context)
    ends = wording.with_ends(context, wording.worded(context, frame, term), areas)
    order = list(ends.sort_values(["year", "value"], ascending=False).drop_duplicates("area")["area"])
    moments = list(dict.fromkeys(ends.sort_values("year")["moment"]))
    picture = dumbbell.two_moments(ends, title=term.unit, spec=".0f", order=order, moments=moments, signed=True)
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        "net": context.term("net_migration").titled,
        "residents": context.term("residents").titled,
        "value": term.titled,
    }
    notes = [
        context.text(
            "算出：（転入者数 − 転出者数）÷ 翌年1月1日の住民基本台帳人口 × 1,000。人口が収録していない年は除いています。"
        ),
        context.text("人口の少ない町村は年ごとの振れが大きく、2時点だけで良し悪しは言えません。"),
        *wording.breaks(context, "migration", ends["year"]),
    ]
    message = wording.ranked(context, ends, "net_migration_rate")
    return figure("net_migration_rate", title, message, picture, ends, columns, context, notes)


def per_resident(context: Context, areas: tuple[str, ...], basis: str) -> pd.DataFrame:
    """Net migrants of a year per thousand residents at its end, where both are known."""
    moves = queries.migration(context.build, context.filters, areas)
    moved = balance(moves[moves["basis"] == basis])
    residents = queries.residents(context.build, context.filters, areas)
    at_end = residents.assign(year=residents["year"] - 1)
    both = moved.merge(at_end, on=["area_code", "year"]).rename(columns={"value": "net"})
    return both.assign(value=both["net"] / both["residents"] * 1000)
