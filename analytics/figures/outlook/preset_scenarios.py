"""Scenarios to start from, each with what it rests on: those of the data, and the way to the plan's target."""

from typing import NamedTuple

from analytics import scenario
from analytics.city.course import horizon
from analytics.database import queries
from analytics.figures.context import Context
from analytics.figures.outlook import reaching
from analytics.scenario import Levers
from analytics.words import terms


class Preset(NamedTuple):
    """A scenario to start from, with what it rests on."""

    name: str
    levers: Levers
    reference: str


def presets(context: Context) -> dict[str, Preset]:
    """{code: scenario}, last the one that reaches the plan's target, where it has one that can be reached."""
    rows = queries.scenario_presets(context.build)
    lang = context.lang
    ready = {
        row["preset_id"]: Preset(row[f"name_{lang}"], scenario.from_preset(row), row[f"reference_{lang}"])
        for _, row in rows.iterrows()
    }
    return ready | _planned(context)


def _planned(context: Context) -> dict[str, Preset]:
    """The plan's target with least effort, sought as the page does."""
    _year, persons = horizon(context)
    aim = reaching.aims(context)
    levers = reaching.usable(context, aim, Levers()).get("least_effort")
    if persons is None or levers is None:
        return {}
    reference = context.text(
        "{day}に{persons}人となる組のうち、出生率と転入超過数のこれまでの揺れに比べて無理の最も少ないものを、"
        "ここで計算した値です。人口ビジョン自身の仮定は公表されていません。"
    ).format(day=context.year(aim.year, "jan1"), persons=terms.number(aim.persons, ",.0f"))
    return {"target": Preset(context.text("人口ビジョンの目標（変化が最も小さい組み合わせ）"), levers, reference)}
