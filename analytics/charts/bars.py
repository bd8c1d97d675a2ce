"""Bars: a count by year or by what it counts, a ranking, and parts of a whole. They start at zero."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

ROW, NAMED, UNDER = 34, 40, 9


def yearly(frame: pd.DataFrame, *, title: str, spec: str, height: int = 250) -> base.Picture:
    """One bar a year with its value on top, in the order of the frame.

    frame : slot (year as the axis writes it, era and year parted by |), value, text
    """
    return base.Picture(_yearly(title, spec, height), frame)


@caching.of_drawing
def _yearly(title: str, spec: str, height: int) -> dict:
    lines = alt.Axis(labelAngle=0, labelExpr="split(datum.label, '|')", labelOverlap="greedy", labelSeparation=4)
    chart = alt.Chart().encode(
        x=alt.X("slot:O", title=None, sort=None, axis=lines),
        y=base.value_axis("value", title, zero=True, spec=spec),
        tooltip=[alt.Tooltip("text:N", title=title)],
    )
    bar = chart.mark_bar(color=palette.HOME, width={"band": 0.7})
    return base.styled(bar, chart.mark_text(dy=-9).encode(text="text:N"), height=height)


def by_kind(frame: pd.DataFrame, *, title: str, spec: str, kinds: list[str], colours: list[str]) -> base.Picture:
    """A bar a row with its value at the end, in the order of the frame, coloured by what it counts.

    frame : slot (moment in words), value, text, kind (words)
    kinds, colours : what is counted and its colour, in the order of the legend
    """
    drawing = _by_kind(title, spec, tuple(kinds), tuple(colours))
    return base.Picture(base.filled(drawing, ROW * len(frame)), frame)


@caching.of_drawing
def _by_kind(title: str, spec: str, kinds: tuple[str, ...], colours: tuple[str, ...]) -> dict:
    scale = alt.Scale(domain=kinds, range=colours)
    axis = alt.Axis(format=spec, tickCount=5, labelOverlap=True)
    chart = alt.Chart().encode(
        y=alt.Y("slot:O", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("value:Q", title=title, scale=alt.Scale(zero=True, nice=True), axis=axis),
        tooltip=[alt.Tooltip("kind:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    colour = alt.Color("kind:N", sort=kinds, scale=scale, legend=base.legend(columns=1))
    bar = chart.mark_bar(height={"band": 0.7}).encode(color=colour)
    return base.styled(bar, chart.mark_text(align="left", dx=6).encode(text="text:N"))


def ranked(frame: pd.DataFrame, *, title: str, spec: str, moments: list[str]) -> base.Picture:
    """A bar a row under its name, in the order of the frame; an open mark stands where it was before.

    frame : name, moment (words), first (bool), value, text, end (where the number is written) ; moments : before, after
    """
    height = NAMED * frame["name"].nunique()
    looks = {"shapes": ["circle", "square"], "fills": [palette.PAPER, palette.HOME]}
    last = {name: values[-len(moments) :] for name, values in looks.items()}
    return base.Picture(
        base.filled(_ranked(title, spec, base.columns(moments)), height, moments=moments, **last), frame
    )


@caching.of_drawing
def _ranked(title: str, spec: str, columns: int) -> dict:
    moments, legend = base.places("moments"), base.legend(columns)
    chart = alt.Chart().encode(
        y=alt.Y("name:N", sort=None, axis=None),
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("moment:N", title="  "),
            alt.Tooltip("text:N", title=title),
        ],
    )
    axis = alt.Axis(format=spec, tickCount=5, labelOverlap=True)
    length = alt.X("value:Q", title=title, scale=alt.Scale(zero=True, nice=True), axis=axis)
    shape = alt.Scale(domain=moments, range=base.places("shapes"))
    fill = alt.Scale(domain=moments, range=base.places("fills"))
    before, after = chart.transform_filter("datum.first"), chart.transform_filter("!datum.first")
    return base.styled(
        after.mark_bar(height={"band": 0.42}, yOffset=UNDER, color=palette.HOME).encode(x=length),
        before.mark_point(size=80, strokeWidth=2, stroke=palette.INK, opacity=1, yOffset=UNDER).encode(
            x=length,
            shape=alt.Shape("moment:N", sort=moments, scale=shape, legend=legend),
            fill=alt.Fill("moment:N", sort=moments, scale=fill, legend=legend),
        ),
        after.mark_text(align="left", dx=9, dy=UNDER).encode(x="end:Q", text="text:N"),
        after.mark_text(align="left", dx=2, dy=-UNDER, color=palette.CAPTION).encode(x=alt.datum(0), text="name:N"),
    )


def shares(
    frame: pd.DataFrame, *, title: str, groups: list[str], colours: list[str], height: int = 380
) -> base.Picture:
    """Stacked bars of shares, a row per slot in the order of the frame, the share written in each part.

    frame : slot, group (words), rank (0 left), value (percent), middle (percent), text ; one row per part
    """
    return base.Picture(_shares(title, tuple(groups), tuple(colours), height), frame)


@caching.of_drawing
def _shares(title: str, groups: tuple[str, ...], colours: tuple[str, ...], height: int) -> dict:
    chart = alt.Chart().encode(
        y=alt.Y("slot:O", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False)),
        tooltip=[alt.Tooltip("group:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    scale = alt.Scale(domain=[0, 100])
    bar = chart.mark_bar(height={"band": 0.8}, stroke=palette.PAPER, strokeWidth=1).encode(
        x=alt.X("value:Q", title=title, stack="zero", scale=scale, axis=alt.Axis(tickCount=5)),
        color=alt.Color(
            "group:N", sort=groups, scale=alt.Scale(domain=groups, range=colours), legend=base.legend(columns=1)
        ),
        order="rank:O",
    )
    label = chart.mark_text(color=palette.PAPER, fontWeight="bold").encode(x="middle:Q", text="text:N")
    return base.styled(bar, label, height=height)
