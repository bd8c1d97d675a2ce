"""The built database, opened read-only: one connection per build, a cursor per query.

Nothing is read from a build before it was proved: unchanged since it was built, and able to answer every question of
this version of the app. Where the build that the pointer names is not, the newest that is stands in for it.
"""

import os
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import WeakValueDictionary

import duckdb
import pandas as pd

from analytics.caching import of_code, of_state
from analytics.database import builds

BUILDS = Path(os.environ.get("CITY_BUILDS", Path(__file__).parents[2] / "data" / "builds"))
SQL = Path(__file__).parent / "sql"
HELD = 3
SETTINGS = {"threads": 2, "enable_external_access": False, "autoload_known_extensions": False}
DAMAGE = (duckdb.IOException, duckdb.SerializationException, duckdb.InternalException, duckdb.FatalException)


class DatabaseMissingError(Exception):
    """There is no build that can be read: `python -m data.build` has to be run."""


class Served(NamedTuple):
    """build : file name of the one to show ; wanted : whether it is the one that the pointer names"""

    build: str
    wanted: bool


class Hold:
    """Whoever has it keeps the connection to a build open."""


_connections: dict[str, duckdb.DuckDBPyConnection] = {}
_holds: WeakValueDictionary[str, Hold] = WeakValueDictionary()
_lock, _proving = Lock(), Lock()


def served() -> Served:
    """What to show now, read from the pointer each time. Raises DatabaseMissingError where no build can be read."""
    wanted = builds.pointed(BUILDS)
    if wanted and is_sound(wanted):
        return Served(wanted, True)
    for build in builds.newest(BUILDS):
        if is_sound(build):
            return Served(build, False)
    raise DatabaseMissingError(BUILDS)


def current() -> str:
    """File name of the build that is served now. Raises DatabaseMissingError where no build can be read."""
    return served().build


def holds(build: str) -> bool:
    """Whether that build can still be read."""
    return is_sound(build) or (build in _connections and builds.state(BUILDS / build) is None)


def is_sound(build: str) -> bool:
    """Whether it lies there as a build should, proved once for each state of its file."""
    path = BUILDS / build
    state = builds.state(path)
    if state is None:
        return False
    with _proving:
        return _proof(path, state)


@of_state
def _proof(path: Path, _state: builds.State) -> bool:
    """Whether every byte is as it was built and every question can be put; the connection to it starts anew."""
    _close(path.name)
    try:
        if builds.is_sealed(path) and not builds.is_unchanged(path):
            return False
        cursor = _connection(path.name).cursor()
        if not builds.is_sealed(path):
            _read(cursor)
        cursor.execute("PRAGMA disable_optimizer")
        cursor.execute(_questions())
    except (duckdb.Error, OSError, DatabaseMissingError):
        _close(path.name)
        return False
    return True


def _read(cursor: duckdb.DuckDBPyConnection) -> None:
    """Every table to its last row, which fails where a block is damaged."""
    for _database, schema, table, *_rest in cursor.execute("SHOW ALL TABLES").fetchall():
        cursor.table(f"{schema}.{table}").to_arrow_table()


@of_code
def _questions() -> str:
    """Everything this version of the app asks, to be understood but not answered."""
    return ";".join(f"PREPARE question AS {_text(path.stem)}" for path in sorted(SQL.glob("*.sql")))


def query(build: str, name: str, **parameters: object) -> pd.DataFrame:
    """The frame that analytics/database/sql/<name>.sql gives in that build; parameters go in as $named values.

    Raises DatabaseMissingError where the build is gone or turns out to be damaged.
    """
    try:
        return _answer(build, name, parameters)
    except DAMAGE as error:
        _proof.cache_clear()
        if not is_sound(build):
            _close(build)
            raise DatabaseMissingError(build) from error
        return _answer(build, name, parameters)


def _answer(build: str, name: str, parameters: dict[str, object]) -> pd.DataFrame:
    return _connection(build).cursor().execute(_text(name), parameters).df()


@of_code
def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")


def hold(build: str) -> Hold:
    """Something to keep for as long as the build is on a screen."""
    with _lock:
        return _holds.setdefault(build, Hold())


def close_unheld() -> None:
    """Close the connections to builds that nobody holds any more."""
    with _lock:
        for build in [build for build in _connections if build not in _holds]:
            del _connections[build]


def keep(build: str) -> None:
    """Leave a mark that it is needed: it stays on the disk, however many are built, until the mark is deleted."""
    builds.mark(BUILDS / build)


def _connection(build: str) -> duckdb.DuckDBPyConnection:
    with _lock:
        if build not in _connections:
            _connections[build] = _open(build)
            for old in list(_connections)[:-HELD]:
                del _connections[old]
        return _connections[build]


def _open(build: str) -> duckdb.DuckDBPyConnection:
    path = BUILDS / build
    if builds.state(path) is None:
        raise DatabaseMissingError(path)
    return duckdb.connect(str(path), read_only=True, config=SETTINGS)


def _close(build: str) -> None:
    with _lock:
        _connections.pop(build, None)
