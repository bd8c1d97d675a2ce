"""和暦 and 西暦, and what an axis writes."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics import era

YEARS = st.integers(1926, 2200)


@pytest.mark.parametrize(
    ("year", "words", "short"),
    [
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


def test_a_year_before_showa_is_refused():
    with pytest.raises(ValueError, match="1925"):
        era.label(1925)


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
    _name, _letter, _romanised, number = era.era(year)
    first = {"S": 1926, "H": 1989, "R": 2019}[era.short(year)[0]]
    assert first + number - 1 == year


@given(YEARS, st.sampled_from(["ja", "en"]), st.booleans())
def test_the_western_year_stands_in_every_label(year, language, with_era):
    assert str(year) in era.label(year, language, with_era=with_era)


def written(years: list[int], language: str, with_era: bool) -> list[str]:
    """The labels that Vega itself writes at those years."""
    import vl_convert

    axis = {"values": years, "labelExpr": era.axis_expression(language, with_era=with_era), "title": None}
    scale = {"domain": [min(years) - 1, max(years) + 1], "nice": False}
    spec = {
        "data": {"values": [{"year": year} for year in years]},
        "mark": "point",
        "width": 2000,
        "encoding": {"x": {"field": "year", "type": "quantitative", "axis": axis, "scale": scale}},
    }
    return re.findall(r">([^<>\s]+)</(?:text|tspan)>", vl_convert.vegalite_to_svg(spec))


def test_the_axis_writes_the_same_years_as_the_text():
    years = [1926, 1988, 1989, 2018, 2019, 2022]
    for language in ("ja", "en"):
        labels = written(years, language, with_era=True)
        assert labels == [word for year in years for word in (era.short(year, language), str(year))]
    assert written(years, "ja", with_era=False) == [str(year) for year in years]
