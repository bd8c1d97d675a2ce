"""What a command writes to a console that does not know every letter, such as that of Japanese Windows."""

import codecs
import io
import json
import sys

ALIKE = {"−": "-", "–": "-", "—": "-", "〜": "~", "·": "/", "≤": "<="}


def prepare() -> None:
    """From here on a letter that the console cannot write is replaced by one alike, or by its code; nothing stops at it.

    The first thing that a command does. Bytes are written as they are.
    """
    codecs.register_error("alike", _alike)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="alike")


def as_json(value: object) -> str:
    """JSON text that this console writes without loss: letters as they are where it is UTF-8, else as their codes."""
    known = codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8"
    return json.dumps(value, ensure_ascii=not known, indent=1)


def _alike(error: UnicodeError) -> tuple[str, int]:
    """The error handler of codecs: what stands for the letters that could not be written, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_written, error.object[error.start : error.end])), error.end


def _written(letter: str) -> str:
    return ALIKE.get(letter) or letter.encode("ascii", "backslashreplace").decode()
