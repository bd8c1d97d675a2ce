"""What it takes to reach a target population: four answers, the frontier of all pairs, delay, and influence."""

import pandas as pd

from analytics import caching
from analytics.charts import frontier as chart
from analytics.city import course, evidence
from analytics.city.course import horizon
from analytics.figures import Figure, figure
from analytics.figures.choices import levers, target
from analytics.figures.context import Context
from analytics.figures.outlook import population_total
from analytics.figures.registry import called
from analytics.scenario import Levers, goalseek, rounding, wording
from analytics.scenario.goalseek import Answer, Found, Target, Today
from analytics.scenario.influence import influence
from analytics.words import terms

ROOM = 1.3
MOVES = ("net", "net_20_39")


@caching.of_choice
def sought(build: str, target: Target, levers: Levers) -> Found:
    return goalseek.seek(evidence.baseline(build), target, levers, _spread(build))


def _spread(build: str) -> dict[str, float]:
    return goalseek.spread(evidence.levers_on_record(build), evidence.everything(build).home)


def aims(context: Context) -> Target:
    """The plan's target population; the population of today in the last year where it has none."""
    year, persons = horizon(context)
    now = float(evidence.baseline(context.build).population.sum())
    return Target(now if persons is None else persons, year)


def years(context: Context) -> tuple[int, int]:
    """The years a target may be set for: from 20 years on, so that every start offered comes before it."""
    base = evidence.baseline(context.build)
    return base.start + 20, base.start + len(base.tfr)


def sizes(context: Context) -> tuple[int, int]:
    """The target populations that may be asked for: half to one and a half of today's."""
    now = int(evidence.baseline(context.build).population.sum())
    return now // 2, now * 3 // 2


def sentence(context: Context, target: Target, levers: Levers) -> str:
    """The first two ways that do reach the target, or that none does; the table has them all."""
    found = sought(context.build, target, levers)
    ways = [_way(context, answer, found.today) for answer in found.answers if answer.ends == "reached"]
    aim = wording.aim(target, context.lang, with_era=context.filters.with_era)
    if not ways:
        return context.text("{aim}、動かせる範囲のどの方法でも届きません。").format(aim=aim)
    if len(ways) == 1:
        return context.text("{aim}、{way}が必要です。").format(aim=aim, way=ways[0])
    return context.text("{aim}、{way}、または{other}が必要です。").format(aim=aim, way=ways[0], other=ways[1])


def _way(context: Context, answer: Answer, today: Today) -> str:
    """What a way takes, beside where it stands: 出生率だけなら1.09 → 2.01."""
    moved = answer.levers
    said = {
        "tfr": context.text("出生率だけなら{tfr}"),
        "net": context.text("転入超過だけなら年{net}人"),
        "net_20_39": context.text("20〜39歳の転入超過だけなら年{net_20_39}人"),
        "least_effort": context.text("出生率{tfr}と転入超過の年{net}人"),
    }
    specs = {"tfr": ".2f", "net": "+,.0f", "net_20_39": "+,.0f"}
    values = {
        lever: _lever(getattr(moved, lever), getattr(today, lever), spec)
        for lever, spec in specs.items()
        if getattr(moved, lever) is not None
    }
    return said[answer.way].format(**values)


def answers(context: Context, target: Target, levers: Levers) -> pd.DataFrame:
    """A row per way: what each lever has to be, beside where it stands, and where that leads."""
    found = sought(context.build, target, levers)
    return pd.DataFrame([_row(context, answer, found) for answer in found.answers])


def _row(context: Context, answer: Answer, found: Found) -> dict[str, str]:
    ends = {
        "reached": context.text("○ 届く"),
        "bound": context.text("× 動かせる範囲では届かない（{0}人）"),
        "emptied": context.text("× 転出できる人がいなくなる（{0}人）"),
    }
    moved, today = answer.levers, found.today
    values = [
        context.text("出生率 {0}").format(_lever(moved.tfr, today.tfr, ".2f")) if moved.tfr is not None else "",
        *(
            context.text("転入超過 {0}人").format(_lever(value, getattr(today, lever), "+,.0f"))
            for lever in MOVES
            if (value := getattr(moved, lever)) is not None
        ),
    ]
    return {
        context.text("方法"): context.words("way")[answer.way],
        context.text("いまの値 → 必要な値（1年あたり）"): context.listed(values, "・"),
        context.text("判定"): ends[answer.ends].format(terms.number(answer.persons, ",.0f")),
    }


def _lever(value: float, today: float, spec: str) -> str:
    """The value it has and the one it has to be: 1.09 → 1.85."""
    return f"{terms.number(today, spec)} → {terms.number(value, spec)}"


def usable(context: Context, target: Target, levers: Levers) -> dict[str, Levers]:
    """{way: the levers as they can be set}, of those ways that reach the target."""
    base = evidence.baseline(context.build)
    return {
        answer.way: rounding.reaching(base, target, answer.levers)._replace(to=None)
        for answer in sought(context.build, target, levers).answers
        if answer.ends == "reached"
    }


@called("計画の目標人口に届く組み合わせ")
def planned_frontier(context: Context) -> Figure:
    """The frontier of the plan's own target, begun at once."""
    return frontier(context, aims(context), Levers())


@called("目標人口に届く組み合わせ", target, levers, needed=2)
def frontier(context: Context, target: Target, levers: Levers) -> Figure:
    found = sought(context.build, target, levers)
    words = context.words("lever")
    curve = found.frontier[found.frontier["possible"]]
    line = pd.DataFrame({"x": curve["tfr"], "value": curve["net"], "inside": curve["inside"]})
    points = pd.concat([_been(context.build), *_stands(context, found)], ignore_index=True)
    room = ROOM * points["value"].abs().max()
    picture = chart.frontier(
        _told(line[line["value"].between(-room, room)]),
        _told(points),
        across=words["tfr"],
        title=words["net"],
        kinds={
            "today": context.text("現状"),
            "answer": context.text("目標に届く方法"),
            "been": context.text("これまでの年"),
        },
    )
    title = context.text("{place}が目標人口に届く組み合わせ（人／年と人／女性、{year}年まで）").format(
        place=context.place(context.home), year=f"{course.unchanged(context).start}–{target.year}"
    )
    shown = picture.frame.loc[lambda rows: rows["kind"] != "label"].assign(status="derived")
    shown = shown.assign(
        kind_words=shown["legend"].fillna(context.text("目標に届く組み合わせ")),
        x_said=[terms.number(x, ".2f") for x in shown["x"]],
    )
    columns = {
        "kind_words": context.text("種類"),
        "label": context.text("点"),
        "x": words["tfr"],
        "value": words["net"],
    }
    notes = [
        context.text("線の上と右では目標を上回り、下と左では届きません。点線の部分は動かせる範囲の外です。"),
        context.text(
            "「出生率だけ」は転入・転出の率を現状のままにした場合で、転入超過数を毎年同じ人数とする線からは少し外れます。"
        ),
        context.text("×は実際の年で、同じ年の合計特殊出生率と転入超過数の組み合わせです。"),
    ]
    message = sentence(context, target, levers)
    sources = population_total.sources(context)
    return figure("frontier", title, message, picture, shown, columns, context, notes, sources)


def _told(points: pd.DataFrame) -> pd.DataFrame:
    return points.assign(text=[terms.number(value, "+,.0f") for value in points["value"]], basis="own")


def _been(build: str) -> pd.DataFrame:
    """Years of the city in which both levers are known, on the basis with most of them."""
    record, home = evidence.levers_on_record(build), evidence.everything(build).home
    own = record[(record["area_code"] == home) & (record["first_year"] == record["last_year"])]
    series = {}
    for lever in ("tfr", "net"):
        rows = own[own["lever"] == lever]
        longest = rows["basis"].value_counts().idxmax()
        series[lever] = rows[rows["basis"] == longest].set_index("first_year")["value"]
    both = pd.DataFrame(series).dropna()
    return pd.DataFrame({"x": both["tfr"], "value": both["net"], "kind": "been", "label": ""})


def _stands(context: Context, found: Found) -> list[pd.DataFrame]:
    """Today's point and each answer that moves both or one of the two levers."""
    today = found.today
    rows = [(today.tfr, today.net, "today", context.text("いま"))]
    rows += [
        (
            today.tfr if answer.levers.tfr is None else answer.levers.tfr,
            today.net if answer.levers.net is None else answer.levers.net,
            "answer",
            context.words("way_short")[answer.way],
        )
        for answer in found.answers
        if answer.ends == "reached" and answer.levers.net_20_39 is None
    ]
    return [pd.DataFrame(rows, columns=["x", "value", "kind", "label"])]


def delay(context: Context, target: Target, levers: Levers) -> pd.DataFrame:
    """What each way would take if it began later: a row per way, a column per start."""
    base = evidence.baseline(context.build)
    later = goalseek.delayed(base, target, levers, _spread(context.build))
    first = sought(context.build, target, levers).answers
    start = base.start if levers.since is None else levers.since
    columns = {context.text("方法"): [context.words("way")[answer.way] for answer in first]}
    for slip, found in {0: first, **later}.items():
        columns[context.text("{0}から").format(context.short(start + slip, "calendar"))] = [
            _needs(context, answer) for answer in found
        ]
    return pd.DataFrame(columns)


def _needs(context: Context, answer: Answer) -> str:
    if answer.ends != "reached":
        return context.text("届かない")
    levers = answer.levers
    said = []
    if levers.tfr is not None:
        said.append(context.text("出生率 {0}").format(terms.number(levers.tfr, ".2f")))
    said += [
        context.text("転入超過 {0}人").format(terms.number(value, "+,.0f"))
        for lever in MOVES
        if (value := getattr(levers, lever)) is not None
    ]
    return context.listed(said, "・")


def influences(context: Context) -> str:
    """The national guide's natural and social influence in one sentence."""
    found = influence(evidence.baseline(context.build))
    return context.text(
        "国の手引きの影響度（{year}年）：自然増減の影響度は{natural_class}（出生率2.1で人口が{natural}%）、"
        "社会増減の影響度は{social_class}（さらに移動が均衡すると{social}%）です。5段階で、大きいほど取り組みの効果が大きいことを示します（区分の境は転載で広く使われる値で、手引きの原本では確かめていません）。"
    ).format(
        year=found.year,
        natural_class=found.natural_class,
        natural=terms.number(found.natural * 100, ".1f"),
        social_class=found.social_class,
        social=terms.number(found.social * 100, ".1f"),
    )
