"""Texts that try to be links, pictures and scripts, in every field a stranger can fill: what the browser makes of them."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from analytics.stories import Slide, Story, address
from data import build, passports, schema
from tests.browser.test_browser import ROOT, Visit, serving
from tests.browser_setup import browser, has_japanese_font

PAYLOAD = (
    "![x](http://127.0.0.1:9/p.png) [c](javascript:alert(1)) <img src=x onerror=alert(1)> http://evil.example "
    "www.evil.example m@evil.example :material/home: :smile: $x$ :red[zz]"
)
PAGES = ("inflow", "tree", "revision", "kpi", "intention", "benchmark", "projection", "whatif", "sources", "checks")
PASSPORT = re.compile(r'^(    (?:title|producer|reference|accessed|licence|credit)\w*: ".*)"$', re.MULTILINE)
FOREIGN = """() => [
  ...[...document.querySelectorAll("a[href]")].filter(e => e.origin !== location.origin && e.getAttribute("href")[0] !== "#"),
  ...document.querySelectorAll("[data-testid=stMain] img, iframe, object, embed, [onerror], .katex, [aria-label='home icon']"),
  ...[...document.querySelectorAll(".stMarkdownColoredText")].filter(e => e.innerText === "zz"),
].map(e => e.outerHTML.slice(0, 200))"""
WRITE = """
import sys
from analytics.database import decisions
from analytics.database.decisions import Decision
from analytics.stories import Slide, Story, saved
text = sys.argv[1]
decisions.append(Decision(text, text[:100], evidence=text, story=text))
saved.save(Story("own", text[:120], (Slide("births.tfr", question=text[:120], note=text),)))
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (browser() and has_japanese_font()), reason="Chromium or a Japanese font is missing"),
]


def spoil(root: Path) -> None:
    """Append the payload to every text of the data, and seal them."""
    for table in schema.read(root / "schema.yml").values():
        names = [column.name for column in table.columns if is_text(column, table)]
        for file in table.files if table.name != "source" else ():
            with (root / file).open(encoding="utf-8-sig", newline="") as lines:
                header, *rows = csv.reader(lines)
            places = [header.index(name) for name in names]
            spoiled = [[spoiled_cell(cell, place in places) for place, cell in enumerate(row)] for row in rows]
            with (root / file).open("w", encoding="utf-8", newline="") as written:
                csv.writer(written).writerows([header, *spoiled])
    known = root / "sources.yml"
    known.write_text(PASSPORT.sub(lambda line: f'{line[1][:200]} {PAYLOAD}"', known.read_text("utf-8")), "utf-8")
    passports.seal(root)


def is_text(column: schema.Column, table: schema.Table) -> bool:
    chosen = column.allowed or column.refers or column.form
    return column.type == "VARCHAR" and not chosen and (column.name not in table.key or column.name.endswith("_ja"))


def spoiled_cell(cell: str, is_spoiled: bool) -> str:
    return f"{cell} {PAYLOAD}" if cell and is_spoiled else cell


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Address of a server whose figures, plans, decisions and saved meetings are full of payloads."""
    folder = tmp_path_factory.mktemp("strangers")
    root, builds = folder / "data", folder / "builds"
    shutil.copytree(build.ROOT, root, ignore=shutil.ignore_patterns("builds", "__pycache__", "*.py", "sql"))
    spoil(root)
    build.build(root, builds)
    given = {"CITY_BUILDS": str(builds), "CITY_DECISIONS": str(folder / "decisions.duckdb")}
    subprocess.run([sys.executable, "-c", WRITE, PAYLOAD], cwd=ROOT, env=os.environ | given, check=True)
    with serving("streamlit", **given) as address:
        yield address


def foreign(visit: Visit) -> list[str]:
    """What is on the page that no page of ours has; the payload itself has to be there, to be read."""
    visit.page.wait_for_selector("h1")
    visit.page.wait_for_selector("[data-test-script-state=notRunning]")
    text = visit.page.inner_text("body").replace("\u2060", "")
    assert "![x](" in text
    return [*visit.page.evaluate(FOREIGN), *re.findall(".{0,30}😄", text)]


def test_no_text_of_the_data_becomes_a_link_a_picture_or_a_script(server, chromium):
    visit = Visit(chromium, server, "/?lang=ja")
    found = {"overview": foreign(visit)}
    for path in PAGES:
        visit.open(path)
        found[path] = foreign(visit)
    assert found == {path: [] for path in found}
    assert visit.complaints() == [] == visit.outside()
    visit.page.evaluate("document.querySelector('h1').innerHTML += '<a href=\"http://evil.example\">x</a>'")
    assert len(foreign(visit)) == 1
    visit.context.close()


def test_no_text_of_an_address_a_decision_or_a_meeting_becomes_one(server, chromium):
    named = {"question": PAYLOAD[:120], "note": PAYLOAD}
    told = Story("own", PAYLOAD[:120], (Slide("births.tfr", **named), Slide("x.y", **named)))
    story, visit = address.encode(told), Visit(chromium, server, "/meeting?part=decided")
    found = {"decided": foreign(visit)}
    for asked in (
        f"meeting?story={story}&slide=1",
        f"meeting?story={story}&slide=2",
        f"tree?q={quote(PAYLOAD)}",
        "meeting",
    ):
        visit.page.goto(f"{server}/{asked}")
        found[asked] = foreign(visit)
    assert found == {asked: [] for asked in found}
    assert visit.complaints() == [] == visit.outside()
    visit.context.close()
