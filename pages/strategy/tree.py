"""施策体系: the plan from its goals down to its KPIs, to open, to search, and as a picture of the whole."""

import streamlit as st

from analytics.figures.plan import tree
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick
from pages.strategy import _outline

_ = state.text()

top = st.container()
words, chosen, all_open = st.columns([4, 2, 1], vertical_alignment="bottom")
with words:
    query = pick.typed("q", _("探す"), _("言葉、番号（1-3、①）、ページ（P.124）"))
with chosen:
    version = pick.one("version", _("版"), cached.made(tree.versions))
with all_open:
    opened = pick.switch("open", _("すべて開く"))
marks = pick.several("mark", _("改定区分で絞り込む"), terms.words("change", st.session_state["lang"]))
with top:
    parts.head(_("総合戦略はどのような構成か"), cached.made(tree.sentence, version))

items = cached.made(tree.items, version)
found = tree.search(items, query, marks) if query or marks else None
if found is not None:
    st.info(parts.plain(cached.made(tree.answer, len(found))))
left, right = st.columns([3, 1])
with left:
    _outline.draw(tree.grown(items, found, opened=opened), query, marks, version, opened)
with right:
    _outline.beside(tree.perspectives(items), found)
st.subheader(_("施策体系図"), anchor=False)
_outline.whole(tree.grown(items, None, opened=opened), tree.perspectives(items))
