"""A total over a lifetime: what was observed, what each official projection said, and what is aimed at."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics import caching
from analytics.charts import base, palette
from analytics.charts.series import DASHES

LINE = 17
GAP, CLEAR = 0.068, 12
TARGET_UNDER, TARGET_OVER = 0.7, 2.4
EVERY = 5
OBSERVED = {"census": ("circle", palette.HOME), "register": ("square", palette.HOME_LIGHT)}


def releases(frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, height: int = 360) -> base.Picture:
    """Observed values as solid lines, one for each kind; projections dashed, named at their end; the target alone.

    The census is joined over the years between two; the register breaks where a year is missing.

    frame : year, value, text (value as shown), kind ("census", "register", "release", "target"), series (code),
        label (words: of an observed kind for the legend, of a release at its end, of the target over its mark),
        rank (1, 2, … : dash of a release)
    """
    kinds = frame.drop_duplicates("kind").set_index("kind")["label"]
    present = tuple((kinds[kind], *look) for kind, look in OBSERVED.items() if kind in kinds)
    register = frame["kind"] == "register"
    parts = [frame[~register], base.with_gaps(frame[register], "series"), _ends(frame), _aims(frame)]
    drawn = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return base.Picture(
        _releases(present, title, spec, year_labels, height),
        drawn.reindex(columns=[*frame.columns, "place", "words", "lift"]),
    )


def ahead(frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, height: int = 420) -> base.Picture:
    """As `releases`, with the paths of `paths` over it.

    frame : as in `releases`, with rows of kind "path" as in `paths`
    """
    named = frame["kind"] == "path"
    look = {"title": title, "spec": spec, "year_labels": year_labels, "height": height}
    others = releases(frame[~named], **look)
    own = base.Picture({}, _named(frame[named], _gap(frame), frame.loc[frame["kind"] == "target", "value"]))
    kinds = frame.drop_duplicates("kind").set_index("kind")["label"]
    present = tuple((kinds[kind], *style) for kind, style in OBSERVED.items() if kind in kinds)
    drawn = pd.concat([others.frame, own.frame], ignore_index=True)
    return base.Picture(_ahead(present, title, spec, year_labels, height, _is_banded(frame)), drawn)


def paths(frame: pd.DataFrame, *, title: str, spec: str, year_labels: str, height: int = 300) -> base.Picture:
    """Paths of our own: dashed in the city's colour, each named with its value at its end.

    frame : year, value, text, kind "path", series (code), label (words), rank (1, 2, … is its dash) ;
    low50, high50, low80, high80 : its bands, missing where there are none
    """
    drawn = _named(frame, _gap(frame))
    return base.Picture(_paths(title, spec, year_labels, height, _is_banded(frame)), drawn)


def _gap(frame: pd.DataFrame) -> float:
    """What two lines of words stand apart, on the scale of all that is drawn, which grows by the words themselves."""
    drawn = frame.reindex(columns=["value", "low80", "high80"]).astype(float)
    words = frame.loc[frame["kind"] == "path", "series"].nunique()
    return GAP * ((drawn.max().max() - drawn.min().min()) or 1) / (1 - GAP * words)


def _named(paths: pd.DataFrame, gap: float, targets: Sequence[float] = ()) -> pd.DataFrame:
    """Paths with the words of their ends: under a falling line, over a rising one, clear of each other and the target.

    words, place (their height)
    """
    ends = paths.loc[paths.groupby("series")["year"].idxmax()]
    starts = ends["series"].map(paths.sort_values("year").groupby("series")["value"].first())
    outward = (ends["value"] > starts).map({True: 1.0, False: -1.0})
    taken = [(target - TARGET_UNDER * gap, target + TARGET_OVER * gap) for target in targets]
    places = pd.Series(index=ends.index, dtype=float)
    for side, values in ends["value"].groupby(outward):
        blocked = [tuple(sorted((side * low, side * high))) for low, high in taken]
        places.update(side * _stacked(side * values, gap, blocked))
    named = ends.assign(kind="path_end", place=places, words=ends["label"] + " " + ends["text"])
    return pd.concat([paths, named], ignore_index=True)


def _stacked(values: pd.Series, gap: float, blocked: list[tuple[float, float]]) -> pd.Series:
    """Heights a gap apart, each beyond its own value and outside what is blocked; indexed as the values."""
    placed = {}
    for key, value in values.sort_values(kind="stable").items():
        height = max([value + 0.75 * gap, *(last + gap for last in list(placed.values())[-1:])])
        for low, high in blocked:
            height = high + gap / 2 if low - gap / 2 < height < high + gap / 2 else height
        placed[key] = height
    return pd.Series(placed)


def _is_banded(frame: pd.DataFrame) -> bool:
    return bool(frame["low80"].notna().any())


@caching.of_drawing
def _ahead(present: tuple[tuple, ...], title: str, spec: str, year_labels: str, height: int, banded: bool) -> dict:
    others = _releases(present, title, spec, year_labels, height)
    layers = _paths(title, spec, year_labels, height, banded)["layer"]
    under = 3 if banded else 1
    return others | {"layer": [*layers[:under], *others["layer"], *layers[under:]]}


@caching.of_drawing
def _paths(title: str, spec: str, year_labels: str, height: int, banded: bool) -> dict:
    years = base.year_axis(year_labels, step=EVERY)
    chart = alt.Chart().encode(
        x=years,
        y=base.value_axis("value", title, zero=False, spec=spec, clear=CLEAR),
        detail="series:N",
        tooltip=base.year_tooltip(title),
    )
    dashes = alt.Scale(domain=list(range(1, len(DASHES))), range=DASHES[1:])
    dash = alt.StrokeDash("rank:O", scale=dashes, legend=None)
    path = chart.transform_filter("datum.kind === 'path'").encode(strokeDash=dash)
    named = alt.Chart().transform_filter("datum.kind === 'path_end'").encode(x=years, y="place:Q", text="words:N")
    style = {"align": "right", "baseline": "middle", "dx": 4, "fontSize": 14, "fontWeight": "bold"}
    return base.styled(
        *([_band("80", palette.BAND_80), _band("50", palette.BAND_50)] if banded else []),
        path.mark_line(strokeWidth=3, color=palette.HOME),
        named.mark_text(**style, **base.HALO),
        named.mark_text(**style, color=palette.HOME),
        height=height,
    )


def _band(level: str, colour: str) -> alt.Chart:
    band = (
        alt.Chart().transform_filter(f"datum.kind === 'path' && isValid(datum.low{level})").mark_area(color=colour)
    )
    return band.encode(x="year:Q", y=f"low{level}:Q", y2=f"high{level}:Q", detail="series:N")


def _ends(frame: pd.DataFrame) -> pd.DataFrame:
    """The end of every release with its words, which stand under a falling line and over a rising one.

    words, place (their height)
    """
    found = frame[frame["kind"] == "release"].sort_values("year")
    ends = found.groupby("series").tail(1)
    starts = ends["series"].map(found.groupby("series")["value"].first()).astype(float)
    outward = (ends["value"] > starts).map({True: 1.0, False: -1.0})
    gap = (frame["value"].max() - frame["value"].min() or 1) * 0.066
    own = (outward * ends["value"]).groupby(outward).transform(lambda same: _outside(list(same), gap))
    places = base.spread(list(outward * (own + 0.75 * gap)), gap)
    return ends.assign(kind="end", words=ends["label"], place=places)


def _outside(values: list[float], gap: float) -> list[float]:
    """Heights a gap apart, none below its own value."""
    placed = base.spread(values, gap)
    short = max(value - place for value, place in zip(values, placed, strict=True))
    return [place + short for place in placed]


def _aims(frame: pd.DataFrame) -> pd.DataFrame:
    """The target's words: words (in lines), place, lift (pixels over the mark)."""
    aims = frame[frame["kind"] == "target"]
    words = ["\n".join([*base.lines(row.label, 12), *base.lines(row.text, 12)]) for row in aims.itertuples()]
    lift = [22 + LINE * text.count("\n") for text in words]
    return aims.assign(kind="aim", words=words, place=aims["value"], lift=lift)


@caching.of_drawing
def _releases(present: tuple[tuple, ...], title: str, spec: str, year_labels: str, height: int) -> dict:
    names, shapes, colours = zip(*present, strict=True) if present else [()] * 3
    columns = 2 if max(map(base.breadth, names), default=0) <= 20 else 1
    legend = base.legend(columns) if names else None

    def scaled(channel: type, values: tuple) -> alt.Color | alt.Shape:
        scale = alt.Scale(domain=names, range=values)
        return channel("label:N", scale=scale, sort=names, legend=legend)

    chart = alt.Chart().encode(
        x=base.year_axis(year_labels, step=EVERY),
        y=base.value_axis("value", title, zero=False, spec=spec),
        tooltip=base.year_tooltip(title),
    )
    observed = chart.transform_filter("datum.kind === 'census' || datum.kind === 'register'")
    release = chart.transform_filter("datum.kind === 'release'")
    dashes = alt.Scale(domain=list(range(1, len(DASHES))), range=DASHES[1:])
    return base.styled(
        release.mark_line(strokeWidth=1.8, color=palette.REFERENCE).encode(
            detail="series:N", strokeDash=alt.StrokeDash("rank:O", scale=dashes, legend=None)
        ),
        chart.transform_filter("datum.kind === 'end'").mark_point(
            filled=True, size=30, color=palette.REFERENCE, opacity=1
        ),
        observed.mark_line(strokeWidth=2.5).encode(detail="series:N", color=scaled(alt.Color, colours)),
        observed.mark_point(filled=True, size=45, opacity=1).encode(
            color=scaled(alt.Color, colours), shape=scaled(alt.Shape, shapes)
        ),
        chart.transform_filter("datum.kind === 'target'").mark_point(
            shape=palette.TARGET_SHAPE,
            size=420,
            strokeWidth=2.5,
            stroke=palette.TARGET,
            fill=palette.PAPER,
            opacity=1,
        ),
        *_written("datum.kind === 'end'", year_labels, dx=2, color=palette.REFERENCE),
        *_written(
            "datum.kind === 'aim'",
            year_labels,
            color=palette.TARGET,
            dy=alt.ExprRef("-datum.lift"),
            dx=12,
            fontWeight="bold",
            fontSize=15,
        ),
        height=height,
    )


def _written(which: str, year_labels: str, color: str = palette.INK, **style: object) -> list[alt.Chart]:
    """Words that end where their mark stands, on a white edge."""
    style = {**style, "align": "right", "lineBreak": "\n"}
    words = (
        alt.Chart()
        .transform_filter(which)
        .encode(x=base.year_axis(year_labels, step=EVERY), y="place:Q", text="words:N")
    )
    return [words.mark_text(**style, **base.HALO), words.mark_text(**style, color=color)]
