"""A story as PowerPoint, Excel, HTML and PDF: the same numbers everywhere, nothing lost, nothing that runs or reaches out."""

import io
import re
from functools import cache
from pathlib import Path

import openpyxl
import pypdf
import pytest
from fontTools.ttLib import TTFont
from lxml import html
from pptx import Presentation
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn

from analytics import stories
from analytics.export import __main__ as command
from analytics.export import glyphs, packs, png
from analytics.export.csv import DANGEROUS
from analytics.export.native import plots
from analytics.export.paper import record
from analytics.export.slides import templates
from analytics.figures import Figure
from analytics.figures.context import Context
from analytics.filters import Filters
from analytics.stories import Slide, Story
from analytics.words import language
from tests.pages.test_pages import unworded

EVERYTHING = Filters("14212", ("14211", "14214", "14000"), 1980, 2025)
CASES = {
    "ja": EVERYTHING,
    "en": EVERYTHING._replace(lang="en", era="seireki"),
    "published": EVERYTHING._replace(scope="published"),
}
FORMATS, EVERY = pytest.mark.parametrize("format", packs.MIMES), pytest.mark.parametrize("case", CASES)
LINK = "/meeting?story=hq&lang=ja"
HOSTILE = '=HYPERLINK("http://evil.example","x")'
LONG = "話す人のメモ。" * 285 + "おわり"
ODD = Story(
    "odd",
    HOSTILE,
    (
        Slide("births.by_basis", question=HOSTILE, note=LONG),
        Slide("births.nothing", question="なくなった図"),
        Slide("generations.every_cohort", ("1986-1990",)),
        Slide("neighbours.against_chance", ("net",)),
        Slide("migration.inflow", ("20-39",), "<b>&</b>", HOSTILE),
    ),
)


def story(case: str) -> Story:
    return stories.ready(CASES[case].lang)["hq"]


@cache
def pack(build: str, format: str, case: str = "ja") -> packs.Pack:
    return packs.write(build, CASES[case], story(case), format, LINK)


@cache
def odd(build: str, format: str) -> packs.Pack:
    return packs.write(build, EVERYTHING, ODD, format, LINK)


def slides(content: bytes) -> list:
    return list(Presentation(io.BytesIO(content)).slides)


def shapes(slide) -> dict:
    return {shape.name: shape for shape in slide.shapes}


def words(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def notes(slide) -> str:
    return slide.notes_slide.notes_text_frame.text


def figures(build: str, case: str) -> list[Figure]:
    return [stories.figure(build, CASES[case], slide) for slide in story(case).slides]


def drawn(build: str, case: str) -> list[tuple[int, Slide, Figure]]:
    """The place of each slide whose figure has something to draw, the slide and the figure."""
    told = zip(story(case).slides, figures(build, case), strict=True)
    return [(at, slide, figure) for at, (slide, figure) in enumerate(told, 1) if figure.spec is not None]


def close(value: object, expected: object) -> bool:
    return value == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-12))


def pages(content: bytes) -> list[str]:
    """The text of each page without any white space."""
    return [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


# The same numbers everywhere


@EVERY
def test_the_charts_of_the_slides_hold_the_numbers_of_the_figures_and_so_do_their_workbooks(database, case):
    context = Context(database, CASES[case])
    made = slides(pack(database, "pptx", case).content)
    for at, _slide, figure in drawn(database, case):
        plot, chart = plots.of(figure, context), shapes(made[at])["chart"].chart
        shown = [[value for value in series.values if value is not None] for series in chart.plots[0].series]
        wanted = [[value for value in series.values if value == value] for series in plot.series]
        assert shown == [pytest.approx(values, rel=1e-12) for values in wanted]
        assert [series.name for series in chart.plots[0].series] == [series.name for series in plot.series]
        book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
        cells = [cell for row in book.iter_rows(min_col=2) for cell in row]
        inside = [cell.value for cell in cells if isinstance(cell.value, (int, float))]
        assert sorted(inside) == pytest.approx(sorted(value for values in wanted for value in values), rel=1e-12)
        assert all(cell.data_type != "f" for row in book.iter_rows() for cell in row)


def test_the_number_of_a_thin_part_of_a_slides_bars_stands_beside_it(database):
    told = Story("x", "話", (Slide("causes.by_cause", ("strategy",)),))
    chart = shapes(slides(packs.write(database, EVERYTHING, told, "pptx").content)[1])["chart"].chart
    base, _whole, fall = chart.plots[0].series
    assert fall.values[2] == 15
    assert base.points[2].data_label.text_frame.text == "−15"
    assert base.points[2].data_label.position == XL_LABEL_POSITION.INSIDE_END
    hidden = [label.find(qn("c:idx")).get("val") for label in fall._element.iter(qn("c:dLbl"))]
    assert hidden == ["2"]
    assert {
        flag.get("val") for flag in fall._element.iter(qn("c:dLbl")) for flag in flag.iter(qn("c:showVal"))
    } == {"0"}
    assert [label.find(qn("c:idx")).get("val") for label in base._element.iter(qn("c:dLbl"))] == ["2"]


def test_a_point_of_a_slide_stands_at_its_year_and_in_its_series(database):
    at = [slide.recipe for slide in story("ja").slides].index("births.by_basis")
    chart = shapes(slides(pack(database, "pptx").content)[at + 1])["chart"].chart
    found = {
        (series.name, str(category).split()[-1]): value
        for series in chart.plots[0].series
        for category, value in zip(chart.plots[0].categories, series.values, strict=True)
        if value is not None
    }
    export = figures(database, "ja")[at].export
    short = Context(database, EVERYTHING).words("basis_short")
    named = {
        name: short[code] for code, name in Context(database, EVERYTHING).words("basis").items() if code in short
    }
    wanted = {
        (named[row["もとの統計"]], re.search(r"（(\d{4})）", row["年"])[1]): row["出生数（人）"]
        for _, row in export.iterrows()
    }
    assert found == wanted


@EVERY
def test_the_sheets_hold_the_tables_cell_by_cell(database, case):
    book = openpyxl.load_workbook(io.BytesIO(pack(database, "xlsx", case).content))
    for place, _slide, figure in drawn(database, case):
        sheet = book.worksheets[place]
        rows = list(sheet.iter_rows(values_only=True))
        head = next(
            at for at, row in enumerate(rows) if row[: len(figure.export.columns)] == tuple(figure.export.columns)
        )
        wanted, texts = figure.export.astype(object), figure.table.to_numpy()
        for at, expected in enumerate(wanted.itertuples(index=False)):
            found = rows[head + 1 + at][: len(expected)]
            filled = [text if value != value else value for value, text in zip(expected, texts[at], strict=True)]
            assert all(close(cell, value) for cell, value in zip(found, filled, strict=True))
        assert len(sheet._charts) == 1
        assert not sheet.merged_cells.ranges


@EVERY
def test_the_page_in_html_shows_the_tables_cell_by_cell(database, case):
    tree = html.fromstring(pack(database, "html", case).content)
    tables = tree.xpath("//section//table")
    for table, (_at, _slide, figure) in zip(tables, drawn(database, case), strict=True):
        found = [[cell.text_content() for cell in row.xpath("./td|./th")] for row in table.xpath(".//tr")]
        said = figure.table
        assert found == [list(said.columns), *said.to_numpy().tolist()]
        texts = figure.table.map(lambda cell: isinstance(cell, str))
        assert (said.where(texts) == figure.table.where(texts)).where(texts, True).all(axis=None)


@pytest.mark.parametrize("case", ["ja", "en"])
def test_the_pdf_shows_every_row_of_every_table_and_every_sentence(database, case):
    whole = "".join(pages(pack(database, "pdf", case).content))
    for slide, figure in zip(story(case).slides, figures(database, case), strict=True):
        for row in figure.table.itertuples(index=False):
            assert re.sub(r"\s", "", "".join(row)) in whole
        assert re.sub(r"\s", "", slide.question) in whole
        assert re.sub(r"\s", "", figure.message) in whole


# What every page carries


@EVERY
def test_every_slide_has_a_title_a_footer_with_its_source_and_filled_notes(database, case):
    made = slides(pack(database, "pptx", case).content)
    assert made[0].shapes.title.text == story(case).name
    assert [slide.shapes.title.text for slide in made[1:]] == [asked.question for asked in story(case).slides]
    for slide, figure in zip(made[1:], figures(database, case), strict=True):
        assert shapes(slide)["message"].text_frame.text == figure.message
        assert shapes(slide)["footer"].text_frame.text
        assert figure.message in notes(slide) and LINK in notes(slide)
    for at, _slide, figure in drawn(database, case):
        slide, parts = made[at], shapes(made[at])
        assert parts["chart"]._element.nvGraphicFramePr.cNvPr.get("descr") == figure.message
        assert parts["footer"].text_frame.text[:20] == packs.source_line(figure, CASES[case].lang)[:20]
        assert all(
            line in notes(slide) for line in (*figure.notes, LINK, packs.source_line(figure, CASES[case].lang))
        )
        assert all(meaning in notes(slide) for _, meaning in packs.definitions(figure, CASES[case].lang))


@EVERY
def test_nothing_on_a_slide_leaves_it_or_lies_on_its_chart(database, case):
    presentation = Presentation(io.BytesIO(pack(database, "pptx", case).content))
    wide, high = presentation.slide_width, presentation.slide_height
    assert (wide, high) == (templates.WIDE, templates.HIGH)
    made = list(presentation.slides)
    for shape in (shape for slide in made for shape in slide.shapes):
        assert shape.left >= 0 and shape.top >= 0
        assert shape.left + shape.width <= wide and shape.top + shape.height <= high
    for at, _slide, _figure in drawn(database, case):
        parts = shapes(made[at])
        chart, message = parts["chart"], parts["message"]
        assert message.top + message.height <= chart.top
        assert chart.top + chart.height <= parts["footer"].top
        assert chart.height > high / 3


@EVERY
def test_demo_values_are_marked_on_the_pages_that_have_them_and_on_no_other(database, case):
    mark = language.gettext(CASES[case].lang)("見本の値を含む")
    wanted = ["demo" in figure.statuses for figure in figures(database, case)]
    assert any(wanted) != (case == "published")
    made = slides(pack(database, "pptx", case).content)
    assert [mark in words(slide) for slide in made] == [any(wanted), *wanted]
    sections = html.fromstring(pack(database, "html", case).content).xpath("//section")
    assert [mark in section.text_content() for section in sections] == wanted
    said = pages(pack(database, "pdf", case).content)
    for asked, expected in zip(story(case).slides, wanted, strict=True):
        page = next(
            text
            for text in said
            if text.startswith(re.sub(r"\s", "", asked.question))
            or re.sub(r"\s", "", mark + asked.question) in text
        )
        assert (re.sub(r"\s", "", mark) in page) == expected


@EVERY
def test_every_table_of_every_story_is_in_words(database, case):
    for told in stories.ready(CASES[case].lang).values():
        pages = packs.tell(database, CASES[case], told)[0].pages
        assert [cell for page in pages if page.figure for cell in unworded(page.figure)] == []


@pytest.mark.parametrize("case", ["ja", "en"])
def test_every_letter_of_the_pdf_is_in_the_font_that_it_brings_along(database, case):
    known = set(TTFont(glyphs.folders()[0] / "ipaexg.ttf").getBestCmap())
    reader = pypdf.PdfReader(io.BytesIO(pack(database, "pdf", case).content))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()]
    assert {re.sub(r"^/\w{6}\+", "", font["/BaseFont"]).partition("-")[0] for font in fonts} == {"IPAexGothic"}
    assert all("/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts)
    letters = {letter for page in reader.pages for letter in page.extract_text() if not letter.isspace()}
    assert {letter for letter in letters if ord(letter) not in known} == set()


def test_the_pdf_is_a4_on_its_side_and_the_same_bytes_again(database):
    page = pypdf.PdfReader(io.BytesIO(pack(database, "pdf").content)).pages[1]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    first, again = (packs.write(database, EVERYTHING, Story("x", "話", ODD.slides[:1]), "pdf") for _ in range(2))
    assert first.content == again.content


@EVERY
def test_the_html_stands_alone_and_says_what_its_drawings_show(database, case):
    content = pack(database, "html", case).content.decode()
    tree = html.fromstring(content)
    assert tree.get("lang") == CASES[case].lang
    assert not tree.xpath("//script|//link|//img|//iframe|//object")
    assert re.findall(r"""(?:src|href|xmlns\S*)\s*=\s*["'](?!#)[^"']*|url\((?!#)[^)]*\)|@import""", content) == []
    assert [drawing.get("aria-label") for drawing in tree.xpath("//section//figure/svg")] == [
        figure.message for _at, _slide, figure in drawn(database, case)
    ]
    ids = tree.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", content)) <= set(ids)


# What goes wrong


@FORMATS
def test_a_figure_that_is_gone_leaves_a_sentence_and_the_rest_is_there(database, format):
    made = odd(database, format)
    assert len(made.problems) == 1
    assert "births.nothing" in made.problems[0]
    said = {
        "pptx": lambda: "\n".join(map(words, slides(made.content))),
        "xlsx": lambda: text_of(openpyxl.load_workbook(io.BytesIO(made.content))),
        "html": lambda: html.fromstring(made.content).text_content(),
        "pdf": lambda: "".join(pages(made.content)),
    }[format]()
    assert made.problems[0] in said
    assert "なくなった図" in said
    assert stories.figure(database, EVERYTHING, ODD.slides[-1]).message in said


def text_of(book: openpyxl.Workbook) -> str:
    return "\n".join(
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )


def test_a_long_note_is_told_in_full(database):
    assert LONG in notes(slides(odd(database, "pptx").content)[1])
    assert LONG in html.fromstring(odd(database, "html").content).text_content()
    assert "".join(pages(odd(database, "pdf").content)).count("話す人のメモ。") >= LONG.count("話す人のメモ。") - 2
    assert LONG in text_of(openpyxl.load_workbook(io.BytesIO(odd(database, "xlsx").content))).replace("\n", "")


def test_hostile_words_are_words(database):
    book = openpyxl.load_workbook(io.BytesIO(odd(database, "xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert not any(str(cell.value).startswith(DANGEROUS) for cell in cells if isinstance(cell.value, str))
    page = html.fromstring(odd(database, "html").content)
    assert page.xpath("//section/h2")[-1].text_content() == "<b>&</b>"
    assert not page.xpath("//b")


def test_what_has_no_native_form_is_a_picture_with_its_table_beside_it(database):
    slide = slides(odd(database, "pptx").content)[3]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    figure = stories.figure(database, EVERYTHING, ODD.slides[2])
    found = [[cell.text for cell in row.cells] for row in table.rows]
    said = figure.table
    assert found == [list(said.columns), *said.to_numpy().tolist()][: len(found)]
    assert f"ほか{len(said) + 1 - len(found)}行" in shapes(slide)["rest"].text_frame.text
    assert shapes(slide)["chart"]._element.nvPicPr.cNvPr.get("descr") == figure.message


@FORMATS
def test_an_empty_story_is_a_file_that_says_so(database, format):
    made = packs.write(database, EVERYTHING, Story("", "空", ()), format)
    assert made.problems == ("この会議資料の構成には、まだスライドがありません。",)
    assert made.name.startswith("story-") and made.name.endswith(format)
    assert made.mime == packs.MIMES[format]
    assert made.content


def test_a_format_that_there_is_not_is_refused(database):
    with pytest.raises(KeyError):
        packs.write(database, EVERYTHING, ODD, "docx")


# The city's own template


def own(folder: Path, *, keep: tuple[str, ...]) -> Path:
    """A template of 4:3 with one sample slide and only the layouts of those names."""
    presentation = Presentation()
    sample = next(layout for layout in presentation.slide_layouts if layout.name == "Blank")
    presentation.slides.add_slide(sample)
    for layout in list(presentation.slide_layouts):
        if layout.name not in (*keep, "Blank"):
            presentation.slide_layouts.remove(layout)
    presentation.save(folder / "template.pptx")
    return folder / "template.pptx"


def test_the_citys_template_is_used_without_its_sample_slides(database, tmp_path, monkeypatch):
    monkeypatch.setattr(templates, "PATH", own(tmp_path, keep=("Title Slide", "Title Only")))
    made = packs.write(database, EVERYTHING, story("ja"), "pptx")
    presentation = Presentation(io.BytesIO(made.content))
    assert made.problems == ()
    assert presentation.slide_width * 3 == presentation.slide_height * 4
    assert len(presentation.slides) == len(story("ja").slides) + 1
    for slide in list(presentation.slides)[1:]:
        chart, footer = shapes(slide)["chart"], shapes(slide)["footer"]
        assert chart.left + chart.width <= presentation.slide_width
        assert chart.top + chart.height <= footer.top


@pytest.mark.parametrize("keep", [("Title Only",), ("Title Slide",), ()])
def test_a_template_without_the_layouts_is_told_and_not_used(database, tmp_path, monkeypatch, keep):
    monkeypatch.setattr(templates, "PATH", own(tmp_path, keep=keep))
    made = packs.write(database, EVERYTHING, Story("x", "話", ODD.slides[:1]), "pptx")
    assert "template.pptx" in made.problems[0] and "レイアウト" in made.problems[0]
    assert Presentation(io.BytesIO(made.content)).slide_width == templates.WIDE


def test_a_template_that_is_none_is_told_and_not_used(database, tmp_path, monkeypatch):
    (tmp_path / "template.pptx").write_bytes(b"not a presentation")
    monkeypatch.setattr(templates, "PATH", tmp_path / "template.pptx")
    made = packs.write(database, EVERYTHING, Story("x", "話", ODD.slides[:1]), "pptx")
    assert "template.pptx" in made.problems[0] and "開けない" in made.problems[0]
    assert len(slides(made.content)) == 2


def test_japanese_letters_have_a_font_that_the_offices_have(database):
    from zipfile import ZipFile

    theme = ZipFile(io.BytesIO(pack(database, "pptx").content)).read("ppt/theme/theme1.xml").decode()
    assert re.findall(r"<a:ea typeface=\"([^\"]*)\"", theme) == [templates.FONT] * 2


# The record and the command


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_record_lists_every_indicator_on_upright_paper_with_its_heads_on_every_page(database, lang):
    from analytics.figures.plan import verification

    filters = EVERYTHING._replace(lang=lang)
    content = record.write(database, filters, "revised", 2025, "abc")
    reader, said = pypdf.PdfReader(io.BytesIO(content)), pages(content)
    table = verification.table(Context(database, filters), "revised", 2025, *["all"] * 4)
    name = language.gettext(lang)("指標")
    assert round(reader.pages[0].mediabox.width) == 595
    assert all(re.sub(r"\s", "", cell) in "".join(said) for cell in table[name])
    assert all(name in page for page in said)
    assert language.gettext(lang)("見本の値を含む").replace(" ", "") in said[0]


@pytest.fixture
def commanded(database, monkeypatch):
    monkeypatch.setattr(command.store, "current", lambda: database)
    return command.main


@pytest.mark.parametrize("format", ["pptx", "html"])
def test_the_command_writes_the_file_that_the_page_hands_out(commanded, tmp_path, format, capsys):
    out = tmp_path / f"hq.{format}"
    arguments = [
        "--story",
        "residents",
        "--format",
        format,
        "--lang",
        "en",
        "--data",
        "published",
        "--out",
        str(out),
    ]
    assert commanded(arguments) == 0
    assert out.read_bytes()[:4] == {"pptx": b"PK\3\4", "html": b"<!do"}[format]
    told = capsys.readouterr()
    assert "For residents" in told.err and not told.out


@pytest.mark.parametrize(
    "arguments",
    [["--story", "nothing"], ["--record", "1999"], ["--story", "residents", "--out", "/nowhere/at/all.pptx"]],
)
def test_the_command_refuses_with_a_sentence(commanded, tmp_path, arguments, capsys):
    given = arguments if "--out" in arguments else [*arguments, "--out", str(tmp_path / "x")]
    assert commanded(given) == 2
    assert capsys.readouterr().err.strip().endswith("。")
    assert not (tmp_path / "x").exists()


def test_the_command_writes_the_record(commanded, tmp_path):
    assert commanded(["--record", "2025", "--out", str(tmp_path / "record.pdf")]) == 0
    assert (tmp_path / "record.pdf").read_bytes()[:4] == b"%PDF"


def test_a_chart_as_svg_has_words_and_no_font_of_ours_alone(database):
    figure = stories.figure(database, EVERYTHING, Slide("births.by_basis"))
    drawn = png.write_svg(figure, "出典：厚木市", "abc").decode()
    assert drawn.startswith("<svg") and "出典：厚木市" in drawn and "1,308" in drawn
    assert 'font-family="IPAexGothic"' not in drawn
