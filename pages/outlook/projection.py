"""将来人口: where the population goes if nothing is changed, beside the official projections and the target."""

import streamlit as st

from analytics import terms
from analytics.figures import ahead, ahead_ages, ahead_groups, futures, hindsight, whatif
from analytics.scenario import Levers
from pages._ui import cached, downloads, levers, parts, pick, state

_ = state.text()

with st.spinner(_("計算しています…")):
    answer = cached.made(ahead.sentence)
parts.head(_("このまま進むと、人口はどうなるのか"), answer)
parts.headline_row(cached.made(ahead.headlines))
parts.card(cached.made(ahead.total))
unit = pick.segment("groups", _("年齢の区分を見る単位"), terms.words("projection_unit", st.session_state["lang"]))
parts.card(cached.made(ahead_groups.over_years, unit))
left, right = st.columns(2)
with left:
    years = cached.made(ahead_ages.years)
    year = pick.slide("year", _("年"), years, str(cached.made(ahead.horizon)[0]))
    parts.card(cached.made(ahead_ages.pyramid_of, year))
with right:
    parts_of = levers.part_of_population()
    parts.card(cached.made(whatif.part, Levers(), (), *parts_of))
    parts.card(cached.made(hindsight.errors))
st.subheader(_("何を仮定しているか"), anchor=False)
for part in cached.made(futures.assumptions):
    st.markdown(f"**{parts.plain(part.part)}**　{parts.plain(part.text)}")
downloads.releases()
