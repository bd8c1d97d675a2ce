"""What is known of the city's population: the baseline of every projection, its past errors and its chances.

Published values alone: nothing here rests on demo values, and nothing here says a word.
"""

from typing import NamedTuple

import pandas as pd

from analytics import caching
from analytics.city import scope
from analytics.database import queries
from analytics.demography import cohorts, hindcast, net_rates, record, simulation
from analytics.demography.baseline import baseline as composed
from analytics.demography.baseline import spread_unknown, unchanged
from analytics.demography.projection import Baseline
from analytics.demography.simulation import Chance
from analytics.filters import Filters

LAUNCHES = (2010.75, 2015.75)
PATHS = 10_000


class Evidence(NamedTuple):
    """The frames a baseline is composed of, in the order `baseline.baseline` takes them."""

    pyramids: pd.DataFrame
    mortality: pd.DataFrame
    fertility: pd.DataFrame
    sex_ratios: pd.DataFrame
    tfr: pd.DataFrame


@caching.of_build
def baseline(build: str) -> Baseline:
    return composed(*evidence(build))


@caching.of_build
def evidence(build: str) -> Evidence:
    asked = everything(build)
    return Evidence(
        spread_unknown(queries.pyramid(build, asked), queries.age_unknown(build, asked)),
        queries.schedule_mortality(build, asked),
        queries.fertility_schedule(build),
        queries.sex_ratios_at_birth(build),
        queries.fertility(build, asked, (asked.home,)),
    )


@caching.of_build
def hindcasts(build: str) -> pd.DataFrame:
    """Our projection launched from the censuses of LAUNCHES, as `hindcast.hindcast` has it, every launch."""
    found, counts = evidence(build), _counts(build)
    home = counts.loc[counts["area_code"] == everything(build).home]
    parts = [found.pyramids, found.mortality, found.fertility, found.sex_ratios, home]
    return pd.concat([hindcast.hindcast(launch, *parts) for launch in LAUNCHES], ignore_index=True)


@caching.of_build
def release_errors(build: str) -> pd.DataFrame:
    """Every municipality's past releases against what came, as `hindcast.of_releases` has it."""
    asked = everything(build)
    return hindcast.of_releases(queries.releases(build, asked, _areas(build)), _counts(build))


@caching.of_build
def past_errors(build: str) -> pd.DataFrame:
    """Errors of whole populations in the releases before the one in force, as `hindcast.of_totals` has them."""
    errors = hindcast.of_totals(release_errors(build))
    return errors.loc[errors["release"] < errors["release"].max()]


@caching.of_build
def chance(build: str) -> Chance:
    """What strays around a scenario, from the record, and by how much the past errors widen intervals."""
    base, levers, home = baseline(build), levers_on_record(build), everything(build).home
    tfr, net = (record.wander(levers, lever, home) for lever in ("tfr", "net"))
    drift = record.drift(evidence(build).mortality, base.population, base.start)
    strays = Chance(tfr, net, drift, net_rates.of_all_ages(base.population))
    found = simulation.paths(unchanged(base), strays, PATHS)
    return strays._replace(widening=simulation.widening(past_errors(build), found.totals))


def everything(build: str) -> Filters:
    """Published values of the city from all years: a projection never rests on demo values."""
    return Filters(scope.home(build), (), 0, 9999, scope="published")


@caching.of_build
def levers_on_record(build: str) -> pd.DataFrame:
    """Where the levers have been in the city, the prefecture and the country, as `record` has it.

    Net migration is in persons a year of each place: only the city's own is comparable with a lever.
    """
    asked, found = everything(build), evidence(build)
    home, around = (
        asked.home,
        tuple(dict.fromkeys(filter(None, [asked.home, scope.prefecture(build), scope.country(build)]))),
    )
    counted = [queries.pyramid(build, asked._replace(home=area)).assign(area_code=area) for area in around]
    parts = [
        record.fertility(queries.fertility(build, asked, around)),
        record.moves(queries.migration(build, asked, around)),
        record.residuals(cohorts.residuals(found.pyramids, found.mortality), home),
        record.mortality(queries.deaths(build, asked, around), pd.concat(counted), found.mortality),
    ]
    return pd.concat(parts, ignore_index=True)


def _counts(build: str) -> pd.DataFrame:
    return queries.counts(build, everything(build), _areas(build))


def _areas(build: str) -> tuple[str, ...]:
    return tuple(queries.areas(build)["area_code"])
