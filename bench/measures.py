"""What is measured. Each function takes turns between the apps and gives samples by app name."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

from playwright.sync_api import Browser

from bench import browser as chromium
from bench.servers import APPS, OURS, PLAIN, ROOT, Server
from bench.session import Run, Session

STARTS, CHANGES, NEW, SESSIONS, CROWD = 3, 30, 10, 10, 40
ROUND = 4
PAUSE = 0.3
NEW_KEYS = {OURS.name: "from", PLAIN.name: "area"}
Samples = dict[str, list[float]]
Servers = dict[str, Server]


class Memory(NamedTuple):
    """MB. resident : after every page was visited once; session : what each further open session adds,
    counted once as many have filled what the allocator held free."""

    resident: float
    session: float


class Crowd(NamedTuple):
    """complete : page loads that got every chart and no exception, of CROWD; ms : the server's part of each."""

    complete: int
    ms: list[float]


def cold_starts(browser: Browser, builds: Path) -> tuple[Samples, Servers]:
    """Seconds from a server's start to its first chart painted; the last pair of servers is left running."""
    seconds: Samples = {app.name: [] for app in APPS}
    servers: Servers = {}
    for _ in range(STARTS):
        for app in APPS:
            if app.name in servers:
                servers[app.name].stop()
            servers[app.name] = server = Server(app, builds)
            server.wait()
            page = chromium.visitor(browser)
            seconds[app.name].append(chromium.first_chart(page, server))
            page.context.close()
    return seconds, servers


def memory(browser: Browser, server: Server) -> Memory:
    with Session(server) as first:
        first.load()
        paths = first.pages or [""]
    page = chromium.visitor(browser)
    for path in paths:
        chromium.visit(page, server.at(path))
    page.context.close()
    resident = server.memory()
    with ExitStack() as open_sessions:
        before = resident
        for _half in range(2):
            before = server.memory()
            for _ in range(SESSIONS):
                open_sessions.enter_context(Session(server)).load()
        return Memory(resident, (server.memory() - before) / SESSIONS)


def changes_on_server(servers: Servers) -> tuple[Samples, Samples]:
    """The server's part in ms: of choices nobody made before, then of the first ROUND options in turn, made before."""
    with ExitStack() as stack:
        visitors = {name: stack.enter_context(Session(server)) for name, server in servers.items()}
        for visitor in visitors.values():
            visitor.load()
        new = _in_turn(visitors, NEW_KEYS, NEW)
    with ExitStack() as stack:
        visitors = {name: stack.enter_context(Session(server)) for name, server in servers.items()}
        keys = {name: server.app.key for name, server in servers.items()}
        for name, visitor in visitors.items():
            visitor.load()
            for index in range(1, ROUND + 1):
                visitor.choose(keys[name], index % ROUND)
        return new, _in_turn(visitors, keys, CHANGES, ROUND)


def _in_turn(visitors: dict[str, Session], keys: dict[str, str], times: int, among: int | None = None) -> Samples:
    samples: Samples = {name: [] for name in visitors}
    for index in range(1, times + 1):
        for name, visitor in visitors.items():
            samples[name].append(visitor.choose(keys[name], index % (among or times + 1)).ms)
            time.sleep(PAUSE)
    return samples


def changes_in_browser(browser: Browser, servers: Servers) -> Samples:
    """Milliseconds from the click to the last chart painted, the choices made before."""
    pages = {name: chromium.visitor(browser) for name in servers}
    samples: Samples = {name: [] for name in servers}
    for name, page in pages.items():
        page.goto(servers[name].url)
        chromium.settle(page)
    for index in range(1, CHANGES + 1):
        for name, page in pages.items():
            samples[name].append(chromium.choose(page, servers[name].app.key, index % ROUND))
    for page in pages.values():
        page.context.close()
    return samples


def crowd(server: Server) -> Crowd:
    """CROWD visitors who open the page at the same moment."""
    with Session(server) as alone:
        wanted = alone.load().charts
    gate = Barrier(CROWD)
    with ThreadPoolExecutor(CROWD) as pool:
        runs = list(pool.map(lambda _: _arrive(server, gate), range(CROWD)))
    arrived = [run for run in runs if run]
    complete = sum(run.charts == wanted > 0 and not run.exceptions for run in arrived)
    return Crowd(complete, [run.ms for run in arrived])


def _arrive(server: Server, gate: Barrier) -> Run | None:
    try:
        with Session(server) as visitor:
            gate.wait(60)
            return visitor.load()
    except Exception as problem:
        gate.abort()
        print(f"{server.app.name}: {problem!r}", file=sys.stderr)
        return None


def build_seconds(builds: Path) -> float:
    """`python -m data.build` from nothing into that folder."""
    environment = os.environ | {"CITY_BUILDS": str(builds)}
    started = time.perf_counter()
    command = [sys.executable, "-m", "data.build"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
    return time.perf_counter() - started
