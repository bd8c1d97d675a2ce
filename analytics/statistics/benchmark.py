"""Places on common scales."""

import pandas as pd


def index(frame: pd.DataFrame, *, by: str = "area_code", value: str = "value") -> pd.DataFrame:
    """Each group's values with the first year that all groups share set to 100.

    frame : by, year, value -> the same rows from that year on, with `base_year` and `index`;
    empty when the groups share no year, missing where there was nothing in that year
    """
    years = frame.groupby(by)["year"].agg(set)
    shared = set.intersection(*years) if len(years) else set()
    if not shared:
        return frame.iloc[:0].assign(base_year=pd.Series(dtype=int), index=pd.Series(dtype=float))
    base_year = min(shared)
    base = frame[frame["year"] == base_year].set_index(by)[value]
    base = base.where(base != 0)
    result = frame[frame["year"] >= base_year].assign(base_year=base_year)
    return result.assign(index=result[value] / result[by].map(base) * 100)


def relative(frame: pd.DataFrame, reference: str) -> pd.Series:
    """Each value with that of the reference place, for the same measure, set to 100.

    frame : area_code, measure, value ; missing where the reference has no value or 0
    """
    base = frame[frame["area_code"] == reference].set_index("measure")["value"]
    return frame["value"] / frame["measure"].map(base.where(base != 0)) * 100
