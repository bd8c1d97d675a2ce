"""出生: how many children are born, on which basis, and against whom."""

import streamlit as st

from analytics.figures import births
from pages._ui import cached, parts, state

_ = state.text()

parts.head(_("出生数はどれだけ減ったのか"), cached.sentence(births.sentence))
parts.headline_row(cached.headlines(births.headlines))
parts.card(cached.figure(births.by_basis))
left, right = st.columns(2)
with left:
    parts.card(cached.figure(births.tfr))
    parts.card(cached.figure(births.per_woman))
with right:
    parts.card(cached.figure(births.indexed))
    parts.card(cached.figure(births.marriages))
