"""What a meeting decided, who does it until when, and on what evidence: kept in the local file, never deleted.

An edit is a new row with the same decision_id; the latest row of an id is what holds.
"""

from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import pandas as pd

from analytics import local
from analytics.typed import is_text

LONGEST = {"text": 2000, "owner": 100, "evidence": 9000}
COLUMNS = ("decision_id", "written_at", "text", "owner", "due", "evidence", "done", "story", "snapshot")

_sql = partial(local.statement, "decisions")


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


def faults(decision: Decision) -> list[str]:
    """The fields that keep it from being written: an empty text, or a text that is too long or cannot be shown."""
    found = [field for field, longest in LONGEST.items() if not is_text(getattr(decision, field), longest)]
    return found if decision.text.strip() else ["text", *(field for field in found if field != "text")]


def append(decision: Decision, decision_id: str = "") -> str:
    """Write one row and return its id once it is on the disk; with an id a new version of that decision.

    Raises ValueError where there are faults, local.UnavailableError where the file cannot be written.
    """
    if found := faults(decision):
        raise ValueError(found)
    decision_id = decision_id or uuid4().hex
    row = decision._asdict() | {"decision_id": decision_id, "written_at": local.now()}
    local.add(_sql("create"), _sql("append"), row)
    return decision_id


def history() -> pd.DataFrame:
    """Every row that was ever written, oldest first; columns as COLUMNS. Raises local.UnavailableError."""
    return local.rows(_sql("create"), _sql("history"), COLUMNS)


def latest(rows: pd.DataFrame, today: date) -> pd.DataFrame:
    """The last row of every decision, with `since`, when it was first written, and `overdue`, days past its day.

    Open ones come first, the earliest day before the others and those without one last; then those done, newest first.
    """
    found = rows.drop_duplicates("decision_id", keep="last")
    found = found.assign(since=rows.groupby("decision_id")["written_at"].transform("min"))
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
