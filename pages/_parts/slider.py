"""A slider that tells its value while it is still held, marked with where the number has been.

Streamlit's own tells it when it is let go. One value is on its way at a time: the next is sent when the page that the
last one asked for has come back.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from analytics.figures.outlook.sliders import Slider


_mount = st.components.v2.component(
    "slider",
    **{kind: Path(__file__).with_name(f"slider.{kind}").read_text("utf-8") for kind in ("html", "css", "js")},
)


def draw(key: str, label: str, offered: "Slider", value: float, on_move: Callable[[float], None]) -> None:
    """value : where it stands ; on_move : is given what it was moved to, within its bounds"""
    heard = st.session_state.get(key, {}).get("moved")
    been = [place._asdict() for place in offered.been]
    data = offered._asdict() | {"label": label, "value": value, "heard": heard, "been": been}

    def moved() -> None:
        number = _number(st.session_state[key]["moved"], offered.low, offered.high)
        if number is not None:
            on_move(number)

    _mount(key=key, data=data, on_moved_change=moved)


def _number(moved: object, low: float, high: float) -> float | None:
    """What a browser sent, as a number of the bounds' type; None for anything that is none or lies outside."""
    number = moved[0] if isinstance(moved, list) and moved else None
    known = isinstance(number, int | float) and not isinstance(number, bool) and low <= number <= high
    return type(low)(number) if known else None
