"""Imported in the background once the first page is out: loads what other pages need and the first does not."""

import gc

from analytics.figures import checks, forecasts

__all__ = ["checks", "forecasts"]

gc.collect()
gc.freeze()
