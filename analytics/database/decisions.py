"""What a meeting decided, who does it until when, and on what evidence: kept in the local file, never deleted.

An edit is a new row with the same decision_id; the latest row of an id is what holds. Who edits changes the fields they
touched and no others, whatever became of those meanwhile.
"""

from datetime import date
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import pandas as pd

from analytics.database import local
from analytics.words.typed import is_text

LONGEST = {"text": 2000, "owner": 100, "evidence": 9000}
MOST, MOST_VERSIONS = 5000, 200
COLUMNS = ("decision_id", "written_at", "text", "owner", "due", "evidence", "done", "story", "snapshot")

_sql = partial(local.statement, "decisions")
TABLE = local.Table(_sql("create"), _sql("append"), _sql("history"), COLUMNS)


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


def changed(before: Decision, after: Decision) -> list[str]:
    """The fields in which they differ."""
    return [field for field in Decision._fields if getattr(before, field) != getattr(after, field)]


def append(decision: Decision, decision_id: str = "") -> str:
    """Write one row and return its id once it is on the disk; with an id all of it over that decision.

    Raises ValueError where there are faults, local.UnavailableError where the file cannot be written.
    """
    if found := faults(decision):
        raise ValueError(found)
    decision_id = decision_id or uuid4().hex

    def decide(rows: pd.DataFrame) -> dict[str, object]:
        return _row(decision, decision_id, rows)

    local.add(TABLE, decide)
    return decision_id


def change(decision_id: str, before: Decision, after: Decision) -> bool:
    """Write the fields that somebody changed, from what they saw to what they want, over what holds now; whether there
    was anything to write.

    Raises local.MovedError where others changed one of these fields meanwhile, to something else ; ValueError where
    what was changed has faults ; local.UnavailableError where the file cannot be written.
    """
    fields = changed(before, after)
    if found := set(fields) & set(faults(after)):
        raise ValueError(found)
    wanted = {field: getattr(after, field) for field in fields}

    def decide(rows: pd.DataFrame) -> dict[str, object] | None:
        versions = rows[rows["decision_id"] == decision_id].to_dict("records")
        holds = read(versions[-1]) if versions else before
        if moved := set(changed(before, holds)) & set(changed(after, holds)) & set(fields):
            raise local.MovedError(holds, tuple(field for field in fields if field in moved))
        merged = holds._replace(**wanted)
        return _row(merged, decision_id, rows) if merged != holds or not versions else None

    return local.add(TABLE, decide)


def _row(decision: Decision, decision_id: str, rows: pd.DataFrame) -> dict[str, object]:
    """What is written of it, where there is room for it."""
    versions = int((rows["decision_id"] == decision_id).sum())
    local.room(versions, MOST_VERSIONS, local.OFTEN)
    if not versions:
        local.room(rows["decision_id"].nunique(), MOST)
    return decision._asdict() | {"decision_id": decision_id, "written_at": local.now()}


def read(row: dict[str, object]) -> Decision:
    """A row of the history as it was written."""
    due = None if pd.isna(row["due"]) else row["due"].date()
    return Decision(**{field: row[field] for field in Decision._fields} | {"due": due, "done": bool(row["done"])})


def history() -> pd.DataFrame:
    """Every row that was ever written, oldest first; columns as COLUMNS. Raises local.UnavailableError."""
    return local.rows(TABLE)


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
