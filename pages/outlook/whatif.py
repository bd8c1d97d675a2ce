"""もしも: levers for fertility, migration and mortality, and where they lead; what it takes to reach the target."""

import streamlit as st

from analytics import terms
from analytics.figures import whatif
from pages._ui import cached, levers, parts, state

_ = state.text()


@st.fragment
def board() -> None:
    """Levers on the left, where they lead on the right; a lever repaints this part alone."""
    top = st.container()
    levers.presets()
    left, right = st.columns([1, 2])
    with left:
        given = levers.chosen(terms.words("lever", st.session_state["lang"]))
    with right:
        others = levers.kept(given)
        faults = cached.made(whatif.faults, given)
        for fault in faults:
            st.warning(parts.plain(fault))
        shown = st.session_state.setdefault("last-good", given) if faults else given
        st.session_state["last-good"] = shown
        parts.card(cached.made(whatif.total, shown, others))
        parts.table(cached.made(whatif.comparison, shown, others), _("案の比較"))
    with top:
        parts.head(_("何を変えれば、目標に届くのか"), cached.made(whatif.sentence, shown))
        parts.headline_row(cached.made(whatif.headlines, shown))


board()
