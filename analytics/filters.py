"""What the visitor asked for: frozen values, checked at the door."""

from typing import NamedTuple, Self

BASES = ("all", "vital", "register", "pref_survey")
SCOPES = ("all", "published")
ERAS = ("wareki", "seireki")
PUBLISHED, DEMO = ("published", "provisional", "derived"), "demo"


class Filters(NamedTuple):
    """home: area code of the city; areas: codes to compare; years inclusive; plan: its id, or
    empty for the plan that runs longest; the rest as in the constants."""

    home: str
    areas: tuple[str, ...]
    first_year: int
    last_year: int
    basis: str = "all"
    scope: str = "all"
    era: str = "wareki"
    lang: str = "ja"
    plan: str = ""

    @property
    def with_era(self) -> bool:
        return self.era == "wareki"

    @property
    def leading_basis(self) -> str:
        """The basis that headlines and comparisons use: the chosen one, vital statistics where all are shown."""
        return "vital" if self.basis == "all" else self.basis

    @property
    def migration_basis(self) -> str:
        """The leading basis of migration: both the report and vital statistics count Japanese nationals."""
        return "migration_report" if self.leading_basis == "vital" else self.leading_basis

    @property
    def statuses(self) -> list[str]:
        """Statuses that may be shown: demo rows only when they are asked for."""
        return [*PUBLISHED] if self.scope == "published" else [*PUBLISHED, DEMO]


class View(NamedTuple):
    """Everything a fact, a figure or a file is made from: the build that is read, and what was asked of it."""

    build: str
    filters: Filters

    @property
    def home(self) -> str:
        """Area code of the city."""
        return self.filters.home

    def but(self, **asked: object) -> Self:
        """The same, with other filters of these names."""
        return self._replace(filters=self.filters._replace(**asked))
