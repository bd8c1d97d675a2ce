"""Stories that visitors saved for everyone: kept as text in the local file, never deleted.

A change is a new row with the same saved_id, and so is taking a story away; the latest row of an id is what holds.
"""

from datetime import datetime
from functools import partial
from typing import NamedTuple
from uuid import uuid4

from analytics import local
from analytics.stories import Story, address

COLUMNS = ("saved_id", "written_at", "story", "gone")

_sql = partial(local.statement, "saved")


class Saved(NamedTuple):
    """A version of a story. written_at : UTC ; gone : whether it was taken away"""

    saved_id: str
    written_at: datetime
    story: Story
    gone: bool = False


def save(story: Story, saved_id: str = "", *, gone: bool = False) -> Saved:
    """The version that is on the disk now; with an id a new one of that story.

    Raises ValueError for a story that cannot be read back, local.UnavailableError where the file cannot be written.
    """
    text = address.written(story)
    if (read := address.read(text)) is None:
        raise ValueError(story)
    kept = Saved(saved_id or uuid4().hex, local.now(), read, gone)
    local.add(_sql("create"), _sql("append"), kept._asdict() | {"story": text})
    return kept


def latest() -> list[Saved]:
    """The last version of every story, those taken away too, newest first; what nobody can have saved is left out.

    Raises local.UnavailableError.
    """
    rows = local.rows(_sql("create"), _sql("history"), COLUMNS).drop_duplicates("saved_id", keep="last")
    found = [
        Saved(saved_id, written_at.to_pydatetime(), story, bool(gone))
        for saved_id, written_at, text, gone in reversed(list(rows.itertuples(index=False)))
        if (story := address.read(text))
    ]
    return sorted(found, key=lambda each: each.written_at, reverse=True)
