"""How a series looks in PowerPoint: colours, fills, hatching, marks and dashes."""

from typing import TYPE_CHECKING

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.util import Pt

from analytics.charts import palette
from analytics.export.native.plots_of_plan import Look

if TYPE_CHECKING:
    from pptx.chart.point import Point
    from pptx.chart.series import _BaseSeries
    from pptx.dml.chtfmt import ChartFormat

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
DASHES = {
    (): MSO_LINE.SOLID,
    (2, 2): MSO_LINE.SQUARE_DOT,
    (8, 3, 2, 3): MSO_LINE.DASH_DOT,
    (9, 3): MSO_LINE.LONG_DASH,
    (10, 4): MSO_LINE.LONG_DASH,
    (12, 4): MSO_LINE.LONG_DASH,
    (1, 3): MSO_LINE.ROUND_DOT,
    (12, 3, 2, 3, 2, 3): MSO_LINE.LONG_DASH_DOT,
}


def colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.lstrip("#"))


def filled(form: "ChartFormat", look: Look) -> None:
    if not look.fill:
        form.fill.background()
        form.line.fill.background()
        return
    form.fill.solid()
    form.fill.fore_color.rgb = colour(look.fill)
    if look.fill == palette.PAPER:
        form.fill.background()
    form.line.color.rgb, form.line.width = colour(look.colour), Pt(1.25)


def hatched(form: "ChartFormat", look: Look) -> None:
    form.fill.patterned()
    form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    form.fill.fore_color.rgb, form.fill.back_color.rgb = colour(look.colour), colour(palette.PAPER)
    form.line.color.rgb, form.line.width = colour(look.colour), Pt(1.25)


def marked(drawn: "_BaseSeries | Point", look: Look) -> None:
    drawn.marker.style, drawn.marker.size = MARKS[look.shape], 9 if look.shape else None
    if look.shape:
        mark = drawn.marker.format
        if look.fill == palette.PAPER and not look.joined:
            mark.fill.background()
        else:
            mark.fill.solid()
            mark.fill.fore_color.rgb = colour(look.fill)
        mark.line.color.rgb, mark.line.width = colour(look.colour), Pt(1.5)


def lined(form: "ChartFormat", look: Look) -> None:
    form.line.color.rgb, form.line.width = colour(look.colour), Pt(2.25)
    form.line.dash_style = DASHES.get(look.dash, MSO_LINE.DASH)
