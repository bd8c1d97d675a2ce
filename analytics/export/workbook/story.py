"""A story as an Excel workbook: a sheet for each slide with its table and chart, then sources, terms, chart values."""

import io
import re
from typing import TYPE_CHECKING

import pandas as pd

from analytics.charts import base
from analytics.export import png
from analytics.export.native import plots, plots_of_plan
from analytics.export.native.plots_of_plan import DEMO, Column, Plot, Sheet
from analytics.export.packs import Page, Told, undrawn
from analytics.export.workbook import native_charts, sheets, xlsx
from analytics.figures import Figure

if TYPE_CHECKING:
    from xlsxwriter import Workbook

NARROWEST, WIDEST, SHORTEST, PICTURE = 8, 40, 110, 0.5
PLACES, SIGNED = re.compile(r"\.(\d+)"), re.compile(r"^\+")


def write(told: Told) -> tuple[bytes, tuple[str, ...]]:
    """XLSX bytes, and a sentence on letters that pictures in them cannot show."""
    text = told.context.text
    drawn = [plots.of(page.figure, told.context) if page.figure else None for page in told.pages]
    pages = [
        _sheet(told, number, page, plot)
        for number, (page, plot) in enumerate(zip(told.pages, drawn, strict=True), 1)
    ]
    last = (_sources(told), _terms(told), sheets.chart_values(told.context, [plot for plot in drawn if plot]))
    source = text("出典：「出典」シートに一覧")
    made = sheets.Book(told.story.name, source, (_contents(told), *pages, *last))
    pictures = {
        sheet.name: page.figure
        for sheet, page, plot in zip(pages, told.pages, drawn, strict=True)
        if plot is None and page.figure is not None and page.figure.spec is not None
    }

    def draw(book: "Workbook", widened: tuple[Sheet, ...], below: list[int]) -> None:
        native_charts.draw(book, widened, below)
        for sheet, top in zip(widened, below, strict=True):
            if sheet.name in pictures:
                _picture(book, sheet, top, pictures[sheet.name])

    lacking = undrawn(
        told, {at: pictures[sheet.name] for at, sheet in enumerate(pages, 1) if sheet.name in pictures}
    )
    return xlsx.write(made, told.context.build, told.snapshot, draw), lacking


def _picture(book: "Workbook", sheet: Sheet, top: int, figure: Figure) -> None:
    """What has no native form, as a picture under its table."""
    options = {
        "image_data": io.BytesIO(png.chart(figure)),
        "description": figure.message,
        "x_scale": PICTURE,
        "y_scale": PICTURE,
    }
    book.get_worksheet_by_name(sheet.name).insert_image(top, 0, f"{figure.key}.png", options)


def _sheet(told: Told, number: int, page: Page, plot: Plot | None) -> Sheet:
    """A slide's question, sentence, sources and notes above its table."""
    name = plots_of_plan.sheet_name(f"{number} {page.question}")
    notes = tuple(line for line in (page.note, page.message, *page.notes) if line)
    if page.figure is None or page.figure.spec is None:
        heading = told.context.text("表")
        return _listed(name, page.question, notes, pd.DataFrame({heading: [told.context.text("表はありません")]}))
    cells, columns = _cells(page.figure)
    notes = _wrapped((page.figure.title, *notes), columns)
    demo = _demo(told, page.figure, cells)
    return Sheet(name, page.question, notes, columns, cells, demo, (0,) * len(cells), (), (plot,) if plot else ())


def _wrapped(notes: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[str, ...]:
    """The notes in lines not much longer than the table is wide, so that they do not shrink the printed page."""
    reach = max(sum(column.width for column in columns), SHORTEST)
    return tuple(part for line in notes for part in base.lines(line, reach))


def _cells(figure: Figure) -> tuple[pd.DataFrame, tuple[Column, ...]]:
    """The table's rows, numbers as numbers and what is missing as the table words it."""
    numbers = figure.export.select_dtypes("number").columns
    cells, words = figure.export.astype(object), figure.table
    columns = []
    for heading in cells.columns:
        said = words[heading] if heading in words else cells[heading]
        cells[heading] = cells[heading].where(cells[heading].notna(), said)
        width = _width([heading, *map(str, said)])
        columns.append(_numeric(heading, width, said) if heading in numbers else Column(heading, width, "text"))
    return cells, tuple(columns)


def _numeric(heading: str, width: int, said: pd.Series) -> Column:
    """With the decimals and signs of the table's text."""
    texts = [text for text in map(str, said) if text != "–"]
    decimals = max((len(found[1]) for text in texts if (found := PLACES.search(text))), default=0)
    form = "signed" if any(SIGNED.search(text) for text in texts) else "value"
    return Column(heading, max(width, NARROWEST), form, decimals)


def _width(texts: list[str]) -> int:
    return min(max(map(base.breadth, texts)) + 3, WIDEST)


def _demo(told: Told, figure: Figure, cells: pd.DataFrame) -> pd.DataFrame:
    """True for the numbers of rows whose status is demo."""
    synthetic = cells.iloc[:, -1] == told.context.words("status")[DEMO]
    numbers = figure.export.select_dtypes("number").columns
    return pd.DataFrame({column: synthetic & (column in numbers) for column in cells.columns})


def _contents(told: Told) -> Sheet:
    """What stands on which sheet, and which data the pack was made from."""
    text = told.context.text
    rows = [(number, page.question, page.message) for number, page in enumerate(told.pages, start=1)]
    frame = pd.DataFrame(rows, columns=[text("番号"), text("問い"), text("答え")], dtype=object)
    made = text("データ作成日 {0}").format(told.day)
    warning = [text("見本の値を含む")] if told.demo else []
    notes = (told.city, made, *told.whereabouts, *warning)
    return _listed(plots_of_plan.sheet_name(text("目次")), told.story.name, notes, frame)


def _sources(told: Told) -> Sheet:
    text = told.context.text
    rows = [
        (number, credit)
        for number, page in enumerate(told.pages, 1)
        if page.figure
        for credit in page.figure.credits
    ]
    frame = pd.DataFrame(rows, columns=[text("番号"), text("出典")], dtype=object)
    return _listed(plots_of_plan.sheet_name(text("出典")), text("出典"), (), frame)


def _terms(told: Told) -> Sheet:
    text = told.context.text
    known = dict.fromkeys(pair for page in told.pages for pair in page.definitions)
    frame = pd.DataFrame(list(known), columns=[text("用語"), text("定義")], dtype=object)
    return _listed(plots_of_plan.sheet_name(text("定義")), text("定義"), (), frame)


def _listed(name: str, title: str, notes: tuple[str, ...], frame: pd.DataFrame) -> Sheet:
    """A sheet of words; wide columns wrap."""
    widths = [min(_width([name, *map(str, frame[name])]), 2 * WIDEST) for name in frame.columns]
    forms = ["text" if frame[name].map(type).eq(str).any() else "count" for name in frame.columns]
    columns = tuple(Column(*each) for each in zip(frame.columns, widths, forms, strict=True))
    return Sheet(name, title, notes, columns, frame, plots_of_plan.nothing_synthetic(frame), (0,) * len(frame))
