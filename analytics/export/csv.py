"""A figure's table as CSV that Excel opens as it is."""

import csv
import io

import pandas as pd

from analytics.figures import Figure, every_path
from analytics.figures.whatif import Kept
from analytics.filters import Filters
from analytics.scenario import Levers

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write(figure: Figure, footer: str, snapshot: str) -> bytes:
    """UTF-8 with BOM: title, the rows with plain numbers, then the source line and the snapshot id."""
    return sheet(figure.title, figure.export, footer, snapshot)


def sheet(title: str, frame: pd.DataFrame, footer: str, snapshot: str) -> bytes:
    """The same of any table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(title)])
    writer.writerow([neutral(heading) for heading in frame.columns])
    writer.writerows([neutral(cell) for cell in row] for row in frame.itertuples(index=False))
    writer.writerow([neutral(footer)])
    writer.writerow([f"snapshot {snapshot}"])
    return out.getvalue().encode("utf-8-sig")


def rows(frame: pd.DataFrame) -> bytes:
    """UTF-8 with BOM: headings and rows of a list that is no figure."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([neutral(heading) for heading in frame.columns])
    writer.writerows([neutral(cell) for cell in row] for row in frame.itertuples(index=False))
    return out.getvalue().encode("utf-8-sig")


def of_scenarios(build: str, filters: Filters, levers: Levers, kept: Kept) -> bytes:
    """`rows` of every scenario by year, sex and single year of age."""
    return rows(every_path.of_scenarios(build, filters, levers, kept))


def beside_releases(build: str, filters: Filters) -> bytes:
    """`rows` of the unchanged path beside every release of the institute."""
    return rows(every_path.beside_releases(build, filters))


def neutral(cell: object) -> object:
    """Text that a spreadsheet would run as a formula, made text; numbers as they are; missing as empty."""
    if cell is None or cell is pd.NA or cell != cell:
        return ""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return "'" + cell
    return cell
