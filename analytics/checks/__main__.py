"""`python -m analytics.checks`: every published result beside ours; exit status 1 when any is missed."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pandas as pd

from analytics import checks, clock, console
from analytics.checks.wording import written
from analytics.database import queries, store
from analytics.words import language
from analytics.words.language import LANGUAGES


def main(arguments: list[str] | None = None) -> int:
    console.prepare()
    parser = argparse.ArgumentParser(prog="python -m analytics.checks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    asked = parser.parse_args(arguments)
    try:
        clock.zone()
        build = store.current()
    except store.DatabaseMissingError:
        parser.error("データベースがありません / there is no database: python -m data.build")
    except clock.UnknownZoneError as unknown:
        parser.error(str(unknown))
    found = checks.run(build, asked.lang)
    print(_as_json(found, build) if asked.json else _as_text(found, build, language.gettext(asked.lang)))
    return int(not found["passed"].all())


def _as_json(found: pd.DataFrame, build: str) -> str:
    met = checks.reproduced(found)
    stamp = {
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": checks.commit() or None,
        "data": queries.build_stamp(build)["content_hash"],
        "references": len(met),
        "reproduced": int(met.sum()),
    }
    rows = json.loads(found.to_json(orient="records", double_precision=15))
    return console.as_json(stamp | {"numbers": rows})


def _as_text(found: pd.DataFrame, build: str, _: Callable[[str], str]) -> str:
    met = checks.reproduced(found)
    stamp = _("確認 {when} ／ コード {commit} ／ データ {data}").format(
        when=f"{clock.told(clock.now()):%Y-%m-%d %H:%M}",
        commit=checks.commit() or _("不明"),
        data=queries.build_stamp(build)["content_hash"][:8],
    )
    count = _("公表された結果 {all}件のうち {met}件を再現").format(all=len(met), met=met.sum())
    parts = [_reference(rows, _) for _name, rows in found.groupby("reference", sort=False)]
    return "\n".join([*parts, count, stamp])


def _reference(rows: pd.DataFrame, _: Callable[[str], str]) -> str:
    first = rows.iloc[0]
    words = {True: _("○ 一致"), False: _("× 不一致")}
    lines = [f"{first['method']}  {first['label']}", f"  {first['source']}"]
    lines += [f"  {words[row.passed]}  {row.what}: {_compared(row, _)}" for row in rows.itertuples()]
    return "\n".join([*lines, ""])


def _compared(row: tuple, _: Callable[[str], str]) -> str:
    text = written(row)
    if row.error:
        return _("公表 {printed}、計算できません（{error}）").format(printed=text.printed, error=row.error)
    return _("公表 {printed}、計算 {computed}、差 {difference}（許容 {tolerance}）").format(**text._asdict())


if __name__ == "__main__":
    sys.exit(main())
