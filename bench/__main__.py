"""python -m bench: the project beside a plain Streamlit app of the same data, measured in one run on 127.0.0.1.

Builds its own database, so that nobody else's build disturbs it, and serves both apps from that.
Prints a Markdown table and writes bench/results/latest.json. Leaves 0 even where a goal is missed or a
measurement fails: both are said in the table. What is timed is defined in session.py (server) and browser.py, which
control is changed on each page in by_page.py, what the 10,000 paths of a lever are held against in lever.py.
"""

import json
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit
from playwright.sync_api import Browser

from analytics import clock, console
from bench import browser as chromium
from bench import by_page, lever, measures, report
from bench.by_page import VIEWS, View
from bench.report import Row, absolute, alone, compared

Raw = dict[str, object]
Step = Callable[[], list[Row]]
RESULT = Path(__file__).parent / "results" / "latest.json"


def main() -> int:
    console.prepare()
    raw: Raw = {}
    with tempfile.TemporaryDirectory() as folder, chromium.opened() as browser:
        machine = _machine(browser)
        rows = _attempt(lambda: _building(Path(folder), raw), "build")
        rows += _attempt(lambda: _serving(browser, Path(folder), raw), "servers")
        rows += _attempt(lambda: _first_views(Path(folder), raw), "first views")
    print(f"{machine}\n\n{report.markdown(rows)}")
    RESULT.parent.mkdir(exist_ok=True)
    result = {"machine": machine, "rows": report.plainly(rows), "samples": raw}
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")
    return 0


def _serving(browser: Browser, builds: Path, raw: Raw) -> list[Row]:
    _say("cold starts")
    raw["cold_s"], servers = measures.cold_starts(browser, builds)
    steps = {
        "memory": lambda: _memory(browser, servers, raw),
        "filter change, server": lambda: _on_server(servers, raw),
        "filter change, browser": lambda: _in_browser(browser, servers, raw),
        **_page_by_page(browser, servers, raw),
        "lever, server": lambda: _lever("server part", lever.on_server(servers), raw),
        "lever, browser": lambda: _lever("Enter → last chart painted", lever.in_browser(browser, servers), raw),
        "many at once": lambda: _crowd(servers, raw),
    }
    rows = [compared("cold start → first chart painted, s", raw["cold_s"], 1.0, 2)]
    try:
        for name, step in steps.items():
            rows += _attempt(step, name)
    finally:
        for server in servers.values():
            server.stop()
    return rows


def _memory(browser: Browser, servers: measures.Servers, raw: Raw) -> list[Row]:
    found = {name: measures.memory(browser, server) for name, server in servers.items()}
    raw["memory_mb"] = {name: memory._asdict() for name, memory in found.items()}
    ours, plain = found["ours"], found["plain"]
    return [
        absolute("server memory after every page, MB", ours.resident, plain.resident, 350, " MB"),
        absolute("memory of a further session, MB", ours.session, plain.session, 3, " MB", 2),
    ]


def _on_server(servers: measures.Servers, raw: Raw) -> list[Row]:
    raw["new_choice_server_ms"], raw["change_server_ms"] = measures.changes_on_server(servers)
    return [
        compared("filter change, server part, ms", raw["change_server_ms"], 0.5),
        compared("filter change never made before, server part, ms", raw["new_choice_server_ms"], None),
    ]


def _in_browser(browser: Browser, servers: measures.Servers, raw: Raw) -> list[Row]:
    raw["change_browser_ms"] = measures.changes_in_browser(browser, servers)
    return [compared("filter change, click → last chart painted, ms", raw["change_browser_ms"], 0.7)]


def _page_by_page(browser: Browser, servers: measures.Servers, raw: Raw) -> dict[str, Step]:
    """Every page's change on the server, then in the browser, where the choices have then been made before."""
    on_server = {f"{view.page}, server": partial(_page_on_server, view, servers, raw) for view in VIEWS}
    drawn = [view for view in VIEWS if view.drawn]
    return on_server | {
        f"{view.page}, browser": partial(_page_in_browser, view, browser, servers, raw) for view in drawn
    }


def _page_on_server(view: View, servers: measures.Servers, raw: Raw) -> list[Row]:
    raw[f"{view.page}_server_ms"] = samples = by_page.change_on_server(view, servers)
    return [compared(f"{view.page}: change of {view.key}, server part, ms", samples, 0.5)]


def _page_in_browser(view: View, browser: Browser, servers: measures.Servers, raw: Raw) -> list[Row]:
    raw[f"{view.page}_browser_ms"] = samples = by_page.change_in_browser(view, browser, servers)
    return [compared(f"{view.page}: change of {view.key}, click → last chart painted, ms", samples, 0.7)]


def _lever(timed: str, samples: measures.Samples, raw: Raw) -> list[Row]:
    raw[f"lever, {timed}_ms"] = samples
    label = f"a lever's 10,000 paths, {timed}, ms"
    beside = {"ours": samples["ours"], "plain": samples["known"]}
    return [
        compared(f"{label}, beside the same change with its paths known", beside, 2.0),
        compared(f"{label}, beside the plain app's filter change", samples, 1.0),
    ]


def _first_views(builds: Path, raw: Raw) -> list[Row]:
    raw["first_view_ms"] = found = by_page.first_views(builds)
    rows = [alone(f"{page}: first view, server part, ms", samples) for page, samples in found.items()]
    return [rows[0]._replace(measured=f"{rows[0].measured}, the server just started"), *rows[1:]]


def _crowd(servers: measures.Servers, raw: Raw) -> list[Row]:
    crowds = {name: measures.crowd(server) for name, server in servers.items()}
    raw["crowd"] = {name: crowd._asdict() for name, crowd in crowds.items()}
    late = compared(
        f"{measures.CROWD} page loads at once, server part, ms", {n: c.ms for n, c in crowds.items()}, None
    )
    lost = {name: measures.CROWD - crowd.complete for name, crowd in crowds.items()}
    label = f"of {measures.CROWD} page loads at once, not complete"
    return [late, Row(label, str(lost["ours"]), str(lost["plain"]), "", lost["ours"], 0)]


def _building(builds: Path, raw: Raw) -> list[Row]:
    raw["build_s"] = measures.build_seconds(builds)
    return [absolute("python -m data.build, s", raw["build_s"], None, 10, " s", 2)]


def _attempt(step: Step, name: str) -> list[Row]:
    _say(name)
    try:
        return step()
    except Exception as problem:
        traceback.print_exc()
        return [Row(f"{name}: {type(problem).__name__}", "failed", "", "", float("inf"), 0)]


def _machine(browser: Browser) -> str:
    versions = f"Python {platform.python_version()}, Streamlit {streamlit.__version__}, Chromium {browser.version}"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{clock.told(clock.now()):%Y-%m-%d %H:%M} · {os.cpu_count()} cores · load before {load:.1f} · {versions}"
    )


def _say(step: str) -> None:
    print(f"… {step}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
