"""Start: `streamlit run app.py`.

The server imports this file once and serves `app`; every visit then runs pages/_frame/visit.py. Were a visit to run
this file, Streamlit would take pages/ for its old page folder and tell the first visitor of a deep link that the
page does not exist. Libraries load in the background while the visitor's browser is still fetching the page.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st

from pages._frame import door


@asynccontextmanager
async def warmed(_app: object) -> AsyncIterator[None]:
    """Warm up beside the server, not before it; the collector rests until the first page is out."""
    gc.disable()
    Thread(target=import_module, args=("pages._frame.warm",), daemon=True).start()
    yield


if __name__ == "__main__":
    import_module("pages._frame.frame").draw()
else:
    visit = Path(__file__).parent / "pages" / "_frame" / "visit.py"
    app = st.App(visit, lifespan=warmed, **door.options())
