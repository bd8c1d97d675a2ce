"""The wish to stay or leave: what was published, its change, and what can be said of the young."""

import math

import pandas as pd

from analytics.charts import intervals
from analytics.database import queries
from analytics.figures import Figure, Headline, empty, figure, wording
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.figures.survey import answers, by_age
from analytics.statistics import survey
from analytics.words import narrative, terms

LEAVE, STAY = "leave", "stay"
TENS = 10


def years(context: Context) -> dict[str, str]:
    """{year: words} of the surveys in the period, the latest first; an entry that says so where there is none."""
    found = sorted(queries.intention(context.build, context.filters)["year"].unique(), reverse=True)
    return {str(year): context.year(year) for year in found} or {"none": context.text("この期間に調査はありません")}


def choices(context: Context) -> dict[str, str]:
    """{answer: words} that can be looked at."""
    words = context.words("answer")
    return {answer: words[answer] for answer in answers.SYMBOL}


def sentence(context: Context) -> str:
    """Whether the young want to leave more than the others: from published answers, else only as demo values say."""
    rows = by_age.contrasts(context, LEAVE)
    known = rows[rows["status"] != "demo"]
    if len(known):
        return answers.told(context, known.tail(1), by_age.told(context, known.iloc[-1], LEAVE))
    unknown = context.text(
        "まだ言えません。年齢別の割合と回答数が公表されていないため、18〜39歳のほうが市外に移りたいかどうかは確かめられません。"
    )
    if rows.empty:
        return unknown
    made_up = answers.told(context, rows.tail(1), by_age.told(context, rows.iloc[-1], LEAVE))
    return context.sentences((unknown, made_up))


def headlines(context: Context) -> list[Headline]:
    """Who wants to leave and to stay by the latest published survey, the young beside the others, who answered."""
    found = [_share_headline(context, answer) for answer in (LEAVE, STAY)]
    found.append(_contrast_headline(context))
    found.append(_response_headline(context))
    return [headline for headline in found if headline]


def _share_headline(context: Context, answer: str) -> Headline | None:
    rows = answers.whole(context, answer)
    rows = rows[rows["status"] != "demo"]
    if rows.empty:
        return None
    first, last = rows.iloc[0], rows.iloc[-1]
    label = _label(context, answer, last["when"])
    detail = _precision(context, last)
    if first["year"] == last["year"]:
        return Headline(label, f"{last['text']}%", context.text("比べる年がありません"), detail)
    change = terms.number(last["value"] - first["value"], "+.1f")
    since = context.text("{when}の{percent}%と比べて。").format(when=first["when"], percent=first["text"])
    return Headline(
        label, f"{last['text']}%", context.text("{0}ポイント").format(change), context.sentences((since, detail))
    )


def _label(context: Context, answer: str, when: str, age: str = "") -> str:
    said = context.text("「{0}」").format(context.words("answer")[answer])
    return " ".join(part for part in (age, said, when) if part)


def _precision(context: Context, row: pd.Series) -> str:
    if math.isnan(row["n"]):
        return context.text("回答数が公表されていないため、区間は示せません")
    return context.text("95%信頼区間 {low}〜{high}%、{answers}人が回答").format(
        low=row["low_said"], high=row["high_said"], answers=row["n_said"]
    )


def _contrast_headline(context: Context) -> Headline | None:
    rows = by_age.contrasts(context, LEAVE)
    if rows.empty or math.isnan(rows["value"].iloc[-1]):
        return None
    row, ages = rows.iloc[-1], context.words("survey_age")
    others = narrative.lower_first(ages["40+"])
    label = _label(context, LEAVE, row["when"], ages["18-39"])
    gap = context.text("{others}より{points}ポイント").format(
        others=others, points=terms.number(row["value"], "+.1f")
    )
    mark = context.words("status")[row["status"]]
    detail = context.text("{status}。差の95%信頼区間 {low}〜{high}ポイント").format(
        low=row["low_said"], high=row["high_said"], status=mark
    )
    return Headline(label, f"{terms.number(row['young'], '.1f')}%", gap, detail)


def _response_headline(context: Context) -> Headline | None:
    rows = queries.survey_passports(context.build, context.filters).dropna(subset="response_rate")
    rows = rows[rows["year"].between(context.filters.first_year, context.filters.last_year)]
    if rows.empty:
        return None
    row = rows.iloc[-1]
    label = context.text("回収率 {0}").format(context.year(row["year"]))
    counts = context.text("{sent}人に発送、{answered}人が回答").format(
        sent=f"{row['sent']:,}", answered=f"{row['answered']:,}"
    )
    unheard = context.text("回答しなかった人の考えは、この調査からは分かりません")
    return Headline(label, f"{terms.number(row['response_rate'], '.1f')}%", counts, unheard)


@called("{0}人の割合", listed("intention.choices"), needed=1, about="intention.choices")
def over_years(context: Context, answer: str) -> Figure:
    """The share of everyone aged 18 and over who gave an answer, by survey."""
    key, term = f"intention_{answer}", context.term(answers.SYMBOL[answer])
    frame = answers.whole(context, answer)
    everyone = narrative.lower_first(context.words("survey_age")["all"])
    title = wording.title(context, term, frame, answers.detail(context, frame, everyone))
    if frame.empty:
        return empty(key, title, context)
    picture = intervals.by_year(
        frame,
        title=term.unit,
        spec=".0f",
        year_labels=context.year_labels(),
        kinds=answers.kinds(context),
    )
    columns = {"when": context.text("年"), **answers.columns(context, term.titled)}
    notes = answers.notes(context, frame)
    return figure(key, title, _moved(context, frame, term), picture, frame, columns, context, notes)


def _moved(context: Context, frame: pd.DataFrame, term: terms.Term) -> str:
    """From the first published survey to the last; demo values only where nothing else is there."""
    rows = answers.leading(frame)
    first, last = (answers.share(row, row["when"]) for _, row in rows.iloc[[0, -1]].iterrows())
    if len(rows) == 1:
        told = context.text("{measure}は、{when}に{share}%です（{precision}）。")
        facts = {"share": rows["text"].iloc[0], "precision": _precision(context, rows.iloc[0])}
        return _marked(context, rows, told.format(measure=term.name, when=first.name, **facts))
    found = survey.newcombe(last.percent / 100 * last.n, last.n, first.percent / 100 * first.n, first.n)
    needed = _needed(first, last)
    return _marked(context, rows, narrative.moved(term.name, first, last, found, needed, context.lang))


def _marked(context: Context, rows: pd.DataFrame, sentence: str) -> str:
    if not (rows["status"] == "demo").any():
        return sentence
    source = context.text("見本の値（架空）")
    return context.text("{source}では、{sentence}").format(source=source, sentence=sentence)


def _needed(first: narrative.Share, last: narrative.Share) -> int | None:
    """How many answers, to the next ten, would do where only one of two numbers is missing."""
    missing = [share for share in (first, last) if math.isnan(share.n)]
    if len(missing) != 1:
        return None
    (known,) = (share for share in (first, last) if share not in missing)
    needed = survey.answers_needed(missing[0].percent / 100, known.percent / 100 * known.n, known.n)
    return None if needed is None else -(-needed // TENS) * TENS
