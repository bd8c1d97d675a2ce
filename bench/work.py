"""python -m bench.work: what is made without a server: the ways to the target, and a story as a file.

Goal seek: all four answers and the frontier of the plan's own target, from the baseline on; nothing of it is kept from
one time to the next. Packs: the story STORY, a title and 11 slides, "first" with its imports as the only thing that a
fresh `python -m analytics.export` does, "again" in a process that has written it before. Code that numba compiled is on
the disk, as it is wherever the dashboard has run. Prints a Markdown table and writes bench/results/work.json. Builds
nothing: it reads the current database.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from analytics import console, stories
from analytics.city import evidence, scope
from analytics.database import store
from analytics.demography import simulation
from analytics.export import packs
from analytics.figures.context import Context
from analytics.figures.outlook import reaching
from analytics.scenario import goalseek
from bench import report
from bench.clock import seconds, timed
from bench.report import alone
from bench.servers import ROOT

STORY = "hq"
SOUGHT, FRESH, AGAIN = 15, 3, 5
GOALS = {"pptx": 5, "pdf": 5, "xlsx": None, "html": None}
RESULT = Path(__file__).parent / "results" / "work.json"


def main() -> int:
    console.prepare()
    load, build = os.getloadavg()[0], store.current()
    simulation.warm()
    samples = {"goal seek: four answers and the frontier, s": seconds(seek(build), SOUGHT)}
    rows = [alone(*each, goal=0.3, unit=" s", digits=3) for each in samples.items()]
    for kind, goal in GOALS.items():
        found = {f"{STORY} as {kind}, first, s": first(kind), f"{STORY} as {kind}, again, s": again(build, kind)}
        rows += [alone(*each, goal=goal, unit=" s", digits=2) for each in found.items()]
        samples |= found
    print(f"load before {load:.1f}\n\n{report.markdown(rows)}")
    RESULT.parent.mkdir(exist_ok=True)
    result = {"load": load, "rows": report.plainly(rows), "s": samples}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
    return 0


def seek(build: str) -> Callable[[], goalseek.Found]:
    base, asked = evidence.baseline(build), scope.usual(build)
    spread = goalseek.spread(evidence.levers_on_record(build), asked.home)
    return partial(goalseek.seek, base, reaching.aims(Context(build, asked)), None, spread)


def first(kind: str) -> list[float]:
    """Seconds of the whole command in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["-m", "analytics.export", "--story", STORY, "--format", kind, "--out", f"{folder}/pack"]
        run = partial(subprocess.run, [sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        return [timed(run) for _ in range(FRESH)]


def again(build: str, kind: str) -> list[float]:
    story = stories.ready("ja")[STORY]
    return seconds(partial(packs.write, build, scope.usual(build), story, kind), AGAIN)


if __name__ == "__main__":
    raise SystemExit(main())
