"""The plan as a tree: every row of the plan's files is in it, and what is printed finds it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.plan import changes, indicators, tree
from analytics.statistics import lineage
from analytics.words import finding
from data import build

FOLDER = build.ROOT / "strategy" / "atsugi-2"
FILES = {
    "goal": "goal_id",
    "target": "numeric_target_id",
    "measure": "measure_id",
    "initiative": "initiative_id",
    "kpi": "kpi_id",
    "perspective": "perspective_id",
}
SPOKEN = pytest.mark.parametrize("lang", ["ja", "en"])
VERSIONS = pytest.mark.parametrize("version", [plans.REVISED, plans.ORIGINAL])


def rows(kind: str, version: str) -> pd.DataFrame:
    """The plan's own file, read without the app."""
    name = "numeric_target" if kind == "target" else kind
    frame = pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)
    return frame[frame["version"] == version]


def keys(kind: str, frame: pd.DataFrame) -> set[tree.Key]:
    return {(kind, name) for name in frame[FILES[kind]]}


@pytest.fixture
def items(database, filters):
    return lambda version=plans.REVISED, **asked: tree.items(Context(database, filters._replace(**asked)), version)


def walked(branches: tuple[tree.Branch, ...]) -> list[tree.Branch]:
    return [inner for branch in branches for inner in (branch, *walked(branch.branches))]


@SPOKEN
@VERSIONS
@pytest.mark.parametrize("kind", FILES)
def test_every_row_of_the_plan_is_in_the_tree_in_the_words_of_its_language(items, lang, version, kind):
    known = {item.key: item for item in items(version, lang=lang)}
    for row in rows(kind, version).to_dict("records"):
        item = known[(kind, row[FILES[kind]])]
        assert row[f"name_{lang}"] in item.name
        assert item.page == f"P.{row['page'].replace('-', '–')}"
        assert bool(item.absence) == bool(row.get("kpi_absence"))
    assert {key for key in known if key[0] == kind} == keys(kind, rows(kind, version))


@SPOKEN
@VERSIONS
def test_the_tree_holds_everything_but_the_perspectives_once(items, lang, version):
    found = items(version, lang=lang)
    in_tree = [branch.item.key for branch in walked(tree.grown(found, None, opened=False))]
    beside = [item.key for item in tree.perspectives(found)]
    assert sorted(in_tree + beside) == sorted(item.key for item in found)


def test_marks_are_worded_as_the_document_prints_them(items):
    marks = {item.key[1]: item.mark for item in items()}
    assert marks["g1-m1"] == marks["g1-m1-i1"] == "【変更】"
    assert marks["kpi-exchange"] == "【2指標を統合】"
    assert marks["p5"] == "【新規】【2つを統合】"
    assert marks["p6"] == marks["kpi-sns-followers"] == "【新規】"
    assert marks["kpi-community-transport-districts"] == "（改定後の表に記載なし）"
    assert marks["g1"] == marks["g2-m1"] == marks["kpi-road-length"] == ""


@SPOKEN
def test_only_what_the_revision_touched_bears_a_mark(items, lang):
    for item in items(lang=lang):
        assert bool(item.mark) == (item.change != changes.KEPT)
        assert item.mark == item.mark.strip()


def test_renamed_and_merged_parts_tell_their_earlier_names(items):
    notes = {item.key[1]: item.notes for item in items()}
    assert notes["g1-m1"] == ("改定前：「関係人口を創出し、あつぎの魅力を全国に発信する」",)
    assert notes["kpi-exchange"] == ("改定前：「国内友好都市との交流活動件数」「海外友好都市等との交流活動件数」",)
    assert notes["kpi-community-transport-districts"] == ("改定後の表にありません。廃止とも書かれていません。",)
    assert notes["g1-m2"] == ()


def test_the_plan_before_the_revision_tells_what_became_of_its_parts(items):
    found = {item.key[1]: item for item in items(plans.ORIGINAL)}
    assert found["kpi-overseas-exchange"].mark == "（改定で統合）"
    assert found["kpi-overseas-exchange"].notes == ("改定後：「国内・海外友好都市等との交流活動件数」",)
    assert found["p4"].change == changes.MERGED
    assert found["kpi-community-transport-districts"].change == lineage.DROPPED
    assert found["g1-m1-i1"].notes == ("改定後：「都市間連携の強化」",)
    assert found["kpi-road-length"].mark == ""


@VERSIONS
def test_indicators_show_their_class_and_lead_to_their_page(database, filters, items, version):
    bands = indicators.latest(Context(database, filters), version).set_index("indicator_id")["band_text"]
    for item in items(version):
        if item.key[1] in bands.index and item.key[0] in ("target", "kpi"):
            assert item.state.startswith(bands[item.key[1]])
            assert dict(item.link) == {"item": item.key[1], "version": version}
        else:
            assert not item.state and not item.link


def test_demo_classes_say_so_and_published_figures_alone_have_none(items):
    assert any("見本の値" in item.state for item in items())
    assert not any("見本の値" in item.state for item in items(scope="published"))


def searched(items: tuple[tree.Item, ...], query: str, *marks: str) -> set[str]:
    return {name for _kind, name in tree.search(items, query, marks)}


@SPOKEN
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("1-3", {"g1-m3"}),
        ("１−３", {"g1-m3"}),
        ("4ー3", {"g4-m3"}),
        ("1-1-①", {"g1-m1-i1"}),
        ("1-1-1", {"g1-m1-i1"}),
        ("1-1-①-②", {"kpi-area-tourists"}),
        ("④", {"g4-m3-i4"}),
        ("デジタル 視点", {"p5"}),
        ("digital perspective", {"p5"}),
        ("GIGA school", {"kpi-giga-pupils", "kpi-giga-teachers"}),
        ("ｇｉｇａ　教員", {"kpi-giga-teachers"}),
        ("society5.0", {"p5"}),
        ("20・30歳代の転入者", {"g1-t1"}),
        ("交流の促進", {"g1-m1-i1"}),
        ("indicators merged", {"kpi-exchange"}),
        ("P.120", {"p1", "p3", "p5", "p6"}),
        ("120ページ", {"p1", "p3", "p5", "p6"}),
        ("page 120", {"p1", "p3", "p5", "p6"}),
        ("P.999", set()),
        ("999", set()),
        ("<script>alert(1)</script>", set()),
        ("(((", set()),
    ],
)
def test_a_word_a_number_or_a_page_finds_what_is_printed(items, lang, query, expected):
    assert searched(items(lang=lang), query) == expected


@pytest.mark.parametrize("query", ["P.124", "124", "p124", "P. 124", "124頁", "P.124-140", "P.130〜150"])
def test_a_page_inside_the_printed_range_finds_every_part_printed_there(items, query):
    found = searched(items(), query)
    assert found == {item.key[1] for item in items() if item.key[0] != "perspective"}


def test_a_circled_number_finds_initiatives_and_kpis(items):
    printed = {
        name
        for kind in ("initiative", "kpi")
        for name, number in rows(kind, plans.REVISED)[[FILES[kind], "printed_number"]].itertuples(index=False)
        if number == "②"
    }
    assert searched(items(), "②") == printed


def test_a_number_is_found_as_a_whole(items):
    found = searched(items(), "3")
    assert {"g3", "g1-m3", "p3"} <= found
    assert "g1-t1" not in found and "g3-m1" not in found


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("change", ["継続", "変更", "統合", "新規", "記載なし"])
def test_a_mark_finds_the_rows_that_bear_it(items, kind, change):
    frame = rows(kind, plans.REVISED)
    found = tree.search(items(), "", (change,))
    assert {key for key in found if key[0] == kind} == keys(kind, frame[frame["change"] == change])


def test_marks_and_words_narrow_each_other(items):
    both = searched(items(), "デジタル", "新規")
    assert both == {"g3-m3-i2", "g4-m3-i4", "p5"}
    assert searched(items(), "デジタル", "変更") == set()
    assert searched(items(), "", "統合", "記載なし") == {"kpi-exchange", "kpi-community-transport-districts"}


def test_a_search_opens_the_way_to_what_was_found_and_leaves_the_rest_out(items):
    found = tree.search(items(), "LINE公式", ())
    branches = walked(tree.grown(items(), found, opened=False))
    assert [branch.item.key[1] for branch in branches] == ["g4", "g4-m3", "g4-m3-i4", "kpi-line-registrants"]
    assert [branch.opened for branch in branches] == [True, True, True, False]
    assert [branch.found for branch in branches] == [False, False, False, True]


def test_a_found_branch_brings_what_hangs_on_it_closed(items):
    (goal,) = tree.grown(items(), {("measure", "g4-m1")}, opened=False)
    (measure,) = goal.branches
    assert goal.opened and measure.found and not measure.opened
    assert [branch.item.key[1] for branch in measure.branches] == ["g4-m1-i2"]


def test_without_a_search_the_goals_are_open_and_all_can_be(items):
    closed, opened = (tree.grown(items(), None, opened=every) for every in (False, True))
    assert all(branch.opened == (branch.item.key[0] == "goal") for branch in walked(closed))
    assert all(branch.opened for branch in walked(opened))


def test_nothing_found_leaves_no_branch_and_a_remedy(database, filters, items):
    assert tree.grown(items(), set(), opened=True) == ()
    assert "短く" in tree.answer(Context(database, filters), 0)
    assert tree.answer(Context(database, filters), 3).startswith("3件")


@SPOKEN
@VERSIONS
def test_the_sentence_counts_the_plan(database, filters, lang, version):
    sentence = tree.sentence(Context(database, filters._replace(lang=lang)), version)
    frame = rows("kpi", version)
    for count in (4, 8, 13, len(frame[frame["change"] != "記載なし"])):
        assert str(count) in sentence


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_query_breaks_the_search(query):
    entry = finding.Entry(("1-3",), range(122, 141), finding.normal("施策1-3 若い世代 P.122–140"))
    cleaned = finding.clean(query)
    assert len(cleaned) <= finding.LONGEST
    assert cleaned.isprintable()
    assert all(isinstance(finding.answers(entry, term), bool) for term in finding.terms(query))


def test_control_characters_are_dropped():
    assert finding.clean("デジ\x00タ\u200bル\x1b[31m\n教育") == "デジタル[31m 教育"
    assert finding.clean(" \t ") == ""
    assert len(finding.clean("長" * 100)) == finding.LONGEST
