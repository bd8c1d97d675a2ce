"""The built database, opened read-only: one connection per build, a cursor per query."""

import os
from functools import cache
from pathlib import Path
from threading import Lock

import duckdb
import pandas as pd

BUILDS = Path(os.environ.get("CITY_BUILDS", Path(__file__).parent.parent / "data" / "builds"))
SQL = Path(__file__).parent / "sql"
HELD = 3
SETTINGS = {"threads": 2, "enable_external_access": False, "autoload_known_extensions": False}

_connections: dict[str, duckdb.DuckDBPyConnection] = {}
_lock = Lock()


class DatabaseMissingError(Exception):
    """There is no build to read: `python -m data.build` has not succeeded yet."""


def current() -> str:
    """File name of the build that is served now, read from the pointer each time.

    Raises DatabaseMissingError when there is none.
    """
    try:
        return (BUILDS / "CURRENT").read_text("utf-8").strip()
    except FileNotFoundError:
        raise DatabaseMissingError(BUILDS) from None


def holds(build: str) -> bool:
    """Whether that build can still be read."""
    return build in _connections or ((BUILDS / build).parent == BUILDS and (BUILDS / build).is_file())


def query(build: str, name: str, **parameters: object) -> pd.DataFrame:
    """The frame that analytics/sql/<name>.sql gives in that build; parameters go in as $named values."""
    return _connection(build).cursor().execute(_text(name), parameters).df()


@cache
def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")


def _connection(build: str) -> duckdb.DuckDBPyConnection:
    with _lock:
        if build not in _connections:
            _connections[build] = _open(build)
            for old in list(_connections)[:-HELD]:
                del _connections[old]
        return _connections[build]


def _open(build: str) -> duckdb.DuckDBPyConnection:
    path = BUILDS / build
    if path.parent != BUILDS or not path.exists():
        raise DatabaseMissingError(path)
    return duckdb.connect(str(path), read_only=True, config=SETTINGS)
