"""The compiled loops of the stochastic projection. Importing this loads numba: `analytics.demography.simulation` does so when asked.

Paths lie innermost, so that an age of a whole chunk of paths is one vector operation; ages are taken from the oldest
down, so that a chunk grows older in place, where the nearest caches hold it. Cells that are to be kept are copied from
there year by year, front to back: written in pieces among others they take several times as long. A last chunk
that is not full is reckoned whole, and what is beyond the paths is left out of the sums.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import numba

BUILDS = Path(os.environ.get("CITY_BUILDS", Path(__file__).parents[2] / "data" / "builds"))
REORDERED = {"reassoc", "contract", "nsz"}
CHUNK, ROWS = 256, 8
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
    persons : (worker, sex, age, CHUNK) and work : (worker, ROWS, CHUNK), for a chunk of paths, written over and over
    sums : (measure, year + 1, path), the result ; cells : (chunk, year + 1, sex, age, CHUNK), the result, or empty
    """
    years, paths = strayed.shape[1:]
    workers = work.shape[0]
    for worker in numba.prange(workers):
        held, own = persons[worker], work[worker]
        for chunk in range(worker, (paths + CHUNK - 1) // CHUNK, workers):
            first, end = chunk * CHUNK, min((chunk + 1) * CHUNK, paths)
            _begin(held, own, base)
            _note(held, own, sums, cells, chunk, 0, end)
            for year in range(years):
                _stray(own, strayed, scale, middle, year, first, end)
                _year(held, own, kept[year], asfr[year], srb[year], net[year], spread)
                _note(held, own, sums, cells, chunk, year + 1, end)


@inner
def _begin(persons, work, base):
    work[:] = 0
    for sex in range(2):
        for age in range(base.shape[1]):
            persons[sex, age] = base[sex, age]
            _add(work[_band(age)], persons[sex, age], 1.0)
            if _mother(sex, age):
                _add(work[3], persons[sex, age], 1.0)


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
def _year(persons, work, kept, asfr, srb, net, spread):
    """One year of a chunk, in place; rows 0–3 of the work become its sums."""
    last = persons.shape[1] - 1
    fertile, births = work[4], work[7]
    work[:4], births[:] = 0, 0
    for sex in range(2):
        _add(persons[sex, last - 1], persons[sex, last], 1.0)
        for age in range(last, 0, -1):
            now, starters = persons[sex, age], persons[sex, age - 1]
            fertility = asfr[age] / 2 if sex == 0 else 0.0
            if fertility > 0:
                _add(births, now, fertility)
            _arrive(now, starters, work, work[_band(age)], kept[sex, age], net[sex, age], spread[sex, age])
            if fertility > 0:
                _add(births, now, fertility)
            if _mother(sex, age):
                _add(work[3], now, 1.0)
    for path in range(CHUNK):
        births[path] *= fertile[path] / (1 + srb)
    for sex in range(2):
        _arrive(persons[sex, 0], births, work, work[0], kept[sex, 0], net[sex, 0], spread[sex, 0])
        for path in range(CHUNK):
            births[path] *= srb


@inner
def _arrive(now, starters, work, band, kept, coming, part):
    """Those who come through the year at the level of mortality, and the migrants beyond the rates; never below 0.

    They are added to their band too.
    """
    more, level = work[5], work[6]
    k0, k1, k2, k3, k4, k5 = kept[0], kept[1], kept[2], kept[3], kept[4], kept[5]
    for path in range(CHUNK):
        x = level[path]
        share = k0 + x * (k1 + x * (k2 + x * (k3 + x * (k4 + x * k5))))
        here = max(starters[path] * share + (coming + more[path] * part), 0.0)
        now[path] = here
        band[path] += here


@inner
def _band(age):
    """The row of the work for ages 0–14, 15–64, 65 and over."""
    return (age >= WORKING) + (age >= OLD)


@inner
def _mother(sex, age):
    """Whether row 3 of the work has them, women 20–39."""
    return sex == 0 and YOUNG <= age < FORTY


@inner
def _add(into, persons, weight):
    for path in range(CHUNK):
        into[path] += weight * persons[path]


@inner
def _note(persons, work, sums, cells, chunk, year, end):
    first = chunk * CHUNK
    sums[:, year, first:end] = work[:4, : end - first]
    if cells.size:
        _copy(persons.reshape(-1), cells[chunk, year].reshape(-1))


@inner
def _copy(persons, into):
    for cell in range(persons.size):
        into[cell] = persons[cell]
