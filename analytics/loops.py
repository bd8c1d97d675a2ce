"""The compiled loops of the stochastic projection. Importing this loads numba: `analytics.kernel` does so when asked.

Paths lie innermost, so that an age of a whole chunk of paths is one vector operation; ages are taken from the oldest
down, so that a chunk grows older in place.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import numba

BUILDS = Path(os.environ.get("CITY_BUILDS", Path(__file__).parent.parent / "data" / "builds"))
REORDERED = {"reassoc", "contract", "nsz"}
WORKING, OLD = 15, 65
YOUNG, FORTY = 20, 40


def _folder() -> str:
    """Where compiled code is kept: beside the builds if that can be written, else as long as the process lives."""
    if os.access(BUILDS, os.W_OK):
        return str(BUILDS / "compiled")
    folder = tempfile.mkdtemp(prefix="city-compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


numba.config.CACHE_DIR = numba.config.CACHE_DIR or _folder()
inner = numba.njit(fastmath=REORDERED, cache=True)
outer = numba.njit(fastmath=REORDERED, cache=True, parallel=True)


@outer
def walk(base, kept, asfr, srb, net, spread, strayed, scale, middle, persons, work, sums, cells):
    """Every path through every year, by the convention of `projection.step`; where more would leave than there are,
    all leave.

    base : (sex, age) ; kept : (year, sex, age, power of the level), survivorship times 1 + net rate
    asfr : (year, age) ; srb : (year,) ; net : (year, sex, age) ; spread : (sex, age) shares
    strayed : (lever, year, path) of fertility, migrants, mortality ; scale : (lever, year), what one of them is in
    birth rates as they are, persons, levels ; middle : level that is 0 in `kept`
    persons : (worker, sex, age, path) and work : (worker, 8, path), for a chunk of paths, written over and over
    sums : (measure, year + 1, path), the result ; cells : (year + 1, sex, age, path), the result, or empty
    """
    years, paths = strayed.shape[1:]
    workers, _rows, chunk = work.shape
    for worker in numba.prange(workers):
        held, own = persons[worker], work[worker]
        for first in range(worker * chunk, paths, workers * chunk):
            end = min(first + chunk, paths)
            _begin(held, own, base, end - first)
            _note(held, own, sums, cells, 0, first, end)
            for year in range(years):
                _stray(own, strayed, scale, middle, year, first, end)
                _year(held, own, kept[year], asfr[year], srb[year], net[year], spread, end - first)
                _note(held, own, sums, cells, year + 1, first, end)


@inner
def _begin(persons, work, base, count):
    work[:4] = 0
    for sex in range(2):
        for age in range(base.shape[1]):
            for path in range(count):
                persons[sex, age, path] = base[sex, age]
            _count(work, persons[sex, age], sex, age, count)


@inner
def _stray(work, strayed, scale, middle, year, first, end):
    """Rows 4–6 of the work: factor on fertility, further migrants, level of mortality."""
    fertile, more, level = work[4], work[5], work[6]
    births, moves, deaths = strayed[0, year], strayed[1, year], strayed[2, year]
    for path in range(end - first):
        fertile[path] = max(1 + births[first + path] * scale[0, year], 0.0)
        more[path] = moves[first + path] * scale[1, year]
        level[path] = deaths[first + path] * scale[2, year] - middle


@inner
def _year(persons, work, kept, asfr, srb, net, spread, count):
    """One year of a chunk, in place; rows 0–3 of the work become its sums."""
    last = persons.shape[1] - 1
    fertile, births = work[4], work[7]
    work[:4], births[:] = 0, 0
    for sex in range(2):
        _add(persons[sex, last - 1], persons[sex, last], 1.0, count)
        for age in range(last, 0, -1):
            fertility = asfr[age] / 2 if sex == 0 else 0.0
            if fertility > 0:
                _add(births, persons[sex, age], fertility, count)
            _arrive(
                persons[sex, age],
                persons[sex, age - 1],
                work,
                kept[sex, age],
                net[sex, age],
                spread[sex, age],
                count,
            )
            if fertility > 0:
                _add(births, persons[sex, age], fertility, count)
            _count(work, persons[sex, age], sex, age, count)
    for path in range(count):
        births[path] *= fertile[path] / (1 + srb)
    for sex in range(2):
        _arrive(persons[sex, 0], births, work, kept[sex, 0], net[sex, 0], spread[sex, 0], count)
        _add(work[0], persons[sex, 0], 1.0, count)
        for path in range(count):
            births[path] *= srb


@inner
def _arrive(now, starters, work, kept, coming, part, count):
    """Those who come through the year at the level of mortality, and the migrants beyond the rates; never below 0."""
    more, level = work[5], work[6]
    k0, k1, k2, k3, k4, k5 = kept[0], kept[1], kept[2], kept[3], kept[4], kept[5]
    for path in range(count):
        x = level[path]
        share = k0 + x * (k1 + x * (k2 + x * (k3 + x * (k4 + x * k5))))
        now[path] = max(starters[path] * share + (coming + more[path] * part), 0.0)


@inner
def _count(work, persons, sex, age, count):
    """Rows 0–3 of the work: ages 0–14, 15–64, 65 and over; women 20–39."""
    _add(work[(age >= WORKING) + (age >= OLD)], persons, 1.0, count)
    if sex == 0 and YOUNG <= age < FORTY:
        _add(work[3], persons, 1.0, count)


@inner
def _add(into, persons, weight, count):
    for path in range(count):
        into[path] += weight * persons[path]


@inner
def _note(persons, work, sums, cells, year, first, end):
    sums[:, year, first:end] = work[:4, : end - first]
    if cells.size:
        cells[year, :, :, first:end] = persons[:, :, : end - first]
