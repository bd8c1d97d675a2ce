"""Scenarios to start from, each with what it rests on: those of the data, and the way to the plan's target."""

from typing import NamedTuple

from analytics import scenario
from analytics.city.course import horizon
from analytics.database import queries
from analytics.figures import Context
from analytics.figures.outlook import reaching
from analytics.filters import Filters
from analytics.scenario import Levers
from analytics.words import terms


class Preset(NamedTuple):
    """A scenario to start from, with what it rests on."""

    name: str
    levers: Levers
    reference: str


def presets(build: str, filters: Filters) -> dict[str, Preset]:
    """{code: scenario}, last the one that reaches the plan's target, where it has one that can be reached."""
    rows = queries.scenario_presets(build)
    lang = filters.lang
    ready = {
        row["preset_id"]: Preset(row[f"name_{lang}"], scenario.from_preset(row), row[f"reference_{lang}"])
        for _, row in rows.iterrows()
    }
    return ready | _planned(build, filters)


def _planned(build: str, filters: Filters) -> dict[str, Preset]:
    """The plan's target with least effort, sought as the page does."""
    _year, persons = horizon(build, filters)
    aim = reaching.aims(build, filters)
    levers = reaching.usable(build, filters, aim, Levers()).get("least_effort")
    if persons is None or levers is None:
        return {}
    context = Context(build, filters)
    reference = context.text(
        "{day}に{persons}人となる組のうち、出生率と転入超過数のこれまでの揺れに比べて無理の最も少ないものを、"
        "ここで計算した値です。人口ビジョン自身の仮定は公表されていません。"
    ).format(day=context.year(aim.year, "jan1"), persons=terms.number(aim.persons, ",.0f"))
    return {"target": Preset(context.text("人口ビジョンの目標（無理の少ない組）"), levers, reference)}
