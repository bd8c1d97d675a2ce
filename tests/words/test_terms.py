"""The vocabulary: complete in both languages, and one way to write a number."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analytics.words import terms
from data import schema

ROOT = Path(__file__).parents[2]
VOCABULARY = yaml.safe_load((ROOT / "analytics" / "words" / "terms.yml").read_text("utf-8"))
FIELDS = {"ja", "en", "unit_ja", "unit_en", "format", "definition_ja", "definition_en"}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef]")


def codes(column: str) -> set[str]:
    """Every value that schema.yml allows in a column of this name."""
    tables = schema.read(ROOT / "data" / "schema.yml").values()
    return {code for table in tables for known in table.columns if known.name == column for code in known.allowed}


@pytest.mark.parametrize("symbol", VOCABULARY["measures"])
def test_a_measure_has_words_unit_format_and_definition_in_both_languages(symbol):
    entry = VOCABULARY["measures"][symbol]
    assert set(entry) == FIELDS
    assert all(str(entry[field]).strip() for field in FIELDS)
    assert re.search(r"\d", terms.number(1234.5, entry["format"]))


@pytest.mark.parametrize("group", [group for group in VOCABULARY if group != "measures"])
def test_a_code_has_words_in_both_languages(group):
    for code, entry in VOCABULARY[group].items():
        assert {"ja", "en"} == set(entry), code
        assert entry["ja"].strip() and entry["en"].strip(), code
        assert terms.word(group, code, "en") == terms.words(group, "en")[code] == entry["en"]


@pytest.mark.parametrize(
    ("column", "group"),
    [
        ("basis", "basis"),
        ("status", "status"),
        ("missing_reason", "missing"),
        ("sex", "sex"),
        ("answer", "answer"),
    ],
)
def test_every_code_in_the_data_has_words(column, group):
    assert codes(column)
    assert codes(column) <= set(VOCABULARY[group])


def test_two_bases_never_share_their_words():
    for group in ("basis", "basis_short"):
        for language in ("ja", "en"):
            named = list(terms.words(group, language).values())
            assert len(named) == len(set(named))


def test_a_measure_that_is_not_in_the_vocabulary_is_refused():
    with pytest.raises(KeyError):
        terms.measure("happiness", "ja")


def test_english_measures_hold_no_japanese():
    for term in terms.measures("en"):
        assert not JAPANESE.search(term.name + term.titled + term.unit + term.definition), term.symbol


def test_a_heading_carries_its_unit():
    assert terms.measure("births", "ja").titled == "出生数（人）"
    for language in ("ja", "en"):
        assert all(term.unit in term.titled for term in terms.measures(language))


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (1308, ",.0f", "1,308"),
        (1.09, ".2f", "1.09"),
        (-403, ",.0f", "−403"),
        (-403, "+,.0f", "−403"),
        (12, "+,.0f", "+12"),
        (0, ",.0f", "0"),
        (None, ",.0f", "–"),
        (float("nan"), ".2f", "–"),
    ],
)
def test_a_number_is_written_one_way(value, spec, text):
    assert terms.number(value, spec) == text


@given(st.floats(-1e9, 1e9), st.sampled_from([",.0f", ".1f", ".2f"]))
def test_a_negative_number_has_the_true_minus_sign(value, spec):
    text = terms.number(value, spec)
    assert "-" not in text
    assert float(text.replace("−", "-").replace(",", "")) == float(f"{value:{spec}}".replace(",", ""))


@pytest.mark.parametrize(("value", "spec"), [(-0.4, ",.0f"), (-0.04, "+.1f")])
def test_nothing_is_never_negative(value, spec):
    assert "−" not in terms.number(value, spec)
