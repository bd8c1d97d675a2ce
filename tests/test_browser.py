"""The real server in a real browser: what AppTest cannot see."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from analytics import store
from tests.browser_setup import ARGUMENTS, browser, has_japanese_font

ROOT = Path(__file__).parent.parent
PROBED = re.compile(r"/(births|structure|sources)/_stcore/(health|host-config)$")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (browser() and has_japanese_font()), reason="Chromium or a Japanese font is missing"),
]


@pytest.fixture(scope="module")
def server(database):
    """Address of a freshly started server that nobody has visited."""
    assert database
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=ROOT,
        env=os.environ | {"CITY_BUILDS": str(store.BUILDS)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/_stcore/health")
    yield address
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


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser(), args=ARGUMENTS)
        yield launched
        launched.close()


class Visit:
    """One page in the browser, with everything it asked for and complained about."""

    def __init__(self, chromium, server: str, path: str, width: int = 1400, locale: str = "ja-JP"):
        self.context = chromium.new_context(viewport={"width": width, "height": 900}, locale=locale)
        self.page = self.context.new_page()
        self.asked, self.errors, self.missing = [], [], []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("response", lambda response: response.status >= 400 and self.missing.append(response.url))
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.goto(server + path)
        self.page.wait_for_selector("[data-testid=stVegaLiteChart] svg, [data-testid=stTable]", timeout=60_000)
        self.page.wait_for_timeout(1000)

    def outside(self) -> list[str]:
        return [url for url in self.asked if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)]

    def complaints(self) -> list[str]:
        """Console errors, but for Streamlit's own search for its base path under a deep link."""
        unknown = [url for url in self.missing if not PROBED.search(url)]
        return unknown + [text for text in self.errors if "status of 404" not in text]


def test_the_first_request_may_be_a_deep_link(server, chromium):
    visit = Visit(chromium, server, "/births?area=14211&lang=en", locale="ja-JP")
    page = visit.page
    assert "How far have births fallen?" in page.inner_text("h1")
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
    page.locator(".st-key-basis input").click()
    page.get_by_role("option", name="住民基本台帳（外国人を含む）").click()
    page.wait_for_url("**basis=register**")
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


@pytest.mark.parametrize("path", ["/births", "/structure", "/sources"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_phone_needs_no_sideways_scroll(server, chromium, path, lang):
    visit = Visit(chromium, server, f"{path}?lang={lang}", width=390)
    main = visit.page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth")
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
    assert len(named) == 5
    assert all("。" in name for name in named)
    visit.context.close()


def test_the_locale_of_the_browser_decides_the_language(server, chromium):
    visit = Visit(chromium, server, "/births", locale="en-GB")
    assert visit.page.inner_text("h1") == "How far have births fallen?"
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
    for name, opening in (("PNG", b"\x89PNG"), ("CSV", "\ufeff".encode())):
        with page.expect_download(timeout=30_000) as download:
            page.get_by_role("button", name=f"{name} をダウンロード").first.click()
        assert Path(download.value.path()).read_bytes().startswith(opening)
    visit.context.close()
