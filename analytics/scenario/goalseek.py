"""Which levers reach a target population: each alone, both with least effort, and the frontier of all pairs.

The population of a year rises nearly on a straight line with a migration lever, since a migrant more or less changes
births, deaths and later moves in proportion: a few secants find where it meets the target, for many TFR side by side.
With the TFR it rises too, on a curve, so its root is bracketed.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq

from analytics import scenario
from analytics.demography import projection
from analytics.demography.projection import Baseline
from analytics.scenario import Levers
from analytics.scenario.levers import Target

MOVED = ("tfr", "net", "net_20_39")
STILL = dict.fromkeys(MOVED) | {"in_20_39": 0.0, "out_20_39": 0.0}
SLIPS = (1, 3, 5)
CURVE, DENSE, STEPS, SECANTS = 25, 20_001, 33, 6
CLOSE = 1e-4


class Today(NamedTuple):
    """Where the levers stand if nothing is changed: TFR in the year they begin to work, net migrants a year as the
    mean from then to the target's year; persons : population in the target's year."""

    tfr: float
    net: float
    net_20_39: float
    persons: float


class Answer(NamedTuple):
    """One way to the target. way : tfr, net, net_20_39, least_effort ; persons : population in the target's year

    ends : reached; bound (a lever's limit comes first); emptied (more would leave than there are). In the two latter
    cases `levers` are as far as one gets.
    """

    way: str
    levers: Levers
    persons: float
    ends: str


class Found(NamedTuple):
    """target, today ; answers : in the order of the docstring of Answer, least_effort only where a spread is known
    frontier : tfr, net (every pair that reaches the target), possible (nobody is missing on the way), inside (and both
    keep their bounds)
    """

    target: Target
    today: Today
    answers: tuple[Answer, ...]
    frontier: pd.DataFrame


def seek(
    baseline: Baseline, target: Target, levers: Levers | None = None, spread: Mapping[str, float] | None = None
) -> Found:
    """All ways to the target.

    levers : when they begin to work, how fast, and mortality; TFR and migration of it are not looked at
    spread : standard deviation of "tfr" and "net" in the record; least effort is min Σ((x − today)/spread)², over
    TFR and migration of all ages, which those aged 20–39 are part of
    """
    frame = _frame(baseline, target, levers)
    today = stands(baseline, frame)
    curve = frontier(baseline, target, frame)
    ways = {
        "tfr": _tfr_alone(baseline, target, frame),
        "net": _net_alone(baseline, target, frame, "net"),
        "net_20_39": _net_alone(baseline, target, frame, "net_20_39"),
    }
    if spread:
        ways["least_effort"] = _least_effort(baseline, target, frame, today, curve, spread)
    answers = (_answer(way, levers, baseline, target, today) for way, levers in ways.items())
    return Found(target, today, tuple(answers), curve)


def delayed(
    baseline: Baseline,
    target: Target,
    levers: Levers | None = None,
    spread: Mapping[str, float] | None = None,
    slips: tuple[int, ...] = SLIPS,
) -> dict[int, tuple[Answer, ...]]:
    """{years by which the start and the year of the TFR slip: the answers then}, as long as it starts before the target."""
    frame = _frame(baseline, target, levers)
    later = {
        slip: frame._replace(since=frame.since + slip, tfr_year=frame.tfr_year + slip)
        for slip in slips
        if frame.since + slip < target.year
    }
    return {slip: seek(baseline, target, moved, spread).answers for slip, moved in later.items()}


def spread(record: pd.DataFrame, home: str) -> dict[str, float]:
    """Standard deviation of TFR and net migration in the longest yearly series of the place on one basis.

    record : lever, area_code, basis, first_year, last_year, value -> {"tfr": …, "net": …}, empty unless both are known
    """
    yearly = record.loc[
        (record["area_code"] == home) & (record["first_year"] == record["last_year"]) & record["lever"].isin(MOVED)
    ]
    series = yearly.groupby(["lever", "basis"])["value"].agg(["size", "std"]).sort_values("size", kind="stable")
    longest = series["std"].groupby("lever").last()
    return longest.to_dict() if set(longest.index) == {"tfr", "net"} and (longest > 0).all() else {}


def reached(baseline: Baseline, levers: Levers) -> tuple[np.ndarray, np.ndarray]:
    """(…) persons at the end of each trajectory of the levers, and whether nobody was missing on the way."""
    given = scenario.apply(baseline, levers)
    population, possible = given.population, np.ones(given.population.shape[:-2], bool)
    for each in zip(given.surv, given.asfr, given.srb, given.net_rate, given.net, strict=True):
        population = projection.step(population, *each).population
        possible &= (population >= 0).all(axis=(-2, -1))
    return population.sum(axis=(-2, -1)), possible


def stands(baseline: Baseline, levers: Levers) -> Today:
    """Where the levers stand if nothing but mortality is changed."""
    levers = scenario.settled(levers, baseline)._replace(**STILL)
    found = scenario.run(baseline, levers)
    first = levers.since - baseline.start
    net = found.net[first:]
    return Today(
        float(baseline.tfr[first]),
        float(net.sum(axis=(-2, -1)).mean()),
        float(net[..., scenario.YOUNG].sum(axis=(-2, -1)).mean()),
        float(found.population[-1].sum()),
    )


def frontier(baseline: Baseline, target: Target, levers: Levers | None = None) -> pd.DataFrame:
    """The pairs of TFR and net migration of all ages that reach the target, as Found describes them."""
    frame, limits = _frame(baseline, target, levers), scenario.bounds(baseline)
    tfr = np.linspace(*limits["tfr"], CURVE)
    net = net_for(baseline, target, frame, "net", tfr)
    possible = reached(baseline, frame._replace(tfr=tfr, net=net))[1]
    low, high = limits["net"]
    inside = possible & (net >= low) & (net <= high)
    return pd.DataFrame({"tfr": tfr, "net": net, "possible": possible, "inside": inside})


def _frame(baseline: Baseline, target: Target, levers: Levers | None) -> Levers:
    levers = scenario.settled(levers or Levers(), baseline)
    return levers._replace(**STILL, to=target.year)


def _tfr_alone(baseline: Baseline, target: Target, frame: Levers) -> Levers:
    """Beyond the bounds: the bound nearest to the target."""
    low, high = scenario.bounds(baseline)["tfr"]
    below, above = reached(baseline, frame._replace(tfr=np.array([low, high])))[0] - target.persons
    if below >= 0 or above <= 0:
        return frame._replace(tfr=low if below >= 0 else high)

    def beyond(tfr: float) -> float:
        return float(reached(baseline, frame._replace(tfr=tfr))[0]) - target.persons

    return frame._replace(tfr=brentq(beyond, low, high, xtol=1e-10, rtol=1e-12))


def _net_alone(baseline: Baseline, target: Target, frame: Levers, lever: str) -> Levers:
    """Beyond the bounds: the bound nearest to the target."""
    needed = float(net_for(baseline, target, frame, lever, None))
    return frame._replace(**{lever: float(np.clip(needed, *scenario.bounds(baseline)[lever]))})


def net_for(baseline: Baseline, target: Target, frame: Levers, lever: str, tfr: np.ndarray | None) -> np.ndarray:
    """The net migration that reaches the target, for each TFR, whatever the bounds."""

    def beyond(net: np.ndarray) -> np.ndarray:
        return reached(baseline, frame._replace(**{"tfr": tfr, lever: net}))[0] - target.persons

    before, now = (np.full(np.shape(tfr), share * scenario.bounds(baseline)[lever][1]) for share in (0, 0.1))
    missed, misses = beyond(before), beyond(now)
    for _secant in range(SECANTS):
        if np.abs(misses).max() < CLOSE:
            break
        step = np.where(
            misses == missed, 0, -misses * (now - before) / np.where(misses == missed, 1, misses - missed)
        )
        before, now = now, now + step
        missed, misses = misses, beyond(now)
    return now


def _least_effort(
    baseline: Baseline,
    target: Target,
    frame: Levers,
    today: Today,
    curve: pd.DataFrame,
    spread: Mapping[str, float],
) -> Levers:
    """The point of the frontier inside the bounds that is nearest to today; else the corner beyond which it lies."""
    limits = scenario.bounds(baseline)
    tfr = np.linspace(*limits["tfr"], DENSE)
    net = CubicSpline(curve["tfr"], curve["net"])(tfr)
    possible = np.interp(tfr, curve["tfr"], curve["possible"]) == 1
    inside = possible & (net >= limits["net"][0]) & (net <= limits["net"][1])
    if not inside.any():
        corner = int(target.persons > today.persons)
        return frame._replace(tfr=limits["tfr"][corner], net=limits["net"][corner])
    effort = ((tfr - today.tfr) / spread["tfr"]) ** 2 + ((net - today.net) / spread["net"]) ** 2
    best = float(tfr[np.where(inside, effort, np.inf).argmin()])
    needed = net_for(baseline, target, frame, "net", best)
    return frame._replace(tfr=best, net=float(np.clip(needed, *limits["net"])))


def _answer(way: str, levers: Levers, baseline: Baseline, target: Target, today: Today) -> Answer:
    """The levers plugged back, or as far towards them as there are people."""
    persons, possible = reached(baseline, levers)
    if not possible:
        levers = _as_far_as_possible(baseline, levers, today)
        return Answer(way, levers, float(reached(baseline, levers)[0]), "emptied")
    return Answer(way, levers, float(persons), "reached" if abs(persons - target.persons) < 0.5 else "bound")


def _as_far_as_possible(baseline: Baseline, levers: Levers, today: Today) -> Levers:
    """The last levers on the straight way from today's to these with which nobody is missing."""
    asked = {lever: value for lever in MOVED if (value := getattr(levers, lever)) is not None}

    def between(share: np.ndarray) -> dict[str, np.ndarray]:
        return {lever: (1 - share) * getattr(today, lever) + share * value for lever, value in asked.items()}

    low, high = 0.0, 1.0
    for _narrower in range(4):
        shares = np.linspace(low, high, STEPS)
        possible = reached(baseline, levers._replace(**between(shares)))[1]
        last = max(int(possible.argmin()) - 1, 0)
        low, high = shares[last], shares[last + 1]
    return levers._replace(**{lever: float(value) for lever, value in between(low).items()})
