"""The three age groups together if nothing is changed, and the women aged 20–39, who are contained in one of them."""

import pandas as pd

from analytics.charts import divided
from analytics.city import course
from analytics.demography.projection import Projection
from analytics.figures import Figure, figure
from analytics.figures.choices import worded
from analytics.figures.context import Context
from analytics.figures.outlook import population_total
from analytics.figures.registry import called
from analytics.words import terms
from analytics.words.terms import Term

PARTS, WITHIN = ("0-14", "15-64", "65+"), ("F", "20-39")


@called("年齢3区分の将来人口", worded("projection_unit"))
def over_years(context: Context, unit: str = "persons") -> Figure:
    """unit : one of course.UNITS; shares are of all people, those of the women too"""
    found = course.unchanged(context)
    term = context.term(course.UNITS[unit])
    words = _words(context)
    frame = pd.concat(
        [_rows(context, term, found, which, words[which], unit) for which in words], ignore_index=True
    )
    title = context.text("{place}の年齢3区分と20〜39歳の女性（{unit}、{period}年、推計）").format(
        place=context.place(context.home), unit=term.unit, period=context.period(frame["year"])
    )
    picture = divided.over_years(
        frame,
        title=term.unit,
        spec=term.format,
        year_labels=context.year_labels("jan1"),
        labels=list(words.values()),
        zero=unit != "index",
    )
    columns = {"when": context.text("時点"), "label": context.text("年齢"), "value": term.titled}
    notes = [
        context.text(
            "20〜39歳の女性は15〜64歳に含まれます。3区分に足す4つめの区分ではないため、点のある線で描きます。"
        ),
        context.text("出生・転入・転出・死亡の現状が続く場合の推計です。"),
    ]
    if unit == "share":
        notes.insert(1, context.text("構成比は、女性も含めすべて総人口に占める割合です。"))
    message = _sentence(context, found)
    sources = population_total.sources(context)
    return figure("ahead_groups", title, message, picture, frame, columns, context, notes, sources)


def _words(context: Context) -> dict[tuple[str, str], str]:
    """{(sex, ages): words} of the parts, then of the group contained in one."""
    ages = context.words("ages")
    return {("T", part): ages[part] for part in PARTS} | {WITHIN: context.text("20〜39歳の女性（15〜64歳の内数）")}


def _rows(
    context: Context, term: Term, found: Projection, which: tuple[str, str], label: str, unit: str
) -> pd.DataFrame:
    values = course.measured(found, *which, "index" if unit == "index" else "persons")
    if unit == "share":
        values = values / course.counted(found, "T", "all") * 100
    return pd.DataFrame({"year": values.index, "value": values.to_numpy()}).assign(
        text=[terms.number(value, term.format) for value in values],
        when=[context.year(year, "jan1") for year in values.index],
        label=label,
        within=which == WITHIN,
        status="derived",
        basis="own",
    )


def _sentence(context: Context, found: Projection) -> str:
    """How each part and the group change from the first year to the last, in percent."""
    ways = context.text("{0}%減"), context.text("{0}%増")

    def change(sex: str, ages: str) -> str:
        values = course.counted(found, sex, ages)
        percent = (values.iloc[-1] / values.iloc[0] - 1) * 100
        return ways[int(percent > 0)].format(terms.number(abs(percent), ".0f"))

    start, end = (context.year(year, "jan1") for year in population_total.span(context))
    return context.text(
        "{start}から{end}までに、人数は0〜14歳が{young}、15〜64歳が{middle}、65歳以上が{old}、20〜39歳の女性が{women}となります。"
    ).format(
        start=start,
        end=end,
        young=change("T", "0-14"),
        middle=change("T", "15-64"),
        old=change("T", "65+"),
        women=change(*WITHIN),
    )
