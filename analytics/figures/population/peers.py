"""The city beside its peers on common scales: rates against the prefecture's, and indices over the years."""

import pandas as pd

from analytics.charts import multiples
from analytics.database import queries
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.choices import listed, worded
from analytics.figures.context import Context
from analytics.figures.population import neighbours
from analytics.figures.registry import called
from analytics.filters import Filters
from analytics.statistics import benchmark
from analytics.words import narrative, terms

PEERS = listed("peers.choices")

MEASURES = (
    "birth_rate",
    "death_rate",
    "in_migration_rate",
    "out_migration_rate",
    "share_young_women",
    "share_children",
    "share_older",
    "share_foreign",
)
PER = {"rate": 1000, "share": 100}
WIDER = ("country", "prefecture")


def choices(context: Context) -> dict[str, str]:
    """{code: words} of the sets of peers: those of the data that have members, the neighbours, and those that always are."""
    sets = queries.peer_sets(context.build).drop_duplicates("peer_set")
    named = dict(zip(sets["peer_set"], sets[f"name_{context.lang}"], strict=True))
    offered = named | context.words("peers")
    always = ("loaded", "chosen")
    return {code: words for code, words in offered.items() if code in always or chosen(context, code).areas}


def chosen(context: Context, peers: str) -> Filters:
    """The filters with a set of peers as areas. peers : a key of `choices`"""
    areas, sets = queries.areas(context.build), queries.peer_sets(context.build)
    among = {
        "neighbours": areas["is_neighbour"],
        "loaded": pd.Series(True, areas.index),
        "chosen": areas["area_code"].isin(context.filters.areas),
    }
    members = areas["area_code"].isin(sets.loc[sets["peer_set"] == peers, "area_code"])
    places = ~areas["kind"].isin(WIDER) & (areas["area_code"] != context.home)
    return context.filters._replace(areas=tuple(areas.loc[among.get(peers, members) & places, "area_code"]))


def sentence(context: Context, peers: str) -> str:
    """In what the city lies highest and lowest against the prefecture, and which measure sets it apart from its peers."""
    frame = _compared(context, peers)
    own = frame[frame["home"]].sort_values("relative")
    if len(own) < 2:
        return context.text("県や全国と比べられる値がありません。")
    low, high = own.iloc[0], own.iloc[-1]
    inside = {row["measure"]: _inside(context, row["name"]) for _, row in own.iterrows()}
    said = context.text(
        "{yardstick}を100とすると、{place}は{high}が{high_value}と最も高く、{low}が{low_value}と最も低くなっています。"
    ).format(
        yardstick=context.place(context.yardstick),
        place=context.place(context.home),
        high=inside[high["measure"]],
        high_value=terms.number(high["relative"], ".0f"),
        low=inside[low["measure"]],
        low_value=terms.number(low["relative"], ".0f"),
    )
    return context.sentences((said, _extremes(context, frame)))


@called("比べる市町村との違い", PEERS, needed=1)
def standing(context: Context, peers: str) -> Figure:
    term = _relative(context)
    frame = _compared(context, peers)
    year = frame["year"].iloc[0] if len(frame) else None
    title = context.text("{place}と{peers}の主な率と割合（{inside}）").format(
        place=context.place(context.home),
        peers=choices(context)[peers],
        inside=context.listed((term.unit, context.year(year, "jan1") if year else "")),
    )
    if not frame["home"].any():
        return empty("peers_standing", title, context)
    drawn = frame.assign(value=frame["relative"], text=frame["relative_text"], basis="register", status="derived")
    picture = multiples.relative(drawn, title=term.unit)
    columns = {
        "titled": context.text("項目"),
        "area": context.text("地域"),
        "rate_text": context.text("率・割合"),
        "persons": context.text("該当する人（人）"),
        "residents": context.term("residents").titled,
        "value": term.titled,
    }
    notes = [
        context.text(
            "すべて住民基本台帳（外国人を含む）で、分母は{when}現在の人口です。出生・死亡・転入・転出はその前年の数です。"
        ).format(when=context.year(year, "jan1")),
        context.text("○は比べた市町村で、小さな町村の率は年ごとに大きく揺れます。目盛りは対数です。"),
        context.text("出生率と死亡率は年齢構成の違いを調整していません。"),
    ]
    return figure("peers_standing", title, sentence(context, peers), picture, drawn, columns, context, notes)


@called("率（比べる市町村、偶然の範囲）", PEERS, worded("vital_flow"), needed=2)
def against_chance(context: Context, peers: str, flow: str) -> Figure:
    """flow : as in neighbours.against_chance"""
    return neighbours.against_chance(context._replace(filters=chosen(context, peers)), flow)


@called("出生数（比べる市町村）", PEERS, needed=1)
def births(context: Context, peers: str) -> Figure:
    basis = context.filters.leading_basis
    rows = queries.births(context.build, context.filters, _areas(context, peers))
    return _over_time(context, peers, rows[rows["basis"] == basis], "births", "births_index", basis)


@called("人口（比べる市町村）", PEERS, needed=1)
def population(context: Context, peers: str) -> Figure:
    rows = queries.residents(context.build, context.filters, _areas(context, peers))
    rows = rows[rows["year"].between(context.filters.first_year, context.filters.last_year)]
    rows = rows.rename(columns={"residents": "value", "residents_source_id": "source_id"}).assign(
        status="published"
    )
    return _over_time(context, peers, rows.assign(basis="register"), "residents", "population_index", "register")


def _over_time(context: Context, peers: str, rows: pd.DataFrame, counted: str, symbol: str, basis: str) -> Figure:
    term, key = context.term(symbol), f"peers_{symbol}"
    frame = benchmark.index(rows).rename(columns={"value": "persons", "index": "value"})
    detail = context.listed([choices(context)[peers], context.words("basis")[basis]])
    title = wording.title(context, term, frame, detail)
    if frame["year"].nunique() < 2 or context.home not in set(frame["area_code"]):
        return empty(key, title, context)
    named = wording.placed(context, wording.worded(context, frame, term), _areas(context, peers))
    last = named[named["year"] == named["year"].max()].sort_values("value", ascending=False)
    order = {area: place for place, area in enumerate(last["area"])}
    drawn = named[named["area"].isin(order)].sort_values(
        ["area", "year"], key=lambda column: column.map(order) if column.name == "area" else column
    )
    picture = multiples.lines(drawn, title=term.unit, year_labels=context.year_labels())
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        "persons": context.term(counted).titled,
        "value": term.titled,
    }
    note = context.text(
        "{year}を100とし、どの地域も同じ目盛りで描いています。点線は100です。最後の値の大きい順に並べています。"
    ).format(year=context.year(drawn["base_year"].iloc[0]))
    home = last.loc[last["home"], "value"].iloc[0]
    message = context.text("{base}を100とすると、{year}の{place}は{value}、{prefecture}は{other}です。").format(
        base=context.year(drawn["base_year"].iloc[0]),
        year=context.year(last["year"].iloc[0]),
        place=context.place(context.home),
        value=terms.number(home, term.format),
        prefecture=context.place(context.yardstick),
        other=_of(last, context.yardstick, term.format),
    )
    return figure(key, title, message, picture, drawn, columns, context, [note])


def _of(rows: pd.DataFrame, area: str, spec: str) -> str:
    found = rows.loc[rows["area_code"] == area, "value"]
    return terms.number(found.iloc[0] if len(found) else None, spec)


def _areas(context: Context, peers: str) -> tuple[str, ...]:
    return (context.home, *chosen(context, peers).areas, *filter(None, [context.yardstick]))


def _relative(context: Context) -> terms.Term:
    """The term of an index against the yardstick, which its unit names."""
    yardstick = context.yardstick
    unit = context.text("{place}＝100").format(place=context.place(yardstick)) if yardstick else ""
    return context.term("relative")._replace(unit=unit)


def _compared(context: Context, peers: str) -> pd.DataFrame:
    """Every measure of the city and its peers in words, with its index against the prefecture, in order of MEASURES.

    -> area_code, area, home, measure, name, titled (with its unit), row, rate_text, persons, residents, year, relative, relative_text, sources
    """
    filters, yardstick = context.filters, context.yardstick
    found = queries.comparison(context.build, filters, _areas(context, peers))
    factor = found["measure"].map(lambda measure: PER["share" if measure.startswith("share") else "rate"])
    found = found.assign(value=found["persons"] / found["residents"] * factor)
    found = found.assign(relative=benchmark.relative(found, yardstick))
    spoken = {measure: context.term(measure) for measure in MEASURES}
    found = found.assign(
        name=found["measure"].map({measure: term.name for measure, term in spoken.items()}),
        titled=found["measure"].map({measure: term.titled for measure, term in spoken.items()}),
        rate_text=[
            terms.number(value, spoken[measure].format)
            for value, measure in zip(found["value"], found["measure"], strict=True)
        ],
        relative_text=[terms.number(value, ".0f") for value in found["relative"]],
        area=found["area_code"].map(context.places()),
        home=found["area_code"] == filters.home,
    )
    whole = found.pivot(index="measure", columns="area_code", values="rate_text").reindex(
        columns=[filters.home, yardstick]
    )
    rows = {
        measure: context.text("{name}|{own}（{prefecture} {other}）").format(
            name=spoken[measure].titled,
            own=whole.at[measure, filters.home],
            prefecture=context.place(yardstick),
            other=whole.at[measure, yardstick],
        )
        for measure in whole.dropna().index
    }
    found = found[found["measure"].isin(rows) & (found["area_code"] != yardstick)]
    found = found.assign(row=found["measure"].map(rows), ends=found["measure"].map(_ends(context, found)))
    rank = {measure: place for place, measure in enumerate(MEASURES)}
    return found.sort_values("measure", key=lambda codes: codes.map(rank), kind="stable", ignore_index=True)


def _inside(context: Context, name: str) -> str:
    return name if context.lang == "ja" else narrative.lower_first(name)


def _ends(context: Context, frame: pd.DataFrame) -> dict[str, str]:
    """{measure: which of the peers has the lowest value and which the highest}; nothing without peers."""
    peers = frame[~frame["home"]].sort_values("value")
    said = context.text("最低 {low}・最高 {high}")
    return {
        measure: said.format(low=rows["area"].iloc[0], high=rows["area"].iloc[-1])
        for measure, rows in peers.groupby("measure")
    }


def _extremes(context: Context, frame: pd.DataFrame) -> str:
    """The measures in which no peer lies above, or below, the city."""
    said = []
    for side, text in (
        ("max", context.text("比べた市町村の中で最も高いのは{0}です。")),
        ("min", context.text("比べた市町村の中で最も低いのは{0}です。")),
    ):
        ends = frame.groupby("measure")["relative"].transform(side)
        names = frame.loc[frame["home"] & (frame["relative"] == ends), "name"]
        if len(names) and frame["area_code"].nunique() > 1:
            said.append(text.format(context.listed(_inside(context, name) for name in names)))
    return context.sentences(said)
