"""The parts of a whole over the years ahead, and beside them a group that is contained in one of the parts."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

LOOKS = tuple(zip(palette.PARTS, ([2, 2], [6, 3], [8, 3, 2, 3]), strict=True))
WITHIN = (palette.WOMEN, [1, 3])
GAP, RIGHT, EVERY = 0.075, 66, 5


def over_years(
    frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, labels: Sequence[str], zero: bool
) -> base.Picture:
    """Parts as dashed lines, the group as a dotted one with triangles every EVERY years; each ends in its value.

    frame : year, value, text, label (words), within (whether it is the group, no part)
    labels : of the parts in their order, then of the group ; zero : whether the values start there
    """
    ends = frame.loc[frame.groupby("label")["year"].idxmax()]
    extent = frame["value"].max() - (0 if zero else frame["value"].min())
    named = ends.assign(place=base.spread(list(ends["value"]), GAP * (extent or 1)), words=ends["text"])
    drawn = pd.concat([frame, named], ignore_index=True)
    return base.Picture(_over_years(title, spec, year_labels, tuple(labels), zero), drawn)


@caching.of_drawing
def _over_years(title: str, spec: str, year_labels: str, labels: tuple[str, ...], zero: bool) -> dict:
    colours, dashes = zip(*LOOKS, WITHIN, strict=True)
    legend = alt.Legend(columns=1, orient="bottom", symbolType="stroke", symbolSize=900, symbolStrokeWidth=3)
    shades = alt.Scale(domain=labels, range=colours)
    colour = alt.Color("label:N", scale=shades, sort=labels, legend=legend)
    dash = alt.StrokeDash("label:N", scale=alt.Scale(domain=labels, range=dashes), sort=labels, legend=legend)
    years = base.year_axis(year_labels, step=EVERY)
    chart = alt.Chart().encode(
        x=years,
        y=base.value_axis("value", title, zero=zero, spec=spec),
        tooltip=base.year_tooltip(title),
    )
    values = chart.transform_filter("!isValid(datum.place)")
    ends = alt.Chart().transform_filter("isValid(datum.place)")
    return base.styled(
        values.mark_line(strokeWidth=3).encode(color=colour, strokeDash=dash),
        values.transform_filter(f"datum.within && datum.year % {EVERY} === 0").mark_point(
            filled=True, shape="triangle-up", size=90, color=WITHIN[0], opacity=1
        ),
        ends.mark_text(align="left", baseline="middle", dx=10, fontSize=14, fontWeight="bold").encode(
            x=years,
            y="place:Q",
            text="words:N",
            color=alt.condition("datum.within", alt.value(WITHIN[0]), alt.value(palette.INK)),
        ),
        height=300,
        right=RIGHT,
    )
