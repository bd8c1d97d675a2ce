"""One word for one thing: every concept has its word and its gloss, and nothing says it otherwise."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from analytics.figures.sources import catalogue
from analytics.words import terms

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "analytics" / "words"
CONCEPTS = yaml.safe_load((WORDS / "concepts.yml").read_text("utf-8"))
PLACE = re.compile(r"\{[^{}]*\}")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def told(content: object, language: str) -> Iterator[str]:
    """Every text of a language in a file of ours: under `ja`, `en`, or a name that ends in one."""
    if isinstance(content, list):
        for each in content:
            yield from told(each, language)
    if isinstance(content, dict):
        for name, each in content.items():
            if isinstance(each, str) and str(name).split("_")[-1] == language:
                yield each
            yield from told(each, language)


def texts(language: str) -> Iterator[str]:
    """Every message, term and story, without the names of places."""
    with (WORDS / "locale" / "en" / "LC_MESSAGES" / "city.po").open("rb") as po:
        messages = [message.id if language == "ja" else message.string for message in read_po(po) if message.id]
    files = [WORDS / "terms.yml", *(ROOT / "data" / "stories").glob("*.yml")]
    for file in files:
        messages += told(yaml.safe_load(file.read_text("utf-8")), language)
    return (PLACE.sub("", message) for message in messages)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_a_concept_has_one_word_in_each_language_and_a_gloss(concept):
    entry = CONCEPTS[concept]
    assert {"ja", "en", "gloss_ja"} <= set(entry) <= {"ja", "en", "gloss_ja", "avoid_ja", "avoid_en"}
    assert all(entry[name].strip() for name in ("ja", "en", "gloss_ja"))
    assert not JAPANESE.search(entry["en"])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_two_concepts_never_share_a_word(language):
    used = [entry[language] for entry in CONCEPTS.values()]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_message_term_or_story_says_a_concept_otherwise(language):
    avoided = [word for entry in CONCEPTS.values() for word in entry.get(f"avoid_{language}", ())]
    found = {text: word for text in texts(language) for word in avoided if word in text}
    assert avoided and not found


def test_every_concept_is_explained():
    table = catalogue.glossary("ja")
    assert len(table) == len(CONCEPTS) == len(terms.concepts())
    assert list(table.iloc[0]) == [next(iter(CONCEPTS.values()))[name] for name in ("ja", "en", "gloss_ja")]
