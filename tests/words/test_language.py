"""Every Japanese string of the screen has its English."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from analytics.words import language, terms

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "analytics" / "words" / "locale" / "en" / "LC_MESSAGES" / "city.po"
SPOKEN = {"_", "text", "gettext", "called"}
PLACE = re.compile(r"\{(\w*)[^{}]*\}")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
GROUPS = ("basis", "basis_short", "basis_filter", "status", "missing", "sex", "age_group", "coverage", "industry")
GROUPS += ("answer", "survey_age")


def code() -> list[Path]:
    folders = (ROOT / folder for folder in ("analytics", "pages", "data"))
    return [ROOT / "app.py", *(path for folder in folders for path in folder.rglob("*.py"))]


def sources() -> set[str]:
    nodes = (node for file in code() for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {node.args[0].value for node in nodes if is_spoken(node)}


def is_spoken(node: ast.AST) -> bool:
    """Whether this is a call that speaks a source string."""
    return (
        isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", "")) in SPOKEN
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    )


def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as po:
        return {message.id: message.string for message in read_po(po) if message.id}


def test_every_source_string_is_translated_and_none_is_left_over():
    assert sources() == set(catalogue())
    assert all(catalogue().values())


def test_placeholders_survive_translation():
    for source, translation in catalogue().items():
        assert set(PLACE.findall(translation)) == set(PLACE.findall(source)), source


def test_places_have_names_where_there_is_more_than_one():
    for source in catalogue():
        places = set(PLACE.findall(source))
        assert len(places) < 2 or not any(place.isdecimal() or not place for place in places), source


def test_no_message_begins_or_ends_with_a_space():
    assert not [text for pair in catalogue().items() for text in pair if text != text.strip()]


def test_no_message_is_glued_to_another():
    glued = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in code()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (
            isinstance(node, ast.BinOp)
            and isinstance(node.op, ast.Add)
            and (is_message(node.left) or is_message(node.right))
        )
        or (isinstance(node, ast.AugAssign) and is_message(node.value))
        or (isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "join" and is_message(node.func.value))
    ]
    assert not glued


def is_message(node: ast.AST) -> bool:
    """Whether a message of the catalogue is spoken here, filled or not."""
    if isinstance(node, ast.IfExp):
        return is_message(node.body) or is_message(node.orelse)
    if not isinstance(node, ast.Call):
        return False
    if getattr(node.func, "attr", "") == "format":
        return is_message(node.func.value)
    return is_spoken(node)


def test_sentences_follow_one_another_as_the_language_sets_them():
    assert language.sentences(["多い。", "", "少ない。"], "ja") == "多い。少ない。"
    assert language.sentences(["Many.", "", "Few."], "en") == "Many. Few."


def test_a_list_has_the_marks_of_its_language():
    assert language.listed(["出生", "", "死亡"], "ja") == "出生、死亡"
    assert language.listed(["births", "deaths"], "en") == "births, deaths"
    assert language.listed(["変更1", "新規2"], "ja", "・") == "変更1・新規2"


def test_no_japanese_is_left_in_the_english():
    assert not [text for text in catalogue().values() if JAPANESE.search(text)]
    for group in GROUPS:
        assert not [text for text in terms.words(group, "en").values() if JAPANESE.search(text)]


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("ja-JP", "ja"), ("ja", "ja"), (None, "ja"), ("", "ja"), ("en-US", "en"), ("fr-FR", "en")],
)
def test_the_locale_decides_and_japanese_is_spoken_when_it_is_unknown(locale, expected):
    assert language.from_locale(locale) == expected
