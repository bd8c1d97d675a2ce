"""The population to come if nothing is changed: its total beside other projections, and any part of it."""

import pandas as pd

from analytics.charts import outlook as chart
from analytics.city import paths
from analytics.city.course import counted, horizon, unchanged
from analytics.demography.projection import Projection
from analytics.figures import Figure, Headline, figure
from analytics.figures.context import Context
from analytics.figures.outlook import assumptions, releases, uncertainty
from analytics.figures.registry import called
from analytics.scenario import Levers
from analytics.words import terms

BANDS = ("low50", "high50", "low80", "high80")


def sentence(context: Context) -> str:
    """Where the path leads in the target's year, and by how much it misses."""
    year, target = horizon(context)
    total = counted(unchanged(context), "T", "all")
    facts = {
        "place": context.place(context.home),
        "year": context.year(year, "jan1"),
        "value": terms.number(total[year], ",.0f"),
        "start": context.year(total.index[0], "jan1"),
        "now": terms.number(total.iloc[0], ",.0f"),
    }
    ahead = context.text(
        "出生・転入・転出・死亡の現状が続くと、{place}の人口は{start}の{now}人から{year}には{value}人になります。"
    )
    if target is None:
        return ahead.format(**facts)
    sure = uncertainty.sentence(context, Levers(to=year))
    gap = total[year] - target
    facts |= {"target": terms.number(target, ",.0f"), "gap": terms.number(abs(gap), ",.0f")}
    beside = (
        context.text("目標の{target}人を{gap}人下回ります。")
        if gap < 0
        else context.text("目標の{target}人を{gap}人上回ります。")
    )
    return context.sentences((ahead.format(**facts), beside.format(**facts), sure))


def headlines(context: Context) -> list[Headline]:
    return headlines_of(context, unchanged(context))


def span(context: Context) -> tuple[int, int]:
    """The first and the last year of the path."""
    found = unchanged(context)
    return found.start, found.start + len(found.population) - 1


def headlines_of(context: Context, found: Projection) -> list[Headline]:
    """The target's year of a projection: everyone, the gap, and the ages that matter."""
    year, target = horizon(context)
    parts = [("T", "all"), ("F", "20-39"), ("T", "0-14"), ("T", "65+")]
    shown = [_headline(context, found, sex, ages, year) for sex, ages in parts]
    if target is not None:
        gap = counted(found, "T", "all")[year] - target
        aim = Headline(
            context.text("目標との差 {0}").format(context.row(year, "jan1")),
            context.text("{0}人").format(terms.number(gap, "+,.0f")),
            context.text("目標 {0}人").format(terms.number(target, ",.0f")),
            context.text("人口ビジョンの目標人口と比べて"),
        )
        shown.insert(1, aim)
    return shown


def _headline(context: Context, found: Projection, sex: str, ages: str, year: int) -> Headline:
    values = counted(found, sex, ages)
    part = part_words(context, sex, ages)
    change = (values[year] / values.iloc[0] - 1) * 100
    return Headline(
        context.text("{name} {value}").format(name=part[:1].upper() + part[1:], value=context.row(year, "jan1")),
        context.text("{0}人").format(terms.number(values[year], ",.0f")),
        f"{terms.number(change, '+.1f')}%",
        context.text("{when}の{persons}人と比べて").format(
            when=context.year(values.index[0], "jan1"), persons=terms.number(values.iloc[0], ",.0f")
        ),
    )


def part_words(context: Context, sex: str, ages: str) -> str:
    """人口, 20〜39歳の女性: a part of the population in words."""
    group = context.words("ages")[ages]
    return (
        group if sex == "T" else context.text("{ages}（{sex}）").format(ages=group, sex=context.words("sex")[sex])
    )


@called("将来人口")
def total(context: Context) -> Figure:
    """Our path beside what was counted, what every official release said and what the plan aims for."""
    term = context.term("population")
    values = counted(unchanged(context), "T", "all")
    own = as_path(context, context.text("現状が続く場合"), 1, values)
    unmoved = Levers(to=horizon(context)[0])
    own = own.join(paths.banded(context.build, unmoved, own["year"]))
    frame = pd.concat([releases.population(context), own], ignore_index=True)
    frame = frame.assign(text=[terms.number(value, term.format) for value in frame["value"]])
    title = context.text("{place}の将来人口（{unit}、{period}年、実績・将来推計・目標）").format(
        place=context.place(context.home), unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.ahead(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels("jan1"))
    columns = {"when": context.text("時点"), "label": context.text("種類"), "value": term.titled}
    frame, columns = uncertainty.told(context, frame, columns)
    notes = [
        uncertainty.note(context),
        context.text("国勢調査は10月1日、住民基本台帳と本ダッシュボードの推計は1月1日の人口で、線はつなぎません。"),
        context.text("出発点は住民基本台帳（外国人を含む）で、社人研の推計は国勢調査が出発点です。"),
    ]
    return figure(
        "ahead_total",
        title,
        sentence(context),
        picture,
        frame,
        columns,
        context,
        notes,
        sources(context),
    )


def as_path(context: Context, name: str, rank: int, values: pd.Series) -> pd.DataFrame:
    """A path as charts.outlook draws it. values : by year of 1 January"""
    return pd.DataFrame({"year": values.index, "value": values.to_numpy()}).assign(
        kind="path",
        series=name,
        label=name,
        rank=rank,
        when=[context.year(year, "jan1") for year in values.index],
        status="derived",
        basis="own",
    )


def sources(context: Context) -> list[str]:
    return sorted({source for part in assumptions.assumptions(context) for source in part.sources})
