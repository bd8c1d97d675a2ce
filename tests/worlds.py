"""Invented places to project: plausible, and different for every seed."""

import numpy as np

from analytics.demography.projection import Baseline

AGES = np.arange(101)
START, YEARS = 2025, 45


def baseline(seed: int = 0, persons: float = 200_000) -> Baseline:
    draw = np.random.default_rng(seed)
    alive = np.exp(-np.exp((AGES - draw.uniform(82, 90)) / 9))
    waves = 1 + 0.3 * np.sin(AGES / draw.uniform(5, 12) + draw.uniform(0, 6))
    population = np.stack([alive * waves, alive * waves * draw.uniform(0.9, 1.2)])
    population *= persons / population.sum()
    mx = np.exp(-10.2 + 0.095 * AGES + np.array([[0.0], [draw.uniform(0.2, 0.6)]])) + 0.0002
    decline = np.linspace(1, draw.uniform(0.7, 1), YEARS)
    pattern = np.where((AGES > 14) & (AGES < 50), np.exp(-(((AGES - draw.uniform(28, 33)) / 6) ** 2)), 0)
    moves = np.exp(-(((AGES - draw.uniform(20, 30)) / 8) ** 2)) + 0.1
    young = np.where((AGES >= 20) & (AGES < 40), moves, 0) * population
    rest = np.where((AGES >= 20) & (AGES < 40), 0, moves) * population
    return Baseline(
        START,
        population,
        decline[:, None, None] * mx,
        np.broadcast_to(pattern / pattern.sum(), (YEARS, AGES.size)),
        np.full(YEARS, draw.uniform(0.9, 1.9)),
        np.full(YEARS, 1.05),
        draw.uniform(-0.012, 0.012, (2, 1)) * moves * np.cos(AGES / draw.uniform(6, 15)),
        young / young.sum(),
        rest / rest.sum(),
    )
