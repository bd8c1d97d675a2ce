"""The names by which stories, links and files ask for a figure: what may be chosen for it, and who makes it.

A maker bears its name's words and the kinds of its choices (`called`). What an address asks for is looked up here and
checked before anything is made; a name stays, wherever its maker moves (`makers`).
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from analytics.figures import makers
from analytics.figures.choices import MOVERS, Asked, Kind
from analytics.words import language

Maker = TypeVar("Maker", bound=Callable)


class Entry(NamedTuple):
    """words : Japanese, {0} where the words of the first choice are part of them ; kinds : of each choice
    needed : how many must be made ; about : "module.function" that gives the words of the first choice
    """

    words: str
    kinds: tuple[Kind, ...]
    needed: int
    about: str


class UnknownFigureError(Exception):
    """No figure has that name, or it cannot be had with these choices. name : as it was asked for"""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def called(words: str, *kinds: Kind, needed: int = 0, about: str = "") -> Callable[[Maker], Maker]:
    """Makes a maker's figure one that may be asked for by its name."""

    def entered(maker: Maker) -> Maker:
        maker.entry = Entry(words, kinds, needed, about)
        return maker

    return entered


def maker(name: str, asked: Asked) -> Callable:
    """Who makes it. Raises UnknownFigureError unless it is there and everything chosen for it is on offer."""
    found = _maker(name)
    if not found.entry.needed <= len(asked.choices) <= len(found.entry.kinds):
        raise UnknownFigureError(name)
    for kind, choice in zip(found.entry.kinds, asked.choices, strict=False):
        if not kind(choice, asked):
            raise UnknownFigureError(name)
    return found


def title(name: str, asked: Asked) -> str:
    """What the figure is called, without making it. Raises UnknownFigureError."""
    entry = _maker(name).entry
    words = language.gettext(asked.context.lang)(entry.words)
    if not entry.about:
        return words
    known, chosen = makers.function(entry.about)(asked.context), asked.choices[:1]
    return words.format(*(known.get(code, "–") if isinstance(code, str) else "–" for code in chosen or ("",)))


def is_known(name: str) -> bool:
    return makers.is_there(name) and hasattr(makers.function(name), "entry")


def is_of_movers(name: str) -> bool:
    """Whether there is such a figure and the age of those who move is to be chosen for it."""
    return is_known(name) and _maker(name).entry.kinds == (MOVERS,)


def named(function: Callable) -> str:
    """The name of the figure that a function makes; empty for one that nobody may ask for."""
    return makers.name(function) if hasattr(function, "entry") else ""


def _maker(name: str) -> Callable:
    if not is_known(name):
        raise UnknownFigureError(name)
    return makers.function(name)
