"""How long work takes that needs no server."""

import time
from collections.abc import Callable


def seconds(work: Callable[[], object], times: int) -> list[float]:
    """Of each time, after one that does not count."""
    work()
    return [timed(work) for _ in range(times)]


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
