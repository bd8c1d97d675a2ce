"""A plan as a whole: faults across its files are refused, and another plan loads by adding a folder."""

import shutil
from pathlib import Path

import duckdb
import pytest

from data import build, passports

PLAN = "strategy/atsugi-2"
FAULTS = [
    (
        "kpi_value.csv without a KPI's target",
        "demo/kpi_value.csv",
        ",kpi-ebook-loans,,2026,target",
        None,
        "kpi-ebook-loans",
        "目標値の行がありません",
    ),
    (
        "a numeric target's target",
        "demo/kpi_value.csv",
        ",,g2-t3,2026,target",
        None,
        "g2-t3",
        "目標値の行がありません",
    ),
    (
        "a measure without KPI or reason",
        f"{PLAN}/measure.csv",
        "revised,g2-m1,",
        ("記載なし", ""),
        "g2-m1",
        "KPI がなく",
    ),
    (
        "a measure with KPI and a reason",
        f"{PLAN}/measure.csv",
        "revised,g1-m1,",
        (",,変更", ",記載なし,変更"),
        "記載なし",
        "KPI があるのに",
    ),
    (
        "an initiative without KPI or reason",
        f"{PLAN}/initiative.csv",
        "revised,g4-m3-i3,",
        ("記載なし", ""),
        "g4-m3-i3",
        "KPI がなく",
    ),
    (
        "an unknown id in kpi_value",
        f"{PLAN}/kpi_value.csv",
        ",g3-t2,2022,",
        ("g3-t2", "g3-t9"),
        "g3-t9",
        "numeric_target.numeric_target_id にありません",
    ),
    ("a target after the plan", "demo/kpi_value.csv", ",,g1-t1,2026,target", ("2026", "2029"), "2029", "2021–2026"),
    (
        "a target before the plan",
        "demo/kpi_value.csv",
        ",,g1-t1,2026,target",
        ("2026", "2019"),
        "2019",
        "2021–2026",
    ),
    (
        "a measure under no goal of its version",
        f"{PLAN}/goal.csv",
        "revised,g2,",
        None,
        "g2",
        "同じ計画・同じ版の goal にありません",
    ),
    (
        "a predecessor nobody knows",
        f"{PLAN}/kpi.csv",
        "revised,kpi-exchange,",
        ("kpi-domestic-exchange kpi-overseas", "kpi-lost kpi-overseas"),
        "kpi-lost",
        "改定前の版にありません",
    ),
]


@pytest.fixture
def whole(tmp_path) -> Path:
    """A copy of all of data/ that a test may spoil."""
    return shutil.copytree(build.ROOT, tmp_path / "data", ignore=shutil.ignore_patterns("builds", "__pycache__"))


def spoil(path: Path, start: str, change: tuple[str, str] | None) -> None:
    """Change the one line that holds `start`, or drop it."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    hits = [line for line in lines if start in line]
    assert len(hits) == 1, hits
    mended = "" if change is None else hits[0].replace(*change, 1)
    assert mended != hits[0]
    path.write_text("".join(mended if line is hits[0] else line for line in lines), "utf-8")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault[0])
def test_a_fault_of_the_plan_is_refused_with_its_place_and_remedy(whole, tmp_path, monkeypatch, fault):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    _name, file, start, change, value, reason = fault
    spoil(whole / file, start, change)
    passports.seal(whole)
    with pytest.raises(build.BuildRefusedError) as refused:
        build.build(whole, tmp_path / "builds")
    told = [str(problem) for problem in refused.value.problems]
    assert any(reason in line and value in line for line in told), told
    assert all("ファイル " in line and "行目" in line and "→" in line for line in told)
    assert not list((tmp_path / "builds").glob("*.duckdb"))


def test_another_plan_is_loaded_by_adding_its_folder(whole, tmp_path):
    other = shutil.copytree(whole / PLAN, whole / "strategy" / "atsugi-3")
    for path in other.glob("*.csv"):
        path.write_text(path.read_text("utf-8").replace("atsugi-2,", "atsugi-3,"), "utf-8")
    demo = whole / "demo" / "kpi_value.csv"
    added = [line.replace("atsugi-2,", "atsugi-3,") for line in demo.read_text("utf-8").splitlines()[1:]]
    demo.write_text("\n".join([*demo.read_text("utf-8").splitlines(), *added]) + "\n", "utf-8")
    known = (whole / "sources.yml").read_text("utf-8").splitlines(keepends=True)
    vouched = [
        line + line.replace("atsugi-2/", "atsugi-3/") if "strategy/atsugi-2/" in line and ".csv:" in line else line
        for line in known
    ]
    (whole / "sources.yml").write_text("".join(vouched), "utf-8")
    passports.seal(whole)
    path = build.build(whole, tmp_path / "builds")
    with duckdb.connect(str(path), read_only=True) as database:
        plans = database.execute("FROM measure").df().groupby("plan_id").size()
    assert dict(plans) == {"atsugi-2": 26, "atsugi-3": 26}
