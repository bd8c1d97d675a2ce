"""The native charts of a workbook: under the table of their sheet, their numbers on the sheet of values."""

from typing import TYPE_CHECKING

from analytics.charts import palette
from analytics.export.csv import neutral
from analytics.export.native.plots_of_plan import Plot, Series, Sheet
from analytics.export.workbook import looks
from analytics.export.workbook.looks import FONT as FONT
from analytics.export.workbook.looks import font, labels, number_format, value_format

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

WIDE, TALL, GAP = 620, 330, 16
KINDS = {
    ("bar", "stacked"): {"type": "bar", "subtype": "stacked"},
    ("column", "stacked"): {"type": "column", "subtype": "stacked"},
    ("scatter", "clustered"): {"type": "scatter", "subtype": "straight_with_markers"},
}
BROAD = (940, 420)
BAR, AROUND = 34, 130
PIXELS, PAGE = 7.5, 0.64


def draw(book: "Workbook", made: tuple[Sheet, ...], below: list[int]) -> None:
    """Every chart under the table of its sheet, its numbers on the last sheet."""
    values, row = made[-1], made[-1].head + 1
    for sheet, top in zip(made, below, strict=True):
        page = book.get_worksheet_by_name(sheet.name)
        for plot, (across, down, wide, tall) in zip(sheet.plots, places(sheet), strict=True):
            chart = _chart(book, plot, values, row)
            row += len(plot.labels)
            chart.set_size({"width": wide, "height": tall})
            place = {"x_offset": across, "y_offset": down, "description": plot.alt, "object_position": 2}
            page.insert_chart(top, 0, chart, place)


def reach(sheet: Sheet) -> float:
    """Pixels from the first column to the last."""
    return PIXELS * sum(column.width for column in sheet.columns)


def places(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """Pixels from the left, from the top, across and down of each chart, side by side as far as the table reaches."""
    found, across, down, deep = [], 0, 0, 0
    for wide, tall in (_size(plot, reach(sheet)) for plot in sheet.plots):
        if across and across + wide > reach(sheet):
            across, down, deep = 0, down + deep + GAP, 0
        found.append((across, down, wide, tall))
        across, deep = across + wide + GAP, max(deep, tall)
    return found


def is_longer_than_a_page(sheet: Sheet, points: float) -> bool:
    """Whether a table of that height and its charts need more than one page of the table's width."""
    deep = max((down + tall for _, down, _, tall in places(sheet)), default=0)
    return points / 0.75 + deep > PAGE * reach(sheet)


def _size(plot: Plot, reach: float) -> tuple[int, int]:
    """Pixels: bars grow with their number as far as a page reaches."""
    if plot.kind != "bar":
        return (WIDE, TALL) if plot.series[0].look is None else BROAD
    wanted = AROUND + BAR * len(plot.labels) * len(plot.series)
    return 2 * WIDE + GAP, min(wanted, int(PAGE * reach))


def _chart(book: "Workbook", plot: Plot, values: Sheet, first: int) -> "Chart":
    """A native chart whose numbers start in row `first` of the sheet of values."""
    chart = book.add_chart(KINDS.get((plot.kind, plot.arranged), {"type": plot.kind}))
    places = {column.heading: at for at, column in enumerate(values.columns)}
    for order, series in enumerate(plot.series):
        at, (start, stop) = places[series.name], series.span or (0, len(plot.labels))
        chart.add_series(
            {
                "name": [values.name, values.head, at],
                "categories": [values.name, first + start, 1, first + stop - 1, 1],
                "values": [values.name, first + start, at, first + stop - 1, at],
                **_look(plot, order),
            }
        )
    chart.show_blanks_as("gap")
    chart.set_title({"name": neutral(plot.title), "overlay": False, "name_font": font(11, bold=True)})
    falls = any(series.role == "base" for series in plot.series)
    shown = len(plot.series) > 1 and not falls
    chart.set_legend({"position": "bottom", "font": font(9)} if shown else {"none": True})
    _axes(chart, plot)
    return chart


def _look(plot: Plot, order: int) -> dict:
    series = plot.series[order]
    if series.look is not None:
        return looks.of(plot, order)
    return _line(series, plot) if plot.kind == "line" else _bars(series, plot)


def _line(series: Series, plot: Plot) -> dict:
    """Actuals joined, synthetic ones dashed with open marks, the target an outlined mark alone."""
    colour = palette.TARGET if series.role == "target" else palette.HOME
    filled = series.role == "actual"
    return {
        "line": {"color": colour, "width": 2} | ({} if filled else {"dash_type": "dash", "width": 1.5}),
        "marker": {
            "type": "diamond" if series.role == "target" else "circle",
            "size": 9 if series.role == "target" else 7,
            "border": {"color": colour, "width": 1.5},
            "fill": {"color": colour if filled else palette.PAPER},
        },
        "data_labels": labels("value", plot.decimals, "above"),
    }


def _bars(series: Series, plot: Plot) -> dict:
    """Bars filled, hatched where the value is synthetic."""
    colour = palette.HOME_LIGHT if series.role == "kpi" else palette.HOME
    hatched = {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": colour, "bg_color": palette.PAPER}}
    plain = {"fill": {"color": colour}}
    border = {"border": {"color": colour, "width": 1}}
    return {
        **plain,
        **border,
        "points": [(hatched if demo else plain) | border for demo in series.demo],
        "gap": 60,
        "data_labels": labels("rate", plot.decimals, "outside_end"),
    }


def _axes(chart: "Chart", plot: Plot) -> None:
    """The value axis with its unit and start, the other with its words; bars from top to bottom."""
    grid = {"visible": True, "line": {"color": palette.GRID}}
    shared = {"num_font": font(9), "name_font": font(9), "line": {"color": palette.CAPTION}}
    start = {} if plot.bottom is None else {"min": plot.bottom}
    start |= {} if plot.top is None else {"max": plot.top}
    value = shared | start | {"name": neutral(plot.unit), "major_gridlines": grid}
    value["num_format"] = number_format("value", plot.decimals)
    words = shared | {"major_gridlines": {"visible": False}}
    start_along = {} if plot.kind != "scatter" else looks.along(plot)
    if plot.kind == "bar":
        whole = {"num_format": value_format(plot, plot.series[0]) if plot.series[0].look else "0"}
        chart.set_x_axis(value | whole)
        chart.set_y_axis(words | {"reverse": True, "crossing": "max", "label_position": "low"})
    else:
        name = neutral(plot.across if plot.kind == "scatter" else plot.note)
        chart.set_y_axis(value)
        chart.set_x_axis(words | {"name": name, "label_position": "low"} | start_along)
