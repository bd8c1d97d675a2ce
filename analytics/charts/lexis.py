"""Birth cohorts against periods: how many of them came or left, written in every cell."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

ROW, TOP = 24, 21
SHORT_PERIOD = "[slice(peek(split(datum.label, '|')), 2, 4) + '–', slice(peek(split(datum.label, '|')), 7)]"
SHORT_COHORT = "slice(datum.label, 2, 5) + slice(datum.label, 7)"
BOUNDS = (-1000, -300, -100, 100, 300, 1000)
NUMBER, LABEL, LEGEND = 44, 74, 240


def by_cohort(frame: pd.DataFrame, *, title: str, cohorts: list[str], periods: list[str]) -> base.Picture:
    """A cell for each cohort and period, orange where more left and blue where more came; signs where it is narrow.

    frame : row (words of the cohort), slot (words of the period, two lines parted by |), value, text, born, when,
    age_words, chosen (bool: framed); a missing value leaves its cell grey with its text
    cohorts, periods : oldest first
    """
    sign = frame["value"].map(lambda value: "+" if value >= BOUNDS[3] else "−" if value <= BOUNDS[2] else "")
    drawn = frame.assign(sign=sign.where(frame["value"].notna(), frame["text"]))
    drawing = base.filled(_by_cohort(title), ROW * len(cohorts), cohorts=cohorts, periods=periods)
    return base.Picture(drawing, drawn)


@caching.of_drawing
def _by_cohort(title: str) -> dict:
    periods, cohorts = base.places("periods"), base.places("cohorts")
    narrow, crowded = (f"width < {pixels} * length(domain('x'))" for pixels in (LABEL, NUMBER))
    lines = f"{narrow} ? {SHORT_PERIOD} : split(datum.label, '|')"
    across = alt.Axis(labelExpr=lines, labelPadding=TOP, labelAngle=0, orient="top", ticks=False, domain=False)
    down = alt.Axis(labelExpr=f"{crowded} ? {SHORT_COHORT} : datum.label", ticks=False, domain=False)
    chart = alt.Chart().encode(
        x=alt.X("slot:O", title=None, sort=periods, axis=across, scale=alt.Scale(domain=periods)),
        y=alt.Y("row:O", title=None, sort=cohorts, axis=down, scale=alt.Scale(domain=cohorts)),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=" " * place)
            for place, name in enumerate(("born", "when", "age_words", "text"), 1)
        ],
    )
    colour = alt.Color(
        "value:Q",
        scale=alt.Scale(type="threshold", domain=BOUNDS, range=palette.DIVERGING),
        legend=alt.Legend(title=title, orient="bottom", format="+,.0f", gradientLength=LEGEND),
    )
    known, unknown = chart.transform_filter("isValid(datum.value)"), chart.transform_filter("!isValid(datum.value)")
    dark = f"datum.value >= {BOUNDS[-1]} || datum.value < {BOUNDS[0]}"
    written = chart.encode(color=alt.condition(dark, alt.value(palette.PAPER), alt.value(palette.INK)))
    return base.styled(
        known.mark_rect(stroke=palette.PAPER).encode(color=colour),
        unknown.mark_rect(fill=palette.GRID, stroke=palette.PAPER),
        chart.transform_filter("datum.chosen").mark_rect(fillOpacity=0, stroke=palette.INK, strokeWidth=2),
        written.mark_text(opacity={"expr": f"{crowded} ? 0 : 1"}).encode(text="text:N"),
        written.mark_text(opacity={"expr": f"{crowded} ? 1 : 0"}).encode(text="sign:N"),
    )
