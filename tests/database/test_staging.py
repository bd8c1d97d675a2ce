"""Staging: ages are taken apart once, when the database is built, and every SELECT of the app reads them from there."""

import os
import re
from pathlib import Path

import duckdb
import pytest

from analytics.database import store
from data import build, schema, writing
from tests import damage

TABLES = schema.read(build.ROOT / "schema.yml")
WITH_AGES = [name for name, table in TABLES.items() if "age_group" in table.names]
TAKEN_APART = re.compile(r"regexp|age_group\s+(NOT\s+IN|(NOT\s+)?I?LIKE|SIMILAR)\b|\w\((\w+\.)?age_group\b", re.I)
KINDS = {
    "all": (None, None, "total"),
    "unknown": (None, None, "unknown"),
    "0-4": (0, 4, "five_year"),
    "95-99": (95, 99, "five_year"),
    "90+": (90, None, "open"),
    "100+": (100, None, "open"),
    "65+": (65, None, "band"),
    "75+": (75, None, "band"),
    "0-14": (0, 14, "band"),
    "20-39": (20, 39, "band"),
    "70+": (70, None, "band"),
    "18-29": (18, 29, "band"),
    "0": (0, 0, "part"),
    "1-4": (1, 4, "part"),
}


def rows(database: str, statement: str) -> list[tuple]:
    with duckdb.connect(
        str(Path(os.environ["CITY_BUILDS"]) / database), read_only=True, config=store.SETTINGS
    ) as held:
        return held.execute(statement).fetchall()


@pytest.fixture(scope="module")
def ages(database) -> dict[str, tuple]:
    """Of every age group of every table: its bounds and its kind."""
    told = [
        rows(database, f"SELECT DISTINCT age_group, age_from, age_to, kind FROM staging.{name}")
        for name in WITH_AGES
    ]
    found = {row for each in told for row in each}
    assert len(found) == len({name for name, *_rest in found})
    return {name: (first, last, kind) for name, first, last, kind in found}


def test_every_age_group_has_its_bounds_and_its_kind(ages):
    assert KINDS.items() <= ages.items()
    five = {name for name, (_first, _last, kind) in ages.items() if kind == "five_year"}
    assert five == {f"{age}-{age + 4}" for age in range(0, 100, 5)}
    assert {name for name, (_first, _last, kind) in ages.items() if kind == "open"} == {"90+", "100+"}
    assert {name for name, (_first, _last, kind) in ages.items() if kind in ("total", "unknown")} == {
        "all",
        "unknown",
    }


@pytest.mark.parametrize("name", WITH_AGES)
def test_a_staged_table_is_its_table_row_by_row_with_the_ages(database, name):
    added = tuple(column.name for column in writing.AGES)
    staged = rows(database, f"SELECT COLUMNS(c -> c NOT IN {added}) FROM staging.{name}")
    assert staged == rows(database, f"FROM {name}")


def test_no_select_of_the_app_takes_an_age_group_apart():
    found = {path.stem for path in store.SQL.glob("*.sql") if TAKEN_APART.search(path.read_text("utf-8"))}
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        r"CAST(regexp_extract(age_group, '^\d+') AS INTEGER)",
        "age_group LIKE '%+'",
        "age_group NOT IN ('65+', '75+')",
        "split_part(age_group, '-', 1)",
        "left(population.age_group, 2)",
    ],
)
def test_the_pattern_for_it_would_find_it(text):
    assert TAKEN_APART.search(text)


def test_a_build_without_staged_tables_is_not_served(database, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "BUILDS", tmp_path)
    damage.copied(database, tmp_path)
    damage.drop(tmp_path / database, "staging.population")
    assert not store.is_sound(database)
    store._connections.clear()


@pytest.mark.usefixtures("database")
def test_staged_tables_are_no_rows_that_can_be_lost():
    assert set(writing.last(Path(os.environ["CITY_BUILDS"]))) == set(TABLES)
