"""How likely each numeric target and KPI reaches its target in the target's year, in percent and in words."""

import pandas as pd

from analytics.city import standing
from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.statistics import trend

STEP = 5
CLASSES = ((95, "sure"), (70, "likely"), (30, "open"), (5, "unlikely"), (0, "remote"))


def words(context: Context, version: str, fiscal_year: int) -> dict[str, str]:
    """{indicator_id: words} as known in a fiscal year; – where it cannot be reckoned."""
    rows = indicators.assessed(context, version, fiscal_year)
    series = _known(context, fiscal_year)
    nothing = pd.Series(dtype=float)
    return {
        row["indicator_id"]: _worded(context, _reach(row, series.get(row["indicator_id"], nothing)))
        for _, row in rows.iterrows()
    }


def note(context: Context) -> str:
    return context.text(
        "目標年度に届く見込みは、基準値からの年ごとの動きがこれからも同じように続くとした場合の確率で、5%刻みです。"
        "点が少ないので、自治体の指標でふつうに見られる揺れ幅を仮に加えています。政策の効果は含みません。"
    )


def _known(context: Context, fiscal_year: int) -> dict[str, pd.Series]:
    """{indicator_id: values by year} from the baseline to the year that is verified."""
    values = standing.judged(context)
    known = values[values["kind"].isin(["baseline", "actual"]) & (values["fiscal_year"] <= fiscal_year)]
    known = known.drop_duplicates(["indicator_id", "fiscal_year"], keep="last").dropna(subset="value")
    return {key: part.set_index("fiscal_year")["value"] for key, part in known.groupby("indicator_id")}


def _reach(row: pd.Series, series: pd.Series) -> trend.Reach | None:
    if pd.isna(row["target"]) or pd.isna(row["target_year"]) or series.empty:
        return None
    kind = "cumulative" if row["cumulative"] else "share" if row["unit"] == "%" else "count"
    return trend.reach(series, row["target"], int(row["target_year"]), kind, row["direction"])


def _worded(context: Context, found: trend.Reach | None) -> str:
    if found is None:
        return "–"
    said = context.words("chance")
    if found.method in ("observed", "decided"):
        return said["met" if found.probability else "missed"]
    percent = STEP * round(found.probability * 100 / STEP)
    code = next(code for least, code in CLASSES if percent >= least)
    return context.text("{chance}（{words}）").format(chance=_percent(context, percent), words=said[code])


def _percent(context: Context, percent: int) -> str:
    """Steps of five percent; more would be a precision that a handful of figures does not have."""
    if not percent:
        return context.text("{0}%未満").format(STEP)
    said = context.text("{0}%超") if percent == 100 else context.text("約{0}%")
    return said.format(min(percent, 100 - STEP))
