"""概況: how the city stands against its target and its goals, at one glance."""

import streamlit as st

from analytics.figures.outlook import releases
from analytics.figures.plan import goal, overview
from pages._frame import cached, links, state
from pages._parts import parts

_ = state.text()

parts.head(_("目標に向かっているか"), cached.made(overview.sentence))
left, right = st.columns([3, 2])
with left:
    parts.card(cached.made(releases.releases))
with right, st.container(border=True):
    st.subheader(_("注目すること"), anchor=False)
    for text, number, query in cached.made(overview.attention):
        st.markdown(parts.plain(text))
        links.to(
            _("→ 基本目標{0} のページへ").format(number) if number else _("→ KPI効果検証のページへ"), number, query
        )
    st.subheader(_("前回の値からの変化"), anchor=False)
    st.markdown("\n".join(f"- {parts.plain(line)}" for line in cached.made(overview.changes)))
    st.caption(parts.plain(cached.made(goal.overlap)))
names = state.goal_names()
for column, (number, name) in zip(st.columns(len(names) or 1), names.items(), strict=False):
    with column:
        parts.card(cached.made(overview.spark, cached.made(goal.named, number)["goal_id"]))
        links.to(_("{0} を詳しく").format(name), number)
