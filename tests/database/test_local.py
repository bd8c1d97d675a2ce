"""The file that visitors write, whatever becomes of it: read without the right to write, never written when damaged,
copied every day and before it is upgraded."""

import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from threading import Thread

import duckdb
import pytest

from analytics.database import backup, decisions, local
from analytics.database.decisions import Decision
from analytics.database.local import (
    DAMAGED,
    DISK,
    FORBIDDEN,
    FULL,
    LOCKED,
    NEWER,
    OFTEN,
    UNUSABLE,
    UnavailableError,
)
from analytics.stories import OWN, Slide, Story, saved
from tests import rights

ROOT = Path(__file__).parents[2]
BLOCK, FIRST = 262_144, 12_288
FACTOR, WORD = 0xBF58476D1CE4E5B9, 2**64
TOLD = Story(OWN, "秋の会議", (Slide("births.tfr"),))
RELEASED = (
    """CREATE TABLE decision (
        decision_id VARCHAR NOT NULL, written_at TIMESTAMP NOT NULL, text VARCHAR NOT NULL, owner VARCHAR NOT NULL,
        due DATE, evidence VARCHAR NOT NULL, done BOOLEAN NOT NULL, story VARCHAR NOT NULL, snapshot VARCHAR NOT NULL
    )""",
    """CREATE TABLE saved_story (
        saved_id VARCHAR NOT NULL, written_at TIMESTAMP NOT NULL, story VARCHAR NOT NULL, gone BOOLEAN NOT NULL
    )""",
    """INSERT INTO decision VALUES
        ('a', '2026-10-01 01:00:00', '転出を調べる', '企画政策課', '2026-12-31', '', false, '本部会議', 'ab'),
        ('a', '2026-10-02 01:00:00', '転出を調べる', '企画政策課', '2026-12-31', '', true, '本部会議', 'ab')""",
)


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(local, "FILE", tmp_path / "local" / "decisions.duckdb")
    return local.FILE


def holding(file: Path, *, read_only: bool, seconds: float = 60) -> subprocess.Popen:
    """Another process that has the file open."""
    code = (
        f"import duckdb, time; held = duckdb.connect({str(file)!r}, read_only={read_only});"
        f"print('held', flush=True); time.sleep({seconds})"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    holder.stdout.readline()
    return holder


def flipped(raw: bytes, *places: int) -> bytes:
    return bytes(byte ^ 0xFF if place in places else byte for place, byte in enumerate(raw))


def of_newer_duckdb(raw: bytes) -> bytes:
    """The same file under a storage version of years to come, its checksum put right."""
    changed = bytearray(raw)
    struct.pack_into("<I", changed, 12, 200)
    words = [struct.unpack_from("<Q", each, 8)[0] for each in (raw, changed)]
    (kept,) = struct.unpack_from("<Q", raw, 0)
    struct.pack_into("<Q", changed, 0, kept ^ words[0] * FACTOR % WORD ^ words[1] * FACTOR % WORD)
    return bytes(changed)


AILING: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "no bytes": (lambda _raw: b"", DAMAGED),
    "one byte": (lambda raw: raw[:1], DAMAGED),
    "half a header": (lambda raw: raw[:100], DAMAGED),
    "headers alone": (lambda raw: raw[:FIRST], DAMAGED),
    "half of it": (lambda raw: raw[: len(raw) // 2], DAMAGED),
    "noughts": (lambda raw: bytes(len(raw)), DAMAGED),
    "text": (lambda _raw: b"notes of mine " * 1000, DAMAGED),
    "a byte of the header": (lambda raw: flipped(raw, 100), DAMAGED),
    "a byte of each block": (lambda raw: flipped(raw, *range(FIRST + 500, len(raw), BLOCK)), DAMAGED),
    "newer software": (of_newer_duckdb, NEWER),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    """A file in which something was written."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "FILE", tmp_path_factory.mktemp("whole") / "decisions.duckdb")
        decisions.append(Decision("調べる"))
        saved.save(TOLD)
        return local.FILE.read_bytes()


@pytest.mark.parametrize("ailment", AILING)
def test_what_ails_the_file_is_told_at_once_and_nothing_is_written_to_it(tmp_path, monkeypatch, whole, ailment):
    folder = tmp_path / "Conflicting lock is held in"
    folder.mkdir()
    monkeypatch.setattr(local, "FILE", folder / "blocked.duckdb")
    spoil, why = AILING[ailment]
    raw = spoil(whole)
    local.FILE.write_bytes(raw)
    began = time.monotonic()
    for attempt in (
        decisions.history,
        saved.latest,
        lambda: decisions.append(Decision("x")),
        lambda: saved.save(TOLD),
    ):
        with pytest.raises(UnavailableError) as error:
            attempt()
        assert error.value.why == why
    assert time.monotonic() - began < 2
    assert local.FILE.read_bytes() == raw


def test_damage_beside_the_file_is_told(file):
    decisions.append(Decision("調べる"))
    code = (
        f"import duckdb, os; database = duckdb.connect({str(file)!r});"
        "database.execute('INSERT INTO decision SELECT * FROM decision'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code])
    beside = file.with_name("decisions.duckdb.wal")
    beside.write_bytes(flipped(beside.read_bytes(), 30))
    before = file.read_bytes(), beside.read_bytes()
    for attempt in (decisions.history, lambda: decisions.append(Decision("x"))):
        with pytest.raises(UnavailableError, match=DAMAGED):
            attempt()
    assert (file.read_bytes(), beside.read_bytes()) == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('Cannot open file "C:\\x": 使用中です。\n\nFile is already open in \nC:\\python.exe (PID 7)', LOCKED),
        ('Could not set lock on file "/x": No locks available', UNUSABLE),
        ('Cannot open file "/Corrupt/block": No such file or directory', UNUSABLE),
    ],
)
def test_a_lock_is_known_in_every_language_and_by_nothing_but_its_words(monkeypatch, said, why):
    def locked(*_arguments: object, **_named: object) -> None:
        raise duckdb.IOException(f"IO Error: {said}")

    monkeypatch.setattr(local, "ATTEMPTS", 2)
    monkeypatch.setattr(local, "FILE", Path(__file__))
    monkeypatch.setattr(local.duckdb, "connect", locked)
    with pytest.raises(UnavailableError, match=why):
        decisions.history()


def test_damage_in_one_table_keeps_rows_from_the_other(file):
    saved.save(Story(OWN, "会議", tuple(Slide("births.tfr", note=os.urandom(900).hex()) for _slide in range(40))))
    for _row in range(3):
        decisions.append(Decision("調べる"))
    raw, whole = file.read_bytes(), len(decisions.history())
    for place in range(FIRST + 500, len(raw), BLOCK):
        file.write_bytes(flipped(raw, place))
        try:
            assert len(decisions.history()) == whole
        except UnavailableError:
            continue
        with pytest.raises(UnavailableError, match=DAMAGED):
            saved.latest()
        with pytest.raises(UnavailableError, match=DAMAGED):
            decisions.append(Decision("x"))
        return
    pytest.fail("no block holds stories alone")


def test_a_folder_of_its_name_and_a_file_of_its_folders_name_are_told(file, monkeypatch):
    file.mkdir(parents=True)
    for attempt in (decisions.history, lambda: decisions.append(Decision("x"))):
        with pytest.raises(UnavailableError, match=UNUSABLE):
            attempt()
    file.with_name("no folder").write_text("", "utf-8")
    monkeypatch.setattr(local, "FILE", file.with_name("no folder") / "decisions.duckdb")
    with pytest.raises(UnavailableError, match=UNUSABLE):
        decisions.append(Decision("x"))


def test_a_file_of_a_later_version_is_told_and_left_alone(file):
    decisions.append(Decision("調べる"))
    with duckdb.connect(str(file)) as database:
        database.execute("INSERT INTO schema_version VALUES (99, '2030-01-01')")
    raw = file.read_bytes()
    for attempt in (decisions.history, lambda: decisions.append(Decision("x"))):
        with pytest.raises(UnavailableError, match=NEWER):
            attempt()
    assert file.read_bytes() == raw


@pytest.mark.parametrize(("of_file", "of_folder"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_who_may_not_write_reads(file, of_file, of_folder):
    decisions.append(Decision("調べる"))
    kept = saved.save(TOLD)
    raw = file.read_bytes()
    file.chmod(of_file)
    file.parent.chmod(of_folder)
    try:
        with rights.bound():
            assert list(decisions.history()["text"]) == ["調べる"]
            assert saved.latest() == [kept]
            with pytest.raises(UnavailableError, match=FORBIDDEN):
                decisions.append(Decision("x"))
    finally:
        file.parent.chmod(0o755)
    assert file.read_bytes() == raw


def test_who_may_not_even_read_is_told(file):
    decisions.append(Decision("調べる"))
    for path in (file, file.parent):
        path.chmod(0)
        try:
            with rights.bound(), pytest.raises(UnavailableError, match=FORBIDDEN):
                decisions.history()
        finally:
            path.chmod(0o755)


FILLING = """
import os, subprocess
from analytics.database import decisions, local
from analytics.database.decisions import Decision
kept, why = [], ""
while not why and len(kept) < 500:
    try:
        kept.append(decisions.append(Decision(os.urandom(1000).hex(), evidence=os.urandom(4400).hex())))
    except local.UnavailableError as error:
        why = error.why
subprocess.run(["mount", "-o", "remount,ro", str(local.FILE.parent)], check=True)
print(why, len(kept) > 3, kept == list(decisions.history()["decision_id"]))
try:
    decisions.append(Decision("x"))
except local.UnavailableError as error:
    print(error.why)
"""


def test_a_full_disk_loses_nothing_and_a_disk_that_is_read_only_is_read(tmp_path):
    told = rights.mounted(
        tmp_path, "2500k", FILLING, CITY_DECISIONS=f"{tmp_path}/decisions.duckdb", PYTHONPATH=str(ROOT)
    )
    assert told.split() == [DISK, "True", "True", FORBIDDEN]


def test_a_reader_waits_neither_for_other_readers_nor_for_who_waits_to_write(file):
    decisions.append(Decision("before"))
    holder = holding(file, read_only=True)
    writer = Thread(target=decisions.append, args=(Decision("after"),))
    writer.start()
    try:
        for _reading in range(3):
            began = time.monotonic()
            assert list(decisions.history()["text"]) == ["before"]
            assert time.monotonic() - began < 1
        assert writer.is_alive()
    finally:
        holder.kill()
        holder.communicate()
    writer.join()
    assert list(decisions.history()["text"]) == ["before", "after"]


def test_a_reader_waits_for_a_writer_of_another_process(file):
    decisions.append(Decision("before"))
    holder = holding(file, read_only=False, seconds=0.5)
    assert list(decisions.history()["text"]) == ["before"]
    holder.communicate()


def test_a_file_that_stays_locked_is_told(file, monkeypatch):
    decisions.append(Decision("before"))
    monkeypatch.setattr(local, "ATTEMPTS", 3)
    holder = holding(file, read_only=False)
    with pytest.raises(UnavailableError, match=LOCKED):
        decisions.history()
    holder.kill()
    holder.communicate()


def at(monkeypatch, *moment: int) -> None:
    """The moment, UTC, at which what follows is written."""
    monkeypatch.setattr(local, "now", lambda: datetime(*moment))


def days(file: Path) -> list[str]:
    return sorted(path.name for path in (file.parent / "backup").iterdir())


def texts(copy: Path) -> list[str]:
    with duckdb.connect(str(copy), read_only=True) as database:
        return [text for (text,) in database.execute("SELECT text FROM decision ORDER BY rowid").fetchall()]


def test_the_file_is_copied_before_the_first_row_of_a_day_in_japan(file, monkeypatch):
    at(monkeypatch, 2026, 11, 30, 14, 59)
    decisions.append(Decision("one"))
    assert not (file.parent / "backup").exists()
    at(monkeypatch, 2026, 11, 30, 15, 0)
    for text in ("two", "three"):
        decisions.append(Decision(text))
    assert days(file) == ["decisions-2026-12-01.duckdb"]
    assert texts(file.parent / "backup" / "decisions-2026-12-01.duckdb") == ["one"]
    assert local.copied() == "backup/decisions-2026-12-01.duckdb"


def test_thirty_days_are_kept_and_nothing_half_copied(file, monkeypatch):
    decisions.append(Decision("one"))
    folder = file.parent / "backup"
    folder.mkdir()
    for day in range(1, 32):
        (folder / f"decisions-2026-10-{day:02}.duckdb").write_bytes(b"")
    (folder / "decisions-2026-10-31.duckdb.77.part").write_bytes(b"half")
    (folder / "of mine.duckdb").write_bytes(b"")
    at(monkeypatch, 2026, 11, 30, 3)
    decisions.append(Decision("two"))
    kept = [f"decisions-2026-10-{day:02}.duckdb" for day in range(3, 32)]
    assert days(file) == [*kept, "decisions-2026-11-30.duckdb", "of mine.duckdb"]


def test_what_a_killed_process_left_beside_the_file_is_in_the_copy(file, monkeypatch):
    at(monkeypatch, 2026, 11, 29, 3)
    decisions.append(Decision("one"))
    code = (
        f"import duckdb, os; database = duckdb.connect({str(file)!r});"
        "database.execute(\"INSERT INTO decision SELECT * REPLACE ('two' AS text) FROM decision\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code])
    assert file.with_name("decisions.duckdb.wal").exists()
    at(monkeypatch, 2026, 11, 30, 3)
    decisions.append(Decision("three"))
    assert texts(backup.of_day(file, date(2026, 11, 30))) == ["one", "two"]
    assert texts(file) == ["one", "two", "three"]


def test_nobody_writes_while_the_file_is_copied(file, monkeypatch):
    at(monkeypatch, 2026, 11, 29, 3)
    decisions.append(Decision("one"))
    at(monkeypatch, 2026, 11, 30, 3)
    copyfileobj, told = backup.shutil.copyfileobj, []

    def watched(source, target) -> None:
        code = f"import duckdb; duckdb.connect({str(file)!r})"
        told.append(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr)
        copyfileobj(source, target)

    monkeypatch.setattr(backup.shutil, "copyfileobj", watched)
    decisions.append(Decision("two"))
    assert len(told) == 1 and "Conflicting lock is held" in told[0]


def test_a_copy_that_fails_leaves_neither_a_copy_nor_a_row(file, monkeypatch):
    at(monkeypatch, 2026, 11, 29, 3)
    decisions.append(Decision("one"))
    at(monkeypatch, 2026, 11, 30, 3)

    def full(_source, target) -> None:
        target.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.shutil, "copyfileobj", full)
    with pytest.raises(UnavailableError, match=DISK):
        decisions.append(Decision("two"))
    assert days(file) == [] and texts(file) == ["one"]


def test_a_file_of_the_released_version_is_read_as_it_is_and_upgraded_by_its_first_row(file):
    file.parent.mkdir()
    with duckdb.connect(str(file)) as database:
        for sql in RELEASED:
            database.execute(sql)
    raw = file.read_bytes()
    rows = decisions.history()
    assert list(rows["done"]) == [False, True] and saved.latest() == []
    assert file.read_bytes() == raw
    for text in ("二つ目", "三つ目"):
        decisions.append(Decision(text))
    (copy,) = file.parent.glob("decisions-before-upgrade-*.duckdb")
    assert copy.read_bytes() == raw
    assert decisions.history().iloc[:2].equals(rows)
    assert list(decisions.history()["text"]) == ["転出を調べる"] * 2 + ["二つ目", "三つ目"]
    with duckdb.connect(str(file), read_only=True) as database:
        assert [row[0] for row in database.table("schema_version").fetchall()] == [local.VERSION]


def test_a_new_file_is_whole_or_not_there(file, monkeypatch):
    def killed(_database) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(local, "_upgrade", killed)
        with pytest.raises(KeyboardInterrupt):
            decisions.append(Decision("one"))
    assert not list(file.parent.iterdir())
    decisions.append(Decision("two"))
    assert [path.name for path in file.parent.iterdir()] == ["decisions.duckdb"]


def test_a_folder_that_knows_no_second_names_gets_its_file_all_the_same(file, monkeypatch):
    def unknown(*_names: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(local.os, "link", unknown)
    decisions.append(Decision("one"))
    decisions.append(Decision("two"))
    assert texts(file) == ["one", "two"]
    assert not list(file.parent.glob("*before-upgrade*"))


@pytest.mark.parametrize(
    ("bound", "why"),
    [((decisions, "MOST", 2), FULL), ((decisions, "MOST_VERSIONS", 2), OFTEN), ((local, "LARGEST", 9), FULL)],
)
def test_there_is_an_end_to_what_is_written(file, monkeypatch, bound, why):
    mark = decisions.append(Decision("one"))
    decisions.append(Decision("two"))
    decisions.change(mark, Decision("one"), Decision("one", done=True))
    rows = len(decisions.history())
    monkeypatch.setattr(*bound)
    with pytest.raises(UnavailableError, match=why):
        if why == OFTEN:
            decisions.change(mark, Decision("one"), Decision("1"))
        else:
            decisions.append(Decision("three"))
    assert len(decisions.history()) == rows
    assert file.exists()


@pytest.mark.usefixtures("file")
def test_there_is_an_end_to_the_stories_that_are_saved(monkeypatch):
    kept = saved.save(TOLD)
    monkeypatch.setattr(saved, "MOST", 1)
    monkeypatch.setattr(saved, "MOST_VERSIONS", 2)
    with pytest.raises(UnavailableError, match=FULL):
        saved.save(TOLD)
    gone = saved.change(kept, kept.story, gone=True)
    with pytest.raises(UnavailableError, match=OFTEN):
        saved.change(gone, kept.story)
    assert saved.latest() == [gone]


@pytest.mark.parametrize("one_file", [False, True])
def test_the_environment_says_where_the_file_lies(tmp_path, one_file):
    code = (
        "from analytics.database import decisions, local; from analytics.export.slides import templates;"
        "decisions.append(decisions.Decision('x')); print(local.FILE, templates.PATH, sep='\\n')"
    )
    folder, other = tmp_path / "of the city" / "local", tmp_path / "elsewhere" / "one.duckdb"
    environment = {name: value for name, value in os.environ.items() if name != "CITY_DECISIONS"}
    environment |= {"CITY_LOCAL": str(folder)} | ({"CITY_DECISIONS": str(other)} if one_file else {})
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    path = other if one_file else folder / "decisions.duckdb"
    assert told.stdout.splitlines() == [str(path), str(folder / "template.pptx")]
    assert path.exists()
