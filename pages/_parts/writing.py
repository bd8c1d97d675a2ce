"""Writing into the local file for a visitor, and the sentences where it cannot be written or read."""

import time
from collections.abc import Callable

import streamlit as st

from analytics.database import local
from analytics.words import language
from pages._frame import state

MOST, SECONDS, WRITTEN = 30, 60, "_written"


def attempt(write: Callable[[], object]) -> str:
    """Empty once `write` is through, else a sentence that says why nothing was written and what to do."""
    _ = state.text()
    moment = time.monotonic()
    recent = [each for each in st.session_state.get(WRITTEN, ()) if moment - each < SECONDS]
    if len(recent) >= MOST:
        return _("1分間に書き込めるのは{0}回までです。少し待ってから、もう一度押してください。").format(MOST)
    st.session_state[WRITTEN] = [*recent, moment]
    try:
        write()
    except local.UnavailableError as error:
        return _unwritten(error.why)
    return ""


def unreadable(error: local.UnavailableError) -> str:
    """Why the file cannot be read, and what to do."""
    _ = state.text()
    if error.why == local.LOCKED:
        return _("しばらくしてから開き直してください。")
    if error.why == local.FORBIDDEN:
        return _("記録のファイル {0} を読む権限がありません。管理する人に知らせてください。").format(
            local.FILE.name
        )
    return _unusable(error.why)


def _unwritten(why: str) -> str:
    _ = state.text()
    said = {
        local.LOCKED: _("少し待ってから、もう一度押してください。"),
        local.FORBIDDEN: _(
            "記録のファイル {0} に書き込む権限がないため、見ることだけができます。管理する人に知らせてください。"
        ),
        local.DISK: _("サーバーのディスクに空きがありません。管理する人に知らせてください。"),
        local.FULL: _(
            "記録のファイル {0} がいっぱいです。別の場所に移して新しく始めるよう、管理する人に伝えてください。"
        ),
        local.OFTEN: _("同じものを直せる回数の上限に達しました。新しく書いてください。"),
    }
    return said[why].format(local.FILE.name) if why in said else _unusable(why)


def _unusable(why: str) -> str:
    """For a file that nobody can read: that it was left as it is, and where its last copy lies."""
    _ = state.text()
    said = {
        local.DAMAGED: _("記録のファイル {0} が壊れているため、何も書き込まずにそのまま残しています。"),
        local.NEWER: _("記録のファイル {0} はもっと新しい版のソフトウェアで書かれているため、開けません。"),
    }
    lines = [said.get(why, _("記録のファイル {0} を開けません。")).format(local.FILE.name)]
    if why == local.DAMAGED:
        copied = local.copied()
        lines.append(
            _("控えは、同じフォルダーの {0} です。").format(copied) if copied else _("控えはまだありません。")
        )
    return told(*lines, _("管理する人に知らせてください。"))


def told(*sentences: str) -> str:
    """One after the other, as the language shown sets them."""
    return language.sentences(sentences, st.session_state["lang"])
