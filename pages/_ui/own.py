"""The visitor's own story, kept in the session: figures are added on any page, then put in order and named."""

from uuid import uuid4

import streamlit as st

from analytics import stories
from analytics.figures import Figure
from analytics.stories import OWN, Slide, Story
from pages._ui import state

NAME, SLIDES, SAVED, SAID = "_own_name", "_own_slides", "_own_saved", "_own_said"


def story() -> Story:
    return Story(OWN, st.session_state.get(NAME, ""), tuple(slides().values()))


def slides() -> dict[str, Slide]:
    """{mark of a slide that stays when it moves: slide}, in the order they are told."""
    return st.session_state.setdefault(SLIDES, {})


def replace(told: Story) -> None:
    """Make this the story to work on."""
    st.session_state[NAME] = told.name
    st.session_state[SLIDES] = {uuid4().hex: slide for slide in told.slides}


def move(mark: str, step: int) -> None:
    marks = list(slides())
    place = marks.index(mark)
    other = max(0, min(place + step, len(marks) - 1))
    marks[place], marks[other] = marks[other], marks[place]
    st.session_state[SLIDES] = {each: slides()[each] for each in marks}


def remove(mark: str) -> None:
    slides().pop(mark, None)


def saved() -> dict[str, Story]:
    """{name: story} as the visitor saved them."""
    return st.session_state.setdefault(SAVED, {})


def save() -> None:
    saved()[story().name] = story()


def forget(name: str) -> None:
    saved().pop(name, None)


def rename(name: str) -> None:
    st.session_state[NAME] = name


def offer(figure: Figure) -> None:
    """The button that adds a figure to the own story."""
    if not figure.recipe:
        return
    _ = state.text()
    st.button(_("この図を会議に加える"), key=f"add-{figure.key}", on_click=_add, args=(figure,))
    if st.session_state.get(SAID) != figure.key:
        return
    del st.session_state[SAID]
    if len(slides()) < stories.MOST_SLIDES:
        st.caption(
            _("会議に加えました（いま{0}枚）。「会議モード」の「自分の会議」で順番を決められます。").format(
                len(slides())
            )
        )
    else:
        st.caption(_("自分の会議は{0}枚でいっぱいです。").format(len(slides())))


def _add(figure: Figure) -> None:
    if len(slides()) < stories.MOST_SLIDES:
        filters = state.apart(state.filters(), state.build())
        slides()[uuid4().hex] = Slide(figure.recipe, figure.choices, filters=filters)
    st.session_state[SAID] = figure.key
