"""出典: every source with its licence and what it feeds, and the vocabulary."""

import streamlit as st

from analytics.figures.sources import catalogue
from analytics.words import language, terms
from pages._frame import links, state
from pages._parts import parts, pick

_ = state.text()
build, lang = state.build(), st.session_state["lang"]

sources = catalogue.sources(build, lang)
parts.head(_("この数字はどこから来たのか"), catalogue.sentence(sources, lang))

st.subheader(_("出典をひとつ詳しく"), anchor=False)
chosen = pick.one("source", _("出典を選ぶ"), dict(zip(sources.index, sources[_("資料名")], strict=True)))
passport = catalogue.passport(build, lang, chosen)
parts.items(passport)
for name, content in passport.itertuples(index=False):
    links.outside(name, content)

st.subheader(_("出典の一覧"), anchor=False)
parts.table(sources, _("出典の一覧"))

st.subheader(_("用語"), anchor=False)
parts.table(catalogue.vocabulary(lang), _("用語"))

if lang == "ja":
    st.subheader(_("やさしい日本語"), anchor=False)
    parts.table(catalogue.glossary(lang), _("やさしい日本語"))

st.subheader(_("もとの統計と値の種類"), anchor=False)
for group in ("basis", "status", "missing"):
    st.markdown(parts.plain(language.listed(terms.words(group, lang).values(), lang)))
