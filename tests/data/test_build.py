"""The build: the same file from the same inputs, and a refusal that names file, row, column and value."""

import os
import re
import shutil
import time
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from analytics.database import store
from analytics.words import language
from data import build, passports, schema
from data.problems import Problem

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
COUNTED = "14212,2016,vital,1614,published,ssdse_a_2018,\n"
BIRTHS = "figures/births.csv"


@pytest.fixture(autouse=True)
def japanese_shell(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")


@pytest.fixture
def builds(tmp_path) -> Path:
    return tmp_path / "builds"


def spoil(root: Path, file: str, before: str, after: str) -> int:
    """Change one place of a file -> the row it stands in, the header being row 1."""
    text = (root / file).read_text("utf-8")
    assert before in text
    (root / file).write_text(text.replace(before, after, 1), "utf-8")
    return text[: text.index(before)].count("\n") + 1


def refused(root: Path, builds: Path) -> build.BuildRefusedError:
    with pytest.raises(build.BuildRefusedError) as caught:
        build.build(root, builds)
    return caught.value


def read(path: Path, statement: str) -> pd.DataFrame:
    with duckdb.connect(str(path), read_only=True, config=store.SETTINGS) as database:
        return database.execute(statement).df()


def tables(path: Path) -> dict[str, pd.DataFrame]:
    names = read(path, "SELECT table_name FROM duckdb_tables() ORDER BY table_name")["table_name"]
    return {name: read(path, f"SELECT * FROM {name}") for name in names}


def test_the_same_inputs_give_the_same_file_name_and_content(town, tmp_path):
    one, two = build.build(town, tmp_path / "one"), build.build(town, tmp_path / "two")
    assert one.name == two.name
    assert re.fullmatch(r"[0-9a-f]{16}\.duckdb", one.name)
    before, after = tables(one), tables(two)
    assert before.keys() == after.keys()
    for name in before.keys() - {"_build"}:
        pd.testing.assert_frame_equal(before[name], after[name])


def test_a_build_that_is_there_is_not_written_again(town, builds):
    first = build.build(town, builds)
    written = first.stat().st_mtime_ns
    assert build.build(town, builds) == first
    assert first.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("file", "before", "after"), [(BIRTHS, ",1614,", ",1615,"), ("schema.yml", "出生数", "出生児数")]
)
def test_another_input_gives_another_file_name(town, builds, file, before, after):
    first = build.build(town, builds)
    spoil(town, file, before, after)
    passports.seal(town)
    second = build.build(town, builds)
    assert second.name != first.name
    assert (builds / "CURRENT").read_text("utf-8") == second.name


def test_a_lost_digit_is_refused_and_what_was_served_stays_served(town, builds):
    build.build(town, builds)
    before = {path.name: path.read_bytes() for path in builds.iterdir()}
    spoil(town, BIRTHS, ",1614,", ",614,")
    error = refused(town, builds)
    assert [problem.file for problem in error.problems] == [BIRTHS]
    assert BIRTHS in str(error) and "sha256" in str(error)
    assert {path.name: path.read_bytes() for path in builds.iterdir()} == before


def test_the_first_build_that_is_refused_leaves_nothing(town, builds):
    spoil(town, BIRTHS, ",1614,", ",614,")
    refused(town, builds)
    assert not builds.exists()


WRONG = {
    "not a number": (COUNTED.replace("1614", "16l4"), "births", "16l4"),
    "a thousands separator": (COUNTED.replace("1614", '"1,614"'), "births", "1,614"),
    "a unit": (COUNTED.replace("1614", "1614人"), "births", "1614人"),
    "a fraction of a child": (COUNTED.replace("1614", "1614.5"), "births", "1614.5"),
    "above the range": (COUNTED.replace("1614", "16140000"), "births", "16140000"),
    "below the range": (COUNTED.replace("1614", "-1614"), "births", "-1614"),
    "a year out of range": (COUNTED.replace("2016", "1016"), "year", "1016"),
    "an unknown area": (COUNTED.replace("14212", "14999"), "area_code", "14999"),
    "an unknown source": (COUNTED.replace("ssdse_a_2018", "hearsay"), "source_id", "hearsay"),
    "a bad status": (COUNTED.replace("published", "certain"), "status", "certain"),
    "a bad basis": (COUNTED.replace("vital", "vitall"), "basis", "vitall"),
    "an empty cell": (COUNTED.replace("1614", ""), "births", ""),
    "an empty key": (COUNTED.replace("14212", ""), "area_code", ""),
    "a demo row among published figures": (
        COUNTED.replace("published,ssdse_a_2018", "demo,demo"),
        "status",
        "demo",
    ),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_value_is_refused_by_file_row_column_and_value(town, builds, fault):
    line, column, value = WRONG[fault]
    row = spoil(town, BIRTHS, COUNTED, line)
    passports.seal(town)
    error = refused(town, builds)
    assert (BIRTHS, row, column, value) in [problem[:4] for problem in error.problems]
    assert f"ファイル {BIRTHS}、{row} 行目、列 {column}、値「{value}」" in str(error)
    assert all(problem.remedy for problem in error.problems)


def test_a_repeated_key_is_refused(town, builds):
    row = spoil(town, BIRTHS, COUNTED, COUNTED + COUNTED.replace("1614", "1641"))
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert problem[:3] == (BIRTHS, row + 1, "basis")
    assert "area_code, year, basis" in problem.reason


def test_parts_that_do_not_add_up_to_their_whole_are_refused(town, builds):
    whole = spoil(town, BIRTHS, "14212,2024,register,1154,", "14212,2024,register,1155,")
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert problem[:4] == (BIRTHS, whole, "births", "1155")
    assert "1154" in problem.reason


def test_a_rounding_within_the_stated_tolerance_is_accepted(town, builds):
    file, men = "figures/foreign_residents.csv", "00000,2025-01-01,register,M,"
    spoil(town, file, f"{men}1864214", f"{men}1864213")
    passports.seal(town)
    assert [problem.value for problem in refused(town, builds).problems] == ["3677463"]
    spoil(town, file, f"{men}1864213", f"{men}1864232")
    passports.seal(town)
    assert build.build(town, builds).exists()


def test_a_published_row_in_a_demo_file_is_refused(town, builds):
    row = spoil(town, "demo/migration.csv", "demo,demo", "published,demo")
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert problem[:4] == ("demo/migration.csv", row, "status", "published")


@pytest.mark.parametrize(
    ("before", "after"),
    [("basis,births", "births"), ("basis,births", "births,basis"), ("births,status", "born,status")],
)
def test_a_missing_moved_or_renamed_column_is_refused(town, builds, before, after):
    spoil(town, BIRTHS, before, after)
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert (problem.file, problem.row) == (BIRTHS, 1)
    assert "area_code, year, basis, births, status" in problem.remedy


@pytest.mark.parametrize("line", [COUNTED.replace("1614", "1,614"), COUNTED.replace(",\n", "\n")])
def test_a_wrong_number_of_fields_is_refused(town, builds, line):
    row = spoil(town, BIRTHS, COUNTED, line)
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert (problem.file, problem.row) == (BIRTHS, row)


def test_a_file_that_is_not_utf8_is_refused(town, builds):
    spoil(town, BIRTHS, COUNTED, COUNTED.replace(",\n", ",速報\n"))
    text = (town / BIRTHS).read_text("utf-8")
    (town / BIRTHS).write_bytes(text.encode("cp932", errors="replace"))
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert problem.file == BIRTHS
    assert "UTF-8" in str(problem)


def test_a_lost_file_is_refused(town, builds):
    (town / BIRTHS).unlink()
    assert {problem.file for problem in refused(town, builds).problems} == {BIRTHS}


def test_a_row_whose_source_does_not_vouch_for_the_file_is_refused(town, builds):
    spoil(town, BIRTHS, COUNTED, COUNTED.replace("ssdse_a_2018", "register_2025_age"))
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert (problem.file, problem.column, problem.value) == (BIRTHS, "source_id", "register_2025_age")


@pytest.mark.parametrize("change", ['    licence: ""\n', ""])
def test_a_passport_without_its_licence_is_refused(town, builds, change):
    spoil(town, "sources.yml", '    licence: "提供者の利用条件: 記載なし"\n', change)
    assert "licence" in {problem.column for problem in refused(town, builds).problems}


def test_every_fault_of_every_file_is_told_at_once(town, builds):
    spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", "many").replace("published", "certain"))
    spoil(town, "figures/migration.csv", ",5880599,", ",few,")
    passports.seal(town)
    error = refused(town, builds)
    assert sorted(problem.value for problem in error.problems) == ["certain", "few", "many"]
    assert len(str(error).splitlines()) == 3


@pytest.mark.skipif(not list(language.CATALOGUES.glob("en/*/city.po")), reason="There is no English catalogue")
def test_an_english_shell_is_refused_in_english(town, builds, monkeypatch):
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", "many"))
    passports.seal(town)
    message = str(refused(town, builds))
    assert BIRTHS in message and "births" in message and "many" in message
    assert not JAPANESE.search(message)


def test_the_command_says_that_nothing_was_rebuilt(monkeypatch, capsys):
    def refuse(**_options):
        raise build.BuildRefusedError([Problem(BIRTHS, 7, "births", "x", "reason", "remedy")])

    monkeypatch.setattr(build, "build", refuse)
    assert build.main([]) == 2
    assert BIRTHS in capsys.readouterr().err


def test_sealing_counts_the_changed_lines_and_accepts_the_files_as_they_are(town, builds):
    assert passports.seal(town) == 0
    spoil(town, BIRTHS, ",1614,", ",1615,")
    vouching = [passport for passport in passports.read(town).values() if BIRTHS in passport["files"]]
    assert passports.seal(town) == len(vouching)
    assert passports.verify(town, passports.read(town)) == []
    assert build.build(town, builds).exists()


def others(builds: Path, seconds: int) -> list[Path]:
    """Six more builds in the folder, made about so many seconds from now, oldest first."""
    paths = [builds / f"{number:016d}.duckdb" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(b"")
        os.utime(path, (time.time() + seconds + number,) * 2)
    return paths


@pytest.mark.parametrize("seconds", [-1000, 1000])
def test_five_builds_are_kept_the_served_one_and_the_newest_others(town, builds, seconds):
    builds.mkdir()
    old = others(builds, seconds)
    path = build.build(town, builds)
    assert set(builds.glob("*.duckdb")) == {path, *old[-4:]}
    assert (builds / "CURRENT").read_text("utf-8") == path.name


def served(database: str) -> Path:
    return Path(os.environ["CITY_BUILDS"]) / database


@pytest.fixture(scope="module")
def held(database) -> dict[str, pd.DataFrame]:
    """Every table of the repository's own build."""
    return tables(served(database))


def test_every_table_and_column_is_explained_inside_the_database(database):
    for kind, name in (("tables", "table_name"), ("columns", "column_name")):
        found = read(
            served(database), f"SELECT table_name, {name} AS name, comment FROM duckdb_{kind}() WHERE NOT internal"
        )
        assert len(found)
        assert found["comment"].str.fullmatch(r".+ / .+").all(), found[found["comment"].isna()]


def test_the_database_holds_every_table_of_schema_yml_and_every_row(held):
    known = schema.read(build.ROOT / "schema.yml")
    assert set(held) == {*known, "_build", "source_use"}
    for name, table in known.items():
        assert list(held[name].columns) == table.names
        lines = sum(len(pd.read_csv(build.ROOT / file)) for file in table.files if file.endswith(".csv"))
        assert len(held[name]) == (lines or len(passports.read(build.ROOT)))


def test_the_database_says_what_it_was_built_from(database, held):
    (stamp,) = held["_build"].to_dict("records")
    assert f"{stamp['content_hash']}.duckdb" == database
    assert stamp["sources"] == len(held["source"])
    assert stamp["figures"] == sum(
        len(frame) for name, frame in held.items() if name not in ("_build", "source_use")
    )
    assert re.fullmatch(r"[0-9a-f]{12}|unknown", stamp["code_commit"])


def test_the_use_of_sources_counts_every_row_once(held):
    used = held["source_use"].set_index(["table_name", "source_id"])["figures"]
    for name, frame in held.items():
        if "source_id" in frame and name not in ("source", "source_use"):
            assert used[name].to_dict() == frame["source_id"].value_counts().to_dict()
    assert set(held["source_use"]["source_id"]) == set(held["source"]["source_id"])


def test_keys_are_unique_and_required_columns_are_filled_in_the_database(held):
    for name, table in schema.read(build.ROOT / "schema.yml").items():
        assert not held[name].duplicated(list(table.key)).any()
        required = [column.name for column in table.columns if not column.nullable]
        assert held[name][required].notna().all(axis=None)


# Faults of the build itself, to be mended.


def test_a_day_that_does_not_exist_is_refused(town, builds):
    row = spoil(town, "figures/foreign_residents.csv", "00000,2025-01-01,register,F", "00000,2025-02-30,register,F")
    passports.seal(town)
    error = refused(town, builds)
    assert ("figures/foreign_residents.csv", row, "reference_date") in [problem[:3] for problem in error.problems]


def test_a_wrong_sum_is_told_to_the_last_digit(town, builds):
    spoil(town, "figures/foreign_residents.csv", ",1864214,", ",1864213,")
    passports.seal(town)
    (problem,) = refused(town, builds).problems
    assert "3677453" in problem.reason.replace(",", "")


def test_full_width_digits_are_refused(town, builds):
    row = spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", "１６１４"))
    passports.seal(town)
    assert (BIRTHS, row, "births", "１６１４") in [problem[:4] for problem in refused(town, builds).problems]


def test_a_passport_with_a_bare_field_is_refused(town, builds):
    spoil(town, "sources.yml", '    licence: "提供者の利用条件: 記載なし"\n', "    licence:\n")
    assert "licence" in {problem.column for problem in refused(town, builds).problems}


def test_sealing_a_file_without_a_hash_leaves_the_next_passport_alone(town):
    path = town / "sources.yml"
    sealed = path.read_text("utf-8")
    path.write_text(re.sub(r"(figures/indicator\.csv): \w{64}\n\n", r"\1:\n\n", sealed, count=1), "utf-8")
    assert path.read_text("utf-8") != sealed
    passports.seal(town)
    assert path.read_text("utf-8") == sealed


def test_sealing_while_a_file_is_lost_still_ends_in_a_refusal(town, builds):
    (town / BIRTHS).unlink()
    passports.seal(town)
    assert BIRTHS in {problem.file for problem in refused(town, builds).problems}


def test_a_missing_value_without_a_reason_is_refused(town, builds):
    shutil.copy(build.ROOT / "schema.yml", town)
    spoil(town, "demo/kpi_value.csv", "2025,actual,,未公表", "2025,actual,,")
    passports.seal(town)
    refused(town, builds)


def test_passports_that_are_no_yaml_are_refused(town, builds):
    spoil(town, "sources.yml", "sources:\n", "sources: [\n")
    assert "sources.yml" in str(refused(town, builds))


def test_a_passport_without_files_is_refused_by_its_name(town, builds):
    text = (town / "sources.yml").read_text("utf-8")
    (town / "sources.yml").write_text(text + "\n  bare:\n    title: x\n", "utf-8")
    assert "bare" in str(refused(town, builds))


def test_a_second_home_is_refused(town, builds):
    spoil(town, "area.csv", "14211,秦野市,Hadano City,city,false", "14211,秦野市,Hadano City,city,true")
    passports.seal(town)
    assert {problem.column for problem in refused(town, builds).problems} == {"is_home"}


def test_a_file_that_excel_saved_with_a_mark_before_it_is_read(town, builds):
    path = town / BIRTHS
    path.write_bytes("\ufeff".encode() + path.read_bytes())
    passports.seal(town)
    assert build.build(town, builds).exists()


def test_an_awaited_file_may_be_absent_and_is_read_once_it_is_there(town, builds):
    shutil.copy(build.ROOT / "schema.yml", town)
    statement = "SELECT DISTINCT status FROM survey_cell ORDER BY status"
    assert list(read(build.build(town, builds), statement)["status"]) == ["demo"]
    header = (town / "demo/survey_cell.csv").read_text("utf-8").splitlines()[0]
    row = "2025,F,18-29,leave,40,published,kanaloco_survey_2019,citizen_survey,"
    (town / "figures/survey_cell.csv").write_text(f"{header}\n{row}\n", "utf-8")
    before = "      figures/survey_passport.csv:"
    spoil(town, "sources.yml", before, f"      figures/survey_cell.csv: 0\n{before}")
    passports.seal(town)
    assert list(read(build.build(town, builds), statement)["status"]) == ["demo", "published"]


def test_a_file_that_is_not_awaited_may_not_be_absent(town, builds):
    shutil.copy(build.ROOT / "schema.yml", town)
    (town / "figures/intention_survey.csv").unlink()
    assert "figures/intention_survey.csv" in {problem.file for problem in refused(town, builds).problems}
