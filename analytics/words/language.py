"""Japanese source strings, English from the gettext catalogue."""

import gettext as gnu
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

from analytics import caching

LANGUAGES = ("ja", "en")
CATALOGUES = Path(__file__).parent / "locale"
MARKS = {"、": ", ", "・": ", ", " ／ ": " / ", " ＋ ": " + "}


@caching.of_code
def gettext(language: str) -> Callable[[str], str]:
    """language "ja" | "en" -> function from a Japanese source string to that language."""
    if language == "ja":
        return str
    return _catalogue(language).gettext


def _catalogue(language: str) -> gnu.GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (CATALOGUES / language / "LC_MESSAGES" / "city.po").open("rb") as po:
        compiled = BytesIO()
        write_mo(compiled, read_po(po))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


def sentences(parts: Iterable[str], lang: str) -> str:
    """Whole sentences, one after the other; empty ones are left out."""
    return ("" if lang == "ja" else " ").join(filter(None, parts))


def listed(parts: Iterable[str], lang: str, mark: str = "、") -> str:
    """The parts that say something with a mark between them; mark : a key of MARKS, in English what stands beside it."""
    return (mark if lang == "ja" else MARKS[mark]).join(filter(None, parts))


def from_locale(locale: str | None) -> str:
    """A browser's or a shell's locale -> "ja" | "en"; Japanese when it is unknown."""
    if not locale or locale.lower().startswith(("ja", "c", "posix")):
        return "ja"
    return "en"
