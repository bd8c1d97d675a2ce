"""What is on the screen as a file to take along, made when it is asked for."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st

from analytics.export import worker
from analytics.export.packs import MIMES
from analytics.filters import Filters
from analytics.stories import Story
from pages._frame import state
from pages._parts import parts

KINDS = {"pptx": "PowerPoint", "pdf": "PDF", "xlsx": "Excel", "html": "HTML"}


class Asked(NamedTuple):
    """What a file tells, from which build and filters. link : the address that opens it again"""

    build: str
    filters: Filters
    story: Story
    link: str


def offer(label: str, key: str, asked: Callable[[], Asked]) -> None:
    """A popover with a file of each kind; what cannot be in them is told before.

    asked : called again as the file is made, outside of the run, so that the file holds what is shown by then
    """
    _ = state.text()
    shown = st.popover(label, key=f"files-{key}", on_change="rerun")
    if not shown.open:
        return
    with shown:
        now = asked()
        try:
            with st.spinner(_("図を用意しています…")):
                problems = worker.run("packs.problems", now.build, now.filters, now.story)
        except worker.BusyError:
            st.warning(_("いまはほかの資料をつくっています。少し待ってから、もう一度開いてください。"))
            return
        for problem in problems:
            st.warning(parts.plain(problem))
        for kind, words in KINDS.items():
            st.download_button(
                _("{0} をダウンロード").format(words),
                lambda kind=kind: _content(asked(), kind),
                f"{now.story.story_id}-{parts.snapshot()[:8]}.{kind}",
                MIMES[kind],
                key=f"{kind}-{key}",
                on_click="ignore",
            )


def _content(asked: Asked, kind: str) -> bytes:
    return worker.run("packs.write", asked.build, asked.filters, asked.story, kind, asked.link).content
