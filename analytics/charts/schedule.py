"""Rates by age with the model curves through them."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

Look = tuple[str, str, list[int]]


def fitted(
    frame: pd.DataFrame, curves: pd.DataFrame, *, title: str, across: str, looks: dict[str, Look], height: int = 340
) -> base.Picture:
    """A mark for every observed rate and a line through those of a kind; demo values are open.

    frame : middle (age), value, text, kind (words), age_words, status ; curves : middle, fit, kind, basis
    across : title of the age axis ; looks : {kind: colour, shape, dash}
    """
    demo = bool((frame["status"] == "demo").any())
    drawing = _fitted(
        title, across, tuple((kind, *look[:2], tuple(look[2])) for kind, look in looks.items()), demo, height
    )
    return base.Picture(drawing, pd.concat([frame, curves], ignore_index=True))


@caching.of_drawing
def _fitted(title: str, across: str, looks: tuple[tuple, ...], demo: bool, height: int) -> dict:
    kinds, colours, shapes, dashes = zip(*looks, strict=True)

    def by_kind(channel: type, values: tuple) -> alt.Color | alt.Shape | alt.StrokeDash:
        scale = alt.Scale(domain=kinds, range=values)
        return channel("kind:N", sort=kinds, scale=scale, legend=base.legend())

    axis = alt.Axis(values=list(range(0, 91, 10)), grid=False)
    age = alt.X("middle:Q", title=across, scale=alt.Scale(domain=[0, 90]), axis=axis)
    chart = alt.Chart().encode(x=age, color=by_kind(alt.Color, colours))
    observed = chart.transform_filter("isValid(datum.value)").encode(
        y=base.value_axis("value", title, zero=True, spec=".0f"),
        shape=by_kind(alt.Shape, shapes),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=" " * place)
            for place, name in enumerate(("kind", "age_words", "text"), 1)
        ],
    )
    line = chart.transform_filter("isValid(datum.fit)").mark_line(strokeWidth=2)
    marks = {"fill": palette.PAPER} if demo else {"filled": True}
    return base.styled(
        line.encode(y=alt.Y("fit:Q"), strokeDash=by_kind(alt.StrokeDash, dashes)),
        observed.mark_point(size=70, strokeWidth=2, opacity=1, **marks),
        height=height,
    )
