"""With Western years chosen no page writes an era, but for texts that are data and for titles of publications."""

import io
import re
from collections.abc import Iterator

import duckdb
import openpyxl
import pyarrow as pa
import pytest
from google.protobuf.message import Message
from lxml import html

from analytics.database import plans, store
from analytics.export import packs
from analytics.export.workbook import xlsx
from analytics.figures.context import Context
from analytics.figures.outlook import whatif
from analytics.scenario import Levers
from analytics.stories import Slide, Story
from tests.pages.test_pages import BIRTHS, MEETING, MIGRATION, PAGES, opened

ERA = re.compile(r"令和|平成|昭和|大正|明治|Reiwa|Heisei|Showa|(?<![A-Za-z0-9])[RHS](?:元|\d{1,2})(?![0-9A-Za-z])")
VIEWS = [
    *((page, {}) for page in PAGES),
    *((BIRTHS, {"view": view}) for view in ("ahead", "why")),
    *((MIGRATION, {"view": view}) for view in ("cohort", "near", "ahead")),
    *((MEETING, {"story": "hq", "slide": slide}) for slide in ("10", "end")),
]
OURS = {
    "厚生労働省「令和5年人口動態統計月報年計（概数）の概況」": "the title of the publication a result was printed in",
    "「日本の地域別将来推計人口（平成30（2018）年推計）」": "the title of the publication a result was printed in",
    "期限（例：2026-12-31、令和8年12月31日）": "what may be typed, in both calendars, whichever is shown",
}


def told(app) -> Iterator[str]:
    """Every text that the server sends for a page: words, labels, options, drawings and their data."""
    nodes = [app._tree]
    while nodes:
        node = nodes.pop()
        nodes += getattr(node, "children", {}).values()
        if isinstance(proto := getattr(node, "proto", None), Message):
            yield from strings(proto)


def strings(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        for each in value if field.is_repeated else [value]:
            part = value[each] if field.message_type and field.message_type.GetOptions().map_entry else each
            if isinstance(part, str):
                yield part
            elif isinstance(part, Message):
                yield from strings(part)
            elif isinstance(part, bytes):
                yield from (
                    str(cell) for column in pa.ipc.open_stream(part).read_all() for cell in column.to_pylist()
                )


@pytest.fixture(scope="module")
def printed(database) -> re.Pattern:
    """The texts of the data in which an era stands, their numbers free: sources that differ in them are told as one."""
    with duckdb.connect(str(store.BUILDS / database), read_only=True, config=store.SETTINGS) as build:
        texts = {
            line
            for (table,) in build.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            for row in build.execute(f'SELECT * FROM "{table}"').fetchall()
            for cell in row
            if isinstance(cell, str)
            for line in cell.split("\n")
            if ERA.search(line)
        }
    assert len(texts) > 20
    found = sorted({*texts, *OURS}, key=len, reverse=True)
    return re.compile("|".join(re.sub(r"\d+", r"\\d+(?:〜\\d+)?", re.escape(text)) for text in found))


@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_a_visitor_who_chose_western_years_is_shown_no_era(database, printed, page, query):
    app = opened(database, page, lang="ja", era="seireki", tables="1", **query)
    found = [printed.sub("", re.sub(r"\\(.)", r"\1", text).replace("\u2060", "")) for text in told(app)]
    assert len(found) > 50
    assert [text for text in found if ERA.search(text)] == []


def test_neither_does_a_file_nor_a_refusal(database, filters, printed):
    western = filters._replace(era="seireki")
    book = openpyxl.load_workbook(io.BytesIO(xlsx.verification(database, western, plans.REVISED, 2024, "snapshot")))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    told = Story("aim", "目標", (Slide("seeking.planned_frontier"), Slide("peers.population", ("neighbours",))))
    page = html.fromstring(packs.write(database, western, told, "html").content.decode()).text_content()
    refusal = "".join(whatif.faults(Context(database, western), Levers(net=-4500)))
    assert "いなくなるほど" in refusal and "2024年度" in "".join(cells)
    found = [printed.sub("", text) for text in (*cells, *page.split("\n"), refusal)]
    assert [text for text in found if ERA.search(text)] == []
