"""Links from page to page that keep the visitor's filters."""

from pathlib import Path

import streamlit as st

from pages._ui import parts

PAGES = Path(__file__).parent.parent
GOALS = ("inflow", "employment", "fertility", "outflow")
KPI = PAGES / "strategy" / "kpi.py"


def goal_page(number: int) -> Path:
    return PAGES / "goals" / f"{GOALS[number - 1]}.py"


def to(label: str, goal_number: int | None = None, query: tuple[tuple[str, str], ...] = ()) -> None:
    """A link to a goal's page, without one to the KPI page; nothing where the app has no page for that goal."""
    if goal_number is None:
        st.page_link(KPI, label=parts.plain(label), query_params=dict(query))
    elif goal_number <= len(GOALS):
        st.page_link(goal_page(goal_number), label=parts.plain(label))
