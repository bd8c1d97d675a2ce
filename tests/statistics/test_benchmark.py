"""Places on one index."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import benchmark


def towns(**series: dict[int, float]) -> pd.DataFrame:
    rows = [(town, year, value) for town, values in series.items() for year, value in values.items()]
    return pd.DataFrame(rows, columns=["area_code", "year", "value"])


SERIES = st.dictionaries(st.integers(2010, 2020), st.floats(1, 1e6), min_size=1)
TOWNS = st.dictionaries(st.sampled_from("abcdef"), SERIES, min_size=1)


def test_the_first_year_that_all_share_is_one_hundred():
    frame = towns(hill={2015: 50, 2016: 100, 2017: 120}, shore={2016: 10, 2017: 5})
    result = benchmark.index(frame)
    assert list(result["base_year"].unique()) == [2016]
    assert result.set_index(["area_code", "year"])["index"].to_dict() == {
        ("hill", 2016): 100,
        ("hill", 2017): 120,
        ("shore", 2016): 100,
        ("shore", 2017): 50,
    }


def test_towns_that_share_no_year_cannot_be_compared():
    result = benchmark.index(towns(hill={2015: 50}, shore={2016: 10}))
    assert result.empty
    assert {"base_year", "index"} <= set(result.columns)


def test_no_towns_give_an_empty_frame():
    assert benchmark.index(towns()).empty


@given(TOWNS)
def test_every_town_starts_at_one_hundred_and_keeps_its_values(series):
    result = benchmark.index(towns(**series))
    shared = set.intersection(*(set(values) for values in series.values()))
    assert result.empty == (not shared)
    if shared:
        base = result[result["year"] == min(shared)]
        assert set(base["area_code"]) == set(series)
        assert np.allclose(base["index"], 100)
        assert all(series[row.area_code][row.year] == row.value for row in result.itertuples())


@given(TOWNS, st.floats(0.01, 100))
def test_the_index_does_not_know_the_size_of_a_town(series, factor):
    larger = {town: {year: value * factor for year, value in values.items()} for town, values in series.items()}
    before, after = benchmark.index(towns(**series)), benchmark.index(towns(**larger))
    assert list(after["index"]) == pytest.approx(list(before["index"]))


def test_a_town_with_nothing_in_the_base_year_has_no_index():
    result = benchmark.index(towns(village={2016: 0, 2017: 3}))
    assert result["index"].isna().all()
