"""What if: a scenario beside the unchanged path and up to four kept ones, over the years and in the target's year."""

import pandas as pd

from analytics import scenario
from analytics.charts import outlook as chart
from analytics.city import evidence, paths
from analytics.city.course import UNITS, counted, horizon, measured, path
from analytics.demography.projection import NegativePopulationError
from analytics.figures import Figure, Headline, figure
from analytics.figures.choices import LAST_SEED, kept, levers, number, perhaps, span, whole, worded
from analytics.figures.context import Context
from analytics.figures.outlook import population_total, releases, uncertainty
from analytics.figures.outlook.population_total import sources
from analytics.figures.registry import called
from analytics.scenario import Levers, wording
from analytics.words import terms

OBSERVED = ("census", "register", "target")
UNCHANGED = Levers()
Kept = tuple[tuple[str, Levers], ...]


def faults(context: Context, levers: Levers) -> list[str]:
    """What cannot be projected, in words; empty when everything can."""
    found = scenario.validate(levers, scenario.bounds(evidence.baseline(context.build)))
    if found:
        return [wording.fault(fault, context.lang) for fault in found]
    try:
        path(context.build, levers)
    except NegativePopulationError as error:
        return [wording.emptied(error, context.lang, with_era=context.filters.with_era)]
    return []


def scenarios(context: Context, levers: Levers, kept: Kept) -> dict[str, Levers]:
    """{name: levers} of all that is drawn: unchanged, this one, and those that were kept; all to the same year."""
    (year, _target) = horizon(context)
    named, this = {context.text("現状が続く場合"): Levers()}, context.text("このシナリオ")
    for name, chosen in kept:
        named[_apart(context, name, {*named, this, context.text("項目")})] = chosen
    if levers != Levers():
        named[this] = levers
    return {name: chosen._replace(to=year) for name, chosen in named.items()}


def _apart(context: Context, name: str, taken: set[str]) -> str:
    """The name of a kept scenario, told apart from those the page itself gives."""
    name = name.strip() or context.text("残したシナリオ")
    while name in taken:
        name = context.text("{0}（残したシナリオ）").format(name)
    return name


def spread_alike(context: Context) -> str:
    """How the levers of in- and out-migrants are spread over the ages, and what they leave alone."""
    return context.text(
        "20〜39歳の転入者数・転出者数の増減は、現状が続く場合との差です。"
        "移動した人の年齢が市の値として公表されていないため、転入も転出も同じ年齢の割合で割り振ります。"
        "全年齢の転入超過数も決めた場合は、それを守るようにほかの年齢で差し引きます。"
    )


def _spread_alike(context: Context, drawn: dict[str, Levers]) -> list[str]:
    """That note, where a scenario that is drawn uses such a lever."""
    used = any(levers.in_20_39 or levers.out_20_39 for levers in drawn.values())
    return [spread_alike(context)] if used else []


@called("条件を変えた場合の人口", levers, kept, number(paths.FAST, paths.MANY), whole(1, LAST_SEED))
def total(
    context: Context,
    levers: Levers = UNCHANGED,
    kept: Kept = (),
    n: int = paths.FAST,
    seed: int = paths.SEED,
) -> Figure:
    """levers : of this scenario, drawn with bands ; kept : (name, levers) of the others ; n : paths behind the bands
    seed : of their chance, so that a link gives the same picture
    """
    term = context.term("population")
    drawn = scenarios(context, levers, kept)
    lines = [
        population_total.as_path(context, name, rank, counted(path(context.build, chosen), "T", "all"))
        for rank, (name, chosen) in enumerate(drawn.items(), start=1)
    ]
    place = -1 if levers != Levers() else 0
    this = lines[place]
    lines[place] = this.join(
        paths.banded(context.build, levers._replace(to=horizon(context)[0]), this["year"], n, seed)
    )
    others = releases.population(context)
    frame = pd.concat([others[others["kind"].isin(OBSERVED)], *lines], ignore_index=True)
    frame = frame.assign(text=[terms.number(value, term.format) for value in frame["value"]])
    title = context.text("{place}の人口、シナリオごとの推計（{unit}、{period}年）").format(
        place=context.place(context.home), unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.ahead(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels("jan1"))
    columns = {"when": context.text("時点"), "label": context.text("種類"), "value": term.titled}
    frame, columns = uncertainty.told(context, frame, columns)
    notes = [
        uncertainty.note(context, n),
        context.text("推計は住民基本台帳の1月1日の人口から始まり、動かした条件のほかは、現状が続くとしています。"),
        *_spread_alike(context, drawn),
    ]
    message = sentence(context, levers, n, seed)
    return figure("whatif_total", title, message, picture, frame, columns, context, notes, sources(context))


@called(
    "条件を変えた場合の人口（一部）",
    levers,
    kept,
    worded("sex"),
    worded("ages"),
    worded("projection_unit"),
    perhaps(span),
    needed=5,
)
def part(
    context: Context,
    levers: Levers,
    kept: Kept,
    sex: str,
    ages: str,
    unit: str,
    span: tuple[int, int] | None = None,
) -> Figure:
    """Any part of the population in every scenario.

    sex : F, M, T ; ages : a key of AGES ; unit : one of UNITS ; span : first and last year, all of them without
    """
    term = context.term(UNITS[unit])
    label = population_total.part_words(context, sex, ages)
    drawn = scenarios(context, levers, kept)
    lines = [
        population_total.as_path(context, name, rank, measured(path(context.build, chosen), sex, ages, unit, span))
        for rank, (name, chosen) in enumerate(drawn.items(), start=1)
    ]
    frame = pd.concat(lines, ignore_index=True)
    frame = frame.assign(
        text=[terms.number(value, term.format) for value in frame["value"]], **dict.fromkeys(population_total.BANDS)
    )
    title = context.text("{place}の{part}の推計（{unit}、{period}年）").format(
        place=context.place(context.home), part=label, unit=term.unit, period=context.period(frame["year"])
    )
    picture = chart.paths(frame, title=term.unit, spec=term.format, year_labels=context.year_labels("jan1"))
    columns = {"when": context.text("時点"), "label": context.text("シナリオ"), "value": term.titled}
    last = lines[-1].index[-1]
    shown = frame[frame["series"] == lines[-1]["series"].iloc[0]].reset_index(drop=True)
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
    notes = [
        context.text("動かした条件のほかは、出生・転入・転出・死亡の現状が続くとしています。"),
        *_spread_alike(context, drawn),
    ]
    return figure("whatif_part", title, message, picture, frame, columns, context, notes, sources(context))


def sentence(context: Context, levers: Levers, n: int = paths.FAST, seed: int = paths.SEED) -> str:
    """Where this scenario ends, against the target and the unchanged path."""
    if levers == Levers():
        return population_total.sentence(context)
    (year, target) = horizon(context)
    now, then = (
        counted(path(context.build, chosen._replace(to=year)), "T", "all")[year] for chosen in (Levers(), levers)
    )
    said = context.text(
        "このシナリオでは、{place}の人口は{year}に{value}人（現状が続く場合より{more}人）になります。"
    ).format(
        place=context.place(context.home),
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
    sure = uncertainty.sentence(context, levers._replace(to=year), n, seed)
    beside = text.format(target=terms.number(target, ",.0f"), gap=terms.number(target - then, ",.0f"))
    return context.sentences((said, beside, sure))


def headlines(context: Context, levers: Levers) -> list[Headline]:
    return population_total.headlines_of(context, path(context.build, levers._replace(to=horizon(context)[0])))
