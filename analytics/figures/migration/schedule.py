"""In- and out-migrants by age as rates, and the model migration schedule through them, where the city loads them."""

import numpy as np
import pandas as pd

from analytics.charts import palette, schedule
from analytics.database import queries
from analytics.demography import migration
from analytics.demography.migration import STEP
from analytics.figures import Figure, empty, figure
from analytics.figures.context import Context
from analytics.figures.migration.residuals import aged
from analytics.figures.registry import called
from analytics.words import terms

LEAST = len(migration.BASIC)
NEAR = pd.Timedelta(days=366)
CURVE = np.arange(0, 90.1, 0.5)
THOUSAND = 1000
GREEK = {"alpha": "α", "lambda": "λ", "mu": "μ"}


@called("年齢別の移動率")
def movers_by_age(context: Context) -> Figure:
    term, frame = context.term("movers_rate_by_age"), _rates(context)
    period = context.text("{0}年").format(frame["year"].iloc[0]) if len(frame) else ""
    title = context.text("{place}の{name}（{inside}）").format(
        place=context.place(context.home),
        name=term.name,
        inside=context.listed((term.unit, period, _detail(context, frame))),
    )
    if frame.empty:
        return empty("movers_by_age", title, context, _missing(context))
    fits = {
        flow: migration.fit_rogers_castro(rows["middle"], rows["rate"])
        for flow, rows in frame.groupby("direction", sort=False)
    }
    drawn = frame.assign(
        kind=frame["direction"].map(context.words("flow")),
        age_words=[aged(context, group) for group in frame["age_group"]],
        when=frame["year"].map(context.year),
        value=frame["rate"] * THOUSAND,
        text=[terms.number(rate * THOUSAND, term.format) for rate in frame["rate"]],
    )
    picture = schedule.fitted(
        drawn,
        _curves(context, fits, drawn),
        title=term.unit,
        across=context.text("年齢（歳）"),
        looks={context.words("flow")[flow]: palette.FLOW[flow] for flow in fits},
    )
    columns = {
        "when": context.text("年"),
        "kind": context.text("種類"),
        "age_words": context.text("年齢"),
        "persons": context.text("移動者（人）"),
        "population": context.term("population").titled,
        "value": term.titled,
    }
    notes = _notes(context, fits, drawn)
    return figure("movers_by_age", title, _message(context, drawn), picture, drawn, columns, context, notes)


def _detail(context: Context, frame: pd.DataFrame) -> str:
    made_up = [context.text("見本の値")] if len(frame) and (frame["status"] == "demo").any() else []
    return context.listed([context.words("basis")[context.filters.migration_basis], *made_up])


def _missing(context: Context) -> str:
    return context.text(
        "年齢別の転入者数・転出者数は、まだ読み込まれていません。"
        "市の値を data/figures/migration.csv に、direction（in、out）と age_group（0-4、5-9、…、85-89、90+）ごとの行として入れ（basis は {basis}）、その年に近い5歳階級別人口が data/figures/population.csv にある状態でデータベースを作り直すと、年齢別の移動率と、それに当てはめたモデル移動スケジュール（ロジャーズ・カストロ曲線）をここに示します。"
    ).format(basis=context.filters.migration_basis)


def _rates(context: Context) -> pd.DataFrame:
    """Movers of the newest year per person of their age, by direction; the open age group has no middle and is left out."""
    moves = queries.movers_by_age(context.build, context.filters)
    closed = moves[(moves["basis"] == context.filters.migration_basis) & ~moves["age_group"].str.endswith("+")]
    newest = closed[closed["year"] == closed["year"].max()].rename(columns={"value": "persons"})
    found = newest.merge(_population(context, newest), on="age_group")
    found = found.assign(rate=found["persons"] / found["population"], middle=found["age"] + STEP / 2)
    enough = found.groupby("direction")["rate"].transform(lambda rates: len(rates) >= LEAST and rates.any())
    return found[enough.astype(bool)].sort_values(["direction", "age"], ignore_index=True)


def _population(context: Context, moves: pd.DataFrame) -> pd.DataFrame:
    """By five-year age, both sexes, of the count nearest to the middle of the movers' year; none where none is near."""
    pyramids = queries.pyramid(context.build, context.filters)
    columns = ["age_group", "population", "population_source_id", "reference_date"]
    if moves.empty or pyramids.empty:
        return pd.DataFrame(columns=columns)
    away = (pyramids["reference_date"] - pd.Timestamp(int(moves["year"].iloc[0]), 7, 1)).abs()
    near = pyramids[(away == away.min()) & (away <= NEAR)]
    groups = near.groupby(["age_group", "reference_date"], as_index=False)
    found = groups.agg(population=("persons", "sum"), population_source_id=("source_id", "first"))
    return found[found["population"] > 0][columns]


def _curves(context: Context, fits: dict[str, migration.Fit], drawn: pd.DataFrame) -> pd.DataFrame:
    kinds, basis = context.words("flow"), drawn["basis"].iloc[0]
    curves = [
        pd.DataFrame({"middle": CURVE, "fit": migration.rogers_castro(CURVE, fit.parameters) * THOUSAND}).assign(
            kind=kinds[flow], basis=basis
        )
        for flow, fit in fits.items()
    ]
    return pd.concat(curves, ignore_index=True)


def _message(context: Context, drawn: pd.DataFrame) -> str:
    highest = drawn.loc[drawn.groupby("direction", sort=False)["value"].idxmax()]
    told = {
        "in": context.text("{when}の{place}で転入の率が最も高いのは{age}（千人当たり{value}人）です。"),
        "out": context.text("{when}の{place}で転出の率が最も高いのは{age}（千人当たり{value}人）です。"),
    }
    return context.sentences(
        told[row.direction].format(
            when=row.when, place=context.place(context.home), age=row.age_words, value=row.text
        )
        for row in highest.itertuples()
    )


def _notes(context: Context, fits: dict[str, migration.Fit], drawn: pd.DataFrame) -> list[str]:
    said = [
        context.text("算出：移動者 ÷ {0}の人口 × 1,000。90歳以上は幅が決まらないため除いています。").format(
            context.date(drawn["reference_date"].iloc[0])
        ),
        context.text(
            "線は7つの母数のモデル移動スケジュール（ロジャーズ・カストロ）を最小二乗法で当てはめたものです。"
        ),
    ]
    return said + [_fitted(context, context.words("flow")[flow], fit) for flow, fit in fits.items()]


def _fitted(context: Context, kind: str, fit: migration.Fit) -> str:
    parameters = " ".join(f"{_greek(name)}={value:.4g}" for name, value in fit.parameters.items())
    said = context.text("{kind}：{parameters}、R²={r_squared}（{n}階級）。").format(
        kind=kind, parameters=parameters, r_squared=terms.number(fit.r_squared, ".3f"), n=fit.n
    )
    return context.sentences((said, "" if fit.converged else context.text("当てはめは収束していません。")))


def _greek(name: str) -> str:
    stem = name.rstrip("1234")
    return GREEK.get(stem, stem) + name[len(stem) :]
