"""Scenarios as a short text for an address: 「出生率1.4~t1.4_d2035_n300」, several of them joined by an exclamation mark."""

import re
from collections.abc import Mapping

from analytics.scenario import WHOLE, Levers

SIGNS = {
    "tfr": "t",
    "tfr_year": "d",
    "net": "n",
    "net_20_39": "y",
    "mortality": "m",
    "since": "s",
    "ramp": "r",
    "to": "e",
    "in_20_39": "i",
    "out_20_39": "o",
}
LEVERS = {sign: lever for lever, sign in SIGNS.items()}
PART = re.compile(r"([a-z])(-?[0-9]{1,7}(?:\.[0-9]{1,6})?)", re.ASCII)
NAME = re.compile(r"[\w 　・（）().,%＋+－-]{1,20}")
MOST, LONGEST = 4, 600


def encode(levers: Levers) -> str:
    """The levers that differ from those of `Levers()`, to six decimals; empty when none does."""
    changed = {lever: value for lever, value in levers._asdict().items() if value != Levers._field_defaults[lever]}
    return "_".join(f"{SIGNS[lever]}{_written(value)}" for lever, value in changed.items())


def decode(text: str) -> Levers | None:
    """The levers that `encode` wrote, or None for anything it cannot have written. They are still to be validated."""
    if not text:
        return Levers()
    parts = [PART.fullmatch(part) for part in text.split("_")] if len(text) <= LONGEST else [None]
    if not all(parts):
        return None
    signs = [part[1] for part in parts]
    if len(set(signs)) < len(signs) or not set(signs) <= set(LEVERS):
        return None
    given = {LEVERS[part[1]]: part[2] for part in parts}
    if any("." in given.get(lever, "") for lever in WHOLE):
        return None
    return Levers(**{lever: (int if lever in WHOLE else float)(value) for lever, value in given.items()})


def encode_named(scenarios: Mapping[str, Levers]) -> str:
    """Named scenarios in their order. Raises ValueError for more than MOST or a name that `decode_named` refuses."""
    if len(scenarios) > MOST or not all(NAME.fullmatch(name) for name in scenarios):
        raise ValueError("too many scenarios, or a name that cannot stand in an address")
    return "!".join(f"{name}~{encode(levers)}" for name, levers in scenarios.items())


def decode_named(text: str) -> dict[str, Levers] | None:
    """{name: levers} that `encode_named` wrote, or None for anything it cannot have written."""
    pairs = [part.split("~") for part in text.split("!")] if text else []
    if (
        len(text) > LONGEST
        or len(pairs) > MOST
        or not all(len(pair) == 2 and NAME.fullmatch(pair[0]) for pair in pairs)
    ):
        return None
    found = {name: decode(levers) for name, levers in pairs}
    return None if len(found) < len(pairs) or None in found.values() else found


def _written(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
