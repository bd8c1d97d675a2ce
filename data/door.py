"""The door: everything under data/ is read and checked here, and what cannot be trusted comes no further."""

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from data import changes, checks, demo_checks, passports, plan_checks, schema, stories
from data.problems import BuildRefusedError, Problem


def checked(
    root: Path,
    tables: dict[str, schema.Table],
    last: dict[str, pd.DataFrame],
    accepted: Collection[str] = (),
    sealed: bool = True,
) -> dict[str, pd.DataFrame]:
    """{table: its rows as text}.

    last : the tables of the build before, as they are stored ; accepted : of changes.KINDS, what may have happened since
    sealed : whether the files have to be those of the hashes in sources.yml
    Raises BuildRefusedError with every problem found.
    """
    known = passports.read(root)
    problems = stories.check(root) + (passports.verify(root, known) if sealed else [])
    frames = {}
    for name, table in tables.items():
        try:
            frames[name] = passports.frame(root, known) if name == "source" else schema.load(table, root)
        except BuildRefusedError as refused:
            problems += refused.problems
    if len(frames) == len(tables):
        problems += _faults(tables, frames) + passports.check_coverage(frames, known)
        problems += [] if problems else plan_checks.check(frames) + demo_checks.check(tables, frames)
        problems += changes.check(root, tables, last, frames, accepted, sound=not problems)
    if problems:
        raise BuildRefusedError(problems)
    return frames


def _faults(tables: dict[str, schema.Table], frames: dict[str, pd.DataFrame]) -> list[Problem]:
    targets = {column.refers for table in tables.values() for column in table.columns if column.refers}
    referred = {target: set(frames[target.split(".")[0]][target.split(".")[1]]) for target in targets}
    return [fault for name, table in tables.items() for fault in checks.check(table, frames[name], referred)]
