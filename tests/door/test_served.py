"""The real server, started without anything set: what it answers, what it says where it fails, and whom it asks."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from types import SimpleNamespace

import psutil
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from analytics.database import store
from analytics.words import language
from bench.servers import OURS, ROOT
from bench.session import Session

NUMBER = re.compile(r"`([0-9a-f]{8})`")
UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
UPGRADE |= {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": "streamlit"}


class Served(SimpleNamespace):
    """port, process ; notes : whom it asked outside ; log : what it wrote on the console"""

    app = OURS._replace(query="")

    def asked(self, query: str) -> str:
        return query

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


class Visitor(Session):
    """One visit; told : the alerts it was shown ; boxes : how many red boxes of the framework's"""

    def __init__(self, served: Served, page: str, query: str) -> None:
        self.told, self.boxes, self.buttons, self._pressed = [], 0, {}, None
        super().__init__(served, page, query)

    def press(self, key: str) -> None:
        self.told, (self._pressed, fragment) = [], self.buttons[key]
        self._run(fragment)

    def _request(self, fragment: str) -> BackMsg:
        request = super()._request(fragment)
        if self._pressed:
            request.rerun_script.widget_states.widgets.add(id=self._pressed, trigger_value=True)
        return request

    def _element(self, delta: object) -> str | None:
        self.boxes += delta.new_element.HasField("exception")
        if delta.new_element.HasField("alert"):
            self.told.append(delta.new_element.alert.body)
        if delta.new_element.HasField("button"):
            name = delta.new_element.button.id
            self.buttons[name.split("-", 2)[2]] = name, delta.fragment_id
        return super()._element(delta)


@pytest.fixture(scope="module")
def served(database, tmp_path_factory):
    """A server on an account of its own, which has never started one, without a hand at the keyboard."""
    assert database
    folder = tmp_path_factory.mktemp("account")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    log, notes = folder / "log", folder / "notes"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.guarded", str(notes), str(port)],
            cwd=ROOT,
            env=kept | {"HOME": str(folder), "USERPROFILE": str(folder), "CITY_BUILDS": str(store.BUILDS)},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    running = Served(port=port, process=process, notes=notes, log=log)
    for _attempt in range(300):
        try:
            running.get("/_stcore/health")
            break
        except OSError:
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
    yield running
    process.terminate()
    process.wait(20)


def test_it_listens_on_this_machine_alone_and_tells_its_address(served):
    listening = [
        each.laddr.ip for each in psutil.Process(served.process.pid).net_connections() if each.status == "LISTEN"
    ]
    assert listening == ["127.0.0.1"]
    said = served.log.read_text("utf-8")
    assert f"URL: http://localhost:{served.port}\n" in said
    assert "External" not in said and "Email" not in said


def test_refused_strangers_and_visitors_ask_nobody_outside_and_hold_nobody_up(served):
    def refused(number: int) -> int:
        return served.get("/_stcore/stream", **UPGRADE, Origin=f"http://evil{number}.example")[0]

    with ThreadPoolExecutor(12) as at_once:
        strangers = [at_once.submit(refused, number) for number in range(10)]
        begun = time.monotonic()
        assert served.get("/structure")[0] == 200
        assert time.monotonic() - begun < 5
        assert [stranger.result() for stranger in strangers] == [403] * 10
    assert served.get("/_stcore/stream", **UPGRADE, Host="evil.example", Origin="http://evil.example")[0] == 421
    assert served.get("/", Host="evil.example")[0] == 421
    with Visitor(served, "structure", "lang=en") as visitor:
        run = visitor.load()
    assert (run.charts, run.exceptions, visitor.told) == (2, 0, [])
    assert not served.notes.exists(), served.notes.read_text("utf-8")


def test_what_is_not_used_is_closed_and_a_monitor_is_told_the_build(served):
    closed = {
        "/_stcore/metrics",
        "/_stcore/agent/mcp",
        "/_stcore/agent/openapi.json",
        "/_stcore/script-health-check",
    }
    assert {path: served.get(path)[0] for path in closed} == dict.fromkeys(closed, 404)
    assert served.get("/_stcore/upload_file/a/b", "PUT")[0] == 404
    assert served.get("/births", "PUT")[0] == 405
    status, headers, body = served.get("/media/none.png")
    assert (status, body) == (404, "このアドレスには何もありません。\nThere is nothing at this address.\n")
    assert headers["x-content-type-options"] == "nosniff"
    status, _headers, body = served.get("/healthz")
    assert (status, json.loads(body)) == (200, {"status": "ok", "build": store.current().removesuffix(".duckdb")})


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("page", "button"), [("births", ""), ("whatif", ""), ("whatif", "preset-status_quo")])
def test_where_a_page_fails_the_visitor_is_told_what_to_do_and_a_number_that_the_log_has(
    served, page, button, lang
):
    _ = language.gettext(lang)
    with Visitor(served, page, f"lang={lang}") as visitor:
        assert visitor.load().exceptions == 1
        if button:
            visitor.press(button)
    told = visitor.told[0]
    assert visitor.boxes == 0
    assert (
        _("こちらの不具合で、ここを表示できませんでした") in told
        and _("ブラウザーの「戻る」で、前の画面に戻る") in told
    )
    lines = served.log.read_text("utf-8").splitlines()
    number = NUMBER.search(told)[1]
    place = next(place for place, line in enumerate(lines) if number in line)
    build = store.current().removesuffix(".duckdb")
    assert (
        f"error {number} page=" in lines[place] and f"build={build} ValueError('spoiled\\n![x](y)')" in lines[place]
    )
    assert lines[place + 1] == "Traceback (most recent call last):"
    assert sum("Uncaught" in line for line in lines) == 0
