"""What a monitor asks: whether there is something to serve, and which build it is."""

from importlib import import_module

from starlette.requests import Request
from starlette.responses import JSONResponse

FRESH = {"Cache-Control": "no-store"}


def answer(_request: Request) -> JSONResponse:
    """ok, or older build while one stands in for the newest; 503 with no build where none can be read."""
    store = import_module("analytics.database.store")
    try:
        shown = store.served()
    except store.DatabaseMissingError:
        return JSONResponse({"status": "no build", "build": None}, 503, FRESH)
    status = "ok" if shown.wanted else "older build"
    return JSONResponse({"status": status, "build": shown.build.removesuffix(".duckdb")}, headers=FRESH)
