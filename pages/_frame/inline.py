"""The scripts that a page carries in itself; the content policy lets these run and no others."""

from pathlib import Path

import streamlit as st

from analytics.words.language import LANGUAGES

PAGES = Path(__file__).parents[1]
KEYS, STEPS = ((PAGES / name).read_text("utf-8") for name in ("briefing/_meeting/stage.js", "_frame/history.js"))


def language(lang: str) -> str:
    """Says the page's language to who reads it aloud, also after it was changed without loading the page again."""
    return f"document.documentElement.lang = '{lang}'"


def run(script: str) -> None:
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def every() -> list[str]:
    return [KEYS, STEPS, *map(language, LANGUAGES)]
