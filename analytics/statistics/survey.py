"""What a survey can tell: intervals, differences, weights. Shares are 0–1 unless a name says percent."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import fisher_exact, norm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

SMALL = 30
AGES = {"18-39": ("18-29", "30-39"), "40+": ("40-49", "50-59", "60-69", "70+")}


class Interval(NamedTuple):
    """Bounds of a share; NaN when nobody answered."""

    low: float
    high: float


class Difference(NamedTuple):
    """Share 1 − share 2 with its bounds, and whether 0 lies outside them; NaN and False when nobody answered."""

    difference: float
    low: float
    high: float
    differs: bool


def is_small(n: float) -> bool:
    """Fewer answers than SMALL, or an unknown number of them."""
    return bool(pd.isna(n) or n < SMALL)


def wilson(count: float, n: float, *, population: float | None = None, level: float = 0.95) -> Interval:
    """Wilson's score interval of a share.

    count : persons who gave the answer, fractional where it is a share × n ; n : persons asked who answered
    population : N persons from whom the n were drawn without replacement; None for a population without end
    -> shares, NaN when n is 0 or something is missing
    The correction takes n·(N−1)/(N−n) for n at the same share, which is the score interval with the variance
    p(1−p)/n · (N−n)/(N−1) of such a draw; it closes on the share when all have answered.
    Raises ValueError when count is not within 0–n or n exceeds the population.
    Source: Wilson 1927, J. Amer. Statist. Assoc. 22: 209–212, through statsmodels
    """
    if _unanswered(count, n):
        return Interval(np.nan, np.nan)
    if population is None:
        return _interval(count, n, level)
    if n > population:
        raise ValueError(f"{n} answers from a population of {population}")
    if n == population:
        return Interval(count / n, count / n)
    corrected = n * (population - 1) / (population - n)
    return _interval(count / n * corrected, corrected, level)


def newcombe(count1: float, n1: float, count2: float, n2: float, level: float = 0.95) -> Difference:
    """Difference of two independent shares with Newcombe's hybrid score interval.

    count1, n1, count2, n2 : persons as in `wilson` -> shares
    Raises ValueError when a count is not within 0–n.
    Source: Newcombe 1998, Statistics in Medicine 17: 873–890, method 10
    """
    if any([_unanswered(count1, n1), _unanswered(count2, n2)]):
        return Difference(np.nan, np.nan, np.nan, False)
    bounds = confint_proportions_2indep(count1, n1, count2, n2, method="newcomb", compare="diff", alpha=1 - level)
    low, high = map(float, bounds)
    return Difference(count1 / n1 - count2 / n2, low, high, low > 0 or high < 0)


def benjamini_hochberg(p_values: ArrayLike) -> np.ndarray:
    """P-values adjusted for the false discovery rate of all of them together, in their order.

    A missing one stays missing and does not count as a test. Raises ValueError outside 0–1.
    Source: Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57: 289–300
    """
    adjusted = np.array(p_values, dtype=float)
    known = ~np.isnan(adjusted)
    if not ((adjusted[known] >= 0) & (adjusted[known] <= 1)).all():
        raise ValueError("a p-value lies outside 0–1")
    if known.any():
        adjusted[known] = multipletests(adjusted[known], method="fdr_bh")[1]
    return adjusted


def answers_needed(share: float, count: float, n: float, *, most: int = 1_000_000) -> int | None:
    """Fewest answers at a share of 0–1 for which `newcombe` tells it from count of n; None when `most` do not suffice."""
    enough = bisect_left(
        range(1, most + 1), True, key=lambda asked: newcombe(share * asked, asked, count, n).differs
    )
    return enough + 1 if enough < most else None


def against_the_rest(counts: ArrayLike, n: ArrayLike) -> np.ndarray:
    """P-values of each group's share against that of all other groups together, adjusted for all of them.

    counts, n : persons of each group -> Fisher's exact p, two-sided, through `benjamini_hochberg`
    """
    counts, n = np.asarray(counts, dtype=int), np.asarray(n, dtype=int)
    others = counts.sum() - counts
    tables = zip(counts, n - counts, others, n.sum() - n - others, strict=True)
    return benjamini_hochberg([fisher_exact([[a, b], [c, d]]).pvalue for a, b, c, d in tables])


def margin(share: float, n: float, level: float = 0.95) -> float:
    """Half the width of the normal approximation, z·√(p(1−p)/n).

    share : 0–1 -> share, NaN when n is 0 or something is missing; 0 at a share of 0 or 1, where `wilson` tells more
    Raises ValueError when the share is not within 0–1.
    """
    if _unanswered(share * n, n):
        return np.nan
    return float(norm.isf((1 - level) / 2) * np.sqrt(share * (1 - share) / n))


def group(counts: pd.DataFrame, groups: Mapping[str, Sequence[str]] = AGES) -> pd.DataFrame:
    """Published shares by age pooled into wider groups.

    counts : one row per age_group with share (percent who gave one answer) and n (answers); other ages may be there
    -> group, count, n (persons), share (percent), in the order of the groups; missing where a share or n is
    The counts are rebuilt as share × n to the nearest person. From shares printed to 0.1 point they are exact below
    1,000 answers and beyond that off by at most n / 2,000 persons and a half per age group.
    Raises ValueError when an age group is absent or there twice.
    """
    ages = [age for members in groups.values() for age in members]
    if counts.loc[counts["age_group"].isin(ages), "age_group"].value_counts().reindex(ages).ne(1).any():
        raise ValueError(f"one row is needed for each of {ages}")
    rows = counts.set_index("age_group")[["share", "n"]].astype(float)
    persons = rows.assign(count=(rows["share"] * rows["n"] / 100).round())[["count", "n"]]
    pooled = pd.DataFrame({name: persons.loc[list(ages)].sum(skipna=False) for name, ages in groups.items()}).T
    pooled = pooled.where(pooled.notna().all(axis=1)).rename_axis("group").reset_index()
    return pooled.assign(share=pooled["count"] / pooled["n"] * 100)


def rake(
    cells: pd.DataFrame, margins: tuple[pd.Series, pd.Series], *, tolerance: float = 1e-12, rounds: int = 1000
) -> pd.DataFrame:
    """Weights that bring the answers to the register's margins by iterative proportional fitting.

    cells : answers, age × sex ; margins : persons by age and by sex, with the labels of the cells and equal totals
    -> persons that one answer stands for, in the shape of cells: Σ cells·weights has both margins within
    `tolerance` of their total; 0 where there is no answer
    Raises ValueError when labels or totals differ, a value is missing or negative, a margin is zero where the
    sample is not or the sample where the margin is not, or `rounds` do not suffice.
    Source: Deming and Stephan 1940, Annals of Mathematical Statistics 11: 427–444
    """
    answers = cells.to_numpy(dtype=float)
    rows, columns = _margins(cells, margins)
    fitted = answers
    for _ in range(rounds):
        fitted = fitted * _ratio(rows, fitted.sum(axis=1))[:, np.newaxis]
        fitted = fitted * _ratio(columns, fitted.sum(axis=0))
        missed = np.abs(fitted.sum(axis=1) - rows).max(), np.abs(fitted.sum(axis=0) - columns).max()
        if max(missed) <= tolerance * rows.sum():
            return pd.DataFrame(_ratio(fitted, answers), index=cells.index, columns=cells.columns)
    raise ValueError(f"the margins are not met after {rounds} rounds")


def kish(weights: ArrayLike, n: ArrayLike = 1) -> float:
    """Effective number of answers (Σw)² / Σw²: what unequal weights leave of the sample.

    weights : one per answer, or per cell with n answers each -> persons, NaN without a weight
    Source: Kish 1965, Survey Sampling
    """
    weights, n = np.asarray(weights, dtype=float), np.asarray(n, dtype=float)
    squares = (n * weights**2).sum()
    return float((n * weights).sum() ** 2 / squares) if squares else np.nan


def weighted_share(counts: ArrayLike, weights: ArrayLike, n: ArrayLike = 1) -> float:
    """Share Σw·count / Σw·n of an answer in the population the weights stand for.

    counts : 1 or 0 per answer, or persons per cell with n answers each ; weights : of the same shape
    -> share, NaN without a weight; its interval is that of `wilson` with the answers of `kish` as n
    """
    counts, weights, n = (np.asarray(array, dtype=float) for array in (counts, weights, n))
    total = (weights * n).sum()
    return float((weights * counts).sum() / total) if total else np.nan


def _unanswered(count: float, n: float) -> bool:
    """Whether there is nothing to reckon with; raises ValueError when count is not within 0–n."""
    if pd.isna(count) or pd.isna(n):
        return True
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share")
    return n == 0


def _interval(count: float, n: float, level: float) -> Interval:
    return Interval(*map(float, proportion_confint(count, n, alpha=1 - level, method="wilson")))


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)


def _margins(cells: pd.DataFrame, margins: tuple[pd.Series, pd.Series]) -> list[np.ndarray]:
    """Margins in the order of the cells; raises ValueError when no weights can meet them."""
    targets = []
    for labels, sampled, given in zip(
        (cells.index, cells.columns), (cells.sum(axis=1), cells.sum()), margins, strict=True
    ):
        if not labels.sort_values().equals(given.index.sort_values()):
            raise ValueError("cells and margins must have the same labels")
        target = given.reindex(labels).to_numpy(dtype=float)
        if not (np.isfinite(target) & (target >= 0)).all() or not (cells >= 0).to_numpy().all():
            raise ValueError("a value is missing or negative")
        if ((target > 0) != (sampled.to_numpy() > 0)).any():
            raise ValueError("a margin is zero where the sample is not, or the other way round")
        targets.append(target)
    if not np.isclose(targets[0].sum(), targets[1].sum(), rtol=1e-12, atol=0):
        raise ValueError("the margins have different totals")
    return targets
