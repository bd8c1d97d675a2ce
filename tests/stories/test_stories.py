"""Stories come as data, every slide of theirs can be made, and a recipe that names nothing is told."""

import importlib
import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from analytics import scenario, stories
from analytics.city import evidence, scope
from analytics.database import queries
from analytics.figures import Figure, makers, making, registry
from analytics.figures.makers import MODULES
from analytics.figures.registry import UnknownFigureError
from analytics.scenario import Levers
from analytics.scenario.levers import Target
from analytics.stories import Slide, address

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
    [
        *("", "births", "births.nothing", "nothing.at_all", "births._tfr_message", "os.system", "births.sentence"),
        *(
            "every_path.of_scenarios",
            "sheets.facts",
            "checks.whole",
            "seeking.answers",
            "making.made",
            "registry.maker",
        ),
    ],
)
def test_a_recipe_without_a_figure_is_told(database, filters, recipe):
    for ask in (stories.figure, stories.title):
        with pytest.raises(UnknownFigureError, match=recipe or "^$"):
            ask(database, filters, Slide(recipe))


FAR, HEAVY = Target(200_000.0, 999_999_999), Target(9e8, 2065)
NEVER = Levers(net=-1e7)
REFUSED = [
    Slide("target.against_target", ("gone", "revised")),
    Slide("target.against_target"),
    Slide("target.against_target", (1, 2, 3)),
    Slide("births.by_basis", ("register",)),
    Slide("seeking.frontier", (FAR, Levers())),
    Slide("seeking.frontier", (HEAVY, Levers())),
    Slide("seeking.frontier", (Target(200_000.0, 2065), Levers(since=10**9))),
    Slide("seeking.frontier", ((200_000.0, 2065), Levers())),
    Slide("whatif.total", (Levers(), (), 10**9)),
    Slide("whatif.total", (Levers(), (), 1000.0)),
    Slide("whatif.total", (Levers(), (), 10_000, 10**9)),
    Slide("whatif.total", (Levers(), (), True)),
    Slide("whatif.total", (Levers(to=10**6),)),
    Slide("whatif.total", (NEVER, ())),
    Slide("whatif.total", (Levers(), tuple((str(n), Levers(tfr=1.5)) for n in range(5)))),
    Slide("whatif.total", (Levers(), (("<b>", Levers(tfr=1.5)),))),
    Slide("whatif.part", (Levers(), (), "F", "20-39", "share", (0, 10**9))),
    Slide("whatif.part", (Levers(), (), "F", "20-39", "share", (2050, 2030))),
    Slide("ages.by_age", ("1-999999999",)),
    Slide("generations.one_cohort", ("1986-9999999",)),
    Slide("ahead_ages.pyramid_of", ("999999999",)),
    Slide("structure.population_pyramid", (date(9999, 1, 1), None)),
    Slide("verification.rates", ("revised", 10**9, "all", "all", "all", "all")),
    Slide("verification.rates", ("revised", "2023", "all", "all", "all", "all")),
    Slide("peers.births", (("neighbours",),)),
    Slide("migration.inflow", (None,)),
]


@pytest.mark.parametrize("slide", REFUSED, ids=str)
def test_what_is_not_on_offer_is_refused_before_anything_is_made(database, filters, monkeypatch, slide):
    monkeypatch.setattr(making, "made", lambda *_given, **_named: pytest.fail("it was made"))
    with pytest.raises(UnknownFigureError):
        stories.figure(database, filters, slide)


def test_levers_that_empty_the_city_are_told(database, filters):
    most = scenario.bounds(evidence.baseline(database))["net"][0]
    with pytest.raises(UnknownFigureError):
        stories.figure(database, filters, Slide("whatif.total", (Levers(net_20_39=float(most)), ())))


def test_filters_of_a_slide_ask_for_no_more_than_there_is(database, filters):
    odd = (("areas", ("99999", "14212", "14211", "x")), ("first_year", 2200), ("last_year", 1900), ("plan", "none"))
    told = stories._asked(database, filters, Slide("births.by_basis", filters=odd)).context.filters
    first, last = queries.period(database)
    assert (told.areas, told.first_year, told.last_year) == (("14211",), first, last)
    assert told.plan == scope.usual(database).plan


SAVED = "1.eNqdVN1u0zAYfRdfp1GSrmPdA_ASVRW56ZfEamZHttOqqnaR3ewCECA2hOBiSEibQBpMcIMQbxM2ylvwfXY3VZu4obKayD7f3znHGbGbNydd-_nXz7fryysWjEZsIrQtTThZphNuhMG9ccCuj3_8Pjm7Ob3q2i9d-7E7etq177v25c33d137oWvPuvYJC1jXvnLrYv3t0_XpcxasmE-yzzQUwljQiMqFNjZdAtdsP4niweE4GDFegCuKTyzJaL-XRMkA8VJJYGMHKoFPUwetl5ofiGmqcg_fGWxDCq2a2oRqDtoVojGYKbneJMp4Y3w99-ZOreYWiqUH5EpDxo01oZBTkXGrNIGKfs8m2JKGuTAw9dgCJGCsUBIrSkgzVSptCR4P93Z78XAYeaCQFiTh7jVWAZ_DPQhNucWHhwTEy9AjD0Thi2KHeaUWnoZef3MsQRTlRDXahLzgQiLjWcll5rJJsB5FfcwFLEJTcz1zE8b-pAb4R-htXuzGe8UHGICZkEWYa4UDkNCjFbNcF1hrf4RSRv29MAqSaHcwPkRjVIC1yRkGz3bZoU9idZPZRkNYq7qp3HzpRmqXcIoaYQw5oxfFuBjluttF08SR2_3_dLKpKhftm7_jYDOL46hnYxxfaVEIyStPAI4jcrIKaUJectreOgUHT_oB41XFHv77eNQBGc9KgcwcoAsofFYLf7ooMXEeokzWdX5Hn43DPewab-715Yv10deuPf9z_Gx9_pptk2yTVPajyPHCHjsjkVWCzaUIUKA-iTOIxtvlrLI43oN66TKhXPRpiCP8BY9c0IRnM7p5chriVa_RGGSxxlZKzUIN6GEDmw8Ko7ViWJtjUrwpO0lMlNJzB-OYyVRN0tTNpBKmRAax9fFf9oygpQ"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_name_in_a_story_saved_by_an_earlier_version_still_opens(database, filters, lang):
    told = address.decode(SAVED)
    assert len(told.slides) == 23
    for slide in told.slides:
        figure = stories.figure(database, filters._replace(lang=lang), slide)
        assert (figure.recipe, figure.choices) == (slide.recipe, slide.choices)
        assert stories.title(database, filters._replace(lang=lang), slide)


def test_titles_are_told_without_making_a_figure(database, filters, monkeypatch):
    monkeypatch.setattr(making, "made", lambda *_given, **_named: pytest.fail("a figure was made"))
    every = [slide for lang in ("ja", "en") for story in stories.ready(lang).values() for slide in story.slides]
    for slide in [*every, *address.decode(SAVED).slides]:
        assert stories.title(database, filters, slide._replace(question=""))


def test_every_figure_has_words_and_a_maker():
    modules = [importlib.import_module(f"analytics.figures.{path}") for path in MODULES.values()]
    functions = [
        function for module in modules for _name, function in inspect.getmembers(module, inspect.isfunction)
    ]
    found = {registry.named(function): function for function in functions if registry.named(function)}
    assert len(found) > 50
    for name, made_by in found.items():
        assert registry.is_known(name) and makers.function(name) is made_by
        assert inspect.signature(made_by).return_annotation is Figure and made_by.entry.words


def test_every_figure_that_pages_show_may_be_named():
    """A maker that a page calls and that has no name could not be told in a story."""
    pages = [path.read_text("utf-8") for path in (Path(__file__).parents[2] / "pages").rglob("*.py")]
    called = {name for text in pages for name in re.findall(r"\b([a-z_]+\.[a-z_]+)\b", text)}
    modules = {path.rpartition(".")[2]: path for path in MODULES.values()}
    for name in called:
        module, function = name.split(".")
        maker = (
            getattr(importlib.import_module(f"analytics.figures.{modules[module]}"), function, None)
            if module in modules
            else None
        )
        if inspect.isfunction(maker) and inspect.signature(maker).return_annotation is Figure:
            assert registry.named(maker), name
