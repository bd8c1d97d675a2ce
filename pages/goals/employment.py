"""基本目標2 雇用創出: establishments and persons engaged, by coverage, by industry, and beside the neighbours."""

from analytics.figures import Figure
from analytics.figures.population import economy
from pages._frame import cached
from pages.goals import _goal


def drivers() -> list[Figure]:
    return [
        cached.made(economy.employees),
        cached.made(economy.by_industry),
        cached.made(economy.per_resident),
    ]


_goal.draw(2, drivers)
