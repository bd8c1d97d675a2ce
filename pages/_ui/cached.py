"""What the pages ask for, made once for each build and set of filters and shared by every visitor."""

import gc
from collections.abc import Callable
from datetime import date

import streamlit as st

from analytics import figures
from analytics.figures import Figure, Headline
from pages._ui import state


def figure(maker: Callable[..., Figure], *choices: str | date | None) -> Figure:
    """The figure that `maker` draws for this run's filters and the page's own choices."""
    return figures.draw(maker, state.build(), state.filters(), *choices)


def headlines(maker: Callable[..., list[Headline]]) -> list[Headline]:
    return figures.headlines(maker, state.build(), state.filters())


def sentence(maker: Callable[..., str]) -> str:
    return figures.told(maker, state.build(), state.filters())


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Once, after the first page is out: what is loaded by now stays, so later collections need not walk it.

    Streamlit runs a full collection after every script run; over the imported libraries that costs more than
    the run itself.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
