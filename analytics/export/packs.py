"""A story as one file: PowerPoint, PDF, Excel or HTML, every slide with its source, status, notes and the snapshot."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from analytics import clock, stories
from analytics.database import queries
from analytics.export import glyphs
from analytics.figures import Figure, source_line
from analytics.figures.context import Context
from analytics.filters import Filters
from analytics.stories import Slide, Story, UnknownFigureError
from analytics.words import terms

OFFICE = "application/vnd.openxmlformats-officedocument"
MIMES = {
    "pptx": f"{OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "html": "text/html",
}
WRITERS = {"pptx": "slides.pptx", "pdf": "paper.pdf", "xlsx": "workbook.story", "html": "paper.html"}


class Pack(NamedTuple):
    """A file to hand out. problems : sentences on what could not be done as asked."""

    content: bytes
    mime: str
    name: str
    problems: tuple[str, ...]


class Page(NamedTuple):
    """A slide made: what it asks and says, and its figure, None where a sentence stands in its place.

    notes : source, status and notes of the figure ; definitions : of the measures it speaks of
    note : words of who tells it
    """

    question: str
    message: str
    figure: Figure | None
    notes: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]
    note: str

    @property
    def footer(self) -> str:
        return " ".join(self.notes)

    @property
    def demo(self) -> bool:
        return self.figure is not None and "demo" in self.figure.statuses


class Told(NamedTuple):
    """A story with its slides made. link : the query string that opens it again"""

    story: Story
    context: Context
    pages: tuple[Page, ...]
    city: str
    day: str
    snapshot: str
    link: str

    @property
    def demo(self) -> bool:
        return any(page.demo for page in self.pages)

    @property
    def whereabouts(self) -> tuple[str, ...]:
        """Where the pack was made from: the address that opens it again, the build."""
        link = self.context.text("リンク：{0}").format(self.link) if self.link else ""
        return (*([link] if link else []), f"snapshot {self.snapshot}")


def write(build: str, filters: Filters, story: Story, format: str, link: str = "") -> Pack:
    """The story as a file. format : a key of MIMES; KeyError for any other."""
    writer: Callable[[Told], tuple[bytes, tuple[str, ...]]] = import_module(
        f"analytics.export.{WRITERS[format]}"
    ).write
    told, problems = tell(build, filters, story, link)
    content, more = writer(told)
    name = f"{story.story_id or 'story'}-{told.snapshot[:8]}.{format}"
    return Pack(content, MIMES[format], name, (*problems, *more))


def tell(build: str, filters: Filters, story: Story, link: str = "") -> tuple[Told, tuple[str, ...]]:
    """The story with every slide made, and a sentence for each that could not be."""
    context = Context(build, filters)
    pages = tuple(_page(context, slide) for slide in story.slides) or (_nothing(context, story),)
    stamp = queries.build_stamp(build)
    told = Told(
        story,
        context,
        pages,
        context.place(filters.home),
        context.date(clock.told(stamp["built_at"])),
        stamp["content_hash"],
        link,
    )
    return told, tuple(_problems(told))


def problems(build: str, filters: Filters, story: Story) -> tuple[str, ...]:
    """What cannot be in a file of the story, in sentences."""
    told, found = tell(build, filters, story)
    return (*found, *unseen(told))


def _problems(told: Told) -> list[str]:
    """The sentences that stand where a figure should."""
    return [page.message for page in told.pages if page.figure is None]


def unseen(told: Told) -> tuple[str, ...]:
    """A sentence on the letters that paper cannot show, and on which slides they stand; none without any."""
    cover = {told.context.text("表紙"): (told.story.name, told.city)}
    slides = {_numbered(told, number): _texts(page) for number, page in enumerate(told.pages, start=1)}
    return glyphs.told(cover | slides, told.context.lang)


def undrawn(told: Told, pictures: dict[int, Figure]) -> tuple[str, ...]:
    """The same of charts that stand as pictures in an office's file. pictures : figures by the number of their slide"""
    slides = {_numbered(told, number): glyphs.in_drawing(figure) for number, figure in pictures.items()}
    return glyphs.told(slides, told.context.lang)


def _numbered(told: Told, number: int) -> str:
    return told.context.text("{0}枚目").format(number)


def _texts(page: Page) -> Iterator[str]:
    """Everything that a slide says."""
    yield from (page.question, page.message, page.note, *page.notes)
    if page.figure is not None:
        yield from glyphs.of(page.figure)


def _page(context: Context, slide: Slide) -> Page:
    try:
        figure = stories.figure(context.build, context.filters, slide)
    except UnknownFigureError as unknown:
        return _lost(context, slide, unknown)
    lang = context.lang
    return Page(
        slide.question or figure.title,
        figure.message,
        figure,
        (source_line(figure, lang), *figure.notes) if figure.spec else (),
        definitions(figure, lang),
        slide.note,
    )


def _nothing(context: Context, story: Story) -> Page:
    return Page(story.name, context.text("この会議資料の構成には、まだスライドがありません。"), None, (), (), "")


def _lost(context: Context, slide: Slide, unknown: UnknownFigureError) -> Page:
    told = context.text("「{0}」という図はいまのダッシュボードにないため、この図を入れられませんでした。")
    message = told.format(unknown.name)
    return Page(slide.question or unknown.name, message, None, (), (), slide.note)


def definitions(figure: Figure, lang: str) -> tuple[tuple[str, str], ...]:
    """(name, definition) of the measures named in the figure's title and headings; of names inside each other the longest."""
    said = " ".join([figure.title, *figure.export.columns]).lower()
    found = [term for term in terms.measures(lang) if term.name.lower() in said]
    names = {term.name.lower() for term in found}
    whole = [term for term in found if not any(term.name.lower() in name != term.name.lower() for name in names)]
    return tuple((term.name, term.definition) for term in whole)
