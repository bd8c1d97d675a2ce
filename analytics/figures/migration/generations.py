"""Where those born in the same five years went: every cohort through every period, and the path of one of them."""

from math import floor

import pandas as pd

from analytics import caching
from analytics.charts import balance, lexis, palette
from analytics.demography import cohorts
from analytics.demography.migration import STEP
from analytics.figures import Figure, empty, figure
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.migration import residuals
from analytics.figures.migration.ages import SIGNED
from analytics.figures.registry import called
from analytics.words import terms

FIRST = "1986-1990"
OLDEST = 1926


def _known(context: Context) -> pd.DataFrame:
    """Cohort paths with their codes and sources, in the periods that reach into the years asked for."""
    found = _every(context.but(areas=(), basis="all", era="wareki", lang="ja", plan=""))
    shown = found["period"].isin(residuals.known(context)["period"])
    return found[shown & (found["birth_start"] >= OLDEST)]


@caching.of_choice
def _every(context: Context) -> pd.DataFrame:
    found = residuals.every(context)
    paths = cohorts.paths(found).astype(dict.fromkeys(("birth_start", "birth_end", "M", "F"), int))
    columns = ["period", "period_start", "years", "earliest", "source_id", "end_source_id", "mortality_source_id"]
    sources = found[columns].drop_duplicates("period")
    code = paths["birth_start"].astype(str) + "-" + paths["birth_end"].astype(str)
    return paths.assign(cohort=code, status="derived", value=paths["persons"]).merge(sources, on="period")


def choices(context: Context) -> dict[str, str]:
    """{code of a birth cohort: its words}, the youngest first."""
    found = _known(context)
    codes = found.loc[found["trusted"].astype(bool), "cohort"].unique()
    return {code: born(context, code) for code in sorted(codes, reverse=True)}


def born(context: Context, cohort: str) -> str:
    """昭和61（1986）年〜平成2（1990）年生まれ; born 1986 (Showa 61) to 1990 (Heisei 2)"""
    first, last = map(context.year, residuals.ends(cohort))
    return context.text("{first}〜{last}生まれ").format(first=first, last=last)


@called("生まれ年別・期間別の転入超過（推計）", listed("generations.choices", also=("",)))
def every_cohort(context: Context, cohort: str = "") -> Figure:
    """All cohorts against all periods; cohort : code of the one to be framed, "" for none"""
    term, found = context.term("net_migration_estimate"), _known(context)
    years = sorted(year for period in found["period"].unique() for year in residuals.ends(period))
    title = context.text("{place}の生まれ年別・期間別の{measure}（{inside}）").format(
        place=context.place(context.home),
        measure=term.name,
        inside=context.listed((term.unit, _between(context, years[0], years[-1]) if years else "")),
    )
    trusted = found["trusted"].astype(bool)
    if not trusted.any():
        return empty("net_by_cohort", title, context)
    drawn = _worded(context, found.assign(chosen=found["cohort"] == cohort))
    shown, hidden = drawn[trusted], drawn[~trusted].assign(value=float("nan"), text="×")
    picture = lexis.by_cohort(
        pd.concat([shown, hidden]),
        title=term.unit,
        cohorts=[_axis(code) for code in sorted(drawn["cohort"].unique())],
        periods=list(dict.fromkeys(drawn.sort_values("period_start")["slot"])),
    )
    notes = [
        context.text(
            "右へ進むと同じ人たちの次の期間です。生まれ年は国勢調査の日（10月1日）で区切り、1925年以前の生まれは省いています。"
        ),
        *([context.text("×は当てにならない値です。")] if len(hidden) else []),
        *residuals.notes(context, found),
    ]
    message = _extremes_message(context, shown)
    return figure("net_by_cohort", title, message, picture, shown, _columns(context, term), context, notes)


def _columns(context: Context, term: terms.Term) -> dict[str, str]:
    return {
        "born": context.text("生まれ年"),
        "when": context.text("期間"),
        "age_words": context.text("期間の終わりの年齢"),
        "M": context.words("sex")["M"],
        "F": context.words("sex")["F"],
        "value": term.titled,
    }


def _worded(context: Context, found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(
        born=[born(context, code) for code in found["cohort"]],
        when=[residuals.span(context, period) for period in found["period"]],
        slot=[residuals.slot(context, row.period, row.mixed_basis) for row in found.itertuples()],
        row=found["cohort"].map(_axis),
        age_words=[residuals.aged(context, _age_group(age)) for age in found["age"]],
        text=[terms.number(value, SIGNED) for value in found["value"]],
    )


def _axis(cohort: str) -> str:
    return cohort.replace("-", "–")


def _age_group(youngest: float) -> str:
    """Ages in full years of those born within five years."""
    return f"{floor(youngest)}-{floor(youngest + STEP - 0.01)}"


def _extremes_message(context: Context, shown: pd.DataFrame) -> str:
    gain, loss = residuals.extremes(shown, "value")
    said = [
        template.format(born=row["born"], when=row["when"], persons=f"{abs(row['value']):,.0f}")
        for row, template in (
            (gain, context.text("転入超過が最も大きかったのは{born}の{when}で、{persons}人です。")),
            (loss, context.text("転出超過が最も大きかったのは{born}の{when}で、{persons}人です。")),
        )
        if row is not None
    ]
    return context.sentences(said) or context.text("どの世代も、どの期間も転入と転出が同数でした。")


@called("同じ年に生まれた人の転入超過（推計）", listed("generations.choices"), needed=1)
def one_cohort(context: Context, cohort: str) -> Figure:
    """One cohort's gains and losses from period to period; cohort : code"""
    term, found = context.term("net_migration_estimate"), _known(context)
    frame = found[(found["cohort"] == cohort) & found["trusted"].astype(bool)].sort_values("period_start")
    title = context.text("{place}の{born}の{measure}（{inside}）").format(
        place=context.place(context.home),
        born=born(context, cohort) if len(frame) else context.text("選んだ世代"),
        measure=term.name,
        inside=context.listed((term.unit, _extent(context, frame))),
    )
    if frame.empty:
        return empty("net_of_cohort", title, context)
    kinds = {True: context.words("excess")["in"], False: context.words("excess")["out"]}
    drawn = _worded(context, frame)
    drawn = drawn.assign(
        kind=(drawn["value"] >= 0).map(kinds), slot=drawn["slot"] + "|" + drawn["age_words"].astype(str)
    )
    colours = [palette.BETTER, palette.WORSE]
    picture = balance.by_row(drawn, title=term.unit, kinds=list(kinds.values()), colours=colours)
    notes = residuals.notes(context, frame)
    message = _path_message(context, drawn)
    return figure("net_of_cohort", title, message, picture, drawn, _columns(context, term), context, notes)


def _extent(context: Context, frame: pd.DataFrame) -> str:
    if frame.empty:
        return ""
    (start, _), (_, end) = residuals.ends(frame["period"].iloc[0]), residuals.ends(frame["period"].iloc[-1])
    return _between(context, start, end)


def _between(context: Context, first: int, last: int) -> str:
    return context.text("{0}年").format(f"{first}–{last}")


def _path_message(context: Context, drawn: pd.DataFrame) -> str:
    """The highest gain and the highest loss, in the order of time."""
    gain, loss = residuals.extremes(drawn, "value")
    facts = {"born": drawn["born"].iloc[0]}
    for name, row in (("gain", gain), ("loss", loss)):
        if row is not None:
            facts |= {
                name: f"{abs(row['value']):,.0f}",
                f"{name}_when": row["when"],
                f"{name}_age": row["age_words"],
            }
    if gain is None and loss is None:
        said = context.text("{born}は、どの期間も転入と転出が同数でした。")
    elif loss is None:
        said = context.text(
            "{born}は、{gain_when}（終わりに{gain_age}）に最も多い{gain}人増え、減った期間はありません。"
        )
    elif gain is None:
        said = context.text(
            "{born}は、{loss_when}（終わりに{loss_age}）に最も多い{loss}人減り、増えた期間はありません。"
        )
    elif gain["period_start"] < loss["period_start"]:
        said = context.text(
            "{born}は、{gain_when}（終わりに{gain_age}）に{gain}人増え、{loss_when}（終わりに{loss_age}）に{loss}人減りました。"
        )
    else:
        said = context.text(
            "{born}は、{loss_when}（終わりに{loss_age}）に{loss}人減り、{gain_when}（終わりに{gain_age}）に{gain}人増えました。"
        )
    return said.format(**facts)
