"""Every cache there is, and how much each may keep.

of_code    : what the program's own files say; those files bound it
of_state   : what was proved of a file in one state; the last few states
of_build   : what a build says by itself; a few builds for each function
of_drawing : a drawing for each wording; one store for all of them, bounded by bytes
of_choice  : what visitors ask for; one store for all of it, bounded by bytes
of_largest : arrays of many megabytes; the last two for each function

Of several who ask for the same new thing one makes it and the others wait; nobody waits for anything else.
"""

import pickle
from collections.abc import Callable
from functools import lru_cache, partial, wraps
from threading import Condition
from typing import NamedTuple, TypeVar

from cachetools import Cache, LRUCache, cached
from cachetools.keys import hashkey

CODE, STATES, BUILDS, LARGEST = 256, 64, 8, 2
DRAWING_BYTES, CHOICE_BYTES = 4 * 2**20, 12 * 2**20

Function = TypeVar("Function", bound=Callable)

of_code = lru_cache(maxsize=CODE)
of_state = lru_cache(maxsize=STATES)
of_largest = lru_cache(maxsize=LARGEST)


class Weighed(NamedTuple):
    """size : bytes it takes when written down, about what it takes in memory"""

    value: object
    size: int


class Store(NamedTuple):
    kept: Cache
    changed: Condition


def _store(size: int) -> Store:
    return Store(LRUCache(size, lambda weighed: weighed.size), Condition())


drawings, choices = _store(DRAWING_BYTES), _store(CHOICE_BYTES)


def of_build(function: Function) -> Function:
    return cached(LRUCache(BUILDS), condition=Condition())(function)


def of_drawing(function: Function) -> Function:
    return _in_store(drawings, function, hashkey)


def of_choice(function: Function | None = None, *, key: Callable = hashkey) -> Function:
    """key : from the arguments to what tells one result from another"""
    return partial(of_choice, key=key) if function is None else _in_store(choices, function, key)


def _in_store(store: Store, function: Function, key: Callable) -> Function:
    name = f"{function.__module__}.{function.__qualname__}"

    @cached(store.kept, lambda *given, **named: (name, key(*given, **named)), condition=store.changed)
    def weighed(*given: object, **named: object) -> Weighed:
        value = function(*given, **named)
        return Weighed(value, len(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)))

    @wraps(function)
    def found(*given: object, **named: object) -> object:
        return weighed(*given, **named).value

    return found
