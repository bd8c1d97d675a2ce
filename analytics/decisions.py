"""What a meeting decided, who does it until when, and on what evidence: kept apart from the figures, never deleted.

An edit is a new row with the same decision_id; the latest row of an id is what holds. The file is opened, written and
closed for every row, so that several sessions can write; whoever finds it locked waits and tries again.
"""

import os
import re
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from uuid import uuid4

import duckdb
import pandas as pd

from analytics.typed import is_text

FILE = Path(os.environ.get("CITY_DECISIONS", Path(__file__).parent.parent / "data" / "local" / "decisions.duckdb"))
SQL = Path(__file__).parent / "sql" / "decisions"
SETTINGS = {"threads": 1, "enable_external_access": False, "autoload_known_extensions": False}
ATTEMPTS, PAUSE = 60, 0.1
LONGEST = {"text": 2000, "owner": 100, "evidence": 9000}
COLUMNS = ("decision_id", "written_at", "text", "owner", "due", "evidence", "done", "story", "snapshot")
LOCKED = re.compile("lock|another process")

_lock = Lock()


class Decision(NamedTuple):
    """text : what was decided or is to be done ; due : the day, None where none was set
    evidence : address of the slide it rests on ; story, snapshot : what was told, from which build
    """

    text: str
    owner: str = ""
    due: date | None = None
    evidence: str = ""
    done: bool = False
    story: str = ""
    snapshot: str = ""


class DecisionsUnavailableError(Exception):
    """The file cannot be read or written now: locked for long, no right to write, or no database."""


def faults(decision: Decision) -> list[str]:
    """The fields that keep it from being written: an empty text, or a text that is too long or cannot be shown."""
    found = [field for field, longest in LONGEST.items() if not is_text(getattr(decision, field), longest)]
    return found if decision.text.strip() else ["text", *(field for field in found if field != "text")]


def append(decision: Decision, decision_id: str = "") -> str:
    """Write one row and return its id once it is on the disk; with an id a new version of that decision.

    Raises ValueError where there are faults, DecisionsUnavailableError where the file cannot be written.
    """
    if found := faults(decision):
        raise ValueError(found)
    decision_id = decision_id or uuid4().hex
    row = decision._asdict() | {"decision_id": decision_id, "written_at": datetime.now(UTC).replace(tzinfo=None)}
    _opened(lambda database: database.execute(_sql("append"), row))
    return decision_id


def history() -> pd.DataFrame:
    """Every row that was ever written, oldest first; columns as COLUMNS. Raises DecisionsUnavailableError."""
    if not FILE.exists():
        return pd.DataFrame(columns=list(COLUMNS))
    return _opened(lambda database: database.execute(_sql("history")).df())


def latest(rows: pd.DataFrame, today: date) -> pd.DataFrame:
    """The last row of every decision, with `since`, when it was first written, and `overdue`, days past its day.

    Open ones come first, the earliest day before the others and those without one last; then those done, newest first.
    """
    found = rows.drop_duplicates("decision_id", keep="last")
    found = found.assign(since=found["decision_id"].map(rows.groupby("decision_id")["written_at"].min()))
    late = (pd.Timestamp(today) - pd.to_datetime(found["due"])).dt.days
    found = found.assign(overdue=late.where(late.gt(0) & ~found["done"].astype(bool), 0).fillna(0).astype(int))
    still, done = found[~found["done"].astype(bool)], found[found["done"].astype(bool)]
    return pd.concat(
        [
            still.sort_values(["due", "since"], na_position="last"),
            done.sort_values("written_at", ascending=False),
        ],
        ignore_index=True,
    )


def _opened(work: Callable[[duckdb.DuckDBPyConnection], duckdb.DuckDBPyConnection | pd.DataFrame]) -> object:
    """What `work` gives, the file opened for it alone and closed after it, so that what it wrote is on the disk."""
    for _attempt in range(ATTEMPTS):
        try:
            with _lock:
                FILE.parent.mkdir(parents=True, exist_ok=True)
                with duckdb.connect(str(FILE), config=SETTINGS) as database:
                    database.execute(_sql("create"))
                    return work(database)
        except duckdb.IOException as error:
            if not LOCKED.search(str(error)):
                raise DecisionsUnavailableError(FILE) from error
            time.sleep(PAUSE)
        except (duckdb.Error, OSError) as error:
            raise DecisionsUnavailableError(FILE) from error
    raise DecisionsUnavailableError(FILE)


@cache
def _sql(name: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8")
