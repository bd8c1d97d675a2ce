"""Points with their intervals, by year or by row. A demo value is open, a small sample grey, a point without interval a triangle."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

LOOKS = {
    "exact": ("circle", palette.HOME, palette.HOME),
    "bare": ("triangle-up", palette.HOME, palette.HOME),
    "small": ("square", palette.QUIET, palette.QUIET),
    "exact_demo": ("circle", palette.HOME, palette.PAPER),
    "bare_demo": ("triangle-up", palette.HOME, palette.PAPER),
    "small_demo": ("square", palette.QUIET, palette.PAPER),
}
ROW, NAME, YEARS, ABOVE = 46, -17, 30, -12
WITHOUT_PLUS = "datum.value === 0 ? '0' : datum.label"
HEIGHT = 250


def by_year(
    frame: pd.DataFrame,
    *,
    title: str,
    spec: str,
    year_labels: str,
    kinds: dict[str, str],
    signed: bool = False,
    height: int = HEIGHT,
) -> base.Picture:
    """A point a year, its interval upright; the years between are left empty and nothing joins the points.

    frame : year, value, low, high (missing where there is no interval), text, kind (code of LOOKS)
    kinds : {code: words of the legend} ; signed : whether values stand on both sides of zero, which is then drawn
    """
    years = [int(year) for year in sorted(frame["year"].unique())]
    drawn = _marked(frame, kinds)
    drawing = _by_year(title, spec, year_labels, _present(drawn, kinds), _lines(drawn), signed)
    return base.Picture(base.filled(drawing, height, years=years), drawn)


def by_row(
    frame: pd.DataFrame, *, title: str, spec: str, kinds: dict[str, str], signed: bool = False
) -> base.Picture:
    """A point a row with its interval, its name above it, in the order of the frame.

    frame : row (words), value, low, high, text, kind as in by_year ; kinds, signed : as in by_year
    """
    drawn = _marked(frame, kinds)
    drawn = drawn.assign(position=range(len(drawn)))
    drawing, count = _by_row(title, spec, _present(drawn, kinds), _lines(drawn), signed), len(drawn)
    return base.Picture(base.filled(drawing, ROW * count, rows=range(count)), drawn)


def _marked(frame: pd.DataFrame, kinds: dict[str, str]) -> pd.DataFrame:
    demo = frame["kind"].str.endswith("_demo")
    return frame.assign(
        mark=frame["kind"].map(kinds),
        demo=demo,
        held=frame["low"].notna(),
        end=frame["high"].fillna(frame["value"]),
    )


def _present(drawn: pd.DataFrame, kinds: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, words) for code, words in kinds.items() if code in set(drawn["kind"]))


def _lines(drawn: pd.DataFrame) -> tuple[bool, ...]:
    """Whether there are intervals of published values, and of demo values."""
    return tuple(bool((drawn["held"] & (drawn["demo"] == demo)).any()) for demo in (False, True))


@caching.of_drawing
def _by_year(
    title: str,
    spec: str,
    year_labels: str,
    present: tuple[tuple[str, str], ...],
    lines: tuple[bool, ...],
    signed: bool,
) -> dict:
    axis = base.year_axis(year_labels)
    axis["axis"]["values"], axis["scale"]["padding"] = base.places("years"), YEARS
    chart = alt.Chart().encode(x=axis, tooltip=_tooltip(title))
    values = _values(title, spec, signed, tickCount=6)
    placed = chart.encode(y=alt.Y("value:Q", **values))
    layers = [
        *_intervals(chart.encode(y=alt.Y("low:Q", **values), y2="high:Q"), present, lines),
        _points(placed, present),
        chart.mark_text(dy=ABOVE).encode(y=alt.Y("end:Q", **values), text="text:N"),
    ]
    if signed:
        layers.insert(0, alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(0)))
    return base.styled(*layers)


@caching.of_drawing
def _by_row(
    title: str,
    spec: str,
    present: tuple[tuple[str, str], ...],
    lines: tuple[bool, ...],
    signed: bool,
) -> dict:
    order = alt.Scale(domain=base.places("rows"))
    chart = alt.Chart().encode(y=alt.Y("position:O", axis=None, scale=order), tooltip=_tooltip(title))
    values = _values(title, spec, signed, tickCount=5, labelOverlap=True)
    placed = chart.encode(x=alt.X("value:Q", **values))
    layers = [
        *_intervals(chart.encode(x=alt.X("low:Q", **values), x2="high:Q"), present, lines),
        _points(placed, present),
        chart.mark_text(align="left", dx=10).encode(x=alt.X("end:Q", **values), text="text:N"),
        chart.mark_text(align="left", dy=NAME, color=palette.CAPTION, limit={"expr": "width"}).encode(
            x=alt.value(0), text="row:N"
        ),
    ]
    if signed:
        layers.insert(0, alt.Chart().mark_rule(color=palette.QUIET).encode(x=alt.datum(0)))
    return base.styled(*layers)


def _values(title: str, spec: str, signed: bool, **axis: object) -> dict[str, object]:
    """A value axis that keeps the lowest and highest points off its ends; zero bears no sign."""
    said = {"labelExpr": WITHOUT_PLUS} if signed else {}
    scale = alt.Scale(zero=signed, nice=True, padding=20)
    return {"title": title, "scale": scale, "axis": alt.Axis(format=spec, **axis, **said)}


def _tooltip(title: str) -> list[alt.Tooltip]:
    return [alt.Tooltip("mark:N", title=" "), alt.Tooltip("text:N", title=title)]


def _intervals(chart: alt.Chart, present: tuple[tuple[str, str], ...], lines: tuple[bool, ...]) -> list[alt.Chart]:
    """Solid lines for published values, dashed ones for demo values."""
    colour = _scaled(alt.Color, present, 1)
    known = chart.transform_filter("datum.held && !datum.demo").mark_rule(strokeWidth=3)
    made_up = chart.transform_filter("datum.held && datum.demo").mark_rule(
        strokeWidth=2.5, strokeDash=palette.DEMO_DASH
    )
    return [layer.encode(color=colour) for layer, drawn in zip((known, made_up), lines, strict=True) if drawn]


def _points(chart: alt.Chart, present: tuple[tuple[str, str], ...]) -> alt.Chart:
    return chart.mark_point(size=110, strokeWidth=2.2, opacity=1).encode(
        shape=_scaled(alt.Shape, present, 0),
        color=_scaled(alt.Color, present, 1),
        fill=_scaled(alt.Fill, present, 2),
    )


def _scaled(channel: type, present: tuple[tuple[str, str], ...], part: int) -> alt.Shape | alt.Color | alt.Fill:
    words = [name for _code, name in present]
    scale = alt.Scale(domain=words, range=[LOOKS[code][part] for code, _name in present])
    return channel("mark:N", sort=words, scale=scale, legend=base.legend(base.columns(words)))
