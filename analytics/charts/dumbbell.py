"""Two moments of several places on one scale."""

import altair as alt
import pandas as pd

from analytics.charts import base, palette


def two_moments(
    frame: pd.DataFrame, *, title: str, spec: str, order: list[str], moments: list[str], height: int = 320
) -> alt.LayerChart:
    """A row per place: open mark before, filled mark after, a line between them.

    frame : area, home (bool), moment (words), first (bool), value, text ; order : places from the top
    """
    row = alt.Y("area:N", title=None, sort=order, axis=alt.Axis(labelColor=palette.INK, ticks=False, grid=True))
    x = alt.X(
        "value:Q",
        title=title,
        scale=alt.Scale(zero=False, nice=True),
        axis=alt.Axis(format=spec, tickCount=6, labelOverlap=True),
    )
    colour = alt.condition("datum.home", alt.value(palette.HOME), alt.value(palette.CAPTION))
    chart = alt.Chart(frame).encode(
        x=x,
        y=row,
        color=colour,
        tooltip=[
            alt.Tooltip("area:N", title=" "),
            alt.Tooltip("moment:N", title="  "),
            alt.Tooltip("text:N", title=title),
        ],
    )
    shape = alt.Shape(
        "moment:N",
        sort=moments,
        scale=alt.Scale(domain=moments, range=["circle", "diamond"]),
        legend=base.legend(),
    )
    line = chart.mark_line(strokeWidth=2).encode(detail="area:N")
    point = chart.encode(shape=shape)
    before = point.transform_filter("datum.first").mark_point(size=110, strokeWidth=2, fill="#FFFFFF", opacity=1)
    after = point.transform_filter("!datum.first").mark_point(size=110, strokeWidth=2, filled=True, opacity=1)
    label = chart.mark_text(dy=-13).encode(text="text:N")
    return base.styled(alt.layer(line, before, after, label).properties(height=height))
