"""The way in: whose requests are answered, for which paths, how large, with which headers, in which language."""

import asyncio
import re
import socket

import pytest
from starlette.requests import Request

from analytics.database import store
from pages._frame import door, inline, log
from pages._frame.door import answers, health, hosts
from pages._frame.door.gate import LONGEST_ADDRESS, LONGEST_HEADERS, Gate

PORT = 8501
DOCUMENT = door.DOCUMENT.read_text("utf-8")
MACHINE = socket.gethostname().lower()


class Answer(dict):
    """Headers of an answer, its status and body; `passed` is the scope that reached the framework."""

    status, body, passed = 0, b"", None


def asked(path: str = "/", *, known: str = "", base: str = "", kind: str = "http", **given: object) -> Answer:
    """What the gate answers. given : method, scheme, server, or a header by its name"""
    answer = Answer()

    async def framework(scope, _receive, send):
        answer.passed = scope
        await send({"type": "http.response.start", "status": 200, "headers": [(b"x-frame-options", b"none")]})
        await send({"type": "http.response.body", "body": b"framework"})

    async def send(message):
        if message["type"].endswith("response.start"):
            answer.status = message["status"]
            answer.update({name.decode(): value.decode() for name, value in message["headers"]})
        answer.body += message.get("body", b"")

    route, _mark, query = path.partition("?")
    usual = {"host": f"localhost:{PORT}"} | {name: value for name, value in given.items() if name not in SCOPE}
    scope = {"type": kind, "method": "GET", "scheme": "ws" if kind == "websocket" else "http", "path": route}
    scope |= {"server": ("127.0.0.1", PORT), "raw_path": route.encode(), "query_string": query.encode()}
    scope |= {"extensions": {"websocket.http.response": {}}}
    scope |= {name: value for name, value in given.items() if name in SCOPE}
    scope["headers"] = [(n.replace("_", "-").encode(), v.encode()) for n, v in usual.items() if v is not None]
    gate = Gate(framework, hosts.read(known), DOCUMENT, inline.every(), base)
    asyncio.run(gate(scope, None, send))
    return answer


SCOPE = ("method", "scheme", "server")


@pytest.mark.parametrize(
    ("host", "given"),
    [
        ("localhost:8501", {}),
        ("LOCALHOST:9000", {}),
        ("127.0.0.1:8501", {}),
        ("[::1]:8501", {}),
        (f"{MACHINE}:8501", {}),
        ("192.0.2.7:8501", {"server": ("192.0.2.7", 8501)}),
        ("192.0.2.7:8501", {"server": ("::ffff:192.0.2.7", 8501)}),
        ("[2001:db8::7]", {"server": ("2001:db8::7", 8501)}),
        ("dashboard.city.example", {"known": "other.example, Dashboard.City.Example"}),
        ("dashboard.city.example:8443", {"known": "https://dashboard.city.example/"}),
    ],
)
def test_a_request_that_names_this_machine_is_answered(host, given):
    assert asked("/births", host=host, **given).status == 200
    assert asked("/_stcore/stream", kind="websocket", host=host, **given).passed


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example", "evil.example:8501", "localhost.evil.example", "0.0.0.0:8501", "192.0.2.7", "", None),
        *(
            "localhost:8501@evil.example",
            "localhost, evil.example",
            "localhost:x",
            "[::1",
            "127.0.0.1.evil.example",
        ),
    ],
)
def test_a_rebound_name_is_refused_before_the_framework(host):
    for kind, path in (("http", "/"), ("http", "/healthz"), ("websocket", "/_stcore/stream")):
        answer = asked(path, kind=kind, host=host)
        assert (answer.status, answer.passed) == (421, None)
        assert "ALLOWED_HOSTS" in answer.body.decode()
    assert answer.body.decode().count("\n") == 2


@pytest.mark.parametrize(
    "origin",
    [
        *("http://evil.example", "null", "https://localhost:8501", "http://localhost:3000", "http://localhost"),
        *("http://127.0.0.1:8501", "file://", "http://localhost:8501.evil.example", "chrome-extension://abc"),
    ],
)
def test_a_page_of_another_site_is_refused_before_the_framework(origin):
    for kind, path in (("http", "/_stcore/health"), ("websocket", "/_stcore/stream")):
        answer = asked(path, kind=kind, origin=origin)
        assert (answer.status, answer.passed) == (403, None)


def test_a_page_of_ours_is_let_through_and_the_framework_is_told_no_origin_to_look_up():
    given = {"kind": "websocket", "cookie": "a=b"}
    for answer in (
        asked("/_stcore/stream", **given, origin="http://localhost:8501"),
        asked("/_stcore/stream", **given, origin="https://localhost:8501", scheme="wss"),
        asked("/_stcore/stream", **given, origin="https://d.example", known="https://d.example"),
        asked("/_stcore/stream", **given, origin="https://d.example", host="d.example", known="https://d.example"),
        asked("/_stcore/stream", **given),
    ):
        assert [name for name, _value in answer.passed["headers"]] == [b"host", b"cookie"]


def test_a_name_alone_is_no_origin_and_what_a_stranger_says_of_a_proxy_is_not_believed():
    given = {"kind": "websocket", "host": "d.example", "known": "d.example", "origin": "https://d.example"}
    assert asked("/_stcore/stream", **given).status == 403
    assert asked("/_stcore/stream", **given, x_forwarded_proto="https", x_forwarded_host="d.example").status == 403
    assert (
        asked("/_stcore/stream", host="evil.example", kind="websocket", x_forwarded_host="localhost").status == 421
    )


@pytest.mark.parametrize("setting", ["*", "a b", "http://", "a,,b/c", "*.city.example"])
def test_a_setting_that_names_no_host_is_refused(setting):
    with pytest.raises(ValueError):
        hosts.read(setting)


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/upload_file/a/b", "/_stcore/stream"),
        *("/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/bidi-components/a/b.js", "/component/a/b"),
        *("/auth/login", "/app/static/a", "/births/_stcore/health", "/.streamlit/config.toml", "/a/b", "//evil/a"),
    ],
)
def test_what_no_page_needs_is_closed(path):
    assert [asked(path).status, asked(path).passed] == [404, None]


def test_a_socket_is_opened_for_the_visit_alone():
    assert asked("/births", kind="websocket").status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_over_http_nothing_can_be_done_but_read(method):
    for path in ("/", "/births", "/media/x.png", "/_stcore/health"):
        assert asked(path, method=method).status == 405


def test_an_address_and_headers_have_an_end():
    assert asked("/?story=" + "a" * 7500).status == 200
    assert asked("/?story=" + "a" * LONGEST_ADDRESS).status == 414
    assert asked(f"/{'a' * LONGEST_ADDRESS}").status == 414
    assert asked("/", cookie="a" * LONGEST_HEADERS).status == 431


@pytest.mark.parametrize(
    ("path", "headers", "lang"),
    [
        ("/births?lang=en", {"accept_language": "ja"}, "en"),
        ("/births?lang=ja", {"accept_language": "en-US"}, "ja"),
        ("/", {"accept_language": "en-US,en;q=0.9,ja;q=0.8"}, "en"),
        ("/", {"accept_language": "ja,en-US;q=0.7"}, "ja"),
        ("/", {}, "ja"),
        ("/?lang=%22%3E%3Cscript%3E", {"accept_language": '"><script>'}, "ja"),
        ("/?lang=en&lang=ja", {}, "ja"),
    ],
)
def test_the_document_is_in_the_visitors_language_from_its_first_byte(path, headers, lang):
    answer = asked(path, **headers)
    document = answer.body.decode()
    assert re.findall(r"<html[^>]*>", document) == [f'<html lang="{lang}">']
    assert ("人口戦略" in document) == (lang == "ja")
    assert "Streamlit app" not in document and "agent" not in document
    assert answer["vary"] == "Accept-Language" and answer["cache-control"] == "no-cache"
    assert document.count("<script") == DOCUMENT.count("<script")


def test_a_page_may_run_only_our_scripts_and_stand_in_no_frame():
    policy = dict(part.split(" ", 1) for part in asked("/births")["content-security-policy"].split("; "))
    scripts = policy["script-src"].split()
    assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts
    assert len([script for script in scripts if script.startswith("'sha256-")]) == 5
    assert {policy[kind] for kind in ("default-src", "frame-ancestors", "base-uri", "form-action")} == {"'none'"}
    assert policy["connect-src"] == "'self' ws://localhost:8501 wss://localhost:8501"


@pytest.mark.parametrize(
    ("path", "given"),
    [("/", {}), ("/media/x.png", {}), ("/a/b", {}), ("/", {"host": "x"}), ("/", {"method": "PUT"})],
)
def test_every_answer_carries_the_headers(path, given):
    answer = asked(path, **given)
    assert "frame-ancestors 'none'" in answer["content-security-policy"]
    assert answer["x-content-type-options"] == "nosniff" and answer["x-frame-options"] == "DENY"
    ours = {"referrer-policy", "cross-origin-opener-policy", "cross-origin-resource-policy"}
    assert {answer[name] for name in ours} == {"same-origin"} and "camera=()" in answer["permissions-policy"]


def test_an_error_behind_the_gate_is_told_in_both_languages_under_a_number_that_is_logged(monkeypatch):
    logged = []
    monkeypatch.setattr(log.LOG, "error", lambda line, *given, exc_info: logged.append((line % given, exc_info)))
    error = ValueError("x\nforged line")
    answer = answers.failed(Request({"type": "http", "path": "/a", "headers": []}), error)
    number, number_again = re.findall("[0-9a-f]{8}", answer.body.decode())
    assert (answer.status_code, number) == (500, number_again)
    assert logged == [(f"error {number} page='/a' build=- ValueError('x\\nforged line')", error)]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_monitor_is_told_that_an_older_build_stands_in_or_that_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(store, "BUILDS", tmp_path)
    answer = health.answer(None)
    assert (answer.status_code, answer.body) == (503, b'{"status":"no build","build":null}')
    monkeypatch.setattr(store, "served", lambda: store.Served("ab12.duckdb", False))
    answer = health.answer(None)
    assert (answer.status_code, answer.body) == (200, b'{"status":"older build","build":"ab12"}')


def test_the_app_can_be_served_under_a_path():
    assert asked("/city/births", base="/city").body.startswith(b"<!--")
    assert asked("/city/_stcore/metrics", base="/city").status == 404
    for path in ("/city/static/a.js", "/city/media/a", "/city"):
        assert asked(path, base="/city").passed["path"] == path
