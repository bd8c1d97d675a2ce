"""The wish to stay or leave: what is published, what an invented survey by age says, and what stands around it."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.database import queries
from analytics.figures import Figure
from analytics.figures.context import Context
from analytics.figures.survey import answers, beside_plan, by_age, intention, source, weights
from analytics.filters import Filters
from analytics.statistics import survey, weighting

HOME = "14212"
PUBLISHED = Filters(HOME, (), 1980, 2025, scope="published")
EVERYTHING = Filters(HOME, (), 1980, 2025)
AGES = weighting.BANDS
EQUAL = dict.fromkeys(AGES, (10.0, 200))
YOUNG_LEAVE = {age: ((30.0, 200) if age in ("18-29", "30-39") else (10.0, 200)) for age in AGES}


def data(figure: Figure) -> pd.DataFrame:
    return figure.data.to_pandas()


def survey_of(ages: dict[str, tuple[float, float]], year: int = 2024, status: str = "published") -> pd.DataFrame:
    """Rows of queries.intention: {age group: (percent who want to leave, answers)}"""
    rows = [
        (year, age, answer, value, n, status)
        for age, (share, n) in ages.items()
        for answer, value in (("leave", share), ("stay", 90 - share), ("other", 10.0))
    ]
    frame = pd.DataFrame(rows, columns=["year", "age_group", "answer", "share", "n", "status"])
    numbers = {"n": "Int32", "share": float}
    return frame.assign(sent=pd.NA, source_id="kanaloco_survey_2019", basis="citizen_survey").astype(
        numbers | {"sent": "Int32"}
    )


@pytest.fixture
def invented(monkeypatch):
    """Makes an invented survey the only one there is."""

    def use(*frames: pd.DataFrame) -> None:
        whole = pd.concat(frames, ignore_index=True)
        monkeypatch.setattr(queries, "intention", lambda _build, _filters: whole)

    return use


def ages(database, year: str = "2024", answer: str = "leave") -> Figure:
    return by_age.by_age(Context(database, EVERYTHING), answer, year)


# What is published.


def test_the_published_survey_has_an_interval_and_the_one_before_has_none(database):
    drawn = data(intention.over_years(Context(database, PUBLISHED), "leave")).set_index("year")
    assert (drawn.loc[2015, "kind"], drawn.loc[2019, "kind"]) == ("bare", "exact")
    assert pd.isna(drawn.loc[2015, "low"])
    expected = survey.wilson(0.108 * 3005, 3005)
    assert drawn.loc[2019, "low"] == pytest.approx(100 * expected.low, abs=0.05)
    assert drawn.loc[2019, "low"] > 100 * expected.low
    assert drawn.loc[2019, "high"] < 100 * expected.high


@pytest.mark.parametrize(("answer", "needed"), [("leave", 380), ("stay", 520)])
def test_the_change_of_the_published_shares_is_not_judged_without_the_answers_of_2015(database, answer, needed):
    figure = intention.over_years(Context(database, PUBLISHED), answer)
    assert (
        "平成27（2015）年の回答数が公表されていないため、偶然の範囲の変化かどうかは判断できません" in figure.message
    )
    assert f"およそ{needed}人以上" in figure.message
    assert "平成27（2015）年は回答数が公表されていないため区間は示せません。" in figure.notes


def test_the_change_of_a_share_is_in_points_and_never_in_percent(database):
    for answer, points in (("leave", "3.3ポイント上がりました"), ("stay", "4.1ポイント下がりました")):
        assert points in intention.over_years(Context(database, PUBLISHED), answer).message
    assert [line.comparison for line in intention.headlines(Context(database, PUBLISHED))[:2]] == [
        "+3.3ポイント",
        "−4.1ポイント",
    ]


def test_demo_surveys_do_not_change_what_is_said_of_the_published_ones(database):
    for answer in ("leave", "stay"):
        published, everything = (
            intention.over_years(Context(database, filters), answer) for filters in (PUBLISHED, EVERYTHING)
        )
        assert published.message == everything.message
        assert len(data(everything)) > len(data(published))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_published_values_alone_say_what_to_load_for_the_ages(database, lang):
    filters = PUBLISHED._replace(lang=lang)
    for figure in (
        by_age.by_age(Context(database, filters), "leave", "2019"),
        by_age.contrast(Context(database, filters), "leave"),
    ):
        assert figure.spec is None
        assert "data/figures/intention_survey.csv" in figure.message
    assert weights.weighted(Context(database, filters), "leave", "2019").spec is None
    said = intention.sentence(Context(database, filters))
    assert {"ja": "まだ言えません", "en": "It cannot be told yet"}[lang] in said
    assert not re.search(r"\d%", said)


def test_with_demo_values_the_answer_still_begins_with_what_is_not_known(database):
    said = intention.sentence(Context(database, EVERYTHING))
    assert said.startswith(intention.sentence(Context(database, PUBLISHED)))
    assert "見本の値（架空）では" in said.removeprefix(intention.sentence(Context(database, PUBLISHED)))


# An invented survey that tells its ages.


def test_published_ages_answer_the_question_and_need_no_demo(database, invented):
    invented(survey_of(YOUNG_LEAVE))
    said = intention.sentence(Context(database, EVERYTHING))
    assert said.startswith("令和6（2024）年の調査では")
    assert "20.0ポイント上回り、差があると言えます" in said
    assert "デモ" not in said and "まだ言えません" not in said


def test_equal_ages_do_not_differ(database, invented):
    invented(survey_of(EQUAL))
    assert "明らかな差はありません" in intention.sentence(Context(database, EVERYTHING))
    assert "差があると言える年齢はありません" in ages(database).message


def test_the_young_are_held_against_the_others_and_not_against_all(database, invented):
    invented(survey_of(YOUNG_LEAVE))
    drawn = data(by_age.contrast(Context(database, EVERYTHING), "leave")).iloc[0]
    assert (drawn["young"], drawn["old"], drawn["value"]) == pytest.approx((30, 10, 20))
    assert (drawn["young_n"], drawn["old_n"]) == (400, 800)
    expected = survey.newcombe(120, 400, 80, 800)
    assert (drawn["low"], drawn["high"]) == pytest.approx((100 * expected.low, 100 * expected.high))


def test_staying_is_the_mirror_of_leaving_where_the_rest_is_the_same(database, invented):
    invented(survey_of(YOUNG_LEAVE))
    leave, stay = (data(by_age.contrast(Context(database, EVERYTHING), answer)) for answer in ("leave", "stay"))
    assert stay["value"].iloc[0] == pytest.approx(-leave["value"].iloc[0])
    assert "下回り" in by_age.contrast(Context(database, EVERYTHING), "stay").message


def test_an_age_with_few_answers_is_grey_with_the_reason_and_not_called_the_highest(database, invented):
    invented(survey_of(EQUAL | {"18-29": (80.0, 20), "70+": (30.0, 200)}))
    figure = ages(database)
    drawn = data(figure).set_index("age_group")
    assert (drawn.loc["18-29", "kind"], drawn.loc["70+", "kind"]) == ("small", "exact")
    assert any("30人未満" in note for note in figure.notes)
    assert "70歳以上の30.0%が最も高く" in figure.message
    assert "18〜29歳" not in figure.message


def test_where_every_age_has_few_answers_nothing_is_said_of_them(database, invented):
    invented(survey_of(dict.fromkeys(AGES, (50.0, 10))))
    assert "年齢の差は言えません" in ages(database).message


def test_unknown_numbers_of_answers_leave_points_without_intervals_and_no_contrast(database, invented):
    invented(survey_of(dict.fromkeys(AGES, (50.0, pd.NA))))
    figure = ages(database)
    assert set(data(figure)["kind"]) == {"bare"}
    assert figure.table.iloc[:, -2].unique().tolist() == ["求められません"]
    assert by_age.contrast(Context(database, EVERYTHING), "leave").spec is None
    assert "比べられません" in intention.sentence(Context(database, EVERYTHING))


def test_a_survey_that_lacks_an_age_is_not_contrasted(database, invented):
    invented(survey_of({age: found for age, found in YOUNG_LEAVE.items() if age != "70+"}))
    assert by_age.contrast(Context(database, EVERYTHING), "leave").spec is None
    assert ages(database).spec is not None


def test_a_single_age_has_no_rest_to_differ_from(database, invented):
    invented(survey_of({"18-29": (40.0, 100)}))
    assert "差があると言える年齢はありません" in ages(database).message


def test_more_answers_than_people_do_not_break_the_interval(database, invented):
    invented(survey_of(dict.fromkeys(AGES, (50.0, 90_000))))
    assert data(ages(database))["low"].notna().all()


SHARES = st.fixed_dictionaries({age: st.tuples(st.floats(0, 90), st.integers(1, 3000)) for age in AGES})


@settings(deadline=None, max_examples=25)
@given(asked=SHARES)
def test_whatever_a_city_loads_there_is_a_sentence_and_every_interval_holds_its_share(database, asked):
    rounded = {age: (round(share, 1), n) for age, (share, n) in asked.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "intention", lambda _build, _filters: survey_of(rounded))
        figure, gap = ages(database), by_age.contrast(Context(database, EVERYTHING), "leave")
        drawn = pd.concat([data(figure), data(gap)])
        assert (drawn["low"] <= drawn["value"] + 1e-6).all()
        assert (drawn["value"] <= drawn["high"] + 1e-6).all()
        assert intention.sentence(Context(database, EVERYTHING)) and figure.message and gap.message
        differs = gap.export.filter(like="95%").iloc[0]
        assert ("差があると言えます" in gap.message) == (differs.iloc[0] > 0 or differs.iloc[1] < 0)


# The weights.


def test_the_demo_cells_weigh_the_young_up(database):
    drawn = data(weights.weighted(Context(database, EVERYTHING), "leave", "2019"))
    whole = drawn[drawn["group"] == "all"].set_index("raked")
    assert whole.loc[True, "value"] > whole.loc[False, "value"]
    assert whole.loc[True, "n"] < whole.loc[False, "n"] == 3005
    assert set(drawn["kind"]) == {"exact_demo"}


def test_cells_that_lack_an_age_or_a_register_leave_no_weights(database, monkeypatch):
    cells = queries.survey_cells(database, EVERYTHING)
    monkeypatch.setattr(queries, "survey_cells", lambda _build, _filters: cells[cells["age_group"] != "70+"])
    assert weights.weighted(Context(database, EVERYTHING), "leave", "2019").spec is None
    monkeypatch.setattr(queries, "survey_cells", lambda _build, _filters: cells)
    nobody = queries.pyramid(database, EVERYTHING).iloc[:0]
    monkeypatch.setattr(queries, "pyramid", lambda _build, _filters: nobody)
    assert weights.weighted(Context(database, EVERYTHING), "leave", "2019").spec is None
    assert data(intention.over_years(Context(database, EVERYTHING), "leave"))["low"].notna().any()


def test_the_register_counts_those_aged_18_and_over(database):
    found = answers.adults(Context(database, EVERYTHING), 2019)
    register = queries.pyramid(database, EVERYTHING).loc[lambda rows: rows["basis"] == "register"]
    persons = register.groupby("age")["persons"].sum()
    assert found.persons.sum().sum() == pytest.approx(persons[persons.index >= 20].sum() + 0.4 * persons[15])
    assert found.day == pd.Timestamp(2025, 1, 1)


# What stands around the survey.


def test_what_is_not_known_of_a_survey_is_called_unpublished(database):
    table = source.passport(Context(database, PUBLISHED)).table.set_index("項目")
    assert table.loc["設問文", "令和元（2019）年"] == "未公表"
    assert table.loc["回収率（%）", "令和元（2019）年"] == "50.1"
    assert (table.iloc[1:]["平成27（2015）年"] == "未公表").all()
    assert not table.isna().any(axis=None)


def test_made_up_surveys_are_named_under_the_passport(database):
    everything, published = (
        source.passport(Context(database, filters)).notes for filters in (EVERYTHING, PUBLISHED)
    )
    assert any("2021" in note and "2023" in note and "架空" in note for note in everything)
    assert not any("合成" in note for note in published)


def test_reasons_stand_in_their_published_order_with_what_addresses_them(database):
    said, reasons = source.reasons(Context(database, PUBLISHED), "leave")
    assert "割合は公表されていません" in said
    assert [reason.text for reason in reasons] == ["1. 交通の便が悪い", "2. 買い物が不便", "3. 通勤・通学に不便"]
    assert [len(reason.direct) for reason in reasons] == [1, 0, 1]
    assert {link.goal_number for reason in reasons for link in reason.direct} == {4}
    assert all(link.ground for reason in reasons for link in reason.direct + reason.related)


def test_the_plan_measures_no_wish_and_its_indicators_stand_beside_the_answer(database):
    beside = beside_plan.beside(Context(database, EVERYTHING))
    assert "意向そのものを測るものは載っていません" in beside.sentence
    assert "食い違っています" in beside.sentence
    assert len(beside.table) == 3
    assert "7.5%" in beside.table.iloc[2, 1] and "10.8%" in beside.table.iloc[2, 1]
    published = beside_plan.beside(Context(database, PUBLISHED))
    assert "向きが合っているかは言えません" in published.sentence


def test_an_answer_that_moves_like_the_indicator_agrees_with_it(database, invented):
    invented(survey_of({"all": (12.0, 900)}, 2019), survey_of({"all": (9.0, 900)}, 2023))
    assert "同じ向きです" in beside_plan.beside(Context(database, EVERYTHING)).sentence
