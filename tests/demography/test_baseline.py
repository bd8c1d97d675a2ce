"""The baseline: groups keep their totals, life tables their survivors, cohorts their growth."""

import numpy as np
import pandas as pd
import pytest

from analytics.city import evidence as city_evidence
from analytics.database import queries
from analytics.demography import baseline, lifetable, net_rates, projection, single_years
from analytics.demography.single_years import AGES
from analytics.figures.context import Context
from analytics.figures.outlook import assumptions

STARTS = np.arange(0, 101, 5)


@pytest.fixture(scope="module")
def evidence(database):
    return city_evidence.evidence(database)


@pytest.fixture(scope="module")
def found(database):
    return city_evidence.baseline(database)


def test_single_years_keep_the_total_of_every_group_and_are_never_negative():
    groups = np.array([[900.0, 0, 5, 800, *range(17, 0, -1)], [1.0] * 21])
    years = single_years.persons(groups, STARTS)
    assert years.shape == (2, 101)
    assert (years >= 0).all()
    assert np.add.reduceat(years, STARTS, axis=1) == pytest.approx(groups)


def test_the_base_is_the_newest_register_by_sex_and_group(database, found):
    counted = queries.pyramid(database, city_evidence.everything(database))
    counted = counted.loc[lambda rows: rows["basis"] == "register"].set_index(["sex", "age"])["persons"]
    grouped = np.add.reduceat(found.population, STARTS, axis=1)
    assert found.start == 2025
    assert grouped == pytest.approx(np.array([counted[sex].sort_index() for sex in lifetable.SEXES]))


def test_unknown_ages_are_spread_in_proportion():
    day = {"reference_date": pd.Timestamp("2015-10-01"), "basis": "census"}
    pyramid = pd.DataFrame([day | {"sex": "F", "age": age, "persons": n} for age, n in ((0, 30), (5, 70))])
    unknown = pd.DataFrame([day | {"sex": "F", "persons": 10}])
    assert baseline.spread_unknown(pyramid, unknown)["persons"].tolist() == pytest.approx([33, 77])


def test_single_years_of_mortality_have_the_survivors_and_the_life_expectancy_of_the_groups(evidence):
    rows = evidence.mortality.loc[lambda rows: rows["period"] == "2020-2025"]
    groups = rows.pivot(index="sex", columns="age", values="mx")
    abridged = lifetable.life_table(groups, groups.columns)
    single = lifetable.life_table(single_years.death_rates(groups, groups.columns), AGES)
    assert single.lx[:, groups.columns] == pytest.approx(abridged.lx)
    assert single.ex[:, 0] == pytest.approx(abridged.ex[:, 0], abs=0.02)


def test_life_expectancy_rises_from_period_to_period_and_then_stays(found):
    e0 = lifetable.life_table(found.mx, AGES).ex[..., 0]
    assert (np.diff(e0[: 2063 - found.start], axis=0) > 0).all()
    assert e0[-1] == pytest.approx(e0[2063 - found.start])


def test_a_year_between_two_middles_lies_between_their_values():
    assert single_years.by_year([1, 3], [2022.5, 2027.5], [2000.5, 2025, 2050.5]).tolist() == [1, 2, 3]
    assert single_years.by_year([7], [2022.5], [2000.5, 2025]).tolist() == [7, 7]


def test_the_shares_of_every_year_add_to_one_between_15_and_49(evidence, found):
    assert found.pattern.sum(axis=1) == pytest.approx(np.ones(len(found.tfr)))
    assert (found.pattern >= 0).all()
    assert found.pattern[:, :15].sum() == found.pattern[:, 50:].sum() == 0
    middle = evidence.fertility.loc[lambda rows: rows["period"] == "2025-2030", "share"]
    grouped = np.add.reduceat(found.pattern[2027 - found.start], STARTS)[3:10]
    assert grouped == pytest.approx(middle.to_numpy(), abs=1e-6)


def test_the_newest_tfr_is_held(evidence, found):
    assert set(found.tfr) == {evidence.tfr.sort_values("year")["value"].iloc[-1]}
    assert found.srb == pytest.approx(np.full(len(found.tfr), 1.05), abs=0.001)


def test_launched_at_the_census_the_yearly_rates_lead_every_cohort_to_the_register(evidence):
    """Nine years and a quarter on, each cohort that was trusted is as large as it was counted."""
    pyramids, mortality = evidence.pyramids, evidence.mortality
    growth = np.log1p(baseline.rates_of_moving(pyramids, mortality))
    residuals = baseline.cohorts.residuals(pyramids, mortality)
    last = residuals.loc[lambda rows: rows["mixed_basis"] & rows["trusted"]]
    counted = pyramids.loc[lambda rows: rows["reference_date"] == rows["reference_date"].max()]
    arrived = counted.set_index(["sex", "age"])["persons"]
    assert len(last) == 26
    for row in last.itertuples():
        sex = lifetable.SEXES.index(row.sex)
        after = [
            growth[sex, age - 8 : age + 1].sum() + growth[sex, age - 9] / 4
            for age in range(row.age_at_end, row.age_at_end + 5)
        ]
        now = arrived[row.sex, row.age_at_end]
        assert np.mean(after) == pytest.approx(np.log(now / (now - row.persons)), abs=1e-9)


def test_nobody_of_75_or_over_moves(found):
    assert not found.net_rate[:, 75:].any()
    assert found.net_rate[:, :75].all()


def test_further_migrants_spread_over_both_spans_of_age(found):
    young = (net_rates.YOUNG[0] <= AGES) & (net_rates.YOUNG[1] >= AGES)
    for profile, ages in ((found.young, young), (found.rest, ~young)):
        assert profile.sum() == pytest.approx(1)
        assert (profile[:, ages] > 0).all()
        assert not profile[:, ~ages].any()


def test_the_baseline_projects_to_its_last_year_and_loses_people_every_year(found):
    rows = projection.balance(projection.project(baseline.unchanged(found)))
    assert rows["year"].iloc[-1] == baseline.LAST - 1
    assert (rows["pop_end"].diff().dropna() < 0).all()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_assumption_is_told_with_its_sources(database, filters, lang):
    told = assumptions.assumptions(Context(database, filters._replace(lang=lang)))
    known = set(queries.credits(database).index)
    assert len(told) == 4
    assert all(each.text and set(each.sources) <= known for each in told)
