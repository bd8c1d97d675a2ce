"""The row under a page with figures: the page as a file, its figures into a meeting, its tables onto paper."""

import streamlit as st

from analytics.words import language
from pages._frame import state
from pages._parts import files, gathered, own, parts, pick
from pages._parts.gathered import Gathered

TABLES, MARK = parts.TABLES, "page"


def begin() -> None:
    """Before the page is drawn: whether its tables are open stands in the address, its switch under the figures."""
    state.seed([pick.turned(TABLES)])


def draw() -> None:
    """Nothing under a page that shows no figures."""
    _ = state.text()
    gathered.locate()
    shown = gathered.now()
    if not (shown.slides or shown.absent):
        return
    with st.container(key="handout"):
        _taking()
        if shown.slides:
            pick.switch(TABLES, _("印刷用に表を開く"))


@st.fragment
def _taking() -> None:
    _ = state.text()
    shown = gathered.now()
    if shown.slides:
        with st.container(horizontal=True, vertical_alignment="center"):
            files.offer(_("このページを資料にする"), MARK, lambda: _asked(shown))
            st.button(_("このページの図をすべて会議に加える"), key="page-to-meeting", on_click=_add)
        own.told(MARK)
    if shown.absent:
        listed = language.listed(shown.absent.values(), st.session_state["lang"])
        st.caption(parts.plain(_("描く値のない図（{0}）は、資料にも会議にも入りません。").format(listed)))


def _asked(shown: Gathered) -> files.Asked:
    return files.Asked(shown.build, shown.filters, shown.story, shown.link)


def _add() -> None:
    own.add(MARK, *gathered.now().slides.values())
