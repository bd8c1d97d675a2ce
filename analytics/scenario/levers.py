"""The levers themselves and what they aim at: how far each can be moved, and what is wrong with those that cannot."""

import math
from collections.abc import Mapping
from numbers import Real
from typing import NamedTuple

from analytics.demography.projection import Baseline

WHOLE = ("tfr_year", "since", "ramp", "to")


class Levers(NamedTuple):
    """What is changed; None leaves the baseline alone.

    tfr : children per woman, reached in tfr_year (default: YEARS_TO_TFR after `since`)
    net : net migrants a year at all ages ; net_20_39 : those aged 20–39 at the end of the year
    in_20_39, out_20_39 : in- and out-migrants a year aged 20–39 more (negative: fewer) than there would be anyway
    mortality : factor on all death rates ; ramp : years from `since` until migration and mortality have changed fully
    since : first year in which levers work (default: the baseline's first)
    to : year on whose 1 January the projection ends (default: the baseline's end)

    tfr and the levers of migration may be arrays of one shape: a trajectory for each element.
    """

    tfr: float | None = None
    tfr_year: int | None = None
    net: float | None = None
    net_20_39: float | None = None
    mortality: float = 1.0
    since: int | None = None
    ramp: int = 0
    to: int | None = None
    in_20_39: float = 0.0
    out_20_39: float = 0.0


class Target(NamedTuple):
    """So many persons on 1 January of the year."""

    persons: float
    year: int


class Fault(NamedTuple):
    """What is wrong with a lever. code : not_a_number, not_whole, outside (of low–high), reversed (low: not before)"""

    code: str
    lever: str
    value: object
    low: float | None = None
    high: float | None = None


def bounds(baseline: Baseline) -> dict[str, tuple[float, float]]:
    """The lowest and highest value of each lever; migration up to 2 % of the population a year."""
    start, end = baseline.start, baseline.start + len(baseline.tfr)
    most = math.ceil(baseline.population.sum() / 5000) * 100
    return {
        "tfr": (0.5, 3.0),
        "tfr_year": (start, end),
        "net": (-most, most),
        "net_20_39": (-most, most),
        "in_20_39": (-most, most),
        "out_20_39": (-most, most),
        "mortality": (0.5, 1.5),
        "since": (start, end - 1),
        "ramp": (0, 30),
        "to": (start + 1, end),
    }


def validate(levers: Levers, bounds: Mapping[str, tuple[float, float]]) -> tuple[Fault, ...]:
    """Every fault of the levers, none where they can be applied; the order of years is looked at last."""
    given = {lever: value for lever, value in levers._asdict().items() if value is not None}
    faults = tuple(fault for lever in given if (fault := _fault(lever, given[lever], *bounds[lever])))
    return faults or _order(levers, bounds["since"][0])


def _fault(lever: str, value: object, low: float, high: float) -> Fault | None:
    if not isinstance(value, Real) or isinstance(value, bool) or not math.isfinite(value):
        return Fault("not_a_number", lever, value)
    if lever in WHOLE and value != int(value):
        return Fault("not_whole", lever, value)
    return None if low <= value <= high else Fault("outside", lever, value, low, high)


def _order(levers: Levers, start: int) -> tuple[Fault, ...]:
    """Neither the end nor the year of the TFR may lie before the levers begin to work."""
    since = start if levers.since is None else levers.since
    later = {"tfr_year": since, "to": since + 1}
    return tuple(
        Fault("reversed", lever, value, earliest)
        for lever, earliest in later.items()
        if (value := getattr(levers, lever)) is not None and value < earliest
    )
