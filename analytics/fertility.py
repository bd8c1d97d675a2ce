"""Fertility measures."""

import pandas as pd


def general_fertility_rate(births: pd.Series, women: pd.Series) -> pd.Series:
    """Births per 1,000 women aged 15–49.

    births : persons in a year ; women : persons 15–49 near the middle of it -> per 1,000
    Missing where there are no women.
    """
    return births / women.where(women > 0) * 1000
