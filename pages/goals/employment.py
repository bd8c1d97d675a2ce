"""基本目標2 雇用創出: establishments and persons engaged, by coverage, by industry, and beside the neighbours."""

from analytics.figures import Figure, economy
from pages._ui import cached, goal


def drivers() -> list[Figure]:
    return [
        cached.made(economy.employees),
        cached.made(economy.by_industry),
        cached.made(economy.per_resident),
    ]


goal.draw(2, drivers)
