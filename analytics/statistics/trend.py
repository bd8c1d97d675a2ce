"""Short yearly series: how far they moved, whether the trend is robust, how likely they reach a target.

A series is numbers by year (int), three to fifteen of them; missing years are NaN or left out.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analytics.statistics import kpi

SHORT, PRIOR, EXACT = 8, 4, 1e-9
USUAL_STEP = {"count": 0.10, "share": 0.05, "cumulative": 0.50}
DIRECTIONS = ("higher", "lower")


class TooShortError(ValueError):
    """Nothing can be read from a series. reason : few (points), flat (all equal), gaps (years missing)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Change(NamedTuple):
    """Absolute in the series' unit, or points; percent of the first; per_year in percent, or points, a year."""

    first_year: int
    last_year: int
    absolute: float
    percent: float | None
    per_year: float | None


class Slope(NamedTuple):
    """Theil-Sen: median slope between any two years with its confidence limits, in units a year; points used."""

    per_year: float
    low: float
    high: float
    n: int


class MannKendall(NamedTuple):
    """Kendall's tau-b against time, two-sided p, points used; method : exact, or normal where values are tied."""

    tau: float
    p: float
    n: int
    method: str


class Reach(NamedTuple):
    """Probability 0-1 that the target holds in its year; n points.

    method : observed (the year is known), decided (a running total cannot turn back), random_walk,
    shrunken_random_walk, gamma_sum
    """

    probability: float
    method: str
    n: int


class Steps(NamedTuple):
    """Mean step a year, variance of a year's step; `weight`: how many points these are worth."""

    drift: float
    variance: float
    weight: int


def known_years(series: pd.Series, *, least: int = 0, varied: bool = False) -> pd.Series:
    """The series in order of years without its missing ones.

    Raises TooShortError: few under `least` points, flat when all are equal and should be `varied`;
    ValueError for an infinite value or a year that stands twice.
    """
    known = series.dropna().astype(float).sort_index()
    if known.index.has_duplicates or not np.isfinite(known).all():
        raise ValueError("a series has one finite number a year")
    if len(known) < least:
        raise TooShortError("few")
    if varied and known.nunique() == 1:
        raise TooShortError("flat")
    return known.set_axis(known.index.astype(int))


def change(series: pd.Series, *, share: bool = False) -> Change:
    """From the first known year to the last.

    share : the numbers are shares in percent: differences are points, there is no percent of a percent
    -> per_year is compound growth in percent, points a year for a share; percent and compound growth are None
    where the first number is not positive or the last is negative
    Raises TooShortError (few) with fewer than two known years.
    """
    known = known_years(series, least=2)
    first, last = float(known.iloc[0]), float(known.iloc[-1])
    start, end = int(known.index[0]), int(known.index[-1])
    years = end - start
    if share:
        return Change(start, end, last - first, None, (last - first) / years)
    if first <= 0 or last < 0:
        return Change(start, end, last - first, None, None)
    growth = last / first
    return Change(start, end, last - first, (growth - 1) * 100, (growth ** (1 / years) - 1) * 100)


def theil_sen(series: pd.Series, *, level: float = 0.95) -> Slope:
    """Median of the slopes between all pairs of years; outliers in fewer than 29 % of the years do not move it.

    level : of the confidence limits, 0-1
    Raises TooShortError (few) with fewer than three known years.
    Source: Sen 1968, J. Am. Stat. Assoc. 63, 1379-1389
    """
    known = known_years(series, least=3)
    found = stats.theilslopes(known.to_numpy(), known.index.to_numpy(), alpha=level)
    return Slope(float(found.slope), float(found.low_slope), float(found.high_slope), len(known))


def mann_kendall(series: pd.Series) -> MannKendall:
    """Whether the series rises or falls throughout, whatever its shape; serial correlation makes p too small.

    Exact without ties; with ties the normal approximation with tied variance and continuity correction.
    Raises TooShortError: few with fewer than three known years, flat when all are equal.
    Source: Gilbert 1987, Statistical Methods for Environmental Pollution Monitoring, ch. 16
    """
    known = known_years(series, least=3, varied=True)
    values, years = known.to_numpy(), known.index.to_numpy()
    tied = len(np.unique(values)) < len(values)
    found = stats.kendalltau(years, values, method="asymptotic" if tied else "exact")
    p = _tied_p(values) if tied else found.pvalue
    return MannKendall(float(found.statistic), float(p), len(known), "normal" if tied else "exact")


def _tied_p(values: np.ndarray) -> float:
    score = np.sign(np.subtract.outer(values, values))[np.tril_indices(len(values))].sum()
    ties = np.unique(values, return_counts=True)[1]
    variance = (_pairings(len(values)) - _pairings(ties).sum()) / 18
    return 2 * stats.norm.sf(max(abs(score) - 1, 0) / np.sqrt(variance))


def _pairings(size: int | np.ndarray) -> int | np.ndarray:
    return size * (size - 1) * (2 * size + 5)


def reach(
    actuals: pd.Series,
    target: float,
    target_year: int,
    kind: str,
    direction: str,
    *,
    survey_n: float | None = None,
    usual_step: float | None = None,
) -> Reach | None:
    """How likely the target holds in its year, if the years to come move as those before.

    count, share : a random walk with drift and Student's t; it can fall back behind a target once met
    cumulative : a running total whose yearly additions are never negative; a gamma distribution of their sum

    actuals : by year; a share in percent, a cumulative indicator as its running total
    direction : higher, lower (which side is desired)
    survey_n : answers behind a share each year; sampling noise then counts once at either end, not every year
    usual_step : spread of a year's step relative to the level (cumulative: to the mean addition), by which up to
    SHORT points are supplemented as if by PRIOR further years without drift; without one USUAL_STEP, a judgement:
    births, deaths, marriages of a municipality move by 0.05-0.08, what a programme counts by more
    -> None with fewer than three points, without a target, with the year past and unknown, with nothing that
    varies, and for a running total that has fallen
    """
    known = known_years(actuals)
    if kind not in USUAL_STEP or direction not in DIRECTIONS:
        raise ValueError(f"{kind}, {direction}")
    if pd.isna(target) or known.empty:
        return None
    lower = direction == "lower"
    fact = _fact(known, target, target_year, kind, lower)
    if fact or len(known) < 3 or target_year <= known.index[-1]:
        return fact
    steps = _steps(known, kind, USUAL_STEP[kind] if usual_step is None else usual_step)
    ahead = target_year - int(known.index[-1])
    if kind == "cumulative":
        return _by_additions(known, target, steps, ahead, lower)
    return _by_walk(known, target, steps, ahead, lower, _noise(known, survey_n) if kind == "share" else 0.0)


def additions(known: pd.Series, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What a running total gains in the years to come, by the gamma distribution that `reach` takes.

    known : by year, three points or more, never falling and not all equal ; ahead : (year,) years after the last one
    -> shape, scale : (year,)
    """
    return _gamma(_steps(known, "cumulative", USUAL_STEP["cumulative"]), ahead)


def _fact(known: pd.Series, target: float, target_year: int, kind: str, lower: bool) -> Reach | None:
    """What is certain: the target's own year is known, or a running total has passed the target."""
    n = len(known)
    if target_year in known.index:
        return Reach(float(kpi.is_met(known[target_year], target, lower_is_better=lower)), "observed", n)
    past = known.iloc[-1] > target if lower else known.iloc[-1] >= target
    if kind == "cumulative" and past and target_year > known.index[-1] and known.is_monotonic_increasing:
        return Reach(float(not lower), "decided", n)
    return None


def _steps(known: pd.Series, kind: str, usual: float) -> Steps:
    n, gaps, moves = len(known), np.diff(known.index), np.diff(known)
    drift = moves.sum() / gaps.sum()
    variance = ((moves - drift * gaps) ** 2 / gaps).sum() / (n - 2)
    level = drift if kind == "cumulative" else known.abs().mean()
    weight = n + PRIOR if n <= SHORT or variance <= (EXACT * level) ** 2 else n
    pooled = (n * variance + (weight - n) * (usual * level) ** 2) / weight
    return Steps(drift if kind == "cumulative" else drift * n / weight, pooled, weight)


def _noise(known: pd.Series, survey_n: float | None) -> float:
    """Sampling variance of one share, in squared points; 0 where the answers are not known."""
    share = known.mean()
    return 0.0 if pd.isna(survey_n) else share * (100 - share) / survey_n


def _by_walk(known: pd.Series, target: float, steps: Steps, ahead: int, lower: bool, noise: float) -> Reach | None:
    moving = max(steps.variance - 2 * noise, 0)
    spread = np.sqrt(moving * (ahead + ahead**2 / steps.weight) + 2 * noise)
    if spread == 0:
        return None
    distance = (target - known.iloc[-1] - steps.drift * ahead) / spread
    probability = stats.t.sf(-distance if lower else distance, steps.weight - 2)
    method = "shrunken_random_walk" if steps.weight > len(known) else "random_walk"
    return Reach(float(probability), method, len(known))


def _by_additions(known: pd.Series, target: float, steps: Steps, ahead: int, lower: bool) -> Reach | None:
    if not known.is_monotonic_increasing or steps.variance == 0:
        return None
    shape, scale = _gamma(steps, ahead)
    tail = stats.gamma.cdf if lower else stats.gamma.sf
    missing = target - known.iloc[-1]
    return Reach(float(tail(missing, shape, scale=scale)), "gamma_sum", len(known))


def _gamma(steps: Steps, ahead: int | np.ndarray) -> tuple[float, float] | tuple[np.ndarray, np.ndarray]:
    """Shape and scale of what is added in the years ahead."""
    mean, variance = steps.drift * ahead, steps.variance * (ahead + ahead**2 / steps.weight)
    return mean**2 / variance, variance / mean
