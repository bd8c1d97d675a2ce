"""Bars: a count by year, and parts of a whole by day of reference. They start at zero."""

from functools import cache

import altair as alt
import pandas as pd

from analytics.charts import base, palette


def yearly(frame: pd.DataFrame, *, title: str, spec: str, height: int = 320) -> base.Picture:
    """One bar a year with its value on top, in the order of the frame.

    frame : slot (year as the axis writes it, era and year parted by |), value, text
    """
    return base.Picture(_yearly(title, spec, height), frame)


@cache
def _yearly(title: str, spec: str, height: int) -> dict:
    lines = alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')")
    chart = alt.Chart().encode(
        x=alt.X("slot:O", title=None, sort=None, axis=lines),
        y=base.value_axis("value", title, zero=True, spec=spec),
        tooltip=[alt.Tooltip("text:N", title=title)],
    )
    bar = chart.mark_bar(color=palette.HOME, width={"band": 0.7})
    return base.styled(bar, chart.mark_text(dy=-9).encode(text="text:N"), height=height)


def shares(
    frame: pd.DataFrame, *, title: str, groups: list[str], colours: list[str], height: int = 380
) -> base.Picture:
    """Stacked bars of shares, a row per slot in the order of the frame, the share written in each part.

    frame : slot, group (words), rank (0 left), value (percent), middle (percent), text ; one row per part
    """
    return base.Picture(_shares(title, tuple(groups), tuple(colours), height), frame)


@cache
def _shares(title: str, groups: tuple[str, ...], colours: tuple[str, ...], height: int) -> dict:
    chart = alt.Chart().encode(
        y=alt.Y("slot:O", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False)),
        tooltip=[alt.Tooltip("group:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    scale = alt.Scale(domain=[0, 100])
    bar = chart.mark_bar(height={"band": 0.8}, stroke="#FFFFFF", strokeWidth=1).encode(
        x=alt.X("value:Q", title=title, stack="zero", scale=scale, axis=alt.Axis(tickCount=5)),
        color=alt.Color(
            "group:N", sort=groups, scale=alt.Scale(domain=groups, range=colours), legend=base.legend(columns=1)
        ),
        order="rank:O",
    )
    label = chart.mark_text(color="#FFFFFF", fontWeight="bold").encode(x="middle:Q", text="text:N")
    return base.styled(bar, label, height=height)
