"""One average seen in several ways, over the years in which the set behind it was revised."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

LOOKS = (
    (palette.HOME, "circle", 80, 3.5),
    (palette.HOME_LIGHT, "square", 260, 2),
    (palette.REFERENCE, "triangle-up", 110, 2),
)
NEAR, UNDER, RIGHT, NARROW = 0.09, 20, 18, 20


def by_view(
    frame: pd.DataFrame,
    *,
    title: str,
    spec: str,
    year_labels: str,
    revised: tuple[float, str] | None = None,
    height: int = 460,
) -> base.Picture:
    """A line for each view, the first in front, broken where its set was revised; demo values open and dashed.

    The first view's values stand under its points, every view's last value at its end.

    frame : year, value, text (value as shown), view (words), run (points of one run are joined), demo (bool)
    revised : where on the year axis the revision stands, and its words
    """
    views = tuple(dict.fromkeys(frame["view"]))
    known = frame.dropna(subset="value")
    front = known["view"] == views[0]
    known = pd.concat([known[~front], known[front]]).assign(front=lambda rows: rows["view"] == views[0])
    rule = pd.DataFrame(
        [{"since": revised[0], "text": "\n".join(base.lines(revised[1], NARROW))}] if revised else []
    )
    parts = {"value": base.with_gaps(known, "run"), "label": _labels(known), "rule": rule}
    drawn = pd.concat([rows.assign(part=name) for name, rows in parts.items() if len(rows)], ignore_index=True)
    flags = {name: drawn[name].eq(True) for name in ("demo", "front")}
    made_up = bool(known["demo"].all())
    return base.Picture(
        _by_view(views, made_up, title, spec, year_labels, height),
        drawn.reindex(columns=[*drawn.columns, *({"since"} - {*drawn.columns})]).assign(**flags),
    )


def _labels(known: pd.DataFrame) -> pd.DataFrame:
    """What is written at the points of the first view and, apart from each other, at the end of every line.

    place (height), end (bool)
    """
    last = known["year"] == known["year"].max()
    ends = known[last].drop_duplicates("text", keep="last").assign(end=True)
    gap = (known["value"].max() - known["value"].min() or 1) * NEAR
    ends["place"] = base.spread(list(ends["value"]), gap)
    inner = known[known["front"] & ~last]
    return pd.concat([inner.assign(end=False, place=inner["value"]), ends]).assign(value=None)


@caching.of_drawing
def _by_view(views: tuple[str, ...], made_up: bool, title: str, spec: str, year_labels: str, height: int) -> dict:
    colours, shapes, sizes, widths = (part[: len(views)] for part in zip(*LOOKS, strict=True))
    fills = [palette.PAPER] * len(views) if made_up else colours

    def scaled(channel: type, values: tuple | list, *, legend: bool = True) -> alt.Stroke:
        shown = base.legend(columns=1) if legend else None
        return channel("view:N", sort=views, scale=alt.Scale(domain=views, range=values), legend=shown)

    chart = alt.Chart().transform_filter("datum.part === 'value'")
    chart = chart.encode(
        x=base.year_axis(year_labels),
        y=_height(title, spec),
        stroke=scaled(alt.Stroke, colours),
        tooltip=[alt.Tooltip("view:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    line = chart.encode(detail="run:N", strokeWidth=scaled(alt.StrokeWidth, widths, legend=False))
    return base.styled(
        *_revision(year_labels),
        line.transform_filter("!datum.demo").mark_line(),
        line.transform_filter("datum.demo").mark_line(strokeDash=palette.DEMO_DASH),
        chart.mark_point(opacity=1, strokeWidth=2.2).encode(
            shape=scaled(alt.Shape, shapes),
            size=scaled(alt.Size, sizes, legend=False),
            fill=alt.condition("datum.demo", alt.value(palette.PAPER), scaled(alt.Fill, fills)),
        ),
        *_written("!datum.end", year_labels, dy=UNDER),
        *_written("datum.end", year_labels, dx=RIGHT, align="left"),
        height=height,
        right=28,
    )


def _height(title: str, spec: str) -> alt.Y:
    """A value axis that keeps labels off its ends."""
    axis = base.value_axis("value", title, zero=False, spec=spec)
    axis["scale"] = alt.Scale(zero=False, nice=False, padding=30)
    return axis


def _written(which: str, year_labels: str, **style: object) -> list[alt.Chart]:
    """Values on a white edge, so that a line behind them does not touch them."""
    label = alt.Chart().transform_filter(f"datum.part === 'label' && {which}")
    label = label.encode(x=base.year_axis(year_labels), y="place:Q", text="text:N")
    bold = {**style, "fontWeight": "bold"}
    return [label.mark_text(**bold, **base.HALO), label.mark_text(**bold, color=palette.INK)]


def _revision(year_labels: str) -> list[alt.Chart]:
    """A dashed upright line with its date, between the years before and after."""
    rule = alt.Chart().transform_filter("datum.part === 'rule'").encode(x=base.year_axis(year_labels, "since"))
    words = rule.mark_text(align="right", baseline="top", dx=-6, lineBreak="\n", color=palette.CAPTION)
    return [
        rule.mark_rule(strokeDash=palette.BREAK_DASH, strokeWidth=1.5, color=palette.QUIET),
        words.encode(y=alt.value(0), text="text:N"),
    ]
