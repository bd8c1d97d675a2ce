"""What looks like a mistake beside the last build, or within a series, asks for consent: rows lost, values swapped, jumps."""

import pytest
import yaml

from data import build, changes, passports, schema
from tests.data.test_build import BIRTHS, COUNTED, builds, japanese_shell, refused, spoil

__all__ = ["builds", "japanese_shell"]
AREAS = "area.csv"
MIGRATION = "figures/migration.csv"


def lines_of(root, file: str) -> list[str]:
    return (root / file).read_text("utf-8").splitlines(keepends=True)


def asked(root, builds, kind: str) -> list:
    """The problems, all of which ask for consent of that kind; with it the build is made."""
    passports.seal(root)
    problems = refused(root, builds).problems
    assert all(f"--accept {kind}" in problem.remedy for problem in problems), problems
    others = [other for other in changes.KINDS if other != kind]
    with pytest.raises(build.BuildRefusedError):
        build.build(root, builds, others)
    assert build.build(root, builds, [kind]).exists()
    return problems


def test_rows_that_are_gone_since_the_last_build_need_consent(town, builds):
    build.build(town, builds)
    lines = lines_of(town, BIRTHS)
    (town / BIRTHS).write_text("".join(lines[:100]), "utf-8")
    (found,) = asked(town, builds, "losses")
    assert (found.file, found.column, found.count) == (BIRTHS, "area_code, year, basis", len(lines) - 100)
    assert found.value == ", ".join(sorted(lines[100:])[0].split(",")[:3])
    assert build.build(town, builds).exists()


def test_a_file_of_headers_only_needs_consent(town, builds):
    build.build(town, builds)
    (town / MIGRATION).write_text(lines_of(town, MIGRATION)[0], "utf-8")
    assert {found.file for found in asked(town, builds, "losses")} == {MIGRATION}


def test_a_table_that_is_gone_needs_consent(town, builds):
    build.build(town, builds)
    known = yaml.safe_load((town / "schema.yml").read_text("utf-8"))
    del known["tables"]["migration"]
    (town / "schema.yml").write_text(yaml.safe_dump(known, allow_unicode=True, sort_keys=False), "utf-8")
    problems = refused(town, builds).problems
    assert ("schema.yml", "migration") in [(found.file, found.value) for found in problems]


def test_lost_rows_are_told_in_the_file_they_stood_in_whatever_else_their_loss_breaks(town, builds):
    build.build(town, builds)
    spoil(town, AREAS, "14402,清川村", "14403,清川村")
    passports.seal(town)
    assert (AREAS, "14402") in [(found.file, found.value) for found in refused(town, builds).problems]


def test_a_column_and_a_value_that_were_emptied_need_consent(town, builds):
    build.build(town, builds)
    emptied = "".join(
        line if not place else line.rsplit(",", 1)[0] + ",\n" for place, line in enumerate(lines_of(town, AREAS))
    )
    (town / AREAS).write_text(emptied, "utf-8")
    (found,) = asked(town, builds, "losses")
    assert found[:3] == (AREAS, 2, "note") and "全国の値" in found.reason and found.count == 4


def test_a_note_may_go_as_long_as_others_stay(town, builds):
    build.build(town, builds)
    spoil(town, AREAS, ",全国の値", ",")
    passports.seal(town)
    assert build.build(town, builds).exists()


@pytest.mark.parametrize(("before", "after"), [("1614", "16140"), ("1614", "161"), ("1614", "0")])
def test_a_value_ten_times_as_large_or_small_needs_consent(town, builds, before, after):
    build.build(town, builds)
    row = spoil(town, BIRTHS, COUNTED, COUNTED.replace(before, after))
    (found,) = asked(town, builds, "jumps")
    assert found[:4] == (BIRTHS, row, "births", after)
    assert before in found.reason


@pytest.mark.parametrize("after", ["16140", "161"])
def test_a_jump_within_a_series_needs_consent_with_no_build_before(town, builds, after):
    row = spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", after))
    (found,) = asked(town, builds, "jumps")
    assert found[:4] == (BIRTHS, row, "births", after)


def test_the_last_year_of_a_series_is_held_against_the_one_before(town, builds):
    row = spoil(town, BIRTHS, "14212,2023,vital,1160,", "14212,2023,vital,11600,")
    (found,) = asked(town, builds, "jumps")
    assert found[:4] == (BIRTHS, row, "births", "11600") and "1207" in found.reason


def test_a_new_year_that_jumps_needs_consent_beside_a_build(town, builds):
    build.build(town, builds)
    spoil(
        town,
        BIRTHS,
        "14212,2023,vital,1160,published,ssdse_a_2026,\n",
        "14212,2023,vital,1160,published,ssdse_a_2026,\n14212,2024,vital,115,published,ssdse_a_2026,\n",
    )
    (found,) = asked(town, builds, "jumps")
    assert found.value == "115" and "1160" in found.reason


def test_values_that_changed_places_need_consent(town, builds):
    build.build(town, builds)
    row = spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", "1549"))
    spoil(town, BIRTHS, "14212,2017,vital,1549,", "14212,2017,vital,1614,")
    (found,) = asked(town, builds, "swaps")
    assert found[:4] == (BIRTHS, row, "births", "1549") and found.count == 2 and "1614" in found.reason


def test_names_that_changed_places_need_consent(town, builds):
    build.build(town, builds)
    text = (
        (town / AREAS).read_text("utf-8").replace("愛川町", "?").replace("清川村", "愛川町").replace("?", "清川村")
    )
    (town / AREAS).write_text(text, "utf-8")
    assert [found.column for found in asked(town, builds, "swaps")] == ["name_ja"]


def test_a_revised_value_needs_no_consent(town, builds):
    build.build(town, builds)
    spoil(town, BIRTHS, ",1614,", ",1598,")
    passports.seal(town)
    assert build.build(town, builds).exists()


def test_nothing_is_compared_with_a_build_that_cannot_be_read(town, builds):
    build.build(town, builds).write_bytes(b"no database")
    (town / BIRTHS).write_text("".join(lines_of(town, BIRTHS)[:100]), "utf-8")
    passports.seal(town)
    assert build.build(town, builds).exists()


def test_what_accepted_yml_gives_a_reason_for_needs_no_consent(town, builds):
    build.build(town, builds)
    spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", "16140"))
    entry = {
        "change": "jumps",
        "table": "births",
        "where": {"area_code": "14212", "year": 2016},
        "reason": "確かめた",
    }
    (town / "accepted.yml").write_text(yaml.safe_dump({"accepted": [entry]}, allow_unicode=True), "utf-8")
    passports.seal(town)
    assert build.build(town, builds).exists()


@pytest.mark.parametrize(
    "entry",
    [
        {"change": "all", "table": "births", "where": {"year": 2016}, "reason": "x"},
        {"change": "jumps", "table": "births", "where": {"year": 2016}},
        {"change": "jumps", "table": "births", "where": {"year": 2016}, "reason": "\u202e"},
        {"change": "jumps", "table": "births", "where": {}, "reason": "x"},
        "jumps",
    ],
)
def test_an_entry_without_a_reason_or_a_row_is_refused(town, builds, entry):
    (town / "accepted.yml").write_text(yaml.safe_dump({"accepted": [entry]}), "utf-8")
    assert [found.file for found in refused(town, builds).problems] == ["accepted.yml"]


def test_a_published_row_takes_the_place_of_a_demo_row_whatever_its_size(town, builds):
    build.build(town, builds)
    demo, row = "demo/migration.csv", "14212,2024,migration_report,in,20-39,4626,demo,demo,"
    kept = [line for line in lines_of(town, demo) if not line.startswith(row)]
    (town / demo).write_text("".join(kept), "utf-8")
    with (town / MIGRATION).open("a", encoding="utf-8") as file:
        file.write(row.replace("4626,demo,demo", "462,published,ssdse_a_2026") + "\n")
    passports.seal(town)
    assert [found.reason for found in refused(town, builds).problems if "4626" in found.reason] == []


def test_sealing_that_is_refused_writes_nothing_and_what_it_accepts_it_hands_on(town, builds, monkeypatch, capsys):
    handed = []
    monkeypatch.setattr(build, "ROOT", town)
    monkeypatch.setattr(build, "BUILDS", builds)
    monkeypatch.setattr(build, "build", lambda accepted: handed.append(accepted) or builds)
    sealed = (town / "sources.yml").read_text("utf-8")
    spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", "16140"))
    assert build.main(["--seal"]) == build.main(["--seal", "--accept", "losses"]) == 2
    assert "--accept jumps" in capsys.readouterr().err
    assert (town / "sources.yml").read_text("utf-8") == sealed and not handed
    assert build.main(["--seal", "--accept", "losses", "jumps"]) == 0
    assert (town / "sources.yml").read_text("utf-8") != sealed and handed == [["losses", "jumps"]]


def test_what_is_accepted_for_good_asks_without_its_entry():
    tables, root = schema.read(build.ROOT / "schema.yml"), build.ROOT
    frames = {"population": schema.load(tables["population"], root)}
    found = changes.check(root / "figures", {"population": tables["population"]}, {}, frames, (), sound=True)
    assert [(problem.file, problem.column) for problem in found] == [("figures/population.csv", "persons")]
    assert changes.check(root, {"population": tables["population"]}, {}, frames, (), sound=True) == []
