"""Imported in the background once the first page is out: loads what other pages need and the first does not."""

import gc

from analytics.demography import simulation
from analytics.figures.outlook import reaching
from analytics.figures.population import forecasts
from analytics.figures.sources import checks

__all__ = ["checks", "forecasts", "reaching"]

simulation.warm()
gc.collect()
gc.freeze()
