"""もしも: levers for fertility, migration and mortality, where they lead, and what it takes to reach the target."""

import streamlit as st

from analytics.figures.outlook import compared, reaching, whatif
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import downloads, levers, parts

_ = state.text()
words = terms.words("lever", st.session_state["lang"])


@st.fragment
def board() -> None:
    """Levers on the left, where they lead on the right; a lever repaints this part alone."""
    top = st.container()
    levers.presets()
    levers.references()
    left, right = st.columns([1, 2])
    with left:
        given = levers.chosen(words)
        st.caption(parts.plain(cached.made(whatif.spread_alike)))
    with right:
        others = levers.kept(given)
        shown = levers.possible(given)
        paths = levers.paths()
        with st.spinner(_("計算しています…")):
            total = cached.made(whatif.total, shown, others, *paths)
        parts.card(total)
        parts.table(cached.made(compared.comparison, shown, others), _("シナリオの比較"))
        with st.container(horizontal=True):
            downloads.comparison(shown, others)
            downloads.scenarios(shown, others)
        chosen = levers.part_of_population()
        parts.card(cached.made(whatif.part, shown, others, *chosen))
    with top:
        parts.head(_("何を変えれば、目標に届くのか"), total.message)
        parts.headline_row(cached.made(whatif.headlines, shown))


@st.fragment
def goal() -> None:
    """The ways to the target; the target itself can be changed."""
    st.subheader(_("目標から逆算する"), anchor=False)
    target, frame = levers.target(words)
    left, right = st.columns(2)
    with left:
        parts.card(cached.made(reaching.frontier, target, frame))
    with right:
        st.markdown(_("**いまの値と、必要な値**"))
        parts.table(cached.made(reaching.answers, target, frame), _("目標に届く方法"))
        levers.answers(target, frame)
        st.markdown(_("**始めるのが遅れると**"))
        parts.table(cached.made(reaching.delay, target, frame), _("始めるのが遅れたときに必要な値"))
        st.caption(parts.plain(cached.made(reaching.influences)))


board()
goal()
