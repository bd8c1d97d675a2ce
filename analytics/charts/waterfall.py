"""A change and what it is made of: bars that carry one total over into another, and the same parts side by side."""

from collections.abc import Sequence

import altair as alt
import numpy as np
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

ROW = 58
PART_ROW, APART = 56, 0.22
SIDES = {"above": -15, "below": 17}
KINDS = {"total": palette.HOME, "rise": palette.BETTER, "fall": palette.WORSE}


def waterfall(frame: pd.DataFrame, *, title: str, spec: str) -> base.Picture:
    """A row each for the total before, its parts and the total after, in the order of the frame.

    frame : slot (words), start, end (where the bar begins and ends), text
    """
    kind = (frame["end"] < frame["start"]).map({True: "fall", False: "rise"})
    following = {"carried": frame["end"], "next_slot": frame["slot"].shift(-1)}
    outer = frame[["start", "end"]].max(axis=1)
    drawn = frame.assign(kind=kind.where(frame["start"] != 0, "total"), outer=outer, **following)
    return base.Picture(base.filled(_waterfall(title, spec), ROW * len(frame)), drawn)


@caching.of_drawing
def _waterfall(title: str, spec: str) -> dict:
    axis = alt.Axis(format=spec, tickCount=5, labelOverlap=True)
    along = alt.X("start:Q", title=title, scale=alt.Scale(zero=True, nice=True), axis=axis)
    row = alt.Y("slot:O", title=None, sort=None, axis=alt.Axis(ticks=False, domain=False, labelColor=palette.INK))
    chart = alt.Chart().encode(
        y=row, tooltip=[alt.Tooltip("slot:N", title=" "), alt.Tooltip("text:N", title=title)]
    )
    colour = alt.Color("kind:N", scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())), legend=None)
    return base.styled(
        chart.mark_bar(height={"band": 0.62}).encode(x=along, x2="end:Q", color=colour),
        alt.Chart()
        .transform_filter("isValid(datum.next_slot)")
        .mark_rule(color=palette.QUIET, strokeDash=[3, 3])
        .encode(x="carried:Q", y=row, y2="next_slot:O"),
        chart.mark_text(align="left", dx=8, fontWeight="bold", fontSize=15).encode(x="outer:Q", text="text:N"),
    )


def parts(frame: pd.DataFrame, *, title: str, spec: str, causes: Sequence[str]) -> base.Picture:
    """A row per slot, in the order of the frame, with a mark for each part on one scale about zero.

    frame : slot (words), cause (words), value, text ; causes : in the order of the legend
    A number is written above its mark, or below where the one above another mark of the row stands too near.
    """
    extent = max(frame["value"].max(), 0) - min(frame["value"].min(), 0)
    sides = frame.groupby("slot", sort=False)["value"].apply(lambda values: _sides(values, extent * APART))
    drawn = frame.assign(side=sides.droplevel(0))
    height = PART_ROW * frame["slot"].nunique()
    return base.Picture(base.filled(_parts(title, spec, tuple(causes)), height), drawn)


def _sides(values: pd.Series, gap: float) -> pd.Series:
    """The side of its mark on which each number is written; empty where both are taken."""
    taken = dict.fromkeys(SIDES, -np.inf)
    found = pd.Series("", index=values.index)
    for row, value in values.sort_values().items():
        free = [side for side, last in taken.items() if value - last >= gap]
        if free:
            found[row] = free[0]
            taken[free[0]] = value
    return found


@caching.of_drawing
def _parts(title: str, spec: str, causes: tuple[str, ...]) -> dict:
    axis = alt.Axis(format=spec.lstrip("+"), tickCount=6, labelOverlap=True)
    row_axis = alt.Axis(ticks=False, domain=False, grid=True, labelColor=palette.INK)
    colours, shapes = zip(*palette.CAUSES[: len(causes)], strict=True)
    legend = base.legend(1)
    chart = alt.Chart().encode(
        y=alt.Y("slot:O", title=None, sort=None, axis=row_axis),
        x=alt.X("value:Q", title=title, scale=alt.Scale(zero=True, nice=True, padding=24), axis=axis),
        tooltip=[
            alt.Tooltip("slot:N", title=" "),
            alt.Tooltip("cause:N", title="  "),
            alt.Tooltip("text:N", title=title),
        ],
    )
    return base.styled(
        alt.Chart().mark_rule(color=palette.QUIET).encode(x=alt.datum(0)),
        chart.mark_point(size=120, filled=True, opacity=1).encode(
            color=alt.Color("cause:N", sort=causes, scale=alt.Scale(domain=causes, range=colours), legend=legend),
            shape=alt.Shape("cause:N", sort=causes, scale=alt.Scale(domain=causes, range=shapes), legend=legend),
        ),
        *(
            chart.transform_filter(f"datum.side === '{side}'").mark_text(dy=dy, **style).encode(text="text:N")
            for side, dy in SIDES.items()
            for style in (base.HALO, {"color": palette.INK})
        ),
    )
