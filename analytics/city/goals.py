"""The basic goals of a plan as the pages know them: an address for each, and its number."""

from analytics.database import plans


def addresses(build: str, plan_id: str) -> dict[str, int]:
    """{address of its page: number} of every goal of the plan as revised, in its order; empty without a plan."""
    goals = plans.goals(build, plan_id)
    goals = goals[goals["version"] == plans.REVISED]
    given = goals["address"].fillna("goal-" + goals["number"].astype(str))
    return dict(zip(given, goals["number"].astype(int).tolist(), strict=True))
