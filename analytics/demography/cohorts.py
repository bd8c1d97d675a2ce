"""A city's net migration from count to count: its pyramids and the national death rates, period by period.

Moments are decimal years: 2015.75 is 1 October 2015, 2025.0 is 1 January 2025.
"""

from itertools import pairwise
from math import ceil

import numpy as np
import pandas as pd

from analytics.demography import lifetable, migration
from analytics.demography.lifetable import SEXES
from analytics.demography.migration import STEP

OPEN_AGE = 90
AGES = np.arange(0, OPEN_AGE + 1, STEP)
CELLS = pd.MultiIndex.from_product([SEXES, AGES], names=["sex", "age"])
APART = 2.5
SPLIT_BELOW = 75
KNOWN = ["period_start", "period_end", "sex", "age_at_end", "persons", "rate", "mixed_basis"]
ADDED = ["period", "years", "age_group", "trusted", "earliest", "source_id", "end_source_id", "mortality_source_id"]


def residuals(pyramids: pd.DataFrame, schedule: pd.DataFrame) -> pd.DataFrame:
    """Net migration by sex and age between successive counts: every census, then the newest register after them.

    pyramids : reference_date, basis, sex, age (lower bound), persons, source_id
    schedule : period ("1995-2000"), sex, age (lower bound, last open), mx, source_id
    -> as `migration.residuals_over`, persons whole, none missing; and period ("2010-2015"), years, age_group,
    trusted, earliest (first year of the oldest schedule), source_id, end_source_id, mortality_source_id
    Not trusted are those of 75 and over at the end of an interval that is not made of whole five years: births of
    1945–1950 were too uneven for five-year groups to be split.
    """
    counts = _counts(pyramids)
    if len(counts) < 2 or schedule.empty:
        return pd.DataFrame(columns=[*KNOWN, *ADDED])
    populations = {row.Index: row.persons for row in counts.itertuples()}
    moments, ratios = list(populations), _ratios(schedule)
    surv = {start: _steps(ratios, start, end) for start, end in pairwise(moments)}
    found = migration.residuals_over(populations, surv, bases=counts["basis"].to_dict())
    found = found.dropna(subset="persons").assign(persons=lambda rows: rows["persons"].round() + 0.0)
    return _described(found, counts["source_id"], min(ratios), schedule["source_id"].iloc[0])


def paths(found: pd.DataFrame) -> pd.DataFrame:
    """Net migration of each birth cohort, from `residuals`: a row per birth_start, birth_end, period.

    -> F, M, persons (whole), age (exact age of the youngest at the end), mixed_basis, trusted; oldest cohort first
    """
    keys = ["birth_start", "birth_end", "period", "age", "mixed_basis"]
    if found.empty:
        return pd.DataFrame(columns=[*keys, *SEXES, "persons", "trusted"])
    by_sex = migration.cohort_paths(found)
    wide = by_sex.pivot_table(index=keys, columns="sex", values="persons").round() + 0.0
    wide = wide.reindex(columns=list(SEXES)).dropna().reset_index()
    uneven = wide["period"].map(found.groupby("period")["years"].first()) % STEP != 0
    return wide.assign(
        persons=wide[list(SEXES)].sum(axis=1), trusted=~(uneven & (wide["age"] + STEP > SPLIT_BELOW))
    )


def moment(day: pd.Timestamp) -> float:
    """Decimal year of the first of a month."""
    return day.year + (day.month - 1) / 12


def _counts(pyramids: pd.DataFrame) -> pd.DataFrame:
    """By moment: basis, persons (sex, age), source_id of what the intervals run between."""
    clipped = pyramids.assign(age=pyramids["age"].clip(upper=OPEN_AGE))
    keys = ["reference_date", "basis"]
    wide = clipped.pivot_table(index=keys, columns=["sex", "age"], values="persons", aggfunc="sum")
    whole = wide.reindex(columns=CELLS).dropna()
    sources = pyramids.groupby(keys)["source_id"].first().reindex(whole.index)
    days, bases = whole.index.get_level_values("reference_date"), whole.index.get_level_values("basis")
    arrays = list(whole.to_numpy(float).reshape(-1, len(SEXES), len(AGES)))
    moments = pd.Index(map(moment, days))
    counts = pd.DataFrame({"basis": bases, "persons": arrays, "source_id": sources.to_numpy()}, index=moments)
    census, register = (counts[counts["basis"] == basis].sort_index() for basis in ("census", "register"))
    since = census.index.max() + APART
    return pd.concat([census, register[register.index >= since].tail(1)])


def _ratios(schedule: pd.DataFrame) -> dict[int, np.ndarray]:
    """{first year of a period: (sex, age) survivorship to the open age group}"""
    found = {}
    for period, rows in schedule.groupby("period"):
        rates = rows.pivot(index="sex", columns="age", values="mx").loc[list(SEXES)]
        table = lifetable.life_table(rates.to_numpy(), rates.columns.to_numpy())
        found[int(period[:4])] = lifetable.survivorship(lifetable.regroup(table.nLx, table.age, AGES))
    return found


def _steps(ratios: dict[int, np.ndarray], start: float, end: float) -> np.ndarray:
    """(step, sex, age) survivorship of each started five years, the nearest schedule where none is that old."""
    years = [int(start) // STEP * STEP + STEP * step for step in range(ceil((end - start) / STEP))]
    return np.stack([ratios[min(ratios, key=lambda known: abs(known - year))] for year in years])


def _described(found: pd.DataFrame, sources: pd.Series, earliest: int, mortality: str) -> pd.DataFrame:
    age, years = found["age_at_end"], found["period_end"] - found["period_start"]
    ends = [np.floor(found[name]).astype(int).astype(str) for name in ("period_start", "period_end")]
    closed = age.astype(str) + "-" + (age + STEP - 1).astype(str)
    return found.assign(
        period=ends[0] + "-" + ends[1],
        years=years,
        age_group=closed.where(age < OPEN_AGE, f"{OPEN_AGE}+"),
        trusted=(years % STEP == 0) | (age + STEP <= SPLIT_BELOW),
        earliest=earliest,
        source_id=found["period_start"].map(sources),
        end_source_id=found["period_end"].map(sources),
        mortality_source_id=mortality,
    ).reset_index(drop=True)
