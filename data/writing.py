"""Checked rows as a DuckDB file, and that file read again."""

import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

from analytics.database import builds
from analytics.database.store import SETTINGS
from data import schema

SQL = Path(__file__).parent / "sql"
MADE, STAGING = ("_build", "source_use"), "staging"
AGES = (
    schema.Column(
        "age_from",
        "INTEGER",
        "年齢の下限（総数・不詳は空）",
        "Lowest age; empty for the whole and the unknown",
        "歳",
        True,
    ),
    schema.Column(
        "age_to", "INTEGER", "年齢の上限（なければ空）", "Highest age; empty where there is none", "歳", True
    ),
    schema.Column(
        "kind",
        "VARCHAR",
        "階級の種類（five_year 5歳、part 5歳より狭い、open 5歳階級に続く上限のない階級、band 5歳より広い、total 総数、unknown 不詳）",
        "Kind: five years, a part of them, the open group that follows them, a wider band, the whole, or age unknown",
    ),
)


class Content(NamedTuple):
    """A table and the rows that belong into it, typed."""

    table: schema.Table
    rows: pd.DataFrame


def contents(tables: dict[str, schema.Table], frames: dict[str, pd.DataFrame], digest: str) -> list[Content]:
    """Every table of a build: those of schema.yml, those of STAGING, `source_use`, and `_build`."""
    known = [Content(table, schema.typed(table, frames[name])) for name, table in tables.items()]
    return [*known, *_staged(known), _source_use(frames), _stamp(frames, digest)]


def write(path: Path, found: list[Content]) -> None:
    """A new database. Raises OSError where it cannot be written."""
    try:
        with duckdb.connect(str(path)) as database:
            database.begin()
            database.execute(_sql("create_schema", schema=STAGING))
            for content in found:
                _store(database, *content)
            database.commit()
            database.execute(_sql("checkpoint"))
    except (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException) as error:
        raise OSError(str(error)) from error


def holds(path: Path, wanted: list[Content]) -> bool:
    """Whether the database can be read to its last row, and has these tables with these columns and as many rows."""
    try:
        with duckdb.connect(str(path), read_only=True, config=SETTINGS) as database:
            return all(_agrees(database, *content) for content in wanted)
    except duckdb.Error:
        return False


def last(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of schema.yml as they were built last: by the build that the pointer names, else by the newest that can
    be read; none where there is none."""
    for name in filter(None, (builds.pointed(folder), *builds.newest(folder))):
        with (
            suppress(duckdb.Error),
            duckdb.connect(str(folder / name), read_only=True, config=SETTINGS) as database,
        ):
            tables = set(database.table_function("duckdb_tables").df()["table_name"]) - {*MADE}
            return {table: database.table(table).df() for table in tables}
    return {}


def _agrees(database: duckdb.DuckDBPyConnection, table: schema.Table, rows: pd.DataFrame) -> bool:
    found = database.table(table.name)
    columns = list(zip(found.columns, map(str, found.types), strict=True))
    return columns == [(column.name, column.type) for column in table.columns] and len(found.df()) == len(rows)


def _store(database: duckdb.DuckDBPyConnection, table: schema.Table, frame: pd.DataFrame) -> None:
    columns = ", ".join(
        f"{column.name} {column.type}{'' if column.nullable else ' NOT NULL'}" for column in table.columns
    )
    database.execute(_sql("create_table", table=table.name, columns=columns))
    database.from_df(frame).insert_into(table.name)
    text = _quoted(f"{table.meaning} / {table.meaning_en}")
    database.execute(_sql("comment_table", table=table.name, text=text))
    for column in table.columns:
        unit = f" [{column.unit}]" if column.unit else ""
        text = _quoted(f"{column.meaning} / {column.meaning_en}{unit}")
        database.execute(_sql("comment_column", table=table.name, column=column.name, text=text))


def _staged(known: list[Content]) -> list[Content]:
    """Every table with age groups once more, under its name in the schema STAGING, with what its ages say: AGES."""
    with duckdb.connect() as database:
        return [_with_ages(database, content) for content in known if "age_group" in content.table.names]


def _with_ages(database: duckdb.DuckDBPyConnection, content: Content) -> Content:
    table, rows = content
    database.register(table.name, rows)
    staged = table._replace(
        name=f"{STAGING}.{table.name}",
        meaning=f"{table.meaning}（年齢の下限・上限・種類つき）",
        meaning_en=f"{table.meaning_en}, with the bounds and kind of each age group",
        columns=table.columns + AGES,
    )
    return Content(staged, database.execute(_sql("with_ages", table=table.name)).df().convert_dtypes())


def _source_use(frames: dict[str, pd.DataFrame]) -> Content:
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
    return Content(table, pd.concat(counts)[table.names].sort_values(list(table.key), ignore_index=True))


def _stamp(frames: dict[str, pd.DataFrame], digest: str) -> Content:
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
    return Content(table, pd.DataFrame([row]))


def _commit() -> str:
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["git", "-C", str(SQL), "rev-parse", "--short=12", "HEAD"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return "unknown"


def _sql(name: str, **parts: str) -> str:
    return (SQL / f"{name}.sql").read_text("utf-8").format(**parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
