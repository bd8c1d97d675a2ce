"""The checks every table has to pass: values, keys, references, demo marks, parts against totals."""

from collections.abc import Callable, Iterator
from datetime import date

import pandas as pd

from analytics.words.typed import is_text
from data import rows, spreadsheet
from data.problems import Problem, of_rows, speak
from data.schema import FORMS, PATTERN, Column, Table

Fault = tuple[str, str]


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


def _check_once(table: Table, column: str, value: str, frame: pd.DataFrame) -> list[Problem]:
    """A value that stands in exactly one row of a column: the dashboard's own city."""
    _ = speak()
    found = int((frame[column] == value).sum())
    if found == 1:
        return []
    reason = _("この値の行はちょうど1つのはずですが、{0} 行あります").format(found)
    return [Problem(table.file, None, column, value, reason, _("1 行だけに直してください"))]


def _check_column(column: Column, frame: pd.DataFrame, referred: dict[str, set[str]]) -> Iterator[Problem]:
    text, known = frame[column.name], referred.get(column.refers, set())
    told = {value: fault for value in text.unique() if (fault := _fault(column, value, known))}
    if told:
        wrong = frame[text.isin(told)]
        for (reason, remedy), rows in wrong.groupby(wrong[column.name].map(told), sort=False):
            yield from of_rows(rows, column.name, reason, remedy)


def _fault(column: Column, value: str, known: set[str]) -> Fault | None:
    """What is wrong with a value of that column. known : the values that it may refer to"""
    _ = speak()
    if value == "":
        return None if column.nullable else (_("空欄です"), _("値を入れてください"))
    if len(value) > column.longest:
        return rows.too_long(column.longest)
    if not is_text(value, column.longest):
        return _("見えない文字があります"), _("その文字を消してください")
    if not _fits(column, value):
        return _damage(column, value, lambda other: _fits(column, other)) or _unlike(column)
    if column.allowed and value not in column.allowed:
        plain = _("使える値は {0} です").format(", ".join(column.allowed)), _("いずれかに直してください")
        return _damage(column, value, column.allowed.__contains__) or plain
    if column.refers and value not in known:
        plain = _("{0} にありません").format(column.refers), _("そちらに加えるか、綴りを直してください")
        return _damage(column, value, known.__contains__) or plain
    return None if _in_range(column, value) else _outside(column)


def _fits(column: Column, value: str) -> bool:
    pattern = FORMS[column.form].pattern if column.form else PATTERN[column.type]
    return bool(pattern.fullmatch(value)) and (column.type != "DATE" or _is_day(value))


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _damage(column: Column, value: str, fits: Callable[[str], bool]) -> Fault | None:
    kind = "DATE" if column.form == "month" else column.type
    found = spreadsheet.damage(value, kind, fits)
    return (found, spreadsheet.remedy()) if found else None


def _unlike(column: Column) -> Fault:
    _ = speak()
    if column.form:
        return _("この列の書き方ではありません"), _("「{0}」のように書いてください").format(
            FORMS[column.form].example
        )
    reason = {
        "INTEGER": _("整数として読めません"),
        "DOUBLE": _("数として読めません"),
        "BOOLEAN": _("true か false ではありません"),
        "DATE": _("日付（2025-01-31 の形）として読めません"),
    }[column.type]
    return reason, _("半角で、桁区切りや単位を付けずに書いてください")


def _in_range(column: Column, value: str) -> bool:
    compared = value if column.type == "DATE" else float(value) if column.type in ("INTEGER", "DOUBLE") else None
    low, high = column.min, column.max
    return (low is None or low <= compared) and (high is None or compared <= high)


def _outside(column: Column) -> Fault:
    _ = speak()
    low, high = ("" if bound is None else bound for bound in (column.min, column.max))
    reason = _("範囲 {low}〜{high} の外です").format(low=low, high=high)
    return reason, _("出典の値と照らして直してください。正しい値なら schema.yml の範囲を広げてください")


def _check_key(table: Table, frame: pd.DataFrame) -> list[Problem]:
    _ = speak()
    made_up = frame["_file"] == table.demo
    repeated = frame.assign(_demo=made_up).duplicated([*table.key, "_demo"], keep="first")
    reason = _("キー（{0}）が重複しています").format(", ".join(table.key))
    return of_rows(frame[repeated], table.key[-1], reason, _("どちらかの行を消してください"))


def _check_demo(table: Table, frame: pd.DataFrame) -> list[Problem]:
    _ = speak()
    if "status" not in table.names:
        return []
    wrong = (frame["status"] == "demo") != (frame["_file"] == table.demo)
    remedy = _("見本の値は demo/ のファイルだけに、公表値は figures/・strategy/ だけに置いてください")
    return of_rows(frame[wrong], "status", _("見本の値の置き場所が違います"), remedy)


def _check_exclusive(pair: tuple[str, str], frame: pd.DataFrame) -> list[Problem]:
    """Of two columns exactly one is filled: a value, or the reason why there is none."""
    _ = speak()
    one, other = pair
    wrong = (frame[one] == "") == (frame[other] == "")
    reason = _("{one} と {other} は、どちらか一方だけに値が要ります").format(one=one, other=other)
    return of_rows(frame[wrong], one, reason, _("一方に値を入れ、もう一方を空欄にしてください"))


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
    sums = wide[parts].sum(axis=1)
    excess = sums - wide[whole]
    apart = excess if total.get("at_most") else excess.abs()
    wrong = sums[apart > total.get("tolerance", 1e-6)].rename("_sum")
    blamed = parts if total.get("at_most") else [whole]
    found = values[values[column].isin(blamed)].merge(wrong, left_on=others, right_index=True)
    if found.empty:
        return []
    reason = _("{column} の内訳 {parts} の和と合いません").format(column=column, parts="+".join(parts))
    told = f"{reason}（Σ={found['_sum'].iloc[0]:.12g}）"
    return of_rows(found, total["value"], told, _("内訳と合計を出典と照らしてください"))
