"""A story as PowerPoint slides: one message a slide, charts whose numbers can be edited, source below, notes filled."""

import io
from itertools import accumulate
from typing import TYPE_CHECKING

from pptx.enum.dml import MSO_LINE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from analytics.charts import base, palette
from analytics.export import png
from analytics.export.native import plots
from analytics.export.packs import Page, Told, undrawn
from analytics.export.slides import looks, native_charts, templates
from analytics.figures import Figure

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.shapes.autoshape import Shape
    from pptx.slide import Slide
    from pptx.table import _Cell as Cell

Place = tuple[Emu, Emu, Emu, Emu]

SIDE, GAP = Inches(0.5), Inches(0.08)
TITLE, SMALL_TITLE, MESSAGE, SMALL_MESSAGE, FOOT, CELL = 28, 20, 18, 15, 9, 8
LANGUAGES = {"ja": MSO_LANGUAGE_ID.JAPANESE, "en": MSO_LANGUAGE_ID.ENGLISH_US}
FOOT_LINES, PICTURE, SAFE = 4, 0.6, 0.94


def write(told: Told) -> tuple[bytes, tuple[str, ...]]:
    """PPTX bytes, and sentences on what could not be done as asked."""
    slides, problem = templates.opened(told.context.lang)
    _cover(slides, told)
    for number, page in enumerate(told.pages, start=1):
        _slide(slides, told, page, number)
    slides.core_properties.title, slides.core_properties.author = told.story.name, told.city
    slides.core_properties.comments = f"snapshot {told.snapshot}"
    out = io.BytesIO()
    slides.save(out)
    return out.getvalue(), (*([problem] if problem else []), *undrawn(told, _pictures(slides, told)))


def _pictures(slides: "Slides", told: Told) -> dict[int, Figure]:
    """The figures whose charts became pictures, by the number of their slide."""
    made = list(slides.slides)[-len(told.pages) :]
    return {
        number: page.figure
        for number, (slide, page) in enumerate(zip(made, told.pages, strict=True), start=1)
        if any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in slide.shapes if shape.name == "chart")
    }


def _cover(slides: "Slides", told: Told) -> None:
    text, slide = told.context.text, slides.slides.add_slide(templates.cover(slides))
    slide.shapes.title.text = told.story.name
    lines = [told.city, text("データ作成日 {0}").format(told.day), *([demo_words(told)] if told.demo else [])]
    slide.placeholders[1].text = "\n".join(lines)
    line = text("{count}枚 ／ データの版 {version}").format(count=len(told.pages), version=told.snapshot)
    _footer(slides, slide, told, line)
    listed = [f"{number}. {page.question}" for number, page in enumerate(told.pages, start=1)]
    _notes(slide, told, [told.story.name, *listed, *told.whereabouts])


def _slide(slides: "Slides", told: Told, page: Page, number: int) -> None:
    slide = slides.slides.add_slide(templates.content(slides))
    _asked(slide, page)
    title, width = slide.shapes.title, slides.slide_width - 2 * SIDE
    top = title.top + title.height + GAP
    under = _footer(slides, slide, told, page.footer or f"snapshot {told.snapshot}", number)
    if page.demo:
        _watermark(slides, slide, told)
    message = _message(slide, told, page, (SIDE, top, width, Emu(0)))
    top = message.top + message.height
    if page.figure is not None and page.figure.spec is not None:
        _figure(slide, told, page, (SIDE, top, width, Emu(under - top - GAP)))
    meanings = [told.context.text("{name}：{text}").format(name=name, text=text) for name, text in page.definitions]
    said = [page.note, page.message, *meanings, *page.notes]
    _notes(slide, told, [*said, *told.whereabouts])


def _asked(slide: "Slide", page: Page) -> None:
    """The title, smaller where it would not fit into one line."""
    title = slide.shapes.title
    title.text = page.question
    if _lines(page.question, title.width, TITLE) > 1:
        for run in title.text_frame.paragraphs[0].runs:
            run.font.size = Pt(
                SMALL_TITLE if _lines(page.question, title.width, SMALL_TITLE) <= 2 else SMALL_MESSAGE
            )


def _message(slide: "Slide", told: Told, page: Page, place: Place) -> "Shape":
    """The sentence below the title, as high as its lines."""
    size = MESSAGE if _lines(page.message, place[2], MESSAGE) <= 2 else SMALL_MESSAGE
    high = Pt(1.3 * size * max(_lines(page.message, place[2], size), 1)) + Inches(0.1)
    return _text(slide, told, "message", page.message, (*place[:3], Emu(int(high))), size)


def _figure(slide: "Slide", told: Told, page: Page, place: Place) -> None:
    """A native chart, or where there is none, the picture with its table beside it."""
    plot = plots.of(page.figure, told.context)
    if plot is not None:
        native_charts.draw(slide, plot, place).name = "chart"
        return
    left, top, width, height = place
    picture = slide.shapes.add_picture(io.BytesIO(png.chart(page.figure)), left, top, height=height)
    if picture.width > PICTURE * width:
        picture.height = int(picture.height * PICTURE * width / picture.width)
        picture.width = int(PICTURE * width)
    picture.name = "chart"
    picture._element.nvPicPr.cNvPr.set("descr", page.message)
    start = picture.left + picture.width + 2 * GAP
    _table(slide, told, page, (start, top, Emu(left + width - start), height))


def _table(slide: "Slide", told: Told, page: Page, place: Place) -> None:
    """As many rows of the table as there is room for; how many more there are stands in the last."""
    left, top, width, height = place
    frame = page.figure.table
    rows = [list(frame.columns), *frame.to_numpy().tolist()]
    column = width // len(rows[0])
    heights = [Pt(1.3 * CELL) * max(_lines(cell, column, CELL) for cell in cells) + Inches(0.08) for cells in rows]
    fitting = sum(reached <= height - Inches(0.3) for reached in accumulate(heights))
    if fitting < len(rows):
        rest = told.context.text("ほか{0}行（Excel か CSV にあります）").format(len(rows) - fitting)
        under = (left, Emu(int(top + sum(heights[:fitting]))), width, Inches(0.3))
        _text(slide, told, "rest", rest, under, FOOT, palette.CAPTION)
    rows, heights = rows[:fitting], heights[:fitting]
    table = slide.shapes.add_table(len(rows), len(rows[0]), left, top, width, Emu(int(sum(heights)))).table
    for at, cells in enumerate(rows):
        table.rows[at].height = Emu(int(heights[at]))
        for cell, words in zip(table.rows[at].cells, cells, strict=True):
            _cell(cell, words)


def _cell(cell: "Cell", words: str) -> None:
    cell.text = words
    cell.margin_top = cell.margin_bottom = cell.margin_left = cell.margin_right = Inches(0.03)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size = Pt(CELL)


def _footer(slides: "Slides", slide: "Slide", told: Told, line: str, number: int = 0) -> Emu:
    """Source, status and notes at the bottom, cut where they would need too many lines -> the top of the line."""
    width = slides.slide_width - 2 * SIDE - Inches(0.7)
    said = _shortened(told, line, width)
    high = Emu(int(Pt(1.3 * FOOT * _lines(said, width, FOOT)) + Inches(0.1)))
    top = Emu(slides.slide_height - high - Inches(0.12))
    _text(slide, told, "footer", said, (SIDE, top, width, high), FOOT, palette.CAPTION)
    if number:
        corner = (Emu(SIDE + width), top, Inches(0.7), high)
        page = _text(slide, told, "number", f"{number} / {len(told.pages)}", corner, FOOT, palette.CAPTION)
        page.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    return top


def _shortened(told: Told, line: str, width: int) -> str:
    """The line as far as the footer reaches, and where the rest stands."""
    if _lines(line, width, FOOT) <= FOOT_LINES:
        return line
    more = told.context.text("…（全文はノートにあります）")
    kept = base.lines(line, int(2 * width / Pt(FOOT)) - 2)[:FOOT_LINES]
    kept[-1] = kept[-1][: max(len(kept[-1]) - len(more), 0)]
    return "".join(part + " " * part[-1:].isascii() for part in kept) + more


def _watermark(slides: "Slides", slide: "Slide", told: Told) -> None:
    """Across the slide and under its chart, and as a label in the corner."""
    width, height = slides.slide_width, slides.slide_height
    across = (Emu(int(width * 0.15)), Emu(int(height * 0.42)), Emu(int(width * 0.7)), Inches(1.4))
    shape = _text(slide, told, "watermark", demo_words(told), across, 66, palette.GRID)
    shape.rotation = -20
    shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    corner = (Emu(width - SIDE - Inches(2.2)), Inches(0.05), Inches(2.2), Inches(0.26))
    label = _text(slide, told, "demo", demo_words(told), corner, 11, palette.DEMO)
    label.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    label.line.color.rgb, label.line.dash_style = looks.colour(palette.DEMO), MSO_LINE.DASH


def demo_words(told: Told) -> str:
    return told.context.text("見本の値を含む")


def _text(
    slide: "Slide", told: Told, name: str, words: str, place: Place, size: float, colour: str = palette.INK
) -> "Shape":
    shape = slide.shapes.add_textbox(*place)
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_top = frame.margin_bottom = Inches(0.03)
    frame.text = words
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = Pt(size), looks.colour(colour)
            run.font.language_id = LANGUAGES[told.context.lang]
    return shape


def _notes(slide: "Slide", told: Told, lines: list[str]) -> None:
    frame = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(line for line in lines if line)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = LANGUAGES[told.context.lang]


def _lines(words: str, width: int, size: float) -> int:
    """How many lines a text of that size in points needs."""
    letters = 2 * SAFE * (width - Inches(0.2)) / Pt(size)
    return sum(len(base.lines(part, int(letters))) for part in words.split("\n"))
