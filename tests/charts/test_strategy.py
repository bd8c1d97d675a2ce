"""The builders for plans and targets on small invented frames, and how they break a text into lines."""

import re
from collections.abc import Iterator
from itertools import pairwise

import altair as alt
import pandas as pd
import pyarrow as pa
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import figures
from analytics.charts import base, divided, outlook, palette, sparks, target, timeline
from analytics.charts.base import Picture
from analytics.words import era
from tests.vega import Mark, marks

UNIT = "人／年"
WORDS = {
    "actual": "実績",
    "actual_demo": "実績（見本の値）",
    "baseline": "基準値",
    "path": "道筋",
    "target": "目標値",
}
LANES = ["国", "県", "市"]
COLUMNS = ["year", "value", "kind", "series", "label", "rank", "text"]


def indicator(*rows: tuple) -> pd.DataFrame:
    """rows : year, value, role, run, demo, missing, superseded"""
    frame = pd.DataFrame(rows, columns=["year", "value", "role", "run", "demo", "missing", "superseded"])
    return frame.assign(value=frame["value"].astype(float), text=frame["value"].astype(float).map("{:.1f}".format))


def aimed(frame: pd.DataFrame) -> Picture:
    return target.against_target(frame, title=UNIT, spec=".0f", year_labels=era.axis_expression(), words=WORDS)


PUBLISHED = [(2016, 99.0, "actual", "a", False, None, False), (2017, 95.0, "actual", "a", False, None, False)]
LATER = [(2019, 97.0, "actual", "a", False, None, False)]
MADE_UP = [(year, 80.0 - year % 5, "actual", "a demo", True, None, False) for year in (2021, 2022)]
ABSENT = [
    (2023, None, "actual", "a", False, "対象外", False),
    (2024, None, "actual", "a", False, "対象外", False),
    (2025, None, "actual", "a", False, "未公表", False),
]
START = [(2020, 85.0, "baseline", "b", True, None, False)]
WAY = [(2020, 85.0, "path", "p", True, None, False), (2026, 99.0, "path", "p", True, None, False)]
AIMS = [(2026, 99.0, "target", "t", True, None, False), (2026, 98.0, "target", "t", True, None, True)]


def against_target() -> Picture:
    return aimed(indicator(*PUBLISHED, *LATER, *MADE_UP, *ABSENT, *START, *WAY, *AIMS))


def totals(*kinds: str) -> pd.DataFrame:
    rows = [
        *((year, 100.0 + year % 40, "census", "census", "国勢調査", 0) for year in (1980, 1985, 2015)),
        *((year, 140.0, "register", "register", "台帳", 0) for year in (2016, 2017, 2020)),
        *((year, 200.0 - year % 100, "release", "2018", "2018年推計", 1) for year in (2015, 2020, 2045)),
        *((year, 190.0 - year % 100, "release", "2023", "2023年推計", 2) for year in (2020, 2050)),
        *((year, 150.0 + year % 100, "release", "2024", "2024年推計", 3) for year in (2020, 2050)),
        (2065, 130.0, "target", "target", "目標", 0),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS[:-1])
    return frame[frame["kind"].isin(kinds)].assign(text=lambda rows: rows["value"].map("{:.0f}人".format))


def over_time(*kinds: str) -> Picture:
    return outlook.releases(totals(*kinds), title=UNIT, spec=",.0f", year_labels=era.axis_expression())


def releases() -> Picture:
    return over_time("census", "register", "release", "target")


def own_paths(banded: bool = True) -> pd.DataFrame:
    rows = [(year, 150.0 - year % 100 / 2, "path", "own", "いまのまま", 1) for year in (2025, 2040, 2065)]
    rows += [(year, 150.0 + year % 100 / 2, "path", "other", "シナリオ", 2) for year in (2025, 2040, 2065)]
    frame = pd.DataFrame(rows, columns=COLUMNS[:-1])
    bands = {"low50": -2, "high50": 2, "low80": -5, "high80": 5}
    limits = {name: frame["value"] + width if banded else None for name, width in bands.items()}
    return frame.assign(text=frame["value"].map("{:.0f}人".format), **limits)


def ahead() -> Picture:
    frame = pd.concat([totals("census", "register", "release", "target"), own_paths()])
    return outlook.ahead(frame, title=UNIT, spec=",.0f", year_labels=era.axis_expression())


def paths() -> Picture:
    return outlook.paths(own_paths(), title=UNIT, spec=",.0f", year_labels=era.axis_expression())


def card() -> pd.DataFrame:
    rows = [
        *(
            (f"出生数（{UNIT}）", year, 90.0 + year % 3, year > 2021, 95.0)
            for year in (2019, 2020, 2021, 2022, 2023)
        ),
        *(
            ("Share of citizens who think the city's appeal is being shared", year, 5.0, False, None)
            for year in (2020, 2022)
        ),
    ]
    frame = pd.DataFrame(rows, columns=["row", "year", "value", "demo", "target"])
    return frame.assign(text=frame["value"].map("{:.0f}人".format))


def rows() -> Picture:
    return sparks.rows(card())


def events(*moments: tuple[str, float]) -> Picture:
    frame = pd.DataFrame(moments, columns=["lane", "moment"])
    frame = frame.assign(
        when=frame["moment"].map("{:.0f}年".format), text="国が長期ビジョンの改訂版と第2期総合戦略を策定"
    )
    return timeline.lanes(frame, lanes=LANES, year_labels=era.axis_expression())


def lanes() -> Picture:
    return events(("国", 2014.8), ("国", 2014.9), ("市", 2016.2), ("市", 2024.25))


def over_years() -> Picture:
    labels = ["0〜14歳", "15〜64歳", "65歳以上", "20〜39歳の女性"]
    rows = [
        (year, 10.0 * rank + year % 7, label) for rank, label in enumerate(labels) for year in range(2025, 2066)
    ]
    frame = pd.DataFrame(rows, columns=["year", "value", "label"])
    frame = frame.assign(text=frame["value"].map("{:.0f}人".format), within=frame["label"] == labels[-1])
    look = {"title": UNIT, "spec": ",.0f", "year_labels": era.axis_expression(), "zero": True}
    return divided.over_years(frame, labels=labels, **look)


EXAMPLES = {
    "divided.over_years": over_years,
    "outlook.ahead": ahead,
    "outlook.paths": paths,
    "outlook.releases": releases,
    "sparks.rows": rows,
    "target.against_target": against_target,
    "timeline.lanes": lanes,
}
UNITLESS = {"timeline.lanes"}
EVERY = pytest.mark.parametrize("name", EXAMPLES)


def drawn(picture: Picture, kind: str) -> list[tuple[Mark, list[dict]]]:
    """The marks of a kind with the rows that reach them."""
    spec = picture.to_dict()
    found = [(mark, mark.rows(spec["data"]["values"])) for mark in marks(spec) if mark.type == kind]
    return [(mark, reached) for mark, reached in found if reached]


def segments(picture: Picture) -> list[list[dict]]:
    """The rows of every unbroken stretch of every line."""
    whole = [line for mark, reached in drawn(picture, "line") for line in mark.lines(reached).values()]
    found = []
    for line in whole:
        stretch: list[dict] = []
        for row in line:
            place = row.get("place") if row.get("value") is None else row["value"]
            stretch = [*stretch, row] if place is not None else []
            found += [stretch] if len(stretch) == 1 else []
            if stretch:
                found[-1] = stretch
    return found


@EVERY
def test_what_a_page_sends_to_the_browser_can_be_made(name):
    assert pa.Table.from_pandas(EXAMPLES[name]().frame, preserve_index=False).num_rows


@EVERY
@pytest.mark.parametrize("width", [330, 1400])
def test_a_chart_is_drawn_on_a_phone_and_on_a_wall(name, width):
    spec = {**EXAMPLES[name]().to_dict(), "width": width, "autosize": {"type": "fit", "contains": "padding"}}
    size = re.search(r'<svg[^>]* width="([\d.e+]+)"', vl_convert.vegalite_to_svg(spec))
    assert float(size[1]) == pytest.approx(width, abs=2)


@pytest.mark.parametrize("name", ["outlook.releases", "target.against_target"])
def test_an_axis_that_does_not_start_at_zero_is_found_by_the_figure(name):
    assert any(figures._is_cut(layer, "y") for layer in EXAMPLES[name]().spec["layer"])


PARTS = {
    "only values": PUBLISHED,
    "only a baseline and a target": START + AIMS[:1],
    "one point": PUBLISHED[:1],
    "only missing years": ABSENT,
    "only a target": AIMS[:1],
}


@pytest.mark.parametrize("given_rows", PARTS.values(), ids=PARTS)
def test_an_indicator_may_lack_parts(given_rows):
    spec = aimed(indicator(*given_rows)).to_dict()
    alt.Root.from_dict(spec, validate=True)
    size = re.search(r'<svg[^>]* width="([\d.e+]+)"', vl_convert.vegalite_to_svg({**spec, "width": 330}))
    assert float(size[1]) < 500


@pytest.mark.parametrize("kinds", [("census",), ("register", "target"), ("release",), ("target",)])
def test_an_outlook_may_lack_parts(kinds):
    spec = over_time(*kinds).to_dict()
    alt.Root.from_dict(spec, validate=True)
    size = re.search(r'<svg[^>]* width="([\d.e+]+)"', vl_convert.vegalite_to_svg({**spec, "width": 330}))
    assert float(size[1]) < 500


def test_a_line_towards_a_target_has_one_run_and_no_missing_year():
    for row, after in (pair for stretch in segments(against_target()) for pair in pairwise(stretch)):
        assert row["run"] == after["run"]
        assert row["role"] == after["role"]
        assert row["role"] == "path" or after["year"] == row["year"] + 1


def test_no_line_leads_to_a_target_but_the_way():
    assert {row["role"] for stretch in segments(against_target()) for row in stretch} == {"actual", "path"}


def test_demo_lines_are_dashed_and_published_ones_are_not():
    for mark, reached in drawn(against_target(), "line") + drawn(rows(), "line"):
        if {row.get("role", "actual") for row in reached} == {"actual"}:
            assert {row["demo"] for row in reached} == {"strokeDash" in mark.properties}


@pytest.mark.parametrize("picture", [against_target, rows])
def test_demo_marks_are_open(picture):
    filled = [mark.encoding["fill"]["condition"] for mark, _rows in drawn(picture(), "point")]
    assert filled
    assert all(made_up == {"test": "datum.demo", "value": palette.PAPER} for made_up in filled)


@EVERY
def test_a_legend_stands_in_the_channels_that_the_export_keeps_with_their_chart(name):
    for mark in marks(EXAMPLES[name]().to_dict()):
        single = {channel: found for channel, found in mark.encoding.items() if isinstance(found, dict)}
        explained = {channel for channel, found in single.items() if found.get("legend")}
        assert explained <= {"color", "fill", "shape", "strokeDash"}


def test_a_target_is_outlined_whoever_gave_it():
    scale = drawn(against_target(), "point")[0][0].encoding["fill"]["scale"]
    looks = dict(zip(scale["domain"], scale["range"], strict=True))
    assert looks[WORDS["target"]] == palette.PAPER
    assert looks[WORDS["actual"]] == palette.HOME


def test_the_legend_names_what_is_there_and_nothing_else():
    def named(picture: Picture) -> list[str]:
        return list(drawn(picture, "point")[0][0].encoding["shape"]["scale"]["domain"])

    assert named(against_target()) == list(WORDS.values())
    assert named(aimed(indicator(*PUBLISHED))) == [WORDS["actual"]]
    assert named(aimed(indicator(*START, *AIMS))) == [WORDS["baseline"], WORDS["target"]]


def test_first_and_last_value_and_every_target_are_written():
    written = [row for _mark, reached in drawn(against_target(), "text") for row in reached]
    beside = {(row["year"], row["label"]) for row in written if row["role"] == "label"}
    assert beside == {(2016, "99.0"), (2022, "78.0"), (2026, "99.0"), (2026, "98.0")}


def test_missing_years_of_one_reason_say_it_once():
    frame = against_target().frame
    absent = frame[frame["role"] == "absent"]
    assert list(absent["label"]) == ["対象外", "未公表"]
    assert list(absent["year"]) == [2023.5, 2025]
    assert absent["dy"].nunique() == 2


def test_observed_kinds_are_never_joined_and_releases_keep_their_own_line():
    for stretch in segments(releases()):
        assert len({row["series"] for row in stretch}) == 1
        assert "target" not in {row["kind"] for row in stretch}


def test_the_census_is_joined_over_the_years_between_and_the_register_is_not():
    found = [[row["year"] for row in stretch] for stretch in segments(releases()) if stretch[0]["rank"] == 0]
    assert found == [[1980, 1985, 2015], [2016, 2017], [2020]]


def test_observed_is_solid_and_every_projection_has_a_dash_of_its_own():
    (projected,) = [mark for mark, _rows in drawn(releases(), "line") if "strokeDash" in mark.encoding]
    dashes = projected.encoding["strokeDash"]["scale"]["range"]
    assert [1, 0] not in dashes
    assert len({tuple(dash) for dash in dashes}) == len(dashes)


def test_the_words_of_a_release_stand_under_a_falling_line_and_over_a_rising_one():
    ends = releases().frame.query("kind == 'end'").set_index("series")
    assert (ends["place"] > ends["value"]).to_dict() == {"2018": False, "2023": False, "2024": True}


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(100, 120), min_size=1, max_size=6), st.integers(100, 120))
def test_the_words_of_releases_stand_apart(lasts, first):
    rows = [
        (year, float(value), "release", str(rank), str(rank), rank, "")
        for rank, last in enumerate(lasts, start=1)
        for year, value in ((2020, first), (2045, last))
    ]
    frame = pd.DataFrame([*rows, (1980, 0.0, "census", "census", "国勢調査", 0, "")], columns=COLUMNS)
    picture = outlook.releases(frame, title=UNIT, spec=",.0f", year_labels=era.axis_expression())
    places = sorted(picture.frame.query("kind == 'end'")["place"])
    assert all(upper - lower > 6 for lower, upper in pairwise(places))


def sketch(ends: list[float], target: float | None = None, height: int = 300) -> list[dict]:
    """What paths from 100 to these ends look like once drawn: every text with its height in pixels."""
    rows = [
        (year, value, "path", str(rank), "シナリオ", rank, "")
        for rank, last in enumerate(ends, start=1)
        for year, value in ((2025, 100.0), (2065, last))
    ]
    if target is not None:
        rows.append((2065, target, "target", "target", "目標人口", 0, "10"))
    frame = pd.DataFrame(rows, columns=COLUMNS).assign(**dict.fromkeys(("low50", "high50", "low80", "high80")))
    draw = outlook.paths if target is None else outlook.ahead
    picture = draw(frame, title=UNIT, spec=",.0f", year_labels=era.axis_expression(), height=height)
    scene = vl_convert.vegalite_to_scenegraph({**picture.to_dict(), "width": 330})["scenegraph"]
    return list(lettered(scene))


def lettered(node: dict, y: float = 0) -> Iterator[dict]:
    for item in node.get("items", []):
        if node.get("marktype") == "text":
            yield {"text": item.get("text"), "y": y + item["y"] + item.get("dy", 0)}
        elif node.get("marktype") == "group":
            for part in item.get("items", []):
                yield from lettered(part, y + item.get("y", 0))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from([60.0, 60.2, 61.0, 99.9, 100.0, 100.1, 140.0]), min_size=1, max_size=5))
def test_the_words_of_paths_stand_apart_and_off_the_axis_wherever_they_end(ends):
    drawn = sketch(ends)
    words = sorted({each["y"] for each in drawn if str(each["text"]).startswith("シナリオ")})
    assert len(words) == len(ends)
    assert all(below - above >= 15 for above, below in pairwise(words))
    assert max(words) <= 300 - 8
    assert min(words) >= 8


@settings(deadline=None, max_examples=15)
@given(st.lists(st.floats(60, 99), min_size=1, max_size=5), st.floats(70, 95))
def test_the_words_of_paths_leave_the_target_and_its_words_free(ends, target):
    drawn = sketch(ends, target, height=420)
    words = sorted({each["y"] for each in drawn if str(each["text"]).startswith("シナリオ")})
    aim = {each["y"] for each in drawn if "目標人口" in str(each["text"])}.pop()
    assert all(below - above >= 15 for above, below in pairwise(words))
    assert not any(aim - 12 < each < aim + 45 for each in words)
    assert max(words) <= 420 - 8


def test_the_group_within_a_part_is_drawn_with_marks_and_the_parts_without():
    picture = over_years()
    values = picture.to_dict()["data"]["values"]
    (marked,) = [mark for mark in marks(picture.spec) if mark.type == "point"]
    drawn = marked.rows([row for row in values if row["year"] % 5 == 0])
    assert {row["label"] for row in drawn} == {"20〜39歳の女性"}
    assert len(drawn) == 9
    assert {mark.encoding["strokeDash"]["field"] for mark in marks(picture.spec) if mark.type == "line"} == {
        "label"
    }


def test_years_ahead_are_lettered_every_five_with_the_first_and_the_targets():
    for picture in (paths(), ahead(), releases()):
        scene = vl_convert.vegalite_to_scenegraph({**picture.to_dict(), "width": 1100})["scenegraph"]
        years = [
            each["text"][1] for each in lettered(scene) if isinstance(each["text"], list) and len(each["text"]) == 2
        ]
        years = [int(year) for year in years if year.isdigit()]
        assert {2025, 2065} <= set(years)
        assert all(year % 5 == 0 for year in years)


def test_every_row_of_a_card_has_a_scale_of_its_own_with_its_target():
    first, second = card()["row"].unique()
    places = rows().frame.groupby(["row", "part"])["place"].agg(["min", "max"])
    assert places.loc[(first, "target"), "min"] < places.loc[(first, "value"), "min"]
    assert places.loc[first, "max"].max() - places.loc[(first, "target"), "min"] == pytest.approx(26)
    assert places.loc[(second, "value"), "min"] == places.loc[(second, "value"), "max"]
    assert places.loc[(second, "name"), "min"] > places.loc[first, "max"].max()


def test_a_line_of_a_card_breaks_at_missing_years_and_between_demo_and_published():
    found = [[row["year"] for row in stretch] for stretch in segments(rows())]
    assert sorted(found) == [[2019, 2020, 2021], [2020], [2022], [2022, 2023]]


def test_words_of_one_lane_do_not_meet():
    frame = lanes().frame.query("part == 'event'")
    assert frame.groupby("lane")["place"].nunique().to_dict() == {"国": 2, "市": 1}
    assert list(frame["number"]) == ["1", "2", "3", "4"]


def test_the_words_of_events_are_hidden_where_the_plot_is_narrow():
    def shown(width: int) -> bool:
        svg = vl_convert.vegalite_to_svg({**lanes().to_dict(), "width": width})
        return any("総合戦略を策定" in words for words in re.findall(r">([^<>]+)</(?:text|tspan)>", svg))

    assert shown(1200)
    assert not shown(330)


JAPANESE = st.text(st.sampled_from("国が長期ビジョンの改訂版、と（第2期）「戦略」を策定 GIGA。"), max_size=60)


@given(JAPANESE, st.integers(12, 40))
def test_no_letter_is_lost_between_lines_and_none_is_too_long(text, width):
    found = base.lines(text, width)
    assert "".join("".join(found).split()) == "".join(text.split())
    for line in found:
        assert base.breadth(line) <= width or len(base.PIECE.findall(line)) == 1


def test_lines_break_between_words_and_not_before_a_comma():
    assert base.lines("Share of citizens who think", 12) == ["Share of", "citizens who", "think"]
    assert base.lines("国が改め、策定", 8) == ["国が改", "め、策定"]
    assert base.lines("", 8) == [""]
