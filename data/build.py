"""Build the database: verify the files, load them, check them, write a new file, move the pointer.

    python -m data.build            build data/builds/<content hash>.duckdb and point CURRENT at it
    python -m data.build --seal     first accept the files as they are (rewrites the hashes in sources.yml)
    python -m data.build --accept losses jumps
                                    rows or values may be gone since the last build, numbers may have leapt

A bad file stops the build with file, row, column, value and remedy, and exit code 2; what was served stays served.
"""

import argparse
import hashlib
import os
import sys
from collections.abc import Collection
from pathlib import Path

from analytics import console
from data import changes, door, passports, publishing, schema, text_file, writing
from data.problems import BuildRefusedError, speak
from data.publishing import CannotWriteError

ROOT = Path(__file__).parent
BUILDS = Path(os.environ.get("CITY_BUILDS", ROOT / "builds"))


def build(root: Path = ROOT, builds: Path = BUILDS, accepted: Collection[str] = ()) -> Path:
    """The path of the served database after a successful build.

    accepted : of changes.KINDS, what may have happened since the last build
    Raises BuildRefusedError with every problem found, CannotWriteError where the folder cannot be written; what is
    served stays as it is then.
    """
    tables = schema.read(root / "schema.yml")
    frames = door.checked(root, tables, writing.last(builds), accepted)
    digest = content_hash(root, tables)
    return publishing.publish(builds, digest, writing.contents(tables, frames, digest))


def content_hash(root: Path, tables: dict[str, schema.Table]) -> str:
    """16 hex digits over every input: the figures, their passports, the schema, and this code."""
    inputs = {file for table in tables.values() for file in table.files} | {"schema.yml", "sources.yml"}
    paths = [(file, root / file) for file in sorted(inputs)]
    paths += [(path.name, path) for path in sorted(ROOT.glob("*.py")) + sorted((ROOT / "sql").glob("*.sql"))]
    digest = hashlib.sha256()
    for name, path in paths:
        digest.update(f"{name}\0{text_file.sha256(path)}\n".encode())
    return digest.hexdigest()[:16]


def main(arguments: list[str] | None = None) -> int:
    console.prepare()
    _ = speak()
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__.splitlines()[0])
    parser.add_argument("--seal", action="store_true", help="accept the files as they are")
    parser.add_argument("--accept", nargs="+", default=(), choices=changes.KINDS, help="what may have happened")
    options = parser.parse_args(arguments)
    try:
        if options.seal:
            door.checked(ROOT, schema.read(ROOT / "schema.yml"), writing.last(BUILDS), options.accept, sealed=False)
            print(_("sources.yml のハッシュを {0} 行書き直しました").format(passports.seal(ROOT)))
        path = build(accepted=options.accept)
    except BuildRefusedError as refused:
        print(refused, file=sys.stderr)
        print(_("データベースは作り直していません（これまでの版のままです）"), file=sys.stderr)
        return 2
    except CannotWriteError as error:
        print(error, file=sys.stderr)
        print(_("データベースは作り直していません（これまでの版のままです）"), file=sys.stderr)
        return 2
    print(_("データベースを作りました: {0}").format(path.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
