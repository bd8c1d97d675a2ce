"""基本目標4 転出抑制: who moves out, and how the city gains or loses against its neighbours."""

from analytics.figures import Figure
from analytics.figures.migration import migration
from pages._frame import cached
from pages._parts import pick
from pages.goals import _goal


def drivers() -> list[Figure]:
    age = pick.age()
    return [
        cached.made(migration.outflow, age),
        cached.made(migration.net),
        cached.made(migration.net_rate),
    ]


_goal.draw(4, drivers)
