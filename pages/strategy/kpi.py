"""KPI効果検証: every indicator in a fiscal year, averages with what they leave out, and one indicator in full."""

import streamlit as st

from analytics.figures.plan import against_target, goal, indicator_passport, likelihood, measures, verification
from analytics.figures.population import forecasts
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick

_ = state.text()
lang = st.session_state["lang"]
every = {verification.ALL: _("すべて")}

top, choices = st.container(), st.container(horizontal=True)
with choices:
    year = int(pick.one("fy", _("年度"), cached.made(verification.years)))
    version = pick.one("version", _("版"), terms.words("version", lang))
    goal_id = pick.one("goal", _("基本目標"), every | cached.made(goal.choices))
    measure = pick.one("measure", _("具体的な施策"), every | cached.made(measures.choices, goal_id, version))
    kind = pick.one("kind", _("種類"), every | terms.words("indicator_kind", lang))
    band = pick.one("status", _("進捗区分"), every | cached.made(measures.bands))
chosen = (version, year, goal_id, measure, kind, band)

with top:
    parts.head(_("計画は順調に進んでいるか"), cached.made(verification.sentence, version, year))
    parts.headline_row(cached.made(verification.headlines, version, year))

rows = cached.made(verification.chosen, *chosen)
if rows.empty:
    st.info(_("この条件に当てはまる指標はありません。基本目標・施策・種類・進捗区分を変えてください。"))
else:
    st.caption(_("行を選ぶと、その指標の推移と定義を下に示します。"))
    parts.rows(cached.made(verification.table, *chosen), list(rows["indicator_id"]), "item", _("効果検証の表"))
    st.caption(parts.plain(cached.made(measures.legend)))
    st.caption(parts.plain(cached.made(likelihood.note)))
    parts.workbook(version, year)
    one = pick.one("item", _("指標をひとつ詳しく"), dict(zip(rows["indicator_id"], rows["name"], strict=True)))
    course, ahead, passport = st.columns(3)
    with course:
        parts.card(cached.made(against_target.against_target, one, version))
    with ahead:
        parts.card(cached.made(forecasts.indicator, one, version))
    with passport, st.container(border=True):
        parts.items(cached.made(indicator_passport.passport, version, year, one))
    parts.card(cached.made(verification.rates, *chosen))
