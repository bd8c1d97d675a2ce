"""Lines as small as words, one under the other, for a card."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

NAME, LINE, GAP, EDGE = 42, 18, 16, 7
COLUMNS = ["row", "year", "text", "demo", "part", "run", "last", "place", "words", "until"]


def rows(frame: pd.DataFrame, *, height_per_row: int = 40) -> base.Picture:
    """A row for each indicator, its name over a line between its own lowest and highest value.

    The last value is a large mark with its text; the target is a short dashed rule; there are no axes.
    A line breaks at missing years and between published and demo values, which are open marks.

    frame : row (words of the indicator), year, value, text (value as shown), demo (bool), target (or NaN) ;
        rows in the order in which they appear ; height_per_row : pixels of a line without its name
    """
    words = {row: base.lines(row, NAME) for row in dict.fromkeys(frame["row"])}
    heights = [LINE * len(lines) + height_per_row + GAP for lines in words.values()]
    tops = dict(zip(words, (sum(heights[:above]) for above in range(len(heights))), strict=True))
    feet = {row: tops[row] + LINE * len(lines) + height_per_row for row, lines in words.items()}
    names = pd.DataFrame(
        {"row": list(words), "part": "name", "words": ["\n".join(lines) for lines in words.values()]}
    )
    names["place"] = names["row"].map(tops)
    values = _placed(frame, feet, height_per_row - 2 * EDGE)
    drawn = pd.concat([part for part in (names, values, _targets(values)) if len(part)], ignore_index=True)
    drawn = drawn.reindex(columns=COLUMNS)
    flags = {flag: drawn[flag].eq(True) for flag in ("demo", "last")}
    height = sum(heights)
    return base.Picture(base.filled(_rows(), height, ends=(height, 0)), drawn.assign(**flags))


def _placed(frame: pd.DataFrame, feet: dict[str, int], room: int) -> pd.DataFrame:
    """Every value with its heights in pixels. place, aim (its target's), run (its unbroken line), last (bool)"""
    known = frame.dropna(subset="value").sort_values(["row", "year"], kind="stable")
    groups = known.groupby("row")
    both = known[["value", "target"]].assign(row=known["row"])
    low = both.groupby("row").transform("min").min(axis=1)
    extent = both.groupby("row").transform("max").max(axis=1) - low
    foot = known["row"].map(feet) - EDGE

    def height(column: str) -> pd.Series:
        share = ((known[column] - low) / extent).where(extent > 0, 0.5).where(known[column].notna())
        return foot - room * share

    breaks = (groups["year"].diff() != 1) | (known["demo"] != groups["demo"].shift())
    last = known["year"] == groups["year"].transform("max")
    return known.assign(part="value", run=breaks.cumsum(), last=last, place=height("value"), aim=height("target"))


def _targets(values: pd.DataFrame) -> pd.DataFrame:
    """A rule for each target, as long as a quarter of all years, that ends at the last value."""
    span = values["year"].max() - values["year"].min()
    rules = values[values["last"] & values["aim"].notna()]
    rules = rules.assign(until=rules["year"], year=rules["year"] - (span or 1) / 4)
    return rules.assign(part="target", place=rules["aim"])


@caching.of_drawing
def _rows() -> dict:
    across = alt.X("year:Q", axis=None, scale=alt.Scale(zero=False, nice=False, padding=EDGE))
    down = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=base.places("ends"), nice=False))
    chart = alt.Chart().encode(x=across, y=down)
    value = chart.transform_filter("datum.part === 'value'").encode(
        tooltip=[
            alt.Tooltip("row:N", title=" "),
            alt.Tooltip("year:Q", title="  ", format="d"),
            alt.Tooltip("text:N", title="   "),
        ]
    )
    line = value.encode(detail="run:N")
    style = {"strokeWidth": 2, "color": palette.HOME}
    mark = value.encode(fill=alt.condition("datum.demo", alt.value(palette.PAPER), alt.value(palette.HOME)))
    last = mark.transform_filter("datum.last")
    name = chart.transform_filter("datum.part === 'name'").encode(x=alt.value(0), text="words:N")
    return base.styled(
        chart.transform_filter("datum.part === 'target'")
        .mark_rule(strokeWidth=1.5, strokeDash=palette.TARGET_DASH, color=palette.TARGET)
        .encode(x2="until"),
        line.transform_filter("!datum.demo").mark_line(**style),
        line.transform_filter("datum.demo").mark_line(**style, strokeDash=palette.DEMO_DASH),
        mark.mark_point(size=9, strokeWidth=1.3, stroke=palette.HOME, opacity=1),
        last.mark_point(size=70, strokeWidth=2, stroke=palette.HOME, opacity=1),
        value.transform_filter("datum.last")
        .mark_text(align="left", dx=10, fontWeight="bold")
        .encode(text="text:N"),
        name.mark_text(align="left", baseline="top", lineBreak="\n", lineHeight=LINE),
    )
