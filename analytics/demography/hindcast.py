"""Our projection launched from an old census with what was known then, and the institute's, against what came.

Moments are decimal years. Age groups are labels: five-year groups to 90+, the bands 0-14, 15-64, 65+, and all.
"""

import numpy as np
import pandas as pd

from analytics.demography import baseline, cohorts, lifetable, projection, single_years
from analytics.demography.lifetable import SEXES
from analytics.demography.migration import STEP
from analytics.demography.projection import WOMEN, Assumptions
from analytics.demography.single_years import AGES

OPEN = 90
FIVES = [f"{age}-{age + 4}" for age in range(0, OPEN, STEP)] + [f"{OPEN}+"]
BANDS = ["0-14", "15-64", "65+"]
GROUPS = [*FIVES, *BANDS, "all"]
CELL = ["target", "sex", "age_group"]
COLUMNS = ["launch", *CELL, "projected", "actual", "error"]
OLDEST = ["90-94", "95-99", "100+"]
OCTOBER = 0.75
LAUNCHES = {2013: 2010.75, 2018: 2015.75, 2023: 2020.75}


def hindcast(
    launch: float,
    pyramids: pd.DataFrame,
    mortality: pd.DataFrame,
    fertility: pd.DataFrame,
    sex_ratios: pd.DataFrame,
    counts: pd.DataFrame,
) -> pd.DataFrame:
    """Launched from a census, against every later count.

    launch : moment of the census, at least the third of pyramids ; pyramids, mortality, fertility, sex_ratios : as
    in `baseline.baseline`, of which nothing later than the launch is used ; counts : as for `actuals`
    Mortality, the age pattern of fertility and the net rates stay as they were in the five years before; so does the
    TFR, which is the one that the children under five at the launch imply.
    -> COLUMNS, error in persons (projected − actual)
    """
    known = pyramids.loc[lambda rows: rows["reference_date"].map(cohorts.moment) <= launch]
    schedules = [until(rows, launch) for rows in (mortality, fertility, sex_ratios)]
    actual = actuals(counts).loc[lambda rows: rows["target"] > launch]
    moments = np.arange(launch, actual["target"].max() + 1)
    projected = projection.project(_assumptions(launch, moments[:-1], known, *schedules)).population
    return _beside(_cells(projected, moments, actual["target"].unique()), actual).assign(launch=launch)[COLUMNS]


def of_releases(releases: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """The institute's releases against every later count, on straight lines between their years.

    releases : area_code, release, year (of 1 October), sex, age_group, persons ; counts : as for `actuals`
    -> area_code, release, COLUMNS; cells that a release or a count does not have are left out
    """
    actual = actuals(counts)
    index = ["area_code", "release", "sex", "age_group"]
    wide = releases.assign(target=releases["year"] + OCTOBER).pivot(index="target", columns=index, values="persons")
    moments = wide.index.union(actual["target"].unique())
    between = wide.reindex(moments).interpolate("index", limit_area="inside").unstack().rename("projected").dropna()
    found = _beside(between.reset_index(), actual).assign(launch=lambda rows: rows["release"].map(LAUNCHES))
    return found.loc[lambda rows: rows["target"] > rows["launch"], ["area_code", "release", *COLUMNS]]


def of_totals(errors: pd.DataFrame) -> pd.DataFrame:
    """Of `of_releases` whole populations on 1 October: with lead (years since the launch), relative (error, 0–1)."""
    whole = (errors["sex"] == "T") & (errors["age_group"] == "all") & (errors["target"] % 1 == OCTOBER)
    rows = errors.loc[whole].reset_index(drop=True)
    return rows.assign(lead=rows["target"] - rows["launch"], relative=rows["error"] / rows["actual"])


def actuals(counts: pd.DataFrame) -> pd.DataFrame:
    """Every census and every register with ages, those of unknown age spread in proportion.

    counts : area_code, reference_date, basis, sex (F, M, T), age_group as printed, persons
    -> area_code, target (moment), sex, age_group (of GROUPS), actual (persons)
    """
    wide = counts.pivot(
        index=["area_code", "reference_date", "basis", "sex"], columns="age_group", values="persons"
    )
    known = wide.mul(wide["all"] / (wide["all"] - wide["unknown"].fillna(0)), axis=0)
    known[FIVES[-1]] = known[FIVES[-1]].fillna(known[OLDEST].sum(axis=1, min_count=len(OLDEST)))
    known = with_bands(known[FIVES]).fillna(known.reindex(columns=BANDS)).assign(all=wide["all"])
    aged = known.loc[lambda rows: rows[FIVES[0]].notna() | (rows.index.get_level_values("basis") == "census")]
    rows = aged.stack().dropna().rename("actual").rename_axis([*aged.index.names, "age_group"]).reset_index()
    rows["target"] = rows["reference_date"].map(cohorts.moment)
    return rows[["area_code", *CELL, "actual"]]


def with_bands(fives: pd.DataFrame) -> pd.DataFrame:
    """Beside the columns of five-year groups those of the bands and of all ages."""
    parts = dict(zip(BANDS, np.split(np.array(FIVES), [3, 13]), strict=True)) | {"all": FIVES}
    return fives.assign(**{band: fives[list(part)].sum(axis=1, skipna=False) for band, part in parts.items()})


def accuracy(errors: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """by, cells, mape (mean absolute error, %), bias (sum of errors over the sum that came, %)."""
    share = errors.assign(off=(errors["error"] / errors["actual"]).abs() * 100)
    found = share.groupby(by).agg(
        cells=("off", "size"), mape=("off", "mean"), error=("error", "sum"), actual=("actual", "sum")
    )
    return found.assign(bias=found["error"] / found["actual"] * 100)[["cells", "mape", "bias"]].reset_index()


def implied_tfr(
    before: np.ndarray, now: np.ndarray, children: np.ndarray, surv: np.ndarray, pattern: np.ndarray
) -> float:
    """Children per woman over the last five years, as those under five at their end imply.

    before, now : (age,) women five years ago and now, single years ; children : (sex,) under five now
    surv : (sex,) survivorship from birth in these years ; pattern : (age,) shares of the TFR
    """
    return float((children / surv).sum() / (STEP * ((before + now) / 2 * pattern).sum()))


def until(rows: pd.DataFrame, launch: float) -> pd.DataFrame:
    """Those of the last period that was over at the launch."""
    over = rows.loc[rows["period"].str[-4:].astype(int) <= launch]
    return over.loc[over["period"] == over["period"].max()]


def _assumptions(
    launch: float,
    years: np.ndarray,
    pyramids: pd.DataFrame,
    mortality: pd.DataFrame,
    fertility: pd.DataFrame,
    sex_ratios: pd.DataFrame,
) -> Assumptions:
    table = lifetable.life_table(baseline.death_rates(mortality, [launch])[0], AGES)
    surv, pattern = lifetable.survivorship(table.nLx, width=1), baseline.pattern(fertility, [launch])[0]
    before, now = (_single_years(pyramids, moment, table.nLx) for moment in (launch - STEP, launch))
    born = table.nLx[:, :STEP].sum(axis=1) / (STEP * lifetable.RADIX)
    tfr = implied_tfr(before[WOMEN], now[WOMEN], now[:, :STEP].sum(axis=1), born, pattern)
    net_rate = baseline.rates_of_moving(pyramids, mortality)

    def held(values: np.ndarray) -> np.ndarray:
        return np.broadcast_to(values, (years.size, *np.shape(values)))

    ratio = baseline.sex_ratio(sex_ratios, [launch])[0]
    return Assumptions(launch, now, *map(held, (surv, tfr * pattern, ratio, net_rate, np.zeros_like(now))))


def _single_years(pyramids: pd.DataFrame, moment: float, lived: np.ndarray) -> np.ndarray:
    """(sex, age) persons of a census."""
    rows = pyramids.loc[pyramids["reference_date"].map(cohorts.moment) == moment]
    wide = rows.pivot(index="sex", columns="age", values="persons").loc[list(SEXES)]
    return single_years.persons(wide, wide.columns.to_numpy(), lived)


def _cells(projected: np.ndarray, moments: np.ndarray, targets: np.ndarray) -> pd.DataFrame:
    """CELL, projected, on straight lines between the moments of the projection."""
    at = single_years.by_year(projected, moments, targets)
    fives = np.add.reduceat(at, np.arange(0, OPEN + 1, STEP), axis=-1)
    both = np.concatenate([fives, fives.sum(axis=1, keepdims=True)], axis=1)
    index = pd.MultiIndex.from_product([targets, [*SEXES, "T"]], names=CELL[:2])
    wide = with_bands(pd.DataFrame(both.reshape(-1, len(FIVES)), index, FIVES))
    return wide.stack().rename("projected").rename_axis(CELL).reset_index()


def _beside(projected: pd.DataFrame, actual: pd.DataFrame) -> pd.DataFrame:
    keys = [name for name in ("area_code", *CELL) if name in projected]
    return projected.merge(actual, on=keys).assign(error=lambda rows: rows["projected"] - rows["actual"])
