"""The average achievement over the years, seen in three ways, and what the revision of the set alone moves."""

import pandas as pd

from analytics.charts import views as chart
from analytics.city import standing
from analytics.database import plans
from analytics.figures import Figure, empty, figure
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.making import made
from analytics.figures.plan import changes
from analytics.figures.registry import called
from analytics.statistics import lineage
from analytics.words import terms

SETS = ("all", "kpi")
FIRST = "as_decided"
DECIMALS = ".1f"


def sets(context: Context) -> dict[str, str]:
    """{set of indicators: words}, in the order of choice."""
    return dict(zip(SETS, (context.text("数値目標とKPI"), context.text("KPIのみ")), strict=True))


def averages(context: Context, chosen: str) -> pd.DataFrame:
    """lineage.views over the plan's years. chosen : of SETS"""
    plan = context.plan
    rows = plans.indicators(context.build, plan["plan_id"])
    rows = rows[rows["kind"] == chosen] if chosen != SETS[0] else rows
    merged = rows.dropna(subset="predecessor_ids").set_index("indicator_id")["predecessor_ids"]
    return lineage.views(
        rows,
        standing.judged(context),
        plans.bands(context.build, plan["plan_id"]),
        standing.years(context),
        plan["revised_on"],
        predecessors={name: tuple(ids.split()) for name, ids in merged.items()},
    )


@called("平均達成率の推移", listed("views.sets"), needed=1)
def achievement(context: Context, chosen: str) -> Figure:
    """The capped average by fiscal year in each view; the uncapped one and the counts in the table."""
    frame = made(averages, context, chosen)
    title = context.text("{place}の平均達成率（%、{period}、{set}、目標の100%を上限）").format(
        place=context.place(context.home),
        period=_period(context, frame),
        set=sets(context)[chosen],
    )
    if frame["capped"].isna().all():
        return empty("views", title, context, _to_load(context))
    frame = _worded(context, frame)
    revised_on = context.plan["revised_on"]
    turn = turning_year(frame, revised_on)
    words = context.text("改定 {0}").format(changes.day(context, revised_on)) if turn else ""
    picture = chart.by_view(
        frame,
        title="%",
        spec=".0f",
        year_labels=context.year_labels(),
        revised=(turn - 0.5, words) if turn else None,
    )
    columns = {
        "when": context.text("年度"),
        "view": context.text("見方"),
        "value": context.text("平均達成率（%、100%を上限）"),
        "uncapped": context.text("平均達成率（%、上限なし）"),
        "measured": context.text("評価した指標"),
        "unmeasured": context.text("評価できない指標"),
    }
    built = figure(
        "views", title, _message(context, frame), picture, frame, columns, context, _notes(context, frame)
    )
    return built._replace(credits=context.credits(_sources(context)))


def warning(context: Context, chosen: str) -> str:
    """What is to be known where the average moved mainly because the set did; empty where it did not."""
    return told(
        context,
        made(averages, context, chosen),
        context.plan["revised_on"],
    )


def told(context: Context, frame: pd.DataFrame, revised_on: pd.Timestamp) -> str:
    """The warning on a frame of lineage.views."""
    year = turning_year(frame, revised_on)
    effect = lineage.set_effect(frame, year) if year else None
    if effect is None or not shifts(effect):
        return ""
    before, after = (_capped(frame, FIRST, moment) for moment in (year - 1, year))
    return context.text(
        "注意：{year}の平均達成率は前の年度の{before}%から{after}%へ{change}ポイント動きましたが、"
        "続いている指標だけなら{continued}ポイントです。残る{by_set}ポイントは、指標と目標値の入れ替えによるものです。"
    ).format(
        year=context.year(year, "fiscal"),
        before=terms.number(before, DECIMALS),
        after=terms.number(after, DECIMALS),
        change=terms.number(effect.change, f"+{DECIMALS}"),
        continued=terms.number(effect.continued, f"+{DECIMALS}"),
        by_set=terms.number(effect.by_set, f"+{DECIMALS}"),
    )


def shifts(effect: lineage.SetEffect) -> bool:
    """Whether the set moved the average, by as much as is written, and more than the indicators themselves did."""
    return round(abs(effect.by_set), 1) > 0 and abs(effect.by_set) > abs(effect.continued)


def turning_year(frame: pd.DataFrame, revised_on: pd.Timestamp) -> int | None:
    """The first fiscal year under the revised set that has one before it."""
    years = sorted(int(year) for year in frame["fiscal_year" if "fiscal_year" in frame else "year"].unique())
    later = [year for year in years[1:] if lineage.is_revised(year, revised_on)]
    return later[0] if later and not lineage.is_revised(later[0] - 1, revised_on) else None


def _capped(frame: pd.DataFrame, view: str, year: int) -> float:
    return frame.set_index(["view", "fiscal_year"])["capped"][view, year]


def _period(context: Context, frame: pd.DataFrame) -> str:
    if frame.empty:
        return context.text("期間なし")
    return context.text("{0}年度").format(context.period(frame["fiscal_year"]))


def _to_load(context: Context) -> str:
    return context.text(
        "平均を出せる公表値がありません。目標値と実績値を data/strategy/{0}/kpi_value.csv に入れると、ここに示します。"
    ).format(context.plan_id)


def _worded(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Words, texts, runs (the view as decided is broken at the revision) and the status of what was averaged."""
    revised_on = context.plan["revised_on"]
    after = frame["fiscal_year"].map(lambda year: lineage.is_revised(year, revised_on))
    own = frame["view"] == FIRST
    demo = frame["fiscal_year"].isin(_demo_years(context))
    return frame.assign(
        year=frame["fiscal_year"],
        when=[context.year(year, "fiscal") for year in frame["fiscal_year"]],
        run=frame["view"] + (own & after).map({True: " revised", False: ""}),
        view=frame["view"].map(context.words("view")),
        value=frame["capped"],
        text=[terms.number(value, DECIMALS) for value in frame["capped"]],
        uncapped=[terms.number(value, DECIMALS) for value in frame["uncapped"]],
        demo=demo,
        status=demo.map({True: "demo", False: "derived"}),
    )


def _used(context: Context) -> pd.DataFrame:
    """The values that an average can rest on."""
    values = standing.judged(context)
    return values[values["value"].notna()]


def _demo_years(context: Context) -> set[int]:
    """Years of which an actual is a demo value; every year as soon as a target is one."""
    values = _used(context)
    demo = values[values["status"] == "demo"]
    if (demo["kind"] == "target").any():
        return set(standing.years(context))
    return set(demo.loc[demo["kind"] == "actual", "fiscal_year"])


def _sources(context: Context) -> pd.Series:
    own = context.plan["source_id"]
    return pd.concat([pd.Series([own]), _used(context)["source_id"]])


def _message(context: Context, frame: pd.DataFrame) -> str:
    """Every view in the last year that has one."""
    last = frame[frame["year"] == frame.loc[frame["value"].notna(), "year"].max()]
    seen = [
        context.text("「{view}」で{value}%").format(view=row["view"], value=row["text"])
        for _, row in last.iterrows()
    ]
    return context.text("{when}の平均達成率は、{seen}です。").format(
        when=last["when"].iloc[0], seen=context.listed(seen)
    )


def _notes(context: Context, frame: pd.DataFrame) -> list[str]:
    notes = [
        context.text(
            "改定の前と後では指標も目標値も違うため、「その年度の指標と目標値で」の線は改定でつなぎません。"
        ),
        context.text("評価できない指標は平均に入れず、表に数を示します。"),
    ]
    if frame["demo"].any():
        notes.append(context.text("白抜きの印と破線は、見本の値（架空）を含む平均です。"))
    return notes
