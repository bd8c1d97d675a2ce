"""Places by their size and rate, between the limits that chance alone would keep them in."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

GAP, MARGIN, RIGHT = 0.055, 0.1, 0.3
TICKS = tuple(step * 10**power for power in range(2, 9) for step in (1, 3))
SHAPES = {"": "circle", "high": "triangle-up", "low": "triangle-down"}
DASHES = {"inner": [5, 4], "outer": [1, 0]}
Ends = tuple[float, float]


def funnel(
    places: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    title: str,
    across: str,
    spec: str,
    levels: dict[str, str],
    centre: str,
    signed: bool = False,
    height: int = 420,
) -> base.Picture:
    """A mark and its name for each place, over two pairs of limits and the rate of all together.

    places : area, home (bool), denominator, value, text, outside ("", high, low: beyond the inner limits), centre,
    low_outer, high_outer ; curve : denominator, low_inner, high_inner, low_outer, high_outer, basis
    across : title of the axis of denominators ; levels : {"inner": words, "outer": words} ; centre : its words
    signed : whether rates stand on both sides of zero, which is then drawn
    """
    ends = _ends(places, signed)
    sizes = (float(curve["denominator"].min()), float(curve["denominator"].max()))
    bounds = [
        curve[["denominator", "basis"]].assign(bound=curve[f"{end}_{name}"], end=end, level=words)
        for name, words in levels.items()
        for end in ("low", "high")
    ]
    middle = curve.head(1)[["denominator"]].assign(middle=places["centre"].iloc[0], name=centre)
    frame = pd.concat([_labelled(places, (ends[1] - ends[0]) * GAP), *bounds, middle], ignore_index=True)
    names = (levels["inner"], levels["outer"])
    drawing = _funnel(title, across, spec, names, signed)
    ticks = [tick for tick in TICKS if sizes[0] <= tick <= sizes[1]]
    return base.Picture(base.filled(drawing, height, ends=ends, sizes=sizes, ticks=ticks), frame)


def _ends(places: pd.DataFrame, signed: bool) -> Ends:
    """Every rate, and the outer limits of the largest place; wider limits of small places run off the picture."""
    largest = places.loc[places["denominator"].idxmax()]
    seen = [*places["value"], largest["low_outer"], largest["high_outer"], *([0] if signed else [])]
    room = MARGIN * ((max(seen) - min(seen)) or 1)
    return float(min(seen) - room), float(max(seen) + room)


def _labelled(places: pd.DataFrame, gap: float) -> pd.DataFrame:
    """Where each name is written: beside its mark, as high or low as leaves every other name room."""
    small, large = places["denominator"].min(), places["denominator"].max()
    return places.assign(
        name=places["area"] + " " + places["text"],
        written=base.spread(list(places["value"]), gap),
        left=places["denominator"] > small * (large / small) ** RIGHT,
    )


@caching.of_drawing
def _funnel(title: str, across: str, spec: str, levels: tuple[str, str], signed: bool) -> dict:
    scale = alt.Scale(domain=base.places("ends"), nice=False, zero=signed)
    axis = alt.Axis(format=spec, tickCount=6)
    size = alt.X(
        "denominator:Q",
        title=across,
        scale=alt.Scale(type="log", domain=base.places("sizes"), nice=False),
        axis=alt.Axis(values=base.places("ticks"), format=",.0f", labelOverlap="greedy", grid=False),
    )

    def up(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=title, scale=scale, axis=axis)

    chart = alt.Chart().encode(x=size)
    dash = alt.Scale(domain=levels, range=[DASHES["inner"], DASHES["outer"]])
    bounds = chart.transform_filter("isValid(datum.bound)").mark_line(
        strokeWidth=1.3, color=palette.REFERENCE, clip=True
    )
    middle = alt.Chart().transform_filter("isValid(datum.middle)").encode(y=up("middle"))
    named = chart.transform_filter("isValid(datum.value)")
    zero = [alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(0))] if signed else []
    return base.styled(
        *zero,
        bounds.encode(
            y=up("bound"),
            detail="end:N",
            strokeDash=alt.StrokeDash("level:N", sort=levels, scale=dash, legend=base.legend()),
        ),
        middle.mark_rule(color=palette.REFERENCE, strokeDash=[1, 3]),
        middle.mark_text(align="left", dy=-8, color=palette.REFERENCE).encode(x=alt.value(4), text="name:N"),
        named.mark_rule(color=palette.QUIET).encode(y=up("value"), y2="written:Q"),
        _marks(named.encode(y=up("value")), title),
        *(
            _names(named.encode(y=up("written")), side, halo)
            for halo in (True, False)
            for side in ("left", "right")
        ),
    )


def _marks(named: alt.Chart, title: str) -> alt.Chart:
    shapes = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    return named.mark_point(filled=True, opacity=1).encode(
        color=alt.condition("datum.home", alt.value(palette.HOME), alt.value(palette.PEER)),
        size=alt.condition("datum.home", alt.value(190), alt.value(90)),
        shape=alt.Shape("outside:N", scale=shapes, legend=None),
        tooltip=[alt.Tooltip("area:N", title=" "), alt.Tooltip("text:N", title=title)],
    )


def _names(named: alt.Chart, side: str, halo: bool) -> alt.Chart:
    """The names on one side of their marks, over a white edge that keeps lines from running through them."""
    chosen = named.transform_filter("datum.left" if side == "left" else "!datum.left")
    place = {"align": "right", "dx": -10} if side == "left" else {"align": "left", "dx": 10}
    written = chosen.encode(text="name:N", size=alt.condition("datum.home", alt.value(16), alt.value(base.LABEL)))
    if halo:
        return written.mark_text(**place, **base.HALO)
    colour = alt.condition("datum.home", alt.value(palette.HOME), alt.value(palette.INK))
    return written.encode(color=colour).mark_text(**place)
