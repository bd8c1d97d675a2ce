"""Answers of a survey brought to the register's age and sex."""

import numpy as np
import pandas as pd

from analytics.statistics import survey

BANDS = [age for ages in survey.AGES.values() for age in ages]
EDGES = [15, 30, 40, 50, 60, 70, 1000]
OF_15_TO_19 = 2 / 5


def adults(register: pd.DataFrame) -> pd.DataFrame:
    """Persons aged 18 and over in the survey's age groups, age × sex.

    register : sex, age (lower bound of five-year groups, the last one open), persons
    The register has no 18- and 19-year-olds apart: they are taken as two fifths of those aged 15–19.
    """
    grown = register[register["age"] >= EDGES[0]]
    persons = grown["persons"].where(grown["age"] >= 20, grown["persons"] * OF_15_TO_19)
    bands = pd.cut(grown["age"], EDGES, right=False, labels=BANDS).astype(str).rename("age_group")
    return persons.groupby([bands, grown["sex"]]).sum().unstack(fill_value=0)


def weigh(cells: pd.DataFrame, population: pd.DataFrame, answer: str) -> pd.DataFrame:
    """Shares of one answer as they were given and as raked to the population, for all and for survey.AGES.

    cells : sex, age_group, answer, persons ; population : persons, age × sex
    -> group ("all", "18-39", "40+"), n, count (persons), share, weighted (0–1), effective (answers, Kish)
    Raises ValueError as survey.rake does.
    """
    answered = cells.pivot_table(index="age_group", columns="sex", values="persons", aggfunc="sum")
    given = cells[cells["answer"] == answer].pivot_table(index="age_group", columns="sex", values="persons")
    given = given.reindex_like(answered).fillna(0)
    weights = survey.rake(answered, (population.sum(axis=1), population.sum()))
    groups = {"all": list(answered.index), **survey.AGES}
    return pd.DataFrame(
        _weighed(group, *(part.loc[list(ages)].to_numpy() for part in (answered, given, weights)))
        for group, ages in groups.items()
    )


def _weighed(group: str, answered: np.ndarray, given: np.ndarray, weights: np.ndarray) -> dict[str, object]:
    return {
        "group": group,
        "n": answered.sum(),
        "count": given.sum(),
        "share": given.sum() / answered.sum(),
        "weighted": survey.weighted_share(given, weights, answered),
        "effective": survey.kish(weights, answered),
    }
