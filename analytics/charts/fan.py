"""A series and what may follow it: a solid line, dashed for demo values, then a dashed one within bands of 50 and 80 percent."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

DASHES = (alt.value(palette.DEMO_DASH), alt.value(palette.SOLID))
KNOWN, COMING = "datum.part === 'observed'", "datum.part !== 'observed'"
APART = 0.1


def fan(
    frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, signed: bool = False, height: int = 260
) -> base.Picture:
    """Observed figures and forecasts of one series; a rule at every year with an annotation.

    frame : year, value, basis, part ("observed", "forecast"), status, text, low50, high50, low80, high80 (missing where
    observed), low80_said, high80_said (as text), annotated (bool)
    signed : whether values stand on both sides of zero, which is then drawn
    """
    known = base.with_gaps(frame[frame["part"] == "observed"], "part")
    last = frame[frame["part"] == "observed"].iloc[-1]
    limits = ["low50", "high50", "low80", "high80"]
    whole = dict.fromkeys([*limits, "centre"], last["value"])
    joint = pd.DataFrame([{**last, **whole, "value": None, "part": "joint", "annotated": False}])
    coming = frame[frame["part"] == "forecast"].assign(centre=lambda rows: rows["value"])
    drawn = pd.concat([known, joint, coming, _ends(frame)], ignore_index=True).astype({"value": float})
    drawn = drawn.assign(demo=drawn["status"].eq("demo"))
    return base.Picture(_fan(title, spec, year_labels, signed, height), drawn)


def _ends(frame: pd.DataFrame) -> pd.DataFrame:
    """The last forecast and its 80 % limits as words beside the fan: place (height), label, strong (the forecast)."""
    last = frame.iloc[-1]
    shown = {"high80": "high80_said", "value": "text", "low80": "low80_said"}
    extent = frame[["value", "low80", "high80"]].stack()
    gap = (extent.max() - extent.min() or 1) * APART
    places = base.spread([last[column] for column in shown], gap)
    ends = pd.DataFrame({"place": places, "label": [last[words] for words in shown.values()]})
    return ends.assign(
        year=last["year"], basis=last["basis"], part="label", strong=ends.index == 1, annotated=False
    )


@caching.of_drawing
def _fan(title: str, spec: str, year_labels: str, signed: bool, height: int) -> dict:
    years = base.year_axis(year_labels)
    values = alt.Y(
        "value:Q",
        title=title,
        scale=alt.Scale(zero=signed, nice=True, padding=10),
        axis=alt.Axis(format=spec, tickCount=6),
    )
    chart = alt.Chart().encode(x=years, y=values)
    told = chart.encode(tooltip=[alt.Tooltip("year:Q", title=" "), alt.Tooltip("text:N", title=title)])
    words = alt.Chart().transform_filter("datum.part === 'label'").encode(x=years, y="place:Q", text="label:N")
    zero = [alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(0))] if signed else []
    return base.styled(
        alt.Chart()
        .transform_filter("datum.annotated")
        .mark_rule(color=palette.QUIET, strokeDash=palette.BREAK_DASH, strokeWidth=1.5)
        .encode(x=years),
        _band("low80", "high80", palette.BAND_80),
        _band("low50", "high50", palette.BAND_50),
        *zero,
        chart.transform_filter(KNOWN)
        .mark_line(strokeWidth=3, color=palette.HOME)
        .encode(detail="demo:N", strokeDash=alt.condition("datum.demo", *DASHES)),
        alt.Chart()
        .transform_filter(f"{COMING} && isValid(datum.centre)")
        .mark_line(strokeWidth=2.5, color=palette.HOME, strokeDash=palette.PROJECTED_DASH)
        .encode(x=years, y="centre:Q"),
        told.transform_filter(f"{KNOWN} && isValid(datum.value)")
        .mark_point(size=70, strokeWidth=2, opacity=1, color=palette.HOME)
        .encode(fill=alt.condition("datum.demo", alt.value(palette.PAPER), alt.value(palette.HOME))),
        told.transform_filter("datum.part === 'forecast'").mark_point(
            size=36, filled=True, opacity=1, color=palette.HOME
        ),
        *(
            words.transform_filter(which).mark_text(align="left", dx=10, **look, **edge)
            for which, look, colour in (
                ("datum.strong", {"fontWeight": "bold", "fontSize": 15}, palette.INK),
                ("!datum.strong", {}, palette.CAPTION),
            )
            for edge in (base.HALO, {"color": colour})
        ),
        height=height,
    )


def _band(low: str, high: str, colour: str) -> alt.Chart:
    band = alt.Chart().transform_filter(f"{COMING} && isValid(datum.{low})").mark_area(color=colour)
    return band.encode(x=alt.X("year:Q"), y=alt.Y(f"{low}:Q"), y2=f"{high}:Q")
