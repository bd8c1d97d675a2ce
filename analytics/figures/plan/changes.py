"""What a revision did to the parts of a plan, in words: the marks as printed, pages, earlier wordings, descent."""

import re
from collections.abc import Iterable

import pandas as pd

from analytics.database import plans
from analytics.figures.context import Context
from analytics.statistics import lineage
from analytics.words import era

KEPT, CHANGED, MERGED, NEW = "継続", "変更", "統合", "新規"
IDENTITY = {
    "goal": "goal_id",
    "target": "indicator_id",
    "measure": "measure_id",
    "initiative": "initiative_id",
    "kpi": "indicator_id",
    "perspective": "perspective_id",
}


def parts(build: str, plan_id: str) -> dict[str, pd.DataFrame]:
    """{kind: a row per version and part of the plan}, in the plan's order, with its id and predecessors (a tuple)."""
    of_indicators = plans.indicators(build, plan_id)
    frames = {
        "goal": plans.goals(build, plan_id),
        "target": of_indicators[of_indicators["kind"] == "target"],
        "measure": plans.measures(build, plan_id),
        "initiative": plans.initiatives(build, plan_id),
        "kpi": of_indicators[of_indicators["kind"] == "kpi"],
        "perspective": plans.perspectives(build, plan_id),
    }
    return {kind: _identified(frame, IDENTITY[kind]) for kind, frame in frames.items()}


def _identified(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    before = frame.get("predecessor_ids", pd.Series(index=frame.index, dtype=object)).fillna("")
    return frame.assign(
        id=frame[column], change=frame["change"].fillna(""), predecessors=[tuple(ids.split()) for ids in before]
    ).reset_index(drop=True)


def of_version(frame: pd.DataFrame, version: str) -> pd.DataFrame:
    return frame[frame["version"] == version]


def listed(frame: pd.DataFrame, version: str) -> pd.DataFrame:
    """The parts a version has: without those that the revised table no longer lists."""
    rows = of_version(frame, version)
    return rows[rows["change"] != lineage.DROPPED]


def mark(context: Context, kind: str, change: str, predecessors: tuple[str, ...]) -> str:
    """The mark as the document prints it: 【変更】, 【新規】, 【2指標を統合】; what continued has none."""
    if change == lineage.DROPPED:
        return context.text("（{0}）").format(context.words("change")[change])
    count = len(predecessors)
    words = (
        [context.words("change")[change]] if change in (CHANGED, NEW) or (change == MERGED and not count) else []
    )
    if count:
        merged = context.text("{0}指標を統合") if kind == "kpi" else context.text("{0}つを統合")
        words.append(merged.format(count))
    return "".join(context.text("【{0}】").format(word) for word in words)


def fates(frame: pd.DataFrame) -> dict[str, tuple[str, pd.Series | None]]:
    """{id in the original version: (what the revision did to it, the revised row it went into)}."""
    revised = of_version(frame, plans.REVISED)
    own = {row["id"]: (row["change"], row) for _, row in revised.iterrows()}
    into = {before: (MERGED, row) for _, row in revised.iterrows() for before in row["predecessors"]}
    originals = of_version(frame, plans.ORIGINAL)["id"]
    return {name: own.get(name) or into.get(name) or (lineage.DROPPED, None) for name in originals}


def former(frame: pd.DataFrame, row: pd.Series) -> pd.DataFrame:
    """The rows of the original version that a revised row comes from: its own, else those merged into it."""
    originals = of_version(frame, plans.ORIGINAL)
    own = originals[originals["id"] == row["id"]]
    return own if len(own) else originals[originals["id"].isin(row["predecessors"])]


def pages(text: str | None) -> str:
    """P.122–140, P.116; empty where no page is printed."""
    return "" if pd.isna(text) or not text else f"P.{text.replace('-', '–')}"


def page_span(text: str | None) -> range:
    """The printed pages of "122-140" or "116"; empty where none is printed."""
    numbers = [int(number) for number in re.findall(r"\d+", text or "")]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def day(context: Context, moment: pd.Timestamp) -> str:
    """令和6（2024）年4月1日; "1 April 2024"."""
    if context.lang == "en":
        return f"{moment.day} {moment:%B %Y}"
    return era.day_label(moment.date(), with_era=context.filters.with_era)


def month(context: Context, date: str) -> str:
    """Of "2014-11" or "2014": 平成26（2014）年11月; "November 2014"."""
    year, _dash, number = date.partition("-")
    if not number:
        return context.year(int(year))
    if context.lang == "en":
        return f"{pd.Timestamp(int(year), int(number), 1):%B %Y}"
    return era.month_label(int(year), int(number), with_era=context.filters.with_era)


def moment(date: str) -> float:
    """A year and its month as a point on the axis; a year alone in its middle."""
    year, _dash, number = date.partition("-")
    return int(year) + ((int(number) - 1) / 12 if number else 0.5)


def ordinal(printed: object) -> str:
    """A printed number as text, empty where nothing is printed."""
    return "" if pd.isna(printed) else str(printed)


def numbered(context: Context, kind: str, code: str) -> str:
    """基本目標1, 施策1-3, 取組①, KPI①, 視点2: the kind with its number as printed."""
    last = code.rpartition("-")[2]
    said = {
        "goal": context.text("基本目標{0}").format(code),
        "target": context.text("数値目標"),
        "measure": context.text("施策{0}").format(code),
        "initiative": context.text("取組{0}").format(last),
        "kpi": context.text("KPI{0}").format(last),
        "perspective": context.text("視点{0}").format(code),
    }
    return said[kind].strip()


def earlier(context: Context, row: pd.Series, frame: pd.DataFrame) -> list[str]:
    """What a revised part was called before, or that it is no longer listed."""
    if row["change"] == lineage.DROPPED:
        return [context.text("改定後の表にありません。廃止とも書かれていません。")]
    if row["change"] not in (CHANGED, MERGED) and not row["predecessors"]:
        return []
    names = former(frame, row)[f"name_{context.lang}"]
    return [context.text("改定前：{0}").format(quoted(context, names))] if len(names) else []


def later(context: Context, fate: tuple[str, pd.Series | None]) -> tuple[str, list[str]]:
    """(code of what the revision did to an original part, what it is called since)."""
    change, row = fate
    if change not in (CHANGED, MERGED) or row is None:
        return change, []
    return change, [context.text("改定後：{0}").format(quoted(context, [row[f"name_{context.lang}"]]))]


def later_mark(context: Context, change: str) -> str:
    """What the revision did to an original part, empty where it went on."""
    if change == KEPT:
        return ""
    word = context.words("change")[change]
    said = word if change == lineage.DROPPED else context.text("改定で{0}").format(word)
    return context.text("（{0}）").format(said)


def quoted(context: Context, names: Iterable[str]) -> str:
    return context.sentences(context.text("「{0}」").format(name) for name in names)
