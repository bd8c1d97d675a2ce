"""出典: every source with its licence, what it feeds, and the vocabulary."""

import streamlit as st

from analytics import terms
from analytics.figures import catalogue
from pages._ui import parts, state

_ = state.text()
lang = st.session_state["lang"]

sources = catalogue.sources(state.build(), lang)
parts.head(_("この数字はどこから来たのか"), catalogue.sentence(sources, lang))
st.subheader(_("出典の一覧"), anchor=False)
st.table(sources.map(parts.plain_cell), alt=_("出典の一覧"))
st.subheader(_("用語"), anchor=False)
st.table(catalogue.vocabulary(lang).map(parts.plain_cell), alt=_("用語"))
st.subheader(_("基準と値の状態"), anchor=False)
for group in ("basis", "status", "missing"):
    st.markdown(_("、").join(parts.plain(words) for words in terms.words(group, lang).values()))
