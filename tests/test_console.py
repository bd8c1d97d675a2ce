"""Every command writes to a console that does not know every letter: cp932 of Japanese Windows, and ASCII."""

import ast
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analytics import console
from analytics.database import store

ROOT = Path(__file__).parent.parent
MAINS = sorted(
    path
    for top in ("analytics", "data", "bench", "tests")
    for path in (ROOT / top).rglob("*.py")
    if all(part in path.read_text("utf-8") for part in ('\nif __name__ == "__main__":', "\ndef main("))
)
SAID = [
    ("cp932", "", ("data.demo",)),
    ("cp932", "データベースを作りました", ("data.build",)),
    ("ascii", "データベースを作りました", ("data.build",)),
    ("cp932", "公表された結果", ("analytics.checks",)),
    ("cp932", "出生率", ("analytics.scenario", "--net", "-300", "--goal")),
    ("ascii", "rate", ("analytics.scenario", "--goal", "--lang", "en")),
    ("cp932", "転入超過", ("analytics.scenario", "--help")),
    ("cp932", "FILE", ("analytics.export", "--help")),
    ("ascii", "", ("tests.browser_setup",)),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The commands beside a copy of data/, so that they may write there."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("builds", "local", "__pycache__"))
    for name in ("analytics", "tests"):
        (root / name).symlink_to(ROOT / name)
    return root


def run(root: Path, encoding: str, *command: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LANG": "ja_JP.UTF-8"}
    environment["CITY_BUILDS"] = str(root / "data" / "builds" if command[0] == "data.build" else store.BUILDS)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=root, env=environment, capture_output=True, check=False
    )


@pytest.mark.parametrize(("encoding", "said", "command"), SAID)
def test_a_command_says_all_it_has_to_say(database, copy, encoding, said, command):
    assert database
    done = run(copy, encoding, *command)
    assert done.returncode == 0, done.stderr.decode(encoding)
    assert said.encode(encoding, "backslashreplace") in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(("encoding", "command"), [("cp932", "checks"), ("ascii", "scenario")])
def test_json_stays_json(database, copy, encoding, command):
    assert database
    found = json.loads(run(copy, encoding, f"analytics.{command}", "--json").stdout.decode(encoding))
    assert found[{"checks": "numbers", "scenario": "rows"}[command]]


def test_a_refusal_is_written_too(copy):
    file = copy / "data" / "figures" / "births.csv"
    whole = file.read_text("utf-8")
    file.write_text(whole + "−1\n", "utf-8")
    done = run(copy, "cp932", "data.build")
    file.write_text(whole, "utf-8")
    assert done.returncode == 2
    assert "births.csv" in done.stderr.decode("cp932") and "Traceback" not in done.stderr.decode("cp932")


def test_what_the_console_does_not_know_is_alike_or_told_by_its_code(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), "cp932", newline="\n")
    monkeypatch.setattr(sys, "stdout", out)
    console.prepare()
    print("差 −0.5〜1、1.09–1.33、𠮷田・é")
    print(console.as_json({"𠮷": "−é"}))
    out.flush()
    out.buffer.write(b"\x00\r\n")
    text = "差 −0.5〜1、1.09-1.33、\\U00020bb7田・\\xe9\n" + '{\n "\\ud842\\udfb7": "\\u2212\\u00e9"\n}\n'
    assert out.buffer.getvalue() == text.encode("cp932") + b"\x00\r\n"


@pytest.mark.parametrize("path", MAINS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_prepares_the_console_first(path):
    main = next(node for node in ast.parse(path.read_text("utf-8")).body if getattr(node, "name", "") == "main")
    assert ast.unparse(main.body[0]) == "console.prepare()"


def test_every_command_is_among_them():
    assert len(MAINS) >= 10
