"""Projections launched from old censuses: nothing that came later is used, and the errors are those of the counts."""

import numpy as np
import pandas as pd
import pytest

from analytics.city import evidence as city_evidence
from analytics.database import queries
from analytics.demography import hindcast
from analytics.demography.hindcast import BANDS, FIVES


@pytest.fixture(scope="module")
def evidence(database):
    return city_evidence.evidence(database)


@pytest.fixture(scope="module")
def counts(database):
    asked = city_evidence.everything(database)
    return queries.counts(database, asked, (asked.home,))


@pytest.fixture(scope="module")
def found(database):
    return city_evidence.hindcasts(database)


def launched(evidence, counts, launch=2015.75):
    return hindcast.hindcast(launch, *evidence[:4], counts)


def test_each_launch_is_set_against_every_later_count(found):
    targets = found.groupby("launch")["target"].unique().map(sorted).to_dict()
    assert targets == {2010.75: [2015.75, 2020.75, 2025.0, 2025.75], 2015.75: [2020.75, 2025.0, 2025.75]}
    aged = found.loc[lambda rows: (rows["target"] == 2025) & rows["age_group"].isin(FIVES)]
    assert len(aged) == 2 * 3 * len(FIVES)
    assert found.notna().all(axis=None)


def test_an_error_is_what_was_projected_less_what_came(found):
    assert found["error"].to_numpy() == pytest.approx((found["projected"] - found["actual"]).to_numpy())


def test_groups_add_to_bands_and_bands_to_all(found):
    rows = found.loc[lambda rows: rows["target"] == 2025]
    wide = rows.pivot(index=["launch", "sex"], columns="age_group", values="projected")
    assert wide[FIVES].sum(axis=1).to_numpy() == pytest.approx(wide["all"].to_numpy())
    assert wide[BANDS].sum(axis=1).to_numpy() == pytest.approx(wide["all"].to_numpy())


def test_nothing_later_than_the_launch_is_used(evidence, counts):
    """Later censuses, schedules and registers may say what they like: only the errors change, not the projection."""
    later = evidence.pyramids["reference_date"] > pd.Timestamp("2015-10-01")
    others = evidence.pyramids.assign(persons=evidence.pyramids["persons"].where(~later, 7))
    unlike = evidence.mortality["period"] > "2010-2015"
    mortality = evidence.mortality.assign(mx=evidence.mortality["mx"].where(~unlike, 0.5))
    known, changed = (
        launched(evidence, counts),
        launched(evidence._replace(pyramids=others, mortality=mortality), counts),
    )
    assert changed["projected"].tolist() == known["projected"].tolist()


def test_accuracy_is_the_mean_error_of_cells_and_the_error_of_their_sum():
    errors = pd.DataFrame({"group": ["a", "a"], "error": [10.0, -30.0], "actual": [100.0, 300.0]})
    assert hindcast.accuracy(errors, ["group"]).to_numpy().tolist() == [["a", 2, 10, -5]]


def test_unknown_ages_are_spread_and_old_registers_without_ages_left_out(counts):
    rows = hindcast.actuals(counts)
    assert 2018.0 not in set(rows["target"])
    census = rows.loc[(rows["target"] == 2015.75) & (rows["sex"] == "F")].set_index("age_group")["actual"]
    assert census[FIVES].sum() == pytest.approx(census["all"]) == 109_056


def test_the_tfr_implied_by_children_is_the_one_that_bore_them():
    """Women who bear 1.5 children evenly over 15–49, and half of whose children survive."""
    women, pattern = np.full(101, 100.0), np.zeros(101)
    pattern[15:50] = 1 / 35
    born = 5 * 1.5 * 100
    children, surv = np.array([born / 2, born / 2]) / 2, np.array([0.5, 0.5])
    assert hindcast.implied_tfr(women, women, children, surv, pattern) == pytest.approx(1.5)


def test_releases_are_read_between_their_years_and_never_beyond():
    cell = {"area_code": "a", "sex": "T", "age_group": "all"}
    releases = pd.DataFrame(
        [cell | {"release": 2018, "year": year, "persons": n} for year, n in ((2020, 100), (2025, 200))]
    )
    days = {"2019-10-01": 90, "2020-10-01": 90, "2023-04-01": 90, "2025-10-01": 90, "2026-10-01": 90}
    rows = [
        cell | {"reference_date": pd.Timestamp(day), "basis": "census", "persons": n} for day, n in days.items()
    ]
    unaged = [
        row | {"age_group": name, "persons": np.nan}
        for row in rows[:1]
        for name in (*FIVES, "90-94", "95-99", "100+", *BANDS, "unknown")
    ]
    found = hindcast.of_releases(releases, pd.DataFrame([*rows, *unaged]))
    assert found.set_index("target")["projected"].to_dict() == pytest.approx(
        {2020.75: 100, 2023.25: 150, 2025.75: 200}
    )


def test_the_releases_have_thirty_errors_of_whole_populations(database):
    totals = hindcast.of_totals(city_evidence.release_errors(database))
    assert totals.groupby("release").size().to_dict() == {2013: 3, 2018: 18, 2023: 9}
    assert set(totals["lead"]) == {5, 10, 15}


def test_launched_in_2015_the_projection_is_about_as_near_as_the_institute(database, found):
    """By sex and five-year age in the register of 2025."""
    official = city_evidence.release_errors(database).loc[lambda rows: rows["release"] == 2018]
    ours = found.loc[lambda rows: rows["launch"] == 2015.75]
    mape = [
        hindcast.accuracy(
            rows.loc[rows["age_group"].isin(FIVES) & (rows["sex"] != "T") & (rows["target"] == 2025)], ["launch"]
        )
        for rows in (ours, official)
    ]
    assert mape[0]["cells"].tolist() == mape[1]["cells"].tolist() == [38]
    assert mape[0]["mape"].iloc[0] < mape[1]["mape"].iloc[0] * 1.1
