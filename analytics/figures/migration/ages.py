"""Who comes and who goes by age and sex, from one count to the next; and 20–39 against everybody else."""

from math import ceil

import pandas as pd

from analytics.charts import ages, balance, palette
from analytics.demography.migration import STEP
from analytics.figures import Figure, Headline, empty, figure
from analytics.figures.choices import NONE, listed
from analytics.figures.context import Context
from analytics.figures.migration import residuals
from analytics.figures.registry import called
from analytics.words import terms

SIGNED = "+,.0f"
STEP_OF_SCALE = 1000


@called(
    "年齢別の転入超過（推計）", listed("residuals.periods"), listed("residuals.periods", also=("", NONE)), needed=1
)
def by_age(context: Context, period: str, over: str = "") -> Figure:
    """One period's bars by age and sex, another laid over as an outline; period, over : codes, "" for none"""
    term, whole = context.term("net_migration_estimate"), residuals.every(context)
    frame = whole[whole["period"] == period].assign(ghost=False)
    other = whole[(whole["period"] == over) & whole["trusted"].astype(bool) & (over != period)].assign(ghost=True)
    when = residuals.span(context, period) if len(frame) else ""
    title = context.text("{place}の年齢別・男女別の{measure}（{inside}、期間の終わりの年齢）").format(
        place=context.place(context.home),
        measure=term.name,
        inside=context.listed((term.unit, when)),
    )
    if frame.empty:
        return empty("net_by_age", title, context)
    both = pd.concat([frame, other])
    picture = ages.by_age_and_sex(
        _worded(context, both),
        title=term.unit,
        ages=[_axis(group) for group in whole.sort_values("age_at_end")["age_group"].unique()],
        sexes={"M": context.text("男（左の棒）"), "F": context.text("女（右の棒）")},
        domain=_domain(whole),
    )
    columns = {
        "when": context.text("期間"),
        "age_words": context.text("年齢"),
        "sex_words": context.text("性別"),
        "value": term.titled,
        "both": context.text("男女計（人）"),
    }
    notes = [*_reading(context, frame, other), *residuals.notes(context, both)]
    message = _by_age_message(context, frame, other)
    return figure("net_by_age", title, message, picture, picture.frame, columns, context, notes)


def _worded(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """With what the chart writes; `longest` marks each sex's longest bar of the period shown."""
    sexes = context.words("sex")
    words = frame.assign(
        value=frame["persons"].astype(float),
        both=frame.groupby(["period", "age_at_end"])["persons"].transform("sum").astype(int),
        text=[terms.number(value, SIGNED) for value in frame["persons"]],
        sex_words=frame["sex"].map(sexes),
        group=frame["age_group"].map(_axis),
        age_words=[residuals.aged(context, group) for group in frame["age_group"]],
        when=[residuals.span(context, period) for period in frame["period"]],
        status="derived",
    ).reset_index(drop=True)
    shown = words[~words["ghost"] & words["trusted"].astype(bool)]
    longest = shown["value"].abs().groupby(shown["sex"]).idxmax()
    return words.assign(longest=words.index.isin(longest))


def _axis(age_group: str) -> str:
    return age_group.replace("-", "–")


def _domain(whole: pd.DataFrame) -> tuple[float, float]:
    """Whole thousands that hold every period, so that the scale stays the same from one to the next."""
    low, high = min(whole["persons"].min(), 0), max(whole["persons"].max(), 0)
    return low // STEP_OF_SCALE * STEP_OF_SCALE, -(-high // STEP_OF_SCALE) * STEP_OF_SCALE


def _reading(context: Context, frame: pd.DataFrame, other: pd.DataFrame) -> list[str]:
    said = [context.text("縦軸の幅は、どの期間でも同じです。")]
    if len(other):
        when = residuals.span(context, other["period"].iloc[0])
        said.append(context.text("黒い枠線は{when}です。").format(when=when))
    longest = max([*frame["years"], *other["years"]])
    if longest > STEP:
        first = 25 - STEP * ceil(longest / STEP)
        said.append(
            context.text(
                "期間の長さが違うと、同じ年齢の棒でも含む移動が違います。"
                "約{years}年の期間で終わりに25〜29歳の人は、始めにはおおむね{first}〜{last}歳でした。"
            ).format(years=round(longest), first=first, last=first + STEP - 1)
        )
    return said


def _by_age_message(context: Context, frame: pd.DataFrame, other: pd.DataFrame) -> str:
    gain, loss = residuals.extremes(residuals.totals(frame))
    place, when = context.place(context.home), residuals.span(context, frame["period"].iloc[0])
    said = [
        template.format(place=place, when=when, **_split(context, frame, row))
        for row, template in (
            (
                gain,
                context.text(
                    "{when}に{place}の転入超過が最も大きかったのは{age}の{total}人（男{M}人、女{F}人）です。"
                ),
            ),
            (loss, context.text("転出超過が最も大きかったのは{age}の{total}人（男{M}人、女{F}人）です。")),
        )
        if row is not None
    ]
    if not said:
        return context.text("{when}に、{place}ではどの年齢でも転入と転出が同数でした。").format(
            place=place, when=when
        )
    return context.sentences([*said, _compared(context, loss if loss is not None else gain, other)])


def _split(context: Context, frame: pd.DataFrame, row: pd.Series) -> dict[str, str]:
    sexes = frame[frame["age_at_end"] == row["age_at_end"]].set_index("sex")["persons"]
    signed = {sex: terms.number(persons, SIGNED) for sex, persons in sexes.items()}
    return {"age": residuals.aged(context, row["age_group"]), "total": f"{abs(row['persons']):,.0f}", **signed}


def _compared(context: Context, row: pd.Series, other: pd.DataFrame) -> str:
    """The same age in the period laid over."""
    same = residuals.totals(other)
    same = same[same["age_at_end"] == row["age_at_end"]]
    if same.empty:
        return ""
    return context.text("重ねた{when}の{age}は{value}人です。").format(
        when=residuals.span(context, other["period"].iloc[0]),
        age=residuals.aged(context, row["age_group"]),
        value=terms.number(same["persons"].iloc[0], SIGNED),
    )


@called("若い世代とほかの年齢の転入超過")
def young_and_rest(context: Context) -> Figure:
    """Net migration of those aged 20–39 at the end of each period, beside all other ages."""
    term, frame = context.term("net_migration_estimate"), _sides(residuals.known(context))
    title = context.text("{place}の20〜39歳とそのほかの年齢の{measure}（{inside}、期間の終わりの年齢）").format(
        place=context.place(context.home),
        measure=term.name,
        inside=context.listed((term.unit, _extent(context, frame))),
    )
    if frame.empty:
        return empty("net_young_and_rest", title, context)
    kinds = {True: context.text("20〜39歳"), False: context.text("そのほかの年齢")}
    drawn = frame.assign(
        kind=frame["young"].map(kinds),
        text=[terms.number(value, SIGNED) for value in frame["value"]],
        when=[residuals.span(context, period) for period in frame["period"]],
        slot=[residuals.slot(context, row.period, row.mixed_basis) for row in frame.itertuples()],
        status="derived",
    )
    colours = [palette.PARTS[0], palette.PARTS[-1]]
    picture = balance.by_row(drawn, title=term.unit, kinds=list(kinds.values()), colours=colours, beside=True)
    columns = {"when": context.text("期間"), "kind": context.text("年齢"), "value": term.titled}
    notes = [*_length(context, frame), *residuals.notes(context, residuals.known(context))]
    message = _sides_message(context, drawn)
    return figure("net_young_and_rest", title, message, picture, drawn, columns, context, notes)


def _sides(known: pd.DataFrame) -> pd.DataFrame:
    """A row per period and side (young: bool), of the ages that can be trusted."""
    trusted = known[known["trusted"].astype(bool)]
    sides = trusted.assign(young=trusted["age_at_end"].between(*residuals.YOUNG))
    keys = ["period", "period_start", "years", "mixed_basis", "earliest", "young"]
    sources = {name: (name, "first") for name in ("source_id", "end_source_id", "mortality_source_id")}
    rows = sides.groupby(keys, as_index=False).agg(value=("persons", "sum"), **sources)
    return rows.sort_values(["period_start", "young"], ascending=[True, False], ignore_index=True)


def _extent(context: Context, frame: pd.DataFrame) -> str:
    years = [year for period in frame["period"] for year in residuals.ends(period)]
    return context.text("{0}年").format(f"{min(years)}–{max(years)}") if years else ""


def _length(context: Context, frame: pd.DataFrame) -> list[str]:
    if not residuals.uneven(frame):
        return []
    return [context.text("棒の長さは期間全体の人数です。＊の期間は5年より長いので、その分だけ大きく出ます。")]


def _sides_message(context: Context, drawn: pd.DataFrame) -> str:
    census = drawn[~drawn["mixed_basis"].astype(bool)]
    rows = census if len(census) else drawn
    last = rows[rows["period"] == rows["period"].iloc[-1]].set_index("young")["value"]
    young = rows[rows["young"]]
    said = context.text(
        "{when}に、{place}の20〜39歳は{young}人、そのほかの年齢は{rest}人の転入超過（−は転出超過）でした。"
    ).format(
        when=rows["when"].iloc[-1],
        place=context.place(context.home),
        young=terms.number(last.get(True, float("nan")), SIGNED),
        rest=terms.number(last.get(False, float("nan")), SIGNED),
    )
    if len(young) < 2:
        return said
    counted = context.text("20〜39歳が転出超過だったのは、{count}期間のうち{lost}期間です。").format(
        count=len(young), lost=int((young["value"] < 0).sum())
    )
    return context.sentences((said, counted))


def headlines(context: Context) -> list[Headline]:
    """20–39 in the newest period between two censuses, held against all other ages."""
    frame = _sides(residuals.every(context))
    census = frame[~frame["mixed_basis"].astype(bool)]
    if census.empty:
        return []
    last = census[census["period"] == census["period"].iloc[-1]].set_index("young")["value"]
    start, end = residuals.ends(census["period"].iloc[-1])
    rest = context.text("そのほかの年齢 {0}人").format(terms.number(last.get(False, float("nan")), SIGNED))
    value = context.text("{0}人").format(terms.number(last.get(True, float("nan")), SIGNED))
    label = context.text("20〜39歳 {first}→{last}年（推計）").format(first=start, last=end)
    return [Headline(label, value, rest, context.text("国勢調査からの推計。期間の終わりの年齢。"))]
