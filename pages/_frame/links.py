"""Links from page to page that keep the visitor's filters."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from pages._parts import parts

PAGES = Path(__file__).parent.parent
GOALS = ("inflow", "employment", "fertility", "outflow")
WEB = re.compile(r"https?://[0-9A-Za-z.-]+(?:/[!-~]*)?", re.ASCII)
KPI = PAGES / "strategy" / "kpi.py"
MEETING = PAGES / "briefing" / "meeting.py"


def goal_page(number: int) -> Path:
    return PAGES / "goals" / f"{GOALS[number - 1]}.py"


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
    """A link to a goal's page, without one to the KPI page; nothing where the app has no page for that goal."""
    if goal_number is None:
        st.page_link(KPI, label=parts.plain(label), query_params=dict(query))
    elif goal_number <= len(GOALS):
        st.page_link(goal_page(goal_number), label=parts.plain(label))
