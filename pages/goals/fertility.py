"""基本目標3 合計特殊出生率上昇: births and the rate, marriages, and the women of the ages at which births occur."""

from analytics.figures import Figure
from analytics.figures.population import births, structure
from pages._frame import cached
from pages.goals import _goal


def drivers() -> list[Figure]:
    return [
        cached.made(births.by_basis),
        cached.made(births.tfr),
        cached.made(births.marriages),
        cached.made(structure.young_women),
    ]


_goal.draw(3, drivers)
