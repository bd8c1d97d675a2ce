"""What stands behind a plan: the steps of the nation, the prefecture and the city as a timeline."""

from typing import NamedTuple

import pandas as pd

from analytics.charts import timeline
from analytics.database import plans
from analytics.figures import Figure, empty, figure
from analytics.figures.context import Context
from analytics.figures.plan import changes
from analytics.figures.registry import called


class Background(NamedTuple):
    """The timeline behind the plan, and its events as numbered lines."""

    figure: Figure
    events: pd.DataFrame


def course(context: Context) -> Background:
    """What the nation, the prefecture and the city did before and around the plan."""
    lang = context.lang
    rows = plans.background(context.build, context.plan_id)
    title = context.text("{place}の総合戦略に関わる国・県・市の動き（{period}年）")
    place = context.place(context.home)
    if rows.empty:
        return Background(empty("background", title.format(place=place, period="–"), context), rows)
    levels = context.words("level")
    frame = rows.assign(
        moment=rows["date"].map(changes.moment),
        year=rows["date"].str[:4].astype(int),
        lane=rows["level"].map(levels),
        when=[changes.month(context, date) for date in rows["date"]],
        text=rows[f"event_{lang}"],
        number=[str(place) for place in range(1, len(rows) + 1)],
    )
    lanes = [word for code, word in levels.items() if code in set(rows["level"])]
    columns = {
        "number": context.text("番号"),
        "when": context.text("時期"),
        "lane": context.text("主体"),
        "text": context.text("出来事"),
    }
    made = figure(
        "background",
        title.format(place=place, period=context.period(frame["year"])),
        _course(context, frame, lanes),
        timeline.lanes(frame, lanes=lanes, year_labels=context.year_labels()),
        frame,
        columns,
        context,
    )
    said = context.text("{number}　{when}（{who}）")
    lines = [
        said.format(number=event.number, when=event.when, who=event.lane) for event in frame.itertuples(index=False)
    ]
    return Background(made, pd.DataFrame({"event": lines, "text": frame["text"]}))


@called("計画の経緯")
def steps(context: Context) -> Figure:
    """The timeline alone."""
    return course(context).figure


def _course(context: Context, frame: pd.DataFrame, lanes: list[str]) -> str:
    counts = {word: int((frame["lane"] == word).sum()) for word in lanes}
    first, last = frame.iloc[0], frame.iloc[-1]
    return context.text(
        "{since}の「{first}」から{until}の「{last}」まで、{count}の出来事があります（{levels}）。"
    ).format(
        since=first["when"],
        first=first["text"],
        until=last["when"],
        last=last["text"],
        count=len(frame),
        levels=context.listed(f"{level} {count}" for level, count in counts.items()),
    )
