"""Lines over years: one place in several bases, or several places in one basis."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

POINT = 70
HEIGHT = 250
LEADER = 18
DEMO = "datum.status === 'demo'"
VALUE = "!isValid(datum.place)"
DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [12, 4], [1, 3], [12, 3, 2, 3, 2, 3]]


def by_basis(
    frame: pd.DataFrame,
    *,
    title: str,
    spec: str,
    year_labels: str,
    signed: bool = False,
    height: int = HEIGHT,
) -> base.Picture:
    """One line per basis, never joined across bases; the strategy's own figures stand as labelled marks.

    Demo values are open marks on a line of their own.

    frame : year, value, basis (code), status (code), short (words of the basis, others for its demo values), text
    signed : whether values stand on both sides of zero, which is then drawn
    """
    shown = frame.drop_duplicates("short")
    demo = tuple(shown["status"] == "demo")
    drawing = _by_basis(
        tuple(shown["basis"]), tuple(shown["short"]), demo, title, spec, year_labels, signed, height
    )
    return base.Picture(drawing, base.with_gaps(frame, "short"))


@caching.of_drawing
def _by_basis(
    codes: tuple[str, ...],
    labels: tuple[str, ...],
    demo: tuple[bool, ...],
    title: str,
    spec: str,
    year_labels: str,
    signed: bool,
    height: int,
) -> dict:
    colours, shapes, dashes = zip(*(palette.BASIS[code] for code in codes), strict=True)
    fills = [
        palette.PAPER if made_up or code == "strategy" else colour
        for code, made_up, colour in zip(codes, demo, colours, strict=True)
    ]

    def scaled(channel: type, values: Sequence[str]) -> alt.Color | alt.Fill | alt.Shape:
        scale = alt.Scale(domain=labels, range=values)
        return channel("short:N", scale=scale, sort=labels, legend=base.legend(base.columns(labels)))

    chart = alt.Chart().encode(
        x=base.year_axis(year_labels),
        y=_values(title, spec, signed),
        color=scaled(alt.Color, colours),
        tooltip=[alt.Tooltip("short:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    by_code = alt.StrokeDash("basis:N", scale=alt.Scale(domain=codes, range=dashes), legend=None)
    dash = alt.condition(DEMO, alt.value(palette.DEMO_DASH), by_code)
    own = "datum.basis === 'strategy'"
    others, strategy = chart.transform_filter(f"!({own})"), chart.transform_filter(own)
    layers = [
        others.mark_line(strokeWidth=2.5).encode(strokeDash=dash),
        others.mark_point(size=POINT, strokeWidth=2, opacity=1).encode(
            fill=scaled(alt.Fill, fills), shape=scaled(alt.Shape, shapes)
        ),
        strategy.mark_point(size=5 * POINT, strokeWidth=2.5, shape="diamond", opacity=1),
        strategy.mark_text(dy=-20, fontSize=17, fontWeight="bold").encode(
            text="text:N", color=alt.value(palette.INK)
        ),
    ]
    if signed:
        layers.insert(0, alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(0)))
    return base.styled(*layers, height=height)


def _values(title: str, spec: str, signed: bool) -> alt.Y:
    """A value axis that keeps its lowest and highest marks off its ends."""
    axis = alt.Axis(format=spec, tickCount=6)
    return alt.Y("value:Q", title=title, scale=alt.Scale(zero=signed, nice=True, padding=10), axis=axis)


def by_area(
    frame: pd.DataFrame,
    *,
    title: str,
    spec: str,
    year_labels: str,
    reference: float | None = None,
    height: int = HEIGHT,
) -> base.Picture:
    """One line per place, the city coloured, the others grey and told apart by the name at the line's end.

    frame : year, value, area (words), home (bool), text (value as shown), rank (1 home, 2, 3 … others)
    """
    drawn = base.with_gaps(frame, "area")
    ends = frame.loc[frame.groupby("area")["year"].idxmax()]
    extent = frame["value"].max() - frame["value"].min()
    places = base.spread(list(ends["value"]), (extent or 1) * 0.088)
    drawn = pd.concat([drawn, ends.assign(place=places, end=ends["area"] + " " + ends["text"])])
    drawn["edge"] = frame["year"].max()
    return base.Picture(_by_area(title, spec, year_labels, reference, height), drawn)


@caching.of_drawing
def _by_area(title: str, spec: str, year_labels: str, reference: float | None, height: int) -> dict:
    values = alt.Chart().encode(
        x=base.year_axis(year_labels),
        y=base.value_axis("value", title, zero=False, spec=spec),
        tooltip=[alt.Tooltip("area:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    city = values.transform_filter(f"{VALUE} && datum.home")
    peers = values.transform_filter(f"{VALUE} && !datum.home")
    dash = alt.StrokeDash("rank:O", scale=alt.Scale(domain=list(range(1, 9)), range=DASHES), legend=None)
    layers = [
        peers.mark_line(strokeWidth=1.5, color=palette.PEER).encode(detail="area:N", strokeDash=dash),
        peers.mark_point(filled=True, size=18, color=palette.PEER, opacity=1),
        city.mark_line(strokeWidth=3.5, color=palette.HOME).encode(detail="area:N"),
        city.mark_point(filled=True, size=POINT, color=palette.HOME, opacity=1),
        _leader(title, spec, year_labels),
        _end_label("!datum.home", year_labels, color=palette.PEER),
        _end_label("datum.home", year_labels, color=palette.HOME, fontWeight="bold", fontSize=15),
    ]
    if reference is not None:
        layers.insert(0, alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(reference)))
    return base.styled(*layers, height=height)


def _leader(title: str, spec: str, year_labels: str) -> alt.Chart:
    """From the end of each line to its name, which stands where the others leave it room."""
    return (
        alt.Chart()
        .transform_filter(f"!({VALUE})")
        .mark_rule(color=palette.QUIET, x2Offset=LEADER)
        .encode(
            x=base.year_axis(year_labels),
            x2="edge:Q",
            y=base.value_axis("value", title, zero=False, spec=spec),
            y2="place:Q",
        )
    )


def _end_label(whose: str, year_labels: str, **style: object) -> alt.Chart:
    label = alt.Chart().transform_filter(f"!({VALUE}) && {whose}").mark_text(align="left", dx=LEADER + 4, **style)
    return label.encode(x=base.year_axis(year_labels, "edge"), y="place:Q", text="end:N")
