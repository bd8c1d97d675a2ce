"""What filters may ask of a build: its city, the places that is compared with, its years, its plans."""

from analytics import caching
from analytics.database import plans, queries
from analytics.filters import Filters


@caching.of_build
def home(build: str) -> str:
    """Area code of the city this dashboard is for."""
    areas = queries.areas(build)
    return areas.loc[areas["is_home"], "area_code"].iloc[0]


@caching.of_build
def prefecture(build: str) -> str:
    """Area code of the city's prefecture, empty where it is not loaded: its first two digits are the city's."""
    areas = queries.areas(build)
    inside = areas["area_code"].str[:2] == home(build)[:2]
    return next(iter(areas.loc[inside & (areas["kind"] == "prefecture"), "area_code"]), "")


@caching.of_build
def country(build: str) -> str:
    """Area code of the whole country, empty where it is not loaded."""
    areas = queries.areas(build)
    return next(iter(areas.loc[areas["kind"] == "country", "area_code"]), "")


def yardstick(build: str) -> str:
    """What the city is measured against: its prefecture, else the country, else nothing."""
    return prefecture(build) or country(build)


@caching.of_build
def comparable(build: str) -> tuple[str, ...]:
    """Area codes the city can be compared with: its neighbours and its prefecture."""
    areas = queries.areas(build)
    wanted = areas["is_neighbour"] | (areas["kind"] == "prefecture")
    return tuple(areas.loc[wanted & ~areas["is_home"], "area_code"])


def usual(build: str) -> Filters:
    """The filters before a visitor has chosen any."""
    return Filters(home(build), comparable(build), *queries.period(build), plan=first_plan(build))


def within(build: str, filters: Filters) -> Filters:
    """The filters with nothing in them that the build does not have: places in one order, years in theirs."""
    first, last = queries.period(build)
    years = sorted(min(max(year, first), last) for year in (filters.first_year, filters.last_year))
    return filters._replace(
        areas=tuple(code for code in comparable(build) if code in filters.areas),
        first_year=years[0],
        last_year=years[1],
        plan=plans.plan_id(build, filters),
    )


def plan_ids(build: str) -> list[str]:
    return list(plans.plans(build)["plan_id"])


def first_plan(build: str) -> str:
    """The plan that is shown before another is chosen, empty where there is none."""
    return next(iter(plan_ids(build)), "")
