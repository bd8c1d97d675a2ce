"""Writes data/demo/*.csv again, byte for byte: synthetic rows for what is not published.

    python -m data.demo

Every row has status and source `demo`; none is a result of the city. The published files give the totals
that demo rows have to respect; every KPI parameter is a row of demo/assumptions.csv.

migration         in- and out-migrants aged 20-39 of the city: the published total of a year times a share
intention_survey  answers by age. Where a share of all ages is published (2015, 2019) the ages add up to it
                  and to the published n, if any; two later waves are wholly made up
survey_cell       the same answers by sex too: the sexes add up to every age of intention_survey
kpi_value         a baseline, a target and yearly actuals: a straight line from the baseline to `last_value`,
                  plus noise. A year with a published actual gets no demo actual. What another table counts
                  (`same_as` in schema.yml) is repeated from it; a year for which that table has only rows that count
                  otherwise is left out

The awkward cases of kpi_value, each from a column of assumptions.csv:

not measurable    case 未公表: the year is there, its value is empty and the reason is 未公表
not applicable    case 対象外: no survey was held in those years; suppressed: case 秘匿, too few answers
lower is better   out-migrants, which the migration table counts
cumulative        yearly_targets = yes: the total never falls, and every year has its planned total
revised target    revised_target, revised_on: two target rows for one year that differ in decided_on
jump              case 倍率 with a factor and no reason for the year: a change nobody explained
missing year      case 欠測: the year has no row at all
blank target      target left empty: the row is there and its reason is 未設定
"""

import csv
import sys
import zlib
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from analytics import console
from data import demo_checks, demo_kpi, demo_survey, rows, schema, text_file
from data.problems import BuildRefusedError

HERE = Path(__file__).parent
SEED = 20240401
MARK = {"status": "demo", "source_id": "demo"}

YOUNG_SHARE = {"in": 0.585, "out": 0.555}
YOUNG_NOISE = 0.008


def main() -> int:
    console.prepare()
    try:
        write("migration", migration_rows())
        known = read("figures/intention_survey.csv")
        write("intention_survey", (MARK | row for row in demo_survey.answers(known)))
        write("survey_cell", (MARK | row for row in demo_survey.cells(known, random)))
        write("kpi_value", kpi_rows())
    except BuildRefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def read(file: str) -> pd.DataFrame:
    """A CSV under data/ as text, empty cells as empty strings."""
    return rows.frame(HERE, file)


def write(table: str, made: Iterator[dict]) -> None:
    """Rows in the order of the key, in the columns of schema.yml."""
    known = schema.read(HERE / "schema.yml")[table]
    ordered = sorted(made, key=lambda row: [_sortable(row.get(name, "")) for name in known.key])
    text = StringIO()
    writer = csv.DictWriter(text, known.names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(ordered)
    text_file.replace(HERE / known.demo, text.getvalue())


def _sortable(value: str | int) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value)


def random(name: str) -> np.random.Generator:
    """A stream of its own for every name, so that a new KPI leaves the others as they were."""
    return np.random.default_rng([SEED, zlib.crc32(name.encode())])


def published_migration() -> pd.DataFrame:
    """Migration report of the home city, all ages, with `year` and `persons` as numbers."""
    areas, movers = read("area.csv"), read("figures/migration.csv")
    home = areas.loc[areas["is_home"] == "true", "area_code"].item()
    chosen = movers[(movers["area_code"] == home) & (movers["basis"] == "migration_report")]
    return chosen.astype({"year": int, "persons": int})


def migration_rows() -> Iterator[dict]:
    for direction, group in published_migration().groupby("direction"):
        shares = random(direction).normal(YOUNG_SHARE[direction], YOUNG_NOISE, len(group))
        for row, share in zip(group.itertuples(), shares, strict=True):
            yield _migration_row(row, round(row.persons * share))


def _migration_row(total: tuple, persons: int) -> dict:
    place = {name: getattr(total, name) for name in ("area_code", "year", "basis", "direction")}
    note = "架空の値。公表された総数に仮の割合を掛けた"
    return MARK | place | {"age_group": "20-39", "persons": persons, "note": note}


def kpi_rows() -> Iterator[dict]:
    published = read("strategy/atsugi-2/kpi_value.csv")
    known = {demo_kpi.identity(row) for row in published[published["kind"] == "actual"].to_dict("records")}
    counted = _counted()
    for given in read("demo/assumptions.csv").to_dict("records"):
        told = counted.get(given["kpi_id"] + given["numeric_target_id"], {})
        yield from (MARK | row for row in demo_kpi.values(given, told, known, random))


def _counted() -> dict[str, dict[int, demo_kpi.Told]]:
    """{indicator: {year: what the table that counts it says}}."""
    tables = schema.read(HERE / "schema.yml")
    alike = tables["kpi_value"].same_as
    frames = {name: schema.load(tables[name], HERE) for name in {"area", *(same.table for same in alike)}}
    found = {}
    for same in alike:
        (indicator,) = same.where.values()
        told = demo_checks.repeated(same, tables, frames).sort_values("tied")
        found[indicator] = {
            int(row.moment): demo_kpi.Told(float(row.value) if row.tied else None, row.status != "demo")
            for row in told.itertuples()
        }
    return found


if __name__ == "__main__":
    sys.exit(main())
