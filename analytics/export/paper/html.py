"""A story as one HTML file that opens without server or network: drawings and tables inside, ready to print."""

import re
from html import escape
from pathlib import Path

from analytics.charts import palette
from analytics.export import png
from analytics.export.packs import Page, Told

STYLE = Path(__file__).with_name("pack.css")
NAMESPACE, NAMED = re.compile(r' (?:xmlns(?::\w+)?|version)="[^"]*"'), re.compile(r'(id="|url\(#|href="#)')
FONT = re.compile(r' font-family="[^"]*"')


def write(told: Told) -> tuple[bytes, tuple[str, ...]]:
    """HTML bytes; nothing cannot be done as asked, so that there are no problems to tell."""
    lang, name = told.context.lang, escape(told.story.name)
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{name}</title>'
    sections = "".join(_section(told, number, page) for number, page in enumerate(told.pages, start=1))
    style = f"<style>{palette.as_css()}{STYLE.read_text('utf-8')}</style>"
    body = f"<body><main><h1>{name}</h1>{_about(told)}{_contents(told)}{sections}</main></body>"
    return f'<!doctype html><html lang="{lang}"><head>{head}{style}</head>{body}</html>\n'.encode(), ()


def _about(told: Told) -> str:
    lines = [told.city, told.context.text("データ作成日 {0}").format(told.day), *told.whereabouts]
    return "".join(_paragraph(line, "about") for line in lines) + _demo(told, shown=told.demo)


def _demo(told: Told, *, shown: bool) -> str:
    return _paragraph(told.context.text("見本の値を含む"), "demo") if shown else ""


def _contents(told: Told) -> str:
    rows = [f'<li><a href="#s{at}">{escape(page.question)}</a></li>' for at, page in enumerate(told.pages, start=1)]
    return f'<nav aria-label="{escape(told.context.text("目次"))}"><ol>{"".join(rows)}</ol></nav>'


def _section(told: Told, number: int, page: Page) -> str:
    drawn = page.figure is not None and page.figure.spec is not None
    meanings = [told.context.text("{name}：{text}").format(name=name, text=text) for name, text in page.definitions]
    parts = [
        f"<h2>{escape(page.question)}</h2>",
        _demo(told, shown=page.demo),
        _paragraph(page.message, "message"),
        _drawing(page, number) if drawn else "",
        *(_paragraph(line, "notes") for line in (*page.notes, *meanings)),
        _paragraph(page.note, "note") if page.note else "",
        _table(page) if drawn else "",
    ]
    return f'<section id="s{number}">{"".join(parts)}</section>'


def _paragraph(words: str, kind: str) -> str:
    return f'<p class="{kind}">{escape(words)}</p>'


def _drawing(page: Page, number: int) -> str:
    """The chart inside the page, its sentence as what stands for it; ids made its own, no address kept."""
    opening, rest = png.svg(page.figure).split(">", 1)
    alt = f'{NAMESPACE.sub("", opening)} role="img" aria-label="{escape(page.message)}">'
    own = NAMED.sub(rf"\g<1>f{number}-", FONT.sub("", rest))
    return f"<figure>{alt}{own}<figcaption>{escape(page.figure.title)}</figcaption></figure>"


def _table(page: Page) -> str:
    frame, numeric = page.figure.table, set(page.figure.export.select_dtypes("number").columns)
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in frame.columns)
    kinds = [' class="number"' if name in numeric else "" for name in frame.columns]
    rows = [
        "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, cells, strict=True))
        for cells in frame.itertuples(index=False)
    ]
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    caption = f"<caption>{escape(page.figure.title)}</caption>"
    return f'<div class="scroll"><table>{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
