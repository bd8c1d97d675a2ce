"""Writes docs/data-dictionary.md from schema.yml: what every table and column means and what it may hold.

python -m data.dictionary
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from analytics import console
from data import schema, text_file
from data.problems import BuildRefusedError
from data.schema import Column, Table

HERE = Path(__file__).parent
FILE = HERE.parent / "docs" / "data-dictionary.md"
HEAD = """# Data dictionary

Written by `python -m data.dictionary` (`make dictionary`) from `data/schema.yml`: change that file, not this one.
Every table below is a table of the database and a CSV file under `data/`; [data.md](data.md) says what is common to them.
A column holds a value in every row unless it says *may be empty*; **bold** columns are the key."""
COLUMNS = "| column | type | what it holds | 意味 | values |\n|---|---|---|---|---|"


def main() -> int:
    console.prepare()
    try:
        text_file.replace(FILE, text(schema.read(HERE / "schema.yml")))
    except BuildRefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def text(tables: dict[str, Table]) -> str:
    """The whole file. tables : as schema.read gives them"""
    index = " · ".join(f"[{name}](#{name})" for name in tables)
    return "\n\n".join([HEAD, index, *map(_section, tables.values())]) + "\n"


def _section(table: Table) -> str:
    files = [table.file, *filter(None, [table.demo])]
    where = f"`data/{'`, demo rows in `data/'.join(files)}`"
    rows = "\n".join([COLUMNS, *(_row(column, table) for column in table.columns)])
    rules = "\n".join(f"- {rule}" for rule in _rules(table))
    return "\n\n".join(
        filter(None, [f"## {table.name}", f"{table.meaning_en}. {table.meaning}。{where}", rows, rules])
    )


def _row(column: Column, table: Table) -> str:
    name = f"**{column.name}**" if column.name in table.key else column.name
    unit = f"（{column.unit}）" if column.unit else ""
    cells = (name, column.type, column.meaning_en, f"{column.meaning}{unit}", "; ".join(_values(column)))
    return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |"


def _values(column: Column) -> Iterator[str]:
    if column.refers:
        yield f"one of `{column.refers}`"
    if column.allowed:
        yield ", ".join(f"`{value}`" for value in column.allowed)
    if column.min is not None or column.max is not None:
        yield " to ".join(str(bound) for bound in (column.min, column.max) if bound is not None)
    if column.form:
        yield f"written like `{schema.FORMS[column.form].example}`"
    if column.nullable:
        yield "may be empty"


def _rules(table: Table) -> Iterator[str]:
    """What holds among the rows of a table, besides what holds for each column."""
    yield from map(_sum, table.totals)
    for one, other in table.exclusive:
        yield f"One of `{one}` and `{other}` holds a value, and one alone."
    for column, value in table.once:
        yield f"`{column}` is `{value}` in one row."
    if table.series:
        yield f"Values follow each other along `{table.series}`; a leap between two of them asks for consent."
    for same in table.same_as:
        (where,) = (f"`{value}`" for value in same.where.values())
        yield f"A demo value of {where} is one that `{same.value}` of the table `{same.table}` counts of the city."


def _sum(total: dict) -> str:
    parts = " + ".join(f"`{part}`" for part in total["parts"])
    sign = "≥" if total.get("at_most") else "="
    where = "; ".join(f"`{column}` {value}" for column, value in total.get("where", {}).items())
    among = f" among rows of {where}" if where else ""
    slack = f" (within {total['tolerance']})" if total.get("tolerance") else ""
    return f"`{total['value']}` by `{total['column']}`{among}: `{total['whole']}` {sign} {parts}{slack}."


if __name__ == "__main__":
    sys.exit(main())
