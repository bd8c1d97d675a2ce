"""Fertility measures."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


def general_fertility_rate(births: pd.Series, women: pd.Series) -> pd.Series:
    """Births per 1,000 women aged 15–49.

    births : persons in a year ; women : persons 15–49 near the middle of it -> per 1,000
    Missing where there are no women.
    """
    return births / women.where(women > 0) * 1000


def total_fertility_rate(asfr: ArrayLike, width: float = 5) -> np.ndarray:
    """Children a woman would bear at these rates, width·Σ asfr.

    asfr : (…, age) births per woman-year ; width : years in an age group -> (…) children per woman
    """
    return width * np.asarray(asfr, float).sum(axis=-1)
