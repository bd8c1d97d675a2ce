"""Stands before the framework: whose requests are answered, for which paths, how large, and with which headers."""

import re
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._frame.door import answers, headers, hosts, shell
from pages._frame.door.answers import Answer
from pages._frame.door.hosts import Hosts

LONGEST_ADDRESS, LONGEST_HEADERS = 12_000, 16_000
PAGE, STREAM = re.compile(r"/[^/.]*"), re.compile(r"/_stcore/stream")
FILE = re.compile(
    r"|/healthz|/favicon\.png|/manifest\.json|/(static|media)/.+|/_stcore/(health|host-config)|/[^/.]+/"
)
OPEN = {"websocket": (STREAM,), "http": (FILE, PAGE)}


class Gate:
    """ASGI middleware around the whole app.

    known : whose requests are answered ; document : the framework's index.html ; scripts : that pages carry in
    themselves ; base : path under which the app is served, empty or "/…"
    """

    def __init__(self, app: ASGIApp, known: Hosts, document: str, scripts: Sequence[str], base: str = "") -> None:
        self.app, self.known, self.base = app, known, base
        self.pages = shell.localised(document)
        self.scripts = headers.known([*shell.INLINE.findall(document), *scripts])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self.base) if scope["path"].startswith(f"{self.base}/") else ""
        if refusal := self._refusal(scope, path):
            await answers.written(refusal)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self.app(_checked(scope), receive, send)
        elif FILE.fullmatch(path):
            await self.app(scope, receive, _sealing(send))
        else:
            await self._page(scope)(scope, receive, send)

    def _refusal(self, scope: Scope, path: str) -> Answer | None:
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return answers.LONG_ADDRESS
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
            return answers.LONG_HEADERS
        if not hosts.is_ours(scope, self.known):
            return answers.UNKNOWN_HOST
        if not hosts.is_from_us(scope, self.known):
            return answers.FOREIGN
        if not any(way.fullmatch(path) for way in OPEN[scope["type"]]):
            return answers.MISSING
        return None if scope.get("method", "GET") in ("GET", "HEAD") else answers.NO_METHOD

    def _page(self, scope: Scope) -> HTMLResponse:
        told = headers.page(self.scripts, Headers(scope=scope)["host"])
        kept = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
        return HTMLResponse(self.pages[shell.wanted(scope)], headers=told | kept)


def _checked(scope: Scope) -> Scope:
    """Without the origin, which has been checked: of one it does not know the framework asks an address outside."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"origin"]}


def _sealing(send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(dict(headers.SEALED))
        await send(message)

    return sealed
