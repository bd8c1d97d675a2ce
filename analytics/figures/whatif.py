"""What if: a scenario beside the unchanged path and up to four kept ones, over the years and in the target's year."""

import pandas as pd

from analytics import scenario, terms
from analytics.charts import outlook as chart
from analytics.figures import Context, Figure, Headline, ahead, chance, figure, futures, outlook
from analytics.figures.ahead import sources
from analytics.figures.course import counted, horizon, measured, path
from analytics.filters import Filters
from analytics.projection import NegativePopulationError, Projection
from analytics.scenario import Levers, wording

OBSERVED = ("census", "register", "target")
UNCHANGED = Levers()
Kept = tuple[tuple[str, Levers], ...]


def faults(build: str, filters: Filters, levers: Levers) -> list[str]:
    """What cannot be projected, in words; empty when everything can."""
    found = scenario.validate(levers, scenario.bounds(futures.baseline(build)))
    if found:
        return [wording.fault(fault, filters.lang) for fault in found]
    try:
        path(build, levers)
    except NegativePopulationError as error:
        return [wording.emptied(error, filters.lang)]
    return []


def scenarios(build: str, filters: Filters, levers: Levers, kept: Kept) -> dict[str, Levers]:
    """{name: levers} of all that is drawn: unchanged, this one, and those that were kept; all to the same year."""
    context, (year, _target) = Context(build, filters), horizon(build, filters)
    named = {context.text("いまの動きのまま"): Levers(), **dict(kept)}
    if levers != Levers():
        named[context.text("この案")] = levers
    return {name: chosen._replace(to=year) for name, chosen in named.items()}


def total(
    build: str,
    filters: Filters,
    levers: Levers = UNCHANGED,
    kept: Kept = (),
    n: int = chance.FAST,
    seed: int = chance.SEED,
) -> Figure:
    """levers : of this scenario, drawn with bands ; kept : (name, levers) of the others ; n : paths behind the bands
    seed : of their chance, so that a link gives the same picture
    """
    context = Context(build, filters)
    term = context.term("population")
    paths = [
        ahead.as_path(context, name, rank, counted(path(build, chosen), "T", "all"))
        for rank, (name, chosen) in enumerate(scenarios(build, filters, levers, kept).items(), start=1)
    ]
    place = -1 if levers != Levers() else 0
    this = paths[place]
    paths[place] = this.join(
        chance.banded(build, levers._replace(to=horizon(build, filters)[0]), this["year"], n, seed)
    )
    others = outlook.population(context, filters)
    frame = pd.concat([others[others["kind"].isin(OBSERVED)], *paths], ignore_index=True)
    frame = frame.assign(text=[terms.number(value, term.format) for value in frame["value"]])
    title = context.text("{place}の人口、案ごとの推計（{unit}、{period}年）").format(
        place=context.place(filters.home), unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.ahead(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels())
    columns = {"when": context.text("時点"), "label": context.text("種類"), "value": term.titled}
    frame, columns = chance.told(context, frame, columns)
    notes = [
        chance.note(build, filters, n),
        context.text("推計は住民基本台帳の1月1日の人口から始まり、案のレバー以外はいまの動きのままです。"),
    ]
    message = sentence(build, filters, levers, n, seed)
    return figure("whatif_total", title, message, picture, frame, columns, context, notes, sources(build, filters))


def part(build: str, filters: Filters, levers: Levers, kept: Kept, sex: str, ages: str, unit: str) -> Figure:
    """Any part of the population in every scenario. sex : F, M, T ; ages : a key of AGES ; unit : one of UNITS"""
    context = Context(build, filters)
    term = context.term(
        {"persons": "population", "index": "population_index", "share": "share_of_population"}[unit]
    )
    label = ahead.part_words(context, sex, ages)
    paths = [
        ahead.as_path(context, name, rank, measured(path(build, chosen), sex, ages, unit))
        for rank, (name, chosen) in enumerate(scenarios(build, filters, levers, kept).items(), start=1)
    ]
    frame = pd.concat(paths, ignore_index=True)
    frame = frame.assign(
        text=[terms.number(value, term.format) for value in frame["value"]], **dict.fromkeys(ahead.BANDS)
    )
    title = context.text("{place}の{part}の推計（{unit}、{period}年）").format(
        place=context.place(filters.home), part=label, unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.paths(frame, title=term.unit, spec=term.format, year_labels=context.year_labels())
    columns = {"when": context.text("時点"), "label": context.text("案"), "value": term.titled}
    last = paths[-1].index[-1]
    shown = frame[frame["series"] == paths[-1]["series"].iloc[0]].reset_index(drop=True)
    message = context.text(
        "{name}では、{part}は{start}の{before}から{end}には{after}になります（{unit}）。"
    ).format(
        name=shown["label"].iloc[0],
        part=label,
        start=shown["when"].iloc[0],
        before=shown["text"].iloc[0],
        end=shown["when"].iloc[last],
        after=shown["text"].iloc[last],
        unit=term.unit,
    )
    note = context.text("案のレバー以外は、いまの出生率・移動・死亡の動きが続くとしています。")
    return figure("whatif_part", title, message, picture, frame, columns, context, [note], sources(build, filters))


def sentence(build: str, filters: Filters, levers: Levers, n: int = chance.FAST, seed: int = chance.SEED) -> str:
    """Where this scenario ends, against the target and the unchanged path."""
    if levers == Levers():
        return ahead.sentence(build, filters)
    context, (year, target) = Context(build, filters), horizon(build, filters)
    now, then = (counted(path(build, chosen._replace(to=year)), "T", "all")[year] for chosen in (Levers(), levers))
    said = context.text(
        "この案では、{place}の人口は{year}に{value}人（いまの動きのままより{more}人）になります。"
    ).format(
        place=context.place(filters.home),
        year=context.year(year, "jan1"),
        value=terms.number(then, ",.0f"),
        more=terms.number(then - now, "+,.0f"),
    )
    if target is None:
        return said
    text = (
        context.text("目標の{target}人を{gap}人下回ります。")
        if then < target
        else context.text("目標の{target}人に届きます。")
    )
    sure = chance.sentence(build, filters, levers._replace(to=year), n, seed)
    return said + text.format(target=terms.number(target, ",.0f"), gap=terms.number(target - then, ",.0f")) + sure


def headlines(build: str, filters: Filters, levers: Levers) -> list[Headline]:
    return ahead.headlines_of(Context(build, filters), path(build, levers._replace(to=horizon(build, filters)[0])))


def comparison(build: str, filters: Filters, levers: Levers, kept: Kept) -> pd.DataFrame:
    """A column per scenario: the population of the target's year, gaps, age structure and the last year's births."""
    context, (year, target) = Context(build, filters), horizon(build, filters)
    drawn = scenarios(build, filters, levers, kept)
    unchanged = counted(path(build, Levers(to=year)), "T", "all")[year]
    columns = {
        name: _column(context, path(build, chosen), year, target, unchanged) for name, chosen in drawn.items()
    }
    first = next(iter(columns.values()))
    return pd.DataFrame(
        {context.text("項目"): list(first)} | {name: list(told.values()) for name, told in columns.items()}
    )


def _column(
    context: Context, found: Projection, year: int, target: float | None, unchanged: float
) -> dict[str, str]:
    persons = counted(found, "T", "all")[year]

    def share(ages: str) -> str:
        return f"{terms.number(counted(found, 'T', ages)[year] / persons * 100, '.1f')}%"

    return {
        context.text("人口 {0}").format(context.row(year)): terms.number(persons, ",.0f"),
        context.text("いまの動きとの差"): terms.number(persons - unchanged, "+,.0f"),
        context.text("目標との差"): terms.number(None if target is None else persons - target, "+,.0f"),
        context.text("0〜14歳"): share("0-14"),
        context.text("15〜64歳"): share("15-64"),
        context.text("65歳以上"): share("65+"),
        context.text("20〜39歳の女性"): terms.number(counted(found, "F", "20-39")[year], ",.0f"),
        context.text("出生数（最後の年）"): terms.number(found.births[-1].sum(), ",.0f"),
    }
