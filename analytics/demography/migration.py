"""Net migration by cohort residual, and Rogers–Castro schedules.

Arrays are (sex, age): sexes in the order of `lifetable.SEXES`, 5-year age groups from 0, the last open.
Survivorship ratios are those of `lifetable.survivorship`: indexed by the age group a cohort arrives in.
Moments are decimal years: 2015.75 is 1 October 2015, 2025.0 is 1 January 2025.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from math import ceil
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.interpolate import PchipInterpolator
from scipy.optimize import least_squares

from analytics.demography.lifetable import SEXES

STEP = 5
BASIC = ("a1", "alpha1", "a2", "alpha2", "mu2", "lambda2", "c")
RETIREMENT = ("a3", "alpha3", "mu3", "lambda3")
OLD_AGE = ("a4", "lambda4")
TERMS = {7: BASIC, 9: BASIC + OLD_AGE, 11: BASIC + RETIREMENT, 13: BASIC + RETIREMENT + OLD_AGE}
HEIGHTS = ("a1", "a2", "a3", "a4", "c")
LIMITS = (
    dict.fromkeys(HEIGHTS, (0, 10))
    | dict.fromkeys(("alpha1", "alpha2", "alpha3"), (0, 2))
    | dict.fromkeys(("lambda2", "lambda3"), (0.02, 3))
    | {"mu2": (10, 45), "mu3": (50, 85), "lambda4": (0, 0.2)}
)
START = dict.fromkeys(("alpha1", "alpha2", "alpha3", "a3"), 0.1)
START |= {"mu3": 62, "lambda3": 0.4, "a4": 0.01, "lambda4": 0.03}
SEARCH = {"xtol": 1e-12, "ftol": 1e-12, "gtol": 1e-12, "x_scale": "jac", "max_nfev": 2000}
Births = ArrayLike | None
Arrays = Mapping[float, ArrayLike]


class Fit(NamedTuple):
    """A fitted Rogers–Castro schedule: its parameters by name, R², ages used, whether the search converged."""

    parameters: dict[str, float]
    r_squared: float
    n: int
    converged: bool


def residual(pop0: ArrayLike, pop1: ArrayLike, surv: ArrayLike, births: Births = None) -> np.ndarray:
    """Net migration by cohort residual.

    pop0, pop1 : (sex, age) persons at t and t+5
    surv       : (sex, age) survivorship ratio, 0–1, first births, last the two oldest groups together
    births     : (sex,) persons born between t and t+5
    -> (sex, age) persons by age at the end, counted at the end: who came and died before is not in it;
    NaN in the first group without births
    Raises ValueError when shapes differ, or persons are missing or negative.
    Method: forward survival ratio method (UN multilingual demographic dictionary, Demopaedia).
    """
    pop0, pop1 = _both(pop0, pop1)
    return pop1 - _expected(pop0, surv, STEP, births)


def residual_between(pop0: ArrayLike, pop1: ArrayLike, surv: ArrayLike, years: float) -> np.ndarray:
    """Net migration by cohort residual over an interval that is not five years.

    pop0, pop1 : (sex, age) persons ; surv : (sex, age), or (step, sex, age) one for each started 5 years
    years      : length of the interval, e.g. 9.25 from 2015-10-01 to 2025-01-01
    -> (sex, age) persons by age at the end; NaN in groups that hold anybody born since
    Convention: each group is split by a monotone curve through the cumulative population. Over 9.25 years those
    less than 0.75 years above its lower bound survive one step and move up one group, the others two; so deaths
    are right on average. Births uneven within five years (1945–1950, 1966) remain in the residual, and so does
    the difference between the bases of both ends (census, register).
    Raises ValueError as `residual`, or when years is not positive or there is not one ratio for each step.
    """
    pop0, pop1 = _both(pop0, pop1)
    return pop1 - _expected(pop0, surv, years)


def residuals_over(
    populations: Arrays, survivorship: Arrays, births: Arrays | None = None, bases: dict[float, str] | None = None
) -> pd.DataFrame:
    """Residuals of every interval between successive populations.

    populations  : {moment: (sex, age) persons}
    survivorship : {moment an interval starts: what `residual` or `residual_between` takes}
    births       : {moment an interval starts: (sex,)}, for 5-year intervals only ; bases : {moment: basis}
    -> period_start, period_end (moments), sex, age_at_end (lower bound), persons, rate, mixed_basis (the ends have
    different bases); rate is per person of the cohort at the start (births, for those born since) over the whole
    interval, so that over 5 years it is the cohort change ratio minus the survivorship ratio
    Raises ValueError as these, or when an interval has no survivorship.
    """
    births, bases, frames = births or {}, bases or {}, []
    for start, end in pairwise(sorted(populations)):
        if start not in survivorship:
            raise ValueError(f"no survivorship ratios for the interval from {start} to {end}")
        pop0, pop1 = _both(populations[start], populations[end])
        surv, rest = np.asarray(survivorship[start], float), (end - start, births.get(start))
        persons = pop1 - _expected(pop0, surv, *rest)
        tidy = _tidy(persons, _expected(pop0, np.ones_like(surv), *rest))
        mixed = bases.get(start) != bases.get(end)
        frames.append(tidy.assign(period_start=start, period_end=end, mixed_basis=mixed))
    columns = ["period_start", "period_end", "sex", "age_at_end", "persons", "rate", "mixed_basis"]
    return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)


def cohort_paths(residuals: pd.DataFrame) -> pd.DataFrame:
    """Net migration of each birth cohort from period to period (the diagonals of a Lexis diagram).

    residuals : as from `residuals_over`
    -> birth_start, birth_end (the full years of birth), period ("1985-1990"), sex, age (exact age of the youngest
    at the end of the period), persons, mixed_basis; without the open age group, which holds many cohorts
    Cohorts are those of the first period. A period that ends on another date is split between them by the overlap
    of the birth dates; a cohort that is not covered whole is left out.
    """
    known = residuals[residuals["age_at_end"] < residuals["age_at_end"].max()].dropna(subset="persons")
    born = known["period_end"] - known["age_at_end"]
    phase = known["period_end"].min() % STEP
    last = np.ceil(((born - phase) / STEP).round(6)) * STEP + phase
    weight = 1 - (last - born) / STEP
    parts = pd.concat([known.assign(born=last, weight=weight), known.assign(born=last - STEP, weight=1 - weight)])
    keys = ["born", "period_start", "period_end", "sex", "mixed_basis"]
    paths = parts.assign(persons=parts["persons"] * parts["weight"]).groupby(keys, as_index=False).sum()
    paths = paths[paths["weight"] > 0.999999]
    ends = [np.floor(paths[name]).astype(int).astype(str) for name in ("period_start", "period_end")]
    years = {"birth_start": np.ceil(paths["born"] - STEP), "birth_end": np.ceil(paths["born"]) - 1}
    paths = paths.assign(**years, period=ends[0] + "-" + ends[1], age=paths["period_end"] - paths["born"])
    columns = ["birth_start", "birth_end", "period", "sex", "age", "persons", "mixed_basis"]
    paths = paths.sort_values(["born", "period_end", "sex"], ignore_index=True)[columns]
    return paths.astype({"birth_start": int, "birth_end": int})


def rogers_castro(age: ArrayLike, parameters: Mapping[str, float]) -> np.ndarray:
    """Model migration schedule: childhood, labour force, retirement hump, rise in old age, constant.

    age : exact ages ; parameters : by name, one of the sets in TERMS (7, 9, 11 or 13 of them)
    -> rates a1·e^(−alpha1·x) + a2·e^(−alpha2·y − e^(−lambda2·y)) + a3·… + a4·e^(lambda4·x) + c, with y = x − mu2
    Raises ValueError when the names are none of the sets.
    Source: Rogers, Castro (1981), Model Migration Schedules, IIASA RR-81-30; form as in the R package DemoTools.
    """
    if set(parameters) not in map(set, TERMS.values()):
        raise ValueError(f"no Rogers–Castro schedule has the parameters {', '.join(parameters) or 'none'}")
    x, p = np.asarray(age, float), parameters
    rates = p["a1"] * np.exp(-p["alpha1"] * x) + p["c"] + _hump(x, *(p[name] for name in BASIC[2:6]))
    if "a3" in p:
        rates = rates + _hump(x, *(p[name] for name in RETIREMENT))
    return rates + p["a4"] * np.exp(p["lambda4"] * x) if "a4" in p else rates


def fit_rogers_castro(age: ArrayLike, rates: ArrayLike, terms: int = 7) -> Fit:
    """Rogers–Castro schedule nearest to observed rates of moving in or out (not net), by least squares.

    age : (n,) exact ages, middles for age groups ; rates : (n,) per person ; terms : 7, 9, 11 or 13
    The search starts at nine labour-force humps and stays within LIMITS (heights in multiples of the highest rate);
    R² is NaN when all rates are equal.
    Raises ValueError when shapes differ, a rate is missing or negative, all are 0, or there are fewer than terms.
    """
    age, rates = np.asarray(age, float), np.asarray(rates, float)
    if terms not in TERMS:
        raise ValueError(f"a Rogers–Castro schedule has 7, 9, 11 or 13 parameters, not {terms}")
    if age.ndim != 1 or age.shape != rates.shape or age.size < terms:
        raise ValueError(f"{terms} parameters need as many ages, each with a rate, not {age.shape}, {rates.shape}")
    if not (np.isfinite(age).all() and np.isfinite(rates).all() and (rates >= 0).all() and rates.any()):
        raise ValueError("rates must be numbers that are not negative, and not all 0")
    names, top = TERMS[terms], rates.max()
    limits = np.transpose([LIMITS[name] for name in names])

    def misses(values: np.ndarray) -> np.ndarray:
        return rogers_castro(age, dict(zip(names, values, strict=True))) - rates / top

    starts = [np.clip([guess[name] for name in names], *limits) for guess in _guesses(age, rates / top)]
    best = min((least_squares(misses, start, bounds=limits, **SEARCH) for start in starts), key=attrgetter("cost"))
    spread = age.size * np.var(rates / top)
    r_squared = float(1 - 2 * best.cost / spread) if spread > 0 else np.nan
    units = [top if name in HEIGHTS else 1 for name in names]
    return Fit(dict(zip(names, (best.x * units).tolist(), strict=True)), r_squared, age.size, bool(best.success))


def _both(*populations: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    pop0, pop1 = (np.asarray(pop, float) for pop in populations)
    if pop0.shape != pop1.shape or pop0.ndim != 2 or len(pop0) != len(SEXES) or pop0.shape[1] < 3:
        raise ValueError(
            f"populations must be ({len(SEXES)} sexes, 3 or more ages), not {pop0.shape}, {pop1.shape}"
        )
    if not all((np.isfinite(pop) & (pop >= 0)).all() for pop in (pop0, pop1)):
        raise ValueError("persons must be numbers that are not negative")
    return pop0, pop1


def _expected(pop: np.ndarray, surv: ArrayLike, years: float, births: Births = None) -> np.ndarray:
    """Survivors by age at the end of the years, NaN where they are born since and births are unknown."""
    if not 0 < years < np.inf or (births is not None and years != STEP):
        raise ValueError(f"an interval must be positive, and {STEP} years where births are given, not {years}")
    steps = ceil(years / STEP)
    surv, span = _ratios(surv, (steps, *pop.shape)), steps * STEP - years
    behind = _youngest(pop, span) if span else np.zeros_like(pop)
    return _advance(pop - behind, surv, _born(births)) + _advance(behind, surv[:-1], _born(None))


def _youngest(pop: np.ndarray, span: float) -> np.ndarray:
    """Persons within `span` years above the lower bound of their group, by a monotone curve through the totals."""
    bounds = STEP * np.arange(pop.shape[1] + 1)
    below = PchipInterpolator(bounds, np.insert(pop.cumsum(axis=1), 0, 0, axis=1), axis=1)
    return below(bounds[:-1] + span) - below(bounds[:-1])


def _advance(pop: np.ndarray, surv: np.ndarray, born: np.ndarray) -> np.ndarray:
    for ratios in surv:
        moved = np.concatenate([born[:, None], pop[:, :-1]], axis=1)
        moved[:, -1] += pop[:, -1]
        pop = moved * ratios
    return pop


def _ratios(surv: ArrayLike, shape: tuple[int, int, int]) -> np.ndarray:
    surv = np.asarray(surv, float)
    if surv.shape not in (shape, shape[1:]):
        raise ValueError(f"survivorship is {surv.shape}, neither {shape[1:]} nor {shape}")
    if not ((surv >= 0) & (surv <= 1)).all():
        raise ValueError("survivorship ratios must lie within 0 and 1")
    return np.broadcast_to(surv, shape)


def _born(births: Births) -> np.ndarray:
    if births is None:
        return np.full(len(SEXES), np.nan)
    births = np.asarray(births, float)
    if births.shape != (len(SEXES),) or not (np.isfinite(births) & (births >= 0)).all():
        raise ValueError(f"births must be {len(SEXES)} numbers that are not negative, by sex")
    return births


def _tidy(persons: np.ndarray, cohort: np.ndarray) -> pd.DataFrame:
    rate = np.divide(persons, cohort, out=np.full_like(persons, np.nan), where=cohort > 0)
    ages = range(0, STEP * persons.shape[1], STEP)
    index = pd.MultiIndex.from_product([SEXES, ages], names=["sex", "age_at_end"])
    return pd.DataFrame({"persons": persons.ravel(), "rate": rate.ravel()}, index).reset_index()


def _hump(x: np.ndarray, height: float, descent: float, place: float, ascent: float) -> np.ndarray:
    return height * np.exp(-descent * (x - place) - np.exp(-ascent * (x - place)))


def _guesses(age: np.ndarray, rates: np.ndarray) -> Iterator[dict[str, float]]:
    """Parameters with humps of three ascents at three places below the age from 15 to 45 with the highest rate."""
    working = np.where((age >= 15) & (age <= 45), rates, 0)
    seen = {"a1": rates[age.argmin()] - rates.min(), "a2": 2 * working.max(), "c": rates.min()}
    for lead, ascent in product((1, 3.5, 6), (0.2, 0.4, 0.8)):
        yield START | seen | {"mu2": age[working.argmax()] - lead, "lambda2": ascent}
