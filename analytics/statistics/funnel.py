"""Places compared without bare ranks: funnel limits around the pooled rate, and intervals of ranks.

Source: Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24:1185;
Seaton, Manktelow (2012), BMC Medical Research Methodology 12:98, for Poisson limits that keep their probability.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy import stats

LEVELS = {"inner": 0.95, "outer": 0.998}
BEYOND = (0.8, 1.25)


class Funnel(NamedTuple):
    """Places within two pairs of limits, the limits along all sizes, and the factor of the variance they allow for.

    places : rate, centre, low_inner, high_inner, low_outer, high_outer, index of the rates
    curve : denominator and the same limits, from a little below the smallest place to a little above the largest
    """

    places: pd.DataFrame
    curve: pd.DataFrame
    dispersion: float


def funnel(rates: list[ArrayLike], denominators: ArrayLike, points: int = 60) -> Funnel:
    """Places as a funnel plot shows them, its limits widened where places vary more than chance alone explains.

    rates : [(place,)] of events, or [in, out] for a net rate ; denominators : (place,) as for `limits`
    The sizes of the curve are given the pooled rates, which leaves the pool as it is.
    Raises ValueError as `limits`.
    """
    pools = [_pooled(*_places(rate, denominators)) for rate in rates]
    low, high = np.min(denominators) * BEYOND[0], np.max(denominators) * BEYOND[1]
    along, count = np.geomspace(low, high, points), len(np.asarray(denominators))
    whole = [
        np.append(np.asarray(rate, float), np.full(points, pool)) for rate, pool in zip(rates, pools, strict=True)
    ]
    sizes = np.append(np.asarray(denominators, float), along)
    factor = dispersion(_limits(whole, sizes, LEVELS["inner"], 1)["score"].head(count))
    bounds = {name: _limits(whole, sizes, level, factor) for name, level in LEVELS.items()}
    columns = {f"{end}_{name}": found[end] for name, found in bounds.items() for end in ("low", "high")}
    limits_of_all = pd.DataFrame(columns)
    value = whole[0] - whole[1] if len(whole) > 1 else whole[0]
    places = limits_of_all.head(count).assign(rate=value[:count], centre=bounds["inner"]["centre"].head(count))
    curve = limits_of_all.tail(points).assign(denominator=along).reset_index(drop=True)
    return Funnel(
        places.set_axis(_index(rates[0]) if _index(rates[0]) is not None else places.index), curve, factor
    )


def _limits(rates: list[np.ndarray], sizes: np.ndarray, level: float, factor: float) -> pd.DataFrame:
    if len(rates) > 1:
        return net_limits(*rates, sizes, level, dispersion=factor)
    return limits(*rates, sizes, level, dispersion=factor if factor > 1 else None)


def limits(
    rates: ArrayLike, denominators: ArrayLike, level: float = 0.95, *, dispersion: float | None = None
) -> pd.DataFrame:
    """Control limits of rates of events: where a place with the pooled rate would lie by chance.

    rates : (place,) events per unit of the denominator ; denominators : (place,) so that the product is a count
    (a rate per 1,000 persons goes with thousands of persons) ; level : share of such places within the limits
    dispersion : None for exact Poisson limits, each passed by chance with at most half of 1 − level;
    or the factor of the variance for normal limits (1, or from `dispersion`)
    -> centre, low (0 at least), high, outside (strictly), score (normal z without dispersion); index of the rates
    Raises ValueError when shapes differ, a number is missing or negative, or no event is counted.
    """
    rate, size = _places(rates, denominators)
    if (rate < 0).any():
        raise ValueError("rates of events must not be negative")
    centre = _pooled(rate, size)
    if not centre > 0:
        raise ValueError("limits need at least one event")
    tails = _tails(level)
    if dispersion is None:
        low, high = (stats.poisson.ppf(tail, centre * size) / size for tail in tails)
    else:
        low, high = (centre + _normal(tail, centre / size, dispersion) for tail in tails)
    return _frame(rates, rate, centre, np.sqrt(centre / size), np.maximum(low, 0), high)


def net_limits(
    rates_in: ArrayLike,
    rates_out: ArrayLike,
    denominators: ArrayLike,
    level: float = 0.95,
    *,
    dispersion: float = 1,
) -> pd.DataFrame:
    """Control limits of net rates, in − out: where a place with the pooled rates in and out would lie by chance.

    rates_in, rates_out, denominators : (place,) as for `limits` ; dispersion : factor of the variance
    -> centre, low, high, outside, score as `limits`; normal, with the variance of in + out counts, which are taken
    as independent
    Raises ValueError as `limits`.
    """
    (into, size), (out, _) = _places(rates_in, denominators), _places(rates_out, denominators)
    if (into < 0).any() or (out < 0).any():
        raise ValueError("rates of moving in and out must not be negative")
    centre, variance = _pooled(into - out, size), _pooled(into + out, size) / size
    if not (variance > 0).all():
        raise ValueError("limits need at least one move")
    low, high = (centre + _normal(tail, variance, dispersion) for tail in _tails(level))
    return _frame(rates_in, into - out, centre, np.sqrt(variance), low, high)


def dispersion(scores: ArrayLike, trim: float = 0.1) -> float:
    """How much wider than by chance places vary: the mean squared score, extremes set to the quantiles at `trim`.

    scores : (place,) z, as from `limits` ; trim : share of places at each end
    -> factor of the variance; 1 within two standard deviations of chance, 1 + 2·√(2/places)
    Raises ValueError when a score is missing or there is none, or trim is not within 0 and 0.5.
    """
    scores = np.asarray(scores, float)
    if scores.ndim != 1 or not scores.size or not np.isfinite(scores).all():
        raise ValueError("dispersion needs a list of scores, none of them missing")
    if not 0 <= trim < 0.5:
        raise ValueError(f"trim must lie within 0 and 0.5, not be {trim}")
    factor = np.mean(np.clip(scores, *np.quantile(scores, [trim, 1 - trim])) ** 2)
    return float(factor) if factor > 1 + 2 * np.sqrt(2 / scores.size) else 1.0


def rank_interval(
    values: ArrayLike, standard_errors: ArrayLike, draws: int = 2000, seed: int = 0, level: float = 0.95
) -> pd.DataFrame:
    """Interval of each place's rank, 1 for the highest value, by drawing all values again and again.

    values, standard_errors : (place,) in one unit; errors are taken as normal and independent
    -> rank (of the values; ties share the better), low, high (ranks holding `level` of the draws), indexed as values
    Raises ValueError when shapes differ, a number is missing, an error is negative, or draws is not positive.
    """
    value, error = np.asarray(values, float), np.asarray(standard_errors, float)
    if value.ndim != 1 or value.shape != error.shape or not value.size:
        raise ValueError(
            f"values and standard errors must be lists of one length, not {value.shape}, {error.shape}"
        )
    if not (np.isfinite(value) & np.isfinite(error) & (error >= 0)).all():
        raise ValueError("values and standard errors must be numbers, and errors not negative")
    if draws < 1:
        raise ValueError(f"draws must be positive, not {draws}")
    drawn = np.random.default_rng(seed).normal(value, error, size=(draws, value.size))
    ranks = stats.rankdata(-drawn, method="min", axis=1)
    low, high = np.quantile(ranks, _tails(level), axis=0, method="inverted_cdf").astype(int)
    rank = stats.rankdata(-value, method="min").astype(int)
    return pd.DataFrame({"rank": rank, "low": low, "high": high}, index=_index(values))


def _places(rates: ArrayLike, denominators: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    rate, size = np.asarray(rates, float), np.asarray(denominators, float)
    if rate.ndim != 1 or rate.shape != size.shape or not rate.size:
        raise ValueError(f"rates and denominators must be lists of one length, not {rate.shape}, {size.shape}")
    if not (np.isfinite(rate) & np.isfinite(size) & (size > 0)).all():
        raise ValueError("rates must be numbers, and denominators positive numbers")
    return rate, size


def _pooled(rate: np.ndarray, size: np.ndarray) -> float:
    return float((rate * size).sum() / size.sum())


def _tails(level: float) -> tuple[float, float]:
    if not 0 < level < 1:
        raise ValueError(f"level must lie within 0 and 1, not be {level}")
    return (1 - level) / 2, (1 + level) / 2


def _normal(tail: float, variance: np.ndarray, factor: float) -> np.ndarray:
    if not 0 < factor < np.inf:
        raise ValueError(f"dispersion must be a positive factor, not {factor}")
    return stats.norm.ppf(tail) * np.sqrt(factor * variance)


def _frame(given: ArrayLike, rate, centre: float, error, low, high) -> pd.DataFrame:
    slack = 1e-9 * error
    columns = {"centre": centre, "low": low, "high": high, "outside": (rate < low - slack) | (rate > high + slack)}
    return pd.DataFrame(columns | {"score": (rate - centre) / error}, index=_index(given))


def _index(given: ArrayLike) -> pd.Index | None:
    return given.index if isinstance(given, pd.Series) else None
