"""A CSV file as rows of text, read strictly: a quote that is not closed is refused in the row where it opened."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from data import text_file
from data.problems import BuildRefusedError, Problem, speak

LONGEST = 400
CELL = re.compile(r'"(?:[^"]|"")*+"|[^",\n]*')


class Row(NamedTuple):
    """number : the line of the file on which the row begins, the header being 1"""

    number: int
    cells: list[str]


def read(root: Path, file: str) -> list[Row]:
    """The rows of the file that hold anything, the header first.

    Raises BuildRefusedError when the file cannot be read, or when a quote or a cell has no end.
    """
    text = text_file.read(root, file)
    return [row for row in _rows(file, text) if any(cell.strip() for cell in row.cells)]


def frame(root: Path, file: str) -> pd.DataFrame:
    """The rows under their header, all text, empty cells as empty strings."""
    header, *found = read(root, file) or [Row(1, [])]
    return pd.DataFrame([row.cells for row in found], columns=header.cells)


def _rows(file: str, text: str) -> Iterator[Row]:
    lines = text.split("\n")
    reader = csv.reader(io.StringIO(text), strict=True)
    number = 1
    try:
        for cells in reader:
            if any('"' in cell for cell in cells):
                _check_cells(file, lines[: reader.line_num], number)
            yield Row(number, cells)
            number = reader.line_num + 1
    except csv.Error:
        _check_cells(file, lines, number)
        raise


def _check_cells(file: str, lines: list[str], number: int) -> None:
    """Refuse the row that begins in that line when one of its cells is not well quoted, or longer than csv reads."""
    cells = list(_cells("\n".join(lines[number - 1 :])))
    if not all(ends for _cell, ends in cells):
        # a cell that runs over lines before the ill one is the one whose quote was not closed
        place = next(place for place, (cell, ends) in enumerate(cells) if "\n" in cell or not ends)
        raise _refused(file, lines, number, place, cells[place][0], _ill_quoted(cells[place][0]))
    for place, (cell, _ends) in enumerate(cells):
        if len(cell) > csv.field_size_limit():
            raise _refused(file, lines, number, place, cell, too_long(LONGEST))


def _refused(
    file: str, lines: list[str], number: int, place: int, cell: str, told: tuple[str, str]
) -> BuildRefusedError:
    names = next(csv.reader(lines))
    column = names[place] if place < len(names) else None
    return BuildRefusedError([Problem(file, number, column, cell.split("\n")[0], *told)])


def _cells(rest: str) -> Iterator[tuple[str, bool]]:
    """The cells, as they are written, of the row that `rest` begins with, and whether each ends where a cell may end."""
    place, follows = 0, ","
    while follows == ",":
        end = CELL.match(rest, place).end()
        follows = rest[end : end + 1]
        ends = follows in ("", ",", "\n")
        yield rest[place:end] if ends else rest[place:], ends
        place = end + 1


def too_long(longest: int) -> tuple[str, str]:
    """The reason and the remedy for a cell of more letters than that."""
    _ = speak()
    return _("長すぎます（{0}文字まで）").format(longest), _("短くしてください")


def _ill_quoted(cell: str) -> tuple[str, str]:
    _ = speak()
    opened = cell.startswith('"')
    reason = _('引用符「"」で始まるセルが閉じていません') if opened else _('引用符「"」がセルの途中にあります')
    return reason, _('余分な「"」を消すか、セル全体を「"」で囲み、中の「"」を「""」と書いてください')
