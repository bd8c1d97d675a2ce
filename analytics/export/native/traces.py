"""What a drawing shows, series by series: names, values and looks, read from its marks."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from analytics.charts import palette
from analytics.export.native import marks
from analytics.export.native.marks import Mark, UnreadableError
from analytics.export.native.plots_of_plan import DEMO, Look
from analytics.figures import Figure
from analytics.figures.context import Context

DRAWN, TOLD = ("line", "point", "bar", "area"), ("text", "rule")
BAND = re.compile(r"^(low|high)(\d*)$")
SIDES, GROUPING = ("low", "high"), ("detail", "color", "stroke", "strokeDash")
SHAPES = {"circle", "square", "diamond", "triangle-up", "triangle-down", "cross"}


class Point(NamedTuple):
    """place : where along the chart, a name, a year or a number ; value : None for a gap ; start : of a floating bar

    word : the point's own name, where it has one beside its place ; look : where it differs from the series'
    """

    place: str | float
    value: float | None
    demo: bool
    start: float | None = None
    word: str = ""
    look: Look | None = None


class Trace(NamedTuple):
    """kind : of DRAWN ; side : low or high and the percent of a band's edge, else empty"""

    kind: str
    name: str
    look: Look
    points: tuple[Point, ...]
    side: str = ""

    @property
    def places(self) -> set[str | float]:
        return {point.place for point in self.points if point.value is not None}


class Drawing(NamedTuple):
    """traces : in the order they are drawn ; along, upright : the channels of places and of values

    rows : whether places are names ; lead : Mark that gives the axes their words
    """

    traces: tuple[Trace, ...]
    along: str
    upright: str
    named: bool
    lead: Mark


def read(figure: Figure) -> Drawing:
    """Raises UnreadableError where marks have no native form."""
    found = list(marks.read(figure.spec, _rows(figure)))
    if unknown := {mark.type for mark in found} - {*DRAWN, *TOLD}:
        raise UnreadableError(", ".join(unknown))
    shown = [mark for mark in found if mark.rows and mark.type in (*DRAWN, "rule")]
    along, upright = ("y", "x") if any(mark.is_row("y") for mark in shown) else ("x", "y")
    drawn = [mark for mark in shown if _is_drawn(mark, along, upright)]
    if not drawn:
        raise UnreadableError("nothing")
    lead = max(drawn, key=lambda mark: (mark.type != "area", len(mark.rows)))
    traces = [trace for mark in drawn for trace in _traces(mark, along, upright)]
    return Drawing(tuple(_merged(traces)), along, upright, lead.is_row(along), lead)


def _rows(figure: Figure) -> list[dict]:
    frame = figure.data.to_pandas()
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _is_drawn(mark: Mark, along: str, upright: str) -> bool:
    """Whether a mark shows values: all but the rules that are not between two limits of a value."""
    return bool(mark.field(along) and mark.field(upright)) and (
        mark.type != "rule" or f"{upright}2" in mark.encoding
    )


def _traces(mark: Mark, along: str, upright: str) -> Iterator[Trace]:
    namer = _namer(mark, along)
    grouped: dict[tuple, list[dict]] = {}
    for row in mark.rows:
        side = row.get(mark.field("detail"))
        drawn = tuple(str(row.get(mark.field(channel))) for channel in GROUPING)
        own = drawn if mark.type in ("line", "area") and not mark.is_row(along) else namer(row)
        grouped.setdefault((own, _look(mark, row), side if side in SIDES else ""), []).append(row)
    for (_own, look, side), rows in grouped.items():
        name = Counter(map(namer, rows)).most_common(1)[0][0]
        ends = [mark.field(upright), mark.field(f"{upright}2")]
        if mark.type in ("area", "rule"):
            yield from (_trace(mark, name, look, rows, along, end) for end in ends if end)
        else:
            yield _trace(mark, name, look, rows, along, *ends)._replace(side=side)


def _trace(mark: Mark, name: str, look: Look, rows: list[dict], along: str, value: str, other: str = "") -> Trace:
    """A series of a mark; a floating bar runs from its value to the other end."""
    end, start = (other, value) if other else (value, "")
    points = [
        Point(place(mark, along, row), row[end], _is_demo(row), row.get(start), _word(mark, along, row))
        for row in rows
        if row[mark.field(along)] is not None
    ]
    if mark.type == "line":
        points.sort(key=lambda point: point.place)
    edge = BAND.match(value)
    side = " ".join(edge.groups()).strip() if edge and mark.type in ("area", "rule") else ""
    return Trace(mark.type, name, look, tuple(points), side)


def _is_demo(row: dict) -> bool:
    return row.get("status") == DEMO or row.get("demo") is True


def _namer(mark: Mark, along: str) -> Callable[[dict], str]:
    """What a row belongs to: its legend, else the first of the tooltip's names that is not the place's own name."""
    fields = [mark.field(channel) for channel in ("color", "fill", "shape")]
    fields += [each["field"] for each in _told(mark)] + [
        mark.field("strokeDash"),
        mark.field("detail"),
        "part_words",
    ]
    usable = [field for field in dict.fromkeys(fields) if field and not _names_places(mark, along, field)]

    def name(row: dict) -> str:
        if "ghost" in row:
            return f"{row['when']} {row['sex_words']}"
        said = [row.get(field) for field in usable]
        return next((each for each in said if isinstance(each, str) and each and each not in SIDES), "")

    return name


def _names_places(mark: Mark, along: str, field: str) -> bool:
    """Whether a column says no more than where a row stands."""
    if field == mark.field(along):
        return True
    pairs = {(row[mark.field(along)], row.get(field)) for row in mark.rows}
    places, names = ({pair[end] for pair in pairs} for end in (0, 1))
    return len(names) > 1 and len(pairs) == len(places) == len(names)


def lettered(drawing: Drawing, places: list[int], context: Context) -> tuple[str, ...]:
    """Whole numbers along the chart as its axis writes them: years with their era, others as they are."""
    if drawing.lead.field(drawing.along) != "year":
        return tuple(map(str, places))
    by_day = drawing.lead.encoding[drawing.along]["axis"]["labelExpr"] == context.year_labels("jan1")
    return tuple(context.row(year, "jan1" if by_day else "calendar") for year in places)


def place(mark: Mark, along: str, row: dict) -> str | float:
    """Where a row stands; of lists the words that stand there."""
    field = mark.field(along)
    if not mark.is_row(along):
        return row[field]
    words = {"position": "row", "age_group": "age_words"}.get(field, field)
    return str(row.get(words) or row[field]).replace("|", " ")


def _word(mark: Mark, along: str, row: dict) -> str:
    """The name of a lone point among numbers."""
    fields = [each["field"] for each in _told(mark)] if mark.type == "point" and not mark.is_row(along) else []
    words = [row[field] for field in fields if _names_places(mark, along, field) and isinstance(row[field], str)]
    return next(iter(words), "")


def _told(mark: Mark) -> list[dict]:
    """The parts of a tooltip that are names: those without a title."""
    return [each for each in mark.encoding.get("tooltip", []) if not str(each.get("title", "?")).strip()]


def _look(mark: Mark, row: dict) -> Look:
    stroke = mark.look("stroke", row) or mark.look("color", row) or palette.INK
    fill = mark.look("fill", row) or (mark.look("color", row) if _is_filled(mark) else palette.PAPER)
    dash = mark.look("strokeDash", row) or ()
    shape = mark.look("shape", row) if mark.type == "point" else ""
    known = shape if shape in SHAPES else "circle" if mark.type == "point" else ""
    return Look(
        stroke if mark.type != "bar" else mark.look("color", row) or stroke,
        fill,
        known,
        tuple(dash) if any(dash[1::2]) else (),
    )


def _is_filled(mark: Mark) -> bool:
    return (mark.type in ("bar", "area") and mark.properties.get("fillOpacity") != 0) or bool(
        mark.properties.get("filled")
    )


def _merged(traces: list[Trace]) -> list[Trace]:
    """Marks on a line become the line's own; a lone mark at the end of a line, which says it again, goes."""
    lines = [trace for trace in traces if trace.kind == "line"]
    ends = {(point.place, point.value) for line in lines for point in line.points}
    kept = []
    for trace in traces:
        again = not trace.name and {(point.place, point.value) for point in trace.points} <= ends
        if trace.kind == "point" and (again or any(_is_on(trace, line) for line in lines)):
            continue
        kept.append(_with_marks(trace, traces) if trace.kind == "line" else trace)
    return [trace for trace in kept if trace.places]


def _is_on(marks: Trace, line: Trace) -> bool:
    return marks.name == line.name and marks.places <= line.places


def _with_marks(line: Trace, traces: list[Trace]) -> Trace:
    for trace in traces:
        if trace.kind == "point" and _is_on(trace, line) and 2 * len(trace.places) >= len(line.places):
            return line._replace(look=line.look._replace(shape=trace.look.shape, fill=trace.look.fill))
    return line
