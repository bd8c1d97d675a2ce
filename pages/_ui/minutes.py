"""What the meeting decides: written during it, opened by the next one, never deleted."""

from datetime import datetime

import pandas as pd
import streamlit as st

from analytics import clock, decisions, era, typed
from analytics.decisions import Decision
from analytics.local import UnavailableError
from pages._ui import links, parts, state

WIDTHS, WRITING, SHOWN, NEW, SAID = [3, 8, 3, 4], [2, 1], 6, "new", "_minutes_said"
TYPED = ("text", "owner", "due")
FIELDS = (*TYPED, "evidence", "done")


def history() -> pd.DataFrame:
    """Every row that was written; none, and a sentence, where they cannot be read."""
    _ = state.text()
    try:
        return decisions.history()
    except UnavailableError:
        st.warning(_("決めたことの記録を、いまは読めません。しばらくしてから開き直してください。"))
        return pd.DataFrame(columns=list(decisions.COLUMNS))


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Every decision as it stands today, open ones first."""
    return decisions.latest(rows, clock.today())


def homework(begun: datetime) -> pd.DataFrame:
    """What was written before this meeting began."""
    found = latest(history())
    return found[found["since"] < begun]


def opening(found: pd.DataFrame) -> None:
    """The screen a meeting opens with."""
    _ = state.text()
    st.title(_("前回の宿題"), anchor=False)
    with st.container(key="stage-message"):
        st.markdown(f"**{parts.plain(sentence(found))}**")
    told()
    lines(found.head(SHOWN))
    if len(found) > SHOWN:
        st.markdown(_("ほか{0}件は、会議を終えたあと「決めたこと」で見られます。").format(len(found) - SHOWN))


def closing(begun: datetime, given: Decision) -> None:
    """The screen a meeting closes with: what was written since it began, and room for one more."""
    _ = state.text()
    found = latest(history())
    today, finished = found["since"] >= begun, found["done"].astype(bool) & (found["written_at"] >= begun)
    st.title(_("きょう決めたこと"), anchor=False)
    with st.container(key="stage-message"):
        st.markdown(f"**{parts.plain(_counted(int(today.sum()), int((finished & ~today).sum())))}**")
    told()
    listed, writing = st.columns(WRITING, gap="large")
    with listed:
        lines(found[today])
    with writing:
        form(given, given.evidence)


def _counted(new: int, finished: int) -> str:
    _ = state.text()
    said = (
        _("この会議で{0}件を記録しました。").format(new) if new else _("この会議で記録したことは、まだありません。")
    )
    return (said + (_("前回までの宿題のうち{0}件を済みにしました。").format(finished) if finished else "")).strip()


def sentence(found: pd.DataFrame) -> str:
    _ = state.text()
    still = found[~found["done"].astype(bool)]
    if still.empty:
        return _("済んでいない宿題はありません。")
    return _("済んでいない宿題が{0}件あります。そのうち期限を過ぎたものは{1}件です。").format(
        len(still), int((still["overdue"] > 0).sum())
    )


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
        st.button(_("済みにする"), key=f"minutes-done-{mark}", on_click=_finish, args=(mark, recorded(row)))


def _standing(row: dict) -> str:
    """済み, how long it is overdue, or until when."""
    _ = state.text()
    if row["done"]:
        return _("済み")
    if pd.isna(row["due"]):
        return _("期限なし")
    if row["overdue"]:
        return _("期限を{0}日過ぎています").format(row["overdue"])
    return _("期限 {0}").format(day(row["due"]))


def day(moment: pd.Timestamp) -> str:
    with_era = st.session_state["era"] == "wareki"
    return era.day_label(moment.date(), st.session_state["lang"], with_era=with_era)


def recorded(row: dict) -> Decision:
    given = {field: row[field] for field in Decision._fields}
    return Decision(
        **given | {"due": None if pd.isna(row["due"]) else row["due"].date(), "done": bool(row["done"])}
    )


def form(given: Decision, code: str = "", mark: str = NEW) -> None:
    """The fields of a decision, which keep what was typed until it is on the disk.

    given : what stands in them at first ; code : the screen it is written on or rests on, or the version that is edited
    mark : of the decision that is edited
    """
    _ = state.text()
    keys = {field: f"minutes-{field}-{mark}-{code}" for field in FIELDS}
    if mark == NEW:
        keys |= {field: f"minutes-{field}" for field in TYPED}
    told(mark)
    with st.form(f"minutes-form-{mark}", border=False):
        st.text_area(
            _("決めたこと・宿題"), given.text, max_chars=decisions.LONGEST["text"], key=keys["text"], height=120
        )
        st.text_input(_("担当（課・人）"), given.owner, key=keys["owner"])
        due = given.due.isoformat() if given.due else ""
        st.text_input(_("期限（例：2026-12-31、令和8年12月31日）"), due, key=keys["due"])
        st.text_input(_("根拠（画面のアドレス）"), given.evidence, key=keys["evidence"])
        if mark != NEW:
            st.checkbox(_("済み"), given.done, key=keys["done"])
        st.form_submit_button(_("記録する"), type="primary", on_click=_keep, args=(given, keys, mark))


def _keep(given: Decision, keys: dict[str, str], mark: str) -> None:
    _ = state.text()
    entered = {field: st.session_state[key] for field, key in keys.items() if key in st.session_state}
    try:
        due = typed.day(entered["due"])
    except ValueError:
        _say(
            mark,
            _("期限「{0}」は日付として読めません。2026-12-31 か 令和8年12月31日 のように書いてください。").format(
                entered["due"]
            ),
        )
        return
    decision = given._replace(**entered | {"due": due})
    if fault := _fault(decision):
        _say(mark, fault)
    elif _append(decision, mark, mark) and mark == NEW:
        for field in TYPED:
            st.session_state[keys[field]] = ""


def _fault(decision: Decision) -> str:
    """What is wrong with it, in a sentence."""
    _ = state.text()
    found = decisions.faults(decision)
    if not found:
        return ""
    if not decision.text.strip():
        return _("決めたことの内容を書いてください。")
    names = {"text": _("決めたこと・宿題"), "owner": _("担当（課・人）"), "evidence": _("根拠")}
    return _("「{0}」は{1}字までで、改行のほかの制御文字を含まないように書いてください。").format(
        names[found[0]], decisions.LONGEST[found[0]]
    )


def _append(decision: Decision, mark: str, about: str) -> bool:
    """Whether it is on the disk; about : where that is told."""
    _ = state.text()
    try:
        decisions.append(decision, "" if mark == NEW else mark)
    except UnavailableError:
        _say(about, _("いまは記録できません。少し待ってから、もう一度押してください。"))
        return False
    _say(about, _("記録しました。"), kept=True)
    return True


def _finish(mark: str, decision: Decision) -> None:
    _append(decision._replace(done=True), mark, "")


def _say(mark: str, sentence: str, *, kept: bool = False) -> None:
    st.session_state[SAID] = (mark, sentence, kept)


def told(mark: str = "") -> None:
    """What became of the last record, once; mark : the form it came from, empty for a list."""
    _ = state.text()
    about, sentence, kept = st.session_state.get(SAID, ("", "", False))
    if not sentence or mark != about:
        return
    del st.session_state[SAID]
    if kept:
        st.success(parts.plain(sentence))
    else:
        st.warning(parts.plain(sentence + _("入力した内容は残っています。")))
