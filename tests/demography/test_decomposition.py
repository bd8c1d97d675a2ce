"""Decompositions worked by hand, and what must hold for any; published ones are in analytics.checks."""

from itertools import pairwise, permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.checks.decomposition import product_of
from analytics.demography import decomposition
from analytics.demography.decomposition import Parts

UNHURRIED = settings(deadline=None)
NUMBERS = st.floats(-100, 100)
PAIRS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=5)
WOMEN, RATES = st.floats(1, 10_000), st.floats(0, 0.3)
YEARS = st.lists(st.tuples(*[WOMEN] * 3, *[RATES] * 3), min_size=2, max_size=6).map(np.array)
COUNTS = st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=1, max_size=15)


def tangled(*factors) -> float:
    """No product: squares, and each factor with its neighbour."""
    return sum(x * x for x in factors) + sum(x * y + x for x, y in pairwise(factors))


def by_orders(value, before, after) -> np.ndarray:
    """The definition: the effect of each factor's change, averaged over every order."""
    effects = []
    for order in permutations(range(len(before))):
        state, effect = list(before), np.zeros(len(before))
        for factor in order:
            last = value(*state)
            state[factor] = after[factor]
            effect[factor] = value(*state) - last
        effects.append(effect)
    return np.mean(effects, axis=0)


def by_age(persons) -> pd.Series:
    return pd.Series(persons, index=pd.Index(range(0, 5 * len(persons), 5), name="age"), dtype=float)


def yearly(women, asfr) -> tuple[pd.DataFrame, pd.DataFrame]:
    years = pd.Index(range(2015, 2015 + len(women)), name="year")
    return tuple(pd.DataFrame(values, index=years, columns=[20, 25, 30]) for values in (women, asfr))


def test_births_by_hand():
    """12 births to 16: number 200 x (0.06 + 0.04) / 2 = 10, mix (0.04 − 0.06) x 300 = −6, the same rates."""
    found = decomposition.births([100, 100], [0.1, 0.02], [100, 300], [0.1, 0.02])
    assert found == pytest.approx(Parts(number=10, mix=-6, rates=0))


@UNHURRIED
@given(PAIRS)
def test_parts_are_the_mean_over_all_orders_and_add_to_the_change(pairs):
    before, after = zip(*pairs, strict=True)
    found = decomposition.shapley(tangled, before, after)
    assert found == pytest.approx(by_orders(tangled, before, after), rel=1e-6, abs=1e-6)
    assert found.sum() == pytest.approx(tangled(*after) - tangled(*before), rel=1e-9, abs=1e-6)


@UNHURRIED
@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=3))
def test_three_factors_as_das_gupta_writes_them(pairs):
    """The effect of a is (a − A) · [(bc + BC) / 3 + (bC + Bc) / 6]."""
    (a0, a1), (b0, b1), (c0, c1) = pairs
    expected = (a1 - a0) * ((b0 * c0 + b1 * c1) / 3 + (b0 * c1 + b1 * c0) / 6)
    before, after = zip(*pairs, strict=True)
    assert decomposition.shapley(product_of, before, after)[0] == pytest.approx(expected, rel=1e-6, abs=1e-6)


@UNHURRIED
@given(PAIRS, st.randoms())
def test_the_order_in_which_factors_are_written_does_not_matter(pairs, random):
    order = random.sample(range(len(pairs)), len(pairs))
    before, after = zip(*pairs, strict=True)
    moved = decomposition.shapley(product_of, *zip(*[pairs[i] for i in order], strict=True))
    assert moved == pytest.approx(decomposition.shapley(product_of, before, after)[order], rel=1e-6, abs=1e-3)


@UNHURRIED
@given(PAIRS, NUMBERS)
def test_what_did_not_change_adds_nothing(pairs, constant):
    before, after = zip(*pairs, (constant, constant), strict=True)
    assert decomposition.shapley(tangled, before, after)[-1] == 0


@UNHURRIED
@given(PAIRS)
def test_the_way_back_turns_every_sign(pairs):
    before, after = zip(*pairs, strict=True)
    forth, back = decomposition.shapley(tangled, before, after), decomposition.shapley(tangled, after, before)
    assert back == pytest.approx(-forth, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("before", "after"), [((), ()), ((1, 2), (1,)), ((1,) * 7, (2,) * 7)])
def test_factors_must_be_as_many_and_not_too_many(before, after):
    with pytest.raises(ValueError, match="factors"):
        decomposition.shapley(product_of, before, after)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        (([1, 2], [0.1, 0.1], [1, 2, 3], [0.1, 0.1]), "shapes"),
        (([1, np.nan], [0.1, 0.1], [1, 2], [0.1, 0.1]), "missing"),
        (([1, 2], [0.1, -0.1], [1, 2], [0.1, 0.1]), "negative"),
        (([0, 0], [0.1, 0.1], [1, 2], [0.1, 0.1]), "without women"),
    ],
)
def test_births_refuse_what_cannot_be_split(arrays, words):
    with pytest.raises(ValueError, match=words):
        decomposition.births(*arrays)


def test_a_pattern_is_scaled_to_the_births():
    """The pattern 1 : 3 gives 400 and 600 women 400 + 1,800 = 2,200, so that 110 births are a twentieth of it."""
    assert decomposition.scaled_asfr([1, 3], [400, 600], 110) == pytest.approx([0.05, 0.15])


def test_each_year_is_scaled_to_its_own_births_and_pattern():
    women, pattern = np.array([[400, 600], [500, 500]]), np.array([[1, 3], [3, 1]])
    for shared in (pattern, pattern[0]):
        asfr = decomposition.scaled_asfr(shared, women, [110, 0])
        assert (women * asfr).sum(axis=1) == pytest.approx([110, 0])
        assert asfr[0] == pytest.approx([0.05, 0.15])


@pytest.mark.parametrize(
    ("pattern", "births"), [([0, 0], 10), ([1, 3], np.nan), ([1, 2, 3], 10), ([1, 3], [10, 20])]
)
def test_a_pattern_that_cannot_be_scaled(pattern, births):
    with pytest.raises(ValueError):
        decomposition.scaled_asfr(pattern, [400, 600], births)


@UNHURRIED
@given(YEARS)
def test_steps_add_to_the_period(values):
    women, asfr = yearly(values[:, :3], values[:, 3:])
    found = decomposition.chained(women, asfr)
    totals = (women * asfr).sum(axis=1)
    assert list(found["year"]) == list(women.index[1:])
    assert found["change"].sum() == pytest.approx(totals.iloc[-1] - totals.iloc[0], abs=1e-6)
    assert found[["number", "mix", "rates"]].sum(axis=1).to_numpy() == pytest.approx(found["change"], abs=1e-6)


def test_a_single_year_has_no_steps_but_its_columns():
    found = decomposition.chained(*yearly(np.ones((1, 3)), np.ones((1, 3))))
    full = decomposition.chained(*yearly(np.ones((2, 3)), np.ones((2, 3))))
    assert len(found) == 0
    assert found.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize(
    "spoiled", [lambda a: a.iloc[::-1], lambda a: a.iloc[1:], lambda a: a.rename(columns={20: 15})]
)
def test_steps_need_the_same_ascending_years_and_ages(spoiled):
    women, asfr = yearly(np.ones((2, 3)), np.ones((2, 3)))
    with pytest.raises(ValueError, match="same"):
        decomposition.chained(women, spoiled(asfr))
    with pytest.raises(ValueError, match="ascend"):
        decomposition.chained(women.iloc[::-1], asfr.iloc[::-1])


@pytest.mark.parametrize(
    ("parts", "total", "whole"),
    [
        (Parts(-300.6, 12.9, -166.3), -454, [-301, 13, -166]),
        ((-134.4, -134.3, -134.3), -403, [-135, -134, -134]),
        ((0.5, 0.5), 1, [1, 0]),
        ((1, 2, 3 - 1e-12), 6, [1, 2, 3]),
        ((), 0, []),
    ],
)
def test_printed_parts_add_to_the_printed_total(parts, total, whole):
    assert decomposition.whole_numbers(parts, total).tolist() == whole


@UNHURRIED
@given(st.lists(st.floats(-1e4, 1e4), max_size=6), st.integers(-10_000, 10_000))
def test_whole_numbers_add_exactly_and_stay_within_one(parts, total):
    parts = [*parts, total - sum(parts)]
    whole = decomposition.whole_numbers(parts, total)
    assert whole.sum() == total
    assert (np.abs(whole - parts) < 1 + 1e-6).all()


@pytest.mark.parametrize(("parts", "total"), [((1.2, 2.2), 3), ((1.25, 1.25), 2.5), ((np.nan, 1), 1)])
def test_parts_that_do_not_add_to_an_integer_are_refused(parts, total):
    with pytest.raises(ValueError, match="add"):
        decomposition.whole_numbers(parts, total)


def test_a_cohort_changes_by_the_same_amount_every_year():
    """100 aged 0–4 are 80 aged 10–14 ten years later: 90 aged 5–9 after five, and 92 aged 4–8 after four.

    After four years those aged 5–9 are a fifth of the 100 and four fifths of the 50 above them at the start,
    and at the end a fifth of the 80 and four fifths of the 60: 60 + (64 − 60) x 4/10 = 61.6.
    """
    before, after = by_age([100, 50, 30, 20]), by_age([70, 75, 80, 60])
    found = decomposition.interpolated(before, after, [2019, 2020], start=2015, end=2025)
    assert found.loc[2020].tolist() == pytest.approx([np.nan, 90, 55, np.nan], nan_ok=True)
    assert found.loc[2019, 5] == pytest.approx((0.8 * 100 + 0.2 * 50) * 0.6 + (0.8 * 80 + 0.2 * 60) * 0.4)


@UNHURRIED
@given(COUNTS, st.sampled_from([(2015.75, 2025.0), (2015.0, 2025.0), (2010.75, 2015.75)]))
def test_at_both_ends_the_counts_are_returned_exactly(pairs, span):
    before, after = map(by_age, zip(*pairs, strict=True))
    found = decomposition.interpolated(before, after, span, start=span[0], end=span[1])
    assert found.loc[span[0]].equals(before.rename(span[0]))
    assert found.loc[span[1]].equals(after.rename(span[1]))


@UNHURRIED
@given(st.floats(0, 1e5), st.floats(2015.75, 2025))
def test_what_is_the_same_at_all_ages_and_both_ends_stays_so(persons, year):
    count = by_age([persons] * 13)
    found = decomposition.interpolated(count, count, [year], start=2015.75, end=2025).loc[year, 10:50]
    assert found.tolist() == pytest.approx([persons] * 9)


@UNHURRIED
@given(
    st.lists(st.tuples(st.floats(0, 1e4), st.floats(0, 1e4)), min_size=13, max_size=13), st.floats(2015.75, 2025)
)
def test_women_of_childbearing_age_are_known_all_the_way_and_within_the_counts(pairs, year):
    before, after = map(by_age, zip(*pairs, strict=True))
    found = decomposition.interpolated(before, after, [year], start=2015.75, end=2025).loc[year, 15:45]
    assert len(found) == 7
    assert found.between(min(map(min, pairs)) - 1e-6, max(map(max, pairs)) + 1e-6).all()


def test_no_years_give_no_rows():
    count = by_age([1, 2])
    assert decomposition.interpolated(count, count, [], start=2015, end=2025).shape == (0, 2)


SPOILED = [[1, 2, np.nan], [1, 2, -1], [1, 2]]


@pytest.mark.parametrize(("count", "swapped"), product(SPOILED, [False, True]))
def test_counts_that_do_not_fit_or_are_not_known(count, swapped):
    pair = by_age([1, 2, 3]), by_age(count)
    with pytest.raises(ValueError, match=r"ages|missing"):
        decomposition.interpolated(*(pair[::-1] if swapped else pair), [2020], start=2015, end=2025)


def test_ages_must_be_five_apart():
    count = by_age([1, 2, 3]).set_axis([0, 1, 5])
    with pytest.raises(ValueError, match="5 years apart"):
        decomposition.interpolated(count, count, [2020], start=2015, end=2025)


@pytest.mark.parametrize(
    ("year", "start", "end"), [(2015, 2015, 2015), (2020, 2025, 2015), (2014, 2015, 2025), (2026, 2015, 2025)]
)
def test_no_year_before_the_start_or_after_the_end(year, start, end):
    with pytest.raises(ValueError, match="end must come after"):
        decomposition.interpolated(by_age([1]), by_age([1]), [year], start=start, end=end)


def test_a_series_is_split_step_by_step_with_women_of_the_middle_of_each_year():
    """As many women of each age at every count and the same pattern: all of the change is in the rates."""
    counts = pd.DataFrame(1000.0, index=[2000.0, 2005.0, 2010.0], columns=range(0, 80, 5))
    patterns = pd.DataFrame(1.0, index=[2000], columns=decomposition.FERTILE)
    found = decomposition.of_series(pd.Series([700, 650, 640], index=[2001, 2003, 2004]), counts, patterns)
    assert found["year"].tolist() == [2003, 2004]
    assert found[["number", "mix"]].to_numpy() == pytest.approx(np.zeros((2, 2)), abs=1e-9)
    assert found["rates"].tolist() == pytest.approx([-50, -10])


def test_women_of_a_year_are_those_of_the_two_counts_around_it():
    """Each count is one higher than the count before; a moment at a count is that count."""
    counts = pd.DataFrame({age: [10.0, 20.0, 40.0] for age in range(0, 80, 5)}, index=[2000.0, 2005.0, 2010.0])
    found = decomposition.at_moments(counts, [2000, 2002.5, 2005, 2007.5, 2010])
    assert found[30].tolist() == pytest.approx([10, 15, 20, 30, 40])


@pytest.mark.parametrize("moment", [1999.9, 2010.1])
def test_a_moment_outside_the_counts_is_refused(moment):
    counts = pd.DataFrame(1.0, index=[2000.0, 2010.0], columns=range(0, 80, 5))
    with pytest.raises(ValueError, match="outside the counts"):
        decomposition.at_moments(counts, [moment])
