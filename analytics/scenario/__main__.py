"""`python -m analytics.scenario`: the balanced population of the city year by year under levers, and the ways to a target."""

import argparse
import json
import sys
import unicodedata
from collections.abc import Callable

import numpy as np
import pandas as pd

from analytics import console, scenario
from analytics.city import evidence
from analytics.database import plans, queries, store
from analytics.demography import projection
from analytics.demography.lifetable import SEXES
from analytics.demography.projection import Baseline, NegativePopulationError, Projection
from analytics.scenario import Fault, Levers, address, goalseek, wording
from analytics.scenario.goalseek import Found, Target
from analytics.words import language, terms
from analytics.words.language import LANGUAGES

FROM_PLAN = "plan"


class RefusedError(Exception):
    """What was asked for cannot be computed; the message is a sentence in the language asked for."""


def main(arguments: list[str] | None = None) -> int:
    console.prepare()
    parser = _parser()
    asked = parser.parse_args(arguments)
    try:
        build = store.current()
    except store.DatabaseMissingError:
        parser.error("データベースがありません / there is no database: python -m data.build")
    try:
        print(_answered(build, asked))
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics.scenario", description=__doc__)
    for lever in Levers._fields:
        name = f"{terms.word('lever', lever, 'ja')} / {terms.word('lever', lever, 'en')}"
        parser.add_argument(f"--{lever.replace('_', '-')}", metavar="N", help=name)
    parser.add_argument("--preset", metavar="ID", help="a scenario to start from, such as status_quo")
    parser.add_argument("--by", choices=["age-sex"], help="population by sex and age too (--json)")
    parser.add_argument(
        "--goal",
        metavar="PERSONS",
        nargs="?",
        const=FROM_PLAN,
        help="ways to a target; the plan's where none is given",
    )
    parser.add_argument("--goal-year", metavar="YEAR", help="year of the target; the plan's where none is given")
    parser.add_argument("--json", action="store_true", help="JSON instead of a table")
    parser.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0])
    return parser


def _answered(build: str, asked: argparse.Namespace) -> str:
    baseline = evidence.baseline(build)
    levers = _levers(build, asked, baseline)
    target = _target(build, asked, baseline, levers)
    try:
        future = scenario.run(baseline, levers)
    except NegativePopulationError as error:
        raise RefusedError(wording.emptied(error, asked.lang)) from None
    found = _sought(build, baseline, target, levers) if target else None
    if asked.json:
        return _as_json(levers, future, found, ages=bool(asked.by))
    return _as_text(future, found, asked.lang)


def _levers(build: str, asked: argparse.Namespace, baseline: Baseline) -> Levers:
    """Those of the preset, as the arguments change them."""
    given = {lever: _number(text) for lever in Levers._fields if (text := getattr(asked, lever)) is not None}
    levers = _preset(build, asked)._replace(**given)
    _refuse(scenario.validate(levers, scenario.bounds(baseline)), asked.lang)
    return levers


def _preset(build: str, asked: argparse.Namespace) -> Levers:
    known = queries.scenario_presets(build).set_index("preset_id")
    if asked.preset is None:
        return Levers()
    if asked.preset not in known.index:
        _ = language.gettext(asked.lang)
        ids = language.listed(known.index, asked.lang)
        raise RefusedError(
            _("{given}というシナリオはありません。選べるのは {ids} です。").format(given=asked.preset, ids=ids)
        )
    return scenario.from_preset(known.loc[asked.preset])


def _target(build: str, asked: argparse.Namespace, baseline: Baseline, levers: Levers) -> Target | None:
    """What the arguments name, else the plan's; None where no target is asked for."""
    if asked.goal is None and asked.goal_year is None:
        return None
    plan = _planned(build)
    if plan is None and (asked.goal in (None, FROM_PLAN) or asked.goal_year is None):
        _ = language.gettext(asked.lang)
        raise RefusedError(_("計画に目標人口がありません。--goal と --goal-year を指定してください。"))
    persons = plan.persons if asked.goal in (None, FROM_PLAN) else _number(asked.goal)
    year = plan.year if asked.goal_year is None else _number(asked.goal_year)
    limits = scenario.bounds(baseline)
    faults = scenario.validate(Levers(since=levers.since, to=year), limits)
    most = round(10 * baseline.population.sum())
    _refuse((*_goal_fault(persons, most), *(each._replace(lever="goal_year") for each in faults)), asked.lang)
    return Target(persons, year)


def _planned(build: str) -> Target | None:
    everything = evidence.everything(build)
    rows = plans.population_target(build, plans.plan(build, everything)["plan_id"], everything)
    return None if rows.empty else Target(float(rows["persons"].iloc[-1]), int(rows["year"].iloc[-1]))


def _goal_fault(persons: float | str, most: int) -> tuple[Fault, ...]:
    if isinstance(persons, str) or persons != persons:
        return (Fault("not_a_number", "goal", persons),)
    return () if 0 < persons <= most else (Fault("outside", "goal", persons, 1, most),)


def _sought(build: str, baseline: Baseline, target: Target, levers: Levers) -> Found:
    spread = goalseek.spread(evidence.levers_on_record(build), evidence.everything(build).home)
    return goalseek.seek(baseline, target, levers, spread)


def _number(text: str) -> float | str:
    """As a number if it is one."""
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _refuse(faults: tuple[Fault, ...], lang: str) -> None:
    if faults:
        raise RefusedError("\n".join(wording.fault(each, lang) for each in faults))


def _as_json(levers: Levers, future: Projection, found: Found | None, *, ages: bool) -> str:
    """Persons unrounded; a row is a calendar year, its pop_end the population of the following 1 January."""
    rows = projection.balance(future).to_dict("records")
    said = {"scenario": address.encode(levers), "levers": levers._asdict(), "rows": rows}
    if ages:
        said["population"] = _by_age_and_sex(future).to_dict("records")
    if found:
        said["goal"] = found.target._asdict() | {
            "today": found.today._asdict(),
            "answers": [each._asdict() | {"levers": each.levers._asdict()} for each in found.answers],
            "frontier": json.loads(found.frontier.to_json(orient="records", double_precision=9)),
        }
    return console.as_json(said)


def _by_age_and_sex(future: Projection) -> pd.DataFrame:
    """year (of 1 January), sex, age (the last one open), persons"""
    years = future.start + np.arange(len(future.population))
    index = pd.MultiIndex.from_product(
        [years, SEXES, range(future.population.shape[-1])], names=["year", "sex", "age"]
    )
    return pd.Series(future.population.ravel(), index, name="persons").reset_index()


def _as_text(future: Projection, found: Found | None, lang: str) -> str:
    lines = _table(scenario.whole_persons(projection.balance(future)), language.gettext(lang))
    if found:
        lines += ["", wording.aim(found.target, lang)]
        lines += [f"  {wording.answer(each, found.target, lang)}" for each in found.answers]
    return "\n".join(lines)


def _table(rows: pd.DataFrame, _: Callable[[str], str]) -> list[str]:
    names = [_("年"), _("1月1日の人口"), _("出生"), _("死亡"), _("転入超過"), _("翌年1月1日の人口")]
    written = rows.astype(object).apply(lambda column: column.map(str if column.name == "year" else "{:,}".format))
    lines = [names, *written.to_numpy().tolist()]
    widths = [max(map(_wide, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(" " * (width - _wide(cell)) + cell for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]


def _wide(text: str) -> int:
    """Columns of a terminal, in which Japanese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    sys.exit(main())
