"""What a plan says and what it is measured by: one function per SELECT, every frame small and in the plan's order.

Without filters there are no demo rows; with them, as their `statuses` say.
"""

import pandas as pd

from analytics import caching
from analytics.database import store
from analytics.filters import PUBLISHED, Filters

ORIGINAL, REVISED = "original", "revised"


class PlanMissingError(Exception):
    """The build holds no plan at all."""


@caching.of_build
def plans(build: str) -> pd.DataFrame:
    """A row per plan, the one that runs longest first: names, first_fiscal_year, last_fiscal_year, revised_on."""
    return store.query(build, "plans", statuses=PUBLISHED)


def plan(build: str, filters: Filters) -> pd.Series:
    """The plan the filters name, else the first of all. Raises PlanMissingError where there is none."""
    named = plan_id(build, filters)
    if not named:
        raise PlanMissingError
    return plans(build).set_index("plan_id", drop=False).loc[named]


def plan_id(build: str, filters: Filters) -> str:
    """That of `plan`, empty where there is none."""
    known = list(plans(build)["plan_id"])
    return filters.plan if filters.plan in known else next(iter(known), "")


@caching.of_build
def goals(build: str, plan_id: str) -> pd.DataFrame:
    """A row per version and goal: number, short and full names, change, address of its page."""
    return store.query(build, "goals", plan=plan_id, statuses=PUBLISHED)


@caching.of_build
def goal_drivers(build: str, plan_id: str) -> pd.DataFrame:
    """A row per figure behind a goal: goal_id, figure (its registered name), on what ground."""
    return store.query(build, "goal_drivers", plan=plan_id, statuses=PUBLISHED)


def measures(build: str, plan_id: str) -> pd.DataFrame:
    """A row per version and measure: goal_id, number, names, kpi_absence (why it has no KPI), change, page."""
    return store.query(build, "measures", plan=plan_id, statuses=PUBLISHED)


def initiatives(build: str, plan_id: str) -> pd.DataFrame:
    """A row per version and initiative: measure_id, printed_number, names, kpi_absence, change, page."""
    return store.query(build, "initiatives", plan=plan_id, statuses=PUBLISHED)


@caching.of_build
def indicators(build: str, plan_id: str) -> pd.DataFrame:
    """A row per version and numeric target (kind "target") or KPI (kind "kpi"), with its place in the plan."""
    return store.query(build, "indicators", plan=plan_id, statuses=PUBLISHED)


def values(build: str, plan_id: str, filters: Filters) -> pd.DataFrame:
    """A row per indicator, fiscal year, kind (baseline, target, actual), decision date: value or missing_reason."""
    return store.query(build, "indicator_values", plan=plan_id, statuses=filters.statuses)


def perspectives(build: str, plan_id: str) -> pd.DataFrame:
    """A row per version and perspective: number, names, predecessor_ids, change."""
    return store.query(build, "perspectives", plan=plan_id, statuses=PUBLISHED)


def revisions(build: str, plan_id: str) -> pd.DataFrame:
    """A row per item of the revision: section, number, title, page, before, after, reason."""
    return store.query(build, "revisions", plan=plan_id, statuses=PUBLISHED)


def background(build: str, plan_id: str) -> pd.DataFrame:
    """A row per event behind the plan: date (YYYY or YYYY-MM), level (national, prefecture, city), event."""
    return store.query(build, "background", plan=plan_id, statuses=PUBLISHED)


def context(build: str, plan_id: str) -> pd.DataFrame:
    """A row per point of the plan's own explanation: section, number, title, text, response, page."""
    return store.query(build, "plan_context", plan=plan_id, statuses=PUBLISHED)


@caching.of_build
def bands(build: str, plan_id: str) -> pd.DataFrame:
    """A row per class of progress in the order of display: band, lower (percent), mark, name, meaning."""
    return store.query(build, "bands", plan=plan_id, statuses=PUBLISHED)


def population_target(build: str, plan_id: str, filters: Filters) -> pd.DataFrame:
    """The population the plan aims for: year, persons."""
    return store.query(build, "population_target", plan=plan_id, area=filters.home, statuses=filters.statuses)


def population_totals(build: str, filters: Filters) -> pd.DataFrame:
    """The city by day of reference and basis (census, register): persons."""
    return store.query(build, "population_totals", area=filters.home, statuses=filters.statuses)


def projections(build: str, filters: Filters) -> pd.DataFrame:
    """The national institute's projections of the city by release and year: persons on 1 October."""
    return store.query(build, "projections", area=filters.home, statuses=filters.statuses)


def verification(build: str, filters: Filters) -> pd.DataFrame:
    """What the city has published of its own verification: indicator, year, value, unit."""
    return store.query(build, "verification", area=filters.home, statuses=filters.statuses)


def reason_links(build: str, plan_id: str, version: str = REVISED) -> pd.DataFrame:
    """The measures and initiatives of a version that address a reason of the survey, with the ground of each link.

    initiative_number and names are missing where a measure alone bears on the reason.
    """
    return store.query(build, "reason_links", plan=plan_id, version=version, statuses=PUBLISHED)
