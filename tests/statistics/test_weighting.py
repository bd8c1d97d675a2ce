"""The register in the survey's ages, and answers weighted by it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics import weighting

ANSWERS = ("leave", "stay")
COUNTS = st.lists(
    st.tuples(*[st.integers(1, 200)] * 4), min_size=len(weighting.BANDS), max_size=len(weighting.BANDS)
)


def cells(counts) -> pd.DataFrame:
    """counts : for every age group the answers of women (leave, stay) and of men"""
    rows = [
        (sex, age, answer, persons)
        for age, (one, two, three, four) in zip(weighting.BANDS, counts, strict=True)
        for sex, answer, persons in (
            ("F", "leave", one),
            ("F", "stay", two),
            ("M", "leave", three),
            ("M", "stay", four),
        )
    ]
    return pd.DataFrame(rows, columns=["sex", "age_group", "answer", "persons"])


def register(five_years: dict[int, int]) -> pd.DataFrame:
    rows = [(sex, age, persons) for sex in "FM" for age, persons in five_years.items()]
    return pd.DataFrame(rows, columns=["sex", "age", "persons"])


def people(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.pivot_table(index="age_group", columns="sex", values="persons", aggfunc="sum")


def test_the_register_is_summed_to_the_ages_of_the_survey_and_18_and_19_are_two_fifths():
    found = weighting.adults(register({0: 999, 10: 999, 15: 500, 20: 30, 25: 40, 30: 1, 65: 7, 70: 8, 85: 9}))
    assert found["F"].to_dict() == {"18-29": 270, "30-39": 1, "60-69": 7, "70+": 17}
    assert (found["F"] == found["M"]).all()


def test_a_sample_that_is_the_population_keeps_its_shares_and_its_answers():
    given_cells = cells([(10, 90, 20, 80)] * 6)
    found = weighting.weigh(given_cells, people(given_cells) * 7, "leave")
    assert list(found["group"]) == ["all", "18-39", "40+"]
    assert found["share"].tolist() == pytest.approx([0.15] * 3)
    assert found["weighted"].tolist() == pytest.approx([0.15] * 3)
    assert found["effective"].tolist() == pytest.approx([1200, 400, 800])


def test_an_age_that_answered_half_as_often_counts_twice():
    """100 of the young (half of them leave) stand for as many as 200 of each other age (none leaves)."""
    given_cells = cells([(25, 25, 25, 25)] + [(0, 100, 0, 100)] * 5)
    population = people(given_cells).assign(F=100, M=100)
    found = weighting.weigh(given_cells, population, "leave").set_index("group")
    assert found.loc["all", "share"] == pytest.approx(50 / 1100)
    assert found.loc["all", "weighted"] == pytest.approx(100 / 1200)
    assert found.loc["all", "effective"] == pytest.approx(1200**2 / (100 * 4 + 1000))
    assert found.loc["40+", "weighted"] == 0


def test_an_answer_nobody_gave_has_a_share_of_zero():
    found = weighting.weigh(cells([(5, 5, 5, 5)] * 6), people(cells([(5, 5, 5, 5)] * 6)), "other")
    assert found["weighted"].tolist() == [0, 0, 0]


def test_an_age_without_answers_cannot_be_weighted():
    given_cells = cells([(5, 5, 5, 5)] * 6)
    population = people(given_cells)
    with pytest.raises(ValueError, match="labels"):
        weighting.weigh(given_cells[given_cells["age_group"] != "70+"], population, "leave")


@settings(deadline=None, max_examples=50)
@given(COUNTS, COUNTS)
def test_both_answers_add_up_and_weights_never_add_answers(counts, persons):
    given_cells, population = cells(counts), people(cells(persons))
    leave, stay = (weighting.weigh(given_cells, population, answer) for answer in ANSWERS)
    assert (leave["weighted"] + stay["weighted"]).tolist() == pytest.approx([1, 1, 1])
    assert (leave["effective"] <= leave["n"] + 1e-6).all()
    assert leave["n"].iloc[0] == leave["n"].iloc[1:].sum()
