"""Forecasts of short yearly series with prediction intervals, and how they would have done in the past."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import optimize, special, stats
from statsmodels.genmod.generalized_linear_model import GLMResults
from statsmodels.tsa.holtwinters import ExponentialSmoothing, HoltWintersResults

from analytics.trend import TooShortError, known_years

LEAST, LEAST_COUNTS, LEAST_ORIGINS = 5, 3, 2
OVERDISPERSED, DAMPING, HOLT_PARAMETERS = 1.5, 0.9, 4
SEED, PATHS, LARGEST = 20, 2000, 1e15
QUANTILES = np.array([0.10, 0.25, 0.75, 0.90])
LIMITS = {"count": (0, np.inf), "rate": (0, np.inf), "share": (0, 100), "balance": (-np.inf, np.inf)}


class Forecast(NamedTuple):
    """One value a year in the series' unit; n points behind it.

    model : poisson, negative_binomial, damped_holt, naive
    low50 … high80 : limits within which the coming figure itself, not its mean, lies in 50 and 80 of 100 cases
    note : overdispersed (negative binomial taken), logit (shares on that scale), or empty
    """

    model: str
    years: tuple[int, ...]
    centre: tuple[float, ...]
    low50: tuple[float, ...]
    high50: tuple[float, ...]
    low80: tuple[float, ...]
    high80: tuple[float, ...]
    n: int
    note: str


class Backtest(NamedTuple):
    """Mean absolute scaled error, share (0-1) of figures inside the 80 % interval, number of forecasts."""

    mase: float
    coverage80: float
    n: int


class Choice(NamedTuple):
    """The model with the least error; None where nothing could be tested, of a model too."""

    best: str | None
    backtests: dict[str, Backtest | None]
    naive_wins: bool


class Fan(NamedTuple):
    """centre : (year,) ; quantiles : (QUANTILES, year)"""

    model: str
    centre: np.ndarray
    quantiles: np.ndarray
    note: str = ""


class Task(NamedTuple):
    """What a model is given; exposure : at the known years and the coming ones, None without a denominator."""

    known: pd.Series
    coming: np.ndarray
    kind: str
    exposure: pd.Series | None
    rng: np.random.Generator


def forecast(
    series: pd.Series, years_ahead: int, model: str, *, kind="count", exposure=None, seed=SEED
) -> Forecast:
    """The years after the last known one, with 50 and 80 % prediction intervals.

    glm : counts by a log-linear trend, Poisson, or negative binomial where Pearson's chi2/df > OVERDISPERSED
    holt : damped trend, on the logit for shares strictly between 0 and 100 ; naive : the last value stays

    series : by year (int), missing years NaN or left out
    kind : count, rate (both from 0 on), share (0-100, in percent), balance (any sign)
    exposure : denominator by year, coming years included, for glm only; None without
    Raises TooShortError: few (under LEAST points, for glm under LEAST_COUNTS above zero or too few to converge),
    flat (all equal), gaps (half of the years or more missing, for holt any).
    Raises ValueError outside the limits, for glm on what is no count, without an exposure for a year.
    """
    known = _usable(series, kind)
    if years_ahead < 1:
        raise ValueError(f"{years_ahead} years ahead")
    coming = known.index[-1] + np.arange(1, years_ahead + 1)
    fan = MODELS[model](Task(known, coming, kind, exposure, np.random.default_rng(seed)))
    centre, *limits = np.clip([fan.centre, *fan.quantiles], *LIMITS[kind])
    low80, low50, high50, high80 = np.vstack([np.minimum(limits[:2], centre), np.maximum(limits[2:], centre)])
    lines = [tuple(line.tolist()) for line in (coming, centre, low50, high50, low80, high80)]
    return Forecast(fan.model, *lines, len(known), fan.note)


def backtest(series: pd.Series, model: str, *, horizon: int = 3, least: int = LEAST, **settings) -> Backtest | None:
    """Forecasts from every earlier year with `least` points behind it, set against what came.

    horizon : years ahead ; settings : as for `forecast`
    Each error is divided by the mean absolute step a year among the points known at its origin: the in-sample
    scale of Hyndman & Koehler 2006, Int. J. Forecasting 22, 679-688. More than a year ahead, naive is not 1.
    -> None with fewer than LEAST_ORIGINS origins, and for a series that the model refuses
    """
    known = known_years(series)
    try:
        forecast(known, 1, model, **settings)
    except TooShortError:
        return None
    origins = [list(_tested(known, cut, model, horizon, settings)) for cut in range(least, len(known))]
    if sum(map(bool, origins)) < LEAST_ORIGINS:
        return None
    scaled, inside = np.array([error for errors in origins for error in errors]).T
    return Backtest(float(scaled.mean()), float(inside.mean()), len(scaled))


def choose(series: pd.Series, models: Sequence[str], **settings) -> Choice:
    """The model with the least error in the back-test, the last value among them; a tie goes to that.

    settings : as for `backtest`
    """
    tests = {name: backtest(series, name, **settings) for name in ["naive", *models]}
    best = min((name for name in tests if tests[name]), key=lambda name: tests[name].mase, default=None)
    return Choice(best, tests, best == "naive")


def _usable(series: pd.Series, kind: str) -> pd.Series:
    known = known_years(series, least=LEAST, varied=True)
    if not known.between(*LIMITS[kind]).all():
        raise ValueError(f"a {kind} outside its limits")
    if 2 * len(known) <= known.index[-1] - known.index[0] + 1:
        raise TooShortError("gaps")
    return known


def _tested(known: pd.Series, cut: int, model: str, horizon: int, settings: dict) -> Iterator[tuple[float, bool]]:
    """Scaled absolute error and whether the 80 % interval held, for each figure after the first `cut` points."""
    past = known.iloc[:cut]
    try:
        found = forecast(past, horizon, model, **settings)
    except TooShortError:
        return
    scale = np.mean(np.abs(_steps(past, 1)))
    for year, centre, low, high in zip(found.years, found.centre, found.low80, found.high80, strict=True):
        if year in known.index:
            yield abs(known[year] - centre) / scale, low <= known[year] <= high


def _steps(known: pd.Series, power: float) -> np.ndarray:
    """Steps between known years over their length to a power."""
    return np.diff(known) / np.diff(known.index) ** power


def _naive(task: Task) -> Fan:
    """A random walk without drift; its step's spread, counted about zero, is itself uncertain: Student's t.

    Source: Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd ed., 5.5
    """
    steps = _steps(task.known, 0.5)
    spread = np.sqrt(np.mean(steps**2) * (task.coming - task.known.index[-1]))
    centre = np.full(len(task.coming), task.known.iloc[-1])
    return Fan("naive", centre, centre + np.outer(stats.t.ppf(QUANTILES, len(steps)), spread))


def _holt(task: Task) -> Fan:
    """Level and damped trend from Theil-Sen's line on; paths with errors of the residuals' size, itself drawn."""
    years, values, ahead = task.known.index.to_numpy(), task.known.to_numpy(), len(task.coming)
    if (np.diff(years) > 1).any():
        raise TooShortError("gaps")
    bent = task.kind == "share" and values.min() > 0 and values.max() < 100
    values = special.logit(values / 100) if bent else values
    unit = np.abs(np.diff(values)).mean()
    fit = _smoothed(values / unit)
    freedom = max(len(values) - HOLT_PARAMETERS, 1)
    spread = np.sqrt(np.sum(fit.resid**2) / task.rng.chisquare(freedom, PATHS))
    errors = spread * task.rng.standard_normal((ahead, PATHS))
    with np.errstate(divide="ignore", invalid="ignore"):
        paths = fit.simulate(ahead, repetitions=PATHS, random_errors=errors)
    lines = np.vstack([fit.forecast(ahead), np.quantile(paths, QUANTILES, axis=1)]) * unit
    lines = special.expit(lines) * 100 if bent else lines
    return Fan("damped_holt", lines[0], lines[1:], "logit" if bent else "")


def _smoothed(values: np.ndarray) -> HoltWintersResults:
    """SLSQP, because L-BFGS-B waits on idle threads: on a busy machine 20 times longer."""
    slope, intercept = stats.theilslopes(values)[:2]
    start = {"initialization_method": "known", "initial_level": intercept - slope, "initial_trend": slope}
    model = ExponentialSmoothing(values, trend="add", damped_trend=True, **start)
    with model.fix_params({"damping_trend": DAMPING}):
        return model.fit(use_brute=False, method="SLSQP")


def _glm(task: Task) -> Fan:
    """A log-linear trend; each path draws the trend from its sampling distribution and a figure about it.

    The variance is estimated from few points: each path draws it too, never below Poisson's.
    """
    if task.kind != "count":
        raise ValueError(f"glm is for counts, not for a {task.kind}")
    if (task.known > 0).sum() < LEAST_COUNTS:
        raise TooShortError("few")
    years = task.known.index.to_numpy()
    past, ahead = (np.vander(moments - years.mean(), 2) for moments in (years, task.coming))
    offset, offset_ahead = (_offset(task.exposure, moments) for moments in (years, task.coming))
    fit, alpha = _fitted(task.known.to_numpy(), past, offset)
    shaken = fit.df_resid / task.rng.chisquare(fit.df_resid, (PATHS, 1))
    draws = task.rng.multivariate_normal(np.zeros(2), fit.cov_params(), PATHS, check_valid="ignore")
    drawn = (fit.params + np.sqrt(shaken) * draws) @ ahead.T + offset_ahead
    means = np.exp(np.minimum(drawn, np.log(LARGEST)))
    paths = _counts(task.rng, means, (1 + alpha * means) * shaken)
    name, note = ("negative_binomial", "overdispersed") if alpha else ("poisson", "")
    return Fan(name, np.exp(ahead @ fit.params + offset_ahead), np.quantile(paths, QUANTILES, axis=0), note)


def _fitted(counts: np.ndarray, design: np.ndarray, offset: np.ndarray) -> tuple[GLMResults, float]:
    """The fit and the negative binomial's alpha by moments from the Poisson fit, 0 for Poisson itself."""
    fit = _fit(counts, design, offset, sm.families.Poisson())
    if fit.pearson_chi2 / fit.df_resid <= OVERDISPERSED:
        return fit, 0.0
    squares, largest = (counts - fit.mu) ** 2, np.sum((counts / fit.mu - 1) ** 2) / fit.df_resid
    alpha = optimize.brentq(lambda a: (squares / (fit.mu + a * fit.mu**2)).sum() - fit.df_resid, 0, largest)
    return _fit(counts, design, offset, sm.families.NegativeBinomial(alpha=alpha)), alpha


def _fit(counts: np.ndarray, design: np.ndarray, offset: np.ndarray, family: sm.families.Family) -> GLMResults:
    try:
        return sm.GLM(counts, design, family=family, offset=offset).fit()
    except ValueError:
        raise TooShortError("few") from None


def _offset(exposure: pd.Series | None, years: np.ndarray) -> np.ndarray:
    given = np.ones(len(years)) if exposure is None else exposure.reindex(years).to_numpy(dtype=float)
    if not (given > 0).all():
        raise ValueError("no exposure for a year")
    return np.log(given)


def _counts(rng: np.random.Generator, means: np.ndarray, ratio: np.ndarray) -> np.ndarray:
    """Counts with these means and ratios of variance to mean, Poisson's 1 at least."""
    excess = np.maximum(ratio - 1, 1e-6)
    return rng.poisson(np.minimum(rng.gamma(means / excess, excess), LARGEST))


MODELS: dict[str, Callable[[Task], Fan]] = {"glm": _glm, "holt": _holt, "naive": _naive}
