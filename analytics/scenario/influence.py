"""How much natural and social increase weigh in a place's future: the national guideline's 影響度.

Simulation 1 lifts the TFR to TFR by TFR_YEAR; simulation 2 is the same with no migration at any age. The natural
influence is the population of simulation 1 over that of the baseline, the social influence that of simulation 2 over
simulation 1, each sorted into five classes.
Source: 内閣官房 まち・ひと・しごと創生本部事務局, guide to drawing up local population visions (October 2014), by way of
municipalities that print both simulations (中井町 資料6, 2015: 2.1 from 2030 on, then no migration). The limits of the
classes are widely reprinted from it; neither the guide nor such a reprint was read here.
"""

from typing import NamedTuple

import numpy as np

from analytics import scenario
from analytics.demography import projection
from analytics.demography.projection import Baseline
from analytics.scenario import Levers

TFR, TFR_YEAR = 2.1, 2030
NATURAL = (1.00, 1.05, 1.10, 1.15)
SOCIAL = (1.00, 1.10, 1.20, 1.30)


class Influence(NamedTuple):
    """baseline, simulation1, simulation2 : persons on 1 January of the year ; natural, social : ratios, with their
    classes 1 (below 100 %) to 5
    """

    year: int
    baseline: float
    simulation1: float
    simulation2: float
    natural: float
    social: float
    natural_class: int
    social_class: int


def influence(baseline: Baseline, year: int = 2050) -> Influence:
    born = Levers(tfr=TFR, tfr_year=TFR_YEAR, to=year)
    lifted = scenario.apply(baseline, born)
    settled = lifted._replace(net_rate=np.zeros_like(lifted.net_rate))
    futures = (scenario.apply(baseline, Levers(to=year)), lifted, settled)
    persons = [float(projection.project(future).population[-1].sum()) for future in futures]
    natural, social = persons[1] / persons[0], persons[2] / persons[1]
    return Influence(year, *persons, natural, social, _class(natural, NATURAL), _class(social, SOCIAL))


def _class(ratio: float, limits: tuple[float, ...]) -> int:
    return 1 + sum(ratio >= limit for limit in limits)
