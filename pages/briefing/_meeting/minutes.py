"""What the meeting decides: written during it, opened by the next one, never deleted."""

from datetime import datetime
from typing import TypeVar

import pandas as pd
import streamlit as st

from analytics import clock
from analytics.database import decisions
from analytics.database.decisions import Decision
from analytics.database.local import UnavailableError
from pages._frame import links, state
from pages._parts import entry, parts, writing

WIDTHS, WRITING, SHOWN, LISTED = [3, 8, 3, 4], [2, 1], 6, 100

Listed = TypeVar("Listed", pd.DataFrame, list)


def history() -> pd.DataFrame | None:
    """Every row that was written; None, and a sentence, where they cannot be read."""
    _ = state.text()
    try:
        return decisions.history()
    except UnavailableError as error:
        st.warning(parts.plain(writing.told(_("決定事項の記録を、いまは読めません。"), writing.unreadable(error))))
        return None


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Every decision as it stands today, open ones first."""
    return decisions.latest(rows, clock.today())


def homework(begun: datetime) -> pd.DataFrame:
    """What was written before this meeting began; nothing, and a sentence, where that cannot be read."""
    rows = history()
    if rows is None:
        return pd.DataFrame()
    found = latest(rows)
    return found[found["since"] < begun]


def opening(found: pd.DataFrame) -> None:
    """The screen a meeting opens with."""
    _ = state.text()
    st.title(_("前回からの対応事項"), anchor=False)
    with st.container(key="stage-message"):
        st.markdown(f"**{parts.plain(sentence(found))}**")
    entry.told()
    lines(found.head(SHOWN))
    if len(found) > SHOWN:
        st.markdown(_("ほか{0}件は、会議を終えたあと「決定事項」で見られます。").format(len(found) - SHOWN))


def closing(begun: datetime, given: Decision) -> None:
    """The screen a meeting closes with: what was written since it began, and room for one more."""
    _ = state.text()
    st.title(_("今日の決定事項"), anchor=False)
    rows = history()
    if rows is None:
        entry.form(given, given.evidence)
        return
    found = latest(rows)
    today, finished = found["since"] >= begun, found["done"].astype(bool) & (found["written_at"] >= begun)
    with st.container(key="stage-message"):
        st.markdown(f"**{parts.plain(_counted(int(today.sum()), int((finished & ~today).sum())))}**")
    entry.told()
    listed, beside = st.columns(WRITING, gap="large")
    with listed:
        lines(found[today])
    with beside:
        entry.form(given, given.evidence)


def _counted(new: int, finished: int) -> str:
    _ = state.text()
    said = (
        _("この会議で{0}件を記録しました。").format(new) if new else _("この会議で記録したことは、まだありません。")
    )
    done = _("前回までの対応事項のうち{0}件を済みにしました。").format(finished) if finished else ""
    return writing.told(said, done)


def sentence(found: pd.DataFrame) -> str:
    _ = state.text()
    still = found[~found["done"].astype(bool)]
    if still.empty:
        return _("対応事項はすべて済んでいます。")
    return _("対応事項が{open}件残っています。そのうち期限を過ぎたものは{overdue}件です。").format(
        open=len(still), overdue=int((still["overdue"] > 0).sum())
    )


def first(found: Listed, key: str) -> Listed:
    """As many as a page can well show, and all of them where that is asked for."""
    _ = state.text()
    more = len(found) - LISTED
    if more <= 0 or st.toggle(_("残りの{0}件も表示する").format(more), key=key):
        return found
    return found[:LISTED]


def lines(found: pd.DataFrame) -> None:
    """A decision in each row: how it stands, what it says, who does it, what it rests on."""
    for row in found.to_dict("records"):
        with st.container(border=True):
            standing, text, owner, behind = st.columns(WIDTHS, vertical_alignment="center")
        standing.markdown(f"**{parts.plain(_standing(row))}**")
        text.markdown(parts.plain(row["text"]).replace("\n", "  \n"))
        owner.markdown(parts.plain(row["owner"]) or "–")
        with behind, st.container(horizontal=True, vertical_alignment="center"):
            _behind(row)


def _behind(row: dict) -> None:
    _ = state.text()
    links.evidence(_("根拠の画面 →"), row["evidence"])
    if not row["done"]:
        mark = row["decision_id"]
        st.button(
            _("済みにする"), key=f"minutes-done-{mark}", on_click=entry.finish, args=(mark, decisions.read(row))
        )


def _standing(row: dict) -> str:
    """済み, how long it is overdue, or until when."""
    _ = state.text()
    if row["done"]:
        return _("済み")
    if pd.isna(row["due"]):
        return _("期限なし")
    if row["overdue"]:
        return _("期限を{0}日過ぎています").format(row["overdue"])
    return _("期限 {0}").format(entry.day(row["due"].date()))
