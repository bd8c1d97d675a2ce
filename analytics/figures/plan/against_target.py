"""One numeric target or KPI year by year with its baseline, its target and the way between them."""

import pandas as pd

from analytics.charts import target
from analytics.city import standing
from analytics.database import plans
from analytics.figures import Figure, empty, figure
from analytics.figures.choices import VERSION, listed
from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.figures.registry import called
from analytics.statistics import kpi

ROLES = ("actual", "actual_demo", "baseline", "path", "target")


@called("{0}の実績と目標", listed("indicators.names"), VERSION, needed=2, about="indicators.names")
def against_target(context: Context, indicator_id: str, version: str) -> Figure:
    """One indicator by year with its baseline, its target and the straight way between them."""
    known = standing.listed(context, version).set_index("indicator_id")
    given = known.loc[indicator_id]
    name, unit = given[f"name_{context.lang}"], given[[f"unit_{context.lang}"]].fillna("").iloc[0]
    key = f"target-{indicator_id}"
    frame = _marked(context, indicator_id, version)
    title = _title(context, name, unit, frame)
    if frame.empty:
        return empty(key, title, context, to_load(context))
    words = _words(context)
    frame = _worded(context, frame, given, words)
    picture = target.against_target(
        frame,
        title=unit or name,
        spec=f",.{given['decimals']}f",
        year_labels=context.year_labels(),
        words=words,
    )
    columns = {
        "when": context.text("年度（暦年の統計は暦年）"),
        "role_words": context.text("種類"),
        "value": context.bracketed(name, unit),
        "label": context.text("もとの統計"),
    }
    notes = _notes(context, frame, given)
    message = _message(context, indicator_id, version)
    return figure(key, title, message, picture, frame, columns, context, notes)


def to_load(context: Context) -> str:
    """What the city has to load where it has published nothing; empty where the filters alone leave nothing."""
    if context.filters.scope != "published":
        return ""
    return context.sentences((context.text("目標値と実績は公表されていません。"), _file(context)))


def _file(context: Context) -> str:
    plan_id = context.plan_id
    return context.text(
        "市の値を data/strategy/{0}/kpi_value.csv に入れてデータベースを作り直すと、ここに表示されます。"
    ).format(plan_id)


def _title(context: Context, name: str, unit: str, frame: pd.DataFrame) -> str:
    period = context.period(frame["year"]) if len(frame) else context.text("期間なし")
    inside = context.listed((unit, period, context.text("実績と目標")))
    return context.text("{place}の{name}（{inside}）").format(
        place=context.place(context.home), name=name, inside=inside
    )


def _message(context: Context, indicator_id: str, version: str) -> str:
    rows = indicators.latest(context, version).set_index("indicator_id", drop=False)
    return indicators.told(context, rows.loc[indicator_id])


def _marked(context: Context, indicator_id: str, version: str) -> pd.DataFrame:
    """Every value of the indicator with its role; the way to the target where no yearly plan is written."""
    plan = context.plan
    values = plans.values(context.build, plan["plan_id"], context.filters)
    last_day = standing.decided_by(plan, version) or pd.Timestamp.max
    counted = values["decided_on"].fillna(pd.Timestamp.min) <= last_day
    rows = values[counted & (values["indicator_id"] == indicator_id)].rename(
        columns={"fiscal_year": "year", "kind": "role"}
    )
    shown = (rows["role"] != "actual") | rows["year"].between(context.filters.first_year, context.filters.last_year)
    rows = rows[shown & (rows["value"].notna() | (rows["role"] == "actual"))]
    rows = rows.assign(missing=rows["missing_reason"].where(rows["value"].isna(), None))
    final = rows.loc[rows["role"] == "target", "year"].max()
    early = (rows["role"] == "target") & (rows["year"] < final)
    rows = rows.assign(
        role=rows["role"].mask(early, "path"),
        demo=rows["status"] == "demo",
        run=(rows["basis"] + " " + rows["status"]).mask(early, "path"),
        superseded=_superseded(rows),
    )
    return pd.concat([rows, _way(rows)], ignore_index=True) if len(rows) else rows


def _superseded(rows: pd.DataFrame) -> pd.Series:
    latest = rows.groupby(["role", "year"])["decided_on"].transform("max")
    return (rows["role"] == "target") & (rows["decided_on"] < latest)


def _way(rows: pd.DataFrame) -> pd.DataFrame:
    """The way from the baseline to the target in force: its ends where a yearly plan is written, else every year."""
    start, ends = rows[rows["role"] == "baseline"], rows[(rows["role"] == "target") & ~rows["superseded"]]
    if start.empty or ends.empty:
        return rows.iloc[:0]
    first, last = start.iloc[0], ends.iloc[-1]
    written = (rows["role"] == "path").any()
    years = [first["year"], last["year"]] if written else range(first["year"], last["year"] + 1)
    points = [kpi.planned(first["year"], first["value"], last["year"], last["value"], year) for year in years]
    return pd.DataFrame({"year": years, "value": points}).assign(
        role="path",
        status=last["status"] if last["status"] == "demo" else "derived",
        demo=last["demo"],
        run="path",
        superseded=False,
        missing=None,
        source_id=last["source_id"],
        basis=last["basis"],
    )


def _words(context: Context) -> dict[str, str]:
    said = (
        context.text("実績"),
        context.text("実績（見本の値）"),
        context.text("基準値"),
        context.text("途中の目安"),
        context.text("目標値"),
    )
    return dict(zip(ROLES, said, strict=True))


def _worded(context: Context, frame: pd.DataFrame, given: pd.Series, words: dict[str, str]) -> pd.DataFrame:
    frame = frame.sort_values(["role", "year"], kind="stable", ignore_index=True)
    missing = context.words("missing")
    text = indicators.numbers(frame["value"], frame.assign(decimals=given["decimals"])["decimals"])
    return frame.assign(
        text=text.where(frame["value"].notna(), frame["missing"].map(missing)),
        missing=frame["missing"].map(missing).where(frame["missing"].notna(), None),
        when=[
            context.year(year, "fiscal" if role == "target" else given["year_basis"])
            for year, role in zip(frame["year"], frame["role"], strict=True)
        ],
        role_words=frame["role"].mask(frame["demo"] & (frame["role"] == "actual"), "actual_demo").map(words),
        label=frame["basis"].map(context.words("basis")),
    )


def _notes(context: Context, frame: pd.DataFrame, given: pd.Series) -> list[str]:
    notes = (
        []
        if (frame["role"] == "target").any()
        else [context.sentences((context.text("目標値は読み込まれていません。"), _file(context)))]
    )
    if (frame["role"] == "path").any():
        notes.append(context.text("緑の破線は、途中の目安（基準値と目標値を直線で結んだ値）です。"))
    aside = frame[(frame["role"] == "actual") & frame["value"].notna() & (frame["basis"] != given["value_basis"])]
    for basis in aside["basis"].unique():
        text = context.text("{0}の値は参考で、達成の判定には使いません。")
        notes.append(text.format(context.words("basis")[basis]))
    if frame["demo"].any():
        notes.append(context.text("塗りつぶしのない印と点線の印は見本の値（架空）です。"))
    told = frame.reindex(columns=["when", f"reason_{context.lang}"]).dropna()
    return notes + [
        context.text("{name}：{text}。").format(name=when, text=reason)
        for when, reason in told.itertuples(index=False)
    ]
