"""Stories that were saved for everyone: to tell, to change, to take away, and to bring back."""

import streamlit as st

from analytics import clock
from analytics.database import local
from analytics.stories import saved
from analytics.stories.saved import Saved
from pages._frame import state
from pages._parts import own, parts, writing
from pages.briefing._meeting import minutes, ways

FAULT = "_shelf_fault"


def draw() -> None:
    """Every saved story, newest first; nothing where none was ever saved."""
    _ = state.text()
    try:
        found = saved.latest()
    except local.UnavailableError as error:
        st.warning(parts.plain(writing.told(_("保存した会議を、いまは読めません。"), writing.unreadable(error))))
        return
    if not found:
        return
    st.subheader(_("保存した会議"), anchor=False)
    st.caption(
        _(
            "このページを開ける人なら誰でも（ログインはありません）、ここにある会議を見て、使い、消すことができます。"
        )
    )
    if fault := st.session_state.pop(FAULT, ""):
        st.warning(parts.plain(fault))
    for each in minutes.first([each for each in found if not each.gone], "all-saved"):
        _story(each)
    _taken_away([each for each in found if each.gone])


def _story(each: Saved) -> None:
    _ = state.text()
    with st.container(border=True):
        st.markdown(f"**{_name(each)}**　{_('{0}枚').format(len(each.story.slides))}　:gray[{_saved_at(each)}]")
        with st.container(horizontal=True):
            ways.draw(ways.named(each.story, own.SAVED + each.saved_id), each.story, each.saved_id)
            st.button(
                _("自分の会議で直す（いまの並びと入れ替えます）"),
                key=f"edit-{each.saved_id}",
                on_click=_edit,
                args=(each,),
            )
            st.button(_("消す"), key=f"take-{each.saved_id}", on_click=_put, args=(each, True))
        shown = st.expander(_("図の並び"), key=f"asked-{each.saved_id}", on_change="rerun")
        if shown.open:
            with shown:
                ways.questions(each.story)


def _taken_away(found: list[Saved]) -> None:
    _ = state.text()
    if not found:
        return
    with st.expander(_("消した会議（{0}件）").format(len(found))):
        for each in minutes.first(found, "all-gone"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{_name(each)}　:gray[{_saved_at(each)}]")
                st.button(_("元に戻す"), key=f"back-{each.saved_id}", on_click=_put, args=(each, False))


def _name(each: Saved) -> str:
    _ = state.text()
    return parts.plain(each.story.name) or _("名前のない会議")


def _saved_at(each: Saved) -> str:
    _ = state.text()
    moment = clock.told(each.written_at)
    return (_("{0} に消した") if each.gone else _("{0} に保存")).format(f"{moment:%Y-%m-%d %H:%M}")


def _edit(each: Saved) -> None:
    own.replace(each.story, each)
    st.session_state["part"] = "own"


def _put(each: Saved, gone: bool) -> None:
    _ = state.text()
    try:
        fault = writing.attempt(lambda: saved.change(each, each.story, gone=gone))
    except local.MovedError:
        st.session_state[FAULT] = _(
            "「{0}」は、開いたあとにほかの画面で直されたか消されたため、そのまま残しています。いまの内容を確かめて、必要ならもう一度押してください。"
        ).format(each.story.name or _("名前のない会議"))
        return
    if fault:
        st.session_state[FAULT] = writing.told(_("いまは書き込めません。"), fault)
