"""市町村比較: the city beside its neighbours and its prefecture on common scales."""

import streamlit as st

from analytics.figures.population import peers
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick

_ = state.text()

top = st.container()
chosen = pick.one("peers", _("比べる市町村"), cached.made(peers.choices))
with top:
    parts.head(_("近隣と比べて、どこが違うのか"), cached.made(peers.sentence, chosen))
left, right = st.columns([3, 2])
with left:
    parts.card(cached.made(peers.standing, chosen))
    flow = pick.one("flow", _("率"), terms.words("vital_flow", st.session_state["lang"]))
    parts.card(cached.made(peers.against_chance, chosen, flow))
with right:
    parts.card(cached.made(peers.population, chosen))
    parts.card(cached.made(peers.births, chosen))
