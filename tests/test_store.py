"""The built database as the running app reads it."""

from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest

from analytics import store
from data import build, passports

SCOPE = {"areas": ["14212", "14211"], "first_year": 1990, "last_year": 2030, "statuses": ["published", "derived"]}


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder of builds of its own."""
    monkeypatch.setattr(store, "BUILDS", tmp_path / "builds")
    return tmp_path / "builds"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE t (i INTEGER)",
        "DELETE FROM births",
        "INSERT INTO area SELECT * FROM area",
        "DROP TABLE births",
    ],
)
def test_nothing_can_be_written(database, statement):
    with pytest.raises(duckdb.InvalidInputException, match="read-only"):
        store._connection(database).cursor().execute(statement)


def test_no_other_file_can_be_read(database):
    with pytest.raises(duckdb.PermissionException):
        store._connection(database).cursor().execute("SELECT * FROM read_csv('/etc/hostname')")


def test_sixteen_threads_get_the_same_frame_twenty_times(database):
    expected = store.query(database, "births", **SCOPE)
    assert len(expected)

    def ask(_thread: int) -> list[pd.DataFrame]:
        return [store.query(database, "births", **SCOPE) for _ in range(20)]

    with ThreadPoolExecutor(16) as pool:
        answers = [frame for frames in pool.map(ask, range(16)) for frame in frames]
    assert len(answers) == 320
    for frame in answers:
        pd.testing.assert_frame_equal(frame, expected)


def test_threads_that_ask_at_once_for_different_things_get_what_they_asked_for(database):
    def ask(area: str) -> set[str]:
        return set(store.query(database, "births", **(SCOPE | {"areas": [area]}))["area_code"])

    areas = ["14212", "14211", "14214", "14401"] * 20
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, areas)) == [{area} for area in areas]


def test_a_frame_belongs_to_the_one_who_asked(database):
    frame = store.query(database, "births", **SCOPE)
    frame["value"] = 0
    assert store.query(database, "births", **SCOPE)["value"].sum() > 0


def test_values_go_in_as_values_never_as_sql(database):
    hostile = ["14212'); DROP TABLE births; --", "' OR '1'='1"]
    assert store.query(database, "births", **(SCOPE | {"areas": hostile})).empty
    assert len(store.query(database, "births", **SCOPE))


def city(name: str) -> str:
    frame = store.query(name, "areas")
    return frame.loc[frame["is_home"], "name_en"].item()


def test_a_new_build_is_picked_up_while_the_old_one_still_answers(town, elsewhere):
    old = build.build(town, elsewhere).name
    assert store.current() == old
    assert city(old) == "Atsugi City"
    path = town / "area.csv"
    path.write_text(path.read_text("utf-8").replace("Atsugi City", "New Town"), "utf-8")
    passports.seal(town)
    new = build.build(town, elsewhere).name
    assert store.current() == new != old
    assert city(new) == "New Town"
    assert city(old) == "Atsugi City"
    (elsewhere / old).unlink()
    assert city(old) == "Atsugi City"


def test_without_a_pointer_there_is_no_database(elsewhere):
    with pytest.raises(store.DatabaseMissingError):
        store.current()
    elsewhere.mkdir()
    with pytest.raises(store.DatabaseMissingError):
        store.current()


@pytest.mark.parametrize("name", ["", "0123456789abcdef.duckdb", "../CURRENT", "/etc/hostname"])
def test_a_build_that_is_not_in_the_folder_is_refused(database, name):
    assert store.current() == database
    with pytest.raises(store.DatabaseMissingError):
        store.query(name, "areas")
