"""sources.yml: the passport of every source, and the hash of every file of ours that it feeds."""

import hashlib
import re
from pathlib import Path

import pandas as pd
import yaml

from data.problems import BuildRefusedError, Problem, speak

NOT_STORED = "files"


def read(root: Path) -> dict[str, dict]:
    """{source_id: passport}; a passport's `files` maps a path under data/ to its sha256.

    Raises BuildRefusedError when sources.yml cannot be read as that.
    """
    _ = speak()
    try:
        known = yaml.load((root / "sources.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)["sources"]
        unlisted = [key for key, passport in known.items() if not isinstance(passport.get("files"), dict)]
    except (yaml.YAMLError, OSError, TypeError, KeyError, AttributeError) as fault:
        reason = _("旅券として読めません（{0}）").format(" ".join(str(fault).split()))
        problem = Problem("sources.yml", None, None, None, reason, _("YAML の字下げと記号を直してください"))
        raise BuildRefusedError([problem]) from None
    if unlisted:
        reason, remedy = _("files がありません"), _("この出典の行があるファイルを files に書いてください")
        raise BuildRefusedError([Problem("sources.yml", None, "files", key, reason, remedy) for key in unlisted])
    return known


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify(root: Path, passports: dict[str, dict]) -> list[Problem]:
    """One problem for each file whose bytes are not those the passports vouch for."""
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
        if not (root / file).exists() or digests != {sha256(root / file)}
    ]


def check_coverage(frames: dict[str, pd.DataFrame], passports: dict[str, dict]) -> list[Problem]:
    """Each row's source must vouch for the file the row stands in."""
    _ = speak()
    reason = _("出典の旅券（sources.yml）にこのファイルが登録されていません")
    remedy = _("その出典の files にファイル名を加え、python -m data.build --seal を実行してください")
    pairs = {
        (source, file)
        for name, frame in frames.items()
        if "source_id" in frame and name != "source"
        for source, file in frame[["source_id", "_file"]].drop_duplicates().itertuples(index=False)
    }
    return [
        Problem(file, None, "source_id", source, reason, remedy)
        for source, file in sorted(pairs)
        if file not in passports.get(source, {}).get("files", {})
    ]


def _written(value: object) -> str:
    return "" if value is None else str(value)


def seal(root: Path) -> int:
    """Rewrite the hashes in sources.yml from the files as they are now -> how many lines changed."""
    path = root / "sources.yml"
    before = path.read_text("utf-8")
    line = re.compile(r"^([ \t]+)([\w./-]+\.csv):[ \t]*\S*$", re.MULTILINE)

    def current(match: re.Match) -> str:
        path = root / match[2]
        return f"{match[1]}{match[2]}: {sha256(path)}" if path.exists() else match[0]

    after = line.sub(current, before)
    path.write_text(after, "utf-8")
    return sum(old != new for old, new in zip(before.splitlines(), after.splitlines(), strict=True))


def frame(passports: dict[str, dict]) -> pd.DataFrame:
    """The passports as rows of the `source` table, all text."""
    rows = [
        {"source_id": key, **{name: _written(value) for name, value in entry.items() if name != NOT_STORED}}
        for key, entry in passports.items()
    ]
    return pd.DataFrame(rows).fillna("").assign(_file="sources.yml", _row=0)
