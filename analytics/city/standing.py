"""The plan's numeric targets and KPIs as they stand in a fiscal year: which values count, and how each is judged."""

from datetime import timedelta

import pandas as pd

from analytics import caching
from analytics.database import plans
from analytics.filters import View
from analytics.statistics import kpi, lineage


def years(view: View) -> list[int]:
    """Fiscal years of the plan for which there is any actual, measured or excused."""
    plan = plans.plan(view.build, view.filters)
    rows = plans.values(view.build, plan["plan_id"], view.filters).loc[lambda rows: rows["kind"] == "actual"]
    inside = rows["fiscal_year"].between(plan["first_fiscal_year"], plan["last_fiscal_year"])
    return sorted(int(year) for year in rows.loc[inside, "fiscal_year"].unique())


def latest_year(view: View) -> int:
    """The last fiscal year with a measured value up to the end of the chosen period, else the plan's first."""
    plan = plans.plan(view.build, view.filters)
    rows = (
        plans.values(view.build, plan["plan_id"], view.filters)
        .loc[lambda rows: rows["kind"] == "actual"]
        .dropna(subset="value")
    )
    inside = rows[rows["fiscal_year"].between(plan["first_fiscal_year"], view.filters.last_year)]
    return int(inside["fiscal_year"].max()) if len(inside) else int(plan["first_fiscal_year"])


def judged(view: View) -> pd.DataFrame:
    """The values that count: actuals on another basis than the indicator's own are for reference only."""
    plan_id = plans.plan_id(view.build, view.filters)
    values = plans.values(view.build, plan_id, view.filters)
    own = (
        plans.indicators(view.build, plan_id)
        .drop_duplicates("indicator_id")
        .set_index("indicator_id")["value_basis"]
    )
    excused = (values["kind"] != "actual") | values["value"].isna()
    ours = excused | (values["basis"] == values["indicator_id"].map(own))
    return values[ours].assign(reason=values["reason_ja"])


def listed(view: View, version: str = plans.REVISED) -> pd.DataFrame:
    """The indicators of a version in the plan's order, without those the revision dropped."""
    rows = plans.indicators(view.build, plans.plan_id(view.build, view.filters))
    return rows[(rows["version"] == version) & (rows["change"] != lineage.DROPPED)].reset_index(drop=True)


def assessed(view: View, version: str, fiscal_year: int) -> pd.DataFrame:
    """kpi.assess of a version's indicators beside their place in the plan, with status and department.

    The original version is judged by the targets decided before the revision.
    The frame is shared: take from it, do not write into it.

    -> columns of plans.indicators and kpi.assess (its change as step), reason_ja, reason_en, and those of `_origins`
    """
    return _assessed(_without_words(view).but(last_year=0), version, fiscal_year)


@caching.of_choice
def _assessed(view: View, version: str, fiscal_year: int) -> pd.DataFrame:
    plan = plans.plan(view.build, view.filters)
    rows, values = listed(view, version), judged(view)
    bands = plans.bands(view.build, plan["plan_id"])
    found = kpi.assess(rows, values, bands, fiscal_year, decided_by=decided_by(plan, version))
    english = dict(zip(values["reason_ja"], values["reason_en"], strict=True))
    found = found.rename(columns={"change": "step", "reason": "reason_ja"})
    found["reason_en"] = pd.Series(
        [english.get(reason) for reason in found["reason_ja"]], found.index, dtype=object
    )
    frame = rows.merge(found, on="indicator_id").drop(columns="source_id")
    return frame.merge(_origins(values, fiscal_year), how="left", on="indicator_id")


def decided_by(plan: pd.Series, version: str) -> pd.Timestamp | None:
    """The last day whose decisions count: the eve of the revision for the original version, any day else."""
    return plan["revised_on"] - timedelta(days=1) if version == plans.ORIGINAL else None


def latest(view: View, version: str) -> pd.DataFrame:
    """`assessed` for every indicator in its own last measured year up to the end of the period; shared like it."""
    return _latest(_without_words(view), version)


@caching.of_choice
def _latest(view: View, version: str) -> pd.DataFrame:
    now = assessed(view, version, latest_year(view))
    years = now["latest_year"].fillna(now["fiscal_year"])
    parts = [assessed(view, version, int(year))[years == year] for year in sorted(years.unique())]
    return pd.concat(parts).sort_index()


def _without_words(view: View) -> View:
    """What tells one judgement from another: neither language nor what other figures are filtered by."""
    return view.but(areas=(), basis="all", first_year=0, lang="ja", era="wareki")


def _origins(values: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """indicator_id -> status (demo as soon as one value is), actual_status, target_status, source_id, department_ja, department_en."""
    used = values[(values["kind"] != "actual") | (values["fiscal_year"] <= fiscal_year)]
    groups = used.sort_values("fiscal_year").groupby("indicator_id")
    measured = (
        used.dropna(subset="value").sort_values("fiscal_year").groupby(["indicator_id", "kind"])["status"].last()
    )
    by_kind = measured.unstack().reindex(columns=["actual", "target"]).add_suffix("_status")
    found = pd.DataFrame(
        {
            "status": groups["status"].agg(lambda found: "demo" if "demo" in set(found) else found.iloc[-1]),
            "source_id": groups["source_id"].last(),
            "department_ja": groups["department_ja"].last(),
            "department_en": groups["department_en"].last(),
        }
    )
    return found.join(by_kind).reset_index()
