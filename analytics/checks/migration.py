"""A published cohort residual, and the migration schedule that Rogers and Castro give as their example."""

import numpy as np
from scipy.integrate import quad

from analytics.checks.reference import Reference, Words
from analytics.demography import migration

ROGERS_CASTRO = "Rogers, Castro 1981, Model Migration Schedules, IIASA RR-81-30"
BASIC = {"a1": 0.02, "alpha1": 0.1, "a2": 0.06, "alpha2": 0.1, "mu2": 20, "lambda2": 0.4, "c": 0.003}
YEARS = (0, 85)


def references(_: Words) -> list[Reference]:
    return [
        Reference(
            "forward_residual",
            "demography.migration.residual",
            _("30〜34歳の22,819人が生残率0.99550で5年後に23,016人になったときの純移動"),
            "Schmertmann 2010, Population Data (course notes)",
            {_("転入超過数（人）"): "300"},
            lambda _build: [_residual(22_819, 23_016, 0.99550)],
        ),
        Reference(
            "rogers_castro_area",
            "demography.migration.rogers_castro",
            _("ロジャース・カストロの標準パラメーターの曲線の面積（総移動率）"),
            ROGERS_CASTRO,
            {_("0〜85歳の面積"): "1"},
            lambda _build: quad(lambda age: migration.rogers_castro(age, BASIC), *YEARS)[:1],
            tolerance=0.005,
            reason=_("パラメーターが2〜3桁に丸めて印刷されているため、0.005まで認めます。"),
        ),
        Reference(
            "rogers_castro_peak",
            "demography.migration.rogers_castro",
            _("同じ曲線が最も高くなる年齢（各歳）"),
            _("{0}。頂点の年齢は式の微分 μ2 + ln(λ2/α2)/λ2 = 23.47 による").format(ROGERS_CASTRO),
            {_("最も高い年齢（歳）"): "23"},
            lambda _build: [migration.rogers_castro(np.arange(91), BASIC).argmax()],
            tolerance=0,
            reason=_("各歳の年齢なので、差を認めません。"),
        ),
    ]


def _residual(before: int, after: int, survivorship: float) -> float:
    start, end, ratio = np.zeros((2, 3)), np.zeros((2, 3)), np.ones((2, 3))
    start[:, 0], end[:, 1], ratio[:, 1] = before, after, survivorship
    return migration.residual(start, end, ratio)[0, 1]
