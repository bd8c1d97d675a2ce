"""Numeric targets and KPIs as they stand in a fiscal year: assessed, in words, with what a reader must know."""

from datetime import timedelta

import pandas as pd

from analytics import caching
from analytics.database import plans
from analytics.figures import Context
from analytics.filters import Filters
from analytics.statistics import kpi, lineage
from analytics.words import narrative, terms

NOT_LOADED, UNMEASURED = "未登録", "unmeasured"


def years(build: str, filters: Filters) -> list[int]:
    """Fiscal years of the plan for which there is any actual, measured or excused."""
    plan = plans.plan(build, filters)
    rows = plans.values(build, plan["plan_id"], filters).loc[lambda rows: rows["kind"] == "actual"]
    inside = rows["fiscal_year"].between(plan["first_fiscal_year"], plan["last_fiscal_year"])
    return sorted(int(year) for year in rows.loc[inside, "fiscal_year"].unique())


def latest_year(build: str, filters: Filters) -> int:
    """The last fiscal year with a measured value up to the end of the chosen period, else the plan's first."""
    plan = plans.plan(build, filters)
    rows = (
        plans.values(build, plan["plan_id"], filters)
        .loc[lambda rows: rows["kind"] == "actual"]
        .dropna(subset="value")
    )
    inside = rows[rows["fiscal_year"].between(plan["first_fiscal_year"], filters.last_year)]
    return int(inside["fiscal_year"].max()) if len(inside) else int(plan["first_fiscal_year"])


def judged(build: str, filters: Filters) -> pd.DataFrame:
    """The values that count: actuals on another basis than the indicator's own are for reference only."""
    plan_id = plans.plan(build, filters)["plan_id"]
    values = plans.values(build, plan_id, filters)
    own = plans.indicators(build, plan_id).drop_duplicates("indicator_id").set_index("indicator_id")["value_basis"]
    excused = (values["kind"] != "actual") | values["value"].isna()
    ours = excused | (values["basis"] == values["indicator_id"].map(own))
    return values[ours].assign(reason=values[f"reason_{filters.lang}"])


def listed(build: str, filters: Filters, version: str = plans.REVISED) -> pd.DataFrame:
    """The indicators of a version in the plan's order, without those the revision dropped."""
    rows = plans.indicators(build, plans.plan(build, filters)["plan_id"])
    return rows[(rows["version"] == version) & (rows["change"] != lineage.DROPPED)].reset_index(drop=True)


def names(build: str, filters: Filters) -> dict[str, str]:
    """{indicator_id: name} of every numeric target and KPI of any version, named as revised where it was."""
    rows = plans.indicators(build, plans.plan(build, filters)["plan_id"]).sort_values("version", ascending=False)
    return dict(rows.drop_duplicates("indicator_id").set_index("indicator_id")[f"name_{filters.lang}"])


def assessed(build: str, filters: Filters, version: str, fiscal_year: int) -> pd.DataFrame:
    """kpi.assess of a version's indicators beside their place in the plan, with status, department and words.

    The original version is judged by the targets decided before the revision.
    The frame is shared: take from it, do not write into it.

    -> columns of plans.indicators and kpi.assess (its change as step), status, source_id, department and the words of `worded`
    """
    return _assessed(
        build, filters._replace(areas=(), basis="all", first_year=0, last_year=0), version, fiscal_year
    )


@caching.of_choice
def _assessed(build: str, filters: Filters, version: str, fiscal_year: int) -> pd.DataFrame:
    context = Context(build, filters)
    plan = plans.plan(build, filters)
    rows, values = listed(build, filters, version), judged(build, filters)
    bands = plans.bands(build, plan["plan_id"])
    found = kpi.assess(rows, values, bands, fiscal_year, decided_by=decided_by(plan, version))
    found = found.rename(columns={"change": "step"})
    frame = rows.merge(found, on="indicator_id").drop(columns="source_id")
    return worded(context, frame.merge(_origins(context, values, fiscal_year), how="left", on="indicator_id"))


def decided_by(plan: pd.Series, version: str) -> pd.Timestamp | None:
    """The last day whose decisions count: the eve of the revision for the original version, any day else."""
    return plan["revised_on"] - timedelta(days=1) if version == plans.ORIGINAL else None


def standing(build: str, filters: Filters, version: str) -> pd.DataFrame:
    """`assessed` for every indicator in its own last measured year up to the end of the period; shared like it."""
    return _standing(build, filters._replace(areas=(), basis="all", first_year=0), version)


@caching.of_choice
def _standing(build: str, filters: Filters, version: str) -> pd.DataFrame:
    now = assessed(build, filters, version, latest_year(build, filters))
    years = now["latest_year"].fillna(now["fiscal_year"])
    parts = [assessed(build, filters, version, int(year))[years == year] for year in sorted(years.unique())]
    return pd.concat(parts).sort_index()


def _origins(context: Context, values: pd.DataFrame, fiscal_year: int) -> pd.DataFrame:
    """indicator_id -> status (demo as soon as one value is), actual_status, target_status, source_id, department."""
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
            "department": groups[f"department_{context.filters.lang}"].last(),
        }
    )
    return found.join(by_kind).reset_index()


def band_words(context: Context) -> list[str]:
    """Mark and name of every class, in the order of display."""
    rows = plans.bands(context.build, plans.plan(context.build, context.filters)["plan_id"])
    return list(rows["mark"] + " " + rows[f"name_{context.filters.lang}"])


def worded(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Names in the language shown, numbers as text, a word wherever a number is missing."""
    lang = context.filters.lang
    bands = plans.bands(context.build, plans.plan(context.build, context.filters)["plan_id"]).set_index("band")
    words = bands["mark"] + " " + bands[f"name_{lang}"]
    missing = context.words("missing")
    absent, unset = (
        frame[column].fillna(NOT_LOADED).map(missing) for column in ("missing_reason", "target_reason")
    )
    text = {name: _texts(frame, name) for name in ("actual", "latest", "target", "baseline", "planned", "pace")}
    return frame.assign(
        name=frame[f"name_{lang}"],
        unit=frame[f"unit_{lang}"].fillna(""),
        department=frame["department"].fillna("–"),
        actual_text=text["actual"].where(frame["actual"].notna(), absent),
        latest_text=text["latest"],
        target_text=text["target"].where(frame["target"].notna(), unset),
        baseline_text=text["baseline"].where(frame["baseline"].notna(), missing[NOT_LOADED]),
        planned_text=text["planned"],
        pace_text=_texts(frame, "pace", sign="+"),
        step_text=_texts(frame, "step", sign="+"),
        achievement_text=[percent(value) for value in frame["achievement"]],
        final_text=[percent(value) for value in frame["final_achievement"]],
        progress_text=[percent(value) for value in frame["progress"].mask(_is_retreat(frame))],
        band_text=frame["band"].map(words),
        status=frame["status"].fillna("published"),
    )


def _is_retreat(frame: pd.DataFrame) -> pd.Series:
    """Where the target itself is worse than the baseline, the share of the way says nothing."""
    rises = frame["direction"] == "higher"
    return (frame["target"] < frame["baseline"]).where(rises, frame["target"] > frame["baseline"])


def _texts(frame: pd.DataFrame, column: str, sign: str = "") -> pd.Series:
    return numbers(frame[column], frame["decimals"], sign)


def numbers(values: pd.Series, decimals: pd.Series, sign: str = "") -> pd.Series:
    """Numbers as text, each with its own decimals; – where missing."""
    said = [number(value, places, sign) for value, places in zip(values, decimals, strict=True)]
    return pd.Series(said, index=values.index, dtype=object)


def number(value: float, decimals: int, sign: str = "") -> str:
    return terms.number(value, f"{sign},.{decimals}f")


def told(context: Context, row: pd.Series) -> str:
    """One indicator in one sentence: value, target, achievement, class; what is missing is said."""
    facts = narrative.Standing(
        row["name"],
        context.year(row["fiscal_year"], row["year_basis"]),
        _marked_demo(context, row, "actual"),
        _marked_demo(context, row, "target"),
        context.year(row["target_year"], "fiscal") if pd.notna(row["target_year"]) else "",
        row["achievement_text"],
        row["band_text"].split(" ", 1)[1],
    )
    return narrative.standing(facts, row["band"], context.filters.lang)


def quantity(context: Context, row: pd.Series, column: str) -> str:
    """A number of the row with its unit, or the word for why it is missing."""
    if pd.isna(row[column]):
        return row[f"{column}_text"]
    return counted(row[f"{column}_text"], row["unit"], context.filters.lang)


def _marked_demo(context: Context, row: pd.Series, column: str) -> str:
    mark = context.text("（デモ値）") if row[f"{column}_status"] == "demo" and pd.notna(row[column]) else ""
    return quantity(context, row, column) + mark


def percent(value: float) -> str:
    """98.4%, – when there is none."""
    return "–" if value != value else f"{terms.number(value, '.1f')}%"


def counted(text: str, unit: str, lang: str) -> str:
    """4,626人, 1,239.9万人, 49.7%; "4,626 persons", "49.7%"."""
    gap = " " if lang == "en" and unit and unit != "%" else ""
    return f"{text}{gap}{unit}"
