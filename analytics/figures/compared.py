"""The scenarios of a what-if set side by side in the target's year."""

import pandas as pd

from analytics import terms
from analytics.figures import Context
from analytics.figures.course import counted, horizon, path
from analytics.figures.whatif import Kept, scenarios
from analytics.filters import Filters
from analytics.projection import Projection
from analytics.scenario import Levers


def comparison(build: str, filters: Filters, levers: Levers, kept: Kept) -> pd.DataFrame:
    """A column per scenario: the population of the target's year, gaps, age structure and the last year's births."""
    context, (year, target) = Context(build, filters), horizon(build, filters)
    drawn = scenarios(build, filters, levers, kept)
    unchanged = counted(path(build, Levers(to=year)), "T", "all")[year]
    columns = {
        name: _column(context, path(build, chosen), year, target, unchanged) for name, chosen in drawn.items()
    }
    first = next(iter(columns.values()))
    return pd.DataFrame(
        {context.text("項目"): list(first)} | {name: list(told.values()) for name, told in columns.items()}
    )


def _column(
    context: Context, found: Projection, year: int, target: float | None, unchanged: float
) -> dict[str, str]:
    persons = counted(found, "T", "all")[year]

    def share(ages: str) -> str:
        return f"{terms.number(counted(found, 'T', ages)[year] / persons * 100, '.1f')}%"

    return {
        context.text("人口 {0}").format(context.row(year)): terms.number(persons, ",.0f"),
        context.text("いまの動きとの差"): terms.number(persons - unchanged, "+,.0f"),
        context.text("目標との差"): terms.number(None if target is None else persons - target, "+,.0f"),
        context.text("0〜14歳"): share("0-14"),
        context.text("15〜64歳"): share("15-64"),
        context.text("65歳以上"): share("65+"),
        context.text("20〜39歳の女性"): terms.number(counted(found, "F", "20-39")[year], ",.0f"),
        context.text("出生数（最後の年）"): terms.number(found.births[-1].sum(), ",.0f"),
    }
