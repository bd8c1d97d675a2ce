"""Two moments of several places on one scale."""

from functools import cache

import altair as alt
import pandas as pd

from analytics.charts import base, palette


def two_moments(
    frame: pd.DataFrame, *, title: str, spec: str, order: list[str], moments: list[str], height: int = 320
) -> base.Picture:
    """A row per place: open mark before, filled mark after, a line between them.

    frame : area, home (bool), moment (words), first (bool), value, text ; order : places from the top ; moments : before, after
    """
    return base.Picture(_two_moments(title, spec, tuple(order), tuple(moments), height), frame)


@cache
def _two_moments(title: str, spec: str, order: tuple[str, ...], moments: tuple[str, ...], height: int) -> dict:
    axis = alt.Axis(format=spec, tickCount=6, labelOverlap=True)
    chart = alt.Chart().encode(
        x=alt.X("value:Q", title=title, scale=alt.Scale(zero=False, nice=True), axis=axis),
        y=alt.Y("area:N", title=None, sort=order, axis=alt.Axis(labelColor=palette.INK, ticks=False, grid=True)),
        color=alt.condition("datum.home", alt.value(palette.HOME), alt.value(palette.CAPTION)),
        tooltip=[
            alt.Tooltip("area:N", title=" "),
            alt.Tooltip("moment:N", title="  "),
            alt.Tooltip("text:N", title=title),
        ],
    )
    scale = alt.Scale(domain=moments, range=["circle", "diamond"])
    point = chart.encode(shape=alt.Shape("moment:N", sort=moments, scale=scale, legend=base.legend()))
    mark = {"size": 110, "strokeWidth": 2, "opacity": 1}
    return base.styled(
        chart.mark_line(strokeWidth=2).encode(detail="area:N"),
        point.transform_filter("datum.first").mark_point(**mark, fill="#FFFFFF"),
        point.transform_filter("!datum.first").mark_point(**mark, filled=True),
        chart.mark_text(dy=-13).encode(text="text:N"),
        height=height,
    )
