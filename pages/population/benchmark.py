"""都市間比較: the city beside its neighbours and its prefecture on common scales."""

import streamlit as st

from analytics import terms
from analytics.figures import peers
from pages._ui import cached, parts, pick, state

_ = state.text()

top = st.container()
chosen = pick.one("peers", _("比べる市町村"), terms.words("peers", st.session_state["lang"]))
with top:
    parts.head(_("近隣と比べて、どこが違うのか"), cached.made(peers.sentence, chosen))
left, right = st.columns([3, 2])
with left:
    parts.card(cached.made(peers.standing, chosen))
with right:
    parts.card(cached.made(peers.population, chosen))
    parts.card(cached.made(peers.births, chosen))
