"""From groups to single years: age groups to years of age, periods of years to calendar years.

Every split of ages runs a monotone curve (PCHIP) through what is cumulated at the bounds of the groups, so that
nothing falls below zero and each group keeps its total.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import PchipInterpolator, interp1d

from analytics.demography import lifetable

OPEN_AGE = 100
AGES = np.arange(OPEN_AGE + 1)


def persons(groups: ArrayLike, starts: ArrayLike, lived: ArrayLike | None = None) -> np.ndarray:
    """Persons by single year of age.

    groups : (…, group) persons ; starts : (group,) lower bounds from 0 to OPEN_AGE at most, the last open
    lived : (…, age) person-years by whose ages the open group is spread, needed where it starts before OPEN_AGE
    """
    groups, first = np.asarray(groups, float), starts[-1]
    lived = np.ones(AGES.size) if lived is None else np.asarray(lived, float)
    tail = lived[..., first:] / lived[..., first:].sum(axis=-1, keepdims=True)
    return np.concatenate([_split(groups[..., :-1], starts), groups[..., -1:] * tail], axis=-1)


def death_rates(mx: ArrayLike, starts: ArrayLike) -> np.ndarray:
    """Death rates by single year of age; the survivors at every bound are those of the groups' life table.

    mx : (…, sex, group) deaths per person-year ; starts : (group,) 0, 1, 5 … OPEN_AGE, the last open
    -> (…, sex, age); ages 0 and OPEN_AGE as given, the others q/(1 − q/2) with half a year lived by those who die
    """
    table = lifetable.life_table(mx, starts)
    rates = 2 * np.tanh(_split(-np.log1p(-table.nqx[..., :-1]), starts) / 2)
    return np.concatenate([table.nMx[..., :1], rates[..., 1:], table.nMx[..., -1:]], axis=-1)


def fertility_shares(shares: ArrayLike, starts: ArrayLike) -> np.ndarray:
    """Shares of the TFR by single year of age, 0 outside the groups.

    shares : (…, group) adding to 1 ; starts : (group,) lower bounds of closed groups of equal width -> (…, age)
    """
    shares, width = np.asarray(shares, float), starts[1] - starts[0]
    bounds = np.arange(starts[0] - width, starts[-1] + 2 * width + 1, width)
    nobody = np.zeros_like(shares[..., :1])
    found = np.zeros((*shares.shape[:-1], AGES.size))
    found[..., bounds[0] : bounds[-1]] = _split(np.concatenate([nobody, shares, nobody], axis=-1), bounds)
    return found


def by_year(values: ArrayLike, middles: ArrayLike, moments: ArrayLike) -> np.ndarray:
    """Values of periods at given moments, on straight lines between the periods' middles and held beyond them.

    values : (period, …) ; middles : (period,) rising ; moments : (year,), such as 2025.5 for 2025 -> (year, …)
    """
    middles, values = np.asarray(middles, float), np.asarray(values, float)
    if middles.size == 1:
        return np.broadcast_to(values, (len(moments), *values.shape[1:]))
    return interp1d(middles, values, axis=0)(np.clip(moments, middles[0], middles[-1]))


def _split(groups: np.ndarray, bounds: ArrayLike) -> np.ndarray:
    """Closed groups between consecutive bounds by single year, from the first bound to the last."""
    below = np.concatenate([np.zeros_like(groups[..., :1]), groups.cumsum(axis=-1)], axis=-1)
    return np.diff(PchipInterpolator(bounds, below, axis=-1)(np.arange(bounds[0], bounds[-1] + 1)), axis=-1)
