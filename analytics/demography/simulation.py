"""Thousands of projections at once around a scenario: what chance does to fertility, migration and mortality.

The TFR and the number of net migrants stray from the scenario year by year and return to it as far as the record says
(`record.Wander`); the logarithm of mortality walks at random. Intervals are then widened by what past releases of the
official projections missed by (`widening`). `analytics.demography.loops`, which compiles, is imported when first needed.
"""

import math
from threading import Lock
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics import caching
from analytics.demography.projection import Assumptions
from analytics.demography.record import Wander

MEASURES = ("0-14", "15-64", "65+", "women_20_39")
BANDS = MEASURES[:3]
QUANTILES = {"low80": 0.1, "low50": 0.25, "median": 0.5, "high50": 0.75, "high80": 0.9}
POWERS = 6
NODES = np.cos((np.arange(POWERS) + 0.5) * np.pi / POWERS)
NARROWEST = 1e-6
NOBODY = 1e-300
LINE = 8
NO_CELLS = np.empty((0, 0, 0, 0, 0))

_compiling, _running = Lock(), Lock()


class Chance(NamedTuple):
    """What strays. drift : of the logarithm of mortality, a year ; spread : (sex, age) shares, adding to 1, by which
    net migrants more or fewer than the scenario's are spread ; widening : factor on intervals, in logarithms"""

    tfr: Wander
    net: Wander
    drift: float
    spread: np.ndarray
    widening: float = 1.0


class Paths(NamedTuple):
    """years : each of 1 January ; quantiles : index year, columns of QUANTILES, widened, of the whole population
    totals : (path, year) persons, not widened ; sums : the same of each of MEASURES"""

    years: np.ndarray
    quantiles: pd.DataFrame
    totals: np.ndarray
    sums: dict[str, np.ndarray]


class Strayed(NamedTuple):
    """deviations : (lever, year, path) of TFR and net migrants in units of their spread, of mortality in drifts
    scale : (lever, year) what one of them is as a share of the TFR, in persons, and as a level from −1 to 1
    low, high : bounds of the logarithm of mortality"""

    deviations: np.ndarray
    scale: np.ndarray
    low: float
    high: float


def paths(given: Assumptions, chance: Chance, n: int = 1000, seed: int = 1) -> Paths:
    """n paths around the assumptions of one trajectory; the same for the same seed, on any number of processors."""
    sums = run(given, strayed(given, chance, n, seed), chance.spread)
    totals = sums[: len(BANDS)].sum(axis=0)
    years = given.start + np.arange(len(totals))
    by_measure = {measure: values.T for measure, values in zip(MEASURES, sums, strict=True)}
    return Paths(years, quantiles(totals.T, years, chance.widening), totals.T, by_measure)


def quantiles(values: np.ndarray, years: np.ndarray, widening: float = 1.0) -> pd.DataFrame:
    """values : (path, year) -> index year, columns of QUANTILES; their distance from the median, in logarithms,
    times `widening`"""
    found = np.quantile(values, list(QUANTILES.values()), axis=0)
    middle = found[list(QUANTILES).index("median")]
    widened = middle * (found / middle) ** widening
    return pd.DataFrame(dict(zip(QUANTILES, widened, strict=True)), index=pd.Index(years, name="year"))


def probability(values: np.ndarray, target: float, widening: float = 1.0) -> float:
    """Share of the paths (values of one year) that reach at least the target, once they are widened."""
    middle = np.median(values)
    return float((values >= middle * (target / middle) ** (1 / widening)).mean())


def widening(errors: pd.DataFrame, totals: np.ndarray) -> float:
    """How many times wider than the paths the errors of past projections were, at least 1.

    errors : lead (whole years from the launch), relative (error over what came) ; totals : (path, year) of our paths
    The root of the mean square of the errors over the standard deviation of the paths at the same lead, in logarithms.
    """
    spread = np.log(totals).std(axis=0)[errors["lead"].astype(int)]
    return max(1.0, math.sqrt(np.mean((np.log1p(errors["relative"]) / spread) ** 2)))


def warm() -> None:
    """Compile, or load what was compiled before: seconds the first time. Of several who ask one does it; who needs no
    paths does not wait."""
    from analytics.demography import loops

    with _compiling:
        if not loops.walk.signatures:
            ones = np.ones((1, 2, 101))
            rests = Wander(0.0, 0.0, 0, 0)
            given = Assumptions(0, ones[0], ones, np.zeros((1, 101)), np.ones(1), ones * 0, ones * 0)
            _walk(given, strayed(given, Chance(rests, rests, 0.0, ones[0]), 1, 1), ones[0], 1, NO_CELLS)


def strayed(given: Assumptions, chance: Chance, n: int, seed: int) -> Strayed:
    deviations = _deviations(n, len(given.asfr), seed, chance.tfr.persistence, chance.net.persistence)
    low, high = (chance.drift * found(deviations[2]) for found in (np.min, np.max))
    half = max((high - low) / 2, NARROWEST)
    tfr = given.asfr.sum(axis=-1)
    share = np.divide(chance.tfr.spread, tfr, out=np.zeros(len(tfr)), where=tfr > 0)
    others = np.broadcast_to([[chance.net.spread], [chance.drift / half]], (2, len(tfr)))
    return Strayed(deviations, np.vstack([share, others]), low, low + 2 * half)


def run(
    given: Assumptions, strays: Strayed, spread: np.ndarray, *, workers: int = 0, cells: np.ndarray = NO_CELLS
) -> np.ndarray:
    """sums : (measure, year + 1, path). cells : `room` to be filled with every cell, if given"""
    from analytics.demography import loops

    warm()
    with _running:
        return _walk(given, strays, spread, workers or loops.numba.get_num_threads(), cells)


def _walk(given: Assumptions, strays: Strayed, spread: np.ndarray, workers: int, cells: np.ndarray) -> np.ndarray:
    from analytics.demography import loops

    years, paths = strays.deviations.shape[1:]
    middle, half = (strays.high + strays.low) / 2, (strays.high - strays.low) / 2
    kept = _kept(np.asarray(given.surv), np.asarray(given.net_rate), middle, half)
    sums = np.empty((len(MEASURES), years + 1, paths))
    inputs = (given.asfr, given.srb, given.net, spread, strays.deviations, strays.scale)
    state = _state(workers, *given.population.shape)
    loops.walk(*map(_plain, (given.population, kept, *inputs)), middle / half, *state, sums, cells)
    return sums


def room(given: Assumptions, n: int) -> np.ndarray:
    """For every cell of n paths: (chunk, year + 1, sex, age, path of the chunk); the last chunk may be too large."""
    from analytics.demography import loops

    return _aligned(-(-n // loops.CHUNK), len(given.asfr) + 1, *given.population.shape, loops.CHUNK)


def _kept(surv: np.ndarray, net_rate: np.ndarray, middle: float, half: float) -> np.ndarray:
    """(year, sex, age, power) survivorship times 1 + net rate, as a polynomial in the level of mortality.

    At the level x from −1 to 1 all hazards are multiplied by exp(middle + half · x); through Chebyshev's nodes. No
    ratio is off by more than 1e-5 of itself as long as hazards stay between half and double.
    """
    hazard = np.log(np.maximum(surv, NOBODY))
    values = np.exp(hazard[..., None] * np.exp(middle + half * NODES))
    return values @ np.linalg.inv(np.vander(NODES, increasing=True)).T * (1 + net_rate)[..., None]


@caching.of_largest
def _deviations(n: int, years: int, seed: int, *persistence: float) -> np.ndarray:
    """(lever, year, path): two autoregressions and a random walk of standard normal steps; the first year has one."""
    found = np.random.default_rng(seed).standard_normal((3, years, n))
    for lever, kept in enumerate((*persistence, 1.0)):
        for year in range(1, years):
            found[lever, year] += kept * found[lever, year - 1]
    return found


@caching.of_largest
def _state(workers: int, sexes: int, ages: int) -> tuple[np.ndarray, np.ndarray]:
    from analytics.demography import loops

    return _aligned(workers, sexes, ages, loops.CHUNK), _aligned(workers, loops.ROWS, loops.CHUNK)


def _aligned(*shape: int) -> np.ndarray:
    """Zeros that begin where a line of the cache does: a vector that straddles two of them is written twice."""
    size = math.prod(shape)
    memory = np.zeros(size + LINE)
    first = -memory.ctypes.data // memory.itemsize % LINE
    return memory[first : first + size].reshape(shape)


def _plain(values: np.ndarray) -> np.ndarray:
    """As the compiled loops take them: one type for all, so that they are compiled once."""
    values = np.ascontiguousarray(values, float)
    return values if values.flags.writeable else values.copy()
