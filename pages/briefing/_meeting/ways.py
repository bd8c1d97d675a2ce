"""What can be done with a story before a meeting: read its questions, tell it, take it along as a file."""

import streamlit as st

from analytics.stories import OWN, Story, address
from pages._frame import state
from pages._parts import files, own, parts
from pages.briefing._meeting import bar, stage


def questions(story: Story) -> None:
    asked = [stage.question(slide) for slide in story.slides]
    st.markdown("\n".join(f"{number}. {parts.plain(each)}" for number, each in enumerate(asked, start=1)))


def draw(named: str, story: Story, key: str) -> None:
    """named : as an address names it ; key : unlike that of any other story on the page"""
    _ = state.text()
    build, link = state.build(), bar.address({"lang": st.session_state["lang"], "story": named})
    asked = files.Asked(build, stage.told_with(story, build), story, link)
    with st.container(horizontal=True):
        st.button(_("この会議をはじめる"), key=f"start-{key}", type="primary", on_click=_start, args=(named, story))
        files.offer(_("資料にする"), key, lambda: asked)


def named(story: Story, otherwise: str = OWN) -> str:
    """How an address names an own story: whole where there is room. otherwise : its name where there is not"""
    try:
        return address.encode(story)
    except address.TooLongError:
        return otherwise


def _start(named: str, story: Story) -> None:
    own.know(named, story)
    st.query_params["story"] = named
