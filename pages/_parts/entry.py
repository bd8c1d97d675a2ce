"""Writing a decision down and changing it: what is typed stays until it is on the disk, and changes what was typed."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from analytics.database import decisions
from analytics.database.decisions import Decision
from analytics.database.local import MovedError
from analytics.words import era, typed
from pages._frame import state
from pages._parts import parts, writing

NEW, LONG = "new", 120
SAID, OPENED = "_minutes_said", "_minutes_opened"
TYPED = ("text", "owner", "due")
FIELDS = (*TYPED, "evidence", "done")


def form(given: Decision, code: str = "", mark: str = NEW) -> None:
    """The fields of a decision, which keep what was typed until it is on the disk.

    given : what stands in them at first ; code : the screen it is written on or rests on, or the version that is edited
    mark : of the decision that is edited
    """
    _ = state.text()
    shown, seen = (code, given) if mark == NEW else _opened(given, code, mark)
    keys = {field: f"minutes-{field}-{mark}-{shown}" for field in FIELDS}
    if mark == NEW:
        keys |= {field: f"minutes-{field}" for field in TYPED}
    told(mark)
    with st.form(f"minutes-form-{mark}", border=False):
        st.text_area(
            _("決定事項・対応事項"), seen.text, max_chars=decisions.LONGEST["text"], key=keys["text"], height=120
        )
        st.text_input(_("担当（課・人）"), seen.owner, key=keys["owner"])
        due = seen.due.isoformat() if seen.due else ""
        st.text_input(_("期限（例：2026-12-31、令和8年12月31日）"), due, key=keys["due"])
        st.text_input(_("根拠（画面のアドレス）"), seen.evidence, key=keys["evidence"])
        if mark != NEW:
            st.checkbox(_("済み"), seen.done, key=keys["done"])
        st.form_submit_button(_("記録する"), type="primary", on_click=_keep, args=(seen, keys, mark))
    if shown != code:
        st.button(_("入力をやめて、いまの内容を開き直す"), key="minutes-again", on_click=_close)


def _opened(given: Decision, code: str, mark: str) -> tuple[str, Decision]:
    """The version that a visitor opened and what they saw of it, for as long as its form stays on the page."""
    about, shown, seen = st.session_state.get(OPENED, ("", "", given))
    if about != mark or f"minutes-text-{mark}-{shown}" not in st.session_state:
        shown, seen = code, given
        st.session_state[OPENED] = (mark, shown, seen)
    return shown, seen


def _close() -> None:
    st.session_state.pop(OPENED, None)


def _keep(seen: Decision, keys: dict[str, str], mark: str) -> None:
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
    decision = seen._replace(**entered | {"due": due})
    if fault := _fault(decision, Decision._fields if mark == NEW else decisions.changed(seen, decision)):
        _say(mark, fault)
    elif mark == NEW:
        _add(decision, keys)
    else:
        _change(seen, decision, mark)


def _fault(decision: Decision, fields: Iterable[str]) -> str:
    """What is wrong with these fields of it, in a sentence."""
    _ = state.text()
    found = [field for field in decisions.faults(decision) if field in fields]
    if not found:
        return ""
    if not decision.text.strip():
        return _("決定事項の内容を書いてください。")
    return _("「{name}」は{longest}字までで、改行のほかの制御文字を含まないように書いてください。").format(
        name=_names()[found[0]], longest=decisions.LONGEST[found[0]]
    )


def _add(decision: Decision, keys: dict[str, str]) -> None:
    _ = state.text()
    if fault := writing.attempt(lambda: decisions.append(decision)):
        _say(NEW, writing.told(_("いまは記録できません。"), fault))
        return
    _say(NEW, _("記録しました。"), kept=True)
    for field in TYPED:
        st.session_state[keys[field]] = ""


def _change(seen: Decision, decision: Decision, mark: str) -> None:
    """Write what was typed over; where others changed the same meanwhile, it is told and written at the next press."""
    _ = state.text()
    written = []
    try:
        fault = writing.attempt(lambda: written.append(decisions.change(mark, seen, decision)))
    except MovedError as moved:
        about, shown, _seen = st.session_state[OPENED]
        now = {field: getattr(moved.now, field) for field in moved.fields}
        st.session_state[OPENED] = (about, shown, seen._replace(**now))
        _say(mark, _moved(moved, decision))
        return
    if fault:
        _say(mark, writing.told(_("いまは記録できません。"), fault))
        return
    _close()
    _say(
        mark,
        _("記録しました。") if any(written) else _("変わったところがないため、書き足していません。"),
        kept=True,
    )


def _moved(moved: MovedError, decision: Decision) -> str:
    """What became of the fields that a visitor typed, beside what they typed."""
    _ = state.text()
    lines = [
        _("{name}は、開いたあとにほかの画面で「{now}」に変わりました。入力は「{typed}」です。").format(
            name=_names()[field], now=_shown(getattr(moved.now, field)), typed=_shown(getattr(decision, field))
        )
        for field in moved.fields
    ]
    return "\n".join([*lines, _("まだ記録していません。もう一度「記録する」を押すと、入力のほうを記録します。")])


def _names() -> dict[str, str]:
    _ = state.text()
    return {
        "text": _("決定事項・対応事項"),
        "owner": _("担当（課・人）"),
        "due": _("期限"),
        "evidence": _("根拠"),
        "done": _("済み"),
    }


def _shown(value: object) -> str:
    """A field as it stands in a sentence, cut where it is long: the form and the history have all of it."""
    _ = state.text()
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    text = day(value) if isinstance(value, date) else " ".join((value or "").split())
    return text[:LONG] + "…" if len(text) > LONG else text or _("空欄")


def day(moment: date) -> str:
    with_era = st.session_state["era"] == "wareki"
    return era.day_label(moment, st.session_state["lang"], with_era=with_era)


def finish(mark: str, seen: Decision) -> None:
    """Mark it as done, as it stands now, whatever was seen of it."""
    _ = state.text()
    fault = writing.attempt(lambda: decisions.change(mark, seen, seen._replace(done=True)))
    _say("", writing.told(_("いまは記録できません。"), fault) if fault else _("記録しました。"), kept=not fault)


def _say(mark: str, sentence: str, *, kept: bool = False) -> None:
    st.session_state[SAID] = (mark, sentence, kept)


def told(mark: str = "") -> None:
    """What became of the last record, once; mark : the form it came from, empty for a list."""
    _ = state.text()
    about, sentence, kept = st.session_state.get(SAID, ("", "", False))
    if not sentence or mark != about:
        return
    del st.session_state[SAID]
    if mark and not kept:
        sentence = writing.told(sentence, _("入力した内容は残っています。"))
    (st.success if kept else st.warning)(parts.plain(sentence).replace("\n", "  \n"))
