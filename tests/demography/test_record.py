"""The record of the levers: what is on it, and how far a lever strays."""

import numpy as np
import pandas as pd
import pytest

from analytics.city import evidence
from analytics.demography import record


@pytest.fixture(scope="module")
def found(database) -> pd.DataFrame:
    return evidence.levers_on_record(database)


def series(values, lever="tfr", area="a", basis="b") -> pd.DataFrame:
    years = np.arange(2000, 2000 + len(values))
    return pd.DataFrame(
        {
            "lever": lever,
            "area_code": area,
            "basis": basis,
            "first_year": years,
            "last_year": years,
            "value": values,
        }
    )


def test_every_lever_has_a_record_with_sources_and_no_lever_has_two_values_for_one_time(found):
    assert set(found["lever"]) == {"tfr", "net", "young", "mortality"}
    assert found[record.COLUMNS].notna().all(axis=None)
    assert not found.duplicated(["lever", "area_code", "basis", "first_year"]).any()


def test_net_migration_is_in_minus_out_of_one_basis():
    rows = [
        ("x", "in", 10),
        ("x", "out", 13),
        ("y", "in", 5),
        ("register_foreign", "in", 2),
        ("register_foreign", "out", 1),
    ]
    movers = pd.DataFrame(rows, columns=["basis", "direction", "value"]).assign(
        area_code="a", year=2020, source_id="s"
    )
    assert record.moves(movers)[["basis", "value"]].to_numpy().tolist() == [["x", -3]]


def test_residuals_are_told_per_year_and_by_the_young_apart(found):
    rows = found.loc[lambda rows: (rows["basis"] == "residual") & (rows["first_year"] == 2010)].set_index("lever")
    assert rows.loc["net", "last_year"] == 2015
    assert rows.loc["net", "value"] - rows.loc["young", "value"] > 0


def test_mortality_is_one_where_as_many_die_as_the_rates_of_the_country_say(database):
    schedule = evidence.evidence(database).mortality
    counted = {"area_code": "a", "reference_date": pd.Timestamp("2022-10-01"), "age": 0, "persons": 1000}
    pyramid = pd.DataFrame([counted | {"sex": sex} | {"age": age} for sex in "FM" for age in (0, 5)])
    expected = record._expected(pyramid, pd.Timestamp("2022-10-01"), schedule)
    deaths = pd.DataFrame([{"area_code": "a", "basis": "x", "year": 2022, "value": expected, "source_id": "s"}])
    assert record.mortality(deaths, pyramid, schedule)["value"].tolist() == [1]
    everybody = (
        1
        / record.lifetable.life_table(record.baseline.death_rates(schedule, np.array([2022.5]))[0], record.AGES).ex
    )
    assert expected > 1000 * everybody[:, 5].sum()


def test_the_deaths_of_a_year_belong_to_a_count_in_it_or_right_after_it():
    assert record._year(pd.Timestamp("2015-10-01")) == 2015
    assert record._year(pd.Timestamp("2025-01-01")) == 2024


def test_a_long_known_process_is_found_again():
    chance, values = np.random.default_rng(1), [0.0]
    for shock in chance.normal(0, 0.5, 5000):
        values.append(0.7 * values[-1] + shock)
    found = record.wander(series(values), "tfr", "a")
    assert found.persistence == pytest.approx(0.7, abs=0.03)
    assert found.spread == pytest.approx(0.5, abs=0.02)


def test_persistence_comes_from_the_longest_series_and_spread_from_the_city():
    both = pd.concat([series([1.0, 2, 4, 3, 2, 4, 5]), series([5.0, 15, 5, 15, 5], area="home")])
    found, alone = record.wander(both, "tfr", "home"), record.wander(both.iloc[:7], "tfr", "a")
    assert (found.long, found.own) == (6, 4)
    assert found.persistence == alone.persistence
    assert found.spread > 5 > alone.spread


def test_a_series_that_only_rises_does_not_leave_for_good():
    assert record.wander(series(np.arange(30.0)), "tfr", "a").persistence == record.HIGHEST


def test_the_city_s_levers_stray(database, found):
    home = evidence.everything(database).home
    tfr, net = (record.wander(found, lever, home) for lever in ("tfr", "net"))
    assert 0.9 < tfr.persistence <= record.HIGHEST
    assert 0.02 < tfr.spread < 0.08
    assert 0.5 < net.persistence < tfr.persistence
    assert 200 < net.spread < 900


def test_mortality_that_keeps_to_its_trend_does_not_drift(database):
    schedule, population = evidence.evidence(database).mortality, evidence.baseline(database).population
    assert 0.005 < record.drift(schedule, population, 2025) < 0.03
    first = schedule.loc[lambda rows: rows["period"] == "1995-2000"]
    even = [
        first.assign(period=f"{year}-{year + 5}", mx=first["mx"] * 0.9**step)
        for step, year in enumerate((2000, 2005, 2010))
    ]
    assert record.drift(pd.concat(even), population, 2025) == pytest.approx(0, abs=1e-4)
