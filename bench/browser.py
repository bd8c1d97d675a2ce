"""The visitor's side, in Chromium.

The browser's part of a filter change lasts from the click on the option (dispatched in the page, so that no
driver's delay is inside), or from the Enter key that ends a number typed into a box, until the first task after the frame in which a chart last changed. A chart changes when
anything inside its element is added, removed or rewritten, or when its canvas is wiped to be drawn anew. "Last"
means that no chart has changed for QUIET ms afterwards while Streamlit says that no script runs.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from bench.servers import Server
from tests.browser_setup import ARGUMENTS

QUIET = 600
LIMIT = 60_000
PROMPT, SWALLOWED = 2_000, 15_000

WATCH = """
(() => {
  const CHART = '[data-testid="stVegaLiteChart"]';
  const seen = window.bench = {asked: 0, changed: 0, painted: 0, first: 0};
  const paint = () => {
    seen.changed = performance.now();
    requestAnimationFrame(() => setTimeout(() => {
      seen.painted = performance.now();
      if (!seen.first && document.querySelector(CHART + ' :is(svg.marks path, canvas.marks)'))
        seen.first = performance.timeOrigin + seen.painted;
    }));
  };
  const within = node => (node.nodeType === 1 ? node : node.parentElement)?.closest(CHART);
  const holds = node => node.nodeType === 1 && (node.matches(CHART) || node.querySelector(CHART));
  const concerns = record => within(record.target) || [...record.addedNodes, ...record.removedNodes].some(holds);
  new MutationObserver(records => records.some(concerns) && paint())
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const wipe = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.isConnected && within(this.canvas)) paint();
    return wipe.apply(this, box);
  };
  const ask = () => Object.assign(seen, {asked: performance.now(), changed: 0, painted: 0});
  window.choose = option => {
    ask();
    option.click();
  };
  document.addEventListener('keydown', event => event.key === 'Enter' && ask(), true);
})();
"""
SETTLED = """quiet => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === 'notRunning' && bench.painted > bench.changed && bench.changed > 0
    && performance.now() - bench.painted > quiet;
}"""
RESTING = """document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'"""


@contextmanager
def opened() -> Iterator[Browser]:
    """Chromium: $CHROMIUM, or the system's, or Playwright's own."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def visitor(browser: Browser) -> Page:
    """A new visitor: nothing cached, nothing stored, and free to ask by `eval`, as the waiting below does."""
    window = {"width": 1280, "height": 900}
    page = browser.new_context(locale="ja-JP", viewport=window, bypass_csp=True).new_page()
    page.set_default_timeout(LIMIT)
    page.add_init_script(WATCH)
    return page


def first_chart(page: Page, server: Server) -> float:
    """Seconds from the server's start to the first chart painted."""
    page.goto(server.url)
    page.wait_for_function("bench.first > 0", polling=50)
    return page.evaluate("bench.first") / 1000 - server.started


def settle(page: Page) -> None:
    """Until the page is drawn and still."""
    page.wait_for_function(SETTLED, arg=QUIET, polling=50)


def visit(page: Page, url: str) -> None:
    """Open a page, with or without charts, and let its script finish."""
    page.goto(url)
    page.wait_for_function(RESTING, polling=50)
    page.wait_for_timeout(QUIET)


def choose(page: Page, key: str, index: int) -> float:
    """Set a selectbox or segmented control to one of its first options; milliseconds until painted.

    A long list is only drawn in part, so an option far down cannot be reached by its place. A click that a page still
    drawing itself has swallowed is made once more, and timed from then.
    """
    _click(page, key, index)
    try:
        page.wait_for_function("bench.changed > 0", timeout=SWALLOWED, polling=50)
    except TooLate:
        _click(page, key, index)
    settle(page)
    return page.evaluate("bench.painted - bench.asked")


def _click(page: Page, key: str, index: int) -> None:
    widget = page.locator(f".st-key-{key}")
    box = widget.get_by_role("combobox")
    options = _opened(page, box) if box.count() else widget.locator("button")
    options.nth(index).evaluate("option => choose(option)")


def enter(page: Page, key: str, number: float) -> float:
    """Type a number into its box; milliseconds until painted."""
    box = page.locator(f".st-key-{key} input")
    box.fill(f"{number:g}")
    box.press("Enter")
    settle(page)
    return page.evaluate("bench.painted - bench.asked")


def _opened(page: Page, box: Locator) -> Locator:
    """The options of a selectbox; a list that a page still settling has closed again is opened once more."""
    options = page.get_by_role("option")
    box.click()
    try:
        options.first.wait_for(timeout=PROMPT)
    except TooLate:
        box.press("ArrowDown")
        options.first.wait_for()
    return options
