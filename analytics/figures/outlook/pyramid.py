"""The pyramid of any year to come if nothing is changed, over the outline of the first."""

import numpy as np
import pandas as pd

from analytics.charts import pyramid
from analytics.city import course
from analytics.demography.lifetable import SEXES
from analytics.demography.projection import Projection
from analytics.figures import Figure, figure
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.outlook import population_total
from analytics.figures.population import structure
from analytics.figures.registry import called
from analytics.words import terms

GROUP, OPEN = 5, 85


def years(context: Context) -> dict[str, str]:
    """{year: words} of every 1 January of the path."""
    found = course.unchanged(context)
    moments = found.start + np.arange(len(found.population))
    return {str(year): context.year(year, "jan1") for year in moments.tolist()}


@called("将来の人口ピラミッド", listed("ahead_ages.years"), needed=1)
def pyramid_of(context: Context, year: str) -> Figure:
    """The pyramid of 1 January of a year to come, over the outline of the first."""
    found = course.unchanged(context)
    term = context.term("population")
    chosen = pd.concat(
        [_grouped(found, int(year)).assign(ghost=False), _grouped(found, found.start).assign(ghost=True)]
    )
    text = [terms.number(value, term.format) for value in chosen["value"]]
    drawn = chosen.assign(
        text=text,
        signed=chosen["value"].where(chosen["sex"] == "F", -chosen["value"]),
        when=[context.year(moment, "jan1") for moment in chosen["year"]],
        sex_words=chosen["sex"].map(context.words("sex")),
        age_words=[structure.age_words_of(group, context.lang) for group in chosen["age_group"]],
        status="derived",
    )
    title = context.text("{place}の人口ピラミッド（{unit}、{when}、推計）").format(
        place=context.place(context.home), unit=term.unit, when=context.year(int(year), "jan1")
    )
    ages = list(dict.fromkeys(drawn.sort_values("age", ascending=False)["age_group"]))
    sexes = {sex: context.words("sex")[sex] for sex in ("M", "F")}
    limit = -(-drawn["value"].max() // 1000) * 1000
    picture = pyramid.pyramid(drawn, title=term.unit, ages=ages, sexes=sexes, limit=limit)
    columns = {
        "when": context.text("時点"),
        "age_words": context.text("年齢"),
        "sex_words": context.text("性別"),
        "value": term.titled,
    }
    older = course.counted(found, "T", "65+") / course.counted(found, "T", "all") * 100
    message = context.text("65歳以上の割合は{start}の{before}%から{when}には{after}%になります。").format(
        start=context.year(found.start, "jan1"),
        before=terms.number(older.iloc[0], ".1f"),
        when=context.year(int(year), "jan1"),
        after=terms.number(older[int(year)], ".1f"),
    )
    note = context.text("黒い枠線は{0}現在です。出生・転入・転出・死亡の現状が続く場合の推計です。").format(
        context.year(found.start, "jan1")
    )
    return figure(
        "ahead_pyramid",
        title,
        message,
        picture,
        drawn,
        columns,
        context,
        [note],
        population_total.sources(context),
    )


def _grouped(found: Projection, year: int) -> pd.DataFrame:
    """Persons by sex and five-year age group of 1 January of a year, the last group open."""
    persons = found.population[year - found.start]
    starts = np.arange(0, OPEN + 1, GROUP)
    groups = np.add.reduceat(persons, starts, axis=1)
    names = [f"{age}-{age + GROUP - 1}" if age < OPEN else f"{OPEN}+" for age in starts]
    rows = [
        {"year": year, "sex": sex, "age": int(age), "age_group": name, "value": float(groups[i, j])}
        for i, sex in enumerate(SEXES)
        for j, (age, name) in enumerate(zip(starts, names, strict=True))
    ]
    return pd.DataFrame(rows)
