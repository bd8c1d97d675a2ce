"""The outlook of each series and the chance of each target: what is said, and what must not be said."""

import pandas as pd
import pytest

from analytics.city import standing
from analytics.figures.context import Context
from analytics.figures.plan import indicators, likelihood
from analytics.figures.population import forecasts
from analytics.figures.population.forecasts import AHEAD, Series
from analytics.filters import Filters
from analytics.statistics import forecast
from analytics.statistics.backtest import Backtest, Choice
from analytics.words import terms

MAKERS = (
    forecasts.births,
    forecasts.tfr,
    forecasts.in_migrants,
    forecasts.out_migrants,
    forecasts.net_migration,
)


def drawn(context: Context, values: dict[int, float], kind: str = "count"):
    rows = pd.DataFrame({"year": list(values), "value": list(values.values())})
    rows = rows.assign(status="published", source_id="ssdse_a_2026")
    return forecasts._drawn(context, Series("k", context.term("births"), "births", kind, "vital", rows))


@pytest.mark.parametrize("maker", MAKERS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_forecast_carries_its_range_and_its_track_record(database, filters, maker, lang):
    figure = maker(Context(database, filters._replace(lang=lang)))
    assert "80%" in figure.message
    record = next(note for note in figure.notes if "MASE" in note)
    assert terms.words("model", lang)["naive"] in record
    assert any("Theil–Sen" in note and "Mann–Kendall" in note for note in figure.notes)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_fan_begins_after_the_last_figure_and_widens(database, filters, maker):
    data = maker(Context(database, filters)).data.to_pandas()
    coming = data[data["part"] == "forecast"]
    last = data.loc[data["part"] == "observed", "year"].max()
    assert coming["year"].tolist() == [last + ahead for ahead in range(1, AHEAD + 1)]
    for low, high in (("low50", "high50"), ("low80", "high80")):
        assert (coming[high] - coming[low]).is_monotonic_increasing
    assert (coming["low80"] <= coming["low50"]).all()
    assert (coming["high80"] >= coming["high50"]).all()


def test_the_naive_forecast_is_said_to_win_where_it_does(database, filters):
    context = Context(database, filters)
    walk = dict(zip(range(2010, 2020), [100, 140, 95, 150, 90, 145, 100, 150, 95, 100], strict=True))
    figure = drawn(context, walk)
    values = pd.Series(walk)
    best = min(
        forecast.MODELS.keys() & {"glm", "holt", "naive"},
        key=lambda model: forecasts.backtest.backtest(values, model).mase,
    )
    assert ("直近の値のまま」とする予測がいちばん当たる" in figure.message) == (best == "naive")


def test_a_line_that_goes_on_is_not_left_to_the_last_value(database, filters):
    falling = {year: 1000 - 40 * (year - 2010) for year in range(2010, 2022)}
    message = drawn(Context(database, filters), falling).message
    assert "これまでの動きが続くと" in message


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({2020: 5}, "1年分しかない"),
        ({2020: 5, 2021: 6}, "2年分しかない"),
        (dict.fromkeys(range(2015, 2023), 7), "すべて同じ"),
        ({2000: 5, 2001: 6, 2010: 7, 2011: 5, 2020: 9, 2021: 4}, "半分以上"),
    ],
)
def test_what_cannot_be_forecast_is_a_sentence_and_no_fan(database, filters, values, words):
    figure = drawn(Context(database, filters), values)
    assert figure.spec is None
    assert words in figure.message


def test_few_figures_are_not_said_to_have_been_tested(database, filters):
    figure = drawn(Context(database, filters), {2018: 5, 2019: 8, 2020: 6, 2021: 9, 2022: 7})
    assert "値が少ない" in figure.message
    assert not any("MASE" in note for note in figure.notes)


def test_no_figures_at_all_are_a_sentence(database, filters):
    figure = forecasts.births(
        Context(database, filters._replace(basis="pref_survey", first_year=1980, last_year=1981))
    )
    assert figure.spec is None
    assert figure.message


def test_the_record_names_the_drawn_model_first(database, filters):
    tests = Choice("holt", {"naive": Backtest(1.0, 0.5, 6), "glm": None, "holt": Backtest(0.5, 1.0, 6)}, False)
    record = forecasts._track_record(Context(database, filters), tests)[-1]
    words = terms.words("model", "ja")
    assert record.index(words["holt"]) < record.index(words["naive"])
    assert words["glm"] not in record


def test_every_indicator_has_an_outlook_or_says_why_not(database, filters):
    for indicator in standing.listed(Context(database, filters))["indicator_id"]:
        figure = forecasts.indicator(Context(database, filters), indicator, "revised")
        assert figure.message
        assert figure.spec is not None or "年分" in figure.message or "半分以上" in figure.message


def test_a_forecast_from_demo_values_is_a_demo_value(database, filters):
    figure = forecasts.indicator(Context(database, filters), "g1-t1", "revised")
    assert set(figure.statuses) == {"demo"}
    assert any("見本の値" in note for note in figure.notes)


def test_the_chance_is_given_in_steps_of_five_percent(database, filters):
    found = likelihood.words(Context(database, filters), "revised", 2025)
    assert set(found) == set(standing.listed(Context(database, filters))["indicator_id"])
    steps = {text.split("%")[0].removeprefix("約") for text in found.values() if "%" in text}
    assert all(int(step) % 5 == 0 for step in steps)
    assert found["kpi-transit-coverage"] == "–"


def test_the_chance_of_a_target_moved_out_of_reach_falls(database, filters):
    rows = indicators.assessed(Context(database, filters), "revised", 2025).set_index("indicator_id", drop=False)
    row, series = rows.loc["kpi-sns-followers"], pd.Series({2022: 24000, 2023: 30000, 2024: 36000, 2025: 39500})
    near, far = (likelihood._reach(row.copy().replace(row["target"], goal), series) for goal in (38000.0, 90000.0))
    assert near.probability > 0.5 > far.probability


def test_published_values_only_leave_no_chance_to_reckon(database, filters):
    found = likelihood.words(Context(database, Filters(*filters)._replace(scope="published")), "revised", 2025)
    assert set(found.values()) == {"–"}


def test_a_cumulative_indicator_is_not_expected_to_fall_below_what_it_has(database, filters):
    figure = forecasts.indicator(Context(database, filters), "kpi-road-length", "revised")
    data = figure.data.to_pandas()
    last = data.loc[data["part"] == "observed", "value"].iloc[-1]
    assert data["low80"].min() >= last
    assert "これまでの増え方が続くとしました" in figure.message
