"""What if: levers that edit the baseline of a projection, and nothing else of it.

Conventions. A projection ends on the 1 January of the year `to`; its last balanced row is the year before.
From `since` on a lever works with a weight that rises on a straight line from 0 in `since` to 1 in the year of full
effect; where the two are the same year it works fully at once. TFR: the way from the baseline's level in `since` to
the lever, reached in `tfr_year`. Migration: a lever is a number of persons a year. What the baseline's rates give in a
year, with the people of that year, stays as it is by sex and age; the difference to the lever, times the weight, is
added to it. So from the year of full effect on a year's net migration is the lever itself. The difference is spread
over the survivors of that year by how readily people of their sex and age move: the baseline's share of further
migrants over its population. Mortality: all death rates times the lever, by its weight.

In- and out-migrants aged 20–39 are levers of differences: so many more of them a year than there would be anyway. What
arrives more and leaves less, times the weight, is added to the net migration of these ages, whether the rates give it or
a lever does. How old movers of each direction are is not published for a city, so both are spread as net migration is:
one in-migrant more is one out-migrant fewer. Where the lever for all ages is set it still holds, so the other ages take
the opposite of the difference.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.demography import lifetable, projection
from analytics.demography.projection import Assumptions, Baseline
from analytics.scenario.levers import WHOLE, Fault, Levers, bounds, validate

__all__ = [
    "WHOLE",
    "YEARS_TO_TFR",
    "YOUNG",
    "Fault",
    "Levers",
    "apply",
    "bounds",
    "from_preset",
    "run",
    "settled",
    "survival",
    "validate",
    "weights",
    "whole_persons",
]

YOUNG = slice(20, 40)
YEARS_TO_TFR = 10


def settled(levers: Levers, baseline: Baseline) -> Levers:
    """The levers with every year filled in."""
    since = baseline.start if levers.since is None else levers.since
    return levers._replace(
        since=since,
        tfr_year=since + YEARS_TO_TFR if levers.tfr_year is None else levers.tfr_year,
        to=baseline.start + len(baseline.tfr) if levers.to is None else levers.to,
    )


def apply(baseline: Baseline, levers: Levers) -> Assumptions:
    """The baseline as the levers edit it, from its first year up to 1 January of `to`.

    Net migration beyond the rates is found year by year, since what the rates give hangs on the people there are.
    The lever for all ages is spread over the other ages where that for ages 20–39 is set too; else over all, where at
    the baseline's population the ages 20–39 take their share of Σ|net rate|·persons.
    """
    levers = settled(levers, baseline)
    years = np.arange(baseline.start, levers.to)
    full = weights(years, levers.since, levers.since + levers.ramp)
    asfr = _asfr(baseline, levers, years)
    given = Assumptions(
        baseline.start,
        np.broadcast_to(baseline.population, (*_trajectories(levers), *baseline.population.shape)),
        survival(baseline.mx[: years.size] * (1 + full * (levers.mortality - 1))[:, None, None]),
        asfr,
        baseline.srb[: years.size],
        np.broadcast_to(baseline.net_rate, (years.size, *baseline.net_rate.shape)),
        np.broadcast_to(0.0, (years.size, *baseline.net_rate.shape)),
    )
    if levers.net is None and levers.net_20_39 is None and not np.any(_more_young(levers)):
        return given
    return given._replace(net=_beyond_the_rates(baseline, levers, given, full))


def from_preset(preset: Mapping[str, object]) -> Levers:
    """The levers of a row of `queries.scenario_presets`; what is missing there is left alone."""
    given = {lever: preset[lever] for lever in Levers._fields if lever in preset and pd.notna(preset[lever])}
    return Levers(**{lever: int(value) if lever in WHOLE else float(value) for lever, value in given.items()})


def run(baseline: Baseline, levers: Levers) -> projection.Projection:
    """The projection under the levers. Raises NegativePopulationError where more would leave than there are."""
    return projection.project(apply(baseline, levers))


def weights(years: np.ndarray, since: int, full: int) -> np.ndarray:
    """0 up to `since`, 1 from `full` on, a straight line between; 1 from `since` on where they are the same."""
    return np.clip((years - since) / (full - since), 0, 1) if full > since else (years >= since) * 1.0


def survival(mx: np.ndarray) -> np.ndarray:
    """Survivorship ratios of single years of age from death rates. mx : (…, sex, age) -> (…, sex, age)"""
    return lifetable.survivorship(lifetable.life_table(mx, np.arange(mx.shape[-1])).nLx, width=1)


def whole_persons(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of `projection.balance` in whole persons that still balance: what rounding leaves goes into deaths."""
    whole = rows.round().astype(int)
    left = whole["pop_start"] + whole["births"] + whole["net_migration"] - whole["pop_end"]
    return whole.assign(deaths=left)


def _trajectories(levers: Levers) -> tuple[int, ...]:
    given = (levers.tfr, levers.net, levers.net_20_39, levers.in_20_39, levers.out_20_39)
    return np.broadcast_shapes(*(np.shape(lever) for lever in given))


def _asfr(baseline: Baseline, levers: Levers, years: np.ndarray) -> np.ndarray:
    """(year, …, age) births per woman-year."""
    tfr, pattern = baseline.tfr[: years.size], baseline.pattern[: years.size]
    if levers.tfr is None:
        return tfr[:, None] * pattern
    level = np.asarray(levers.tfr, float)
    first = tfr[np.searchsorted(years, levers.since).clip(max=years.size - 1)]
    aside = (years.size, *(1,) * level.ndim)
    way = first + weights(years, levers.since, levers.tfr_year).reshape(aside) * (level - first)
    path = np.where((years < levers.since).reshape(aside), tfr.reshape(aside), way)
    return path[..., None] * pattern.reshape(*aside, -1)


def _more_young(levers: Levers) -> np.ndarray | float:
    """Net migrants a year aged 20–39 more than there would be anyway."""
    return np.subtract(levers.in_20_39, levers.out_20_39)


def _beyond_the_rates(baseline: Baseline, levers: Levers, given: Assumptions, full: np.ndarray) -> np.ndarray:
    """(year, …, sex, age) net migrants that the levers add to those of the rates."""
    spreads = (baseline.young, baseline.rest, _as_moved(baseline))
    young, rest, everyone = (_readiness(shares, baseline.population) for shares in spreads)
    population, added = given.population, []
    for weight, *rates in zip(full, given.surv, given.asfr, given.srb, given.net_rate, strict=True):
        added.append(_added(population, rates, levers, weight, young, rest, everyone))
        population = projection.step(population, *rates, added[-1]).population
    return np.stack(added)


def _added(population, rates, levers: Levers, weight: float, young, rest, everyone) -> np.ndarray:
    """One year of it. young, rest, everyone : (sex, age) how readily they move"""
    added = np.zeros_like(population)
    if weight == 0:
        return added
    by_rates = projection.step(population, *rates, added)
    survivors, more = by_rates.population - by_rates.net, _more_young(levers)
    asked = None if levers.net is None else (1 - weight) * _total(by_rates.net) + weight * levers.net
    if levers.net_20_39 is not None:
        missing = levers.net_20_39 - _total(by_rates.net[..., YOUNG])
        added = weight * _persons(missing) * _shares(young * survivors)
    elif asked is not None:
        added = _filled(population, rates, added, asked, _shares(everyone * survivors))
    added = added + weight * _persons(more) * _shares(young * survivors)
    if asked is not None and (levers.net_20_39 is not None or np.any(more)):
        added = _filled(population, rates, added, asked, _shares(rest * survivors))
    return added


def _filled(population, rates, added: np.ndarray, asked: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """The migrants added and so many more, spread so, that a year's net migration is what is asked.

    Migrants bear children and these migrate by the rates, so one more migrant may count for more.
    """
    so_far, one_more = (_total(projection.step(population, *rates, each).net) for each in (added, added + spread))
    return added + _persons((asked - so_far) / (one_more - so_far)) * spread


def _readiness(shares: np.ndarray, population: np.ndarray) -> np.ndarray:
    return np.divide(shares, population, out=np.zeros_like(shares), where=population > 0)


def _shares(persons: np.ndarray) -> np.ndarray:
    return persons / _persons(_total(persons))


def _total(persons: np.ndarray) -> np.ndarray:
    return persons.sum(axis=(-2, -1))


def _persons(numbers: np.ndarray) -> np.ndarray:
    """(…) as (…, sex, age)."""
    return np.asarray(numbers)[..., None, None]


def _as_moved(baseline: Baseline) -> np.ndarray:
    """(sex, age) shares, adding to 1, of migrants of all ages."""
    moved = np.abs(baseline.net_rate) * baseline.population
    moved = moved if moved.any() else baseline.population
    share = moved[:, YOUNG].sum() / moved.sum()
    return share * baseline.young + (1 - share) * baseline.rest
