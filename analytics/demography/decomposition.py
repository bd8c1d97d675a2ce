"""Why births changed: parts that add exactly to the change, and women by age between two counts."""

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from math import comb
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

MOST_FACTORS = 6
AGE_WIDTH = 5
FERTILE = range(15, 50, AGE_WIDTH)
MIDYEAR = 0.5


class Parts(NamedTuple):
    """Births added by the number of women, by their age mix and by the age-specific rates."""

    number: float
    mix: float
    rates: float


def shapley(value: Callable[..., float], before: Sequence, after: Sequence) -> np.ndarray:
    """What each factor adds to the change of a value, averaged over all orders in which the factors can change.

    value : function of n factors, each a number or an array -> a number
    before, after : the n factors, n from 1 to 6
    -> (n,) in the unit of the value, adding to value(*after) − value(*before)
    Raises ValueError when the numbers of factors differ or are out of range.
    Source: Das Gupta 1993, Standardization and Decomposition of Rates, Census Bureau P23-186, eq. 3.54, which
    is the Shapley value of the factors
    """
    n = len(before)
    if len(after) != n or not 1 <= n <= MOST_FACTORS:
        raise ValueError(f"{n} factors before and {len(after)} after: both must have the same 1 to {MOST_FACTORS}")
    states = {
        changed: value(*(new if has else old for old, new, has in zip(before, after, changed, strict=True)))
        for changed in product((False, True), repeat=n)
    }
    return np.array([_averaged(states, factor) for factor in range(n)])


def births(women_before: ArrayLike, asfr_before: ArrayLike, women_after: ArrayLike, asfr_after: ArrayLike) -> Parts:
    """Change of the births Σ women·asfr by the number of women, their age mix and the rates.

    women_* : (age,) persons of childbearing age, near the middle of the year
    asfr_* : (age,) births per woman-year, ages in the same order
    -> births; `rates` is the whole vector of rates, so both their level and their age pattern
    Raises ValueError when shapes differ, a value is missing or negative, or there are no women.
    Source: Das Gupta 1993, as for `shapley`
    """
    before, after, old_rates, new_rates = _checked(women_before, women_after, asfr_before, asfr_after)
    numbers = before.sum(), after.sum()
    if not all(numbers):
        raise ValueError("without women there is no age mix")
    factors = (numbers[0], before / numbers[0], old_rates), (numbers[1], after / numbers[1], new_rates)
    return Parts(*shapley(_births, *factors).tolist())


def scaled_asfr(pattern: ArrayLike, women: ArrayLike, births: ArrayLike) -> np.ndarray:
    """Age-specific rates with the age pattern of another population and the births of this one.

    pattern : (age,) or (year, age), any unit ; women : (age,) or (year, age) persons ; births : one or (year,)
    -> births per woman-year in the shape of women, so that Σ women·asfr = births
    Raises ValueError when shapes do not fit, a value is missing or negative, or the pattern gives no births.
    """
    women, pattern = _checked(women, np.broadcast_to(pattern, np.shape(women)))
    given, expected = _checked(births, (women * pattern).sum(axis=-1))
    if not expected.all():
        raise ValueError("the pattern gives these women no births")
    return pattern * (given / expected)[..., np.newaxis]


def chained(women: pd.DataFrame, asfr: pd.DataFrame) -> pd.DataFrame:
    """Parts of each step from one year to the next; summed they are the parts of the period.

    women : persons, asfr : births per woman-year, both with ascending years as index and ages as columns
    -> year (the later one), number, mix, rates, change, all in births; empty for fewer than two years.
    The period's parts by steps follow the way it went and so differ from those of its two ends alone.
    Raises ValueError when years or ages differ or years do not ascend, and as `births`.
    """
    if not (women.index.equals(asfr.index) and women.columns.equals(asfr.columns)):
        raise ValueError("women and rates must have the same years and ages")
    if not (women.index.is_unique and women.index.is_monotonic_increasing):
        raise ValueError("years must ascend")
    totals = (women * asfr).sum(axis=1)
    rows = [
        (
            year,
            *births(women.loc[last], asfr.loc[last], women.loc[year], asfr.loc[year]),
            totals[year] - totals[last],
        )
        for last, year in pairwise(women.index)
    ]
    types = {"year": women.index.dtype} | dict.fromkeys([*Parts._fields, "change"], float)
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def whole_numbers(parts: Sequence[float], total: int) -> np.ndarray:
    """Parts as integers that add exactly to the total, each less than 1 from its part.

    Largest remainder: every part is rounded down, then those that lost most get 1 until the total is reached;
    among equals the first. Parts and total may be negative.
    Raises ValueError when the total is no integer or the parts do not add to it.
    """
    parts = np.asarray(parts, dtype=float)
    if not float(total).is_integer() or not np.isclose(parts.sum(), total, rtol=1e-9, atol=1e-6):
        raise ValueError(f"the parts add to {parts.sum()}, not to the integer {total}")
    whole = np.floor(parts).astype(int)
    most_lost = np.argsort(whole - parts, kind="stable")
    whole[most_lost[: int(total) - whole.sum()]] += 1
    return whole


def interpolated(
    before: pd.Series, after: pd.Series, years: Sequence[float], *, start: float, end: float
) -> pd.DataFrame:
    """Women by 5-year age between two counts, following each cohort in a straight line.

    before, after : persons by lower bound of age (0, 5, 10, …; no open group), counted at `start` and at `end`
    years, start, end : points in time as decimal years, 1 October 2015 = 2015.75
    -> (year, age) persons, fractional; at `start` and `end` exactly the counts
    The women of an age group at a time are the cohort that was that many years younger at `start` and will be
    that many older at `end`; where this falls between two age groups, each is taken as evenly spread over its
    five years. The cohort's number then changes by the same amount in every year. Missing where the cohort lies
    outside one of the counts: the youngest, unborn at `start`, and the oldest, past the last group at `end`.
    Raises ValueError when ages differ or are not 5 apart, a value is missing or negative, `end` is not after
    `start`, or a year lies outside them.
    """
    if not before.index.equals(after.index) or (np.diff(before.index) != AGE_WIDTH).any():
        raise ValueError(f"both counts need the same ages, {AGE_WIDTH} years apart")
    if not start < end or not all(start <= year <= end for year in years):
        raise ValueError("the end must come after the start, and every year between them")
    first, last = _checked(before, after)
    rows = [_between(first, last, year - start, end - year) for year in years]
    index = pd.Index(years, name="year")
    return pd.DataFrame(np.reshape(rows, (len(index), len(first))), index=index, columns=before.index)


def of_series(births: pd.Series, counts: pd.DataFrame, patterns: pd.DataFrame) -> pd.DataFrame:
    """Parts of each step of a series of births, from counts of women and the age pattern of another population.

    births : by ascending year ; counts : women, moments (decimal years) × ages from 0 on, no open group
    patterns : age-specific rates in any unit, years × the ages of FERTILE
    -> as `chained`. Women are those of the middle of each year. A pattern between two years lies on the straight line between them,
    outside of all it is that of the nearest year.
    Raises ValueError as `at_moments`, `scaled_asfr` and `chained`.
    """
    women = at_moments(counts, births.index + MIDYEAR)[list(FERTILE)].set_axis(births.index)
    shapes = np.array([np.interp(births.index, patterns.index, patterns[age]) for age in FERTILE]).T
    rates = scaled_asfr(shapes, women, births)
    return chained(women, pd.DataFrame(rates, index=women.index, columns=women.columns))


def at_moments(counts: pd.DataFrame, moments: Sequence[float]) -> pd.DataFrame:
    """Women by age at moments within several counts, each from the two counts around it as `interpolated`.

    counts : persons, ascending decimal years × lower bounds of age -> (moment, age) persons
    Raises ValueError when a moment lies outside the counts, and as `interpolated`.
    """
    rows = [counts.iloc[:0]]
    for moment in moments:
        after = max(int(np.searchsorted(counts.index, moment)), 1)
        if not counts.index[0] <= moment <= counts.index[-1]:
            raise ValueError(f"{moment} lies outside the counts")
        start, end = counts.index[after - 1], counts.index[after]
        rows.append(interpolated(counts.loc[start], counts.loc[end], [moment], start=start, end=end))
    return pd.concat(rows).rename_axis("year")


def _births(number: float, mix: np.ndarray, rates: np.ndarray) -> float:
    return number * (mix @ rates)


def _averaged(states: dict[tuple[bool, ...], float], factor: int) -> float:
    """Mean effect of one factor; k of the others have changed before it in 1 / (n · C(n−1, k)) of the orders."""
    total = 0.0
    for changed, value in states.items():
        if not changed[factor]:
            n = len(changed)
            then = states[(*changed[:factor], True, *changed[factor + 1 :])]
            total += (then - value) / (n * comb(n - 1, sum(changed)))
    return total


def _checked(*arrays: ArrayLike) -> list[np.ndarray]:
    """As floats; raises ValueError when shapes differ or a value is missing, infinite or negative."""
    checked = [np.asarray(array, dtype=float) for array in arrays]
    if len({array.shape for array in checked}) > 1:
        raise ValueError(f"shapes differ: {[array.shape for array in checked]}")
    if not all((np.isfinite(array) & (array >= 0)).all() for array in checked):
        raise ValueError("a value is missing or negative")
    return checked


def _between(first: np.ndarray, last: np.ndarray, since: float, until: float) -> np.ndarray:
    """Persons by age `since` years after the first count and `until` years before the last."""
    earlier, later = _aged(first, -since), _aged(last, until)
    if not since or not until:
        return earlier if not since else later
    return (earlier * until + later * since) / (since + until)


def _aged(persons: np.ndarray, years: float) -> np.ndarray:
    """Persons in the span of each age group moved up by some years; missing where it leaves the groups."""
    groups = np.arange(len(persons))
    return np.interp(groups + years / AGE_WIDTH, groups, persons, left=np.nan, right=np.nan)
