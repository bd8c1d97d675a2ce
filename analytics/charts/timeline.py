"""Events over time in lanes: numbered marks, with their words where there is room for them."""

from math import ceil, floor

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

WIDE = 820
MARK, LINE, SIZE, LETTER, FOOT = 22, 15, 12, 6.4, 8
LEAST, MOST = 26, 3
SHOWN = f"width === 0 || width >= {WIDE}"


def lanes(frame: pd.DataFrame, *, lanes: list[str], year_labels: str, gap: int = 18) -> base.Picture:
    """A lane for each who acts, a numbered mark over it for each event, on a stem as high as its words need.

    The number is the event's place in the frame, so that a list beside the chart can name it where the plot is
    narrower than 820 pixels and shows numbers alone.

    frame : moment (year + (month − 1) / 12), lane (words), when (words), text (words)
    lanes : from the top, the city's own last ; gap : pixels over a lane's highest words
    """
    events = frame[["moment", "lane", "when", "text"]].reset_index(drop=True)
    events["number"] = [str(place) for place in range(1, len(events) + 1)]
    events["words"] = ["\n".join([event.when, *_wrapped(event.text)]) for event in events.itertuples()]
    reach = _reach(events)
    levels = events.groupby("lane")["moment"].transform(lambda same: _levels(same, reach[same.index]))
    storey = LINE * int(events["words"].str.count("\n").max() + 1) + 10
    feet = ((levels.groupby(events["lane"]).max().reindex(lanes).fillna(0) + 1) * storey + gap).cumsum()
    foot = events["lane"].map(feet)
    events = events.assign(part="event", foot=foot, place=foot - storey * (levels + 1) + MARK / 2)
    since = floor(events["moment"].min())
    until = max((events["moment"] + reach).max(), since + 4)
    grounds = pd.DataFrame({"part": "lane", "lane": lanes, "foot": feet.to_numpy(), "since": since, "until": until})
    drawn = pd.concat([grounds, events], ignore_index=True)
    height = int(feet.iloc[-1]) + FOOT
    drawing = base.filled(_lanes(year_labels), height, ends=(height, 0))
    return base.Picture(drawing, drawn.assign(own=drawn["lane"] == lanes[-1]))


def _wrapped(text: str) -> list[str]:
    """At most three lines of about the same width."""
    breadth = base.breadth(text) or 1
    count = min(MOST, ceil(breadth / LEAST))
    width = ceil(breadth / count)
    while len(found := base.lines(text, width)) > count:
        width += 1
    return found


def _reach(events: pd.DataFrame) -> pd.Series:
    """How many years a mark and its words cover in the narrowest plot that shows them."""
    longest = events["words"].map(lambda words: max(map(base.breadth, words.split("\n"))))
    pixels = longest * LETTER + 2 * MARK
    last = events["moment"].max()
    years = max(last - floor(events["moment"].min()), 1)
    return pixels * years / (WIDE - pixels[events["moment"] == last].max() - 2 * MARK)


def _levels(moments: pd.Series, reach: pd.Series) -> pd.Series:
    """Height of each event: over all later ones that its words would run into, so that no stem crosses words."""
    levels: dict[int, int] = {}
    for event, moment in moments.sort_values(kind="stable", ascending=False).items():
        levels[event] = 1 + max(
            (levels[later] for later in levels if moments[later] < moment + reach[event]), default=-1
        )
    return pd.Series(levels)


@caching.of_drawing
def _lanes(year_labels: str) -> dict:
    down = alt.Scale(domain=base.places("ends"), nice=False)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", axis=None, scale=down)

    def x(field: str) -> alt.X:
        axis = base.year_axis(year_labels, field)
        axis["axis"]["labelBound"] = True
        return axis

    lane = alt.Chart().transform_filter("datum.part === 'lane'").encode(y=y("foot"))
    event = (
        alt.Chart()
        .transform_filter("datum.part === 'event'")
        .encode(x=x("moment"), tooltip=[alt.Tooltip("when:N", title=" "), alt.Tooltip("text:N", title="  ")])
    )
    colour = alt.condition("datum.own", alt.value(palette.HOME), alt.value(palette.PEER))
    mark = event.encode(y=y("place"))
    words = {"align": "left", "baseline": "middle", "dx": MARK * 0.7, "fontSize": SIZE, "lineBreak": "\n"}
    return base.styled(
        lane.mark_rule(color=palette.QUIET).encode(x=x("since"), x2="until"),
        lane.mark_text(align="right", baseline="middle", dx=-6, fontWeight="bold").encode(
            x=alt.value(0), text="lane:N"
        ),
        event.mark_rule(strokeWidth=1.5).encode(y=y("place"), y2="foot", color=colour),
        mark.mark_point(filled=True, shape="circle", size=MARK**2 * 0.9, opacity=1).encode(color=colour),
        mark.mark_text(color=palette.PAPER, fontWeight="bold", fontSize=SIZE).encode(text="number:N"),
        mark.mark_text(**words, lineHeight=LINE, color=palette.INK).encode(
            text=alt.condition(SHOWN, "words:N", alt.value(""))
        ),
    )
