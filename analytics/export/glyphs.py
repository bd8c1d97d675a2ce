"""The letters that the fonts brought along can draw, and what stands for the others on paper and in pictures."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.types as types

from analytics import caching
from analytics.figures import Figure
from analytics.words import language

FONTS = {"matplotlib_fontja": "ipaexg.ttf", "notojp_matplotlib": "NotoSansCJKjp-Regular.otf"}
ABSENT = "〓"
UNDRAWN = re.compile("[\n\r\t\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def folders() -> list[Path]:
    """Where the fonts lie: the usual one, then the one with rare kanji that takes over where it lacks a letter."""
    return [Path(find_spec(package).submodule_search_locations[0]) / "fonts" for package in FONTS]


def missing(texts: Iterable[str]) -> list[str]:
    """The letters of the texts that no font can draw, by code; what is never drawn by itself is none."""
    found = {letter for letter in set().union(*texts) if not UNDRAWN.match(letter)}
    for package in FONTS:
        found = found and {letter for letter in found if ord(letter) not in _known(package)}
    return sorted(found)


def drawn(content: object) -> str:
    """Texts, lists and dicts as JSON, with 〓 for every letter that cannot be drawn."""
    text = json.dumps(content, ensure_ascii=False)
    return text.translate(dict.fromkeys(map(ord, missing([text])), ABSENT))


def told(places: dict[str, Iterable[str]], lang: str) -> tuple[str, ...]:
    """A sentence on the letters that cannot be drawn and where they stand, none where all can.

    places : {what a reader calls the place, empty for here: its texts}
    """
    _ = language.gettext(lang)
    found: dict[str, list[str]] = {}
    for place, texts in places.items():
        for letter in missing(texts):
            found.setdefault(letter, []).append(place)
    if not found:
        return ()
    words = [
        _("{letter}（U+{code}：{places}）").format(
            letter=letter, code=f"{ord(letter):04X}", places=language.listed(where, lang)
        )
        if any(where)
        else _("{letter}（U+{code}）").format(letter=letter, code=f"{ord(letter):04X}")
        for letter, where in found.items()
    ]
    return (_("PDF と画像の文字にない字は、「〓」で示します：{0}。").format(language.listed(words, lang)),)


def of(figure: Figure) -> Iterator[str]:
    """Every text of a figure: around its drawing, in it, and in its table."""
    yield from (figure.title, figure.message, *figure.notes, *figure.credits, *figure.table.columns)
    for name in figure.table.columns:
        yield from (cell for cell in figure.table[name].unique() if isinstance(cell, str))
    yield from in_drawing(figure)


def in_drawing(figure: Figure) -> Iterator[str]:
    """Every text of its chart."""
    yield json.dumps(figure.spec, ensure_ascii=False)
    for column in figure.data.columns:
        if types.is_string(column.type) or types.is_large_string(column.type):
            yield from pc.unique(column).drop_null().to_pylist()


@caching.of_code
def _known(package: str) -> frozenset[int]:
    """Codes of the letters of that font."""
    from fontTools.ttLib import TTFont

    folder = Path(find_spec(package).submodule_search_locations[0]) / "fonts"
    with TTFont(folder / FONTS[package], lazy=True) as font:
        return frozenset(font.getBestCmap())
