"""Days and texts as people type them."""

from datetime import date

import pytest

from analytics.words import era, typed


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31", date(2026, 12, 31)),
        ("２０２６／１２／３１", date(2026, 12, 31)),
        ("2026年2月3日", date(2026, 2, 3)),
        ("令和8年12月31日", date(2026, 12, 31)),
        ("令和元年 5月 1日", date(2019, 5, 1)),
        ("r8.1.2", date(2026, 1, 2)),
        ("H31-4-30", date(2019, 4, 30)),
        ("平成32年3月31日", date(2020, 3, 31)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("大正15.10.1", date(1926, 10, 1)),
        ("m45.1.1", date(1912, 1, 1)),
        ("  ", None),
    ],
)
def test_a_day_is_read_as_it_is_written_here(text, day):
    assert typed.day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "あした",
        "2026-13-01",
        "2026-02-30",
        "=TODAY()",
        "31/12/2026",
        "令和元",
        "9999-01-01",
        "0001-01-01",
        "令和元年4月30日",
        "平成元年1月7日",
        "大正元年7月29日",
        "明治5年10月1日",
        "1868-10-22",
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        typed.day(text)


CONTROLS = ("a\x00", "\x1b[0m", "a\tb", "a\x0bb", "a\x85", "a\u2028b", "\ud800", "\ufffe", "\ufdd0", "\U0010ffff")
HIDING = ("\u202ea", "\u2067a", "a\u200bb", "\ufeffa", "\U000e0041")
BLANKS = (" ", "\n", "\u3000", "\u3164", "\u2800\u00a0", "\ufe0f")


@pytest.mark.parametrize("text", [*CONTROLS, *HIDING, *BLANKS, "abcd", 7, None])
def test_what_cannot_be_shown_is_no_text(text):
    assert not typed.is_text(text, 3)


@pytest.mark.parametrize(
    "text", ["", "一行\n二行", "𠮷田", "葛\U000e0100城", "👩\u200d👧", "㈱", "か\u3099", "　字"]
)
def test_lines_rare_characters_and_emoji_are_text(text):
    assert typed.is_text(text, 5)


def test_a_day_is_written_in_both_calendars():
    day = date(2026, 12, 31)
    assert era.day_label(day) == "令和8（2026）年12月31日"
    assert era.day_label(day, with_era=False) == "2026年12月31日"
    assert era.day_label(day, "en") == "2026-12-31"
