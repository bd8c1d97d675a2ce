"""Demo rows against what is published: none stands beside a published row, and none contradicts one of another table."""

from collections.abc import Iterator

import pandas as pd

from data.problems import Problem, of_rows, speak
from data.schema import Same, Table


def check(tables: dict[str, Table], frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Every demo row that has to go or to change; each table is already sound by itself."""
    faults = []
    for name, table in tables.items():
        if table.demo:
            faults += _beside_published(table, frames[name])
            for same in table.same_as:
                faults += _contradicting(table, same, tables, frames)
    return faults


def replaced(table: Table, demo: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """Whether one of the rows is published in the place for which a demo row stands."""
    places = list(table.stands_for)
    published = pd.MultiIndex.from_frame(rows.loc[rows["status"] != "demo", places])
    return pd.Series(pd.MultiIndex.from_frame(demo[places]).isin(published), demo.index)


def repeated(same: Same, tables: dict[str, Table], frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The home city's rows that tell the same: `moment`, `value`, `status`, and whether a demo row is `tied` to it."""
    areas, rows = frames["area"], frames[same.table]
    rows = rows[rows["area_code"].isin(areas.loc[areas["is_home"] == "true", "area_code"])]
    for column, values in same.rows.items():
        rows = rows[rows[column].isin(values)]
    rows = rows[rows[same.value] != ""]
    tied = pd.concat([rows[column] == value for column, value in same.tied.items()], axis=1).all(axis=1)
    moment, value = rows[tables[same.table].series], rows[same.value]
    return pd.DataFrame({"moment": moment, "value": value, "status": rows["status"], "tied": tied})


def _beside_published(table: Table, rows: pd.DataFrame) -> list[Problem]:
    _ = speak()
    demo = rows[rows["status"] == "demo"]
    wrong = demo[replaced(table, demo, rows)]
    return of_rows(wrong, table.stands_for[-1], _("同じ項目に公表値があります"), _remedy())


def _contradicting(
    table: Table, same: Same, tables: dict[str, Table], frames: dict[str, pd.DataFrame]
) -> Iterator[Problem]:
    _ = speak()
    if same.table not in tables:
        return
    (measure,) = table.measures
    rows = frames[table.name]
    demo = rows[(rows["status"] == "demo") & (rows[measure] != "")]
    for column, value in same.where.items():
        demo = demo[demo[column] == value]
    known = repeated(same, tables, frames).groupby("moment")["value"].agg(list).to_dict()
    there = demo[demo[table.series].isin(known)]
    pairs = zip(there[measure], there[table.series], strict=True)
    wrong = pd.Series([float(value) not in map(float, known[moment]) for value, moment in pairs], there.index, bool)
    for moment, rows in there[wrong].groupby(table.series):
        reason = _("{column} の値（{known}）と食い違います").format(
            column=f"{same.table}.{same.value}", known=", ".join(known[moment])
        )
        yield from of_rows(rows, measure, reason, _remedy())


def _remedy() -> str:
    _ = speak()
    return _("python -m data.demo で見本の値を作り直し、python -m data.build --seal を実行してください")
