"""What stands around the survey: how it was held, and why people want to leave with what addresses it."""

from typing import NamedTuple

import pandas as pd

from analytics.database import plans, queries
from analytics.figures.context import Context
from analytics.figures.plan import changes
from analytics.words import terms


class Passport(NamedTuple):
    """table : a row per fact, a column per survey ; notes : source and what is made up"""

    table: pd.DataFrame
    notes: tuple[str, ...]


class Link(NamedTuple):
    """A measure or initiative that bears on a reason, on what ground, and the number of its goal."""

    text: str
    ground: str
    goal_number: int


class Reason(NamedTuple):
    """A reason as ranked; direct : initiatives that address it ; related : measures that may bear on it"""

    text: str
    direct: tuple[Link, ...]
    related: tuple[Link, ...]


def passport(context: Context) -> Passport:
    """How each survey was held; what is not known is said to be unpublished."""
    lang = context.lang
    rows = queries.survey_passports(context.build, context.filters)
    absent = context.words("missing")["未公表"]
    facts = {
        context.text("調査"): rows[f"name_{lang}"],
        context.text("実施"): rows["held"].map(lambda held: changes.month(context, held), na_action="ignore"),
        context.text("対象"): rows[f"asked_{lang}"],
        context.text("発送数（人）"): rows["sent"].map("{:,}".format, na_action="ignore"),
        context.text("回答数（人）"): rows["answered"].map("{:,}".format, na_action="ignore"),
        context.text("回収率（%）"): rows["response_rate"].map("{:.1f}".format, na_action="ignore"),
        context.text("集め方"): rows[f"method_{lang}"],
        context.text("設問文"): rows[f"question_{lang}"],
        context.text("「住み続けたい」に数えた選択肢"): rows[f"stay_{lang}"],
        context.text("「市外に移りたい」に数えた選択肢"): rows[f"leave_{lang}"],
        context.text("年齢別の割合と回答数"): rows[f"ages_{lang}"],
    }
    years = rows["year"].map(context.year)
    table = pd.DataFrame(
        {
            context.text("項目"): list(facts),
            **{
                when: [absent if pd.isna(fact[row]) else fact[row] for fact in facts.values()]
                for row, when in years.items()
            },
        }
    )
    source = context.text("出典：{credits}").format(credits=context.listed(context.credits(rows["source_id"])))
    return Passport(table, (source, *_made_up(context, set(rows["year"]))))


def _made_up(context: Context, known: set[int]) -> list[str]:
    rows = queries.intention(context.build, context.filters)
    years = sorted(set(rows.loc[rows["status"] == "demo", "year"]) - known)
    listed = context.listed(map(context.year, years))
    return (
        [context.text("{0}の値は見本の値（架空）で、実施された調査ではありません。").format(listed)]
        if years
        else []
    )


def reasons(context: Context, answer: str) -> tuple[str, tuple[Reason, ...]]:
    """What the latest survey says of the reasons for an answer, in a sentence and in their order."""
    rows = queries.intention_reasons(context.build, context.filters)
    rows = rows[rows["answer"] == answer]
    if rows.empty:
        return context.text("この期間に、理由が公表された調査はありません。"), ()
    rows = rows[rows["year"] == rows["year"].max()]
    links = plans.reason_links(context.build, context.plan_id)
    links = links[(links["year"] == rows["year"].iloc[0]) & (links["answer"] == answer)]
    said = context.text("{when}の調査で「{answer}」人が挙げた理由の上位です。").format(
        when=context.year(rows["year"].iloc[0]), answer=context.words("answer")[answer]
    )
    silent = context.text("割合は公表されていません。") if rows["share"].isna().all() else ""
    return context.sentences((said, silent)), tuple(_reason(context, row, links) for _, row in rows.iterrows())


def _reason(context: Context, row: pd.Series, links: pd.DataFrame) -> Reason:
    lang = context.lang
    share = "" if pd.isna(row["share"]) else f" {terms.number(row['share'], '.1f')}%"
    own = links[links["rank"] == row["rank"]]
    direct = own["initiative_number"].notna()
    return Reason(
        f"{row['rank']}. {row[f'reason_{lang}']}{share}",
        tuple(_link(context, link) for _, link in own[direct].iterrows()),
        tuple(_link(context, link) for _, link in own[~direct].iterrows()),
    )


def _link(context: Context, link: pd.Series) -> Link:
    lang = context.lang
    text = f"{link['goal_number']}-{link['measure_number']} {link[f'measure_{lang}']}"
    if pd.notna(link["initiative_number"]):
        text += f" → {link['initiative_number']} {link[f'initiative_{lang}']}"
    return Link(text, link[f"ground_{lang}"], int(link["goal_number"]))
