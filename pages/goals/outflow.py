"""基本目標4 転出抑制: who moves out, and how the city gains or loses against its neighbours."""

from analytics.figures import Figure, migration
from pages._ui import cached, goal, pick


def drivers() -> list[Figure]:
    age = pick.age()
    return [
        cached.made(migration.outflow, age),
        cached.made(migration.net),
        cached.made(migration.net_rate),
    ]


goal.draw(4, drivers)
