"""Every figure that a story, a link or a file may name: what may be chosen for it, and who makes it.

What an address asks for is looked up here and checked before anything is made. The names stay, wherever the makers
move; their words are the group `figure` of terms.yml.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from analytics.figures import makers
from analytics.figures.choices import (
    Asked,
    Kind,
    code,
    day,
    kept,
    levers,
    listed,
    number,
    perhaps,
    span,
    target,
    whole,
    worded,
)
from analytics.words import terms

ALL, NONE = "all", "none"
FEW_PATHS, MANY_PATHS, LAST_SEED = 1000, 10_000, 999


class Entry(NamedTuple):
    """kinds : of each choice ; needed : how many must be made
    about : "module.function" that gives the words of the first choice, where they are part of the figure's name
    maker : "module.function" that makes it, where that is not the name itself
    """

    kinds: tuple[Kind, ...] = ()
    needed: int = 0
    about: str = ""
    maker: str = ""


class UnknownFigureError(Exception):
    """No figure has that name, or it cannot be had with these choices. name : as it was asked for"""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def maker(name: str, asked: Asked) -> Callable:
    """Who makes it. Raises UnknownFigureError unless it is there and everything chosen for it is on offer."""
    entry = _entry(name)
    if not entry.needed <= len(asked.choices) <= len(entry.kinds):
        raise UnknownFigureError(name)
    for kind, choice in zip(entry.kinds, asked.choices, strict=False):
        if not kind(choice, asked):
            raise UnknownFigureError(name)
    return makers.function(entry.maker or name)


def title(name: str, asked: Asked) -> str:
    """What the figure is called, without making it. Raises UnknownFigureError."""
    entry, words = _entry(name), terms.word("figure", name, asked.context.lang)
    if not entry.about:
        return words
    known, chosen = makers.function(entry.about)(asked.context), asked.choices[:1]
    return words.format(*(known.get(code, "–") if isinstance(code, str) else "–" for code in chosen or ("",)))


def is_of_movers(name: str) -> bool:
    """Whether the age of those who move is to be chosen for it. Raises UnknownFigureError."""
    return _entry(name).kinds == (MOVERS,)


def named(function: Callable) -> str:
    """The name of the figure that a function makes; empty for one that nobody may name."""
    return NAMES.get(makers.name(function), "")


def _entry(name: str) -> Entry:
    if name not in FIGURES:
        raise UnknownFigureError(name)
    return FIGURES[name]


VERSION = worded("version")
INDICATOR = Entry((listed("indicators.names"), VERSION), 2, "indicators.names")
PERIODS, COHORTS = partial(listed, "residuals.periods"), partial(listed, "generations.choices")
ANSWER = Entry((listed("intention.choices"),), 1, "intention.choices")
ANSWER_OF_YEAR = Entry((*ANSWER.kinds, listed("intention.years")), 2, "intention.choices")
COUNTED, MOVERS, PEERS = code("strategy", "period"), code(ALL, "20-39"), listed("peers.choices")
PART = (worded("sex"), worded("ages"), worded("projection_unit"))
PATHS = (number(FEW_PATHS, MANY_PATHS), whole(1, LAST_SEED))
ROWS = (
    VERSION,
    listed("verification.years", of=int),
    listed("goal.choices", also=(ALL,)),
    listed("measures.choices", 2, 0, also=(ALL,)),
    code(ALL, "target", "kpi"),
    listed("measures.bands", also=(ALL,)),
)
WITHOUT_CHOICE = (
    *("ages.young_and_rest", "ahead.total", "background.steps", "causes.by_area", "causes.by_year"),
    *("births.by_basis", "births.indexed", "births.marriages", "births.per_woman", "births.tfr"),
    *("economy.by_industry", "economy.employees", "economy.establishments", "economy.per_resident"),
    *("forecasts.births", "forecasts.in_migrants", "forecasts.net_migration", "forecasts.out_migrants"),
    *("forecasts.tfr", "hindsight.errors", "migration.net", "migration.net_rate", "outlook.releases"),
    *("schedule.movers_by_age", "seeking.planned_frontier", "structure.age_groups", "structure.young_women"),
)

FIGURES: dict[str, Entry] = dict.fromkeys(WITHOUT_CHOICE, Entry()) | {
    "ages.by_age": Entry((PERIODS(), PERIODS(also=("", NONE))), 1),
    "ahead_ages.pyramid_of": Entry((listed("ahead_ages.years"),), 1),
    "ahead_groups.over_years": Entry((worded("projection_unit"),)),
    "causes.by_cause": Entry((COUNTED,), 1),
    "causes.by_pattern": Entry((COUNTED,), 1),
    "forecasts.indicator": INDICATOR,
    "generations.every_cohort": Entry((COHORTS(also=("",)),)),
    "generations.one_cohort": Entry((COHORTS(),), 1),
    "intention.over_years": ANSWER,
    "intention_age.by_age": ANSWER_OF_YEAR,
    "intention_age.contrast": ANSWER,
    "intention_weight.weighted": ANSWER_OF_YEAR,
    "migration.inflow": Entry((MOVERS,)),
    "migration.outflow": Entry((MOVERS,)),
    "neighbours.against_chance": Entry((worded("flow"),)),
    "overview.spark": Entry((listed("goal.choices"),), 1, "goal.choices"),
    "peers.against_chance": Entry((PEERS, worded("vital_flow")), 2),
    "peers.births": Entry((PEERS,), 1),
    "peers.population": Entry((PEERS,), 1),
    "peers.standing": Entry((PEERS,), 1),
    "seeking.frontier": Entry((target, levers), 2),
    "structure.population_pyramid": Entry((day, perhaps(day)), 2),
    "target.against_target": INDICATOR,
    "verification.rates": Entry(ROWS, len(ROWS)),
    "views.achievement": Entry((listed("views.sets"),), 1),
    "whatif.part": Entry((levers, kept, *PART, perhaps(span)), 5),
    "whatif.total": Entry((levers, kept, *PATHS)),
}
NAMES = {entry.maker or name: name for name, entry in FIGURES.items()}
