"""Files are read strictly and alike everywhere: quotes, line ends, encodings, blank rows, letters that cannot be seen."""

import shutil

import pytest

from data import build, passports, rows, schema, stories, yaml_file
from data.problems import BuildRefusedError, Problem
from tests.data.test_build import BIRTHS, COUNTED, builds, japanese_shell, refused, spoil

__all__ = ["builds", "japanese_shell"]
POPULATION = "figures/population.csv"


def append(root, file: str, row: int, text: str) -> None:
    """Put the text at the end of a line of the file."""
    lines = (root / file).read_text("utf-8").split("\n")
    lines[row - 1] += text
    (root / file).write_text("\n".join(lines), "utf-8")


def problem(root, file: str) -> Problem:
    with pytest.raises(BuildRefusedError) as caught:
        rows.read(root, file)
    (found,) = caught.value.problems
    return found


def test_a_quote_that_never_closes_is_refused_where_it_opened(town, builds):
    append(town, BIRTHS, 101, '"速報のため後日訂正')
    passports.seal(town)
    (found,) = refused(town, builds).problems
    assert found[:4] == (BIRTHS, 101, "note", '"速報のため後日訂正')


@pytest.mark.parametrize("later", ['1,2,"x"\n', '1,2,", x"\n', '1,2,"a ""b"""\n', '1,2,""\n'])
@pytest.mark.parametrize("between", ["1,2,3\n" * 40, "1,2,3\n" * 60_000])
def test_a_quoted_cell_that_follows_does_not_take_the_blame(tmp_path, later, between):
    (tmp_path / "a.csv").write_text('one,two,three\n1,2,"open\n' + between + later + "1,2,3\n", "utf-8")
    assert problem(tmp_path, "a.csv")[:3] == ("a.csv", 2, "three")


@pytest.mark.parametrize("cell", ['a "b" c', '"a"b', '"a" ', 'a"'])
def test_a_quote_inside_a_cell_is_refused(tmp_path, cell):
    (tmp_path / "a.csv").write_text(f'one,two\n1,"2\n3"\n1,{cell}\n', "utf-8")
    assert problem(tmp_path, "a.csv")[:3] == ("a.csv", 4, "two")


def test_a_row_is_numbered_by_the_line_it_begins_on(tmp_path):
    (tmp_path / "a.csv").write_text('one,two\n\n1,"2\n3 ""x"" ,"\n,,,\n \n4,5\n', "utf-8")
    assert rows.read(tmp_path, "a.csv")[1:] == [rows.Row(3, ["1", '2\n3 "x" ,']), rows.Row(7, ["4", "5"])]


@pytest.mark.parametrize("blank", [",,,,,,\n,,,,,,\n", "\n\n", " , ,\n"])
def test_blank_rows_are_no_rows(town, builds, blank):
    path = town / BIRTHS
    path.write_text(path.read_text("utf-8") + blank, "utf-8")
    passports.seal(town)
    assert build.build(town, builds).exists()


@pytest.mark.parametrize("letters", [401, 20_000, 140_000])
def test_a_cell_that_is_too_long_is_refused(town, builds, letters):
    row = spoil(town, BIRTHS, COUNTED, COUNTED.replace(",\n", "," + "あ" * letters + "\n"))
    passports.seal(town)
    (found,) = refused(town, builds).problems
    assert found[:3] == (BIRTHS, row, "note")
    assert "400" in found.reason and len(str(found)) < 300


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_is_named(town, builds, encoding):
    text = (town / BIRTHS).read_text("utf-8")
    (town / BIRTHS).write_bytes(text.replace("−", "-").encode(encoding, errors="replace"))
    passports.seal(town)
    (found,) = refused(town, builds).problems
    assert found.file == BIRTHS and found.row
    assert {"cp932": "Shift_JIS", "utf-32": "UTF-16"}.get(encoding, "UTF-16") in found.reason
    assert "UTF-8" in found.remedy


HIDDEN = {"bell": "\x07", "turned": "\u202e", "zero width": "\u200b", "mark": "\ufeff", "tab": "\t"}


PLACES = [(BIRTHS, name) for name in HIDDEN]
PLACES += [(file, "turned") for file in ("area.csv", "sources.yml", "schema.yml", "stories/1-hq.yml")]


@pytest.mark.parametrize(("file", "name"), PLACES)
def test_a_letter_that_cannot_be_seen_is_refused_wherever_it_stands(town, builds, name, file):
    if file == "schema.yml":
        shutil.copy(build.ROOT / "schema.yml", town)
    before = {
        BIRTHS: "総計 − ",
        "area.csv": "日本,",
        "sources.yml": "厚木市の第1期",
        "schema.yml": "出生数（",
        "stories/1-hq.yml": "本部会議",
    }
    row = spoil(town, file, before[file], before[file] + HIDDEN[name])
    error = refused(town, builds)
    assert (file, row) in [found[:2] for found in error.problems]
    assert HIDDEN[name] not in str(error)


def ended(root, end: str) -> None:
    """Save every file of the folder with these line ends."""
    for path in [*root.rglob("*.csv"), *root.rglob("*.yml")]:
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end.encode()))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_same_files_build_alike_whatever_ends_their_lines(town, tmp_path, end):
    spoil(town, BIRTHS, COUNTED, COUNTED.replace(",\n", ',"one\ntwo"\n'))
    passports.seal(town)
    one = build.build(town, tmp_path / "one")
    sealed = (town / "sources.yml").read_text("utf-8")
    ended(town, end)
    two = build.build(town, tmp_path / "two")
    assert two.name == one.name
    before = (town / "sources.yml").read_bytes()
    assert passports.seal(town) == 0
    assert (town / "sources.yml").read_bytes() == before
    spoil(town, BIRTHS, ",1614,", ",1615,")
    ended(town, end)
    assert passports.seal(town) > 0
    ended(town, "\n")
    assert passports.seal(town) == 0
    assert set((town / "sources.yml").read_text("utf-8").splitlines()) - set(sealed.splitlines())


def test_a_clone_has_the_line_ends_that_its_hashes_were_made_of():
    attributes = (build.ROOT.parent / ".gitattributes").read_text("utf-8").splitlines()
    assert "* text=auto eol=lf" in attributes and "*.png binary" in attributes


def test_sealing_that_is_killed_before_its_last_step_leaves_the_passports_as_they_were(town, monkeypatch):
    path = town / "sources.yml"
    before = path.read_text("utf-8")
    spoil(town, BIRTHS, ",1614,", ",1615,")

    def killed(beside, target):
        assert target == path and path.read_text("utf-8") == before
        assert beside.read_text("utf-8").count("\n") == before.count("\n")
        raise KeyboardInterrupt

    monkeypatch.setattr(type(path), "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        passports.seal(town)
    assert path.read_text("utf-8") == before
    assert [found.name for found in town.glob("*sources*")] == ["sources.yml"]


@pytest.mark.parametrize(
    ("file", "again"),
    [("sources.yml", "  area_codes:\n"), ("schema.yml", "  births:\n"), ("stories/1-hq.yml", "ja: x\n")],
)
def test_a_field_that_stands_twice_is_refused_by_its_line(town, builds, file, again):
    text = (build.ROOT / file).read_text("utf-8")
    (town / file).write_text(text + again, "utf-8")
    (found,) = [found for found in refused(town, builds).problems if found.file == file]
    assert (found.row, found.column) == (text.count("\n") + 1, again.strip().split(":")[0])


@pytest.mark.parametrize("text", ["a: [\n", "a: 2025-13-45\n", "? [a]\n: b\n", "[" * 5000, "a: &x\n", "a: *x\n"])
def test_what_is_no_yaml_is_refused_in_a_sentence(tmp_path, text):
    (tmp_path / "a.yml").write_text(text, "utf-8")
    try:
        yaml_file.read(tmp_path, "a.yml")
    except BuildRefusedError as error:
        assert error.problems[0].file == "a.yml"
    else:
        assert text == "a: &x\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{type: INTEGER, meaning: 出生数,", "{type: WHOLE, meaning: 出生数,"),
        ("{type: INTEGER, meaning: 出生数,", "{type: INTEGER, mim: 0, meaning: 出生数,"),
        ("    meaning_en: Births by basis\n", ""),
        ("    key: [area_code, year, basis]\n", "    key: 3\n"),
    ],
)
def test_a_table_that_is_not_told_as_one_is_refused_by_its_name(town, builds, before, after):
    shutil.copy(build.ROOT / "schema.yml", town)
    spoil(town, "schema.yml", before, after)
    (found,) = refused(town, builds).problems
    assert found[:3] == ("schema.yml", None, "births")


def test_a_value_of_a_passport_that_is_no_text_is_refused(town, builds):
    spoil(town, "sources.yml", 'licence: "提供者の利用条件: 記載なし"', "licence: 0123")
    assert [found.column for found in refused(town, builds).problems] == ["atsugi_enterprises.licence"]


def test_a_fault_of_a_passport_is_told_by_its_line(town, builds):
    row = spoil(town, "sources.yml", "  atsugi_enterprises:\n", "  atsugi_enterprises:\n")
    spoil(town, "sources.yml", '    licence: "提供者の利用条件: 記載なし"\n', '    licence: ""\n')
    assert [found[:3] for found in refused(town, builds).problems] == [("sources.yml", row, "licence")]


def spreadsheet(text: str) -> str:
    """The rows as a spreadsheet saves them that took codes for numbers and classes for days."""
    lines = [line.split(",") for line in text.splitlines()]
    for cells in lines[1:]:
        cells[0] = str(int(cells[0]))
        cells[1] = "/".join(str(int(part)) for part in cells[1].split("-"))
        if cells[4] in ("1-4", "5-9", "10-14"):
            cells[4] = "{}月{}日".format(*cells[4].split("-"))
    return "\n".join(",".join(cells) for cells in lines)


def test_what_a_spreadsheet_did_is_told_once_a_kind(tmp_path):
    town = shutil.copytree(
        build.ROOT, tmp_path / "data", ignore=shutil.ignore_patterns("builds", "__pycache__", "*.py", "sql")
    )
    (town / POPULATION).write_text(spreadsheet((town / POPULATION).read_text("utf-8")), "utf-8")
    passports.seal(town)
    found = refused(town, tmp_path / "builds").problems
    assert [fault[:4] for fault in found] == [
        (POPULATION, 2, "area_code", "0"),
        (POPULATION, 2, "reference_date", "2016/1/1"),
        (POPULATION, 18, "age_group", "10月14日"),
    ]
    assert all("表計算ソフト" in fault.reason and fault.count > 1 for fault in found)
    assert "ほか" in str(found[0])


@pytest.mark.parametrize(
    ("value", "named"), [("1,614", "桁区切り"), ("1.6E+03", "桁"), ("#N/A", "表計算"), ("######", "表計算")]
)
def test_a_number_that_a_spreadsheet_wrote_is_named_as_such(town, builds, value, named):
    row = spoil(town, BIRTHS, COUNTED, COUNTED.replace("1614", f'"{value}"'))
    passports.seal(town)
    (found,) = refused(town, builds).problems
    assert found[:4] == (BIRTHS, row, "births", value)
    assert named in found.reason


@pytest.mark.parametrize(
    ("file", "before", "after", "column"),
    [
        (BIRTHS, ",1614,", ",-0,", "births"),
        (BIRTHS, ",1614,", ",007,", "births"),
        ("figures/foreign_residents.csv", "00000,2025-01-01,", "00000,9999-01-01,", "reference_date"),
        ("figures/foreign_residents.csv", "00000,2025-01-01,", "00000,0000-01-01,", "reference_date"),
        ("figures/survey_passport.csv", ",2019-07,", ",令和元年7月,", "held"),
        ("strategy/atsugi-2/plan_background.csv", "2014-11,", "平成26年11月,", "date"),
        ("strategy/atsugi-2/plan_background.csv", "2014-11,", "2014-13,", "date"),
        ("strategy/atsugi-2/kpi.csv", ",124-140,", ",124–140,", "page"),
        ("strategy/atsugi-2/kpi.csv", "kpi-domestic-exchange kpi-overseas", "kpi-domestic-exchange、kpi-overseas", "predecessor_ids"),
        ("annotation.csv", ",births marriages migration kpi_value,", ',"births,marriages",', "topics"),
        ("figures/indicator.csv", ",20+,", ",20以上,", "age_group"),
        ("area.csv", "14212,", "1421,", "area_code"),
    ],
)  # fmt: skip
def test_what_a_page_reads_has_its_form(town, builds, file, before, after, column):
    shutil.copy(build.ROOT / "schema.yml", town)
    row = spoil(town, file, before, after)
    passports.seal(town)
    assert (file, row, column) in [found[:3] for found in refused(town, builds).problems]


def test_a_true_zero_is_accepted():
    tables = schema.read(build.ROOT / "schema.yml")
    for name, column in (("deaths_by_age", "deaths"), ("births_by_mother_age", "births"), ("births", "births")):
        assert next(found for found in tables[name].columns if found.name == column).min == 0


def test_every_day_has_a_range():
    days = [
        column
        for table in schema.read(build.ROOT / "schema.yml").values()
        for column in table.columns
        if column.type == "DATE"
    ]
    assert days and all(isinstance(bound, str) for column in days for bound in (column.min, column.max))


STORIES = {
    "no Japanese": ("ja: 本部会議\n", "", "ja"),
    "no question in English": (', en: "How far have births fallen?"', "", "slides[6].en"),
    "an unknown field": ("slides:\n", "slide:\n", "slide"),
    "no slides": ("slides:\n", "slides: []\nx:\n", "slides"),
    "a figure that has no name": ("births.by_basis", "../by_basis", "slides[6].figure"),
    "choices that are none": ("choices: [strategy]", "choices: strategy", "slides[7].choices"),
    "a name too long": ("本部会議", "会" * 121, "ja"),
}


@pytest.mark.parametrize("fault", STORIES)
def test_a_story_that_cannot_be_told_is_refused(town, builds, fault):
    before, after, place = STORIES[fault]
    spoil(town, "stories/1-hq.yml", before, after)
    assert ("stories/1-hq.yml", place) in [(found.file, found.column) for found in refused(town, builds).problems]


@pytest.mark.parametrize(
    ("name", "text"),
    [("hq.yml", None), ("4-hq.yml", None), ("4-x.yml", "ja: [\n"), ("4-x.yml", "- 1\n"), ("4-x.yaml", None)],
)
def test_a_story_file_that_no_page_could_open_is_refused(town, builds, name, text):
    (town / "stories" / name).write_text(text or (town / "stories/1-hq.yml").read_text("utf-8"), "utf-8")
    assert f"stories/{name}" in {found.file for found in refused(town, builds).problems}


def test_the_stories_that_come_along_are_sound_and_bounded_as_visitors_are():
    from analytics import stories as told

    assert stories.check(build.ROOT) == []
    assert (stories.LONGEST, stories.MOST_SLIDES) == (told.LONGEST_NAME, told.MOST_SLIDES)
