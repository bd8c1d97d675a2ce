"""The synthetic answers of demo.py: by age, and by age and sex. They keep to what is published of a survey."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

AGES = ["18-29", "30-39", "40-49", "50-59", "60-69", "70+"]
AGE_WEIGHT = [270, 340, 480, 500, 585, 830]
LEANING = {"stay": [0.82, 0.88, 0.97, 1.00, 1.05, 1.13], "leave": [1.75, 1.50, 1.10, 0.95, 0.80, 0.60]}
ANSWERED = {2015: 3120, 2021: 2890, 2023: 2760}
LATER_WAVES = {2021: {"stay": 72.6, "leave": 11.3}, 2023: {"stay": 71.9, "leave": 11.9}}
SENT = 6000
WOMEN = [0.60, 0.58, 0.56, 0.54, 0.52, 0.51]
WOMEN_NOISE = 0.01
WOMEN_LEANING = {"stay": 1.02, "leave": 0.92, "other": 1.0}
SAID = {"basis": "citizen_survey", "note": "架空の値"}


def answers(known: pd.DataFrame) -> Iterator[dict]:
    """Rows of intention_survey for what `known`, the published rows as text, leaves open."""
    whole = _years(known, known["age_group"] == "all")
    for year, (n, shares) in _waves(known).items():
        for age_group, counts in _by_age(known, year, n, shares):
            answered = sum(counts.values())
            part = {answer: count / answered * 100 for answer, count in counts.items()}
            yield from _answers(part, {"survey_year": year, "age_group": age_group, "n": answered})
        if year not in whole:
            yield from _answers(shares, {"survey_year": year, "age_group": "all", "n": n, "sent": SENT})


def cells(known: pd.DataFrame, random: Callable[[str], np.random.Generator]) -> Iterator[dict]:
    """Rows of survey_cell: the answers of every age split between women and men."""
    for year, (n, shares) in _waves(known).items():
        women = random(f"survey_cell {year}").normal(WOMEN, WOMEN_NOISE)
        for share, (age_group, counts) in zip(women, _by_age(known, year, n, shares), strict=False):
            weights = [count * WOMEN_LEANING[answer] for answer, count in counts.items()]
            split = apportion(round(sum(counts.values()) * share), weights)
            for (answer, count), female in zip(counts.items(), split, strict=True):
                same = SAID | {"survey_year": year, "age_group": age_group, "answer": answer}
                yield same | {"sex": "F", "persons": female}
                yield same | {"sex": "M", "persons": count - female}


def apportion(total: int, weights: np.ndarray) -> np.ndarray:
    """Integers that add to `total`, in proportion to `weights`, by largest remainder."""
    exact = np.asarray(weights, float) / np.sum(weights) * total
    counts = np.floor(exact).astype(int)
    first = np.argsort(counts - exact, kind="stable")[: total - counts.sum()]
    counts[first] += 1
    return counts


def _waves(known: pd.DataFrame) -> dict[int, tuple[int, dict[str, float]]]:
    """{survey year: (answers, {answer: share of all ages})}, the published waves as they were published."""
    found = {year: (ANSWERED[year], shares) for year, shares in LATER_WAVES.items()}
    for year, rows in known[known["age_group"] == "all"].groupby("survey_year"):
        n = rows["n"].iloc[0] or ANSWERED[int(year)]
        shares = dict(zip(rows["answer"], rows["share"].astype(float), strict=True))
        found[int(year)] = (int(n), {answer: shares[answer] for answer in LEANING})
    return found


def _years(known: pd.DataFrame, chosen: pd.Series) -> set[int]:
    return set(known.loc[chosen, "survey_year"].astype(int))


def _by_age(
    known: pd.DataFrame, year: int, n: int, shares: dict[str, float]
) -> Iterator[tuple[str, dict[str, int]]]:
    """Every age group with the number of its answers of each kind; none once a year has published ages."""
    if year in _years(known, known["age_group"] != "all"):
        return
    answered = apportion(n, AGE_WEIGHT)
    counts = {
        answer: apportion(round(n * shares[answer] / 100), answered * leaning)
        for answer, leaning in LEANING.items()
    }
    for i, age_group in enumerate(AGES):
        stay, leave = counts["stay"][i], counts["leave"][i]
        yield age_group, {"stay": stay, "leave": leave, "other": answered[i] - stay - leave}


def _answers(shares: dict[str, float], same: dict) -> Iterator[dict]:
    stay, leave = round(shares["stay"], 1), round(shares["leave"], 1)
    for answer, share in [("stay", stay), ("leave", leave), ("other", 100 - stay - leave)]:
        yield SAID | same | {"answer": answer, "share": f"{share:.1f}"}
