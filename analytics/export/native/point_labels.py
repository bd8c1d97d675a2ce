"""Which points of a native line chart have their number beside them, so that no two numbers lie on each other."""

from typing import NamedTuple

from analytics.charts import palette
from analytics.export.native.plots_of_plan import Plot, Series

FEW_POINTS, NEAR, SAME, WIDE, SHARED = 14, 0.06, 0.005, 0.06, 2


class Beside(NamedTuple):
    """above : whether it stands above the point ; named : whether with the name of its series"""

    above: bool
    named: bool


class Spot(NamedTuple):
    """series, at : which point ; along, upright : where it stands, as parts of the chart's width and height"""

    series: int
    at: int
    along: float
    upright: float


def of(plot: Plot) -> list[dict[int, Beside]]:
    """For every series {position of a point: how its number stands beside it}."""
    spots, wanted, alike = _spots(plot), _wanted(plot), _alike(plot)
    found: list[dict[int, Beside]] = [{} for _series in plot.series]
    placed: list[tuple[Spot, bool]] = []
    for spot in spots:
        if spot.at not in wanted[spot.series]:
            continue
        others = [other for other in spots if other is not spot and abs(other.along - spot.along) < WIDE]
        crowd = [other.upright for other in others if other.series != spot.series]
        crowd += [other.upright + (NEAR if above else -NEAR) for other, above in placed if other in others]
        free = [above for above in (True, False) if not any(_is_there(spot, each, above=above) for each in crowd)]
        if free:
            found[spot.series][spot.at] = Beside(free[0], spot.series in alike)
            placed.append((spot, free[0]))
    return found


def _is_there(spot: Spot, height: float, *, above: bool) -> bool:
    """Whether something at that height lies where the number would stand."""
    return SAME < (height - spot.upright if above else spot.upright - height) < 1.4 * NEAR


def _spots(plot: Plot) -> list[Spot]:
    places = [float(label) for label in plot.labels] if plot.kind == "scatter" else list(range(len(plot.labels)))
    values = [value for series in plot.series for value in series.values if value == value]
    wide, low = max(places) - min(places) or 1, min(values) if plot.bottom is None else plot.bottom
    high = max(values) - low or 1
    return [
        Spot(order, at, (places[at] - min(places)) / wide, (value - low) / high)
        for order, series in enumerate(plot.series)
        if not is_edge(series) and series.look.shape
        for at, value in enumerate(series.values)
        if value == value
    ] + [
        Spot(order, known[-1], (places[known[-1]] - min(places)) / wide, (series.values[known[-1]] - low) / high)
        for order, series in enumerate(plot.series)
        if not is_edge(series) and not series.look.shape and (known := _known(series))
    ]


def _wanted(plot: Plot) -> list[list[int]]:
    """All of a few points or named ones, else the first and the last; the last of the city's line without marks."""
    every = sum(len(_known(series)) for series in plot.series) <= FEW_POINTS
    return [_of_series(series, every=every, scattered=plot.kind == "scatter") for series in plot.series]


def _of_series(series: Series, *, every: bool, scattered: bool) -> list[int]:
    known = _known(series)
    if not series.look.shape:
        return known[-1:] if series.look.colour == palette.HOME else []
    if every or series.words:
        return known
    return known[-1:] if scattered else sorted({known[0], known[-1]})


def _known(series: Series) -> list[int]:
    return [at for at, value in enumerate(series.values) if value == value]


def _alike(plot: Plot) -> set[int]:
    """Lines that share their colour with two or more."""
    colours = [series.look.colour for series in plot.series if series.look.joined]
    return {
        at
        for at, series in enumerate(plot.series)
        if series.look.joined and series.look.shape and colours.count(series.look.colour) > SHARED
    }


def is_edge(series: Series) -> bool:
    """Whether a series is only a limit or the edge of a band."""
    bands = (palette.BAND_80, palette.BAND_50)
    return series.role == "limit" or series.look.colour in bands or series.look.shape == "dash"
