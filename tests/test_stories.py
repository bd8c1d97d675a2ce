"""Stories come as data, every slide of theirs can be made, and a recipe that names nothing is told."""

import pytest

from analytics import stories
from analytics.stories import Slide

READY = [(story_id, place) for story_id, story in stories.ready("ja").items() for place in range(len(story.slides))]


def test_the_three_stories_are_there_in_both_languages():
    for lang in ("ja", "en"):
        found = stories.ready(lang)
        assert list(found) == ["hq", "verification", "residents"]
        assert all(story.name and story.slides for story in found.values())
        assert all(slide.question for story in found.values() for slide in story.slides)


@pytest.mark.parametrize(("story_id", "place"), READY)
def test_every_slide_has_a_figure(database, filters, story_id, place):
    figure = stories.figure(database, filters, stories.ready("ja")[story_id].slides[place])
    assert figure.spec is not None
    assert figure.message


def test_a_slide_may_be_told_with_other_filters(database, filters):
    slide = Slide("births.by_basis", filters=(("basis", "register"),))
    assert stories.figure(database, filters, slide) != stories.figure(database, filters, Slide("births.by_basis"))


@pytest.mark.parametrize(
    "recipe",
    ["", "births", "births.nothing", "nothing.at_all", "births._tfr_message", "os.system", "births.sentence"],
)
def test_a_recipe_without_a_figure_is_told(database, filters, recipe):
    with pytest.raises(stories.UnknownFigureError, match=recipe or "^$"):
        stories.figure(database, filters, Slide(recipe))


@pytest.mark.parametrize("choices", [("gone", "revised"), (), (1, 2, 3)])
def test_a_figure_of_what_no_longer_exists_is_told(database, filters, choices):
    with pytest.raises(stories.UnknownFigureError):
        stories.figure(database, filters, Slide("target.against_target", choices))
