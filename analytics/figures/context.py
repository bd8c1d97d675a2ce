"""What a maker is given: the build, what is asked of it, and how to speak of both."""

import re
from collections.abc import Iterable

import pandas as pd

from analytics import caching
from analytics.city import scope
from analytics.database import plans, queries
from analytics.filters import View
from analytics.words import era, language, terms

NUMBER = re.compile(r"\d+")


class Context(View):
    """The build and filters a figure is made for, and how to speak of them."""

    __slots__ = ()

    @property
    def plan(self) -> pd.Series:
        """The row of the plan that the filters name. Raises PlanMissingError where there is none."""
        return plans.plan(self.build, self.filters)

    @property
    def plan_id(self) -> str:
        """Empty where there is no plan."""
        return plans.plan_id(self.build, self.filters)

    @property
    def lang(self) -> str:
        return self.filters.lang

    @property
    def prefecture(self) -> str:
        """Area code of the city's prefecture, empty where it is not loaded."""
        return scope.prefecture(self.build)

    @property
    def country(self) -> str:
        """Area code of the whole country, empty where it is not loaded."""
        return scope.country(self.build)

    @property
    def yardstick(self) -> str:
        """Area code of what the city is measured against, empty where there is nothing."""
        return scope.yardstick(self.build)

    def text(self, source: str) -> str:
        return language.gettext(self.lang)(source)

    def term(self, symbol: str) -> terms.Term:
        return terms.measure(symbol, self.lang)

    def words(self, group: str) -> dict[str, str]:
        return terms.words(group, self.lang)

    def year(self, year: int, basis: str = "calendar") -> str:
        return era.label(int(year), self.lang, basis=basis, with_era=self.filters.with_era)

    def date(self, day: pd.Timestamp) -> str:
        return era.date_label(day.date(), self.lang, with_era=self.filters.with_era)

    def slot(self, year: int, basis: str = "calendar") -> str:
        """A year as a bar's axis writes it: R4 over 2022."""
        if not self.filters.with_era:
            return str(int(year))
        return f"{era.short(int(year), self.lang, basis=basis)}|{int(year)}"

    def short(self, year: int, basis: str = "fiscal") -> str:
        """A year where room is short: R7年度, R7年; FY2025, 2025."""
        if not self.filters.with_era or self.lang == "en":
            return era.label(int(year), self.lang, basis=basis, with_era=False)
        return f"{era.short(int(year), basis=basis)}{era.SUFFIX[basis]}"

    def row(self, year: int, basis: str = "calendar") -> str:
        """A year as a row's label: R4 2022."""
        return self.slot(year, basis).replace("|", " ")

    def row_of(self, day: pd.Timestamp) -> str:
        """A day of reference as a row's label: H31 2019 of 1 January."""
        written = str(day.year)
        return f"{era.short_day(day.date(), self.lang)} {written}" if self.filters.with_era else written

    def year_labels(self, basis: str = "calendar") -> str:
        """How a year axis is lettered; basis "jan1" where it counts days of reference."""
        return era.axis_expression(self.lang, basis=basis, with_era=self.filters.with_era)

    def period(self, years: pd.Series) -> str:
        first, last = int(years.min()), int(years.max())
        return f"{first}" if first == last else f"{first}–{last}"

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences, one after the other; empty ones are left out."""
        return language.sentences(parts, self.lang)

    def listed(self, parts: Iterable[str], mark: str = "、") -> str:
        """The parts that say something; mark : as in language.listed"""
        return language.listed(parts, self.lang, mark)

    def bracketed(self, words: str, detail: str) -> str:
        """20・30歳代の転入者数（2024年）; without brackets where there is no detail."""
        return self.text("{words}（{detail}）").format(words=words, detail=detail) if detail else words

    def place(self, code: str) -> str:
        return self.places()[code]

    def places(self) -> dict[str, str]:
        return queries.place_names(self.build, self.lang)

    def credits(self, source_ids: pd.Series) -> tuple[str, ...]:
        """One source line per producer: titles shortened to what differs, reference dates joined."""
        return _credit_lines(self.build, self.lang, tuple(sorted(set(source_ids.dropna()))))


@caching.of_choice
def _credit_lines(build: str, lang: str, source_ids: tuple[str, ...]) -> tuple[str, ...]:
    column = "credit" if lang == "ja" else "credit_en"
    rows = _passports(build).loc[list(source_ids)]
    return editions(list(dict.fromkeys(rows[column])))


def editions(lines: list[str]) -> tuple[str, ...]:
    """Source lines that differ in numbers alone as one: 「SSDSE-A-2018〜2026」."""
    alike: dict[tuple[str, ...], list[list[str]]] = {}
    for line in lines:
        alike.setdefault(tuple(NUMBER.split(line)), []).append(NUMBER.findall(line))
    return tuple(_joined(words, numbers) for words, numbers in alike.items())


def _joined(words: tuple[str, ...], numbers: list[list[str]]) -> str:
    spans = [
        f"{min(column, key=int)}〜{max(column, key=int)}" if len(set(column)) > 1 else column[0]
        for column in zip(*numbers, strict=True)
    ]
    return "".join(word + span for word, span in zip(words, [*spans, ""], strict=True))


@caching.of_build
def _passports(build: str) -> pd.DataFrame:
    return queries.credits(build)
