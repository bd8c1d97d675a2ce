"""Cohort-component projection: one readable step for single years and for groups of five, and what goes into it.

Arrays are (…, sex, age): sexes in the order of `lifetable.SEXES`, ages from 0 in steps of `width`, the last open.
Leading axes are trajectories. Conventions: survivorship ratios are indexed by the age a cohort arrives in (births
first), as those of `lifetable.survivorship`; migrants are counted by age at the end of the step and face no death in
it; births come from the mean of the women of each age at the beginning and at the end of the step.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.demography.lifetable import SEXES

WOMEN, MEN = SEXES.index("F"), SEXES.index("M")


class NegativePopulationError(ValueError):
    """More would leave than there are. year : in which it happens first; age : lower bound; sex : F or M"""

    def __init__(self, year: int, sex: str, age: int) -> None:
        super().__init__(f"fewer than no {sex} aged {age} at the end of {year}")
        self.year, self.sex, self.age = year, sex, age


class Baseline(NamedTuple):
    """What goes on if nothing is changed, by single years of age 0, 1 … 100 and over.

    start : calendar year; the population is that of its 1 January ; year i of an array is the year start + i
    population : (sex, age) persons ; mx : (year, sex, age) deaths per person-year
    pattern : (year, age) shares of the TFR, adding to 1 ; tfr : (year,) children per woman
    srb : (year,) boys per girl born ; net_rate : (sex, age) net migrants a year per survivor of that age
    young, rest : (sex, age) shares adding to 1, by which migrants beyond the rates are spread over the ages 20–39
    and over all others
    """

    start: int
    population: np.ndarray
    mx: np.ndarray
    pattern: np.ndarray
    tfr: np.ndarray
    srb: np.ndarray
    net_rate: np.ndarray
    young: np.ndarray
    rest: np.ndarray


class Assumptions(NamedTuple):
    """What one projection runs on; every array but the population by year (or step) first.

    population : (…, sex, age) persons ; surv : (year, …, sex, age) 0–1 ; asfr : (year, …, age) births per woman-year
    srb : (year, …) boys per girl ; net_rate : (year, …, sex, age) per survivor ; net : (year, …, sex, age) persons
    """

    start: int
    population: np.ndarray
    surv: np.ndarray
    asfr: np.ndarray
    srb: np.ndarray
    net_rate: np.ndarray
    net: np.ndarray


class Step(NamedTuple):
    """One step: population at its end, births by sex, deaths and net migrants by age at the end; persons."""

    population: np.ndarray
    births: np.ndarray
    deaths: np.ndarray
    net: np.ndarray


class Projection(NamedTuple):
    """All steps. population : (step + 1, …, sex, age) from the base on; births : (step, …, sex); the rest like it."""

    start: int
    population: np.ndarray
    births: np.ndarray
    deaths: np.ndarray
    net: np.ndarray


def step(pop, surv, asfr, srb, net_rate, net, *, width: int = 1) -> Step:
    """The population one step of `width` years on, in the conventions of this module.

    pop, surv, net_rate, net : (…, sex, age) ; asfr : (…, age) births per woman-year ; srb : (…)
    Every row balances: population = pop + births − deaths + net, summed over ages.
    """
    pop = np.asarray(pop, float)
    starters = np.concatenate([np.zeros_like(pop[..., :1]), pop[..., :-1]], axis=-1)
    starters[..., -1] += pop[..., -1]
    survivors = starters * surv
    moved = survivors * net_rate + net
    women = (pop + survivors + moved)[..., WOMEN, :] / 2
    births = width * (women * asfr).sum(axis=-1)
    by_sex = np.stack([births / (1 + srb), births * srb / (1 + srb)], axis=-1)
    infants = by_sex * np.broadcast_to(surv, pop.shape)[..., 0]
    moved[..., 0] += infants * np.broadcast_to(net_rate, pop.shape)[..., 0]
    deaths = starters - survivors
    deaths[..., 0] = by_sex - infants
    survivors[..., 0] = infants
    return Step(survivors + moved, by_sex, deaths, moved)


def project(given: Assumptions, *, width: int = 1) -> Projection:
    """All steps of the assumptions.

    Raises NegativePopulationError where more would leave than there are.
    """
    populations, steps = [np.asarray(given.population, float)], []
    for each in zip(given.surv, given.asfr, given.srb, given.net_rate, given.net, strict=True):
        steps.append(step(populations[-1], *each, width=width))
        _refuse_negative(steps[-1].population, given.start + width * (len(steps) - 1), width)
        populations.append(steps[-1].population)
    births, deaths, net = (
        np.stack([getattr(done, part) for done in steps]) for part in ("births", "deaths", "net")
    )
    return Projection(given.start, np.stack(populations), births, deaths, net)


def balance(found: Projection, *, width: int = 1) -> pd.DataFrame:
    """The balance of one trajectory, a row a step.

    -> year (its first), pop_start, births, deaths, net_migration, pop_end, in persons:
    pop_start + births − deaths + net_migration = pop_end
    """
    totals = found.population.sum(axis=(-2, -1))
    steps = len(found.births)
    return pd.DataFrame(
        {
            "year": found.start + width * np.arange(steps),
            "pop_start": totals[:-1],
            "births": found.births.sum(axis=-1),
            "deaths": found.deaths.sum(axis=(-2, -1)),
            "net_migration": found.net.sum(axis=(-2, -1)),
            "pop_end": totals[1:],
        }
    )


def _refuse_negative(population: np.ndarray, year: int, width: int) -> None:
    if (population < 0).any():
        *_, sex, age = np.argwhere(population < 0)[0]
        raise NegativePopulationError(year, SEXES[sex], width * int(age))
