"""Cohort residuals, cohort paths and Rogers–Castro schedules, by hand, by balance and on the city's censuses."""

from functools import cache
from math import gamma, log
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.integrate import quad

from analytics.checks.migration import BASIC
from analytics.demography import lifetable, migration

FIGURES = Path(__file__).parents[2] / "data" / "figures"
UNHURRIED = settings(deadline=None)
SHAPE = (2, 6)
POP = arrays(float, SHAPE, elements=st.integers(0, 10_000))
SURV = arrays(float, SHAPE, elements=st.floats(0, 1))
BIRTHS = arrays(float, 2, elements=st.integers(0, 5_000))
YEARS = st.floats(0.5, 14.5)
IMMORTAL = np.ones(SHAPE)

MORE = {"a3": 0.01, "alpha3": 0.3, "mu3": 65, "lambda3": 0.5, "a4": 0.0005, "lambda4": 0.03}
SINGLE = np.arange(91)


def full(terms: int) -> dict[str, float]:
    return {name: (BASIC | MORE)[name] for name in migration.TERMS[terms]}


def aged(pop: np.ndarray, births: np.ndarray) -> np.ndarray:
    """A closed and immortal population five years on."""
    older = np.concatenate([births[:, None], pop[:, :-1]], axis=1)
    older[:, -1] += pop[:, -1]
    return older


def both(*persons: float) -> np.ndarray:
    return np.array([persons, persons], float)


def atsugi() -> dict[float, np.ndarray]:
    """{moment: (sex, age) persons} from the censuses and the register of 2025, ages 90 and over together."""
    rows = pd.read_csv(FIGURES / "population.csv", dtype={"area_code": str})
    rows = rows.query("area_code == '14212' and sex != 'T' and basis in ('census', 'register')")
    lower, upper = (rows["age_group"].str.extract(r"^(\d+)[-+](\d*)$")[i] for i in (0, 1))
    five = lower.notna() & (upper.fillna("").eq("") | (pd.to_numeric(upper) - pd.to_numeric(lower)).eq(4))
    rows = rows.assign(age=pd.to_numeric(lower).clip(upper=90))[five & ~rows["age_group"].isin(["65+", "75+"])]
    dates = pd.to_datetime(rows["reference_date"])
    wide = rows.assign(moment=dates.dt.year + (dates.dt.month - 1) / 12)
    wide = wide.pivot_table(index=["moment", "sex"], columns="age", values="persons", aggfunc="sum")
    return {moment: wide.loc[moment].to_numpy() for moment in wide.index.unique("moment")}


def japan(period: str) -> np.ndarray:
    """(sex, age) survivorship to 90+ from the national schedule of a period."""
    rows = pd.read_csv(FIGURES / "schedule_mortality.csv").set_index("period").loc[period]
    rates = rows.assign(age=rows["age_group"].str.extract(r"^(\d+)", expand=False).astype(int))
    rates = rates.pivot(index="sex", columns="age", values="mx")
    table = lifetable.life_table(rates.to_numpy(), rates.columns.to_numpy())
    return lifetable.survivorship(lifetable.regroup(table.nLx, table.age, np.arange(0, 91, 5)))


@cache
def city() -> pd.DataFrame:
    starts = {year: f"{max(year, 1995)}-{max(year, 1995) + 5}" for year in range(1980, 2015, 5)}
    surv = {year + 0.75: japan(period) for year, period in starts.items()}
    surv[2015.75] = np.stack([japan("2015-2020"), japan("2020-2025")])
    populations = atsugi()
    bases = {moment: "register" if moment == 2025 else "census" for moment in populations}
    return migration.residuals_over(populations, surv, bases=bases)


def persons(frame: pd.DataFrame, start: float, sex: str, age: int) -> float:
    return frame.set_index(["period_start", "sex", "age_at_end"])["persons"].loc[start, sex, age]


def test_a_residual_worked_by_hand():
    """Births 100·0.9, 200·0.8, then (300 + 50)·0.5 in the open group."""
    found = migration.residual(both(200, 300, 50), both(95, 150, 180), both(0.9, 0.8, 0.5), [100, 100])
    assert found == pytest.approx(both(5, -10, 5))


def test_without_births_the_first_group_is_unknown():
    found = migration.residual(both(200, 300, 50), both(95, 150, 180), both(0.9, 0.8, 0.5))
    assert np.isnan(found[:, 0]).all()
    assert found[:, 1:] == pytest.approx(both(-10, 5))


@UNHURRIED
@given(POP, BIRTHS)
def test_a_closed_and_immortal_population_has_no_residual(pop, births):
    assert migration.residual(pop, aged(pop, births), IMMORTAL, births) == pytest.approx(np.zeros(SHAPE), abs=1e-6)


@UNHURRIED
@given(POP, POP, SURV, BIRTHS)
def test_migration_balances_births_and_deaths(pop0, pop1, surv, births):
    """End = start + births − deaths + net; and without the births' cohort net = end − survivors."""
    net = migration.residual(pop0, pop1, surv, births)
    exposed = aged(pop0, births)
    deaths = (exposed * (1 - surv)).sum()
    assert pop1.sum() == pytest.approx(pop0.sum() + births.sum() - deaths + net.sum(), abs=1e-6)
    survivors = (exposed * surv)[:, 1:].sum()
    assert net[:, 1:].sum() == pytest.approx(pop1[:, 1:].sum() - survivors, abs=1e-6)


@UNHURRIED
@given(POP, POP, SURV)
def test_five_years_and_ten_years_are_whole_steps(pop0, pop1, surv):
    once = migration.residual(pop0, pop1, surv)
    assert migration.residual_between(pop0, pop1, surv, 5) == pytest.approx(once, nan_ok=True)
    middle = aged(pop0, np.zeros(2)) * surv
    twice = migration.residual(middle, pop1, surv)
    assert migration.residual_between(pop0, pop1, surv, 10)[:, 2:] == pytest.approx(twice[:, 2:])


def test_nine_years_and_a_quarter_worked_by_hand():
    """Even ages: of each 1,000 the youngest 150 move one group up, the others two; all halve at each step."""
    found = migration.residual_between(both(*[1000] * 6), both(*[400] * 6), both(*[0.5] * 6), 9.25)
    assert np.isnan(found[:, :2]).all()
    assert found[:, 2:5] == pytest.approx(both(*[400 - (850 / 4 + 150 / 2)] * 3))
    assert found[:, 5] == pytest.approx([400 - (850 * 3 / 4 + 150 * 2 / 2)] * 2)


def test_each_step_may_have_its_own_survivorship():
    found = migration.residual_between(
        both(*[1000] * 6), both(*[0] * 6), [both(*[0.5] * 6), both(*[0.1] * 6)], 9.25
    )
    assert found[:, 3] == pytest.approx([-(850 * 0.05 + 150 * 0.5)] * 2)


@UNHURRIED
@given(POP, YEARS)
def test_nobody_is_lost_between_the_steps(pop, years):
    """Immortal and closed: all but those who end in groups with people born since."""
    expected = -migration.residual_between(pop, np.zeros(SHAPE), IMMORTAL, years)
    known = ~np.isnan(expected)
    assert known.sum(axis=1).tolist() == [6 - int(np.ceil(years / 5))] * 2
    assert (expected[known] >= -1e-6).all()
    lost = pop.sum() - expected[known].sum()
    assert -1e-6 <= lost <= pop[:, 0].sum() + 1e-6


@UNHURRIED
@given(POP, POP, SURV, BIRTHS)
def test_the_rate_is_the_cohort_change_ratio_minus_survivorship(pop0, pop1, surv, births):
    frame = migration.residuals_over({2000.75: pop0, 2005.75: pop1}, {2000.75: surv}, {2000.75: births})
    cohort = aged(pop0, births)
    there = cohort > 0
    rate = frame["rate"].to_numpy().reshape(SHAPE)
    assert rate[there] == pytest.approx((pop1 / np.where(there, cohort, 1) - surv)[there])
    assert np.isnan(rate[~there]).all()
    assert frame["persons"].to_numpy().reshape(SHAPE) == pytest.approx(migration.residual(pop0, pop1, surv, births))


def test_every_interval_has_a_row_for_each_sex_and_age():
    frame = city()
    assert list(frame.columns[:4]) == ["period_start", "period_end", "sex", "age_at_end"]
    assert list(frame.columns[4:]) == ["persons", "rate", "mixed_basis"]
    assert len(frame) == 8 * 2 * 19
    assert frame.groupby("period_start")["mixed_basis"].all().to_dict() == {
        year + 0.75: year == 2015 for year in range(1980, 2016, 5)
    }
    assert frame.loc[frame["persons"].isna(), "age_at_end"].unique().tolist() == [0, 5]


def test_a_single_population_has_no_interval():
    frame = migration.residuals_over({2000.75: both(1, 2, 3)}, {})
    assert frame.empty
    assert "mixed_basis" in frame
    assert migration.cohort_paths(frame).empty


def test_the_city_gains_at_twenty_and_loses_at_twenty_five():
    """Atsugi 2010 → 2015: 5,723 women of 20–24 came of 5,533 of 15–19, S = 0.9990; 7,643 men of 6,470, S = 0.9978."""
    frame = city()
    assert persons(frame, 2010.75, "F", 20) == pytest.approx(5723 - 5533 * 0.9990, abs=1)
    assert persons(frame, 2010.75, "M", 20) == pytest.approx(7643 - 6470 * 0.9978, abs=1)
    assert round(persons(frame, 2010.75, "F", 20)) == 196
    assert round(persons(frame, 2010.75, "M", 20)) == 1187
    for start in (1990.75, 1995.75, 2000.75, 2005.75, 2010.75):
        for sex in lifetable.SEXES:
            assert persons(frame, start, sex, 20) > 0 > persons(frame, start, sex, 25)


def test_the_path_of_those_born_1986_to_1990():
    frame = city()
    paths = migration.cohort_paths(frame).query("birth_start == 1986")
    assert set(paths["birth_end"]) == {1990}
    women = paths.query("sex == 'F'")
    assert women["period"].to_list() == [
        "1990-1995",
        "1995-2000",
        "2000-2005",
        "2005-2010",
        "2010-2015",
        "2015-2025",
    ]
    assert women["age"].to_list() == [5, 10, 15, 20, 25, 34.25]
    assert women["mixed_basis"].to_list() == [False] * 5 + [True]
    same = [
        persons(frame, year + 0.75, "F", age)
        for year, age in zip(range(1990, 2015, 5), range(5, 30, 5), strict=True)
    ]
    assert women["persons"].to_list()[:5] == pytest.approx(same)


def test_a_period_that_ends_on_another_date_is_split_by_the_dates_of_birth():
    """Born 1 Oct 1985 – 30 Sep 1990 are 85 % of those of 35–39 and 15 % of those of 30–34 on 1 January 2025."""
    frame = city()
    path = migration.cohort_paths(frame).query("birth_start == 1986 and sex == 'F' and period == '2015-2025'")
    older, younger = (persons(frame, 2015.75, "F", age) for age in (35, 30))
    assert path["persons"].item() == pytest.approx(0.85 * older + 0.15 * younger)


def test_the_paths_keep_what_closed_groups_gained():
    """Every aligned residual outside the open group lies on one path."""
    frame = city().query("period_end < 2020")
    paths = migration.cohort_paths(frame)
    closed = frame.query("age_at_end < 90")["persons"]
    assert paths["persons"].sum() == pytest.approx(closed.sum())
    assert len(paths) == closed.notna().sum()
    assert not paths.duplicated(["birth_start", "period", "sex"]).any()


GOOD = {"pop0": both(3, 2, 1), "pop1": both(3, 2, 1), "surv": both(1, 1, 1)}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"pop0": both(3, 2)}, "populations must be"),
        ({"pop1": both(3, 2, 1, 0)}, "populations must be"),
        ({"pop0": [3, 2, 1], "pop1": [3, 2, 1]}, "populations must be"),
        ({"pop0": both(3, -2, 1)}, "not negative"),
        ({"pop1": both(3, np.nan, 1)}, "not negative"),
        ({"surv": both(1, 1)}, "survivorship is"),
        ({"surv": both(1, 1.1, 1)}, "within 0 and 1"),
        ({"surv": both(1, np.nan, 1)}, "within 0 and 1"),
        ({"births": [1, 2, 3]}, "births"),
        ({"births": [1, -2]}, "births"),
        ({"births": [1, np.nan]}, "births"),
    ],
)
def test_what_makes_no_residual_is_refused_with_a_sentence(given, words):
    with pytest.raises(ValueError, match=words):
        migration.residual(**(GOOD | given))


@pytest.mark.parametrize("years", [0, -5, np.nan, np.inf])
def test_an_interval_must_be_positive(years):
    with pytest.raises(ValueError, match="interval must be positive"):
        migration.residual_between(**GOOD, years=years)


def test_steps_births_and_missing_survivorship_are_refused_with_a_sentence():
    pops = {2015.75: both(3, 2, 1), 2025.0: both(3, 2, 1)}
    with pytest.raises(ValueError, match="survivorship is"):
        migration.residual_between(**(GOOD | {"surv": [both(1, 1, 1)] * 3}), years=9.25)
    with pytest.raises(ValueError, match="where births are given"):
        migration.residuals_over(pops, {2015.75: both(1, 1, 1)}, {2015.75: [1, 1]})
    with pytest.raises(ValueError, match=r"from 2015\.75 to 2025"):
        migration.residuals_over(pops, {2010.75: both(1, 1, 1)})


def test_the_parts_of_the_basic_schedule_by_calculus():
    """Their areas are a1/alpha1 and a2·Γ(alpha2/lambda2)/lambda2; the hump of the labour force is highest at
    mu2 + ln(lambda2/alpha2)/lambda2 = 23.47, where it is a2·(alpha2/e/lambda2)^(alpha2/lambda2).
    """
    area, _ = quad(lambda age: migration.rogers_castro(age, BASIC), 0, 85)
    assert area == pytest.approx(0.02 / 0.1 + 0.06 * gamma(0.25) / 0.4 + 85 * 0.003, abs=0.002)
    hump = migration.rogers_castro(SINGLE, BASIC | {"a1": 0, "c": 0})
    assert SINGLE[hump.argmax()] == round(20 + log(4) / 0.4) == 23
    assert hump.max() == pytest.approx(0.06 * (0.25 / np.e) ** 0.25, rel=0.005)
    rates = migration.rogers_castro(SINGLE, BASIC)
    assert SINGLE[rates[:23].argmin()] == 15


def test_a_schedule_worked_by_hand():
    """At mu2 = 20: 0.02·e^−2 + 0.06·e^−1 + 0.003; the last parts add 0.01·e^−1 at 65 and 0.0005·e^1.95."""
    assert migration.rogers_castro(20, BASIC) == pytest.approx(0.0277794, abs=1e-7)
    gain = migration.rogers_castro(65, full(13)) - migration.rogers_castro(65, BASIC)
    assert gain == pytest.approx(0.01 / np.e + 0.0005 * np.exp(1.95))


@pytest.mark.parametrize("terms", [7, 9, 11, 13])
def test_the_fit_recovers_the_parameters_of_a_noiseless_schedule(terms):
    found = migration.fit_rogers_castro(SINGLE, migration.rogers_castro(SINGLE, full(terms)), terms)
    assert list(found.parameters) == list(migration.TERMS[terms])
    assert found.parameters == pytest.approx(full(terms), abs=1e-3, rel=1e-3)
    assert found.r_squared == pytest.approx(1)
    assert (found.n, found.converged) == (91, True)


@pytest.mark.parametrize("seed", range(5))
def test_the_fit_bears_two_percent_of_noise(seed):
    """Heights within 10 %, slopes within 15 %, the place of the hump within half a year."""
    noise = 1 + 0.02 * np.random.default_rng(seed).standard_normal(SINGLE.size)
    found = migration.fit_rogers_castro(SINGLE, migration.rogers_castro(SINGLE, BASIC) * noise)
    for name, tolerance in {
        "a1": 0.1,
        "a2": 0.1,
        "c": 0.1,
        "alpha1": 0.15,
        "alpha2": 0.15,
        "lambda2": 0.15,
    }.items():
        assert found.parameters[name] == pytest.approx(BASIC[name], rel=tolerance), name
    assert found.parameters["mu2"] == pytest.approx(20, abs=0.5)
    assert found.converged
    assert 0.99 < found.r_squared < 1


def test_five_year_groups_are_enough_for_seven_parameters():
    ages = np.arange(2.5, 90, 5)
    found = migration.fit_rogers_castro(ages, migration.rogers_castro(ages, BASIC))
    assert found.parameters == pytest.approx(BASIC, abs=1e-3)


@pytest.mark.parametrize("factor", [0.01, 5])
def test_the_fit_does_not_know_the_level(factor):
    found = migration.fit_rogers_castro(SINGLE, factor * migration.rogers_castro(SINGLE, BASIC))
    assert found.parameters == pytest.approx(
        BASIC | {name: factor * BASIC[name] for name in ("a1", "a2", "c")}, rel=1e-3
    )


def test_flat_rates_have_no_r_squared():
    found = migration.fit_rogers_castro(SINGLE, np.full(91, 0.01))
    assert np.isnan(found.r_squared)
    assert migration.rogers_castro(SINGLE, found.parameters) == pytest.approx(np.full(91, 0.01), abs=1e-4)


def test_a_schedule_needs_one_of_the_sets_of_parameters():
    for wrong in ({}, {"a1": 1}, BASIC | {"a3": 0.01}):
        with pytest.raises(ValueError, match="no Rogers–Castro schedule"):
            migration.rogers_castro(SINGLE, wrong)


@pytest.mark.parametrize(
    ("age", "rates", "terms", "words"),
    [
        (SINGLE, np.ones(91), 8, "7, 9, 11 or 13"),
        (SINGLE, np.ones(90), 7, "as many ages"),
        (SINGLE[:6], np.ones(6), 7, "as many ages"),
        (SINGLE[None], np.ones((1, 91)), 7, "as many ages"),
        (SINGLE, np.full(91, np.nan), 7, "numbers"),
        (SINGLE, np.linspace(-1, 1, 91), 7, "not negative"),
        (SINGLE, np.zeros(91), 7, "not all 0"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_a_sentence(age, rates, terms, words):
    with pytest.raises(ValueError, match=words):
        migration.fit_rogers_castro(age, rates, terms)
