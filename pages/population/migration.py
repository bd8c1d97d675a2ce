"""転入・転出: who comes and who goes, by age, by generation, year by year, and beside the neighbours."""

import streamlit as st

from analytics.figures.migration import ages, generations, migration, residuals, schedule
from analytics.figures.population import forecasts, neighbours
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick

_ = state.text()

parts.head(_("誰が来て、誰が出ていくのか"), cached.made(residuals.sentence))
parts.headline_row([*cached.made(migration.headlines), *cached.made(ages.headlines)])
views = {"age": _("年齢"), "cohort": _("世代"), "years": _("推移"), "near": _("近隣"), "ahead": _("予測")}
view = pick.segment("view", _("見方"), views)

if view == "age":
    periods, (newest, before) = cached.made(residuals.periods), cached.made(residuals.opening)
    left, right = st.columns(2)
    with left:
        period = pick.slide("period", _("期間"), periods, newest)
    with right:
        over = pick.slide("over", _("重ねて比べる期間"), {residuals.NONE: _("重ねない")} | periods, before)
    parts.card(cached.made(ages.by_age, period, over))
    parts.pairs([cached.made(ages.young_and_rest), cached.made(schedule.movers_by_age)])
elif view == "cohort":
    born = cached.made(generations.choices)
    cohort = pick.one("cohort", _("生まれ年"), born, generations.FIRST) if born else ""
    left, right = st.columns([3, 2])
    with left:
        parts.card(cached.made(generations.every_cohort, cohort))
    with right:
        parts.card(cached.made(generations.one_cohort, cohort))
elif view == "years":
    parts.card(cached.made(migration.net))
    left, right = st.columns(2)
    with left:
        parts.card(cached.made(migration.inflow))
    with right:
        parts.card(cached.made(migration.outflow))
elif view == "ahead":
    parts.pairs(
        [cached.made(each) for each in (forecasts.net_migration, forecasts.in_migrants, forecasts.out_migrants)]
    )
else:
    flow = pick.one("flow", _("率"), terms.words("flow", st.session_state["lang"]))
    parts.card(cached.made(neighbours.against_chance, flow))
