"""Sentences on shares of a survey: what must change, and what must not, when the answers do."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics import survey
from analytics.words import narrative

MEASURE = "移りたい割合"
COUNTS = st.tuples(st.integers(0, 400), st.integers(400, 900), st.integers(0, 400), st.integers(400, 900))
LANGUAGES = pytest.mark.parametrize("lang", ["ja", "en"])
TELLS = {"ja": "差があると言えます", "en": "there is a difference"}
CANNOT = {"ja": "明らかな差はありません", "en": "no clear difference"}
ABOVE = {"ja": "上回り", "en": "points above"}
BELOW = {"ja": "下回り", "en": "points below"}


def contrasted(one: int, of_one: int, two: int, of_two: int, lang: str = "ja") -> str:
    sides = [
        narrative.Share(name, 100 * count / n if n else float("nan"), n)
        for name, count, n in (("甲", one, of_one), ("乙", two, of_two))
    ]
    found = survey.newcombe(one, of_one, two, of_two)
    return narrative.contrasted(MEASURE, *sides, found, lang)


def bounds(sentence: str) -> tuple[float, float]:
    """The ends of the interval that a sentence names."""
    low, high = re.search(r"([+−]?[\d.]+)(?:〜| to )([+−]?[\d.]+)(?:ポイント| points)", sentence).groups()
    return tuple(float(end.replace("−", "-")) for end in (low, high))


@LANGUAGES
@settings(deadline=None)
@given(counts=COUNTS)
def test_swapping_two_groups_turns_above_into_below_and_the_interval_round(counts, lang):
    one, of_one, two, of_two = counts
    there, back = contrasted(one, of_one, two, of_two, lang), contrasted(two, of_two, one, of_one, lang)
    assert (ABOVE[lang] in there) == (BELOW[lang] in back)
    assert (CANNOT[lang] in there) == (CANNOT[lang] in back)
    low, high = bounds(there)
    assert bounds(back) == (-high, -low)


@LANGUAGES
@settings(deadline=None)
@given(counts=COUNTS)
def test_a_hundred_times_the_answers_narrow_the_interval_and_never_take_a_difference_back(counts, lang):
    one, of_one, two, of_two = counts
    few = contrasted(*counts, lang)
    many = contrasted(100 * one, 100 * of_one, 100 * two, 100 * of_two, lang)
    assert bounds(many)[1] - bounds(many)[0] <= bounds(few)[1] - bounds(few)[0]
    assert TELLS[lang] in many if TELLS[lang] in few else True
    if one * of_two == two * of_one:
        assert CANNOT[lang] in many


def test_what_few_answers_leave_open_many_decide():
    assert CANNOT["ja"] in contrasted(12, 100, 10, 100)
    assert TELLS["ja"] in contrasted(1200, 10_000, 1000, 10_000)


@LANGUAGES
@pytest.mark.parametrize("n", [40, 4000, 400_000])
def test_equal_shares_never_differ(n, lang):
    assert CANNOT[lang] in contrasted(n // 4, n, n // 2, 2 * n, lang)


@LANGUAGES
@pytest.mark.parametrize("counts", [(0, 0, 5, 10), (5, 10, 0, 0), (0, 0, 0, 0)])
def test_without_answers_a_sentence_says_that_nothing_can_be_compared(counts, lang):
    said = contrasted(*counts, lang)
    assert {"ja": "比べられません", "en": "cannot be compared"}[lang] in said
    assert "nan" not in said and not re.search(r"\d", said)


def moved(first: tuple[float, float], last: tuple[float, float], needed: int | None = None) -> str:
    (before, of_before), (after, of_after) = first, last
    found = survey.newcombe(after / 100 * of_after, of_after, before / 100 * of_before, of_before)
    shares = narrative.Share("前", before, of_before), narrative.Share("後", after, of_after)
    return narrative.moved(MEASURE, *shares, found, needed, "ja")


def test_a_share_that_moved_says_so_in_points_and_whether_chance_could_have_done_it():
    assert "前の7.5%から後の10.8%へ3.3ポイント上がりました。差があると言えます" in moved((7.5, 3000), (10.8, 3005))
    assert "前の10.8%から後の7.5%へ3.3ポイント下がりました。差があると言えます" in moved((10.8, 3005), (7.5, 3000))
    assert "上がりました。明らかな差はありません" in moved((7.5, 40), (10.8, 40))
    assert "前も後も10.8%です。明らかな差はありません" in moved((10.8, 3000), (10.8, 3000))


def test_without_a_number_of_answers_chance_is_not_judged():
    said = moved((7.5, float("nan")), (10.8, 3005), needed=380)
    assert "前の回答数が公表されていないため" in said
    assert "380人以上" in said
    assert "差があると言えます（" not in said and "明らかな差はありません" not in said
    assert "以上" not in moved((7.5, float("nan")), (10.8, float("nan")))
