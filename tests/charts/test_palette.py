"""Colour says one thing: each meaning its own, all of them in one file, and none that only some readers can see."""

import json
import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from analytics.charts import fan, palette
from analytics.charts.series import DASHES
from analytics.words import era
from tests.charts import sight
from tests.charts.test_charts import EXAMPLES, coming
from tests.vega import marks

ROOT = Path(__file__).parent.parent.parent
COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})\b|\brgba?\((?!colours\.)|\bhsla?\(")
NAMED = re.compile(
    r"(?:color|background|border[\w-]*|outline|fill|stroke)\s*:[^;]*\b(?:white|black|gr[ae]y|red|blue)\b"
)
READ = ("*.py", "*.css", "*.js", "*.html", "*.typ")
MEANINGS = {
    name: colour
    for name, colour in vars(palette).items()
    if isinstance(colour, str) and re.fullmatch(r"#[0-9A-F]{6}", colour)
} | {f"PARTS {at}": colour for at, colour in enumerate(palette.PARTS)}
WORDS = {"INK", "CAPTION", "LINK", "HOME", "PEER", "REFERENCE", "TARGET", "BETTER", "WORSE", "MEN", "WOMEN", "DEMO"}
GROUNDS = {"PAPER", "BORDER", "GRID", "SURFACE", "HATCH", "BAND_80", "BAND_50"}
BEHIND = {palette.PAPER, palette.GRID, palette.CAPTION, palette.QUIET, palette.BAND_80, palette.BAND_50}
RAMPS = {*palette.DIVERGING[1:-1]}
AIMED = {
    "frontier.frontier",
    "outlook.ahead",
    "outlook.releases",
    "rates.against_100",
    "sparks.rows",
    "target.against_target",
}
APART, ON_PAPER, READABLE = 10, 3, 4.5
EVERY = pytest.mark.parametrize("name", EXAMPLES)


def files() -> list[Path]:
    folders = [ROOT / name for name in ("analytics", "pages", "data")]
    found = [path for folder in folders for form in READ for path in folder.rglob(form)]
    return [ROOT / "app.py", *(path for path in found if path.name != "palette.py")]


def colours(part: object) -> set[str]:
    return set(re.findall(r"#[0-9A-F]{6}\b", json.dumps(part)))


def test_no_colour_stands_outside_the_palette():
    found = {str(path.relative_to(ROOT)): COLOUR.findall(path.read_text("utf-8")) for path in files()}
    assert {path: said for path, said in found.items() if said} == {}
    sheets = {path.name: NAMED.findall(path.read_text("utf-8")) for path in files() if path.suffix == ".css"}
    assert sheets and not any(sheets.values())


def test_a_style_sheet_names_colours_that_the_palette_gives():
    given = set(re.findall(r"--([a-z]+):", palette.as_css()))
    assert given == {*palette.SHEET}
    for path in (path for path in files() if path.suffix == ".css"):
        asked = set(re.findall(r"var\(--([a-z-]+)", path.read_text("utf-8")))
        assert {name for name in asked if not name.startswith("slider-")} <= given, path.name
    paper = "".join(path.read_text("utf-8") for path in files() if path.suffix == ".typ")
    assert set(re.findall(r"colours\.(\w+)", paper)) <= given


def test_the_frame_of_the_pages_has_the_colours_of_the_palette():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    assert {name: value for name, value in theme.items() if name.endswith("Color")} == {
        "primaryColor": palette.HOME,
        "backgroundColor": palette.PAPER,
        "secondaryBackgroundColor": palette.SURFACE,
        "textColor": palette.INK,
        "linkColor": palette.LINK,
        "borderColor": palette.BORDER,
    }


def test_no_two_meanings_share_a_colour():
    assert len(set(MEANINGS.values())) == len(MEANINGS)


def test_marks_and_words_of_the_palette_can_be_told_from_paper():
    assert set(MEANINGS) > WORDS | GROUNDS
    for name, colour in MEANINGS.items():
        least = 1 if name in GROUNDS else READABLE if name in WORDS else ON_PAPER
        assert palette.contrast(colour) >= least, name


def test_white_words_on_the_parts_of_a_whole_can_be_read():
    assert min(map(palette.contrast, palette.PARTS)) >= READABLE


@EVERY
def test_meanings_that_meet_in_a_chart_can_be_told_apart_by_all_eyes(name):
    spec = EXAMPLES[name]().spec
    met = colours(spec["layer"]) - BEHIND - RAMPS
    near = {pair: sight.apart(*pair) for pair in combinations(sorted(met), 2)}
    assert {pair: round(far, 1) for pair, far in near.items() if far < APART} == {}


@pytest.mark.parametrize(
    "met",
    [
        (palette.QUIET, palette.HOME, palette.TARGET),
        (palette.QUIET, palette.MEN, palette.WOMEN),
        palette.DIVERGING,
        tuple(colour for colour, _shape in palette.BAND.values()),
    ],
)
def test_greys_and_classes_can_be_told_apart_by_all_eyes(met):
    assert min(sight.apart(*pair) for pair in combinations(dict.fromkeys(met), 2)) >= APART


@EVERY
def test_every_colour_of_a_chart_has_a_meaning(name):
    assert colours(EXAMPLES[name]().spec) <= {*MEANINGS.values(), *palette.DIVERGING}


@EVERY
def test_a_target_has_its_colour_wherever_one_is_drawn_and_nothing_else_has(name):
    assert (palette.TARGET in colours(EXAMPLES[name]().spec)) == (name in AIMED)


@EVERY
def test_a_target_is_known_without_its_colour(name):
    spec = EXAMPLES[name]().to_dict()
    for mark in marks(spec):
        if mark.type == "text":
            continue
        own = mark.properties.get("stroke") or mark.properties.get("color")
        dashes = [mark.properties.get("strokeDash"), mark.encoding.get("strokeDash")]
        dashed = json.dumps(palette.TARGET_DASH) in json.dumps(dashes)
        assert dashed == (mark.type in ("line", "rule") and palette.TARGET in colours([own, mark.encoding]))
        if mark.type == "point" and own == palette.TARGET:
            assert mark.properties["shape"] == palette.TARGET_SHAPE
            assert mark.properties["fill"] == palette.PAPER
        scales = [mark.encoding.get(channel, {}) for channel in ("color", "shape")]
        looks = [
            (scale.get("scale") or scale.get("condition", {}).get("scale") or {}).get("range") for scale in scales
        ]
        for colour, shape in zip(*looks, strict=True) if all(looks) else ():
            if colour == palette.TARGET and shape in ("circle", "square", "cross", "triangle-up", "triangle-down"):
                raise AssertionError(shape)


def test_the_dashes_of_meanings_are_no_other_lines_dashes():
    own = [palette.DEMO_DASH, palette.PROJECTED_DASH, palette.TARGET_DASH, palette.BREAK_DASH]
    bases = [dash for _colour, _shape, dash in palette.BASIS.values()]
    for dash in own:
        assert [*own, *DASHES, *bases].count(dash) == 1


def test_contrast_is_measured_as_wcag_does():
    assert palette.contrast("#000000") == pytest.approx(21)
    assert palette.contrast("#FFFFFF") == pytest.approx(1)
    assert palette.contrast("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((50, -1, 2), (50, 0, 0), 2.3669),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ],
)
def test_difference_is_measured_as_ciede2000_is_published(one, other, expected):
    assert sight.ciede2000(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


def test_red_and_green_of_one_lightness_look_alike_to_some():
    assert (
        sight.apart("#CE0000", "#5F7000")
        < APART
        < sight.ciede2000(*(sight.seen(colour, "all colours") for colour in ("#CE0000", "#5F7000")))
    )


@pytest.mark.parametrize("status", ["demo", "published"])
def test_demo_values_before_a_fan_are_dashed_and_open_and_others_are_not(status):
    known = coming().frame.dropna(subset="value").assign(status=status, low80_said="", high80_said="")
    spec = fan.fan(known, title="人", spec=",.0f", year_labels=era.axis_expression()).to_dict()
    line = next(mark for mark in marks(spec) if mark.type == "line" and "strokeDash" in mark.encoding)
    assert {row["demo"] for row in line.rows(spec["data"]["values"])} == {status == "demo"}
    assert line.encoding["strokeDash"]["condition"] == {"test": "datum.demo", "value": palette.DEMO_DASH}
