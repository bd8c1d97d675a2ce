"""Neighbours beside what chance alone would do: rates of migration against population, with control limits."""

import pandas as pd

from analytics.charts import funnel as chart
from analytics.database import queries
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.choices import worded
from analytics.figures.context import Context
from analytics.figures.migration import migration
from analytics.figures.registry import called
from analytics.statistics import funnel
from analytics.words import narrative, terms

TERMS = {
    "net": "net_migration_rate",
    "in": "in_migration_rate",
    "out": "out_migration_rate",
    "births": "birth_rate",
    "deaths": "death_rate",
}
COUNTED = {"net": ["in", "out"], "in": ["in"], "out": ["out"], "births": ["births"], "deaths": ["deaths"]}
EVENTS = {"in": "in_migrants", "out": "out_migrants", "births": "births", "deaths": "deaths"}
LEVELS = {"inner": "95%", "outer": "99.8%"}
VITAL = ("births", "deaths")
WIDER = ("country", "prefecture")
THOUSAND = 1000


@called("転入・転出の率（比較地域、偶然の範囲）", worded("flow"))
def against_chance(context: Context, flow: str = "net") -> Figure:
    """flow : a key of TERMS"""
    term, frame = context.term(TERMS[flow]), _newest(context, flow)
    basis = frame["basis"].iloc[0] if len(frame) else context.filters.migration_basis
    period = context.text("{0}年").format(frame["year"].iloc[0]) if len(frame) else ""
    title = context.text("{place}と近隣の{measure}（{inside}）").format(
        place=context.place(context.home),
        measure=term.name,
        inside=context.listed((term.unit, period, context.words("basis")[basis])),
    )
    if len(frame) < 2 or not frame[COUNTED[flow]].to_numpy().any():
        return empty("migration_funnel", title, context, _too_few(context))
    size = frame["residents"] / THOUSAND
    found = funnel.funnel([frame[way] / size for way in COUNTED[flow]], size)
    drawn = _worded(context, frame.join(found.places), term)
    picture = chart.funnel(
        drawn,
        found.curve.assign(denominator=found.curve["denominator"] * THOUSAND, basis=drawn["basis"].iloc[0]),
        title=term.unit,
        across=context.text("人口（人、対数目盛）"),
        spec=".0f",
        levels={name: context.text("{0}の範囲").format(level) for name, level in LEVELS.items()},
        centre=context.text("全体 {0}").format(terms.number(drawn["centre"].iloc[0], term.format)),
        signed=flow == "net",
    )
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        **{way: context.term(EVENTS[way]).titled for way in COUNTED[flow]},
        "residents": context.term("residents").titled,
        "value": term.titled,
        **{f"range_{name}": context.text("{0}の範囲").format(level) for name, level in LEVELS.items()},
    }
    notes = _notes(context, drawn, flow, found.dispersion)
    return figure(
        "migration_funnel", title, _message(context, drawn, term), picture, drawn, columns, context, notes
    )


def _too_few(context: Context) -> str:
    return context.text(
        "この条件では、転入・転出と人口がそろう市町村が2つありません。比較地域・もとの統計・期間を変えてください。"
    )


def _day(context: Context, frame: pd.DataFrame) -> str:
    return context.date(pd.Timestamp(int(frame["year"].iloc[0]) + 1, 1, 1))


def _newest(context: Context, flow: str) -> pd.DataFrame:
    """The city and the municipalities chosen, in the newest year that the city has on the chosen basis.

    Births and deaths are those of the register, which alone counts them among the residents it divides by.
    """
    kinds = queries.areas(context.build).set_index("area_code")["kind"]
    areas = (context.home, *context.filters.areas)
    municipalities = tuple(area for area in areas if kinds[area] not in WIDER)
    if flow in VITAL:
        found = queries.comparison(context.build, context.filters, municipalities)
        found = found[found["measure"] == TERMS[flow]].assign(basis="register", status="derived")
        found["year"] -= 1
        return found.rename(columns={"persons": flow}).reset_index(drop=True)
    rates = migration.per_resident(context, municipalities, context.filters.migration_basis)
    rates = rates[rates["residents"] > 0].drop(columns="value")
    own = rates.loc[rates["area_code"] == context.home, "year"]
    return rates[rates["year"] == own.max()].reset_index(drop=True)


def _worded(context: Context, frame: pd.DataFrame, term: terms.Term) -> pd.DataFrame:
    """With words, and where each place stands: low, high, or nowhere of note."""
    ranges = {
        f"range_{name}": [
            context.text("{low}〜{high}").format(
                low=terms.number(low, term.format), high=terms.number(high, term.format)
            )
            for low, high in zip(frame[f"low_{name}"], frame[f"high_{name}"], strict=True)
        ]
        for name in LEVELS
    }
    named = wording.placed(
        context, frame.assign(value=frame["rate"], denominator=frame["residents"]), _order(context)
    )
    return named.assign(
        **{name: pd.Series(words, frame.index) for name, words in ranges.items()},
        when=named["year"].map(context.year),
        text=[terms.number(value, term.format) for value in named["value"]],
        outside=_outside(named, "inner"),
        far=_outside(named, "outer") != "",
    )


def _order(context: Context) -> tuple[str, ...]:
    return (context.home, *context.filters.areas)


def _outside(frame: pd.DataFrame, name: str) -> pd.Series:
    """ "high", "low" or "" by the limits of that name."""
    slack = 1e-9
    side = pd.Series("", frame.index).mask(frame["value"] > frame[f"high_{name}"] + slack, "high")
    return side.mask(frame["value"] < frame[f"low_{name}"] - slack, "low")


def _message(context: Context, drawn: pd.DataFrame, term: terms.Term) -> str:
    """The city's rate, who lies outside the limits, and that the others cannot be told apart."""
    home = drawn[drawn["home"]].iloc[0]
    said = [
        context.text("{when}の{place}の{measure}は{value}です。").format(
            when=home["when"], place=home["area"], measure=_inside(context, term), value=home["text"]
        )
    ]
    sides = {
        "high": context.text("95%の範囲を上に外れるのは{0}です。"),
        "low": context.text("95%の範囲を下に外れるのは{0}です。"),
    }
    for side, template in sides.items():
        if (drawn["outside"] == side).any():
            said.append(template.format(_listed(context, drawn[drawn["outside"] == side])))
    within = drawn[drawn["outside"] == ""]
    return context.sentences([*said, _rest(context, drawn, within)])


def _inside(context: Context, term: terms.Term) -> str:
    return term.name if context.lang == "ja" else narrative.lower_first(term.name)


def _listed(context: Context, rows: pd.DataFrame) -> str:
    far = context.text("{place}（{rate}、99.8%の範囲も外）")
    near = context.text("{place}（{rate}）")
    return context.listed(
        (far if row.far else near).format(place=row.area, rate=row.text) for row in rows.itertuples()
    )


def _rest(context: Context, drawn: pd.DataFrame, within: pd.DataFrame) -> str:
    if len(within) < 2:
        return ""
    facts = {"count": len(within), "place": context.place(context.home)}
    if not within["home"].any():
        return context.text("ほかの{count}市町村には、互いに明らかな差はありません。").format(**facts)
    if len(within) == len(drawn):
        return context.text(
            "{place}を含む{count}市町村はどれも95%の範囲に収まり、互いに明らかな差はありません。"
        ).format(**facts)
    return context.text("{place}を含む残りの{count}市町村には、互いに明らかな差はありません。").format(**facts)


def _notes(context: Context, drawn: pd.DataFrame, flow: str, factor: float) -> list[str]:
    formula = {
        "net": context.text("算出：（転入者数 − 転出者数）÷ {0}の住民基本台帳人口 × 1,000。"),
        "in": context.text("算出：転入者数 ÷ {0}の住民基本台帳人口 × 1,000。"),
        "out": context.text("算出：転出者数 ÷ {0}の住民基本台帳人口 × 1,000。"),
        "births": context.text("算出：出生数 ÷ {0}の住民基本台帳人口 × 1,000。"),
        "deaths": context.text("算出：死亡数 ÷ {0}の住民基本台帳人口 × 1,000。年齢構成は調整していません。"),
    }
    said = [
        formula[flow].format(_day(context, drawn)),
        context.text(
            "範囲は、どの市町村も全体と同じ率だとしたときに、偶然で動きうる幅です。"
            "人口が少ないほど広く、{count}市町村あれば偶然だけで1つが95%の範囲を外れることは珍しくありません。"
        ).format(count=len(drawn)),
    ]
    if factor > 1:
        said.append(
            context.text(
                "市町村の間の散らばりは、1人ずつばらばらに動くとした偶然の{0}倍（分散）あるため、範囲をその分広げています。"
            ).format(terms.number(factor, ".1f"))
        )
    return said
