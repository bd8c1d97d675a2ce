"""定住意向: who wants to stay or leave, how sure that is, whether the young differ, and what addresses it."""

import streamlit as st

from analytics.figures.survey import beside_plan, by_age, intention, source, weights
from pages._frame import cached, links, state
from pages._parts import parts, pick
from pages.population import _reasons

_ = state.text()

parts.head(_("若い世代は市外に移りたいのか"), cached.made(intention.sentence))
parts.headline_row(cached.made(intention.headlines))
left, right = st.columns(2)
with left:
    parts.card(cached.made(intention.over_years, intention.LEAVE))
with right:
    parts.card(cached.made(intention.over_years, intention.STAY))

st.subheader(_("年齢で違うのか"), anchor=False)
with st.container(horizontal=True):
    answer = pick.one("answer", _("回答"), cached.made(intention.choices))
    year = pick.one("year", _("調査の年"), cached.made(intention.years))
left, right = st.columns(2)
with left:
    parts.card(cached.made(by_age.contrast, answer))
with right:
    parts.card(cached.made(by_age.by_age, answer, year))
weighted = cached.made(weights.weighted, answer, year)
if weighted.spec:
    parts.card(weighted)

left, right = st.columns(2)
with left, st.container(border=True):
    st.subheader(_("移りたい理由と、対応する取組"), anchor=False)
    _reasons.listed(*cached.made(source.reasons, intention.LEAVE))
with right, st.container(border=True):
    st.subheader(_("計画の指標と市民の回答"), anchor=False)
    beside = cached.made(beside_plan.beside)
    st.markdown(parts.plain(beside.sentence))
    parts.table(beside.table, beside.sentence)
    if beside.goal_number:
        links.to(_("→ 基本目標{0} のページへ").format(beside.goal_number), beside.goal_number)

with st.container(border=True):
    st.subheader(_("この調査について"), anchor=False)
    passport = cached.made(source.passport)
    parts.table(passport.table, _("この調査について"))
    st.caption(parts.plain("\n\n".join(passport.notes)))
