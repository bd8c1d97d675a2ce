"""One function per SELECT. `build` is the database file's name; every frame is small and sorted.

Values come with their status and source, the two parts of a rate with their sources: a rate is always derived. Without
filters there are no demo rows; with them, as their `statuses` say.
"""

import pandas as pd

from analytics import caching
from analytics.database import store
from analytics.filters import PUBLISHED, Filters


@caching.of_build
def areas(build: str) -> pd.DataFrame:
    """A row per area: area_code, name_ja, name_en, kind, is_home, is_neighbour."""
    return store.query(build, "areas")


@caching.of_build
def place_names(build: str, lang: str) -> dict[str, str]:
    """area_code -> the area's name in "ja" or "en"."""
    return dict(areas(build).set_index("area_code")[f"name_{lang}"])


@caching.of_build
def peer_sets(build: str) -> pd.DataFrame:
    """A row per member of a set of municipalities to compare with: peer_set, its names, area_code, why."""
    return store.query(build, "peer_sets")


@caching.of_build
def build_stamp(build: str) -> pd.Series:
    """content_hash, code_commit, built_at (UTC), sources, figures of the build."""
    return store.query(build, "build").iloc[0]


@caching.of_build
def period(build: str) -> tuple[int, int]:
    """First and last calendar year with any observed figure."""
    return tuple(int(year) for year in store.query(build, "period", statuses=PUBLISHED).iloc[0])


def births(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """A row per area, basis, calendar year: value (births, persons), status, source_id."""
    return store.query(build, "births", **_scope(filters, areas))


def deaths(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """A row per area, basis, calendar year: value (deaths, persons), status, source_id."""
    return store.query(build, "deaths", **_scope(filters, areas))


def marriages(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """A row per area, basis, calendar year: value (marriages, couples), status, source_id."""
    return store.query(build, "marriages", **_scope(filters, areas))


def couples(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """A row per place, year and event (marriages, divorces) of vital statistics: basis, value (couples), status, source_id."""
    return store.query(build, "couples", **_scope(filters, areas))


def fertility(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """A row per area, basis, calendar year: value (TFR, children per woman), status, source_id."""
    return store.query(build, "fertility", **_scope(filters, areas))


def births_and_women(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """Register births of a year beside women 15–49 counted within three months of that year's 1 October.

    A row per area and year: births, women (persons), reference_date of the women, both source ids.
    """
    return store.query(build, "births_and_women", **_scope(filters, areas))


def women(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """Every count of women by five-year age below 80, whatever the period asked for.

    A row per area, moment (decimal year: 2015.75 is 1 October 2015) and age (lower bound): women (persons),
    basis (census, register), status, source_id.
    """
    return store.query(build, "women", areas=list(areas), statuses=filters.statuses)


def asfr(build: str, filters: Filters, area: str) -> pd.DataFrame:
    """Births per woman-year of one area by calendar year and five-year age, of years in which all seven are known.

    A row per year and age (lower bound): asfr, status, source_id.
    """
    return store.query(build, "asfr", area=area, statuses=filters.statuses)


def migration(build: str, filters: Filters, areas: tuple[str, ...], age_group: str = "all") -> pd.DataFrame:
    """A row per area, basis, direction (in/out), calendar year of one age group ("all", "20-39").

    value (migrants, persons), status, source_id.
    """
    return store.query(build, "migration", **_scope(filters, areas), age_group=age_group)


def movers_by_age(build: str, filters: Filters) -> pd.DataFrame:
    """The city by basis, calendar year, direction (in/out) and five-year age group: value (migrants, persons)."""
    scope = _scope(filters, ())
    del scope["areas"]
    return store.query(build, "movers_by_age", area=filters.home, **scope)


def residents(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """The resident register on 1 January, whatever the period asked for.

    A row per area and year (of the day of reference): residents (persons), residents_source_id.
    """
    return store.query(build, "residents", areas=list(areas), statuses=filters.statuses)


def comparison(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """What places are compared by, from the latest register with ages: its residents and the year before it.

    A row per measure and area: persons (counted), residents, year (of 1 January), source_id, residents_source_id.
    """
    return store.query(build, "comparison", areas=list(areas), statuses=filters.statuses)


def establishments(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """A row per area, census year, coverage (all/private): establishments, employees (persons engaged)."""
    return store.query(build, "establishments", **_scope(filters, areas))


def industries(build: str, filters: Filters) -> pd.DataFrame:
    """The city by census year, coverage (all/private), industry, largest first: value (persons engaged)."""
    scope = _scope(filters, ())
    del scope["areas"]
    return store.query(build, "industries", area=filters.home, **scope)


def intention(build: str, filters: Filters) -> pd.DataFrame:
    """A row per survey year, age_group ("all" is 18 and over), answer (stay/leave/other): share (percent), n, sent."""
    return store.query(build, "intention", **_period(filters), statuses=filters.statuses)


def intention_reasons(build: str, filters: Filters) -> pd.DataFrame:
    """The leading reasons to stay or leave by survey year and rank: reason, share (percent, mostly missing)."""
    return store.query(build, "intention_reasons", **_period(filters), statuses=filters.statuses)


def survey_cells(build: str, filters: Filters) -> pd.DataFrame:
    """Answers by survey year, age_group, sex (M/F) and answer: persons."""
    return store.query(build, "survey_cells", **_period(filters), statuses=filters.statuses)


def survey_passports(build: str, filters: Filters) -> pd.DataFrame:
    """How each survey was held, whatever the period asked for; missing where that is not published."""
    return store.query(build, "survey_passports", statuses=filters.statuses)


def pyramid(build: str, filters: Filters) -> pd.DataFrame:
    """The city by day of reference, sex (M/F) and five-year age group, open age group last: persons."""
    return store.query(build, "pyramid", area=filters.home, statuses=filters.statuses)


def age_unknown(build: str, filters: Filters) -> pd.DataFrame:
    """Those of unknown age in the city's censuses and registers, by day of reference and sex (M/F): persons."""
    return store.query(build, "age_unknown", area=filters.home, statuses=filters.statuses)


def counts(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """Every census and register, whatever the period asked for, by area, day of reference, basis, sex (F/M/T) and age.

    age_group as printed, with "all", wider bands and "unknown": persons, status, source_id.
    """
    return store.query(build, "counts", areas=list(areas), statuses=filters.statuses)


def releases(build: str, filters: Filters, areas: tuple[str, ...]) -> pd.DataFrame:
    """The institute's projections by area, release, year, sex (F/M/T), age group: persons, status, source_id, note.

    age : lower bound, missing for the whole ; kind : five_year, open, band or total
    """
    return store.query(build, "releases", areas=list(areas), statuses=filters.statuses)


def sex_ratios_at_birth(build: str) -> pd.DataFrame:
    """Japan by five-year period: value (boys born per girl), status, source_id."""
    return store.query(build, "sex_ratios_at_birth", statuses=PUBLISHED)


def schedule_mortality(build: str, filters: Filters) -> pd.DataFrame:
    """The country by period of five years, sex (F/M) and age group (age: lower bound, last open): mx per person-year."""
    return store.query(build, "schedule_mortality", statuses=filters.statuses)


def asfr_and_tfr(build: str) -> pd.DataFrame:
    """A row per area, its kind, year and five-year age of mother, where all seven ages are known.

    asfr (births per woman-year), tfr (children per woman, as published), status and source_id of asfr.
    """
    return store.query(build, "asfr_and_tfr", statuses=PUBLISHED)


def fertility_schedule(build: str) -> pd.DataFrame:
    """Japan by five-year period and age of mother (age: lower bound).

    share (of the TFR, 0–1), tfr, status and source_id of the share.
    """
    return store.query(build, "fertility_schedule", statuses=PUBLISHED)


def mx_and_e0(build: str) -> pd.DataFrame:
    """Japan by five-year period, sex and age (lower bound).

    mx (deaths per person-year), life_expectancy (years), status and source_id of mx.
    """
    return store.query(build, "mx_and_e0", statuses=PUBLISHED)


def age_bands(build: str, filters: Filters) -> pd.DataFrame:
    """The city by day of reference in 0-14, 15-64, 65+: persons; age unknown is in none of them.

    As printed, else summed (status "derived") where every five-year age group up to the open one is there.
    """
    return store.query(build, "age_bands", area=filters.home, **_period(filters), statuses=filters.statuses)


@caching.of_build
def sources(build: str) -> pd.DataFrame:
    """A row per source: its passport, the tables it feeds, and how many rows."""
    return store.query(build, "sources")


def credits(build: str) -> pd.DataFrame:
    """source_id -> title, producer, reference_date, credit, in both languages."""
    return store.query(build, "credits").set_index("source_id")


def annotations(build: str, filters: Filters, topic: str) -> pd.DataFrame:
    """Events and breaks that concern a table: year, kind (break/event/revision), text_ja, text_en."""
    return store.query(build, "annotations", topic=topic, **_period(filters))


@caching.of_build
def scenario_presets(build: str) -> pd.DataFrame:
    """Scenarios to start from, in their order: preset_id, names, levers (missing: as the baseline), kind, reference."""
    return store.query(build, "scenario_presets", statuses=PUBLISHED)


def _period(filters: Filters) -> dict[str, int]:
    return {"first_year": filters.first_year, "last_year": filters.last_year}


def _scope(filters: Filters, areas: tuple[str, ...]) -> dict[str, object]:
    return {"areas": list(areas), **_period(filters), "statuses": filters.statuses}
