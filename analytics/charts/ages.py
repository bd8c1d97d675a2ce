"""Gains and losses by age, men and women side by side, and another period as an outline over them."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

SEXES = ("M", "F")
UP, DOWN = -10, 12


def by_age_and_sex(
    frame: pd.DataFrame,
    *,
    title: str,
    ages: list[str],
    sexes: dict[str, str],
    domain: tuple[float, float],
    height: int = 440,
) -> base.Picture:
    """Two bars an age on both sides of zero, those that cannot be trusted grey and open.

    frame : group (words of the age), sex (M/F), value, text, age_words, sex_words, ghost (bool), trusted (bool),
    longest (bool: the bar its sex is named at) ; ages : youngest first ; sexes : {"M": words, "F": words}
    domain : both ends of the value axis, the same for whatever is drawn
    """
    words = tuple(sexes[sex] for sex in SEXES)
    both = frame.groupby(["group", "sex"])["value"]
    end = both.transform("max").where(frame["value"] > 0, both.transform("min"))
    drawn = frame.assign(side=frame["sex"].map(sexes), end=end)
    drawing = _by_age_and_sex(title, tuple(ages), words)
    return base.Picture(base.filled(drawing, height, domain=domain), drawn)


@caching.of_drawing
def _by_age_and_sex(title: str, ages: tuple[str, ...], sides: tuple[str, ...]) -> dict:
    chart = alt.Chart().encode(
        x=alt.X(
            "group:O",
            title=None,
            sort=ages,
            scale=alt.Scale(domain=ages, paddingInner=0.12),
            axis=alt.Axis(labelAngle=0, labelOverlap="greedy", labelSeparation=5, ticks=False),
        ),
        xOffset=alt.XOffset("sex:N", sort=SEXES, scale=alt.Scale(domain=SEXES)),
        y=alt.Y(
            "value:Q",
            title=title,
            stack=None,
            scale=alt.Scale(domain=base.places("domain"), nice=False),
            axis=alt.Axis(format=",.0f", tickCount=8),
        ),
        tooltip=[
            alt.Tooltip(f"{name}:N", title=" " * place)
            for place, name in enumerate(("age_words", "sex_words", "text"), 1)
        ],
    )
    colour = alt.Color(
        "side:N",
        sort=sides,
        scale=alt.Scale(domain=sides, range=[palette.SEX[sex] for sex in SEXES]),
        legend=base.legend(),
    )
    shown, ghost = chart.transform_filter("!datum.ghost"), chart.transform_filter("datum.ghost")
    grey = {"fill": palette.PAPER, "stroke": palette.QUIET, "strokeWidth": 1.5, "strokeDash": [3, 2]}
    return base.styled(
        shown.transform_filter("datum.trusted").mark_bar().encode(color=colour),
        shown.transform_filter("!datum.trusted").mark_bar(**grey),
        ghost.mark_bar(fillOpacity=0, stroke=palette.INK, strokeWidth=1.5),
        alt.Chart().mark_rule(color=palette.QUIET).encode(y=alt.datum(0)),
        *(_name(shown, sex, side) for sex in SEXES for side in (UP, DOWN)),
    )


def _name(shown: alt.Chart, sex: str, side: int) -> alt.Chart:
    """The sex at the end of its longest bar, and of the outline over it: men's to its left, women's to its right."""
    signed = "datum.value > 0" if side == UP else "datum.value < 0"
    chosen = shown.transform_filter(f"datum.longest && datum.sex === '{sex}' && {signed}")
    place = {"align": "right", "dx": 8} if sex == "M" else {"align": "left", "dx": -8}
    look = {"dy": side, "color": palette.SEX[sex], "fontWeight": "bold", "fontSize": 15}
    return chosen.mark_text(**place, **look).encode(y="end:Q", text="sex_words:N")
