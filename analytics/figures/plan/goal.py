"""A basic goal: what its numeric targets say, each against its target, and the measures, initiatives and KPIs under it."""

import pandas as pd

from analytics.city import goals, standing
from analytics.database import plans
from analytics.figures import Headline
from analytics.figures.context import Context
from analytics.figures.plan import indicators


def named(context: Context, number: int) -> pd.Series | None:
    """The goal of that number in the plan as revised, None when the plan has no such goal."""
    rows = goals.revised(context.build, context.plan_id)
    found = rows[rows["number"] == number]
    return found.iloc[0] if len(found) else None


def drivers(context: Context, goal_id: str) -> tuple[str, ...]:
    """Registered names of the figures behind a goal, in their order."""
    rows = plans.goal_drivers(context.build, context.plan_id)
    return tuple(rows.loc[rows["goal_id"] == goal_id, "figure"])


def with_driver(context: Context, figure: str) -> pd.Series | None:
    """The first goal of the plan as revised that has that figure behind it, None where none has."""
    drivers = plans.goal_drivers(context.build, context.plan_id)
    driven = drivers.loc[drivers["figure"] == figure, "goal_id"]
    found = goals.revised(context.build, context.plan_id).loc[lambda rows: rows["goal_id"].isin(driven)]
    return found.iloc[0] if len(found) else None


def choices(context: Context) -> dict[str, str]:
    """{goal_id: number and short name} in the plan's order."""
    rows = plans.goals(context.build, context.plan_id).drop_duplicates("goal_id")
    named = rows["number"].astype(str) + " " + rows[f"short_name_{context.lang}"]
    return dict(zip(rows["goal_id"], named, strict=True))


def title(context: Context, number: int) -> str:
    """基本目標1（転入促進） and the goal's full name, as the plan prints it."""
    found = named(context, number)
    return context.text("基本目標{number}（{short}） {name}").format(
        number=number, short=found[f"short_name_{context.lang}"], name=found[f"name_{context.lang}"]
    )


def target_ids(context: Context, goal_id: str, version: str) -> tuple[str, ...]:
    """The goal's numeric targets in the plan's order."""
    rows = standing.listed(context, version).loc[lambda rows: rows["kind"] == "target"]
    return tuple(rows.loc[rows["goal_id"] == goal_id, "indicator_id"])


def overlap(context: Context) -> str:
    """What is known of the next plan's overlap with this one; empty where the plan's files say nothing."""
    rows = plans.context(context.build, context.plan_id).loc[lambda rows: rows["section"] == "overlap"]
    return context.sentences(
        context.text("{name}：{text}。").format(name=name, text=text)
        for name, text in rows[[f"title_{context.lang}", f"text_{context.lang}"]].itertuples(index=False)
    )


def targets(context: Context, goal_id: str, version: str) -> pd.DataFrame:
    """The goal's numeric targets, each in its last measured year; columns as indicators.assessed."""
    rows = indicators.latest(context, version)
    return rows[(rows["goal_id"] == goal_id) & (rows["kind"] == "target")]


def sentence(context: Context, goal_id: str, version: str) -> str:
    """Where the goal stands: each numeric target in one sentence."""
    rows = targets(context, goal_id, version)
    return context.sentences(indicators.told(context, row) for _, row in rows.iterrows())


def headlines(context: Context, goal_id: str, version: str) -> list[Headline]:
    """A number per numeric target: value, share of the target, class and baseline."""
    return [_headline(context, row) for _, row in targets(context, goal_id, version).iterrows()]


def _headline(context: Context, row: pd.Series) -> Headline:
    label = context.text("{measure} {year}").format(
        measure=row["name"], year=context.year(row["fiscal_year"], row["year_basis"])
    )
    compared = context.text("目標 {target} の {rate}").format(
        target=indicators.quantity(context, row, "target"), rate=row["achievement_text"]
    )
    detail = [row["band_text"]]
    if pd.notna(row["baseline"]):
        year = context.year(row["baseline_year"], row["year_basis"])
        detail.append(
            context.text("基準値 {value}（{year}）").format(
                value=indicators.quantity(context, row, "baseline"), year=year
            )
        )
    detail.append(context.words("direction")[row["direction"]])
    if row["actual_status"] == "demo":
        detail.append(context.words("status")["demo"])
    elif row["status"] == "demo":
        detail.append(context.text("基準値と目標値は見本の値（架空）"))
    unmet = context.text("目標 {0}").format(indicators.quantity(context, row, "target"))
    shown = compared if pd.notna(row["target"]) and pd.notna(row["actual"]) else unmet
    return Headline(label, indicators.quantity(context, row, "actual"), shown, context.listed(detail))
