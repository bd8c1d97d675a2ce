"""Why births changed: exact integers, the strategy's two figures, and sentences that turn with the data."""

import numpy as np
import pandas as pd
import pytest

from analytics.city.births_by_cause import CAUSES, PERIOD, STRATEGY, split
from analytics.demography.decomposition import whole_numbers
from analytics.figures.context import Context
from analytics.figures.population import causes
from analytics.words import language, narrative, terms

WORDS = terms.words("cause", "ja")


def told(parts: dict[str, int], lang: str = "ja") -> str:
    return narrative.causes("港町", terms.measure("births", lang), "2016", "2022", parts, lang, source="戸籍")


def test_the_strategys_fall_of_403_is_split_without_remainder(database, filters):
    found = split(Context(database, filters), filters.home, STRATEGY)
    assert found.births.to_dict() == {2016: 1711, 2022: 1308}
    assert sum(found.totals.values()) == -403
    assert found.totals == {"number": -116, "mix": -15, "rates": -272}


def test_the_vital_fall_of_454_is_the_sum_of_its_years(database, filters):
    found = split(Context(database, filters), filters.home, PERIOD)
    assert sum(found.totals.values()) == -454
    assert found.steps["year"].tolist() == list(range(2017, 2024))
    steps = [whole_numbers(row[CAUSES], round(row["change"])) for _, row in found.steps.iterrows()]
    assert np.sum(steps) == -454


@pytest.mark.parametrize("count", [STRATEGY, PERIOD])
def test_the_printed_parts_add_to_the_printed_change(database, filters, count):
    values = causes.by_cause(Context(database, filters), count).export.iloc[:, 1].tolist()
    before, *parts, after = values
    assert before + sum(parts) == after
    assert all(float(value).is_integer() for value in values)


def test_the_bars_of_the_waterfall_hang_together(database, filters):
    data = causes.by_cause(Context(database, filters), STRATEGY).data.to_pandas()
    assert data["start"].iloc[[0, -1]].tolist() == [0, 0]
    assert data["start"].iloc[1:-1].tolist() == data["end"].iloc[:-2].tolist()
    assert data["end"].iloc[-2] == data["end"].iloc[-1] == 1308


def test_the_number_of_women_does_not_depend_on_the_pattern(database, filters):
    context = Context(database, filters)
    japan, kanagawa = (split(context, filters.home, STRATEGY, area) for area in ("00000", "14000"))
    assert japan.totals["number"] == pytest.approx(kanagawa.totals["number"], abs=1)
    assert japan.totals["rates"] != kanagawa.totals["rates"]


def test_only_places_with_women_by_age_over_the_whole_period_are_compared(database, filters):
    figure = causes.by_area(Context(database, filters))
    assert set(figure.table.iloc[:, 0]) == {"厚木市", "神奈川県"}
    assert "秦野市" in "".join(figure.notes)


@pytest.mark.parametrize("maker", [causes.by_year, causes.by_area])
def test_a_period_of_one_year_says_that_it_cannot_be_split(database, filters, maker):
    figure = maker(Context(database, filters._replace(first_year=2020, last_year=2020)))
    assert figure.spec is None
    assert "2つありません" in figure.message


@pytest.mark.parametrize("basis", ["pref_survey", "register", "vital", "all"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_basis_gives_a_figure_or_a_sentence(database, filters, basis, lang):
    asked = filters._replace(basis=basis, lang=lang)
    for figure in (
        causes.by_cause(Context(database, asked), PERIOD),
        causes.by_pattern(Context(database, asked), PERIOD),
    ):
        assert figure.message
        assert (figure.spec is None) == (basis == "pref_survey")


def test_the_largest_part_is_named_whatever_its_sign():
    assert WORDS["mix"] + "の変化" in told({WORDS["number"]: -5, WORDS["mix"]: 40, WORDS["rates"]: -39})
    assert WORDS["rates"] + "の変化" in told({WORDS["number"]: -5, WORDS["mix"]: 38, WORDS["rates"]: -39})


def test_the_way_back_turns_every_sign_of_the_sentence():
    parts = {WORDS["number"]: -116, WORDS["mix"]: -15, WORDS["rates"]: -272}
    there, back = told(parts), told({cause: -part for cause, part in parts.items()})
    assert back == there.replace("−", "+")


def test_no_change_has_no_largest_part():
    assert "最も大きい" not in told(dict.fromkeys(WORDS.values(), 0))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_part_of_the_sentence_stands_in_it(lang):
    parts = dict(zip(terms.words("cause", lang).values(), (-116, -15, -272), strict=True))
    said = told(parts, lang)
    for cause, part in parts.items():
        assert cause in said
        assert terms.number(part, "+,.0f") in said
    assert terms.number(-403, "+,.0f") in said
    assert language.gettext(lang)("最も大きいのは{most}の変化です。").split("{")[0] in said


def test_the_yearly_rows_carry_every_cause(database, filters):
    table = causes.by_year(Context(database, filters)).export
    assert len(table) == 7 * len(CAUSES)
    assert isinstance(table, pd.DataFrame)
    assert table.iloc[:, 2].sum() == pytest.approx(-454)
