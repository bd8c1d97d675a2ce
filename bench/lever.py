"""From a lever to the painted fan of 10,000 paths: a number typed into its box on the page もしも, `/whatif?sure=1`.

Three changes take turns. "ours": a value nobody has asked for yet, so that the projection, its paths, and every
sentence and chart about them are made. "known": a value that was asked for before: the same page sends the same
elements and paints the same charts, but reckons no projection. "plain": the plain app's filter change, of choices made
before, as everywhere in this folder.
"""

import time
from collections.abc import Iterator

from playwright.sync_api import Browser

from bench import browser as chromium
from bench.measures import PAUSE, ROUND, Samples, Servers
from bench.servers import OURS, PLAIN
from bench.session import Session

PAGE, QUERY, BOX = "whatif", "sure=1", "tfr"
CHANGES = 8
KNOWN = (1.4, 1.6)
ON_SERVER, IN_BROWSER = 2.0, 2.5


def on_server(servers: Servers) -> Samples:
    """The server's part in ms."""
    samples: Samples = {"ours": [], "known": [], "plain": []}
    with Session(servers[OURS.name], PAGE, QUERY) as board, Session(servers[PLAIN.name]) as beside:
        for visitor in (board, beside):
            visitor.load()
        for number in KNOWN:
            board.enter(BOX, number)
        for index in range(ROUND):
            beside.choose(PLAIN.key, index)
        for index, new, known in _turns(ON_SERVER):
            samples["ours"].append(board.enter(BOX, new).ms)
            samples["known"].append(board.enter(BOX, known).ms)
            samples["plain"].append(beside.choose(PLAIN.key, index % ROUND).ms)
            time.sleep(PAUSE)
    return samples


def in_browser(browser: Browser, servers: Servers) -> Samples:
    """Milliseconds from the Enter key to the last chart painted."""
    samples: Samples = {"ours": [], "known": [], "plain": []}
    board, beside = (chromium.visitor(browser) for _app in (OURS, PLAIN))
    try:
        board.goto(servers[OURS.name].at(PAGE, QUERY))
        beside.goto(servers[PLAIN.name].url)
        for page in (board, beside):
            chromium.settle(page)
        for number in KNOWN:
            chromium.enter(board, BOX, number)
        for index, new, known in _turns(IN_BROWSER):
            samples["ours"].append(chromium.enter(board, BOX, new))
            samples["known"].append(chromium.enter(board, BOX, known))
            samples["plain"].append(chromium.choose(beside, PLAIN.key, index % ROUND))
    finally:
        for page in (board, beside):
            page.context.close()
    return samples


def _turns(start: float) -> Iterator[tuple[int, float, float]]:
    """(number of the turn, a value not asked for before, one that was); start : where the new ones begin"""
    for index in range(1, CHANGES + 1):
        yield index, round(start + index / 100, 2), KNOWN[index % len(KNOWN)]
