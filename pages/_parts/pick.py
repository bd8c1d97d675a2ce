"""A page's own choices, kept in the URL like the shared filters."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.words import era, finding
from pages._frame import state
from pages._parts import slider

if TYPE_CHECKING:
    from analytics.figures.outlook.sliders import Slider


def day(key: str, label: str, days: list[date], default: date, *, none: str | None = None) -> date | None:
    """A day of reference to choose; with `none` the choice of no day at all, under that name."""
    by_code = {day.isoformat(): day for day in days}
    options = ["none", *by_code] if none else list(by_code)
    control = state.choice(key, options, default.isoformat())
    state.seed([control])
    with_era, lang = st.session_state["era"] == "wareki", st.session_state["lang"]
    words = {code: era.date_label(day, lang, with_era=with_era) for code, day in by_code.items()}
    words["none"] = none or ""
    code = st.select_slider(label, options, key=key, format_func=words.get)
    state.publish([control])
    return by_code.get(code)


def slide(key: str, label: str, words: dict[str, str], default: str) -> str:
    """One code on a slider by its words; no slider where there is nothing to choose between."""
    if len(words) < 2:
        return next(iter(words), "")
    control = state.choice(key, words, default)
    if st.session_state.get(key) not in words:
        st.session_state.pop(key, None)
    state.seed([control])
    code = st.select_slider(label, list(words), key=key, format_func=words.get)
    state.publish([control])
    return code


def segment(key: str, label: str, words: dict[str, str]) -> str:
    """One part of the page by its words; the first is the default."""
    control = state.choice(key, words, next(iter(words)))
    if st.session_state.get(key) not in words:
        st.session_state.pop(key, None)
    state.seed([control])
    code = st.segmented_control(label, list(words), key=key, format_func=words.get, required=True)
    state.publish([control])
    return code


def number(key: str, label: str, offered: "Slider") -> float:
    """A number by slider or by typing it in the box beside."""
    low, high, default = offered.low, offered.high, offered.default
    control = state.Control(key, lambda raw: _within(raw, low, high), lambda value: f"{value:g}", default)
    state.seed([control])
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        moved = partial(st.session_state.__setitem__, key)
        slider.draw(f"{key}-slider", label, offered, st.session_state[key], moved)
    with right:
        chosen = st.number_input(label, low, high, key=key, step=offered.step, label_visibility="collapsed")
    state.publish([control])
    return chosen


def _within(raw: str, low: float, high: float) -> float | None:
    """A number of the bounds' type between them, None for anything else."""
    try:
        value = type(low)(raw)
    except ValueError:
        return None
    return value if low <= value <= high else None


def span(key: str, label: str, first: int, last: int) -> tuple[int, int]:
    """A period of at least a year between two years, all of it at first."""
    control = state.Control(key, lambda raw: _span(raw, first, last), "{0[0]}-{0[1]}".format, (first, last))
    state.seed([control])
    start, end = st.slider(label, first, last, key=key, format="%d")
    state.publish([control])
    start = min(start, last - 1)
    return start, max(end, start + 1)


def _span(raw: str, first: int, last: int) -> tuple[int, int] | None:
    """Two years in their order between the bounds, None for anything else."""
    years = tuple(_within(year, first, last) for year in raw.split("-"))
    return years if len(years) == 2 and None not in years and years[0] < years[1] else None


def age() -> str:
    """The age band of those who move: everyone, or 20–39."""
    _ = state.text()
    return one("age", _("年齢"), {"all": _("全年齢"), "20-39": _("20〜39歳")})


def one(key: str, label: str, words: dict[str, str], default: str | None = None, *, always: bool = False) -> str:
    """One code to choose by its words; the first is the default unless another is named.

    always : the address says it even where it is the default"""
    control = state.choice(key, words, default if default in words else next(iter(words)), always=always)
    if st.session_state.get(key) not in words:
        st.session_state.pop(key, None)
    state.seed([control])
    code = st.selectbox(label, list(words), key=key, format_func=words.get)
    state.publish([control])
    return code


def several(key: str, label: str, words: dict[str, str]) -> tuple[str, ...]:
    """Any number of codes to choose by their words, none at first."""

    def read(raw: str) -> list[str] | None:
        codes = set(raw.split(","))
        return None if codes - set(words) else [code for code in words if code in codes]

    control = state.Control(key, read, ",".join, [])
    state.seed([control])
    codes = st.pills(label, list(words), selection_mode="multi", key=key, format_func=words.get)
    state.publish([control])
    return tuple(codes)


def switch(key: str, label: str) -> bool:
    """On or off, off at first."""
    control = turned(key)
    state.seed([control])
    on = st.toggle(label, key=key)
    state.publish([control])
    return on


def turned(key: str) -> state.Control:
    """What is on or off, off at first."""
    return state.Control(key, {"1": True}.get, lambda _on: "1", False)


def typed(key: str, label: str, example: str) -> str:
    """Words to search for, cleaned of what cannot be searched."""
    control = state.Control(key, lambda raw: finding.clean(raw) or None, finding.clean, "")
    state.seed([control])
    entered = st.text_input(
        label, max_chars=finding.LONGEST, key=key, placeholder=example, icon=":material/search:"
    )
    state.publish([control])
    return finding.clean(entered)
