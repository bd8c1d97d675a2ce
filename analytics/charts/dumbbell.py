"""Two moments of several places on one scale."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

NUMBER = 44


def two_moments(
    frame: pd.DataFrame,
    *,
    title: str,
    spec: str,
    order: list[str],
    moments: list[str],
    signed: bool = False,
    height: int = 260,
) -> base.Picture:
    """A row per place: open mark before, filled mark after, a line between them, numbers on its outer sides.

    frame : area, home (bool), moment (words), first (bool), value, text
    order : places from the top ; moments : before, after, or the only one
    signed : whether values stand on both sides of zero, which is then drawn
    """
    values = frame.groupby("area")["value"]
    level = frame["first"] & (values.transform("max") == values.transform("min"))
    drawn = frame.assign(left=level | (frame["value"] < values.transform("max")))
    looks = {"shapes": ["circle", "square"], "fills": [palette.PAPER, palette.PEER]}
    last = {name: values[-len(moments) :] for name, values in looks.items()}
    drawing = _two_moments(title, spec, base.columns(moments), signed)
    return base.Picture(base.filled(drawing, height, order=order, moments=moments, **last), drawn)


@caching.of_drawing
def _two_moments(title: str, spec: str, columns: int, signed: bool) -> dict:
    moments, legend = base.places("moments"), base.legend(columns)
    axis = alt.Axis(format=spec, tickCount=6, labelOverlap=True)
    chart = alt.Chart().encode(
        x=alt.X("value:Q", title=title, scale=alt.Scale(zero=signed, nice=True, padding=NUMBER), axis=axis),
        y=alt.Y(
            "area:N",
            title=None,
            sort=base.places("order"),
            axis=alt.Axis(labelColor=palette.INK, ticks=False, grid=True),
        ),
        color=alt.condition("datum.home", alt.value(palette.HOME), alt.value(palette.PEER)),
        tooltip=[
            alt.Tooltip("area:N", title=" "),
            alt.Tooltip("moment:N", title="  "),
            alt.Tooltip("text:N", title=title),
        ],
    )
    shapes = alt.Scale(domain=moments, range=base.places("shapes"))
    fills = alt.Scale(domain=moments, range=base.places("fills"))
    fill = alt.Fill("moment:N", sort=moments, scale=fills, legend=legend)
    point = chart.mark_point(size=110, strokeWidth=2, opacity=1).encode(
        shape=alt.Shape("moment:N", sort=moments, scale=shapes, legend=legend),
        fill=alt.condition("datum.home && !datum.first", alt.value(palette.HOME), fill),
    )
    layers = [
        chart.mark_line(strokeWidth=2).encode(detail="area:N"),
        point,
        chart.transform_filter("datum.left").mark_text(align="right", dx=-10).encode(text="text:N"),
        chart.transform_filter("!datum.left").mark_text(align="left", dx=10).encode(text="text:N"),
    ]
    if signed:
        layers.insert(0, alt.Chart().mark_rule(color=palette.QUIET).encode(x=alt.datum(0)))
    return base.styled(*layers)
