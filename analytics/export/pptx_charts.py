"""A native chart on a slide: its numbers in the workbook inside, so that PowerPoint lets one edit them."""

from typing import TYPE_CHECKING

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Length, Pt

from analytics.charts import palette
from analytics.export.csv import neutral
from analytics.export.xlsx_charts import number_format
from analytics.figures.native import Look, Plot, Series

if TYPE_CHECKING:
    from pptx.chart.axis import _BaseAxis
    from pptx.chart.chart import Chart
    from pptx.chart.data import _BaseChartData
    from pptx.chart.datalabel import DataLabel
    from pptx.chart.point import Point
    from pptx.chart.series import _BaseSeries
    from pptx.dml.chtfmt import ChartFormat
    from pptx.oxml.xmlchemy import BaseOxmlElement
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

KINDS = {
    ("line", "clustered"): XL_CHART_TYPE.LINE_MARKERS,
    ("bar", "clustered"): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", "overlaid"): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", "stacked"): XL_CHART_TYPE.BAR_STACKED,
    ("column", "clustered"): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("column", "stacked"): XL_CHART_TYPE.COLUMN_STACKED,
    ("scatter", "clustered"): XL_CHART_TYPE.XY_SCATTER_LINES,
}
MARKS = {
    "": XL_MARKER_STYLE.NONE,
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "triangle-down": XL_MARKER_STYLE.TRIANGLE,
    "cross": XL_MARKER_STYLE.X,
    "dash": XL_MARKER_STYLE.DASH,
}
MOST_LABELS, FEW_POINTS, LETTERS = 40, 14, 12
TITLED = 13


def draw(slide: "Slide", plot: Plot, place: tuple[Length, Length, Length, Length]) -> "GraphicFrame":
    """The chart at a place (left, top, width, height), with its sentence for those who do not see it."""
    frame = slide.shapes.add_chart(KINDS[plot.kind, plot.arranged], *place, _data(plot))
    frame.element.nvGraphicFramePr.cNvPr.set("descr", plot.alt)
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(LETTERS), _colour(palette.INK)
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    title = chart.chart_title.text_frame
    title.text = plot.title
    title.paragraphs[0].runs[0].font.size = Pt(TITLED)
    title.paragraphs[0].runs[0].font.bold = False
    _series(chart, plot)
    _axes(chart, plot)
    _legend(chart, plot)
    _without_words_for_nothing(chart)
    return frame


def _data(plot: Plot) -> "_BaseChartData":
    if plot.kind == "scatter":
        return _points(plot)
    data = CategoryChartData(number_format=number_format("value", plot.decimals))
    data.categories = [neutral(label) for label in plot.labels]
    for series in plot.series:
        data.add_series(neutral(series.name), [_cell(value) for value in series.values], _format(plot, series))
    return data


def _points(plot: Plot) -> XyChartData:
    data = XyChartData(number_format=number_format("value", plot.decimals))
    for series in plot.series:
        added = data.add_series(neutral(series.name))
        for at in range(*series.span):
            added.add_data_point(plot.labels[at], _cell(series.values[at]))
    return data


def _cell(value: float) -> float | None:
    return None if value != value else value


def _format(plot: Plot, series: Series) -> str:
    """What takes away is written with its sign though its bar stands upright, a pyramid's left side without."""
    plain = number_format("value", plot.decimals)
    if series.role == "fall":
        return plain.split(";")[1]
    return ";".join([plain.split(";")[0]] * 2) if plot.arranged == "overlaid" else plain


def _series(chart: "Chart", plot: Plot) -> None:
    written = sum(value == value for series in plot.series for value in series.values if series.role != "base")
    if plot.kind in ("bar", "column"):
        chart.plots[0].gap_width = 60 if plot.arranged == "clustered" else 25
        chart.plots[0].overlap = -5 if plot.arranged == "clustered" else 100
    for drawn, series in zip(chart.plots[0].series, plot.series, strict=True):
        if plot.kind in ("bar", "column"):
            _bar(drawn, plot, series, labelled=written <= MOST_LABELS)
        else:
            _line(drawn, plot, series, every=written <= FEW_POINTS)


def _bar(drawn: "_BaseSeries", plot: Plot, series: Series, *, labelled: bool) -> None:
    _filled(drawn.format, series.look)
    looks = series.looks or (series.look,) * len(series.values)
    for at, (look, demo) in enumerate(zip(looks, series.demo, strict=True)):
        if demo:
            _hatched(drawn.points[at].format, look)
        elif look != series.look:
            _filled(drawn.points[at].format, look)
    if labelled and series.role != "base":
        labels = drawn.data_labels
        labels.show_value, labels.font.size = True, Pt(LETTERS - 1)
        labels.number_format, labels.number_format_is_linked = _format(plot, series), False
        if plot.arranged == "stacked":
            labels.position = XL_LABEL_POSITION.CENTER
            labels.font.color.rgb = _colour(palette.OPEN)


def _filled(form: "ChartFormat", look: Look) -> None:
    if not look.fill:
        form.fill.background()
        form.line.fill.background()
        return
    form.fill.solid()
    form.fill.fore_color.rgb = _colour(look.fill)
    if look.fill == palette.OPEN:
        form.fill.background()
    form.line.color.rgb, form.line.width = _colour(look.colour), Pt(1.25)


def _hatched(form: "ChartFormat", look: Look) -> None:
    form.fill.patterned()
    form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    form.fill.fore_color.rgb, form.fill.back_color.rgb = _colour(look.colour), _colour(palette.OPEN)
    form.line.color.rgb, form.line.width = _colour(look.colour), Pt(1.25)


def _line(drawn: "_BaseSeries", plot: Plot, series: Series, *, every: bool) -> None:
    look, first = series.look, series.span[0] if series.span else 0
    drawn.smooth = False
    _marked(drawn, look)
    for at, own in enumerate(series.looks):
        if own != look and series.values[at] == series.values[at]:
            _marked(drawn.points[at - first], own)
    if look.joined:
        drawn.format.line.color.rgb, drawn.format.line.width = _colour(look.colour), Pt(2.25)
        drawn.format.line.dash_style = MSO_LINE.DASH if look.dashed else MSO_LINE.SOLID
    else:
        drawn.format.line.fill.background()
    if series.role != "limit" and not _is_edge(series):
        for at in _labelled(series, every=every):
            _label(drawn.points[at - first].data_label, series.words[at] if series.words else "")


def _marked(drawn: "_BaseSeries | Point", look: Look) -> None:
    drawn.marker.style, drawn.marker.size = MARKS[look.shape], 9 if look.shape else None
    if look.shape:
        mark = drawn.marker.format
        mark.fill.solid()
        mark.fill.fore_color.rgb = _colour(look.fill)
        mark.line.color.rgb, mark.line.width = _colour(look.colour), Pt(1.5)


def _label(label: "DataLabel", words: str) -> None:
    """The point's number above it, or its name."""
    label.position = XL_LABEL_POSITION.ABOVE
    if words:
        label.text_frame.text = words
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(LETTERS - 1)
    else:
        label.font.size = Pt(LETTERS - 1)


def _is_edge(series: Series) -> bool:
    """Whether a series is only the edge of a band."""
    return series.look.colour in (palette.BAND_80, palette.BAND_50) or series.look.shape == "dash"


def _labelled(series: Series, *, every: bool) -> list[int]:
    """Which points have their number or name beside them: all of a few or named ones, else the first and the last."""
    known = [at for at, value in enumerate(series.values) if value == value]
    return known if every or series.words else sorted({known[0], known[-1]})


def _axes(chart: "Chart", plot: Plot) -> None:
    value, other = chart.value_axis, chart.category_axis
    value.minimum_scale, value.maximum_scale = plot.bottom, plot.top
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = _colour(palette.GRID)
    value.tick_labels.number_format = _format(plot, plot.series[0])
    value.tick_labels.number_format_is_linked = False
    value.format.line.fill.background()
    other.has_major_gridlines, other.major_tick_mark = False, XL_TICK_MARK.NONE
    other.format.line.color.rgb = _colour(palette.CAPTION)
    other.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis, words in ((value, plot.unit), (other, plot.across)):
        axis.tick_labels.font.size = Pt(LETTERS)
        if plot.kind == "scatter" and words:
            _titled(axis, words)
    if plot.kind == "bar":
        other.reverse_order, other.crosses = True, XL_AXIS_CROSSES.MAXIMUM
    if plot.kind == "scatter":
        _numbers_along(other, plot)


def _titled(axis: "_BaseAxis", words: str) -> None:
    axis.has_title = True
    axis.axis_title.text_frame.text = words
    axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(LETTERS)
    axis.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False


def _numbers_along(axis: "_BaseAxis", plot: Plot) -> None:
    """The axis of places of a scatter: years without a comma, from a little before the first."""
    whole = all(label == int(label) for label in plot.labels)
    span = max(plot.labels) - min(plot.labels)
    axis.tick_labels.number_format = "#,##0" if plot.logarithmic else "0" if whole else "General"
    axis.tick_labels.number_format_is_linked = False
    if plot.logarithmic:
        axis._element.scaling.insert(0, _element("logBase", 10))
    elif whole and span > 10:
        axis.minimum_scale = min(plot.labels)
        axis.maximum_scale = max(plot.labels)


def _legend(chart: "Chart", plot: Plot) -> None:
    """Under the chart where there is more than one series; what is not seen has no entry."""
    seen = [at for at, series in enumerate(plot.series) if series.role != "base"]
    chart.has_legend = len(seen) > 1
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(LETTERS)
    for at in set(range(len(plot.series))) - set(seen):
        chart.legend._element.insert(1, _element("legendEntry", "", _element("idx", at), _element("delete", 1)))


def _element(name: str, value: object, *inside: "BaseOxmlElement") -> "BaseOxmlElement":
    """An element of a chart that python-pptx has no word for."""
    made = OxmlElement(f"c:{name}")
    if value != "":
        made.set("val", str(value))
    made.extend(inside)
    return made


def _without_words_for_nothing(chart: "Chart") -> None:
    """A missing point of a scatter is no point, where python-pptx would write the word None."""
    for value in chart._chartSpace.xpath("//c:yVal//c:pt[c:v='None']"):
        value.getparent().remove(value)


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.lstrip("#"))
