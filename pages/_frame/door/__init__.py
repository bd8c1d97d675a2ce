"""What is said to the framework about the way in: the gate before it, our own routes, and what failures say."""

import os
import sys
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from pages._frame import inline
from pages._frame.door import answers, health, hosts
from pages._frame.door.gate import Gate

SETTING = "ALLOWED_HOSTS"
DOCUMENT = Path(st.__file__).parent / "static" / "index.html"


def options() -> dict[str, object]:
    """The keyword arguments of `st.App`. Ends the process where the setting ALLOWED_HOSTS cannot be read."""
    return {
        "middleware": [Middleware(Gate, _known(), DOCUMENT.read_text("utf-8"), inline.every(), _base())],
        "routes": [Route("/healthz", health.answer)],
        "exception_handlers": {404: answers.missing, Exception: answers.failed},
        "on_script_error": _failed,
    }


def _known() -> hosts.Hosts:
    try:
        return hosts.read(os.environ.get(SETTING, ""))
    except ValueError as wrong:
        sys.exit(
            f"{SETTING} は名前をカンマで区切って書いてください / {SETTING} takes names divided by commas: {wrong}"
        )


def _base() -> str:
    path = st.get_option("server.baseUrlPath").strip("/")
    return f"/{path}" if path else ""


def _failed(error: Exception) -> bool:
    return import_module("pages._frame.failure").tell(error)
