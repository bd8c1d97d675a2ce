"""Letters that the fonts brought along lack: rare kanji are drawn by the second, what neither has is told."""

import io

import pypdf
import pytest
from pptx import Presentation

from analytics.database import plans
from analytics.export import glyphs, packs, png
from analytics.export.paper import record
from analytics.figures.plan import verification
from analytics.stories import Slide, Story
from tests.pages.test_pages import BIRTHS, opened

RARE, EMOJI = "𠮷田", "🎉"


@pytest.fixture
def party(monkeypatch):
    """Every department with a rare kanji and an emoji in its name."""
    table = verification.table
    monkeypatch.setattr(
        verification, "table", lambda *asked: table(*asked).assign(担当=lambda rows: rows["担当"] + RARE + EMOJI)
    )


def told(build, filters, format: str = "pdf") -> packs.Pack:
    slides = (Slide("births.by_basis", question=f"{RARE}の話"), Slide("births.by_basis", note=f"拍手{EMOJI}"))
    return packs.write(build, filters, Story("party", "会議", slides), format)


def words(content: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("㈱髙﨑 か\u3099−–〜★\n", []),
        (RARE, []),
        ("葛\U000e0100城", []),
        (f"👩\u200d👧{EMOJI}", [EMOJI, "👧", "👩"]),
    ],
)
def test_what_can_be_drawn_is_known(text, missing):
    assert glyphs.missing([text]) == missing


def test_a_rare_kanji_is_drawn_and_an_emoji_told_in_the_pack_and_on_it(database, filters):
    made = told(database, filters)
    assert made.problems == ("PDF と画像の文字にない字は、「〓」で示します：🎉（U+1F389：2枚目）。",)
    text = words(made.content)
    assert RARE in text and "拍手〓" in text and "U+1F389" in text
    assert EMOJI not in text
    fonts = [
        font
        for page in pypdf.PdfReader(io.BytesIO(made.content)).pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert any("NotoSansCJK" in font.get_object()["/BaseFont"] for font in fonts)


def test_an_office_has_its_own_fonts(database, filters):
    made = told(database, filters, "pptx")
    assert made.problems == ()
    notes = [slide.notes_slide.notes_text_frame.text for slide in Presentation(io.BytesIO(made.content)).slides]
    assert EMOJI in "".join(notes)


@pytest.mark.usefixtures("party")
def test_the_record_tells_too(database, filters):
    sentences = record.unseen(database, filters, plans.REVISED, 2024)
    assert len(sentences) == 1 and sentences[0].startswith(
        "PDF と画像の文字にない字は、「〓」で示します：🎉（U+1F389：基本目標1"
    )
    text = words(record.write(database, filters, plans.REVISED, 2024, "snapshot")).replace("\n", "")
    assert f"{RARE}〓" in text and "U+1F389" in text


def test_a_picture_shows_a_mark_in_its_place(database, filters):
    figure = packs.tell(database, filters, Story("x", "x", (Slide("births.by_basis"),)))[0].pages[0].figure
    odd = figure._replace(title=f"出生{EMOJI}")
    assert glyphs.told({"": glyphs.of(odd)}, "ja") == (
        "PDF と画像の文字にない字は、「〓」で示します：🎉（U+1F389）。",
    )
    assert glyphs.told({"": glyphs.of(figure)}, "ja") == ()
    shown, replaced = (png.write(figure._replace(title=title), "", "") for title in (odd.title, "出生〓"))
    assert shown == replaced


def test_the_page_tells_before_the_download(database, monkeypatch):
    monkeypatch.setattr(glyphs, "_known", lambda _package: frozenset(range(0x3400)))
    app = opened(database, BIRTHS)
    app.session_state["twin-tfr"] = True
    assert any("51FA）" in warning.value for warning in app.run().warning)
