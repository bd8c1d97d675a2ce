"""Achievement rates of many indicators on one scale, beside the target at 100 percent."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

ROW, NAME = 46, -13
MARK, ABOVE, BELOW = 3, -5, 22


def against_100(frame: pd.DataFrame, *, title: str, order: dict[str, str]) -> base.Picture:
    """A mark per indicator, its name above it, its class in the mark's shape and colour, demo values open.

    frame : name, value (percent), text, band (code), band_text, demo (bool), in the order of drawing
    order : {band: its words}, as the legend lists them
    """
    drawn = frame.assign(position=range(len(frame)))
    drawing, count = _against_100(title, tuple(order.items())), len(frame)
    return base.Picture(base.filled(drawing, ROW * count, rows=range(count)), drawn)


@caching.of_drawing
def _against_100(title: str, order: tuple[tuple[str, str], ...]) -> dict:
    colours, shapes = zip(*(palette.BAND[band] for band, _words in order), strict=True)
    words = [name for _band, name in order]
    values = alt.Chart().encode(
        y=alt.Y("position:O", axis=None, scale=alt.Scale(domain=base.places("rows"))),
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    axis = alt.Axis(orient="top", tickCount=6, format=".0f", offset=8, domain=False)
    placed = values.encode(x=alt.X("value:Q", title=title, scale=alt.Scale(zero=False, nice=True), axis=axis))
    coloured = placed.encode(
        color=alt.Color(
            "band_text:N",
            sort=words,
            scale=alt.Scale(domain=words, range=colours),
            legend=base.legend(base.columns(words)),
        ),
        shape=alt.Shape(
            "band_text:N",
            sort=words,
            scale=alt.Scale(domain=words, range=shapes),
            legend=base.legend(base.columns(words)),
        ),
    )
    mark = {"size": 110, "strokeWidth": 2, "opacity": 1, "yOffset": MARK}
    return base.styled(
        values.mark_rule(
            color=palette.TARGET, strokeDash=palette.TARGET_DASH, yOffset=ABOVE, y2Offset=BELOW
        ).encode(x=alt.datum(100), y2="position:O"),
        coloured.transform_filter("datum.demo").mark_point(**mark, fill=palette.PAPER),
        coloured.transform_filter("!datum.demo").mark_point(**mark, filled=True),
        placed.transform_filter("datum.value < 100")
        .mark_text(dy=MARK, dx=-11, align="right")
        .encode(text="text:N"),
        placed.transform_filter("datum.value >= 100").mark_text(dy=MARK, dx=11, align="left").encode(text="text:N"),
        values.mark_text(align="left", dy=NAME, color=palette.CAPTION, limit={"expr": "width"}).encode(
            x=alt.value(0), text="name:N"
        ),
    )
