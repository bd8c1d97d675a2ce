"""All pairs of two levers that reach a target, with where the place stands and where it has been."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

APART, SPARSE = 0.075, [2, 5]
LOOKS = {
    "today": ("circle", palette.HOME, 190),
    "answer": (palette.TARGET_SHAPE, palette.TARGET, 150),
    "been": ("cross", palette.HOME_LIGHT, 40),
}


def frontier(
    curve: pd.DataFrame, points: pd.DataFrame, *, across: str, title: str, kinds: dict[str, str], height: int = 380
) -> base.Picture:
    """The line of pairs that reach the target and points beside it; beyond the line the target is passed.

    curve : x, value, text, inside (bool, both levers within their bounds) ; points : x, value, text, kind (a key of
    LOOKS), label (words beside it, empty for none)
    across : title of x ; title : of y ; kinds : {kind: words of the legend}
    """
    whole = pd.concat([curve["value"], points["value"]])
    named = points[points["label"] != ""]
    gap = ((whole.max() - whole.min()) or 1) * APART
    labels = named.assign(kind="label", place=base.spread(list(named["value"]), gap))
    drawn = pd.concat([curve.assign(kind="curve", label=""), points, labels], ignore_index=True)
    present = tuple((kind, kinds[kind]) for kind in LOOKS if kind in set(points["kind"]))
    drawn["legend"] = drawn["kind"].map(kinds)
    return base.Picture(_frontier(across, title, present, height), drawn)


@caching.of_drawing
def _frontier(across: str, title: str, present: tuple[tuple[str, str], ...], height: int) -> dict:
    names = [words for _kind, words in present]
    shapes, colours, sizes = zip(*(LOOKS[kind] for kind, _words in present), strict=True)
    chart = alt.Chart().encode(
        x=alt.X("x:Q", title=across, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(tickCount=6)),
        y=alt.Y(
            "value:Q",
            title=title,
            scale=alt.Scale(zero=False, nice=True),
            axis=alt.Axis(format="+,.0f", tickCount=6),
        ),
        tooltip=[
            alt.Tooltip("legend:N", title=" "),
            alt.Tooltip("label:N", title="  "),
            alt.Tooltip("x:Q", title=across, format=".2f"),
            alt.Tooltip("text:N", title=title),
        ],
    )

    def scaled(channel: type, values: tuple) -> alt.Shape | alt.Color | alt.Size:
        scale = alt.Scale(domain=names, range=list(values))
        legend = None if channel is alt.Size else base.legend(base.columns(names))
        return channel("legend:N", sort=names, scale=scale, legend=legend)

    line = chart.transform_filter("datum.kind === 'curve'")
    points = chart.transform_filter("datum.kind !== 'curve' && datum.kind !== 'label'")
    named = chart.transform_filter("datum.kind === 'label'").encode(y="place:Q", text="label:N")
    style = {"align": "left", "dx": 13, "dy": -9, "fontWeight": "bold"}
    return base.styled(
        alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(0)),
        line.mark_line(strokeWidth=3, color=palette.TARGET).encode(
            strokeDash=alt.condition("datum.inside", alt.value(palette.TARGET_DASH), alt.value(SPARSE)),
            detail="inside:N",
        ),
        points.mark_point(filled=True, opacity=1).encode(
            shape=scaled(alt.Shape, shapes), color=scaled(alt.Color, colours), size=scaled(alt.Size, sizes)
        ),
        named.mark_text(**style, **base.HALO),
        named.mark_text(**style, color=palette.INK),
        height=height,
        right=60,
    )
