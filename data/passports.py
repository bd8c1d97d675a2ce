"""sources.yml: the passport of every source, and the hash of every file of ours that it feeds."""

import re
from pathlib import Path

import pandas as pd

from data import text_file, yaml_file
from data.problems import BuildRefusedError, Problem, of_rows, speak

FILE = "sources.yml"
NOT_STORED = "files"
LISTED = re.compile(r"([\w-]+/)*[\w-]+\.csv")


def read(root: Path) -> dict[str, dict]:
    """{source_id: passport}; a passport's `files` maps a path under data/ to its sha256.

    Raises BuildRefusedError when sources.yml cannot be read as that.
    """
    _ = speak()
    given = yaml_file.read(root, FILE)
    known = given.get("sources") if isinstance(given, dict) else None
    if not isinstance(known, dict) or not all(isinstance(passport, dict) for passport in known.values()):
        reason, remedy = _("出典台帳として読めません"), _("sources: の下に、出典ごとの見出しと値を書いてください")
        raise BuildRefusedError([Problem(FILE, None, None, None, reason, remedy)])
    faults = [fault for key, passport in known.items() for fault in _faults(str(key), passport)]
    if faults:
        raise BuildRefusedError(faults)
    return known


def _faults(key: str, passport: dict) -> list[Problem]:
    _ = speak()
    files = passport.get(NOT_STORED)
    if not isinstance(files, dict) or not all(LISTED.fullmatch(str(file)) for file in files):
        reason, remedy = _("files がありません"), _("この出典の行があるファイルを files に書いてください")
        return [Problem(FILE, None, NOT_STORED, key, reason, remedy)]
    reason, remedy = _("文字ではありません"), _('値を「"」で囲んでください')
    return [
        Problem(FILE, None, f"{key}.{name}", str(value), reason, remedy)
        for name, value in passport.items()
        if name != NOT_STORED and not isinstance(value, str | None)
    ]


def verify(root: Path, passports: dict[str, dict]) -> list[Problem]:
    """One problem for each file that is not the one the passports vouch for, whatever ends its lines."""
    _ = speak()
    vouched: dict[str, set[str]] = {}
    for passport in passports.values():
        for file, digest in passport["files"].items():
            vouched.setdefault(file, set()).add(digest)
    reason = _("内容が sources.yml の sha256 と違います")
    remedy = _("意図しない変更なら元に戻し、正しい変更なら python -m data.build --seal で登録し直してください")
    return [
        Problem(file, None, None, None, reason, remedy)
        for file, digests in sorted(vouched.items())
        if not (root / file).exists() or digests != {text_file.sha256(root / file)}
    ]


def check_coverage(frames: dict[str, pd.DataFrame], passports: dict[str, dict]) -> list[Problem]:
    """Each row's source must vouch for the file the row stands in."""
    _ = speak()
    reason = _("出典台帳（sources.yml）にこのファイルが登録されていません")
    remedy = _("その出典の files にファイル名を加え、python -m data.build --seal を実行してください")
    rows = pd.concat(
        frame[["source_id", "_file", "_row"]]
        for name, frame in frames.items()
        if "source_id" in frame and name != "source"
    )
    vouched = {(key, file) for key, passport in passports.items() for file in passport["files"]}
    pairs = pd.Series(list(zip(rows["source_id"], rows["_file"], strict=True)), rows.index)
    lost = rows[~pairs.isin(vouched)]
    return [
        fault for _source, part in lost.groupby("source_id") for fault in of_rows(part, "source_id", reason, remedy)
    ]


def seal(root: Path) -> int:
    """Rewrite the hashes in sources.yml from the files as they are now -> how many lines changed."""
    before = text_file.read(root, FILE)
    line = re.compile(r"^([ \t]+)([\w./-]+\.csv):[ \t]*\S*$", re.MULTILINE)

    def current(match: re.Match) -> str:
        path = root / match[2]
        return f"{match[1]}{match[2]}: {text_file.sha256(path)}" if path.exists() else match[0]

    after = line.sub(current, before)
    if after != before:
        text_file.replace(root / FILE, after)
    return sum(old != new for old, new in zip(before.splitlines(), after.splitlines(), strict=True))


def frame(root: Path, passports: dict[str, dict]) -> pd.DataFrame:
    """The passports as rows of the `source` table, all text, each with the line of sources.yml it begins in."""
    lines = text_file.read(root, FILE).split("\n")
    begun = {
        found[1]: number for number, line in enumerate(lines, 1) if (found := re.match(r"\s+([\w-]+):\s*$", line))
    }
    rows = [
        {"source_id": key, **{name: value or "" for name, value in entry.items() if name != NOT_STORED}}
        | {"_file": FILE, "_row": begun.get(key, 0)}
        for key, entry in passports.items()
    ]
    return pd.DataFrame(rows).fillna("")
