"""The bar under a running meeting: forth and back, where we are, the clock, what lies behind a figure, the way out."""

from datetime import datetime, timedelta

import streamlit as st

from analytics.database import local
from analytics.database.decisions import Decision
from analytics.figures import Figure, source_line
from analytics.stories import Story
from pages._frame import state
from pages._parts import entry, parts, pick

HOMEWORK, CLOSING = "0", "end"
BEGUN, LAST = "_meeting_begun", "_meeting_last"
BEGAN, STAMP, LONGEST = "began", "%Y%m%dT%H%M%S%f", timedelta(hours=12)


def begun() -> datetime:
    """When this meeting began, UTC; the address keeps it, so that a page loaded again goes on with its meeting."""
    if BEGUN not in st.session_state:
        st.session_state[BEGUN] = _noted(st.query_params.get(BEGAN, "")) or local.now()
    written = st.session_state[BEGUN].strftime(STAMP)
    if st.query_params.get(BEGAN) != written:
        st.query_params[BEGAN] = written
    return st.session_state[BEGUN]


def _noted(raw: str) -> datetime | None:
    """The moment an address tells, None unless a meeting that began then can still be on."""
    try:
        moment = datetime.strptime(raw, STAMP)
    except ValueError:
        return None
    return moment if timedelta(0) <= local.now() - moment <= LONGEST else None


def draw(story: Story, screens: dict[str, str]) -> str:
    """The code of the screen to show, empty where there is none. screens : {code: what it asks}"""
    _ = state.text()
    with st.container(key="stage-bar", horizontal=True, vertical_alignment="center"):
        walk = st.container(key="stage-walk", horizontal=True, vertical_alignment="center", width="content")
        code = pick.one("slide", _("画面を選ぶ"), screens, always=True) if screens else ""
        _clock()
        st.markdown(_("データの版 {0}").format(parts.snapshot()[:8]), width="content")
        if code != CLOSING:
            st.session_state[LAST] = code
            _writing(story, screens)
    with walk:
        _walk(list(screens), code)
    return code


def _writing(story: Story, screens: dict[str, str]) -> None:
    _ = state.text()
    if story.decisions:
        with st.popover(_("決定事項を書く")):
            entry.form(draft(story, screens), st.session_state[LAST])


def draft(story: Story, screens: dict[str, str]) -> Decision:
    """A decision to be written, resting on the figure that was shown last; screens : as told"""
    figures = [code for code in screens if code not in (HOMEWORK, CLOSING)]
    last = st.session_state.get(LAST)
    shown = last if last in screens else next(reversed(figures), "")
    asked = {key: value for key, value in st.query_params.to_dict().items() if key != BEGAN}
    evidence = address(asked | {"slide": shown})
    return Decision("", evidence=evidence, story=story.name, snapshot=parts.snapshot())


def _walk(codes: list[str], code: str) -> None:
    _ = state.text()
    place = codes.index(code) if codes else 0
    before, after = codes[max(place - 1, 0) : place], codes[place + 1 : place + 2]
    st.button(_("← 前へ"), key="stage-back", disabled=not before, on_click=_go, args=before)
    if codes:
        st.html(_dots(place, len(codes)), width="content")
    st.button(_("次へ →"), key="stage-next", type="primary", disabled=not after, on_click=_go, args=after)
    leaving()


def leaving() -> None:
    _ = state.text()
    st.button(_("会議を終える"), key="stage-leave", on_click=_leave)


def _dots(place: int, count: int) -> str:
    """A dot a screen, the current one filled, with words for who does not see it."""
    _ = state.text()
    words = _("{count}画面のうち{number}画面目").format(number=place + 1, count=count)
    drawn = "○" * place + "<b>●</b>" + "○" * (count - place - 1)
    return (
        f'<div class="stage-dots" role="img" aria-label="{words}"><span>{drawn}</span> {place + 1}／{count}</div>'
    )


def _go(code: str) -> None:
    st.session_state["slide"] = code


def _leave() -> None:
    over()
    st.query_params.clear()


def over() -> None:
    """The next meeting begins anew."""
    for key in (BEGUN, LAST):
        st.session_state.pop(key, None)


@st.fragment(run_every=20)
def _clock() -> None:
    _ = state.text()
    since = begun()
    passed = local.now() - since
    st.markdown(_("経過 {0}分").format(int(passed.total_seconds() // 60)), width="content")


def address(asked: dict[str, str]) -> str:
    """The address of a meeting that asks for this."""
    return state.address("meeting", asked)


def behind(figure: Figure, note: str) -> None:
    """What who tells it wrote, and the notes and the table of the figure, sent when they are opened."""
    _ = state.text()
    shown = st.popover(_("出典・注・表"), key="stage-behind", on_change="rerun")
    if shown.open:
        with shown:
            for text in (note, source_line(figure, st.session_state["lang"]), *figure.notes):
                st.markdown(parts.plain(text).replace("\n", "  \n"))
            parts.table(figure.table, figure.title)
