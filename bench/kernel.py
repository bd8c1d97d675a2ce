"""python -m bench.kernel: nanoseconds per cell-year of the stochastic projection, one age and sex of one path and year.

Beside it, in the same run: writing each cell once at the machine's bandwidth (the floor: 8 bytes at the speed of
a[i] = b[i] + 3·c[i] over arrays far larger than the caches), numpy's readable step for chunks of paths, and plain
Python. Prints a Markdown table and writes bench/results/kernel.json. Builds nothing: it reads the current database.
"""

import json
import os
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numba
import numpy as np

from analytics import baseline, kernel, projection, store
from analytics.figures import futures
from analytics.kernel import Chance, Strayed
from analytics.projection import Assumptions

FUSED, STORED, CHUNK, LOOPED = 10_000, 1_000, 64, 1
REPEATS, LARGE = 9, 20_000_000
HEADER = ("engine", "ns per cell-year", "× floor")
RESULT = Path(__file__).parent / "results" / "kernel.json"


def main() -> int:
    load, build = os.getloadavg()[0], store.current()
    given, chance = baseline.unchanged(futures.baseline(build)), futures.chance(build)
    floor = bandwidth_floor()
    found = {name: per_cell(work, paths, given) for name, (work, paths) in engines(given, chance).items()}
    whole = {n: statistics.median(seconds(partial(kernel.paths, given, chance, n))) * 1000 for n in (STORED, FUSED)}
    print(f"numba {numba.__version__}, {numba.get_num_threads()} threads · load before {load:.1f}\n")
    print(markdown({"floor: each cell written once": floor} | found, floor))
    print("\n" + "\n".join(f"{n:,} paths with their quantiles: {ms:.1f} ms" for n, ms in whole.items()))
    RESULT.parent.mkdir(exist_ok=True)
    result = {"floor_ns": floor, "ns": found, "paths_ms": whole}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
    return 0


def engines(given: Assumptions, chance: Chance) -> dict[str, tuple[Callable[[], object], int]]:
    """{name: what is timed, paths it does}"""
    strays = {n: kernel.strayed(given, chance, n, 1) for n in (FUSED, STORED, CHUNK, LOOPED)}
    cells = kernel.room(given, STORED)
    run = partial(kernel.run, given, spread=chance.spread)
    return {
        "compiled, sums alone": (partial(run, strays[FUSED]), FUSED),
        "compiled, sums alone, 1 thread": (partial(run, strays[FUSED], workers=1), FUSED),
        "compiled, every cell stored": (partial(run, strays[STORED], cells=cells), STORED),
        f"numpy step, {CHUNK} paths at a time": (partial(by_step, given, chance, strays[CHUNK]), CHUNK),
        "Python loops": (partial(by_loops, given, chance, strays[LOOPED]), LOOPED),
    }


def per_cell(work: Callable[[], object], paths: int, given: Assumptions) -> float:
    """Nanoseconds per cell-year, the median of REPEATS after one that does not count."""
    return statistics.median(seconds(work)) / (paths * np.size(given.surv)) * 1e9


def seconds(work: Callable[[], object]) -> list[float]:
    work()
    return [_timed(work) for _ in range(REPEATS)]


def bandwidth_floor() -> float:
    """Nanoseconds in which 8 bytes can be written."""
    a, b, c = (np.ones(LARGE) for _ in range(3))
    return min(seconds(partial(triad, a, b, c))) / (3 * LARGE) * 1e9


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


def markdown(found: dict[str, float], floor: float) -> str:
    rows = [(name, f"{value:.3g}", f"{value / floor:.1f}") for name, value in found.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in [HEADER, ("---",) * len(HEADER), *rows])


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    raise SystemExit(main())
