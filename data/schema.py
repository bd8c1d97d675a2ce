"""schema.yml read as tables, and their files as rows."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import yaml

from data.problems import BuildRefusedError, Problem, speak

NAME = re.compile(r"[a-z][a-z0-9_]*")
PATTERN = {
    "INTEGER": re.compile(r"-?[0-9]{1,9}"),
    "DOUBLE": re.compile(r"-?[0-9]+(\.[0-9]+)?"),
    "BOOLEAN": re.compile(r"true|false"),
    "DATE": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
    "VARCHAR": re.compile(r".+", re.DOTALL),
}


DAY = "%Y-%m-%d"


class Column(NamedTuple):
    name: str
    type: str
    meaning: str
    meaning_en: str = ""
    unit: str | None = None
    nullable: bool = False
    min: float | str | None = None
    max: float | str | None = None
    allowed: tuple[str, ...] = ()
    refers: str | None = None


class Table(NamedTuple):
    """file : path under data/, or a pattern such as strategy/*/goal.csv that every plan's folder fills
    files : the paths it stands for now, demo rows last
    """

    name: str
    file: str
    files: tuple[str, ...]
    demo: str | None
    meaning: str
    meaning_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    totals: tuple[dict, ...] = ()
    exclusive: tuple[tuple[str, str], ...] = ()
    once: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def read(path: Path) -> dict[str, Table]:
    """schema.yml -> {table name: Table}, in the order of the file."""
    tables = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["tables"]
    return {name: _table(name, entry, path.parent) for name, entry in tables.items()}


def _table(name: str, entry: dict, root: Path) -> Table:
    assert NAME.fullmatch(name), name
    return Table(
        name,
        entry["file"],
        _files(root, entry),
        entry.get("demo"),
        entry["meaning"],
        entry["meaning_en"],
        tuple(entry["key"]),
        tuple(_column(*item) for item in entry["columns"].items()),
        tuple(entry.get("totals", ())),
        tuple((one, other) for one, other in entry.get("exclusive", ())),
        tuple((column, str(value)) for column, value in entry.get("once", ())),
    )


def _files(root: Path, entry: dict) -> tuple[str, ...]:
    pattern, demo = entry["file"], entry.get("demo")
    found = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
    needed = [] if entry.get("awaited") else [pattern]
    return tuple(found or needed) + ((demo,) if demo else ())


def _column(name: str, entry: dict) -> Column:
    assert NAME.fullmatch(name), name
    known = {field: entry[field] for field in Column._fields if field in entry}
    known["allowed"] = tuple(str(value) for value in entry.get("allowed", ()))
    return Column(name=name, **known)


def load(table: Table, root: Path) -> pd.DataFrame:
    """All rows of a table as text, with the file and row each came from in `_file`, `_row`.

    Raises BuildRefusedError when a file is missing, not UTF-8, or its columns are not the documented ones.
    """
    parts = [_load_file(table, root, file) for file in table.files if file.endswith(".csv")]
    return pd.concat(parts, ignore_index=True)


def _load_file(table: Table, root: Path, file: str) -> pd.DataFrame:
    _ = speak()
    try:
        with (root / file).open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            header = next(reader, [])
            rows = [[*row, file, reader.line_num] for row in reader if row]
    except FileNotFoundError:
        problem = Problem(file, None, None, None, _("ファイルがありません"), _("ファイルを戻してください"))
        raise BuildRefusedError([problem]) from None
    except UnicodeDecodeError:
        problem = Problem(file, None, None, None, _("UTF-8 で読めません"), _("UTF-8 で保存し直してください"))
        raise BuildRefusedError([problem]) from None
    _check_shape(table, file, header, rows)
    return pd.DataFrame(rows, columns=[*header, "_file", "_row"])


def _check_shape(table: Table, file: str, header: list[str], rows: list[list]) -> None:
    _ = speak()
    if header != table.names:
        expected = ", ".join(table.names)
        remedy = _("1 行目を次の列にしてください: {0}").format(expected)
        raise BuildRefusedError(
            [Problem(file, 1, None, ", ".join(header), _("列が schema.yml と違います"), remedy)]
        )
    width = len(header) + 2
    uneven = [
        Problem(file, row[-1], None, None, _("列の数が見出しと違います"), _("カンマの数を直してください"))
        for row in rows
        if len(row) != width
    ]
    if uneven:
        raise BuildRefusedError(uneven)


def typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Checked text -> typed columns in the order of the key, ready to be stored."""
    result = pd.DataFrame({column.name: _typed(column, frame[column.name]) for column in table.columns})
    return result.sort_values(list(table.key), kind="stable", ignore_index=True)


def _typed(column: Column, text: pd.Series) -> pd.Series:
    text = text.where(text != "", None)
    match column.type:
        case "INTEGER":
            return pd.to_numeric(text).astype("Int64")
        case "DOUBLE":
            return pd.to_numeric(text).astype("Float64")
        case "BOOLEAN":
            return text.map({"true": True, "false": False}).astype("boolean")
        case "DATE":
            return pd.to_datetime(text, format=DAY)
    return text
