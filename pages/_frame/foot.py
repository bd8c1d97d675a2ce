"""What stands under every page: when the data were built, and what their status words mean."""

import streamlit as st

from analytics import clock
from analytics.database import queries
from analytics.words import language, terms
from pages._frame import inline, served, state
from pages._parts import parts


def draw() -> None:
    """Build date, sources, and what the status words mean, under every page."""
    _ = state.text()
    lang = st.session_state["lang"]
    stamp = queries.build_stamp(state.build())
    legend = language.listed(terms.words("status", lang).values(), lang)
    with st.container(key="foot"):
        st.divider()
        told = _("データ作成：{built}（{hash}） ／ 出典 {sources} 件・{figures} 行 ／ 値の種類：{legend}").format(
            built=clock.label(stamp["built_at"], lang, with_era=state.filters().with_era),
            hash=stamp["content_hash"][:8],
            sources=stamp["sources"],
            figures=f"{stamp['figures']:,}",
            legend=legend,
        )
        st.caption(parts.plain(told))
    served.watch()
    inline.run(inline.language(lang))
