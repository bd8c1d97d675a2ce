"""A basic goal as a sheet of the verification workbook: what stands in every cell, as numbers or words."""

from typing import NamedTuple

import pandas as pd

from analytics.city import standing
from analytics.database import plans
from analytics.export.native import plots_of_plan
from analytics.export.native.plots_of_plan import Column, Sheet
from analytics.figures.context import Context
from analytics.figures.plan import changes, indicators
from analytics.filters import Filters

DEMO, NONE = "demo", "–"
KINDS = ("target", "kpi")
BEFORE = {
    "kind": (9, "word"),
    "number": (6, "word"),
    "measure": (17, "text"),
    "initiative": (15, "text"),
    "name": (24, "text"),
    "unit": (8, "word"),
    "direction": (9, "word"),
    "change": (7, "word"),
    "baseline_year": (9, "word"),
    "baseline": (9, "value"),
    "target_year": (9, "word"),
    "target": (9, "value"),
}
YEAR = (9, "value")
AFTER = {
    "planned": (9, "value"),
    "achievement": (8, "rate"),
    "final_achievement": (9, "rate"),
    "progress": (9, "rate"),
    "pace": (9, "signed"),
    "band": (11, "text"),
    "jump": (6, "word"),
    "department": (13, "text"),
    "reason": (16, "text"),
    "status": (11, "text"),
}
DERIVED = ("planned", "achievement", "final_achievement", "progress", "pace", "band", "jump")


class Facts(NamedTuple):
    """What every sheet is made from: found as indicators.assessed, values as standing.judged of these indicators."""

    context: Context
    plan: pd.Series
    version: str
    fiscal_year: int
    goals: pd.DataFrame
    found: pd.DataFrame
    values: pd.DataFrame

    @property
    def years(self) -> list[int]:
        return list(range(self.plan["first_fiscal_year"], self.plan["last_fiscal_year"] + 1))

    @property
    def when(self) -> str:
        """Fiscal year and version."""
        year = self.context.year(self.fiscal_year, "fiscal")
        return self.context.listed([year, self.context.words("version")[self.version]])


def facts(build: str, filters: Filters, version: str, fiscal_year: int) -> Facts:
    plan, goals = plans.plan(build, filters), plans.goals(build, plans.plan(build, filters)["plan_id"])
    found = indicators.assessed(Context(build, filters), version, fiscal_year)
    values = standing.judged(Context(build, filters))
    values = values[values["indicator_id"].isin(found["indicator_id"])]
    context = Context(build, filters)
    return Facts(context, plan, version, fiscal_year, goals[goals["version"] == version], found, values)


def label(facts: Facts, goal: pd.Series) -> str:
    return facts.context.text("基本目標{number} {name}").format(
        number=goal["number"], name=goal[f"short_name_{facts.context.lang}"]
    )


def by_goal(facts: Facts, goal: pd.Series) -> Sheet:
    """A basic goal: a row per numeric target and KPI in the plan's order, and one where no KPI is listed."""
    rows = _placed(facts, goal["goal_id"])
    cells, origins = _cells(facts, rows), _origins(facts, rows)
    cells["status"] = _statuses(facts, rows, cells, origins)
    demo = _demo(facts, cells, origins)
    title = facts.context.text("{label}：{name}（{when}）").format(
        label=label(facts, goal), name=goal[f"name_{facts.context.lang}"], when=facts.when
    )
    decimals = tuple(rows["decimals"].fillna(0).astype(int))
    notes = _notes(facts, rows, cells)
    notes = (demo_note(facts.context), *notes) if demo.any(axis=None) else notes
    own = rows[rows["indicator_id"].notna()]
    plots = plots_of_plan.of_goal(
        facts.context, label(facts, goal), own, facts.values, facts.years, facts.fiscal_year
    )
    return Sheet(
        plots_of_plan.sheet_name(label(facts, goal)),
        title,
        notes,
        _columns(facts),
        cells,
        demo,
        decimals,
        (),
        plots,
    )


def _columns(facts: Facts) -> tuple[Column, ...]:
    words = facts.context.words("sheet_column")
    before, after = ([Column(words[code], *form) for code, form in part.items()] for part in (BEFORE, AFTER))
    return (*before, *(Column(facts.context.year(year, "fiscal"), *YEAR) for year in facts.years), *after)


def _placed(facts: Facts, goal_id: str) -> pd.DataFrame:
    """The rows of a goal: numeric targets, then measures → initiatives → KPIs; without an indicator where none is listed."""
    build, name = facts.context.build, f"name_{facts.context.lang}"
    measures, initiatives = (
        rows[rows["version"] == facts.version].assign(own=rows[name], absence=rows["kpi_absence"])
        for rows in (plans.measures(build, facts.plan["plan_id"]), plans.initiatives(build, facts.plan["plan_id"]))
    )
    measures = measures[measures["goal_id"] == goal_id][["measure_id", "number", "own", "absence"]]
    initiatives = initiatives[["measure_id", "initiative_id", "printed_number", "own", "absence"]]
    own = facts.found[facts.found["goal_id"] == goal_id]
    kpis = own[own["kind"] == "kpi"].drop(columns="measure_id")
    tree = measures.merge(initiatives, how="left", on="measure_id", suffixes=("_measure", "_initiative"))
    tree = tree.rename(columns={"printed_number": "initiative_number"}).merge(kpis, how="left", on="initiative_id")
    return pd.concat([own[own["kind"] == "target"], tree], ignore_index=True)


def _cells(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """Numbers where there are any, else the word for what is missing, else –."""
    context, words = facts.context, facts.context.words
    absent = rows["absence_initiative"].fillna(rows["absence_measure"]).map(words("missing"))
    place = rows["number"].map(lambda number: f"{number:.0f} ", na_action="ignore")
    initiative = rows["initiative_number"].fillna("") + rows["own_initiative"]
    columns = {
        "kind": rows["kind"].fillna("kpi").map(words("indicator_kind")),
        "number": rows["printed_number"],
        "measure": place + rows["own_measure"],
        "initiative": initiative.fillna(rows["absence_measure"].map(words("missing"))),
        "name": rows["name"].fillna(absent),
        "unit": rows["unit"].where(rows["unit"] != ""),
        "direction": rows["direction"].map(words("direction")),
        "change": rows["indicator_id"].map(_fates(facts)).map(words("change")),
        "baseline_year": _years(context, rows["baseline_year"], rows["year_basis"]),
        "baseline": _or_words(rows["baseline"], rows["baseline_text"]),
        "target_year": _years(
            context, rows["target_year"], rows["year_basis"].where(rows["year_basis"].isna(), "fiscal")
        ),
        "target": _or_words(rows["target"], rows["target_text"]),
        **_actuals(facts, rows),
        **{code: rows[code] for code in ("planned", "achievement", "final_achievement")},
        "progress": rows["progress"].where(rows["progress_text"] != NONE),
        "pace": rows["pace"],
        "band": rows["band_text"],
        "jump": rows["jump"].map({True: context.text("あり")}),
        "department": rows["department"],
        "reason": rows["reason"].fillna(rows["jump"].map({True: context.text("理由の記載なし")})),
    }
    frame = pd.DataFrame(columns).astype(object)
    return frame.where(frame.notna(), NONE)


def _or_words(numbers: pd.Series, words: pd.Series) -> pd.Series:
    return numbers.astype(object).where(numbers.notna(), words)


def _years(context: Context, years: pd.Series, bases: pd.Series) -> list[str | None]:
    pairs = zip(years, bases, strict=True)
    return [None if pd.isna(year) else context.year(year, basis) for year, basis in pairs]


def _fates(facts: Facts) -> dict[str, str]:
    """{indicator_id: what the revision did to it}."""
    if facts.version == plans.REVISED:
        return dict(zip(facts.found["indicator_id"], facts.found["change"], strict=True))
    parts = changes.parts(facts.context.build, facts.plan["plan_id"])
    return {name: change for kind in KINDS for name, (change, _row) in changes.fates(parts[kind]).items()}


def _of_year(facts: Facts, year: int) -> pd.DataFrame:
    rows = facts.values[(facts.values["kind"] == "actual") & (facts.values["fiscal_year"] == year)]
    return rows.drop_duplicates("indicator_id", keep="last").set_index("indicator_id")


def _actuals(facts: Facts, rows: pd.DataFrame) -> dict[str, pd.Series]:
    """{year as text: the actual, or why there is none}."""
    found, missing = {}, facts.context.words("missing")
    for year in facts.years:
        known, ids = _of_year(facts, year), rows["indicator_id"]
        why = ids.map(known["missing_reason"]).fillna(indicators.NOT_LOADED).map(missing).where(ids.notna())
        found[str(year)] = _or_words(ids.map(known["value"]).astype(float), why)
    return found


def _origins(facts: Facts, rows: pd.DataFrame) -> pd.DataFrame:
    """Status of baseline, target and of every year's actual; NaN where nothing is written."""
    ids, values = rows["indicator_id"], facts.values
    ends = {kind: values[values["kind"] == kind] for kind in ("baseline", "target")}
    ends = {kind: part.drop_duplicates("indicator_id", keep="last") for kind, part in ends.items()}
    known = {kind: part.set_index("indicator_id") for kind, part in ends.items()}
    known |= {str(year): _of_year(facts, year) for year in facts.years}
    return pd.DataFrame({column: ids.map(part["status"]) for column, part in known.items()})


def _demo(facts: Facts, cells: pd.DataFrame, origins: pd.DataFrame) -> pd.DataFrame:
    """True for synthetic values and for what is computed from them."""
    synthetic = origins == DEMO
    year = synthetic.get(str(facts.fiscal_year), False)
    path = synthetic["baseline"] | synthetic["target"]
    flags = {**synthetic, **dict.fromkeys(DERIVED, path | year), "planned": path}
    return pd.DataFrame(flags).reindex(columns=cells.columns, fill_value=False) & (cells != NONE)


def _statuses(facts: Facts, rows: pd.DataFrame, cells: pd.DataFrame, origins: pd.DataFrame) -> list[str]:
    """The status of each row's values; of a row with demo values also which columns are not."""
    is_number = cells[origins.columns].map(lambda cell: not isinstance(cell, str))
    return [
        _said(facts, origins.loc[row][is_number.loc[row]]) if known else NONE
        for row, known in rows["indicator_id"].notna().items()
    ]


def _said(facts: Facts, statuses: pd.Series) -> str:
    context, words = facts.context, facts.context.words("status_short")
    if statuses.empty:
        return context.words("missing")[indicators.NOT_LOADED]
    others = statuses[statuses != DEMO]
    if others.empty or len(others) == len(statuses):
        return context.listed(words[status] for status in statuses.unique())
    headings = context.words("sheet_column") | {str(year): context.short(year) for year in facts.years}
    listed = context.listed(headings[column] for column in others.index)
    return context.text("{words}（{listed}を除く）").format(words=words[DEMO], listed=listed)


def demo_note(context: Context) -> str:
    return context.text(
        "斜体で網かけの値は、見本の値（架空）か、それから計算した値です。市の実績や目標ではありません。"
    )


def load_note(facts: Facts) -> str:
    return facts.context.text(
        "未登録の実績と目標値は、市の値を data/strategy/{0}/kpi_value.csv に入れてデータベースを作り直すと表示されます。"
    ).format(facts.plan["plan_id"])


def _notes(facts: Facts, rows: pd.DataFrame, cells: pd.DataFrame) -> tuple[str, ...]:
    """What has to be loaded, and which indicators count calendar years."""
    due = ["baseline", "target", *(str(year) for year in facts.years if year <= facts.fiscal_year)]
    absent = (cells[due] == facts.context.words("missing")[indicators.NOT_LOADED]).any(axis=None)
    calendar = rows.loc[rows["year_basis"] == "calendar", "name"]
    told = facts.context.text("{0}は暦年の値です。").format(facts.context.listed(calendar))
    return (*([load_note(facts)] if absent else []), *([told] if len(calendar) else []))
