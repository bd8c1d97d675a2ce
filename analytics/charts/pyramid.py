"""Population pyramid: men left, women right, same scale, young at the bottom."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

NAMED = {"left": "0.01 * width", "right": "0.99 * width"}
SHORT = "format(abs(datum.value), ',')"


def pyramid(
    frame: pd.DataFrame, *, title: str, ages: list[str], sexes: dict[str, str], limit: float, height: int = 480
) -> base.Picture:
    """Bars of one day, an outline of another over them as a ghost.

    frame : age_group, age (lower bound), sex (M/F), signed (men negative), text, ghost (bool)
    ages : oldest first ; limit : persons at both ends of the axis ; sexes : {"M": words, "F": words}
    """
    drawing = _pyramid(title, tuple(ages), sexes["M"], sexes["F"])
    return base.Picture(base.filled(drawing, height, ends=(-float(limit), float(limit))), frame)


@caching.of_drawing
def _pyramid(title: str, ages: tuple[str, ...], men: str, women: str) -> dict:
    side = alt.X(
        "signed:Q",
        title=title,
        scale=alt.Scale(domain=base.places("ends"), nice=False),
        axis=alt.Axis(labelExpr=SHORT, tickCount=8),
    )
    age = alt.Y("age_group:O", sort=ages, title=None, axis=alt.Axis(ticks=False, domain=False))
    chart = alt.Chart().encode(y=age, tooltip=[alt.Tooltip("text:N", title=" ")])
    colour = alt.Scale(domain=["M", "F"], range=[palette.SEX["M"], palette.SEX["F"]])
    bars = chart.transform_filter("!datum.ghost").mark_bar(height={"band": 0.86})
    ghost = chart.transform_filter("datum.ghost").mark_bar(
        height={"band": 0.86}, fillOpacity=0, stroke=palette.INK, strokeWidth=1.5
    )
    return base.styled(
        bars.encode(x=side, color=alt.Color("sex:N", scale=colour, legend=None)),
        ghost.encode(x=alt.X("signed:Q", stack=None)),
        _name("M", men, "left"),
        _name("F", women, "right"),
    )


def _name(sex: str, words: str, align: str) -> alt.Chart:
    youngest = alt.Chart().transform_filter(f"!datum.ghost && datum.age === 0 && datum.sex === '{sex}'")
    style = {"fontSize": 16, "fontWeight": "bold", "baseline": "top", "color": palette.SEX[sex]}
    mark = youngest.mark_text(align=align, **style)
    return mark.encode(x=alt.value({"expr": NAMED[align]}), y=alt.value(2), text=alt.value(words))
