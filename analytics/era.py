"""和暦 and 西暦: a year as the city writes it, in text, on an axis, and as a date."""

from datetime import date

ERAS = (("令和", "R", "Reiwa", 2019), ("平成", "H", "Heisei", 1989), ("昭和", "S", "Showa", 1926))
SUFFIX = {"calendar": "年", "fiscal": "年度", "jan1": "年1月1日", "oct1": "年10月1日"}
ENGLISH = {"calendar": "{}", "fiscal": "FY{}", "jan1": "1 January {}", "oct1": "1 October {}"}


def era(year: int) -> tuple[str, str, str, int]:
    """(和暦の元号, letter, romanised, year within the era) for a Western year from 1926 on."""
    for name, letter, romanised, first in ERAS:
        if year >= first:
            return name, letter, romanised, year - first + 1
    raise ValueError(f"no era for {year}")


def label(year: int, language: str = "ja", *, basis: str = "calendar", with_era: bool = True) -> str:
    """令和4（2022）年, or 2022年 without the era; "2022 (Reiwa 4)" or "2022" in English.

    basis : "calendar" 年, "fiscal" 年度, "jan1" and "oct1" a day of reference
    """
    name, _letter, romanised, number = era(year)
    if language == "en":
        western = ENGLISH[basis].format(year)
        return f"{western} ({romanised} {number})" if with_era else western
    if not with_era:
        return f"{year}{SUFFIX[basis]}"
    return f"{name}{'元' if number == 1 else number}（{year}）{SUFFIX[basis]}"


def date_label(day: date, language: str = "ja", *, with_era: bool = True) -> str:
    """The day of reference of a stock figure; 1 January and 1 October are what official figures use."""
    basis = {(1, 1): "jan1", (10, 1): "oct1"}.get((day.month, day.day))
    if basis is None:
        return day.isoformat()
    return label(day.year, language, basis=basis, with_era=with_era)


def day_label(day: date, language: str = "ja", *, with_era: bool = True) -> str:
    """令和8（2026）年12月31日, 2026年12月31日 without the era; 2026-12-31 in English."""
    if language == "en":
        return day.isoformat()
    return f"{label(day.year, with_era=with_era)}{day.month}月{day.day}日"


def short(year: int, language: str = "ja") -> str:
    """R4, H元: the era year as an axis has room for it; R1 in English."""
    _name, letter, _romanised, number = era(year)
    return f"{letter}{'元' if number == 1 and language == 'ja' else number}"


def axis_expression(language: str = "ja", *, with_era: bool = True) -> str:
    """Vega expression for a year axis: R4 over 2022, or 2022 alone."""
    if not with_era:
        return "format(datum.value, 'd')"
    one = "'元'" if language == "ja" else "1"
    cases = "".join(
        f"datum.value >= {first} ? '{letter}' + (datum.value == {first} ? {one} : datum.value - {first - 1}) : "
        for _name, letter, _romanised, first in ERAS
    )
    return f"[{cases}'', format(datum.value, 'd')]"
