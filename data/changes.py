"""What changed as mistakes do: rows or values lost since the last build, values that changed places, tenfold jumps.

Each asks for consent, once by `python -m data.build --accept`, or for good by an entry of accepted.yml.
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analytics.words.typed import is_text
from data import demo_checks, jumps, rows, schema, yaml_file
from data.problems import BuildRefusedError, Problem, of_rows, speak

KINDS = ("losses", "swaps", "jumps")
FILE = "accepted.yml"
FIELDS = {"change", "table", "where", "reason"}
WAS = "_was"


class Change(NamedTuple):
    """kind : of KINDS ; rows : text with `_file`, `_row` and `_was`, the value that the reason names ; column : of them"""

    kind: str
    rows: pd.DataFrame
    column: str
    reason: str


def check(
    root: Path,
    tables: dict[str, schema.Table],
    last: dict[str, pd.DataFrame],
    frames: dict[str, pd.DataFrame],
    accepted: Collection[str],
    sound: bool,
) -> list[Problem]:
    """What needs consent and has none.

    last : the tables of the build before, as they are stored, none where there is no such build
    frames : the same tables now, text with `_file` and `_row` ; accepted : of KINDS, what has consent
    sound : whether the values can be compared, else only the rows are
    """
    entries = _entries(root)
    faults = [_lost_table(name) for name in last if name not in tables and "losses" not in accepted]
    for name, table in tables.items():
        before = schema.untyped(table, last[name]) if name in last else pd.DataFrame(columns=table.names)
        for change in _changes(table, before, frames[name], sound):
            if change.kind not in accepted and len(change.rows):
                faults += _told(change, change.rows[~_permitted(entries, name, change)])
    return faults


def _told(change: Change, asked: pd.DataFrame) -> list[Problem]:
    _ = speak()
    remedy = _(
        "正しい変更なら python -m data.build --accept {0} を実行してください。今後も尋ねないなら data/accepted.yml に書きます"
    ).format(change.kind)
    return [
        fault
        for _file, part in asked.groupby("_file", sort=False)
        for fault in of_rows(part, change.column, change.reason.format(part[WAS].iloc[0]), remedy)
    ]


def _lost_table(name: str) -> Problem:
    _ = speak()
    remedy = _("表を戻すか、なくしてよければ python -m data.build --accept losses を実行してください")
    return Problem("schema.yml", None, None, name, _("前回のデータにあった表がありません"), remedy)


def _changes(table: schema.Table, before: pd.DataFrame, now: pd.DataFrame, sound: bool) -> Iterator[Change]:
    _ = speak()
    key = list(table.key)
    if not {*key} <= {*before.columns}:
        before = pd.DataFrame(columns=table.names)
    if table.demo:
        before = before[~((before["status"] == "demo") & demo_checks.replaced(table, before, now))]
    lost = _lost_rows(table, before, now)
    if len(lost):
        yield Change("losses", lost, ", ".join(key), _("前回のデータにあった行がありません"))
    if not sound:
        return
    both = now.merge(before, how="left", on=key, suffixes=("", WAS))
    for column in table.columns:
        if column.name not in key and (len(before) or column.name in table.measures):
            was = both.get(column.name + WAS, pd.Series("", both.index)).fillna("")
            for kind, found, reason in _changed(table, column, both, was):
                yield Change(kind, both.loc[found.index].assign(**{WAS: found}), column.name, reason)


def _lost_rows(table: schema.Table, before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The rows that are gone, in the file where they must have stood, with their key in one column."""
    key = list(table.key)
    lost = before.merge(now[key].assign(**{WAS: ""}), how="left", on=key).loc[lambda rows: rows[WAS].isna()]
    named = [", ".join(values) for values in lost[key].itertuples(index=False)]
    demo = lost["status"] == "demo" if table.demo else pd.Series(False, lost.index)
    files = demo.map({True: table.demo, False: (*table.files, table.file)[0]})
    return lost.assign(**{", ".join(key): named, "_file": files, "_row": 0})


def _changed(
    table: schema.Table, column: schema.Column, both: pd.DataFrame, text: pd.Series
) -> Iterator[tuple[str, pd.Series, str]]:
    """Of one column: the kind, the rows with the value that tells how it was, and the reason. text : the last values"""
    _ = speak()
    if text.equals(both[column.name]):
        return
    now, was = _values(column, both[column.name]), _values(column, text)
    gone = was.notna() & now.isna()
    if column.type == "VARCHAR":
        gone &= now.isna().groupby(both["_file"]).transform("all")
    yield "losses", text[gone], _("前回のデータにあった値（{0}）がありません")
    moved = was.notna() & now.notna() & (was != now)
    pairs = set(zip(was[moved], now[moved], strict=True))
    swapped = moved[moved].index[[pair in pairs for pair in zip(now[moved], was[moved], strict=True)]]
    yield "swaps", text[swapped], _("前回のデータの値（{0}）がほかの行の値と入れ替わっています")
    if column.name in table.measures:
        leapt = text[jumps.since(was, now)].drop(swapped, errors="ignore")
        yield "jumps", leapt, _("前回のデータの値（{0}）と桁か符号が違います")
        if table.series:
            beside = jumps.within(table, column, both, now, now != was).drop(leapt.index, errors="ignore")
            yield "jumps", beside, _("隣の年の値（{0}）と桁が違います")


def _values(column: schema.Column, text: pd.Series) -> pd.Series:
    return pd.to_numeric(text) if column.type in ("INTEGER", "DOUBLE") else text.where(text != "")


def _permitted(entries: list[dict], table: str, change: Change) -> pd.Series:
    """Whether an entry of accepted.yml speaks for the row."""
    spoken = pd.Series(False, change.rows.index)
    for entry in entries:
        if (entry["change"], entry["table"]) == (change.kind, table):
            agreeing = pd.Series(True, change.rows.index)
            for column, value in entry["where"].items():
                agreeing &= change.rows[column] == str(value) if column in change.rows else False
            spoken |= agreeing
    return spoken


def _entries(root: Path) -> list[dict]:
    _ = speak()
    if not (root / FILE).exists():
        return []
    given = yaml_file.read(root, FILE)
    entries = given.get("accepted") if isinstance(given, dict) else None
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        reason = _("受け入れた変化の一覧として読めません")
        remedy = _("change（{0}）、table、where、reason をそろえて書いてください").format(", ".join(KINDS))
        raise BuildRefusedError([Problem(FILE, None, None, None, reason, remedy)])
    return entries


def _is_entry(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and set(entry) == FIELDS
        and entry["change"] in KINDS
        and isinstance(entry["table"], str)
        and isinstance(entry["where"], dict)
        and bool(entry["where"])
        and bool(entry["reason"])
        and is_text(entry["reason"], rows.LONGEST)
    )
