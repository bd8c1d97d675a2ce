"""出生: how many children are born, on which basis, and against whom."""

import streamlit as st

from analytics.figures import births
from pages._ui import cached, parts, state

_ = state.text()

parts.head(_("出生数はどれだけ減ったのか"), cached.made(births.sentence))
parts.headline_row(cached.made(births.headlines))
parts.card(cached.made(births.by_basis))
left, right = st.columns(2)
with left:
    parts.card(cached.made(births.tfr))
    parts.card(cached.made(births.per_woman))
with right:
    parts.card(cached.made(births.indexed))
    parts.card(cached.made(births.marriages))
