"""python -m bench.beside: what others feel while one visitor has files made.

READERS visitors change a filter of the births page, thinking up to a second between, for SECONDS; then again while
one more has the page made into a PDF, one after the other. The server's part of each change is timed. Prints both 95th
percentiles and their ratio; leaves 1 where that is over GOAL.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np

from bench import measures
from bench.servers import OURS, Server
from bench.session import Session

READERS, SECONDS, GOAL = 6, 20, 2.0


def reading(server: Server, place: int, end: Callable[[], bool]) -> list[float]:
    """ms of every change that one visitor made."""
    chance, found = random.Random(place), []
    with Session(server) as visitor:
        visitor.load()
        while not end():
            time.sleep(chance.random())
            found.append(visitor.choose(chance.choice(("basis", "from")), chance.randrange(30)).ms)
    return found


def making(server: Server, end: Event) -> int:
    """How many PDFs one visitor got."""
    made = 0
    with Session(server, "births", "from=2015") as visitor:
        visitor.load()
        visitor.open("files-page")
        while not end.is_set():
            visitor.download("pdf-page")
            made += 1
    return made


def percentile(server: Server) -> float:
    """The 95th of what all readers waited, ms."""
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(READERS) as pool:
        every = pool.map(lambda place: reading(server, place, lambda: time.monotonic() > until), range(READERS))
        return float(np.percentile([ms for found in every for ms in found], 95))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as other:
        measures.build_seconds(Path(folder))
        server, end = Server(OURS, Path(folder)).wait(), Event()
        try:
            percentile(server)
            alone = percentile(server)
            files = other.submit(making, server, end)
            beside = percentile(server)
            end.set()
            made = files.result()
        finally:
            server.stop()
    print(f"p95 alone {alone:.0f} ms, beside {made} PDFs {beside:.0f} ms, ratio {beside / alone:.2f} (goal {GOAL})")
    return int(beside > GOAL * alone)


if __name__ == "__main__":
    sys.exit(main())
