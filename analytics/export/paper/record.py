"""The record of the verification on A4 portrait: the indicators of every basic goal, table heads on every page."""

import json

import pandas as pd

from analytics.export import glyphs
from analytics.export.native.plots_of_plan import DEMO
from analytics.export.paper import pdf
from analytics.export.workbook import goal_sheet, sheets
from analytics.export.workbook.goal_sheet import Facts
from analytics.figures.context import Context
from analytics.figures.plan import verification
from analytics.filters import Filters

EVERY = verification.ALL
WIDE, BROAD, MIDDLE, NARROW = 3.4, 2.2, 1.8, 1.3


def write(build: str, filters: Filters, version: str, fiscal_year: int, snapshot: str) -> bytes:
    """PDF bytes; the same bytes for the same build and filters."""
    given = _given(build, filters, version, fiscal_year, snapshot)
    return pdf.typeset("record", given | {"cover": [*given["cover"], *_unseen(given)]})


def unseen(build: str, filters: Filters, version: str, fiscal_year: int) -> tuple[str, ...]:
    """A sentence on the letters that the record cannot show, and under which goal they stand; none without any."""
    return _unseen(_given(build, filters, version, fiscal_year, ""))


def _given(build: str, filters: Filters, version: str, fiscal_year: int, snapshot: str) -> dict:
    facts = goal_sheet.facts(build, filters, version, fiscal_year)
    text = facts.context.text
    demo = (facts.values["status"] == DEMO).any()
    return {
        "title": text("効果検証調書（{0}）").format(facts.when),
        "city": facts.context.place(filters.home),
        "lang": filters.lang,
        "foot": f"{sheets.source(facts)} ／ snapshot {snapshot}",
        "cover": [
            facts.plan[f"name_{filters.lang}"],
            verification.sentence(Context(build, filters), version, fiscal_year),
        ],
        "demo": text("見本の値を含む") if demo else "",
        "sections": [_section(facts, goal) for _, goal in facts.goals.iterrows()],
    }


def _unseen(given: dict) -> tuple[str, ...]:
    places = {given["title"]: (given["title"], given["city"], *given["cover"])}
    places |= {section["title"]: [json.dumps(section, ensure_ascii=False)] for section in given["sections"]}
    return glyphs.told(places, given["lang"])


def _section(facts: Facts, goal: pd.Series) -> dict:
    """A basic goal: what was reached, then what that means and who answers for it."""
    context, text = facts.context, facts.context.text
    choices = (facts.version, facts.fiscal_year, goal["goal_id"], EVERY, EVERY, EVERY)
    table = verification.table(context, *choices)
    names = list(table.columns)
    years = names[names.index(text("基準値")) + 1 : names.index(text("目標値"))]
    name = {text("指標"): WIDE}
    ends = {text("目標値"): BROAD, text("達成率"): NARROW, text("進捗区分"): MIDDLE, text("値の種類"): NARROW}
    reached = name | {text("単位"): NARROW, text("基準値"): BROAD} | dict.fromkeys(years, NARROW) | ends
    rates = (text("途中の目安"), text("最終目標に対して"), text("基準値からの進み"), text("必要なペース（年）"))
    meant = name | dict.fromkeys(rates, NARROW) | {text("急な変化"): MIDDLE}
    meant |= {text("目標年度に届く見込み"): MIDDLE, text("担当"): MIDDLE}
    numeric = {text("基準値"), *years, text("目標値"), text("達成率"), *rates}
    tables = [_part(table, widths, numeric) for widths in (reached, meant)]
    title = text("{name}：{text}").format(name=goal_sheet.label(facts, goal), text=goal[f"name_{context.lang}"])
    return {"title": title, "tables": tables}


def _part(table: pd.DataFrame, widths: dict[str, float], numeric: set[str]) -> dict:
    """Some columns of the table; widths : {heading: part of the page's width}"""
    return {
        "heads": list(widths),
        "widths": list(widths.values()),
        "rows": table[list(widths)].astype(str).to_numpy().tolist(),
        "numeric": [at for at, heading in enumerate(widths) if heading in numeric],
    }
