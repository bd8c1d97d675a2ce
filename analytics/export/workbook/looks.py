"""How a series looks in Excel: numbers, fonts, colours, hatching, marks and dashes."""

from analytics.charts import palette
from analytics.export.native import point_labels
from analytics.export.native.plots_of_plan import Look, Plot, Series

FONT = "Yu Gothic"
MINUS = '"−"'
MARKS = {
    "": "none",
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle-up": "triangle",
    "triangle-down": "triangle",
    "cross": "x",
    "dash": "long_dash",
}
DASHES = {
    (): "solid",
    (2, 2): "square_dot",
    (8, 3, 2, 3): "dash_dot",
    (9, 3): "long_dash",
    (10, 4): "long_dash",
    (12, 4): "long_dash",
    (1, 3): "round_dot",
    (12, 3, 2, 3, 2, 3): "long_dash_dot_dot",
}
MOST_LABELS = 26


def number_format(form: str, decimals: int) -> str:
    """Excel's number format with the true minus sign; signed shows + too."""
    places = {"rate": 1, "count": 0}.get(form, decimals)
    plain = "#,##0" + ("." + "0" * places if places else "")
    return f"+{plain};{MINUS}{plain};{plain}" if form == "signed" else f"{plain};{MINUS}{plain}"


def value_format(plot: Plot, series: Series) -> str:
    """What takes away is written with its sign though its bar stands upright, a pyramid's left side without."""
    plain, minus = number_format("value", plot.decimals).split(";")
    if series.role == "fall":
        return minus
    return f"{plain};{plain}" if plot.arranged == "mirrored" else f"{plain};{minus}"


def labels(form: str, decimals: int, position: str) -> dict:
    return {"value": True, "position": position, "num_format": number_format(form, decimals), "font": font(9)}


def font(size: int, *, bold: bool = False) -> dict:
    return {"name": FONT, "size": size, "bold": bold, "color": palette.INK}


def of(plot: Plot, order: int) -> dict:
    """Everything that makes one series of a plot look as it does in the figure."""
    if plot.kind in ("bar", "column"):
        return _bars(plot, plot.series[order])
    return _marks(plot, order)


def along(plot: Plot) -> dict:
    """The axis of a scatter: years without a comma, from the first to the last."""
    whole = all(label == int(label) for label in plot.labels)
    if plot.logarithmic:
        return {"log_base": 10, "num_format": "#,##0"}
    ends = {"min": min(plot.labels), "max": max(plot.labels)} if whole else {}
    return {"num_format": "0" if whole else "General", **ends}


def _bars(plot: Plot, series: Series) -> dict:
    looks = series.looks or (series.look,) * len(series.values)
    points = [_hatched(look) if demo else _filled(look) for look, demo in zip(looks, series.demo, strict=True)]
    each = 1 if plot.arranged != "clustered" else len(plot.series)
    written = plot.arranged != "mirrored" and series.role != "base" and len(plot.labels) * each <= MOST_LABELS
    stacked = plot.arranged == "stacked"
    place = "center" if stacked else "outside_end"
    colour = {"color": palette.PAPER} if stacked else {}
    said = {"value": True, "position": place, "num_format": value_format(plot, series), "font": font(9) | colour}
    return {
        **_filled(series.look),
        "points": points,
        "gap": 25 if plot.arranged in ("stacked", "mirrored") else 60,
        "overlap": -5 if plot.arranged == "clustered" else 100,
        **({"data_labels": said} if written else {}),
    }


def _filled(look: Look) -> dict:
    if not look.fill:
        return {"fill": {"none": True}, "border": {"none": True}}
    fill = {"none": True} if look.fill == palette.PAPER else {"color": look.fill}
    return {"fill": fill, "border": {"color": look.colour, "width": 1.25}}


def _hatched(look: Look) -> dict:
    pattern = {"pattern": "wide_upward_diagonal", "fg_color": look.colour, "bg_color": palette.PAPER}
    return {"pattern": pattern, "border": {"color": look.colour, "width": 1.25}}


def _marks(plot: Plot, order: int) -> dict:
    series = plot.series[order]
    look, first = series.look, series.span[0] if series.span else 0
    dash = DASHES.get(look.dash, "dash")
    line = {"color": look.colour, "width": 2.25, "dash_type": dash} if look.joined else {"none": True}
    beside = point_labels.of(plot)[order]
    stop = series.span[1] if series.span else len(series.values)
    said = [_said(series, at) if at in beside else {"delete": True} for at in range(first, stop)]
    labelled = {"value": True, "position": "above", "num_format": value_format(plot, series), "font": font(9)}
    return {
        "line": line,
        "marker": _mark(look),
        **({"data_labels": labelled | {"custom": said}} if beside else {}),
    }


def _said(series: Series, at: int) -> dict | None:
    return {"value": series.words[at], "font": font(9)} if series.words else None


def _mark(look: Look) -> dict:
    if not look.shape:
        return {"type": "none"}
    open_mark = look.fill == palette.PAPER and not look.joined
    fill = {"none": True} if open_mark else {"color": look.fill}
    return {"type": MARKS[look.shape], "size": 8, "border": {"color": look.colour, "width": 1.5}, "fill": fill}
