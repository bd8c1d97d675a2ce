"""Lines over years: one place in several bases, or several places in one basis."""

import altair as alt
import pandas as pd

from analytics.charts import base, palette

POINT = 70
HEIGHT = 320
LABELS = 16


def by_basis(
    frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, height: int = HEIGHT
) -> alt.LayerChart:
    """One line per basis, never joined across bases; the strategy's own figures stand as labelled marks.

    frame : year, value, basis (code), short (words of the basis), text (value as shown)
    """
    drawn = base.with_gaps(frame, "basis")
    codes = list(dict.fromkeys(frame["basis"]))
    labels = [frame.loc[frame["basis"] == code, "short"].iloc[0] for code in codes]
    colours, shapes, dashes = zip(*(palette.BASIS[code] for code in codes), strict=True)
    chart = alt.Chart(drawn).encode(
        x=base.year_axis(frame["year"], year_labels),
        y=base.value_axis("value", title, zero=False, spec=spec),
        color=alt.Color(
            "short:N", scale=alt.Scale(domain=labels, range=colours), sort=labels, legend=base.legend()
        ),
        tooltip=[alt.Tooltip("short:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    own = "datum.basis === 'strategy'"
    shape = alt.Shape("short:N", scale=alt.Scale(domain=labels, range=shapes), sort=labels, legend=base.legend())
    dash = alt.StrokeDash(
        "short:N", scale=alt.Scale(domain=labels, range=dashes), sort=labels, legend=base.legend()
    )
    line = chart.transform_filter(f"!({own})").mark_line(strokeWidth=2.5).encode(strokeDash=dash)
    point = chart.transform_filter(f"!({own})").mark_point(filled=True, size=POINT, opacity=1).encode(shape=shape)
    strategy = chart.transform_filter(own)
    ring = strategy.mark_point(size=5 * POINT, strokeWidth=2.5, shape="diamond", opacity=1)
    words = strategy.mark_text(dy=-20, fontSize=17, fontWeight="bold", color=palette.INK).encode(
        text="text:N", color=alt.value(palette.INK)
    )
    return base.styled(alt.layer(line, point, ring, words).properties(height=height))


def by_area(
    frame: pd.DataFrame,
    *,
    title: str,
    spec: str,
    year_labels: str,
    reference: float | None = None,
    height: int = HEIGHT,
) -> alt.LayerChart:
    """One line per place, the city coloured, the others grey and told apart by the name at the line's end.

    frame : year, value, area (words), home (bool), text (value as shown), rank (1 home, 2, 3 … others)
    """
    drawn = base.with_gaps(frame, "area")
    ends = frame.loc[frame.groupby("area")["year"].idxmax()]
    extent = frame["value"].max() - frame["value"].min()
    places = base.spread(list(ends["value"]), (extent or 1) * 0.068)
    drawn = pd.concat([drawn, ends.assign(place=places, end=ends["area"] + " " + ends["text"])])
    x = base.year_axis(frame["year"], year_labels)
    y = base.value_axis("value", title, zero=False, spec=spec)
    home = "datum.home"
    tooltip = [alt.Tooltip("area:N", title=" "), alt.Tooltip("text:N", title=title)]
    values = alt.Chart(drawn).transform_filter("!isValid(datum.place)").encode(x=x, y=y, tooltip=tooltip)
    dashes = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 4], [1, 3], [12, 3, 2, 3, 2, 3]]
    dash = alt.StrokeDash("rank:O", scale=alt.Scale(domain=list(range(1, 9)), range=dashes), legend=None)
    peers = values.transform_filter(f"!{home}").mark_line(strokeWidth=1.5, color=palette.PEER)
    city = values.transform_filter(home)
    layers = [
        peers.encode(detail="area:N", strokeDash=dash),
        values.transform_filter(f"!{home}").mark_point(filled=True, size=18, color=palette.PEER, opacity=1),
        city.mark_line(strokeWidth=3.5, color=palette.HOME).encode(detail="area:N"),
        city.mark_point(filled=True, size=POINT, color=palette.HOME, opacity=1),
        *_end_labels(drawn, base.year_scale(frame["year"]), home),
    ]
    if reference is not None:
        layers.insert(0, alt.Chart(drawn).mark_rule(color=palette.PEER).encode(y=alt.datum(reference)))
    return base.styled(alt.layer(*layers).properties(height=height), right=LABELS)


def _end_labels(drawn: pd.DataFrame, scale: alt.Scale, home: str) -> list[alt.Chart]:
    last = alt.Chart(drawn).transform_filter("isValid(datum.place)").transform_joinaggregate(edge="max(year)")
    labels = last.encode(x=alt.X("edge:Q", scale=scale), y="place:Q", text="end:N")
    return [
        labels.transform_filter(f"!{home}").mark_text(align="left", dx=10, color=palette.CAPTION),
        labels.transform_filter(home).mark_text(
            align="left", dx=10, color=palette.HOME, fontWeight="bold", fontSize=15
        ),
    ]
