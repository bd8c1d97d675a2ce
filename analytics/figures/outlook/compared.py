"""The scenarios of a what-if set side by side in the target's year, as a table and as a file."""

from typing import NamedTuple

import pandas as pd

from analytics import scenario
from analytics.city import course, evidence
from analytics.city.course import counted, horizon, path
from analytics.demography.projection import Projection
from analytics.figures import credit_line
from analytics.figures.context import Context
from analytics.figures.outlook import population_total
from analytics.figures.outlook.whatif import Kept, scenarios
from analytics.scenario import Levers
from analytics.words import terms


class Item(NamedTuple):
    """One number of a scenario and how it is written; percent : whether it is one."""

    value: float | None
    spec: str = ",.0f"
    percent: bool = False


class Sheet(NamedTuple):
    """A table for a file: its title, plain numbers, and the line of its sources."""

    title: str
    rows: pd.DataFrame
    footer: str


def comparison(context: Context, levers: Levers, kept: Kept) -> pd.DataFrame:
    """A column per scenario: the population of the target's year, gaps, age structure and the last year's births."""
    columns = {
        name: _items(context, path(context.build, chosen))
        for name, chosen in scenarios(context, levers, kept).items()
    }
    first = next(iter(columns.values()))
    return pd.DataFrame(
        {context.text("項目"): list(first)}
        | {name: [_written(item) for item in items.values()] for name, items in columns.items()}
    )


def sheet(context: Context, levers: Levers, kept: Kept) -> Sheet:
    """A row per scenario: the same numbers, then every lever; empty where the levers leave the rates alone."""
    year = horizon(context)[0]
    rows = [
        {context.text("シナリオ"): name}
        | {_heading(said, item): item.value for said, item in _items(context, path(context.build, chosen)).items()}
        | {
            context.words("lever")[lever]: value
            for lever, value in _settled(context.build, chosen)._asdict().items()
        }
        | {context.text("値の種類"): context.words("status")["derived"]}
        for name, chosen in scenarios(context, levers, kept).items()
    ]
    title = context.text("{place}の将来人口、シナリオの比較（{day}）").format(
        place=context.place(context.home), day=context.year(year, "jan1")
    )
    credits = context.credits(pd.Series(population_total.sources(context)))
    return Sheet(title, pd.DataFrame(rows), credit_line(credits, ("derived",), context.lang))


def _settled(build: str, levers: Levers) -> Levers:
    """With every year filled in; the year of the TFR only where it moves."""
    found = scenario.settled(levers, evidence.baseline(build))
    return found if found.tfr is not None else found._replace(tfr_year=None)


def _items(context: Context, found: Projection) -> dict[str, Item]:
    """What a scenario leads to, by what is said of it."""
    build, filters = context
    year, target = horizon(Context(build, filters))
    persons, unchanged = (
        float(counted(each, "T", "all")[year]) for each in (found, course.unchanged(Context(build, filters)))
    )

    def share(ages: str) -> Item:
        return Item(float(counted(found, "T", ages)[year] / persons * 100), ".1f", percent=True)

    return {
        context.text("人口 {0}").format(context.row(year, "jan1")): Item(persons),
        context.text("現状が続く場合との差"): Item(persons - unchanged, "+,.0f"),
        context.text("目標との差"): Item(None if target is None else persons - target, "+,.0f"),
        context.text("0〜14歳"): share("0-14"),
        context.text("15〜64歳"): share("15-64"),
        context.text("65歳以上"): share("65+"),
        context.text("20〜39歳の女性"): Item(float(counted(found, "F", "20-39")[year])),
        context.text("出生数（最後の年）"): Item(float(found.births[-1].sum())),
    }


def _heading(said: str, item: Item) -> str:
    return f"{said} (%)" if item.percent else said


def _written(item: Item) -> str:
    return terms.number(item.value, item.spec) + ("%" if item.percent else "")
