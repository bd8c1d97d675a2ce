"""What meetings decided: nothing that was acknowledged is ever lost, whoever writes and whatever is killed."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.database import decisions, local
from analytics.database.decisions import Decision
from analytics.database.local import MovedError, UnavailableError
from analytics.export import csv
from analytics.stories import OWN, Slide, Story, saved

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)
COUNT = """
from analytics.database import decisions, local
counted = 0
while counted < {0}:
    row = decisions.history().to_dict("records")[-1]
    seen = decisions.read(row)
    try:
        counted += decisions.change(row["decision_id"], seen, seen._replace(text=str(int(seen.text) + 1)))
    except local.MovedError:
        pass
"""
LOOP = """
from analytics.database import decisions
for number in range({0}):
    print(decisions.append(decisions.Decision(f"{1} {{number}}")), flush=True)
"""


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A file of decisions of its own."""
    monkeypatch.setattr(local, "FILE", tmp_path / "local" / "decisions.duckdb")
    return local.FILE


def elsewhere(file: Path, code: str) -> subprocess.Popen:
    """Another process with the same file."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"CITY_DECISIONS": str(file)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_without_a_file_there_is_nothing_and_none_is_made(file):
    assert decisions.history().empty
    assert decisions.latest(decisions.history(), TODAY).empty
    assert not file.exists()


def test_a_file_in_which_nothing_was_decided_yet_says_so(file):
    saved.save(Story(OWN, "会議", (Slide("births.tfr"),)))
    assert file.exists()
    assert decisions.latest(decisions.history(), TODAY).empty


def test_a_decision_comes_back_as_it_was_given(file):
    given = Decision(
        "調べる\n次回まで", "企画政策課", date(2026, 12, 31), "/meeting?story=hq&slide=6", False, "本部会議", "ab"
    )
    mark = decisions.append(given)
    (row,) = decisions.history().to_dict("records")
    assert file.exists()
    assert row["decision_id"] == mark
    assert Decision(**{field: row[field] for field in Decision._fields})._replace(due=row["due"].date()) == given


def test_an_edit_is_a_new_row_and_the_old_one_stays(file):
    assert file
    mark = decisions.append(Decision("one"))
    decisions.append(Decision("two"), mark)
    decisions.append(Decision("two", done=True), mark)
    rows = decisions.history()
    assert list(rows["text"]) == ["one", "two", "two"]
    (now,) = decisions.latest(rows, TODAY).to_dict("records")
    assert (now["text"], now["done"], now["since"]) == ("two", True, rows["written_at"].iloc[0])


def standing() -> Decision:
    (row,) = decisions.latest(decisions.history(), TODAY).to_dict("records")
    return decisions.read(row)


def test_a_change_writes_the_fields_that_were_changed_and_no_others(file):
    assert file
    seen = Decision("転出を調べる", "企画課", date(2026, 12, 31), "/meeting?slide=6", False, "本部会議", "ab")
    mark = decisions.append(seen)
    elsewhere = seen._replace(text="転入も調べる", owner="市民課", due=None)
    decisions.change(mark, seen, elsewhere)
    decisions.change(mark, seen, seen._replace(done=True))
    assert standing() == elsewhere._replace(done=True)
    decisions.change(mark, seen, seen._replace(evidence=""))
    assert standing() == elsewhere._replace(done=True, evidence="")
    assert len(decisions.history()) == 4


def test_a_field_that_others_changed_meanwhile_is_told_and_nothing_is_written(file):
    assert file
    seen = Decision("調べる", "企画課", date(2026, 12, 31))
    mark = decisions.append(seen)
    now = seen._replace(text="よく調べる", due=None, done=True)
    decisions.change(mark, seen, now)
    typed = seen._replace(text="すぐ調べる", owner="市民課", due=date(2027, 1, 31))
    with pytest.raises(MovedError) as moved:
        decisions.change(mark, seen, typed)
    assert (moved.value.now, moved.value.fields) == (now, ("text", "due"))
    assert standing() == now
    decisions.change(mark, seen._replace(text=now.text, due=now.due), typed)
    assert standing() == typed._replace(done=True)


def test_what_two_change_alike_is_written_once(file):
    assert file
    seen = Decision("調べる")
    mark = decisions.append(seen)
    assert decisions.change(mark, seen, seen._replace(done=True))
    assert not decisions.change(mark, seen, seen._replace(done=True))
    assert not decisions.change(mark, seen, seen)
    assert len(decisions.history()) == 2


def test_a_change_is_judged_by_the_fields_it_changes(file):
    seen = Decision("written\u200bbefore", "課")
    mark = decisions.append(Decision("x"))
    with duckdb.connect(str(file)) as database:
        database.execute("UPDATE decision SET text = ?, owner = ?", [seen.text, seen.owner])
    decisions.change(mark, seen, seen._replace(done=True))
    assert standing() == seen._replace(done=True)
    with pytest.raises(ValueError):
        decisions.change(mark, seen, seen._replace(owner="a\u202eb"))


def test_a_decision_that_an_older_file_does_not_have_is_written_whole(file):
    assert file
    seen = Decision("調べる", "企画課")
    decisions.change("a", seen, seen._replace(done=True))
    assert standing() == seen._replace(done=True)


def test_no_change_is_lost_between_processes_and_threads(file):
    decisions.append(Decision("0"))
    other = elsewhere(file, COUNT.format(5))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(exec, [COUNT.format(5)] * 2, [{}, {}]))
    assert other.wait(60) == 0
    assert list(decisions.history()["text"]) == [str(number) for number in range(16)]


def test_open_ones_come_first_and_those_past_their_day_are_counted(file):
    assert file
    decisions.append(Decision("no day"))
    decisions.append(Decision("later", due=date(2026, 12, 1)))
    decisions.append(Decision("done", due=date(2020, 1, 1), done=True))
    decisions.append(Decision("overdue", due=date(2026, 11, 14)))
    decisions.append(Decision("today", due=TODAY))
    found = decisions.latest(decisions.history(), TODAY)
    assert list(found["text"]) == ["overdue", "today", "later", "no day", "done"]
    assert list(found["overdue"]) == [10, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (Decision(" \n"), ["text"]),
        (Decision("x" * 2001), ["text"]),
        (Decision("x", owner="y" * 101), ["owner"]),
        (Decision("x", owner="a\x00"), ["owner"]),
        (Decision("", evidence="e" * 9001), ["text", "evidence"]),
    ],
)
def test_what_cannot_be_kept_is_named_and_not_written(file, given, fields):
    assert decisions.faults(given) == fields
    with pytest.raises(ValueError):
        decisions.append(given)
    assert not file.exists()


def test_two_thousand_characters_and_a_formula_are_kept_as_text_and_leave_as_text(file):
    assert file
    decisions.append(Decision("あ" * 2000, '=HYPERLINK("http://x")'))
    rows = decisions.history()
    assert rows["owner"].item() == '=HYPERLINK("http://x")'
    written = csv.rows(rows[["text", "owner", "due"]]).decode("utf-8-sig")
    assert pd.read_csv(pd.io.common.StringIO(written))["owner"].item() == '\'=HYPERLINK("http://x")'
    assert "あ" * 2000 in written and "NaT" not in written


def test_values_go_in_as_values_never_as_sql(file):
    assert file
    decisions.append(Decision("x'); DROP TABLE decision; --"))
    decisions.append(Decision("y"))
    assert len(decisions.history()) == 2


def test_several_processes_and_threads_write_at_once(file):
    others = [elsewhere(file, LOOP.format(12, name)) for name in ("a", "b")]
    with ThreadPoolExecutor(4) as pool:
        own = list(pool.map(lambda number: decisions.append(Decision(f"own {number}")), range(12)))
    told = [line.strip() for other in others for line in other.communicate(timeout=60)[0].splitlines()]
    assert [other.returncode for other in others] == [0, 0]
    assert len(told) == 24
    assert sorted(decisions.history()["decision_id"]) == sorted(own + told)


def test_what_was_acknowledged_outlives_a_kill(file):
    told = []
    for rounds in range(4):
        writer = elsewhere(file, LOOP.format(10_000, rounds))
        told += [writer.stdout.readline().strip() for _row in range(3 + 4 * rounds)]
        writer.send_signal(signal.SIGKILL)
        told += [line.strip() for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        assert set(told) <= set(decisions.history()["decision_id"])
    assert len(told) >= 36


def test_a_file_that_stays_locked_is_told_and_written_once_it_is_free(file, monkeypatch):
    decisions.append(Decision("before"))
    monkeypatch.setattr(local, "ATTEMPTS", 3)
    holder = elsewhere(
        file,
        f"import duckdb, time; held = duckdb.connect({str(file)!r}); print('held', flush=True); time.sleep(60)",
    )
    holder.stdout.readline()
    with pytest.raises(UnavailableError):
        decisions.append(Decision("while locked"))
    holder.kill()
    holder.communicate()
    decisions.append(Decision("after"))
    assert list(decisions.history()["text"]) == ["before", "after"]


def test_a_file_that_is_no_database_is_told_and_left_alone(file):
    file.parent.mkdir()
    file.write_text("notes of mine " * 1000, "utf-8")
    with pytest.raises(UnavailableError):
        decisions.append(Decision("x"))
    with pytest.raises(UnavailableError):
        decisions.history()
    assert file.read_text("utf-8").startswith("notes of mine")
