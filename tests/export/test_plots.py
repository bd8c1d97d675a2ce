"""What a drawing says, read back from it, and the native chart made of it: the figure's own numbers and no others."""

import numpy as np
import pandas as pd
import pytest

from analytics.export.native import marks, plots, point_labels
from analytics.export.native.marks import UnreadableError
from analytics.export.native.plots_of_plan import Look, Plot, Series
from analytics.figures import Figure
from analytics.figures.context import Context
from tests.figures.test_figures import MAKERS

PICTURES = {"generations.every_cohort"}
SCATTERS = {"ahead.total", "outlook.releases", "seeking.planned_frontier", "neighbours.against_chance"}
NATIVE = sorted(set(MAKERS) - PICTURES)


def plot(database, filters, name) -> tuple[Figure, Plot | None]:
    figure = MAKERS[name](Context(database, filters))
    return figure, plots.of(figure, Context(database, filters))


def numbers(figure: Figure) -> dict[str, set[float]]:
    """{heading: rounded values} of every column of numbers."""
    columns = figure.export.select_dtypes("number")
    return {name: {round(float(value), 6) for value in columns[name].dropna()} for name in columns}


def drawn(found: Plot) -> list[float]:
    shown = [value for series in found.series if series.role not in plots.DRAWN_ONLY for value in series.values]
    return [round(value, 6) for value in shown if value == value]


@pytest.mark.parametrize("name", NATIVE)
def test_a_native_chart_draws_every_number_of_a_column_of_the_table_and_no_other(database, filters, name):
    figure, found = plot(database, filters, name)
    values, mirrored = drawn(found), found.arranged == "mirrored" or name.startswith("causes.by_cause")
    known = {
        name: {abs(value) if mirrored else value for value in column} for name, column in numbers(figure).items()
    }
    values = {abs(value) if mirrored else value for value in values}
    assert any(column <= values for column in known.values() if column)
    assert values <= set().union(*known.values())


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_what_has_no_native_form_is_left_to_the_picture(database, filters, name):
    figure, found = plot(database, filters, name)
    assert figure.spec is not None
    assert found is None


@pytest.mark.parametrize("name", NATIVE)
def test_every_series_has_a_name_of_its_own_and_as_many_values_as_there_are_places(database, filters, name):
    _figure, found = plot(database, filters, name)
    names = [series.name for series in found.series]
    assert all(names) and len(set(names)) == len(names)
    assert {len(series.values) for series in found.series} == {len(found.labels)}
    assert (found.kind == "scatter") == (name in SCATTERS)
    assert any(series.role != "base" and np.isfinite(series.values).any() for series in found.series)


def test_years_without_a_value_are_gaps_on_an_axis_that_leaves_out_no_year(database, filters):
    _figure, found = plot(database, filters, "births.by_basis")
    assert [label.split()[-1] for label in found.labels] == [str(year) for year in range(2015, 2025)]
    strategy = next(series for series in found.series if series.name == "総合戦略")
    assert [value == value for value in strategy.values] == [year in (2016, 2022) for year in range(2015, 2025)]
    assert not strategy.look.joined


def test_a_line_that_leaves_out_years_is_drawn_to_scale(database, filters):
    _figure, found = plot(database, filters, "outlook.releases")
    census = next(series for series in found.series if series.name == "国勢調査")
    first, last = census.span
    assert list(found.labels[first:last]) == [*range(1980, 2026, 5)]
    assert census.look.joined


def test_synthetic_values_are_known_as_such(database, filters):
    _figure, found = plot(database, filters, "migration.inflow_20_39")
    assert all(flag for series in found.series for flag in series.demo)
    assert all(series.look.fill == "#FFFFFF" for series in found.series)


def test_a_fall_stands_on_a_base_that_is_not_seen(database, filters):
    from analytics.figures.population import causes

    figure = causes.by_cause(Context(database, filters), "strategy")
    found = plots.of(figure, Context(database, filters))
    base, *parts = found.series
    assert (found.kind, found.arranged, base.role, base.look.fill) == ("bar", "stacked", "base", "")
    signed = [
        (-1 if part.role == "fall" else 1) * part.values[at]
        for at in range(len(found.labels))
        for part in parts
        if part.values[at] == part.values[at]
    ]
    assert signed == pytest.approx(list(figure.export["出生数（人）"]))


def test_numbers_that_do_not_stand_in_the_table_are_not_drawn(database, filters):
    figure = MAKERS["births.by_basis"](Context(database, filters))
    other = figure._replace(export=figure.export.assign(**{"出生数（人）": 1}))
    assert plots.of(other, Context(database, filters)) is None


ROW = {"kind": "census", "value": 3, "home": True, "gone": None}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("datum.kind === 'census'", True),
        ("datum.kind !== 'census'", False),
        ("!(datum.kind === 'census') || datum.home", True),
        ("!datum.home", False),
        ("isValid(datum.gone)", False),
        ("!isValid(datum.gone) && datum.value >= 3", True),
        ("datum.gone < 3", False),
        ("datum.value < 3 || datum.nowhere", False),
    ],
)
def test_a_filter_holds_as_it_does_in_the_drawing(condition, expected):
    assert marks.holds(condition, ROW) is expected


@pytest.mark.parametrize(
    "condition", ["datum.value + 1 > 3", "__import__('os')", "datum.kind = 1", "year(datum.value)"]
)
def test_a_filter_that_no_chart_says_is_refused(condition):
    with pytest.raises(UnreadableError):
        marks.holds(condition, ROW)


def test_no_two_numbers_stand_beside_the_same_place():
    look = Look("#0031D8", "#0031D8", "circle", joined=True)
    series = tuple(
        Series(name, values, (False,) * 3, look=look)
        for name, values in {"a": (1, 2, 50), "b": (1.5, 90, 52)}.items()
    )
    found = point_labels.of(Plot("line", "t", "a", ("1", "2", "3"), series, "人", "", 0, 0))
    assert found[0][0].above != found[1][0].above
    assert found[0][2].above != found[1][2].above
    assert found[1][0].above and found[1][2].above


def test_the_drawing_of_nothing_has_no_native_form(database, filters):
    figure = MAKERS["births.by_basis"](Context(database, filters._replace(first_year=1981, last_year=1982)))
    assert figure.spec is None
    assert plots.of(figure, Context(database, filters)) is None
    assert isinstance(figure.export, pd.DataFrame)
