"""Every path as one long list for a file, a row saying by itself what it is."""

import pandas as pd

from analytics.city import course, evidence
from analytics.city.course import path
from analytics.database import queries
from analytics.figures.context import Context
from analytics.figures.outlook import population_total
from analytics.figures.outlook.whatif import Kept, scenarios
from analytics.figures.population import structure
from analytics.scenario import Levers, address

LAST = 100


def of_scenarios(context: Context, levers: Levers, kept: Kept) -> pd.DataFrame:
    """The unchanged path, this scenario and all kept ones by year (1 January), sex and single year of age.

    kind (unchanged, kept, this), scenario (its name), levers (as an address has them), year, sex (F, M), age (100 is
    100 and over), persons, status, source_id
    """
    drawn = scenarios(context, levers, kept)
    kinds = ["unchanged", *["kept"] * len(kept), "this"]
    return pd.concat(
        [
            course.cells_of(path(context.build, chosen)).pipe(_named, kind, name, chosen._replace(to=None))
            for kind, (name, chosen) in zip(kinds, drawn.items(), strict=False)
        ],
        ignore_index=True,
    ).assign(status="derived", source_id=" ".join(population_total.sources(context)))


def beside_releases(context: Context) -> pd.DataFrame:
    """The unchanged path beside every release of the institute, as published.

    kind (unchanged, release), release (its year), day (of the year: 01-01, 10-01), year, sex (F, M, T), ages (single,
    five_years, three_groups, all: rows of one kind alone may be added up), age_group (words), persons, status,
    source_id, note
    """
    columns = [
        "kind",
        "release",
        "day",
        "year",
        "sex",
        "ages",
        "age_group",
        "persons",
        "status",
        "source_id",
        "note",
    ]
    parts = [_unchanged(context), _released(context)]
    return pd.concat([part.reindex(columns=columns) for part in parts], ignore_index=True).astype(
        {"release": "Int64"}
    )


def _named(cells: pd.DataFrame, kind: str, name: str, levers: Levers) -> pd.DataFrame:
    for place, (column, value) in enumerate(
        {"kind": kind, "scenario": name, "levers": address.encode(levers)}.items()
    ):
        cells.insert(place, column, value)
    return cells


def _unchanged(context: Context) -> pd.DataFrame:
    cells = course.cells_of(course.unchanged(context))
    words = [
        structure.age_words_of(f"{age}+" if age == LAST else str(age), context.lang) for age in range(LAST + 1)
    ]
    return cells.assign(
        kind="unchanged",
        day="01-01",
        ages="single",
        age_group=cells["age"].map(dict(enumerate(words))),
        status="derived",
        source_id=" ".join(population_total.sources(context)),
    )


def _released(context: Context) -> pd.DataFrame:
    rows = queries.releases(context.build, evidence.everything(context.build), (context.home,))
    words = {group: _age_words(group, context.lang) for group in rows["age_group"].unique()}
    return rows.assign(
        kind="release",
        day="10-01",
        ages=rows["age_group"].map(_scheme),
        age_group=rows["age_group"].map(words),
    )


def _age_words(group: str, lang: str) -> str:
    return "" if group == "all" else structure.age_words_of(group, lang)


def _scheme(group: str) -> str:
    """Which division of the ages a published group belongs to."""
    if group == "all":
        return "all"
    return "three_groups" if group in ("0-14", "15-64", "65+") else "five_years"
