"""Stories: figures in an order to be told, one question a slide, kept as data and made again from their recipe."""

from pathlib import Path
from typing import NamedTuple

import yaml

from analytics import caching
from analytics.city import scope
from analytics.demography.projection import NegativePopulationError
from analytics.figures import Figure, making, registry
from analytics.figures.choices import Asked
from analytics.figures.context import Context
from analytics.figures.making import Budget
from analytics.figures.registry import UnknownFigureError
from analytics.filters import Filters

FOLDER = Path(__file__).parent.parent.parent / "data" / "stories"
OWN, LONGEST_NOTE, LONGEST_NAME, MOST_SLIDES = "own", 2000, 120, 40


class Slide(NamedTuple):
    """One question and the figure that answers it.

    recipe : "births.by_basis", the name of a figure in the registry ; choices : what its maker takes beside build
    and filters ; question : the slide's title, empty for the figure's own ; note : words of who tells it
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


def ready(lang: str) -> dict[str, Story]:
    """{story_id: story} of those that come with the dashboard, in the order of their files."""
    return {path.stem.split("-", 1)[1]: _read(path, lang) for path in sorted(FOLDER.glob("*.yml"))}


@caching.of_code
def _read(path: Path, lang: str) -> Story:
    given = yaml.safe_load(path.read_text("utf-8"))
    slides = tuple(
        Slide(each["figure"], tuple(each.get("choices", ())), each.get(lang, "")) for each in given["slides"]
    )
    return Story(path.stem.split("-", 1)[1], given[lang], slides, given.get("decisions", True))


def figure(build: str, filters: Filters, slide: Slide, budget: Budget | None = None) -> Figure:
    """The slide's figure as it stands now. Raises UnknownFigureError, and SpentError where there is a budget."""
    asked = _asked(build, filters, slide)
    maker = registry.maker(slide.recipe, asked)
    try:
        return making.made(maker, asked.context, *slide.choices, budget=budget)
    except NegativePopulationError as error:
        raise UnknownFigureError(slide.recipe) from error


def title(build: str, filters: Filters, slide: Slide) -> str:
    """What the slide asks, else what its figure is called; nothing is made for it. Raises UnknownFigureError."""
    return slide.question or registry.title(slide.recipe, _asked(build, filters, slide))


def _asked(build: str, filters: Filters, slide: Slide) -> Asked:
    told = scope.within(build, filters._replace(**dict(slide.filters)))
    return Asked(Context(build, told), slide.choices)
