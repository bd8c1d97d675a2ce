"""python -m bench.kernel: nanoseconds per cell-year of the stochastic projection, one age and sex of one path and year.

Beside it, in the same run: writing each cell once at the machine's bandwidth (the floor: 8 bytes at the speed of
a[i] = b[i] + 3·c[i] over arrays far larger than the caches), numpy's readable step for chunks of paths, and plain
Python. The engines take turns, every buffer has been written before anything counts, and each figure is a median of
REPEATS turns. The compiled ones and the floor use every thread, the others one. Prints a Markdown table with the goals
and writes bench/results/kernel.json. Builds nothing: it reads the current database.
"""

import json
import os
import statistics
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numba
import numpy as np

from analytics import console
from analytics.city import evidence
from analytics.database import store
from analytics.demography import baseline, projection, simulation
from analytics.demography.projection import Assumptions
from analytics.demography.simulation import Chance, Strayed
from bench import report
from bench.clock import seconds, timed
from bench.report import Row

FUSED, STORED, CHUNK, LOOPED = 10_000, 1_000, 64, 1
REPEATS, LARGE = 25, 20_000_000
FLOOR, SUMS, CELLS = "floor: each cell written once", "compiled, sums alone", "compiled, every cell stored"
STEP, LOOPS = f"numpy step, {CHUNK} paths at a time", "Python loops"
HEADER = ("engine", "ns per cell-year", "beside", "ratio", "goal", "verdict")
RESULT = Path(__file__).parent / "results" / "kernel.json"


def main() -> int:
    console.prepare()
    load, build = os.getloadavg()[0], store.current()
    given, chance = baseline.unchanged(evidence.baseline(build)), evidence.chance(build)
    samples = in_turn(engines(given, chance))
    rows = table({name: statistics.median(values) for name, values in samples.items()})
    sizes = (STORED, FUSED)
    whole = {
        n: 1000 * statistics.median(seconds(partial(simulation.paths, given, chance, n), REPEATS)) for n in sizes
    }
    print(f"numba {numba.__version__}, {numba.get_num_threads()} threads · load before {load:.1f}\n")
    print(report.markdown(rows, HEADER))
    print("\n" + "\n".join(f"{n:,} paths with their quantiles: {ms:.1f} ms" for n, ms in whole.items()))
    RESULT.parent.mkdir(exist_ok=True)
    result = {"load": load, "rows": report.plainly(rows), "ns": samples, "paths_ms": whole}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
    return 0


def engines(given: Assumptions, chance: Chance) -> dict[str, tuple[Callable[[], object], int]]:
    """{name: what is timed, cell-years it does}"""
    strays = {n: simulation.strayed(given, chance, n, 1) for n in (FUSED, STORED, CHUNK, LOOPED)}
    cells = simulation.room(given, STORED)
    run = partial(simulation.run, given, spread=chance.spread)
    each = np.size(given.surv)
    return {
        FLOOR: (partial(triad, *(np.ones(LARGE) for _ in range(3))), 3 * LARGE),
        SUMS: (partial(run, strays[FUSED]), FUSED * each),
        f"{SUMS}, 1 thread": (partial(run, strays[FUSED], workers=1), FUSED * each),
        CELLS: (partial(run, strays[STORED], cells=cells), STORED * each),
        STEP: (partial(by_step, given, chance, strays[CHUNK]), CHUNK * each),
        LOOPS: (partial(by_loops, given, chance, strays[LOOPED]), LOOPED * each),
    }


def in_turn(works: dict[str, tuple[Callable[[], object], int]]) -> dict[str, list[float]]:
    """By name, nanoseconds per cell-year in each of REPEATS turns, after one that does not count."""
    turns = [{name: timed(work) / cells * 1e9 for name, (work, cells) in works.items()} for _ in range(REPEATS + 1)]
    return {name: [turn[name] for turn in turns[1:]] for name in works}


@numba.njit(parallel=True)
def triad(a, b, c):
    for i in numba.prange(a.size):
        a[i] = b[i] + 3.0 * c[i]


def by_step(given: Assumptions, chance: Chance, strays: Strayed) -> np.ndarray:
    """Totals by year and path, from the readable step, paths side by side."""
    population = np.broadcast_to(given.population, (strays.deviations.shape[2], *given.population.shape))
    totals = [population.sum(axis=(1, 2))]
    for year in range(len(given.asfr)):
        surv, asfr, net = yearly(given, chance, strays.deviations[:, year], year)
        population = projection.step(population, surv, asfr, given.srb[year], given.net_rate[year], net).population
        totals.append(population.sum(axis=(1, 2)))
    return np.stack(totals)


def yearly(given: Assumptions, chance: Chance, deviations: np.ndarray, year: int) -> tuple[np.ndarray, ...]:
    """Survivorship, birth rates and further migrants of a year, by path."""
    tfr, net, level = deviations
    fertile = np.maximum(1 + chance.tfr.spread * tfr / given.asfr[year].sum(), 0)
    more = given.net[year] + (chance.net.spread * net)[:, None, None] * chance.spread
    return (
        given.surv[year] ** np.exp(chance.drift * level)[:, None, None],
        given.asfr[year] * fertile[:, None],
        more,
    )


def by_loops(given: Assumptions, chance: Chance, strays: Strayed) -> list[float]:
    """Totals of the last year by path, cell after cell in plain Python."""
    return [_by_loops(given, chance, strays.deviations[:, :, [path]]) for path in range(strays.deviations.shape[2])]


def _by_loops(given: Assumptions, chance: Chance, deviations: np.ndarray) -> float:
    population = given.population.tolist()
    for year in range(len(given.asfr)):
        surv, asfr, net = (values[0].tolist() for values in yearly(given, chance, deviations[:, year], year))
        population = _step(population, surv, asfr, float(given.srb[year]), given.net_rate[year].tolist(), net)
    return sum(map(sum, population))


def _step(population, surv, asfr, srb: float, net_rate, net) -> list[list[float]]:
    after = [_aged(*each) for each in zip(population, surv, net_rate, net, strict=True)]
    women = zip(population[0], after[0], asfr, strict=True)
    births = sum((before + now) / 2 * rate for before, now, rate in women)
    for sex, part in enumerate((1 / (1 + srb), srb / (1 + srb))):
        after[sex][0] += births * part * surv[sex][0] * (1 + net_rate[sex][0])
    return after


def _aged(persons, surv, net_rate, net) -> list[float]:
    after = [net[0]]
    for age in range(1, len(persons)):
        starters = persons[age - 1] + (persons[age] if age == len(persons) - 1 else 0)
        after.append(starters * surv[age] * (1 + net_rate[age]) + net[age])
    return after


def table(ns: dict[str, float]) -> list[Row]:
    """Every engine beside the floor, then how many times as long as the compiled one the others take.

    ns : by name, nanoseconds per cell-year
    """
    rows = {name: _beside(name, value, ns[FLOOR]) for name, value in ns.items()}
    rows[SUMS] = rows[SUMS]._replace(value=ns[SUMS], goal=0.5, unit=" ns")
    rows[CELLS] = rows[CELLS]._replace(goal=2.0)
    others = [
        _beside(f"{name}, beside the compiled sums", ns[name], ns[SUMS])._replace(goal=goal, least=True)
        for name, goal in ((STEP, 10), (LOOPS, 400))
    ]
    return [*rows.values(), *others]


def _beside(name: str, value: float, peer: float) -> Row:
    return Row(name, f"{value:.3g}", f"{peer:.3g}", f"{value / peer:.2f}", value / peer, unit="×")


if __name__ == "__main__":
    raise SystemExit(main())
