"""Published values alone: whatever demo rows a build holds, nothing that is asked for without them rests on one."""

import inspect
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analytics.city import scope
from analytics.database import builds, plans, queries, store
from data import build, schema, writing
from tests import damage, fingerprints

ABOUT_THE_FILE = {"build_stamp", "credits", "sources"}
STRUCTURE, PARTS_OF_A_RATE = (
    {"peer_sets", "annotations", "areas", "indicators"},
    {"births_and_women", "comparison", "residents"},
)
ASKED = {
    name: function
    for module in (plans, queries)
    for name, function in vars(module).items()
    if name.islower()
    and not name.startswith("_")
    and callable(function)
    and "build" in inspect.signature(function).parameters
}
WITH_FILTERS = {name for name, function in ASKED.items() if "filters" in inspect.signature(function).parameters}
VIEWS = [(page, view) for page, views in fingerprints.VIEWS.items() for view in views if "data=" not in view]
YEARS_LATER = (0, 30, -60)
PLANTED = {"INTEGER": "7777", "DOUBLE": "77.77", "VARCHAR": "planted"}


def planted_rows(table: schema.Table, rows: pd.DataFrame) -> pd.DataFrame:
    """Demo twins of every row, of the same moment and of far ones, and of one age group."""
    twins = [twin(table, rows, years) for years in YEARS_LATER]
    return pd.concat([*twins, twins[0].assign(age_group="20-24")] if "age_group" in rows else twins)


def twin(table: schema.Table, rows: pd.DataFrame, years: int) -> pd.DataFrame:
    """The rows, as text, as demo rows so many years later and with other values."""
    rows = rows.assign(status="demo", source_id="demo")
    for column in table.columns:
        filled = rows[column.name] != ""
        if column.type == "DATE" or column.name.endswith("year"):
            later = rows.loc[filled, column.name].str.replace(
                r"^\d+", lambda year: str(int(year[0]) + years), regex=True
            )
            rows.loc[filled, column.name] = later
        elif column.name not in table.key and column.type in PLANTED and not (column.allowed or column.refers):
            rows.loc[filled, column.name] = PLANTED[column.type]
    return rows


def with_twins(tables: dict[str, schema.Table], frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    known = {name: rows for name, rows in frames.items() if "status" in rows}
    return frames | {name: pd.concat([rows, planted_rows(tables[name], rows)]) for name, rows in known.items()}


def with_one_age_made_up(
    _tables: dict[str, schema.Table], frames: dict[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    rows = frames["population"]
    status = rows["status"].mask(rows["age_group"] == "20-24", "demo")
    return frames | {"population": rows.assign(status=status)}


@pytest.fixture(scope="module")
def folder(database, tmp_path_factory):
    """A folder of builds with the repository's own, from which the app reads."""
    found = tmp_path_factory.mktemp("planted")
    damage.copied(database, found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "BUILDS", found)
        yield found
    store._connections.clear()


def written(folder: Path, name: str, change: Callable) -> str:
    """Name of a build of the repository's own rows after a change."""
    tables = schema.read(build.ROOT / "schema.yml")
    frames = {table: schema.untyped(tables[table], rows) for table, rows in writing.last(folder).items()}
    writing.write(folder / name, writing.contents(tables, change(tables, frames), name))
    return name


@pytest.fixture(scope="module")
def planted(folder) -> str:
    """Name of a build in which every row that has a status has such twins."""
    return written(folder, "planted.duckdb", with_twins)


def answer(name: str, database: str, data: str) -> object:
    """What a question gives of all years. data : "published" alone, or "all" """
    filters = scope.usual(database)._replace(first_year=0, last_year=9999, scope=data)
    areas = queries.areas(database).set_index("kind")["area_code"]
    given = {
        "build": database,
        "filters": filters,
        "areas": (filters.home, *filters.areas),
        "area": areas["country"],
        "plan_id": filters.plan,
        "topic": "births",
        "lang": "ja",
    }
    asked = inspect.signature(ASKED[name]).parameters
    return ASKED[name](**{each: value for each, value in given.items() if each in asked})


def said(found: object) -> str:
    return found.to_json(date_format="iso") if hasattr(found, "to_json") else repr(found)


@pytest.mark.parametrize("name", sorted(ASKED.keys() - ABOUT_THE_FILE))
def test_no_answer_of_published_values_rests_on_a_demo_row(database, planted, name):
    assert said(answer(name, planted, "published")) == said(answer(name, database, "published"))


@pytest.mark.parametrize("name", sorted(WITH_FILTERS - STRUCTURE - {"plan", "plan_id"}))
def test_demo_rows_show_where_they_are_asked_for(planted, name):
    assert said(answer(name, planted, "all")) != said(answer(name, planted, "published"))


@pytest.mark.parametrize("name", sorted(ASKED.keys() - ABOUT_THE_FILE - STRUCTURE - PARTS_OF_A_RATE))
def test_values_come_with_their_status_and_source(database, name):
    found = answer(name, database, "all")
    if isinstance(found, pd.DataFrame):
        assert {"status", "source_id"} <= {*found.columns}


def test_a_band_is_never_a_part_of_its_ages(database, folder):
    partly = written(folder, "partly.duckdb", with_one_age_made_up)
    whole, found = (answer("age_bands", name, "published") for name in (database, partly))
    key = ["reference_date", "basis", "age_group"]
    both = found.merge(whole, on=key, suffixes=("", "_whole"))
    assert len(found) == len(both) < len(whole)
    assert (both["persons"] == both["persons_whole"]).all()


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_no_figure_of_published_values_changes_with_the_demo_rows(database, planted, page, view):
    found = {}
    for name in (database, planted):
        (store.BUILDS / builds.POINTER).write_text(name, "utf-8")
        found[name] = fingerprints.of_page(page, f"{view}&data=published", "ja")
    assert found[planted] == found[database]
