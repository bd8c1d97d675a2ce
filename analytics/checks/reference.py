"""What a published result is to us, and how far from it we come."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

import numpy as np

Words = Callable[[str], str]
Printed = Mapping[str, str]


class Reference(NamedTuple):
    """One published result that a method must reproduce.

    method : module and function of analytics ; label : what is reproduced ; source : author, year, page
    printed : {what: the number as it is printed}, or a function of the build that reads this from the data
    compute : build -> our numbers, in the same order
    tolerance : None for half a unit of the last printed digit ; reason : why it is another one
    """

    id: str
    method: str
    label: str
    source: str
    printed: Printed | Callable[[str], Printed]
    compute: Callable[[str], Iterable[float]]
    tolerance: float | None = None
    reason: str = ""

    @property
    def module(self) -> str:
        return self.method.split(".")[-2]


class Number(NamedTuple):
    """One number of a reference: as printed and as computed; NaN with its error where the method fails."""

    what: str
    printed: str
    computed: float
    tolerance: float
    error: str = ""

    @property
    def difference(self) -> float:
        return self.computed - float(self.printed)

    @property
    def passed(self) -> bool:
        return abs(self.difference) <= self.tolerance * (1 + 1e-9)


def numbers(reference: Reference, build: str) -> list[Number]:
    """The numbers of a reference beside ours; whatever goes wrong is a missed number with its error."""
    printed: Printed = {reference.label: "nan"}
    try:
        printed = reference.printed(build) if callable(reference.printed) else reference.printed
        computed = [float(number) for number in reference.compute(build)]
        pairs = list(zip(printed.items(), computed, strict=True))
        return [Number(what, given, found, _tolerance(reference, given)) for (what, given), found in pairs]
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"
        return [Number(what, given, np.nan, _tolerance(reference, given), error) for what, given in printed.items()]


def _tolerance(reference: Reference, printed: str) -> float:
    if reference.tolerance is not None:
        return reference.tolerance
    number = Decimal(printed)
    return 0.5 * 10.0 ** number.as_tuple().exponent if number.is_finite() else np.nan
