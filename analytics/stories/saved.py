"""Stories that visitors saved for everyone: kept as text in the local file, never deleted.

A change is a new row with the same saved_id, and so is taking a story away; the latest row of an id is what holds. Who
changes a story changes the version they saw and no later one.
"""

from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import pandas as pd

from analytics.database import local
from analytics.stories import Story, address

MOST, MOST_VERSIONS = 500, 200
COLUMNS = ("saved_id", "written_at", "story", "gone")

_sql = partial(local.statement, "saved")
TABLE = local.Table(_sql("create"), _sql("append"), _sql("history"), COLUMNS)


class Saved(NamedTuple):
    """A version of a story. written_at : UTC ; gone : whether it was taken away"""

    saved_id: str
    written_at: datetime
    story: Story
    gone: bool = False


def save(story: Story, saved_id: str = "", *, gone: bool = False) -> Saved:
    """The version that is on the disk now; with an id a new one of that story, whatever it was.

    Raises ValueError for a story that cannot be read back, local.UnavailableError where the file cannot be written.
    """
    kept, text = _kept(story, saved_id or uuid4().hex, gone=gone)

    def decide(rows: pd.DataFrame) -> dict[str, object]:
        return _row(kept, text, rows)

    local.add(TABLE, decide)
    return kept


def change(seen: Saved, story: Story, *, gone: bool = False) -> Saved:
    """The version that is on the disk now, written over the one that was seen unless it says the same.

    Raises local.MovedError where that is no longer the latest, unless the latest says what is wanted ; else as save.
    """
    kept, text = _kept(story, seen.saved_id, gone=gone)
    stands = kept

    def decide(rows: pd.DataFrame) -> dict[str, object] | None:
        nonlocal stands
        found = next(map(_read, rows[rows["saved_id"] == seen.saved_id].tail(1).itertuples(index=False)), None)
        if found and found == kept._replace(written_at=found.written_at):
            stands = found
            return None
        if found != seen:
            raise local.MovedError(found)
        return _row(kept, text, rows)

    local.add(TABLE, decide)
    return stands


def _kept(story: Story, saved_id: str, *, gone: bool) -> tuple[Saved, str]:
    """A version to be written, and its story as text."""
    text = address.written(story)
    if (read := address.read(text)) is None:
        raise ValueError(story)
    return Saved(saved_id, local.now(), read, gone), text


def _row(kept: Saved, text: str, rows: pd.DataFrame) -> dict[str, object]:
    """What is written of it, where there is room for it."""
    versions = int((rows["saved_id"] == kept.saved_id).sum())
    local.room(versions, MOST_VERSIONS, local.OFTEN)
    if not versions:
        local.room(rows["saved_id"].nunique(), MOST)
    return kept._asdict() | {"story": text}


def latest() -> list[Saved]:
    """The last version of every story, those taken away too, newest first; what nobody can have saved is left out.

    Raises local.UnavailableError.
    """
    rows = local.rows(TABLE).drop_duplicates("saved_id", keep="last")
    found = [read for row in reversed(list(rows.itertuples(index=False))) if (read := _read(row))]
    return sorted(found, key=lambda each: each.written_at, reverse=True)


def _read(row: tuple) -> Saved | None:
    """A row of the history, None for one that nobody can have saved."""
    saved_id, written_at, text, gone = row
    story = address.read(text)
    return Saved(saved_id, written_at.to_pydatetime(), story, bool(gone)) if story else None
