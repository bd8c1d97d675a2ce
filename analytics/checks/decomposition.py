"""Das Gupta's worked examples.

Inputs as in the README of the R package DasGuptR 2.1.0 (King and Matthews), which takes them from Das Gupta 1993.
"""

from math import prod

import numpy as np

from analytics.checks.reference import Reference, Words
from analytics.demography import decomposition

MANUAL = "Das Gupta 1993, Standardization and Decomposition of Rates: A User's Manual, Census Bureau P23-186"
README = f"{MANUAL}; inputs and results as in the README of DasGuptR 2.1.0 (King and Matthews)"
AUSTRIA = (51.78746, 0.45919, 0.52638)  # births per 1,000 women 15–49, their share of women, share of women, 1981
CHILE = (84.90502, 0.75756, 0.51065)
# South Korea: proportion married, noncontraception, abortion, lactation, fecundity. The README's data frame calls the
# columns 1970 and 1980, its heading 1960 and 1970; the fertility of 4.05 leads the published differences to 6.13.
KOREA_LOW = (0.58, 0.76, 0.84, 0.66, 16.573)
KOREA_HIGH = (0.72, 0.97, 0.97, 0.56, 16.158)
# Taiwan by age 15–49: births per 1,000 married women, share married, women per inhabitant.
TAIWAN_1960 = np.array(
    [
        [393, 407, 369, 274, 184, 90, 16],
        [0.122, 0.622, 0.903, 0.930, 0.916, 0.873, 0.800],
        [0.043, 0.041, 0.036, 0.032, 0.026, 0.020, 0.018],
    ]
)
TAIWAN_1970 = np.array(
    [
        [488, 452, 338, 156, 63, 22, 3],
        [0.082, 0.527, 0.866, 0.941, 0.942, 0.923, 0.876],
        [0.058, 0.038, 0.032, 0.030, 0.026, 0.023, 0.019],
    ]
)
# United States, households by age of head: persons in percent, heads per 100 persons.
AGES_1970 = np.array([12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9])
AGES_1985 = np.array([10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5])
HEADS_1970 = np.array([1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8])
HEADS_1985 = np.array([2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2])


def references(_: Words) -> list[Reference]:
    return [
        Reference(
            "das_gupta_chile",
            "demography.decomposition.shapley",
            _("オーストリアとチリ（1981年）の粗出生率の差を3つの要因に分ける"),
            README,
            {
                _("差の全体"): "20.3279",
                _("女性の出生率による分"): "10.4340",
                _("女性に占める15〜49歳の割合による分"): "10.5608",
                _("人口に占める女性の割合による分"): "-0.6670",
            },
            lambda _build: _split(product_of, AUSTRIA, CHILE),
        ),
        Reference(
            "das_gupta_korea",
            "demography.decomposition.shapley",
            _("韓国の出生率の差を5つの要因に分ける"),
            README,
            {
                _("差の全体"): "2.0798",
                _("有配偶の割合による分"): "1.0910",
                _("避妊によらない割合による分"): "1.2298",
                _("中絶の係数による分"): "0.7278",
                _("授乳の係数による分"): "-0.8399",
                _("妊孕力による分"): "-0.1290",
            },
            lambda _build: _split(product_of, KOREA_LOW, KOREA_HIGH),
        ),
        Reference(
            "das_gupta_taiwan",
            "demography.decomposition.shapley",
            _("台湾の1960年と1970年の粗出生率の差を、年齢別の3つの要因に分ける"),
            README,
            {
                _("差の全体"): "-11.5714",
                _("有配偶女性の出生率による分"): "-7.2856",
                _("有配偶の割合による分"): "-2.7206",
                _("年齢別の女性の割合による分"): "-1.5652",
            },
            lambda _build: _split(sum_of_products, TAIWAN_1960, TAIWAN_1970),
        ),
        Reference(
            "das_gupta_headship",
            "demography.decomposition.births",
            _("米国の1970年と1985年の世帯主率の差を、年齢構成と率に分ける"),
            README,
            {_("差の全体"): "2.9672", _("年齢構成による分"): "1.2269", _("率による分"): "1.7403"},
            lambda _build: _headship(),
        ),
    ]


def product_of(*factors: float) -> float:
    return prod(factors)


def sum_of_products(*factors: np.ndarray) -> float:
    return float(np.prod(factors, axis=0).sum())


def _split(value, before, after) -> list[float]:
    parts = decomposition.shapley(value, before, after)
    return [parts.sum(), *parts]


def _headship() -> list[float]:
    parts = decomposition.births(AGES_1970, HEADS_1970 / 100, AGES_1985, HEADS_1985 / 100)
    return [sum(parts), parts.mix, parts.rates]
