"""How sure the outlook is: bands around a scenario, and how likely it reaches the target, in words."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics import caching, scenario
from analytics.city.course import horizon
from analytics.demography import simulation
from analytics.figures import Context
from analytics.figures.outlook import assumptions
from analytics.filters import Filters
from analytics.scenario import Levers
from analytics.words import terms

FAST, MANY, SEED, TENTHS = 1000, 10_000, 1, 10
BANDS = ("low50", "high50", "low80", "high80")


class Range(NamedTuple):
    """quantiles : of the total, as kernel.Paths has them ; last : (path,) totals of the last year"""

    quantiles: pd.DataFrame
    last: np.ndarray


@caching.of_choice
def paths(build: str, levers: Levers, n: int = FAST, seed: int = SEED) -> Range:
    """n paths around a scenario; of them only what is shown is kept. Raises ValueError for more than MANY."""
    if not 1 <= n <= MANY:
        raise ValueError(n)
    given = scenario.apply(assumptions.baseline(build), levers)
    found = simulation.paths(given, assumptions.chance(build), n, seed)
    return Range(found.quantiles, found.totals[:, -1].copy())


def banded(build: str, levers: Levers, years: pd.Series, n: int = FAST, seed: int = SEED) -> pd.DataFrame:
    """The bands of a scenario for its years. years : of 1 January -> columns of BANDS, indexed as years"""
    found = paths(build, levers, n, seed).quantiles.reindex(years)[list(BANDS)]
    return found.set_axis(years.index)


def told(context: Context, frame: pd.DataFrame, columns: dict[str, str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """The frame and the columns of its table with the limits in words, – where there are none."""
    names = {
        "low50": context.text("50%の幅の下限"),
        "high50": context.text("50%の幅の上限"),
        "low80": context.text("80%の幅の下限"),
        "high80": context.text("80%の幅の上限"),
    }
    said = {f"{side}_said": [terms.number(value, ",.0f") for value in frame[side]] for side in names}
    return frame.assign(**said), columns | names


def probability(build: str, filters: Filters, levers: Levers, n: int = FAST, seed: int = SEED) -> float | None:
    """0–1 that the population of the target's year is at least the target; None where there is no target."""
    year, target = horizon(build, filters)
    if target is None:
        return None
    found = paths(build, levers._replace(to=year), n, seed)
    return simulation.probability(found.last, target, assumptions.chance(build).widening)


def sentence(build: str, filters: Filters, levers: Levers, n: int = FAST, seed: int = SEED) -> str:
    """The 80 % range of the target's year and the chance of the target in tenths; empty where there is no target."""
    context, (year, target) = Context(build, filters), horizon(build, filters)
    share = probability(build, filters, levers, n, seed)
    if share is None:
        return ""
    last = paths(build, levers._replace(to=year), n, seed).quantiles.loc[year]
    facts = {
        "low": terms.number(last["low80"], ",.0f"),
        "high": terms.number(last["high80"], ",.0f"),
        "target": terms.number(target, ",.0f"),
        "tenths": round(share * TENTHS),
    }
    said = context.text("80%の幅は{low}〜{high}人です。")
    if share < 1 / (2 * TENTHS):
        said += context.text("{target}人に届くことは10回に1回もありません。")
    elif share > 1 - 1 / (2 * TENTHS):
        said += context.text("{target}人にはほぼ確実に届きます。")
    else:
        said += context.text("{target}人に届くのは10回に{tenths}回ほどです。")
    return said.format(**facts)


def note(build: str, filters: Filters, n: int = FAST) -> str:
    """How the bands were made and how many errors of the past they are stretched by."""
    context = Context(build, filters)
    return context.text(
        "濃い帯は50%、薄い帯は80%の幅です。出生率・移動・死亡が過去と同じように揺れる{paths}通りの計算から求め、"
        "社人研の過去の推計の誤差{errors}件に合うように{widening}倍に広げています。"
    ).format(
        paths=f"{n:,}",
        errors=len(assumptions.past_errors(build)),
        widening=terms.number(assumptions.chance(build).widening, ".1f"),
    )
