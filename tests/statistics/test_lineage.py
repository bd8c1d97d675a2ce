"""Three views of an average over a revision: every expected number is worked by hand in its test."""

import math
from datetime import date

import pandas as pd
import pytest

from analytics.statistics import lineage
from tests.statistics.test_kpi import BANDS, NAN, frame, row, written

REVISED_ON = date(2024, 3, 28)


def table(**versions: dict[str, str | None]) -> pd.DataFrame:
    """Indicators from {version: {indicator_id: change}}."""
    fixed = {"direction": "higher", "cumulative": False}
    rows = [
        fixed | {"version": version, "indicator_id": name, "change": change}
        for version, changes in versions.items()
        for name, change in changes.items()
    ]
    return pd.DataFrame(rows, columns=["indicator_id", "direction", "cumulative", "version", "change"])


def seen(indicators: pd.DataFrame, rows: list[dict], years: list[int], revised_on=REVISED_ON, **predecessors):
    return lineage.views(indicators, frame(rows), BANDS, years, revised_on, predecessors=predecessors)


def capped(views: pd.DataFrame, view: str) -> dict[int, float]:
    return views[views["view"] == view].set_index("fiscal_year")["capped"].to_dict()


def counted(views: pd.DataFrame, view: str) -> list[tuple[int, int]]:
    chosen = views[views["view"] == view]
    return list(zip(chosen["measured"], chosen["unmeasured"], strict=True))


KEPT = written("kept", target={2026: 100}, actual={2022: 60, 2023: 60, 2024: 60})
GONE = written("gone", target={2026: 100}, actual={2022: 20, 2023: 20, 2024: 20})
NEW = written("new", target={2026: 100}, actual={2023: 90, 2024: 90})
MOVED_SET = table(original={"kept": None, "gone": ""}, revised={"kept": "継続", "gone": "記載なし", "new": "新規"})


def test_the_set_changes_with_the_fiscal_year_in_which_it_was_revised():
    """Revised on 28 March 2024, inside fiscal 2023. Before: (60+20)/2 = 40. After: (60+90)/2 = 75."""
    views = seen(MOVED_SET, KEPT + GONE + NEW, [2022, 2023, 2024])
    assert capped(views, "as_decided") == {2022: 40, 2023: 75, 2024: 75}
    assert capped(views, "backwards") == {2022: 60, 2023: 75, 2024: 75}
    assert capped(views, "continued") == {2022: 60, 2023: 60, 2024: 60}
    assert counted(views, "as_decided") == [(2, 0), (2, 0), (2, 0)]
    assert counted(views, "backwards") == [(1, 1), (2, 0), (2, 0)]
    assert counted(views, "continued") == [(1, 0), (1, 0), (1, 0)]


@pytest.mark.parametrize(
    ("revised_on", "expected"),
    [("2024-03-31", 75), ("2024-04-01", 40), (pd.Timestamp("2023-04-01"), 75), (None, 40)],
)
def test_a_fiscal_year_ends_on_the_last_day_of_march(revised_on, expected):
    assert capped(seen(MOVED_SET, KEPT + GONE + NEW, [2023], revised_on), "as_decided") == {2023: expected}


def test_an_average_that_moves_only_because_the_set_moved():
    """40 -> 75 as decided, while what continued stood still at 60: all 35 points come from the set."""
    views = seen(MOVED_SET, KEPT + GONE + NEW, [2022, 2023])
    assert lineage.set_effect(views, 2023) == (35, 0, 35)


def test_an_average_that_moves_with_the_indicators_and_with_the_set():
    """As decided (60+20)/2 = 40 -> (72+90)/2 = 81; what continued 60 -> 72: 41 = 12 + 29."""
    kept = written("kept", target={2026: 100}, actual={2022: 60, 2023: 72})
    effect = lineage.set_effect(seen(MOVED_SET, kept + GONE + NEW, [2022, 2023]), 2023)
    assert effect == pytest.approx((41, 12, 29))
    assert effect._fields == ("change", "continued", "by_set")


def test_the_effect_of_the_first_year_is_unknown():
    assert all(math.isnan(points) for points in lineage.set_effect(seen(MOVED_SET, KEPT, [2022]), 2022))


def test_rows_come_view_by_view_then_year_by_year():
    views = seen(MOVED_SET, KEPT, [2024, 2022])
    names = ["as_decided", "backwards", "continued"]
    assert list(zip(views["view"], views["fiscal_year"], strict=True)) == [
        (name, year) for name in names for year in (2024, 2022)
    ]
    assert list(views.columns) == ["view", "fiscal_year", "capped", "uncapped", "measured", "unmeasured"]


def test_only_as_decided_knows_the_old_target():
    """80 until 28 March 2024, then 50: 40 is 50 % of the one, 80 % of the other; uncapped 60 is 120 % of 50."""
    rows = [
        *written("a", actual={2022: 40, 2023: 40, 2024: 60}),
        row("a", "target", 2026, 80, decided_on="2021-03-01"),
        row("a", "target", 2026, 50, decided_on="2024-03-28"),
    ]
    views = seen(table(original={"a": None}, revised={"a": "変更"}), rows, [2022, 2023, 2024])
    assert capped(views, "as_decided") == {2022: 50, 2023: 80, 2024: 100}
    assert capped(views, "backwards") == capped(views, "continued") == {2022: 80, 2023: 80, 2024: 100}
    assert list(views["uncapped"]) == pytest.approx([50, 80, 120, 80, 80, 120, 80, 80, 120])


MERGED_SET = table(original={"home": None, "abroad": None}, revised={"both": "統合"})
PARTS = [
    *written("home", target={2026: 10}, actual={2020: 3, 2021: 4, 2022: 5}),
    *written("abroad", target={2026: 20}, actual={2020: 8, 2021: NAN}),
]
BOTH = written("both", target={2026: 20}, actual={2023: 18})


def test_a_merged_indicator_is_the_sum_of_its_predecessors_when_all_have_a_value():
    """Of 20: in 2020 3 + 8 = 11 is 55 %; in 2021 abroad is empty, in 2022 has no row; in 2023 its own 18 is 90 %."""
    views = seen(MERGED_SET, PARTS + BOTH, [2020, 2021, 2022, 2023], both=("home", "abroad"))
    expected = {2020: 55, 2021: NAN, 2022: NAN, 2023: 90}
    assert capped(views, "backwards") == pytest.approx(expected, nan_ok=True)
    assert counted(views, "backwards") == [(1, 0), (0, 1), (0, 1), (1, 0)]
    assert counted(views, "continued") == [(0, 0)] * 4


def test_as_decided_does_not_add_predecessors_up():
    """In 2020 30 % and 40 %; after the revision the merged indicator has only what was reported for it."""
    parts = written("home", actual={2024: 9}) + written("abroad", actual={2024: 9})
    views = seen(MERGED_SET, PARTS + BOTH + parts, [2020, 2024], both=("home", "abroad"))
    assert capped(views, "as_decided") == pytest.approx({2020: 35, 2024: NAN}, nan_ok=True)


def test_a_reported_value_goes_before_the_sum():
    rows = PARTS + BOTH + written("both", actual={2020: 15})
    assert capped(seen(MERGED_SET, rows, [2020], both=("home", "abroad")), "backwards") == {2020: 75}


def test_an_empty_own_value_gives_way_to_the_sum():
    rows = [*PARTS, *BOTH, row("both", "actual", 2020, NAN, missing_reason="対象外", decided_on="2024-08-01")]
    views = seen(MERGED_SET, rows, [2020], both=("home", "abroad"))
    assert capped(views, "backwards") == pytest.approx({2020: 55})


@pytest.mark.parametrize("predecessors", [{}, {"both": ()}, {"both": ("home", "unheard")}, {"both": ("both",)}])
def test_without_known_predecessors_there_is_no_sum(predecessors):
    assert counted(seen(MERGED_SET, PARTS + BOTH, [2020], **predecessors), "backwards") == [(0, 1)]


def test_only_a_merger_adds_up():
    """A changed indicator may name where it came from and still has no value of its own."""
    changed = table(original={"home": None, "abroad": None}, revised={"both": "変更"})
    assert counted(seen(changed, PARTS + BOTH, [2020], both=("home", "abroad")), "backwards") == [(0, 1)]


def test_merging_leaves_the_values_as_they_were():
    values = frame(PARTS + BOTH)
    before = values.copy()
    lineage.views(MERGED_SET, values, BANDS, [2020], REVISED_ON, predecessors={"both": ("home", "abroad")})
    pd.testing.assert_frame_equal(values, before)


@pytest.mark.parametrize("indicators", [table(), MOVED_SET])
@pytest.mark.parametrize("rows", [[], KEPT])
@pytest.mark.parametrize("years", [[], [2022]])
def test_every_column_has_its_type_even_with_nothing_to_say(indicators, rows, years):
    views = seen(indicators, rows, years)
    full = seen(MOVED_SET, KEPT, [2022])
    assert views.dtypes.to_dict() == full.dtypes.to_dict()
    assert len(views) == 3 * len(years)
