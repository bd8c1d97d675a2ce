"""Builds as files: the pointer to the one that is to be served, and what lies beside each of them.

CURRENT         file name of the build to serve
<hash>.duckdb   a build; once it has this name nothing writes to it
<hash>.sha256   its checksum, as `sha256sum -c` reads it
<hash>.held     somebody needs this build: it is kept, however many come after it
"""

import hashlib
import re
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

POINTER = "CURRENT"
NAME = re.compile(r"[0-9A-Za-z]{1,60}\.duckdb", re.ASCII)
LONGEST = 200


class State(NamedTuple):
    """What changes when a file does. size : bytes ; written : ns"""

    size: int
    written: int


def pointed(folder: Path) -> str | None:
    """File name of the build that is to be served, None where the pointer gives none."""
    name = _said(folder / POINTER)
    return name if NAME.fullmatch(name) else None


def newest(folder: Path) -> list[str]:
    """File names of the builds there, the newest first."""
    found = {path.name: at for path in folder.glob("*.duckdb") if (at := state(path))}
    return sorted(found, key=lambda name: found[name].written, reverse=True)


def state(build: Path) -> State | None:
    """None unless a build lies there with nothing on its way into it."""
    with suppress(OSError):
        found = build.stat()
        if NAME.fullmatch(build.name) and S_ISREG(found.st_mode) and not log(build).exists():
            return State(found.st_size, found.st_mtime_ns)
    return None


def log(build: Path) -> Path:
    """Where a database puts what is written to it and is not in it yet."""
    return build.with_name(f"{build.name}.wal")


def seal(build: Path) -> Path:
    return build.with_suffix(".sha256")


def is_sealed(build: Path) -> bool:
    return seal(build).exists()


def is_unchanged(build: Path) -> bool:
    """Whether it is to the last bit what its seal says. Raises OSError where it cannot be read."""
    return _said(seal(build)) == sealing(build, build.name)


def sealing(build: Path, name: str) -> str:
    """What the seal of a build of that name says; build : where it lies by now. Raises OSError."""
    with build.open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}"


def mark(build: Path) -> None:
    """Keep the build from being forgotten, as far as its folder can be written."""
    with suppress(OSError):
        if state(build) and not marker(build).exists():
            marker(build).touch()


def marker(build: Path) -> Path:
    return build.with_suffix(".held")


def _said(path: Path) -> str:
    """What a short file says, empty where there is none that can be read."""
    with suppress(OSError):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(LONGEST).decode("ascii", "replace").strip()
    return ""
