"""Before and after a meeting: which story to tell, and what was decided."""

import pandas as pd
import streamlit as st

from analytics import clock, stories
from analytics.database import decisions
from analytics.export import csv
from analytics.stories import OWN, Story
from pages._frame import state
from pages._parts import entry, own, parts, pick
from pages.briefing._meeting import bar, editor, minutes, shelf, stage, ways


def draw() -> None:
    _ = state.text()
    bar.over()
    st.html(stage.CSS)
    rows = minutes.history()
    found = None if rows is None else minutes.latest(rows)
    answer = (
        _("記録を読めないため、残っている対応事項の数は分かりません。")
        if found is None
        else minutes.sentence(found)
    )
    parts.head(_("きょうの会議で何を見るか"), answer)
    names = {"start": _("はじめる"), "own": _("自分の会議"), "decided": _("決定事項")}
    part = pick.segment("part", _("会議の準備"), names)
    if part == "start":
        _choices()
    elif part == "own":
        _own()
    elif found is not None:
        _decided(rows, found)


def _choices() -> None:
    """Every story with its questions, to start with one press."""
    ready = stories.ready(st.session_state["lang"])
    for column, (story_id, story) in zip(st.columns(len(ready)), ready.items(), strict=True):
        with column, st.container(border=True, height="stretch"):
            _choice(story_id, story)
    shelf.draw()


def _choice(named: str, story: Story) -> None:
    st.subheader(parts.plain(story.name), anchor=False)
    ways.questions(story)
    ways.draw(named, story, story.name)


def _own() -> None:
    _ = state.text()
    editor.draw()
    story = own.story()
    if not story.slides:
        return
    named = ways.named(story)
    with st.container(border=True):
        ways.draw(named, story, story.name)
        if named == OWN:
            st.warning(_("話すことが長いため、リンクにはできません。この画面からは、このまま会議を始められます。"))
        else:
            st.text_input(
                _("この会議のリンク（写して配れます）"),
                bar.address({"lang": st.session_state["lang"], "story": named}),
                key=f"link-{named[-12:]}",
            )


def _decided(rows: pd.DataFrame, found: pd.DataFrame) -> None:
    """What was decided, as it stands; one of them to change, with its history; and all of it as a file."""
    _ = state.text()
    if found.empty:
        st.info(_("記録はまだありません。会議中に「決定事項を書く」から残せます。"))
        return
    entry.told()
    minutes.lines(minutes.first(found, "all-decided"))
    st.download_button(
        _("履歴も含めて CSV をダウンロード"),
        csv.rows(_columns(rows)),
        "decisions.csv",
        "text/csv",
        on_click="ignore",
    )
    marks = {row["decision_id"]: row["text"].split("\n")[0][:60] for row in found.to_dict("records")}
    mark = pick.one("decision", _("直す・履歴を見る"), marks)
    versions = rows[rows["decision_id"] == mark]
    left, right = st.columns(2)
    with left:
        row = found[found["decision_id"] == mark].iloc[0].to_dict()
        entry.form(decisions.read(row), str(len(versions)), mark)
    with right:
        st.markdown(_("**これまでの記録**（消えることはありません）"))
        parts.table(
            _columns(versions).drop(columns=[_("会議"), _("根拠"), _("データの版"), _("番号")]), _("これまでの記録")
        )


def _columns(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they were written, under words; times as the city's clocks show them."""
    _ = state.text()
    return pd.DataFrame(
        {
            _("番号"): rows["decision_id"],
            _("記録した時刻"): rows["written_at"].map(clock.told).dt.strftime("%Y-%m-%d %H:%M:%S"),
            _("決定事項・対応事項"): rows["text"],
            _("担当（課・人）"): rows["owner"],
            _("期限"): pd.to_datetime(rows["due"]).dt.strftime("%Y-%m-%d").fillna(""),
            _("済み"): rows["done"].map({True: _("はい"), False: _("いいえ")}),
            _("会議"): rows["story"],
            _("根拠"): rows["evidence"],
            _("データの版"): rows["snapshot"],
        }
    )
