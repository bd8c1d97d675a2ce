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
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
GROUPS = ("basis", "basis_short", "basis_filter", "status", "missing", "sex", "age_group", "coverage", "industry")
GROUPS += ("answer", "survey_age")


def sources() -> set[str]:
    files = [
        ROOT / "app.py",
        *(path for folder in ("analytics", "pages", "data") for path in (ROOT / folder).rglob("*.py")),
    ]
    calls = [
        node
        for file in files
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
    ]
    return {
        call.args[0].value
        for call in calls
        if call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
        and (getattr(call.func, "id", None) or getattr(call.func, "attr", "")) in SPOKEN
    }


def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as po:
        return {message.id: message.string for message in read_po(po) if message.id}


def test_every_source_string_is_translated_and_none_is_left_over():
    assert sources() == set(catalogue())
    assert all(catalogue().values())


def test_placeholders_survive_translation():
    field = re.compile(r"\{(\w*)\}")
    for source, translation in catalogue().items():
        assert set(field.findall(translation)) <= set(field.findall(source)), source


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
