"""`python -m analytics.scenario` on the built database: the numbers of the library, or a sentence and status 2."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics import scenario
from analytics.city import evidence
from analytics.database import plans, queries
from analytics.scenario import Levers, goalseek
from analytics.scenario.__main__ import main

ROOT = Path(__file__).parents[2]
LANGUAGES = pytest.mark.parametrize("lang", ["ja", "en"])
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SOME = ["--tfr", "1.4", "--tfr-year", "2035", "--net", "300", "--net-20-39", "100", "--mortality", "0.95"]
SOME_LEVERS = Levers(tfr=1.4, tfr_year=2035, net=300, net_20_39=100, mortality=0.95, to=2065)


@pytest.fixture(autouse=True)
def _built(database):
    """Every command reads the build."""


def told(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def as_json(capsys, *arguments: str) -> dict:
    return json.loads(told(capsys, *arguments, "--json"))


def refused(capsys, *arguments: str) -> str:
    assert main(list(arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err.strip()


def test_the_rows_balance_and_are_those_of_the_library(capsys, database):
    found = as_json(capsys, *SOME, "--to", "2065")
    future = scenario.run(evidence.baseline(database), SOME_LEVERS)
    rows = found["rows"]
    assert list(rows[0]) == ["year", "pop_start", "births", "deaths", "net_migration", "pop_end"]
    assert [row["year"] for row in rows] == list(range(2025, 2065))
    for row in rows:
        end = row["pop_start"] + row["births"] - row["deaths"] + row["net_migration"]
        assert end == pytest.approx(row["pop_end"], abs=1e-6)
        assert row["net_migration"] == pytest.approx(300, abs=1e-6)
    assert rows[-1]["pop_end"] == future.population[-1].sum()
    assert found["scenario"] == "t1.4_d2035_n300_y100_m0.95_e2065"
    assert Levers(**found["levers"]) == SOME_LEVERS


def test_more_in_and_fewer_out_migrants_are_added_to_those_there_would_be(capsys):
    found = as_json(capsys, "--in-20-39", "100", "--out-20-39", "-50", "--to", "2030")
    plain = as_json(capsys, "--to", "2030")
    assert found["rows"][0]["net_migration"] - plain["rows"][0]["net_migration"] == pytest.approx(150, abs=0.1)
    assert found["scenario"] == "e2030_i100_o-50"
    assert "転出者数の増減" in refused(capsys, "--out-20-39", "1e6")


def test_the_first_row_begins_with_the_register(capsys):
    assert as_json(capsys, "--to", "2027")["rows"][0]["pop_start"] == pytest.approx(223_424)


def test_ages_and_sexes_add_up_to_the_rows(capsys):
    found = as_json(capsys, "--to", "2028", "--by", "age-sex")
    assert len(found["population"]) == 4 * 2 * 101
    for row in found["rows"]:
        there = [cell["persons"] for cell in found["population"] if cell["year"] == row["year"]]
        assert sum(there) == pytest.approx(row["pop_start"])
    assert {cell["sex"] for cell in found["population"]} == {"F", "M"}


def test_each_way_to_the_goal_given_back_reaches_it(capsys):
    goal = as_json(capsys, "--goal", "202038", "--goal-year", "2065")["goal"]
    assert (goal["persons"], goal["year"]) == (202038, 2065)
    assert [each["way"] for each in goal["answers"]] == ["tfr", "net", "net_20_39", "least_effort"]
    for each in goal["answers"]:
        assert each["ends"] == "reached"
        given = [
            f"--{lever.replace('_', '-')}={value}" for lever, value in each["levers"].items() if value is not None
        ]
        assert as_json(capsys, *given)["rows"][-1]["pop_end"] == pytest.approx(202038, abs=1)
    assert len(goal["frontier"]) == goalseek.CURVE


def test_the_goal_is_the_plans_where_none_is_given(capsys, database):
    everything = evidence.everything(database)
    plan_id = plans.plan(database, everything)["plan_id"]
    planned = plans.population_target(database, plan_id, everything).iloc[0]
    for arguments in (["--goal"], ["--goal", "--goal-year", str(planned["year"])], ["--goal-year", "2065"]):
        goal = as_json(capsys, *arguments)["goal"]
        assert (goal["persons"], goal["year"]) == (planned["persons"], planned["year"])


@LANGUAGES
def test_without_json_the_table_is_in_whole_persons_that_balance(capsys, lang):
    said = told(capsys, *SOME, "--to", "2035", "--lang", lang)
    rows = [[int(cell.replace(",", "")) for cell in line.split()] for line in said.splitlines()[1:]]
    assert [row[0] for row in rows] == list(range(2025, 2035))
    for _year, start, births, deaths, net, end in rows:
        assert start + births - deaths + net == end
        assert net == 300
    assert bool(JAPANESE.search(said)) == (lang == "ja")


@LANGUAGES
@pytest.mark.parametrize("goal", ["202038", "900000", "2000"])
def test_the_ways_are_told_in_words(capsys, lang, goal):
    said = told(capsys, "--to", "2026", "--goal", goal, "--lang", lang).split("\n\n")[1]
    assert f"{int(goal):,}" in said
    assert len(said.splitlines()) == 5
    assert ("届きません" in said or "out of reach" in said) == (goal != "202038")
    assert bool(JAPANESE.search(said)) == (lang == "ja")


@LANGUAGES
@pytest.mark.parametrize(
    "arguments",
    [
        ["--tfr", "many"],
        ["--tfr", "nan"],
        ["--net", "inf"],
        ["--tfr", "9"],
        ["--to", "2080"],
        ["--to", "2030.5"],
        ["--since", "2040", "--tfr", "1.4", "--tfr-year", "2035"],
        ["--since", "2050", "--to", "2050"],
        ["--mortality", "0"],
        ["--net-20-39", "-4400"],
        ["--preset", "'; DROP TABLE"],
        ["--goal", "all"],
        ["--goal", "-1"],
        ["--goal", "nan"],
        ["--goal", "202038", "--goal-year", "2024"],
        ["--goal", "202038", "--goal-year", "2099"],
        ["--goal", "202038", "--goal-year", "soon"],
        ["--since", "2040", "--goal", "202038", "--goal-year", "2035"],
    ],
)
def test_what_cannot_be_computed_is_said_in_a_sentence(capsys, lang, arguments):
    said = refused(capsys, *arguments, "--lang", lang)
    assert said.endswith("。" if lang == "ja" else ".")
    assert bool(JAPANESE.search(said)) == (lang == "ja")


def test_two_faults_are_two_sentences(capsys):
    assert len(refused(capsys, "--tfr", "9", "--mortality", "9").splitlines()) == 2


def test_the_module_runs_as_a_program():
    asked = [sys.executable, "-m", "analytics.scenario", "--net", "0", "--to", "2030"]
    run = {"cwd": ROOT, "env": os.environ, "capture_output": True, "text": True, "encoding": "utf-8"}
    good = subprocess.run([*asked, "--json"], **run)
    assert good.returncode == 0, good.stderr
    assert len(json.loads(good.stdout)["rows"]) == 5
    bad = subprocess.run([*asked, "--to", "x"], **run)
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "Traceback" not in bad.stderr


def test_every_preset_can_be_applied_and_says_what_it_rests_on(capsys, database):
    presets = queries.scenario_presets(database)
    limits = scenario.bounds(evidence.baseline(database))
    for preset in presets.to_dict("records"):
        levers = scenario.from_preset(preset)
        assert scenario.validate(levers, limits) == ()
        assert preset["reference_ja"] and preset["reference_en"]
        assert (preset["kind"] == "reference") == (preset["status"] == "published")
        said = as_json(capsys, "--preset", preset["preset_id"], "--to", "2027")
        assert Levers(**said["levers"]) == levers._replace(to=2027)
    assert scenario.from_preset(presets.iloc[0].to_dict()) == Levers()


def test_an_argument_changes_the_preset(capsys):
    found = as_json(capsys, "--preset", "replacement_balanced", "--net", "50", "--to", "2030")["levers"]
    assert (found["tfr"], found["tfr_year"], found["net"]) == (2.07, 2040, 50)


def test_a_frontier_that_cannot_be_drawn_is_still_json(capsys, monkeypatch):
    seek = goalseek.seek

    def broken(*given):
        found = seek(*given)
        return found._replace(frontier=found.frontier.assign(net=np.nan))

    monkeypatch.setattr(goalseek, "seek", broken)
    assert as_json(capsys, "--to", "2026", "--goal")["goal"]["frontier"][0]["net"] is None


def test_a_plan_without_a_target_asks_for_one(capsys, monkeypatch):
    monkeypatch.setattr(plans, "population_target", lambda *_given: pd.DataFrame())
    assert "--goal" in refused(capsys, "--goal")
    assert as_json(capsys, "--to", "2026", "--goal", "210000", "--goal-year", "2050")["goal"]["year"] == 2050
