"""Making what the pages show: once for each build, filters and choices, shared by all, and never more than a visitor has left."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from analytics import caching
from analytics.figures import Figure, registry
from analytics.figures.context import Context
from analytics.filters import View

Made = TypeVar("Made")


class SpentError(Exception):
    """The visitor has had so much made that the rest has to wait a moment."""


class Budget:
    """What may still be made for one visitor: things, and seconds of a processor. Both come back as time passes."""

    MOST, MOST_A_SECOND = 300, 60
    SECONDS, SECONDS_A_SECOND = 20.0, 0.5

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._things, self._seconds, self._then = float(self.MOST), self.SECONDS, clock()

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Around the making of one thing. Raises SpentError before it where nothing is left."""
        self._take()
        started = time.thread_time()
        try:
            yield
        finally:
            with self._lock:
                self._seconds -= time.thread_time() - started

    def _take(self) -> None:
        with self._lock:
            now = self._clock()
            passed, self._then = now - self._then, now
            self._things = min(self._things + passed * self.MOST_A_SECOND, self.MOST)
            self._seconds = min(self._seconds + passed * self.SECONDS_A_SECOND, self.SECONDS)
            if self._things < 1 or self._seconds <= 0:
                raise SpentError
            self._things -= 1


def made(maker: Callable[..., Made], view: View, *choices: object, budget: Budget | None = None) -> Made:
    """What a maker makes: a figure, headlines, a sentence. budget : of the visitor it is made for; none for ourselves.

    What is there already costs nothing. Raises SpentError.
    """
    return _made(maker, Context(*view), choices, budget)


def _asked(maker: Callable, context: Context, choices: tuple, _budget: Budget | None) -> tuple:
    return maker, context, choices


@caching.of_choice(key=_asked)
def _made(maker: Callable, context: Context, choices: tuple, budget: Budget | None) -> object:
    if budget is None:
        return _named(maker(context, *choices), maker, choices)
    with budget.spending():
        return _named(maker(context, *choices), maker, choices)


def _named(result: object, maker: Callable, choices: tuple) -> object:
    """A figure knows by which name and choices it is made again."""
    if not isinstance(result, Figure):
        return result
    return result._replace(recipe=registry.named(maker), choices=choices)
