"""Births per 1,000 women, and children in a lifetime."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.demography import fertility

COUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**7)), min_size=1, max_size=20)


def rate(births: list[float], women: list[float]) -> pd.Series:
    return fertility.general_fertility_rate(pd.Series(births, dtype=float), pd.Series(women, dtype=float))


def test_thirty_births_among_a_thousand_women_are_thirty_per_thousand():
    assert list(rate([30, 45], [1000, 3000])) == [30, 15]


def test_where_there_are_no_women_the_rate_is_missing():
    result = rate([5, 0, 30], [0, 0, 1000])
    assert list(result.isna()) == [True, True, False]
    assert result[2] == 30


def test_a_missing_count_leaves_the_rate_missing():
    assert rate([float("nan"), 30], [1000, float("nan")]).isna().all()


@given(COUNTS)
def test_rate_times_women_gives_the_births_back(counts):
    births, women = (list(column) for column in zip(*counts, strict=True))
    assert list(rate(births, women) * women / 1000) == pytest.approx(births)


@given(COUNTS, st.integers(2, 50))
def test_a_town_copied_many_times_has_the_same_rate(counts, times):
    births, women = (list(column) for column in zip(*counts, strict=True))
    copied = rate([count * times for count in births], [count * times for count in women])
    assert list(copied) == pytest.approx(list(rate(births, women)))


def test_a_tenth_of_a_child_a_year_from_fifteen_to_forty_nine_makes_three_and_a_half():
    assert fertility.total_fertility_rate([0.1] * 7) == pytest.approx(3.5)
    assert list(fertility.total_fertility_rate([[0.1] * 35, [0.02] * 35], width=1)) == pytest.approx([3.5, 0.7])
