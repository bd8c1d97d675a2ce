"""The built database as the running app reads it."""

import gc
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pandas as pd
import pytest

from analytics.database import builds, store
from tests import damage

SCOPE = {"areas": ["14212", "14211"], "first_year": 1990, "last_year": 2030, "statuses": ["published", "derived"]}


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder of builds of its own."""
    monkeypatch.setattr(store, "BUILDS", tmp_path / "builds")
    yield tmp_path / "builds"
    store._connections.clear()


@pytest.fixture
def two(database, elsewhere) -> tuple[str, str]:
    """Names of two whole builds there, the older and the one that is served."""
    return damage.older_beside(damage.copied(database, elsewhere), elsewhere), database


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


def test_a_new_build_is_picked_up_while_the_old_one_still_answers(database, elsewhere):
    old = damage.copied(database, elsewhere)
    assert store.current() == old
    assert city(old) == "Atsugi City"
    new = damage.another(elsewhere / old, "new.duckdb", "New Town")
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
    assert not store.holds(name)
    with pytest.raises(store.DatabaseMissingError):
        store.query(name, "areas")


@pytest.mark.parametrize("kind", damage.FILE)
def test_the_newest_whole_build_stands_in_for_a_damaged_one_until_that_is_mended(two, elsewhere, tmp_path, kind):
    older, wanted = two
    whole = tmp_path / "whole"
    shutil.copytree(elsewhere, whole)
    assert store.served() == (wanted, True)
    damage.FILE[kind](elsewhere / wanted)
    assert store.served() == (older, False)
    assert not store.holds(wanted) or kind in ("gone", "a folder", "a pipe", "a log beside it")
    assert city(older) == "Older Town"
    shutil.rmtree(elsewhere)
    shutil.copytree(whole, elsewhere)
    assert store.served() == (wanted, True)
    assert city(wanted) == "Atsugi City"


@pytest.mark.parametrize("kind", damage.FILE)
def test_a_server_that_starts_on_a_damaged_build_alone_has_none(database, elsewhere, kind):
    damage.FILE[kind](elsewhere / damage.copied(database, elsewhere))
    with pytest.raises(store.DatabaseMissingError):
        store.current()


@pytest.mark.parametrize("kind", damage.POINTER)
def test_the_newest_build_stands_in_where_the_pointer_names_none(two, elsewhere, kind):
    damage.POINTER[kind](elsewhere / two[1])
    (elsewhere.parent / "outside.duckdb").write_bytes((elsewhere / two[1]).read_bytes())
    assert store.served() == (two[1], False)


def test_a_build_that_cannot_answer_what_the_app_asks_is_not_served(two, elsewhere):
    damage.drop(elsewhere / two[1])
    assert store.served() == (two[0], False)


def test_damage_that_shows_while_a_page_reads_makes_another_build_stand_in(two, elsewhere):
    older, wanted = two
    assert store.served() == (wanted, True)
    before = (elsewhere / wanted).stat()
    damage.flip(elsewhere / wanted, before.st_size // 3, before.st_size)
    os.utime(elsewhere / wanted, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(store.DatabaseMissingError):
        store.query(wanted, "sources")
        store.query(wanted, "births", **SCOPE)
    assert store.served() == (older, False)


def test_a_build_is_proved_once_however_many_ask_and_again_when_it_changes(two, elsewhere, monkeypatch):
    proved, prove = [], builds.is_unchanged
    monkeypatch.setattr(builds, "is_unchanged", lambda path: proved.append(path.name) or prove(path))
    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(lambda _visit: store.served(), range(64))) == {(two[1], True)}
    assert proved == [two[1]]
    (elsewhere / two[1]).touch()
    assert store.current() == two[1]
    assert proved == [two[1]] * 2


def test_a_connection_is_closed_once_nobody_holds_its_build(two):
    older, wanted = two
    page, meeting = store.hold(wanted), store.hold(older)
    assert (city(wanted), city(older)) == ("Atsugi City", "Older Town")
    store.close_unheld()
    assert set(store._connections) == {older, wanted}
    del meeting
    gc.collect()
    store.close_unheld()
    assert (set(store._connections), page) == ({wanted}, store.hold(wanted))


def test_a_page_keeps_its_build_through_ten_new_ones(two, elsewhere):
    older, _wanted = two
    page = store.hold(older)
    assert city(older) == "Older Town"
    (elsewhere / older).unlink()
    for number in range(10):
        new = damage.another(elsewhere / two[1], f"{number}.duckdb", f"Town {number}")
        shown = store.hold(new)
        assert city(new) == f"Town {number}"
        store.close_unheld()
        assert len(store._connections) <= store.HELD
    assert (city(older), page, shown) == ("Older Town", store.hold(older), store.hold(new))


def test_only_a_build_that_is_there_can_be_kept(two, elsewhere):
    for name in (two[0], "0123456789abcdef.duckdb", "../outside.duckdb"):
        store.keep(name)
    assert [path.name for path in elsewhere.parent.rglob("*.held")] == ["older.held"]
