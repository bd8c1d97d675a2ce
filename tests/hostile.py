"""`python -m tests.hostile`: addresses that nobody means well by, against a real server in a process of its own.

Every address is a page and a query string: those known to have done harm, then as many drawn ones as are asked for,
the same for the same seed. Each has to be answered within SECONDS, and the server's peak memory may grow by MEGABYTES
over all of them; an address-space limit stands behind it.
"""

import argparse
import base64
import json
import os
import random
import resource
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from bench.servers import OURS, Server
from bench.session import Session
from data import build

SECONDS, MEGABYTES, BACKSTOP = 2.0, 300, 14 * 2**30
PAGES = (
    *(
        "",
        "meeting",
        "inflow",
        "employment",
        "fertility",
        "outflow",
        "births",
        "structure",
        "migration",
        "intention",
    ),
    *("benchmark", "projection", "whatif", "tree", "revision", "kpi", "sources", "checks"),
)
TEXT = (
    *(
        "lang",
        "from",
        "to",
        "area",
        "basis",
        "data",
        "era",
        "plan",
        "version",
        "age",
        "measure",
        "status",
        "goal",
        "kind",
    ),
    *(
        "fy",
        "item",
        "q",
        "mark",
        "day",
        "ghost",
        "source",
        "method",
        "answer",
        "year",
        "view",
        "count",
        "period",
        "over",
    ),
    *(
        "cohort",
        "flow",
        "peers",
        "sex",
        "ages",
        "unit",
        "span",
        "groups",
        "tables",
        "story",
        "slide",
        "snap",
        "began",
    ),
    *("part", "decision", "kept", "set", "every", "open", "sure", "seed"),
)
NUMBERS = ("tfr", "tfr_year", "net", "net_20_39", "in_20_39", "out_20_39", "mortality", "since", "ramp")
NUMBERS += ("goal_persons", "goal_year", "goal_since", "seed")
HUGE = ("999999999", "-999999999", "1e308", "nan", "inf", "-0", "0", "1" * 400, "٣", "1_000", "0x10", "2065.5")
ODD = (
    *("", " ", "\0", "'; DROP TABLE births; --", "../../etc/passwd", "%2e%2e%2f", "[x](javascript:alert(1))"),
    *("![p](http://127.0.0.1:9/p.png)", "<script>1</script>", "\u202egnp", "\ufffe", "𠮷" * 60, "a" * 6000, "=1+1"),
    *("((((a+)+)+)+)$", "(" * 60, "ー" * 60, "1-" * 30, ",".join(map(str, range(1000))), "none", "all", "saved-x"),
)


class Answer(NamedTuple):
    address: str
    seconds: float
    failed: bool


class Report(NamedTuple):
    """slowest : the longest that one took ; grown : MB of peak memory over the warmed server's"""

    answers: list[Answer]
    grown: float

    @property
    def slow(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.seconds > SECONDS]

    @property
    def failed(self) -> list[Answer]:
        return [answer for answer in self.answers if answer.failed]


def packed(name: str, slides: list[list]) -> str:
    """A story as an address holds it, whatever it asks for."""
    text = json.dumps([name, slides], ensure_ascii=False).encode()
    return "1." + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def frontier(persons: float, year: int, levers: str = "") -> list:
    return ["seeking.frontier", [{"target": [persons, year]}, {"levers": levers}]]


def known() -> Iterator[tuple[str, dict[str, str]]]:
    """Addresses that once took gigabytes, half a minute, or a place in the page."""
    whatif, paths = "whatif.total", [[], 10_000, 7]
    stories = [
        [frontier(200_000, 999_999_999)],
        [frontier(200_000 + place, 2065) for place in range(40)],
        [frontier(200_000, 2065, f"s{2026 + place}") for place in range(40)],
        [["every_path.of_scenarios", [{"levers": "t1.8"}, []]]] * 40,
        [["sheets.facts", ["revised", 2023]]] * 40,
        [[whatif, [{"levers": f"t{1 + place / 100}"}, *paths]] for place in range(40)],
        [[whatif, [{"levers": "t1.8"}, [[f"{n}", {"levers": f"n{n}00"}] for n in range(4)], 10_000, 999]]],
        [[whatif, [{"levers": ""}, [], 10**9]]],
        [["ahead_ages.pyramid_of", ["999999999"]], ["ages.by_age", ["1-999999999"]]],
        [
            [
                "births.by_basis",
                [],
                "",
                "",
                {"first_year": 1900, "last_year": 2200, "areas": [f"{n}" for n in range(60)]},
            ]
        ],
        [["births.tfr", [], "![x](http://127.0.0.1:9/p.png)", "<img src=x>" * 100]],
    ]
    for slides in stories:
        for slide in ("1", str(len(slides)), "end"):
            yield (
                "meeting",
                {"story": packed("![x](http://127.0.0.1:9/p.png) [y](http://127.0.0.1:9)", slides), "slide": slide},
            )
    far = {"goal_persons": "999999999", "goal_year": "999999999", "goal_since": "999999999"}
    yield "whatif", far
    yield (
        "whatif",
        {"sure": "1", "kept": "!".join(f"{n}~t{1 + n / 10}_n{n}00" for n in range(4)), "tfr": "3", "net": "4500"},
    )
    yield "whatif", {"sure": "1", "net": "-4500", "net_20_39": "-4500", "since": "2025", "ramp": "0"}


def drawn(seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Without end: any page, asked for anything."""
    chance = random.Random(seed)
    while True:
        asked = {key: chance.choice((*ODD, *HUGE)) for key in chance.sample(TEXT, chance.randrange(1, 5))}
        asked |= {key: _number(chance) for key in chance.sample(NUMBERS, chance.randrange(4))}
        page = chance.choice((*PAGES, "whatif", "meeting"))
        if page == "meeting" and chance.random() < 0.7:
            asked |= {"story": packed("x", [_slide(chance) for _ in range(chance.randrange(1, 41))])}
            asked |= {"slide": str(chance.randrange(1, 41))}
        yield page, asked


def _number(chance: random.Random) -> str:
    sound = (f"{chance.uniform(0.5, 3):.2f}", f"{chance.randrange(-4000, 4000)}", f"{chance.randrange(2025, 2070)}")
    return chance.choice((*sound, *sound, chance.choice(HUGE)))


def _slide(chance: random.Random) -> list:
    names = (
        "whatif.total",
        "whatif.part",
        "seeking.frontier",
        "target.against_target",
        "births.by_basis",
        "ages.by_age",
    )
    choices = (
        *({"levers": f"t{chance.uniform(0.1, 9):.2f}_n{chance.randrange(-9999, 9999)}"}, {"target": [1e9, 10**9]}),
        *({"target": [chance.randrange(100_000, 330_000), chance.randrange(2045, 2070)]}, {"date": "9999-12-31"}),
        *([], 10_000, 999, 10**8, -1, None, True, "all", "2015-2025", "revised", "g1-t1", "x" * 120, [["n", 1]]),
    )
    filters = {"first_year": chance.randrange(1900, 2200), "basis": chance.choice(("all", "vital"))}
    return [chance.choice(names), [chance.choice(choices) for _ in range(chance.randrange(5))], "", "", filters]


def attack(server: Server, addresses: list[tuple[str, dict[str, str]]]) -> Report:
    """Warm the server with every page, then ask."""
    pid = server.process.pid
    for page in PAGES:
        _ask(server, page, "")
    resource.prlimit(pid, resource.RLIMIT_AS, (BACKSTOP, BACKSTOP))
    before = _peak(pid)
    answers = [_ask(server, page, urlencode(asked, quote_via=quote)) for page, asked in addresses]
    return Report(answers, _peak(pid) - before)


def _ask(server: Server, page: str, query: str) -> Answer:
    with Session(server, page, query) as visitor:
        started = time.perf_counter()
        run = visitor.load()
        return Answer(f"/{page}?{query}", time.perf_counter() - started, run.exceptions > 0)


def _peak(pid: int) -> float:
    """MB of the most memory the process ever held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def serve(folder: Path) -> Server:
    """Our server on a build of its own, with nothing decided yet."""
    build.build(builds=folder / "builds")
    os.environ["CITY_DECISIONS"] = str(folder / "decisions.duckdb")
    return Server(OURS, folder / "builds").wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chosen = [*known(), *(address for address, _n in zip(drawn(asked.seed), range(asked.count), strict=False))]
    with tempfile.TemporaryDirectory() as folder:
        server = serve(Path(folder))
        try:
            report = attack(server, chosen)
        finally:
            server.stop()
    slowest = max(report.answers, key=lambda answer: answer.seconds)
    print(f"{len(report.answers)} addresses, slowest {slowest.seconds:.2f} s, memory +{report.grown:.0f} MB")
    for answer in (*report.slow, *report.failed):
        print(f"{'failed' if answer.failed else f'{answer.seconds:.2f} s'}: {answer.address[:300]}")
    return int(bool(report.slow or report.failed or report.grown >= MEGABYTES))


if __name__ == "__main__":
    sys.exit(main())
