"""What a visitor typed: whether it can be shown, and the days in it."""

import re
import unicodedata
from datetime import date

from analytics import era

TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FIRST, LAST = 1926, 2200
WESTERN = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
WAREKI = re.compile(r"(令和|平成|昭和|[RHS])(元|\d{1,2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)


def is_text(text: object, longest: int) -> bool:
    """Whether it is text without control characters (a new line is none) or marks that turn the direction."""
    return (
        isinstance(text, str)
        and len(text) <= longest
        and not TURNING & set(text)
        and all(letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in text)
    )


def day(text: str) -> date | None:
    """A day as it is typed: 2026-12-31, 2026/12/31, 令和8年12月31日, R8.12.31; None for nothing.

    Raises ValueError for anything else, and for a day that does not exist.
    """
    found = _day(text)
    if found and not FIRST <= found.year <= LAST:
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
    first = next(first for word, letter, _romanised, first in era.ERAS if name in (word, letter))
    return date(first + (1 if number == "元" else int(number)) - 1, int(month), int(number_of_day))
