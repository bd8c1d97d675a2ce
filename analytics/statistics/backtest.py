"""How forecasts would have done in the past, and which of them did best."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.statistics.forecast import LEAST, forecast, steps
from analytics.statistics.trend import TooShortError, known_years

LEAST_ORIGINS = 2


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


def _tested(known: pd.Series, cut: int, model: str, horizon: int, settings: dict) -> Iterator[tuple[float, bool]]:
    """Scaled absolute error and whether the 80 % interval held, for each figure after the first `cut` points."""
    past = known.iloc[:cut]
    try:
        found = forecast(past, horizon, model, **settings)
    except TooShortError:
        return
    scale = np.mean(np.abs(steps(past, 1)))
    for year, centre, low, high in zip(found.years, found.centre, found.low80, found.high80, strict=True):
        if year in known.index:
            yield abs(known[year] - centre) / scale, low <= known[year] <= high
