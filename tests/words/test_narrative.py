"""Sentences say what the numbers do, and no number that was not given."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.words import narrative, terms

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
FELL = {"ja": "減りました", "en": " fell "}
ROSE = {"ja": "増えました", "en": " rose "}
STAYED = {"ja": "変わっていません", "en": " did not change "}
LANGUAGES = pytest.mark.parametrize("lang", ["ja", "en"])
COUNTS = st.integers(1, 500_000)


def told(before: float, after: float, lang: str, symbol: str = "births", **more: str) -> str:
    return narrative.change("X", terms.measure(symbol, lang), ("A", before), ("B", after), lang, **more)


def verbs(sentence: str, lang: str) -> list[str]:
    return [name for name, words in (("fell", FELL), ("rose", ROSE), ("stayed", STAYED)) if words[lang] in sentence]


@LANGUAGES
@given(before=COUNTS, after=COUNTS)
def test_a_fall_is_told_as_a_fall_and_the_way_back_as_a_rise(lang, before, after):
    expected = "stayed" if before == after else "fell" if after < before else "rose"
    back = {"fell": "rose", "rose": "fell", "stayed": "stayed"}[expected]
    assert verbs(told(before, after, lang), lang) == [expected]
    assert verbs(told(after, before, lang), lang) == [back]


@LANGUAGES
@given(before=COUNTS, after=COUNTS)
def test_every_number_in_the_sentence_comes_from_the_two_values(lang, before, after):
    percent = abs(after - before) / before * 100
    known = {f"{before:,}", f"{after:,}", f"{abs(after - before):,}", f"{percent:.1f}"}
    found = set(NUMBER.findall(told(before, after, lang)))
    assert found <= known
    assert {f"{before:,}", f"{after:,}"} <= found


@LANGUAGES
def test_the_strategys_sentence_reads_as_it_should(lang):
    term = terms.measure("births", lang)
    sentence = narrative.change("厚木市", term, ("2016年", 1711), ("2022年", 1308), lang, source="戦略")
    assert sentence.index("戦略") < sentence.index("厚木市") < sentence.index("403") < sentence.index("23.6%")
    assert {"1,711", "1,308", "403", "23.6", "2016", "2022"} == set(NUMBER.findall(sentence))


@LANGUAGES
@pytest.mark.parametrize("symbol", [term.symbol for term in terms.measures("ja")])
def test_every_measure_can_be_told(lang, symbol):
    sentence = told(1.5, 1.25, lang, symbol)
    assert "{" not in sentence
    assert verbs(sentence, lang) == ["fell"] or terms.measure(symbol, lang).format.endswith(".0f")


@LANGUAGES
def test_a_change_from_nothing_has_no_percentage(lang):
    sentence = told(0, 5, lang)
    assert "–%" in sentence
    assert set(NUMBER.findall(sentence)) == {"0", "5"}


@LANGUAGES
def test_values_that_print_alike_have_not_changed(lang):
    assert verbs(told(1.201, 1.199, lang, "tfr"), lang) == ["stayed"]


@LANGUAGES
@given(value=COUNTS, other=COUNTS)
def test_a_comparison_says_above_below_or_the_same(lang, value, other):
    words = {"ja": ("下回ります", "上回ります", "同じです"), "en": ("below", "above", "level with")}[lang]
    sentence = narrative.compared("X", terms.measure("births", lang), "A", value, {"Y": other}, lang)
    assert [word in sentence for word in words] == [value < other, value > other, value == other]
    assert set(NUMBER.findall(sentence)) <= {f"{value:,}", f"{other:,}", f"{abs(value - other):,}"}


@LANGUAGES
def test_several_comparisons_keep_their_order(lang):
    sentence = narrative.compared("X", terms.measure("tfr", lang), "A", 1.09, {"Y": 1.11, "Z": 1.09}, lang)
    assert sentence.index("1.09") < sentence.index("Y") < sentence.index("1.11") < sentence.index("Z")
    assert "0.02" in sentence


@LANGUAGES
@given(value=st.integers(1, 200), others=st.lists(st.integers(1, 200), max_size=9))
def test_a_rank_counts_those_that_fell_further(lang, value, others):
    sentence = narrative.ranked("X", "A", "B", float(value), [float(other) for other in others], lang)
    lower = sum(other < value for other in others)
    assert sorted(NUMBER.findall(sentence)) == sorted(["100", f"{value:.1f}", str(len(others)), str(lower)])


def test_a_percentage_is_of_the_value_before():
    assert narrative.percent_change(200, 150) == -25
    assert narrative.percent_change(150, 200) == pytest.approx(33.333, abs=1e-3)
    assert narrative.percent_change(0, 5) != narrative.percent_change(0, 5)


def test_only_the_first_letter_becomes_small_and_no_abbreviation():
    assert narrative.lower_first("Total fertility rate (TFR)") == "total fertility rate (TFR)"
    assert narrative.lower_first("TFR") == "TFR"
