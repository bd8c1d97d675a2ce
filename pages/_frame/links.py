"""Links from page to page that keep the visitor's filters."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from analytics.city import goals
from pages._frame import state
from pages._parts import parts
from pages.goals import _goal

PAGES = Path(__file__).parent.parent
GOALS = tuple(sorted(path.stem for path in (PAGES / "goals").glob("[a-z]*.py")))
OFFERED = "_goal_pages"
WEB = re.compile(r"https?://[0-9A-Za-z.-]+(?:/[!-~]*)?", re.ASCII)
KPI = PAGES / "strategy" / "kpi.py"
MEETING = PAGES / "briefing" / "meeting.py"


def goal_pages() -> list[st.Page]:
    """A page for each goal of the plan that is shown, and unseen those that have a file but no goal in it."""
    numbers, names = goals.addresses(state.build(), st.session_state["plan"]), state.goal_names()
    found = {
        address: _goal_page(address, parts.plain(f"{number} {names[number]}"))
        for address, number in numbers.items()
    }
    st.session_state[OFFERED] = dict(zip(numbers.values(), found.values(), strict=True))
    unseen = [
        st.Page(PAGES / "goals" / f"{address}.py", url_path=address, visibility="hidden")
        for address in GOALS
        if address not in found
    ]
    return [*found.values(), *unseen]


def _goal_page(address: str, title: str) -> st.Page:
    """From its file where it has one, else made for its address."""
    if address in GOALS:
        return st.Page(PAGES / "goals" / f"{address}.py", title=title, url_path=address)

    def draw() -> None:
        _goal.draw(address)

    return st.Page(draw, title=title, url_path=address)


def evidence(label: str, address: str) -> None:
    """A link to the screen of a meeting whose address was kept, in a tab of its own, so that this visit keeps its
    filters; nothing where it is no such address."""
    try:
        found = urlsplit(address)
        asked = dict(parse_qsl(found.query))
    except ValueError:
        return
    if found.path.rpartition("/")[2] == MEETING.stem and {"story", "slide"} <= set(asked):
        st.link_button(parts.plain(label), f"{MEETING.stem}?{urlencode(asked)}")


def outside(label: str, address: str) -> None:
    """A link to a page of the web in a tab of its own; nothing where it is not wholly the address of one."""
    if WEB.fullmatch(address):
        st.link_button(parts.plain(label), address)


def to(label: str, goal_number: int | None = None, query: tuple[tuple[str, str], ...] = ()) -> None:
    """A link to a goal's page, without one to the KPI page; nothing where the plan has no such goal."""
    if goal_number is None:
        st.page_link(KPI, label=parts.plain(label), query_params=dict(query))
    elif page := st.session_state[OFFERED].get(goal_number):
        st.page_link(page, label=parts.plain(label))
