"""Population pyramid: men left, women right, same scale, young at the bottom."""

import altair as alt
import pandas as pd

from analytics.charts import base, palette

SHORT = "format(abs(datum.value), ',')"


def pyramid(
    frame: pd.DataFrame, *, title: str, ages: list[str], sexes: dict[str, str], limit: float, height: int = 480
) -> alt.LayerChart:
    """Bars of one day, an outline of another behind them as a ghost.

    frame : age_group, age (lower bound), sex (M/F), signed (men negative), text, ghost (bool) ; ages : oldest first
    limit : persons at both ends of the axis ; sexes : {"M": words, "F": words}
    """
    side = alt.X(
        "signed:Q",
        title=title,
        scale=alt.Scale(domain=[-limit, limit], nice=False),
        axis=alt.Axis(labelExpr=SHORT, tickCount=8),
    )
    age = alt.Y("age_group:O", sort=ages, title=None, axis=alt.Axis(ticks=False, domain=False))
    chart = alt.Chart(frame).encode(y=age, tooltip=[alt.Tooltip("text:N", title=" ")])
    colour = alt.Color(
        "sex:N", scale=alt.Scale(domain=["M", "F"], range=[palette.SEX["M"], palette.SEX["F"]]), legend=None
    )
    bars = chart.transform_filter("!datum.ghost").mark_bar(height={"band": 0.86}).encode(x=side, color=colour)
    ghost = (
        chart.transform_filter("datum.ghost")
        .mark_bar(height={"band": 0.86}, fillOpacity=0, stroke=palette.INK, strokeWidth=1.5)
        .encode(x=alt.X("signed:Q", stack=None))
    )
    return base.styled(alt.layer(bars, ghost, *_names(alt.Chart(frame), sexes, limit)).properties(height=height))


def _names(chart: alt.Chart, sexes: dict[str, str], limit: float) -> list[alt.Chart]:
    style = {"fontSize": 16, "fontWeight": "bold", "baseline": "top"}
    top = chart.transform_filter("!datum.ghost && datum.age === 0")
    return [
        top.transform_filter(f"datum.sex === '{sex}'")
        .mark_text(**style, align=align, color=palette.SEX[sex])
        .encode(x=alt.datum(position * limit), y=alt.value(2), text=alt.value(sexes[sex]))
        for sex, position, align in (("M", -0.98, "left"), ("F", 0.98, "right"))
    ]
