"""基本目標1 転入促進: who moves in, and how the city gains or loses against its neighbours."""

from analytics.figures import Figure, migration
from pages._ui import cached, goal, pick


def drivers() -> list[Figure]:
    age = pick.age()
    return [
        cached.made(migration.inflow, age),
        cached.made(migration.net),
        cached.made(migration.net_rate),
    ]


goal.draw(1, drivers)
