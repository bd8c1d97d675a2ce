"""Forecasts: intervals and errors worked by hand, fits against statsmodels, refusals."""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.checks.series import AIDS
from analytics.statistics import backtest, forecast, trend
from analytics.statistics.trend import TooShortError
from bench import coverage

NAN = float("nan")
MODELS = ["glm", "holt", "naive"]
BIRTHS = pd.Series([1614, 1549, 1448, 1326, 1321, 1232, 1207, 1160], index=range(2016, 2024))
COUNTS = st.lists(st.integers(0, 3000), min_size=5, max_size=12)
ANY_MODEL = st.sampled_from(MODELS)
FEW = settings(max_examples=40, deadline=None)


def yearly(*values: float, first: int = 2016) -> pd.Series:
    return pd.Series(values, index=range(first, first + len(values)), dtype=float)


def refusal(series: pd.Series, model: str = "naive", **given) -> str:
    with pytest.raises(TooShortError) as refused:
        forecast.forecast(series, 3, model, **given)
    return refused.value.reason


def limits(found: forecast.Forecast) -> np.ndarray:
    """low80, low50, centre, high50, high80 by year."""
    return np.array([found.low80, found.low50, found.centre, found.high50, found.high80])


def assume_usable(values: list[int]) -> None:
    assume(len(set(values)) > 1 and sum(value > 0 for value in values) >= 3)


def test_the_naive_interval_is_a_random_walks():
    """Steps 2, -1, 2, -1: root mean square sqrt(2.5); t with 4 df at 90 % is 1.5332, at 75 % 0.7407."""
    found = forecast.forecast(yearly(10, 12, 11, 13, 12), 4, "naive")
    assert found[:3] == ("naive", (2021, 2022, 2023, 2024), (12, 12, 12, 12))
    spread = math.sqrt(2.5)
    assert found.high80[0] == pytest.approx(12 + 1.5332 * spread, abs=1e-3)
    assert found.low50[0] == pytest.approx(12 - 0.7407 * spread, abs=1e-3)
    assert found.low80[3] == pytest.approx(12 - 1.5332 * spread * 2, abs=1e-3)
    assert (found.n, found.note) == (5, "")


def test_a_naive_step_over_a_gap_is_shared_among_its_years():
    """10, 12, 10, 12, -, 12 + 2 sqrt(2): every step is worth 2 a year, so the spread is 2."""
    series = pd.Series([10, 12, 10, 12, 12 + 2 * math.sqrt(2)], index=[2016, 2017, 2018, 2019, 2021])
    found = forecast.forecast(series, 1, "naive")
    assert found.years == (2022,)
    assert found.high80[0] - found.centre[0] == pytest.approx(2 * 1.5332, abs=1e-3)


def test_a_poisson_forecast_is_statsmodels_own():
    years = BIRTHS.index.to_numpy()
    fit = sm.GLM(BIRTHS.to_numpy(), sm.add_constant(years - 2016), family=sm.families.Poisson()).fit()
    assert fit.pearson_chi2 / fit.df_resid < forecast.OVERDISPERSED
    found = forecast.forecast(BIRTHS, 3, "glm")
    assert found.model == "poisson"
    assert found.centre == pytest.approx(fit.predict(sm.add_constant(np.array([8, 9, 10]))))


def test_overdispersed_counts_take_the_negative_binomial():
    """AIDS in Belgium: the residual deviance of 80.7 on 11 degrees of freedom is far above 1.5 of them."""
    found = forecast.forecast(yearly(*AIDS, first=1981), 2, "glm")
    assert (found.model, found.note) == ("negative_binomial", "overdispersed")
    poisson = 3.1406 + 0.20212 * 14
    assert found.high80[0] - found.low80[0] > 3 * (2 * 1.28 * math.exp(poisson / 2))


def test_the_negative_binomial_brings_pearson_to_its_degrees_of_freedom():
    counts, design = np.array(AIDS), np.vander(np.arange(13) - 6, 2)
    _fit, alpha = forecast._fitted(counts, design, np.zeros(13))
    means = sm.GLM(counts, design, family=sm.families.Poisson()).fit().mu
    assert ((counts - means) ** 2 / (means + alpha * means**2)).sum() == pytest.approx(11)


@pytest.mark.filterwarnings("ignore:Perfect separation")
def test_a_denominator_makes_it_a_rate():
    """Births at 40 per 1,000 women, whose number is known ahead: 40, 36 and 32."""
    women = yearly(1000, 1500, 1250, 2000, 1750, 1500, 1000, 900, 800)
    found = forecast.forecast(women.iloc[:6] * 0.04, 3, "glm", exposure=women)
    assert found.centre == pytest.approx([40, 36, 32])


@pytest.mark.parametrize("women", [yearly(*[1000] * 6), yearly(*[1000] * 8, 0), yearly(*[1000] * 8, NAN)])
def test_a_denominator_is_needed_in_every_year(women):
    with pytest.raises(ValueError, match="exposure"):
        forecast.forecast(yearly(40, 44, 36, 41, 40, 38), 3, "glm", exposure=women)


def test_the_intervals_of_births():
    for model in MODELS:
        found = forecast.forecast(BIRTHS, 3, model)
        assert found.years == (2024, 2025, 2026)
        assert (np.diff(limits(found), axis=0) >= 0).all()
        assert 700 < found.low80[2] < found.centre[2] < found.high80[2] < 1400
        widths = np.subtract(found.high80, found.low80)
        assert widths[0] > 60
        assert model == "glm" or (np.diff(widths) > 0).all()


def test_damped_holt_flattens_a_straight_line():
    """From Theil-Sen's line each coming step is shorter than the last."""
    found = forecast.forecast(yearly(100, 91, 79, 71, 60, 49, 41, 30), 4, "holt", kind="rate")
    steps = np.abs(np.diff([30, *found.centre]))
    assert found.model == "damped_holt"
    assert (np.diff(steps[1:]) < 0).all()


def test_what_leaves_is_plain():
    found = forecast.forecast(BIRTHS, 2, "holt")
    assert {type(part) for part in found} == {str, tuple, int}
    assert {type(number) for line in found[2:7] for number in line} == {float}
    assert {type(year) for year in found.years} == {int}
    assert isinstance(hash(found), int)


def test_shares_keep_within_their_limits():
    rising = yearly(80, 85, 91, 94, 97, 98.5)
    found = forecast.forecast(rising, 10, "holt", kind="share")
    assert found.note == "logit"
    assert limits(found).max() < 100
    assert max(forecast.forecast(rising, 10, "naive", kind="share").high80) == 100
    touching = forecast.forecast(yearly(90, 94, 97, 100, 99), 10, "holt", kind="share")
    assert touching.note == ""
    assert limits(touching).max() == 100


@pytest.mark.parametrize("model", ["holt", "naive"])
@pytest.mark.parametrize("kind", ["rate", "count"])
def test_what_cannot_be_negative_ends_at_zero(model, kind):
    falling = yearly(50, 40, 29, 21, 10, 2)
    assert limits(forecast.forecast(falling, 5, model, kind=kind)).min() == 0
    assert limits(forecast.forecast(falling, 5, model, kind="balance")).min() < 0


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("series", "reason"),
    [
        (yearly(), "few"),
        (yearly(5), "few"),
        (yearly(5, 6), "few"),
        (yearly(5, 6, 7, 8), "few"),
        (yearly(5, NAN, 6, 7, NAN, 8), "few"),
        (yearly(7, 7, 7, 7, 7, 7), "flat"),
        (yearly(0, 0, 0, 0, 0), "flat"),
        (pd.Series([5, 6, 7, 8, 9], index=range(1980, 2030, 10)), "gaps"),
    ],
)
def test_no_fan_out_of_nothing(model, series, reason):
    assert refusal(series, model) == reason


def test_a_gap_stops_holt_alone():
    gap = BIRTHS.drop(2019)
    assert refusal(gap, "holt") == "gaps"
    assert [forecast.forecast(gap, 1, model).n for model in ("glm", "naive")] == [7, 7]
    assert forecast.forecast(BIRTHS.where(BIRTHS.index != 2019), 1, "glm") == forecast.forecast(gap, 1, "glm")


def test_two_counts_above_zero_are_no_trend():
    assert refusal(yearly(0, 0, 0, 3, 7), "glm") == "few"
    assert forecast.forecast(yearly(0, 0, 1, 3, 7), 1, "glm").centre[0] > 7


@pytest.mark.parametrize(
    ("series", "given", "message"),
    [
        (yearly(1, 2, -3, 4, 5), {}, "count outside"),
        (yearly(1, 2, 101, 4, 5), {"kind": "share"}, "share outside"),
        (yearly(1, 2, math.inf, 4, 5), {}, "finite"),
        (yearly(1, 2, 3, 4, 6), {"years_ahead": 0}, "years ahead"),
        (yearly(1, 2, 3, 4, 6), {"model": "glm", "kind": "share"}, "glm is for counts"),
    ],
)
def test_what_makes_no_sense_is_an_error(series, given, message):
    with pytest.raises(ValueError, match=message):
        forecast.forecast(**({"series": series, "years_ahead": 1, "model": "naive"} | given))


def test_the_scaled_error_by_hand():
    """After 10 12 11 13 12 the scale is 6/4 and 15 is 3 off; after 15 it is 9/5 and 13 is 2 off: 2 and 10/9.

    The intervals: 12 + 1.533 sqrt(10/4) = 14.4 misses 15; 15 - 1.476 sqrt(19/5) = 12.1 holds 13.
    """
    found = backtest.backtest(yearly(10, 12, 11, 13, 12, 15, 13), "naive", horizon=1)
    assert found == pytest.approx(((2 + 10 / 9) / 2, 0.5, 2))


def test_a_horizon_adds_the_years_that_are_known():
    """Two years ahead of the first origin 13 is 1 off: (3 + 1) / 1.5 and 2 / 1.8 over three forecasts."""
    found = backtest.backtest(yearly(10, 12, 11, 13, 12, 15, 13), "naive", horizon=3)
    assert (found.mase, found.n) == pytest.approx(((4 / 1.5 + 2 / 1.8) / 3, 3))


def test_a_backtest_knows_no_future():
    """An origin's forecasts stay what they were when the years after the tested ones change."""
    series = yearly(10, 12, 11, 13, 12, 15, 13)
    longer = pd.concat([series, yearly(900, 5, first=2023)])
    known, early = (next(backtest._tested(given, 5, "holt", 1, {})) for given in (series, longer))
    assert known == early


@pytest.mark.parametrize("model", MODELS)
def test_one_origin_is_no_test(model):
    assert backtest.backtest(BIRTHS.iloc[:6], model) is None
    assert backtest.backtest(BIRTHS.iloc[:7], model).n == 3
    assert backtest.backtest(BIRTHS, model, least=7) is None


@pytest.mark.parametrize(
    "series", [yearly(), yearly(5), yearly(5, 6), yearly(*[7] * 9), yearly(*[0] * 9), yearly(*[NAN] * 9)]
)
def test_what_is_refused_has_no_backtest(series):
    assert backtest.backtest(series, "naive") is None
    assert backtest.choose(series, MODELS) == (None, dict.fromkeys(["naive", "glm", "holt"]), False)


def test_flat_beginnings_are_no_origins():
    """Five and six equal years are refused; the seventh opens the first of two origins."""
    found = backtest.backtest(yearly(7, 7, 7, 7, 7, 7, 9, 8, 10), "naive", horizon=1)
    assert found.n == 2


def test_a_steady_fall_is_not_naive():
    found = backtest.choose(BIRTHS, MODELS)
    assert found.best == min(MODELS, key=lambda model: found.backtests[model].mase) != "naive"
    assert not found.naive_wins


def test_the_last_value_wins_where_a_trend_has_stopped():
    halted = yearly(100, 120, 140, 160, 180, 180, 180, 181, 180, 180, 181, 180)
    found = backtest.choose(halted, ["glm"])
    assert (found.best, found.naive_wins) == ("naive", True)
    assert found.backtests["naive"].mase < found.backtests["glm"].mase


def test_a_model_that_refuses_is_not_chosen():
    found = backtest.choose(BIRTHS.drop(2018), ["holt"])
    assert (found.best, found.backtests["holt"]) == ("naive", None)


def test_the_settings_reach_the_model():
    shares = yearly(40, 42, 41, 44, 46, 45, 47, 49)
    found = backtest.choose(shares, ["holt"], kind="share", horizon=2)
    assert set(found.backtests) == {"naive", "holt"}
    assert found.backtests["holt"].n == 2 + 2 + 1


@FEW
@given(COUNTS, ANY_MODEL)
def test_the_intervals_are_nested_and_hold_the_centre(values, model):
    assume_usable(values)
    found = forecast.forecast(yearly(*values), 3, model)
    assert np.isfinite(limits(found)).all()
    assert (np.diff(limits(found), axis=0) >= 0).all()
    assert limits(found).min() >= 0


@FEW
@given(COUNTS, ANY_MODEL, st.integers(0, 100))
def test_a_seed_decides(values, model, seed):
    assume_usable(values)
    first, second = (forecast.forecast(yearly(*values), 2, model, seed=seed) for _ in range(2))
    assert first == second
    assert forecast.forecast(yearly(*values), 2, model, seed=seed + 1).centre == first.centre


@FEW
@given(COUNTS, st.sampled_from(["holt", "naive"]), st.sampled_from([0.25, 8, 1024]))
def test_neither_holt_nor_naive_knows_the_unit(values, model, factor):
    assume_usable(values)
    before, after = (forecast.forecast(yearly(*values) * unit, 3, model) for unit in (1, factor))
    assert limits(after) == pytest.approx(limits(before) * factor, rel=1e-9)


@FEW
@given(st.floats(-0.1, 0.1), st.integers(300, 1000), st.integers(2, 20), st.integers(0, 1000))
def test_a_log_linear_forecast_grows_with_its_counts(growth, level, factor, seed):
    rng = np.random.default_rng(seed)
    counts = yearly(*rng.poisson(level * np.exp(growth * np.arange(10))))
    before, after = (forecast.forecast(counts * unit, 2, "glm") for unit in (1, factor))
    assert after.centre == pytest.approx(np.multiply(before.centre, factor), rel=0.05)


@FEW
@given(COUNTS, st.integers(1, 3))
def test_a_backtest_has_no_nan(values, horizon):
    found = backtest.backtest(yearly(*values), "naive", horizon=horizon)
    assert found is None or (found.mase >= 0 and 0 <= found.coverage80 <= 1 and found.n >= 2)


def test_the_intervals_hold_about_as_often_as_they_say():
    """The first 60 series of `python -m bench.coverage`, which takes 2,000."""
    rows = pd.DataFrame([row for seed in range(60) for row in coverage.held(seed)], columns=coverage.COLUMNS)
    held = rows.groupby("model")[["in80", "in50"]].mean()
    assert held["in80"].between(0.70, 0.90).all()
    assert held["in50"].between(0.40, 0.65).all()


def test_a_straight_line_goes_on_with_the_limits_of_least_squares():
    """Residuals −1, 2, −1 … about 10 + 2t: Student's t with n − 2 degrees, as any textbook of regression has it."""
    years = np.arange(6)
    values = 10 + 2 * years + np.array([-1, 1, 0, 0, 1, -1])
    found = forecast.forecast(yearly(*values), 1, "linear", kind="balance")
    spread = np.sqrt(4 / 4 * (1 + 1 / 6 + 3.5**2 / 17.5))
    assert found.centre[0] == pytest.approx(22)
    assert found.high80[0] - 22 == pytest.approx(stats.t.ppf(0.9, 4) * spread)


def test_shares_on_a_line_stay_within_their_limits():
    rising = yearly(80, 85, 88, 93, 96, 98)
    assert max(forecast.forecast(rising, 9, "linear", kind="share").high80) < 100


def test_each_kind_of_series_has_two_models_beside_the_last_value():
    assert set(forecast.FITTING) == set(forecast.LIMITS)
    assert all(len(models) == 2 and set(models) <= set(forecast.MODELS) for models in forecast.FITTING.values())


TOTAL = (0, 485, 1159, 1708, 2332, 2797)


@pytest.mark.parametrize("model", ["additions", "naive"])
def test_a_running_total_is_never_expected_to_fall(model):
    found = forecast.forecast(yearly(*TOTAL), 3, model, kind="total")
    assert min(found.low80) >= TOTAL[-1]
    assert list(found.low80) == sorted(found.low80)


def test_a_running_total_goes_on_by_its_mean_addition():
    found = forecast.forecast(yearly(*TOTAL), 2, "additions", kind="total")
    assert found.centre == pytest.approx([2797 + 2797 / 5, 2797 + 2 * 2797 / 5])
    assert found.low80[0] < found.low50[0] < found.centre[0] < found.high50[0] < found.high80[0]


def test_the_fan_of_a_running_total_and_its_chance_of_the_target_agree():
    series, ahead = yearly(*TOTAL), 1
    found = forecast.forecast(series, ahead, "additions", kind="total")
    for limit, chance in ((found.high80[-1], 0.1), (found.low80[-1], 0.9)):
        reached = trend.reach(series, limit, found.years[-1], "cumulative", "higher")
        assert reached.probability == pytest.approx(chance)


def test_a_total_that_falls_is_no_running_total():
    with pytest.raises(ValueError, match="falls"):
        forecast.forecast(yearly(1, 2, 3, 2, 5), 1, "additions", kind="total")


def test_additions_are_for_running_totals():
    with pytest.raises(ValueError, match="running totals"):
        forecast.forecast(yearly(*TOTAL), 1, "additions", kind="count")


def test_the_intervals_of_running_totals_hold_about_as_often_as_they_say():
    """Yearly additions as those of a programme: gamma distributed with half their mean as standard deviation."""
    rng, held = np.random.default_rng(8), []
    for _ in range(200):
        totals = pd.Series(rng.gamma(4, 25, 11).cumsum().round(), index=range(2010, 2021))
        found = forecast.forecast(totals.iloc[:-3], 3, "additions", kind="total")
        held.append(
            [low <= now <= high for now, low, high in zip(totals[-3:], found.low80, found.high80, strict=True)]
        )
    assert 0.70 < np.mean(held) < 0.90
