"""A meeting as it runs: one question a screen, a bar to walk with, and the build it began with until its end."""

import re
from pathlib import Path

import streamlit as st

from analytics import stories
from analytics.charts import base
from analytics.city import scope
from analytics.database import store
from analytics.figures import Figure, source_line
from analytics.figures.outlook import whatif
from analytics.filters import Filters
from analytics.stories import OWN, Slide, Story, address
from analytics.words import terms
from pages._frame import cached, inline, state
from pages._parts import levers, own, parts
from pages.briefing._meeting import bar, minutes

CSS = Path(__file__).with_name("stage.css")
STEM = re.compile(r"[0-9A-Za-z]{1,40}", re.ASCII)
LIVE = "whatif.total"
HIGH, LINE, WIDE, LOWEST = 390, 26, 125, 200


def asked() -> Story | None:
    """The story that the address names, None where it names none that can be told."""
    for key in ("story", "snap"):
        if key not in st.query_params:
            st.session_state.pop(key, None)
    controls = [
        state.Control("story", lambda raw: raw if _named(raw) else None, str, ""),
        state.Control("snap", lambda raw: raw if STEM.fullmatch(raw) else None, str, _current(), always=True),
    ]
    state.seed(controls)
    told = _named(st.session_state["story"])
    if told is None:
        for key in ("slide", "snap", bar.BEGAN):
            st.query_params.pop(key, None)
    state.publish(controls if told else controls[:1])
    return told


def _named(raw: str) -> Story | None:
    ready = stories.ready(st.session_state["lang"])
    return own.story() if raw == OWN else ready.get(raw) or own.known(raw) or address.decode(raw)


def draw(story: Story) -> None:
    """The screen the address asks for, read from the build the meeting began with."""
    st.html(CSS)
    inline.run(inline.KEYS)
    build = f"{st.session_state['snap']}.duckdb"
    with st.container(key="stage"):
        if not store.holds(build):
            _gone()
            return
        state.hold(build, told_with(story, build))
        store.keep(build)
        screen = st.container(key="stage-screen")
    earlier = minutes.homework(bar.begun()) if story.decisions else ()
    screens = _screens(story, homework=len(earlier) > 0)
    code = bar.draw(story, screens)
    with screen:
        if code == bar.HOMEWORK:
            minutes.opening(earlier)
        elif code == bar.CLOSING:
            minutes.closing(bar.begun(), bar.draft(story, screens))
        elif code:
            _slide(story.slides[int(code) - 1])
        else:
            _empty(story)


def told_with(story: Story, build: str) -> Filters:
    """An own story is told with its own filters alone; one that comes with the dashboard with the visitor's too."""
    visitor = state.filters()
    chosen = (("scope", visitor.scope),) if story.story_id == OWN else state.apart(visitor, state.build())
    return scope.usual(build)._replace(lang=visitor.lang, era=visitor.era, **dict(chosen))


def _screens(story: Story, *, homework: bool) -> dict[str, str]:
    """{code: what it asks}, in the order they are told."""
    _ = state.text()
    opening = {bar.HOMEWORK: _("前回からの対応事項")} if homework else {}
    slides = {str(number): f"{number}　{question(slide)}" for number, slide in enumerate(story.slides, start=1)}
    closing = {bar.CLOSING: _("今日の決定事項")} if slides and story.decisions else {}
    return opening | slides | closing


def question(slide: Slide) -> str:
    """The slide's question; what its figure is called where it has none."""
    _ = state.text()
    try:
        return stories.title(state.build(), state.filters(), slide)
    except stories.UnknownFigureError:
        return _("表示できない図")


def _gone() -> None:
    _ = state.text()
    st.title(_("始めたときのデータの版は、もうありません"), anchor=False)
    st.markdown(
        _("この会議はデータの版 {0} で始まりました。その版はもう読めないため、数値が変わることがあります。").format(
            parts.plain(st.session_state["snap"])
        )
    )
    with st.container(horizontal=True):
        st.button(_("いまのデータで続ける"), type="primary", on_click=_take_current)
        bar.leaving()


def _take_current() -> None:
    st.session_state["snap"] = _current()


def _current() -> str:
    return store.current().removesuffix(".duckdb")


def _empty(story: Story) -> None:
    _ = state.text()
    st.title(parts.plain(story.name) or _("自分の会議"), anchor=False)
    st.info(
        _(
            "この会議にはまだ図がありません。各ページの図の「表とダウンロード」から「この図を会議に加える」を押してください。"
        )
    )


def _slide(slide: Slide) -> None:
    _ = state.text()
    try:
        figure = cached.told(slide)
    except stories.UnknownFigureError:
        st.title(parts.plain(slide.question) or _("表示できない図"), anchor=False)
        st.info(_("この図が指すページや指標は、いまはありません。ほかの図はそのまま続けられます。"))
        return
    st.title(parts.plain(slide.question or figure.title), anchor=False)
    if slide.recipe == LIVE:
        _levers(slide)
    else:
        _told(slide, figure)


def _told(slide: Slide, figure: Figure) -> None:
    """The figure's sentence, its chart as large as the screen allows, and its source."""
    if figure.spec is None:
        st.info(parts.plain(figure.message))
        return
    _said(slide, figure)
    _drawn(figure)


def _said(slide: Slide, figure: Figure) -> None:
    with st.container(key="stage-message"):
        st.markdown(f"**{parts.plain(figure.message.strip())}**".replace("\n", "  \n"))
    with st.container(key="stage-name", horizontal=True, vertical_alignment="center"):
        if slide.question:
            st.markdown(parts.plain(figure.title))
        bar.behind(figure, slide.note)


def _drawn(figure: Figure) -> None:
    with st.container(key="stage-chart"):
        spec = {**figure.spec, "height": _height(figure)}
        st.vega_lite_chart(figure.data, spec, theme=None, alt=figure.message, width="stretch")
    with st.container(key="stage-source"):
        st.markdown(parts.plain(source_line(figure, st.session_state["lang"])))


def _height(figure: Figure) -> int:
    """What is left below the sentence; rows have what they need, and then the whole is drawn smaller."""
    lines = len(base.lines(figure.message, WIDE)) + figure.message.count("\n")
    least = figure.spec["height"] if base.has_rows(figure.spec) else LOWEST
    return max(HIGH - LINE * lines, least)


@st.fragment
def _levers(slide: Slide) -> None:
    """The levers beside what they lead to; they start where the slide has them."""
    start, kept, *paths = (*slide.choices, *(whatif.UNCHANGED, ())[len(slide.choices) :])
    top = st.container()
    with st.container(key="stage-levers"):
        left, right = st.columns([2, 3])
    with left:
        shown = levers.possible(levers.chosen(terms.words("lever", st.session_state["lang"]), start, folded=True))
    figure = cached.made(whatif.total, shown, kept, *paths)
    with top:
        _said(slide, figure)
        levers.presets()
    with right:
        _drawn(figure)
