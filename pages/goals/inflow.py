"""基本目標1 転入促進: who moves in, and how the city gains or loses against its neighbours."""

from analytics.figures import Figure
from analytics.figures.migration import migration
from pages._frame import cached
from pages._parts import pick
from pages.goals import _goal


def drivers() -> list[Figure]:
    age = pick.age()
    return [
        cached.made(migration.inflow, age),
        cached.made(migration.net),
        cached.made(migration.net_rate),
    ]


_goal.draw(1, drivers)
