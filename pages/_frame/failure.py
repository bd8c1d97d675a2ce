"""What a visitor sees where a page fails: what to do, and a number under which the error is in the log."""

from urllib.parse import urlsplit

import streamlit as st

from analytics.words import language
from pages._frame import log, state


def tell(error: Exception) -> bool:
    """Say it in place of what failed; True, so that the framework adds nothing of its own."""
    lang = st.session_state.get("lang") or language.from_locale(st.context.locale)
    _ = language.gettext(lang)
    path = urlsplit(st.context.url or "").path
    number = log.record(error, path, st.session_state.get(state.BUILD, "").removesuffix(".duckdb"))
    steps = [
        _("ブラウザーの「戻る」で、前の画面に戻る"),
        _("下のボタンで、このページを最初の状態から開く（絞り込みは外れます）"),
        _("それでも直らないときは、番号 `{0}` と、していた操作を、このダッシュボードの担当者に伝える").format(
            number
        ),
    ]
    listed = "\n".join(f"{place}. {step}" for place, step in enumerate(steps, start=1))
    st.error(
        f"**{_('こちらの不具合で、ここを表示できませんでした')}**\n\n{_('次の順に試してください。')}\n\n{listed}"
    )
    st.link_button(_("最初の状態から開く"), f"{path}?lang={lang}")
    return True
