"""年齢構成: the pyramid of any census or register day, and three age groups over time."""

import streamlit as st

from analytics.figures.population import structure
from pages._frame import cached, state
from pages._parts import parts, pick

_ = state.text()

groups = cached.made(structure.age_groups)
parts.head(_("まちの年齢構成はどう変わったのか"), groups.message)
days = [day for day, _basis in cached.made(structure.days)]
left, right = st.columns(2)
with left:
    day = pick.day("day", _("時点"), days, days[-1])
with right:
    ghost = pick.day("ghost", _("重ねて比べる時点"), days, days[0], none=_("重ねない"))
parts.card(cached.made(structure.population_pyramid, day, ghost))
parts.card(groups)
