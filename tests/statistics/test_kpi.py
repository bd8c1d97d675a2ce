"""Achievement, progress, pace, jumps, bands: every expected number is worked by hand in its test."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics import kpi

NAN = float("nan")
BANDS = pd.DataFrame(
    {
        "band": ["met", "on_path", "near", "behind", "worse", "unmeasured", "no_target"],
        "lower": [NAN, NAN, 80.0, NAN, NAN, NAN, NAN],
    }
)
FIELDS = ["indicator_id", "kind", "fiscal_year", "value", "missing_reason", "decided_on", "reason"]

POSITIVE = st.floats(1e-3, 1e6)
LOWER = st.booleans()
RATES = st.lists(st.one_of(st.floats(0, 500), st.just(NAN)), max_size=12)


def indicator(name: str = "visits", *, direction: str = "higher", cumulative: bool = False) -> pd.DataFrame:
    return pd.DataFrame([{"indicator_id": name, "direction": direction, "cumulative": cumulative}])


def written(name: str = "visits", **kinds: dict[int, float]) -> list[dict]:
    """Rows of values from {kind: {fiscal year: value}}."""
    return [row(name, kind, year, value) for kind, years in kinds.items() for year, value in years.items()]


def row(name: str, kind: str, year: int, value: float, **rest: str) -> dict:
    return {"indicator_id": name, "kind": kind, "fiscal_year": year, "value": value} | rest


def frame(rows: list[dict]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=FIELDS)


def assessed(rows: list[dict], year: int, *, decided_by: str | None = None, **given) -> pd.Series:
    """The one row of `assess`."""
    return kpi.assess(indicator(**given), frame(rows), BANDS, year, decided_by=decided_by).iloc[0]


def numbers(found: pd.Series, *names: str) -> list[float]:
    return [float(found[name]) for name in names]


@pytest.mark.parametrize(
    ("actual", "target", "lower", "percent"),
    [
        (90, 120, False, 75),
        (150, 120, False, 125),
        (0, 120, False, 0),
        (150, 120, True, 80),
        (96, 120, True, 125),
        (5, 0, False, NAN),
        (0, 5, True, NAN),
        (5, 0, True, 0),
        (NAN, 5, False, NAN),
        (5, None, False, NAN),
    ],
)
def test_achievement_is_a_percentage_of_the_target_without_a_cap(actual, target, lower, percent):
    assert kpi.achievement(actual, target, lower_is_better=lower) == pytest.approx(percent, nan_ok=True)


@pytest.mark.parametrize(
    ("actual", "baseline", "target", "percent"),
    [
        (115, 100, 120, 75),
        (95, 100, 120, -25),
        (130, 100, 120, 150),
        (85, 100, 80, 75),
        (105, 100, 80, -25),
        (3, 0, 12, 25),
        (-50, -200, 100, 50),
        (110, 100, 100, NAN),
        (110, NAN, 120, NAN),
        (None, 100, 120, NAN),
    ],
)
def test_progress_is_the_share_of_the_way_whichever_side_is_desired(actual, baseline, target, percent):
    assert kpi.progress(actual, baseline, target) == pytest.approx(percent, nan_ok=True)


@pytest.mark.parametrize(
    ("actual", "other", "lower", "met", "worse"),
    [
        (120, 120, False, True, False),
        (119, 120, False, False, True),
        (121, 120, False, True, False),
        (120, 120, True, True, False),
        (119, 120, True, True, False),
        (121, 120, True, False, True),
        (NAN, 120, False, False, False),
        (120, NAN, True, False, False),
    ],
)
def test_equal_is_met_and_not_worse(actual, other, lower, met, worse):
    assert kpi.is_met(actual, other, lower_is_better=lower) is met
    assert kpi.is_worse(actual, other, lower_is_better=lower) is worse


@pytest.mark.parametrize(
    ("year", "value"), [(2018, 100), (2020, 100), (2021, 105), (2023, 115), (2026, 130), (2030, 130)]
)
def test_the_straight_path_is_held_at_its_ends(year, value):
    assert kpi.planned(2020, 100, 2026, 130, year) == value


def test_the_straight_path_meets_published_decimals():
    assert 0.1 + (0.4 - 0.1) * 2 / 3 > 0.3
    assert kpi.planned(2020, 0.1, 2023, 0.4, 2022) == 0.3


@pytest.mark.parametrize("gone", range(5))
def test_a_path_needs_all_its_numbers(gone):
    path = [2020, 100, 2026, 130, 2023]
    path[gone] = None
    assert math.isnan(kpi.planned(*path))


def test_a_path_without_length_is_its_target_from_that_year():
    assert [kpi.planned(2020, 5, 2020, 8, year) for year in (2019, 2020, 2021)] == [5, 8, 8]


@pytest.mark.parametrize(
    ("actual", "year", "target", "target_year", "lower", "pace"),
    [
        (100, 2023, 130, 2026, False, 10),
        (100, 2023, 70, 2026, True, -10),
        (130, 2023, 130, 2026, False, 0),
        (60, 2023, 70, 2026, True, 0),
        (129, 2026, 130, 2026, False, NAN),
        (130, 2027, 130, 2026, False, 0),
        (129, 2027, 130, 2026, False, NAN),
        (NAN, 2023, 130, 2026, False, NAN),
        (100, 2023, NAN, None, False, NAN),
    ],
)
def test_the_pace_shares_what_is_left_among_the_years_left(actual, year, target, target_year, lower, pace):
    found = kpi.required_pace(actual, year, target, target_year, lower_is_better=lower)
    assert found == pytest.approx(pace, nan_ok=True)


def flagged(values: dict[int, float]) -> list[int]:
    result = kpi.jumps(pd.Series(values, dtype=float))
    assert result.dtype == bool
    assert list(result.index) == [year for year, value in values.items() if not math.isnan(value)]
    return list(result.index[result])


def test_a_step_of_more_than_three_usual_ones_is_a_jump():
    """Steps 2, 3, 2, 31: the others' median is 2, 31 > 6, and 31 / 107 is 29 %. None of the others is > 3 x 3."""
    assert flagged({2018: 100, 2019: 102, 2020: 105, 2021: 107, 2022: 138}) == [2022]


def test_a_fall_can_be_a_jump_and_so_can_the_way_back():
    """Steps 1, -50, 51, 1: of 50 the others' median is 1, of 51 too."""
    assert flagged({2018: 100, 2019: 101, 2020: 51, 2021: 102, 2022: 103}) == [2020, 2021]


@pytest.mark.parametrize(("last", "expected"), [(160, []), (161, [2021])])
def test_three_times_the_usual_step_is_not_yet_a_jump(last, expected):
    """Steps 10, 10, then 30 or 31: the others' median is 10, three of which are 30."""
    assert flagged({2018: 110, 2019: 120, 2020: 130, 2021: last}) == expected


@pytest.mark.parametrize(("last", "expected"), [(109, []), (110, [2021])])
def test_a_small_step_is_no_jump_however_flat_the_series(last, expected):
    """Nothing moved before, so any step is more than three usual ones; 10 of 100 is the 10 % it takes."""
    assert flagged({2018: 100, 2019: 100, 2020: 100, 2021: last}) == expected


def test_a_step_over_a_gap_is_shared_among_its_years():
    """From 104 to 164 in six years is 10 a year: 10 > 3 x 2, but less than 10 % of 104. In three years it is 20."""
    start = {2010: 100, 2011: 102, 2012: 104}
    assert flagged({**start, 2018: 164, 2019: 166}) == []
    assert flagged({**start, 2013: NAN, 2014: NAN, 2015: 164, 2016: 166}) == [2015]


def test_thresholds_hold_for_decimals_as_for_whole_numbers():
    """1.0 to 0.9 is 10 % (0.09999999999999998 in binary); 2.1 is three times 0.7 (2.0999999999999996) and no more."""
    assert flagged({2018: 1.0, 2019: 1.0, 2020: 1.0, 2021: 0.9}) == [2021]
    assert flagged({2018: 3.0, 2019: 3.0, 2020: 3.0, 2021: 3.3}) == [2021]
    assert flagged({2018: 0.0, 2019: 0.7, 2020: 1.4, 2021: 3.5}) == []


def test_below_zero_a_small_step_is_small_too():
    """Net migration: 5 of -100 is 5 %, 10 is 10 %."""
    assert flagged({2018: -100, 2019: -100, 2020: -100, 2021: -105}) == []
    assert flagged({2018: -100, 2019: -100, 2020: -100, 2021: -90}) == [2021]


def test_from_nothing_any_large_step_is_a_jump():
    assert flagged({2018: 0, 2019: 0, 2020: 0, 2021: 3}) == [2021]


@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_fewer_than_three_steps_say_nothing(length):
    assert flagged(dict(list({2018: 1, 2019: 1, 2020: 900}.items())[:length])) == []


def test_three_steps_are_enough():
    assert flagged({2018: 1, 2019: 1, 2020: 900, 2021: 900}) == [2020]


RISING = written(baseline={2020: 100}, target={2026: 160}, actual={2021: 104, 2022: 112, 2023: 126})


def test_a_year_on_the_way():
    """Planned 100 + 60 x 3/6 = 130; 126/160 = 78.75 %; 26/60 of the way; 34 left for 3 years; 14 more than 2022."""
    found = assessed(RISING, 2023)
    assert list(found.index) == list(kpi.COLUMNS)
    assert numbers(found, "baseline_year", "baseline", "target_year", "target") == [2020, 100, 2026, 160]
    assert numbers(found, "fiscal_year", "actual", "latest_year", "latest") == [2023, 126, 2023, 126]
    assert found["planned"] == 130
    assert found["achievement"] == found["final_achievement"] == pytest.approx(78.75)
    assert found["progress"] == pytest.approx(26 / 60 * 100)
    assert found["pace"] == pytest.approx(34 / 3)
    assert numbers(found, "change", "previous_year") == [14, 2022]
    assert found[["target_reason", "missing_reason", "reason"]].to_list() == [None, None, None]
    assert not found["jump"]
    assert found["band"] == "behind"


@pytest.mark.parametrize(
    ("actual", "band"),
    [
        (160, "met"),
        (159, "on_path"),
        (130, "on_path"),
        (129, "near"),
        (128, "near"),
        (127, "behind"),
        (100, "behind"),
        (99, "worse"),
    ],
)
def test_the_band_of_a_year(actual, band):
    """Baseline 100, planned 130, target 160, of which 80 % are 128."""
    rows = written(baseline={2020: 100}, target={2026: 160}, actual={2023: actual})
    assert assessed(rows, 2023)["band"] == band


def test_exactly_the_lower_edge_is_near():
    """58 of 100 is 58 %, though 58 / 100 x 100 is 57.99999999999999 in binary."""
    bands = pd.DataFrame({"band": ["near"], "lower": [58.0]})
    rows = frame(written(target={2026: 100}, actual={2023: 58, 2024: 57.99}))
    found = [kpi.assess(indicator(), rows, bands, year)["band"].item() for year in (2023, 2024)]
    assert found == ["near", "behind"]


@pytest.mark.parametrize(
    ("actual", "band"), [(40, "met"), (70, "on_path"), (71, "behind"), (100, "behind"), (101, "worse")]
)
def test_the_band_where_lower_is_better(actual, band):
    """Baseline 100, planned 70, target 40: 40/71 is 56 %."""
    rows = written(baseline={2020: 100}, target={2026: 40}, actual={2023: actual})
    assert assessed(rows, 2023, direction="lower")["band"] == band


def test_lower_is_better_turns_the_ratio_and_the_pace():
    """Achieved 40/64 = 62.5 %, progress -36/-60 = 60 %, 24 to lose in 3 years."""
    rows = written(baseline={2020: 100}, target={2026: 40}, actual={2023: 64})
    found = assessed(rows, 2023, direction="lower")
    assert numbers(found, "achievement", "progress", "pace", "change") == pytest.approx([62.5, 60, -8, -36])


def test_met_early_and_still_met():
    rows = written(baseline={2020: 100}, target={2026: 160}, actual={2021: 168, 2022: 161, 2023: 176})
    found = [assessed(rows, year) for year in (2021, 2022, 2023)]
    assert [year["band"] for year in found] == ["met"] * 3
    assert [year["pace"] for year in found] == [0, 0, 0]
    assert [year["achievement"] for year in found] == pytest.approx([105, 161 / 160 * 100, 110])


def test_a_target_revised_midway_depends_on_the_day_one_looks_from():
    """150 until 2024-03-27, 120 from then: 120 is 80 % of the one and all of the other."""
    rows = [
        *written(baseline={2020: 100}, actual={2023: 120}),
        row("visits", "target", 2026, 120, decided_on="2024-03-28"),
        row("visits", "target", 2026, 150, decided_on="2021-03-31"),
        row("visits", "target", 2026, 200),
    ]
    looks = {None: 120, "2024-03-28": 120, "2024-03-27": 150, "2021-03-30": 200}
    found = {day: assessed(rows, 2023, decided_by=day) for day in looks}
    assert {day: year["target"] for day, year in found.items()} == looks
    assert [year["achievement"] for year in found.values()] == pytest.approx([100, 100, 80, 60])
    assert [year["band"] for year in found.values()] == ["met", "met", "near", "behind"]


def test_only_targets_are_held_back_until_they_are_decided():
    rows = [
        *written(target={2026: 160}),
        row("visits", "baseline", 2020, 100, decided_on="2024-08-01"),
        row("visits", "actual", 2023, 120, decided_on="2024-08-01"),
    ]
    found = assessed(rows, 2023, decided_by="2024-03-31")
    assert numbers(found, "baseline", "actual", "target") == [100, 120, 160]


def test_a_zero_baseline():
    """Nothing before: 3/12 achieved and a quarter of the way, planned 12 x 3/6 = 6."""
    found = assessed(written(baseline={2020: 0}, target={2026: 12}, actual={2023: 3}), 2023)
    assert numbers(found, "achievement", "progress", "planned", "change") == [25, 25, 6, 3]
    assert found["band"] == "behind"


def test_a_target_equal_to_the_baseline_has_no_way_to_go():
    found = assessed(written(baseline={2020: 80}, target={2026: 80}, actual={2023: 76}), 2023)
    assert math.isnan(found["progress"])
    assert numbers(found, "achievement", "planned") == [95, 80]
    assert found["band"] == "worse"


def test_a_target_of_zero_has_no_ratio():
    """Waiting children: 12 of 20 gone is 60 % of the way; the ratio 0/8 is 0 and, once met, 0/0 is none."""
    rows = written(baseline={2020: 20}, target={2026: 0}, actual={2023: 8, 2024: 0})
    on_the_way, met = (assessed(rows, year, direction="lower") for year in (2023, 2024))
    assert numbers(on_the_way, "achievement", "progress") == [0, 60]
    assert math.isnan(met["achievement"])
    assert (on_the_way["band"], met["band"]) == ("on_path", "met")
    assert math.isnan(assessed(rows, 2023, direction="higher")["achievement"])


def test_a_missing_actual_keeps_its_reason_and_the_latest_before_it():
    rows = [*RISING, row("visits", "actual", 2024, NAN, missing_reason="未公表", reason="調査を中止")]
    found = assessed(rows, 2024)
    assert (found["band"], found["missing_reason"], found["reason"]) == ("unmeasured", "未公表", "調査を中止")
    assert numbers(found, "latest_year", "latest", "previous_year", "planned") == [2023, 126, 2023, 140]
    unknown = ["actual", "achievement", "final_achievement", "progress", "pace", "change"]
    assert found[unknown].isna().all()
    assert not found["jump"]


def test_a_year_without_a_row_has_no_reason():
    found = assessed(RISING, 2025)
    assert (found["band"], found["missing_reason"], found["latest_year"]) == ("unmeasured", None, 2023)


def test_a_year_does_not_know_the_years_after_it():
    found = assessed(RISING, 2021)
    assert numbers(found, "actual", "latest", "latest_year", "change") == [104, 104, 2021, 4]


def test_the_baseline_year_itself_is_unmeasured_without_an_actual():
    found = assessed(RISING, 2020)
    assert found["band"] == "unmeasured"
    assert pd.isna(found["latest_year"])
    assert pd.isna(found["previous_year"])


def test_change_counts_from_the_latest_earlier_value():
    """2022 is missing and 2021 too, so 2023 counts from the baseline of 2020."""
    rows = written(baseline={2020: 100}, target={2026: 160}, actual={2018: 90, 2022: NAN, 2023: 126, 2024: 121})
    assert numbers(assessed(rows, 2023), "change", "previous_year") == [26, 2020]
    assert numbers(assessed(rows, 2024), "change", "previous_year") == [-5, 2023]


def test_a_target_not_yet_set_says_so_and_no_target_row_says_nothing():
    rows = written(baseline={2020: 100}, actual={2023: 126})
    unset = assessed([*rows, row("visits", "target", 2026, NAN, missing_reason="未設定")], 2023)
    absent = assessed(rows, 2023)
    assert (unset["band"], unset["target_reason"], unset["target_year"]) == ("no_target", "未設定", 2026)
    assert (absent["band"], absent["target_reason"]) == ("no_target", None)
    assert pd.isna(absent["target_year"])
    for found in (unset, absent):
        assert found[["target", "planned", "achievement", "final_achievement", "progress", "pace"]].isna().all()
        assert found["change"] == 26


def test_without_a_baseline_there_is_no_path_but_a_ratio():
    found = assessed(written(target={2026: 160}, actual={2023: 136}), 2023)
    assert found[["baseline", "baseline_year", "planned", "progress", "change"]].isna().all()
    assert (found["achievement"], found["band"]) == (85, "near")


def test_a_cumulative_total_is_measured_against_the_plan_of_its_year():
    """24 of 30 planned is 80 %; 24 of 100 in the end is 24 %; met counts the end only."""
    rows = written(
        baseline={2020: 0}, target={2022: 30, 2023: 40, 2026: 100}, actual={2022: 24, 2023: 42, 2024: 100}
    )
    near, ahead, met = (assessed(rows, year, cumulative=True) for year in (2022, 2023, 2024))
    assert numbers(near, "planned", "achievement", "final_achievement") == pytest.approx([30, 80, 24])
    assert numbers(ahead, "planned", "achievement", "final_achievement") == pytest.approx([40, 105, 42])
    assert [found["band"] for found in (near, ahead, met)] == ["near", "on_path", "met"]
    assert numbers(near, "target_year", "target") == [2026, 100]


def test_a_cumulative_total_without_a_yearly_plan_is_measured_against_the_straight_path():
    """The straight path from 0 is 100 x 2/6 = 33.3: 25 is 75 % of it."""
    rows = written(baseline={2020: 0}, target={2026: 100}, actual={2022: 25})
    found = assessed(rows, 2022, cumulative=True)
    assert numbers(found, "planned", "achievement", "final_achievement") == pytest.approx([100 / 3, 75, 25])
    assert found["band"] == "behind"


def test_a_planned_year_without_a_value_falls_back_on_the_straight_path():
    rows = written(baseline={2020: 0}, target={2023: NAN, 2026: 60}, actual={2023: 33})
    found = assessed(rows, 2023, cumulative=True)
    assert numbers(found, "planned", "achievement") == pytest.approx([30, 110])


def test_what_is_not_cumulative_keeps_to_the_final_target_beside_its_yearly_plan():
    """35 is past the 30 of its year and half of the 70 in the end."""
    found = assessed(written(baseline={2020: 0}, target={2022: 30, 2026: 70}, actual={2022: 35}), 2022)
    assert numbers(found, "planned", "achievement") == [30, 50]
    assert found["band"] == "on_path"


def test_a_yearly_plan_is_replaced_with_the_day_too():
    rows = [
        *written(baseline={2020: 0}, target={2026: 60}, actual={2022: 18}),
        row("visits", "target", 2022, 24, decided_on="2021-04-01"),
        row("visits", "target", 2022, 18, decided_on="2022-10-01"),
    ]
    found = [assessed(rows, 2022, cumulative=True, decided_by=day) for day in ("2022-03-31", "2023-03-31")]
    assert [year["achievement"] for year in found] == pytest.approx([75, 100])


def test_a_jump_asks_for_the_reason_of_its_year():
    """Steps from the baseline 4, 4, 4, 48: the last is 12 usual ones and 43 % of 112."""
    rows = [
        *written(baseline={2020: 100}, target={2026: 200}, actual={2021: 104, 2022: 108, 2023: 112}),
        row("visits", "actual", 2024, 160, reason="新しい会場"),
    ]
    found = {year: assessed(rows, year) for year in (2023, 2024)}
    assert [found[year]["jump"] for year in found] == [False, True]
    assert [found[year]["reason"] for year in found] == [None, "新しい会場"]


def test_a_jump_is_judged_by_what_was_known_in_its_year():
    """Up to 2022 there are two steps only; with 2023 the step of 2022 would stand out."""
    rows = written(baseline={2020: 100}, target={2026: 200}, actual={2021: 101, 2022: 140, 2023: 141})
    assert [assessed(rows, year)["jump"] for year in (2022, 2023)] == [False, False]
    assert list(kpi.jumps(pd.Series({2020: 100, 2021: 101, 2022: 140, 2023: 141}))) == [False, False, True, False]


def test_the_order_of_the_rows_does_not_matter():
    """In order the steps are 4, 4, 4, 48."""
    rows = written(target={2026: 200}, actual={2020: 100, 2021: 104, 2022: 108, 2023: 112, 2024: 160})
    expected, found = assessed(rows, 2024), assessed([rows[i] for i in (5, 3, 0, 1, 4, 2)], 2024)
    assert expected["jump"]
    assert found.equals(expected)


def test_an_actual_of_the_baseline_year_takes_the_baselines_place():
    rows = written(baseline={2020: 100}, target={2026: 160}, actual={2020: 98, 2021: 104})
    assert assessed(rows, 2021)["change"] == 6
    assert pd.isna(assessed(rows, 2020)["previous_year"])


def test_indicators_keep_their_order_and_their_own_values():
    indicators = pd.concat([indicator("z"), indicator("a", direction="lower"), indicator("m")])
    values = frame([*written("a", target={2026: 5}, actual={2023: 4}), *written("z", actual={2023: 9})])
    found = kpi.assess(indicators, values, BANDS, 2023)
    assert list(found["indicator_id"]) == ["z", "a", "m"]
    assert list(found["band"]) == ["no_target", "met", "unmeasured"]
    assert list(found["achievement"]) == pytest.approx([NAN, 125, NAN], nan_ok=True)


@pytest.mark.parametrize("indicators", [indicator(), indicator().iloc[:0]])
@pytest.mark.parametrize("values", [frame([]), frame(RISING)])
@pytest.mark.parametrize("bands", [BANDS, BANDS.iloc[:0]])
def test_every_column_has_its_type_even_with_nothing_to_say(indicators, values, bands):
    found = kpi.assess(indicators, values, bands, 2023)
    full = kpi.assess(indicator(), frame(RISING), BANDS, 2023)
    assert found.dtypes.to_dict() == full.dtypes.to_dict()
    assert len(found) == len(indicators)


def test_the_average_caps_each_and_leaves_out_what_has_none():
    """(80 + 100) / 2 = 90 and (80 + 120) / 2 = 100."""
    assert kpi.average(pd.Series([80, 120, NAN])) == (90, 100, 2, 1)


def test_the_average_of_nothing_is_missing():
    capped, uncapped, measured, unmeasured = kpi.average(pd.Series([NAN, None]))
    assert np.isnan([capped, uncapped]).all()
    assert (measured, unmeasured) == (0, 2)
    assert kpi.average(pd.Series(dtype=float))[2:] == (0, 0)


@given(POSITIVE, POSITIVE, st.floats(1e-3, 1e3), LOWER)
def test_achievement_does_not_know_the_unit(actual, target, factor, lower):
    before = kpi.achievement(actual, target, lower_is_better=lower)
    assert kpi.achievement(actual * factor, target * factor, lower_is_better=lower) == pytest.approx(before)


@given(*[st.integers(-10_000, 10_000)] * 3, st.floats(1e-3, 1e3), st.integers(-10_000, 10_000))
def test_progress_does_not_know_the_unit_nor_the_zero(actual, baseline, target, factor, shift):
    before = kpi.progress(actual, baseline, target)
    after = kpi.progress(*((number + shift) * factor for number in (actual, baseline, target)))
    assert after == pytest.approx(before, rel=1e-6, abs=1e-6, nan_ok=True)


@given(POSITIVE, POSITIVE, LOWER)
def test_met_means_a_hundred_percent(actual, target, lower):
    met = kpi.is_met(actual, target, lower_is_better=lower)
    assert met == (kpi.achievement(actual, target, lower_is_better=lower) >= 100)


@given(POSITIVE, POSITIVE, st.integers(1, 10), LOWER)
def test_the_pace_leads_to_the_target(actual, target, years, lower):
    pace = kpi.required_pace(actual, 2020, target, 2020 + years, lower_is_better=lower)
    reached = target if not kpi.is_met(actual, target, lower_is_better=lower) else actual
    assert actual + pace * years == pytest.approx(reached)


@given(RATES)
def test_a_capped_average_is_never_the_larger_nor_above_a_hundred(rates):
    found = kpi.average(pd.Series(rates, dtype=float))
    assert found.measured + found.unmeasured == len(rates)
    if found.measured:
        assert found.capped <= min(found.uncapped, 100) + 1e-9


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=8), st.integers(2, 50))
def test_a_jump_does_not_know_the_unit(values, factor):
    series = pd.Series(values, index=range(2018, 2018 + len(values)))
    assert kpi.jumps(series).equals(kpi.jumps(series * factor))
