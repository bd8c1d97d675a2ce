"""Where the levers of a projection have been, one value a row, and how far they stray from year to year."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.demography import baseline, cohorts, lifetable
from analytics.demography.lifetable import SEXES
from analytics.demography.net_rates import YOUNG
from analytics.demography.single_years import AGES

RESIDUAL = "residual"
PART = "register_"
HIGHEST = 0.98
COLUMNS = ["lever", "area_code", "basis", "first_year", "last_year", "value", "source_id"]
PLACE = ["area_code", "basis", "year"]


def fertility(tfr: pd.DataFrame) -> pd.DataFrame:
    """tfr : area_code, basis, year, value (children per woman), source_id -> lever "tfr", COLUMNS"""
    return _tidy(tfr.assign(lever="tfr", first_year=tfr["year"], last_year=tfr["year"]))


def moves(movers: pd.DataFrame) -> pd.DataFrame:
    """Net migrants a year, where both directions are known on one basis.

    movers : area_code, basis, direction (in, out), year, value (persons), source_id -> lever "net", COLUMNS
    """
    whole = _whole(movers)
    wide = whole.pivot(index=PLACE, columns="direction", values="value").reindex(columns=["in", "out"]).dropna()
    source = whole.groupby(PLACE)["source_id"].first()
    rows = (wide["in"] - wide["out"]).rename("value").to_frame().join(source).reset_index()
    return _tidy(rows.assign(lever="net", first_year=rows["year"], last_year=rows["year"]))


def residuals(found: pd.DataFrame, area: str) -> pd.DataFrame:
    """Net migrants a year between counts, what cannot be trusted and those born since left out.

    found : as from `cohorts.residuals` ; area : code of the place
    -> levers "net" and "young" (20–39 at the end), basis "residual", a row per interval, COLUMNS
    """
    trusted = found.loc[lambda rows: rows["trusted"]]
    parts = {"net": trusted, "young": trusted.loc[lambda rows: rows["age_at_end"].between(*YOUNG)]}
    return pd.concat([_per_year(rows, lever, area) for lever, rows in parts.items()], ignore_index=True)


def mortality(deaths: pd.DataFrame, pyramids: pd.DataFrame, schedule: pd.DataFrame) -> pd.DataFrame:
    """Deaths of a year as a multiple of what the country's death rates of that year would give.

    deaths : area_code, basis, year, value (persons), source_id ; pyramids : area_code, reference_date, sex, age,
    persons ; schedule : period, sex, age, mx
    -> lever "mortality", COLUMNS, for the years in or right after which the ages were counted
    """
    expected = [
        {"area_code": area, "year": _year(day), "expected": _expected(rows, day, schedule)}
        for (area, day), rows in pyramids.groupby(["area_code", "reference_date"])
    ]
    rows = _whole(deaths).merge(pd.DataFrame(expected), on=["area_code", "year"])
    years = {"first_year": rows["year"], "last_year": rows["year"]}
    return _tidy(rows.assign(lever="mortality", value=rows["value"] / rows["expected"], **years))


class Wander(NamedTuple):
    """How a lever strays from its path from year to year: deviation = persistence · the last one + spread · chance.

    persistence : 0–1, from `long` pairs of years ; spread : in the lever's unit, from `own` pairs of the city's years
    """

    persistence: float
    spread: float
    long: int
    own: int


def wander(found: pd.DataFrame, lever: str, home: str) -> Wander:
    """Persistence from the longest yearly series on record, wherever; spread from the longest of the city.

    found : COLUMNS
    Persistence is the regression of each year's distance from the mean on that of the year before, raised by
    (1 + 3 × persistence) ÷ pairs (Kendall 1954) because short series make it too low, and at most HIGHEST.
    """
    yearly = found.loc[lambda rows: (rows["lever"] == lever) & (rows["first_year"] == rows["last_year"])]
    long, own = (_longest(rows) for rows in (yearly, yearly.loc[lambda rows: rows["area_code"] == home]))
    before, now = long
    plain = float(before @ now / (before @ before))
    persistence = min(plain + (1 + 3 * plain) / before.size, HIGHEST)
    strayed = own[1] - persistence * own[0]
    return Wander(persistence, float(strayed.std(ddof=1)), before.size, strayed.size)


def drift(schedule: pd.DataFrame, population: np.ndarray, until: int) -> float:
    """How far the logarithm of mortality strays from its trend in a year, from the country's periods up to a year.

    schedule : period, sex, age, mx ; population : (sex, age), whose deaths weight the ages
    """
    middles = baseline.middles(np.unique(schedule["period"]))
    rates = np.log(baseline.death_rates(schedule, middles[middles < until]))
    deaths = population * np.exp(rates[-1])
    level = (rates * deaths).sum(axis=(1, 2)) / deaths.sum()
    return float(np.diff(level).std(ddof=1) / np.sqrt(np.diff(middles)[0]))


def _longest(yearly: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Distances from the series' mean in a year and in the next, of the series with most such pairs."""
    series = [rows.set_index("first_year")["value"] for _key, rows in yearly.groupby(["area_code", "basis"])]
    return max((_pairs(values - values.mean()) for values in series), key=lambda pairs: pairs[0].size)


def _pairs(values: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    following = values.reindex(values.index + 1).to_numpy()
    known = ~np.isnan(following)
    return values.to_numpy()[known], following[known]


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Without the bases that count a part of another one, such as foreign residents alone."""
    return rows.loc[lambda rows: ~rows["basis"].str.startswith(PART)]


def _per_year(rows: pd.DataFrame, lever: str, area: str) -> pd.DataFrame:
    found = rows.groupby(["period_start", "period_end"], as_index=False).agg(
        persons=("persons", "sum"), years=("years", "first"), source_id=("end_source_id", "first")
    )
    return _tidy(
        found.assign(
            lever=lever,
            area_code=area,
            basis=RESIDUAL,
            first_year=np.floor(found["period_start"]).astype(int),
            last_year=np.floor(found["period_end"]).astype(int),
            value=found["persons"] / found["years"],
        )
    )


def _year(day: pd.Timestamp) -> int:
    """The calendar year whose deaths a count of that day stands for: 2015 of 1 October 2015, 2024 of 1 January 2025."""
    return int(np.ceil(cohorts.moment(day)) - 1)


def _expected(pyramid: pd.DataFrame, day: pd.Timestamp, schedule: pd.DataFrame) -> float:
    """Deaths of the year at the country's rates, in groups as wide as both have them."""
    groups = pyramid.pivot_table(index="sex", columns="age", values="persons", aggfunc="sum").loc[list(SEXES)]
    rates = baseline.death_rates(schedule, np.array([_year(day) + 0.5]))[0]
    return float((groups.to_numpy() * _group_rates(rates, groups.columns.to_numpy())).sum())


def _group_rates(rates: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """(sex, group) death rates in groups with these lower bounds, the last open, by the life table's own ages."""
    table = lifetable.life_table(rates, AGES)
    died, lived = (-np.diff(column[:, starts], append=0) for column in (table.lx, table.Tx))
    return died / lived


def _tidy(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[COLUMNS].sort_values(COLUMNS[:4], ignore_index=True)
