"""The ways to a target, plugged back; the frontier and the least effort on it; delay; influence as the guide has it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics import scenario
from analytics.demography import projection
from analytics.scenario import Levers, goalseek, influence, rounding
from analytics.scenario.goalseek import Target
from tests import worlds

PLACE = worlds.baseline()
SPREAD = {"tfr": 0.07, "net": 500.0}
WAYS = ("tfr", "net", "net_20_39", "least_effort")
SEEDS = st.integers(0, 10**6)
NEAR = Target(round(goalseek.stands(PLACE, Levers(to=2065)).persons * 1.1), 2065)


def ended(levers: Levers, place=PLACE) -> float:
    return scenario.run(place, levers).population[-1].sum()


def sought(target: Target, **given_):
    return {each.way: each for each in goalseek.seek(PLACE, target, Levers(**given_), SPREAD).answers}


def effort(tfr, net, today: goalseek.Today):
    return ((tfr - today.tfr) / SPREAD["tfr"]) ** 2 + ((net - today.net) / SPREAD["net"]) ** 2


def reachable(place, target: Target, levers: Levers) -> bool:
    """Whether the two corners of the bounds lie on both sides of the target; more people follow from more of either."""
    limits = scenario.bounds(place)
    least, most = (
        levers._replace(tfr=limits["tfr"][side], net=limits["net"][side], to=target.year) for side in (0, 1)
    )
    lowest, possible = goalseek.reached(place, least)
    return (lowest <= target.persons or not possible) and target.persons <= ended(most, place)


@settings(deadline=None, max_examples=40)
@example(seed=254, share=1.28125, year=2045, ramp=3, since=2035)
@given(SEEDS, st.floats(0.85, 1.3), st.integers(2045, 2070), st.integers(0, 10), st.integers(2025, 2035))
def test_every_answer_plugged_back_hits_within_one_person(seed, share, year, ramp, since):
    place = worlds.baseline(seed)
    levers = Levers(since=since, ramp=ramp, tfr_year=since + 5)
    target = Target(round(goalseek.stands(place, levers._replace(to=year)).persons * share), year)
    found = goalseek.seek(place, target, levers, SPREAD)
    assert tuple(each.way for each in found.answers) == WAYS
    for each in found.answers:
        back = ended(each.levers, place)
        assert back == pytest.approx(each.persons, abs=1e-3)
        assert scenario.validate(each.levers, scenario.bounds(place)) == ()
        assert (abs(back - target.persons) < 1) == (each.ends == "reached")
    assert any(each.ends == "reached" for each in found.answers) == reachable(place, target, levers)


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.floats(0.95, 1.15))
def test_in_the_steps_of_the_levers_every_answer_still_reaches_and_one_step_less_does_not(seed, share):
    place = worlds.baseline(seed)
    target = Target(round(goalseek.stands(place, Levers(to=2060)).persons * share), 2060)
    for each in goalseek.seek(place, target, Levers(), SPREAD).answers:
        if each.ends != "reached":
            continue
        levers = rounding.reaching(place, target, each.levers)
        lever, step = ("tfr", 0.01) if each.way == "tfr" else (each.way.replace("least_effort", "net"), 1)
        less = levers._replace(**{lever: getattr(levers, lever) - step})
        assert ended(less, place) < target.persons <= ended(levers, place) + 0.01
        assert scenario.validate(levers, scenario.bounds(place)) == ()


@settings(deadline=None, max_examples=30)
@given(SEEDS, st.floats(0.9, 1.2))
def test_every_pair_of_the_frontier_reaches_the_target(seed, share):
    place = worlds.baseline(seed)
    target = Target(goalseek.stands(place, Levers(to=2060)).persons * share, 2060)
    curve = goalseek.frontier(place, target)
    possible = curve[curve["possible"]]
    levers = Levers(tfr=possible["tfr"].to_numpy(), net=possible["net"].to_numpy(), to=2060)
    persons, _possible = goalseek.reached(place, levers)
    assert len(possible)
    assert persons == pytest.approx(target.persons, abs=1)
    assert (np.diff(possible["net"]) < 0).all()


def test_no_pair_of_the_frontier_takes_less_effort_than_the_least():
    found = goalseek.seek(PLACE, NEAR, Levers(), SPREAD)
    least = found.answers[-1].levers
    there = effort(least.tfr, least.net, found.today)
    assert there < effort(found.frontier["tfr"], found.frontier["net"], found.today).min()
    for tfr in (least.tfr - 0.01, least.tfr + 0.01):
        net = float(goalseek.net_for(PLACE, NEAR, found.answers[-1].levers, "net", np.array(tfr)))
        assert effort(tfr, net, found.today) > there


def test_a_wider_spread_of_the_tfr_lets_it_carry_more():
    few, many = (
        goalseek.seek(PLACE, NEAR, Levers(), {"tfr": wide, "net": 500.0}).answers[-1].levers for wide in (0.05, 0.3)
    )
    assert few.tfr < many.tfr
    assert few.net > many.net


def test_without_a_spread_there_is_no_least_effort():
    assert [each.way for each in goalseek.seek(PLACE, NEAR).answers] == list(WAYS[:3])


def test_today_is_where_the_baseline_stands():
    found = goalseek.stands(PLACE, Levers(since=2030, to=2065))
    future = scenario.run(PLACE, Levers(to=2065))
    assert found.persons == pytest.approx(future.population[-1].sum())
    assert found.net == pytest.approx(future.net[5:].sum() / 35)
    assert found.tfr == PLACE.tfr[5]


def test_what_the_levers_say_of_fertility_and_migration_is_not_looked_at():
    given_ = Levers(tfr=1.9, net=300.0, net_20_39=50.0, in_20_39=200.0, out_20_39=-100.0)
    asked, plain = (goalseek.seek(PLACE, NEAR, levers, SPREAD) for levers in (given_, Levers()))
    assert (asked.today, asked.answers) == (plain.today, plain.answers)


@pytest.mark.parametrize("persons", [5_000, 5_000_000])
def test_out_of_reach_is_an_answer_that_says_how_far_one_gets(persons):
    limits = scenario.bounds(PLACE)
    for each in sought(Target(persons, 2065)).values():
        assert each.ends in ("bound", "emptied")
        assert each.persons == pytest.approx(ended(each.levers), abs=1e-3)
        assert (each.persons < persons) == (persons > 200_000)
    high = persons > 200_000
    assert sought(Target(persons, 2065))["tfr"].levers.tfr == limits["tfr"][high]


def test_where_the_bound_is_reached_it_is_the_bound():
    found = sought(Target(5_000_000, 2065))
    most = scenario.bounds(PLACE)["net"][1]
    assert (found["net"].levers.net, found["net_20_39"].levers.net_20_39) == (most, most)
    assert (found["least_effort"].levers.tfr, found["least_effort"].levers.net) == (3.0, most)


def test_where_those_who_could_leave_run_out_nobody_is_missing():
    each = sought(Target(5_000, 2065))["net_20_39"]
    assert each.ends == "emptied"
    scenario.run(PLACE, each.levers)
    with pytest.raises(projection.NegativePopulationError):
        scenario.run(PLACE, each.levers._replace(net_20_39=each.levers.net_20_39 * 1.01))


def test_the_later_the_start_the_more_it_takes():
    now = sought(NEAR)
    later = goalseek.delayed(PLACE, NEAR, Levers(), SPREAD)
    assert list(later) == [1, 3, 5]
    for way, lever in (("tfr", "tfr"), ("net", "net"), ("net_20_39", "net_20_39")):
        asked = [getattr(now[way].levers, lever)]
        asked += [getattr(each.levers, lever) for found in later.values() for each in found if each.way == way]
        assert asked == sorted(asked)
        assert len(set(asked)) == 4


def test_a_start_after_the_target_is_left_out():
    assert list(goalseek.delayed(PLACE, Target(190_000, 2029), Levers(since=2026))) == [1]


def test_the_spread_is_that_of_the_longest_yearly_series_of_the_place():
    rows = [("tfr", "H", "a", year, year, 1 + year % 2) for year in range(2000, 2010)]
    rows += [("tfr", "H", "b", year, year, 9.0 * year) for year in range(2000, 2004)]
    rows += [("tfr", "X", "a", year, year, 9.0 * year) for year in range(1990, 2010)]
    rows += [("net", "H", "residual", year, year + 5, 9.0 * year) for year in range(1950, 2010, 5)]
    rows += [("net", "H", "a", year, year, float(year)) for year in range(2000, 2003)]
    record = pd.DataFrame(rows, columns=["lever", "area_code", "basis", "first_year", "last_year", "value"])
    found = goalseek.spread(record, "H")
    assert found == pytest.approx({"tfr": np.sqrt(10 / 36), "net": 1.0})
    assert goalseek.spread(record[record["lever"] == "tfr"], "H") == {}
    assert goalseek.spread(record.iloc[:0], "H") == {}


def test_influence_compares_the_simulations_of_the_guide():
    found = influence.influence(PLACE, 2050)
    lifted = Levers(tfr=2.1, tfr_year=2030, to=2050)
    assert found.baseline == pytest.approx(ended(Levers(to=2050)))
    assert found.simulation1 == pytest.approx(ended(lifted))
    still = PLACE._replace(net_rate=np.zeros_like(PLACE.net_rate))
    assert found.simulation2 == pytest.approx(ended(lifted, still))
    assert found.natural == found.simulation1 / found.baseline
    assert found.social == found.simulation2 / found.simulation1


@pytest.mark.parametrize(
    ("ratio", "natural", "social"),
    [(0.999, 1, 1), (1, 2, 2), (1.0499, 2, 2), (1.05, 3, 2), (1.1, 4, 3), (1.15, 5, 3), (1.2, 5, 4), (1.3, 5, 5)],
)
def test_the_classes_of_influence(ratio, natural, social):
    assert influence._class(ratio, influence.NATURAL) == natural
    assert influence._class(ratio, influence.SOCIAL) == social
