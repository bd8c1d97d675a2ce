"""Wrong files, made from those that are right, and what the door says to each.

    python -m tests.wrong_files     every kind of wrong in every file of data/ that can have it: 0 when none comes in

Each is taken as it would be after `--seal`, beside the build that is served.
"""

import csv
import io
import shutil
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics import console
from data import build, changes, door, schema, writing
from data.problems import BuildRefusedError, Problem

PLAN = "strategy/*/"


class File(NamedTuple):
    """A sound file. draw : the same for a file and a kind every time"""

    name: str
    table: schema.Table | None
    text: str
    draw: np.random.Generator

    @property
    def rows(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.text)))


class Wrong(NamedTuple):
    """A file that is wrong. row, column : where the door has to find that, None where there is no such place"""

    kind: str
    file: str
    content: bytes
    row: int | None = None
    column: str | None = None


Spoil = Callable[[File], tuple[bytes | str | list[list[str]], int | None, str | None] | None]
OF_ROWS: dict[str, Spoil] = {}
OF_YAML: dict[str, Spoil] = {}


def of_rows(kind: Spoil) -> Spoil:
    OF_ROWS[kind.__name__.replace("_", " ")] = kind
    return kind


def of_yaml(kind: Spoil) -> Spoil:
    OF_YAML[kind.__name__.replace("_", " ")] = kind
    return kind


def files(root: Path, tables: dict[str, schema.Table]) -> list[tuple[str, schema.Table | None]]:
    """Every file under data/ that the build reads, with its table."""
    listed = [(file, table) for table in tables.values() for file in table.files if file.endswith(".csv")]
    stories = sorted(path.relative_to(root).as_posix() for path in (root / "stories").glob("*.yml"))
    return listed + [(file, None) for file in ("sources.yml", "schema.yml", *stories)]


def wrong(root: Path, name: str, table: schema.Table | None) -> Iterator[Wrong]:
    """The file spoilt in every way that it can be."""
    text = (root / name).read_text("utf-8")
    for kind, spoil in (OF_ROWS if table else OF_YAML).items():
        made = spoil(File(name, table, text, np.random.default_rng(zlib.crc32(f"{kind} {name}".encode()))))
        if made:
            content, row, column = made
            yield Wrong(kind, name, _bytes(content), row, column)


def _bytes(content: bytes | str | list[list[str]]) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else _written(content)).encode()


def _written(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def answer(
    root: Path, tables: dict[str, schema.Table], last: dict[str, pd.DataFrame], spoilt: Wrong
) -> list[Problem]:
    """What the door says to a copy of data/ in which that file stands instead of the sound one."""
    path = root / spoilt.file
    sound = path.read_bytes()
    path.write_bytes(spoilt.content)
    try:
        known = schema.read(root / "schema.yml") if spoilt.file == "schema.yml" else tables
        concerned = _concerned(known, spoilt.file)
        door.checked(root, concerned, {name: last[name] for name in concerned if name in last}, sealed=False)
    except BuildRefusedError as refused:
        return refused.problems
    finally:
        path.write_bytes(sound)
    return []


def found(problems: list[Problem], spoilt: Wrong) -> bool:
    """Whether one of the problems is the one that was made, where it was made, with what to do."""
    return any(
        problem.file == spoilt.file
        and spoilt.row in (None, problem.row)
        and spoilt.column in (None, problem.column)
        and problem.reason
        and problem.remedy
        for problem in problems
    )


def _concerned(tables: dict[str, schema.Table], file: str) -> dict[str, schema.Table]:
    """The tables of the file, those they refer to and those that are held against them; all of a plan's at once."""
    names = {name for name, table in tables.items() if file in table.files} | {"source", "area", "births"}
    if any(tables[name].file.startswith(PLAN) for name in names):
        names |= {name for name, table in tables.items() if table.file.startswith(PLAN)}
    reached: set[str] = set()
    while names - reached:
        reached |= names
        columns = [column for name in reached for column in tables[name].columns if column.refers]
        names = reached | {column.refers.split(".")[0] for column in columns}
        names |= {same.table for name in reached for same in tables[name].same_as}
    return {name: table for name, table in tables.items() if name in reached}


# Rows


@of_rows
def headers_only(file: File):
    return [file.rows[0]], None, None


@of_rows
def nothing_at_all(_file: File):
    return "", 1, None


@of_rows
def a_row_dropped(file: File):
    place = int(file.draw.integers(1, len(file.rows)))
    return file.rows[:place] + file.rows[place + 1 :], None, None


@of_rows
def the_last_rows_cut_off(file: File):
    return file.rows[: -max(1, len(file.rows) // 4)], None, None


@of_rows
def a_row_twice(file: File):
    place = int(file.draw.integers(1, len(file.rows)))
    return [*file.rows, file.rows[place]], None, None


@of_rows
def a_column_missing(file: File):
    return [row[:-1] for row in file.rows], 1, None


@of_rows
def two_columns_changed_places(file: File):
    return [[row[1], row[0], *row[2:]] for row in file.rows], 1, None


@of_rows
def a_comma_too_many(file: File):
    place = _place(file)
    return _with(file, place, lambda row: [*row, ""]), _row(file, place), None


# Cells


def _place(file: File, wanted: Callable[[list[str]], bool] = lambda _row: True) -> int | None:
    """A row of those wanted, by its place among the rows."""
    places = [place for place, row in enumerate(file.rows) if place and wanted(row)]
    return int(file.draw.choice(places)) if places else None


def _around(file: File, place: int) -> tuple[list[list[str]], ...]:
    return file.rows[:place], file.rows[place : place + 1], file.rows[place + 1 :]


def _row(file: File, place: int) -> int:
    """The line of the file, as csv.writer writes it, on which that row begins."""
    return _written(file.rows[:place]).count("\n") + 1


def _with(file: File, place: int, change: Callable[[list[str]], list[str]]) -> list[list[str]]:
    return [change(row) if number == place else row for number, row in enumerate(file.rows)]


def _cell(file: File, names: list[str], change: Callable[[str], str | None], told: bool = True):
    """One filled cell in one of those columns changed; `told` whether the door can say in which row."""
    header = file.rows[0]
    choices = [
        (place, header.index(name))
        for name in names
        for place, row in enumerate(file.rows)
        if place
        and row[header.index(name)]
        and change(row[header.index(name)]) not in (None, row[header.index(name)])
    ]
    if not choices:
        return None
    place, column = choices[int(file.draw.integers(len(choices)))]
    made = _with(file, place, lambda row: [*row[:column], change(row[column]), *row[column + 1 :]])
    return made, _row(file, place) if told else None, header[column] if told else None


def _of_type(file: File, *types: str) -> list[str]:
    return [column.name for column in file.table.columns if column.type in types]


def _texts(file: File) -> list[str]:
    return [
        column.name
        for column in file.table.columns
        if column.type == "VARCHAR" and column.name not in file.table.key
    ]


@of_rows
def ten_times(file: File):
    return _cell(
        file, file.table.measures, lambda value: f"{float(value) * 10:.10g}" if float(value) else None, False
    )


@of_rows
def a_tenth(file: File):
    whole = set(_of_type(file, "INTEGER"))

    def tenth(name: str) -> Callable[[str], str | None]:
        return lambda value: f"{float(value) / 10:.0f}" if name in whole else f"{float(value) / 10:.10g}"

    made = [_cell(file, [name], tenth(name), False) for name in file.table.measures]
    return next((one for one in made if one), None)


@of_rows
def another_sign(file: File):
    return _cell(
        file,
        file.table.measures,
        lambda value: f"-{value}" if value.strip("0.-") and value[0] != "-" else None,
        False,
    )


@of_rows
def values_of_two_neighbours_swapped(file: File):
    header = file.rows[0]
    choices = [
        (place, header.index(name))
        for name in file.table.measures
        for place in range(1, len(file.rows) - 1)
        if (one := file.rows[place][header.index(name)])
        and (other := file.rows[place + 1][header.index(name)])
        and float(one) != float(other)
    ]
    if not choices:
        return None
    place, column = choices[int(file.draw.integers(len(choices)))]
    rows = file.rows
    rows[place][column], rows[place + 1][column] = rows[place + 1][column], rows[place][column]
    return rows, None, None


@of_rows
def minus_nought(file: File):
    return _cell(file, file.table.measures, lambda _value: "-0")


@of_rows
def a_letter_in_a_number(file: File):
    return _cell(file, _of_type(file, "INTEGER", "DOUBLE"), lambda value: f"{value[:-1]}l")


@of_rows
def full_width_digits(file: File):
    return _cell(
        file,
        _of_type(file, "INTEGER", "DOUBLE"),
        lambda value: value.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    )


@of_rows
def separators(file: File):
    return _cell(file, _of_type(file, "INTEGER"), lambda value: f"{int(value):,}")


@of_rows
def a_rounded_number(file: File):
    return _cell(file, file.table.measures, lambda value: f"{float(value):.2E}")


@of_rows
def the_year_nought(file: File):
    return _cell(file, _of_type(file, "DATE"), lambda value: f"0000{value[4:]}")


@of_rows
def the_year_9999(file: File):
    return _cell(file, _of_type(file, "DATE"), lambda value: f"9999{value[4:]}")


@of_rows
def a_day_with_strokes(file: File):
    return _cell(file, _of_type(file, "DATE"), lambda value: value.replace("-", "/"))


@of_rows
def a_year_of_no_time(file: File):
    years = [name for name in file.rows[0] if name.endswith("year")]
    return _cell(file, years, lambda _value: "9999")


@of_rows
def an_area_nobody_knows(file: File):
    return _cell(
        file,
        [name for name in ("area_code",) if name in file.rows[0] and file.name != "area.csv"],
        lambda _value: "99999",
    )


@of_rows
def a_code_without_its_nought(file: File):
    codes = [name for name in ("area_code",) if name in file.rows[0]]
    return _cell(file, codes, lambda value: value.lstrip("0") or "0")


@of_rows
def a_source_nobody_knows(file: File):
    return _cell(file, ["source_id"], lambda _value: "hearsay")


@of_rows
def a_class_that_became_a_day(file: File):
    ages = [name for name in ("age_group",) if name in file.rows[0]]
    return _cell(
        file, ages, lambda value: "{}月{}日".format(*value.split("-")) if value in ("1-4", "5-9", "10-14") else None
    )


@of_rows
def a_control(file: File):
    return _cell(file, _texts(file), lambda value: f"{value}\x07")


@of_rows
def a_vertical_tab(file: File):
    return _cell(file, _texts(file), lambda value: f"{value[:1]}\x0b{value[1:]}")


@of_rows
def turned_text(file: File):
    return _cell(file, _texts(file), lambda value: f"\u202e{value}")


@of_rows
def zero_width(file: File):
    return _cell(file, _texts(file), lambda value: f"{value[:1]}\u200b{value[1:]}")


@of_rows
def no_character(file: File):
    return _cell(file, _texts(file), lambda value: f"{value}\ufffe")


@of_rows
def twenty_thousand_letters(file: File):
    return _cell(file, _texts(file), lambda value: value + "あ" * 20_000)


@of_rows
def more_letters_than_csv_reads(file: File):
    return _cell(file, _texts(file), lambda value: value + "あ" * 140_000)


@of_rows
def a_column_emptied(file: File):
    header = file.rows[0]
    names = [column.name for column in file.table.columns if column.nullable and column.name not in file.table.key]
    filled = [name for name in names if any(row[header.index(name)] for row in file.rows[1:])]
    if not filled:
        return None
    column = header.index(filled[int(file.draw.integers(len(filled)))])
    return (
        [row if not number else [*row[:column], "", *row[column + 1 :]] for number, row in enumerate(file.rows)],
        None,
        None,
    )


@of_rows
def a_value_emptied(file: File):
    return _cell(file, file.table.measures, lambda _value: "", False)


# Bytes


@of_rows
def a_quote_that_never_closes(file: File):
    place = int(file.draw.integers(1, len(file.rows)))
    before, line, after = (_written(part) for part in _around(file, place))
    return f'{before}{line[:-1]},"\n{after}', _row(file, place), None


@of_rows
def a_quote_inside_a_cell(file: File):
    place = _place(file, lambda row: not any('"' in cell or "," in cell or "\n" in cell for cell in row))
    if place is None:
        return None
    before, line, after = (_written(part) for part in _around(file, place))
    return before + line.replace(",", ',x"y,', 1) + after, _row(file, place), None


@of_rows
def saved_for_windows(file: File):
    return None if file.text.isascii() else (_for_windows(file.text), None, None)


@of_rows
def saved_in_utf16(file: File):
    return file.text.encode("utf-16"), None, None


@of_rows
def a_nought_byte(file: File):
    place = int(file.draw.integers(1, len(file.rows)))
    lines = file.text.split("\n")
    lines[place] = lines[place] + "\0"
    return "\n".join(lines), place + 1, None


@of_rows
def cut_off_within_a_row(file: File):
    return file.text[: file.text.rstrip("\n").rfind(",")], len(file.text.rstrip("\n").split("\n")), None


# YAML


@of_yaml
def an_empty_file(_file: File):
    return "", None, None


@of_yaml
def a_bracket_left_open(file: File):
    return file.text + "x: [\n", None, None


@of_yaml
def its_first_entry_twice(file: File):
    again = {"sources.yml": "  area_codes:", "schema.yml": "  source:"}.get(file.name, "ja: x")
    return f"{file.text}{again}\n", file.text.count("\n") + 1, again.split(":")[0].strip()


@of_yaml
def cut_off_within_a_line(file: File):
    return file.text[: file.text.rindex(":" if file.name == "sources.yml" else ",")], None, None


@of_yaml
def a_control_in_a_text(file: File):
    return _in_a_text(file, "\x07")


@of_yaml
def a_text_that_turns(file: File):
    return _in_a_text(file, "\u202e")


@of_yaml
def a_text_that_turns_by_its_number(file: File):
    return _in_a_text(file, "\\u202e", told=False) if file.name != "schema.yml" else None


@of_yaml
def a_text_of_twenty_thousand_letters(file: File):
    return _in_a_text(file, "a" * 20_000, told=False)


@of_yaml
def in_utf16(file: File):
    return file.text.encode("utf-16"), 1, None


@of_yaml
def for_windows(file: File):
    return _for_windows(file.text), None, None


@of_yaml
def a_field_nobody_knows(file: File):
    fields = {"sources.yml": ("    credit:", "    kredit:"), "schema.yml": ("    meaning:", "    meening:")}
    before, after = fields.get(file.name, ("slides:", "slide:"))
    return file.text.replace(before, after, 1), None, None


@of_yaml
def a_language_missing(file: File):
    fields = {"sources.yml": "    title_en:", "schema.yml": "    meaning_en:"}
    start = file.text.index(fields.get(file.name, "ja:"))
    return file.text[:start] + file.text[file.text.index("\n", start) + 1 :], None, None


def _for_windows(text: str) -> bytes:
    return text.encode("cp932", errors="replace")


def _in_a_text(file: File, letters: str, told: bool = True):
    fields = {"sources.yml": '    title: "', "schema.yml": "    meaning_en: "}
    before = fields.get(file.name, ', en: "' if "stories" in file.name else "")
    place = file.text.index(before) + len(before)
    row = file.text.count("\n", 0, place) + 1 if told else None
    return file.text[:place] + letters + file.text[place:], row, None


def main() -> int:
    console.prepare()
    tables = schema.read(build.ROOT / "schema.yml")
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "data"
        shutil.copytree(build.ROOT, root, ignore=shutil.ignore_patterns("builds", "__pycache__", "*.py", "sql"))
        build.build(builds=Path(folder))
        last = writing.last(Path(folder))
        for name, table in files(root, tables):
            for spoilt in wrong(root, name, table):
                problems = answer(root, tables, last, spoilt)
                outcome = _outcome(problems, spoilt)
                counts[outcome] += 1
                if outcome in ("passed", "misplaced"):
                    print(
                        f"{outcome}: {spoilt.kind} in {name}, row {spoilt.row}, column {spoilt.column}",
                        *problems[:2],
                        sep="\n    ",
                    )
    print(
        ", ".join(
            f"{counts.total()} wrong files" if not name else f"{counts[name]} {name}"
            for name in ("", *sorted(counts))
        )
    )
    return int(counts["passed"] + counts["misplaced"] > 0)


def _outcome(problems: list[Problem], spoilt: Wrong) -> str:
    if not problems:
        return "passed"
    if not found(problems, spoilt):
        return "misplaced"
    return (
        "asked"
        if all(any(f"--accept {kind}" in problem.remedy for kind in changes.KINDS) for problem in problems)
        else "refused"
    )


if __name__ == "__main__":
    sys.exit(main())
