"""A page as a file, into a meeting, and onto paper: what is shown goes along, in its order, as it stands now."""

import io
import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from analytics import stories
from analytics.export import packs
from analytics.scenario import Levers
from analytics.stories import MOST_SLIDES, OWN, Slide, Story, address
from pages._parts import files, gathered
from pages._parts.gathered import Gathered
from tests.pages.test_pages import (
    BIRTHS,
    CHECKS,
    INTENTION,
    KPI,
    MEETING,
    MIGRATION,
    PAGES,
    SOURCES,
    TREE,
    TWINS,
    WHATIF,
    charts,
    opened,
    seen,
)

WITHOUT = (SOURCES, CHECKS, TREE, MEETING)


def shown(app: AppTest) -> Gathered:
    return app.session_state[gathered.NOW]


def titles(app: AppTest) -> list[str]:
    """Titles of the cards that have a chart, top to bottom and left to right."""
    heads = [re.sub(r"\\(.)", r"\1", head.value) for head in app.subheader]
    made = [
        stories.figure(shown(app).build, shown(app).filters, slide).title for slide in shown(app).slides.values()
    ]
    return sorted(made, key=heads.index)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in WITHOUT])
def test_every_figure_of_a_page_is_gathered_in_the_order_shown_under_its_question(database, page):
    app = opened(database, page, lang="ja", basis="vital")
    found = shown(app)
    assert found.question == app.title[0].value
    assert len(found.slides) == charts(app) > 0
    assert set(TWINS[page]) & set(found.slides)
    told = [stories.figure(found.build, found.filters, slide) for slide in found.slides.values()]
    assert [figure.title for figure in told] == titles(app)
    asked = parse_qs(urlsplit(found.link).query)
    assert set(asked) == set(app.query_params)
    assert asked["basis"] == ["vital"] and address.decode(address.encode(found.story)).slides == found.story.slides


@pytest.mark.parametrize("page", WITHOUT)
def test_a_page_without_figures_has_no_row(database, page):
    app = opened(database, page, lang="ja")
    assert not [button for button in app.button if button.key == "page-to-meeting"]
    assert not [toggle for toggle in app.toggle if toggle.key == "tables"]


def test_a_screen_of_a_meeting_has_no_row(database):
    app = opened(database, MEETING, lang="ja", story="hq", slide="6")
    assert charts(app) == 1 and not [button for button in app.button if button.key == "page-to-meeting"]


def test_nothing_of_a_page_is_left_on_the_next_one_or_in_another_visit(database):
    app, other = opened(database, BIRTHS, lang="ja"), opened(database, MIGRATION, lang="ja")
    app.switch_page(KPI).run()
    assert set(TWINS[KPI]) == set(shown(app).slides)
    assert set(TWINS[MIGRATION]) <= set(shown(other).slides) | set(shown(other).absent)
    assert not set(TWINS[BIRTHS]) & set(shown(other).slides)


def test_the_page_goes_into_the_own_story_with_its_filters(database):
    app = opened(database, BIRTHS, lang="ja", basis="register")
    wanted = shown(app).story.slides
    app.button(key="page-to-meeting").click().run()
    told = list(app.session_state["_own_slides"].values())
    assert [slide._replace(filters=()) for slide in told] == list(wanted)
    assert all(("basis", "register") in slide.filters for slide in told)
    assert f"いま{len(wanted)}枚" in seen(app)


def test_a_meeting_that_is_nearly_full_takes_what_it_can_and_says_so(database):
    app = opened(database, BIRTHS, lang="ja")
    app.session_state["_own_slides"] = {str(place): Slide("births.tfr") for place in range(MOST_SLIDES - 2)}
    app.button(key="page-to-meeting").click().run()
    assert len(app.session_state["_own_slides"]) == MOST_SLIDES
    assert f"{len(shown(app).story.slides) - 2}枚は加えられませんでした" in app.warning[0].value


def test_the_files_are_offered_when_they_are_asked_for(database):
    app = opened(database, INTENTION, lang="ja")
    assert not app.get("download_button")
    app.session_state["files-page"] = True
    labels = [button.label.split(" ")[0] for button in app.run().get("download_button")]
    assert labels == list(files.KINDS.values())


def test_a_lever_changes_what_a_file_made_later_holds(database):
    app = opened(database, WHATIF, lang="ja")
    found = shown(app)
    app.number_input(key="tfr").set_value(1.8).run()
    again = shown(app)
    (total,) = [slide for slide in again.slides.values() if slide.recipe == "whatif.total"]
    assert total.choices[0] == Levers(tfr=1.8)
    assert "tfr=1.8" in again.link
    made = packs.write(again.build, again.filters, again.story, "pptx", again.link)
    slides = list(Presentation(io.BytesIO(made.content)).slides)
    assert slides[0].shapes.title.text == "何を変えれば、目標に届くのか"
    assert len(slides) == 1 + len(again.slides)
    figure = stories.figure(again.build, again.filters, total)
    assert figure.message in "".join(s.text_frame.text for s in slides[1].shapes if s.has_text_frame)
    assert figure != stories.figure(found.build, found.filters, Slide("whatif.total"))


def test_a_part_drawn_again_takes_the_place_of_what_it_drew_before(database, filters):
    page = Gathered("whatif", database, filters)
    figure = partial(stories.figure, database, filters)
    first, second = figure(Slide("whatif.total")), figure(Slide("births.tfr"))
    for each in (first, second, figure(Slide("whatif.total", (Levers(tfr=1.8), ())))):
        page.add(each)
    assert [slide.recipe for slide in page.story.slides] == ["whatif.total", "births.tfr"]
    assert page.story.slides[0].choices == (Levers(tfr=1.8), ())
    page.add(second._replace(spec=None))
    assert list(page.slides) == [first.key] and page.absent == {second.key: second.title}


def test_figures_without_values_are_left_out_and_named(database):
    app = opened(database, MIGRATION, lang="ja")
    (title,) = shown(app).absent.values()
    assert "資料にも会議にも入りません" in seen(app) and title in seen(app)
    app = opened(
        database, BIRTHS, lang="ja", area="14212", view="why", count="period", **{"from": "1981", "to": "1982"}
    )
    assert not shown(app).slides and "資料にも会議にも入りません" in seen(app)
    assert not [button for button in app.button if button.key == "page-to-meeting"]


def test_a_scenario_of_the_what_if_page_runs_in_a_meeting_with_its_paths(database):
    app = opened(database, WHATIF, lang="ja", tfr="1.8", sure="1")
    app.button(key="page-to-meeting").click().run()
    story = Story(OWN, "", tuple(app.session_state["_own_slides"].values()))
    told = opened(database, MEETING, lang="ja", story=address.encode(story), slide="1")
    assert told.number_input(key="tfr").value == 1.8 and charts(told) == 1


@pytest.mark.parametrize("paths", [10**8, 0, -1, 1.5, "1000"])
def test_an_address_cannot_ask_for_more_paths_than_the_page_offers(database, filters, paths):
    with pytest.raises(stories.UnknownFigureError):
        stories.figure(database, filters, Slide("whatif.total", (Levers(), (), paths, 1)))


def test_the_tables_of_a_page_open_at_once_and_the_address_says_so(database):
    app = opened(database, BIRTHS, lang="ja")
    before = len(app.table)
    app.toggle(key="tables").set_value(True).run()
    assert app.query_params["tables"] == "1"
    assert len(app.table) - before == charts(app)
    pasted = opened(database, BIRTHS, lang="ja", tables="1")
    assert len(pasted.table) == len(app.table) and pasted.toggle(key="tables").value
    pasted.toggle(key="tables").set_value(False).run()
    assert len(pasted.table) == before and "tables" not in pasted.query_params


def test_a_table_to_choose_from_stands_as_a_plain_one_too_where_tables_are_open(database):
    app = opened(database, KPI, lang="ja", tables="1")
    wanted = app.dataframe[0].value
    assert any(
        list(table.value.columns) == list(wanted.columns) and len(table.value) == len(wanted) for table in app.table
    )


def test_a_hostile_switch_is_told_and_leaves_the_tables_closed(database):
    app = opened(database, BIRTHS, lang="ja", tables="yes'")
    assert "`tables`" in app.warning[0].value and not app.table
