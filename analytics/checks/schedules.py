"""Life tables and fertility: a published table in full, and what the loaded schedules themselves publish."""

from functools import partial

import numpy as np
import pandas as pd

from analytics.checks.reference import Printed, Reference, Words
from analytics.database import queries
from analytics.demography import fertility, lifetable

BOX = "Preston, Heuveline, Guillot 2001, Demography: Measuring and Modeling Population Processes, box 3.1"
WPP = "United Nations, World Population Prospects 2024 (R package wpp2024)"
AUSTRIA_AGES = np.array([0, 1, *range(5, 86, 5)])
AUSTRIA_DEATHS = (
    419, 70, 36, 46, 249, 420, 403, 441, 508, 769, 1154, 1866, 2043, 3496, 4366, 4337, 5279, 6460, 6146,
)  # fmt: skip
AUSTRIA_MEN = (
    47925, 189127, 234793, 238790, 254996, 326831, 355086, 324222, 269963, 261971,
    238011, 261612, 181385, 187962, 153832, 105169, 73694, 57512, 32248,
)  # fmt: skip
AUSTRIA_NAX = (
    0.068, 1.626, 2.5, 3.143, 2.724, 2.52, 2.481, 2.601, 2.701, 2.663,
    2.698, 2.676, 2.645, 2.624, 2.619, 2.593, 2.518, 2.423, 5.247,
)  # fmt: skip
AUSTRIA_NQX = (
    "0.008672164", "0.001479187", "0.000766339", "0.000962845", "0.004871602", "0.006404927",
    "0.005658505", "0.006778776", "0.009368169", "0.014577196", "0.023974985",
)  # fmt: skip


def references(_: Words) -> list[Reference]:
    life, men = _("出生時の平均余命（年）"), lifetable.SEXES.index("M")
    return [
        Reference(
            "austria_1992",
            "demography.lifetable.life_table",
            _("オーストリアの男性（1992年）の生命表：死亡確率と平均寿命"),
            BOX,
            {
                _("{0}歳から始まる階級の死亡確率").format(age): q
                for age, q in zip(AUSTRIA_AGES, AUSTRIA_NQX, strict=False)
            }
            | {life: "72.889"},
            lambda _build: _austria(AUSTRIA_NAX, men),
        ),
        Reference(
            "austria_1992_nax",
            "demography.lifetable.years_lived",
            _("同じ生命表の、乳幼児で死亡した人がその階級で生きた年数"),
            BOX,
            {_("0歳（年）"): "0.068", _("1〜4歳（年）"): "1.626"},
            lambda _build: lifetable.years_lived(_austrian_rates(), AUSTRIA_AGES)[men, :2],
        ),
        Reference(
            "austria_1992_own_nax",
            "demography.lifetable.life_table",
            _("同じ生命表の平均寿命を、生きた年数も自分で計算して求める"),
            BOX,
            {life: "72.889"},
            lambda _build: _austria(None, men)[-1:],
            tolerance=0.01,
            reason=_("表とちがい、生きた年数を式で求めるため、0.01年まで認めます。"),
        ),
        Reference(
            "wpp_life_expectancy",
            "demography.lifetable.life_table",
            _("日本の死亡率表から求めた平均寿命：14の期間、男女別"),
            WPP,
            partial(published_lives, _),
            lambda build: [_life_expectancy(rows)[sex] for rows in by_period(build) for sex in (0, 1)],
            tolerance=0.005,
            reason=_("死亡率が丸めて公表され、階級の中で生きた年数を式で求めるため、0.005年まで認めます。"),
        ),
        Reference(
            "wpp_tfr",
            "demography.fertility.total_fertility_rate",
            _("日本の出生率の年齢分布を合計すると、公表の合計特殊出生率に戻ること：14の期間"),
            WPP,
            published_tfrs,
            lambda build: [_by_pattern(rows) for _period, rows in _patterns(build)],
        ),
        Reference(
            "japan_tfr",
            "demography.fertility.total_fertility_rate",
            _("国の年齢別出生率を合計した合計特殊出生率"),
            _("厚生労働省「令和5年人口動態統計月報年計（概数）の概況」"),
            lambda build: {
                _("{0}年").format(year): f"{rows['tfr'].iloc[0]:.2f}" for year, rows in _national(build)
            },
            lambda build: [fertility.total_fertility_rate(rows["asfr"]) for _year, rows in _national(build)],
        ),
    ]


def _austrian_rates() -> np.ndarray:
    return np.stack([np.array(AUSTRIA_DEATHS) / AUSTRIA_MEN] * 2)


def _austria(nax: tuple[float, ...] | None, men: int) -> list[float]:
    table = lifetable.life_table(_austrian_rates(), AUSTRIA_AGES, None if nax is None else np.stack([nax] * 2))
    return [*table.nqx[men, : len(AUSTRIA_NQX)], table.ex[men, 0]]


def by_period(build: str) -> list[pd.DataFrame]:
    return [rows for _period, rows in queries.mx_and_e0(build).groupby("period")]


def _life_expectancy(rows: pd.DataFrame) -> np.ndarray:
    rates = rows.pivot(index="sex", columns="age", values="mx").loc[list(lifetable.SEXES)]
    return lifetable.life_table(rates, rates.columns).ex[:, 0]


def published_lives(_: Words, build: str) -> Printed:
    names = dict(zip(lifetable.SEXES, (_("{0} 女性"), _("{0} 男性")), strict=True))
    rows = queries.mx_and_e0(build).drop_duplicates(["period", "sex"])
    return {names[row.sex].format(_span(row.period)): f"{row.life_expectancy:.4f}" for row in rows.itertuples()}


def published_tfrs(build: str) -> Printed:
    return {_span(period): f"{rows['tfr'].iloc[0]:.4f}" for period, rows in _patterns(build)}


def _span(period: str) -> str:
    return period.replace("-", "–")


def _patterns(build: str) -> list[tuple[str, pd.DataFrame]]:
    return list(queries.fertility_schedule(build).groupby("period"))


def _by_pattern(rows: pd.DataFrame) -> np.ndarray:
    return fertility.total_fertility_rate(rows["tfr"] * rows["share"] / 5)


def _national(build: str) -> list[tuple[int, pd.DataFrame]]:
    return list(queries.asfr_and_tfr(build).loc[lambda rows: rows["kind"] == "country"].groupby("year"))
