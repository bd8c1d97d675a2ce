"""The plan's indicators of out-migration beside what citizens answer, and whether both move the same way."""

from typing import NamedTuple

import pandas as pd

from analytics.city import standing
from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.plan import goal, indicators
from analytics.figures.survey import answers
from analytics.statistics import kpi
from analytics.words import terms

LEAVING = "migration.outflow"
SUBJECT = "意向"


class Beside(NamedTuple):
    """Indicators and answer in a table, in words whether they agree, and the number of their goal, if there is one."""

    sentence: str
    table: pd.DataFrame
    goal_number: int | None


def beside(context: Context) -> Beside:
    """The numeric targets of the goal that curbs out-migration, and the share who want to leave."""
    found = goal.with_driver(context, LEAVING)
    rows = goal.targets(context, found["goal_id"], plans.REVISED) if found is not None else pd.DataFrame()
    waves = answers.leading(answers.whole(context, "leave"))
    lines = [_target(context, row) for _, row in rows.iterrows()] + _answer(context, waves)
    headings = (
        context.text("ものさし"),
        context.text("前の値 → 今の値"),
        context.text("動き"),
        context.text("目標（達成率）"),
    )
    said = [_subject(context), *(_agreement(context, row, waves) for _, row in rows.head(1).iterrows())]
    number = None if found is None else int(found["number"])
    return Beside(context.sentences(said), pd.DataFrame(lines, columns=headings), number)


def _target(context: Context, row: pd.Series) -> tuple[str, ...]:
    now, step = indicators.quantity(context, row, "actual"), "–"
    if pd.notna(row["actual"]):
        now = _dated(context, now, row["fiscal_year"], row["year_basis"])
    if pd.notna(row["step"]):
        before = _counted(context, indicators.number(row["actual"] - row["step"], row["decimals"]), row)
        now = f"{_dated(context, before, row['previous_year'], row['year_basis'])} → {now}"
        step = f"{_counted(context, row['step_text'], row)} {_direction(context, _desired(row))}"
    aim = indicators.quantity(context, row, "target")
    if pd.notna(row["achievement"]):
        aim = context.bracketed(aim, row["achievement_text"])
    return (_marked(context, row["name"], row["status"]), now, step, aim)


def _marked(context: Context, name: str, status: str) -> str:
    """The name with a mark where values are made up."""
    return context.text("{0}（見本の値）").format(name) if status == "demo" else name


def _counted(context: Context, text: str, row: pd.Series) -> str:
    return indicators.counted(text, row["unit"], context.lang)


def _dated(context: Context, value: str, year: int, basis: str = "calendar") -> str:
    return context.bracketed(value, context.short(year, basis))


def _direction(context: Context, desired: bool) -> str:
    return context.text("改善") if desired else context.text("悪化")


def _desired(row: pd.Series) -> bool:
    return kpi.is_met(row["step"], 0, lower_is_better=row["direction"] == "lower")


def _answer(context: Context, waves: pd.DataFrame) -> list[tuple[str, ...]]:
    """The share who want to leave as a line of the table, from its first survey to its last."""
    if waves.empty:
        return []
    first, last = waves.iloc[0], waves.iloc[-1]
    name = context.text("{0}（市民意識調査）").format(context.term("share_leave").name)
    now, step = _dated(context, f"{last['text']}%", last["year"]), "–"
    if len(waves) > 1:
        change = last["value"] - first["value"]
        now = f"{_dated(context, first['text'] + '%', first['year'])} → {now}"
        points = context.text("{0}ポイント").format(terms.number(change, "+.1f"))
        step = f"{points} {_direction(context, change <= 0)}"
    return [(_marked(context, name, last["status"]), now, step, context.words("missing")["未設定"])]


def _subject(context: Context) -> str:
    """Whether any indicator of the plan measures the wish itself."""
    names = standing.listed(context)["name_ja"]
    if names.str.contains(SUBJECT).any():
        return ""
    return context.text(
        "計画の数値目標とKPIに、住み続けたい・移りたいという意向そのものを測るものは載っていません。"
    )


def _agreement(context: Context, row: pd.Series, waves: pd.DataFrame) -> str:
    """Whether the indicator and the answer moved the same way, as far as both are known."""
    if pd.isna(row["step"]) or len(waves) < 2:
        return context.text("指標か回答の動きが分からないため、向きが合っているかは言えません。")
    wished = waves["value"].iloc[-1] <= waves["value"].iloc[0]
    facts = {"indicator": row["name"], "answer": context.term("share_leave").name}
    if _desired(row) == wished:
        return context.text("「{indicator}」と{answer}の動きは、同じ向きです。").format(**facts)
    text = context.text(
        "「{indicator}」と{answer}の動きは、向きが食い違っています。"
        "移った人の数と移りたい人の割合は別のもので、見ている年も違うため、理由はこの表だけでは分かりません。"
    )
    return text.format(**facts)
