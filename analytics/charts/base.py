"""What every chart shares: type, axes, the year axis, and labels that do not run into each other."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

import altair as alt
import pandas as pd

from analytics.charts import palette

FONT = (
    "'Noto Sans JP', 'Noto Sans CJK JP', 'BIZ UDPGothic', 'Yu Gothic UI', 'Hiragino Sans', "
    "IPAexGothic, Meiryo, sans-serif"
)
LABEL = 13
HALO = {"color": palette.PAPER, "stroke": palette.PAPER, "strokeWidth": 4}
ENTRY = 19
PLACE = "\0"
PIECE = re.compile(r"[「『（【]*(?:[^\s\u2e80-\uffef]+|\S)[、。，．：）」』】・々ー％]*\s*")


class Picture(NamedTuple):
    """A drawing over its data. Altair makes the drawing once for each wording; it is slow to make, quick to reuse.

    spec : Vega-Lite without data, made by Altair ; frame : what it draws
    """

    spec: dict
    frame: pd.DataFrame

    def to_dict(self) -> dict:
        """Vega-Lite with the data inside, whole and valid on its own."""
        return {**self.spec, "data": {"values": json.loads(self.frame.to_json(orient="records"))}}


def styled(*layers: alt.Chart, height: int = 0, right: int = 8) -> dict:
    """Vega-Lite of the layers in the house style: as wide as its place, `height` pixels high without axes and legend.

    right : pixels kept free for labels that stand outside the axes."""
    text = {"labelFontSize": LABEL, "titleFontSize": LABEL, "titleFontWeight": "normal"}
    padding = {"left": 4, "top": 8, "right": right, "bottom": 4}
    chart = alt.layer(*layers, height=height, padding=padding).configure(
        font=FONT,
        background=palette.PAPER,
        view={"stroke": None},
        axis={
            **text,
            "labelColor": palette.CAPTION,
            "titleColor": palette.CAPTION,
            "gridColor": palette.GRID,
            "domainColor": palette.QUIET,
            "tickColor": palette.QUIET,
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
    spec = chart.to_dict(validate=False) | {"autosize": {"type": "fit-x", "contains": "padding"}}
    for part in (spec, *spec["layer"]):
        part.pop("data", None)
        part.pop("datasets", None)
    return spec


def places(name: str) -> list[str]:
    """What stands in a drawing for a list of values of that name until it is `filled`."""
    return [f"{PLACE}{name}"]


def filled(drawing: dict, height: int, **values: Sequence) -> dict:
    """The drawing with its places taken by what differs from figure to figure, so high: one drawing serves them all."""

    def taken(part: object) -> object:
        if isinstance(part, dict):
            return {key: taken(value) for key, value in part.items()}
        if isinstance(part, list | tuple):
            return [each for piece in part for each in spliced(piece)]
        return part

    def spliced(piece: object) -> Sequence:
        is_place = isinstance(piece, str) and piece.startswith(PLACE)
        return values[piece.removeprefix(PLACE)] if is_place else [taken(piece)]

    return taken(drawing) | {"height": height}


def has_rows(spec: dict) -> bool:
    """Whether the chart's vertical axis is a list of rows."""
    return any(
        layer.get("encoding", {}).get("y", {}).get("type") in ("ordinal", "nominal") for layer in spec["layer"]
    )


def year_axis(labels: str, field: str = "year", step: int = 1) -> alt.X:
    """A year axis that fits its data; labels : the Vega expression of era.axis_expression ; step : least years apart."""
    return alt.X(
        f"{field}:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=False, padding=18),
        axis=alt.Axis(tickMinStep=step, labelExpr=labels, labelOverlap="greedy", labelSeparation=6, grid=False),
    )


def year_tooltip(title: str) -> list[alt.Tooltip]:
    """What a mark of a series says: its label, its year, its value under the title."""
    return [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("year:Q", title="  ", format="d"),
        alt.Tooltip("text:N", title=title),
    ]


def value_axis(field: str, title: str, *, zero: bool, spec: str, clear: int = 0) -> alt.Y:
    """A value axis with its unit in the title, above the axis; clear : pixels left free at both of its ends."""
    return alt.Y(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(zero=zero, nice=True, **({"padding": clear} if clear else {})),
        axis=alt.Axis(format=spec, tickCount=6),
    )


def with_gaps(frame: pd.DataFrame, by: str, value: str = "value") -> pd.DataFrame:
    """One row per year and group, value missing where the year is: lines break instead of bridging."""
    years = frame.groupby(by, sort=False)["year"].agg(["min", "max", "count"])
    if (years["max"] - years["min"] < years["count"]).all():
        return frame
    wanted = [
        (group, year) for group, row in years.iterrows() for year in range(int(row["min"]), int(row["max"]) + 1)
    ]
    whole = pd.DataFrame(wanted, columns=[by, "year"]).merge(frame, how="left", on=[by, "year"])
    steady = [column for column in whole.columns if column not in (by, "year", value)]
    return whole.assign(**whole.groupby(by, sort=False)[steady].ffill().to_dict("series"))


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


def columns(labels: Sequence[str]) -> int:
    """Two legend entries a row where a phone has room for both, else one."""
    return 1 if max(map(breadth, labels), default=0) > ENTRY else 2


def legend(columns: int = 2) -> alt.Legend:
    """So many entries a row that a phone shows them all."""
    return alt.Legend(columns=columns, title=None, orient="bottom")


def breadth(text: str) -> int:
    """Width of a text in half-width characters."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def lines(text: str, width: int) -> list[str]:
    """A text in lines of so many half-width characters, broken between words or between Japanese characters."""
    found = [""]
    for piece in PIECE.findall(text):
        if found[-1] and breadth(found[-1] + piece.rstrip()) > width:
            found.append("")
        found[-1] += piece
    return [line.rstrip() for line in found]
