"""Intervals and weights worked by hand, and what must hold for any; published ones are in analytics.checks."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact, norm
from statsmodels.stats.proportion import proportion_confint

from analytics.checks.survey import DIFFERENCES, TESTS_1995
from analytics.statistics import survey
from analytics.statistics.survey import Interval

NAN = float("nan")
UNHURRIED = settings(deadline=None)
SAMPLES = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=20)
CELLS = st.lists(st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=2, max_size=6)
WEIGHTS = st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=30)


def table(cells) -> pd.DataFrame:
    """Age × sex."""
    return pd.DataFrame(cells, index=[f"{20 + 10 * row}s" for row in range(len(cells))], columns=["F", "M"])


def margins(rows, columns) -> tuple[pd.Series, pd.Series]:
    empty = table([(0, 0)] * len(rows))
    return pd.Series(rows, index=empty.index), pd.Series(columns, index=empty.columns)


def published(shares: dict[str, tuple[float, float]]) -> pd.DataFrame:
    rows = [(age, share, n) for age, (share, n) in shares.items()]
    return pd.DataFrame(rows, columns=["age_group", "share", "n"])


@pytest.mark.parametrize(
    ("n", "small"), [(0, True), (29, True), (30, False), (3005, False), (NAN, True), (None, True), (pd.NA, True)]
)
def test_fewer_than_thirty_answers_are_few(n, small):
    assert survey.is_small(n) is small


def test_the_margin_at_other_levels_shares_and_numbers():
    assert survey.margin(0.5, 400, level=0.6827) == pytest.approx(0.025, abs=1e-5)
    assert survey.margin(0, 400) == survey.margin(1, 400) == 0
    assert math.isnan(survey.margin(0.5, 0))
    assert math.isnan(survey.margin(NAN, 400))
    with pytest.raises(ValueError, match="no share"):
        survey.margin(50, 400)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
@pytest.mark.parametrize(("count", "n"), [(0, 1), (1, 1), (0, 10), (5, 10), (10, 10), (715, 1430), (2199.66, 3005)])
def test_wilson_without_a_population_is_that_of_statsmodels(count, n, level):
    expected = proportion_confint(count, n, alpha=1 - level, method="wilson")
    assert survey.wilson(count, n, level=level) == pytest.approx(Interval(*expected))


@UNHURRIED
@given(SAMPLES, st.integers(1, 250_000))
def test_wilson_in_a_population_is_the_score_interval_of_a_draw_without_replacement(sample, others):
    """Both bounds p solve |count/n − p| = z · √(p(1−p)/n · (N−n)/(N−1)) unless they are 0 or 1."""
    (count, n), population = sample, sample[1] + others
    found = survey.wilson(count, n, population=population)
    for bound in found:
        error = math.sqrt(max(bound * (1 - bound), 0) / n * (population - n) / (population - 1))
        assert abs(count / n - bound) == pytest.approx(norm.isf(0.025) * error, abs=1e-6)


@UNHURRIED
@given(SAMPLES, st.integers(0, 250_000))
def test_wilson_holds_the_share_and_is_no_wider_in_a_population(sample, others):
    count, n = sample
    endless, finite = survey.wilson(count, n), survey.wilson(count, n, population=n + others)
    assert -1e-9 <= endless.low <= finite.low + 1e-9
    assert finite.low - 1e-9 <= count / n <= finite.high + 1e-9
    assert finite.high - 1e-9 <= endless.high <= 1 + 1e-9


def test_a_census_has_no_interval_and_a_large_population_none_of_its_own():
    assert survey.wilson(3, 4, population=4) == (0.75, 0.75)
    assert survey.wilson(1, 1, population=1) == (1, 1)
    assert survey.wilson(30, 100, population=10**12) == pytest.approx(survey.wilson(30, 100))


@pytest.mark.parametrize(("count", "n"), [(0, 0), (NAN, 10), (5, None), (pd.NA, pd.NA)])
def test_nobody_or_nothing_known_gives_neither_interval_nor_difference(count, n):
    assert all(map(math.isnan, survey.wilson(count, n)))
    for found in (survey.newcombe(count, n, 5, 10), survey.newcombe(5, 10, count, n)):
        assert all(map(math.isnan, found[:3]))
        assert found.differs is False


@pytest.mark.parametrize(("count", "n"), [(11, 10), (-1, 10), (0, -1), (1, 0)])
def test_no_share_no_interval(count, n):
    for reckon in (lambda: survey.wilson(count, n), lambda: survey.newcombe(0, 0, count, n)):
        with pytest.raises(ValueError, match="no share"):
            reckon()


def test_more_answers_than_people():
    with pytest.raises(ValueError, match="population"):
        survey.wilson(5, 10, population=9)


@pytest.mark.parametrize(
    ("counts", "differs"), list(zip(DIFFERENCES, [True] * 3 + [False] * 3 + [True] * 2, strict=True))
)
def test_a_difference_is_the_shares_own_and_differs_where_zero_lies_outside(counts, differs):
    found = survey.newcombe(*counts)
    assert found.difference == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3])
    assert found.differs is differs


@UNHURRIED
@given(SAMPLES, SAMPLES)
def test_the_difference_the_other_way_round_turns_its_signs(one, other):
    forth, back = survey.newcombe(*one, *other), survey.newcombe(*other, *one)
    assert back[:3] == pytest.approx((-forth.difference, -forth.high, -forth.low), abs=1e-9)
    assert forth.low - 1e-9 <= forth.difference <= forth.high + 1e-9


@UNHURRIED
@given(SAMPLES)
def test_a_group_does_not_differ_from_itself(sample):
    assert not survey.newcombe(*sample, *sample).differs


def test_adjusted_by_hand():
    """The k-th of 15 ordered p-values times 15/k, and no larger than any after it."""
    found = survey.benjamini_hochberg(TESTS_1995)
    assert found[:4] == pytest.approx([0.0015, 0.0030, 0.0095, 0.0095 * 15 / 4])


def test_what_was_not_tested_does_not_count():
    found = survey.benjamini_hochberg([NAN, 0.01, NAN, 0.04])
    assert found == pytest.approx([NAN, 0.02, NAN, 0.04], nan_ok=True)
    assert survey.benjamini_hochberg([]).tolist() == []
    assert np.isnan(survey.benjamini_hochberg([NAN])).all()


@pytest.mark.parametrize("p_values", [[0.5, 1.1], [-0.1]])
def test_p_values_lie_within_0_and_1(p_values):
    with pytest.raises(ValueError, match="outside"):
        survey.benjamini_hochberg(p_values)


@UNHURRIED
@given(P_VALUES)
def test_adjusted_p_values_keep_their_order_and_are_no_smaller(p_values):
    found = survey.benjamini_hochberg(p_values)
    assert (found >= np.array(p_values) - 1e-12).all()
    assert (found <= 1).all()
    assert (np.diff(found[np.argsort(p_values)]) >= -1e-12).all()


def test_ages_are_pooled_by_their_counts():
    """28 % of 50 are 14 and 45.3 % of 150 are 68 (67.95): together 82 of 200; of the older 60 + 100 of 400."""
    rows = published(
        {"all": (99, 600), "18-29": (28, 50), "30-39": (45.3, 150), "40-49": (30, 200), "50+": (50, 200)}
    )
    found = survey.group(rows, {"younger": ["18-29", "30-39"], "older": ["40-49", "50+"]})
    assert found.to_dict("list") == {
        "group": ["younger", "older"],
        "count": [82, 160],
        "n": [200, 400],
        "share": pytest.approx([41, 40]),
    }


def test_the_groups_are_those_under_and_over_forty():
    ages = ["18-29", "30-39", "40-49", "50-59", "60-69", "70+"]
    found = survey.group(published(dict.fromkeys(ages, (10, 100))))
    assert list(found["group"]) == ["18-39", "40+"]
    assert list(found["n"]) == [200, 400]


@pytest.mark.parametrize("gap", [(NAN, 150), (45.3, NAN), (None, None)])
def test_a_group_with_a_gap_is_missing(gap):
    rows = published({"18-29": (28, 50), "30-39": gap, "40+": (30, 200)})
    found = survey.group(rows, {"younger": ["18-29", "30-39"], "older": ["40+"]}).set_index("group")
    assert found.loc["younger"].isna().all()
    assert found.loc["older"].tolist() == [60, 200, 30]


def test_each_age_is_needed_once():
    rows = published({"18-29": (28, 50)})
    for spoiled in (rows.iloc[:0], pd.concat([rows, rows])):
        with pytest.raises(ValueError, match="one row"):
            survey.group(spoiled, {"younger": ["18-29"]})


@UNHURRIED
@given(st.integers(1, 999).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_below_a_thousand_answers_the_count_is_found_again(sample):
    count, n = sample
    rows = published({"18-29": (round(count / n * 100, 1), n)})
    assert survey.group(rows, {"younger": ["18-29"]})["count"].tolist() == [count]


def test_raking_by_hand():
    """10, 20 / 30, 40 to 50 : 50 both ways keep the cross ratio 10 · 40 / (20 · 30) = 2/3.

    So x / (50 − x) = √(2/3), x = 22.4745 answers' worth in the first cell: each of its ten stands for 2.24745.
    """
    x = 50 * math.sqrt(2 / 3) / (1 + math.sqrt(2 / 3))
    found = survey.rake(table([(10, 20), (30, 40)]), margins([50, 50], [50, 50]))
    assert found.loc["20s"].tolist() == pytest.approx([x / 10, (50 - x) / 20])
    assert found.loc["30s"].tolist() == pytest.approx([(50 - x) / 30, x / 40])


def test_margins_that_are_independent_give_their_product_from_equal_cells():
    found = survey.rake(table([(1, 1), (1, 1)]), margins([30, 70], [40, 60]))
    assert found.to_numpy() == pytest.approx(np.array([[12, 18], [28, 42]]))


@UNHURRIED
@given(CELLS, CELLS)
def test_raked_answers_have_the_margins_of_the_register_and_the_cross_ratios_of_the_sample(cells, register):
    rows = min(len(cells), len(register))
    cells, register = table(cells[:rows]), table(register[:rows])
    weights = survey.rake(cells, (register.sum(axis=1)[::-1], register.sum()[::-1]))
    fitted = cells * weights
    assert fitted.sum(axis=1).to_numpy() == pytest.approx(register.sum(axis=1), rel=1e-9)
    assert fitted.sum().to_numpy() == pytest.approx(register.sum(), rel=1e-9)
    ratios = (weights["F"] / weights["M"]).to_numpy()
    assert ratios == pytest.approx([ratios[0]] * rows)


def test_a_cell_without_answers_has_no_weight_and_an_age_without_people_none_either():
    found = survey.rake(table([(10, 0), (30, 40), (0, 0)]), margins([20, 80, 0], [50, 50]))
    assert found.loc["20s"].tolist() == pytest.approx([2, 0])
    assert found.loc["40s"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("cells", "rows", "columns", "words"),
    [
        ([(10, 20), (30, 40)], [100, 0], [50, 50], "margin is zero"),
        ([(10, 20), (0, 0)], [50, 50], [50, 50], "margin is zero"),
        ([(10, 20), (30, 40)], [50, 50], [50, 51], "totals"),
        ([(10, 20), (30, 40)], [50, NAN], [50, 50], "missing"),
        ([(10, 20), (30, -1)], [50, 50], [50, 50], "negative"),
        ([(10, 20), (30, NAN)], [50, 50], [50, 50], "missing"),
        ([(10, 20), (30, 40)], [50, 25, 25], [50, 50], "labels"),
        ([(10, 0), (0, 40)], [60, 40], [50, 50], "not met"),
    ],
)
def test_margins_that_no_weights_can_meet(cells, rows, columns, words):
    with pytest.raises(ValueError, match=words):
        survey.rake(table(cells), margins(rows, columns), rounds=50)


def test_one_round_is_not_enough():
    with pytest.raises(ValueError, match="1 rounds"):
        survey.rake(table([(10, 20), (30, 40)]), margins([50, 50], [50, 50]), rounds=1)


@UNHURRIED
@given(st.floats(1e-3, 1e3), st.integers(1, 500))
def test_equal_weights_leave_the_whole_sample(weight, n):
    assert survey.kish([weight] * n) == pytest.approx(n)
    assert survey.kish(weight, n) == pytest.approx(n)


@UNHURRIED
@given(WEIGHTS)
def test_unequal_weights_leave_less_but_one(weights):
    assert 1 - 1e-9 <= survey.kish(weights) <= len(weights) + 1e-9


def test_weights_by_hand():
    """(1 + 1 + 4)² / (1 + 1 + 16) = 2; the share of the two light ones is 2 of 6."""
    assert survey.kish([1, 1, 4]) == survey.kish([1, 4], [2, 1]) == 2
    assert survey.weighted_share([1, 1, 0], [1, 1, 4]) == pytest.approx(1 / 3)
    assert survey.weighted_share([2, 0], [1, 4], [2, 1]) == pytest.approx(1 / 3)


def test_without_weights_nothing_is_known():
    assert math.isnan(survey.kish([]))
    assert math.isnan(survey.kish([0, 0]))
    assert math.isnan(survey.weighted_share([], []))


def test_a_raked_share_is_that_of_the_register():
    """Half of the women and a fifth of the men, with 60 % women in the register: 0.6 · 0.5 + 0.4 · 0.2 = 0.38."""
    cells = table([(10, 30), (10, 30)])
    weights = survey.rake(cells, margins([500, 500], [600, 400]))
    assert survey.weighted_share(cells * [0.5, 0.2], weights, cells) == pytest.approx(0.38)
    assert survey.kish(weights, cells) == pytest.approx(1000**2 / (20 * 30**2 + 60 * (400 / 60) ** 2))


@pytest.mark.parametrize(("share", "count", "n"), [(0.075, 324.54, 3005), (0.773, 2199.66, 3005), (0.2, 1, 40)])
def test_as_many_answers_as_are_needed_tell_a_difference_and_one_fewer_does_not(share, count, n):
    needed = survey.answers_needed(share, count, n)
    assert survey.newcombe(share * needed, needed, count, n).differs
    assert not survey.newcombe(share * (needed - 1), needed - 1, count, n).differs


def test_no_number_of_answers_tells_equal_shares_apart():
    assert survey.answers_needed(0.108, 108, 1000) is None
    assert survey.answers_needed(0.5, 0, 0) is None


def test_fishers_tea():
    """Fisher 1935, The Design of Experiments: three of four cups right, p = 17/35 both ways round."""
    assert survey.against_the_rest([3, 1], [4, 4]) == pytest.approx([17 / 35] * 2)


def test_every_group_is_held_against_all_others_together():
    counts, n = [50, 20, 21], [200, 200, 200]
    alone = [fisher_exact([[50, 150], [41, 359]]).pvalue, fisher_exact([[20, 180], [71, 329]]).pvalue]
    alone += [fisher_exact([[21, 179], [70, 330]]).pvalue]
    assert survey.against_the_rest(counts, n) == pytest.approx(survey.benjamini_hochberg(alone))


def test_equal_groups_do_not_differ_and_a_single_one_has_no_rest():
    assert survey.against_the_rest([10, 10, 10], [50, 50, 50]) == pytest.approx([1, 1, 1])
    assert survey.against_the_rest([10], [50]) == pytest.approx([1])
