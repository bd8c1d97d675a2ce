"""Many places on common scales: a row per measure with a mark for each place, and a small line per place."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

ROW, LINE, NAME = 108, 64, 0.36
HEADING, OWN, MARKS, ENDS, BETWEEN, HALF = -42, -6, 14, 33, -61, 11
ROOM, FOOT = 26, 0.2
TICKS = [12.5, 25, 50, 100, 200, 400, 800]


def relative(frame: pd.DataFrame, *, title: str) -> base.Picture:
    """A row per measure: every place as a mark on the index, the city large.

    frame : row (words above the marks, lines parted by |), ends (words below them), area, home (bool), value (index),
    text ; rows in the order of drawing
    """
    order = {row: place for place, row in enumerate(dict.fromkeys(frame["row"]))}
    drawn = frame.assign(position=frame["row"].map(order))
    rows = range(len(order))
    return base.Picture(base.filled(_relative(title), ROW * len(rows), rows=rows), drawn)


@caching.of_drawing
def _relative(title: str) -> dict:
    row = alt.Y("position:O", axis=None, scale=alt.Scale(domain=base.places("rows")))
    axis = alt.Axis(format=".0f", values=TICKS, orient="top", offset=8, domain=False, labelOverlap=True)
    along = alt.X("value:Q", title=title, scale=alt.Scale(type="log", nice=False, padding=ROOM), axis=axis)
    chart = alt.Chart().encode(
        y=row, x=along, tooltip=[alt.Tooltip("area:N", title=" "), alt.Tooltip("text:N", title=title)]
    )
    own, peers = chart.transform_filter("datum.home"), chart.transform_filter("!datum.home")
    below = {"yOffset": MARKS}
    return base.styled(
        own.mark_rule(color=palette.QUIET, strokeWidth=0.4, yOffset=BETWEEN).encode(
            x=alt.value(0), x2=alt.value("width")
        ),
        own.mark_rule(color=palette.QUIET, strokeWidth=1.5, yOffset=MARKS - HALF, y2Offset=MARKS + HALF).encode(
            x=alt.datum(100), y2="position:O"
        ),
        peers.mark_point(size=60, strokeWidth=1.5, opacity=1, color=palette.PEER, **below),
        own.mark_point(size=190, filled=True, opacity=1, color=palette.HOME, **below),
        own.mark_text(dy=OWN, fontWeight="bold", color=palette.HOME, fontSize=14).encode(text="text:N"),
        own.encode(x=alt.value(0), text="ends:N").mark_text(
            align="left", dy=ENDS, fontSize=12, color=palette.CAPTION
        ),
        own.encode(x=alt.value(0), text="row:N").mark_text(
            align="left", dy=HEADING, lineBreak="|", color=palette.INK, limit={"expr": "width"}
        ),
    )


def lines(frame: pd.DataFrame, *, title: str, year_labels: str) -> base.Picture:
    """A small line per place, one under the other, all on the same scale, with a rule at 100.

    frame : area, home (bool), year, value, text ; places in the order of drawing
    """
    order = {area: place for place, area in enumerate(dict.fromkeys(frame["area"]))}
    low, high = min(frame["value"].min(), 100), max(frame["value"].max(), 100)
    extent = (high - low) or 1

    def height(values: pd.Series | float, areas: pd.Series) -> pd.Series:
        return areas.map(order) + 1 - (values - low) / extent * (1 - NAME)

    drawn = base.with_gaps(frame, "area")
    ends = frame["year"] == frame.groupby("area")["year"].transform("max")
    last = frame[ends].set_index("area")["year"]
    drawn = drawn.assign(
        place=height(drawn["value"], drawn["area"]),
        hundred=height(100.0, drawn["area"]),
        top=drawn["area"].map(order) + NAME / 3,
        last=drawn["year"] == drawn["area"].map(last),
        first=drawn["year"] == drawn["year"].min(),
    )
    count = len(order)
    drawing = base.filled(_lines(title, year_labels), LINE * count, ends=(count + FOOT, 0))
    return base.Picture(drawing, drawn)


@caching.of_drawing
def _lines(title: str, year_labels: str) -> dict:
    scale = alt.Scale(domain=base.places("ends"), nice=False, zero=False)
    chart = alt.Chart().encode(
        x=base.year_axis(year_labels), y=alt.Y("place:Q", scale=scale, axis=None), detail="area:N"
    )
    colour = alt.condition("datum.home", alt.value(palette.HOME), alt.value(palette.PEER))
    told = chart.encode(tooltip=[alt.Tooltip("area:N", title=" "), alt.Tooltip("text:N", title=title)])
    valid = told.transform_filter("isValid(datum.value)")
    ends = valid.transform_filter("datum.last")
    names = valid.transform_filter("datum.first")
    return base.styled(
        chart.mark_line(strokeWidth=1, strokeDash=[2, 3], color=palette.QUIET).encode(
            y=alt.Y("hundred:Q", scale=scale, axis=None)
        ),
        chart.mark_line(strokeWidth=2.5).encode(color=colour),
        valid.mark_point(filled=True, size=36, opacity=1).encode(color=colour),
        ends.mark_text(align="left", dx=9, fontWeight="bold").encode(text="text:N", color=colour),
        names.mark_text(align="left", color=palette.INK).encode(
            x=alt.value(4), y=alt.Y("top:Q", scale=scale, axis=None), text="area:N"
        ),
    )
