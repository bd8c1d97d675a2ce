"""A native chart on a slide: its numbers in the workbook inside, so that PowerPoint lets one edit them."""

from typing import TYPE_CHECKING

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Length, Pt

from analytics.charts import palette
from analytics.export.csv import neutral
from analytics.export.native import bar_labels, point_labels
from analytics.export.native.plots_of_plan import Plot, Series
from analytics.export.native.point_labels import Beside
from analytics.export.slides import looks
from analytics.export.workbook.native_charts import number_format, value_format

if TYPE_CHECKING:
    from pptx.chart.axis import _BaseAxis
    from pptx.chart.chart import Chart
    from pptx.chart.data import _BaseChartData
    from pptx.chart.datalabel import DataLabel
    from pptx.chart.series import _BaseSeries
    from pptx.oxml.xmlchemy import BaseOxmlElement
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide

KINDS = {
    ("line", "clustered"): XL_CHART_TYPE.LINE_MARKERS,
    ("bar", "clustered"): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", "overlaid"): XL_CHART_TYPE.BAR_CLUSTERED,
    ("bar", "mirrored"): XL_CHART_TYPE.BAR_CLUSTERED,
    ("column", "overlaid"): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("bar", "stacked"): XL_CHART_TYPE.BAR_STACKED,
    ("column", "clustered"): XL_CHART_TYPE.COLUMN_CLUSTERED,
    ("column", "stacked"): XL_CHART_TYPE.COLUMN_STACKED,
    ("scatter", "clustered"): XL_CHART_TYPE.XY_SCATTER_LINES,
}
MOST_LABELS, LETTERS = 26, 12
TITLED = 13


def draw(slide: "Slide", plot: Plot, place: tuple[Length, Length, Length, Length]) -> "GraphicFrame":
    """The chart at a place (left, top, width, height), with its sentence for those who do not see it."""
    frame = slide.shapes.add_chart(KINDS[plot.kind, plot.arranged], *place, _data(plot))
    frame.element.nvGraphicFramePr.cNvPr.set("descr", plot.alt)
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(LETTERS), looks.colour(palette.INK)
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
        data.add_series(neutral(series.name), [_cell(value) for value in series.values], value_format(plot, series))
    return data


def _points(plot: Plot) -> XyChartData:
    """Series of one length, filled up with points without a value: some programs leave out the shorter ones else."""
    data = XyChartData(number_format=number_format("value", plot.decimals))
    longest = max(last - first for first, last in (series.span for series in plot.series))
    for series in plot.series:
        added, (first, last) = data.add_series(neutral(series.name)), series.span
        for at in range(first, first + longest):
            known = at < last
            added.add_data_point(plot.labels[min(at, last - 1)], _cell(series.values[at]) if known else None)
    return data


def _cell(value: float) -> float | None:
    return None if value != value else value


def _series(chart: "Chart", plot: Plot) -> None:
    each = 1 if plot.arranged != "clustered" else len(plot.series)
    labelled = plot.arranged != "mirrored" and len(plot.labels) * each <= MOST_LABELS
    drawn = list(zip(chart.plots[0].series, plot.series, strict=True))
    if plot.kind in ("line", "scatter"):
        labels = point_labels.of(plot)
        for (shape, series), beside in zip(drawn, labels, strict=True):
            _line(shape, series, beside)
        return
    chart.plots[0].gap_width = 25 if plot.arranged in ("stacked", "mirrored") else 60
    chart.plots[0].overlap = -5 if plot.arranged == "clustered" else 100
    for shape, series in drawn:
        _bar(shape, plot, series, labelled=labelled)
    if labelled and plot.arranged == "stacked":
        bar_labels.beside_thin(plot, drawn, LETTERS - 1)


def _bar(drawn: "_BaseSeries", plot: Plot, series: Series, *, labelled: bool) -> None:
    looks.filled(drawn.format, series.look)
    each = series.looks or (series.look,) * len(series.values)
    for at, (look, demo) in enumerate(zip(each, series.demo, strict=True)):
        if demo:
            looks.hatched(drawn.points[at].format, look)
        elif look != series.look:
            looks.filled(drawn.points[at].format, look)
    if labelled and series.role != "base":
        labels = drawn.data_labels
        labels.show_value, labels.font.size = True, Pt(LETTERS - 1)
        labels.number_format, labels.number_format_is_linked = value_format(plot, series), False
        if plot.arranged == "stacked":
            labels.position = XL_LABEL_POSITION.CENTER
            labels.font.color.rgb = looks.colour(palette.PAPER)
            for at in bar_labels.thin(plot, series):
                drawn.points[at].data_label.font.color.rgb = looks.colour(palette.INK)


def _line(drawn: "_BaseSeries", series: Series, labels: dict[int, Beside]) -> None:
    """labels : {position of a point: how its number stands beside it}"""
    look, first = series.look, series.span[0] if series.span else 0
    drawn.smooth = False
    looks.marked(drawn, look)
    for at, own in enumerate(series.looks):
        if own != look and series.values[at] == series.values[at]:
            looks.marked(drawn.points[at - first], own)
    single = sum(value == value for value in series.values) == 1
    if look.joined or single:
        looks.lined(drawn.format, look)
    else:
        drawn.format.line.fill.background()
    for at, label in labels.items():
        _label(drawn.points[at - first].data_label, series.words[at] if series.words else "", label)


def _label(label: "DataLabel", words: str, beside: Beside) -> None:
    """The point's number beside it, or its name; at the end of a line that looks like others the line's name too."""
    label.position = XL_LABEL_POSITION.ABOVE if beside.above else XL_LABEL_POSITION.BELOW
    if beside.named:
        label._dLbl.find(qn("c:showSerName")).set("val", "1")
    if words:
        label.text_frame.text = words
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(LETTERS - 1)
    else:
        label.font.size = Pt(LETTERS - 1)


def _axes(chart: "Chart", plot: Plot) -> None:
    value, other = chart.value_axis, chart.category_axis
    value.minimum_scale, value.maximum_scale = plot.bottom, plot.top
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = looks.colour(palette.GRID)
    value.tick_labels.number_format = value_format(plot, plot.series[0])
    value.tick_labels.number_format_is_linked = False
    value.format.line.fill.background()
    other.has_major_gridlines, other.major_tick_mark = False, XL_TICK_MARK.NONE
    other.format.line.color.rgb = looks.colour(palette.CAPTION)
    other.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis, words in ((value, plot.unit), (other, plot.across)):
        axis.tick_labels.font.size = Pt(LETTERS)
        if plot.kind == "scatter" and plot.across and words:
            _titled(axis, words)
    if plot.kind == "bar":
        other.reverse_order = True
        value._element.find(qn("c:crosses")).set("val", "max")
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
    """Under the chart where there is more than one series; a fall says in its bars what they are."""
    chart.has_legend = len(plot.series) > 1 and all(series.role != "base" for series in plot.series)
    if not chart.has_legend:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.legend.font.size = Pt(LETTERS)


def _element(name: str, value: object) -> "BaseOxmlElement":
    """An element of a chart that python-pptx has no word for."""
    made = OxmlElement(f"c:{name}")
    made.set("val", str(value))
    return made


def _without_words_for_nothing(chart: "Chart") -> None:
    """A missing point of a scatter is no point, where python-pptx would write the word None."""
    for value in chart._chartSpace.xpath("//c:yVal//c:pt[c:v='None']"):
        value.getparent().remove(value)
