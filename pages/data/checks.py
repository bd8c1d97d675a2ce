"""計算の検算: every published result that the methods reproduce, beside ours, and what cannot be reproduced."""

import streamlit as st

from analytics.figures.sources import checks, unreproduced
from pages._frame import cached, state
from pages._parts import parts, pick

_ = state.text()

parts.head(_("計算は正しいか"), cached.made(checks.sentence))
parts.headline_row(cached.made(checks.headlines))
st.caption(parts.plain(cached.made(checks.stamp)))

parts.table(cached.made(checks.summary), _("方法ごとの結果"))
method = pick.one("method", _("方法"), cached.made(checks.methods))
for subject in cached.made(checks.subjects, method):
    with st.container(key=f"folded-{subject.id}"):
        st.subheader(parts.plain(subject.title), anchor=False)
        for result in subject.results:
            heading, key = parts.plain(result.heading), f"check-{result.id}-{method}"
            opened = result.missed or method != checks.ALL
            with st.expander(f"**{heading}**" if result.missed else heading, opened, key=key):
                parts.table(result.numbers, result.heading)
                parts.items(result.about)
parts.csv(cached.made(checks.whole, method))

st.subheader(_("再現できないもの"), anchor=False)
st.markdown(_("公表された値や方法のうち、こちらの計算で再現できないものと、その理由です。"))
parts.table(cached.made(unreproduced.table), _("再現できないもの"))
