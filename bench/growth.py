"""python -m bench.growth: how much a long day adds to the server's memory.

FILTERS sets of filters that nobody chose before, on the pages in turn, then LEVERS positions of the levers with 10,000
paths each; what the first hundred of both add is what caches may hold, and only what comes after counts. Prints
the figures and writes bench/results/growth.json.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import combinations, islice
from pathlib import Path
from urllib.parse import urlencode

from bench import measures
from bench.servers import OURS, Server
from bench.session import Session

FILTERS, LEVERS, FIRST, GOAL = 5000, 1000, 100, 60
PAGES = ("births", "migration", "structure", "benchmark", "inflow", "kpi", "intention", "")
AREAS = ("14211", "14214", "14401", "14402", "14215", "14203", "14150", "14000")
RESULT = Path(__file__).parent / "results" / "growth.json"


def filter_sets(seed: int = 1) -> Iterator[tuple[str, str]]:
    """Pages with filters, no two alike."""
    chance, seen = random.Random(seed), set()
    groups = [group for size in range(len(AREAS) + 1) for group in combinations(AREAS, size)]
    while True:
        first, last = sorted(chance.sample(range(1990, 2026), 2))
        asked = {"from": first, "to": last, "area": ",".join(chance.choice(groups)) or "14212"}
        asked |= {"basis": chance.choice(("all", "vital", "register")), "data": chance.choice(("all", "published"))}
        asked |= {"lang": chance.choice(("ja", "en")), "era": chance.choice(("wareki", "seireki"))}
        query = urlencode(asked)
        if query not in seen:
            seen.add(query)
            yield PAGES[len(seen) % len(PAGES)], query


def lever_sets(seed: int = 1) -> Iterator[tuple[str, str]]:
    """What-ifs with 10,000 paths, no two alike."""
    chance = random.Random(seed)
    while True:
        asked = {"tfr": f"{chance.uniform(0.8, 2.4):.2f}", "net": chance.randrange(-1500, 2500), "sure": 1}
        yield "whatif", urlencode(asked | {"seed": chance.randrange(1, 999)})


def grown(server: Server, asked: Iterable[tuple[str, str]]) -> float:
    """MB that the later ones add to what the server held after the first."""
    asked = iter(asked)
    _visit(server, islice(asked, FIRST))
    before = server.memory()
    _visit(server, asked)
    return server.memory() - before


def _visit(server: Server, asked: Iterable[tuple[str, str]]) -> None:
    for page, query in asked:
        with Session(server, page, query) as visitor:
            visitor.load()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__.splitlines()[0])
    parser.add_argument("--filters", type=int, default=FILTERS)
    parser.add_argument("--levers", type=int, default=LEVERS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measures.build_seconds(Path(folder))
        server = Server(OURS, Path(folder)).wait()
        try:
            _visit(server, [(page, "") for page in (*PAGES, "whatif")])
            both = {
                f"{asked.filters} sets of filters, MB": grown(server, islice(filter_sets(), asked.filters)),
                f"{asked.levers} positions of the levers, MB": grown(server, islice(lever_sets(), asked.levers)),
            }
            both["server afterwards, MB"] = server.memory()
        finally:
            server.stop()
    print(json.dumps(both, indent=1))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(both, indent=1), "utf-8")
    return int(sum(list(both.values())[:2]) > GOAL)


if __name__ == "__main__":
    sys.exit(main())
