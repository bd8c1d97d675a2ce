"""The wish to stay or leave by age: every age group, and the young against the others."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.charts import intervals
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.figures.survey import answers
from analytics.statistics import survey, weighting
from analytics.words import narrative, terms

YOUNG, OLD = survey.AGES
CERTAIN = 0.05


@called(
    "{0}人の割合（年齢別）",
    listed("intention.choices"),
    listed("intention.years"),
    needed=2,
    about="intention.choices",
)
def by_age(context: Context, answer: str, year: str) -> Figure:
    """The share of every age group in one survey, each against the rest in the table."""
    term = context.term(answers.SYMBOL[answer])
    frame = _ages(context, answer, year)
    title = answers.title(context, term, year, frame, context.text("年齢別"))
    if frame.empty:
        return empty("intention_age", title, context, answers.to_load(context))
    frame = _against_the_rest(context, frame)
    picture = intervals.by_row(frame, title=term.unit, spec=".0f", kinds=answers.kinds(context))
    columns = {
        "age": context.text("年齢"),
        **answers.columns(context, term.titled),
        "p": context.text("ほかの年齢全体との差のp値（補正後）"),
    }
    notes = [
        *answers.notes(context, frame),
        context.text("p値はフィッシャーの正確検定を、年齢の数だけ繰り返すことを見込んで補正した値です（BH法）。"),
    ]
    return figure("intention_age", title, _told_ages(context, frame, term), picture, frame, columns, context, notes)


def _ages(context: Context, answer: str, year: str) -> pd.DataFrame:
    frame = answers.shares(context, answer)
    frame = frame[(frame["age_group"] != "all") & (frame["year"].astype(str) == year)]
    ages = frame["age_group"].map(context.words("survey_age"))
    return frame.assign(
        age=ages,
        row=[
            context.text("{age}（{answers}人）").format(age=age, answers=n)
            for age, n in zip(ages, frame["n_said"], strict=True)
        ],
    ).reset_index(drop=True)


def _against_the_rest(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """p of every age against all others together, and whether it lies above them; missing where an n is."""
    counts = (frame["value"] / 100 * frame["n"]).round()
    others = (counts.sum() - counts) / (frame["n"].sum() - frame["n"])
    known = frame["n"].notna().all()
    p_values = survey.against_the_rest(counts, frame["n"]) if known else np.full(len(frame), np.nan)
    return frame.assign(p=p_values, p_said=[_p(context, p) for p in p_values], above=frame["value"] / 100 > others)


def _p(context: Context, p: float) -> str:
    if math.isnan(p):
        return context.text("求められません")
    return context.text("0.001未満") if p < 0.001 else terms.number(p, ".3f")


def _told_ages(context: Context, frame: pd.DataFrame, term: terms.Term) -> str:
    """The highest and the lowest of the ages with enough answers, and which differ from the rest."""
    rows = frame[~frame["n"].map(survey.is_small)]
    rows = rows.assign(age=rows["age"].map(narrative.lower_first))
    if rows.empty:
        unsaid = context.text("どの年齢も回答が30人に届かないか回答数が未公表のため、年齢の差は言えません。")
        return answers.told(context, frame, unsaid)
    highest, lowest = rows.loc[rows["value"].idxmax()], rows.loc[rows["value"].idxmin()]
    said = context.text("{measure}は{high}の{most}%が最も高く、{low}の{least}%が最も低くなっています。").format(
        measure=term.name, high=highest["age"], most=highest["text"], low=lowest["age"], least=lowest["text"]
    )
    return answers.told(context, frame, said, _clear(context, rows[rows["p"] < CERTAIN]))


def _clear(context: Context, rows: pd.DataFrame) -> str:
    """Which ages can be told from all others together."""
    sides = {
        True: context.text("ほかの年齢全体より高いと言えるのは{0}です。"),
        False: context.text("ほかの年齢全体より低いと言えるのは{0}です。"),
    }
    listed = [
        words.format(context.listed(rows.loc[rows["above"] == above, "age"]))
        for above, words in sides.items()
        if (rows["above"] == above).any()
    ]
    return context.sentences(listed) or context.text("ほかの年齢全体と差があると言える年齢はありません。")


class Contrast(NamedTuple):
    """18–39 against 40 and over in one survey: shares in percent, answers in persons, difference in points."""

    year: int
    status: str
    source_id: str
    young: float
    old: float
    young_n: float
    old_n: float
    value: float
    low: float
    high: float
    differs: bool


def contrasts(context: Context, answer: str) -> pd.DataFrame:
    """A Contrast for every survey that tells all ages; n is that of the smaller side, words as answers.worded."""
    frame = answers.shares(context, answer)
    frame = frame[frame["age_group"].isin(weighting.BANDS)]
    whole = [rows for _, rows in frame.groupby("year") if set(weighting.BANDS) == set(rows["age_group"])]
    found = pd.DataFrame(map(_contrast, whole), columns=Contrast._fields)
    return answers.worded(context, found.assign(n=found[["young_n", "old_n"]].min(axis=1).astype(float)), "+.1f")


def _contrast(rows: pd.DataFrame) -> Contrast:
    pooled = survey.group(rows.rename(columns={"value": "share"})).set_index("group")
    young, old = pooled.loc[YOUNG], pooled.loc[OLD]
    found = survey.newcombe(young["count"], young["n"], old["count"], old["n"])
    return Contrast(
        rows["year"].iloc[0],
        "demo" if (rows["status"] == "demo").any() else "derived",
        rows["source_id"].iloc[0],
        young["share"],
        old["share"],
        young["n"],
        old["n"],
        *(100 * number for number in found[:3]),
        found.differs,
    )


def told(context: Context, row: pd.Series, answer: str) -> str:
    """One contrast in one sentence."""
    ages = {code: narrative.lower_first(words) for code, words in context.words("survey_age").items()}
    found = survey.Difference(*(row[name] / 100 for name in ("value", "low", "high")), row["differs"])
    sides = (
        narrative.Share(ages[YOUNG], row["young"], row["young_n"]),
        narrative.Share(ages[OLD], row["old"], row["old_n"]),
    )
    return narrative.contrasted(context.term(answers.SYMBOL[answer]).name, *sides, found, context.lang)


@called("{0}人の割合（若い世代とほかの年齢の差）", listed("intention.choices"), needed=1, about="intention.choices")
def contrast(context: Context, answer: str) -> Figure:
    """The difference between 18–39 and 40 and over by survey, around zero."""
    term = context.term("share_gap")
    frame = contrasts(context, answer).dropna(subset="value")
    word = context.text("「{0}」").format(context.words("answer")[answer])
    drawn = frame if len(frame) else answers.shares(context, answer)
    title = wording.title(context, term, drawn, answers.detail(context, frame, word))
    if frame.empty:
        return empty("intention_gap", title, context, answers.to_load(context))
    picture = intervals.by_year(
        frame,
        title=term.unit,
        spec="+.0f",
        year_labels=context.year_labels(),
        kinds=answers.kinds(context),
        signed=True,
    )
    measure = context.term(answers.SYMBOL[answer]).name
    columns = {"when": context.text("年")} | {
        column: context.text("{name}：{text}").format(name=context.words("survey_age")[age], text=heading)
        for age, side in ((YOUNG, "young"), (OLD, "old"))
        for column, heading in ((side, measure), (f"{side}_n", context.text("回答数（人）")))
    }
    shown = answers.columns(context, term.titled)
    columns |= {name: shown[name] for name in ("value", "low", "high")}
    last = frame.iloc[-1]
    message = answers.told(context, frame.tail(1), told(context, last, answer), _how_often(context, frame))
    return figure(
        "intention_gap", title, message, picture, _numbered(frame), columns, context, _gap_notes(context, frame)
    )


def _numbered(frame: pd.DataFrame) -> pd.DataFrame:
    texts = {f"{side}_said": [terms.number(value, ".1f") for value in frame[side]] for side in ("young", "old")} | {
        f"{side}_n_said": [terms.number(n, ",.0f") for n in frame[f"{side}_n"]] for side in ("young", "old")
    }
    return frame.assign(**texts)


def _how_often(context: Context, frame: pd.DataFrame) -> str:
    if len(frame) < 2:
        return ""
    said = context.text("{count}回の調査のうち、差があると言えるのは{clear}回です。")
    return said.format(count=len(frame), clear=int(frame["differs"].sum()))


def _gap_notes(context: Context, frame: pd.DataFrame) -> list[str]:
    return [
        context.text("0より上は、18〜39歳のほうが高いことを示します。"),
        context.text("全体と比べないのは、全体に18〜39歳自身が含まれ、差が小さく見えるためです。"),
        context.text("算出：年齢別の割合と回答数から人数に戻して合わせました。区間はニューカムの95%信頼区間です。"),
        *wording.demo_notes(context, frame),
    ]
