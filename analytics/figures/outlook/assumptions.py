"""What a projection of the city rests on, part by part, in words."""

from typing import NamedTuple

import pandas as pd

from analytics.city.evidence import evidence
from analytics.figures.context import Context


class Assumption(NamedTuple):
    """What one part of the baseline rests on: the part's name, how it is made, and the sources to credit."""

    part: str
    text: str
    sources: tuple[str, ...]


def assumptions(context: Context) -> list[Assumption]:
    found = evidence(context.build)
    days = found.pyramids.loc[lambda rows: rows["basis"] == "register"].sort_values("reference_date")
    census = found.pyramids.loc[lambda rows: rows["basis"] == "census"].sort_values("reference_date")
    tfr, register = found.tfr.sort_values("year").iloc[-1], days.iloc[-1]
    wpp = (found.mortality["source_id"].iloc[0],)
    counts = (census["source_id"].iloc[-1], register["source_id"])
    texts = {
        context.text("最初の人口"): (_population(context, register["reference_date"]), counts[1:]),
        context.text("死亡"): (_mortality(context), wpp),
        context.text("出生"): (_fertility(context, tfr), (tfr["source_id"], *wpp)),
        context.text("移動"): (_moves(context, census["reference_date"].iloc[-1], register), (*counts, *wpp)),
    }
    return [Assumption(part, text, sources) for part, (text, sources) in texts.items()]


def _population(context: Context, day: pd.Timestamp) -> str:
    return context.text(
        "{day}の住民基本台帳の男女・5歳階級別人口です。各歳へは、各階級の合計が変わらないなめらかな曲線で分けています。"
    ).format(day=context.date(day))


def _mortality(context: Context) -> str:
    return context.text(
        "国連推計による日本の男女・年齢別死亡率です。期間と期間の間は直線で結び、最後の期間のあとは変えません。"
    )


def _fertility(context: Context, tfr: pd.Series) -> str:
    return context.text(
        "合計特殊出生率は、公表されている最も新しい{year}の{value}が続くとします。"
        "母の年齢の分布と出生性比は、国連推計による日本の値です。"
    ).format(year=context.year(tfr["year"]), value=f"{tfr['value']:.2f}")


def _moves(context: Context, census: pd.Timestamp, register: pd.Series) -> str:
    return context.text(
        "{start}の国勢調査から{end}の住民基本台帳までの純移動率（男女・年齢別の推計）が続くとします。"
        "75歳以上は推計が当てにならないため、移動を0とします。年齢不詳は各年齢に比例して含めました。"
    ).format(start=context.date(census), end=context.date(register["reference_date"]))
