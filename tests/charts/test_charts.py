"""Every builder on a small invented frame, and the two helpers that keep lines and labels honest."""

import importlib
import inspect
import json
import pkgutil
import re
from itertools import pairwise

import altair as alt
import jsonschema
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from analytics import caching, charts
from analytics.charts import (
    bars,
    base,
    dumbbell,
    fan,
    frontier,
    intervals,
    multiples,
    palette,
    pyramid,
    rates,
    series,
    views,
    waterfall,
)
from analytics.charts.base import Picture
from analytics.words import era
from tests.charts import test_migration as migration
from tests.charts import test_strategy as strategy
from tests.vega import marks

UNIT = "人／年"
YEARS = [2016, 2017, 2019]
UNITLESS = {*strategy.UNITLESS, "multiples.lines"}
INNER = {
    "hundred",
    "top",
    "position",
    "value",
    "centre",
    "low50",
    "low80",
    "high50",
    "high80",
    "signed",
    "middle",
    "place",
    "edge",
    "year",
    "slot",
    "end",
    "text",
}


def by_basis() -> Picture:
    rows = [(year, 10 * year - 20000, basis) for basis in ("strategy", "vital", "register") for year in YEARS]
    frame = pd.DataFrame(rows, columns=["year", "value", "basis"])
    frame = frame.assign(short=frame["basis"].str.upper(), text=frame["value"].astype(str), status="published")
    made_up = pd.DataFrame(
        {"year": [2020, 2021], "value": [210, 220], "basis": "vital", "short": "VITAL・見本の値"}
    )
    made_up = made_up.assign(text=made_up["value"].astype(str), status="demo")
    return series.by_basis(
        pd.concat([frame, made_up]), title=UNIT, spec=",.0f", year_labels=era.axis_expression(), signed=True
    )


def by_area() -> Picture:
    places = {"港町": True, "丘町": False, "谷町": False}
    rows = [
        (year, 100.0 - year % 7 + rank, area, home, rank)
        for rank, (area, home) in enumerate(places.items(), start=1)
        for year in YEARS
    ]
    frame = pd.DataFrame(rows, columns=["year", "value", "area", "home", "rank"])
    frame = frame.assign(text=frame["value"].map("{:.1f}".format))
    return series.by_area(frame, title=UNIT, spec=".0f", year_labels=era.axis_expression(), reference=100)


def yearly() -> Picture:
    frame = pd.DataFrame({"slot": ["R元|2019", "R2|2020"], "value": [812, 790], "text": ["812", "790"]})
    return bars.yearly(frame, title=UNIT, spec=",.0f")


def by_kind() -> Picture:
    frame = pd.DataFrame({"slot": ["H26 2014＊", "H28 2016"], "value": [812, 790], "kind": ["全部＊", "民営"]})
    frame = frame.assign(text=frame["value"].astype(str))
    colours = list(palette.COVERAGE.values())
    return bars.by_kind(frame, title=UNIT, spec=",.0f", kinds=["全部＊", "民営"], colours=colours)


def ranked() -> Picture:
    rows = [("製造", "後", False, 90), ("製造", "前", True, 70), ("農業", "後", False, 4), ("農業", "前", True, 9)]
    frame = pd.DataFrame(rows, columns=["name", "moment", "first", "value"])
    frame = frame.assign(text=frame["value"].astype(str), end=frame.groupby("name")["value"].transform("max"))
    return bars.ranked(frame, title=UNIT, spec=",.0f", moments=["前", "後"])


def shares() -> Picture:
    rows = [("R2 2020", "若", 0, 12.0, 6.0), ("R2 2020", "中", 1, 60.0, 42.0), ("R2 2020", "老", 2, 28.0, 86.0)]
    frame = pd.DataFrame(rows, columns=["slot", "group", "rank", "value", "middle"])
    frame = frame.assign(text=frame["value"].astype(str))
    colours = list(palette.AGE_BAND.values())
    return bars.shares(frame, title=UNIT, groups=["若", "中", "老"], colours=colours)


def two_moments() -> Picture:
    rows = [("港町", True, "前", True, 36.0), ("港町", True, "後", False, 28.0), ("丘町", False, "前", True, 30.0)]
    frame = pd.DataFrame(rows, columns=["area", "home", "moment", "first", "value"])
    frame = frame.assign(text=frame["value"].astype(str))
    return dumbbell.two_moments(frame, title=UNIT, spec=".0f", order=["港町", "丘町"], moments=["前", "後"])


def population_pyramid() -> Picture:
    ages = [(0, "0-4"), (5, "5-9"), (10, "10+")]
    rows = [(age, group, sex, ghost) for age, group in ages for sex in "MF" for ghost in (False, True)]
    frame = pd.DataFrame(rows, columns=["age", "age_group", "sex", "ghost"])
    persons = 100 + frame["age"]
    frame = frame.assign(signed=persons.where(frame["sex"] == "F", -persons), text=persons.astype(str))
    order = ["10+", "5-9", "0-4"]
    return pyramid.pyramid(frame, title=UNIT, ages=order, sexes={"M": "男", "F": "女"}, limit=200)


def by_view() -> Picture:
    rows = [(year, 90.0 + year % 4, f"見方{place}", place) for place in range(3) for year in range(2019, 2024)]
    frame = pd.DataFrame(rows, columns=["year", "value", "view", "place"])
    later = frame["year"] > 2021
    frame = frame.assign(
        value=frame["value"].mask((frame["year"] == 2020) & (frame["place"] == 2)) + frame["place"],
        run=frame["view"] + (later & (frame["place"] == 0)).map({True: "・後", False: ""}),
        demo=later,
        text=frame["value"].map("{:.1f}".format),
    )
    labels = era.axis_expression()
    return views.by_view(frame, title=UNIT, spec=".0f", year_labels=labels, revised=(2021.5, "改定 2022年4月1日"))


def against_100() -> Picture:
    rows = [
        ("来客数", 108.2, "met", "◎ 達成", False),
        ("満足度", 94.0, "near", "△ 近い", True),
        ("出荷額", 61.5, "worse", "▼ 基準値より悪化", True),
    ]
    frame = pd.DataFrame(rows, columns=["name", "value", "band", "band_text", "demo"])
    frame = frame.assign(text=frame["value"].map("{:.1f}%".format))
    return rates.against_100(frame, title=UNIT, order=dict(zip(frame["band"], frame["band_text"], strict=True)))


def carried() -> Picture:
    frame = pd.DataFrame({"slot": ["前", "数", "率", "後"], "start": [0, 90, 70, 0], "end": [90, 70, 75, 75]})
    return waterfall.waterfall(frame.assign(text=["90", "−20", "+5", "75"]), title=UNIT, spec=",.0f")


def parts() -> Picture:
    rows = [("港町", "数", -20.0), ("港町", "率", 5.0), ("丘町", "数", -9.0), ("丘町", "率", -8.9)]
    frame = pd.DataFrame(rows, columns=["slot", "cause", "value"])
    return waterfall.parts(
        frame.assign(text=frame["value"].astype(str)), title=UNIT, spec="+.1f", causes=["数", "率"]
    )


def coming() -> Picture:
    known = pd.DataFrame(
        {"year": YEARS, "value": [90.0, 84, 70], "part": "observed", "annotated": [False, True, False]}
    )
    ahead = pd.DataFrame({"year": [2020, 2021], "value": [66.0, 60], "part": "forecast", "annotated": False})
    limits = {"low50": [62.0, 55], "high50": [69.0, 66], "low80": [58.0, 50], "high80": [73.0, 71]}
    frame = pd.concat([known, ahead.assign(**limits)], ignore_index=True).assign(status="published", basis="vital")
    words = {f"{side}_said": frame[side].astype(str) for side in ("low80", "high80")}
    return fan.fan(
        frame.assign(text=frame["value"].astype(str), **words),
        title=UNIT,
        spec=",.0f",
        year_labels=era.axis_expression(),
    )


def relative() -> Picture:
    rows = [("率 5", "港町", True, 97.0), ("率 5", "丘町", False, 80.0), ("率 5", "谷町", False, 120.0)]
    frame = pd.DataFrame(rows, columns=["row", "area", "home", "value"])
    return multiples.relative(frame.assign(text=frame["value"].astype(str), ends="低・高"), title=UNIT)


def small_lines() -> Picture:
    rows = [(area, area == "港町", year, 100.0 - year % 9) for area in ("港町", "丘町") for year in YEARS]
    frame = pd.DataFrame(rows, columns=["area", "home", "year", "value"])
    frame = frame.assign(text=frame["value"].astype(str))
    return multiples.lines(frame, title=UNIT, year_labels=era.axis_expression())


KINDS = {code: f"印 {code}" for code in intervals.LOOKS}


def points() -> pd.DataFrame:
    rows = [
        (2015, 7.5, None, None, "bare"),
        (2019, 10.8, 9.7, 12.0, "exact"),
        (2021, 11.3, 4.1, 19.2, "small"),
        (2023, -2.0, -4.0, 1.0, "exact_demo"),
    ]
    frame = pd.DataFrame(rows, columns=["year", "value", "low", "high", "kind"])
    return frame.assign(
        row=frame["year"].astype(str) + "年", text=frame["value"].astype(str), status=frame["kind"].str[-4:]
    )


def interval_by_year(frame: pd.DataFrame | None = None) -> Picture:
    drawn = points() if frame is None else frame
    labels = era.axis_expression()
    return intervals.by_year(drawn, title=UNIT, spec=".0f", year_labels=labels, kinds=KINDS, signed=True)


def interval_by_row(frame: pd.DataFrame | None = None) -> Picture:
    drawn = points() if frame is None else frame
    return intervals.by_row(drawn, title=UNIT, spec=".0f", kinds=KINDS, signed=True)


def pairs() -> Picture:
    curve = pd.DataFrame({"x": [1.0, 2.0, 3.0], "value": [900.0, 300, -200], "inside": [True, True, False]})
    points = pd.DataFrame(
        [(1.1, 280, "today", "いま"), (2.1, 280, "answer", "率だけ"), (1.2, -300, "been", "")],
        columns=["x", "value", "kind", "label"],
    )
    kinds = {"today": "いま", "answer": "方法", "been": "これまで"}
    return frontier.frontier(curve.assign(text=""), points.assign(text=""), across="率", title=UNIT, kinds=kinds)


EXAMPLES = {
    "bars.by_kind": by_kind,
    "bars.ranked": ranked,
    "bars.shares": shares,
    "bars.yearly": yearly,
    "dumbbell.two_moments": two_moments,
    "fan.fan": coming,
    "intervals.by_row": interval_by_row,
    "intervals.by_year": interval_by_year,
    "frontier.frontier": pairs,
    "pyramid.pyramid": population_pyramid,
    "multiples.lines": small_lines,
    "multiples.relative": relative,
    "rates.against_100": against_100,
    "series.by_area": by_area,
    "series.by_basis": by_basis,
    "views.by_view": by_view,
    "waterfall.parts": parts,
    "waterfall.waterfall": carried,
    **migration.EXAMPLES,
    **strategy.EXAMPLES,
}
EVERY = pytest.mark.parametrize("name", EXAMPLES)


def data(spec: dict) -> list[dict]:
    return spec["data"]["values"]


def test_every_builder_has_an_example_here():
    found = set()
    for module in pkgutil.iter_modules(charts.__path__):
        members = inspect.getmembers(importlib.import_module(f"analytics.charts.{module.name}"), inspect.isfunction)
        found |= {
            f"{module.name}.{name}"
            for name, function in members
            if module.name != "base"
            and not name.startswith("_")
            and function.__module__ == f"analytics.charts.{module.name}"
            and inspect.signature(function).return_annotation is Picture
        }
    assert found == set(EXAMPLES)


@EVERY
def test_a_chart_is_valid_vega_lite(name):
    spec = EXAMPLES[name]().to_dict()
    alt.Root.from_dict(spec, validate=True)
    assert list(marks(spec))


@EVERY
def test_a_chart_draws_the_frame_it_was_given_and_no_other_data(name):
    spec = EXAMPLES[name]().to_dict()
    assert data(spec)
    assert not spec.get("datasets")
    assert '"data"' not in json.dumps(spec["layer"])


def test_an_invalid_chart_would_be_noticed():
    spec = yearly().to_dict()
    with pytest.raises(jsonschema.ValidationError):
        alt.Root.from_dict(spec | {"layer": [{"mark": "baar"}]}, validate=True)


@EVERY
def test_a_drawing_is_made_once_and_shared(name):
    first = EXAMPLES[name]().spec
    made = [*caching.drawings.kept]
    assert EXAMPLES[name]().spec == first and "data" not in first
    assert [*caching.drawings.kept] == made
    assert "\\u0000" not in json.dumps(first)


@EVERY
def test_every_field_that_a_chart_uses_is_in_its_frame(name):
    spec = EXAMPLES[name]().to_dict()
    columns = {column for row in data(spec) for column in row}
    for mark in marks(spec):
        assert mark.fields() <= columns, mark.type
    assert any(mark.fields() for mark in marks(spec))


@EVERY
def test_every_mark_has_rows_to_draw(name):
    spec = EXAMPLES[name]().to_dict()
    for mark in marks(spec):
        assert mark.rows(data(spec)), mark.properties


@EVERY
def test_the_drawn_axes_carry_the_unit_and_no_inner_name(name):
    drawn = vl_convert.vegalite_to_svg(EXAMPLES[name]().to_dict())
    words = {word.strip() for word in re.findall(r">([^<>]+)</(?:text|tspan)>", drawn)}
    assert name in UNITLESS or any(UNIT in word for word in words)
    assert not words & INNER
    assert not any(set(re.split(r"[,\s]+", word)) & INNER for word in words)


@EVERY
def test_bars_start_at_zero(name):
    for mark in marks(EXAMPLES[name]().to_dict()):
        if mark.type != "bar":
            continue
        (length,) = [mark.encoding[axis] for axis in "xy" if mark.encoding[axis]["type"] == "quantitative"]
        scale = length.get("scale", {})
        low, high = scale.get("domain", (0, 0))
        assert scale.get("zero", True) is True
        assert low <= 0 <= high


@EVERY
def test_colours_on_white_can_be_seen(name):
    spec = EXAMPLES[name]().to_dict()
    for mark in marks(spec):
        least = 4.5 if mark.type == "text" else 3
        colour = mark.properties.get("color") or mark.properties.get("stroke")
        if mark.type == "area":
            assert colour in (palette.BAND_80, palette.BAND_50), "a band lies behind a line that can be seen"
        elif colour and colour != palette.PAPER:
            assert palette.contrast(colour) >= least, (mark.type, colour)


def test_the_names_of_the_sexes_can_be_read():
    written = [mark for mark in marks(population_pyramid().to_dict()) if mark.type == "text"]
    assert min(palette.contrast(mark.properties["color"]) for mark in written) >= 4.5


@pytest.mark.parametrize(
    "drawn",
    [
        ("strategy", "vital", "register", "pref_survey"),
        ("migration_report", "migration_report_all", "register", "pref_survey"),
    ],
)
def test_two_bases_of_one_chart_differ_in_more_than_colour(drawn):
    for part in (1, 2):
        seen = [str(palette.BASIS[basis][part]) for basis in drawn if (part, basis) != (2, "strategy")]
        assert len(set(seen)) == len(seen)


def test_the_strategys_figures_are_marks_and_never_a_line():
    spec = by_basis().to_dict()
    lines = [mark for mark in marks(spec) if mark.type == "line"]
    assert lines
    for mark in lines:
        assert {row["basis"] for row in mark.rows(data(spec))} == {"vital", "register"}
    rings = [mark for mark in marks(spec) if mark.type == "point"]
    assert any({row["basis"] for row in mark.rows(data(spec))} == {"strategy"} for mark in rings)


def test_a_line_has_one_basis():
    spec = by_basis().to_dict()
    (line,) = [mark for mark in marks(spec) if mark.type == "line"]
    groups = line.lines(data(spec)).values()
    assert len(groups) == 3
    assert all(len({row["basis"] for row in rows}) == 1 for rows in groups)


def test_demo_values_are_open_marks_on_a_dashed_line_of_their_own():
    spec = by_basis().to_dict()
    (line,) = [mark for mark in marks(spec) if mark.type == "line"]
    groups = line.lines(data(spec)).values()
    assert all(len({row["status"] for row in rows}) == 1 for rows in groups)
    dash = line.encoding["strokeDash"]["condition"]
    assert dash == {"test": "datum.status === 'demo'", "value": palette.DEMO_DASH}
    assert palette.DEMO_DASH not in [dash for _colour, _shape, dash in palette.BASIS.values()]
    (point,) = [mark for mark in marks(spec) if mark.type == "point" and "fill" in mark.encoding]
    scale = point.encoding["fill"]["scale"]
    filled = dict(zip(scale["domain"], scale["range"], strict=True))
    assert filled["VITAL・見本の値"] == palette.PAPER
    assert filled["VITAL"] == palette.HOME
    assert filled["REGISTER"] == palette.HOME_LIGHT
    colours = point.encoding["color"]["scale"]
    assert dict(zip(colours["domain"], colours["range"], strict=True))["VITAL・見本の値"] == palette.HOME


def test_the_drawing_names_demo_values():
    assert "VITAL・見本の値" in vl_convert.vegalite_to_svg(by_basis().to_dict())


def test_values_on_both_sides_of_zero_show_where_zero_is():
    spec = by_basis().to_dict()
    assert [mark.encoding["y"] for mark in marks(spec) if mark.type == "rule"] == [{"datum": 0}]
    assert all(mark.encoding["y"]["scale"]["zero"] for mark in marks(spec) if mark.type == "line")


def test_the_numbers_of_two_moments_stand_on_their_outer_sides():
    rows = [("a", 5.0, True), ("a", 3.0, False), ("b", 2.0, True), ("b", 2.0, False), ("c", 1.0, False)]
    frame = pd.DataFrame(rows, columns=["area", "value", "first"])
    frame = frame.assign(home=False, moment=frame["first"].map({True: "前", False: "後"}), text="1")
    drawn = dumbbell.two_moments(frame, title=UNIT, spec=".0f", order=list("abc"), moments=["前", "後"]).frame
    assert list(drawn["left"]) == [False, True, True, False, False]


def test_a_single_moment_is_a_filled_mark():
    frame = pd.DataFrame({"area": ["a"], "value": [1.0], "first": False, "home": True, "moment": "後", "text": "1"})
    spec = dumbbell.two_moments(frame, title=UNIT, spec=".0f", order=["a"], moments=["後"]).to_dict()
    (point,) = [mark for mark in marks(spec) if mark.type == "point"]
    assert point.encoding["fill"]["scale"]["range"] == [palette.PEER]


def test_what_was_before_is_an_open_mark_on_the_bar_of_now():
    spec = ranked().to_dict()
    (bar,) = [mark for mark in marks(spec) if mark.type == "bar"]
    assert {row["moment"] for row in bar.rows(data(spec))} == {"後"}
    (point,) = [mark for mark in marks(spec) if mark.type == "point"]
    assert {row["moment"] for row in point.rows(data(spec))} == {"前"}
    scale = point.encoding["fill"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True))["前"] == palette.PAPER


def test_every_rate_is_drawn_once_beside_100_with_the_look_of_its_class():
    spec = against_100().to_dict()
    assert [mark.encoding["x"] for mark in marks(spec) if mark.type == "rule"] == [{"datum": 100}]
    points = [mark for mark in marks(spec) if mark.type == "point"]
    drawn = [(row["name"], mark.properties.get("fill")) for mark in points for row in mark.rows(data(spec))]
    assert sorted(drawn, key=str) == [("出荷額", palette.PAPER), ("来客数", None), ("満足度", palette.PAPER)]
    for channel, part in (("color", 0), ("shape", 1)):
        scale = points[0].encoding[channel]["scale"]
        assert scale["domain"] == ["◎ 達成", "△ 近い", "▼ 基準値より悪化"]
        assert scale["range"] == [palette.BAND[band][part] for band in ("met", "near", "worse")]


def test_the_classes_differ_in_more_than_colour():
    assert len({shape for _colour, shape in palette.BAND.values()}) == len(palette.BAND)
    assert min(palette.contrast(colour) for colour, _shape in palette.BAND.values()) >= 3


INTERVALS = pytest.mark.parametrize("builder", [interval_by_year, interval_by_row])


@INTERVALS
def test_every_point_is_drawn_and_only_those_with_an_interval_have_one(builder):
    spec = builder().to_dict()
    drawn = {kind: [m for m in marks(spec) if m.type == kind] for kind in ("point", "rule", "text")}
    (point,) = drawn["point"]
    assert len(point.rows(data(spec))) == 4
    held = [(row["low"], row["high"]) for rule in drawn["rule"] if rule.fields() for row in rule.rows(data(spec))]
    assert sorted(held) == [(-4.0, 1.0), (4.1, 19.2), (9.7, 12.0)]
    assert not [mark for mark in marks(spec) if mark.type == "line"]


@INTERVALS
def test_demo_points_are_open_small_ones_grey_and_those_without_interval_have_another_shape(builder):
    spec = builder().to_dict()
    (point,) = [mark for mark in marks(spec) if mark.type == "point"]
    looks = {}
    for channel in ("shape", "color", "fill"):
        scale = point.encoding[channel]["scale"]
        looks[channel] = dict(zip(scale["domain"], scale["range"], strict=True))
    assert looks["fill"]["印 exact_demo"] == palette.PAPER != looks["fill"]["印 exact"]
    assert looks["color"]["印 small"] == palette.QUIET != looks["color"]["印 exact"]
    assert len({looks["shape"][f"印 {code}"] for code in ("exact", "bare", "small")}) == 3
    assert list(looks["shape"]) == ["印 exact", "印 bare", "印 small", "印 exact_demo"]


def test_every_look_of_a_point_is_unlike_the_others_without_colour():
    assert len({(shape, fill == palette.PAPER) for shape, _colour, fill in intervals.LOOKS.values()}) == 6


@INTERVALS
def test_intervals_of_demo_values_are_dashed(builder):
    spec = builder().to_dict()
    rules = [mark for mark in marks(spec) if mark.type == "rule" and mark.fields()]
    dashed = {row["kind"]: "strokeDash" in rule.properties for rule in rules for row in rule.rows(data(spec))}
    assert dashed == {"exact": False, "small": False, "exact_demo": True}


@INTERVALS
def test_points_without_any_interval_are_drawn_all_the_same(builder):
    spec = builder(points().head(1)).to_dict()
    alt.Root.from_dict(spec, validate=True)
    assert [mark.type for mark in marks(spec) if mark.fields() and mark.type != "text"] == ["point"]


@INTERVALS
def test_differences_show_where_zero_is(builder):
    rules = [mark for mark in marks(builder().to_dict()) if mark.type == "rule" and not mark.fields()]
    assert [channel for rule in rules for channel in rule.encoding.values() if "datum" in channel] == [{"datum": 0}]


def test_a_line_has_one_place_and_every_place_is_named_once_at_its_end():
    spec = by_area().to_dict()
    lines = [rows for mark in marks(spec) if mark.type == "line" for rows in mark.lines(data(spec)).values()]
    assert sorted(len({row["area"] for row in rows}) for rows in lines) == [1, 1, 1]
    named = [row["end"] for mark in marks(spec) if mark.type == "text" for row in mark.rows(data(spec))]
    assert sorted(name.split()[0] for name in named) == ["丘町", "港町", "谷町"]


def test_men_stand_left_women_right_and_both_on_one_scale():
    spec = population_pyramid().to_dict()
    assert all(row["signed"] < 0 for row in data(spec) if row["sex"] == "M")
    domains = [
        mark.encoding["x"]["scale"]["domain"] for mark in marks(spec) if "scale" in mark.encoding.get("x", {})
    ]
    assert domains
    assert all(low == -high for low, high in domains)


VALUES = st.lists(st.integers(-100, 100).map(lambda quarters: quarters / 4), max_size=12)
GAPS = st.integers(0, 40).map(lambda quarters: quarters / 4)


@given(VALUES, GAPS)
def test_spread_keeps_order_distance_and_middle(values, gap):
    placed = base.spread(values, gap)
    order = sorted(range(len(values)), key=lambda i: values[i])
    steps = [placed[upper] - placed[lower] for lower, upper in pairwise(order)]
    assert len(placed) == len(values)
    assert all(step >= gap - 1e-6 for step in steps)
    assert sum(placed) == pytest.approx(sum(values), abs=1e-3)


@given(VALUES, GAPS)
def test_spread_moves_nothing_that_has_room(values, gap):
    roomy = [value + (gap + 50) * position for position, value in enumerate(values)]
    assert base.spread(roomy, gap) == pytest.approx(roomy)


def test_a_name_that_had_to_move_is_joined_to_the_end_of_its_line():
    picture = by_area()
    (leader,) = [mark for mark in marks(picture.to_dict()) if mark.type == "rule" and "y2" in mark.encoding]
    assert [leader.encoding[channel]["field"] for channel in ("x", "x2", "y", "y2")] == [
        "year",
        "edge",
        "value",
        "place",
    ]
    rows = pd.DataFrame(leader.rows(data(picture.to_dict())))
    assert set(rows["area"]) == {"港町", "丘町", "谷町"}
    names = [mark for mark in marks(picture.to_dict()) if mark.type == "text"]
    assert all(mark.properties["dx"] > leader.properties["x2Offset"] for mark in names)


def crowded(*values: float) -> dict[float, str]:
    frame = pd.DataFrame({"slot": "港町", "cause": [f"因{at}" for at in range(len(values))], "value": values})
    drawn = waterfall.parts(
        frame.assign(text="x"), title=UNIT, spec="+.1f", causes=[f"因{at}" for at in range(len(values))]
    ).frame
    return dict(zip(drawn["value"], drawn["side"], strict=True))


def test_numbers_of_parts_stand_above_or_below_and_never_on_each_other():
    assert crowded(-90.0, -40.0, 10.0) == {-90: "above", -40: "above", 10: "above"}
    assert crowded(-90.0, -15.0, -14.0) == {-90: "above", -15: "above", -14: "below"}
    assert crowded(-90.0, -15.0, -14.0, -13.0)[-13.0] == "", "no room on either side"
    assert crowded(0.0, 0.0, 0.0)


def test_the_zero_rule_of_a_fan_runs_through_its_bands():
    frame = coming().frame.dropna(subset="value")
    frame = frame.assign(low80_said="", high80_said="")
    picture = fan.fan(frame, title=UNIT, spec=",.0f", year_labels=era.axis_expression(), signed=True)
    kinds = [(mark.type, mark.encoding.get("y", {}).get("datum")) for mark in marks(picture.to_dict())]
    assert max(at for at, (kind, _zero) in enumerate(kinds) if kind == "area") < kinds.index(("rule", 0))


def test_a_number_on_the_zero_rule_stands_on_a_white_edge():
    written = [mark for mark in marks(parts().to_dict()) if mark.type == "text"]
    edges = [mark for mark in written if mark.properties.get("strokeWidth")]
    assert len(edges) * 2 == len(written)
    assert {mark.properties["color"] for mark in edges} == {"#FFFFFF"}


@pytest.mark.parametrize("made", [relative, against_100])
def test_the_rule_at_100_keeps_to_the_marks_and_off_the_names(made):
    (rule,) = [mark for mark in marks(made().to_dict()) if mark.type == "rule" and mark.encoding["x"].get("datum")]
    names = [mark for mark in marks(made().to_dict()) if mark.type == "text" and mark.encoding["x"] == {"value": 0}]
    assert rule.encoding["x"]["datum"] == 100
    top, bottom = rule.properties["yOffset"], rule.properties["y2Offset"]
    assert names
    for name in names:
        assert name.properties["dy"] + 6 <= top or name.properties["dy"] - 6 >= bottom


def test_spread_parts_two_that_coincide():
    assert base.spread([10.0, 10.0, 50.0], 4) == [8.0, 12.0, 50.0]


POINTS = st.dictionaries(st.tuples(st.sampled_from("ab"), st.integers(2000, 2012)), st.floats(1, 9), min_size=1)


@given(POINTS)
def test_a_missing_year_breaks_the_line_and_no_value_is_lost_or_made_up(points):
    rows = [(basis, year, value, basis.upper()) for (basis, year), value in points.items()]
    frame = pd.DataFrame(rows, columns=["basis", "year", "value", "label"]).sort_values(["basis", "year"])
    drawn = base.with_gaps(frame, "basis")
    for basis, group in drawn.groupby("basis"):
        years = [year for known, year in points if known == basis]
        assert list(group["year"]) == list(range(min(years), max(years) + 1))
        assert set(group["label"]) == {basis.upper()}
    present = drawn.dropna(subset="value")
    assert {(row.basis, row.year): row.value for row in present.itertuples()} == points


def test_no_rows_have_no_gaps():
    empty = pd.DataFrame(columns=["basis", "year", "value"])
    assert base.with_gaps(empty, "basis").empty


def test_one_group_does_not_borrow_the_note_of_another():
    rows = [("a", 2016, 1.0, "速報"), ("a", 2018, 2.0, "速報"), ("b", 2016, 3.0, None)]
    frame = pd.DataFrame(rows, columns=["basis", "year", "value", "note"])
    drawn = base.with_gaps(frame, "basis")
    assert drawn.set_index("basis")["note"].isna()["b"]
