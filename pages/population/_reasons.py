"""Why people answer as they do, with the measures and initiatives that address it."""

import streamlit as st

from analytics.figures.survey.source import Link, Reason
from pages._frame import links, state
from pages._parts import parts


def listed(sentence: str, reasons: tuple[Reason, ...]) -> None:
    _ = state.text()
    st.markdown(parts.plain(sentence))
    for reason in reasons:
        with st.container(gap="xxsmall"):
            st.markdown(f"**{parts.plain(reason.text)}**")
            if not reason.direct:
                st.markdown(_("計画に載っている主な取組に、この理由に直接応えるものは見当たりません。"))
            _lines(_("応える取組"), reason.direct)
            _lines(_("関わりうる施策"), reason.related)
    if reasons:
        st.caption(
            _(
                "理由と取組の対応は市が示したものではなく、施策・取組・KPIの名から本ダッシュボードが判断した算出値です。"
            )
        )


def _lines(heading: str, found: tuple[Link, ...]) -> None:
    _ = state.text()
    for link in found:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f":gray[{heading}]　{parts.plain(link.text)}", width="content")
            links.to(_("基本目標{0} →").format(link.goal_number), link.goal_number)
        st.caption(_("根拠：{0}").format(parts.plain(link.ground)))
