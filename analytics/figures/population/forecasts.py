"""What may come if a series goes on as before: the series, a fan, how such forecasts did in the past."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from analytics.charts import fan
from analytics.city import standing
from analytics.database import queries
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.choices import VERSION, listed
from analytics.figures.context import Context
from analytics.figures.migration.migration import balance
from analytics.figures.registry import called
from analytics.statistics import backtest, forecast, trend
from analytics.statistics.backtest import Choice
from analytics.statistics.forecast import FITTING, Forecast
from analytics.statistics.trend import TooShortError
from analytics.words import narrative, terms

AHEAD = 3
NAIVE, GROWING = "naive", "additions"
PREFECTURAL = "pref_health"
LIMITS = ("low50", "high50", "low80", "high80")


class Series(NamedTuple):
    """One measure of the city on one basis.

    key : of the figure ; topic : of its annotations ; kind : as in forecast.LIMITS ; frame : year, value, status,
    source_id ; year_basis : "calendar" or "fiscal" ; ahead : years to forecast
    """

    key: str
    term: terms.Term
    topic: str
    kind: str
    basis: str
    frame: pd.DataFrame
    year_basis: str = "calendar"
    ahead: int = AHEAD


@called("出生数の予測")
def births(context: Context) -> Figure:
    return _one(queries.births, context, "births", "count", context.filters.leading_basis)


@called("合計特殊出生率の予測")
def tfr(context: Context) -> Figure:
    return _one(queries.fertility, context, "tfr", "rate", PREFECTURAL)


@called("転入者数の予測")
def in_migrants(context: Context) -> Figure:
    return _moves(context, "in", "in_migrants")


@called("転出者数の予測")
def out_migrants(context: Context) -> Figure:
    return _moves(context, "out", "out_migrants")


@called("転入超過数の予測")
def net_migration(context: Context) -> Figure:
    basis = context.filters.migration_basis
    rows = queries.migration(context.build, context.filters, (context.home,))
    rows = balance(rows[rows["basis"] == basis])
    return _drawn(context, _series(context, "net_migration", "migration", "balance", basis, rows))


@called("{0}の予測", listed("indicators.names"), VERSION, needed=2, about="indicators.names")
def indicator(context: Context, indicator_id: str, version: str) -> Figure:
    """A numeric target or KPI from its baseline on, to the year of its target."""
    given = standing.listed(context, version).set_index("indicator_id").loc[indicator_id]
    values = standing.judged(context)
    rows = values[(values["indicator_id"] == indicator_id) & values["kind"].isin(["baseline", "actual"])]
    rows = rows.dropna(subset="value").drop_duplicates("fiscal_year", keep="last")
    rows = rows.rename(columns={"fiscal_year": "year"})
    aims = values[(values["indicator_id"] == indicator_id) & (values["kind"] == "target")]["fiscal_year"]
    ahead = min(max(int(aims.max()) - int(rows["year"].max()), 1), AHEAD) if len(aims) and len(rows) else AHEAD
    name, unit = given[f"name_{context.lang}"], given[f"unit_{context.lang}"]
    unit = "" if pd.isna(unit) else unit
    term = terms.Term(indicator_id, name, unit, f",.{given['decimals']}f", "", context.lang)
    kind = "share" if unit == "%" else "count" if given["decimals"] == 0 else "rate"
    kind = "total" if given["cumulative"] and rows.sort_values("year")["value"].is_monotonic_increasing else kind
    basis = given["value_basis"]
    return _drawn(
        context,
        Series(f"forecast-{indicator_id}", term, "kpi_value", kind, basis, rows, given["year_basis"], ahead),
    )


def _one(select: Callable[..., pd.DataFrame], context: Context, symbol: str, kind: str, basis: str) -> Figure:
    rows = select(context.build, context.filters, (context.home,))
    return _drawn(context, _series(context, symbol, "births", kind, basis, rows[rows["basis"] == basis]))


def _moves(context: Context, direction: str, symbol: str) -> Figure:
    basis = context.filters.migration_basis
    rows = queries.migration(context.build, context.filters, (context.home,))
    rows = rows[(rows["direction"] == direction) & (rows["basis"] == basis)]
    return _drawn(context, _series(context, symbol, "migration", "count", basis, rows))


def _series(context: Context, symbol: str, topic: str, kind: str, basis: str, rows: pd.DataFrame) -> Series:
    return Series(f"forecast_{symbol}", context.term(symbol), topic, kind, basis, rows)


def _drawn(context: Context, given: Series) -> Figure:
    rows, term = given.frame.sort_values("year"), given.term
    detail = context.text("{basis}と{ahead}年先までの予測").format(
        basis=context.words("basis")[given.basis], ahead=given.ahead
    )
    title = wording.title(context, term, rows, detail)
    if rows.empty:
        return empty(given.key, title, context)
    values = rows.set_index("year")["value"]
    if refusal := why_not(context, values, given.kind):
        return empty(given.key, title, context, refusal)
    tests = backtest.choose(values, FITTING[given.kind], kind=given.kind, horizon=AHEAD)
    untested = GROWING if given.kind == "total" else NAIVE
    found = forecast.forecast(values, given.ahead, tests.best or untested, kind=given.kind)
    frame = _worded(context, given, rows, found)
    picture = fan.fan(
        frame,
        title=term.unit,
        spec=term.format,
        year_labels=context.year_labels(),
        signed=given.kind == "balance",
    )
    columns = {"when": context.text("年"), "part_words": context.text("種類"), "value": term.titled}
    columns |= _limit_names(context)
    made_up = [context.text("塗りつぶしのない点は見本の値（架空）です。")]
    notes = [
        *(made_up if "demo" in set(rows["status"]) else []),
        *_track_record(context, tests),
        _slope(context, values, term),
        *wording.breaks(context, given.topic, values.index.to_series()),
    ]
    message = _message(context, given, found, tests)
    return figure(given.key, title, message, picture, frame, columns, context, notes)


def _limit_names(context: Context) -> dict[str, str]:
    return {
        "low50": context.text("50%予測区間の下限"),
        "high50": context.text("50%予測区間の上限"),
        "low80": context.text("80%予測区間の下限"),
        "high80": context.text("80%予測区間の上限"),
    }


def why_not(context: Context, values: pd.Series, kind: str) -> str:
    """Why nothing is forecast (too few figures, all the same, too many years missing); empty where something is.

    values : by year ; kind : as in forecast.LIMITS
    """
    said = {
        "few": context.text("値が{count}年分しかないため、予測は計算しません（{least}年分から）。"),
        "flat": context.text("{count}年分の値がすべて同じため、予測区間を計算できません。"),
        "gaps": context.text("値のない年が半分以上あるため、予測は計算しません。"),
    }
    try:
        forecast.forecast(values, 1, NAIVE, kind=kind)
    except TooShortError as error:
        return said[error.reason].format(count=int(values.notna().sum()), least=forecast.LEAST)
    return ""


def _worded(context: Context, given: Series, rows: pd.DataFrame, found: Forecast) -> pd.DataFrame:
    lines = found._asdict()
    coming = pd.DataFrame({side: lines[side] for side in LIMITS}).assign(year=found.years, value=found.centre)
    made_up = "demo" if (rows["status"] == "demo").any() else "derived"
    coming = coming.assign(part="forecast", status=made_up, source_id=None)
    parts = [rows[["year", "value", "status", "source_id"]].assign(part="observed"), coming]
    frame = pd.concat(parts, ignore_index=True)
    marked = queries.annotations(context.build, context.filters, given.topic)["year"]
    said = {
        f"{side}_said": [terms.number(value, given.term.format) for value in frame[side]]
        for side in ("value", *LIMITS)
    }
    return frame.assign(
        basis=given.basis,
        when=[context.year(year, given.year_basis) for year in frame["year"]],
        part_words=frame["part"].map({"observed": context.text("実績"), "forecast": context.text("予測")}),
        annotated=(frame["part"] == "observed") & frame["year"].isin(marked),
        **said,
    ).rename(columns={"value_said": "text"})


def _message(context: Context, given: Series, found: Forecast, tests: Choice) -> str:
    term, unit = given.term, narrative.counted(given.term)
    facts = {
        "place": context.place(context.home),
        "measure": term.name if term.language == "ja" else narrative.lower_first(term.name),
        "year": context.year(found.years[-1], given.year_basis),
        "centre": terms.number(found.centre[-1], term.format) + unit,
        "low": terms.number(found.low80[-1], term.format),
        "high": terms.number(found.high80[-1], term.format) + unit,
    }
    if tests.best is None and given.kind == "total":
        said = context.text(
            "{place}の{measure}は{year}に{low}〜{high}と予測します（80%の予測区間。値が少ないため、これまでの増え方が続くとしました）。"
        )
    elif tests.best is None:
        said = context.text(
            "{place}の{measure}は{year}に{low}〜{high}と予測します（80%の予測区間。値が少ないため、直近の値が続くとしました）。"
        )
    elif tests.naive_wins:
        said = context.text(
            "{place}の{measure}は{year}に{low}〜{high}と予測します（80%の予測区間）。「直近の値のまま」とする予測がいちばん当たるため、これより確かな予測はできません。"
        )
    else:
        said = context.text(
            "これまでの動きが続くと、{place}の{measure}は{year}に{centre}（80%の予測区間は{low}〜{high}）と予測します。"
        )
    return said.format(**facts)


def _track_record(context: Context, tests: Choice) -> list[str]:
    """Every model's error and how often its 80 % interval held, the one drawn first."""
    names = context.words("model")
    said = [context.text("濃い帯は50%、薄い帯は80%の予測区間です。政策の効果やこれからの出来事は含みません。")]
    tried = {model: test for model, test in tests.backtests.items() if test}
    if not tried:
        return said
    listed = [
        context.text("{model} 誤差{mase}・区間に入った割合{coverage}%").format(
            model=names[model], mase=f"{test.mase:.2f}", coverage=f"{test.coverage80 * 100:.0f}"
        )
        for model, test in sorted(tried.items(), key=lambda pair: pair[0] != tests.best)
    ]
    text = context.text(
        "{drawn}で描いています。過去の各年から{horizon}年先までを{count}回予測した結果（誤差はMASE、80%の予測区間に入った割合）は、{listed}です。"
    )
    count = max(test.n for test in tried.values())
    return [
        *said,
        text.format(drawn=names[tests.best], horizon=AHEAD, count=count, listed=context.listed(listed)),
    ]


def _slope(context: Context, values: pd.Series, term: terms.Term) -> str:
    """The robust slope and whether the series rises or falls throughout."""
    slope, test = trend.theil_sen(values), trend.mann_kendall(values)
    spec = f"+{term.format}" if term.format.endswith("2f") else "+,.1f"
    return context.text(
        "年あたりの傾き（Theil–Sen）は{slope}（95%信頼区間 {low}〜{high}）、一方向の傾向の検定（Mann–Kendall）は{p}です。"
    ).format(
        slope=terms.number(slope.per_year, spec),
        low=terms.number(slope.low, spec),
        high=terms.number(slope.high, spec),
        p=f"p＝{test.p:.3f}" if test.p >= 0.001 else "p＜0.001",
    )
