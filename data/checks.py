"""The checks every table has to pass: values, keys, references, demo marks, parts against totals."""

import re
from collections.abc import Iterable, Iterator

import pandas as pd

from data.problems import Problem, speak
from data.schema import DAY, PATTERN, Column, Table


def check(table: Table, frame: pd.DataFrame, referred: dict[str, set[str]]) -> list[Problem]:
    """Every fault of a loaded table: values, keys, demo marks, and parts against totals.

    referred : "table.column" -> the values that exist there
    """
    faults = [fault for column in table.columns for fault in _check_column(column, frame, referred)]
    faults += _check_key(table, frame)
    faults += _check_demo(table, frame)
    faults += [fault for column, value in table.once for fault in _check_once(table, column, value, frame)]
    faults += [fault for pair in table.exclusive for fault in _check_exclusive(pair, frame)]
    if not faults:
        faults += [fault for total in table.totals for fault in _check_total(table, frame, total)]
    return faults


def _problem(row: pd.Series, column: str, reason: str, remedy: str) -> Problem:
    row_number = int(row["_row"]) or None
    return Problem(row["_file"], row_number, column, str(row[column]), reason, remedy)


def _check_once(table: Table, column: str, value: str, frame: pd.DataFrame) -> list[Problem]:
    """A value that stands in exactly one row of a column: the dashboard's own city."""
    _ = speak()
    found = int((frame[column] == value).sum())
    if found == 1:
        return []
    reason = _("この値の行はちょうど1つのはずですが、{0} 行あります").format(found)
    return [Problem(table.file, None, column, value, reason, _("1 行だけに直してください"))]


def _faults(frame: pd.DataFrame, wrong: pd.Series, column: str, reason: str, remedy: str) -> list[Problem]:
    if not wrong.any():
        return []
    return [_problem(row, column, reason, remedy) for _, row in frame[wrong].iterrows()]


def _check_column(column: Column, frame: pd.DataFrame, referred: dict[str, set[str]]) -> Iterator[Problem]:
    _ = speak()
    text = frame[column.name]
    empty = text == ""
    if not column.nullable:
        yield from _faults(frame, empty, column.name, _("空欄です"), _("値を入れてください"))
    filled = frame[~empty]
    fits = filled[column.name].str.fullmatch(PATTERN[column.type].pattern, flags=re.DOTALL).astype(bool)
    if column.type == "DATE":
        fits &= pd.to_datetime(filled[column.name], format=DAY, errors="coerce").notna()
    reason = _("{0} として読めません").format(column.type)
    yield from _faults(filled, ~fits, column.name, reason, _("半角で、桁区切りや単位を付けずに書いてください"))
    filled = filled[fits]
    yield from _check_range(column, filled)
    yield from _check_members(column, filled, referred)


def _check_range(column: Column, filled: pd.DataFrame) -> Iterable[Problem]:
    _ = speak()
    if column.min is None and column.max is None:
        return []
    dated = column.type == "DATE"
    value = filled[column.name] if dated else pd.to_numeric(filled[column.name])
    low = column.min if column.min is not None else "" if dated else float("-inf")
    high = column.max if column.max is not None else "9999" if dated else float("inf")
    reason = _("範囲 {0}〜{1} の外です").format(low, high)
    remedy = _("出典の値と照らして直してください。正しい値なら schema.yml の範囲を広げてください")
    return _faults(filled, ~value.between(low, high), column.name, reason, remedy)


def _check_members(column: Column, filled: pd.DataFrame, referred: dict) -> Iterator[Problem]:
    _ = speak()
    if column.allowed:
        reason = _("使える値は {0} です").format(", ".join(column.allowed))
        wrong = ~filled[column.name].isin(column.allowed)
        yield from _faults(filled, wrong, column.name, reason, _("いずれかに直してください"))
    if column.refers:
        wrong = ~filled[column.name].isin(referred[column.refers])
        reason = _("{0} にありません").format(column.refers)
        yield from _faults(filled, wrong, column.name, reason, _("そちらに加えるか、綴りを直してください"))


def _check_key(table: Table, frame: pd.DataFrame) -> list[Problem]:
    _ = speak()
    repeated = frame.duplicated(list(table.key), keep="first")
    reason = _("キー（{0}）が重複しています").format(", ".join(table.key))
    return _faults(frame, repeated, table.key[-1], reason, _("どちらかの行を消してください"))


def _check_demo(table: Table, frame: pd.DataFrame) -> list[Problem]:
    _ = speak()
    if "status" not in table.names:
        return []
    wrong = (frame["status"] == "demo") != (frame["_file"] == table.demo)
    remedy = _("デモ値は demo/ のファイルだけに、公表値は figures/・strategy/ だけに置いてください")
    return _faults(frame, wrong, "status", _("デモ値の置き場所が違います"), remedy)


def _check_exclusive(pair: tuple[str, str], frame: pd.DataFrame) -> list[Problem]:
    """Of two columns exactly one is filled: a value, or the reason why there is none."""
    _ = speak()
    one, other = pair
    wrong = (frame[one] == "") == (frame[other] == "")
    reason = _("{0} と {1} は、どちらか一方だけに値が要ります").format(one, other)
    return _faults(frame, wrong, one, reason, _("一方に値を入れ、もう一方を空欄にしてください"))


def _check_total(table: Table, frame: pd.DataFrame, total: dict) -> list[Problem]:
    """Parts that are all there must add up to their whole, within the stated rounding."""
    _ = speak()
    column, whole, parts = total["column"], str(total["whole"]), [str(part) for part in total["parts"]]
    others = [name for name in table.key if name != column]
    filled = frame[frame[total["value"]] != ""]
    for name, only in total.get("where", {}).items():
        filled = filled[filled[name].isin([only] if isinstance(only, str) else [str(item) for item in only])]
    values = filled.assign(_value=pd.to_numeric(filled[total["value"]]))
    wide = values.pivot_table(index=others, columns=column, values="_value", aggfunc="first")
    if not {whole, *parts} <= set(wide.columns):
        return []
    absent = [str(name) for name in total.get("absent", ()) if str(name) in wide.columns]
    wide = wide[wide[absent].isna().all(axis=1)][[whole, *parts]].dropna()
    wrong = (wide[parts].sum(axis=1) - wide[whole]).abs() > total.get("tolerance", 1e-6)
    rows = values[values[column] == whole].set_index(others)
    reason = _("{0} の内訳 {1} の和と合いません").format(column, "+".join(parts))
    remedy = _("内訳と合計を出典と照らしてください")
    return [
        _problem(
            rows.loc[[key]].iloc[0], total["value"], f"{reason}（Σ={wide.loc[key, parts].sum():.12g}）", remedy
        )
        for key in wide.index[wrong]
    ]
