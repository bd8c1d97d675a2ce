"""What is wrong with a file, said so that the person who keeps it can mend it."""

import os
from typing import NamedTuple

from analytics import language


class Problem(NamedTuple):
    """One fault: where it is, what was found, what to do. Row counts the header as row 1."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    reason: str
    remedy: str

    def __str__(self) -> str:
        _ = speak()
        place = [_("ファイル {0}").format(self.file)]
        if self.row is not None:
            place.append(_("{0} 行目").format(self.row))
        if self.column is not None:
            place.append(_("列 {0}").format(self.column))
        if self.value is not None:
            place.append(_("値「{0}」").format(self.value))
        return _("{place}：{reason}。→ {remedy}").format(
            place=_("、").join(place), reason=self.reason, remedy=self.remedy
        )


class BuildRefusedError(Exception):
    """The files cannot be trusted; the build that is being served stays as it is."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


def speak():
    """The translator for the shell's language, Japanese when it is not stated."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return language.gettext(language.from_locale(locale))
