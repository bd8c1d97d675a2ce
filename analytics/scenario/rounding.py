"""The ways to a target in the steps in which levers are moved, each rounded so that it still reaches the target."""

import math

from analytics.demography.projection import Baseline
from analytics.scenario import Levers, goalseek
from analytics.scenario.goalseek import Target

HUNDREDTHS = 100
SLACK = 1e-6


def reaching(baseline: Baseline, target: Target, levers: Levers) -> Levers:
    """Levers of an answer of `goalseek.seek` with the TFR in hundredths and migration in whole persons.

    The TFR is rounded up; migration is sought anew beside it and rounded up too: never fewer people than the target,
    and no more than the steps make necessary.
    """
    if levers.tfr is not None:
        levers = levers._replace(tfr=_up(levers.tfr * HUNDREDTHS) / HUNDREDTHS)
    for lever in ("net", "net_20_39"):
        if getattr(levers, lever) is not None:
            needed = goalseek.net_for(baseline, target, levers, lever, levers.tfr)
            levers = levers._replace(**{lever: _up(float(needed))})
    return levers


def _up(value: float) -> int:
    return math.ceil(value - SLACK)
