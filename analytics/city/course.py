"""The course of the population under a scenario: its projection, parts of it, and the year it is aimed at."""

import numpy as np
import pandas as pd

from analytics import caching, scenario
from analytics.city import evidence
from analytics.database import plans
from analytics.demography.lifetable import SEXES
from analytics.demography.projection import Projection
from analytics.filters import View
from analytics.scenario import Levers

AGES = {"all": (0, 101), "0-14": (0, 15), "15-64": (15, 65), "65+": (65, 101), "75+": (75, 101), "20-39": (20, 40)}
UNITS = {"persons": "population", "index": "population_index", "share": "share_of_population"}


@caching.of_choice
def path(build: str, levers: Levers) -> Projection:
    """The projection of one scenario."""
    return scenario.run(evidence.baseline(build), levers)


def unchanged(view: View) -> Projection:
    """The projection if nothing is changed, to the target's year."""
    return path(view.build, Levers(to=horizon(view)[0]))


def counted(found: Projection, sex: str, ages: str) -> pd.Series:
    """Persons by year of 1 January. sex : F, M, T both ; ages : a key of AGES"""
    low, high = AGES[ages]
    sexes = slice(None) if sex == "T" else [SEXES.index(sex)]
    persons = found.population[:, sexes, low:high].sum(axis=(1, 2))
    return pd.Series(persons, index=found.start + np.arange(len(persons)))


def measured(found: Projection, sex: str, ages: str, unit: str, span: tuple[int, int] | None = None) -> pd.Series:
    """A part of the population by year: persons, the first year as 100, or percent of all ages of the sex.

    span : first and last year, all of them without
    """
    values = counted(found, sex, ages)
    if span:
        values = values.loc[span[0] : span[1]]
    if unit == "index":
        return values / values.iloc[0] * 100
    return values / counted(found, sex, "all")[values.index] * 100 if unit == "share" else values


@caching.of_choice(key=lambda view: (view.build, view.home, view.filters.plan))
def horizon(view: View) -> tuple[int, float | None]:
    """The year of the target population and the target; the last year and None where the plan has none."""
    rows = plans.population_target(view.build, plans.plan_id(view.build, view.filters), view.filters)
    if rows.empty:
        base = evidence.baseline(view.build)
        return base.start + len(base.tfr), None
    return int(rows["year"].iloc[0]), float(rows["persons"].iloc[0])


def cells_of(found: Projection) -> pd.DataFrame:
    """A path whole: year (1 January), sex (F, M), age (single years, the last open), persons."""
    years, sexes, ages = found.population.shape
    index = pd.MultiIndex.from_product(
        [found.start + np.arange(years), SEXES[:sexes], range(ages)], names=["year", "sex", "age"]
    )
    return pd.DataFrame({"persons": found.population.ravel().round(2)}, index).reset_index()
