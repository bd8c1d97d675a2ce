"""Births of a place split by cause: what the figures of causes are made from."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.city import scope
from analytics.database import queries
from analytics.demography import decomposition
from analytics.demography.decomposition import MIDYEAR
from analytics.filters import Filters, View

STRATEGY, PERIOD = "strategy", "period"
CAUSES = list(decomposition.Parts._fields)


class Split(NamedTuple):
    """A series of births, the parts of each of its steps, and the ids of the sources of women and patterns."""

    births: pd.Series
    steps: pd.DataFrame
    sources: tuple[str, ...]

    @property
    def totals(self) -> dict[str, int]:
        """Parts of the whole period as whole numbers that add to its change."""
        parts = [self.steps[cause].sum() for cause in CAUSES]
        whole = decomposition.whole_numbers(parts, self.births.iloc[-1] - self.births.iloc[0])
        return dict(zip(CAUSES, whole.tolist(), strict=True))


def basis_of(filters: Filters, count: str) -> str:
    return STRATEGY if count == STRATEGY else filters.leading_basis


def split(view: View, area: str, count: str, pattern: str = "", years: pd.Index | None = None) -> Split | None:
    """pattern : area whose age pattern of fertility is used, the country's without ; years : only these, all that are asked for without
    -> None where births or women by age do not reach over two years."""
    build, filters = view
    asked = filters._replace(first_year=1900, last_year=2100) if count == STRATEGY else filters
    rows = queries.births(build, asked, (area,))
    rows = rows[rows["basis"] == basis_of(filters, count)]
    women = queries.women(build, filters, (area,))
    asfr = queries.asfr(build, filters, pattern or scope.country(build))
    counts = women.pivot(index="moment", columns="age", values="women").dropna()
    if len(counts) < 2 or asfr.empty:
        return None
    births = rows[rows["year"].isin(rows["year"] if years is None else years)].set_index("year")["value"]
    births = births[(births > 0) & (births.index + MIDYEAR >= counts.index[0])]
    births = births[births.index + MIDYEAR <= counts.index[-1]]
    if len(births) < 2:
        return None
    steps = decomposition.of_series(births, counts, asfr.pivot(index="year", columns="age", values="asfr"))
    used = [
        rows.loc[rows["year"].isin(births.index), "source_id"],
        _around(women, "moment", births.index),
        _around(asfr, "year", births.index),
    ]
    return Split(births, steps, tuple(dict.fromkeys(pd.concat(used))))


def _around(frame: pd.DataFrame, moment: str, years: pd.Index) -> pd.Series:
    """Source ids of the counts from the last one before the years to the first one after them."""
    moments = np.unique(frame[moment])
    first, last = np.searchsorted(moments, [years[0] + MIDYEAR, years[-1] + MIDYEAR])
    return frame.loc[frame[moment].isin(moments[max(first - 1, 0) : last + 1]), "source_id"]
