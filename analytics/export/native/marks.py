"""Reading a drawing back: its marks, the rows that reach each of them, and how a row looks there."""

import ast
import operator
import re
from collections.abc import Iterator
from typing import NamedTuple

from analytics import caching

PYTHON = {"===": "==", "!==": "!=", "&&": " and ", "||": " or ", "true": "True", "false": "False", "null": "None"}
SPOKEN = re.compile("|".join(map(re.escape, sorted(PYTHON, key=len, reverse=True))))
NOT = re.compile(r"!(?!=)")
COMPARED = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class UnreadableError(Exception):
    """The drawing says something that has no native form. The message names it."""


class Mark(NamedTuple):
    """One mark with what it inherits, and the rows that pass its filters."""

    type: str
    properties: dict
    encoding: dict
    rows: tuple[dict, ...]

    def field(self, channel: str) -> str:
        """The column a channel shows; empty where it shows none."""
        return self.encoding.get(channel, {}).get("field", "")

    def is_row(self, channel: str) -> bool:
        """Whether a channel is a list of names."""
        return self.encoding.get(channel, {}).get("type") in ("nominal", "ordinal")

    def look(self, channel: str, row: dict) -> object:
        """What a row has on a channel such as color, shape or strokeDash; None where neither data nor mark say it."""
        return _resolved(self.encoding.get(channel, {}), row, self.properties.get(channel))


def read(spec: dict, rows: list[dict]) -> Iterator[Mark]:
    """The marks from the lowest to the uppermost. Raises UnreadableError."""
    yield from _read(spec, {}, tuple(rows))


def _read(spec: dict, inherited: dict, rows: tuple[dict, ...]) -> Iterator[Mark]:
    encoding = {**inherited, **spec.get("encoding", {})}
    for transform in spec.get("transform", []):
        if "filter" not in transform:
            raise UnreadableError(", ".join(transform))
        rows = tuple(row for row in rows if holds(transform["filter"], row))
    for layer in spec.get("layer", []):
        yield from _read(layer, encoding, rows)
    if "mark" in spec:
        yield Mark(spec["mark"]["type"], spec["mark"], encoding, rows)


def _resolved(definition: dict, row: dict, otherwise: object) -> object:
    condition = definition.get("condition")
    if condition and holds(condition["test"], row):
        return condition["value"]
    if "value" in definition:
        return definition["value"]
    domain = definition.get("scale", {}).get("domain", [])
    if definition.get("field") and row.get(definition["field"]) in domain:
        return definition["scale"]["range"][domain.index(row[definition["field"]])]
    return otherwise


def holds(condition: str, row: dict) -> bool:
    """Whether a filter expression is true of a row. Raises UnreadableError for what no chart here says."""
    return bool(_value(_parsed(condition), row))


@caching.of_code
def _parsed(condition: str) -> ast.expr:
    spoken = SPOKEN.sub(lambda found: PYTHON[found[0]], condition)
    try:
        return ast.parse(NOT.sub(" not ", spoken).strip(), mode="eval").body
    except SyntaxError as error:
        raise UnreadableError(condition) from error


def _value(node: ast.expr, row: dict) -> object:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_value(part, row) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_value(part, row) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return not _value(part, row)
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            return _compared(sign, _value(left, row), _value(right, row))
        case ast.Call(func=ast.Name(id="isValid"), args=[part]):
            return _value(part, row) is not None
        case ast.Attribute(value=ast.Name(id="datum"), attr=name):
            return row.get(name)
        case ast.Constant(value=value):
            return value
    raise UnreadableError(ast.unparse(node))


def _compared(sign: ast.cmpop, left: object, right: object) -> bool:
    """Nothing is neither above nor below anything."""
    if type(sign) not in (ast.Eq, ast.NotEq) and None in (left, right):
        return False
    return COMPARED[type(sign)](left, right)
