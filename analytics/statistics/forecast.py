"""Forecasts of short yearly series with prediction intervals."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, special, stats
from statsmodels.genmod import families
from statsmodels.genmod.generalized_linear_model import GLM, GLMResults
from statsmodels.regression.linear_model import OLS
from statsmodels.tsa.holtwinters import ExponentialSmoothing, HoltWintersResults

from analytics.statistics.trend import TooShortError, additions, known_years

LEAST, LEAST_COUNTS = 5, 3
OVERDISPERSED, DAMPING, HOLT_PARAMETERS = 1.5, 0.9, 4
SEED, PATHS, LARGEST = 20, 2000, 1e15
QUANTILES = np.array([0.10, 0.25, 0.75, 0.90])
LIMITS = {
    "count": (0, np.inf),
    "rate": (0, np.inf),
    "share": (0, 100),
    "balance": (-np.inf, np.inf),
    "total": (0, np.inf),
}


class Forecast(NamedTuple):
    """One value a year in the series' unit; n points behind it.

    model : poisson, negative_binomial, linear, damped_holt, naive, additions
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
    linear : a straight line by least squares, holt : a damped trend, both on the logit for shares strictly between
    0 and 100 ; naive : the last value stays ; additions : a running total goes on growing as it did

    series : by year (int), missing years NaN or left out
    kind : count, rate (both from 0 on), share (0-100, in percent), balance (any sign), total (running, never falls)
    exposure : denominator by year, coming years included, for glm only; None without
    Raises TooShortError: few (under LEAST points, for glm under LEAST_COUNTS above zero or too few to converge),
    flat (all equal), gaps (half of the years or more missing, for holt any).
    Raises ValueError outside the limits, for glm on what is no count, for additions on what is no running total,
    without an exposure for a year.
    """
    known = _usable(series, kind)
    if years_ahead < 1:
        raise ValueError(f"{years_ahead} years ahead")
    coming = known.index[-1] + np.arange(1, years_ahead + 1)
    fan = MODELS[model](Task(known, coming, kind, exposure, np.random.default_rng(seed)))
    floor, ceiling = LIMITS[kind]
    floor = known.iloc[-1] if kind == "total" else floor
    centre, *limits = np.clip([fan.centre, *fan.quantiles], floor, ceiling)
    low80, low50, high50, high80 = np.vstack([np.minimum(limits[:2], centre), np.maximum(limits[2:], centre)])
    lines = [tuple(line.tolist()) for line in (coming, centre, low50, high50, low80, high80)]
    return Forecast(fan.model, *lines, len(known), fan.note)


def _usable(series: pd.Series, kind: str) -> pd.Series:
    known = known_years(series, least=LEAST, varied=True)
    if not known.between(*LIMITS[kind]).all():
        raise ValueError(f"a {kind} outside its limits")
    if kind == "total" and not known.is_monotonic_increasing:
        raise ValueError("a running total that falls")
    if 2 * len(known) <= known.index[-1] - known.index[0] + 1:
        raise TooShortError("gaps")
    return known


def steps(known: pd.Series, power: float) -> np.ndarray:
    """Steps between known years over their length to a power."""
    return np.diff(known) / np.diff(known.index) ** power


def _naive(task: Task) -> Fan:
    """A random walk without drift; its step's spread, counted about zero, is itself uncertain: Student's t.

    Source: Hyndman & Athanasopoulos, Forecasting: principles and practice, 3rd ed., 5.5
    """
    moves = steps(task.known, 0.5)
    spread = np.sqrt(np.mean(moves**2) * (task.coming - task.known.index[-1]))
    centre = np.full(len(task.coming), task.known.iloc[-1])
    return Fan("naive", centre, centre + np.outer(stats.t.ppf(QUANTILES, len(moves)), spread))


def _additions(task: Task) -> Fan:
    """The last total and the sum of yearly additions that are never negative, gamma distributed."""
    if task.kind != "total":
        raise ValueError(f"additions are for running totals, not for a {task.kind}")
    shape, scale = additions(task.known, task.coming - task.known.index[-1])
    last = task.known.iloc[-1]
    return Fan("additions", last + shape * scale, last + stats.gamma.ppf(QUANTILES[:, None], shape, scale=scale))


def _holt(task: Task) -> Fan:
    """Level and damped trend from Theil-Sen's line on; paths with errors of the residuals' size, itself drawn."""
    years, values, ahead = task.known.index.to_numpy(), task.known.to_numpy(), len(task.coming)
    if (np.diff(years) > 1).any():
        raise TooShortError("gaps")
    bent = _is_bent(task)
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


def _linear(task: Task) -> Fan:
    """Ordinary least squares through the years; a coming figure's limits by Student's t."""
    years, bent = task.known.index.to_numpy(), _is_bent(task)
    values = special.logit(task.known.to_numpy() / 100) if bent else task.known.to_numpy()
    past, ahead = (np.vander(moments - years.mean(), 2) for moments in (years, task.coming))
    fit = OLS(values, past).fit()
    found = fit.get_prediction(ahead)
    spread = np.outer(stats.t.ppf(QUANTILES, fit.df_resid), found.se_obs)
    lines = np.vstack([found.predicted_mean, found.predicted_mean + spread])
    lines = special.expit(lines) * 100 if bent else lines
    return Fan("linear", lines[0], lines[1:], "logit" if bent else "")


def _is_bent(task: Task) -> bool:
    """Whether the figures are shares strictly between 0 and 100, to be followed on the logit."""
    return task.kind == "share" and bool(task.known.between(0, 100, inclusive="neither").all())


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
    fit = log_linear(counts, design, offset, families.Poisson())
    if fit.pearson_chi2 / fit.df_resid <= OVERDISPERSED:
        return fit, 0.0
    squares, largest = (counts - fit.mu) ** 2, np.sum((counts / fit.mu - 1) ** 2) / fit.df_resid
    alpha = optimize.brentq(lambda a: (squares / (fit.mu + a * fit.mu**2)).sum() - fit.df_resid, 0, largest)
    return log_linear(counts, design, offset, families.NegativeBinomial(alpha=alpha)), alpha


def log_linear(counts: np.ndarray, design: np.ndarray, offset: np.ndarray, family: families.Family) -> GLMResults:
    """The fit of log mean = offset + design·parameters. Raises TooShortError (few) where none is found."""
    try:
        return GLM(counts, design, family=family, offset=offset).fit()
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


MODELS: dict[str, Callable[[Task], Fan]] = {
    "glm": _glm,
    "linear": _linear,
    "holt": _holt,
    "naive": _naive,
    "additions": _additions,
}
FITTING = {
    "count": ("glm", "holt"),
    "rate": ("linear", "holt"),
    "share": ("linear", "holt"),
    "balance": ("linear", "holt"),
    "total": ("additions", "linear"),
}
