"""What a visitor typed: whether it can be shown, and the days in it."""

import re
import unicodedata
from datetime import date

from analytics.words import era

HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls but the new line
    "\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # marks that turn, join or hide
    "\ud800-\udfff\ufdd0-\ufdef\U000e0000-\U000e007f"  # halves of a pair, no characters, tags
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + "]"
)
BLANK = re.compile("[\\s\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\u200d]*")
LAST = date(2200, 12, 31)
WESTERN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
WAREKI = re.compile(r"(令和|平成|昭和|大正|明治|[RHSTM])(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def is_text(text: object, longest: int) -> bool:
    """Whether everything in it can be seen: nothing hidden or turned, not blanks alone, not longer than it may be.

    A new line is no control, an empty text is one, a joiner inside an emoji stays.
    """
    return (
        isinstance(text, str)
        and len(text) <= longest
        and not HIDDEN.search(text)
        and not (text and BLANK.fullmatch(text))
    )


def day(text: str) -> date | None:
    """A day as it is typed: 2026-12-31, 2026/12/31, 令和8年12月31日, R8.12.31; None for nothing.

    A year beyond the end of its era is read on, as in plans written before the next one was named: 平成32年3月31日 is
    2020-03-31. Raises ValueError for anything else, for a day that does not exist, and for one before its era began, or
    in 明治 before the calendar of today held.
    """
    found = _day(text)
    if found and not era.FIRST <= found <= LAST:
        raise ValueError(text)
    return found


def _day(text: str) -> date | None:
    typed = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    if not typed:
        return None
    if found := WESTERN.fullmatch(typed):
        return date(*(int(part) for part in found.groups()))
    if not (found := WAREKI.fullmatch(typed)):
        raise ValueError(text)
    name, number, month, number_of_day = found.groups()
    first = next(known.first for known in era.ERAS if name in (known.name, known.letter))
    given = date(first.year + (1 if number == "元" else int(number)) - 1, int(month), int(number_of_day))
    if given < max(first, era.GREGORIAN):
        raise ValueError(text)
    return given
