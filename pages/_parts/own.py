"""The visitor's own story: figures are added on any page, put in order and named, and saved for everyone."""

from contextlib import suppress
from uuid import uuid4

import streamlit as st

from analytics import stories
from analytics.database.local import MovedError, UnavailableError
from analytics.figures import Figure
from analytics.stories import OWN, Slide, Story, saved
from analytics.stories.saved import Saved
from pages._frame import state
from pages._parts import writing

NAME, SLIDES, SAID = "_own_name", "_own_slides", "_own_said"
ORIGIN, BECAME, KNOWN, SAVED = "_own_origin", "_own_became", "_own_known", "saved-"


def story() -> Story:
    return Story(OWN, st.session_state.get(NAME, ""), tuple(slides().values()))


def slides() -> dict[str, Slide]:
    """{mark of a slide that stays when it moves: slide}, in the order they are told."""
    return st.session_state.setdefault(SLIDES, {})


def replace(told: Story, origin: Saved | None = None) -> None:
    """Make this the story to work on. origin : what was saved, of which it will be a new version"""
    st.session_state[ORIGIN] = origin
    st.session_state.pop("own-name", None)
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


def save() -> None:
    """Save it for everyone: over what it was opened from, unless its name or what is saved there has changed since."""
    _ = state.text()
    told, origin = story(), st.session_state.get(ORIGIN)
    again = origin is not None and origin.story.name == told.name

    def write() -> None:
        st.session_state[ORIGIN] = saved.change(origin, told) if again else saved.save(told)

    def write_apart() -> None:
        st.session_state[ORIGIN] = saved.save(told)

    words = _("保存しました。")
    try:
        fault = writing.attempt(write)
    except MovedError:
        fault = writing.attempt(write_apart)
        words = _("保存しました。同じ会議がほかで直されたか消されたため、別の会議として残しています。")
    failed = writing.told(_("いまは保存できません。"), fault, _("並びは残っています。"))
    st.session_state[BECAME] = (failed, False) if fault else (words, True)


def know(named: str, told: Story) -> None:
    """A meeting tells the story as it stood when it began, whatever is saved meanwhile."""
    st.session_state.setdefault(KNOWN, {})[named] = told


def known(named: str) -> Story | None:
    """The saved story that an address names, None for any other name and where none can be read now."""
    if not named.startswith(SAVED):
        return None
    if named not in st.session_state.setdefault(KNOWN, {}):
        with suppress(UnavailableError):
            found = {SAVED + each.saved_id: each.story for each in saved.latest() if not each.gone}
            st.session_state[KNOWN] = found | st.session_state[KNOWN]
    return st.session_state[KNOWN].get(named)


def became() -> None:
    """What became of the last saving, once."""
    words, kept = st.session_state.pop(BECAME, ("", True))
    if words:
        (st.success if kept else st.warning)(words)


def rename(name: str) -> None:
    st.session_state[NAME] = name


def offer(figure: Figure) -> None:
    """The button that adds a figure to the own story."""
    if not figure.recipe:
        return
    _ = state.text()
    made = Slide(figure.recipe, figure.choices)
    st.button(_("この図を会議に加える"), key=f"add-{figure.key}", on_click=add, args=(figure.key, made))
    told(figure.key)


def add(mark: str, *made: Slide) -> None:
    """Add the slides there is room for, with the filters of this page. mark : where that is told"""
    filters, room = state.apart(state.filters(), state.build()), stories.MOST_SLIDES - len(slides())
    slides().update({uuid4().hex: each._replace(filters=filters) for each in made[:room]})
    st.session_state[SAID] = (mark, len(made[room:]))


def told(mark: str) -> None:
    """What became of adding, once."""
    _ = state.text()
    about, refused = st.session_state.get(SAID, ("", 0))
    if about != mark:
        return
    del st.session_state[SAID]
    if refused:
        full = _("自分の会議は{count}枚でいっぱいです。{left}枚は加えられませんでした。")
        st.warning(full.format(count=stories.MOST_SLIDES, left=refused))
        return
    added = _("会議に加えました（いま{0}枚）。「会議モード」の「自分の会議」で順番を決められます。")
    st.caption(added.format(len(slides())))
