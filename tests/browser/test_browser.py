"""The real server in a real browser: what AppTest cannot see."""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import expect

from analytics import stories
from analytics.database import store
from analytics.filters import BASES
from tests.browser_setup import browser, has_japanese_font

ROOT = Path(__file__).parents[2]
GOALS = ("inflow", "employment", "fertility", "outflow")
PLAN = (*GOALS, "tree", "revision", "kpi")
PROBED = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
SHEET = re.compile(rb"/Type\s*/Page(?!s)")
SIZE = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
UNDRAWN = "[data-testid=stVegaLiteChart]:not(:has(svg))"
LANDSCAPE = (842, 595)
ROW, CHECKBOX = 35, 20

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (browser() and has_japanese_font()), reason="Chromium or a Japanese font is missing"),
]


@pytest.fixture(scope="module")
def server(database):
    """Address of a freshly started server that nobody has visited."""
    assert database
    with serving("streamlit") as address:
        yield address


@contextmanager
def serving(*module: str, **environment: str) -> Iterator[str]:
    """The address of a server run by that module with those arguments before its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", *module, "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=ROOT,
        env=os.environ | {"CITY_BUILDS": str(store.BUILDS)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str) -> None:
    for _attempt in range(150):
        try:
            urllib.request.urlopen(address, timeout=2)
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


class Visit:
    """One page in the browser, with everything it asked for and complained about."""

    def __init__(
        self, chromium, server: str, path: str, width: int = 1400, locale: str = "ja-JP", *, drawn: bool = True
    ):
        """drawn : whether to wait until it is"""
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale)
        self.page = self.context.new_page()
        self.asked, self.errors, self.missing = [], [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda response: response.status >= 400 and self.missing.append(response.url))
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(server + path, wait_until="load" if drawn else "commit")
        if drawn:
            self.wait_until_drawn()

    def wait_until_drawn(self) -> None:
        self.page.wait_for_selector("[data-testid=stVegaLiteChart] svg, [data-testid=stTable]", timeout=60_000)
        self.page.wait_for_timeout(1000)

    def outside(self) -> list[str]:
        return [url for url in self.asked if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)]

    def complaints(self) -> list[str]:
        """Console errors, but for Streamlit's own search for its base path under a deep link."""
        unknown = [url for url in self.missing if not PROBED.search(url)]
        return unknown + [text for text in self.errors if "status of 404" not in text]

    def open(self, path: str) -> None:
        """Another page by its link in the sidebar, as a visitor goes there."""
        self.page.locator(f"[data-testid=stSidebarNavLink][href$='/{path}']").click()
        self.settle(f"**/{path}?*lang=*")

    def choose(self, key: str, position: int, address: str) -> None:
        """One option of a select box; a page that still scrolls would close its list."""
        box = self.page.locator(f".st-key-{key} input")
        box.scroll_into_view_if_needed()
        self.page.wait_for_timeout(300)
        box.click()
        self.page.get_by_role("option").nth(position).click()
        self.settle(address)

    def press(self, key: str, position: int, address: str) -> None:
        """One option of a segmented control."""
        self.page.locator(f".st-key-{key} button").nth(position).click()
        self.settle(address)

    def settle(self, address: str) -> None:
        """Wait until the script has written the address and everything is drawn."""
        self.page.wait_for_url(address)
        self.page.wait_for_selector("[data-test-script-state=notRunning]")
        expect(self.page.locator(UNDRAWN)).to_have_count(0, timeout=30_000)

    def fits_a_phone(self) -> bool:
        wide = self.page.viewport_size
        self.page.set_viewport_size({"width": 390, "height": 900})
        for _attempt in range(20):
            self.page.wait_for_timeout(200)
            if fits := self.page.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth <= e.clientWidth"):
                break
        self.page.set_viewport_size(wide)
        return fits

    def paper(self) -> str:
        """The words on paper, without white space."""
        reader = pypdf.PdfReader(io.BytesIO(self.page.pdf(prefer_css_page_size=True)))
        return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in reader.pages))

    def printed(self) -> list[tuple[int, int]]:
        """Width and height in points of every page on paper."""
        written = self.page.pdf(prefer_css_page_size=True)
        sizes = [(round(float(width)), round(float(height))) for width, height in SIZE.findall(written)]
        assert len(sizes) == len(SHEET.findall(written))
        return sizes


@pytest.fixture(scope="module", params=["ja", "en"])
def walker(server, chromium, request):
    """A visit that goes from page to page, in each language."""
    visit = Visit(chromium, server, f"/?lang={request.param}")
    yield visit, request.param
    visit.context.close()


def test_the_first_request_may_be_a_deep_link(server, chromium):
    visit = Visit(chromium, server, "/births?area=14211&lang=en", locale="ja-JP")
    page = visit.page
    assert "How far have births fallen, and why?" in page.inner_text("h1")
    assert "Page not found" not in page.inner_text("body")
    assert "1,711" in page.inner_text("body")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert visit.outside() == []
    assert visit.complaints() == []
    visit.context.close()


def test_a_filter_changes_the_address_and_the_chart_and_back_undoes_it(server, chromium):
    visit = Visit(chromium, server, "/births?lang=ja")
    page = visit.page
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    before = chart.inner_html()
    visit.choose("basis", BASES.index("register"), "**basis=register**")
    page.wait_for_timeout(1500)
    assert chart.inner_html() != before
    pasted = Visit(chromium, server, page.url.removeprefix(server))
    assert pasted.page.inner_text("h1") == page.inner_text("h1")
    assert "1,710人" in pasted.page.inner_text("body")
    page.go_back()
    page.wait_for_timeout(2500)
    assert "basis" not in page.url
    assert "1,614人から" in page.inner_text("body")
    assert visit.complaints() == [] == visit.outside()
    pasted.context.close()
    visit.context.close()


def test_back_leads_to_the_page_before_with_its_filters_in_one_press_and_then_undoes_them_one_by_one(
    server, chromium
):
    visit = Visit(chromium, server, "/births?lang=ja")
    page, before = visit.page, visit.page.evaluate("history.length")
    visit.press("view", 1, "**view=why")
    visit.choose("basis", BASES.index("register"), "**basis=register")
    visit.choose("from", 3, "**from=1983")
    visit.press("data", 1, "**data=published")
    visit.press("era", 1, "**era=seireki")
    filtered = page.url
    visit.open("structure")
    asked = set(page.url.split("?")[1].split("&"))
    assert asked == {"lang=ja", "basis=register", "from=1983", "data=published", "era=seireki"}
    assert page.evaluate("history.length") == before + 6
    for address in (filtered, *(filtered.split(end)[0] for end in ("&era", "&data", "&from", "&basis", "&view"))):
        page.go_back()
        visit.settle(address)
    expect(page.locator(".st-key-view button").first).to_have_attribute("aria-checked", "true")
    assert visit.complaints() == [] == visit.outside()
    visit.context.close()


def test_what_was_chosen_stays_when_its_words_change_with_language_and_era(server, chromium):
    visit = Visit(chromium, server, "/births?lang=ja")
    chosen = "basis=register&from=1983"
    visit.choose("basis", BASES.index("register"), "**basis=register")
    visit.choose("from", 3, f"**{chosen}")
    visit.press("lang", 1, f"**lang=en&{chosen}")
    visit.press("era", 1, f"**lang=en&{chosen}&era=seireki")
    visit.press("data", 1, f"**/births?lang=en&{chosen}&era=seireki&data=published")
    visit.open("structure")
    asked = visit.page.url.split("?")[1]
    assert set(asked.split("&")) == {"lang=en", *chosen.split("&"), "data=published", "era=seireki"}
    assert visit.complaints() == []
    visit.context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/births",
        "/structure",
        "/migration",
        "/intention",
        "/benchmark",
        "/projection",
        "/whatif",
        "/sources",
        "/checks",
    ],
)
def test_a_phone_needs_no_sideways_scroll(server, chromium, path):
    """Both languages load side by side."""
    visits = [Visit(chromium, server, f"{path}?lang={lang}", width=390, drawn=False) for lang in ("ja", "en")]
    for visit in visits:
        visit.wait_until_drawn()
        main = visit.page.locator("[data-testid=stMain]")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
        assert visit.complaints() == [] == visit.outside()
        visit.context.close()


def test_the_plans_pages_fit_a_phone_and_each_goal_one_sheet_of_paper(walker):
    visit, lang = walker
    sheets, fitting = {"overview": visit.printed()}, {"overview": visit.fits_a_phone()}
    for path in PLAN:
        visit.open(path)
        assert f"lang={lang}" in visit.page.url
        if path in GOALS:
            sheets[path] = visit.printed()
        fitting[path] = visit.fits_a_phone()
    assert sheets == {path: [LANDSCAPE] for path in sheets}
    assert fitting == dict.fromkeys(fitting, True)
    assert visit.page.evaluate("document.documentElement.lang") == lang
    assert visit.complaints() == [] == visit.outside()


def test_choosing_a_row_of_the_kpi_table_shows_the_indicator_and_names_it_in_the_address(walker):
    visit, lang = walker
    visit.open("kpi")
    table = visit.page.locator("[data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    place = table.locator("canvas").first.bounding_box()
    visit.page.mouse.click(place["x"] + CHECKBOX, place["y"] + 2.5 * ROW)
    visit.settle("**item=kpi-exchange**")
    name = {
        "ja": "国内・海外友好都市等との交流活動件数",
        "en": "Exchange activities with friendship and other cities",
    }
    expect(visit.page.locator("h3", has_text=name[lang]).first).to_be_visible()
    assert visit.complaints() == []


def test_a_point_of_attention_leads_to_its_page_in_the_language_of_the_visit(walker):
    visit, lang = walker
    for target, address in (("item=kpi-", f"**/kpi?item=kpi-*&lang={lang}"), ("fertility", "**/fertility?lang=*")):
        visit.open("")
        visit.page.locator(f"[data-testid=stPageLink] a[href*='{target}']").first.click()
        visit.settle(address)
        assert f"lang={lang}" in visit.page.url
    assert visit.complaints() == []


def test_the_choices_of_a_goals_page_change_what_is_shown_and_the_address(walker):
    visit, lang = walker
    visit.open("inflow")
    rows = visit.page.locator("[data-testid=stTable] tbody tr")
    expect(rows).to_have_count(8)
    visit.choose("age", 1, "**age=20-39**")
    heading = {"ja": "見本の値", "en": "ample value"}[lang]
    expect(visit.page.locator("h3", has_text=heading)).to_be_visible()
    visit.choose("measure", 1, "**measure=g1-m1**")
    expect(rows).to_have_count(6)
    visit.choose("status", 1, "**status=met**")
    expect(rows).to_have_count(1)
    visit.choose("version", 1, "**version=original**")
    expect(visit.page.get_by_test_id("stAlert")).to_be_visible()
    expect(rows).to_have_count(0)
    assert all(part in visit.page.url for part in ("age=20-39", "measure=g1-m1", "status=met", f"lang={lang}"))
    assert visit.complaints() == [] == visit.outside()


def test_a_lever_shows_where_it_leads_while_it_is_still_held(server, chromium):
    visit = Visit(chromium, server, "/whatif")
    lever, persons = (
        visit.page.locator(".st-key-tfr-slider input"),
        visit.page.get_by_test_id("stMetricValue").first,
    )
    before, place = persons.inner_text(), lever.bounding_box()
    for share in (0.24, 0.4, 0.6):
        visit.page.mouse.move(place["x"] + share * place["width"], place["y"] + place["height"] / 2)
        visit.page.mouse.down()
    expect(persons).not_to_have_text(before)
    visit.page.mouse.up()
    visit.settle("**tfr=2**")
    assert float(visit.page.locator(".st-key-tfr input").input_value()) == float(lever.input_value())
    lever.press("ArrowLeft")
    visit.settle(f"**tfr={float(lever.input_value()):g}*")
    visit.page.locator(".st-key-preset-status_quo button").first.click()
    expect(persons).to_have_text(before)
    assert "1.34" in visit.page.locator(".st-key-tfr-slider li").first.inner_text()
    assert visit.complaints() == [] == visit.outside()


def test_a_meeting_is_walked_with_the_keyboard_and_the_frame_comes_back_after_it(server, chromium):
    visit = Visit(chromium, server, "/births?lang=ja&basis=register")
    page = visit.page
    page.set_viewport_size({"width": 1920, "height": 1080})
    visit.open("meeting")
    page.get_by_role("button", name="この会議をはじめる").first.click()
    slides = stories.ready("ja")["hq"].slides
    for number, slide in enumerate(slides, start=1):
        visit.settle(f"**slide={number}")
        expect(page.locator("h1")).to_have_text(slide.question)
        expect(page.locator(".stage-dots")).to_have_attribute(
            "aria-label", f"{len(slides) + 1}画面のうち{number}画面目"
        )
        expect(page.get_by_test_id("stVegaLiteChart")).to_have_count(1)
        assert page.locator("[data-testid=stMain]").evaluate("e => e.scrollHeight <= e.clientHeight"), slide
        for part in ("stSidebar", "stHeader"):
            expect(page.get_by_test_id(part)).to_be_hidden()
        expect(page.get_by_role("button", name="会議を終える")).to_be_visible()
        page.keyboard.press(("ArrowRight", "PageDown", "Space")[number % 3])
    visit.settle("**slide=end")
    expect(page.locator("h1")).to_have_text("今日の決定事項")
    assert page.locator("[data-testid=stMain]").evaluate("e => e.scrollHeight <= e.clientHeight")
    for step, key in enumerate(("ArrowLeft", "PageUp")):
        page.keyboard.press(key)
        visit.settle(f"**slide={len(slides) - step}")
    page.get_by_role("button", name="決定事項を書く").click()
    page.get_by_label("決定事項・対応事項").click()
    page.keyboard.type("a b")
    page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(500)
    assert page.get_by_label("決定事項・対応事項").input_value() == "a b"
    assert page.url.endswith(f"slide={len(slides) - 1}")
    heights = page.locator(".st-key-stage-bar button").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert min(heights) >= 44
    page.get_by_role("button", name="会議を終える").click()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    page.wait_for_url("**/meeting?*basis=register*")
    assert "slide" not in page.url
    assert visit.complaints() == [] == visit.outside()
    visit.context.close()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_meeting_fits_a_phone(server, chromium, lang):
    for slide in (1, 11):
        visit = Visit(chromium, server, f"/meeting?story=hq&slide={slide}&lang={lang}", width=390)
        assert visit.page.locator("[data-testid=stMain]").evaluate("e => e.scrollWidth <= e.clientWidth")
        right = visit.page.locator(".st-key-stage-walk button").last.evaluate(
            "e => e.getBoundingClientRect().right"
        )
        assert right <= 390
        assert visit.complaints() == [] == visit.outside()
        visit.context.close()


def test_charts_have_an_accessible_name_and_the_page_one_first_heading(server, chromium):
    visit = Visit(chromium, server, "/births?lang=ja")
    page = visit.page
    assert page.locator("h1").count() == 1
    named = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stVegaLiteChart]')]"
        ".map(e => e.getAttribute('aria-label') || '')"
    )
    assert named and all("。" in name for name in named)
    visit.context.close()


def test_the_locale_of_the_browser_decides_the_language(server, chromium):
    visit = Visit(chromium, server, "/births", locale="en-GB")
    assert visit.page.inner_text("h1") == "How far have births fallen, and why?"
    visit.page.get_by_text("日本語").click()
    expect(visit.page.locator("html")).to_have_attribute("lang", "ja")
    assert visit.complaints() == [] == visit.outside()
    visit.context.close()


def test_a_new_build_is_picked_up_without_a_restart(server, chromium):
    pointer = store.BUILDS / "CURRENT"
    served = pointer.read_text("utf-8")
    copy = store.BUILDS / f"copy{os.getpid()}.duckdb"
    shutil.copy(store.BUILDS / served, copy)
    pointer.write_text(copy.name, "utf-8")
    try:
        visit = Visit(chromium, server, "/births?lang=ja")
        assert visit.complaints() == []
        visit.context.close()
    finally:
        pointer.write_text(served, "utf-8")
        copy.unlink()


def test_png_and_csv_can_be_downloaded(server, chromium):
    visit = Visit(chromium, server, "/births?lang=ja")
    page = visit.page
    page.locator("summary").first.click()
    page.get_by_role("button", name="PNG をダウンロード").first.wait_for()
    page.wait_for_timeout(1500)
    for name, opening in (("PNG", b"\x89PNG"), ("CSV", "\ufeff".encode())):
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name=f"{name} をダウンロード").first.click()
        assert Path(download.value.path()).read_bytes().startswith(opening)
    visit.context.close()


@pytest.mark.parametrize(("path", "lang"), [("births", "ja"), ("kpi", "en"), ("whatif", "ja")])
def test_paper_has_every_table_where_the_page_is_asked_to_open_them(server, chromium, path, lang):
    visit = Visit(chromium, server, f"/{path}?lang={lang}&tables=1")
    visit.settle("**tables=1*")
    cells = visit.page.locator("[class*=st-key-open-] [data-testid=stTable] td").all_inner_texts()
    numbers = {cell.strip() for cell in cells if re.fullmatch(r"\s*[\d,.%]+\s*", cell)}
    sizes, words = visit.printed(), visit.paper()
    assert len(sizes) > 1 and set(sizes) == {LANDSCAPE}
    assert len(numbers) > 20 and {number for number in numbers if number not in words} == set()
    assert all(
        note not in words
        for note in ("表とダウンロード", "資料にする", "印刷用に", "Tableanddownloads", "Makethis")
    )
    visit.page.locator(".st-key-tables label").click()
    visit.page.wait_for_url(lambda address: "tables" not in address)
    visit.page.wait_for_selector("[data-test-script-state=notRunning]")
    expect(visit.page.locator("[class*=st-key-open-]")).to_have_count(0)
    assert len(visit.printed()) < len(sizes)
    assert visit.complaints() == [] == visit.outside()
    visit.context.close()


def test_a_file_of_the_what_if_page_holds_the_levers_as_they_stand(server, chromium):
    visit = Visit(chromium, server, "/whatif?lang=ja")
    page = visit.page
    page.locator(".st-key-tfr input").fill("1.8")
    page.locator(".st-key-tfr input").press("Enter")
    visit.settle("**tfr=1.8*")
    sentence = page.locator("[data-testid=stMarkdown] strong").first.inner_text()
    page.get_by_role("button", name="このページを資料にする").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name="HTML をダウンロード").click()
    written = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename.startswith("whatif-")
    assert sentence in written and "tfr=1.8" in written and "何を変えれば、目標に届くのか" in written
    assert visit.complaints() == [] == visit.outside()
    visit.context.close()


RUNNING = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'running'"


def test_who_reads_never_waits_for_who_has_something_made(database, chromium, tmp_path):
    assert database
    with serving("tests.waiting", str(tmp_path)) as address:
        reader = Visit(chromium, address, "/births?lang=ja")
        maker = chromium.new_context().new_page()
        maker.goto(f"{address}/births?lang=ja&view=why&count=period")
        _until((tmp_path / "begun").exists)
        for path in ("births", "structure", "migration"):
            Visit(chromium, address, f"/{path}?lang=ja&from=2016").context.close()
        reader.open("intention")
        assert maker.evaluate(RUNNING)
        (tmp_path / "go_on").touch()
        maker.wait_for_selector("[data-testid=stVegaLiteChart] svg", timeout=60_000)
        reader.context.close()
        maker.context.close()


def test_who_reads_never_waits_for_a_file(database, chromium, tmp_path):
    assert database
    with serving("tests.waiting", str(tmp_path)) as address:
        maker = Visit(chromium, address, "/births?lang=ja")
        maker.page.get_by_role("button", name="このページを資料にする").click()
        _until((tmp_path / "begun").exists)
        for path in ("births", "structure"):
            Visit(chromium, address, f"/{path}?lang=ja&from=2016").context.close()
        assert maker.page.get_by_text("図を用意しています…").is_visible()
        (tmp_path / "go_on").touch()
        expect(maker.page.get_by_role("button", name="PDF をダウンロード")).to_be_visible(timeout=60_000)
        maker.context.close()


def _until(there: Callable[[], bool]) -> None:
    for _attempt in range(300):
        if there():
            return
        time.sleep(0.1)
    raise TimeoutError
