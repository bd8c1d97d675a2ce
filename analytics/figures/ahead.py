"""The population to come if nothing is changed: its total beside other projections, and any part of it."""

from functools import lru_cache

import numpy as np
import pandas as pd

from analytics import plans, scenario, terms
from analytics.charts import outlook as chart
from analytics.figures import Context, Figure, Headline, figure, futures, outlook
from analytics.filters import Filters
from analytics.lifetable import SEXES
from analytics.projection import Projection
from analytics.scenario import Levers

AGES = {"all": (0, 101), "0-14": (0, 15), "15-64": (15, 65), "65+": (65, 101), "75+": (75, 101), "20-39": (20, 40)}
UNITS = ("persons", "index", "share")
BANDS = ("low50", "high50", "low80", "high80")


@lru_cache(maxsize=256)
def path(build: str, levers: Levers) -> Projection:
    """The projection of one scenario."""
    return scenario.run(futures.baseline(build), levers)


def unchanged(build: str, filters: Filters) -> Projection:
    """The projection if nothing is changed, to the target's year."""
    return path(build, Levers(to=horizon(build, filters)[0]))


def counted(found: Projection, sex: str, ages: str) -> pd.Series:
    """Persons by year of 1 January. sex : F, M, T both ; ages : a key of AGES"""
    low, high = AGES[ages]
    sexes = slice(None) if sex == "T" else [SEXES.index(sex)]
    persons = found.population[:, sexes, low:high].sum(axis=(1, 2))
    return pd.Series(persons, index=found.start + np.arange(len(persons)))


def horizon(build: str, filters: Filters) -> tuple[int, float | None]:
    """The year of the target population and the target; the last year and None where the plan has none."""
    plan = plans.plan(build, filters)["plan_id"]
    rows = plans.population_target(build, plan, filters)
    if rows.empty:
        base = futures.baseline(build)
        return base.start + len(base.tfr), None
    return int(rows["year"].iloc[0]), float(rows["persons"].iloc[0])


def sentence(build: str, filters: Filters) -> str:
    """Where the path leads in the target's year, and by how much it misses."""
    context = Context(build, filters)
    year, target = horizon(build, filters)
    total = counted(unchanged(build, filters), "T", "all")
    facts = {
        "place": context.place(filters.home),
        "year": context.year(year, "jan1"),
        "value": terms.number(total[year], ",.0f"),
        "start": context.year(total.index[0], "jan1"),
        "now": terms.number(total.iloc[0], ",.0f"),
    }
    said = context.text(
        "いまの出生率・移動・死亡の動きが続くと、{place}の人口は{start}の{now}人から{year}には{value}人になります。"
    )
    if target is None:
        return said.format(**facts)
    gap = total[year] - target
    facts |= {"target": terms.number(target, ",.0f"), "gap": terms.number(abs(gap), ",.0f")}
    said += (
        context.text("目標の{target}人を{gap}人下回ります。")
        if gap < 0
        else context.text("目標の{target}人を{gap}人上回ります。")
    )
    return said.format(**facts)


def headlines(build: str, filters: Filters) -> list[Headline]:
    return headlines_of(Context(build, filters), unchanged(build, filters))


def headlines_of(context: Context, found: Projection) -> list[Headline]:
    """The target's year of a projection: everyone, the gap, and the ages that matter."""
    year, target = horizon(context.build, context.filters)
    parts = [("T", "all"), ("F", "20-39"), ("T", "0-14"), ("T", "65+")]
    shown = [_headline(context, found, sex, ages, year) for sex, ages in parts]
    if target is not None:
        gap = counted(found, "T", "all")[year] - target
        aim = Headline(
            context.text("目標との差 {0}").format(context.row(year)),
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
        context.text("{0} {1}").format(part[:1].upper() + part[1:], context.row(year)),
        context.text("{0}人").format(terms.number(values[year], ",.0f")),
        f"{terms.number(change, '+.1f')}%",
        context.text("{0}の{1}人と比べて").format(
            context.year(values.index[0], "jan1"), terms.number(values.iloc[0], ",.0f")
        ),
    )


def part_words(context: Context, sex: str, ages: str) -> str:
    """人口, 20〜39歳の女性: a part of the population in words."""
    group = context.words("ages")[ages]
    return (
        group if sex == "T" else context.text("{ages}（{sex}）").format(ages=group, sex=context.words("sex")[sex])
    )


def total(build: str, filters: Filters) -> Figure:
    """Our path beside what was counted, what every official release said and what the plan aims for."""
    context = Context(build, filters)
    term = context.term("population")
    values = counted(unchanged(build, filters), "T", "all")
    own = pd.DataFrame({"year": values.index, "value": values.to_numpy()}).assign(
        kind="path",
        series="own",
        label=context.text("いまの動きが続く場合"),
        rank=1,
        when=[context.year(year, "jan1") for year in values.index],
        status="derived",
        basis="own",
    )
    others = outlook.population(context, filters)
    frame = pd.concat([others, own], ignore_index=True).assign(**dict.fromkeys(BANDS, np.nan))
    frame = frame.assign(text=[terms.number(value, term.format) for value in frame["value"]])
    title = context.text("{place}の将来人口（{unit}、{period}年、実績・将来推計・目標）").format(
        place=context.place(filters.home), unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.ahead(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels())
    columns = {"when": context.text("時点"), "label": context.text("種類"), "value": term.titled}
    notes = [
        context.text("国勢調査は10月1日、住民基本台帳と本ダッシュボードの推計は1月1日の人口で、線はつなぎません。"),
        context.text("出発点は住民基本台帳（外国人を含む）で、社人研の推計は国勢調査が出発点です。"),
    ]
    return figure(
        "ahead_total",
        title,
        sentence(build, filters),
        picture,
        frame,
        columns,
        context,
        notes,
        sources(build, filters),
    )


def explored(build: str, filters: Filters, sex: str, ages: str, unit: str) -> Figure:
    """Any part of the population to come. sex : F, M, T ; ages : a key of AGES ; unit : one of UNITS"""
    context = Context(build, filters)
    term = context.term(
        {"persons": "population", "index": "population_index", "share": "share_of_population"}[unit]
    )
    values = measured(unchanged(build, filters), sex, ages, unit)
    label = part_words(context, sex, ages)
    frame = pd.DataFrame({"year": values.index, "value": values.to_numpy()}).assign(
        kind="path",
        series="own",
        label=label,
        rank=1,
        when=[context.year(year, "jan1") for year in values.index],
        text=[terms.number(value, term.format) for value in values],
        status="derived",
        basis="own",
        **dict.fromkeys(BANDS, np.nan),
    )
    title = context.text("{place}の{part}の推計（{unit}、{period}年）").format(
        place=context.place(filters.home), part=label, unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.paths(frame, title=term.unit, spec=term.format, year_labels=context.year_labels())
    columns = {"when": context.text("時点"), "label": context.text("部分"), "value": term.titled}
    message = context.text("{part}は{start}の{before}から{end}には{after}になります（{unit}）。").format(
        part=label,
        start=frame["when"].iloc[0],
        before=frame["text"].iloc[0],
        end=frame["when"].iloc[-1],
        after=frame["text"].iloc[-1],
        unit=term.unit,
    )
    note = context.text("いまの出生率・移動・死亡の動きが続く場合の推計です。")
    return figure("ahead_part", title, message, picture, frame, columns, context, [note], sources(build, filters))


def measured(found: Projection, sex: str, ages: str, unit: str) -> pd.Series:
    """A part of the population by year: persons, the first year as 100, or percent of all ages of the sex."""
    values = counted(found, sex, ages)
    if unit == "index":
        return values / values.iloc[0] * 100
    return values / counted(found, sex, "all") * 100 if unit == "share" else values


def sources(build: str, filters: Filters) -> list[str]:
    return sorted({source for part in futures.assumptions(build, filters) for source in part.sources})
