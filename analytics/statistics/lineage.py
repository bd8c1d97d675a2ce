"""Average achievement over the years when the set of indicators, or its targets, moved midway."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.statistics import kpi

COLUMNS = {
    "view": "str",
    "fiscal_year": int,
    "capped": float,
    "uncapped": float,
    "measured": int,
    "unmeasured": int,
}
DROPPED, MERGED, LASTING = "記載なし", "統合", ("継続", "変更")


class SetEffect(NamedTuple):
    """Change of the capped average in points: as decided, of what continued, and what the set itself adds."""

    change: float
    continued: float
    by_set: float


def views(
    indicators: pd.DataFrame,
    values: pd.DataFrame,
    bands: pd.DataFrame,
    years: Sequence[int],
    revised_on: date | None,
    *,
    predecessors: dict[str, tuple[str, ...]],
) -> pd.DataFrame:
    """Average achievement of each fiscal year, seen in three ways.

    as_decided : the set, and the targets, in force on 31 March at the end of the year
    backwards : today's set and targets in every year; a merged indicator takes its predecessors' sum
    continued : only what the revision kept or changed, with today's targets

    indicators : as for kpi.assess, once per version (original, revised), and change     values, bands : as there
    predecessors : {merged indicator: those it was merged from}
    -> view, fiscal_year, capped and uncapped (percent), measured, unmeasured (indicators)
    """
    today = indicators[(indicators["version"] == "revised") & (indicators["change"] != DROPPED)]
    lasting = today[today["change"].isin(LASTING)]
    merged = _with_sums(values, today.loc[today["change"] == MERGED, "indicator_id"], predecessors)

    def average(
        chosen: pd.DataFrame, known: pd.DataFrame, year: int, decided_by: date | None = None
    ) -> kpi.Average:
        return kpi.average(kpi.assess(chosen, known, bands, year, decided_by=decided_by)["achievement"])

    then = {year: today if is_revised(year, revised_on) else _original(indicators) for year in years}
    rows = [
        *(("as_decided", year, *average(then[year], values, year, year_end(year))) for year in years),
        *(("backwards", year, *average(today, merged, year)) for year in years),
        *(("continued", year, *average(lasting, values, year)) for year in years),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(COLUMNS)


def set_effect(views: pd.DataFrame, year: int) -> SetEffect:
    """What moved the capped average between a year and the one before; NaN where a year is not there."""
    capped = views.set_index(["view", "fiscal_year"])["capped"]
    change, continued = (
        capped.get((view, year), np.nan) - capped.get((view, year - 1), np.nan)
        for view in ("as_decided", "continued")
    )
    return SetEffect(change, continued, change - continued)


def year_end(fiscal_year: int) -> pd.Timestamp:
    """31 March of the next calendar year."""
    return pd.Timestamp(fiscal_year + 1, 3, 31)


def is_revised(fiscal_year: int, revised_on: date | None) -> bool:
    """Whether the revision was in force at the end of the fiscal year; never without a date."""
    return bool(pd.Timestamp(revised_on) <= year_end(fiscal_year))


def _original(indicators: pd.DataFrame) -> pd.DataFrame:
    return indicators[indicators["version"] == "original"]


def _with_sums(values: pd.DataFrame, merged: pd.Series, predecessors: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    """Values with actuals for merged indicators in the years where they have none and all predecessors do."""
    actuals = values[(values["kind"] == "actual") & values["value"].notna()]
    actuals = actuals.drop_duplicates(["indicator_id", "fiscal_year"], keep="last")
    wide = actuals.pivot(index="fiscal_year", columns="indicator_id", values="value").astype(float)
    sums = [_sums(wide, name, predecessors[name]) for name in merged if predecessors.get(name)]
    return pd.concat([values, *sums], ignore_index=True)


def _sums(wide: pd.DataFrame, merged: str, predecessors: tuple[str, ...]) -> pd.DataFrame:
    own = wide.reindex(columns=[merged])[merged]
    total = wide.reindex(columns=list(predecessors)).sum(axis=1, skipna=False)[own.isna()].dropna()
    return pd.DataFrame({"fiscal_year": total.index, "value": total.to_numpy()}).assign(
        indicator_id=merged, kind="actual", missing_reason=None, decided_on=pd.NaT, reason=None
    )
