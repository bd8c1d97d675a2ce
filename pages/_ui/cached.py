"""What the pages ask for, made once for each build and set of filters and shared by every visitor."""

import gc
from collections.abc import Callable
from datetime import date
from importlib import import_module
from threading import Timer

import streamlit as st

from analytics import figures
from analytics.figures import Made
from pages._ui import served, state

PAINTED = 10


def made(maker: Callable[..., Made], *choices: str | date | None) -> Made:
    """What `maker` makes of this run's filters and the page's own choices: a figure, headlines, a sentence."""
    with served.readable():
        return figures.made(maker, state.build(), state.filters(), *choices)


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Once, after the first page is out: what is loaded by now stays, so later collections need not walk it.

    Streamlit runs a full collection after every script run; over the imported libraries that costs more than
    the run itself. What the other pages need is loaded behind the visitor's back once the browser has painted.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    later = Timer(PAINTED, import_module, args=("pages._ui.later",))
    later.daemon = True
    later.start()
