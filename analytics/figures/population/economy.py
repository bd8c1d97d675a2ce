"""Places of work: establishments and persons engaged by coverage, by industry, and per resident."""

import pandas as pd

from analytics.charts import bars, dumbbell, palette
from analytics.database import queries
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.context import Context
from analytics.figures.population import forecasts
from analytics.figures.registry import called
from analytics.words import terms

PRIVATE = "private"


@called("事業所数")
def establishments(context: Context) -> Figure:
    return _by_coverage(context, "establishments")


@called("従業者数")
def employees(context: Context) -> Figure:
    return _by_coverage(context, "employees")


def _by_coverage(context: Context, symbol: str) -> Figure:
    filters, term = context.filters, context.term(symbol)
    frame = queries.establishments(context.build, filters, (filters.home,)).rename(columns={symbol: "value"})
    title = wording.title(context, term, frame, context.words("basis")["economic_census"])
    if frame.empty:
        return empty(symbol, title, context)
    frame = _covered(context, wording.worded(context, frame, term))
    kinds = dict(zip(frame["coverage"], frame["kind"], strict=True))
    colours = [palette.COVERAGE[code] for code in kinds]
    picture = bars.by_kind(frame, title=term.unit, spec=",.0f", kinds=list(kinds.values()), colours=colours)
    private = frame[frame["coverage"] == PRIVATE]
    message = wording.told(context, private, symbol, source=context.words("coverage")[PRIVATE])
    columns = {"when": context.text("年"), "scope": context.text("範囲"), "value": term.titled}
    refusal = forecasts.why_not(context, private.set_index("year")["value"], "count")
    notes = [*wording.breaks(context, "establishments", frame["year"]), *([refusal] if refusal else [])]
    if len(kinds) > 1:
        notes.insert(0, context.text("＊の棒は公営を含む全事業所で、民営のみの棒とは比べられません。"))
    return figure(symbol, title, message, picture, frame, columns, context, notes)


def _covered(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """The coverage in words; a star marks on the axis and in the legend what is not private only."""
    star = frame["coverage"].map({"all": "＊", PRIVATE: ""})
    scope = frame["coverage"].map(context.words("coverage"))
    return frame.assign(scope=scope, kind=scope + star, slot=frame["year"].map(context.row) + star)


@called("産業別の従業者数")
def by_industry(context: Context) -> Figure:
    term = context.term("employees")
    whole = queries.industries(context.build, context.filters)
    private = whole[whole["coverage"] == PRIVATE]
    frame = private[private["year"].isin(sorted(private["year"].unique())[-2:])]
    detail = context.listed([context.text("産業別"), context.words("coverage")[PRIVATE]])
    title = wording.title(context, term, frame, detail)
    if frame.empty:
        return empty("employees_by_industry", title, context)
    drawn = _industries(context, wording.worded(context, frame, term))
    moments = list(dict.fromkeys(drawn.sort_values("year")["moment"]))
    picture = bars.ranked(drawn, title=term.unit, spec=",.0f", moments=moments)
    columns = {"name": context.text("産業"), "when": context.text("年"), "value": term.titled}
    notes = [context.text("公務など公営の事業所は含みません。従業者は働く場所で数え、市外に住む人を含みます。")]
    message = _industry_message(context, drawn, term)
    return figure("employees_by_industry", title, message, picture, drawn, columns, context, notes)


def _industries(context: Context, frame: pd.DataFrame) -> pd.DataFrame:
    """Largest first in the latest year, each in words and with the place where its number is written."""
    latest = frame["year"].max()
    names = frame["industry"].map(context.words("industry")).fillna(frame["industry"])
    frame = frame.assign(
        name=names,
        moment=frame["when"],
        first=frame["year"] < latest,
        end=frame.groupby("industry")["value"].transform("max"),
        size=frame["industry"].map(frame[frame["year"] == latest].set_index("industry")["value"]),
    )
    return frame.sort_values(["size", "industry", "year"], ascending=[False, True, False])


def _industry_message(context: Context, drawn: pd.DataFrame, term: terms.Term) -> str:
    wide = drawn.pivot_table(index="name", columns="year", values="value", sort=False)
    last = wide[wide.columns.max()]
    largest = context.text("{when}の{place}で従業者が最も多いのは{industry}の{value}人（{share}%）です。").format(
        when=context.year(wide.columns.max()),
        place=context.place(context.home),
        industry=last.idxmax(),
        value=terms.number(last.max(), term.format),
        share=terms.number(last.max() / last.sum() * 100, ".1f"),
    )
    if len(wide.columns) < 2:
        return largest
    change = last - wide[wide.columns.min()]
    moved = context.text("{when}と比べた増減は、{up}の{gain}人から{down}の{loss}人までです。").format(
        when=context.year(wide.columns.min()),
        up=change.idxmax(),
        gain=terms.number(change.max(), "+,.0f"),
        down=change.idxmin(),
        loss=terms.number(change.min(), "+,.0f"),
    )
    return context.sentences((largest, moved))


@called("人口あたりの従業者数")
def per_resident(context: Context) -> Figure:
    term = context.term("employees_per_resident")
    areas = (context.home, *context.filters.areas)
    whole = queries.establishments(context.build, context.filters, areas)
    private = whole[whole["coverage"] == PRIVATE]
    frame = private.merge(queries.residents(context.build, context.filters, areas), on=["area_code", "year"])
    frame = frame.assign(value=frame["employees"] / frame["residents"] * 1000, status="derived")
    own = frame[frame["area_code"] == context.home]
    title = wording.title(context, term, own, context.words("coverage")[PRIVATE])
    if own.empty:
        return empty("employees_per_resident", title, context)
    ends = wording.with_ends(context, wording.worded(context, frame, term), areas)
    order = list(ends.sort_values(["year", "value"], ascending=False).drop_duplicates("area")["area"])
    moments = list(dict.fromkeys(ends.sort_values("year")["moment"]))
    picture = dumbbell.two_moments(ends, title=term.unit, spec=",.0f", order=order, moments=moments)
    columns = {
        "when": context.text("年"),
        "area": context.text("地域"),
        "employees": context.term("employees").titled,
        "residents": context.term("residents").titled,
        "value": term.titled,
    }
    notes = [
        context.text(
            "算出：民営事業所の従業者数 ÷ その年の1月1日の住民基本台帳人口 × 1,000。"
            "従業者は働く場所で数え、市外に住む人を含みます。"
        )
    ]
    message = wording.ranked(context, ends, "employees_per_resident")
    return figure("employees_per_resident", title, message, picture, ends, columns, context, notes)
