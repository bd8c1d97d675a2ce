"""A town that is not there, in a prefecture that is not there: the shipped rows under other codes, names and a smaller plan.

What a city may lack is left out on demand, so that every page can be seen without it.
"""

import shutil
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from data import build, passports

HOME, PREFECTURE, TOWN, COUNTY = "98201", "98000", "みずほの市", "架空県"
GOALS = ("g1", "g2", "g3")
SURVEY = ("intention_survey", "intention_reason", "survey_cell", "survey_passport", "reason_link")
PLAN = (
    *(
        "plan",
        "goal",
        "goal_driver",
        "measure",
        "initiative",
        "numeric_target",
        "kpi",
        "kpi_value",
        "perspective",
        "reason_link",
    ),
    *("achievement_band", "plan_background", "plan_context", "plan_revision", "population_target"),
)
RELEASES = ("projection_release",)
LACKS = {"survey": SURVEY, "plan": PLAN, "releases": RELEASES}


def written(
    root: Path,
    lacks: Collection[str] = ("survey",),
    *,
    alone: bool = False,
    goals: Collection[str] = GOALS,
    addressed: bool = True,
) -> Path:
    """The folder of its data, to be built with `data.build.build`.

    lacks : keys of LACKS ; alone : without neighbours and without a prefecture
    goals : that the plan has ; addressed : whether they name the addresses of their pages
    """
    shutil.copytree(
        build.ROOT, root, ignore=shutil.ignore_patterns("builds", "local", "__pycache__", "*.py", "sql")
    )
    empty = {table for lack in lacks for table in LACKS[lack]}
    codes, dropped = _codes(_read(root / "area.csv")), _without(root, goals)
    for path in sorted(root.rglob("*.csv")):
        frame = _read(path)
        belongs = frame[
            frame.columns.intersection(["goal_id", "measure_id", "initiative_id", "kpi_id", "numeric_target_id"])
        ]
        frame = frame.head(0) if path.stem in empty else frame[~belongs.isin(dropped).any(axis=1)]
        if path.stem == "goal" and not addressed:
            frame = frame.assign(address="")
        if path.name == "area.csv":
            frame = _named(frame, alone=alone)
        if "area_code" in frame:
            others = [code for code, other in codes.items() if other != HOME]
            frame = frame[~frame["area_code"].isin(others)] if alone else frame
            frame = frame.assign(area_code=frame["area_code"].replace(codes))
        frame.to_csv(path, index=False, lineterminator="\n")
    passports.seal(root)
    return root


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _without(root: Path, goals: Collection[str]) -> set[str]:
    """Ids of the goals that are left out, and of all that hangs on them."""
    dropped: set[str] = set()
    for table, above in (
        ("goal", "goal_id"),
        ("measure", "goal_id"),
        ("numeric_target", "goal_id"),
        ("initiative", "measure_id"),
        ("kpi", "initiative_id"),
    ):
        rows = pd.concat(_read(path) for path in root.glob(f"strategy/*/{table}.csv"))
        gone = ~rows[above].isin(goals) if above == "goal_id" else rows[above].isin(dropped)
        dropped |= set(rows.loc[gone, f"{table}_id"])
    return dropped


def _codes(areas: pd.DataFrame) -> dict[str, str]:
    """Other codes, of the same form."""
    cities = areas.loc[~areas["kind"].isin(["country", "prefecture"]), "area_code"]
    home = areas.loc[areas["is_home"] == "true", "area_code"].iloc[0]
    others = [code for code in cities if code != home]
    wider = dict.fromkeys(areas.loc[areas["kind"] == "prefecture", "area_code"], PREFECTURE)
    return {home: HOME, **wider, **{code: f"98{300 + place}" for place, code in enumerate(others)}}


def _named(areas: pd.DataFrame, *, alone: bool) -> pd.DataFrame:
    places = [f"架空の町{place}" for place in range(len(areas))]
    home, prefecture = areas["is_home"] == "true", areas["kind"] == "prefecture"
    country = areas["kind"] == "country"
    ja = pd.Series(places, areas.index).mask(home, TOWN).mask(prefecture, COUNTY).mask(country, areas["name_ja"])
    en = pd.Series([f"Invented Town {place}" for place in range(len(areas))], areas.index)
    en = en.mask(home, "Mizuhono City").mask(prefecture, "Invented Prefecture").mask(country, areas["name_en"])
    named = areas.assign(name_ja=ja, name_en=en)
    return named[home | country] if alone else named
