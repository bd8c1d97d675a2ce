"""The visitor's choices as one value."""

import pytest

from analytics.filters import BASES, Filters
from analytics.words.terms import words


def test_filters_are_one_hashable_value(filters):
    assert {filters: 1}[filters._replace()] == 1
    with pytest.raises(AttributeError):
        filters.basis = "vital"


def test_demo_rows_are_shown_only_when_they_are_asked_for(filters):
    assert "demo" in filters._replace(scope="all").statuses
    assert "demo" not in filters._replace(scope="published").statuses


def test_every_status_is_shown_or_is_demo(filters):
    assert set(filters._replace(scope="published").statuses) == {*words("status", "ja")} - {"demo"}


def test_the_era_is_a_switch():
    assert Filters("14212", (), 2016, 2022, era="wareki").with_era
    assert not Filters("14212", (), 2016, 2022, era="seireki").with_era


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_basis_to_choose_has_words(language):
    assert list(words("basis_filter", language)) == list(BASES)


@pytest.mark.parametrize(
    ("basis", "births", "migration"),
    [
        ("all", "vital", "migration_report"),
        ("vital", "vital", "migration_report"),
        ("register", "register", "register"),
        ("pref_survey", "pref_survey", "pref_survey"),
    ],
)
def test_one_choice_of_basis_leads_births_and_migration(filters, basis, births, migration):
    asked = filters._replace(basis=basis)
    assert (asked.leading_basis, asked.migration_basis) == (births, migration)
