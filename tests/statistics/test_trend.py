"""Change, robust trend, probability of a target, worked by hand; published examples are in analytics.checks."""

import math

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.checks.series import TIED, TUNA
from analytics.statistics import trend

NAN = float("nan")
BIRTHS = pd.Series([1614, 1549, 1448, 1326, 1321, 1232, 1207, 1160], index=range(2016, 2024))
VALUES = st.lists(st.integers(1, 1000), min_size=3, max_size=15)
UNHURRIED = settings(deadline=None)
WALKS = st.sampled_from(["count", "share"])


def yearly(*values: float, first: int = 2016) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)), dtype=float)


def likely(series: pd.Series, target: float, year: int, kind: str = "count", direction: str = "higher", **given):
    found = trend.reach(series, target, year, kind, direction, **given)
    return None if found is None else found.probability


def refusal(function, series: pd.Series) -> str:
    with pytest.raises(trend.TooShortError) as refused:
        function(series)
    return refused.value.reason


def test_change_is_absolute_relative_and_compound():
    """100 -> 110 -> 121: 21, 21 %, 10 % a year."""
    assert trend.change(yearly(100, 105, 121)) == pytest.approx((2016, 2018, 21, 21, 10))


def test_change_of_births():
    """1614 -> 1160: -454 of 1614 is -28.129 %; the seventh root of 0.71871 is 0.95391."""
    found = trend.change(BIRTHS)
    assert found[:3] == (2016, 2023, -454)
    assert (found.percent, found.per_year) == pytest.approx((-28.129, -4.609), abs=1e-3)


def test_a_shares_change_is_in_points_never_percent():
    assert trend.change(yearly(40, 41, 43, 46), share=True) == (2016, 2019, 6, None, 2)


@pytest.mark.parametrize(
    ("first", "last", "percent", "per_year"),
    [(0, 5, None, None), (-4, 6, None, None), (4, -6, None, None), (5, 0, -100, -100), (5, 5, 0, 0)],
)
def test_growth_needs_a_positive_start(first, last, percent, per_year):
    assert trend.change(yearly(first, last))[2:] == (last - first, percent, per_year)


def test_change_counts_years_not_points_and_in_their_order():
    """100 -> 144 in two years of which one is missing: 20 % a year."""
    shuffled = pd.Series([NAN, 144, 100, NAN, NAN], index=[2019, 2018, 2016, 2017, 2015])
    assert trend.change(shuffled) == pytest.approx((2016, 2018, 44, 44, 20))


def test_theil_sen_of_three_points_spans_their_slopes():
    """Slopes 2 and 8 a year, 10 in two years: median of 2, 5, 8."""
    assert trend.theil_sen(yearly(0, 2, 10)) == (5, 2, 8, 3)


def test_an_outlier_does_not_move_theil_sen():
    series = yearly(*range(100, 110))
    series[2020] = 900
    assert trend.theil_sen(series).per_year == 1


@pytest.mark.parametrize(("series", "method"), [(TUNA, "exact"), (TIED, "normal")])
def test_mann_kendall_is_exact_unless_values_are_tied(series, method):
    assert trend.mann_kendall(series)[2:] == (len(series), method)


def test_births_fell_in_every_year():
    """Of the 8! orders two are monotonic: p = 2/40320; the slope lies between the steps' extremes."""
    assert trend.mann_kendall(BIRTHS)[:3] == pytest.approx((-1, 2 / math.factorial(8), 8))
    slope = trend.theil_sen(BIRTHS)
    assert -122 < slope.low < slope.per_year < slope.high < -5


@pytest.mark.parametrize("function", [trend.change, trend.theil_sen, trend.mann_kendall])
@pytest.mark.parametrize("series", [yearly(), yearly(5), yearly(NAN, 5, NAN)])
def test_a_point_is_no_trend(function, series):
    assert refusal(function, series) == "few"


@pytest.mark.parametrize("function", [trend.theil_sen, trend.mann_kendall])
def test_two_points_say_nothing_robust(function):
    assert refusal(function, yearly(5, NAN, 7)) == "few"


def test_nothing_varies():
    assert refusal(trend.mann_kendall, yearly(7, 7, 7, 7)) == "flat"
    assert trend.theil_sen(yearly(0, 0, 0)) == (0, 0, 0, 3)


@pytest.mark.parametrize("series", [yearly(1, math.inf, 3), pd.Series([1, 2, 3], index=[2016, 2016, 2017])])
def test_a_year_has_one_finite_number(series):
    with pytest.raises(ValueError, match="one finite number"):
        trend.change(series)


@UNHURRIED
@given(VALUES)
def test_time_backwards_turns_the_trend(values):
    assume(len(set(values)) > 1)
    forth, back = yearly(*values), yearly(*reversed(values))
    assert trend.theil_sen(back).per_year == pytest.approx(-trend.theil_sen(forth).per_year)
    assert trend.mann_kendall(back).tau == pytest.approx(-trend.mann_kendall(forth).tau)
    assert trend.mann_kendall(back).p == pytest.approx(trend.mann_kendall(forth).p)


def test_a_long_walk_is_taken_at_its_word():
    """Nine points 100, 102, 100 …: no drift, variance 8 x 4 / 7; a year ahead it grows by 1 + 1/9, t with 7 df."""
    series = yearly(*[100, 102] * 4, 100)
    assert trend.reach(series, 100, 2025, "count", "higher") == (0.5, "random_walk", 9)
    spread = math.sqrt(32 / 7 * (1 + 1 / 9))
    assert likely(series, 100 + spread, 2025) == pytest.approx(stats.t.sf(1, 7))
    spread = math.sqrt(32 / 7 * (3 + 9 / 9))
    assert likely(series, 100 + spread, 2027) == pytest.approx(stats.t.sf(1, 7))


def test_a_short_walk_is_shrunken():
    """100, 110, 120: drift 10 x 3/7; variance (3 x 0 + 4 x 11^2) / 7, times 1 + 1/7; t with 5 df."""
    series, centre, spread = yearly(100, 110, 120), 120 + 30 / 7, math.sqrt(4 * 121 / 7 * 8 / 7)
    found = trend.reach(series, centre, 2019, "count", "higher")
    assert found == (pytest.approx(0.5), "shrunken_random_walk", 3)
    assert likely(series, centre + spread, 2019) == pytest.approx(stats.t.sf(1, 5))
    assert likely(series, centre - 2 * spread, 2019, direction="lower") == pytest.approx(stats.t.sf(2, 5))
    assert likely(series, centre + spread / 2, 2019, usual_step=0.05) == pytest.approx(stats.t.sf(1, 5))


def test_a_step_over_a_gap_counts_as_its_years():
    """100, 104, -, 112 moves by 4 a year with nothing about it: the centre is 112 + 4 x 3/7."""
    gap = pd.Series([100, 104, 112], index=[2016, 2017, 2019])
    assert likely(gap, 112 + 12 / 7, 2020) == pytest.approx(0.5)


def test_survey_noise_counts_once_at_either_end():
    """Nine shares of 50 +- 1: variance 32/7 a step. 5,000 answers: 0.5 a share, so 32/7 - 1 is the walk's own."""
    series = yearly(*[49, 51] * 4, 49)
    noise = series.mean() * (100 - series.mean()) / 5000
    spread = math.sqrt((32 / 7 - 2 * noise) * (3 + 9 / 9) + 2 * noise)
    assert likely(series, 49 + spread, 2027, "share", survey_n=5000) == pytest.approx(stats.t.sf(1, 7))


def test_a_small_survey_leaves_its_noise_alone():
    """100 answers: 25 points^2 a share, more than the steps show; the spread is that of two samples, for good."""
    series = yearly(*[49, 51] * 4, 49)
    noise = series.mean() * (100 - series.mean()) / 100
    for year in (2025, 2030):
        found = likely(series, 49 + math.sqrt(2 * noise), year, "share", survey_n=100)
        assert found == pytest.approx(stats.t.sf(1, 7))


def test_a_running_total_sums_its_additions():
    """0, 10, 20, 30: mean 10, variance 4 x 5^2 / 8 = 12.5; two years: 20, 12.5 x (2 + 4/8) = 31.25."""
    series, law = yearly(0, 10, 20, 30), stats.gamma(20**2 / 31.25, scale=31.25 / 20)
    found = trend.reach(series, 55, 2021, "cumulative", "higher")
    assert found == (pytest.approx(law.sf(25)), "gamma_sum", 4)
    assert likely(series, 55, 2021, "cumulative", "lower") == pytest.approx(law.cdf(25))
    assert likely(series, 30.01, 2021, "cumulative") > 0.999


def test_a_total_that_passed_its_target_is_decided():
    series = yearly(0, 10, 30)
    assert trend.reach(series, 30, 2021, "cumulative", "higher") == (1, "decided", 3)
    assert trend.reach(series, 29, 2021, "cumulative", "lower") == (0, "decided", 3)
    assert 0 < likely(series, 31, 2021, "cumulative", "lower") < 1
    assert trend.reach(yearly(40, 30), 20, 2021, "cumulative", "higher") is None


@pytest.mark.parametrize("kind", ["count", "share"])
def test_what_is_met_can_fall_back(kind):
    assert 0.5 < likely(yearly(40, 50, 60), 55, 2021, kind) < 1


@pytest.mark.parametrize(("target", "direction", "met"), [(30, "higher", 1), (31, "higher", 0), (31, "lower", 1)])
def test_the_targets_own_year_is_known(target, direction, met):
    assert trend.reach(yearly(10, 20, 30), target, 2018, "count", direction) == (met, "observed", 3)


@pytest.mark.parametrize(
    ("series", "target", "year", "kind"),
    [
        (yearly(), 5, 2020, "count"),
        (yearly(5), 5, 2020, "count"),
        (yearly(5, NAN, 6), 9, 2020, "share"),
        (yearly(5, 6, 7), NAN, 2020, "count"),
        (yearly(5, 6, 7), None, 2020, "count"),
        (yearly(5, NAN, 6, 7), 5, 2017, "count"),
        (yearly(5, 6, 7), 5, 2010, "count"),
        (yearly(0, 0, 0), 5, 2020, "count"),
        (yearly(0, 0, 0), 5, 2020, "cumulative"),
        (yearly(0, 9, 8), 20, 2020, "cumulative"),
    ],
)
def test_no_probability_out_of_nothing(series, target, year, kind):
    assert trend.reach(series, target, year, kind, "higher") is None


@pytest.mark.parametrize("step", [0, 0.1])
def test_a_long_straight_series_still_may_turn(step):
    """Without anything about it, ten points are supplemented like a short series: drift 10/14 of the step."""
    series = yearly(*(100 + step * year for year in range(10)))
    centre = series.iloc[-1] + 2 * step * 10 / 14
    assert likely(series, centre, 2027) == pytest.approx(0.5)
    assert 0.5 < likely(series, centre - 5, 2027) < 1


def test_unknown_answers_are_no_noise():
    series = yearly(40, 43, 41, 44)
    assert likely(series, 44, 2021, "share", survey_n=NAN) == likely(series, 44, 2021, "share")


@pytest.mark.parametrize(("kind", "direction"), [("rate", "higher"), ("count", "up")])
def test_an_unknown_kind_or_direction_is_an_error(kind, direction):
    with pytest.raises(ValueError, match=kind):
        trend.reach(yearly(1, 2, 3), 5, 2020, kind, direction)


@UNHURRIED
@given(VALUES, WALKS, st.integers(-500, 1500), st.integers(1, 300), st.integers(1, 10))
def test_a_harder_target_is_never_likelier(values, kind, target, further, ahead):
    series = yearly(*values) / (10 if kind == "share" else 1)
    year = 2015 + len(values) + ahead
    near, far = likely(series, target, year, kind), likely(series, target + further, year, kind)
    assert 0 <= far <= near <= 1
    assert likely(series, target, year, kind, "lower") == pytest.approx(1 - near)


@UNHURRIED
@given(VALUES, st.integers(0, 5000), st.integers(1, 300), st.integers(1, 10))
def test_a_higher_total_is_never_likelier(additions, target, further, ahead):
    total = yearly(*additions).cumsum()
    year = 2015 + len(additions) + ahead
    near, far = (likely(total, goal, year, "cumulative") for goal in (target, target + further))
    assert 0 <= far <= near <= 1


@UNHURRIED
@given(VALUES, st.integers(1, 2000), st.sampled_from([0.25, 4, 1024]), st.sampled_from(["count", "cumulative"]))
def test_a_probability_does_not_know_the_unit(values, target, factor, kind):
    series = yearly(*values).cumsum()
    year = 2018 + len(values)
    assert likely(series * factor, target * factor, year, kind) == likely(series, target, year, kind)
