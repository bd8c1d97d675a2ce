"""How wrong projections have been: ours launched from old censuses with what was known then, and the institute's."""

import pandas as pd

from analytics.charts import waterfall
from analytics.city import evidence
from analytics.database import queries
from analytics.demography import hindcast
from analytics.figures import Figure, empty, figure
from analytics.figures.context import Context
from analytics.figures.outlook import assumptions
from analytics.figures.registry import called
from analytics.words import terms

OURS, INSTITUTE = "ours", "institute"
OCTOBER = 0.75


@called("過去の推計の誤差")
def errors(context: Context) -> Figure:
    """Errors of whole populations in percent, launch by launch, ours beside the institute's of the same census."""
    term = context.term("projection_error")
    frame = _errors(context)
    title = context.text("{place}の過去の推計の誤差（{unit}、{period}年、国勢調査と比べて）").format(
        place=context.place(context.home),
        unit=term.unit,
        period=context.period(frame["target"]) if len(frame) else "–",
    )
    if frame.empty:
        return empty("hindsight", title, context)
    words = {OURS: context.text("本ダッシュボードの方法"), INSTITUTE: context.text("社人研の推計")}
    drawn = frame.assign(
        slot=[_slot(context, row.launch, row.target) for row in frame.itertuples()],
        cause=frame["who"].map(words),
        text=[terms.number(value, term.format) for value in frame["value"]],
        projected_said=[terms.number(value, ",.0f") for value in frame["projected"]],
        actual_said=[terms.number(value, ",.0f") for value in frame["actual"]],
        status="derived",
        basis="census",
    )
    causes = [words[who] for who in (OURS, INSTITUTE) if who in set(frame["who"])]
    picture = waterfall.parts(drawn, title=term.unit, spec=term.format, causes=causes)
    columns = {
        "slot": context.text("出発と到達"),
        "cause": context.text("推計"),
        "projected": context.text("推計値（人）"),
        "actual": context.text("国勢調査（人）"),
        "value": term.titled,
    }
    notes = [
        context.text(
            "本ダッシュボードの方法は、その国勢調査までに分かっていた出生・死亡・移動だけで計算し直したものです。2025年の国勢調査は速報です。"
        ),
        *_by_age(context),
        _others(context),
    ]
    return figure(
        "hindsight",
        title,
        _message(context, drawn),
        picture,
        drawn,
        columns,
        context,
        notes,
        _sources(context),
    )


def _errors(context: Context) -> pd.DataFrame:
    """launch, target (decimal years), who, projected, actual (persons), value (error in percent)."""
    ours = evidence.hindcasts(context.build).assign(who=OURS)
    theirs = evidence.release_errors(context.build)
    theirs = theirs[theirs["area_code"] == context.home].assign(who=INSTITUTE)
    both = pd.concat([ours, theirs], ignore_index=True)
    whole = both[(both["sex"] == "T") & (both["age_group"] == "all") & (both["target"] % 1 == OCTOBER)]
    launched = whole[whole["launch"].isin(ours["launch"])]
    frame = launched.assign(value=launched["error"] / launched["actual"] * 100)
    return frame.sort_values(["launch", "target", "who"], ignore_index=True)


def _slot(context: Context, launch: float, target: float) -> str:
    return context.text("{first} → {last}").format(first=int(launch), last=int(target))


def _message(context: Context, drawn: pd.DataFrame) -> str:
    """The longest reach of each, in percent."""
    last = drawn[(drawn["target"] - drawn["launch"]) == (drawn["target"] - drawn["launch"]).max()]
    told = [
        context.text("{name}は{percent}%").format(name=row.cause, percent=terms.number(row.value, "+.1f"))
        for row in last.itertuples()
    ]
    return context.text("{years}年先の人口で、{told}の誤差でした。").format(
        years=round(last["target"].iloc[0] - last["launch"].iloc[0]), told=context.listed(told)
    )


def _by_age(context: Context) -> list[str]:
    found = evidence.hindcasts(context.build)
    cells = found[(found["sex"] != "T") & found["age_group"].isin(hindcast.FIVES)]
    rows = hindcast.accuracy(cells, ["launch", "target"])
    told = [
        context.text("{slot}で平均{mape}%").format(
            slot=_slot(context, row.launch, row.target), mape=terms.number(row.mape, ".1f")
        )
        for row in rows.itertuples()
    ]
    text = context.text("男女・5歳階級ごとの誤差（絶対値の平均）は、{0}でした。")
    return [text.format(context.listed(told))] if told else []


def _others(context: Context) -> str:
    """How wrong the institute has been elsewhere, on how many errors."""
    rows = hindcast.of_totals(evidence.release_errors(context.build))
    return context.text(
        "収録したすべての市町村では、社人研の推計{count}件の誤差の大きさは平均{mean}%（最大{most}%）でした。"
    ).format(
        count=len(rows),
        mean=terms.number(rows["relative"].abs().mean() * 100, ".1f"),
        most=terms.number(rows["relative"].abs().max() * 100, ".1f"),
    )


def _sources(context: Context) -> list[str]:
    rows = queries.releases(context.build, evidence.everything(context.build), (context.home,))
    mine = {source for part in assumptions.assumptions(context) for source in part.sources}
    return sorted({*rows["source_id"], *mine}) if "source_id" in rows else sorted(mine)
