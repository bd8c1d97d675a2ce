"""Reading a Vega-Lite specification: its marks, the fields they use, and the rows that reach them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

FIELD = re.compile(r"datum\.(\w+)")
PYTHON = {"===": "==", "!==": "!=", "&&": " and ", "||": " or "}


class Mark(NamedTuple):
    """One mark with what it inherits. encoding : {channel: definition}; transforms : outermost first."""

    type: str
    properties: dict
    encoding: dict
    transforms: list[dict]

    def fields(self) -> set[str]:
        """Columns that the encoding and the filters name, without those that a transform makes."""
        used = {name for definition in self.encoding.values() for name in _named(definition)}
        used |= {name for transform in self.transforms for name in FIELD.findall(str(transform.get("filter", "")))}
        made = {join["as"] for transform in self.transforms for join in transform.get("joinaggregate", ())}
        used |= {join["field"] for transform in self.transforms for join in transform.get("joinaggregate", ())}
        return used - made

    def rows(self, values: list[dict]) -> list[dict]:
        """The rows that pass every filter of this mark."""
        filters = [transform["filter"] for transform in self.transforms if "filter" in transform]
        return [row for row in values if all(_holds(condition, row) for condition in filters)]

    def lines(self, values: list[dict]) -> dict[tuple, list[dict]]:
        """The rows of each line: what shares colour, detail and dash."""
        channels = [self.encoding.get(channel, {}) for channel in ("color", "detail", "strokeDash")]
        groups = [definition["field"] for definition in channels if "field" in definition]
        found: dict[tuple, list[dict]] = {}
        for row in self.rows(values):
            found.setdefault(tuple(row[group] for group in groups), []).append(row)
        return found


def marks(spec: dict, encoding: dict | None = None, transforms: list | None = None) -> Iterator[Mark]:
    encoding = {**(encoding or {}), **spec.get("encoding", {})}
    transforms = [*(transforms or []), *spec.get("transform", [])]
    for layer in spec.get("layer", []):
        yield from marks(layer, encoding, transforms)
    if "mark" in spec:
        mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
        yield Mark(mark["type"], mark, encoding, transforms)


def _named(definition: object) -> Iterator[str]:
    """Every field inside an encoding; axis and legend expressions speak of datum.value and datum.label instead."""
    for entry in definition if isinstance(definition, list) else [definition]:
        if isinstance(entry, list):
            yield from _named(entry)
        if isinstance(entry, dict):
            yield from [entry["field"]] if isinstance(entry.get("field"), str) else []
            yield from FIELD.findall(str(entry.get("test", "")))
            yield from _named([entry[part] for part in ("condition", "sort") if part in entry])


def _holds(condition: str, row: dict) -> bool:
    """A filter expression of the few forms that the charts use, for one row."""
    text = FIELD.sub(r"row.get('\1')", condition)
    for vega, python in PYTHON.items():
        text = text.replace(vega, python)
    text = re.sub(r"!(?!=)", " not ", text).strip()
    return bool(eval(text, {"row": row, "isValid": lambda value: value is not None and value == value}))
