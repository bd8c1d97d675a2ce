"""What a spreadsheet does to a file that it opens and saves, known by what it leaves behind."""

import re
from collections.abc import Callable

from data.problems import speak

LONGEST_CODE = 6
MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
DATE = re.compile(
    rf"[0-9]{{1,4}}/[0-9]{{1,2}}(/[0-9]{{1,4}})?|([0-9]{{4}}年)?[0-9]{{1,2}}月([0-9]{{1,2}}日)?"
    rf"|([0-9]{{1,2}}-)?({MONTHS})(-[0-9]{{1,4}})?"
)
SEPARATED = re.compile(r"[-△▲]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
ROUNDED = re.compile(r"-?[0-9](\.[0-9]+)?E[+-]?[0-9]+", re.IGNORECASE)
ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#+)")


def damage(value: str, kind: str, fits: Callable[[str], bool] = lambda _value: False) -> str | None:
    """The reason why a wrong value looks as it does, or None where no spreadsheet is to blame.

    kind : the type of the column ; fits : whether another value could stand there
    """
    _ = speak()
    if ERROR.fullmatch(value):
        return _("表計算ソフトのエラーの値です")
    if value.isdigit() and any(fits(value.zfill(length)) for length in range(len(value) + 1, LONGEST_CODE + 1)):
        return _("コードの先頭の 0 が、表計算ソフトで保存したときに消えています")
    if DATE.fullmatch(value):
        return (
            _("日付（2025-01-31 の形）の書き方が、表計算ソフトで保存したときに変わっています")
            if kind == "DATE"
            else _("「5-9」のような値が、表計算ソフトで保存したときに日付に変わっています")
        )
    if kind in ("INTEGER", "DOUBLE") and SEPARATED.fullmatch(value):
        return _("数に桁区切りが付いています（表計算ソフトで保存したときなど）")
    if kind in ("INTEGER", "DOUBLE") and ROUNDED.fullmatch(value):
        return _("大きな数の下の桁が、表計算ソフトで保存したときに失われています")
    if kind == "BOOLEAN" and value.lower() in ("true", "false"):
        return _("true と false が、表計算ソフトで保存したときに大文字に変わっています")
    return None


def remedy() -> str:
    """What to do about any of them."""
    _ = speak()
    return _("元のファイルから直すか、表計算ソフトの列の形式をすべて「文字列」にして読み込み、保存し直してください")
