"""Yearly net migration rates by single year of age from cohort residuals, and how migrants beyond them spread.

A residual says how much a birth cohort grew by moving over a whole interval; at which ages it did so is not in it. Of
all rates by age with which every cohort grows as it did, those are taken that differ from the rates of the interval
before as evenly from age to age as can be; before the first interval stands a flat line.
"""

from functools import reduce

import numpy as np
import pandas as pd

from analytics.demography.lifetable import SEXES
from analytics.demography.migration import STEP, rogers_castro
from analytics.demography.single_years import AGES

YOUNG = (20, 39)
STANDARD = {"a1": 0.02, "alpha1": 0.1, "a2": 0.06, "alpha2": 0.1, "mu2": 20, "lambda2": 0.4, "c": 0.003}


def yearly(intervals: pd.DataFrame) -> np.ndarray:
    """Net migrants a year per survivor in the last interval, by age at the end of the year.

    intervals : as from `cohorts.residuals` (period_end, years, sex, age_at_end, persons, trusted), with arrived
    (persons of that sex and age at the end)
    -> (sex, age); ages below all residuals as the youngest of them, 0 from the first on that is not trusted
    """
    open_age = intervals["age_at_end"].max()
    known = intervals.loc[lambda rows: rows["trusted"] & (rows["age_at_end"] < open_age)]
    return np.stack([_of_sex(known.loc[lambda rows, sex=sex: rows["sex"] == sex]) for sex in SEXES])


def profiles(population: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How further migrants spread over ages 20–39 and over all others: by how often people move at that age.

    population : (sex, age) persons
    -> young, rest : (sex, age) shares, each adding to 1: the population times Rogers and Castro's standard schedule
    """
    movers = of_all_ages(population)
    young = np.where((YOUNG[0] <= AGES) & (YOUNG[1] >= AGES), movers, 0)
    rest = movers - young
    return young / young.sum(), rest / rest.sum()


def of_all_ages(population: np.ndarray) -> np.ndarray:
    """(sex, age) shares, adding to 1, by which further migrants spread over all ages, as in `profiles`."""
    movers = population * rogers_castro(AGES, STANDARD)
    return movers / movers.sum()


def _of_sex(known: pd.DataFrame) -> np.ndarray:
    intervals = [rows for _end, rows in known.groupby("period_end")]
    return np.expm1(reduce(_moved_on, intervals, np.zeros(AGES.size)))


def _moved_on(before: np.ndarray, interval: pd.DataFrame) -> np.ndarray:
    """(age,) growth a year (of the logarithm) of an interval, from that of the interval before it."""
    ends = interval["age_at_end"].to_numpy()
    top, growth = ends.max() + STEP, np.log(interval["arrived"] / (interval["arrived"] - interval["persons"]))
    passed = _passed(ends, interval["years"].iloc[0])[:, :top]
    change = _evenest(passed, growth.to_numpy() - passed @ before[:top])
    return np.append(before[:top] + change, np.zeros(AGES.size - top))


def _passed(ends: np.ndarray, years: float) -> np.ndarray:
    """(cohort, age) years of the interval that those now in the five years of age from each lower bound have spent
    arriving at each age."""
    now = ends[:, None] + np.arange(STEP)
    ago = now[..., None] - AGES
    return np.clip(np.where(ago >= 0, years - ago, 0), 0, 1).mean(axis=1)


def _evenest(passed: np.ndarray, growth: np.ndarray) -> np.ndarray:
    """The rates with passed @ rates = growth whose steps from age to age, the last one to 0, have least squares."""
    cohorts, ages = passed.shape
    steps = np.eye(ages) - np.eye(ages, k=1)
    system = np.block([[steps.T @ steps, passed.T], [passed, np.zeros((cohorts, cohorts))]])
    return np.linalg.solve(system, np.concatenate([np.zeros(ages), growth]))[:ages]
