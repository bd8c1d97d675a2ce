"""A figure as a native chart: what its drawing shows, in the form that office programs draw and let one edit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import nan

import numpy as np

from analytics.charts import palette
from analytics.export.native import traces
from analytics.export.native.marks import Mark, UnreadableError
from analytics.export.native.plots_of_plan import Look, Plot, Series, bottom
from analytics.export.native.traces import Drawing, Point, Trace
from analytics.figures import Figure
from analytics.figures.context import Context

WRITTEN, AXIS = re.compile(r"^[+−-]?[\d,]+(?:\.(\d+))?%?$"), re.compile(r"\.(\d)")
MOST_YEARS, DRAWN_ONLY = 100, ("base", "limit")


def of(figure: Figure, context: Context) -> Plot | None:
    """None where the drawing has no native form, or draws what does not stand in the figure's table."""
    if figure.spec is None:
        return None
    try:
        drawing = traces.read(figure)
    except UnreadableError:
        return None
    plot = (_of_names if drawing.named else _of_numbers)(figure, context, drawing)
    return plot if _stands_in(figure, plot) else None


def _stands_in(figure: Figure, plot: Plot) -> bool:
    """Whether every value drawn is one of the figure's numbers; sides of a pyramid and parts of a fall but for the sign."""
    known = np.abs(figure.export.select_dtypes("number").to_numpy(float).ravel())
    known = np.sort(known[~np.isnan(known)])
    drawn = np.array([abs(value) for each in plot.series if each.role not in DRAWN_ONLY for value in each.values])
    drawn = drawn[~np.isnan(drawn)]
    if not known.size or not drawn.size:
        return False
    at = np.clip(np.searchsorted(known, drawn), 1, len(known) - 1) if len(known) > 1 else np.zeros(len(drawn), int)
    near = np.minimum(abs(known[at] - drawn), abs(known[at - 1] - drawn))
    return bool((near <= 1e-6 * np.maximum(drawn, 1)).all())


def _of_names(figure: Figure, context: Context, drawing: Drawing) -> Plot:
    """Bars, lying or standing, a group for every name."""
    labels = _names(drawing)
    limits = any(trace.kind == "rule" for trace in drawing.traces)
    falls = any(point.start is not None for trace in drawing.traces for point in trace.points)
    series = _fall(context, drawing, labels) if falls else _bars(figure, context, drawing, labels)
    channel = drawing.lead.encoding[drawing.upright]
    stacked = falls or channel.get("stack") in ("zero", True)
    mirrored = any("ghost" in row for row in drawing.lead.rows) and drawing.along == "y"
    values = [value for each in series for value in each.values if value == value]
    alone = len(series) > 1 and len(values) <= len(labels)
    return _plot(
        figure,
        drawing,
        kind="line" if limits else "bar" if drawing.along == "y" else "column",
        labels=labels,
        series=series,
        bottom=0 if min(values) >= 0 else None,
        arranged="mirrored" if mirrored else "stacked" if stacked else "overlaid" if alone else "clustered",
        top=(_scale(drawing.lead, drawing.upright).get("domain") or [None])[-1] if stacked else None,
    )


def _plot(figure: Figure, drawing: Drawing, **given: object) -> Plot:
    words = {axis: str(drawing.lead.encoding[axis].get("title") or "") for axis in "xy"}
    return Plot(
        title=figure.title,
        alt=figure.message,
        unit=words[drawing.upright],
        note="",
        decimals=_decimals(drawing),
        across=words[drawing.along],
        logarithmic=_scale(drawing.lead, drawing.along).get("type") == "log",
        **given,
    )


def _scale(mark: Mark, channel: str) -> dict:
    return mark.encoding[channel].get("scale") or {}


def _decimals(drawing: Drawing) -> int:
    """As many as the drawing writes beside its marks, else on its axis."""
    said = [str(row["text"]) for row in drawing.lead.rows if row.get("text")]
    places = [len(found[1] or "") for text in said if (found := WRITTEN.match(text))]
    axis = AXIS.search((drawing.lead.encoding[drawing.upright].get("axis") or {}).get("format", ""))
    return max(places, default=int(axis[1]) if axis else 1)


def _names(drawing: Drawing) -> tuple[str, ...]:
    """The names along the chart, in the order that is drawn."""
    first = [traces.place(drawing.lead, drawing.along, row) for row in drawing.lead.rows]
    found = dict.fromkeys([*first, *(point.place for trace in drawing.traces for point in trace.points)])
    order = drawing.lead.encoding[drawing.along].get("sort")
    if not isinstance(order, list):
        return tuple(found)
    words = {
        str(row[drawing.lead.field(drawing.along)]): traces.place(drawing.lead, drawing.along, row)
        for row in drawing.lead.rows
    }
    ranked = dict.fromkeys(words.get(str(each), str(each)) for each in order)
    return tuple(name for name in {**ranked, **found} if name in found)


def _bars(figure: Figure, context: Context, drawing: Drawing, labels: tuple[str, ...]) -> tuple[Series, ...]:
    """One series for each name, whatever looks its points have."""
    grouped: dict[str, list[Trace]] = {}
    for trace in drawing.traces:
        grouped.setdefault(_called(figure, context, trace), []).append(trace)
    return tuple(_series(name, _joined(found), labels) for name, found in grouped.items())


def _series(name: str, trace: Trace, labels: Sequence[str | float]) -> Series:
    """The values at each of the labels, nothing where the trace has none."""
    known = {point.place: point for point in trace.points}
    return _of_points(name, trace, [known.get(label, Point(label, None, False)) for label in labels])


def _of_points(name: str, trace: Trace, points: list[Point]) -> Series:
    look = _look(trace)
    looks = tuple(point.look or look for point in points)
    words = tuple(point.word for point in points)
    return Series(
        name,
        tuple(nan if point.value is None else float(point.value) for point in points),
        tuple(point.demo for point in points),
        "limit" if trace.kind == "line" and trace.side else "actual",
        look,
        looks if set(looks) != {look} else (),
        words if any(words) else (),
    )


def _look(trace: Trace) -> Look:
    limits = trace.kind == "rule"
    joined = trace.kind in ("line", "area")
    return trace.look._replace(joined=joined, shape="dash" if limits else trace.look.shape)


def _called(figure: Figure, context: Context, trace: Trace) -> str:
    """The series' name with the edge of a band; where the drawing has none, the heading of its numbers."""
    edges = {"low": context.text("{0}の下限"), "high": context.text("{0}の上限")}
    name = trace.name or next(iter(reversed(figure.export.select_dtypes("number").columns)), "")
    side, _, percent = trace.side.partition(" ")
    whole = context.text("{0}%の幅").format(percent) if percent else name
    return edges[side].format(whole) if side else name


def _fall(context: Context, drawing: Drawing, labels: tuple[str, ...]) -> tuple[Series, ...]:
    """A waterfall: parts that stand on an unseen base; whole bars, what adds and what takes away."""
    points = {point.place: point for trace in drawing.traces for point in trace.points if point.start is not None}
    ends = [(points[label].start or 0.0, points[label].value or 0.0) for label in labels]
    looks = {point.place: trace.look for trace in drawing.traces for point in trace.points}
    if any(min(pair) < 0 < max(pair) for pair in ends):
        raise UnreadableError("a fall through zero")
    kinds = ["whole" if start == 0 else "rise" if end >= start else "fall" for start, end in ends]
    said = {"whole": context.text("合計"), "rise": context.text("増やした分"), "fall": context.text("減らした分")}
    demo = tuple(points[label].demo for label in labels)
    base = tuple(0.0 if start == 0 else min(start, end) for start, end in ends)
    nothing = Look(palette.PAPER, "")
    parts = [
        Series(
            words,
            tuple(
                abs(end - start) if found == kind else nan for (start, end), found in zip(ends, kinds, strict=True)
            ),
            demo,
            kind,
            next(looks[label] for label, found in zip(labels, kinds, strict=True) if found == kind),
        )
        for kind, words in said.items()
        if kind in kinds
    ]
    return (Series(context.text("土台（見えません）"), base, (False,) * len(labels), "base", nothing), *parts)


def _of_numbers(figure: Figure, context: Context, drawing: Drawing) -> Plot:
    """A line chart where every line goes from one place to the next, else a scatter, which keeps distances."""
    found = [trace for trace in drawing.traces if trace.kind != "rule" or trace.side]
    drawing = drawing._replace(traces=tuple(_named_apart(figure, context, map(_joined, _together(found)))))
    places = sorted({point.place for trace in drawing.traces for point in trace.points})
    steady = _steady(places)
    zero = _scale(drawing.lead, drawing.upright).get("zero", True)
    values = [point.value for trace in drawing.traces for point in trace.points if point.value is not None]
    start = None if min(values) < 0 else 0 if zero else bottom(values)
    if steady and all(_goes_on(trace) for trace in drawing.traces):
        series = tuple(_series(trace.name, trace, steady) for trace in drawing.traces)
        labels = traces.lettered(drawing, steady, context)
        return _plot(figure, drawing, kind="line", labels=labels, series=series, bottom=start)
    labels = tuple(float(point.place) for trace in drawing.traces for point in trace.points)
    return _plot(figure, drawing, kind="scatter", labels=labels, series=tuple(_scattered(drawing)), bottom=start)


def _together(found: list[Trace]) -> list[list[Trace]]:
    """Lone points of one name as one series, whatever their looks; every line by itself."""
    grouped: dict[tuple, list[Trace]] = {}
    for at, trace in enumerate(found):
        key = (trace.name, trace.side, trace.kind) if trace.kind == "point" else (at,)
        grouped.setdefault(key, []).append(trace)
    return list(grouped.values())


def _joined(parts: list[Trace]) -> Trace:
    """One trace of several; points keep the look they had."""
    usual = max(parts, key=lambda trace: len(trace.points))
    points = [
        point._replace(look=None if trace.look == usual.look else trace.look)
        for trace in parts
        for point in trace.points
    ]
    return usual._replace(points=tuple(points))


def _named_apart(figure: Figure, context: Context, found: Iterable[Trace]) -> Iterator[Trace]:
    """The traces under names that differ."""
    used: dict[str, int] = {}
    for trace in found:
        name = _called(figure, context, trace)
        used[name] = used.get(name, 0) + 1
        yield trace._replace(name=name if used[name] == 1 else f"{name} {used[name]}")


def _steady(places: list[float]) -> list[int]:
    """Every whole number from the first place to the last; nothing where places are no whole numbers or too far apart."""
    whole = all(float(place).is_integer() for place in places)
    span = places[-1] - places[0]
    return list(range(int(places[0]), int(places[-1]) + 1)) if whole and span <= MOST_YEARS else []


def _goes_on(trace: Trace) -> bool:
    """Whether a line leaves out no place between its ends."""
    if trace.kind not in ("line", "area"):
        return len({point.place for point in trace.points}) == len(trace.points)
    return all(right.place - left.place == 1 for left, right in pairwise(trace.points))


def _scattered(drawing: Drawing) -> Iterator[Series]:
    """Every series on rows of its own, one after the other."""
    sizes = [len(trace.points) for trace in drawing.traces]
    for trace, stop in zip(drawing.traces, accumulate(sizes), strict=True):
        start = stop - len(trace.points)
        points = [Point(0, None, False)] * sum(sizes)
        points[start:stop] = trace.points
        yield _of_points(trace.name, trace, points)._replace(span=(start, stop))
