"""将来人口: where the population goes if nothing is changed, beside the official projections and the target."""

import streamlit as st

from analytics.figures.outlook import age_groups, assumptions, hindsight, population_total, pyramid, whatif
from analytics.scenario import Levers
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import downloads, levers, parts, pick

_ = state.text()

with st.spinner(_("計算しています…")):
    answer = cached.made(population_total.sentence)
parts.head(_("このまま進むと、人口はどうなるのか"), answer)
parts.headline_row(cached.made(population_total.headlines))
parts.card(cached.made(population_total.total))
unit = pick.segment("groups", _("年齢の区分を見る単位"), terms.words("projection_unit", st.session_state["lang"]))
parts.card(cached.made(age_groups.over_years, unit))
left, right = st.columns(2)
with left:
    years = cached.made(pyramid.years)
    year = pick.slide("year", _("年"), years, str(cached.made(population_total.horizon)[0]))
    parts.card(cached.made(pyramid.pyramid_of, year))
with right:
    parts_of = levers.part_of_population()
    parts.card(cached.made(whatif.part, Levers(), (), *parts_of))
    parts.card(cached.made(hindsight.errors))
st.subheader(_("何を仮定しているか"), anchor=False)
for part in cached.made(assumptions.assumptions):
    st.markdown(f"**{parts.plain(part.part)}**　{parts.plain(part.text)}")
downloads.releases()
