"""A story on A4 paper: a figure a page as vector drawing, its source, notes and table."""

import json
from datetime import UTC, datetime
from pathlib import Path

from analytics.charts import palette
from analytics.export import glyphs, png
from analytics.export.packs import Page, Told, unseen
from analytics.figures import Figure

PAPER = Path(__file__).parent
HEIGHT, SHORT = 104, 30
CREATED = datetime(2000, 1, 1, tzinfo=UTC)


def write(told: Told) -> tuple[bytes, tuple[str, ...]]:
    """PDF bytes, A4 landscape, and a sentence on letters that the fonts lack."""
    text, problems = told.context.text, unseen(told)
    given = {
        "title": told.story.name,
        "city": told.city,
        "lang": told.context.lang,
        "foot": text("{city}「{name}」 ／ データ作成日 {day} ／ データの版 {snapshot}").format(
            city=told.city, name=told.story.name, day=told.day, snapshot=told.snapshot
        ),
        "cover": [told.city, text("データ作成日 {0}").format(told.day), *told.whereabouts, *problems],
        "demo": text("見本の値を含む") if told.demo else "",
        "height": HEIGHT,
        "short": SHORT,
        "pages": [_page(told, page) for page in told.pages],
    }
    return typeset("pack", given), problems


def _page(told: Told, page: Page) -> dict:
    drawn = page.figure if page.figure is not None and page.figure.spec is not None else None
    meanings = [told.context.text("{name}：{text}").format(name=name, text=text) for name, text in page.definitions]
    return {
        "question": page.question,
        "message": page.message,
        "demo": page.demo,
        "title": drawn.title if drawn else "",
        "chart": png.svg(drawn) if drawn else "",
        "notes": page.notes,
        "definitions": meanings,
        "note": page.note,
        **(_table(drawn) if drawn else {"heads": [], "rows": [], "numeric": []}),
    }


def _table(figure: Figure) -> dict:
    numeric = figure.export.select_dtypes("number").columns
    frame = figure.table
    places = [at for at, name in enumerate(frame.columns) if name in numeric]
    return {"heads": list(frame.columns), "rows": frame.to_numpy().tolist(), "numeric": places}


def typeset(name: str, given: dict) -> bytes:
    """PDF bytes of a sheet of paper/, set in the fonts that come along; the same bytes for the same content."""
    import typst

    return typst.compile(
        str(PAPER / f"{name}.typ"),
        root=str(PAPER),
        font_paths=glyphs.folders(),
        ignore_system_fonts=True,
        sys_inputs={"given": glyphs.drawn(given), "colours": json.dumps(palette.SHEET)},
        timestamp=CREATED,
    )
