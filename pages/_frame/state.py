"""The URL is the view: what the visitor chose is read from the query string, checked, and written back."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from urllib.parse import urlencode

import streamlit as st

from analytics.city import goals, scope
from analytics.database import queries, store
from analytics.filters import BASES, ERAS, SCOPES, Filters, View
from analytics.words import language

SHOWN, REFUSED, BUILD, FILTERS, HELD = "_shown_in_url", "_refused", "_build", "_filters", "_held"
WHOLE, WORDED, SERVED, OPEN = "_whole", "_worded", "_served", "_open"
TOLD = ("areas", "first_year", "last_year", "basis", "scope", "plan")


class Control(NamedTuple):
    """One query parameter: how it is read (None when it cannot be used), written, and what it is by default.

    words : what its options are called on the screen, where not by language and era alone
    """

    key: str
    read: Callable[[str], object | None]
    write: Callable[[object], str]
    default: object
    always: bool = False
    words: tuple[str, ...] = ()


def choice(key: str, options: Iterable[str], default: str, *, always: bool = False) -> Control:
    """options : codes, or {code: its words}"""
    allowed, words = tuple(options), tuple(options.values()) if isinstance(options, Mapping) else ()
    return Control(key, lambda raw: raw if raw in allowed else None, str, default, always, words)


def choices(key: str, options: Iterable[str], also: str) -> Control:
    """Several of the options, all by default; `also` may stand in the URL but is no option."""
    allowed = list(options)

    def read(raw: str) -> list[str] | None:
        codes = {code for code in raw.split(",") if code}
        return None if codes - {*allowed, also} else [code for code in allowed if code in codes]

    return Control(key, read, lambda codes: ",".join(codes) or also, allowed)


def year(key: str, options: Iterable[int], default: int) -> Control:
    allowed = {str(option): option for option in options}
    return Control(key, allowed.get, str, default)


def seed(controls: list[Control]) -> None:
    """Before the widgets: take over what the URL says where it is news (first run, Back, an edited address)."""
    shown = st.session_state.setdefault(SHOWN, {})
    refused = st.session_state.setdefault(REFUSED, set())
    same_page = st.session_state[WHOLE] or any(control.key in st.query_params for control in controls)
    if any(control.key in shown and _touched(control) for control in controls):
        refused.clear()
    for control in controls:
        raw = ",".join(st.query_params.get_all(control.key)) if control.key in st.query_params else None
        moved = control.key in shown and same_page and raw != shown[control.key] and not _touched(control)
        if control.key not in st.session_state or moved:
            value = control.default if raw is None else control.read(raw)
            (refused.add if value is None else refused.discard)(control.key)
            st.session_state[control.key] = control.default if value is None else value
    _reword(controls)


def _reword(controls: list[Control]) -> None:
    """Set anew what is shown in other words than before: a browser tells a choice by the words it has been given."""
    spoken = tuple(st.session_state.get(key) for key in ("lang", "era"))
    known = st.session_state.setdefault(WORDED, {})
    for control in controls:
        words = (spoken, control.words)
        if known.setdefault(control.key, words) != words:
            st.session_state[control.key] = st.session_state[control.key]
            known[control.key] = words


def _touched(control: Control) -> bool:
    """Whether the widget itself moved since the URL was written: then the visitor's hand wins over the URL."""
    here = control.key in st.session_state
    return here and _written(control) != st.session_state[SHOWN].get(control.key)


def _written(control: Control) -> str | None:
    value = st.session_state[control.key]
    if value == control.default and not control.always:
        return None
    return control.write(value)


def publish(controls: list[Control]) -> None:
    """After the widgets: write what is not the default, all of it at once, and only where the URL does not say it yet."""
    shown = {control.key: _written(control) for control in controls}
    st.session_state[SHOWN].update(shown)
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    wanted = said | {key: [written] for key, written in shown.items() if written is not None}
    wanted = {key: values for key, values in wanted.items() if shown.get(key, "") is not None}
    if wanted != said:
        st.query_params.from_dict(wanted)


def address(page: str, asked: dict[str, str]) -> str:
    """The address of the page we are on that asks for this; page : its name, for where no browser says where we are"""
    return f"{(st.context.url or f'/{page}').split('?')[0]}?{urlencode(asked)}"


def refused() -> list[str]:
    """Names of parameters in the URL that could not be used."""
    return sorted(st.session_state.get(REFUSED, ()))


def controls(build: str) -> list[Control]:
    """The shared filters, their options taken from the data."""
    first, last = queries.period(build)
    years = range(first, last + 1)
    return [
        choice("lang", language.LANGUAGES, language.from_locale(st.context.locale), always=True),
        year("from", years, first),
        year("to", years, last),
        choices("area", scope.comparable(build), scope.home(build)),
        choice("basis", BASES, "all"),
        choice("data", SCOPES, "all"),
        choice("era", ERAS, "wareki"),
        choice("plan", scope.plan_ids(build), scope.first_plan(build)),
    ]


def goal_names() -> dict[int, str]:
    """{number: short name} of the basic goals of the chosen plan, as revised."""
    rows = goals.revised(build(), st.session_state["plan"])
    return dict(zip(rows["number"], rows[f"short_name_{st.session_state['lang']}"], strict=True))


def settle(build: str) -> None:
    """After the widgets: fix what this run shows."""
    st.session_state[FILTERS] = _chosen(build)


def _chosen(build: str) -> Filters:
    """The filters as one frozen value, the same however they were put together."""
    session = st.session_state
    chosen = Filters(
        scope.home(build),
        tuple(session["area"]),
        session["from"],
        session["to"],
        session["basis"],
        session["data"],
        session["era"],
        session["lang"],
        session["plan"],
    )
    return scope.within(build, chosen)


def begin() -> str:
    """Choose the build this run reads, the same from its first query to its last.

    Raises DatabaseMissingError when there is none.
    """
    session = st.session_state
    session[WHOLE] = "lang" in st.query_params
    session[SERVED] = store.served()
    session[BUILD] = session[SERVED].build
    _open(store.hold(session[BUILD]), *(session[OPEN][1:] if session.get(HELD) else ()))
    session[HELD] = False
    store.close_unheld()
    return session[BUILD]


def hold(build: str, filters: Filters) -> None:
    """From here to its end this run reads that build with those filters, whatever is built meanwhile."""
    _open(st.session_state[OPEN][0], store.hold(build))
    st.session_state.update({BUILD: build, FILTERS: filters, HELD: True})


def _open(*holds: store.Hold) -> None:
    """The builds this visit needs open, in the place of those before, which Streamlit would keep for a run more."""
    st.session_state.setdefault(OPEN, [])[:] = holds


def is_outdated() -> bool:
    """Whether there is another build that the page should take over."""
    try:
        return not st.session_state[HELD] and store.served() != st.session_state[SERVED]
    except store.DatabaseMissingError:
        return False


def stands_in() -> bool:
    """Whether an older build is shown because the one that is to be shown cannot be read."""
    shown = st.session_state[SERVED]
    return not shown.wanted and shown.build == build()


def apart(filters: Filters, build: str) -> tuple[tuple[str, object], ...]:
    """(field, value) where what figures show differs from the usual."""
    usually = scope.usual(build)
    return tuple((field, value) for field in TOLD if (value := getattr(filters, field)) != getattr(usually, field))


def build() -> str:
    return st.session_state[BUILD]


def filters() -> Filters:
    """What this page is to show."""
    return st.session_state[FILTERS]


def view() -> View:
    """The build that is shown, and what this page is to show of it."""
    return View(build(), filters())


def text() -> Callable[[str], str]:
    """The translator for the language shown."""
    return language.gettext(st.session_state["lang"])
