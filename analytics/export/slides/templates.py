"""What slides are laid out on: the city's own template where it lies, else a plain 16:9 one."""

from typing import TYPE_CHECKING
from zipfile import BadZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from analytics.database import local
from analytics.words import language

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Slides
    from pptx.slide import SlideLayout

PATH = local.FOLDER / "template.pptx"
UNREADABLE = (PythonPptxError, BadZipFile, SyntaxError, KeyError, ValueError, OSError)
WIDE, HIGH, MARGIN = Inches(13.333), Inches(7.5), Inches(0.5)
FONT, OTHER_FONT = "BIZ UDPゴシック", "游ゴシック"
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
FURNITURE = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)


def opened(lang: str) -> tuple["Slides", str]:
    """An empty presentation to fill, and a sentence where the city's template could not be used."""
    _ = language.gettext(lang)
    if not PATH.is_file():
        return _plain(), ""
    try:
        slides = Presentation(PATH)
    except UNREADABLE:
        return _plain(), _("ひな形 {0} を開けないため、標準のレイアウトで作りました。").format(PATH.name)
    if cover(slides) is None or content(slides) is None:
        told = _(
            "ひな形 {0} に「タイトル スライド」か「タイトルのみ」のレイアウトがないため、標準のレイアウトで作りました。"
        )
        return _plain(), told.format(PATH.name)
    _emptied(slides)
    return slides, ""


def cover(slides: "Slides") -> "SlideLayout | None":
    """The layout of a title and one more text."""
    return _layout(slides, 1, (PP_PLACEHOLDER.SUBTITLE,))


def content(slides: "Slides") -> "SlideLayout | None":
    """The layout of a title and nothing else, on which a chart finds room."""
    return _layout(slides, 0, ())


def _layout(slides: "Slides", others: int, kinds: tuple) -> "SlideLayout | None":
    for layout in slides.slide_layouts:
        found = [each.placeholder_format.type for each in layout.placeholders]
        beside = [kind for kind in found if kind not in (*TITLES, *FURNITURE)]
        if len(beside) == others and set(beside) <= set(kinds or beside) and set(found) & set(TITLES):
            return layout
    return None


def _emptied(slides: "Slides") -> None:
    """A template's sample slides are not part of the pack."""
    listed = slides.slides._sldIdLst
    for entry in list(listed):
        slides.part.drop_rel(entry.rId)
        listed.remove(entry)


def _plain() -> "Slides":
    """python-pptx's own template widened to 16:9, with Japanese fonts and a title at the top."""
    slides = Presentation()
    stretch = WIDE / slides.slide_width
    slides.slide_width, slides.slide_height = WIDE, HIGH
    for part in (slides.slide_master, *slides.slide_layouts):
        for shape in part.placeholders:
            if shape.element.spPr.xfrm is not None:
                shape.left, shape.width = Emu(int(shape.left * stretch)), Emu(int(shape.width * stretch))
    title = slides.slide_master.placeholders[0]
    title.left, title.top, title.width, title.height = MARGIN, Inches(0.3), WIDE - 2 * MARGIN, Inches(0.75)
    first = slides.slide_master.element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr")[0]
    first.set("algn", "l")
    first.find(qn("a:defRPr")).attrib.update({"sz": "2800", "b": "1"})
    for style in slides.slide_layouts[0].element.iter(qn("a:lvl1pPr")):
        style.set("algn", "l")
    _lettered(slides)
    return slides


def _lettered(slides: "Slides") -> None:
    """Fonts that the offices' computers have, for Japanese and for Latin letters."""
    theme = slides.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    for old in ('<a:latin typeface="Calibri"/>', '<a:latin typeface="Calibri Light"/>'):
        text = text.replace(old, f'<a:latin typeface="{FONT}"/>')
    text = text.replace('<a:ea typeface=""/>', f'<a:ea typeface="{FONT}"/>')
    text = text.replace('script="Jpan" typeface="ＭＳ Ｐゴシック"', f'script="Jpan" typeface="{OTHER_FONT}"')
    theme._blob = text.encode("utf-8")
