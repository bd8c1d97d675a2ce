# ruff: noqa: N803, N806
"""Life tables worked by hand and on the schedules of Japan; published ones are in analytics.checks."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.demography import lifetable

FIGURES = Path(__file__).parents[2] / "data" / "figures"
AGES = np.array([0, 1, *range(5, 101, 5)])
FIVES = np.arange(0, 101, 5)


def schedules() -> dict[str, np.ndarray]:
    """{period: (sex, age) death rates of Japan}."""
    rows = pd.read_csv(FIGURES / "schedule_mortality.csv", dtype={"area_code": str})
    rows["age"] = rows["age_group"].str.extract(r"^(\d+)").astype(int)
    wide = rows.pivot(index=["period", "sex"], columns="age", values="mx")
    assert list(wide.columns) == list(AGES)
    return {
        period: wide.loc[period].loc[list(lifetable.SEXES)].to_numpy() for period in wide.index.unique("period")
    }


SCHEDULES = schedules()
PERIODS = sorted(SCHEDULES)
JAPAN = SCHEDULES["2010-2015"]


def gompertz(age: np.ndarray, level: float, slope: float) -> np.ndarray:
    rates = level * np.exp(slope * age)
    return np.stack([rates, 1.3 * rates])


def survivorship(nMx: np.ndarray) -> np.ndarray:
    return lifetable.survivorship(lifetable.regroup(lifetable.life_table(nMx, AGES).nLx, AGES, FIVES))


UNHURRIED = settings(deadline=None)
LEVEL, SLOPE = st.floats(1e-5, 3e-4), st.floats(0.03, 0.075)


def test_a_life_table_worked_by_hand():
    """Single years, M = 1/2 from age 1 on: q = 1/2 / (1 + 1/4) = 0.4; the open group lives 1/M = 2 years."""
    table = lifetable.life_table([[0.2, 0.5, 0.5]] * 2, [0, 1, 2])
    infant = np.array([0.35, 0.33])
    q = 0.2 / (1 + (1 - infant) * 0.2)
    assert table.nax == pytest.approx(np.array([[0.35, 0.5, 2], [0.33, 0.5, 2]]))
    assert table.nqx == pytest.approx(np.array([q, [0.4] * 2, [1] * 2]).T)
    assert table.lx[:, 2] == pytest.approx(100_000 * (1 - q) * 0.6)
    assert table.nLx[:, 1] == pytest.approx(100_000 * (1 - q) * 0.8)
    assert table.nLx[:, 2] == pytest.approx(2 * table.lx[:, 2])
    assert table.ex[:, 2] == pytest.approx([2, 2])


def test_a_five_year_first_group_takes_the_middle():
    assert lifetable.years_lived([[0.01, 0.001, 0.002, 0.2]] * 2, [0, 5, 10, 15])[0, 0] == 2.5


def test_grevilles_years_lived():
    """Rates doubling every 5 years: k = ln 4 / 10 = 0.1386; at 10–14 2.5 − 25/12·(0.002 − 0.1386) = 2.7846."""
    nax = lifetable.years_lived([[0.01, 0.0005, 0.001, 0.002, 0.004, 0.008]] * 2, [0, 1, 5, 10, 15, 20])
    assert nax[0] == pytest.approx([0.081, 1.50682, 2.5, 2.78464, 2.78048, 125], abs=1e-5)


def test_a_group_beside_one_without_deaths_takes_the_middle():
    assert lifetable.years_lived([[0.001, 0, 0.001, 0.2]] * 2, [0, 5, 10, 15])[0, 1:3] == pytest.approx([2.5, 2.5])


def test_a_constant_rate_gives_the_same_expectation_at_every_age_in_single_years():
    """M = 0.02 with the middle of each year: l falls by q = 0.02/1.01 and e = 1/M."""
    table = lifetable.life_table(np.full((2, 101), 0.02), np.arange(101))
    assert table.ex[:, 1:] == pytest.approx(np.full((2, 100), 50))


def test_single_years_and_five_years_agree():
    single = lifetable.life_table(gompertz(np.arange(111) + 0.5, 2e-5, 0.1), np.arange(111))
    starts = np.arange(0, 111, 5)
    grouped = np.add.reduceat(single.ndx, starts, axis=-1) / lifetable.regroup(single.nLx, single.age, starts)
    assert lifetable.life_table(grouped, starts).ex[:, 0] == pytest.approx(single.ex[:, 0], abs=0.02)


def test_leading_axes_come_for_free():
    both = lifetable.life_table(np.stack([SCHEDULES[period] for period in PERIODS]), AGES)
    assert both.ex.shape == (14, 2, 22)
    assert np.array_equal(both.ex[3], lifetable.life_table(SCHEDULES[PERIODS[3]], AGES).ex)
    assert np.array_equal(survivorship(np.stack([JAPAN]))[0], survivorship(JAPAN))


def test_regrouping_keeps_the_person_years_and_pools_the_open_group():
    table = lifetable.life_table(JAPAN, AGES)
    nLx = lifetable.regroup(table.nLx, AGES, np.arange(0, 91, 5))
    assert nLx.shape == (2, 19)
    assert nLx[:, 0] == pytest.approx(table.nLx[:, 0] + table.nLx[:, 1])
    assert nLx[:, -1] == pytest.approx(table.Tx[:, -3])
    assert nLx.sum(axis=1) == pytest.approx(table.Tx[:, 0])


def test_survivorship_worked_by_hand():
    """Radix 100, 5 years: 450/500 of the births, 400/450 of the first group, 100/500 of the two oldest together."""
    found = lifetable.survivorship([[450, 400, 100]] * 2, radix=100)
    assert found == pytest.approx(np.array([[0.9, 8 / 9, 0.2]] * 2))


def test_survivorship_of_single_years_takes_their_width():
    table = lifetable.life_table(np.full((2, 101), 0.02), np.arange(101))
    found = lifetable.survivorship(table.nLx, width=1)
    assert found[:, 2:] == pytest.approx(np.full((2, 99), 1 - 0.02 / 1.01))


@pytest.mark.parametrize("period", PERIODS)
def test_japans_survivorship_falls_after_thirty(period):
    surv = survivorship(SCHEDULES[period])
    assert surv.shape == (2, 21)
    assert ((surv > 0) & (surv < 1)).all()
    assert (np.diff(surv[:, FIVES >= 35]) < 0).all()
    assert (surv[0, FIVES >= 35] > surv[1, FIVES >= 35]).all()


@pytest.mark.parametrize("period", PERIODS)
def test_a_stationary_population_reproduces_itself(period):
    """5·l0 births and the nLx of the table, one step on, are the nLx again."""
    nLx = lifetable.regroup(lifetable.life_table(SCHEDULES[period], AGES).nLx, AGES, FIVES)
    surv = lifetable.survivorship(nLx)
    younger = np.concatenate([np.full((2, 1), 5 * lifetable.RADIX), nLx[:, :-1]], axis=1)
    younger[:, -1] += nLx[:, -1]
    assert younger * surv == pytest.approx(nLx)


@UNHURRIED
@given(LEVEL, SLOPE)
def test_survivors_fall_and_person_years_add_up(level, slope):
    table = lifetable.life_table(gompertz(AGES, level, slope), AGES)
    assert (np.diff(table.lx) < 0).all()
    assert table.ndx.sum(axis=-1) == pytest.approx(np.full(2, lifetable.RADIX))
    assert table.Tx[..., 0] == pytest.approx(table.nLx.sum(axis=-1))
    assert table.ndx == pytest.approx(table.nMx * table.nLx)
    surv = survivorship(table.nMx)
    assert ((surv > 0) & (surv < 1)).all()
    assert (np.diff(surv[:, FIVES >= 35]) < 0).all()


@UNHURRIED
@given(LEVEL, SLOPE, st.floats(1.01, 2))
def test_higher_rates_shorten_life(level, slope, factor):
    less, more = (lifetable.life_table(gompertz(AGES, m, slope), AGES).ex[:, 0] for m in (level, level * factor))
    assert (more < less).all()


@pytest.mark.parametrize(
    ("nMx", "age", "words"),
    [
        ([0.1, 0.2], [0, 1], "sexes"),
        ([[0.1, 0.2]], [0, 1], "sexes"),
        ([[0.1, 0.2]] * 2, [0, 1, 5], "ages"),
        ([[0.1, 0.2]] * 2, [1, 5], "rise from 0"),
        ([[0.1, 0.2, 0.3]] * 2, [0, 5, 5], "rise from 0"),
        ([[0.1, np.nan]] * 2, [0, 1], "numbers"),
        ([[-0.1, 0.2]] * 2, [0, 1], "not negative"),
        ([[0.1, 0]] * 2, [0, 1], "open age group"),
        ([[0.1, 2, 0.2]] * 2, [0, 1, 2], "outlives"),
        ([[0.1, 1e-9, 0.01, 0.9, 0.9]] * 2, [0, 5, 10, 15, 20], "nax"),
    ],
)
def test_what_makes_no_life_table_is_refused_with_a_sentence(nMx, age, words):
    with pytest.raises(ValueError, match=words):
        lifetable.life_table(nMx, age)


def test_years_lived_of_another_shape_or_outside_the_group_are_refused():
    with pytest.raises(ValueError, match="nax is"):
        lifetable.life_table([[0.1, 0.2]] * 2, [0, 1], [0.5, 5])
    with pytest.raises(ValueError, match="within their age group"):
        lifetable.life_table([[0.1, 0.2]] * 2, [0, 1], [[1.5, 5]] * 2)


@pytest.mark.parametrize("starts", [[0, 3], [5, 10], [0, 10, 5]])
def test_groups_that_cut_the_tables_are_refused(starts):
    with pytest.raises(ValueError, match="cannot start"):
        lifetable.regroup(np.ones((2, 22)), AGES, starts)
    with pytest.raises(ValueError, match="age groups"):
        lifetable.regroup(np.ones((2, 21)), AGES, [0, 5])


@pytest.mark.parametrize(
    ("nLx", "words"),
    [
        ([[2, 1]] * 2, "three"),
        ([[3, 2, 0]] * 2, "positive"),
        ([[3, np.nan, 1]] * 2, "positive"),
        ([[2, 3, 1]] * 2, "rise with age"),
        ([[9e9, 3, 1]] * 2, "radix"),
    ],
)
def test_person_years_that_are_no_survivors_are_refused(nLx, words):
    with pytest.raises(ValueError, match=words):
        lifetable.survivorship(nLx)
