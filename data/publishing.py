"""A build on its way into the folder of builds: written beside, read again, put into place, pointed to.

Whatever stops it, even a pulled plug, what was served stays served. One builder at a time is at work in a folder, so
whatever lies unfinished there when it begins was left by one that is dead.
"""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from analytics.database import builds
from data import writing
from data.problems import speak

KEPT = 5
LOCK, UNFINISHED, PATIENCE = ".lock", ".unfinished", 60
LEFT = (f"*{UNFINISHED}*", f"{builds.POINTER}.*", "*.wal", "*.tmp")
FULL, FORBIDDEN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG), (errno.EACCES, errno.EPERM, errno.EROFS)


class CannotWriteError(Exception):
    """The folder of builds cannot be written; it is as it was."""

    def __init__(self, folder: Path, error: OSError):
        _ = speak()
        if isinstance(error, TimeoutError):
            sentence = _(
                "データベースを書けません：{folder} では別の作成が続いています。終わってから、もう一度実行してください。"
            )
        elif _is(error, FULL):
            sentence = _(
                "データベースを書けません：{folder} に書ける容量が足りません。空きを作ってから、もう一度実行してください。"
            )
        elif _is(error, FORBIDDEN):
            sentence = _(
                "データベースを書けません：{folder} に書き込む権限がありません。権限を確かめるか、CITY_BUILDS で別のフォルダを指定してください。"
            )
        else:
            sentence = _(
                "データベースを書けません：{folder} で問題が起きました（{reason}）。フォルダとディスクを確かめてください。"
            )
        super().__init__(sentence.format(folder=folder, reason=error))


def _is(error: OSError, codes: tuple[int, ...]) -> bool:
    """Whether that is what happened; DuckDB tells it in the system's words alone."""
    return any(error.errno == code or os.strerror(code) in str(error) for code in codes)


def publish(folder: Path, digest: str, wanted: list[writing.Content]) -> Path:
    """The path of the build of that name, which is whole and pointed to. Raises CannotWriteError."""
    path = folder / f"{digest}.duckdb"
    if _is_served(path, wanted) and not _left(folder):
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, PATIENCE):
            _sweep(folder)
            try:
                _put(path, wanted)
            finally:
                _sweep(folder)
            _forget_old(path)
    except OSError as error:
        raise CannotWriteError(folder, error) from error
    return path


def _put(path: Path, wanted: list[writing.Content]) -> None:
    """Everything is written, and on the disk, before the first name changes."""
    moves = [] if _is_whole(path, wanted) else _written(path, wanted)
    pointer = path.with_name(builds.POINTER)
    if builds.pointed(path.parent) != path.name:
        moves.append((_text(pointer, path.name), pointer))
    for unfinished, place in moves:
        _clear(place)
        unfinished.replace(place)
        _flush_folder(path.parent)


def _is_served(path: Path, wanted: list[writing.Content]) -> bool:
    return builds.pointed(path.parent) == path.name and _is_whole(path, wanted)


def _is_whole(path: Path, wanted: list[writing.Content]) -> bool:
    with suppress(OSError):
        return bool(builds.state(path)) and builds.is_unchanged(path) and writing.holds(path, wanted)
    return False


def _written(path: Path, wanted: list[writing.Content]) -> list[tuple[Path, Path]]:
    """The new build and its seal, each with the place it belongs to."""
    unfinished = _beside(path)
    writing.write(unfinished, wanted)
    _flush(unfinished)
    if not writing.holds(unfinished, wanted):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(unfinished))
    builds.log(path).unlink(missing_ok=True)
    seal = builds.seal(path)
    return [(_text(seal, builds.sealing(unfinished, path.name) + "\n"), seal), (unfinished, path)]


def _text(place: Path, text: str) -> Path:
    unfinished = _beside(place)
    unfinished.write_text(text, "ascii")
    _flush(unfinished)
    return unfinished


def _beside(place: Path) -> Path:
    return place.with_name(f"{place.name}{UNFINISHED}")


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """So that a new name outlives a power cut; Windows opens no folder and needs none of this."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _clear(place: Path) -> None:
    """A folder where a file belongs cannot be written over."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)


def _sweep(folder: Path) -> None:
    for path in _left(folder):
        _clear(path)
        path.unlink(missing_ok=True)


def _left(folder: Path) -> list[Path]:
    """What a builder that is dead left, and what lies beside no build."""
    unfinished = [path for pattern in LEFT for path in folder.glob(pattern)]
    beside = [path for ending in ("sha256", "held") for path in folder.glob(f"*.{ending}")]
    return [*unfinished, *(path for path in beside if not path.with_suffix(".duckdb").exists())]


def _forget_old(path: Path) -> None:
    """All but the newest few go, and those that are held stay."""
    others = [path.with_name(name) for name in builds.newest(path.parent) if name != path.name]
    for other in [each for each in others if not builds.marker(each).exists()][KEPT - 1 :]:
        with suppress(OSError):
            other.unlink()
            builds.seal(other).unlink(missing_ok=True)
