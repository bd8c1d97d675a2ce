"""What is measured on the pages beside births: a filter change on the server and in the browser, and a first view.

As in measures.py each function takes turns between the apps, a page at a time, so that every page is held against
the plain app of the same minute.
"""

import time
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from bench import browser as chromium
from bench.measures import PAUSE, ROUND, Samples, Servers
from bench.servers import OURS, PLAIN, Server
from bench.session import Session

CHANGES, CLICKS, STARTS = 8, 5, 3


class View(NamedTuple):
    """page : its path; key : a control that changes what the page shows; options : how many of its first options
    are chosen in turn; drawn : whether the browser's part is measured too; query : what else the page is asked."""

    page: str
    key: str
    options: int
    drawn: bool = False
    query: str = ""


VIEWS = (
    View("overview", "data", 2),
    View("migration", "basis", 4, drawn=True, query="view=years"),
    View("inflow", "basis", 4, drawn=True),
    View("employment", "data", 2, drawn=True),
    View("fertility", "basis", 4, drawn=True),
    View("outflow", "basis", 4, drawn=True),
    View("intention", "answer", 2, drawn=True),
    View("tree", "version", 2),
    View("revision", "set", 2),
    View("kpi", "goal", 4, drawn=True),
    View("benchmark", "peers", 4, drawn=True),
    View("projection", "unit", 3, drawn=True),
    View("whatif", "unit", 3, drawn=True),
    View("meeting", "slide", 4, drawn=True, query="story=hq"),
    View("checks", "method", 4),
)


def _beside(view: View) -> dict[str, View]:
    """By app name, what is changed there while a page is measured."""
    return {OURS.name: view, PLAIN.name: View(PLAIN.page, PLAIN.key, ROUND)}


def _visiting(server: Server, view: View) -> Session:
    return Session(server, view.page, view.query)


def change_on_server(view: View, servers: Servers) -> Samples:
    """The server's part in ms of choices made before."""
    samples: Samples = {name: [] for name in servers}
    views = _beside(view)
    with ExitStack() as stack:
        visitors = {name: stack.enter_context(_visiting(servers[name], views[name])) for name in servers}
        for name, visitor in visitors.items():
            visitor.load()
            for index in range(1, views[name].options + 1):
                visitor.choose(views[name].key, index % views[name].options)
        for index in range(1, CHANGES + 1):
            for name, visitor in visitors.items():
                samples[name].append(visitor.choose(views[name].key, index % views[name].options).ms)
                time.sleep(PAUSE)
    return samples


def change_in_browser(view: View, browser: Browser, servers: Servers) -> Samples:
    """Milliseconds from the click to the last chart painted, the choices made before."""
    samples: Samples = {name: [] for name in servers}
    views = _beside(view)
    pages = {name: chromium.visitor(browser) for name in servers}
    try:
        for name, page in pages.items():
            page.goto(servers[name].at(views[name].page, views[name].query))
            chromium.settle(page)
        for index in range(1, CLICKS + 1):
            for name, page in pages.items():
                samples[name].append(chromium.choose(page, views[name].key, index % views[name].options))
    finally:
        for page in pages.values():
            page.context.close()
    return samples


def first_views(builds: Path) -> dict[str, list[float]]:
    """By page, the server's part in ms of the first view anybody asks of it, in the order of VIEWS.

    The first page of all is asked for as soon as the server answers, while it is still loading its libraries.
    """
    found: dict[str, list[float]] = {view.page: [] for view in VIEWS}
    for _ in range(STARTS):
        server = Server(OURS, builds)
        try:
            server.wait()
            for view in VIEWS:
                with _visiting(server, view) as visitor:
                    found[view.page].append(visitor.load().ms)
        finally:
            server.stop()
    return found
