"""schema.yml read as tables, and the checks every table has to pass."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import yaml

from data.problems import BuildRefusedError, Problem, speak

NAME = re.compile(r"[a-z][a-z0-9_]*")
PATTERN = {
    "INTEGER": re.compile(r"-?\d{1,9}"),
    "DOUBLE": re.compile(r"-?\d+(\.\d+)?"),
    "BOOLEAN": re.compile(r"true|false"),
    "DATE": re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"),
    "VARCHAR": re.compile(r".+", re.DOTALL),
}


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
    name: str
    file: str
    demo: str | None
    meaning: str
    meaning_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    totals: tuple[dict, ...]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def files(self) -> list[str]:
        return [self.file, self.demo] if self.demo else [self.file]


def read(path: Path) -> dict[str, Table]:
    """schema.yml -> {table name: Table}, in the order of the file."""
    tables = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["tables"]
    return {name: _table(name, entry) for name, entry in tables.items()}


def _table(name: str, entry: dict) -> Table:
    assert NAME.fullmatch(name), name
    return Table(
        name,
        entry["file"],
        entry.get("demo"),
        entry["meaning"],
        entry["meaning_en"],
        tuple(entry["key"]),
        tuple(_column(*item) for item in entry["columns"].items()),
        tuple(entry.get("totals", ())),
    )


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
        with (root / file).open(encoding="utf-8", newline="") as lines:
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


def check(table: Table, frame: pd.DataFrame, referred: dict[str, set[str]]) -> list[Problem]:
    """Every fault of a loaded table: values, keys, demo marks, and parts against totals.

    referred : "table.column" -> the values that exist there
    """
    faults = [fault for column in table.columns for fault in _check_column(column, frame, referred)]
    faults += _check_key(table, frame)
    faults += _check_demo(table, frame)
    if not faults:
        faults += [fault for total in table.totals for fault in _check_total(table, frame, total)]
    return faults


def _problem(row: pd.Series, column: str, reason: str, remedy: str) -> Problem:
    return Problem(row["_file"], int(row["_row"]), column, str(row[column]), reason, remedy)


def _faults(frame: pd.DataFrame, wrong: pd.Series, column: str, reason: str, remedy: str) -> list[Problem]:
    return [_problem(row, column, reason, remedy) for _, row in frame[wrong].iterrows()]


def _check_column(column: Column, frame: pd.DataFrame, referred: dict[str, set[str]]) -> Iterator[Problem]:
    _ = speak()
    text = frame[column.name]
    empty = text == ""
    if not column.nullable:
        yield from _faults(frame, empty, column.name, _("空欄です"), _("値を入れてください"))
    filled = frame[~empty]
    fits = filled[column.name].str.fullmatch(PATTERN[column.type].pattern, flags=re.DOTALL)
    reason = _("{0} として読めません").format(column.type)
    yield from _faults(
        filled, ~fits.astype(bool), column.name, reason, _("半角で、桁区切りや単位を付けずに書いてください")
    )
    filled = filled[fits.astype(bool)]
    yield from _check_range(column, filled)
    yield from _check_members(column, filled, referred)


def _check_range(column: Column, filled: pd.DataFrame) -> Iterable[Problem]:
    _ = speak()
    if column.min is None and column.max is None:
        return []
    dated = column.type == "DATE"
    value = filled[column.name] if dated else pd.to_numeric(filled[column.name])
    low = column.min if column.min is not None else "" if dated else float("-inf")
    high = column.max if column.max is not None else "9999" if dated else float("inf")
    reason = _("範囲 {0}〜{1} の外です").format(low, high)
    remedy = _("出典の値と照らして直してください。正しい値なら schema.yml の範囲を広げてください")
    return _faults(filled, ~value.between(low, high), column.name, reason, remedy)


def _check_members(column: Column, filled: pd.DataFrame, referred: dict) -> Iterator[Problem]:
    _ = speak()
    if column.allowed:
        reason = _("使える値は {0} です").format(", ".join(column.allowed))
        wrong = ~filled[column.name].isin(column.allowed)
        yield from _faults(filled, wrong, column.name, reason, _("いずれかに直してください"))
    if column.refers:
        wrong = ~filled[column.name].isin(referred[column.refers])
        reason = _("{0} にありません").format(column.refers)
        yield from _faults(filled, wrong, column.name, reason, _("そちらに加えるか、綴りを直してください"))


def _check_key(table: Table, frame: pd.DataFrame) -> list[Problem]:
    _ = speak()
    repeated = frame.duplicated(list(table.key), keep="first")
    reason = _("キー（{0}）が重複しています").format(", ".join(table.key))
    return _faults(frame, repeated, table.key[-1], reason, _("どちらかの行を消してください"))


def _check_demo(table: Table, frame: pd.DataFrame) -> list[Problem]:
    _ = speak()
    if "status" not in table.names:
        return []
    wrong = (frame["status"] == "demo") != (frame["_file"] == table.demo)
    remedy = _("デモ値は demo/ のファイルだけに、公表値は figures/・strategy/ だけに置いてください")
    return _faults(frame, wrong, "status", _("デモ値の置き場所が違います"), remedy)


def _check_total(table: Table, frame: pd.DataFrame, total: dict) -> list[Problem]:
    """Parts that are all there must add up to their whole, within the stated rounding."""
    _ = speak()
    column, whole, parts = total["column"], str(total["whole"]), [str(part) for part in total["parts"]]
    others = [name for name in table.key if name != column]
    filled = frame[frame[total["value"]] != ""]
    for name, only in total.get("where", {}).items():
        filled = filled[filled[name].isin([only] if isinstance(only, str) else [str(item) for item in only])]
    values = filled.assign(_value=pd.to_numeric(filled[total["value"]]))
    wide = values.pivot_table(index=others, columns=column, values="_value", aggfunc="first")
    if not {whole, *parts} <= set(wide.columns):
        return []
    absent = [str(name) for name in total.get("absent", ()) if str(name) in wide.columns]
    wide = wide[wide[absent].isna().all(axis=1)][[whole, *parts]].dropna()
    wrong = (wide[parts].sum(axis=1) - wide[whole]).abs() > total.get("tolerance", 1e-6)
    rows = values[values[column] == whole].set_index(others)
    reason = _("{0} の内訳 {1} の和と合いません").format(column, "+".join(parts))
    remedy = _("内訳と合計を出典と照らしてください")
    return [
        _problem(rows.loc[[key]].iloc[0], total["value"], f"{reason}（Σ={wide.loc[key, parts].sum():g}）", remedy)
        for key in wide.index[wrong]
    ]


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
            return pd.to_datetime(text)
    return text
