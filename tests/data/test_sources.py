"""The files under data/: every row vouched for, every column documented, and the facts as they were printed."""

import csv
import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from data import passports, schema

DATA = Path(__file__).parents[2] / "data"
PASSPORTS = passports.read(DATA)
TABLES = schema.read(DATA / "schema.yml")
FIELDS = {*TABLES["source"].names} - {"source_id"}
FILES = [file for table in TABLES.values() for file in table.files if file.endswith(".csv")]
HOME = "14212"


@cache
def rows(file: str) -> pd.DataFrame:
    return pd.read_csv(DATA / file, dtype=str, keep_default_na=False)


def series(file: str, value: str, **where: str) -> dict[int, float]:
    """{year: value} of the home city's rows that match."""
    frame = rows(file)
    for column, wanted in ({"area_code": HOME} | where).items():
        frame = frame[frame[column] == wanted]
    assert frame["year"].is_unique
    return dict(zip(frame["year"].astype(int), frame[value].astype(float), strict=True))


@pytest.mark.parametrize("source", PASSPORTS)
def test_a_passport_is_filled_in(source):
    passport = PASSPORTS[source]
    assert set(passport) == FIELDS | {"files"}
    assert all(isinstance(passport[field], str) and passport[field].strip() for field in FIELDS)
    assert passport["files"]


@pytest.mark.parametrize("source", PASSPORTS)
def test_the_hashes_of_a_passport_are_those_of_the_files(source):
    for file, digest in PASSPORTS[source]["files"].items():
        assert hashlib.sha256((DATA / file).read_bytes()).hexdigest() == digest, file


@pytest.mark.parametrize("source", PASSPORTS)
def test_a_source_feeds_every_file_it_vouches_for(source):
    for file in PASSPORTS[source]["files"]:
        assert source in set(rows(file)["source_id"]), file


@pytest.mark.parametrize("file", FILES)
def test_every_row_has_a_passport_that_vouches_for_its_file(file):
    frame = rows(file)
    assert len(frame)
    for source in set(frame["source_id"]):
        assert file in PASSPORTS[source]["files"], source


@pytest.mark.parametrize("file", FILES)
def test_the_columns_of_a_file_are_those_of_schema_yml(file):
    with (DATA / file).open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert header == next(table.names for table in TABLES.values() if file in table.files)


def test_every_file_belongs_to_a_table():
    found = {
        str(path.relative_to(DATA))
        for folder in ("figures", "strategy", "demo")
        for path in (DATA / folder).rglob("*.csv")
    }
    assert found - set(FILES) == {"demo/assumptions.csv"}


def test_every_table_and_column_is_explained_in_both_languages():
    for table in TABLES.values():
        for known in (table, *table.columns):
            assert known.meaning.strip() and known.meaning_en.strip(), (table.name, known.name)


def test_a_figure_of_the_city_says_its_basis_and_status():
    for table in TABLES.values():
        if table.file.startswith(("figures/", "strategy/")):
            assert {"basis", "status", "source_id"} <= set(table.names), table.name


def test_one_area_is_the_city_itself():
    areas = rows("area.csv")
    assert list(areas.loc[areas["is_home"] == "true", "area_code"]) == [HOME]
    assert areas["area_code"].str.fullmatch(r"\d{5}").all()
    assert int((areas["is_neighbour"] == "true").sum()) == 7


def test_a_missing_value_of_a_kpi_says_why_and_a_present_one_does_not():
    for file in ("strategy/atsugi-2/kpi_value.csv", "demo/kpi_value.csv"):
        frame = rows(file)
        assert ((frame["value"] == "") == (frame["missing_reason"] != "")).all(), file
        assert ((frame["kpi_id"] == "") != (frame["numeric_target_id"] == "")).all(), file


# Facts as printed: the strategy's overview (revised draft), the survey of 2019, and the published series.


def test_the_strategys_births_and_its_population_target():
    assert series("figures/births.csv", "births", basis="strategy") == {2016: 1711, 2022: 1308}
    target = rows("strategy/atsugi-2/population_target.csv")
    assert list(zip(target["area_code"], target["year"], target["persons"], strict=True)) == [
        (HOME, "2065", "202038")
    ]


@pytest.mark.parametrize(
    ("table", "version", "count"),
    [
        ("goal", "original", 4),
        ("goal", "revised", 4),
        ("numeric_target", "revised", 8),
        ("measure", "revised", 13),
        ("perspective", "original", 4),
        ("perspective", "revised", 4),
        ("kpi", "original", 8),
    ],
)
def test_the_strategy_has_as_many_parts_as_it_prints(table, version, count):
    frame = rows(f"strategy/atsugi-2/{table}.csv")
    assert int((frame["version"] == version).sum()) == count


def test_the_goals_go_by_their_short_names():
    goals = rows("strategy/atsugi-2/goal.csv").query("version == 'revised'").sort_values("number")
    assert list(goals["short_name_ja"]) == ["転入促進", "雇用創出", "合計特殊出生率上昇", "転出抑制"]


def test_the_numeric_targets_stand_under_their_goals_and_only_out_migrants_should_fall():
    targets = rows("strategy/atsugi-2/numeric_target.csv").query("version == 'revised'")
    assert Counter(targets["goal_id"]) == {"g1": 1, "g2": 3, "g3": 2, "g4": 2}
    assert set(targets.loc[targets["direction"] == "lower", "numeric_target_id"]) == {"g4-t1", "g4-t2"}


def test_the_revision_made_eight_new_kpis_merged_two_into_one_and_is_silent_about_one():
    kpis = rows("strategy/atsugi-2/kpi.csv")
    revised = kpis[kpis["version"] == "revised"]
    changes = Counter(revised["change"])
    assert (changes["新規"], changes["統合"], changes["記載なし"]) == (8, 1, 1)
    merged = revised.loc[revised["change"] == "統合", "predecessor_ids"].item().split()
    assert len(merged) == 2
    assert set(merged) <= set(kpis.loc[kpis["version"] == "original", "kpi_id"])
    assert set(kpis.loc[kpis["version"] == "original", "change"]) == {""}


def test_every_kpi_of_the_original_is_continued_merged_or_accounted_for():
    kpis = rows("strategy/atsugi-2/kpi.csv")
    original, revised = (kpis[kpis["version"] == version] for version in ("original", "revised"))
    kept = {*revised["kpi_id"], *" ".join(revised["predecessor_ids"]).split()}
    assert set(original["kpi_id"]) <= kept
    assert set(revised.loc[revised["change"] == "新規", "kpi_id"]).isdisjoint(original["kpi_id"])


def test_two_perspectives_became_the_digital_one():
    perspectives = rows("strategy/atsugi-2/perspective.csv").query("version == 'revised'")
    digital = perspectives[perspectives["name_ja"].str.contains("デジタル")]
    assert digital["predecessor_ids"].item().split() == ["p2", "p4"]


def test_the_survey_of_2019():
    survey = rows("figures/intention_survey.csv").query("survey_year == '2019' and age_group == 'all'")
    assert survey.set_index("answer")["share"].to_dict() == {"stay": "73.2", "leave": "10.8", "other": "16.0"}
    assert set(survey["n"]) == {"3005"}


@pytest.mark.parametrize(
    ("basis", "births"),
    [
        ("vital", {2016: 1614, 2017: 1549, 2018: 1448, 2019: 1326, 2020: 1321, 2021: 1232, 2022: 1207, 2023: 1160}),
        ("register", {2015: 1710, 2016: 1690, 2017: 1612, 2018: 1492, 2019: 1430, 2024: 1154}),
        ("pref_survey", {2022: 1283}),
    ],
)
def test_births_stand_apart_by_basis(basis, births):
    assert series("figures/births.csv", "births", basis=basis) == births


def test_the_rate_of_the_prefectures_yearbook_and_the_bayesian_estimate_are_two_series():
    yearbook = series("figures/fertility.csv", "tfr", basis="pref_health")
    assert (yearbook[2016], yearbook[2019], yearbook[2021], yearbook[2023]) == (1.33, 1.19, 1.16, 1.09)
    assert 2022 not in yearbook
    assert series("figures/fertility.csv", "tfr", basis="bayes") == {2010: 1.34}


def test_migration_is_counted_four_ways_and_the_ways_differ():
    out = {
        basis: series("figures/migration.csv", "persons", basis=basis, direction="out", age_group="all")
        for basis in ("migration_report", "migration_report_all", "register", "pref_survey")
    }
    assert out["migration_report"][2022] == 7621
    assert out["pref_survey"][2022] == 9473
    assert out["register"][2019] == 10187 != out["migration_report"][2019] == 8396
    assert set(out["migration_report_all"]).isdisjoint(out["migration_report"])


def test_the_census_says_how_many_ages_are_unknown():
    population = rows("figures/population.csv")
    unknown = population.query(
        f"area_code == '{HOME}' and basis == 'census' and sex == 'T' and age_group == 'unknown'"
    )
    known = dict(zip(unknown["reference_date"], unknown["persons"], strict=True))
    assert (known["2015-10-01"], known["2020-10-01"]) == ("1127", "3202")


def test_establishments_of_2014_are_all_and_later_ones_private_only():
    found = rows("figures/establishments.csv").query(f"area_code == '{HOME}'")
    counted = {row.year: (row.coverage, row.establishments) for row in found.itertuples()}
    assert counted == {"2014": ("all", "9994"), "2016": ("private", "9602"), "2021": ("private", "9435")}


def test_the_first_strategys_workers_are_not_employees():
    workers = rows("figures/indicator.csv").query("value == '152191'")
    assert list(workers["indicator"]) == ["first_strategy_workers_baseline"]
    assert "152191" not in set(rows("figures/establishments.csv")["employees"])


def test_the_first_strategys_net_migration_has_no_year():
    net = rows("figures/net_migration.csv").query(f"area_code == '{HOME}' and basis == 'strategy'")
    assert list(zip(net["year"], net["age_group"], net["persons"], strict=True)) == [("", "20-29", "-187")]
