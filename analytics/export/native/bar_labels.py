"""The numbers of parts of native stacked bars that are too thin to hold them."""

from typing import TYPE_CHECKING

from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn
from pptx.util import Pt

from analytics.export.native.plots_of_plan import Plot, Series
from analytics.words import terms

if TYPE_CHECKING:
    from pptx.chart.datalabel import DataLabel
    from pptx.chart.series import _BaseSeries

THIN, ROOM = 0.04, 0.1


def thin(plot: Plot, series: Series) -> list[int]:
    """Positions of the parts too thin for white letters."""
    return [at for at, value in enumerate(series.values) if value < THIN * _longest(plot)]


def beside_thin(plot: Plot, drawn: list[tuple["_BaseSeries", Series]], letters: int) -> None:
    """The number of a thin part stands before it, at the end of what carries it unseen, where that has the room.

    letters : points
    """
    for base, carrying in ((shape, series.values) for shape, series in drawn if series.role == "base"):
        for shape, series in drawn:
            for at in thin(plot, series) if series.role != "base" else ():
                if carrying[at] > ROOM * _longest(plot):
                    shape.points[at].data_label._get_or_add_dLbl().find(qn("c:showVal")).set("val", "0")
                    _write(base.points[at].data_label, _said(plot, series, at), letters)


def _longest(plot: Plot) -> float:
    return max(value for each in plot.series for value in each.values if value == value)


def _said(plot: Plot, series: Series, at: int) -> str:
    value = -series.values[at] if series.role == "fall" else series.values[at]
    return terms.number(value, f",.{plot.decimals}f")


def _write(label: "DataLabel", words: str, letters: int) -> None:
    label.text_frame.text = words
    label.text_frame.paragraphs[0].runs[0].font.size = Pt(letters)
    label.position = XL_LABEL_POSITION.INSIDE_END
