"""The one file the app writes, in CITY_LOCAL: rows that visitors add, kept apart from the figures, never deleted.

It is opened for every reading and every row and closed after it, so that several processes take turns; whoever finds
it locked waits and tries again. Readers need no right to write. It is copied before the first row of a day, and before
a file of an earlier version gets its first row.
"""

import errno
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeVar
from uuid import uuid4

import duckdb
import pandas as pd

from analytics import clock
from analytics.caching import of_code
from analytics.clock import now
from analytics.database import backup

FOLDER = Path(os.environ.get("CITY_LOCAL") or Path(__file__).parents[2] / "data" / "local")
FILE = Path(os.environ.get("CITY_DECISIONS") or FOLDER / "decisions.duckdb")
SQL = Path(__file__).parent / "sql"
SETTINGS = {"threads": 1, "enable_external_access": False, "autoload_known_extensions": False}
ATTEMPTS, PAUSE = 300, 0.02
LARGEST = 64 * 2**20
RELEASED, VERSION = 1, 2

LOCKED, FORBIDDEN, DISK, NEWER, DAMAGED = "locked", "forbidden", "disk", "newer", "damaged"
UNUSABLE, FULL, OFTEN = "unusable", "full", "often"
QUOTED = re.compile('"[^"]*"')
REASONS = {
    LOCKED: re.compile('Could not set lock on file "": Conflicting lock is held in|File is already open in'),
    FORBIDDEN: re.compile(": (Permission denied|Operation not permitted|Read-only file system|Access is denied)"),
    DISK: re.compile(": (No space left on device|Disk quota exceeded|File too large|There is not enough space)"),
    NEWER: re.compile(
        "created with an newer version of DuckDB|file was written with a storage version greater than"
    ),
    DAMAGED: re.compile(
        'Corrupt|The file "" exists, but it is not a valid DuckDB database file|Could not read (enough|all) bytes from'
        ' file ""|Failure while replaying WAL file ""'
    ),
}
NUMBERS = dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), FORBIDDEN)
NUMBERS |= dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), DISK)

Given = TypeVar("Given")
Decide = Callable[[pd.DataFrame], dict[str, object] | None]
_lock = Lock()


class Table(NamedTuple):
    """SQL that makes a table where there is none, that adds a row, and that gives every row, oldest first."""

    create: str
    append: str
    history: str
    columns: tuple[str, ...]


class UnavailableError(Exception):
    """The file cannot be read or written now. why : LOCKED for long, FORBIDDEN, DISK full, written by NEWER software,
    DAMAGED, UNUSABLE for another reason, FULL, or one thing was changed too OFTEN
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MovedError(Exception):
    """What was to be changed is no longer what was seen. now : what stands there ; fields : those that both changed"""

    def __init__(self, now: object, fields: tuple[str, ...] = ()) -> None:
        super().__init__(now, fields)
        self.now, self.fields = now, fields


@of_code
def statement(folder: str, name: str) -> str:
    """The SQL of that name of one table's folder."""
    return (SQL / folder / f"{name}.sql").read_text("utf-8")


_sql = partial(statement, "local")


def add(table: Table, decide: Decide) -> bool:
    """Write the row that `decide` makes of all rows; it is on the disk once this returns. Raises UnavailableError.

    Nobody else writes between the rows it is given and the row it returns. Nothing is written where it raises, or
    returns None, and then this is False.
    """
    return _patiently(partial(_add, table, decide))


def rows(table: Table) -> pd.DataFrame:
    """What was ever written, oldest first; no file is made where there is none. Raises UnavailableError."""
    return _patiently(partial(_rows, table))


def copied() -> str:
    """The newest copy of a day as it is found from the file's folder, empty where there is none."""
    return backup.newest(FILE)


def room(kept: int, most: int, why: str = FULL) -> None:
    """Raises UnavailableError where there is no room for one more."""
    if kept >= most:
        raise UnavailableError(why)


def _patiently(work: Callable[[], Given]) -> Given:
    """What `work` gives, tried again for as long as another process has the file; nobody here waits for that."""
    for _attempt in range(ATTEMPTS):
        try:
            with _lock:
                return work()
        except (duckdb.Error, OSError) as error:
            if (why := _why(error)) != LOCKED:
                raise UnavailableError(why) from error
        time.sleep(PAUSE)
    raise UnavailableError(LOCKED)


def _why(error: duckdb.Error | OSError) -> str:
    """Which of the reasons it is, by what DuckDB says beside the names of files."""
    if isinstance(error, OSError):
        return NUMBERS.get(error.errno, UNUSABLE)
    said = QUOTED.sub('""', str(error))
    return next((why for why, told in REASONS.items() if told.search(said)), UNUSABLE)


def _rows(table: Table) -> pd.DataFrame:
    nothing = pd.DataFrame(columns=list(table.columns))
    if not FILE.exists():
        return nothing
    with _connected(FILE, read_only=True) as database:
        _version(database)
        try:
            return database.execute(table.history).df()
        except duckdb.CatalogException:
            return nothing


def _add(table: Table, decide: Decide) -> bool:
    _prepare()
    with _connected(FILE) as database:
        if _version(database) == VERSION:
            return _written(database, table, decide)
    _copy(backup.before_upgrade(FILE, clock.told(now())))
    with _connected(FILE) as database:
        _upgrade(database)
        return _written(database, table, decide)


def _written(database: duckdb.DuckDBPyConnection, table: Table, decide: Decide) -> bool:
    _read_through(database)
    database.execute(table.create)
    database.begin()
    if row := decide(database.execute(table.history).df()):
        database.execute(table.append, row)
        database.commit()
    return bool(row)


def _prepare() -> None:
    """A file there is room in, and its copy of today."""
    if not FILE.exists():
        FILE.parent.mkdir(parents=True, exist_ok=True)
        _make()
        return
    room(FILE.stat().st_size, LARGEST)
    today = backup.of_day(FILE, clock.told(now()).date())
    if not today.exists():
        _copy(today)
        backup.thin(FILE, today)


def _make() -> None:
    """An empty file, whole from its first moment where the folder knows second names."""
    beside = FILE.with_name(f"{FILE.name}.{uuid4().hex}.new")
    try:
        with _connected(beside) as database:
            _upgrade(database)
        with suppress(FileExistsError):
            os.link(beside, FILE)
    except OSError:
        with _connected(FILE) as database:
            _upgrade(database)
    finally:
        beside.unlink(missing_ok=True)
    backup.settle(FILE.parent)


def _copy(to: Path) -> None:
    """Copy the file with nobody writing meanwhile, and only where it can be read to its end."""
    _connected(FILE).close()  # takes in what a killed process left beside it
    with _connected(FILE, read_only=True) as database:
        _read_through(database)
        backup.copy(FILE, to)


def _read_through(database: duckdb.DuckDBPyConnection) -> None:
    """Raises duckdb.Error where anything in the file is damaged."""
    for (name,) in database.execute(_sql("tables")).fetchall():
        database.table(name).df()


def _connected(file: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(file), read_only=read_only, config=SETTINGS)


def _version(database: duckdb.DuckDBPyConnection) -> int:
    """Of the file. Raises UnavailableError for one that was written by a later version of this program."""
    try:
        ((version,),) = database.execute(_sql("version_read")).fetchall()
    except duckdb.CatalogException:
        return RELEASED
    if version > VERSION:
        raise UnavailableError(NEWER)
    return version


def _upgrade(database: duckdb.DuckDBPyConnection) -> None:
    if _version(database) < VERSION:
        database.execute(_sql("version_create"))
        database.execute(_sql("version_append"), {"version": VERSION, "since": now()})
