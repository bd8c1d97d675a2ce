"""将来人口: where the population goes if nothing is changed, beside the official projections and the target."""

import streamlit as st

from analytics import terms
from analytics.figures import ahead, ahead_ages, futures, hindsight
from pages._ui import cached, parts, pick, state

_ = state.text()
lang = st.session_state["lang"]

parts.head(_("このまま進むと、人口はどうなるのか"), cached.made(ahead.sentence))
parts.headline_row(cached.made(ahead.headlines))
parts.card(cached.made(ahead.total))
left, right = st.columns(2)
with left:
    years = cached.made(ahead_ages.years)
    year = pick.slide("year", _("年"), years, str(cached.made(ahead.horizon)[0]))
    parts.card(cached.made(ahead_ages.pyramid_of, year))
with right:
    with st.container(horizontal=True):
        sex = pick.one("sex", _("性別"), terms.words("sex", lang), "T")
        ages = pick.one("ages", _("年齢"), terms.words("ages", lang))
        unit = pick.one("unit", _("単位"), terms.words("projection_unit", lang))
    parts.card(cached.made(ahead.explored, sex, ages, unit))
    parts.card(cached.made(hindsight.errors))
st.subheader(_("何を仮定しているか"), anchor=False)
for part in cached.made(futures.assumptions):
    st.markdown(f"**{parts.plain(part.part)}**　{parts.plain(part.text)}")
parts.every_cell()
