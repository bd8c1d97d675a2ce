"""How sure a scenario of the city is: paths around it, the bands they leave, how likely it reaches the target."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics import caching, scenario
from analytics.city import evidence
from analytics.city.course import horizon
from analytics.demography import simulation
from analytics.filters import View
from analytics.scenario import Levers

FAST, MANY, SEED = 1000, 10_000, 1
BANDS = ("low50", "high50", "low80", "high80")


class Range(NamedTuple):
    """quantiles : of the total, as simulation.Paths has them ; last : (path,) totals of the last year"""

    quantiles: pd.DataFrame
    last: np.ndarray


@caching.of_choice
def paths(build: str, levers: Levers, n: int = FAST, seed: int = SEED) -> Range:
    """n paths around a scenario; of them only what is shown is kept. Raises ValueError for more than MANY."""
    if not 1 <= n <= MANY:
        raise ValueError(n)
    given = scenario.apply(evidence.baseline(build), levers)
    found = simulation.paths(given, evidence.chance(build), n, seed)
    return Range(found.quantiles, found.totals[:, -1].copy())


def banded(build: str, levers: Levers, years: pd.Series, n: int = FAST, seed: int = SEED) -> pd.DataFrame:
    """The bands of a scenario for its years. years : of 1 January -> columns of BANDS, indexed as years"""
    found = paths(build, levers, n, seed).quantiles.reindex(years)[list(BANDS)]
    return found.set_axis(years.index)


def probability(view: View, levers: Levers, n: int = FAST, seed: int = SEED) -> float | None:
    """0–1 that the population of the target's year is at least the target; None where there is no target."""
    year, target = horizon(view)
    if target is None:
        return None
    found = paths(view.build, levers._replace(to=year), n, seed)
    return simulation.probability(found.last, target, evidence.chance(view.build).widening)
