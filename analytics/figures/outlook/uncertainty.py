"""How sure the outlook is, in words: what is drawn around a scenario, and how likely it reaches the target."""

import pandas as pd

from analytics.city import evidence
from analytics.city.course import horizon
from analytics.city.paths import FAST, SEED, paths, probability
from analytics.figures.context import Context
from analytics.scenario import Levers
from analytics.words import terms

TENTHS = 10


def told(context: Context, frame: pd.DataFrame, columns: dict[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """The frame and the columns of its table with the limits in words, – where there are none."""
    names = {
        "low50": context.text("50%予測区間の下限"),
        "high50": context.text("50%予測区間の上限"),
        "low80": context.text("80%予測区間の下限"),
        "high80": context.text("80%予測区間の上限"),
    }
    said = {f"{side}_said": [terms.number(value, ",.0f") for value in frame[side]] for side in names}
    return frame.assign(**said), columns | names


def sentence(context: Context, levers: Levers, n: int = FAST, seed: int = SEED) -> str:
    """The 80 % range of the target's year and the chance of the target in tenths; empty where there is no target."""
    (year, target) = horizon(context)
    share = probability(context, levers, n, seed)
    if share is None:
        return ""
    last = paths(context.build, levers._replace(to=year), n, seed).quantiles.loc[year]
    facts = {
        "low": terms.number(last["low80"], ",.0f"),
        "high": terms.number(last["high80"], ",.0f"),
        "target": terms.number(target, ",.0f"),
        "tenths": round(share * TENTHS),
    }
    width = context.text("80%の予測区間は{low}〜{high}人です。")
    if share < 1 / (2 * TENTHS):
        chance = context.text("{target}人に届くのは10回に1回未満です。")
    elif share > 1 - 1 / (2 * TENTHS):
        chance = context.text("{target}人にはほぼ確実に届きます。")
    else:
        chance = context.text("{target}人に届くのは10回に{tenths}回ほどです。")
    return context.sentences((width, chance)).format(**facts)


def note(context: Context, n: int = FAST) -> str:
    """How the bands were made and how many errors of the past they are stretched by."""
    return context.text(
        "濃い帯は50%、薄い帯は80%の予測区間です。"
        "出生率・移動・死亡が過去と同じように揺れる{paths}通りの計算から求め、社人研の過去の推計の誤差{errors}件に合うように{widening}倍に広げています。"
    ).format(
        paths=f"{n:,}",
        errors=len(evidence.past_errors(context.build)),
        widening=terms.number(evidence.chance(context.build).widening, ".1f"),
    )
