"""The city's population if nothing is changed, to the year the projections end, and what it is assumed from."""

from typing import NamedTuple

import pandas as pd

from analytics import caching
from analytics.city.births_by_cause import COUNTRY, PREFECTURE
from analytics.database import queries
from analytics.demography import cohorts, hindcast, net_rates, record, simulation
from analytics.demography.baseline import baseline as composed
from analytics.demography.baseline import spread_unknown, unchanged
from analytics.demography.projection import Baseline
from analytics.demography.simulation import Chance
from analytics.figures import Context
from analytics.filters import Filters

LAUNCHES = (2010.75, 2015.75)
PATHS = 10_000


class Assumption(NamedTuple):
    """What one part of the baseline rests on: the part's name, how it is made, and the sources to credit."""

    part: str
    text: str
    sources: tuple[str, ...]


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
    areas = queries.areas(build)
    return Filters(areas.loc[areas["is_home"], "area_code"].iloc[0], (), 0, 9999, scope="published")


@caching.of_build
def levers_on_record(build: str) -> pd.DataFrame:
    """Where the levers have been in the city, the prefecture and the country, as `record` has it.

    Net migration is in persons a year of each place: only the city's own is comparable with a lever.
    """
    asked, found = everything(build), evidence(build)
    home, around = asked.home, tuple(dict.fromkeys([asked.home, PREFECTURE, COUNTRY]))
    counted = [queries.pyramid(build, asked._replace(home=area)).assign(area_code=area) for area in around]
    parts = [
        record.fertility(queries.fertility(build, asked, around)),
        record.moves(queries.migration(build, asked, around)),
        record.residuals(cohorts.residuals(found.pyramids, found.mortality), home),
        record.mortality(queries.deaths(build, asked, around), pd.concat(counted), found.mortality),
    ]
    return pd.concat(parts, ignore_index=True)


def assumptions(build: str, filters: Filters) -> list[Assumption]:
    context, found = Context(build, filters), evidence(build)
    days = found.pyramids.loc[lambda rows: rows["basis"] == "register"].sort_values("reference_date")
    census = found.pyramids.loc[lambda rows: rows["basis"] == "census"].sort_values("reference_date")
    tfr, register = found.tfr.sort_values("year").iloc[-1], days.iloc[-1]
    wpp = (found.mortality["source_id"].iloc[0],)
    counts = (census["source_id"].iloc[-1], register["source_id"])
    texts = {
        context.text("はじめの人口"): (_population(context, register["reference_date"]), counts[1:]),
        context.text("死亡"): (_mortality(context), wpp),
        context.text("出生"): (_fertility(context, tfr), (tfr["source_id"], *wpp)),
        context.text("移動"): (_moves(context, census["reference_date"].iloc[-1], register), (*counts, *wpp)),
    }
    return [Assumption(part, text, sources) for part, (text, sources) in texts.items()]


def _counts(build: str) -> pd.DataFrame:
    return queries.counts(build, everything(build), _areas(build))


def _areas(build: str) -> tuple[str, ...]:
    return tuple(queries.areas(build)["area_code"])


def _population(context: Context, day: pd.Timestamp) -> str:
    return context.text(
        "{day}の住民基本台帳の男女・5歳階級別人口です。各歳へは、各階級の合計が変わらないなめらかな曲線で分けています。"
    ).format(day=context.date(day))


def _mortality(context: Context) -> str:
    return context.text(
        "国連推計による日本の男女・年齢別死亡率です。期間と期間の間は直線で結び、最後の期間のあとは変えません。"
    )


def _fertility(context: Context, tfr: pd.Series) -> str:
    return context.text(
        "合計特殊出生率は、公表されている最も新しい{year}の{value}が続くとします。"
        "母の年齢の分布と出生性比は、国連推計による日本の値です。"
    ).format(year=context.year(tfr["year"]), value=f"{tfr['value']:.2f}")


def _moves(context: Context, census: pd.Timestamp, register: pd.Series) -> str:
    return context.text(
        "{start}の国勢調査から{end}の住民基本台帳までの純移動率（男女・年齢別の推計）が続くとします。"
        "75歳以上は推計が当てにならないため、移動を0とします。年齢不詳は各年齢に比例して含めました。"
    ).format(start=context.date(census), end=context.date(register["reference_date"]))
