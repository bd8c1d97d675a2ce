"""How a checked number is written: ours and the difference with two decimals more than the published one."""

from decimal import Decimal
from typing import NamedTuple

from analytics.words import terms

MORE = 2


class Written(NamedTuple):
    printed: str
    computed: str
    difference: str
    tolerance: str


def written(row: NamedTuple) -> Written:
    """row : printed, computed, difference, tolerance of `checks.run`; – for what could not be computed"""
    decimals = len(row.printed.partition(".")[2]) + MORE
    return Written(
        row.printed.replace("-", "−"),
        terms.number(row.computed, f".{decimals}f"),
        terms.number(row.difference, f"+.{decimals}f"),
        f"±{format(Decimal(f'{row.tolerance:.3g}').normalize(), 'f')}",
    )
