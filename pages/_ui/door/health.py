"""What a monitor asks: whether there is something to serve, and which build it is."""

from importlib import import_module

from starlette.requests import Request
from starlette.responses import JSONResponse


def answer(_request: Request) -> JSONResponse:
    store = import_module("analytics.store")
    try:
        build = store.current()
    except store.DatabaseMissingError:
        build = ""
    is_served = bool(build) and store.holds(build)
    told = {"status": "ok" if is_served else "no database", "build": build.removesuffix(".duckdb") or None}
    return JSONResponse(told, 200 if is_served else 503, {"Cache-Control": "no-store"})
