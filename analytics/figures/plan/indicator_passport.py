"""One indicator in full: what it is, where it stands in the plan, how it moved, who answers for it, where it is printed."""

import pandas as pd

from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.plan import indicators, likelihood


def passport(context: Context, version: str, fiscal_year: int, indicator_id: str) -> pd.DataFrame:
    """Name and content of everything known of an indicator, in two columns."""
    rows = indicators.assessed(context, version, fiscal_year).set_index("indicator_id", drop=False)
    row = rows.loc[indicator_id]
    pairs = [
        *_place(context, row, version),
        *_definition(context, row),
        *_progress(context, row, likelihood.words(context, version, fiscal_year)[indicator_id]),
        *_origin(context, row),
    ]
    return pd.DataFrame(pairs, columns=[context.text("項目"), context.text("内容")])


def _place(context: Context, row: pd.Series, version: str) -> list[tuple[str, str]]:
    """Goal, measure and initiative above the indicator, each with its number."""
    plan_id = context.plan_id
    name, lang = f"name_{context.lang}", context.lang
    pairs = []
    for heading, rows, column, number in (
        (context.text("基本目標"), plans.goals(context.build, plan_id), "goal_id", "number"),
        (context.text("具体的な施策"), plans.measures(context.build, plan_id), "measure_id", "number"),
        (context.text("主な取組"), plans.initiatives(context.build, plan_id), "initiative_id", "printed_number"),
    ):
        found = rows[(rows["version"] == version) & (rows[column] == row[column])]
        pairs += [(heading, f"{above[number]} {above[name]}") for _, above in found.iterrows()]
    kind = context.words("indicator_kind")[row["kind"]]
    printed = "" if pd.isna(row["printed_number"]) else row["printed_number"]
    page = context.text("P.{0}").format(row["page"].replace("-", "–"))
    return [*pairs, (kind, f"{printed} {row[f'name_{lang}']}"), (context.text("掲載"), page)]


def _definition(context: Context, row: pd.Series) -> list[tuple[str, str]]:
    cumulative = context.text("累計（途中の目安に対する率）") if row["cumulative"] else context.text("単年度")
    change = context.words("change").get(row["change"], "–")
    return [
        (context.text("単位"), row["unit"] or "–"),
        (context.text("望ましい向き"), context.words("direction")[row["direction"]]),
        (context.text("数え方"), cumulative),
        (context.text("改定での扱い"), context.bracketed(change, _before(context, row))),
    ]


def _before(context: Context, row: pd.Series) -> str:
    """What a merged indicator was made from."""
    if pd.isna(row["predecessor_ids"]):
        return ""
    rows = plans.indicators(context.build, context.plan_id)
    names = rows[rows["version"] == plans.ORIGINAL].set_index("indicator_id")[f"name_{context.lang}"]
    return context.listed(names[one] for one in row["predecessor_ids"].split())


def _progress(context: Context, row: pd.Series, chance: str) -> list[tuple[str, str]]:
    return [
        (context.text("達成率"), row["achievement_text"]),
        (context.text("最終目標に対して"), row["final_text"]),
        (context.text("基準値からの進み"), row["progress_text"]),
        (context.text("必要なペース（年）"), row["pace_text"]),
        (context.text("進捗区分"), row["band_text"]),
        (context.text("目標年度に届く見込み"), chance),
        (context.text("急な変化"), context.text("あり") if row["jump"] else context.text("なし")),
        (context.text("変化の理由"), row["reason"] or context.text("記載なし")),
    ]


def _origin(context: Context, row: pd.Series) -> list[tuple[str, str]]:
    credits = context.credits(pd.Series([row["source_id"]]))
    return [
        (context.text("担当"), row["department"]),
        (context.text("値の種類"), context.words("status")[row["status"]]),
        (context.text("出典"), context.listed(credits) or "–"),
    ]
