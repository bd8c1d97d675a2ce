"""The document in which every page runs, in the language of who asks for it."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import Scope

from analytics.words.language import LANGUAGES, from_locale

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
AGENTS = re.compile(r'<!--(?:(?!-->).)*-->\s*<link rel="service-desc".*?/>', re.DOTALL)
TITLE, NO_SCRIPT = (re.compile(rf"(?<=<{tag}>).*?(?=</{tag}>)", re.DOTALL) for tag in ("title", "noscript"))
NAMES = {"ja": "人口戦略ダッシュボード", "en": "Population strategy dashboard"}
TOLD = {"ja": "この画面には JavaScript が必要です。", "en": "This dashboard needs JavaScript."}


def localised(document: str) -> Mapping[str, bytes]:
    """{language: the framework's document in it}, without the interface for agents, which is closed."""
    return {lang: _in(AGENTS.sub("", document), lang).encode() for lang in LANGUAGES}


def _in(document: str, lang: str) -> str:
    named = TITLE.sub(NAMES[lang], document.replace('<html lang="en">', f'<html lang="{lang}">'))
    return NO_SCRIPT.sub(f"<p>{TOLD[lang]}</p>", named)


def wanted(scope: Scope) -> str:
    """The language that the address names; else the first that the browser does, as the pages themselves choose it."""
    asked = ",".join(parse_qs(scope["query_string"].decode("latin-1")).get("lang", []))
    spoken = re.match(r"[A-Za-z-]*", Headers(scope=scope).get("accept-language", ""))[0]
    return asked if asked in LANGUAGES else from_locale(spoken)
