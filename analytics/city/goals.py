"""The basic goals of a plan as the pages know them: an address for each, and its number."""

import pandas as pd

from analytics.database import plans


def revised(build: str, plan_id: str) -> pd.DataFrame:
    """The goals of the plan as revised, in its order, as plans.goals has them; empty without a plan."""
    return plans.goals(build, plan_id).loc[lambda rows: rows["version"] == plans.REVISED]


def addresses(build: str, plan_id: str) -> dict[str, int]:
    """{address of its page: number} of every goal, as `revised` has them."""
    goals = revised(build, plan_id)
    given = goals["address"].fillna("goal-" + goals["number"].astype(str))
    return dict(zip(given, goals["number"].astype(int).tolist(), strict=True))
