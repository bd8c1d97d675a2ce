"""Values a power of ten away from where they were, or from those beside them in their series."""

import numpy as np
import pandas as pd

from data.schema import Column, Table

FAR = 5
CHANCE = 3


def since(was: pd.Series, now: pd.Series) -> pd.Series:
    """Whether a number became FAR times as large or small, changed its sign, or became or left zero."""
    return (was != now) & (_far(was.abs(), now.abs()) | (was * now < 0))


def within(table: Table, column: Column, rows: pd.DataFrame, numbers: pd.Series, changed: pd.Series) -> pd.Series:
    """{row that is FAR times as large or small as one beside it in its series: the value beside it, as text}.

    numbers : of the column ; changed : the rows that were not so in the last build, a jump between others had its consent
    Counts are compared after adding CHANCE to them: small ones jump by chance.
    """
    size = numbers.abs() + (CHANCE if column.type == "INTEGER" else 0)
    rows = rows[(size > 0) & (rows[table.series] != "")]
    others = [rows[name] for name in table.key if name != table.series]
    key = rows.groupby(others or np.zeros(len(rows)), sort=False).ngroup()
    order = pd.DataFrame({"key": key, "moment": rows[table.series]}).sort_values(["key", "moment"]).index
    key, size, text, changed = key[order], size[order], rows.loc[order, column.name], changed[order]

    def beside(values: pd.Series, step: int, none: object = False) -> pd.Series:
        """Of each row, the value so many rows before it in its series."""
        return values.shift(step, fill_value=none).where(key == key.shift(step), none)

    into = _far(beside(size, 1, np.nan), size)
    out = _far(size, beside(size, -1, np.nan))
    first_of_more = beside(size, 1, np.nan).isna() & beside(size, -2, np.nan).notna()
    alone = out & (into | (first_of_more & ~beside(out, -1)))
    blamed = alone | (into & ~beside(alone, 1))
    fresh = changed | beside(changed, 1) | beside(changed, -1)
    return beside(text, 1, "").where(into, beside(text, -1, ""))[blamed & fresh]


def _far(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one >= FAR * other) | (other >= FAR * one)
