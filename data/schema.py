"""schema.yml read as tables, and their files as rows."""

import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.words.typed import is_text
from data import rows, yaml_file
from data.problems import BuildRefusedError, Problem, of_rows, speak

NAME = re.compile(r"[a-z][a-z0-9_]*")
PATTERN = {
    "INTEGER": re.compile(r"0|-?[1-9][0-9]{0,8}"),
    "DOUBLE": re.compile(r"(?!-0(\.0*)?$)-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,15})?"),
    "BOOLEAN": re.compile(r"true|false"),
    "DATE": re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
    "VARCHAR": re.compile(r".+", re.DOTALL),
}
DAY = "%Y-%m-%d"


class Form(NamedTuple):
    """How a text has to be written because something reads it. example : one that is written so"""

    pattern: re.Pattern
    example: str


CODE = "[A-Za-z0-9_-]{1,60}"
FORMS = {
    "area": Form(re.compile("[0-9]{5}"), "01100"),
    "code": Form(re.compile(CODE), "kpi-road-length"),
    "figure": Form(re.compile(r"[a-z_]{1,40}\.[a-z_0-9]{1,60}"), "births.by_basis"),
    "codes": Form(re.compile(f"{CODE}( {CODE}){{0,19}}"), "births deaths"),
    "month": Form(re.compile("(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?"), "2019-07"),
    "pages": Form(re.compile("[1-9][0-9]{0,2}(-[1-9][0-9]{0,2})?"), "122-140"),
    "age": Form(re.compile(r"all|[0-9]{1,3}(-[0-9]{1,3}|\+)?"), "20-39"),
}


class Column(NamedTuple):
    """form : one of FORMS ; longest : letters"""

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
    form: str | None = None
    longest: int = rows.LONGEST


class Same(NamedTuple):
    """Rows here that tell what another table counts. where : {column: value} of the rows here ; rows : of those there

    value : the column that is counted there ; tied : {column: value} of the rows there that a demo row repeats
    """

    table: str
    value: str
    where: dict[str, str]
    rows: dict[str, list[str]]
    tied: dict[str, str]


class Table(NamedTuple):
    """file : path under data/, or a pattern such as strategy/*/goal.csv that every plan's folder fills
    files : the paths it stands for now, demo rows last
    series : the column of the key along which values follow each other
    stands_for : the columns by which a demo row stands for a published one, the key where not told
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
    series: str | None = None
    stands_for: tuple[str, ...] = ()
    same_as: tuple[Same, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def measures(self) -> list[str]:
        """The columns of numbers that are no part of the key."""
        numbers = (column.name for column in self.columns if column.type in ("INTEGER", "DOUBLE"))
        return [name for name in numbers if name not in self.key]


def read(path: Path) -> dict[str, Table]:
    """schema.yml -> {table name: Table}, in the order of the file. Raises BuildRefusedError when it cannot be that."""
    _ = speak()
    known = yaml_file.read(path.parent, path.name)
    name = ""
    try:
        tables = {}
        for name, entry in known["tables"].items():
            tables[name] = _table(name, entry, path.parent)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        reason = _("表の定義として読めません（{0}）").format(fault)
        problem = Problem(path.name, None, name or None, None, reason, _("ほかの表の書き方に合わせてください"))
        raise BuildRefusedError([problem]) from None
    return tables


def _table(name: str, entry: dict, root: Path) -> Table:
    _check_entry(name, entry, {*Table._fields, "awaited"} - {"name", "files"})
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
        entry.get("series"),
        tuple(entry.get("stands_for", entry["key"])),
        tuple(Same(**same) for same in entry.get("same_as", ())),
    )


def _check_entry(name: str, entry: dict, fields: set[str]) -> None:
    """Raise ValueError for a name or a field that means nothing, or a meaning that cannot be shown."""
    unknown = sorted(set(entry) - fields)
    texts = [entry[field] for field in ("meaning", "meaning_en", "unit") if entry.get(field) is not None]
    unreadable = [text for text in texts if not is_text(text, rows.LONGEST)]
    if not NAME.fullmatch(name) or unknown or unreadable:
        raise ValueError(f"{name}: {', '.join(map(str, unknown + unreadable))}")


def _files(root: Path, entry: dict) -> tuple[str, ...]:
    pattern, demo = entry["file"], entry.get("demo")
    found = sorted(path.relative_to(root).as_posix() for path in root.glob(pattern))
    needed = [] if entry.get("awaited") else [pattern]
    return tuple(found or needed) + ((demo,) if demo else ())


def _column(name: str, entry: dict) -> Column:
    _check_entry(name, entry, set(Column._fields) - {"name"})
    column = Column(name=name, **(entry | {"allowed": tuple(str(value) for value in entry.get("allowed", ()))}))
    if column.type not in PATTERN or column.form not in (None, *FORMS):
        raise ValueError(f"{name}: {column.type}, {column.form}")
    return column


def load(table: Table, root: Path) -> pd.DataFrame:
    """All rows of a table as text, with the file and row each came from in `_file`, `_row`.

    Raises BuildRefusedError when a file cannot be read, or its columns are not the documented ones.
    """
    parts = [_load_file(table, root, file) for file in table.files if file.endswith(".csv")]
    return pd.concat(parts, ignore_index=True)


def _load_file(table: Table, root: Path, file: str) -> pd.DataFrame:
    header, *found = rows.read(root, file) or [rows.Row(1, [])]
    _check_shape(table, file, header, found)
    return pd.DataFrame([[*row.cells, file, row.number] for row in found], columns=[*header.cells, "_file", "_row"])


def _check_shape(table: Table, file: str, header: rows.Row, found: list[rows.Row]) -> None:
    _ = speak()
    if header.cells != table.names:
        remedy = _("1 行目を次の列にしてください: {0}").format(", ".join(table.names))
        reason = _("列が schema.yml と違います")
        raise BuildRefusedError([Problem(file, header.number, None, ", ".join(header.cells), reason, remedy)])
    uneven = [(file, row.number, ",".join(row.cells)) for row in found if len(row.cells) != len(header.cells)]
    if uneven:
        reason, remedy = _("列の数が見出しと違います"), _("カンマの数を直してください")
        frame = pd.DataFrame(uneven, columns=["_file", "_row", "row"])
        raise BuildRefusedError(
            [problem._replace(column=None) for problem in of_rows(frame, "row", reason, remedy)]
        )


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


def untyped(table: Table, stored: pd.DataFrame) -> pd.DataFrame:
    """What a database holds of a table as text again, empty where it holds nothing."""
    known = [column for column in table.columns if column.name in stored]
    return pd.DataFrame({column.name: _untyped(column, stored[column.name]) for column in known})


def _untyped(column: Column, values: pd.Series) -> pd.Series:
    match column.type:
        case "INTEGER":
            values = values.astype("Int64")
        case "BOOLEAN":
            values = values.map({True: "true", False: "false"})
        case "DATE":
            values = pd.to_datetime(values).dt.strftime(DAY)
    return values.astype("string").fillna("").astype("str")
