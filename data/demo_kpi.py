"""The synthetic values of demo.py for one indicator: a baseline, targets and yearly actuals. What is published is repeated."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from data.problems import BuildRefusedError, Problem, speak

PLAN = "atsugi-2"
LAST_FISCAL_YEAR = 2026
EXCUSES = ("未公表", "対象外", "秘匿")
Random = Callable[[str], np.random.Generator]


class Told(NamedTuple):
    """What another table says of a year. value : None where it counts otherwise than the rows that are repeated"""

    value: float | None
    published: bool


def values(given: dict, told: dict[int, Told], known: set[tuple], random: Random) -> Iterator[dict]:
    """Rows of kpi_value for a row of assumptions.csv. told : by year ; known : the identities of published actuals"""
    given = given | {"baseline": given["baseline"] or _repeated_baseline(given, told)}
    first = int(given["baseline_year"])
    yield _row(given, "baseline", first, given["baseline"]) | _note(told, first)
    yield from _target_rows(given)
    yield from (row for row in _actual_rows(given, told, random) if identity(row) not in known)


def identity(row: dict) -> tuple[str, str, int]:
    return row["kpi_id"], row["numeric_target_id"], int(row["fiscal_year"])


def _repeated_baseline(given: dict, told: dict[int, Told]) -> float:
    _ = speak()
    year = given["baseline_year"]
    if int(year) not in told or told[int(year)].value is None:
        reason, remedy = (
            _("基準の年に、繰り返せる公表値がありません"),
            _("基準の年を変えるか、baseline に値を入れてください"),
        )
        raise BuildRefusedError([Problem("demo/assumptions.csv", None, "baseline_year", year, reason, remedy)])
    return told[int(year)].value


def _years(given: dict) -> range:
    return range(int(given["first_year"]), int(given["last_year"]) + 1)


def _case_years(given: dict) -> range:
    first, _, last = given["case_years"].partition("-")
    return range(int(first), int(last or first) + 1) if first else range(0)


def _line(given: dict, random: Random) -> dict[int, float]:
    """{year: value} from the baseline to the last value, with noise, and with the factor of its case."""
    years, factor = _years(given), float(given["case_factor"] or 1)
    stream = random(given["kpi_id"] + given["numeric_target_id"])
    noise = stream.normal(0, float(given["noise"] or 0), len(years))
    values = _straight(given, years, "last_value", int(given["last_year"])) + noise
    if given["yearly_targets"]:
        values = np.maximum.accumulate(values)
    return {year: values[i] * factor ** (year in _case_years(given)) for i, year in enumerate(years)}


def _straight(given: dict, years: range, end: str, end_year: int) -> np.ndarray:
    ends = [float(given["baseline"]), float(given[end] or given["baseline"])]
    return np.interp(years, [int(given["baseline_year"]), end_year], ends)


def _actual_rows(given: dict, told: dict[int, Told], random: Random) -> Iterator[dict]:
    made_up = _line(given, random)
    excused = _case_years(given) if given["case"] in EXCUSES else range(0)
    absent = _case_years(given) if given["case"] == "欠測" else excused
    for year in _years(given):
        value = told[year].value if year in told else made_up[year]
        if year not in absent and value is not None:
            yield _row(given, "actual", year, value) | _reason(given, year) | _note(told, year)
    for year in excused:
        yield _row(given, "actual", year, "", given["case"])


def _target_rows(given: dict) -> Iterator[dict]:
    yield _target(given, LAST_FISCAL_YEAR, given["target"], given["decided_on"])
    if given["revised_target"]:
        yield _target(given, LAST_FISCAL_YEAR, given["revised_target"], given["revised_on"])
    if given["yearly_targets"]:
        years = range(int(given["first_year"]), LAST_FISCAL_YEAR)
        for year, value in zip(years, _straight(given, years, "target", LAST_FISCAL_YEAR), strict=True):
            yield _target(given, year, value, given["decided_on"])


def _target(given: dict, year: int, value: float | str, decided_on: str) -> dict:
    return _row(given, "target", year, value, "" if value != "" else "未設定") | {"decided_on": decided_on}


def _reason(given: dict, year: int) -> dict[str, str]:
    if given["reason_year"] != str(year):
        return {}
    return {"reason_ja": f"{given['reason_ja']}（見本）", "reason_en": f"{given['reason_en']} (sample)"}


def _note(told: dict[int, Told], year: int) -> dict[str, str]:
    repeated = year in told and told[year].published and told[year].value is not None
    return {"note": "公表値を市の実績に見立てた"} if repeated else {}


def _row(given: dict, kind: str, year: int, value: float | str, missing_reason: str = "") -> dict:
    owner = {"plan_id": PLAN} | {name: given[name] for name in ("kpi_id", "numeric_target_id")}
    department = {
        "department_ja": f"{given['department_ja']}（見本）",
        "department_en": f"{given['department_en']} (sample)",
    }
    said = {
        "fiscal_year": year,
        "kind": kind,
        "value": "" if value == "" else f"{float(value):.{given['decimals']}f}",
        "missing_reason": missing_reason,
        "basis": "strategy",
        "note": "架空の値",
    }
    return owner | department | said
