"""The builders for migration on small invented frames: signs, sides, outlines, and limits that are seen."""

import pandas as pd
import pytest

from analytics.charts import ages, balance, funnel, lexis, palette, schedule
from analytics.charts.base import Picture
from tests.vega import marks

UNIT = "人／年"
SEXES = {"M": "男（左）", "F": "女（右）"}
LEVELS = {"inner": "95%", "outer": "99.8%"}


def by_age() -> pd.DataFrame:
    rows = [
        ("15–19", "M", 900.0, False, True),
        ("15–19", "F", 400.0, False, True),
        ("20–24", "M", -1200.0, False, True),
        ("20–24", "F", -300.0, False, True),
        ("75–79", "F", 50.0, False, False),
        ("20–24", "M", -1500.0, True, True),
        ("15–19", "F", 700.0, True, True),
    ]
    frame = pd.DataFrame(rows, columns=["group", "sex", "value", "ghost", "trusted"])
    words = {"text": frame["value"].astype(str), "age_words": frame["group"], "sex_words": frame["sex"]}
    return frame.assign(**words, longest=~frame["ghost"] & frame["trusted"])


def by_age_and_sex() -> Picture:
    return ages.by_age_and_sex(
        by_age(), title=UNIT, ages=["15–19", "20–24", "75–79"], sexes=SEXES, domain=(-2000, 1000)
    )


def rows() -> pd.DataFrame:
    found = [
        ("H22→H27|2010→2015", "若", -170.0, False),
        ("H22→H27|2010→2015", "ほか", 220.0, False),
        ("H27→R7|2015→2025＊", "若", 130.0, True),
    ]
    frame = pd.DataFrame(found, columns=["slot", "kind", "value", "mixed_basis"])
    return frame.assign(text=frame["value"].map("{:+.0f}".format))


def by_row() -> Picture:
    colours = [palette.HOME, palette.PEER]
    return balance.by_row(rows(), title=UNIT, kinds=["若", "ほか"], colours=colours, beside=True)


def cells() -> pd.DataFrame:
    found = [
        ("1986–1990", "H12→H17|2000→2005", 2128.0),
        ("1986–1990", "H22→H27|2010→2015", -2390.0),
        ("1946–1950", "H12→H17|2000→2005", -3.0),
        ("1946–1950", "H22→H27|2010→2015", None),
    ]
    frame = pd.DataFrame(found, columns=["row", "slot", "value"])
    words = {"born": frame["row"], "when": frame["slot"], "age_words": "15–19"}
    text = frame["value"].map("{:+,.0f}".format).where(frame["value"].notna(), "×")
    return frame.assign(**words, text=text, chosen=frame["row"] == "1986–1990")


def by_cohort() -> Picture:
    return lexis.by_cohort(
        cells(),
        title=UNIT,
        cohorts=["1946–1950", "1986–1990"],
        periods=["H12→H17|2000→2005", "H22→H27|2010→2015"],
    )


def places() -> pd.DataFrame:
    found = [
        ("港町", True, 200_000, 0.4, ""),
        ("丘町", False, 140_000, 9.0, "high"),
        ("谷村", False, 2_700, -17.0, ""),
    ]
    frame = pd.DataFrame(found, columns=["area", "home", "denominator", "value", "outside"])
    return frame.assign(text=frame["value"].map("{:.1f}".format), centre=2.5, low_outer=-1.0, high_outer=6.0)


def curve() -> pd.DataFrame:
    size = pd.Series([2_000.0, 20_000.0, 250_000.0])
    half = 300 / size**0.5
    bounds = {"low_inner": -half, "high_inner": half, "low_outer": -2 * half, "high_outer": 2 * half}
    return pd.DataFrame(bounds).assign(denominator=size, basis="register")


def funnel_of(signed: bool) -> Picture:
    return funnel.funnel(
        places(),
        curve(),
        title=UNIT,
        across="人口（人）",
        spec=".0f",
        levels=LEVELS,
        centre="全体 2.5",
        signed=signed,
    )


def placed() -> Picture:
    return funnel_of(signed=True)


def fitted(status: str = "published") -> Picture:
    points = pd.DataFrame({"middle": [17.5, 22.5, 17.5, 22.5], "value": [20.0, 60.0, 15.0, 40.0]})
    points = points.assign(kind=["転入", "転入", "転出", "転出"], text="1", age_words="15–19", status=status)
    lines = pd.DataFrame({"middle": [0.0, 90.0] * 2, "fit": [5.0, 2.0, 4.0, 1.0]})
    lines = lines.assign(kind=["転入", "転入", "転出", "転出"], basis="register")
    looks = {"転入": palette.FLOW["in"], "転出": palette.FLOW["out"]}
    return schedule.fitted(points, lines, title=UNIT, across="年齢（歳）", looks=looks)


EXAMPLES = {
    "ages.by_age_and_sex": by_age_and_sex,
    "balance.by_row": by_row,
    "funnel.funnel": placed,
    "lexis.by_cohort": by_cohort,
    "schedule.fitted": fitted,
}


def reached(picture: Picture, kind: str) -> list[tuple]:
    values = picture.to_dict()["data"]["values"]
    return [(mark, mark.rows(values)) for mark in marks(picture.to_dict()) if mark.type == kind]


def test_bars_of_an_age_stand_beside_each_other_and_are_named_by_side():
    bar, hidden, ghost = reached(by_age_and_sex(), "bar")
    assert bar[0].encoding["xOffset"]["field"] == "sex"
    scale = bar[0].encoding["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "男（左）": palette.SEX["M"],
        "女（右）": palette.SEX["F"],
    }
    assert {row["ghost"] for row in ghost[1]} == {True}
    assert ghost[0].properties["fillOpacity"] == 0
    assert [row["group"] for row in hidden[1]] == ["75–79"]
    assert hidden[0].properties["fill"] == palette.PAPER
    assert not {row["group"] for row in bar[1]} & {"75–79"}


def test_the_name_of_a_sex_stands_beyond_its_bar_and_the_outline():
    named = {
        (row["group"], row["sex"]): row["end"] for _, found in reached(by_age_and_sex(), "text") for row in found
    }
    assert named["20–24", "M"] == -1500
    assert named["15–19", "F"] == 700


def test_the_scale_is_the_one_that_was_given():
    drawn = by_age_and_sex().to_dict()
    domains = [
        mark.encoding["y"]["scale"]["domain"] for mark in marks(drawn) if "scale" in mark.encoding.get("y", {})
    ]
    assert set(map(tuple, domains)) == {(-2000, 1000)}


def test_values_of_a_mixed_basis_are_open_bars_and_zero_is_drawn():
    whole, mixed = reached(by_row(), "bar")
    assert {row["mixed_basis"] for row in whole[1]} == {False}
    assert {row["mixed_basis"] for row in mixed[1]} == {True}
    assert mixed[0].properties["fill"] == palette.PAPER
    assert [mark.encoding["x"] for mark, _ in reached(by_row(), "rule")] == [{"datum": 0}]


def test_numbers_stand_on_the_outer_side_of_their_bar():
    sides = {row["text"]: mark.properties["align"] for mark, found in reached(by_row(), "text") for row in found}
    assert sides == {"-170": "right", "+220": "left", "+130": "left"}


def test_rows_are_high_enough_for_their_lines():
    one = balance.by_row(rows().assign(slot="a"), title=UNIT, kinds=["若"], colours=["#000000"]).spec["height"]
    three = balance.by_row(rows().assign(slot="a|b|c"), title=UNIT, kinds=["若"], colours=["#000000"]).spec[
        "height"
    ]
    assert three >= 3 * 15 > one


def test_every_cell_carries_its_number_or_its_sign_besides_its_colour():
    numbers, signs = reached(by_cohort(), "text")
    assert [row["text"] for row in numbers[1]] == ["+2,128", "-2,390", "-3", "×"]
    assert [row["sign"] for row in signs[1]] == ["+", "−", "", "×"]
    hidden = [mark.properties["opacity"]["expr"] for mark, _ in (numbers, signs)]
    assert hidden[0].replace("0 : 1", "1 : 0") == hidden[1]


def test_a_cell_that_cannot_be_relied_on_has_no_colour_and_the_chosen_row_a_frame():
    known, unknown, framed = reached(by_cohort(), "rect")
    assert len(known[1]) == 3
    assert [row["text"] for row in unknown[1]] == ["×"]
    assert {row["row"] for row in framed[1]} == {"1986–1990"}


def test_the_cells_words_can_be_read_on_their_colour():
    white = {0, 6}
    for place, colour in enumerate(palette.DIVERGING):
        assert palette.contrast(colour, "#FFFFFF" if place in white else palette.INK) >= 4.5
    assert len(palette.DIVERGING) == len(lexis.BOUNDS) + 1


def test_every_place_is_named_once_and_its_mark_says_on_which_side_of_the_limits_it_lies():
    picture = placed()
    (points,) = reached(picture, "point")
    scale = points[0].encoding["shape"]["scale"]
    shapes = dict(zip(scale["domain"], scale["range"], strict=True))
    assert [shapes[row["outside"]] for row in points[1]] == ["circle", "triangle-up", "circle"]
    names = [
        row["name"] for mark, found in reached(picture, "text") for row in found if "stroke" not in mark.properties
    ]
    assert sorted(names) == sorted(["港町 0.4", "丘町 9.0", "谷村 -17.0", "全体 2.5"])


def test_the_two_pairs_of_limits_differ_by_their_dash():
    (line,) = reached(placed(), "line")
    scale = line[0].encoding["strokeDash"]["scale"]
    assert scale["domain"] == list(LEVELS.values())
    assert scale["range"] == [[5, 4], [1, 0]]
    assert {len(found) for found in line[0].lines(line[1]).values()} == {3}


@pytest.mark.parametrize("signed", [True, False])
def test_every_rate_lies_within_the_picture_and_zero_is_drawn_where_there_are_signs(signed):
    picture = funnel_of(signed)
    (points,) = reached(picture, "point")
    low, high = points[0].encoding["y"]["scale"]["domain"]
    assert all(low < row["value"] < high for row in points[1])
    zeros = [mark for mark, _ in reached(picture, "rule") if mark.encoding["y"] == {"datum": 0}]
    assert len(zeros) == signed


def test_demo_rates_are_open_marks():
    for status, fill in (("demo", {"fill": palette.PAPER}), ("published", {"filled": True})):
        ((point, _),) = reached(fitted(status), "point")
        assert fill.items() <= point.properties.items()


def test_in_and_out_differ_in_more_than_colour():
    for part in range(3):
        assert len({str(look[part]) for look in palette.FLOW.values()}) == 2
