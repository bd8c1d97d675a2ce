"""Finding a part of a plan by what is printed: a word, a number such as 1-3 or ①, a page such as P.124."""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 60
CIRCLED = "\u2460-\u2473"
DASHES = re.compile(rf"[\u2010-\u2015\u2212\u301c~]|(?<=[\d{CIRCLED}])\u30fc(?=[\d{CIRCLED}])")
PAGE = re.compile(r"(?<![a-z\d])p(?:age)?\.?\s*(\d{1,4})(?:-(\d{1,4}))?|(?<!\d)(\d{1,4})\s*(?:ページ|頁)")


class Entry(NamedTuple):
    """What a search looks into: codes as printed (1-3, ①), printed pages, words in every language (normalised)."""

    codes: tuple[str, ...]
    pages: range
    words: str


def clean(query: str) -> str:
    """What a visitor typed, without control characters and at most LONGEST long."""
    kept = (letter if letter.isprintable() else " " if letter.isspace() else "" for letter in query)
    return "".join(kept)[:LONGEST].strip()


def normal(text: str) -> str:
    """Text as it is compared: width, capitals and dashes do not matter; ① stays apart from 1."""
    circled = re.compile(f"[{CIRCLED}]")
    kept = "".join(letter if circled.match(letter) else unicodedata.normalize("NFKC", letter) for letter in text)
    return DASHES.sub("-", kept).casefold()


def terms(query: str) -> list[str]:
    """The words of a query, each of which has to be found; "P. 124" and "124ページ" are p124."""
    return PAGE.sub(_page, normal(clean(query))).split()


def _page(found: re.Match) -> str:
    first, last = found[1] or found[3], found[2]
    return f" p{first}-{last} " if last else f" p{first} "


def answers(entry: Entry, term: str) -> bool:
    """Whether an entry has the term as its number, on its pages, or among its words."""
    if page := PAGE.fullmatch(term):
        return int(page[1]) in entry.pages or int(page[2] or page[1]) in entry.pages
    if term.isdecimal() and int(term) in entry.pages:
        return True
    return _numbered(entry, term) or _worded(entry.words, term)


def _numbered(entry: Entry, term: str) -> bool:
    """1-1-1 is 1-1-①, but 1 alone is not ①."""
    return any(term == code or ("-" in term and term == _digits(code)) for code in entry.codes)


def _digits(code: str) -> str:
    return unicodedata.normalize("NFKC", code)


def _worded(words: str, term: str) -> bool:
    """A number is found as a whole only: 3 is not in 30."""
    before = r"(?<![\d-])" if term[0].isdecimal() else ""
    after = r"(?![\d-])" if term[-1].isdecimal() else ""
    return re.search(before + re.escape(term) + after, words) is not None
