"""A story as text, for an address or a file, and its slides checked as they come back: anybody may have written it."""

import base64
import binascii
import json
import math
import re
import zlib
from datetime import date

from analytics.filters import BASES, SCOPES
from analytics.scenario import Levers
from analytics.scenario import address as levers_address
from analytics.scenario.levers import Target
from analytics.stories import LONGEST_NAME, LONGEST_NOTE, MOST_SLIDES, OWN, Slide, Story
from analytics.words.typed import is_text

VERSION = "1."
LONGEST, MOST_BYTES, MOST_CHOICES, MOST_AREAS = 7500, 400_000, 20, 60
LONGEST_KEPT = 600_000
PACKED = re.compile(r"1\.[A-Za-z0-9_-]+", re.ASCII)
RECIPE = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,60}", re.ASCII)
CODE = re.compile(r"[\w-]{1,60}", re.ASCII)


class TooLongError(Exception):
    """The story is longer than an address may be. length : characters"""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def encode(story: Story) -> str:
    """The story in letters that need no escape, as an address holds it. Raises TooLongError."""
    text = written(story)
    if len(text) > LONGEST:
        raise TooLongError(len(text))
    return text


def written(story: Story) -> str:
    """The story in the same letters, however long."""
    content = [story.name, [_packed(slide) for slide in story.slides]]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return VERSION + base64.urlsafe_b64encode(zlib.compress(text, 9)).decode().rstrip("=")


def decode(text: str) -> Story | None:
    """The story that `encode` wrote, or None for anything it cannot have written."""
    return read(text) if len(text) <= LONGEST else None


def read(text: str) -> Story | None:
    """The story that `written` wrote, or None for anything it cannot have written."""
    if len(text) > LONGEST_KEPT or not PACKED.fullmatch(text):
        return None
    try:
        name, slides = json.loads(_unpacked(text.removeprefix(VERSION)), parse_constant=_refuse)
        story = Story(OWN, name, tuple(_slide(*parts) for parts in slides))
    except (ValueError, TypeError, RecursionError, binascii.Error, zlib.error):
        return None
    return story if is_sound(story) else None


def is_sound(story: Story) -> bool:
    """Whether names, questions and notes can be shown and nothing is longer than it may be."""
    texts = [(story.name, LONGEST_NAME)]
    for slide in story.slides:
        texts += [(slide.question, LONGEST_NAME), (slide.note, LONGEST_NOTE)]
    return len(story.slides) <= MOST_SLIDES and all(is_text(text, longest) for text, longest in texts)


def _unpacked(text: str) -> str:
    reader = zlib.decompressobj()
    found = reader.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), MOST_BYTES)
    if not reader.eof or reader.unused_data:
        raise ValueError("cut off, too much, or followed by more")
    return found.decode()


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _packed(slide: Slide) -> list:
    """The slide's fields in their order; those at the end that are empty are left out."""
    fields = [slide.recipe, [_plain(choice) for choice in slide.choices], slide.question, slide.note]
    fields.append(dict(slide.filters))
    while not fields[-1]:
        fields.pop()
    return fields


def _slide(recipe: str, choices=(), question: str = "", note: str = "", filters=()) -> Slide:
    if not RECIPE.fullmatch(recipe) or len(choices) > MOST_CHOICES:
        raise ValueError(recipe)
    return Slide(
        recipe,
        tuple(_choice(choice) for choice in choices),
        question,
        note,
        tuple((field, _filter(field, value)) for field, value in dict(filters).items()),
    )


def _plain(choice: object) -> object:
    if isinstance(choice, date):
        return {"date": choice.isoformat()}
    if isinstance(choice, Levers):
        return {"levers": levers_address.encode(choice)}
    if isinstance(choice, Target):
        return {"target": list(choice)}
    return [_plain(each) for each in choice] if isinstance(choice, tuple) else choice


def _choice(given: object) -> object:
    if isinstance(given, dict):
        ((kind, value),) = given.items()
        return {"date": date.fromisoformat, "levers": _levers, "target": _target}.get(kind, _refuse)(value)
    if isinstance(given, list) and len(given) <= MOST_AREAS:
        return tuple(_choice(each) for each in given)
    if isinstance(given, (int, float)) and abs(given) < 1e9:
        return given
    if given is None or is_text(given, LONGEST_NAME):
        return given
    raise ValueError(given)


def _levers(text: str) -> Levers:
    found = levers_address.decode(text)
    if found is None:
        raise ValueError(text)
    return found


def _target(pair: list) -> Target:
    persons, year = pair
    if not (isinstance(year, int) and math.isfinite(persons)):
        raise ValueError(pair)
    return Target(float(persons), year)


def _filter(field: str, value: object) -> object:
    """A field of Filters that a slide may set; whether there is such a place or plan, its figure will show."""
    sound = {
        "areas": lambda: (
            type(value) is list and len(value) <= MOST_AREAS and all(CODE.fullmatch(code) for code in value)
        ),
        "first_year": lambda: type(value) is int and 1900 <= value <= 2200,
        "last_year": lambda: type(value) is int and 1900 <= value <= 2200,
        "basis": lambda: value in BASES,
        "scope": lambda: value in SCOPES,
        "plan": lambda: bool(CODE.fullmatch(value)),
    }
    if field not in sound or not sound[field]():
        raise ValueError(field)
    return tuple(value) if field == "areas" else value
