"""Before beside after on the screen, with the mark of the revision between them."""

import pandas as pd
import streamlit as st

from analytics.figures.plan import changes
from analytics.figures.plan.revision import GoalChanges
from analytics.words import terms
from pages._parts import parts
from pages.strategy import _outline


def table(frame: pd.DataFrame, mark: str, alt: str) -> None:
    """A plain table in which the marks of what changed stand out."""
    quiet = terms.word("change", changes.KEPT, st.session_state["lang"])
    cells = {parts.plain(name): [parts.plain_cell(cell) for cell in frame[name]] for name in frame.columns}
    cells[parts.plain(mark)] = [cell if cell == quiet else _outline.emphasised(cell) for cell in frame[mark]]
    st.table(cells, alt=alt, hide_index=True, hide_header=False)


def entries(frame: pd.DataFrame) -> None:
    """A box a row: its first cell as its name, the others under their headings, side by side on a wide screen."""
    name, *headings = frame.columns
    for row in frame.to_dict("records"):
        with st.container(border=True):
            first, *others = st.columns([2] + [3] * len(headings))
            first.markdown(f"**{parts.plain(row[name])}**")
            for column, heading in zip(others, headings, strict=True):
                with column, st.container(gap="xxsmall"):
                    st.caption(parts.plain(heading))
                    st.markdown(parts.plain(row[heading]))


def goals(changed: list[GoalChanges], mark: str) -> None:
    """Goal by goal a heading, a sentence, and the table where anything is to be shown."""
    for goal in changed:
        st.markdown(f"**{parts.plain(goal.heading)}**　{parts.plain(goal.sentence)}")
        if len(goal.table):
            table(goal.table, mark, f"{goal.heading} {goal.sentence}")


def sides(points: pd.DataFrame) -> None:
    """Every point in a box of its own, side by side on a wide screen."""
    for column, (title, text) in zip(st.columns(max(len(points), 1)), points.itertuples(index=False), strict=False):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{parts.plain(title)}**")
            st.markdown(parts.plain(text))


def folded(sections: dict[str, pd.DataFrame]) -> None:
    """Headings to open, each over its points; none where the plan says nothing."""
    for heading, points in sections.items():
        if len(points):
            with st.expander(parts.plain(heading)):
                parts.items(points)
