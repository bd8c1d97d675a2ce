"""One indicator year by year against its target."""

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette

TWO_DASHES = "M-1.2,0L-0.3,0M0.3,0L1.2,0"
LOOKS = {
    "actual": ("circle", palette.HOME, palette.HOME),
    "actual_demo": ("circle", palette.HOME, palette.PAPER),
    "baseline": ("square", palette.INK, palette.INK),
    "path": (TWO_DASHES, palette.TARGET, palette.PAPER),
    "target": (palette.TARGET_SHAPE, palette.TARGET, palette.PAPER),
}
SIZES = {"actual": 75, "baseline": 130, "target": 340}
NARROW, REASON = 20, 14
NEAR = 3
OUTLINE = [3, 2]
AROUND, PADDING, LINE, BAR = 120, 28, 13, 7
RIGHT = {"align": "left", "dx": 15}
FIRST = {
    "align": alt.ExprRef("datum.first ? 'left' : 'center'"),
    "dx": alt.ExprRef("datum.first ? -10 : 0"),
}
DRAWN = ["year", "value", "text", "role", "run", "demo", "superseded", "mark"]
WRITTEN = ["label", "place", "side", "first", "since", "until", "floor", "dy"]


def against_target(
    frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, words: dict[str, str], height: int = 220
) -> base.Picture:
    """The values of one indicator as a line for each run, its baseline, the way to its target, and the target.

    Demo values are open marks on dashed lines; a year without a value says why at the foot of the plot.

    frame : year, value, text (value as shown), role ("actual", "baseline", "path", "target"),
        run (values of one run are joined), demo (bool), missing (why the value is missing, or None),
        superseded (bool, whether a target or the way to it was revised later)
    words : {"actual", "actual_demo", "baseline", "path", "target": words of the legend}
    """
    frame = frame.reset_index(drop=True).astype({"demo": bool, "superseded": bool})
    known = frame[frame["value"].notna()]
    kind = known["role"].mask((known["role"] == "actual") & known["demo"], "actual_demo")
    known = known.assign(mark=kind.map(words))
    present = tuple(code for code in LOOKS if code in set(kind))
    open_baseline = bool(known.loc[kind == "baseline", "demo"].all())
    actual = known["role"] == "actual"
    absent = _absences(frame[frame["value"].isna() & frame["missing"].notna()], known["value"], height - AROUND)
    names = tuple(map(words.get, present))
    drawing = _against_target(present, names, open_baseline, title, spec, year_labels, height)
    return base.Picture(
        drawing, _joined(known[~actual], base.with_gaps(known[actual], "run"), _labels(known), absent)
    )


def _joined(*parts: pd.DataFrame) -> pd.DataFrame:
    """All rows in one frame with every column that the layers name."""
    drawn = pd.concat([part for part in parts if len(part)], ignore_index=True).reindex(columns=DRAWN + WRITTEN)
    return drawn.assign(**{flag: drawn[flag].eq(True) for flag in ("demo", "superseded", "first")})


def _labels(known: pd.DataFrame) -> pd.DataFrame:
    """What is written beside the first and last value (the baseline where there is none) and beside every target.

    label, place (height), side ("above", "below", "right"), first (bool, whether the axis stands left of it)
    """
    actual = known[known["role"] == "actual"].sort_values("year")
    valued = actual if len(actual) else known[known["role"] == "baseline"]
    ends = valued.iloc[sorted({0, len(valued) - 1})] if len(valued) else valued
    targets = known[known["role"] == "target"]
    gap = (known["value"].max() - known["value"].min() or 1) * 0.09
    places = targets.groupby("year")["value"].transform(lambda same: base.spread(list(same), gap))
    around = known[known["role"].isin(["actual", "baseline", "target"]) & ~known["superseded"]]
    sides = [_side(around.drop(index), row) for index, row in ends.iterrows()]
    starts = known["year"].min() if known["year"].nunique() > 1 else None
    valued = ends.assign(side=sides, place=ends["value"], first=ends["year"] == starts)
    whole = [valued, targets.assign(side="right", place=places)]
    labels = pd.concat([part for part in whole if len(part)] or whole)
    return labels.assign(label=labels["text"], role="label", value=None)


def _side(others: pd.DataFrame, own: pd.Series) -> str:
    """Away from whichever is nearest in height: the next value, or a baseline or target of about that time."""
    away = (others["year"] - own["year"]).abs()
    values = others["role"] == "actual"
    near = others[(values & (away == away[values].min())) | (~values & (away <= NEAR))]["value"] - own["value"]
    return "below" if len(near) and near[near.abs().idxmin()] > 0 else "above"


def _absences(rows: pd.DataFrame, values: pd.Series, plot: int) -> pd.DataFrame:
    """One row for neighbouring years that lack a value for the same reason.

    since, until (years), year (their middle), label (the reason in lines; two that are close stand at two heights),
    floor (height below all values that leaves room for the words), dy (pixels from there down to the words)
    plot : pixels of the plot, about
    """
    rows = rows.sort_values("year")
    stretch = ((rows["year"].diff() != 1) | (rows["missing"] != rows["missing"].shift())).cumsum()
    whole = rows.groupby(stretch).agg(since=("year", "min"), until=("year", "max"), text=("missing", "first"))
    label = whole["text"].map(lambda text: "\n".join(base.lines(text, REASON)))
    lines = label.str.count("\n") + 1
    close = whole["since"] - whole["until"].shift() < NEAR
    second = close.groupby((~close).cumsum()).cumcount() % 2 == 1
    drop = lines.shift(fill_value=0).where(second, 0) * LINE
    words = (drop + lines * LINE).max()
    low, high = (values.min(), values.max()) if len(values) else (0, 0)
    extent = high - low or 1
    floor = low - extent * (words + BAR) / (plot - 2 * PADDING - words - BAR)
    return whole.assign(
        role="absent",
        label=label,
        year=(whole["since"] + whole["until"]) / 2,
        floor=max(floor, 0) if low >= 0 else floor,
        dy=PADDING - BAR - words + drop,
        since=whole["since"] - 0.3,
        until=whole["until"] + 0.3,
    )


@caching.of_drawing
def _against_target(
    present: tuple[str, ...],
    names: tuple[str, ...],
    open_baseline: bool,
    title: str,
    spec: str,
    year_labels: str,
    height: int,
) -> dict:
    looks = LOOKS | ({"baseline": ("square", palette.INK, palette.PAPER)} if open_baseline else {})
    columns = 2 if max(map(base.breadth, names), default=0) <= NARROW else 1
    legend = base.legend(columns) if names else None

    def scaled(channel: type, part: int) -> alt.Shape | alt.Color | alt.Fill:
        scale = alt.Scale(domain=names, range=[looks[code][part] for code in present])
        return channel("mark:N", scale=scale, sort=names, legend=legend)

    height_axis = base.value_axis("value", title, zero=False, spec=spec)
    height_axis["scale"] = alt.Scale(zero=False, nice=False, padding=PADDING)
    chart = alt.Chart().encode(
        x=base.year_axis(year_labels),
        y=height_axis,
        tooltip=[alt.Tooltip("mark:N", title=" "), alt.Tooltip("text:N", title=title)],
    )
    line = chart.encode(detail="run:N")
    way = line.transform_filter("datum.role === 'path'")
    published = line.transform_filter("datum.role === 'actual' && !datum.demo")
    made_up = line.transform_filter("datum.role === 'actual' && datum.demo")
    marks = chart.transform_filter(
        "datum.role === 'actual' || datum.role === 'baseline' || datum.role === 'target'"
    )
    style = {"strokeWidth": 2.5, "stroke": palette.HOME}
    sizes = alt.Scale(type="ordinal", domain=list(SIZES), range=list(SIZES.values()))
    return base.styled(
        *_reasons(year_labels),
        way.mark_line(strokeWidth=1.5, strokeDash=palette.TARGET_DASH).encode(
            stroke=alt.condition("datum.superseded", alt.value(palette.QUIET), alt.value(palette.TARGET))
        ),
        published.mark_line(**style),
        made_up.mark_line(**style, strokeDash=palette.DEMO_DASH),
        marks.mark_point(opacity=1, strokeWidth=2.2).encode(
            shape=scaled(alt.Shape, 0),
            color=alt.condition("datum.superseded", alt.value(palette.QUIET), scaled(alt.Color, 1)),
            fill=alt.condition("datum.demo", alt.value(palette.PAPER), scaled(alt.Fill, 2)),
            size=alt.Size("role:O", scale=sizes, legend=None),
            strokeDash=alt.condition(
                "datum.role === 'target' && datum.demo", alt.value(OUTLINE), alt.value(palette.SOLID)
            ),
        ),
        *_written("datum.side === 'above'", year_labels, **FIRST, dy=-16),
        *_written("datum.side === 'below'", year_labels, **FIRST, dy=17),
        *_written(
            "datum.side === 'right' && !datum.superseded",
            year_labels,
            **RIGHT,
            color=palette.TARGET,
            fontWeight="bold",
            fontSize=16,
        ),
        *_written("datum.side === 'right' && datum.superseded", year_labels, **RIGHT, color=palette.CAPTION),
        height=height,
    )


def _written(which: str, year_labels: str, color: str = palette.INK, **style: object) -> list[alt.Chart]:
    """Words on a white edge, so that a line behind them does not touch them."""
    words = alt.Chart().transform_filter(which).encode(x=base.year_axis(year_labels), y="place:Q", text="label:N")
    return [words.mark_text(**style, **base.HALO), words.mark_text(**style, color=color)]


def _reasons(year_labels: str) -> list[alt.Chart]:
    """Why years have no value, at the foot of the plot, over a bar as long as these years."""
    absent = alt.Chart().transform_filter("datum.role === 'absent'")
    bar = absent.mark_rule(strokeWidth=4, yOffset=-2, color=palette.QUIET).encode(y=alt.value("height"))
    style = {"baseline": "top", "dy": alt.ExprRef("datum.dy"), "fontSize": 11, "lineBreak": "\n"}
    words = absent.mark_text(**style, color=palette.CAPTION).encode(y="floor:Q")
    return [
        bar.encode(x=base.year_axis(year_labels, "since"), x2="until"),
        words.encode(x=base.year_axis(year_labels), text="label:N"),
    ]
