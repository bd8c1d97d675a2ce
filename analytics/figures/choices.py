"""What may be chosen for a figure: each kind of choice says whether one can be had, before anything is made."""

import math
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from analytics import scenario
from analytics.figures.context import Context
from analytics.figures.makers import function
from analytics.scenario import Levers, address
from analytics.scenario.levers import Target
from analytics.words import terms


class Asked(NamedTuple):
    """Choices, and the context they are made in."""

    context: Context
    choices: tuple


Kind = Callable[[object, Asked], bool]


def code(*allowed: str) -> Kind:
    return lambda given, _asked: isinstance(given, str) and given in allowed


def worded(group: str) -> Kind:
    """A code of a group of terms.yml."""
    return lambda given, _asked: isinstance(given, str) and given in terms.words(group, "ja")


def listed(where: str, *using: int, also: tuple[str, ...] = (), of: type = str) -> Kind:
    """What a function of this folder lists in the context. using : places of the choices it takes as well"""

    def is_listed(given: object, asked: Asked) -> bool:
        if type(given) is not of:
            return False
        offered = function(where)(asked.context, *(asked.choices[place] for place in using))
        return given in also or str(given) in offered

    return is_listed


def day(given: object, asked: Asked) -> bool:
    days = function("structure.days")(asked.context)
    return isinstance(given, date) and given in {each for each, _basis in days}


def perhaps(kind: Kind) -> Kind:
    return lambda given, asked: given is None or kind(given, asked)


def levers(given: object, asked: Asked) -> bool:
    """Loads what projections need where there are any."""
    if not isinstance(given, Levers):
        return False
    from analytics.city.evidence import baseline

    return not scenario.validate(given, scenario.bounds(baseline(asked.context.build)))


def kept(given: object, asked: Asked) -> bool:
    """Named scenarios, as an address holds them."""
    if not isinstance(given, tuple) or len(given) > address.MOST:
        return False
    pairs = [pair for pair in given if isinstance(pair, tuple) and len(pair) == 2]
    sound = [isinstance(name, str) and address.NAME.fullmatch(name) and levers(each, asked) for name, each in pairs]
    return len(pairs) == len(given) and all(sound)


def target(given: object, asked: Asked) -> bool:
    if not isinstance(given, Target) or not math.isfinite(given.persons):
        return False
    bounds = [function(f"seeking.{name}")(asked.context) for name in ("sizes", "years")]
    return all(low <= value <= high for value, (low, high) in zip(given, bounds, strict=True))


def span(given: object, asked: Asked) -> bool:
    """Two years in their order, within those of the path."""
    if not isinstance(given, tuple) or [type(year) for year in given] != [int, int]:
        return False
    low, high = function("ahead.span")(asked.context)
    return low <= given[0] < given[1] <= high


def whole(low: int, high: int) -> Kind:
    return lambda given, _asked: type(given) is int and low <= given <= high


def number(*allowed: int) -> Kind:
    return lambda given, _asked: type(given) is int and given in allowed


ALL, NONE = "all", "none"
LAST_SEED = 999
VERSION = worded("version")
COUNTED, MOVERS = code("strategy", "period"), code(ALL, "20-39")
