"""Where the makers of figures are: "births.by_basis" is a name that stays, its first half a module that may move."""

from collections.abc import Callable
from importlib import import_module
from types import ModuleType

MODULES = {
    "ages": "migration.ages",
    "generations": "migration.generations",
    "migration": "migration.migration",
    "residuals": "migration.residuals",
    "schedule": "migration.schedule",
    "ahead_groups": "outlook.age_groups",
    "hindsight": "outlook.hindsight",
    "ahead": "outlook.population_total",
    "ahead_ages": "outlook.pyramid",
    "seeking": "outlook.reaching",
    "outlook": "outlook.releases",
    "whatif": "outlook.whatif",
    "target": "plan.against_target",
    "views": "plan.averages",
    "background": "plan.background",
    "goal": "plan.goal",
    "indicators": "plan.indicators",
    "measures": "plan.measures",
    "overview": "plan.overview",
    "verification": "plan.verification",
    "births": "population.births",
    "causes": "population.causes",
    "economy": "population.economy",
    "forecasts": "population.forecasts",
    "neighbours": "population.neighbours",
    "peers": "population.peers",
    "structure": "population.structure",
    "intention_age": "survey.by_age",
    "intention": "survey.intention",
    "intention_weight": "survey.weights",
}
NAMES = {module: name for name, module in MODULES.items()}


def is_there(name: str) -> bool:
    module, _dot, own = name.rpartition(".")
    return module in MODULES and own.isidentifier() and hasattr(_module(module), own)


def function(name: str) -> Callable:
    """Loaded when it is needed."""
    module, _dot, own = name.rpartition(".")
    return getattr(_module(module), own)


def name(function: Callable) -> str:
    """The one that gives this function back; empty for one outside these modules."""
    module = NAMES.get(function.__module__.removeprefix(f"{__package__}."), "")
    return module and f"{module}.{function.__name__}"


def _module(name: str) -> ModuleType:
    return import_module(f"{__package__}.{MODULES[name]}")
