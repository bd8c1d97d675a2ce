"""From pyramids and death rates to residuals: which counts, which schedule, and what cannot be trusted."""

import numpy as np
import pandas as pd
import pytest

from analytics.database import queries
from analytics.demography import cohorts, lifetable
from tests.demography.test_migration import city

AGES = [0, 1, *range(5, 101, 5)]


def pyramid(day: str, basis: str = "census", persons: float = 1000, oldest: int = 90) -> pd.DataFrame:
    rows = [(sex, age) for sex in "FM" for age in range(0, oldest + 1, 5)]
    frame = pd.DataFrame(rows, columns=["sex", "age"]).assign(persons=persons, basis=basis, source_id=f"s{day[:4]}")
    return frame.assign(reference_date=pd.Timestamp(day))


def deaths(*periods: str, mx: float = 0.0001) -> pd.DataFrame:
    rows = [(period, sex, age) for period in periods for sex in "FM" for age in AGES]
    frame = pd.DataFrame(rows, columns=["period", "sex", "age"])
    return frame.assign(mx=np.where(frame["age"] == 100, 0.5, mx), source_id="deaths")


def town(*pyramids: pd.DataFrame) -> pd.DataFrame:
    return cohorts.residuals(pd.concat(pyramids), deaths("2000-2005", "2005-2010", "2010-2015", "2015-2020"))


def periods(found: pd.DataFrame) -> list[str]:
    return list(found["period"].unique())


def test_the_citys_residuals_are_those_worked_in_the_test_of_the_model(database, filters):
    found = cohorts.residuals(queries.pyramid(database, filters), queries.schedule_mortality(database, filters))
    worked = city().dropna(subset="persons").reset_index(drop=True)
    pd.testing.assert_series_equal(found["persons"], worked["persons"].round() + 0.0)
    for column in ("period_start", "period_end", "sex", "age_at_end", "mixed_basis"):
        assert list(found[column]) == list(worked[column])


def test_every_census_counts_and_of_the_registers_the_newest_well_after_the_last_of_them():
    days = ["2005-10-01", "2010-10-01", "2015-10-01"]
    censuses = [pyramid(day) for day in days]
    registers = [pyramid(day, "register") for day in ("2011-01-01", "2017-01-01", "2020-01-01")]
    assert periods(town(*censuses, *registers)) == ["2005-2010", "2010-2015", "2015-2020"]
    assert periods(town(*censuses, registers[0])) == ["2005-2010", "2010-2015"]
    assert periods(town(*censuses, pyramid("2016-01-01", "register"))) == ["2005-2010", "2010-2015"]


def test_a_count_without_all_ages_is_no_end_of_an_interval():
    assert periods(town(pyramid("2005-10-01"), pyramid("2010-10-01", oldest=80), pyramid("2015-10-01"))) == [
        "2005-2015"
    ]
    assert periods(town(pyramid("2005-10-01"), pyramid("2010-10-01", oldest=100))) == ["2005-2010"]


@pytest.mark.parametrize(
    ("pyramids", "schedule"),
    [
        ([pyramid("2010-10-01")], deaths("2010-2015")),
        ([pyramid("2010-10-01").head(0)], deaths("2010-2015")),
        ([pyramid("2010-10-01"), pyramid("2015-10-01")], deaths("2010-2015").head(0)),
        ([pyramid("2011-01-01", "register"), pyramid("2016-01-01", "register")], deaths("2010-2015")),
    ],
)
def test_without_two_counts_or_death_rates_there_is_no_interval_and_no_path(pyramids, schedule):
    found = cohorts.residuals(pd.concat(pyramids), schedule)
    assert found.empty
    assert {"period", "trusted", "persons", "source_id"} <= set(found.columns)
    assert cohorts.paths(found).empty


def test_persons_are_whole_and_none_are_missing():
    found = town(pyramid("2005-10-01", persons=1234), pyramid("2010-10-01", persons=1111))
    assert (found["persons"] == found["persons"].round()).all()
    assert found["age_at_end"].min() == 5
    assert not (np.signbit(found["persons"]) & (found["persons"] == 0)).any()


def test_an_interval_older_than_every_schedule_uses_the_oldest_and_says_from_when():
    old = cohorts.residuals(
        pd.concat([pyramid("1980-10-01"), pyramid("1985-10-01")]), deaths("2010-2015", "2015-2020")
    )
    new = cohorts.residuals(
        pd.concat([pyramid("2010-10-01"), pyramid("2015-10-01")]), deaths("2010-2015", "2015-2020")
    )
    assert set(old["earliest"]) == set(new["earliest"]) == {2010}
    assert list(old["persons"]) == list(new["persons"])


def test_each_interval_has_the_death_rates_of_its_own_period():
    schedule = pd.concat([deaths("2005-2010", mx=0.0001), deaths("2010-2015", mx=0.01)])
    found = cohorts.residuals(pd.concat([pyramid(f"{year}-10-01") for year in (2005, 2010, 2015)]), schedule)
    surv = {
        period: lifetable.survivorship(lifetable.regroup(table.nLx, table.age, cohorts.AGES))
        for period, rows in schedule.groupby("period")
        for table in [lifetable.life_table(rows["mx"].to_numpy().reshape(2, -1), np.array(AGES))]
    }
    for period, ratios in surv.items():
        rows = found[(found["period"] == period) & (found["age_at_end"] == 50)]
        assert list(rows["persons"]) == list(np.round(1000 - 1000 * ratios[:, 10]))


def test_old_ages_are_trusted_over_whole_five_years_only():
    found = town(pyramid("2005-10-01"), pyramid("2010-10-01"), pyramid("2020-01-01", "register"))
    hidden = found[~found["trusted"]]
    assert periods(hidden) == ["2010-2020"]
    assert set(hidden["age_at_end"]) == {75, 80, 85, 90}
    paths = cohorts.paths(found)
    hidden = paths[~paths["trusted"]]
    assert set(hidden["period"]) == {"2010-2020"}
    assert hidden["age"].min() > 70 >= paths.loc[paths["trusted"] & paths["mixed_basis"], "age"].max()


def test_both_sexes_of_a_path_add_up():
    paths = cohorts.paths(town(pyramid("2005-10-01"), pyramid("2010-10-01", persons=900)))
    assert (paths["F"] + paths["M"] == paths["persons"]).all()
    assert not paths.duplicated(["birth_start", "period"]).any()


def test_sources_of_both_ends_and_of_the_death_rates_go_with_every_row():
    found = town(pyramid("2005-10-01"), pyramid("2010-10-01"))
    assert set(found["source_id"]) == {"s2005"}
    assert set(found["end_source_id"]) == {"s2010"}
    assert set(found["mortality_source_id"]) == {"deaths"}
