"""`python -m analytics.export`: a story as a file to hand out, or the record of the verification on A4 portrait."""

import argparse
import sys
from pathlib import Path

from analytics import clock, console, stories
from analytics.city import scope, standing
from analytics.database import plans, queries, store
from analytics.export import packs
from analytics.export.paper import record
from analytics.filters import SCOPES, Filters, View
from analytics.words import language
from analytics.words.language import LANGUAGES


class RefusedError(Exception):
    """What was asked for cannot be written; the message is a sentence in the language asked for."""


def main(arguments: list[str] | None = None) -> int:
    console.prepare()
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        clock.zone()
        build = store.current()
    except store.DatabaseMissingError:
        parser.error("データベースがありません / there is no database: python -m data.build")
    except clock.UnknownZoneError as unknown:
        parser.error(str(unknown))
    try:
        written = _record(build, asked) if asked.story is None else _pack(build, asked)
        asked.out.write_bytes(written)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    except OSError as error:
        _ = language.gettext(asked.lang)
        print(_("{file}に書き込めません（{why}）。").format(file=asked.out, why=error.strerror), file=sys.stderr)
        return 2
    _ = language.gettext(asked.lang)
    print(_("書き込みました：{file}（{size:,}バイト）").format(file=asked.out, size=len(written)), file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics.export", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--story", metavar="ID", help=" / ".join(stories.ready("en")))
    what.add_argument("--record", metavar="YEAR", help="the record of that fiscal year's verification, as PDF")
    parser.add_argument("--format", choices=list(packs.MIMES), default="pptx")
    parser.add_argument("--version", choices=[plans.REVISED, plans.ORIGINAL], default=plans.REVISED)
    parser.add_argument("--data", choices=SCOPES, default="all", help="published leaves out demo values")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    parser.add_argument("--out", metavar="FILE", type=Path, required=True)
    return parser


def _pack(build: str, asked: argparse.Namespace) -> bytes:
    known, _ = stories.ready(asked.lang), language.gettext(asked.lang)
    if asked.story not in known:
        told = _("{given}という会議資料の構成はありません。選べるのは{ids}です。")
        raise RefusedError(told.format(given=asked.story, ids=language.listed(known, asked.lang)))
    story = known[asked.story]
    print(
        _("「{name}」を作っています（{count}枚）").format(name=story.name, count=len(story.slides)), file=sys.stderr
    )
    pack = packs.write(build, _filters(build, asked), story, asked.format)
    for problem in pack.problems:
        print(problem, file=sys.stderr)
    return pack.content


def _record(build: str, asked: argparse.Namespace) -> bytes:
    filters, _ = _filters(build, asked), language.gettext(asked.lang)
    years = standing.years(View(build, filters))
    if asked.record not in map(str, years):
        told = _("{given}という年度の値はありません。選べるのは {years} です。")
        raise RefusedError(told.format(given=asked.record, years=language.listed(map(str, years), asked.lang)))
    for problem in record.unseen(build, filters, asked.version, int(asked.record)):
        print(problem, file=sys.stderr)
    snapshot = queries.build_stamp(build)["content_hash"]
    return record.write(build, filters, asked.version, int(asked.record), snapshot)


def _filters(build: str, asked: argparse.Namespace) -> Filters:
    """What a visitor sees who has chosen nothing: all years, compared with the neighbours and the prefecture."""
    return scope.usual(build)._replace(scope=asked.data, lang=asked.lang)


if __name__ == "__main__":
    sys.exit(main())
