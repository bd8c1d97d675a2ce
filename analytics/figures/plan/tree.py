"""The plan as a tree: goals, numeric targets, measures, initiatives and KPIs, each in words, and the search in it."""

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.plan import changes, indicators
from analytics.words import finding
from analytics.words.language import LANGUAGES

GOAL, PERSPECTIVE, DEMO = "goal", "perspective", "demo"
ABOVE = {GOAL: "", "target": GOAL, "measure": GOAL, "initiative": "measure", "kpi": "initiative", PERSPECTIVE: ""}
Key = tuple[str, str]


class Item(NamedTuple):
    """One part of the plan in words.

    key, parent : (kind, id), parent ("", "") at the top ; number : as printed, code : as a path (1-3-①)
    mark : of the revision, change : its code ; notes : earlier or later wording ; absence : why there is no KPI
    page : in words ; state : class of progress and link : where it leads, empty for what has none
    entry : what a search looks into
    """

    key: Key
    parent: Key
    number: str
    code: str
    name: str
    mark: str
    change: str
    notes: tuple[str, ...]
    absence: str
    page: str
    state: str
    link: tuple[tuple[str, str], ...]
    entry: finding.Entry


class Branch(NamedTuple):
    """An item with what hangs on it; found : whether it answers the search ; opened : whether it starts open."""

    item: Item
    found: bool
    opened: bool
    branches: tuple["Branch", ...]


def versions(context: Context) -> dict[str, str]:
    """{version: words} of the versions this plan has, the revised one first."""
    known = set(plans.goals(context.build, context.plan["plan_id"])["version"])
    words = context.words("version")
    return {version: word for version, word in words.items() if version in known}


def sentence(context: Context, version: str) -> str:
    """What the plan is made of in this version, counted."""
    plan = context.plan
    frames = changes.parts(context.build, plan["plan_id"])
    frames = {kind: changes.listed(frame, version) for kind, frame in frames.items()}
    told = context.text(
        "{plan}は、基本目標{goal}、数値目標{target}、具体的な施策{measure}、重要な視点{perspective}で構成されています（{version}）。"
        "資料に記載された主な取組は{initiative}、KPIは{kpi}です。"
    ).format(
        plan=plan[f"name_{context.lang}"],
        version=context.words("version")[version],
        **{kind: len(frame) for kind, frame in frames.items()},
    )
    silent = int(frames["measure"]["kpi_absence"].notna().sum())
    without = context.text("KPIの記載がない施策は{0}施策です。").format(silent) if silent else ""
    return context.sentences((told, without))


def items(context: Context, version: str) -> tuple[Item, ...]:
    """Every part of a version, what is above before what is below, the perspectives last."""
    spoken = {lang: context.but(lang=lang) for lang in LANGUAGES}
    frames = changes.parts(context.build, context.plan_id)
    states = _states(spoken[context.lang], version)
    found: dict[Key, Item] = {}
    for kind, above in ABOVE.items():
        fates = changes.fates(frames[kind])
        for _, row in changes.of_version(frames[kind], version).iterrows():
            parent = (above, row[changes.IDENTITY[above]]) if above else ("", "")
            code = "" if kind == "target" else _code(row, found[parent].code if above else "")
            told = {lang: _told(spoken[lang], kind, row, frames[kind], fates, code) for lang in LANGUAGES}
            item = _item(kind, row, parent, code, told, context.lang)
            state = states.get(row["id"], "") if kind in ("target", "kpi") else ""
            link = (("item", row["id"]), ("version", version)) if state else ()
            found[item.key] = item._replace(state=state, link=link)
    return tuple(found.values())


def perspectives(items: tuple[Item, ...]) -> list[Item]:
    return [item for item in items if item.key[0] == PERSPECTIVE]


def search(items: tuple[Item, ...], query: str, marks: tuple[str, ...]) -> set[Key]:
    """Keys of the items that answer every word of the query and bear one of the marks, where any are given."""
    wanted = finding.terms(query)
    return {
        item.key
        for item in items
        if (not marks or item.change in marks) and all(finding.answers(item.entry, term) for term in wanted)
    }


def grown(items: tuple[Item, ...], found: set[Key] | None, *, opened: bool) -> tuple[Branch, ...]:
    """The tree from its goals down; with `found` only what was found, what is above it, and what is below it.

    opened : whether every branch starts open; else the goals do, or what leads to something found
    """
    below: dict[Key, list[Item]] = {}
    for item in items:
        if item.key[0] != PERSPECTIVE:
            below.setdefault(item.parent, []).append(item)

    def grow(parent: Key, *, inside: bool) -> Iterator[Branch]:
        for item in below.get(parent, ()):
            here = found is not None and item.key in found
            branches = tuple(grow(item.key, inside=inside or here))
            leads = any(branch.found or branch.opened for branch in branches)
            if inside or here or branches:
                yield Branch(item, here, opened or leads or (found is None and item.key[0] == GOAL), branches)

    return tuple(grow(("", ""), inside=found is None))


def answer(context: Context, count: int) -> str:
    """How many were found, or what to do when nothing was."""
    if count:
        return context.text("{0}件が見つかりました。").format(count)
    return context.text(
        "見つかりませんでした。言葉を短くするか、改定区分を外すか、版を切り替えてください。番号は「1-3」「①」、ページは「P.124」のように入れます。"
    )


def _states(context: Context, version: str) -> dict[str, str]:
    """{indicator_id: class of progress, year, demo mark}."""
    rows = indicators.latest(context, version)
    return {row["indicator_id"]: _state(context, row) for _, row in rows.iterrows()}


def _state(context: Context, row: pd.Series) -> str:
    if row["band"] == indicators.UNMEASURED:
        said = [row["actual_text"]]
    else:
        said = [context.year(row["fiscal_year"], row["year_basis"])]
        said += [context.text("見本の値")] if row["status"] == DEMO else []
    return context.bracketed(row["band_text"], context.listed(said))


def _code(row: pd.Series, above: str) -> str:
    """1, 1-3, 1-3-①: the printed numbers from the goal down; empty where none is printed."""
    printed = changes.ordinal(row.get("printed_number")) or changes.ordinal(row.get("number"))
    return "-".join(part for part in (above, printed) if part) if printed else ""


class _Told(NamedTuple):
    number: str
    name: str
    mark: str
    change: str
    notes: tuple[str, ...]
    absence: str


def _told(context: Context, kind: str, row: pd.Series, frame: pd.DataFrame, fates: dict, code: str) -> _Told:
    """The words of a part in one language."""
    name = row[f"name_{context.lang}"]
    if kind == GOAL:
        name = context.text("{name}：{text}").format(name=row[f"short_name_{context.lang}"], text=name)
    number = changes.numbered(context, kind, code)
    if row["version"] == plans.ORIGINAL:
        change, notes = changes.later(context, fates[row["id"]])
        mark = changes.later_mark(context, change)
    else:
        change, notes = row["change"], changes.earlier(context, row, frame)
        mark = changes.mark(context, kind, change, row["predecessors"])
    return _Told(number, name, mark, change, tuple(notes), _absence(context, row))


def _absence(context: Context, row: pd.Series) -> str:
    """Why a measure or initiative has no KPI, empty where it has one."""
    if pd.isna(row.get("kpi_absence")):
        return ""
    return context.text("KPI：{0}").format(context.words("missing")[row["kpi_absence"]])


def _item(kind: str, row: pd.Series, parent: Key, code: str, told: dict[str, _Told], lang: str) -> Item:
    own, page = told[lang], changes.pages(row["page"])
    words = [
        part for each in told.values() for part in (each.number, each.name, each.mark, each.absence, *each.notes)
    ]
    entry = finding.Entry(
        (code, code.rpartition("-")[2]), changes.page_span(row["page"]), finding.normal(" ".join([*words, page]))
    )
    return Item(
        key=(kind, row["id"]),
        parent=parent,
        number=own.number,
        code=code,
        name=own.name,
        mark=own.mark,
        change=own.change,
        notes=own.notes,
        absence=own.absence,
        page=page,
        state="",
        link=(),
        entry=entry,
    )
