"""Net migration estimated from one count to the next: its periods, how they are worded, and what they contain."""

import pandas as pd

from analytics import caching
from analytics.database import queries
from analytics.demography import cohorts
from analytics.demography.migration import STEP
from analytics.figures.context import Context
from analytics.figures.population.structure import age_words_of
from analytics.filters import Filters
from analytics.words import era

YOUNG = (20, 39)
NONE = "none"


def every(context: Context) -> pd.DataFrame:
    """The city's residuals of all periods, as `cohorts.residuals` gives them, whatever years are asked for."""
    return _every(context.build, context.home, context.filters.scope)


@caching.of_choice
def _every(build: str, home: str, scope: str) -> pd.DataFrame:
    asked = Filters(home, (), 0, 9999, scope=scope)
    return cohorts.residuals(queries.pyramid(build, asked), queries.schedule_mortality(build, asked))


def known(context: Context) -> pd.DataFrame:
    """Those of the periods that reach into the years asked for."""
    found = every(context)
    begun = found["period_start"] < context.filters.last_year + 1
    return found[begun & (found["period_end"] >= context.filters.first_year)]


def periods(context: Context) -> dict[str, str]:
    """{code of a period: its words on a slider}, oldest first."""
    rows = _one_each(known(context))
    return {row.period: slot(context, row.period, row.mixed_basis).replace("|", "　") for row in rows.itertuples()}


def opening(context: Context) -> tuple[str, str]:
    """The periods shown first: the newest between two censuses, with the one before it, or "none", laid over."""
    rows = _one_each(known(context))
    census = rows[~rows["mixed_basis"].astype(bool)]
    codes = list((census if len(census) else rows)["period"])
    return codes[-1] if codes else NONE, codes[-2] if len(codes) > 1 else NONE


def _one_each(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop_duplicates("period")


def ends(period: str) -> tuple[int, int]:
    """Years in which a period starts and ends."""
    start, end = period.split("-")
    return int(start), int(end)


def span(context: Context, period: str) -> str:
    """平成22（2010）年から平成27（2015）年まで; from 2010 (Heisei 22) to 2015 (Heisei 27)"""
    start, end = (context.year(year) for year in ends(period))
    return context.text("{first}から{last}まで").format(first=start, last=end)


def slot(context: Context, period: str, mixed: bool) -> str:
    """A period as an axis writes it: H22→H27 over 2010→2015, with a star where two bases meet."""
    star = "＊" if mixed else ""
    years = "→".join(map(str, ends(period))) + star
    if not context.filters.with_era:
        return years
    return "→".join(era.short(year, context.lang) for year in ends(period)) + "|" + years


def aged(context: Context, age_group: str) -> str:
    return age_words_of(age_group, context.lang)


def totals(frame: pd.DataFrame) -> pd.DataFrame:
    """Men and women together by age group, what cannot be trusted left out: a row per age_group with persons."""
    return frame[frame["trusted"]].groupby(["age_at_end", "age_group"], as_index=False)["persons"].sum()


def extremes(rows: pd.DataFrame, value: str = "persons") -> tuple[pd.Series | None, pd.Series | None]:
    """The row that gained most and the row that lost most, each None where nothing did."""
    gains, losses = rows[rows[value] > 0], rows[rows[value] < 0]
    gain = gains.loc[gains[value].astype(float).idxmax()] if len(gains) else None
    return gain, losses.loc[losses[value].astype(float).idxmin()] if len(losses) else None


def sentence(context: Context) -> str:
    """The page's answer whatever the filters: who came and who left, in the newest period of each kind."""
    found = every(context)
    if found.empty:
        return context.text(
            "国勢調査などの年齢別人口が2時点そろっていないため、誰が来て誰が出ていくのかを推計できません。"
        )
    mixed = found["mixed_basis"].astype(bool)
    shown = [rows[rows["period"] == rows["period"].iloc[-1]] for rows in (found[~mixed], found[mixed]) if len(rows)]
    if mixed.any():
        basis = context.text("国勢調査と住民基本台帳をもとにした推計で、年齢は期間の終わりのものです。")
    else:
        basis = context.text("国勢調査をもとにした推計で、年齢は期間の終わりのものです。")
    return context.sentences([*(_gained_and_lost(context, rows) for rows in shown), basis])


def _gained_and_lost(context: Context, rows: pd.DataFrame) -> str:
    gain, loss = extremes(totals(rows))
    facts = {"place": context.place(context.home), "span": span(context, rows["period"].iloc[0])}
    for name, row in (("gain", gain), ("loss", loss)):
        if row is not None:
            facts |= {name: f"{abs(row['persons']):,.0f}", f"{name}_age": aged(context, row["age_group"])}
    if gain is not None and loss is not None:
        said = context.text(
            "{place}は{span}に{gain_age}で{gain}人の転入超過、{loss_age}で{loss}人の転出超過でした。"
        )
    elif gain is not None:
        said = context.text("{place}は{span}に転出超過の年齢はなく、最も多い{gain_age}で{gain}人の転入超過でした。")
    elif loss is not None:
        said = context.text("{place}は{span}に転入超過の年齢はなく、最も多い{loss_age}で{loss}人の転出超過でした。")
    else:
        said = context.text("{place}は{span}にどの年齢でも転入と転出が同数でした。")
    return said.format(**facts)


def notes(context: Context, frame: pd.DataFrame) -> list[str]:
    """How the numbers were made, and what else they contain, as far as it concerns the rows shown."""
    said = [
        context.text(
            "算出：期間の終わりの人口 − 始めの人口 × 生残率（国連推計による日本の死亡率）。"
            "期間中に生まれた人と、来て期間中に出ていった人は入りません。"
        ),
        context.text("死亡率の地域差、国勢調査の数え漏れや年齢不詳による差も、この値に入ります。"),
    ]
    earliest = int(frame["earliest"].iloc[0])
    if (frame["period_start"] < earliest).any():
        said.append(
            context.text(
                "{first}年より前は、収録した最も古い{first}〜{last}年の死亡率で計算したため、高齢ほど少なめに出ます。"
            ).format(first=earliest, last=earliest + STEP)
        )
    if frame["mixed_basis"].any():
        said.append(
            context.text(
                "＊は国勢調査（10月1日）から住民基本台帳（1月1日）までで、統計の違いも値に入る参考値です。"
            )
        )
    if not frame["trusted"].all():
        said.append(_untrusted(context))
    return said


def _untrusted(context: Context) -> str:
    return context.text(
        "＊の期間は5年の倍数でないため年齢階級を按分しました。75歳以上は、"
        "1945〜1950年の出生数の変動が大きく按分が当てにならないので、灰色で示すか除いています。"
    )


def uneven(frame: pd.DataFrame) -> bool:
    """Whether a period shown is not made of whole five years."""
    return bool((frame["years"] % STEP != 0).any())
