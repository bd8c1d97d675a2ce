"""What the pages ask for, made once for each build and set of filters and shared by every visitor."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from threading import Timer

import streamlit as st

from analytics import stories
from analytics.figures import Figure, making
from analytics.figures.making import Budget, Made, SpentError
from analytics.stories import Slide
from pages._frame import served, state

PAINTED, BUDGET = 10, "_budget"


def made(maker: Callable[..., Made], *choices: str | date | None) -> Made:
    """What `maker` makes of this run's filters and the page's own choices: a figure, headlines, a sentence."""
    with _within_budget() as budget:
        return making.made(maker, state.view(), *choices, budget=budget)


def told(slide: Slide) -> Figure:
    """The figure of a slide. Raises UnknownFigureError."""
    with _within_budget() as budget:
        return stories.figure(state.build(), state.filters(), slide, budget)


@contextmanager
def _within_budget() -> Iterator[Budget]:
    """What this visitor has left; where that is not enough the page ends here with a sentence."""
    _ = state.text()
    try:
        with served.readable():
            yield st.session_state.setdefault(BUDGET, Budget())
    except SpentError:
        st.warning(
            _("短い間に多くの図を求められたため、ここで止めました。30秒ほど待ってから、開き直してください。")
        )
        st.stop()


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Once, after the first page is out: what is loaded by now stays, so later collections need not walk it.

    Streamlit runs a full collection after every script run; over the imported libraries that costs more than
    the run itself. What the other pages need is loaded behind the visitor's back once the browser has painted.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    later = Timer(PAINTED, import_module, args=("pages._frame.later",))
    later.daemon = True
    later.start()
