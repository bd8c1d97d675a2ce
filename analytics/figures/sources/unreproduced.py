"""What cannot be reproduced, and why: results whose making is not published, methods without a published example."""

import pandas as pd

from analytics.database import plans, queries
from analytics.demography import fertility
from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.words import terms

AVERAGE, TARGETS = "verification_kpi_average_rate", "verification_numeric_targets"
HALF = 0.005

Row = tuple[str, str, str, str]


def table(context: Context) -> pd.DataFrame:
    """In words: what, the published number, why, and what is done instead."""
    rows = [*_verification(context), *_plan(context), *_fertility(context), *_methods(context)]
    headings = (
        context.text("何を"),
        context.text("公表値"),
        context.text("再現できない理由"),
        context.text("代わりに"),
    )
    return pd.DataFrame(rows, columns=list(headings))


def _verification(context: Context) -> list[Row]:
    """What the city published of its own verification, the latest year."""
    rows = plans.verification(context.build, context.filters)
    found = []
    for year, part in rows.groupby("year"):
        values, when = part.set_index("indicator")["value"], context.year(year, "fiscal")
        if AVERAGE in values:
            found.append(
                (
                    context.text("市が公表したKPIの平均達成率（{0}）").format(when),
                    indicators.percent(values[AVERAGE]),
                    context.text("達成率の算式と、評価の区分の境目が公表されていません。"),
                    context.text("達成率は算式を示して計算し、100%を上限とした平均と上限なしの平均を並べます。"),
                )
            )
        if TARGETS in values:
            tails = {"count": "", "full": "_at_100", "near": "_above_90"}
            counts = {name: f"{values.get(TARGETS + tail, float('nan')):.0f}" for name, tail in tails.items()}
            found.append(
                (
                    context.text("市が公表した数値目標の達成の件数（{0}）").format(when),
                    context.text("{count}件のうち100%が{full}件、90%超が{near}件").format(**counts),
                    context.text("どの目標のことか、実績値がいくつかが公表されていません。"),
                    context.text("公表された件数をそのまま示します。"),
                )
            )
    return found


def _plan(context: Context) -> list[Row]:
    """The plan's own births and the population it aims for."""
    first, last = queries.period(context.build)
    every = context.filters._replace(first_year=first, last_year=last)
    births = queries.births(context.build, every, (every.home,)).loc[lambda rows: rows["basis"] == "strategy"]
    plan_id = plans.plan_id(context.build, every)
    target = plans.population_target(context.build, plan_id, every)
    found = {
        context.text("計画に記載された出生数（{0}）").format(_years(context, births)): (
            births["value"],
            context.text("もとにした統計の記載がなく、どの統計の値とも一致しません。"),
            context.text("独立した統計として扱い、ほかの統計と線でつなぎません。"),
        ),
        context.text("計画の目標人口（{0}）").format(_years(context, target)): (
            target["persons"],
            context.text("途中の年の値と、出生率や移動の仮定が公表されていません。"),
            context.text("与えられた値として示し、推計で求めた値とは扱いません。"),
        ),
    }
    return [(what, _persons(context, values), *rest) for what, (values, *rest) in found.items() if len(values)]


def _fertility(context: Context) -> list[Row]:
    """Areas whose age-specific rates do not add to the published total."""
    rows = queries.asfr_and_tfr(context.build).loc[lambda rows: rows["kind"] != "country"]
    sums = rows.groupby(["area_code", "year"]).agg(asfr=("asfr", list), tfr=("tfr", "first")).reset_index()
    sums["found"] = fertility.total_fertility_rate(sums["asfr"].to_list()) if len(sums) else sums["tfr"]
    missed = sums[(sums["found"] - sums["tfr"]).abs() > HALF]
    return [
        (
            context.text("{place}の合計特殊出生率（{years}）").format(
                place=context.place(area), years=_years(context, part)
            ),
            _listed(context, part["tfr"], ".2f"),
            context.text("年齢別出生率の分母が外国人を含む女性で、合計すると{0}になります。").format(
                _listed(context, part["found"], ".2f")
            ),
            context.text("合計特殊出生率は公表値をそのまま使います。"),
        )
        for area, part in missed.groupby("area_code")
    ]


def _methods(context: Context) -> list[Row]:
    """Methods for which no published example with its inputs is at hand."""
    none = context.text("入力と結果がそろって公表された計算例が見つかっていません。")
    by_hand = context.text("手で計算した例と、成り立つべき性質のテストで確かめています。")
    simulated = context.text("手で計算した例に加え、模擬した系列で区間が当たる割合を数えています。")
    named = {
        context.text("KPI の達成率、進捗率、必要なペース、急な変化"): by_hand,
        context.text("回答の重み付けと実効回答数、母集団が小さいときの区間の補正"): by_hand,
        context.text("年と年の間の女性人口の補間、5年でない期間の純移動"): by_hand,
        context.text("目標に届く確率、減衰する傾向の予測、過去にさかのぼった検証"): simulated,
        context.text("順位の区間、転入超過率の管理限界"): by_hand,
    }
    return [(name, terms.number(None, ""), none, instead) for name, instead in named.items()]


def _years(context: Context, rows: pd.DataFrame) -> str:
    return context.listed(context.year(year) for year in rows["year"])


def _listed(context: Context, values: pd.Series, spec: str) -> str:
    return context.listed(terms.number(value, spec) for value in values)


def _persons(context: Context, values: pd.Series) -> str:
    return context.text("{0}人").format(_listed(context, values, ",.0f"))
