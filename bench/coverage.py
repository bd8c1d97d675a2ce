"""python -m bench.coverage: how often the prediction intervals of each count model hold where the truth is known.

SERIES invented series: counts about a log-linear trend with mild overdispersion, of 8 to 15 years, each seeded by
its number; every model forecasts the AHEAD years that follow. Prints a Markdown table. Nothing is timed and nothing
else in bench runs it. GOAL is what the 80 % interval should hold, in percent.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd

from analytics import console
from analytics.statistics import forecast
from analytics.statistics.trend import TooShortError

SERIES, AHEAD, WORKERS = 2000, 3, 2
POINTS, LEVELS, GROWTH, DISPERSION = (8, 15), (20, 2000), (-0.06, 0.04), (1.0, 2.0)
GOAL = (70, 90)
MODELS = [model for model in forecast.MODELS if model != "additions"]
SPLITS = {"points": 11, "level": 200}
COLUMNS = ["model", "ahead", "points", "level", "in80", "in50"]
Row = tuple[str, int, int, float, bool, bool]


def main() -> int:
    console.prepare()
    with ProcessPoolExecutor(WORKERS) as pool:
        rows = [row for found in pool.map(held, range(SERIES), chunksize=50) for row in found]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    print(markdown(frame))
    return int(not in_goal(frame))


def truth(seed: int) -> tuple[pd.Series, float]:
    """Counts by year, those to be forecast included, and the level they start from.

    Growth a year and the ratio of variance to mean are uniform, the level log-uniform; gamma-mixed Poisson.
    """
    rng = np.random.default_rng(seed)
    years = np.arange(rng.integers(POINTS[0], POINTS[1] + 1) + AHEAD)
    level = np.exp(rng.uniform(*np.log(LEVELS)))
    excess = rng.uniform(*DISPERSION) - 1 + 1e-9
    means = level * np.exp(rng.uniform(*GROWTH) * years)
    return pd.Series(rng.poisson(rng.gamma(means / excess, excess)), index=2000 + years), level


def held(seed: int) -> list[Row]:
    """Whether each model's intervals held in each year ahead; nothing from a model that refuses the series."""
    counts, level = truth(seed)
    return [row for model in MODELS for row in _held(counts, level, model)]


def _held(counts: pd.Series, level: float, model: str) -> Iterator[Row]:
    past, coming = counts.iloc[:-AHEAD], counts.iloc[-AHEAD:]
    try:
        found = forecast.forecast(past, AHEAD, model)
    except TooShortError:
        return
    limits = zip(coming, found.low80, found.high80, found.low50, found.high50, strict=True)
    for ahead, (count, low80, high80, low50, high50) in enumerate(limits, start=1):
        yield model, ahead, len(past), level, low80 <= count <= high80, low50 <= count <= high50


def markdown(frame: pd.DataFrame) -> str:
    """Percent of figures inside: by model and years ahead, by points behind, by level, and of all."""
    lines = ["| model | forecasts | figures | in 80 %, % | in 50 %, % |", "|---|---|---|---|---|"]
    for model, rows in frame.groupby("model", sort=False):
        for name, part in _parts(rows):
            held = [f"{100 * part[column].mean():.1f}" for column in ("in80", "in50")]
            lines.append(f"| {model} | {name} | {len(part)} | {held[0]} | {held[1]} |")
    return "\n".join(lines)


def _parts(rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    for ahead in range(1, AHEAD + 1):
        yield f"{ahead} ahead", rows[rows["ahead"] == ahead]
    for column, least in SPLITS.items():
        yield f"{column} under {least}", rows[rows[column] < least]
        yield f"{column} from {least}", rows[rows[column] >= least]
    yield "all", rows


def in_goal(frame: pd.DataFrame) -> bool:
    """Whether every model's 80 % interval holds as often as GOAL asks over the years ahead together."""
    return bool((frame.groupby("model")["in80"].mean() * 100).between(*GOAL).all())


if __name__ == "__main__":
    sys.exit(main())
