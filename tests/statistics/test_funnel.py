"""Funnel limits and rank intervals, by hand and against scipy; a published table is in analytics.checks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from analytics.checks.funnel import chance
from analytics.statistics import funnel

UNHURRIED = settings(deadline=None)
PLACES = st.lists(st.tuples(st.integers(0, 500), st.integers(100, 100_000)), min_size=1, max_size=12)


def split(places: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    count, size = np.array(places, float).T
    return count / size, size


def test_a_funnel_worked_by_hand():
    """Spiegelhalter (2005): centre ± z·√(rate/size). 100 in 10,000 and 20 in 2,000 make 0.01 everywhere."""
    found = funnel.limits([0.01, 0.015, 0.005], [10_000, 1_000, 1_000], dispersion=1)
    assert found["centre"].to_list() == pytest.approx([0.01] * 3)
    assert found["low"].to_list() == pytest.approx([0.00804, 0.0038, 0.0038], abs=1e-5)
    assert found["high"].to_list() == pytest.approx([0.01196, 0.0162, 0.0162], abs=1e-5)
    assert found["score"].to_list() == pytest.approx([0, 0.005 / 0.0031623, -0.005 / 0.0031623], rel=1e-4)
    assert not found["outside"].any()


def test_exact_limits_worked_by_hand():
    """Poisson of mean 2: F(4) = 0.947 < 0.975 ≤ F(5) = 0.983 and F(0) = 0.135, so 0 to 5 events in 1,000."""
    found = funnel.limits(pd.Series([0.006, 0, 0, 0.005, 0.001, 0], list("abcdef")), [1000] * 6)
    assert list(found.index) == list("abcdef")
    assert found["centre"].to_list() == pytest.approx([0.002] * 6)
    assert found["low"].to_list() == pytest.approx([0] * 6)
    assert found["high"].to_list() == pytest.approx([0.005] * 6)
    assert found["outside"].to_list() == [True, False, False, False, False, False]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.998])
def test_chance_passes_an_exact_limit_with_no_more_than_its_probability(level):
    below, above = chance(np.geomspace(0.5, 5000, 400), level)
    assert max(below.max(), above.max()) <= (1 - level) / 2 + 1e-12


def test_a_rate_on_the_limit_is_inside_and_the_next_event_is_outside():
    sizes = [1000.0] * 50
    inside, outside = (funnel.limits([count / 1000, *[0.01] * 49], sizes) for count in (17, 18))
    assert inside["high"][0] == pytest.approx(0.017)
    assert not inside["outside"].any()
    assert outside["outside"].to_list() == [True, *[False] * 49]


def test_the_unit_of_the_rate_goes_with_the_denominator():
    persons = funnel.limits([0.012, 0.009], [10_000, 40_000])
    thousands = funnel.limits([12, 9], [10, 40])
    assert thousands["low"].to_list() == pytest.approx((persons["low"] * 1000).to_list())
    assert thousands["outside"].to_list() == persons["outside"].to_list()


def test_net_limits_worked_by_hand():
    """In 0.05, out 0.04 over all: centre 0.01, variance 0.09/size; 0.09/10,000 = 0.003², 0.09/2,500 = 0.006²."""
    into, out = pd.Series([0.05, 0.05, 0.05], list("abc")), [0.04, 0.05, 0.03]
    found = funnel.net_limits(into, out, [10_000, 2_500, 2_500])
    assert found["centre"].to_list() == pytest.approx([0.01] * 3)
    half = norm.ppf(0.975) * np.array([0.003, 0.006, 0.006])
    assert found["low"].to_list() == pytest.approx(0.01 - half)
    assert found["high"].to_list() == pytest.approx(0.01 + half)
    assert found["score"].to_list() == pytest.approx([0, -0.01 / 0.006, 0.01 / 0.006])
    assert list(found.index) == list("abc")


def test_net_limits_hold_the_share_of_places_they_claim():
    """10,000 places with one in and one out rate: 95 % lie inside."""
    draw = np.random.default_rng(1)
    size = draw.uniform(1e4, 3e5, 10_000)
    into, out = draw.poisson(0.045 * size) / size, draw.poisson(0.043 * size) / size
    assert funnel.net_limits(into, out, size)["outside"].mean() == pytest.approx(0.05, abs=0.005)
    assert funnel.limits(into, size)["outside"].mean() == pytest.approx(0.05, abs=0.005)


def test_dispersion_widens_the_funnel():
    narrow, wide = (funnel.limits([0.012, 0.008], [1000, 1000], dispersion=factor) for factor in (1, 4))
    assert (wide["high"] - 0.01).to_list() == pytest.approx((2 * (narrow["high"] - 0.01)).to_list())
    assert wide["score"].equals(narrow["score"])


def test_dispersion_is_the_mean_square_without_the_extremes():
    """Of eleven scores the least and the greatest lie beyond the deciles −4 and 4 and count as these."""
    scores = [-9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 99]
    assert funnel.dispersion(scores) == pytest.approx((4 * 16 + 2 * (9 + 4 + 1)) / 11)
    assert funnel.dispersion(scores, trim=0) == pytest.approx((81 + 99**2 + 2 * (16 + 9 + 4 + 1)) / 11)


def test_scores_within_chance_are_not_dispersed():
    assert funnel.dispersion(np.random.default_rng(0).standard_normal(200)) == 1
    assert funnel.dispersion([1.5, -1.5], trim=0) == 1
    assert funnel.dispersion([3, -3], trim=0.49) == 1


@UNHURRIED
@given(PLACES)
def test_the_pooled_rate_lies_within_every_limit(places):
    rates, sizes = split(places)
    if rates.any():
        for found in (funnel.limits(rates, sizes), funnel.limits(rates, sizes, dispersion=1)):
            assert (found["low"] <= found["centre"] + 1e-12).all()
            assert (found["low"] >= 0).all()
            assert (found["high"] >= found["low"]).all()
            assert (found["outside"] == ((rates < found["low"]) | (rates > found["high"]))).all()
            assert found["centre"].nunique() == 1


@UNHURRIED
@given(PLACES, PLACES)
def test_a_net_rate_without_anybody_out_is_a_rate(one, other):
    rates, sizes = split(one + other)
    if rates.any():
        net = funnel.net_limits(rates, np.zeros_like(rates), sizes)
        plain = funnel.limits(rates, sizes, dispersion=1)
        assert net["high"].to_list() == pytest.approx(plain["high"].to_list())
        assert net["score"].to_list() == pytest.approx(plain["score"].to_list())


def test_ranks_of_certain_values_are_their_ranks():
    found = funnel.rank_interval(pd.Series([3.0, 7.0, 3.0, 1.0], list("abcd")), [0, 0, 0, 0])
    assert found.loc["b"].to_list() == [1, 1, 1]
    assert found.loc["a"].to_list() == found.loc["c"].to_list() == [2, 2, 2]
    assert found.loc["d"].to_list() == [4, 4, 4]


def test_equal_values_can_take_any_rank():
    found = funnel.rank_interval([5.0] * 20, [1.0] * 20, 4000, 3)
    assert (found["low"] <= 2).all()
    assert (found["high"] >= 19).all()


def test_two_places_change_ranks_with_the_probability_of_the_difference():
    """Difference 1.96·√2 apart: the lower one leads in 2.5 % of draws, so at 90 % the ranks are certain, at 99 % not."""
    gap = norm.ppf(0.975) * np.sqrt(2)
    certain, open_ = (funnel.rank_interval([gap, 0], [1, 1], 20_000, 1, level) for level in (0.9, 0.99))
    assert certain[["low", "high"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    assert open_[["low", "high"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_the_same_seed_gives_the_same_ranks():
    values, errors = np.arange(10.0), np.full(10, 2.0)
    assert funnel.rank_interval(values, errors, 500, 7).equals(funnel.rank_interval(values, errors, 500, 7))


@UNHURRIED
@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0, 10)), min_size=1, max_size=8), st.integers(0, 99))
def test_ranks_lie_between_one_and_the_number_of_places(places, seed):
    values, errors = np.array(places).T
    found = funnel.rank_interval(values, errors, 50, seed)
    assert ((found["low"] >= 1) & (found["low"] <= found["high"]) & (found["high"] <= len(places))).all()
    assert sorted(found["rank"])[0] == 1


@pytest.mark.parametrize(
    ("rates", "sizes", "words"),
    [
        ([0.1, 0.2], [10], "one length"),
        ([[0.1]], [[10]], "one length"),
        ([], [], "one length"),
        ([0.1, np.nan], [10, 10], "must be numbers"),
        ([0.1, 0.2], [10, 0], "positive"),
        ([0.1, 0.2], [10, -5], "positive"),
        ([0.1, -0.2], [10, 10], "must not be negative"),
        ([0, 0], [10, 10], "at least one"),
    ],
)
def test_what_has_no_limits_is_refused_with_a_sentence(rates, sizes, words):
    with pytest.raises(ValueError, match=words):
        funnel.limits(rates, sizes)
    with pytest.raises(ValueError, match=words):
        funnel.net_limits(rates, rates, sizes)


@pytest.mark.parametrize("level", [0, 1, 95, np.nan])
def test_a_level_is_a_share(level):
    for found in (lambda: funnel.limits([0.1], [10], level), lambda: funnel.rank_interval([1], [1], level=level)):
        with pytest.raises(ValueError, match="level must lie"):
            found()


def test_other_slips_are_refused_with_a_sentence():
    with pytest.raises(ValueError, match="positive factor"):
        funnel.limits([0.1], [10], dispersion=0)
    for scores in ([], [1, np.nan], [[1, 2]]):
        with pytest.raises(ValueError, match="none of them missing"):
            funnel.dispersion(scores)
    with pytest.raises(ValueError, match="trim"):
        funnel.dispersion([1, 2], trim=0.5)
    with pytest.raises(ValueError, match="one length"):
        funnel.rank_interval([1, 2], [1])
    for errors in ([-1, 1], [np.nan, 1]):
        with pytest.raises(ValueError, match="errors not negative"):
            funnel.rank_interval([1, 2], errors)
    with pytest.raises(ValueError, match="draws"):
        funnel.rank_interval([1, 2], [1, 1], 0)


def test_a_funnel_plot_has_the_limits_of_its_places_and_of_the_sizes_between():
    rate, size = pd.Series([0.01, 0.015, 0.005], list("abc")), pd.Series([10_000.0, 1_000, 1_000], list("abc"))
    found = funnel.funnel([rate], size, points=5)
    assert found.dispersion == 1
    assert list(found.places.index) == list("abc")
    exact = funnel.limits(rate, size)
    assert found.places["low_inner"].to_list() == pytest.approx(exact["low"].to_list())
    assert found.places["high_inner"].to_list() == pytest.approx(exact["high"].to_list())
    assert found.places["rate"].to_list() == rate.to_list()
    assert found.curve["denominator"].iloc[[0, -1]].to_list() == pytest.approx([800, 12_500])
    assert len(found.curve) == 5


def test_a_net_funnel_is_centred_on_the_pooled_balance_and_widens_where_places_vary():
    into, out, size = [30.0, 60.0, 33.0, 20.0], [30.0, 20.0, 31.0, 60.0], [100.0, 100.0, 100.0, 100.0]
    found = funnel.funnel([into, out], size)
    assert found.places["centre"].to_list() == pytest.approx([0.5] * 4)
    assert found.dispersion > 1
    plain = funnel.net_limits(into, out, size)
    widened = (found.places["high_inner"] - 0.5) / (plain["high"] - 0.5)
    assert widened.to_list() == pytest.approx([found.dispersion**0.5] * 4)


@UNHURRIED
@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500), st.integers(1, 1000)), min_size=2, max_size=9))
def test_the_outer_limits_hold_the_inner_ones_and_the_curve_does_not_move_the_pool(places):
    into, out, size = np.array(places, float).T
    for rates in ([into / size], [into / size, out / size]):
        found = funnel.funnel(rates, size)
        for part in (found.places, found.curve):
            assert (part["low_outer"] <= part["low_inner"] + 1e-9).all()
            assert (part["high_inner"] <= part["high_outer"] + 1e-9).all()
        pooled = sum(sign * (rate * size).sum() / size.sum() for rate, sign in zip(rates, (1, -1), strict=False))
        assert found.places["centre"].iloc[0] == pytest.approx(pooled)


@pytest.mark.parametrize("rates", [[[0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_a_funnel_without_events_is_refused_with_a_sentence(rates):
    with pytest.raises(ValueError, match="at least one"):
        funnel.funnel(rates, [10.0, 20.0])
