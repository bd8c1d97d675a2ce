"""出生: how many children are born, why their number changed, and what may come."""

import streamlit as st

from analytics.figures.population import births, causes, forecasts
from analytics.words import language
from pages._frame import cached, state
from pages._parts import parts, pick

_ = state.text()

told = [cached.made(births.sentence), cached.made(causes.sentence)]
parts.head(_("出生数はどれだけ、なぜ減ったのか"), language.sentences(told, st.session_state["lang"]))
parts.headline_row(cached.made(births.headlines))
view = pick.segment("view", _("見方"), {"trend": _("推移と要因"), "why": _("要因をくわしく"), "ahead": _("予測")})
if view == "trend":
    figures = [births.by_basis, births.tfr, births.marriages, births.couples, births.indexed, births.per_woman]
    shown = [cached.made(maker) for maker in figures]
    shown.insert(1, cached.made(causes.by_cause, "strategy"))
elif view == "ahead":
    shown = [cached.made(forecasts.births), cached.made(forecasts.tfr)]
else:
    bases = {"strategy": _("総合戦略の2つの値"), "period": _("選んだ統計と期間")}
    count = pick.one("count", _("分ける値"), bases)
    shown = [cached.made(causes.by_cause, count), cached.made(causes.by_pattern, count)]
    shown += [cached.made(causes.by_year), cached.made(causes.by_area)]
parts.pairs(shown)
