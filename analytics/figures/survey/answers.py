"""A survey's answers with their intervals and in words: what every picture of the intention is made from."""

import math
from typing import NamedTuple

import pandas as pd

from analytics.database import queries
from analytics.figures import wording
from analytics.figures.context import Context
from analytics.statistics import survey, weighting
from analytics.words import terms
from analytics.words.narrative import Share

SYMBOL = {"leave": "share_leave", "stay": "share_stay"}
FILE = "data/figures/intention_survey.csv"


class Adults(NamedTuple):
    """Persons aged 18 and over, age × sex, with their day of reference and source."""

    persons: pd.DataFrame
    day: pd.Timestamp
    source_id: str


def adults(context: Context, year: int) -> Adults | None:
    """The register of the day nearest to the survey of that year; None when there is none by age."""
    frame = queries.pyramid(context.build, context.filters)
    frame = frame[frame["basis"] == "register"]
    if frame.empty:
        return None
    day = min(frame["reference_date"].unique(), key=lambda day: abs(day - pd.Timestamp(year, 7, 1)))
    rows = frame[frame["reference_date"] == day]
    return Adults(weighting.adults(rows), day, rows["source_id"].iloc[0])


def shares(context: Context, answer: str) -> pd.DataFrame:
    """Every share of an answer by year and age group ("all" is 18 and over), worded.

    -> year, age_group, value (percent), n, low, high (percent, missing where n is), status, source_id,
    register_source_id, and the words of `worded`
    """
    frame = queries.intention(context.build, context.filters).astype({"n": float, "sent": float})
    frame = frame[frame["answer"] == answer].rename(columns={"share": "value"}).reset_index(drop=True)
    registers = {year: adults(context, year) for year in frame["year"].unique()}
    sizes = [_size(registers[row.year], row.age_group) for row in frame.itertuples()]
    bounds = [interval(row.value, row.n, size) for row, size in zip(frame.itertuples(), sizes, strict=True)]
    sources = {year: register.source_id for year, register in registers.items() if register}
    return worded(
        context,
        frame.assign(
            low=[low for low, _high in bounds],
            high=[high for _low, high in bounds],
            register_source_id=frame["year"].map(sources),
        ),
    )


def whole(context: Context, answer: str) -> pd.DataFrame:
    """The shares of everyone aged 18 and over."""
    frame = shares(context, answer)
    return frame[frame["age_group"] == "all"].reset_index(drop=True)


def leading(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows to speak of: those that are not made up, or all where there are no others."""
    known = frame[frame["status"] != "demo"]
    return known if len(known) else frame


def _size(register: Adults | None, age_group: str) -> float | None:
    if register is None:
        return None
    persons = register.persons.sum(axis=1)
    return float(persons.sum() if age_group == "all" else persons[age_group])


def interval(percent: float, n: float, size: float | None = None) -> survey.Interval:
    """Wilson's 95 % interval in percent; size : of the population the answers were drawn from, if known"""
    whole = None if size is None or n > size else size
    return survey.Interval(*(bound * 100 for bound in survey.wilson(percent / 100 * n, n, population=whole)))


def worded(context: Context, frame: pd.DataFrame, spec: str = ".1f") -> pd.DataFrame:
    """Numbers as text, the look of every point, and the year in words."""
    absent = context.words("missing")["未公表"]
    bounds = {f"{end}_said": [terms.number(bound, spec) for bound in frame[end]] for end in ("low", "high")}
    return frame.assign(
        when=frame["year"].map(context.year),
        text=[terms.number(value, spec) for value in frame["value"]],
        n_said=[absent if math.isnan(n) else terms.number(n, ",.0f") for n in frame["n"]],
        kind=[_kind(n, status) for n, status in zip(frame["n"], frame["status"], strict=True)],
        **bounds,
    )


def _kind(n: float, status: str) -> str:
    code = "bare" if math.isnan(n) else "small" if survey.is_small(n) else "exact"
    return f"{code}_demo" if status == "demo" else code


def kinds(context: Context) -> dict[str, str]:
    """{look of a point: words of the legend}"""
    words = {
        "exact": context.text("値と95%信頼区間"),
        "bare": context.text("区間を示せない値"),
        "small": context.text("回答30人未満の参考値"),
    }
    return words | {f"{code}_demo": context.text("{0}（見本の値）").format(word) for code, word in words.items()}


def columns(context: Context, measure: str) -> dict[str, str]:
    """Headings of the numbers behind a share."""
    return {
        "value": measure,
        "low": context.text("95%信頼区間の下限"),
        "high": context.text("95%信頼区間の上限"),
        "n": context.text("回答数（人）"),
    }


def detail(context: Context, frame: pd.DataFrame, *words: str) -> str:
    """The end of a title; says where demo values are."""
    made_up = frame["status"] == "demo"
    mark = [context.text("見本の値")] if len(frame) and made_up.all() else []
    mark = [context.text("一部見本の値")] if made_up.any() and not mark else mark
    return context.listed([*words, *mark])


def title(context: Context, term: terms.Term, year: str, frame: pd.DataFrame, *words: str) -> str:
    """The title of a picture of one survey, drawn or not; year : its code, digits where there is a survey"""
    of_year = pd.DataFrame({"year": [int(year)] if year.isdecimal() else []})
    return wording.title(context, term, of_year, detail(context, frame, *words))


def told(context: Context, frame: pd.DataFrame, *sentences: str) -> str:
    """Sentences on one survey, which opens them, and whether it is made up."""
    made_up = (frame["status"] == "demo").any()
    source = context.text("{0}の見本の値（架空）") if made_up else context.text("{0}の調査")
    return context.text("{source}では、{sentence}").format(
        source=source.format(frame["when"].iloc[0]), sentence=context.sentences(sentences)
    )


def notes(context: Context, frame: pd.DataFrame) -> list[str]:
    """How the intervals were made, what they leave out, and what the marks mean."""
    said = [
        context.text(
            "区間はウィルソンの95%信頼区間です。回答しなかった人との考え方の違いは、区間に入っていません。"
        )
    ]
    if frame["register_source_id"].notna().any():
        said.append(_population_note(context, frame))
    if frame["n"].isna().any():
        years = context.listed(frame.loc[frame["n"].isna(), "when"].unique())
        said.append(context.text("{0}は回答数が公表されていないため区間は示せません。").format(years))
    if (frame["n"] < survey.SMALL).any():
        said.append(context.text("灰色の印は回答が30人未満で、割合が大きく振れるため参考です。"))
    if (frame["status"] == "derived").any():
        said.append(context.text("算出値は、公表された値と、公表された差や合計から求めたものです。"))
    return said + wording.demo_notes(context, frame)


def _population_note(context: Context, frame: pd.DataFrame) -> str:
    found = [adults(context, year) for year in frame["year"].unique()]
    days = {register.day: f"{register.persons.sum().sum():,.0f}" for register in found if register}
    listed = context.listed(
        context.text("{when}の{persons}人").format(when=context.date(day), persons=persons)
        for day, persons in days.items()
    )
    return context.text(
        "母集団は住民基本台帳の18歳以上（{0}、18・19歳は15〜19歳の5分の2とみなした概算）とし、有限母集団の修正をしています。"
    ).format(listed)


def share(row: pd.Series, name: str) -> Share:
    return Share(name, row["value"], row["n"])


def to_load(context: Context) -> str:
    """What the city has to load to see its answers by age; empty where the period alone leaves nothing."""
    if queries.intention(context.build, context.filters).empty:
        return ""
    return context.text(
        "年齢別の回答は公表されていません。市の値（年、年齢階級、回答、割合、回答数）を {0} に入れて"
        "データベースを作り直すと、ここに表示されます。"
    ).format(FILE)
