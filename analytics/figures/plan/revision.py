"""A revision of the plan in words and tables: what changed, before beside after, and the plan's own explanation."""

from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

import pandas as pd

from analytics.database import plans
from analytics.figures import Headline
from analytics.figures.context import Context
from analytics.figures.plan import changes
from analytics.statistics import lineage
from analytics.words import narrative


class GoalChanges(NamedTuple):
    """What the revision did below one goal: heading, a sentence, and before beside after where anything is to be shown."""

    heading: str
    sentence: str
    table: pd.DataFrame


def sentence(context: Context) -> str:
    """How many parts of which kind were changed, merged, added or left out, and when."""
    plan = context.plan
    if pd.isna(plan["revised_on"]):
        return context.text("この計画はまだ改定されていません。")
    frames, told = changes.parts(context.build, plan["plan_id"]), []
    for kind, said in _kinds(context).items():
        counted = _counted(context, frames[kind])
        told += [said.format(counted)] if counted else []
    if not told:
        return context.text("この改定で変わったと書かれた部分はありません。")
    return context.text("{when}の改定では、{changes}がありました。").format(
        when=changes.day(context, plan["revised_on"]),
        changes=reduce(lambda told, other: context.text("{told}、{other}").format(told=told, other=other), told),
    )


def headlines(context: Context) -> list[Headline]:
    """How many perspectives, measures, initiatives and KPIs there are since the revision, against before."""
    frames = changes.parts(context.build, context.plan_id)
    labels = {
        "perspective": context.text("重要な視点の数"),
        "measure": context.text("具体的な施策の数"),
        "initiative": context.text("主な取組の数"),
        "kpi": context.text("KPIの数"),
    }
    return [_headline(context, label, frames[kind]) for kind, label in labels.items()]


def _headline(context: Context, label: str, frame: pd.DataFrame) -> Headline:
    after, before = (len(changes.listed(frame, version)) for version in (plans.REVISED, plans.ORIGINAL))
    return Headline(
        label,
        str(after),
        context.text("改定前は{0}").format(before),
        _counted(context, frame) or context.text("変更の記載なし"),
    )


def _kinds(context: Context) -> dict[str, str]:
    """{kind: how what was done to it is told}, in the order in which the revision tells of them."""
    return {
        "goal": context.text("基本目標に{0}"),
        "target": context.text("数値目標に{0}"),
        "perspective": context.text("重要な視点に{0}"),
        "measure": context.text("具体的な施策に{0}"),
        "initiative": context.text("主な取組に{0}"),
        "kpi": context.text("KPIに{0}"),
    }


def _counted(context: Context, frame: pd.DataFrame) -> str:
    """変更1・新規2: what was done to how many, empty where everything went on."""
    done = changes.of_version(frame, plans.REVISED)["change"].value_counts()
    words = [
        context.text("{change}{count}").format(change=narrative.lower_first(word), count=done[change])
        for change, word in context.words("change").items()
        if change != changes.KEPT and change in done
    ]
    return context.listed(words, "・")


def items(context: Context) -> pd.DataFrame:
    """The revision's own items: number, title and page; before, after, reason."""
    lang = context.lang
    rows = plans.revisions(context.build, context.plan_id)
    named = [
        context.bracketed(f"{number} {title}", changes.pages(page))
        for number, title, page in zip(rows["number"], rows[f"title_{lang}"], rows["page"], strict=True)
    ]
    return pd.DataFrame(
        {
            context.text("改定の項目"): named,
            context.text("改定前"): rows[f"before_{lang}"].fillna(context.text("改定前に当たる記述なし")),
            context.text("改定後"): rows[f"after_{lang}"],
            context.text("理由"): rows[f"reason_{lang}"],
        }
    )


def perspectives(context: Context) -> pd.DataFrame:
    """Every perspective of the revised plan beside those it comes from; columns as `table`."""
    frame = changes.parts(context.build, context.plan_id)["perspective"]
    rows = changes.of_version(frame, plans.REVISED)
    return table(context, [_compared(context, "perspective", row, frame) for _, row in rows.iterrows()])


def goals(context: Context, every: bool) -> list[GoalChanges]:
    """Goal by goal, what the revision did to its measures, initiatives and KPIs.

    every : whether parts that went on are listed beside those that changed
    """
    frames = changes.parts(context.build, context.plan_id)
    found = changes.of_version(frames["goal"], plans.REVISED)
    return [_goal(context, goal, frames, every=every) for _, goal in found.iterrows()]


def _goal(context: Context, goal: pd.Series, frames: dict[str, pd.DataFrame], *, every: bool) -> GoalChanges:
    name = goal[f"short_name_{context.lang}"]
    heading = f"{changes.numbered(context, 'goal', str(goal['number']))}　{name}"
    rows = list(_below(context, goal, frames))
    changed = [row for row in rows if row.change not in (changes.KEPT, "")]
    if not changed:
        said = context.text("この目標の具体的な施策・主な取組・KPIには、見直しの記載がありません。")
    else:
        said = context.text("{0}件が見直されました。").format(len(changed))
    return GoalChanges(heading, said, table(context, rows if every else changed))


def _below(context: Context, goal: pd.Series, frames: dict[str, pd.DataFrame]) -> Iterator["_Compared"]:
    """The parts below a goal in the plan's order: each measure, its initiatives, their KPIs."""

    def under(kind: str, column: str, key: str) -> Iterator[pd.Series]:
        rows = changes.of_version(frames[kind], plans.REVISED)
        yield from (row for _, row in rows[rows[column] == key].iterrows())

    for measure in under("measure", "goal_id", goal["id"]):
        at = changes.numbered(context, "measure", f"{goal['number']}-{measure['number']}")
        yield _compared(context, "measure", measure, frames["measure"], at)
        for initiative in under("initiative", "measure_id", measure["id"]):
            place = f"{at} {changes.numbered(context, 'initiative', initiative['printed_number'])}"
            yield _compared(context, "initiative", initiative, frames["initiative"], place)
            for kpi in under("kpi", "initiative_id", initiative["id"]):
                yield _compared(context, "kpi", kpi, frames["kpi"], f"{place} {context.text('KPI')}")


class _Compared(NamedTuple):
    place: str
    before: str
    mark: str
    after: str
    change: str


def _compared(context: Context, kind: str, row: pd.Series, frame: pd.DataFrame, place: str = "") -> _Compared:
    before = [_named(context, kind, old) for _, old in changes.former(frame, row).iterrows()]
    gone = row["change"] == lineage.DROPPED
    after = (
        context.text("改定後の表にありません。廃止とも書かれていません。") if gone else _named(context, kind, row)
    )
    mark = changes.mark(context, kind, row["change"], row["predecessors"])
    return _Compared(
        place,
        context.listed(before, " ＋ ") or context.text("なし"),
        mark or context.words("change").get(row["change"], ""),
        after,
        row["change"],
    )


def _named(context: Context, kind: str, row: pd.Series) -> str:
    """A part with the number printed before it: ① and its name, or 視点2 and its name."""
    printed = changes.ordinal(row.get("printed_number")) if kind in ("initiative", "kpi") else ""
    number = changes.numbered(context, kind, str(row["number"])) if kind == "perspective" else printed
    return f"{number} {row[f'name_{context.lang}']}".strip()


def table(context: Context, rows: list[_Compared]) -> pd.DataFrame:
    """Before beside after, with the mark of the revision between them; where in the plan, if that is told."""
    columns = {
        "place": context.text("計画の中の位置"),
        "before": context.text("改定前"),
        "mark": context.text("改定"),
        "after": context.text("改定後"),
    }
    frame = pd.DataFrame(rows, columns=list(_Compared._fields))[list(columns)]
    return frame.loc[:, frame.ne("").any()].rename(columns=columns)


def points(context: Context, section: str) -> pd.DataFrame:
    """The plan's own explanation of one section in two columns: title; text with what is needed."""
    lang = context.lang
    rows = plans.context(context.build, context.plan_id)
    rows = rows[rows["section"] == section]
    needed = rows[f"response_{lang}"].map(lambda text: f" ➡ {text}", na_action="ignore").fillna("")
    printed = rows["page"].map(changes.pages, na_action="ignore").fillna("")
    return pd.DataFrame(
        {
            context.text("項目"): rows[f"title_{lang}"],
            context.text("内容"): [
                context.bracketed(text, page)
                for text, page in zip(rows[f"text_{lang}"] + needed, printed, strict=True)
            ],
        }
    ).reset_index(drop=True)
