"""The shared filters."""

import streamlit as st

from analytics.city import scope
from analytics.database import plans, queries
from analytics.filters import BASES, ERAS, SCOPES
from analytics.words import era, terms
from analytics.words.language import LANGUAGES
from pages._frame import state


def draw(build: str) -> None:
    """Every widget's key is its query parameter; state.seed has set its value."""
    _ = state.text()
    lang = st.session_state["lang"]
    with st.sidebar:
        _period(build, lang)
        places = queries.place_names(build, lang)
        st.multiselect(
            _("比較地域"), scope.comparable(build), key="area", format_func=places.get, placeholder=_("地域を選ぶ")
        )
        bases = terms.words("basis_filter", lang)
        st.selectbox(_("もとの統計"), BASES, key="basis", format_func=bases.get)
        scopes = dict(zip(SCOPES, (_("見本の値を含む"), _("公表値のみ")), strict=True))
        _one_of(_("データの範囲"), SCOPES, "data", scopes)
        eras = dict(zip(ERAS, (_("和暦併記"), _("西暦")), strict=True))
        _one_of(_("年の表記"), ERAS, "era", eras)
        names = plans.plans(build).set_index("plan_id")[f"name_{lang}"]
        if len(names) > 1:
            st.selectbox(_("計画"), list(names.index), key="plan", format_func=names.get)
        _one_of("言語 / Language", LANGUAGES, "lang", {"ja": "日本語", "en": "English"})


def _period(build: str, lang: str) -> None:
    _ = state.text()
    first, last = queries.period(build)
    years = list(range(first, last + 1))
    with_era = st.session_state["era"] == "wareki"
    words = {year: f"{year} ({era.short(year, lang)})" if with_era else str(year) for year in years}
    st.selectbox(_("期間の始め"), years, key="from", format_func=words.get)
    st.selectbox(_("期間の終わり"), years, key="to", format_func=words.get)


def _one_of(label: str, options: tuple[str, ...], key: str, words: dict[str, str]) -> None:
    st.segmented_control(label, options, key=key, format_func=words.get, required=True)
