"""The frame: language, navigation, shared filters, the page, and the foot."""

import streamlit as st

from analytics import store
from pages._ui import cached, parts, sidebar, state

st.set_page_config(page_title="厚木市 人口戦略ダッシュボード", layout="wide")

try:
    build = state.begin()
except store.DatabaseMissingError:
    st.error("データベースがありません。`make build`（または `python -m data.build`）を実行してください。")
    st.error("There is no database yet. Run `make build` (or `python -m data.build`).")
    st.stop()

controls = state.controls(build)
state.seed(controls)
_ = state.text()

page = st.navigation(
    {
        _("人口の現状"): [
            st.Page("pages/population/births.py", title=_("出生"), url_path="births"),
            st.Page("pages/population/structure.py", title=_("年齢構成"), url_path="structure"),
        ],
        _("データ"): [st.Page("pages/data/sources.py", title=_("出典"), url_path="sources")],
        "": [st.Page("pages/population/births.py", default=True, visibility="hidden")],
    },
    expanded=True,
)
sidebar.draw(build)
state.publish(controls)
parts.refusals()
page.run()
parts.foot()
cached.settle()
