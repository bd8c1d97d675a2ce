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
import subprocess
import sys
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from analytics import store
from data import changes, door, passports, schema, text_file
from data.problems import BuildRefusedError, speak

ROOT = Path(__file__).parent
BUILDS = Path(os.environ.get("CITY_BUILDS", ROOT / "builds"))
KEPT = 5
MADE = ("_build", "source_use")


def build(root: Path = ROOT, builds: Path = BUILDS, accepted: Collection[str] = ()) -> Path:
    """The path of the served database after a successful build.

    accepted : of changes.KINDS, what may have happened since the build that is served
    Raises BuildRefusedError with every problem found; nothing is written then.
    """
    tables = schema.read(root / "schema.yml")
    frames = door.checked(root, tables, _last(builds), accepted)
    builds.mkdir(parents=True, exist_ok=True)
    digest = content_hash(root, tables)
    path = builds / f"{digest}.duckdb"
    if not path.exists():
        _write(path, tables, frames, digest)
    _publish(path)
    _forget_old(builds, path)
    return path


def _last(builds: Path) -> dict[str, pd.DataFrame]:
    """The tables of schema.yml as the build holds them that the pointer names; none where it cannot be read."""
    with suppress(OSError, ValueError, duckdb.Error):
        path = builds / (builds / "CURRENT").read_text("utf-8").strip()
        with duckdb.connect(str(path), read_only=True, config=store.SETTINGS) as database:
            names = set(database.table_function("duckdb_tables").df()["table_name"]) - {*MADE}
            return {name: database.table(name).df() for name in names}
    return {}


def content_hash(root: Path, tables: dict[str, schema.Table]) -> str:
    """16 hex digits over every input: the figures, their passports, the schema, and this code."""
    inputs = {file for table in tables.values() for file in table.files} | {"schema.yml", "sources.yml"}
    paths = [(file, root / file) for file in sorted(inputs)]
    paths += [(path.name, path) for path in sorted(ROOT.glob("*.py")) + sorted((ROOT / "sql").glob("*.sql"))]
    digest = hashlib.sha256()
    for name, path in paths:
        digest.update(f"{name}\0{text_file.sha256(path)}\n".encode())
    return digest.hexdigest()[:16]


def _write(path: Path, tables: dict[str, schema.Table], frames: dict[str, pd.DataFrame], digest: str) -> None:
    unfinished = path.with_suffix(f".{os.getpid()}.unfinished")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect(str(unfinished)) as database:
        for name, table in tables.items():
            _store(database, table, schema.typed(table, frames[name]))
        _store(database, *_source_use(frames))
        _store(database, *_stamp(frames, digest))
        database.execute(_sql("checkpoint"))
    unfinished.replace(path)


def _store(database: duckdb.DuckDBPyConnection, table: schema.Table, frame: pd.DataFrame) -> None:
    columns = ", ".join(
        f"{column.name} {column.type}{'' if column.nullable else ' NOT NULL'}" for column in table.columns
    )
    database.execute(_sql("create_table", table=table.name, columns=columns))
    database.append(table.name, frame)
    text = _quoted(f"{table.meaning} / {table.meaning_en}")
    database.execute(_sql("comment_table", table=table.name, text=text))
    for column in table.columns:
        unit = f" [{column.unit}]" if column.unit else ""
        text = _quoted(f"{column.meaning} / {column.meaning_en}{unit}")
        database.execute(_sql("comment_column", table=table.name, column=column.name, text=text))


def _source_use(frames: dict[str, pd.DataFrame]) -> tuple[schema.Table, pd.DataFrame]:
    """The `source_use` table: how many rows of each table a source feeds."""
    columns = (
        schema.Column("source_id", "VARCHAR", "出典", "Source passport"),
        schema.Column("table_name", "VARCHAR", "表の名前", "Name of the table it feeds"),
        schema.Column("figures", "INTEGER", "行数", "Number of rows"),
    )
    meaning = ("出典ごとの行数", "Rows that each source feeds, by table")
    table = schema.Table("source_use", "", (), None, *meaning, ("source_id", "table_name"), columns, ())
    counts = [
        frame["source_id"]
        .value_counts()
        .rename_axis("source_id")
        .reset_index(name="figures")
        .assign(table_name=name)
        for name, frame in frames.items()
        if "source_id" in frame and name != "source"
    ]
    return table, pd.concat(counts)[table.names].sort_values(list(table.key), ignore_index=True)


def _stamp(frames: dict[str, pd.DataFrame], digest: str) -> tuple[schema.Table, pd.DataFrame]:
    """The `_build` table: one row that says what this file is."""
    columns = (
        schema.Column("content_hash", "VARCHAR", "入力ファイル全体のハッシュ", "Hash over every input file"),
        schema.Column("code_commit", "VARCHAR", "ビルドしたコードの版", "Commit of the code that built it"),
        schema.Column("built_at", "TIMESTAMP", "ビルドした時刻", "Time of the build", "UTC"),
        schema.Column("sources", "INTEGER", "出典の数", "Number of sources"),
        schema.Column("figures", "INTEGER", "行の総数", "Number of rows"),
    )
    meaning = ("このデータベースの作成記録", "What this database was built from")
    table = schema.Table("_build", "", (), None, *meaning, ("content_hash",), columns, ())
    row = {
        "content_hash": digest,
        "code_commit": _commit(),
        "built_at": pd.Timestamp(datetime.now(UTC)).tz_localize(None).floor("s"),
        "sources": len(frames["source"]),
        "figures": sum(len(frame) for frame in frames.values()),
    }
    return table, pd.DataFrame([row])


def _commit() -> str:
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return "unknown"


def _sql(name: str, **parts: str) -> str:
    return (ROOT / "sql" / f"{name}.sql").read_text("utf-8").format(**parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _publish(path: Path) -> None:
    pointer = path.parent / "CURRENT"
    unfinished = pointer.with_suffix(f".{os.getpid()}")
    unfinished.write_text(path.name, "utf-8")
    unfinished.replace(pointer)


def _forget_old(builds: Path, current: Path) -> None:
    others = [path for path in builds.glob("*.duckdb") if path != current]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        with suppress(PermissionError):
            path.unlink()


def main(arguments: list[str] | None = None) -> int:
    _ = speak()
    parser = argparse.ArgumentParser(prog="python -m data.build", description=__doc__.splitlines()[0])
    parser.add_argument("--seal", action="store_true", help="accept the files as they are")
    parser.add_argument("--accept", nargs="+", default=(), choices=changes.KINDS, help="what may have happened")
    options = parser.parse_args(arguments)
    try:
        if options.seal:
            door.checked(ROOT, schema.read(ROOT / "schema.yml"), _last(BUILDS), options.accept, sealed=False)
            print(_("sources.yml のハッシュを {0} 行書き直しました").format(passports.seal(ROOT)))
        path = build(accepted=options.accept)
    except BuildRefusedError as refused:
        print(refused, file=sys.stderr)
        print(_("データベースは作り直していません（これまでの版のままです）"), file=sys.stderr)
        return 2
    print(_("データベースを作りました: {0}").format(path.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
