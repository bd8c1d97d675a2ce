"""The published chance of lying outside exact Poisson limits."""

import numpy as np
from scipy.stats import chi2

from analytics.checks.reference import Reference, Words
from analytics.statistics import funnel

RANGES = {
    (1, 50): (("0.0186", "0", "0.0250"), ("0.0201", "0.0052", "0.0250")),
    (50, 100): (("0.0215", "0.0172", "0.0250"), ()),
    (100, 500): (("0.0233", "0.0194", "0.0250"), ()),
}
POINTS = 5001


def references(_: Words) -> list[Reference]:
    return [_reference(_, span, printed) for span, printed in RANGES.items()]


def chance(expected: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of lying below and above the limits at expected counts; P(X ≤ k) = P(χ²(2k + 2) > 2E)."""
    found = funnel.limits(np.ones_like(expected), expected, level)
    low, high = (np.rint(found[name] * expected).to_numpy() for name in ("low", "high"))
    return np.where(low > 0, chi2.sf(2 * expected, np.maximum(2 * low, 1)), 0), chi2.cdf(2 * expected, 2 * high + 2)


def _reference(_: Words, span: tuple[int, int], printed: tuple[tuple[str, ...], ...]) -> Reference:
    summaries = _("中央値"), _("最小"), _("最大")
    names = [
        _("{side}の{summary}").format(side=side, summary=summary)
        for side in (_("下側"), _("上側"))
        for summary in summaries
    ]
    given = [number for side in printed for number in side]
    return Reference(
        "poisson_limits_{}_{}".format(*span),
        "statistics.funnel.limits",
        _("期待件数{low}〜{high}件の95%管理限界の外に、偶然に出る確率").format(low=span[0], high=span[1]),
        "Seaton, Manktelow 2012, BMC Medical Research Methodology 12: 98",
        dict(zip(names, given, strict=False)),
        lambda _build: _summaries(*span)[: len(given)],
        tolerance=2e-4,
        reason=_("確率を求めた期待件数の刻みが公表されていないため、0.0002まで認めます。"),
    )


def _summaries(start: int, end: int) -> list[float]:
    """Median, least and greatest probability below, then above."""
    sides = chance(np.linspace(start, end, POINTS))
    return [summary for found in sides for summary in (np.median(found), found.min(), found.max())]
