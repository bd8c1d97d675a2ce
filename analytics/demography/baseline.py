"""What goes on if nothing is changed: the newest register, Japan's schedules and the city's own fertility and moves."""

import numpy as np
import pandas as pd

from analytics.demography import cohorts, lifetable, net_rates, single_years
from analytics.demography.lifetable import SEXES
from analytics.demography.projection import Assumptions, Baseline

LAST = 2070
INTERVALS = 2
KEYS = ["reference_date", "basis", "sex"]


def baseline(
    pyramids: pd.DataFrame,
    mortality: pd.DataFrame,
    fertility: pd.DataFrame,
    sex_ratios: pd.DataFrame,
    tfr: pd.DataFrame,
) -> Baseline:
    """From the newest register with ages to LAST.

    pyramids : as `spread_unknown` gives them ; mortality : period, sex, age, mx ; fertility : period, age, share
    sex_ratios : period, value (boys per girl) ; tfr : year, value (children per woman), the newest is held
    Net rates are 0 from the age on at which the last residuals are not trusted (75 after an uneven interval).
    """
    start, groups = newest_register(pyramids)
    years = np.arange(start, LAST)
    population = single_years.persons(groups.T, groups.index.to_numpy())
    return Baseline(
        start,
        population,
        death_rates(mortality, years + 0.5),
        pattern(fertility, years + 0.5),
        np.full(years.size, tfr.sort_values("year")["value"].iloc[-1]),
        sex_ratio(sex_ratios, years + 0.5),
        rates_of_moving(pyramids, mortality),
        *net_rates.profiles(population),
    )


def unchanged(given: Baseline) -> Assumptions:
    """What a projection of the baseline runs on."""
    surv = lifetable.survivorship(lifetable.life_table(given.mx, single_years.AGES).nLx, width=1)
    rates, nobody = np.broadcast_to(given.net_rate, surv.shape), np.zeros_like(surv)
    return Assumptions(
        given.start, given.population, surv, given.pattern * given.tfr[:, None], given.srb, rates, nobody
    )


def spread_unknown(pyramids: pd.DataFrame, unknown: pd.DataFrame) -> pd.DataFrame:
    """Pyramids with those of unknown age spread over the ages of their sex in proportion.

    pyramids : reference_date, basis, sex, age, persons … ; unknown : reference_date, basis, sex, persons
    """
    missing = unknown.set_index(KEYS)["persons"].rename("missing")
    counted = pyramids.groupby(KEYS)["persons"].transform("sum")
    share = pyramids.join(missing, on=KEYS)["missing"].fillna(0) / counted
    return pyramids.assign(persons=pyramids["persons"] * (1 + share))


def newest_register(pyramids: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    """Its year, and persons: index age (lower bound), columns F and M."""
    register = pyramids.loc[lambda rows: rows["basis"] == "register"]
    newest = register.loc[lambda rows: rows["reference_date"] == rows["reference_date"].max()]
    wide = newest.pivot(index="age", columns="sex", values="persons")[list(SEXES)]
    return int(newest["reference_date"].iloc[0].year), wide


def death_rates(mortality: pd.DataFrame, moments: np.ndarray) -> np.ndarray:
    """(year, sex, age) deaths per person-year at these moments, on log-linear ways between the middles of periods."""
    wide = mortality.pivot(index="period", columns=["sex", "age"], values="mx")
    groups = np.stack([wide[sex].sort_index(axis=1).to_numpy() for sex in SEXES], axis=1)
    rates = single_years.death_rates(groups, np.sort(mortality["age"].unique()))
    return np.exp(single_years.by_year(np.log(rates), middles(wide.index), moments))


def pattern(fertility: pd.DataFrame, moments: np.ndarray) -> np.ndarray:
    """(year, age) shares of the TFR at these moments."""
    wide = fertility.pivot(index="period", columns="age", values="share")
    shares = single_years.fertility_shares(wide.to_numpy(), wide.columns.to_numpy())
    return single_years.by_year(shares / shares.sum(axis=1, keepdims=True), middles(wide.index), moments)


def sex_ratio(sex_ratios: pd.DataFrame, moments: np.ndarray) -> np.ndarray:
    """(year,) boys born per girl at these moments."""
    rows = sex_ratios.sort_values("period")
    return single_years.by_year(rows["value"].to_numpy(), middles(rows["period"]), moments)


def middles(periods: pd.Series | pd.Index) -> np.ndarray:
    """2022.5 of "2020-2025"."""
    return np.array([sum(map(int, period.split("-"))) / 2 for period in periods])


def rates_of_moving(pyramids: pd.DataFrame, mortality: pd.DataFrame) -> np.ndarray:
    """(sex, age) net migrants a year per survivor between the last two counts, in the shape of the interval before.

    pyramids, mortality : as in `cohorts.residuals`
    """
    found = cohorts.residuals(pyramids, mortality)
    last = found.loc[lambda rows: rows["period_end"].isin(np.unique(rows["period_end"])[-INTERVALS:])]
    keys = {
        "moment": pyramids["reference_date"].map(cohorts.moment),
        "sex": pyramids["sex"],
        "age": pyramids["age"],
    }
    counted = pyramids["persons"].groupby(list(keys.values())).sum()
    ends = pd.MultiIndex.from_frame(last[["period_end", "sex", "age_at_end"]])
    return net_rates.yearly(last.assign(arrived=counted.reindex(ends).to_numpy()))
