"""Bars: a count by year, and parts of a whole by day of reference. They start at zero."""

import altair as alt
import pandas as pd

from analytics.charts import base, palette


def yearly(frame: pd.DataFrame, *, title: str, spec: str, order: list[str], height: int = 320) -> alt.LayerChart:
    """One bar a year with its value on top.

    frame : slot (year as the axis writes it), value, text ; order : the slots from left to right
    """
    chart = alt.Chart(frame).encode(
        x=alt.X("slot:O", title=None, sort=order, axis=alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')")),
        y=base.value_axis("value", title, zero=True, spec=spec),
        tooltip=[alt.Tooltip("text:N", title=title)],
    )
    bar = chart.mark_bar(color=palette.HOME, width={"band": 0.7})
    label = chart.mark_text(dy=-9).encode(text="text:N")
    return base.styled(alt.layer(bar, label).properties(height=height))


def shares(
    frame: pd.DataFrame, *, title: str, order: list[str], groups: list[str], colours: list[str], height: int = 380
) -> alt.LayerChart:
    """Stacked bars of shares, a row per day of reference, youngest at the left, the share written in each part.

    frame : slot, group (words), rank (0 left), value (percent), middle (percent), text ; one row per part
    order : the slots from the top
    """
    chart = alt.Chart(frame).encode(
        y=alt.Y("slot:O", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False)),
        tooltip=[alt.Tooltip("group:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    bar = chart.mark_bar(height={"band": 0.8}, stroke="#FFFFFF", strokeWidth=1).encode(
        x=alt.X("value:Q", title=title, stack="zero", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(tickCount=5)),
        color=alt.Color(
            "group:N", sort=groups, scale=alt.Scale(domain=groups, range=colours), legend=base.legend()
        ),
        order="rank:O",
    )
    label = chart.mark_text(color="#FFFFFF", fontWeight="bold").encode(x="middle:Q", text="text:N")
    return base.styled(alt.layer(bar, label).properties(height=height))
