"""The one vocabulary for screen, table and export, read from terms.yml; what its concepts mean, from concepts.yml."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import yaml

from analytics import caching


class Term(NamedTuple):
    """A measure: symbol, words, unit, number format (Python format spec) and definition in one language."""

    symbol: str
    name: str
    unit: str
    format: str
    definition: str
    language: str

    @property
    def titled(self) -> str:
        """The words with their unit: 出生数（人）, Births (persons)."""
        unit = {"ja": f"（{self.unit}）", "en": f" ({self.unit})"}[self.language]
        return self.name + unit if self.unit else self.name


class Concept(NamedTuple):
    """A concept: its one word in each language, and what it is in plain Japanese."""

    ja: str
    en: str
    gloss_ja: str


@caching.of_code
def _vocabulary() -> dict[str, dict]:
    return _read("terms.yml")


@caching.of_code
def concepts() -> tuple[Concept, ...]:
    """In the order of concepts.yml."""
    return tuple(Concept(each["ja"], each["en"], each["gloss_ja"]) for each in _read("concepts.yml").values())


def _read(name: str) -> dict[str, dict]:
    return yaml.load((Path(__file__).parent / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def measure(symbol: str, language: str) -> Term:
    """Raises KeyError for a measure that is not in terms.yml."""
    entry = _vocabulary()["measures"][symbol]
    return Term(
        symbol,
        entry[language],
        entry.get(f"unit_{language}", ""),
        entry["format"],
        entry[f"definition_{language}"],
        language,
    )


def word(group: str, symbol: str, language: str) -> str:
    """The words for a code of a group: basis, status, sex, age_group, missing."""
    return _vocabulary()[group][symbol][language]


def words(group: str, language: str) -> dict[str, str]:
    """{code: words} of a whole group, in the order of terms.yml."""
    return {symbol: entry[language] for symbol, entry in _vocabulary()[group].items()}


def measures(language: str) -> list[Term]:
    return [measure(symbol, language) for symbol in _vocabulary()["measures"]]


def written(cells: Iterable[object]) -> list[str]:
    """A column as a table shows it: words as they are, numbers with as few decimals as all of them need."""
    numbers = [cell for cell in cells if not isinstance(cell, str) and cell is not None and cell == cell]
    spec = ",.0f" if all(float(cell).is_integer() for cell in numbers) else ",.2f"
    return [cell if isinstance(cell, str) else number(cell, spec) for cell in cells]


def number(value: float | None, spec: str) -> str:
    """A number as text and tables show it: 1,308 or 1.09; – when missing; the true minus sign."""
    if value is None or value != value:
        return "–"
    sign, rest = (spec[0], spec[1:]) if spec[:1] in "+-" else ("", spec)
    return format(value, f"{sign}z{rest}").replace("-", "−")
