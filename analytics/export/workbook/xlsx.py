"""The verification as a workbook: every sheet as cells and native charts, ready to print, and nothing that runs."""

import io
import re
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from analytics import caching
from analytics.charts import palette
from analytics.database import queries
from analytics.export.csv import neutral
from analytics.export.native.plots_of_plan import Column, Sheet
from analytics.export.workbook import native_charts, sheets
from analytics.filters import Filters

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

SIZE = 10
LETTERS = {"font_name": native_charts.FONT, "font_size": SIZE, "font_scheme": "none"}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
SIDES = {"text": "left", "word": "center", "absent": "right"}
BODY = {"valign": "top", "border": 1, "border_color": palette.GRID, "font_color": palette.INK}
HEAD = BODY | {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center", "bg_color": palette.GRID}
HATCH = {"italic": True, "pattern": 14, "fg_color": palette.HATCH, "bg_color": palette.PAPER}
LINE, LATIN = 16.5, re.compile("[A-Za-z]+")
A4, MARGIN, FOOTER = 9, 0.4, 170

Style = Callable[[str, int, bool], "Format"]
Draw = Callable[["Workbook", tuple[Sheet, ...], list[int]], None]


def verification(build: str, filters: Filters, version: str, fiscal_year: int, snapshot: str) -> bytes:
    """XLSX bytes of the verification of a fiscal year; the same bytes for the same build and filters."""
    return write(
        sheets.verification(build, filters, version, fiscal_year, snapshot), build, snapshot, native_charts.draw
    )


def write(made: sheets.Book, build: str, snapshot: str, draw: Draw) -> bytes:
    """XLSX bytes of sheets. draw : puts the charts under their tables, given the first free row of each sheet"""
    import xlsxwriter

    out = io.BytesIO()
    widened = tuple(_widened(sheet) for sheet in made.sheets)
    with xlsxwriter.Workbook(out, OPTIONS | {"default_format_properties": LETTERS.copy()}) as book:
        created = queries.build_stamp(build)["built_at"].to_pydatetime()
        book.set_properties({"title": made.title, "comments": f"snapshot {snapshot}", "created": created})
        style, footer = _styles(book), _footer(made.source, snapshot)
        below = [_write(book, sheet, style, footer) for sheet in widened]
        draw(book, widened, below)
    return out.getvalue()


def _widened(sheet: Sheet) -> Sheet:
    """The sheet with columns as wide as their longest Latin word, which does not break."""
    texts = [[column.heading, *sheet.cells.iloc[:, at]] for at, column in enumerate(sheet.columns)]
    longest = [max((len(word) for word in LATIN.findall(" ".join(map(str, text)))), default=0) for text in texts]
    columns = zip(sheet.columns, longest, strict=True)
    return sheet._replace(
        columns=tuple(column._replace(width=max(column.width, word + 2)) for column, word in columns)
    )


def _styles(book: "Workbook") -> Style:
    """(form, decimals, synthetic) -> the cell's format, each made once."""

    @caching.of_code
    def style(form: str, decimals: int, demo: bool) -> "Format":
        if form == "head":
            return book.add_format(HEAD)
        number = {} if form in SIDES else {"num_format": native_charts.number_format(form, decimals)}
        side = {"align": SIDES.get(form, "right"), "text_wrap": form in SIDES, "indent": int(form == "text")}
        return book.add_format(BODY | side | number | (HATCH if demo else {}))

    return style


def _footer(source: str, snapshot: str) -> str:
    """Source, snapshot and page at the foot of every printed page, within Excel's 255 characters and without its codes."""
    said = source if len(source) <= FOOTER else f"{source[: FOOTER - 1]}…"
    left, right = (text.replace("&", "＆") for text in (said, snapshot))
    return f"&L&8 {left}&R&8 snapshot {right} ／ &P / &N"


def _write(book: "Workbook", sheet: Sheet, style: Style, footer: str) -> int:
    """Title, notes, the table, lines below it, print set-up -> the first free row."""
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, neutral(sheet.title), book.add_format({"bold": True, "font_size": SIZE + 2}))
    grey = book.add_format({"font_color": palette.CAPTION})
    for row, note in enumerate(sheet.notes, start=1):
        page.write_string(row, 0, neutral(note), grey)
    last = sheet.head + len(sheet.cells)
    _table(page, sheet, style)
    for row, line in enumerate(sheet.below, start=last + 2):
        page.write_string(row, 0, neutral(line))
    _page(page, sheet, last, footer)
    return last + 2 + len(sheet.below) + bool(sheet.below)


def _table(page: "Worksheet", sheet: Sheet, style: Style) -> None:
    for row, height in enumerate(_heights(sheet), start=sheet.head):
        page.set_row(row, height)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(sheet.head, at, neutral(column.heading), style("head", 0, False))
    flags = sheet.demo.to_numpy()
    for row, cells in enumerate(sheet.cells.itertuples(index=False)):
        for at, (cell, column) in enumerate(zip(cells, sheet.columns, strict=True)):
            form = "absent" if isinstance(cell, str) and column.form not in SIDES else column.form
            decimals = sheet.decimals[row] if column.decimals is None else column.decimals
            _cell(page, sheet.head + 1 + row, at, cell, style(form, decimals, bool(flags[row, at])))


def _heights(sheet: Sheet) -> list[float]:
    """Points that the longest cell of the headings and of each row needs: not every program lets rows grow."""
    rows = [[column.heading for column in sheet.columns], *sheet.cells.itertuples(index=False)]
    return [LINE * max(map(_lines, cells, sheet.columns)) + 3 for cells in rows]


def _lines(cell: object, column: Column) -> int:
    if not isinstance(cell, str):
        return 1
    return ceil(
        sum(1.15 if east_asian_width(sign) in ("H", "N", "Na") else 2 for sign in cell) / (column.width - 1)
    )


def _cell(page: "Worksheet", row: int, column: int, cell: object, form: "Format") -> None:
    """A number as a number, a word as text; nothing is no cell at all, so that charts remember a gap and not a zero."""
    if isinstance(cell, str):
        page.write_string(row, column, neutral(cell), form)
    elif cell is not None:
        page.write_number(row, column, cell, form)


def _page(page: "Worksheet", sheet: Sheet, last: int, footer: str) -> None:
    """Header row frozen and repeated, filters on it, A4 landscape one page wide."""
    page.freeze_panes(sheet.head + 1, 0)
    page.autofilter(sheet.head, 0, last, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.head)
    page.set_margins(MARGIN, MARGIN, MARGIN, MARGIN + 0.3)
    page.set_footer(footer, {"scale_with_doc": False})
    page.hide_gridlines(2)
    if sheet.plots and native_charts.is_longer_than_a_page(sheet, sum(_heights(sheet))):
        page.set_h_pagebreaks([last + 1])
