"""How a build gets into its folder: whole or not at all, whatever happens meanwhile."""

import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.database import builds
from data import build, publishing, schema, writing
from data.problems import BuildRefusedError
from tests import damage

resource = pytest.importorskip("resource", reason="Windows neither limits files nor kills a process in this way")

ROOT = Path(__file__).parents[2]
TABLE = schema.Table(
    "births", "", (), None, "出生", "Births", ("year",), (schema.Column("year", "INTEGER", "年", "Year"),)
)
OLD, NEW = "0ld", "new"


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "builds"


def content(rows: int = 5000) -> list[writing.Content]:
    return [writing.Content(TABLE, pd.DataFrame({"year": range(rows)}).astype("Int64"))]


def publish(folder: Path, digest: str, rows: int = 5000) -> Path:
    return publishing.publish(folder, digest, content(rows))


def is_whole(path: Path, rows: int = 5000) -> bool:
    return builds.is_unchanged(path) and writing.holds(path, content(rows))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def tidy(*digests: str) -> set[str]:
    """What lies in a folder that holds these builds and nothing else."""
    return {".lock", "CURRENT", *(f"{digest}{ending}" for digest in digests for ending in (".duckdb", ".sha256"))}


@pytest.mark.parametrize("kind", [*damage.FILE, *damage.POINTER])
def test_building_mends_what_is_damaged(folder, kind):
    path = publish(folder, NEW)
    {**damage.FILE, **damage.POINTER}[kind](path)
    assert publish(folder, NEW) == path
    assert is_whole(path) and builds.pointed(folder) == path.name
    assert names(folder) == tidy(NEW)


@pytest.mark.parametrize("harm", ["fewer rows", "another column", "no table"])
def test_a_build_that_is_sealed_but_holds_something_else_is_written_again(folder, harm):
    path = publish(folder, NEW)
    with duckdb.connect(str(path)) as database:
        change = {"fewer rows": "DELETE FROM births WHERE year = 7", "no table": "DROP TABLE births"}
        database.execute(change.get(harm, "ALTER TABLE births RENAME year TO born"))
    damage.seal(path)
    assert is_whole(publish(folder, NEW))


def test_what_was_written_but_cannot_be_read_is_not_published(folder, monkeypatch):
    old = publish(folder, OLD)
    monkeypatch.setattr(writing, "write", lambda path, _wanted: path.write_bytes(b"no database"))
    with pytest.raises(publishing.CannotWriteError, match=re.escape(str(folder))):
        publish(folder, NEW)
    assert builds.pointed(folder) == old.name
    assert names(folder) == tidy(OLD)


def events(monkeypatch, folder: Path, fail_at: int = -1) -> list[tuple[str, str]]:
    """What is made sure of on the disk and what is renamed, in that order; one of them may fail."""
    found, sync, replace = [], os.fsync, os.replace

    def note(event: str, path: Path) -> None:
        found.append((event, path.name))
        if len(found) == fail_at + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def synced(descriptor: int) -> None:
        node = os.fstat(descriptor).st_ino
        note("sync", next(path for path in (folder, *folder.iterdir()) if path.stat().st_ino == node))
        sync(descriptor)

    def replaced(source: Path, place: Path) -> None:
        note("rename", place)
        replace(source, place)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    return found


def test_names_change_once_everything_is_on_the_disk(folder, monkeypatch):
    found = events(monkeypatch, folder)
    publish(folder, NEW)
    written = ["new.duckdb.unfinished", "new.sha256.unfinished", "CURRENT.unfinished"]
    assert found[:3] == [("sync", name) for name in written]
    moved = [("rename", name) for name in ("new.sha256", "new.duckdb", "CURRENT")]
    assert found[3:] == [event for move in moved for event in (move, ("sync", "builds"))]


@pytest.mark.parametrize("step", range(9))
def test_a_disk_that_fails_at_any_step_leaves_what_was_served(folder, monkeypatch, step):
    old = publish(folder, OLD)
    with monkeypatch.context() as failing:
        events(failing, folder, step)
        with pytest.raises(publishing.CannotWriteError, match=re.escape(str(folder))):
            publish(folder, NEW)
    assert builds.pointed(folder) == (f"{NEW}.duckdb" if step == 8 else old.name)
    assert is_whole(old)
    assert names(folder) <= tidy(OLD, NEW)
    assert is_whole(publish(folder, NEW))


@pytest.mark.parametrize("most", [0, 20_000, 300_000])
def test_a_disk_without_room_leaves_nothing_behind(folder, most):
    publish(folder, OLD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        with pytest.raises(publishing.CannotWriteError, match=f"{re.escape(str(folder))}.*容量"):
            publish(folder, NEW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names(folder) == tidy(OLD)
    assert builds.pointed(folder) == f"{OLD}.duckdb"


@pytest.mark.parametrize(("locale", "japanese"), [("ja_JP.UTF-8", True), ("en_GB.UTF-8", False)])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.ETIMEDOUT])
def test_the_command_says_what_keeps_it_from_writing_where(monkeypatch, capsys, folder, code, locale, japanese):
    monkeypatch.setenv("LC_ALL", locale)

    def fail(**_given: object) -> None:
        raise publishing.CannotWriteError(folder, OSError(code, os.strerror(code)))

    monkeypatch.setattr(build, "build", fail)
    assert build.main([]) == 2
    said, told = capsys.readouterr()
    assert said == "" and str(folder) in told and len(told.splitlines()) == 2
    assert bool(re.search("[ぁ-ん]", told)) == japanese


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(publishing.CannotWriteError, match="file/builds"):
        publish(tmp_path / "file" / "builds", NEW)


def test_a_folder_that_holds_what_is_wanted_need_not_be_written(folder, monkeypatch):
    path = publish(folder, NEW)
    events(monkeypatch, folder, 0)
    monkeypatch.setattr(publishing, "FileLock", None)
    assert publish(folder, NEW) == path


def test_what_a_dead_builder_left_is_swept_and_nothing_else(folder):
    publish(folder, OLD)
    left = ("x.9.unfinished", "x.9.unfinished.wal", "CURRENT.9", "0ld.duckdb.wal", "gone.sha256", "gone.held")
    for name in left:
        (folder / name).write_text("left", "utf-8")
    (folder / "x.unfinished.tmp").mkdir()
    (folder / "x.unfinished.tmp" / "block").touch()
    (folder / "compiled").mkdir()
    (folder / "notes.txt").touch()
    publish(folder, NEW)
    assert names(folder) == tidy(OLD, NEW) | {"compiled", "notes.txt"}


def test_a_build_that_somebody_needs_is_kept_until_its_mark_is_deleted(folder):
    paths = [publish(folder, f"{number}", 1) for number in range(3)]
    builds.mark(paths[1])
    for number in range(3, 13):
        publish(folder, f"{number}", 1)
    assert names(folder) == tidy("1", "8", "9", "10", "11", "12") | {"1.held"}
    builds.marker(paths[1]).unlink()
    publish(folder, "13", 1)
    assert names(folder) == tidy("9", "10", "11", "12", "13")


def test_many_builders_at_once_end_with_whole_builds_and_a_whole_pointer(folder):
    digests = [OLD, NEW] * 4
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(lambda digest: publish(folder, digest), digests))
    assert names(folder) == tidy(OLD, NEW)
    assert folder / builds.pointed(folder) in paths
    assert all(is_whole(path) for path in paths)


def test_a_builder_that_waits_in_vain_says_so(folder, monkeypatch):
    publish(folder, OLD)
    monkeypatch.setattr(publishing, "PATIENCE", 0.1)
    with publishing.FileLock(folder / publishing.LOCK), pytest.raises(publishing.CannotWriteError, match="続いて"):
        publish(folder, NEW)


ENDLESS = """
import os
import sys
from itertools import count
from pathlib import Path
from tests.data import test_publishing
for number in count():
    test_publishing.publish(Path(sys.argv[1]), f"{os.getpid()}x{number}")
    print(number, flush=True)
"""


def test_a_builder_killed_at_any_moment_leaves_a_whole_build_and_a_whole_pointer(folder):
    """Four here; hundreds were tried once."""
    draw = random.Random(4)
    for _time in range(4):
        command = [sys.executable, "-c", ENDLESS, str(folder)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout.readline() == b"0\n"
        time.sleep(draw.uniform(0, 0.3))
        process.send_signal(signal.SIGKILL)
        process.wait()
        served = builds.pointed(folder)
        assert served and is_whole(folder / served)
        assert all(is_whole(folder / name) for name in builds.newest(folder))
        publish(folder, "last")
        assert names(folder) == tidy(*(name.removesuffix(".duckdb") for name in builds.newest(folder)))


def test_a_refused_file_leaves_the_folder_alone(town, folder):
    (town / "figures" / "births.csv").unlink()
    with pytest.raises(BuildRefusedError):
        build.build(town, folder)
    assert not folder.exists()
