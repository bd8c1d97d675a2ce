"""Build the database: verify the files, load them, check them, write a new file, move the pointer.

    python -m data.build            build data/builds/<content hash>.duckdb and point CURRENT at it
    python -m data.build --seal     first accept the files as they are (rewrites the hashes in sources.yml)

A bad file stops the build with file, row, column, value and remedy; what was served stays served.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path

import pandas as pd

from data import checks, passports, plan_checks, publishing, schema, writing
from data.problems import BuildRefusedError, Problem, speak
from data.publishing import CannotWriteError

ROOT = Path(__file__).parent
BUILDS = Path(os.environ.get("CITY_BUILDS", ROOT / "builds"))


def build(root: Path = ROOT, builds: Path = BUILDS) -> Path:
    """The path of the served database after a successful build.

    Raises BuildRefusedError with every problem found, CannotWriteError where the folder cannot be written; what is
    served stays as it is then.
    """
    tables = schema.read(root / "schema.yml")
    frames = _checked(root, tables)
    digest = content_hash(root, tables)
    return publishing.publish(builds, digest, writing.contents(tables, frames, digest))


def content_hash(root: Path, tables: dict[str, schema.Table]) -> str:
    """16 hex digits over every input: the figures, their passports, the schema, and this code."""
    inputs = {file for table in tables.values() for file in table.files} | {"schema.yml", "sources.yml"}
    paths = [(file, root / file) for file in sorted(inputs)]
    paths += [(path.name, path) for path in sorted(ROOT.glob("*.py")) + sorted((ROOT / "sql").glob("*.sql"))]
    digest = hashlib.sha256()
    for name, path in paths:
        digest.update(f"{name}\0{passports.sha256(path)}\n".encode())
    return digest.hexdigest()[:16]


def _checked(root: Path, tables: dict[str, schema.Table]) -> dict[str, pd.DataFrame]:
    known = passports.read(root)
    problems = passports.verify(root, known)
    frames = {}
    for name, table in tables.items():
        try:
            frames[name] = passports.frame(known) if name == "source" else schema.load(table, root)
        except BuildRefusedError as refused:
            problems += refused.problems
    if len(frames) == len(tables):
        problems += _faults(tables, frames) + passports.check_coverage(frames, known)
        problems += [] if problems else plan_checks.check(frames)
    if problems:
        raise BuildRefusedError(problems)
    return frames


def _faults(tables: dict[str, schema.Table], frames: dict[str, pd.DataFrame]) -> list[Problem]:
    targets = {column.refers for table in tables.values() for column in table.columns if column.refers}
    referred = {target: set(frames[target.split(".")[0]][target.split(".")[1]]) for target in targets}
    return [fault for name, table in tables.items() for fault in checks.check(table, frames[name], referred)]


def main(arguments: list[str] | None = None) -> int:
    _ = speak()
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__.splitlines()[0])
    parser.add_argument("--seal", action="store_true", help="accept the files as they are")
    options = parser.parse_args(arguments)
    if options.seal:
        print(_("sources.yml のハッシュを {0} 行書き直しました").format(passports.seal(ROOT)))
    try:
        path = build()
    except BuildRefusedError as refused:
        print(refused, file=sys.stderr)
        print(_("データベースは作り直していません（これまでの版のままです）"), file=sys.stderr)
        return 1
    except CannotWriteError as error:
        print(error, file=sys.stderr)
        print(_("データベースは作り直していません（これまでの版のままです）"), file=sys.stderr)
        return 2
    print(_("データベースを作りました: {0}").format(path.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
