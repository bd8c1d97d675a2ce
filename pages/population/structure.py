"""年齢構成: the pyramid of any census or register day, and three age groups over time."""

import streamlit as st

from analytics.figures import structure
from pages._ui import cached, parts, state, pick

_ = state.text()

days = [day for day, _basis in structure.days(state.build(), state.filters())]
day = pick.day("day", _("基準日"), days, days[-1])
ghost = pick.day("ghost", _("重ねて比べる日"), days, days[0], none=_("重ねない"))
pyramid = cached.figure(structure.population_pyramid, day, ghost)
parts.head(_("まちの年齢構成はどう変わったのか"), pyramid.message)
parts.card(pyramid)
parts.card(cached.figure(structure.age_groups))
