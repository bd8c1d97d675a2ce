"""Imported in the background once the first page is out: loads what other pages need and the first does not."""

import gc

from analytics import kernel
from analytics.figures import checks, forecasts, seeking

__all__ = ["checks", "forecasts", "seeking"]

kernel.warm()
gc.collect()
gc.freeze()
