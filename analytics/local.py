"""The one file the app writes, in data/local: rows that visitors add, kept apart from the figures, never deleted.

It is opened, written and closed for every row, so that several sessions can write; whoever finds it locked waits and
tries again.
"""

import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Lock

import duckdb
import pandas as pd

FILE = Path(os.environ.get("CITY_DECISIONS", Path(__file__).parent.parent / "data" / "local" / "decisions.duckdb"))
SQL = Path(__file__).parent / "sql"
SETTINGS = {"threads": 1, "enable_external_access": False, "autoload_known_extensions": False}
ATTEMPTS, PAUSE = 60, 0.1
LOCKED = re.compile("lock|another process")

_lock = Lock()


class UnavailableError(Exception):
    """The file cannot be read or written now: locked for long, no right to write, or no database."""


def now() -> datetime:
    """The moment, UTC, as rows are stamped with it."""
    return datetime.now(UTC).replace(tzinfo=None)


def add(create: str, insert: str, row: dict[str, object]) -> None:
    """Write one row; it is on the disk once this returns. Raises UnavailableError.

    create, insert : SQL that makes the table where there is none yet, and that adds the row
    """
    _opened(create, lambda database: database.execute(insert, row))


def rows(create: str, select: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """What was ever written, as `select` gives it; no file is made where there is none. Raises UnavailableError."""
    if not FILE.exists():
        return pd.DataFrame(columns=list(columns))
    return _opened(create, lambda database: database.execute(select).df())


def _opened(
    create: str, work: Callable[[duckdb.DuckDBPyConnection], duckdb.DuckDBPyConnection | pd.DataFrame]
) -> object:
    """What `work` gives, the file opened for it alone and closed after it, so that what it wrote is on the disk."""
    for _attempt in range(ATTEMPTS):
        try:
            with _lock:
                FILE.parent.mkdir(parents=True, exist_ok=True)
                with duckdb.connect(str(FILE), config=SETTINGS) as database:
                    database.execute(create)
                    return work(database)
        except duckdb.IOException as error:
            if not LOCKED.search(str(error)):
                raise UnavailableError(FILE) from error
            time.sleep(PAUSE)
        except (duckdb.Error, OSError) as error:
            raise UnavailableError(FILE) from error
    raise UnavailableError(FILE)


@cache
def statement(folder: str, name: str) -> str:
    """The SQL of that name of one table's folder."""
    return (SQL / folder / f"{name}.sql").read_text("utf-8")
