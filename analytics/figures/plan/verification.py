"""効果検証: every numeric target and KPI in a fiscal year, their averages, and one of them in full."""

import pandas as pd

from analytics.charts import rates as rates_chart
from analytics.city import standing
from analytics.database import plans
from analytics.figures import Figure, Headline, empty, figure
from analytics.figures.choices import ALL, VERSION, code, listed
from analytics.figures.context import Context
from analytics.figures.plan import against_target, indicators, likelihood
from analytics.figures.registry import called
from analytics.statistics import kpi

ROWS = (
    VERSION,
    listed("verification.years", of=int),
    listed("goal.choices", also=(ALL,)),
    listed("measures.choices", 2, 0, also=(ALL,)),
    code(ALL, "target", "kpi"),
    listed("measures.bands", also=(ALL,)),
)

KINDS = ("target", "kpi")
AVERAGE = "verification_kpi_average_rate"


def years(context: Context) -> dict[str, str]:
    """{fiscal year: words} of every year that can be verified, the latest first."""
    found = standing.years(context) or [standing.latest_year(context)]
    return {str(year): context.year(year, "fiscal") for year in reversed(found)}


def sentence(context: Context, version: str, fiscal_year: int) -> str:
    """The average of the KPIs both ways, and how many of them it leaves out."""
    rows = indicators.assessed(context, version, fiscal_year).loc[lambda rows: rows["kind"] == "kpi"]
    mean = kpi.average(rows["achievement"])
    facts = {
        "year": context.year(fiscal_year, "fiscal"),
        "capped": indicators.percent(mean.capped),
        "uncapped": indicators.percent(mean.uncapped),
        "measured": mean.measured,
        "unmeasured": mean.unmeasured,
    }
    if not mean.measured:
        return context.text("{year}に評価できるKPIはありません（評価できないKPIは{unmeasured}指標）。").format(
            **facts
        )
    said = context.text(
        "{year}のKPI {measured}指標の平均達成率は{capped}です（100%を上限とした値。上限なしは{uncapped}）。"
        "評価できない{unmeasured}指標は除きます。"
    ).format(**facts)
    made_up = "demo" in set(rows["actual_status"])
    return context.sentences((said, context.text("見本の値を含みます。") if made_up else ""))


def headlines(context: Context, version: str, fiscal_year: int) -> list[Headline]:
    """The averages of KPIs and of numeric targets, how many are met, and what the city itself has published."""
    rows = indicators.assessed(context, version, fiscal_year)
    found = [_average(context, rows[rows["kind"] == kind], kind) for kind in reversed(KINDS)]
    return [*found, _met(context, rows), *_published(context)]


def _average(context: Context, rows: pd.DataFrame, kind: str) -> Headline:
    mean = kpi.average(rows["achievement"])
    name = context.words("indicator_kind")[kind]
    return Headline(
        context.text("{0}の平均達成率（100%を上限）").format(name),
        indicators.percent(mean.capped),
        context.text("上限なし {0}").format(indicators.percent(mean.uncapped)),
        context.text("評価した{measured}指標の平均。評価できない{unmeasured}指標は別に数えます").format(
            measured=mean.measured, unmeasured=mean.unmeasured
        ),
    )


def _met(context: Context, rows: pd.DataFrame) -> Headline:
    counts = rows["band_text"].value_counts()
    listed = [f"{words} {counts[words]}" for words in indicators.band_words(context) if words in counts.index]
    met = int((rows["band"] == "met").sum())
    return Headline(
        context.text("最終年度の目標に届いた指標"),
        context.text("{0}件").format(met),
        context.text("全{0}件のうち").format(len(rows)),
        context.listed(listed),
    )


def _published(context: Context) -> list[Headline]:
    """The city's own published verification, year by year as it is loaded."""
    rows = plans.verification(context.build, context.filters)
    found = []
    for year, part in rows.groupby("year"):
        values = part.set_index("indicator")["value"]
        if AVERAGE not in values:
            continue
        tails = {"count": "", "full": "_at_100", "near": "_above_90", "unmeasured": "_not_measurable"}
        counts = {
            name: f"{values.get(f'verification_numeric_targets{tail}', float('nan')):.0f}"
            for name, tail in tails.items()
        }
        found.append(
            Headline(
                context.text("市の公表 KPI の平均（{0}）").format(context.short(year)),
                indicators.percent(values[AVERAGE]),
                context.text("公表値（算式は未公表）"),
                context.text("数値目標{count}件：100%が{full}、90%超が{near}、評価できない{unmeasured}").format(
                    **counts
                ),
            )
        )
    return found[-1:]


def chosen(
    context: Context, version: str, fiscal_year: int, goal_id: str, measure: str, kind: str, band: str
) -> pd.DataFrame:
    """The assessed indicators that the choices leave; every choice may be "all"."""
    rows = indicators.assessed(context, version, fiscal_year)
    for column, wanted in (("goal_id", goal_id), ("measure_id", measure), ("kind", kind), ("band", band)):
        if wanted != ALL:
            rows = rows[rows[column] == wanted]
    return rows.reset_index(drop=True)


def table(context: Context, *choices: str | int) -> pd.DataFrame:
    """The verification table in words, a row per indicator in the order of `chosen`."""
    rows = chosen(context, *choices)
    words = context.words
    columns = {
        context.text("目標"): rows["goal_id"].map(_goal_numbers(context)).astype(str),
        context.text("指標"): rows["name"],
        context.text("単位"): rows["unit"].where(rows["unit"] != "", "–"),
        context.text("向き"): rows["direction"].map(words("direction")),
        context.text("基準値"): _dated(context, rows, "baseline_year", "baseline_text"),
        **_by_year(context, rows),
        context.text("目標値"): _dated(context, rows, "target_year", "target_text"),
        context.text("達成率"): rows["achievement_text"],
        context.text("進捗区分"): rows["band_text"],
        context.text("目標年度に届く見込み"): rows["indicator_id"].map(likelihood.words(context, *choices[:2])),
        context.text("値の種類"): rows["status"].map(words("status_short")),
        context.text("途中の目安"): rows["planned_text"],
        context.text("最終目標に対して"): rows["final_text"],
        context.text("基準値からの進み"): rows["progress_text"],
        context.text("必要なペース（年）"): rows["pace_text"],
        context.text("急な変化"): _jumps(context, rows),
        context.text("担当"): rows["department"],
        context.text("改定"): rows["change"].map(words("change")).fillna("–"),
        context.text("種類"): rows["kind"].map(words("indicator_kind")),
    }
    return pd.DataFrame(columns)


def _goal_numbers(context: Context) -> dict[str, int]:
    rows = plans.goals(context.build, context.plan_id)
    return dict(zip(rows["goal_id"], rows["number"], strict=True))


def _dated(context: Context, rows: pd.DataFrame, column: str, words: str) -> pd.Series:
    """Values with their years; words : the column of the values as written"""
    bases = ["fiscal"] * len(rows) if column == "target_year" else rows["year_basis"]
    said = [
        context.bracketed(text, "" if pd.isna(year) else context.short(year, basis))
        for text, year, basis in zip(rows[words], rows[column], bases, strict=True)
    ]
    return pd.Series(said, index=rows.index, dtype=object)


def _by_year(context: Context, rows: pd.DataFrame) -> dict[str, list[str]]:
    """{year: actual of that year as text, or the word for why there is none} up to the year that is verified."""
    actual = standing.judged(context).loc[lambda rows: rows["kind"] == "actual"]
    known = {(row.indicator_id, row.fiscal_year): row for row in actual.itertuples()}
    missing = context.words("missing")

    def cell(indicator: str, decimals: int, start: int, year: int) -> str:
        row = known.get((indicator, year))
        if row is None:
            return missing["対象外" if pd.notna(start) and year <= start else indicators.NOT_LOADED]
        return missing[row.missing_reason] if pd.isna(row.value) else indicators.number(row.value, decimals)

    found = standing.years(context)
    given = list(zip(rows["indicator_id"], rows["decimals"], rows["baseline_year"], strict=True))
    return {context.short(year): [cell(*indicator, year) for indicator in given] for year in found}


def _jumps(context: Context, rows: pd.DataFrame) -> list[str]:
    return [
        "–" if not jump else reason or context.text("あり（理由の記載なし）")
        for jump, reason in zip(rows["jump"], rows["reason"], strict=True)
    ]


@called("数値目標とKPIの達成率", *ROWS, needed=len(ROWS))
def rates(context: Context, *choices: str | int) -> Figure:
    """The achievement of each indicator on one scale, with the class in its mark."""
    rows = chosen(context, *choices)
    year = context.year(int(choices[1]), "fiscal")
    title = context.text("{place}の数値目標とKPIの達成率（%、{year}）").format(
        place=context.place(context.home), year=year
    )
    rows = rows.dropna(subset="achievement")
    if rows.empty:
        return empty("achievement", title, context, against_target.to_load(context))
    frame = rows.assign(
        value=rows["achievement"],
        text=rows["achievement_text"],
        demo=rows["actual_status"] == "demo",
        unit=rows["unit"].replace("", "–"),
    )
    present = dict(zip(frame["band"], frame["band_text"], strict=True))
    order = {band: present[band] for band in rates_chart.palette.BAND if band in present}
    picture = rates_chart.against_100(frame, title=context.text("達成率（%）"), order=order)
    columns = {
        "name": context.text("指標"),
        "actual_text": context.text("実績"),
        "target_text": context.text("目標値"),
        "unit": context.text("単位"),
        "value": context.text("達成率"),
        "band_text": context.text("進捗区分"),
    }
    notes = [
        context.text(
            "累計の指標はその年度の途中の目安、ほかは最終年度の目標値に対する率です。評価できない指標は描いていません。"
        )
    ]
    if frame["demo"].any():
        notes.append(context.text("塗りつぶしのない印は見本の値（架空）です。"))
    message = sentence(context, str(choices[0]), int(choices[1]))
    return figure("achievement", title, message, picture, frame, columns, context, notes)
