"""What the page shows: its question and its figures in their order, for files and meetings made of the whole page."""

import streamlit as st

from analytics.figures import Figure
from analytics.filters import Filters
from analytics.stories import Slide, Story
from pages._frame import state

NOW = "_gathered"


class Gathered:
    """One page of one visit. It changes in place as parts of the page are drawn again, so that whoever holds it,
    and makes a file later than the run that drew the page, finds what is shown by then.

    link : the page's address ; slides : {key of a figure: its slide} ; absent : {key: title} of those without one
    """

    def __init__(self, page: str, build: str, filters: Filters) -> None:
        self.page, self.build, self.filters = page, build, filters
        self.question = self.link = ""
        self.slides: dict[str, Slide] = {}
        self.absent: dict[str, str] = {}

    @property
    def story(self) -> Story:
        return Story(self.page, self.question, tuple(self.slides.values()))

    def add(self, figure: Figure) -> None:
        """In the place it had before, if it is drawn again."""
        if figure.spec is not None and figure.recipe:
            self.absent.pop(figure.key, None)
            self.slides[figure.key] = Slide(figure.recipe, figure.choices)
        else:
            self.slides.pop(figure.key, None)
            self.absent[figure.key] = figure.title


def begin(page: str) -> None:
    """page : its name in the address"""
    st.session_state[NOW] = Gathered(page, state.build(), state.filters())


def now() -> Gathered:
    """What this visit's page shows."""
    return st.session_state[NOW]


def ask(question: str) -> None:
    now().question = question


def add(figure: Figure) -> None:
    now().add(figure)
    locate()


def locate() -> None:
    """Take down where the page stands, once its choices are in the address."""
    now().link = state.address(now().page, st.query_params.to_dict())
