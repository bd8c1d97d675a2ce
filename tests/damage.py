"""What can befall a build or the pointer to it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb

from analytics.database import builds

Harm = Callable[[Path], None]


def flip(build: Path, first: int, last: int) -> None:
    """Other bits from one place to another."""
    found = bytearray(build.read_bytes())
    found[first:last] = bytes(255 - byte for byte in found[first:last])
    build.write_bytes(found)


def halve(build: Path) -> None:
    os.truncate(build, build.stat().st_size // 2)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside").touch()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def drop(build: Path, table: str = "births", *, sealed: bool = True) -> None:
    """A whole database, but without a table that the app asks for."""
    copy = build.with_name("copy")
    shutil.copy(build, copy)
    with duckdb.connect(str(copy)) as database:
        database.execute(f"DROP TABLE {table}")
    copy.replace(build)
    if sealed:
        seal(build)


def seal(build: Path) -> None:
    builds.seal(build).write_text(builds.sealing(build, build.name), "ascii")


def reseal(build: Path) -> None:
    builds.seal(build).write_text("0" * 64, "ascii")
    build.touch()


def unsealed(build: Path) -> None:
    """Damaged, and without the checksum that would tell."""
    builds.seal(build).unlink()
    flip(build, build.stat().st_size // 2, build.stat().st_size // 2 + 1)


def pointing(text: bytes) -> Harm:
    return lambda build: (build.parent / builds.POINTER).write_bytes(text)


FILE: dict[str, Harm] = {
    "empty": lambda build: build.write_bytes(b""),
    "cut off": halve,
    "flipped header": lambda build: flip(build, 8, 12),
    "flipped middle": lambda build: flip(build, build.stat().st_size // 2, build.stat().st_size // 2 + 1),
    "another version": lambda build: flip(build, 12, 20),
    "text": lambda build: build.write_text("year,births\n2024,1154\n", "utf-8"),
    "a folder": folder,
    "gone": Path.unlink,
    "a log beside it": lambda build: builds.log(build).write_bytes(b"\x00" * 100),
    "written to": lambda build: drop(build, sealed=False),
    "another seal": reseal,
    "unsealed and damaged": unsealed,
}
if hasattr(os, "mkfifo"):
    FILE["a pipe"] = pipe
POINTER: dict[str, Harm] = {
    "empty pointer": pointing(b""),
    "pointer to nothing": pointing(b"0123456789abcdef.duckdb"),
    "garbage in the pointer": pointing(os.urandom(64)),
    "pointer outside": pointing(b"../../../../etc/passwd"),
    "pointer to a path outside": pointing(b"../outside.duckdb"),
    "long pointer": pointing(b"a" * 10_000_000),
    "two lines": pointing(b"a.duckdb\nb.duckdb"),
    "pointer with nul": pointing(b"a\x00.duckdb"),
    "pointer in two-byte letters": pointing("a.duckdb".encode("utf-16")),
    "no pointer": lambda build: (build.parent / builds.POINTER).unlink(),
    "pointer is a folder": lambda build: folder(build.parent / builds.POINTER),
}


def copied(database: str, into: Path) -> str:
    """The repository's build with its seal in a folder of its own -> its name."""
    source = Path(os.environ["CITY_BUILDS"]) / database
    into.mkdir(exist_ok=True)
    for path in (source, builds.seal(source)):
        shutil.copy(path, into)
    (into / builds.POINTER).write_text(database, "utf-8")
    return database


def another(build: Path, name: str, city: str, built_at: str = "2026-11-30 00:00:00") -> str:
    """A whole build beside it that differs in the city's name and in its day, and is pointed to -> its name."""
    copy = build.with_name("copy")
    shutil.copy(build, copy)
    with duckdb.connect(str(copy)) as database:
        database.execute("UPDATE area SET name_en = $city WHERE is_home", {"city": city})
        database.execute("UPDATE _build SET built_at = $day", {"day": built_at})
    seal(copy.replace(build.with_name(name)))
    (build.parent / builds.POINTER).write_text(name, "utf-8")
    return name


def older_beside(name: str, folder: Path) -> str:
    """A whole build of an older day beside that one, which is pointed to -> its name."""
    older = another(folder / name, "older.duckdb", "Older Town", "2026-05-31 16:20:00")
    os.utime(folder / older, (1_700_000_000,) * 2)
    (folder / builds.POINTER).write_text(name, "utf-8")
    return older
