"""新旧対照: what the revision changed, before beside after, why it was made, and what it does to the averages."""

import streamlit as st

from analytics.figures.plan import averages, background, revision
from pages._frame import cached, state
from pages._parts import parts, pick
from pages.strategy import _compare

_ = state.text()
mark = _("改定")

parts.head(_("改定で何が変わったのか"), cached.made(revision.sentence))
parts.headline_row(cached.made(revision.headlines))

st.subheader(_("主な改定内容"), anchor=False)
_compare.entries(cached.made(revision.items))

st.subheader(_("重要な視点"), anchor=False)
_compare.table(cached.made(revision.perspectives), mark, _("重要な視点"))

st.subheader(_("施策・取組・KPI（基本目標ごと）"), anchor=False)
every = pick.switch("every", _("変わらないものも並べる"))
_compare.goals(cached.made(revision.goals, every), mark)

st.subheader(_("推進体制"), anchor=False)
_compare.sides(cached.made(revision.points, "structure"))
st.subheader(_("展望"), anchor=False)
_compare.sides(cached.made(revision.points, "vision"))

st.subheader(_("なぜ改定したのか"), anchor=False)
_compare.sides(cached.made(revision.points, "issue"))
_compare.folded(
    {
        _("国の戦略の基本的な考え方"): cached.made(revision.points, "principle"),
        _("国が示した改定の主な視点"): cached.made(revision.points, "viewpoint"),
        _("総合戦略とは"): cached.made(revision.points, "strategy"),
        _("次の計画との重なり"): cached.made(revision.points, "overlap"),
    }
)

st.subheader(_("改定で平均達成率の見え方はどう変わるのか"), anchor=False)
left, _right = st.columns([1, 2])
with left:
    chosen = pick.one("set", _("平均に入れる指標"), cached.made(averages.sets))
if warning := cached.made(averages.warning, chosen):
    st.warning(parts.plain(warning))
parts.card(cached.made(averages.achievement, chosen))

st.subheader(_("計画の経緯"), anchor=False)
parts.card(cached.made(background.steps))
parts.items(cached.made(background.course).events)
