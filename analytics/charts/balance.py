"""Gains and losses as bars on both sides of zero, a row each."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

BAR, LINE, ROOM, NUMBER = 26, 17, 12, 58


def by_row(
    frame: pd.DataFrame, *, title: str, kinds: list[str], colours: list[str], beside: bool = False
) -> base.Picture:
    """Bars from zero to the left or right with their number at the end; values of a mixed basis are open.

    frame : slot (words of the row, lines parted by |), kind (words), value, text, mixed_basis (bool)
    kinds, colours : what a bar stands for and its colour, in the order of the legend
    beside : whether every row has a bar for each kind, one under the other
    """
    lines = frame["slot"].str.count(r"\|").max() + 1
    row = max(BAR * (len(kinds) if beside else 1), LINE * lines) + ROOM
    height = int(row * frame["slot"].nunique())
    drawing = _by_row(title, tuple(kinds), tuple(colours), beside)
    return base.Picture(base.filled(drawing, height), frame)


@caching.of_drawing
def _by_row(title: str, kinds: tuple[str, ...], colours: tuple[str, ...], beside: bool) -> dict:
    lines = alt.Axis(labelExpr="split(datum.label, '|')", ticks=False, domain=False, labelBaseline="middle")
    values = alt.Scale(zero=True, nice=False, padding=NUMBER)
    chart = alt.Chart().encode(
        y=alt.Y("slot:O", title=None, sort=None, axis=lines, scale=alt.Scale(paddingInner=0.25)),
        x=alt.X("value:Q", title=title, scale=values, axis=alt.Axis(format=",.0f", tickCount=5, labelOverlap=True)),
        tooltip=[alt.Tooltip("kind:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    if beside:
        chart = chart.encode(yOffset=alt.YOffset("kind:N", sort=kinds, scale=alt.Scale(domain=kinds)))
    scale = alt.Scale(domain=kinds, range=colours)
    legend = base.legend(base.columns(kinds))
    whole, mixed = chart.transform_filter("!datum.mixed_basis"), chart.transform_filter("datum.mixed_basis")
    return base.styled(
        whole.mark_bar().encode(color=alt.Color("kind:N", sort=kinds, scale=scale, legend=legend)),
        mixed.mark_bar(fill=palette.PAPER, strokeWidth=2).encode(
            stroke=alt.Stroke("kind:N", sort=kinds, scale=scale, legend=None)
        ),
        alt.Chart().mark_rule(color=palette.QUIET).encode(x=alt.datum(0)),
        chart.transform_filter("datum.value >= 0").mark_text(align="left", dx=6).encode(text="text:N"),
        chart.transform_filter("datum.value < 0").mark_text(align="right", dx=-6).encode(text="text:N"),
    )
