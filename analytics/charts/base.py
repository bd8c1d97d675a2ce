"""What every chart shares: type, axes, the year axis, and labels that do not run into each other."""

import altair as alt
import pandas as pd

from analytics.charts import palette

FONT = (
    "'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', 'Yu Gothic UI', 'Hiragino Sans', "
    "IPAexGothic, Meiryo, sans-serif"
)
LABEL = 13


def styled(chart: alt.TopLevelMixin, *, right: int = 8) -> alt.TopLevelMixin:
    """The house style, laid on last. right : pixels kept free for labels that stand outside the axes."""
    text = {"labelFontSize": LABEL, "titleFontSize": LABEL, "titleFontWeight": "normal"}
    padding = {"left": 4, "top": 8, "right": right, "bottom": 4}
    return chart.properties(padding=padding).configure(
        font=FONT,
        background="#FFFFFF",
        view={"stroke": None},
        axis={
            **text,
            "labelColor": palette.CAPTION,
            "titleColor": palette.CAPTION,
            "gridColor": palette.GRID,
            "domainColor": palette.PEER,
            "tickColor": palette.PEER,
        },
        axisY={"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -12, "titleX": -36},
        legend={
            **text,
            "labelColor": palette.INK,
            "orient": "bottom",
            "title": None,
            "symbolSize": 110,
            "labelLimit": 400,
        },
        text={"font": FONT, "fontSize": LABEL, "color": palette.INK},
    )


def year_scale(years: pd.Series) -> alt.Scale:
    first, last = int(years.min()), int(years.max())
    span = max(last - first, 1)
    return alt.Scale(domain=[first - 0.03 * span, last + 0.03 * span], nice=False)


def year_axis(years: pd.Series, labels: str) -> alt.X:
    """A year axis; labels : the Vega expression of era.axis_expression."""
    first, last = int(years.min()), int(years.max())
    return alt.X(
        "year:Q",
        title=None,
        scale=year_scale(years),
        axis=alt.Axis(
            values=list(range(first, last + 1)),
            labelExpr=labels,
            labelOverlap="greedy",
            labelFlush=False,
            labelSeparation=6,
            grid=False,
        ),
    )


def value_axis(field: str, title: str, *, zero: bool, spec: str) -> alt.Y:
    """A value axis with its unit in the title, above the axis."""
    return alt.Y(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(zero=zero, nice=True),
        axis=alt.Axis(format=spec, tickCount=6),
    )


def with_gaps(frame: pd.DataFrame, by: str, value: str = "value") -> pd.DataFrame:
    """One row per year and group, value missing where the year is: lines break instead of bridging."""
    if frame.empty:
        return frame
    filled = [
        rows.set_index("year").reindex(range(rows["year"].min(), rows["year"].max() + 1)).reset_index()
        for _, rows in frame.groupby(by, sort=False)
    ]
    whole = pd.concat(filled, ignore_index=True)
    steady = [column for column in whole.columns if column not in ("year", value)]
    whole[steady] = whole[steady].ffill()
    return whole


def spread(values: list[float], gap: float) -> list[float]:
    """Positions as near to the values as a minimum gap between neighbours allows, order kept."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed: list[list] = []
    for i in order:
        placed.append([values[i], [i]])
        while len(placed) > 1 and placed[-1][0] - placed[-2][0] < gap * _half(placed[-2:]):
            centre, members = placed.pop()
            below, others = placed.pop()
            weight = len(others) * below + len(members) * centre
            placed.append([weight / (len(others) + len(members)), others + members])
    result = [0.0] * len(values)
    for centre, members in placed:
        for rank, i in enumerate(members):
            result[i] = centre + (rank - (len(members) - 1) / 2) * gap
    return result


def _half(pair: list[list]) -> float:
    return sum(len(members) for _, members in pair) / 2


def legend() -> alt.Legend:
    """Two entries a row, so that a phone shows them all."""
    return alt.Legend(columns=2, title=None, orient="bottom")
