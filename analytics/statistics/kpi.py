"""KPI arithmetic of a yearly verification. What is missing is NaN, never 0; thresholds hold at EXACT decimals."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

JUMP = 3
SMALL_STEP = 0.1
EXACT = 9
COLUMNS = {
    "indicator_id": "str",
    "baseline_year": "Int64",
    "baseline": float,
    "target_year": "Int64",
    "target": float,
    "target_reason": object,
    "fiscal_year": int,
    "actual": float,
    "missing_reason": object,
    "latest_year": "Int64",
    "latest": float,
    "planned": float,
    "achievement": float,
    "final_achievement": float,
    "progress": float,
    "pace": float,
    "change": float,
    "previous_year": "Int64",
    "jump": bool,
    "reason": object,
    "band": "str",
}


class Average(NamedTuple):
    """Mean achievement in percent, each capped at 100 and uncapped; how many had one, how many had none."""

    capped: float
    uncapped: float
    measured: int
    unmeasured: int


class Entry(NamedTuple):
    """What is written for one fiscal year, by which entries sort: a value, or why there is none; a word about it."""

    year: int | None = None
    value: float = np.nan
    missing_reason: str | None = None
    reason: str | None = None


Day = date | None
Record = dict[str, dict[int, Entry]]


def achievement(actual: float, target: float, *, lower_is_better: bool = False) -> float:
    """Percent of the target, uncapped; the target in percent of the actual where lower is better.

    NaN when either is missing or the denominator is 0.
    """
    part, whole = (target, actual) if lower_is_better else (actual, target)
    return np.nan if _missing(part, whole) or whole == 0 else part / whole * 100


def progress(actual: float, baseline: float, target: float) -> float:
    """Percent of the way from baseline to target; negative behind the baseline, whichever side is desired.

    NaN when a number is missing or there is no way to go.
    """
    if _missing(actual, baseline, target) or target == baseline:
        return np.nan
    return (actual - baseline) / (target - baseline) * 100


def is_met(actual: float, target: float, *, lower_is_better: bool = False) -> bool:
    """At the target or on its desired side; False when either is missing."""
    if _missing(actual, target):
        return False
    return bool(actual <= target if lower_is_better else actual >= target)


def is_worse(actual: float, baseline: float, *, lower_is_better: bool = False) -> bool:
    """Strictly on the undesired side of the baseline; False when either is missing."""
    return not _missing(actual, baseline) and not is_met(actual, baseline, lower_is_better=lower_is_better)


def planned(baseline_year: int, baseline: float, target_year: int, target: float, year: int) -> float:
    """Value of the straight path from baseline to target in a year, held at its ends outside.

    At EXACT decimals, so that a published number can lie on it. NaN when something is missing.
    """
    if _missing(baseline_year, baseline, target_year, target, year):
        return np.nan
    if not baseline_year < year < target_year:
        return target if year >= target_year else baseline
    share = (year - baseline_year) / (target_year - baseline_year)
    return round(baseline + (target - baseline) * share, EXACT)


def required_pace(actual: float, year: int, target: float, target_year: int, *, lower_is_better=False) -> float:
    """Change per year still needed from `year` to reach the target: 0 once it is met.

    NaN when something is missing, or when no year is left and the target is not met.
    """
    if _missing(actual, year, target, target_year):
        return np.nan
    if is_met(actual, target, lower_is_better=lower_is_better):
        return 0.0
    return (target - actual) / (target_year - year) if year < target_year else np.nan


def jumps(values: pd.Series) -> pd.Series:
    """Whether the step into each year stands out from the series' own steps and is not small.

    values : by ascending fiscal year, missing years dropped -> bool per year left, False in the first and
    throughout when there are fewer than three steps. A step over a gap is shared among the gap's years.
    """
    known = values.dropna().astype(float)
    steps = np.abs(np.diff(known) / np.diff(known.index.astype(float))).round(EXACT)
    flags = np.zeros(len(known), dtype=bool)
    if len(steps) > 2:
        usual = np.array([np.median(np.delete(steps, i)) for i in range(len(steps))])
        small = SMALL_STEP * known.abs().to_numpy()[:-1]
        flags[1:] = (steps > (JUMP * usual).round(EXACT)) & (steps >= small.round(EXACT))
    return pd.Series(flags, index=known.index)


def assess(
    indicators: pd.DataFrame, values: pd.DataFrame, bands: pd.DataFrame, fiscal_year: int, *, decided_by: Day = None
) -> pd.DataFrame:
    """Where every indicator stands in a fiscal year, by the targets decided by a day (all, without one).

    indicators : indicator_id (unique), direction (higher, lower), cumulative
    values : indicator_id, fiscal_year, kind (baseline, target, actual), value, missing_reason, decided_on, reason
    bands : band, lower (percent, of `near`)
    -> one row per indicator in their order, with the columns of COLUMNS: achievement, final_achievement and
    progress in percent, pace per year, the other numbers in the indicator's unit; reasons are None where there is none
    """
    records = _records(_in_force(values, decided_by))
    near = bands.loc[bands["band"] == "near", "lower"].max()
    rows = [_assessed(given, records[given.indicator_id], fiscal_year, near) for given in indicators.itertuples()]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object).astype(COLUMNS)


def average(rates: pd.Series) -> Average:
    """Mean of achievements in percent over those that have one; NaN when none has."""
    known = rates.dropna().astype(float)
    return Average(known.clip(upper=100).mean(), known.mean(), len(known), len(rates) - len(known))


def _missing(*numbers: float | None) -> bool:
    return any(pd.isna(number) for number in numbers)


def _in_force(values: pd.DataFrame, decided_by: Day) -> pd.DataFrame:
    """One row per indicator, kind and year: of several targets the one decided last by the day."""
    decided_on = pd.to_datetime(values["decided_on"]).where(values["kind"] == "target")
    known = values.assign(decided_on=decided_on, value=values["value"].astype(float))
    if decided_by is not None:
        known = known[~(decided_on > pd.Timestamp(decided_by))]
    known = known.sort_values("decided_on", kind="stable", na_position="first")
    return known.drop_duplicates(["indicator_id", "kind", "fiscal_year"], keep="last")


def _records(values: pd.DataFrame) -> dict[str, Record]:
    """{indicator_id: {kind: {fiscal year: entry}}}, with empty kinds where nothing is written."""
    records = defaultdict(lambda: defaultdict(dict))
    for row in values.itertuples():
        year = int(row.fiscal_year)
        excuse = _word(row.missing_reason) if _missing(row.value) else None
        records[row.indicator_id][row.kind][year] = Entry(year, row.value, excuse, _word(row.reason))
    return records


def _word(text: str | None) -> str | None:
    return None if pd.isna(text) or not text else text


def _numbers(entries: dict[int, Entry], last_year: int) -> dict[int, float]:
    return {year: entry.value for year, entry in entries.items() if year <= last_year and not _missing(entry.value)}


def _assessed(indicator: tuple, record: Record, fiscal_year: int, near: float) -> dict:
    lower = indicator.direction == "lower"
    row = _written(record, fiscal_year) | {"indicator_id": indicator.indicator_id}
    row |= _measured(row, lower_is_better=lower, cumulative=bool(indicator.cumulative))
    row |= _moved(record, row["actual"], fiscal_year)
    return row | {"band": _band(row, near, lower_is_better=lower)}


def _written(record: Record, fiscal_year: int) -> dict:
    baseline, target = (max(record[kind].values(), default=Entry()) for kind in ("baseline", "target"))
    actual, plan = (record[kind].get(fiscal_year, Entry()) for kind in ("actual", "target"))
    numbers = _numbers(record["actual"], fiscal_year)
    latest_year = max(numbers, default=None)
    straight = planned(baseline.year, baseline.value, target.year, target.value, fiscal_year)
    return {
        "baseline_year": baseline.year,
        "baseline": baseline.value,
        "target_year": target.year,
        "target": target.value,
        "target_reason": target.missing_reason,
        "fiscal_year": fiscal_year,
        "actual": actual.value,
        "missing_reason": actual.missing_reason,
        "latest_year": latest_year,
        "latest": numbers.get(latest_year, np.nan),
        "planned": straight if _missing(plan.value) else plan.value,
        "reason": actual.reason,
    }


def _measured(row: dict, *, lower_is_better: bool, cumulative: bool) -> dict:
    actual, year, target, target_year = (row[name] for name in ("actual", "fiscal_year", "target", "target_year"))
    due = row["planned"] if cumulative else target
    return {
        "achievement": achievement(actual, due, lower_is_better=lower_is_better),
        "final_achievement": achievement(actual, target, lower_is_better=lower_is_better),
        "progress": progress(actual, row["baseline"], target),
        "pace": required_pace(actual, year, target, target_year, lower_is_better=lower_is_better),
    }


def _moved(record: Record, actual: float, fiscal_year: int) -> dict:
    series = _numbers(record["baseline"], fiscal_year) | _numbers(record["actual"], fiscal_year)
    previous_year = max((year for year in series if year < fiscal_year), default=None)
    return {
        "change": actual - series.get(previous_year, np.nan),
        "previous_year": previous_year,
        "jump": not _missing(actual) and bool(jumps(pd.Series(series).sort_index())[fiscal_year]),
    }


def _band(row: dict, near: float, *, lower_is_better: bool) -> str:
    actual = row["actual"]
    rules = {
        "unmeasured": _missing(actual),
        "no_target": _missing(row["target"]),
        "met": is_met(actual, row["target"], lower_is_better=lower_is_better),
        "worse": is_worse(actual, row["baseline"], lower_is_better=lower_is_better),
        "on_path": is_met(actual, row["planned"], lower_is_better=lower_is_better),
        "near": round(row["achievement"], EXACT) >= near,
    }
    return next((band for band, holds in rules.items() if holds), "behind")
