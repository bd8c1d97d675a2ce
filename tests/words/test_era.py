"""和暦 and 西暦, and what an axis writes."""

import json
import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.figures.context import Context
from analytics.figures.outlook import releases
from analytics.words import era

YEARS = st.integers(1868, 2200)


@pytest.mark.parametrize(
    ("year", "words", "short"),
    [
        (1868, "明治元（1868）年", "M元"),
        (1911, "明治44（1911）年", "M44"),
        (1912, "大正元（1912）年", "T元"),
        (1926, "昭和元（1926）年", "S元"),
        (1988, "昭和63（1988）年", "S63"),
        (1989, "平成元（1989）年", "H元"),
        (2018, "平成30（2018）年", "H30"),
        (2019, "令和元（2019）年", "R元"),
        (2022, "令和4（2022）年", "R4"),
    ],
)
def test_eras_begin_with_their_first_year(year, words, short):
    assert era.label(year) == words
    assert era.short(year) == short


def test_what_lies_before_meiji_has_no_era():
    with pytest.raises(ValueError, match="1867"):
        era.label(1867)
    with pytest.raises(ValueError, match="1868-10-22"):
        era.day_label(date(1868, 10, 22))
    assert era.label(1867, with_era=False) == "1867年"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2019, 5, 1), "令和元（2019）年5月1日"),
        (date(2019, 4, 30), "平成31（2019）年4月30日"),
        (date(1989, 1, 8), "平成元（1989）年1月8日"),
        (date(1989, 1, 7), "昭和64（1989）年1月7日"),
        (date(1926, 12, 25), "昭和元（1926）年12月25日"),
        (date(1926, 12, 24), "大正15（1926）年12月24日"),
        (date(1912, 7, 30), "大正元（1912）年7月30日"),
        (date(1912, 7, 29), "明治45（1912）年7月29日"),
        (date(1868, 10, 23), "明治元（1868）年10月23日"),
    ],
)
def test_a_day_takes_the_era_of_that_day(day, words):
    assert era.day_label(day) == words


@pytest.mark.parametrize(
    ("year", "basis", "words", "english", "short"),
    [
        (2019, "jan1", "平成31（2019）年1月1日", "1 January 2019 (Heisei 31)", "H31"),
        (2019, "oct1", "令和元（2019）年10月1日", "1 October 2019 (Reiwa 1)", "R元"),
        (1989, "jan1", "昭和64（1989）年1月1日", "1 January 1989 (Showa 64)", "S64"),
        (1926, "oct1", "大正15（1926）年10月1日", "1 October 1926 (Taisho 15)", "T15"),
        (2019, "fiscal", "令和元（2019）年度", "FY2019 (Reiwa 1)", "R元"),
        (1920, "oct1", "大正9（1920）年10月1日", "1 October 1920 (Taisho 9)", "T9"),
    ],
)
def test_a_day_of_reference_takes_the_era_of_that_day_and_a_year_the_one_it_ends_in(
    year, basis, words, english, short
):
    assert era.label(year, basis=basis) == words
    assert era.label(year, "en", basis=basis) == english
    assert era.short(year, basis=basis) == short
    if basis in era.DAYS:
        assert era.date_label(date(year, *era.DAYS[basis])) == words


def test_a_month_takes_the_era_it_ends_in():
    months = {(2019, 4): "平成31（2019）年4月", (2019, 5): "令和元（2019）年5月", (1989, 1): "平成元（1989）年1月"}
    assert {month: era.month_label(*month) for month in months} == months
    assert era.month_label(2019, 4, with_era=False) == "2019年4月"


@pytest.mark.parametrize(
    ("basis", "japanese", "english"),
    [
        ("calendar", "令和4（2022）年", "2022 (Reiwa 4)"),
        ("fiscal", "令和4（2022）年度", "FY2022 (Reiwa 4)"),
        ("jan1", "令和4（2022）年1月1日", "1 January 2022 (Reiwa 4)"),
        ("oct1", "令和4（2022）年10月1日", "1 October 2022 (Reiwa 4)"),
    ],
)
def test_a_year_a_fiscal_year_and_a_day_of_reference_read_differently(basis, japanese, english):
    assert era.label(2022, basis=basis) == japanese
    assert era.label(2022, "en", basis=basis) == english


def test_without_the_era_the_western_year_stands_alone():
    assert era.label(2022, with_era=False) == "2022年"
    assert era.label(2022, basis="fiscal", with_era=False) == "2022年度"
    assert era.label(2022, "en", with_era=False) == "2022"


def test_days_of_reference_are_named_and_other_days_are_written_out():
    assert era.date_label(date(2020, 10, 1)) == "令和2（2020）年10月1日"
    assert era.date_label(date(2025, 1, 1), "en") == "1 January 2025 (Reiwa 7)"
    assert era.date_label(date(2024, 4, 30)) == "2024-04-30"


def test_english_has_no_gannen():
    assert era.label(2019, "en") == "2019 (Reiwa 1)"
    assert era.short(2019, "en") == "R1"


@given(YEARS)
def test_the_western_year_can_be_had_back_from_the_era(year):
    letter, number = era.short(year, "en")[0], int(era.short(year, "en")[1:])
    first = {"M": 1868, "T": 1912, "S": 1926, "H": 1989, "R": 2019}[letter]
    assert first + number - 1 == year


@given(YEARS, st.sampled_from(["ja", "en"]), st.booleans())
def test_the_western_year_stands_in_every_label(year, language, with_era):
    assert str(year) in era.label(year, language, with_era=with_era)


def written(years: list[int], language: str, basis: str = "calendar", *, with_era: bool = True) -> list[str]:
    """The labels that Vega itself writes at those years."""
    import vl_convert

    expression = era.axis_expression(language, basis=basis, with_era=with_era)
    axis = {"values": years, "labelExpr": expression, "title": None}
    scale = {"domain": [min(years) - 1, max(years) + 1], "nice": False}
    spec = {
        "data": {"values": [{"year": year} for year in years]},
        "mark": "point",
        "width": 2000,
        "encoding": {"x": {"field": "year", "type": "quantitative", "axis": axis, "scale": scale}},
    }
    return re.findall(r">([^<>\s]+)</(?:text|tspan)>", vl_convert.vegalite_to_svg(spec))


def test_the_axis_writes_the_same_years_as_the_text():
    years = [1869, 1911, 1912, 1913, 1926, 1927, 1988, 1989, 1990, 2018, 2019, 2020, 2022]
    for language, basis in product(("ja", "en"), ("calendar", "jan1", "oct1")):
        labels = written(years, language, basis)
        assert labels == [word for year in years for word in (era.short(year, language, basis=basis), str(year))]
    assert written(years, "ja", with_era=False) == [str(year) for year in years]


def test_a_count_of_1_january_2019_is_of_heisei_31_in_the_table_and_on_the_axis(database, filters):
    made = releases.releases(Context(database, filters))
    assert "平成31（2019）年1月1日" in list(made.table["時点"])
    assert era.axis_expression(basis="jan1") in json.dumps(made.spec, ensure_ascii=False)
