# ruff: noqa: N803, N806, N815
"""Life tables from death rates, and the survivorship ratios of age groups.

Arrays are (…, sex, age): sexes in the order of SEXES, ages by lower bound, the last age group open.
Source: Preston, Heuveline, Guillot (2001), Demography, box 3.1 (table) and table 3.3 (ages 0 and 1–4);
Greville's formula as the UN Population Division uses it for 5-year groups (MORTPAK, life tables of WPP).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

SEXES = ("F", "M")
RADIX = 100_000
INFANT_LIMIT = 0.107
INFANT = np.array([[0.053, 2.800, 0.350], [0.045, 2.684, 0.330]])
CHILD = np.array([[1.522, -1.518, 1.361], [1.651, -2.816, 1.352]])


class LifeTable(NamedTuple):
    """Columns of a period life table; age is (age,), the others (…, sex, age).

    nMx per person-year, nax years, nqx 0–1, lx and ndx persons of RADIX births, nLx and Tx person-years, ex years
    """

    age: np.ndarray
    nMx: np.ndarray
    nax: np.ndarray
    nqx: np.ndarray
    lx: np.ndarray
    ndx: np.ndarray
    nLx: np.ndarray
    Tx: np.ndarray
    ex: np.ndarray


def life_table(nMx: ArrayLike, age: ArrayLike, nax: ArrayLike | None = None) -> LifeTable:
    """Period life table, abridged or by single year of age.

    nMx : (…, sex, age) deaths per person-year
    age : (age,) lower bounds from 0 on; their distances are the widths, the last group is open
    nax : (…, sex, age) years lived in the group by those who die in it, from `years_lived` if absent
    Raises ValueError when shapes differ, a rate is missing or negative, the open rate is 0, or nobody
    would outlive an age group.
    """
    nMx, age = _rates(nMx, age)
    nax = years_lived(nMx, age) if nax is None else np.asarray(nax, float)
    if nax.shape != nMx.shape:
        raise ValueError(f"nax is {nax.shape} where nMx is {nMx.shape}")
    nqx = _probabilities(nMx, nax, np.diff(age))
    lx = RADIX * np.cumprod(np.insert(1 - nqx[..., :-1], 0, 1, axis=-1), axis=-1)
    ndx = lx * nqx
    nLx = _person_years(nMx, nax, lx, ndx, np.diff(age))
    Tx = np.flip(np.cumsum(np.flip(nLx, -1), axis=-1), -1)
    return LifeTable(age, nMx, nax, nqx, lx, ndx, nLx, Tx, Tx / lx)


def years_lived(nMx: ArrayLike, age: ArrayLike) -> np.ndarray:
    """Years lived in an age group by those who die in it (nax).

    nMx : (…, sex, age) deaths per person-year ; age : (age,) lower bounds, the last group open
    -> (…, sex, age) years: Coale–Demeny West at 0 and 1–4 where these are groups; Greville where the group
    and both its neighbours are 5 years wide (or the next is open); 1/M in the open group; else the middle
    """
    nMx, age = _rates(nMx, age)
    width = np.diff(age)
    nax = np.concatenate([np.broadcast_to(width / 2, nMx[..., :-1].shape), 1 / nMx[..., -1:]], axis=-1)
    if width[0] == 1:
        nax[..., 0] = _coale_demeny(nMx[..., 0], INFANT)
        if width[1:2] == 4:
            nax[..., 1] = _coale_demeny(nMx[..., 0], CHILD)
    return _greville(nMx, nax, np.append(width, 5))


def regroup(nLx: ArrayLike, age: ArrayLike, starts: ArrayLike) -> np.ndarray:
    """Person-years in wider age groups, such as 0–4 from 0 and 1–4, or 90+ from 90–94 … 100+.

    nLx : (…, sex, age) person-years ; age : (age,) lower bounds ; starts : (group,) some of them, from the first
    -> (…, sex, group) person-years, the last group open
    Raises ValueError when shapes differ or a start is no lower bound.
    """
    nLx, age, starts = np.asarray(nLx, float), np.asarray(age), np.asarray(starts)
    if nLx.shape[-1:] != age.shape:
        raise ValueError(f"nLx has {nLx.shape[-1:]} age groups where age has {age.shape}")
    if not np.isin(starts, age).all() or starts[0] != age[0] or (np.diff(starts) <= 0).any():
        raise ValueError(f"age groups cannot start at {starts.tolist()} where the table has {age.tolist()}")
    return np.add.reduceat(nLx, np.searchsorted(age, starts), axis=-1)


def survivorship(nLx: ArrayLike, width: float = 5, radix: float = RADIX) -> np.ndarray:
    """Survivorship ratios over one step of `width` years, indexed by the age group a cohort arrives in.

    nLx : (…, sex, age) person-years in age groups of equal width, the last open
    -> (…, sex, age) ratios 0–1. First: births of the step to the first group, nL0/(n·l0). Group x: those
    n years younger, nLx/nL(x−n). Last: everybody of the last two groups together, T(x)/T(x−n).
    Raises ValueError when there are fewer than three groups, or nLx is missing, not positive, or rises with age.
    """
    nLx = np.asarray(nLx, float)
    if nLx.shape[-1] < 3:
        raise ValueError(f"survivorship needs three age groups, not {nLx.shape[-1]}")
    if not (np.isfinite(nLx) & (nLx > 0)).all():
        raise ValueError("person-years must be positive in every age group")
    born = np.full_like(nLx[..., :1], width * radix)
    surv = nLx / np.concatenate([born, nLx[..., :-1]], axis=-1)
    surv[..., -1] = nLx[..., -1] / (nLx[..., -1] + nLx[..., -2])
    if (surv > 1).any():
        raise ValueError("person-years rise with age: the age groups are not of equal width, or radix is wrong")
    return surv


def _rates(nMx: ArrayLike, age: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    nMx, age = np.asarray(nMx, float), np.asarray(age)
    if nMx.ndim < 2 or nMx.shape[-2:] != (len(SEXES), age.size):
        raise ValueError(f"nMx must be (…, {len(SEXES)} sexes, {age.size} ages), not {nMx.shape}")
    if age.size < 2 or age[0] != 0 or (np.diff(age) <= 0).any():
        raise ValueError(f"lower bounds of age must rise from 0, not be {age.tolist()}")
    if not (np.isfinite(nMx) & (nMx >= 0)).all():
        raise ValueError("death rates must be numbers that are not negative")
    if (nMx[..., -1] == 0).any():
        raise ValueError("the death rate of the open age group must be above 0")
    return nMx, age


def _coale_demeny(infant_rate: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """Years lived by the rate at age 0: a line below INFANT_LIMIT, a constant from there on, for each sex."""
    intercept, slope, constant = coefficients.T
    return np.where(infant_rate < INFANT_LIMIT, intercept + slope * infant_rate, constant)


def _greville(nMx: np.ndarray, nax: np.ndarray, width: np.ndarray) -> np.ndarray:
    """n/2 − n²/12·(M − k), k the growth of the rate per year of age between both neighbours."""
    before, here, after = nMx[..., :-2], nMx[..., 1:-1], nMx[..., 2:]
    fives = (width[:-2] == 5) & (width[1:-1] == 5) & (width[2:] == 5)
    use = fives & (before > 0) & (after > 0)
    growth = np.log(np.where(use, after, 1) / np.where(use, before, 1)) / 10
    nax = nax.copy()
    nax[..., 1:-1] = np.where(use, 2.5 - 25 / 12 * (here - growth), nax[..., 1:-1])
    return nax


def _probabilities(nMx: np.ndarray, nax: np.ndarray, width: np.ndarray) -> np.ndarray:
    closed, lived = nMx[..., :-1], nax[..., :-1]
    if not ((lived >= 0) & (lived <= width)).all():
        raise ValueError("the years lived by those who die (nax) must lie within their age group")
    nqx = width * closed / (1 + (width - lived) * closed)
    if (nqx >= 1).any():
        raise ValueError("a death rate is so high that nobody outlives its age group")
    return np.concatenate([nqx, np.ones_like(nMx[..., -1:])], axis=-1)


def _person_years(nMx, nax, lx, ndx, width) -> np.ndarray:
    closed = width * lx[..., 1:] + nax[..., :-1] * ndx[..., :-1]
    return np.concatenate([closed, lx[..., -1:] / nMx[..., -1:]], axis=-1)
