"""What a goal does: its measures, their initiatives and KPIs with their class, and the perspectives across all goals."""

import pandas as pd

from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.statistics import lineage

ALL = "all"


def choices(context: Context, goal_id: str, version: str) -> dict[str, str]:
    """{measure_id: number and name} of a goal, or of all goals, in the plan's order."""
    plan_id = context.plan_id
    goals = (
        plans.goals(context.build, plan_id).drop_duplicates("goal_id").set_index("goal_id")["number"].astype(str)
    )
    rows = plans.measures(context.build, plan_id)
    rows = rows[(rows["version"] == version) & ((goal_id == ALL) | (rows["goal_id"] == goal_id))]
    number = rows["goal_id"].map(goals) + "-" + rows["number"].astype(str)
    return dict(zip(rows["measure_id"], number + " " + rows[_name(context)], strict=True))


def bands(context: Context) -> dict[str, str]:
    """{band: mark and name} in the order of display."""
    rows = plans.bands(context.build, context.plan_id)
    return dict(zip(rows["band"], rows["mark"] + " " + rows[f"name_{context.lang}"], strict=True))


def table(context: Context, goal_id: str, version: str, measure: str, band: str) -> pd.DataFrame:
    """Measures → initiatives → KPIs of a goal, a row per KPI; what the overview does not list is said in its place.

    measure, band : a measure_id and a class, or "all" ; a chosen class leaves KPIs of that class only
    """
    rows = _rows(context, goal_id, version)
    if measure != ALL:
        rows = rows[rows["measure_id"] == measure]
    if band != ALL:
        rows = rows[rows["band"] == band]
    return _worded(context, rows)


def perspectives(context: Context, version: str) -> list[str]:
    """The perspectives across all goals, numbered, with the mark of the revision."""
    rows = plans.perspectives(context.build, context.plan_id)
    rows = rows[rows["version"] == version]
    marks = rows["change"].map(context.words("change")).where(rows["change"] == "新規")
    names = rows["number"].astype(str) + " " + rows[_name(context)]
    return [
        name if pd.isna(mark) else context.text("{name}【{mark}】").format(name=name, mark=mark)
        for name, mark in zip(names, marks, strict=True)
    ]


def legend(context: Context) -> str:
    """What each class means and whose classes they are."""
    rows = plans.bands(context.build, context.plan_id)
    said = [
        context.text("{mark} {name}：{meaning}").format(mark=mark, name=name, meaning=meaning)
        for mark, name, meaning in zip(
            rows["mark"], rows[f"name_{context.lang}"], rows[f"meaning_{context.lang}"], strict=True
        )
    ]
    origin = context.text("区分の出所：{0}。").format(context.listed(context.credits(rows["source_id"])))
    return context.sentences((origin, context.listed(said, " ／ ")))


def _name(context: Context) -> str:
    return f"name_{context.lang}"


def _rows(context: Context, goal_id: str, version: str) -> pd.DataFrame:
    plan_id = context.plan_id
    of_measures, of_initiatives = (
        rows[rows["version"] == version]
        for rows in (plans.measures(context.build, plan_id), plans.initiatives(context.build, plan_id))
    )
    kpis = indicators.latest(context, version).loc[lambda rows: rows["kind"] == "kpi"]
    above = of_measures[of_measures["goal_id"] == goal_id].rename(columns={"kpi_absence": "measure_absence"})
    named = above.merge(of_initiatives, how="left", on="measure_id", suffixes=("_measure", ""))
    return named.merge(kpis, how="left", on="initiative_id", suffixes=("", "_kpi"))


def _worded(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    absent = context.words("missing")
    name = _name(context)
    silent = rows["kpi_absence"].fillna(rows["measure_absence"]).map(absent)
    marks = rows["change_kpi"].where(rows["change_kpi"] != lineage.DROPPED).map(context.words("change"))
    return pd.DataFrame(
        {
            context.text("具体的な施策"): _once(rows["number"].astype(str) + " " + rows[f"{name}_measure"]),
            context.text("主な取組"): _once(
                (rows["printed_number"] + rows[name]).fillna(rows["measure_absence"].map(absent)),
                rows["measure_id"],
            ),
            context.text("KPI"): (rows["printed_number_kpi"] + rows["name"]).fillna(silent),
            context.text("改定"): marks.fillna("–"),
            context.text("目標値"): _with_unit(context, rows, "target"),
            context.text("実績"): _dated(context, rows),
            context.text("達成率"): rows["achievement_text"].fillna("–"),
            context.text("進捗区分"): rows["band_text"].fillna("–"),
            context.text("値の種類"): rows["status_kpi"].map(context.words("status_short")).fillna("–"),
        }
    )


def _once(words: pd.Series, within: pd.Series | None = None) -> pd.Series:
    """Words that repeat the row above as a ditto mark."""
    place = words if within is None else words + within
    return words.mask(place == place.shift(), "〃")


def _with_unit(context: Context, rows: pd.DataFrame, column: str) -> pd.Series:
    said = [
        "–" if pd.isna(text) else text if pd.isna(value) else indicators.counted(text, unit, context.lang)
        for text, value, unit in zip(rows[f"{column}_text"], rows[column], rows["unit"], strict=True)
    ]
    return pd.Series(said, index=rows.index, dtype=object)


def _dated(context: Context, rows: pd.DataFrame) -> pd.Series:
    """The results, each with its year."""
    said = [
        context.bracketed(text, "" if pd.isna(value) or pd.isna(year) else context.short(year))
        for text, value, year in zip(
            _with_unit(context, rows, "actual"), rows["actual"], rows["fiscal_year"], strict=True
        )
    ]
    return pd.Series(said, index=rows.index, dtype=object)
