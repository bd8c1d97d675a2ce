"""Writes data/demo/*.csv again, byte for byte: synthetic rows for what is not published.

    python -m data.demo

Every row has status and source `demo`; none is a result of the city. The published files give the totals
that demo rows have to respect; every KPI parameter is a row of demo/assumptions.csv.

migration         in- and out-migrants aged 20-39 of the city: the published total of a year times a share
intention_survey  answers by age. Where a share of all ages is published (2015, 2019) the ages add up to it
                  and to the published n, if any; two later waves are wholly made up
survey_cell       the same answers by sex too: the sexes add up to every age of intention_survey
kpi_value         a baseline, a target and yearly actuals: a straight line from the baseline to `last_value`,
                  plus noise. A year with a published actual gets no demo actual

The awkward cases of kpi_value, each from a column of assumptions.csv:

not measurable    case 未公表: the year is there, its value is empty and the reason is 未公表
not applicable    case 対象外: no survey was held in those years; suppressed: case 秘匿, too few answers
lower is better   out-migrants, which `from_migration` takes from the migration table
cumulative        yearly_targets = yes: the total never falls, and every year has its planned total
revised target    revised_target, revised_on: two target rows for one year that differ in decided_on
jump              case 倍率 with a factor and no reason for the year: a change nobody explained
missing year      case 欠測: the year has no row at all
blank target      target left empty: the row is there and its reason is 未設定
"""

import csv
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from analytics import console
from data import demo_survey

HERE = Path(__file__).parent
SEED = 20240401
PLAN = "atsugi-2"
LAST_FISCAL_YEAR = 2026
MARK = {"status": "demo", "source_id": "demo"}
EXCUSES = ("未公表", "対象外", "秘匿")

YOUNG_SHARE = {"in": 0.585, "out": 0.555}
YOUNG_NOISE = 0.008


def main() -> None:
    console.prepare()
    migration = list(migration_rows())
    write("migration", migration)
    known = read("figures/intention_survey.csv")
    write("intention_survey", (MARK | row for row in demo_survey.answers(known)))
    write("survey_cell", (MARK | row for row in demo_survey.cells(known, random)))
    write("kpi_value", kpi_rows(migration))


def read(file: str) -> pd.DataFrame:
    """A CSV under data/ as text, empty cells as empty strings."""
    return pd.read_csv(HERE / file, dtype=str, keep_default_na=False)


def write(table: str, rows: list[dict] | Iterator[dict]) -> None:
    """Rows in the order of the key, in the columns of schema.yml."""
    entry = yaml.safe_load((HERE / "schema.yml").read_text("utf-8"))["tables"][table]
    ordered = sorted(rows, key=lambda row: [_sortable(row.get(name, "")) for name in entry["key"]])
    with (HERE / entry["demo"]).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(entry["columns"]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)


def _sortable(value: str | int) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value)


def random(name: str) -> np.random.Generator:
    """A stream of its own for every name, so that a new KPI leaves the others as they were."""
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


def published_migration() -> pd.DataFrame:
    """Migration report of the home city, all ages, with `year` and `persons` as numbers."""
    areas, rows = read("area.csv"), read("figures/migration.csv")
    home = areas.loc[areas["is_home"] == "true", "area_code"].item()
    chosen = rows[(rows["area_code"] == home) & (rows["basis"] == "migration_report")]
    return chosen.astype({"year": int, "persons": int})


def migration_rows() -> Iterator[dict]:
    for direction, group in published_migration().groupby("direction"):
        shares = random(direction).normal(YOUNG_SHARE[direction], YOUNG_NOISE, len(group))
        for row, share in zip(group.itertuples(), shares, strict=True):
            yield _migration_row(row, round(row.persons * share))


def _migration_row(total: tuple, persons: int) -> dict:
    place = {name: getattr(total, name) for name in ("area_code", "year", "basis", "direction")}
    note = "合成データ。公表された総数に仮の割合を掛けた"
    return MARK | place | {"age_group": "20-39", "persons": persons, "note": note}


def kpi_rows(migration: list[dict]) -> Iterator[dict]:
    known, totals = _known_actuals(), _migration_by_name(migration)
    for given in read("demo/assumptions.csv").to_dict("records"):
        series = totals.get(given["from_migration"]) or _line(given)
        first = int(given["baseline_year"])
        yield _row(given, "baseline", first, given["baseline"] or series[first]) | _note(given)
        yield from _target_rows(given)
        yield from (row for row in _actual_rows(given, series) if _identity(row) not in known)


def _known_actuals() -> set[tuple[str, str, int]]:
    rows = read("strategy/atsugi-2/kpi_value.csv")
    return {_identity(row) for row in rows[rows["kind"] == "actual"].to_dict("records")}


def _identity(row: dict) -> tuple[str, str, int]:
    return row["kpi_id"], row["numeric_target_id"], int(row["fiscal_year"])


def _migration_by_name(demo: list[dict]) -> dict[str, dict[int, int]]:
    """{"in 20-39" or "out all": {year: persons}}."""
    found: dict[str, dict[int, int]] = {}
    for row in [*published_migration().to_dict("records"), *demo]:
        found.setdefault(f"{row['direction']} {row['age_group']}", {})[row["year"]] = row["persons"]
    return found


def _years(given: dict) -> range:
    return range(int(given["first_year"]), int(given["last_year"]) + 1)


def _case_years(given: dict) -> range:
    first, _, last = given["case_years"].partition("-")
    return range(int(first), int(last or first) + 1) if first else range(0)


def _line(given: dict) -> dict[int, float]:
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


def _actual_rows(given: dict, series: dict[int, float]) -> Iterator[dict]:
    excused = _case_years(given) if given["case"] in EXCUSES else range(0)
    absent = _case_years(given) if given["case"] == "欠測" else excused
    for year in _years(given):
        if year not in absent:
            yield _row(given, "actual", year, series[year]) | _reason(given, year) | _note(given)
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
    return {"reason_ja": f"{given['reason_ja']}（デモ）", "reason_en": f"{given['reason_en']} (demo)"}


def _note(given: dict) -> dict[str, str]:
    return {"note": "移動報告の公表値を市の実績に見立てた"} if given["from_migration"] == "out all" else {}


def _row(given: dict, kind: str, year: int, value: float | str, missing_reason: str = "") -> dict:
    owner = {"plan_id": PLAN} | {name: given[name] for name in ("kpi_id", "numeric_target_id")}
    department = {
        "department_ja": f"{given['department_ja']}（デモ）",
        "department_en": f"{given['department_en']} (demo)",
    }
    said = {
        "fiscal_year": year,
        "kind": kind,
        "value": "" if value == "" else f"{float(value):.{given['decimals']}f}",
        "missing_reason": missing_reason,
        "basis": "strategy",
        "note": "合成データ",
    }
    return MARK | owner | department | said


if __name__ == "__main__":
    main()
