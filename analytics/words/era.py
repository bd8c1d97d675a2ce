"""和暦 and 西暦: a year as the city writes it, in text, on an axis, and as a date.

An era begins on a day: a day is written in the era of that day (平成31年4月30日, 令和元年5月1日), and so is the day of
reference of a stock figure (昭和64年1月1日). Where a year alone is written, of the calendar or fiscal, it takes the era
that it ends in, as the years 1989 and 2019 and the fiscal year 2019 are written: 平成元年, 令和元年, 令和元年度.

明治 counts days from 23 October 1868, when the edict was issued, on the calendar of today; the edict goes back to the
beginning of that year, so that 1868 as a year is 明治元年. The calendar of today holds in Japan since 1 January 1873.
"""

from calendar import monthrange
from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """name, letter, romanised : 令和, R, Reiwa ; first : its first day"""

    name: str
    letter: str
    romanised: str
    first: date


ERAS = (
    Era("令和", "R", "Reiwa", date(2019, 5, 1)),
    Era("平成", "H", "Heisei", date(1989, 1, 8)),
    Era("昭和", "S", "Showa", date(1926, 12, 25)),
    Era("大正", "T", "Taisho", date(1912, 7, 30)),
    Era("明治", "M", "Meiji", date(1868, 10, 23)),
)
FIRST, GREGORIAN = ERAS[-1].first, date(1873, 1, 1)
SUFFIX = {"calendar": "年", "fiscal": "年度", "jan1": "年1月1日", "oct1": "年10月1日"}
ENGLISH = {"calendar": "{}", "fiscal": "FY{}", "jan1": "1 January {}", "oct1": "1 October {}"}
DAYS = {"jan1": (1, 1), "oct1": (10, 1)}


def era(day: date) -> tuple[Era, int]:
    """The era of a day, and the year within it. Raises ValueError before the first day of 明治."""
    for found in ERAS:
        if day >= found.first:
            return found, day.year - found.first.year + 1
    raise ValueError(f"no era for {day}")


def label(year: int, language: str = "ja", *, basis: str = "calendar", with_era: bool = True) -> str:
    """令和4（2022）年, or 2022年 without the era; "2022 (Reiwa 4)" or "2022" in English.

    basis : "calendar" 年, "fiscal" 年度, "jan1" and "oct1" a day of reference
    """
    if language == "en":
        western = ENGLISH[basis].format(year)
        if not with_era:
            return western
        named, number = era(_meant(year, basis))
        return f"{western} ({named.romanised} {number})"
    return _year(year, _meant(year, basis), with_era=with_era) + SUFFIX[basis].removeprefix("年")


def date_label(day: date, language: str = "ja", *, with_era: bool = True) -> str:
    """The day of reference of a stock figure; 1 January and 1 October are what official figures use."""
    basis = {of_year: basis for basis, of_year in DAYS.items()}.get((day.month, day.day))
    if basis is None:
        return day.isoformat()
    return label(day.year, language, basis=basis, with_era=with_era)


def day_label(day: date, language: str = "ja", *, with_era: bool = True) -> str:
    """令和8（2026）年12月31日, 2026年12月31日 without the era; 2026-12-31 in English."""
    if language == "en":
        return day.isoformat()
    return f"{_year(day.year, day, with_era=with_era)}{day.month}月{day.day}日"


def month_label(year: int, month: int, *, with_era: bool = True) -> str:
    """平成26（2014）年11月, in the era that the month ends in."""
    return f"{_year(year, date(year, month, monthrange(year, month)[1]), with_era=with_era)}{month}月"


def short(year: int, language: str = "ja", *, basis: str = "calendar") -> str:
    """R4, H元: the era year as an axis has room for it; R1 in English."""
    return short_day(_meant(year, basis), language)


def short_day(day: date, language: str = "ja") -> str:
    """The era year of a day as an axis has room for it: H31 of 30 April 2019."""
    named, number = era(day)
    return f"{named.letter}{'元' if number == 1 and language == 'ja' else number}"


def axis_expression(language: str = "ja", *, basis: str = "calendar", with_era: bool = True) -> str:
    """Vega expression for a year axis: R4 over 2022, or 2022 alone. basis : as in `label`"""
    if not with_era:
        return "format(datum.value, 'd')"
    one = "'元'" if language == "ja" else "1"
    cases = "".join(
        f"datum.value >= {_opening(named, basis)} ? '{named.letter}' + "
        f"(datum.value == {named.first.year} ? {one} : datum.value - {named.first.year - 1}) : "
        for named in ERAS
    )
    return f"[{cases}'', format(datum.value, 'd')]"


def _meant(year: int, basis: str) -> date:
    """The day whose era a year takes: the day of reference, else the year's last."""
    return date(year, *DAYS.get(basis, (12, 31)))


def _opening(named: Era, basis: str) -> int:
    """The first year that takes this era."""
    return named.first.year + (_meant(named.first.year, basis) < named.first)


def _year(year: int, day: date, *, with_era: bool) -> str:
    """令和4（2022）年 of a day in it, 2022年 without the era."""
    if not with_era:
        return f"{year}年"
    named, number = era(day)
    return f"{named.name}{'元' if number == 1 else number}（{year}）年"
