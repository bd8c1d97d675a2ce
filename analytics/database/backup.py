"""Copies of the file that visitors write: each is whole or not there, one a day, one before it is upgraded."""

import os
import shutil
from datetime import date, datetime
from pathlib import Path

FOLDER, KEPT, PART = "backup", 30, ".part"
ANY_DAY = "????-??-??"


def of_day(file: Path, day: date) -> Path:
    """Where the copy of that day lies: backup/decisions-2026-11-30.duckdb beside the file."""
    return file.parent / FOLDER / f"{file.stem}-{day.isoformat()}{file.suffix}"


def before_upgrade(file: Path, moment: datetime) -> Path:
    """Where the copy of a file that is about to be upgraded lies: decisions-before-upgrade-….duckdb beside it."""
    return file.with_name(f"{file.stem}-before-upgrade-{moment:%Y-%m-%d-%H%M%S}{file.suffix}")


def copy(file: Path, to: Path) -> None:
    """Copy it; the copy is on the disk under its name once this returns, and never there in part. Raises OSError.

    Nothing else in this process may have the file open: when a copy is closed, a process loses its locks on the file.
    """
    to.parent.mkdir(exist_ok=True)
    part = to.with_name(f"{to.name}.{os.getpid()}{PART}")
    try:
        with file.open("rb") as source, part.open("wb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        part.replace(to)
    finally:
        part.unlink(missing_ok=True)
    settle(to.parent)


def settle(folder: Path) -> None:
    """The names in a folder are on the disk once this returns, where the system can be asked for that."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def thin(file: Path, today: Path) -> None:
    """Keep the newest days; what a killed process left half copied goes too. today : the copy that was just made"""
    days = sorted(today.parent.glob(f"{file.stem}-{ANY_DAY}{file.suffix}"))
    halves = today.parent.glob(f"{file.stem}-{ANY_DAY}{file.suffix}.*{PART}")
    for each in [*days[:-KEPT], *(half for half in halves if not half.name.startswith(today.name))]:
        each.unlink(missing_ok=True)


def newest(file: Path) -> str:
    """The newest copy of a day as it is found from the file's folder, empty where there is none."""
    days = sorted((file.parent / FOLDER).glob(f"{file.stem}-{ANY_DAY}{file.suffix}"))
    return f"{FOLDER}/{days[-1].name}" if days else ""
