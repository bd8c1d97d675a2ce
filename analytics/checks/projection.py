"""The cohort-component step against what must come out of it, and single years against the published groups."""

from functools import partial

import numpy as np
import pandas as pd

from analytics.checks.reference import Printed, Reference, Words
from analytics.checks.schedules import WPP, by_period, published_lives, published_tfrs
from analytics.city import evidence
from analytics.database import queries
from analytics.demography import fertility, lifetable, projection, single_years
from analytics.demography.lifetable import SEXES
from analytics.demography.migration import STEP
from analytics.demography.projection import MEN, WOMEN, Assumptions, Projection
from analytics.demography.single_years import AGES

STEPS = 40
RELEASE = 2018
BEARING = slice(3, 10)


def references(_: Words) -> list[Reference]:
    return [
        Reference(
            "closed_and_immortal",
            "demography.projection.project",
            _("市の人口に出生・死亡・移動がないとすると、45年後の人数が変わらないこと"),
            _("定義による（人口学的方程式）"),
            lambda build: {_("45年後の人口（人）"): f"{evidence.baseline(build).population.sum():.0f}"},
            lambda build: [_immortal(build).population[-1].sum()],
            tolerance=1e-6,
            reason=_("浮動小数点の丸めのほかに差がないので、100万分の1人まで認めます。"),
        ),
        Reference(
            "leslie_matrix",
            "demography.projection.project",
            _("移動がないときの女性の人口が、レスリー行列の40乗による値と一致すること"),
            "Leslie 1945, Biometrika 33: 183–212",
            lambda build: _by_matrix(_, build),
            lambda build: _women_in(_constant(build).population[-1, WOMEN]),
        ),
        Reference(
            "institute_2018_cells",
            "demography.projection.project",
            _("社人研の推計のコーホート変化率・子ども女性比・男女比から、公表の男女・年齢別人口を再現すること"),
            _("国立社会保障・人口問題研究所「日本の地域別将来推計人口（平成30（2018）年推計）」"),
            lambda build: _cells_printed(_, build),
            lambda build: _cells_met(build),
            tolerance=0,
            reason=_("公表値との差が1人以内の階級を数えます。どの年も男女それぞれ19階級のすべてで一致します。"),
        ),
        Reference(
            "single_year_life_expectancy",
            "demography.single_years.death_rates",
            _("各歳に分けた日本の死亡率から求めた平均寿命：14の期間、男女別"),
            WPP,
            partial(published_lives, _),
            lambda build: [_life_expectancy(rows)[sex] for rows in by_period(build) for sex in (WOMEN, MEN)],
            tolerance=0.1,
            reason=_("5歳階級の死亡率を各歳に分けるため、0.1年まで認めます。"),
        ),
        Reference(
            "single_year_tfr",
            "demography.single_years.fertility_shares",
            _("各歳に分けた日本の出生率の合計が、公表の合計特殊出生率に戻ること：14の期間"),
            WPP,
            published_tfrs,
            lambda build: [_tfr(rows) for _period, rows in queries.fertility_schedule(build).groupby("period")],
        ),
    ]


def of_institute(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Printed cells (year, sex, age), and the same as the step gives them from their own ratios alone.

    cells : year, sex (F, M), age (lower bound), persons, every five years, the last age group open
    Everybody survives; the cohort change ratios − 1 are the net rates. Births a year per woman 15–49, the same at all
    these ages, are the children under five over five times the mean of these women at both ends of the step.
    """
    wide = cells.pivot(index="year", columns=["sex", "age"], values="persons")[list(SEXES)]
    printed = wide.to_numpy(float).reshape(len(wide), len(SEXES), -1)
    before, after = printed[:-1], printed[1:]
    women = (before + after)[:, WOMEN, BEARING].sum(axis=-1) / 2
    asfr = np.zeros(after[:, WOMEN].shape)
    asfr[:, BEARING] = (after[..., 0].sum(axis=-1) / (STEP * women))[:, None]
    nothing = np.zeros_like(after)
    ratios = np.concatenate([nothing[..., :1] + 1, after[..., 1:] / _arriving(before)], axis=-1)
    given = (nothing + 1, asfr, after[:, MEN, 0] / after[:, WOMEN, 0], ratios - 1, nothing)
    return printed, projection.project(Assumptions(wide.index[0], printed[0], *given), width=STEP).population


def leslie(surv: np.ndarray, asfr: np.ndarray, srb: float) -> np.ndarray:
    """(age, age) matrix that moves women one year on, their births from the mean of both ends of the year.

    surv : (age,) by the age a cohort arrives in, births first ; asfr : (age,) births per woman-year
    """
    ages = len(surv)
    ageing = np.diag(surv[1:], -1)
    ageing[-1, -1] = surv[-1]
    girls = surv[0] / (1 + srb) * asfr @ (np.eye(ages) + ageing) / 2
    return ageing + np.outer(np.eye(ages)[0], girls)


def _arriving(before: np.ndarray) -> np.ndarray:
    """(…, age) those who arrive in every age group but the first."""
    return np.concatenate([before[..., :-2], before[..., -2:].sum(axis=-1, keepdims=True)], axis=-1)


def _cells(build: str) -> pd.DataFrame:
    asked = evidence.everything(build)
    rows = queries.releases(build, asked, (asked.home,))
    fives = rows["kind"].isin(["five_year", "open"])
    rows = rows.loc[fives & (rows["release"] == RELEASE) & rows["sex"].isin(SEXES)]
    return rows.astype({"age": int}).sort_values("age")


def _cells_printed(_: Words, build: str) -> Printed:
    cells = _cells(build)
    names, groups = dict(zip(SEXES, (_("女性"), _("男性")), strict=True)), cells["age"].nunique()
    what = _("{year}年 {sex}：1人以内で一致した階級の数")
    years = np.unique(cells["year"])[1:]
    return {what.format(year=year, sex=names[sex]): str(groups) for year in years for sex in SEXES}


def _cells_met(build: str) -> list[int]:
    printed, found = of_institute(_cells(build))
    return (np.abs(found - printed) < 1).sum(axis=-1)[1:].ravel().tolist()


def _immortal(build: str) -> Projection:
    base = evidence.baseline(build)
    nothing = np.zeros_like(base.mx)
    given = Assumptions(
        base.start, base.population, nothing + 1, np.zeros_like(base.pattern), base.srb, nothing, nothing
    )
    return projection.project(given)


def _constant(build: str) -> Projection:
    surv, asfr, srb = _first_year(build)
    steps = [
        np.broadcast_to(values, (STEPS, *np.shape(values))) for values in (surv, asfr, srb, np.zeros_like(surv))
    ]
    base = evidence.baseline(build)
    return projection.project(Assumptions(base.start, base.population, *steps, steps[-1]))


def _first_year(build: str) -> tuple[np.ndarray, np.ndarray, float]:
    base = evidence.baseline(build)
    surv = lifetable.survivorship(lifetable.life_table(base.mx[0], AGES).nLx, width=1)
    return surv, base.pattern[0] * base.tfr[0], base.srb[0]


def _by_matrix(_: Words, build: str) -> Printed:
    surv, asfr, srb = _first_year(build)
    power = np.linalg.matrix_power(leslie(surv[WOMEN], asfr, srb), STEPS)
    found = _women_in(power @ evidence.baseline(build).population[WOMEN])
    names = (_("40年後の女性（人）"), _("うち20〜39歳（人）"))
    return {name: f"{value:.6f}" for name, value in zip(names, found, strict=True)}


def _women_in(women: np.ndarray) -> list[float]:
    return [women.sum(), women[20:40].sum()]


def _life_expectancy(rows: pd.DataFrame) -> np.ndarray:
    groups = rows.pivot(index="sex", columns="age", values="mx").loc[list(SEXES)]
    return lifetable.life_table(single_years.death_rates(groups, groups.columns.to_numpy()), AGES).ex[:, 0]


def _tfr(rows: pd.DataFrame) -> float:
    shares = single_years.fertility_shares(rows["share"].to_numpy(), rows["age"].to_numpy())
    return float(fertility.total_fertility_rate(rows["tfr"].iloc[0] * shares, width=1))
