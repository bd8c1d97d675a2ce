"""A story travels in an address and comes back as it was; what nobody can have written is refused at the door."""

import base64
import json
import zlib
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analytics import stories
from analytics.filters import BASES, SCOPES
from analytics.scenario import Levers
from analytics.scenario.goalseek import Target
from analytics.stories import LONGEST_NAME, LONGEST_NOTE, MOST_SLIDES, OWN, Slide, Story, address
from analytics.words.typed import is_text

SHOWN = some.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))
NAMES = some.text(SHOWN, max_size=30).filter(lambda text: is_text(text, 30))
CODES = some.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=12)
WORDS = some.from_regex(r"[a-z_]{1,12}\.[a-z_]{1,12}", fullmatch=True)
LEVERS = some.tuples(
    some.none() | some.sampled_from([0.8, 1.4, 2.07]), some.none() | some.integers(2026, 2060)
).map(lambda pair: Levers(tfr=pair[0], tfr_year=pair[1]))
PLAIN = some.none() | some.booleans() | some.integers(-(10**8), 10**8) | CODES
CHOICES = (
    PLAIN
    | some.floats(-1e6, 1e6)
    | some.dates(date(1950, 1, 1), date(2100, 1, 1))
    | LEVERS
    | some.builds(Target, some.integers(0, 400_000).map(float), some.integers(2030, 2100))
    | some.lists(PLAIN | LEVERS, max_size=4).map(tuple)
)
FILTERS = some.fixed_dictionaries(
    {},
    optional={
        "areas": some.lists(CODES, max_size=5).map(tuple),
        "first_year": some.integers(1980, 2025),
        "last_year": some.integers(1980, 2025),
        "basis": some.sampled_from(BASES),
        "scope": some.sampled_from(SCOPES),
        "plan": CODES,
    },
)
SLIDES = some.builds(
    Slide, WORDS, some.lists(CHOICES, max_size=4).map(tuple), NAMES, NAMES, FILTERS.map(lambda f: tuple(f.items()))
)
STORIES = some.builds(Story, some.just(OWN), NAMES, some.lists(SLIDES, max_size=5).map(tuple), some.just(True))


def packed(content: object) -> str:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return "1." + base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")


@settings(max_examples=60, deadline=None)
@given(STORIES)
def test_a_story_comes_back_as_it_was(story):
    assert address.decode(address.encode(story)) == story


@settings(max_examples=80, deadline=None)
@given(some.text(max_size=80) | some.text("1.AZaz09_-", max_size=80).map("1.".__add__))
def test_any_text_is_a_sound_story_or_none(text):
    found = address.decode(text)
    assert found is None or address.is_sound(found)


@settings(max_examples=60, deadline=None)
@given(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=9),
        lambda inner: some.lists(inner, max_size=5) | some.dictionaries(some.text(max_size=9), inner, max_size=3),
        max_leaves=12,
    )
)
def test_anything_well_packed_is_a_sound_story_or_none(content):
    found = address.decode(packed(content))
    assert found is None or address.is_sound(found)


@pytest.mark.parametrize("story_id", list(stories.ready("ja")))
def test_the_stories_that_come_along_fit_into_an_address(story_id):
    story = stories.ready("ja")[story_id]
    assert address.decode(address.encode(story)).slides == story.slides
    assert len(address.encode(story)) < 2000


@pytest.mark.parametrize(
    "content",
    [
        [],
        ["name"],
        ["name", [["os.system", ["rm"]], 3]],
        ["name", [["../births.tfr"]]],
        ["name", [["births.tfr", [], "", "", {"home": "14212"}]]],
        ["name", [["births.tfr", [], "", "", {"basis": "best"}]]],
        ["name", [["births.tfr", [], "", "", {"first_year": 10**12}]]],
        ["name", [["births.tfr", [], "", "", {"first_year": True}]]],
        ["name", [["births.tfr", [], "", "", {"areas": "14212"}]]],
        ["name", [["births.tfr", [], "", "", {"plan": "'; DROP TABLE plan"}]]],
        ["name", [["births.tfr", [{"levers": "t1.4; import os"}]]]],
        ["name", [["births.tfr", [{"target": [1, 2.5]}]]]],
        ["name", [["births.tfr", [{"pickle": "gASV"}]]]],
        ["name", [["births.tfr", [10**40]]]],
        ["name", [["births.tfr", ["a\x00b"]]]],
        ["name\x1b[31m", []],
        ["\u202egnp.exe", []],
        ["name", [["births.tfr", [], "q" * (LONGEST_NAME + 1)]]],
        ["name", [["births.tfr", [], "", "n" * (LONGEST_NOTE + 1)]]],
        ["name", [["births.tfr"]] * (MOST_SLIDES + 1)],
        b'["name", [["births.tfr", [NaN]]]]',
        b"[" * 100_000,
        b"\xff\xfe",
        b" " * (address.MOST_BYTES + 1),
    ],
)
def test_what_nobody_can_have_written_is_refused(content):
    assert address.decode(packed(content)) is None


def test_a_story_cut_off_or_followed_by_more_is_refused():
    whole = address.encode(stories.ready("ja")["hq"])
    assert address.decode(whole)
    assert address.decode(whole[:-9]) is None
    assert address.decode("2" + whole[1:]) is None
    assert address.decode(whole + "%00") is None


def test_a_note_of_two_thousand_characters_travels():
    note = "".join(chr(0x4E00 + place % 90) for place in range(LONGEST_NOTE))
    story = Story(OWN, "会議", (Slide("births.tfr", note=note),))
    assert address.decode(address.encode(story)) == story


def test_more_than_an_address_holds_is_told_and_not_cut():
    chance = Random(1)
    notes = [
        "".join(chr(chance.randrange(0x4E00, 0x9F00)) for _letter in range(LONGEST_NOTE)) for _slide in range(3)
    ]
    story = Story(OWN, "会議", tuple(Slide("births.tfr", note=note) for note in notes))
    with pytest.raises(address.TooLongError) as refused:
        address.encode(story)
    assert refused.value.length > address.LONGEST
