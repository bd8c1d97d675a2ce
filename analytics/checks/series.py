"""Published examples of robust trends, and a published log-linear fit."""

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.genmod import families

from analytics.checks.reference import Reference, Words
from analytics.statistics import forecast, trend

SEN = pd.Series([9, 15, 19, 20, 45, 55, 78], index=[1, 2, 3, 4, 10, 12, 18])
TUNA = pd.Series([2.5, 4.0, 2.6, 3.6, 2.8, 3.1, 5.2, 5.0, 3.8])
TIED = pd.Series([12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7])
AIDS = (12, 14, 33, 50, 67, 74, 123, 141, 165, 204, 253, 246, 240)


def references(_: Words) -> list[Reference]:
    return [
        Reference(
            "sen_1968",
            "statistics.trend.theil_sen",
            _("セン自身の例：傾きとその93%信頼限界"),
            "Sen 1968, J. Am. Stat. Assoc. 63: 1379–1389; as scipy tests it",
            {_("傾き"): "4", _("傾きの下限"): "3.71", _("傾きの上限"): "4.38"},
            lambda _build: trend.theil_sen(SEN, level=0.93)[:3],
            tolerance=0.005,
            reason=_("傾きは整数で印刷されていますが、限界と同じ小数2桁の半分までしか認めません。"),
        ),
        Reference(
            "hollander_wolfe_tuna",
            "statistics.trend.mann_kendall",
            _("マグロの缶詰の明るさと品質：順位相関と片側確率（同順位なし）"),
            "Hollander and Wolfe 1973, Nonparametric Statistical Methods, p. 187",
            {_("順位相関"): "0.4444", _("片側確率"): "0.05972"},
            lambda _build: _tau_and_tail(),
        ),
        Reference(
            "mann_kendall_by_hand",
            "statistics.trend.mann_kendall",
            _("同順位を含む14個の値のマン・ケンドール検定"),
            "J. Little, College of the Holy Cross, MannKendallByHand",
            {_("検定統計量 Z"): "2.9058"},
            lambda _build: [stats.norm.isf(trend.mann_kendall(TIED).p / 2)],
        ),
        Reference(
            "aids_belgium",
            "statistics.forecast.log_linear",
            _("ベルギーのエイズ新規患者数（1981〜1993年）に当てはめた対数線形のポアソン回帰"),
            "Wood 2017, Generalized Additive Models: An Introduction with R, 2nd ed., section 3.3.2",
            {_("切片"): "3.1406", _("傾き"): "0.2021", _("残差逸脱度"): "80.7"},
            lambda _build: _poisson(),
        ),
    ]


def _tau_and_tail() -> list[float]:
    found = trend.mann_kendall(TUNA)
    return [found.tau, found.p / 2]


def _poisson() -> list[float]:
    design = np.vander(np.arange(1, len(AIDS) + 1), 2, increasing=True)
    fit = forecast.log_linear(np.array(AIDS), design, np.zeros(len(AIDS)), families.Poisson())
    return [*fit.params, fit.deviance]
