"""Births: the series by basis, TFR, marriages, births per woman, and the neighbours on one index."""

import pandas as pd

from analytics.charts import bars, dumbbell, multiples, series
from analytics.database import queries
from analytics.demography import fertility
from analytics.figures import Figure, Headline, empty, figure, wording
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.statistics import benchmark
from analytics.words import narrative, terms

DRAWN = ["strategy", "vital", "register", "pref_survey"]


def sentence(context: Context) -> str:
    """The page's message: the strategy's two figures, whatever the filters leave of the other bases."""
    whole = queries.births(
        context.build, context.filters._replace(first_year=1900, last_year=2100), (context.home,)
    )
    rows = whole[whole["basis"] == "strategy"]
    return wording.told(context, rows, "births", source=context.words("basis")["strategy"])


def headlines(context: Context) -> list[Headline]:
    """The strategy's change, the latest year of the chosen basis, the latest TFR and marriages."""
    births = queries.births(context.build, context.filters, (context.home,))
    basis = context.filters.leading_basis
    tfr = queries.fertility(context.build, context.filters, (context.home,))
    marriages = queries.marriages(context.build, context.filters, (context.home,))
    candidates = [
        (births[births["basis"] == "strategy"], "births", "strategy"),
        (births[births["basis"] == basis], "births", basis),
        (tfr[tfr["basis"] == "pref_health"], "tfr", "pref_health"),
        (marriages, "marriages", "vital"),
    ]
    return [wording.headline(context, *candidate) for candidate in candidates if len(candidate[0])]


@called("出生数")
def by_basis(context: Context) -> Figure:
    term = context.term("births")
    frame = queries.births(context.build, context.filters, (context.home,))
    wanted = DRAWN if context.filters.basis == "all" else ["strategy", context.filters.basis]
    frame = wording.ordered(frame[frame["basis"].isin(wanted)], wanted)
    title = wording.title(context, term, frame, context.text("統計別"))
    if frame.empty:
        return empty("births_by_basis", title, context)
    frame = wording.shortened(context, wording.worded(context, frame, term))
    picture = series.by_basis(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels(), height=340)
    notes = [
        context.text("統計ごとに数える範囲が違うため、線は統計をまたいでつながず、公表のない年は空けています。"),
        context.text("◇は総合戦略に書かれた2時点の値で、どの統計とも一致しません。"),
        *wording.demo_notes(context, frame),
        *wording.breaks(context, "births", frame["year"]),
    ]
    told = [
        wording.told(context, rows, "births", source=context.words("basis")[basis])
        for basis, rows in frame.groupby("basis", sort=False)
        if basis == context.filters.leading_basis
    ]
    message = context.sentences(told) or sentence(context)
    columns = {"when": context.text("年"), "label": context.text("もとの統計"), "value": term.titled}
    return figure("births_by_basis", title, message, picture, frame, columns, context, notes)


@called("合計特殊出生率")
def tfr(context: Context) -> Figure:
    term = context.term("tfr")
    areas = (context.home, context.prefecture, context.country)
    frame = queries.fertility(context.build, context.filters, areas)
    like = dict(zip(areas, ("pref_health", "pref_health", "vital"), strict=True))
    frame = frame[frame["basis"] == frame["area_code"].map(like)]
    first = frame.loc[frame["area_code"] == context.home, "year"].min()
    frame = frame[frame["year"] >= first]
    title = wording.title(context, term, frame, context.text("{areas}との比較").format(areas=_wider(context)))
    if frame.empty:
        return empty("tfr", title, context)
    frame = wording.placed(context, wording.worded(context, frame, term), areas)
    picture = series.by_area(frame, title=term.unit, spec=".2f", year_labels=context.year_labels())
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        "label": context.text("もとの統計"),
        "value": term.titled,
    }
    notes = [
        context.text(
            "{places}は県の衛生統計年報、全国は人口動態統計の値です。統計の作り方が違うため、全国は参考です。"
        ).format(places=context.listed(map(context.place, filter(None, areas[:2]))))
    ]
    return figure("tfr", title, _tfr_message(context, frame, term), picture, frame, columns, context, notes)


def _wider(context: Context) -> str:
    """The prefecture and the nation, the nation alone where no prefecture is loaded."""
    if not context.prefecture:
        return context.text("全国")
    return context.text("{prefecture}・全国").format(prefecture=context.place(context.prefecture))


def _tfr_message(context: Context, frame: pd.DataFrame, term: terms.Term) -> str:
    wide = frame.pivot_table(index="year", columns="area_code", values="value")
    shared = wide.reindex(columns=[context.home, context.prefecture]).dropna()
    if shared.empty:
        return wording.told(context, frame[frame["home"]], "tfr")
    last = shared.iloc[-1]
    others = {context.place(context.prefecture): last[context.prefecture]}
    home = context.home
    return narrative.compared(
        context.place(home), term, context.year(shared.index[-1]), last[home], others, context.lang
    )


@called("婚姻件数")
def marriages(context: Context) -> Figure:
    term = context.term("marriages")
    frame = queries.marriages(context.build, context.filters, (context.home,))
    title = wording.title(context, term, frame, context.words("basis")["vital"])
    if frame.empty:
        return empty("marriages", title, context)
    frame = wording.worded(context, frame, term).assign(slot=frame["year"].map(context.slot))
    picture = bars.yearly(frame, title=term.unit, spec=",.0f")
    columns = {"when": context.text("年"), "label": context.text("もとの統計"), "value": term.titled}
    return figure("marriages", title, wording.told(context, frame, "marriages"), picture, frame, columns, context)


@called("婚姻件数と離婚件数の動き")
def couples(context: Context) -> Figure:
    """Marriages and divorces by year, each with its first year as 100: they differ too much in number for one scale."""
    events = {"marriages": context.text("婚姻件数"), "divorces": context.text("離婚件数")}
    rows = queries.couples(context.build, context.filters, (context.home,)).rename(columns={"value": "couples"})
    frame = benchmark.index(rows, value="couples", by="event").rename(columns={"index": "value"})
    term = context.term("births_index")._replace(name=context.text("婚姻件数と離婚件数の指数"))
    title = wording.title(context, term, frame, context.words("basis")["vital"])
    if frame["year"].nunique() < 2 or frame["event"].nunique() < len(events):
        return empty("couples", title, context)
    frame = wording.worded(context, frame, term).assign(area=frame["event"].map(events), home=True)
    picture = multiples.lines(frame, title=term.unit, year_labels=context.year_labels())
    columns = {
        "when": context.text("年"),
        "area": context.text("届出"),
        "couples": context.text("件数（組）"),
        "value": term.titled,
    }
    last = frame[frame["year"] == frame["year"].max()].set_index("event")["value"]
    message = context.text("{base}を100とすると、{year}の婚姻は{marriages}、離婚は{divorces}です。").format(
        base=context.year(frame["base_year"].iloc[0]),
        year=context.year(frame["year"].max()),
        **{event: terms.number(value, term.format) for event, value in last.items()},
    )
    return figure("couples", title, message, picture, frame, columns, context)


@called("女性1人あたりの出生")
def per_woman(context: Context) -> Figure:
    term = context.term("general_fertility_rate")
    areas = (context.home, *context.filters.areas)
    frame = queries.births_and_women(context.build, context.filters, areas)
    frame = frame.assign(value=fertility.general_fertility_rate(frame["births"], frame["women"]))
    frame = frame.assign(status="derived", basis="register")
    title = wording.title(context, term, frame, context.text("女性の数が分かる年"))
    if frame.empty:
        return empty("births_per_woman", title, context)
    frame = wording.placed(context, wording.worded(context, frame, term), areas)
    years = sorted(frame["year"].unique())
    ends = frame[frame["year"].isin([years[0], years[-1]])].assign(
        moment=lambda rows: rows["when"], first=lambda rows: rows["year"] == years[0]
    )
    order = list(ends[ends["year"] == years[-1]].sort_values("value", ascending=False)["area"])
    moments = list(dict.fromkeys(ends.sort_values("year")["moment"]))
    picture = dumbbell.two_moments(ends, title=term.unit, spec=".0f", order=order, moments=moments)
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        "births": context.term("births").titled,
        "women": context.term("women_15_49").titled,
        "value": term.titled,
    }
    notes = [
        context.text(
            "算出：住民基本台帳の出生数 ÷ 15〜49歳の女性 × 1,000。"
            "女性は国勢調査（10月1日）か翌年1月1日の住民基本台帳の数で、年によって時点と範囲が違います。"
        )
    ]
    home = ends[ends["home"]].sort_values("year")
    message = wording.told(context, home, "general_fertility_rate")
    return figure("births_per_woman", title, message, picture, ends, columns, context, notes)


@called("出生数（比較地域、最初の年＝100）")
def indexed(context: Context) -> Figure:
    term = context.term("births_index")
    basis = context.filters.leading_basis
    areas = (context.home, *context.filters.areas)
    births = queries.births(context.build, context.filters, areas)
    frame = benchmark.index(births[births["basis"] == basis]).rename(columns={"value": "births", "index": "value"})
    title = wording.title(context, term, frame, context.words("basis")[basis])
    if frame["year"].nunique() < 2 or context.home not in set(frame["area_code"]):
        return empty("births_index", title, context)
    frame = wording.placed(context, wording.worded(context, frame, term), areas)
    picture = series.by_area(
        frame, title=term.unit, spec=".0f", year_labels=context.year_labels(), reference=100, height=270
    )
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        "births": context.term("births").titled,
        "value": term.titled,
    }
    last = frame[frame["year"] == frame["year"].max()]
    value = float(last.loc[last["home"], "value"].iloc[0])
    message = narrative.ranked(
        context.place(context.home),
        context.year(frame["base_year"].iloc[0]),
        context.year(frame["year"].max()),
        value,
        [float(other) for other in last.loc[~last["home"], "value"]],
        context.lang,
    )
    note = context.text("小さな町村は年ごとの振れが大きく、指数だけで良し悪しは言えません。")
    return figure("births_index", title, message, picture, frame, columns, context, [note])
