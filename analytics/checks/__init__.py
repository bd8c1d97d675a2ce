"""Published results that our methods reproduce: expected, computed, difference, tolerance, verdict."""

import subprocess
from contextlib import suppress
from pathlib import Path

import pandas as pd

from analytics import caching
from analytics.checks import decomposition, funnel, migration, projection, schedules, series, survey
from analytics.checks.reference import Number, Reference, numbers
from analytics.words import language

ROOT = Path(__file__).parent.parent.parent
CHANGED = "-dirty"
SUBJECTS = (decomposition, survey, schedules, migration, projection, series, funnel)
COLUMNS = {
    "reference": "str",
    "module": "str",
    "method": "str",
    "label": "str",
    "what": "str",
    "printed": "str",
    "expected": float,
    "computed": float,
    "difference": float,
    "tolerance": float,
    "passed": bool,
    "error": "str",
    "reason": "str",
    "source": "str",
}


def references(lang: str = "ja") -> list[Reference]:
    """Every reference, its words in "ja" or "en"."""
    _ = language.gettext(lang)
    return [reference for subject in SUBJECTS for reference in subject.references(_)]


def run(build: str, lang: str = "ja") -> pd.DataFrame:
    """A row per number of every reference, with the columns of COLUMNS; a method that fails is a missed number."""
    rows = [_row(reference, number) for reference in references(lang) for number in numbers(reference, build)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def reproduced(found: pd.DataFrame) -> pd.Series:
    """Whether all numbers of a reference are met, by reference in their order."""
    return found.groupby("reference", sort=False)["passed"].all()


def modules(lang: str) -> dict[str, str]:
    """{module of analytics: what it is for}, in the order of the references."""
    _ = language.gettext(lang)
    return {
        "decomposition": _("出生数の要因分解"),
        "survey": _("調査の区間と差"),
        "lifetable": _("生命表"),
        "fertility": _("出生率"),
        "migration": _("移動"),
        "projection": _("将来人口の推計"),
        "single_years": _("各歳への分割"),
        "trend": _("傾向"),
        "forecast": _("予測"),
        "funnel": _("自治体比較の管理限界"),
    }


@caching.of_code
def commit() -> str:
    """Commit of the running code, with -dirty where files differ from it; empty when git does not know."""
    describe = ["describe", "--always", f"--dirty={CHANGED}", "--abbrev=12", "--exclude", "*"]
    command = ["git", "-C", str(ROOT), "--git-dir=.git", "--no-optional-locks", *describe]
    with suppress(OSError, subprocess.SubprocessError):
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=10).stdout.strip()
    return ""


def _row(reference: Reference, number: Number) -> dict[str, object]:
    return {
        "reference": reference.id,
        "module": reference.module,
        "method": reference.method,
        "label": reference.label,
        "what": number.what,
        "printed": number.printed,
        "expected": float(number.printed),
        "computed": number.computed,
        "difference": number.difference,
        "tolerance": number.tolerance,
        "passed": number.passed,
        "error": number.error,
        "reason": reference.reason,
        "source": reference.source,
    }
