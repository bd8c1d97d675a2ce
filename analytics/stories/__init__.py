"""Stories: figures in an order to be told, one question a slide, kept as data and made again from their recipe."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from typing import NamedTuple

import yaml

from analytics import figures, store
from analytics.figures import Figure
from analytics.filters import Filters

FOLDER = Path(__file__).parent.parent.parent / "data" / "stories"
OWN, LONGEST_NOTE, LONGEST_NAME, MOST_SLIDES = "own", 2000, 120, 40


class Slide(NamedTuple):
    """One question and the figure that answers it.

    recipe : "births.by_basis", the maker in analytics.figures ; choices : what the maker takes beside build and
    filters ; question : the slide's title, empty for the figure's own ; note : words of who tells it
    filters : (field, value) of Filters that differ from those the story is told with
    """

    recipe: str
    choices: tuple = ()
    question: str = ""
    note: str = ""
    filters: tuple[tuple[str, object], ...] = ()


class Story(NamedTuple):
    """story_id : its code ; name : in the language asked for ; slides : in the order they are told
    decisions : whether it opens with what was to be done and closes with what was decided
    """

    story_id: str
    name: str
    slides: tuple[Slide, ...]
    decisions: bool = True


class UnknownFigureError(Exception):
    """A slide's recipe names no maker of figures, or its choices no figure. recipe : as the slide has it"""

    def __init__(self, recipe: str) -> None:
        super().__init__(recipe)
        self.recipe = recipe


def ready(lang: str) -> dict[str, Story]:
    """{story_id: story} of those that come with the dashboard, in the order of their files."""
    return {path.stem.split("-", 1)[1]: _read(path, lang) for path in sorted(FOLDER.glob("*.yml"))}


@cache
def _read(path: Path, lang: str) -> Story:
    given = yaml.safe_load(path.read_text("utf-8"))
    slides = tuple(
        Slide(each["figure"], tuple(each.get("choices", ())), each.get(lang, "")) for each in given["slides"]
    )
    return Story(path.stem.split("-", 1)[1], given[lang], slides, given.get("decisions", True))


def figure(build: str, filters: Filters, slide: Slide) -> Figure:
    """The slide's figure as it stands now. Raises UnknownFigureError whatever may be wrong with its recipe."""
    try:
        told = filters._replace(**dict(slide.filters))
        made = figures.made(_maker(slide.recipe), build, told, *slide.choices)
    except store.DatabaseMissingError:
        raise
    except Exception as error:
        raise UnknownFigureError(slide.recipe) from error
    if not isinstance(made, Figure):
        raise UnknownFigureError(slide.recipe)
    return made


def _maker(recipe: str) -> Callable[..., Figure]:
    """The function of that name that a module of analytics.figures defines itself and shows."""
    module, _dot, name = recipe.partition(".")
    if not (module.isidentifier() and name.isidentifier()) or name.startswith("_"):
        raise UnknownFigureError(recipe)
    maker = getattr(import_module(f"analytics.figures.{module}"), name)
    if not isfunction(maker) or maker.__module__ != f"analytics.figures.{module}":
        raise UnknownFigureError(recipe)
    return maker
