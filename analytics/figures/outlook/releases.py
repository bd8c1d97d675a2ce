"""The population's outlook: what was counted, what each official projection said, what the plan aims for."""

import pandas as pd

from analytics import caching
from analytics.charts import outlook
from analytics.database import plans
from analytics.figures import Figure, empty, figure
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.words import terms


@called("人口と将来推計と目標")
def releases(context: Context) -> Figure:
    """The population observed, as every release projected it, and as the plan wants it."""
    term = context.term("population")
    frame = population(context)
    title = context.text("{place}の人口と目標（{unit}、{period}年、実績・将来推計・目標）").format(
        place=context.place(context.home),
        unit=term.unit,
        period=context.period(frame["year"]) if len(frame) else "–",
    )
    if frame.empty:
        return empty("outlook", title, context)
    frame = frame.assign(text=[terms.number(value, term.format) for value in frame["value"]])
    picture = outlook.releases(frame, title=term.unit, spec=",.0f", year_labels=context.year_labels("jan1"))
    columns = {"when": context.text("時点"), "label": context.text("種類"), "value": term.titled}
    notes = [
        context.text("国勢調査は10月1日、住民基本台帳は1月1日の人口で、線はつなぎません。"),
        *_track_record(context, frame),
    ]
    return figure("outlook", title, _message(context, frame), picture, frame, columns, context, notes)


@caching.of_choice
def population(context: Context) -> pd.DataFrame:
    """Every point of the picture: year, value, kind, series, label, rank, when, status, source_id."""
    filters = context.filters
    observed = plans.population_totals(context.build, filters)
    observed = observed[observed["reference_date"].dt.year.between(filters.first_year, filters.last_year)]
    seen = observed.assign(
        year=observed["reference_date"].dt.year,
        kind=observed["basis"],
        series=observed["basis"],
        label=observed["basis"].map(context.words("basis")),
        when=observed["reference_date"].map(context.date),
    )
    released = plans.projections(context.build, filters)
    said = released.assign(
        kind="release",
        series=released["release"].astype(str),
        label=[context.text("社人研 {0}年推計").format(release) for release in released["release"]],
        rank=released["release"].rank(method="dense", ascending=False),
        when=[context.year(year, "oct1") for year in released["year"]],
    )
    aim = plans.population_target(context.build, context.plan_id, filters)
    wanted = aim.assign(
        kind="target", series="target", label=context.text("目標人口"), when=aim["year"].map(context.year)
    )
    columns = [
        "reference_date",
        "year",
        "persons",
        "kind",
        "series",
        "label",
        "rank",
        "when",
        "status",
        "source_id",
    ]
    parts = [part.reindex(columns=columns) for part in (seen, said, wanted) if len(part)]
    whole = pd.concat(parts, ignore_index=True).rename(columns={"persons": "value"})
    return whole.astype({"value": float}).assign(basis=whole["series"])


def _message(context: Context, frame: pd.DataFrame) -> str:
    """The last count, the target, and when the newest projection falls below it."""
    aim = frame[frame["kind"] == "target"]
    seen = frame.dropna(subset="reference_date").sort_values("reference_date")
    released = frame[frame["kind"] == "release"]
    newest = released[released["series"] == released["series"].max()]
    parts = [
        context.text("{place}の人口は{when}に{value}人（{basis}、{status}）です。").format(
            place=context.place(context.home),
            when=row["when"],
            value=row["text"],
            basis=row["label"],
            status=context.words("status")[row["status"]],
        )
        for _, row in seen.tail(1).iterrows()
    ]
    for _, target in aim.iterrows():
        below = newest[newest["value"] < target["value"]]
        facts = {"target": target["text"], "year": target["when"]}
        if len(below):
            facts |= {"label": below.iloc[0]["label"], "when": context.year(below.iloc[0]["year"])}
            text = context.text("目標は{year}に{target}人です。{label}では{when}にこの人数を割り込みます。")
        else:
            text = context.text("目標は{year}に{target}人です。")
        parts.append(text.format(**facts))
    return context.sentences(parts)


def _track_record(context: Context, frame: pd.DataFrame) -> list[str]:
    """What each release said about the last census year, beside what was counted."""
    census = frame[frame["kind"] == "census"].sort_values("year").tail(1)
    if census.empty:
        return []
    counted = census.iloc[0]
    said = frame[(frame["kind"] == "release") & (frame["year"] == counted["year"])]
    listed = context.listed(
        context.text("{name} {persons}人").format(name=label, persons=text)
        for label, text in zip(said["label"], said["text"], strict=True)
    )
    note = context.text("{when}について、{listed}、国勢調査は{counted}人でした。")
    return [note.format(when=counted["when"], listed=listed, counted=counted["text"])] if len(said) else []
