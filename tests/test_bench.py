"""The benchmark's table says met only where a goal is met, and no lever is asked for twice where it must be new."""

import pytest

from bench import kernel, lever, report
from bench.report import Row, alone

NS = {kernel.FLOOR: 0.2, kernel.SUMS: 0.25, kernel.CELLS: 0.4, kernel.STEP: 2.5, kernel.LOOPS: 100.0}


@pytest.mark.parametrize(
    ("value", "least", "verdict"), [(2, False, "met"), (2.1, False, "missed"), (1.9, True, "missed")]
)
def test_a_goal_is_the_most_or_the_least_that_is_good_enough(value, least, verdict):
    row = Row("", "", "", "", value, 2, "×", least)
    assert (row.verdict, row.aim) == (verdict, "≥ 2×" if least else "≤ 2×")


def test_a_goal_without_a_peer_is_held_against_the_median():
    assert alone("", [1, 2, 9], goal=2).verdict == "met"
    assert alone("", [1, 3, 9], goal=2).verdict == "missed"
    assert alone("", [1, 3, 9]).verdict == ""


def test_the_kernel_is_held_against_the_floor_and_against_what_it_replaces():
    assert [row.verdict for row in kernel.table(NS)] == ["", "met", "met", "", "", "met", "met"]
    slow = NS | {kernel.SUMS: 0.6, kernel.CELLS: 0.41}
    assert [row.verdict for row in kernel.table(slow)] == ["", "missed", "missed", "", "", "missed", "missed"]


def test_every_row_of_a_table_has_as_many_cells_as_its_header():
    lines = report.markdown(kernel.table(NS), kernel.HEADER).splitlines()
    assert {line.count("|") for line in lines} == {len(kernel.HEADER) + 1}


def test_what_is_new_was_never_asked_for_before():
    asked = [new for start in (lever.ON_SERVER, lever.IN_BROWSER) for _index, new, _known in lever._turns(start)]
    assert len({*asked, *lever.KNOWN}) == len(asked) + len(lever.KNOWN)
