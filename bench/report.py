"""The table: every number beside the peer's of the same run, and whether the goal is met."""

import math
import statistics
from typing import NamedTuple

HEADER = ("measured", "ours p50 / p95", "plain p50 / p95", "ratio p50 / p95", "goal", "verdict")


class Row(NamedTuple):
    """value : what the goal is held against; the rest is as the table shows it. goal : None when there is none
    least : whether the goal is the least that is good enough, not the most"""

    measured: str
    ours: str
    plain: str
    ratio: str
    value: float
    goal: float | None = None
    unit: str = ""
    least: bool = False

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        held = self.value >= self.goal if self.least else self.value <= self.goal
        return "met" if held else "missed"

    @property
    def aim(self) -> str:
        return f"{'≥' if self.least else '≤'} {self.goal:g}{self.unit}" if self.goal is not None else ""


def compared(measured: str, samples: dict[str, list[float]], goal: float | None, digits: int = 0) -> Row:
    """A row whose goal is a ratio of medians."""
    ours, plain = samples["ours"], samples["plain"]
    middle, late = p50(ours) / p50(plain), p95(ours) / p95(plain)
    shown = [_shown(values, digits) for values in (ours, plain)]
    return Row(measured, *shown, f"{middle:.2f} / {late:.2f}", middle, goal, "×")


def alone(measured: str, ours: list[float], goal: float | None = None, unit: str = "", digits: int = 0) -> Row:
    """A row of ours without a peer; a goal is held against the median."""
    return Row(measured, _shown(ours, digits), "", "", p50(ours), goal, unit)


def absolute(
    measured: str, ours: float, plain: float | None, goal: float | None, unit: str, digits: int = 0
) -> Row:
    """A row whose goal is a number of ours."""
    beside = ("", "") if plain is None else (f"{plain:.{digits}f}", f"{ours / plain:.2f}" if plain > 0 else "–")
    return Row(measured, f"{ours:.{digits}f}", *beside, ours, goal, unit)


def markdown(rows: list[Row], header: tuple[str, ...] = HEADER) -> str:
    lines = [(row.measured, row.ours, row.plain, row.ratio, row.aim, row.verdict) for row in rows]
    table = [header, ("---",) * len(header), *lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in table)


def plainly(rows: list[Row]) -> list[dict[str, object]]:
    return [row._asdict() | {"verdict": row.verdict} for row in rows]


def _shown(values: list[float], digits: int = 0) -> str:
    return f"{p50(values):.{digits}f} / {p95(values):.{digits}f}"


def p50(values: list[float]) -> float:
    return statistics.median(values)


def p95(values: list[float]) -> float:
    """The nearest rank: of three values the largest."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
