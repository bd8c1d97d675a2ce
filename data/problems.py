"""What is wrong with a file, said so that the person who keeps it can mend it."""

import os
from typing import NamedTuple

import pandas as pd

from analytics.words import language, typed

LONGEST_SHOWN = 60


class Problem(NamedTuple):
    """One kind of fault: where it is first, what was found there, what to do, and how many there are of it.

    row : the line of the file on which the row begins, the header being 1
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    reason: str
    remedy: str
    count: int = 1

    def __str__(self) -> str:
        _ = speak()
        place = [_("ファイル {0}").format(self.file)]
        if self.row is not None:
            place.append(_("{0} 行目").format(self.row))
        if self.column is not None:
            place.append(_("列 {0}").format(self.column))
        if self.value is not None:
            place.append(_("値「{0}」").format(_shown(self.value)))
        if self.count > 1:
            place.append(_("ほか {0} 件").format(self.count - 1))
        return _("{place}：{reason}。→ {remedy}").format(
            place=language.listed(place, spoken()), reason=self.reason, remedy=self.remedy
        )


class BuildRefusedError(Exception):
    """The files cannot be trusted; the build that is being served stays as it is."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def of_rows(rows: pd.DataFrame, column: str, reason: str, remedy: str) -> list[Problem]:
    """One problem for each file among the rows, with the first of its rows.

    rows : text, with `_file` and `_row`, all of them wrong in that column for that reason
    """
    if rows.empty:
        return []
    return [
        Problem(
            file, int(part["_row"].iloc[0]) or None, column, str(part[column].iloc[0]), reason, remedy, len(part)
        )
        for file, part in rows.groupby("_file", sort=False)
    ]


def speak():
    """The translator for the shell's language."""
    return language.gettext(spoken())


def spoken() -> str:
    """The shell's language, Japanese when it is not stated."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return language.from_locale(locale)


def _shown(value: str) -> str:
    """The value on one line: what cannot be seen by its number, and no more of it than tells it apart."""
    seen = typed.HIDDEN.sub(lambda hidden: f"[U+{ord(hidden[0]):04X}]", value[:LONGEST_SHOWN]).replace("\n", "⏎")
    return seen + "…" * (len(value) > LONGEST_SHOWN)
