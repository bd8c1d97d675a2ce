"""Why births changed: the number of women, their age mix and their fertility, by period, year, pattern and place."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.charts import waterfall
from analytics.city.births_by_cause import CAUSES, PERIOD, STRATEGY, Split, basis_of, split
from analytics.database import queries
from analytics.figures import Figure, empty, figure
from analytics.figures.choices import COUNTED
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.words import narrative, terms


def sentence(context: Context) -> str:
    """Why the strategy's two figures differ; empty where it cannot be said."""
    found = split(context, context.home, STRATEGY)
    return _told(context, found, STRATEGY) if found else ""


@called("出生数の増減の要因", COUNTED, needed=1)
def by_cause(context: Context, count: str) -> Figure:
    """count : "strategy" its two figures, "period" the chosen basis in the chosen period"""
    key = "births_split"
    term, basis = context.term("births_change"), basis_of(context.filters, count)
    found = split(context, context.home, count)
    title = _title(context, term, found, basis)
    if found is None:
        return empty(key, title, context, _cannot(context))
    parts = found.totals
    first, last = (float(found.births.iloc[end]) for end in (0, -1))
    levels = np.cumsum([first, *parts.values()])
    words, years = context.words("cause"), [context.year(year) for year in found.births.index[[0, -1]]]
    births = context.term("births")
    frame = pd.DataFrame(
        {
            "slot": [years[0], *words.values(), years[1]],
            "start": [0, *levels[:-1], 0],
            "end": [*levels, last],
            "value": [first, *parts.values(), last],
        }
    )
    signed = [births.format, *[f"+{births.format}"] * len(parts), births.format]
    texts = [terms.number(value, spec) for value, spec in zip(frame["value"], signed, strict=True)]
    frame = frame.assign(text=texts, status="derived")
    picture = waterfall.waterfall(frame, title=births.unit, spec=births.format)
    columns = {"slot": context.text("内訳"), "value": births.titled}
    notes = _notes(context, basis, found)
    return figure(key, title, _told(context, found, count), picture, frame, columns, context, notes, found.sources)


@called("出生数の増減の要因（年ごと）")
def by_year(context: Context) -> Figure:
    key = "births_split_by_year"
    term, basis = context.term("births_change"), context.filters.leading_basis
    found = split(context, context.home, PERIOD)
    title = _title(context, term, found, basis, context.text("年ごと"))
    if found is None:
        return empty(key, title, context, _cannot(context))
    frame = _long(context, found.steps.assign(slot=[context.row(year) for year in found.steps["year"]]), term)
    worst = found.steps.loc[found.steps["change"].idxmin()]
    message = context.text("減り方が最も大きいのは{year}で、前の値から{change}人です。").format(
        year=context.year(worst["year"]), change=terms.number(worst["change"], term.format)
    )
    chance = np.sqrt(found.births.iloc[:-1].mean() + found.births.iloc[1:].mean())
    notes = [
        context.text("1年ごとの差は、何も変わらなくても偶然だけで標準偏差{0}人ほど揺れます。").format(
            f"{chance:.0f}"
        ),
        context.text("各行はその年の値と、1つ前に値のある年との差の内訳です。合計すると期間全体の内訳になります。"),
        *_notes(context, basis, found),
    ]
    return _compared(context, key, title, message, frame, context.text("年"), notes, found.sources)


@called("出生数の増減の要因（年齢の分布も分ける）", COUNTED, needed=1)
def by_pattern(context: Context, count: str) -> Figure:
    """How far the parts depend on the age pattern and on the way through the years."""
    key = "births_split_by_pattern"
    term, basis = context.term("births_change"), basis_of(context.filters, count)
    splits = {
        area: split(context, context.home, count, area)
        for area in filter(None, (context.country, context.prefecture))
    }
    title = _title(context, term, next(iter(splits.values()), None), basis, context.text("年齢の型による違い"))
    if not splits or not all(splits.values()):
        return empty(key, title, context, _cannot(context))
    rows = pd.DataFrame(
        [
            {"slot": context.text("{0}の型").format(context.place(area)), **each.steps[CAUSES].sum()}
            for area, each in splits.items()
        ]
    )
    frame = _long(context, rows, term)
    low, high = rows["rates"].max(), rows["rates"].min()
    message = context.text(
        "年齢別出生率による変化は、どの年齢の型を当てはめるかによって{low}人から{high}人までの幅があります。"
    ).format(low=terms.number(low, term.format), high=terms.number(high, term.format))
    own = context.text(
        "{place}の母の年齢別出生数は収録していないため、ほかの地域の年齢の型を、出生数に合うように伸縮しています。"
    ).format(place=context.place(context.home))
    notes = [own, *(_pattern_years(context, area) for area in splits)]
    sources = sorted({source for each in splits.values() for source in each.sources})
    return _compared(context, key, title, message, frame, context.text("年齢の型"), notes, sources)


@called("出生数の増減の要因（比較地域）")
def by_area(context: Context) -> Figure:
    """The same split for every place whose women by age are known at two counts around the period."""
    key = "births_split_by_area"
    term, basis = context.term("births_change_share"), context.filters.leading_basis
    places = (context.home, *context.filters.areas)
    own = split(context, context.home, PERIOD)
    splits = {area: split(context, area, PERIOD, years=own.births.index) for area in places} if own else {}
    known = {area: each for area, each in splits.items() if each and len(each.births) == len(own.births)}
    title = _title(context, term, known.get(context.home), basis, context.text("地域別"))
    if context.home not in known:
        return empty(key, title, context, _cannot(context))
    rows = [
        {"slot": context.place(area), **(each.steps[CAUSES].sum() / each.births.iloc[0] * 100)}
        for area, each in known.items()
    ]
    frame = _long(context, pd.DataFrame(rows), term)
    missing = [context.place(area) for area in places if area not in known]
    notes = [_method(context)]
    if missing:
        notes.append(
            context.text("{0}は、女性の年齢別人口が期間の前後でそろわないため、分けられません。").format(
                context.listed(missing)
            )
        )
    message = _area_message(context, rows)
    sources = sorted({source for each in known.values() for source in each.sources})
    return _compared(context, key, title, message, frame, context.text("地域"), notes, sources)


def _area_message(context: Context, rows: list[dict]) -> str:
    words = context.words("cause")
    told = [
        context.text("{place}は{rates}が{value}%").format(
            place=row["slot"], rates=words["rates"], value=terms.number(row["rates"], "+.1f")
        )
        for row in rows
    ]
    return context.text("最初の年の出生数に対して、{0}です。").format(context.listed(told))


def _compared(
    context: Context,
    key: str,
    title: str,
    message: str,
    frame: pd.DataFrame,
    slot: str,
    notes: list[str],
    sources: Sequence[str],
) -> Figure:
    """slot : what the rows are, in words"""
    term = context.term("births_change_share" if key.endswith("area") else "births_change")
    causes = list(context.words("cause").values())
    picture = waterfall.parts(frame, title=term.unit, spec=term.format, causes=causes)
    columns = {"slot": slot, "cause": context.text("要因"), "value": term.titled}
    return figure(key, title, message, picture, frame, columns, context, notes, sources)


def _long(context: Context, rows: pd.DataFrame, term: terms.Term) -> pd.DataFrame:
    frame = rows.melt("slot", CAUSES, "cause").assign(
        cause=lambda found: found["cause"].map(context.words("cause"))
    )
    order = {slot: place for place, slot in enumerate(rows["slot"])}
    frame = frame.sort_values("slot", key=lambda slots: slots.map(order), kind="stable", ignore_index=True)
    return frame.assign(text=[terms.number(value, term.format) for value in frame["value"]], status="derived")


def _title(context: Context, term: terms.Term, found: Split | None, basis: str, detail: str = "") -> str:
    period = context.period(found.births.index) if found else ""
    when = context.text("{0}年").format(period) if period else ""
    return context.text("{place}の{name}（{inside}）").format(
        place=context.place(context.home),
        name=term.name,
        inside=context.listed((term.unit, when, context.words("basis")[basis], detail)),
    )


def _told(context: Context, found: Split, count: str) -> str:
    words = context.words("cause")
    return narrative.causes(
        context.place(context.home),
        context.term("births"),
        context.year(found.births.index[0]),
        context.year(found.births.index[-1]),
        {words[cause]: part for cause, part in found.totals.items()},
        context.lang,
        source=context.words("basis")[basis_of(context.filters, count)],
    )


def _notes(context: Context, basis: str, found: Split) -> list[str]:
    notes = [_method(context)]
    if basis == "vital":
        notes.append(context.text("出生数は日本人、女性の数は外国人を含むため、率の水準はその分だけ低めに出ます。"))
    if basis == STRATEGY:
        notes.append(
            context.text("総合戦略の2つの値は、もとの統計が書かれていないため、この内訳も2時点の比較に限ります。")
        )
    if (found.births.index.to_series().diff().dropna() > 1).any() and basis != STRATEGY:
        notes.append(context.text("値のない年をまたぐ区間は、前後の年だけで分けています。"))
    return notes


def _method(context: Context) -> str:
    return context.text(
        "算出：出生数＝女性の数×年齢構成×年齢別出生率とし、3要因の寄与を Das Gupta の方法で過不足なく分けたもの。"
        "女性は国勢調査と2025年の住民基本台帳の間を世代ごとに直線でつなぎ、出生率は全国の年齢の型を市の出生数に合わせています。"
    )


def _pattern_years(context: Context, area: str) -> str:
    years = queries.asfr(context.build, context.filters, area)["year"].drop_duplicates().astype(str)
    return context.text("{place}の型は{years}年の公表値から作り、間の年は直線でつないでいます。").format(
        place=context.place(area), years=context.listed(years)
    )


def _cannot(context: Context) -> str:
    return context.text(
        "この条件では、出生数と女性の年齢別人口がともに分かる年が2つありません。期間かもとの統計を変えてください。"
    )
