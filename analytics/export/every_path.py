"""Every path as one long list in a file."""

from analytics.export import csv
from analytics.figures.context import Context
from analytics.figures.outlook import every_path
from analytics.figures.outlook.whatif import Kept
from analytics.filters import Filters
from analytics.scenario import Levers


def of_scenarios(build: str, filters: Filters, levers: Levers, kept: Kept) -> bytes:
    """`csv.rows` of every scenario by year, sex and single year of age."""
    return csv.rows(every_path.of_scenarios(Context(build, filters), levers, kept))


def beside_releases(build: str, filters: Filters) -> bytes:
    """`csv.rows` of the unchanged path beside every release of the institute."""
    return csv.rows(every_path.beside_releases(Context(build, filters)))
