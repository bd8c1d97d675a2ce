"""Numeric targets and KPIs as they stand in a fiscal year, in words, with what a reader must know."""

import pandas as pd

from analytics import caching
from analytics.city import standing
from analytics.database import plans
from analytics.figures.context import Context
from analytics.words import narrative, terms

NOT_LOADED, UNMEASURED = "未登録", "unmeasured"


def names(context: Context) -> dict[str, str]:
    """{indicator_id: name} of every numeric target and KPI of any version, named as revised where it was."""
    rows = plans.indicators(context.build, context.plan_id).sort_values("version", ascending=False)
    return dict(rows.drop_duplicates("indicator_id").set_index("indicator_id")[f"name_{context.lang}"])


def assessed(context: Context, version: str, fiscal_year: int) -> pd.DataFrame:
    """`standing.assessed` with the words of `worded`; shared like it."""
    return _assessed(context.but(areas=(), basis="all", first_year=0, last_year=0), version, fiscal_year)


@caching.of_choice
def _assessed(context: Context, version: str, fiscal_year: int) -> pd.DataFrame:
    return worded(context, standing.assessed(context, version, fiscal_year))


def latest(context: Context, version: str) -> pd.DataFrame:
    """`standing.latest` with the words of `worded`; shared like it."""
    return _latest(context.but(areas=(), basis="all", first_year=0), version)


@caching.of_choice
def _latest(context: Context, version: str) -> pd.DataFrame:
    return worded(context, standing.latest(context, version))


def band_words(context: Context) -> list[str]:
    """Mark and name of every class, in the order of display."""
    rows = plans.bands(context.build, context.plan_id)
    return list(rows["mark"] + " " + rows[f"name_{context.lang}"])


def worded(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Names in the language shown, numbers as text, a word wherever a number is missing."""
    lang = context.lang
    bands = plans.bands(context.build, context.plan_id).set_index("band")
    words = bands["mark"] + " " + bands[f"name_{lang}"]
    missing = context.words("missing")
    absent, unset = (
        frame[column].fillna(NOT_LOADED).map(missing) for column in ("missing_reason", "target_reason")
    )
    text = {name: _texts(frame, name) for name in ("actual", "latest", "target", "baseline", "planned", "pace")}
    return frame.assign(
        name=frame[f"name_{lang}"],
        unit=frame[f"unit_{lang}"].fillna(""),
        department=frame[f"department_{lang}"].fillna("–"),
        reason=frame[f"reason_{lang}"],
        actual_text=text["actual"].where(frame["actual"].notna(), absent),
        latest_text=text["latest"],
        target_text=text["target"].where(frame["target"].notna(), unset),
        baseline_text=text["baseline"].where(frame["baseline"].notna(), missing[NOT_LOADED]),
        planned_text=text["planned"],
        pace_text=_texts(frame, "pace", sign="+"),
        step_text=_texts(frame, "step", sign="+"),
        achievement_text=[percent(value) for value in frame["achievement"]],
        final_text=[percent(value) for value in frame["final_achievement"]],
        progress_text=[percent(value) for value in frame["progress"].mask(_is_retreat(frame))],
        band_text=frame["band"].map(words),
        status=frame["status"].fillna("published"),
    )


def _is_retreat(frame: pd.DataFrame) -> pd.Series:
    """Where the target itself is worse than the baseline, the share of the way says nothing."""
    rises = frame["direction"] == "higher"
    return (frame["target"] < frame["baseline"]).where(rises, frame["target"] > frame["baseline"])


def _texts(frame: pd.DataFrame, column: str, sign: str = "") -> pd.Series:
    return numbers(frame[column], frame["decimals"], sign)


def numbers(values: pd.Series, decimals: pd.Series, sign: str = "") -> pd.Series:
    """Numbers as text, each with its own decimals; – where missing."""
    said = [number(value, places, sign) for value, places in zip(values, decimals, strict=True)]
    return pd.Series(said, index=values.index, dtype=object)


def number(value: float, decimals: int, sign: str = "") -> str:
    return terms.number(value, f"{sign},.{decimals}f")


def told(context: Context, row: pd.Series) -> str:
    """One indicator in one sentence: value, target, achievement, class; what is missing is said."""
    facts = narrative.Standing(
        row["name"],
        context.year(row["fiscal_year"], row["year_basis"]),
        _marked_demo(context, row, "actual"),
        _marked_demo(context, row, "target"),
        context.year(row["target_year"], "fiscal") if pd.notna(row["target_year"]) else "",
        row["achievement_text"],
        row["band_text"].split(" ", 1)[1],
    )
    return narrative.standing(facts, row["band"], context.lang)


def quantity(context: Context, row: pd.Series, column: str) -> str:
    """A number of the row with its unit, or the word for why it is missing."""
    if pd.isna(row[column]):
        return row[f"{column}_text"]
    return counted(row[f"{column}_text"], row["unit"], context.lang)


def _marked_demo(context: Context, row: pd.Series, column: str) -> str:
    said = quantity(context, row, column)
    made_up = row[f"{column}_status"] == "demo" and pd.notna(row[column])
    return context.text("{0}（見本の値）").format(said) if made_up else said


def percent(value: float) -> str:
    """98.4%, – when there is none."""
    return "–" if value != value else f"{terms.number(value, '.1f')}%"


def counted(text: str, unit: str, lang: str) -> str:
    """4,626人, 1,239.9万人, 49.7%; "4,626 persons", "49.7%"."""
    gap = " " if lang == "en" and unit and unit != "%" else ""
    return f"{text}{gap}{unit}"
