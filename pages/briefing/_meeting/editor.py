"""The own story in an order of one's own: questions and notes to write, slides to move and remove, names to save it."""

from urllib.parse import parse_qs, urlsplit

import streamlit as st

from analytics.stories import LONGEST_NAME, LONGEST_NOTE, Slide, address
from analytics.words.typed import is_text
from pages._frame import state
from pages._parts import own, parts
from pages.briefing._meeting import stage

LINK, REFUSED = "_link_taken", "_link_refused"


def draw() -> None:
    _ = state.text()
    st.markdown(_("各ページの図の「表とダウンロード」を開き、「この図を会議に加える」を押すと、ここに並びます。"))
    if own.slides():
        own.rename(_text(_("会議の名前"), own.story().name, "own-name", LONGEST_NAME))
    else:
        st.info(_("自分の会議には、まだ図がありません。"))
    for number, (mark, slide) in enumerate(own.slides().items(), start=1):
        with st.container(border=True):
            own.slides()[mark] = _slide(number, mark, slide)
    if own.slides():
        _saving()
    _taking()


def _slide(number: int, mark: str, slide: Slide) -> Slide:
    """The slide as it is edited."""
    _ = state.text()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{number}**　{parts.plain(stage.question(slide._replace(question='')))}")
        for label, name, step in ((_("↑ 前へ"), "up", -1), (_("↓ 後へ"), "down", 1)):
            st.button(label, key=f"own-{name}-{mark}", on_click=own.move, args=(mark, step))
        st.button(_("外す"), key=f"own-drop-{mark}", on_click=own.remove, args=(mark,))
    question = _text(_("見出し（空なら図の題名）"), slide.question, f"own-question-{mark}", LONGEST_NAME)
    note = _text(_("話すこと"), slide.note, f"own-note-{mark}", LONGEST_NOTE, tall=True)
    return slide._replace(question=question, note=note)


def _text(label: str, before: str, key: str, longest: int, *, tall: bool = False) -> str:
    """What is typed, or what was there before, and a sentence, where that cannot be shown."""
    _ = state.text()
    field = st.text_area if tall else st.text_input
    entered = field(label, before, max_chars=longest, key=key).strip()
    if is_text(entered, longest):
        return entered
    st.warning(
        _("「{name}」は{longest}字までで、改行のほかの制御文字を含まないように書いてください。").format(
            name=label, longest=longest
        )
    )
    return before


def _saving() -> None:
    _ = state.text()
    st.button(_("この名前で保存する"), on_click=own.save, disabled=not own.story().name)
    own.became()
    st.caption(
        _(
            "保存した会議は「はじめる」に並びます。ログインはないため、このページを開ける人は誰でも見て、使い、消せます。"
        )
    )


def _taking() -> None:
    """A story that somebody sent, taken over to be changed."""
    _ = state.text()
    with st.expander(_("リンクから取り込む")):
        st.text_input(_("会議のリンク"), key=LINK)
        st.button(_("取り込む（いまの並びと入れ替えます）"), on_click=_take)
        if st.session_state.pop(REFUSED, False):
            st.warning(_("このリンクからは会議を読み取れません。リンクの全体を写したか確かめてください。"))


def _take() -> None:
    try:
        found = parse_qs(urlsplit(st.session_state[LINK]).query).get("story", [""])[0]
    except ValueError:
        found = ""
    told = address.decode(found)
    if told:
        own.replace(told)
    else:
        st.session_state[REFUSED] = True
