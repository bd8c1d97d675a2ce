"""A text file under data/: read as UTF-8, hashed alike whatever ends its lines, and replaced as a whole or not at all."""

import codecs
import hashlib
import os
from pathlib import Path

from data.problems import BuildRefusedError, Problem, speak

LARGEST = 50_000_000


def read(root: Path, file: str) -> str:
    """The text with "\\n" at the end of its lines and no mark before it.

    Raises BuildRefusedError when the file is missing, larger than LARGEST bytes, or not UTF-8.
    """
    content = _content(root, file)
    if _is_wide(content):
        raise _not_utf8(file, content, 0)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _not_utf8(file, content, fault.start) from None


def _content(root: Path, file: str) -> bytes:
    _ = speak()
    path = root / file
    try:
        if path.stat().st_size > LARGEST:
            reason = _("{0} バイトを超えています").format(LARGEST)
            raise _refused(file, None, reason, _("余分なものを消すか、ファイルを分けてください"))
        return _alike(path.read_bytes())
    except OSError as fault:
        missing = isinstance(fault, FileNotFoundError)
        reason = _("ファイルがありません") if missing else _("読めません（{0}）").format(fault.strerror)
        raise _refused(file, None, reason, _("ファイルを戻してください")) from None


def sha256(path: Path) -> str:
    """The same for a file whose lines end in "\\r\\n", "\\r" or "\\n"."""
    return hashlib.sha256(_alike(path.read_bytes())).hexdigest()


def replace(path: Path, text: str) -> None:
    """Write the text beside the file, force it to the disk, then let it take the file's name.

    Raises BuildRefusedError when it cannot be written; the file is as it was then.
    """
    _ = speak()
    beside = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as fault:
        reason, remedy = (
            _("書き込めません（{0}）").format(fault.strerror),
            _("空き容量と書き込みの許可を確かめてください"),
        )
        raise _refused(path.name, None, reason, remedy) from None
    finally:
        beside.unlink(missing_ok=True)


def _alike(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _not_utf8(file: str, content: bytes, place: int) -> BuildRefusedError:
    _ = speak()
    seeming = _seeming(content)
    reason = _("UTF-8 ではなく {0} で保存されています").format(seeming) if seeming else _("UTF-8 で読めません")
    remedy = _("文字コードを UTF-8 にして保存し直してください（表計算ソフトでは「CSV UTF-8」を選びます）")
    return _refused(file, content.count(b"\n", 0, place) + 1, reason, remedy)


def _is_wide(content: bytes) -> bool:
    """Whether it looks as if every letter took two bytes or four."""
    return (
        content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or content.count(b"\0") > len(content) / 10
    )


def _seeming(content: bytes) -> str:
    if _is_wide(content):
        return "UTF-16"
    try:
        content.decode("cp932")
    except UnicodeDecodeError:
        return ""
    return "Shift_JIS（CP932）"


def _refused(file: str, row: int | None, reason: str, remedy: str) -> BuildRefusedError:
    return BuildRefusedError([Problem(file, row, None, None, reason, remedy)])
