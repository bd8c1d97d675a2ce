"""Levers on invented places: hit exactly, balanced, monotone; refused where they make no sense; whole in an address."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import scenario
from analytics.demography import projection
from analytics.demography.projection import NegativePopulationError
from analytics.scenario import YOUNG, Fault, Levers, address
from tests import worlds

PLACE = worlds.baseline()
START, END = worlds.START, worlds.START + worlds.YEARS
BOUNDS = scenario.bounds(PLACE)
MANY = settings(deadline=None, max_examples=60)
SEEDS = st.integers(0, 10**6)
NETS = st.floats(-400, 2000)
MORE = st.just(0.0) | st.floats(-150, 150)


STEPS = {"tfr": 1, "net": 500, "net_20_39": 500, "in_20_39": 500, "out_20_39": 500, "mortality": 1 / 3}


def optional(numbers):
    return st.none() | numbers


WORKABLE = st.builds(
    Levers,
    tfr=optional(st.floats(0.5, 3)),
    tfr_year=optional(st.integers(2035, 2060)),
    net=optional(NETS),
    net_20_39=optional(NETS),
    mortality=st.floats(0.5, 1.5),
    since=optional(st.integers(START, 2034)),
    ramp=st.integers(0, 15),
    to=optional(st.integers(2050, END)),
    in_20_39=MORE,
    out_20_39=MORE,
)


def ended(levers: Levers, place=PLACE) -> float:
    return scenario.run(place, levers).population[-1].sum()


def yearly(moved: np.ndarray) -> np.ndarray:
    return moved.sum(axis=(1, 2))


def test_without_levers_the_baseline_goes_on():
    given_ = scenario.apply(PLACE, Levers())
    assert given_.asfr.sum(axis=1) == pytest.approx(PLACE.tfr)
    assert (given_.net == 0).all()
    assert (given_.net_rate == PLACE.net_rate).all()
    assert given_.surv == pytest.approx(scenario.survival(PLACE.mx))
    assert len(scenario.run(PLACE, Levers()).births) == worlds.YEARS


def test_the_projection_ends_on_the_first_of_january_of_its_last_year():
    rows = projection.balance(scenario.run(PLACE, Levers(to=2065)))
    assert rows["year"].tolist() == list(range(START, 2065))


@MANY
@given(SEEDS, WORKABLE)
def test_every_row_balances_and_the_levers_are_hit_from_the_year_of_full_effect_on(seed, levers):
    found = scenario.run(worlds.baseline(seed), levers)
    rows = projection.balance(found)
    ends = rows["pop_start"] + rows["births"] - rows["deaths"] + rows["net_migration"]
    assert ends.to_numpy() == pytest.approx(rows["pop_end"].to_numpy(), abs=1e-6)
    full = (levers.since or START) + levers.ramp - START
    if levers.net is not None:
        assert rows["net_migration"].to_numpy()[full:] == pytest.approx(levers.net, abs=1e-6)
    if levers.net_20_39 is not None:
        asked = levers.net_20_39 + levers.in_20_39 - levers.out_20_39
        assert yearly(found.net[..., YOUNG])[full:] == pytest.approx(asked, abs=1e-6)


@MANY
@given(SEEDS, WORKABLE)
def test_nothing_changes_before_the_levers_work(seed, levers):
    place = worlds.baseline(seed)
    changed, before = scenario.run(place, levers), (levers.since or START) - START
    unchanged = scenario.run(place, Levers(to=levers.to))
    assert changed.population[: before + 1] == pytest.approx(unchanged.population[: before + 1])


def test_a_ramp_rises_on_a_straight_line_between_the_rates_and_the_lever():
    found = scenario.run(PLACE, Levers(net=1000, since=2030, ramp=4))
    rates = [
        yearly(projection.step(population, *each, 0).net[None])[0]
        for population, *each in zip(
            found.population[:-1], *scenario.apply(PLACE, Levers(net=1000, since=2030, ramp=4))[2:6], strict=True
        )
    ]
    weight = np.clip((np.arange(START, END) - 2030) / 4, 0, 1)
    assert yearly(found.net) == pytest.approx(np.array(rates) + weight * (1000 - np.array(rates)))
    assert scenario.weights(np.arange(2029, 2033), 2030, 2030).tolist() == [0, 1, 1, 1]


def test_the_tfr_goes_straight_from_the_baseline_to_its_level_and_stays():
    tfr = scenario.apply(PLACE, Levers(tfr=2.0, since=2030, tfr_year=2040)).asfr.sum(axis=-1)
    today = PLACE.tfr[0]
    assert tfr[:6] == pytest.approx(today)
    assert tfr[10] == pytest.approx((today + 2) / 2)
    assert tfr[15:] == pytest.approx(2.0)


def test_the_tfr_is_reached_after_ten_years_where_no_year_is_given():
    tfr = scenario.apply(PLACE, Levers(tfr=2.0, since=2030)).asfr.sum(axis=-1)
    assert tfr[14] < 1.999 < tfr[15] == pytest.approx(2.0)


def test_mortality_multiplies_the_death_rates():
    doubled = scenario.apply(PLACE._replace(mx=PLACE.mx * 1.3), Levers()).surv
    assert scenario.apply(PLACE, Levers(mortality=1.3)).surv == pytest.approx(doubled)
    ramped = scenario.apply(PLACE, Levers(mortality=1.3, ramp=10)).surv
    assert ramped[0] == pytest.approx(scenario.apply(PLACE, Levers()).surv[0])
    assert ramped[10:] == pytest.approx(doubled[10:])


def test_the_lever_for_all_ages_leaves_the_young_alone_where_they_have_their_own():
    both = scenario.apply(PLACE, Levers(net=900, net_20_39=100)).net[0]
    alone = scenario.apply(PLACE, Levers(net_20_39=100)).net[0]
    assert both[:, YOUNG] == pytest.approx(alone[:, YOUNG])
    assert (np.delete(both, np.r_[YOUNG], axis=-1) > 0).all()
    assert not np.delete(alone, np.r_[YOUNG], axis=-1).any()


@MANY
@given(SEEDS, WORKABLE)
def test_more_in_migrants_are_the_net_migration_of_their_ages_moved_by_as_many(seed, levers):
    place = worlds.baseline(seed)
    levers = levers._replace(net_20_39=levers.net_20_39 or 100.0)
    moved = levers._replace(
        net_20_39=levers.net_20_39 + levers.in_20_39 - levers.out_20_39, in_20_39=0.0, out_20_39=0.0
    )
    apart, together = (scenario.run(place, each).population for each in (levers, moved))
    assert apart == pytest.approx(together, abs=1e-6)


@MANY
@given(SEEDS, WORKABLE, MORE)
def test_as_many_more_in_as_out_change_nothing(seed, levers, both):
    place = worlds.baseline(seed)
    changed, same = (
        scenario.run(place, levers._replace(in_20_39=more, out_20_39=more)).population for more in (both, 0.0)
    )
    assert changed == pytest.approx(same, abs=1e-6)


@MANY
@given(SEEDS, WORKABLE, st.floats(1, 150))
def test_a_difference_is_added_to_what_the_year_would_have_and_all_ages_still_hold(seed, levers, more):
    place = worlds.baseline(seed)
    levers = levers._replace(in_20_39=0.0, out_20_39=0.0)
    plain, found = (scenario.run(place, each) for each in (levers, levers._replace(out_20_39=-more)))
    first = (levers.since or START) + (levers.ramp > 0) - START
    weight = 1 / levers.ramp if levers.ramp else 1
    young, everyone = (
        yearly(found.net[..., ages])[first] - yearly(plain.net[..., ages])[first] for ages in (YOUNG, slice(None))
    )
    assert young == pytest.approx(more * weight, abs=1e-6)
    assert everyone == pytest.approx(0 if levers.net is not None else more * weight, rel=0.03, abs=1e-6)


def test_a_difference_grows_with_the_ramp():
    found, plain = (scenario.apply(PLACE, Levers(in_20_39=more, since=2030, ramp=4)).net for more in (100, 0))
    weight = np.clip((np.arange(START, END) - 2030) / 4, 0, 1)
    assert yearly(found - plain) == pytest.approx(100 * weight)
    assert not np.delete(found, np.r_[YOUNG], axis=-1).any()


def test_a_place_in_which_nobody_moves_takes_migrants_by_its_ages():
    still = PLACE._replace(net_rate=np.zeros_like(PLACE.net_rate))
    added = scenario.apply(still, Levers(net=100)).net[0]
    young = still.population[:, YOUNG].sum() / still.population.sum()
    assert added[:, YOUNG].sum() == pytest.approx(100 * young, rel=0.05)
    assert added.sum() == pytest.approx(100)


@MANY
@given(SEEDS, WORKABLE, st.sampled_from(list(STEPS)), st.floats(0.02, 1))
def test_more_of_a_lever_is_more_people_and_more_mortality_fewer(seed, levers, lever, more):
    place = worlds.baseline(seed)
    step = STEPS[lever] * more
    if lever in ("net_20_39", "in_20_39", "out_20_39"):
        levers = levers._replace(net=None)
    low = getattr(levers, lever) or {"tfr": 1.0}.get(lever, 0.0)
    levers = levers._replace(since=START, ramp=0, tfr_year=2035)
    few, many = (ended(levers._replace(**{lever: value}), place) for value in (low, low + step))
    assert (many < few) if lever in ("mortality", "out_20_39") else (many > few)


@MANY
@given(SEEDS, st.lists(st.tuples(st.floats(0.5, 3), NETS), min_size=1, max_size=4))
def test_arrays_of_levers_are_trajectories_side_by_side(seed, pairs):
    place, (tfr, net) = worlds.baseline(seed), np.array(pairs).T
    together = scenario.run(place, Levers(tfr=tfr, net=net, to=2040)).population
    for number, (level, moved) in enumerate(pairs):
        alone = scenario.run(place, Levers(tfr=level, net=moved, to=2040)).population
        assert together[:, number] == pytest.approx(alone)


def test_a_strong_outflow_takes_from_every_age_and_empties_none():
    found = scenario.run(PLACE, Levers(net=-1500))
    assert (found.population >= 0).all()
    assert yearly(found.net) == pytest.approx(-1500)


def test_more_leaving_than_there_are_is_refused_by_name():
    with pytest.raises(NegativePopulationError):
        scenario.run(PLACE, Levers(net_20_39=-4000))


@MANY
@given(SEEDS, WORKABLE)
def test_whole_persons_balance_and_stay_near(seed, levers):
    rows = projection.balance(scenario.run(worlds.baseline(seed), levers))
    whole = scenario.whole_persons(rows)
    assert (
        whole["pop_start"] + whole["births"] - whole["deaths"] + whole["net_migration"] == whole["pop_end"]
    ).all()
    assert (whole["pop_start"].iloc[1:].to_numpy() == whole["pop_end"].iloc[:-1].to_numpy()).all()
    assert (whole - rows).abs().to_numpy().max() <= 2
    assert (whole - rows)["pop_end"].abs().max() <= 0.5


def test_levers_are_a_key_of_a_cache():
    assert {Levers(tfr=1.4): 1}[Levers(tfr=1.4)] == 1


@pytest.mark.parametrize(
    ("levers", "expected"),
    [
        (Levers(), ()),
        (Levers(1.8, 2040, 300, -20.5, 0.9, 2030, 5, 2065), ()),
        (Levers(to=END, since=START), ()),
        (Levers(tfr=math.nan), ("not_a_number", "tfr")),
        (Levers(net=math.inf), ("not_a_number", "net")),
        (Levers(net="300"), ("not_a_number", "net")),
        (Levers(mortality=True), ("not_a_number", "mortality")),
        (Levers(tfr=3.01), ("outside", "tfr")),
        (Levers(net=-99999), ("outside", "net")),
        (Levers(net_20_39=1e9), ("outside", "net_20_39")),
        (Levers(in_20_39=4001), ("outside", "in_20_39")),
        (Levers(out_20_39=math.nan), ("not_a_number", "out_20_39")),
        (Levers(mortality=0), ("outside", "mortality")),
        (Levers(ramp=-1), ("outside", "ramp")),
        (Levers(to=2071), ("outside", "to")),
        (Levers(to=START), ("outside", "to")),
        (Levers(since=START - 1), ("outside", "since")),
        (Levers(since=2030.5), ("not_whole", "since")),
        (Levers(tfr=1.4, since=2040, tfr_year=2035), ("reversed", "tfr_year")),
        (Levers(since=2050, to=2050), ("reversed", "to")),
    ],
)
def test_levers_that_make_no_sense_are_named(levers, expected):
    faults = scenario.validate(levers, BOUNDS)
    assert (faults[0].code, faults[0].lever) == expected if expected else faults == ()


def test_a_fault_says_what_would_be_allowed():
    assert scenario.validate(Levers(tfr=9, ramp=99), BOUNDS) == (
        Fault("outside", "tfr", 9, 0.5, 3.0),
        Fault("outside", "ramp", 99, 0, 30),
    )
    assert scenario.validate(Levers(since=2040, tfr_year=2035), BOUNDS)[0].low == 2040
    assert BOUNDS["net"] == (-4000, 4000)


@MANY
@given(SEEDS, WORKABLE)
def test_what_is_inside_the_bounds_can_be_applied(seed, levers):
    place = worlds.baseline(seed)
    assert scenario.validate(levers, scenario.bounds(place)) == ()
    assert np.isfinite(ended(levers, place))


ROUND = st.builds(
    Levers,
    tfr=optional(st.integers(500_000, 3_000_000).map(lambda n: n / 1e6)),
    tfr_year=optional(st.integers(2025, 2070)),
    net=optional(st.integers(-4_000_000, 4_000_000).map(lambda n: n / 1000)),
    net_20_39=optional(st.integers(-4000, 4000)),
    mortality=st.integers(50, 150).map(lambda n: n / 100),
    since=optional(st.integers(2025, 2069)),
    ramp=st.integers(0, 30),
    to=optional(st.integers(2026, 2070)),
    in_20_39=st.integers(-4000, 4000),
    out_20_39=st.integers(-4000, 4000),
)


@given(ROUND)
def test_levers_come_back_from_an_address(levers):
    text = address.encode(levers)
    assert address.decode(text) == levers
    assert text == "" or set(text) <= set("tdnymsreio_-.0123456789")


@given(st.dictionaries(st.sampled_from(["現状維持", "出生率1.4", "Balanced (net 0)", "A"]), ROUND, max_size=4))
def test_named_scenarios_come_back_in_their_order(scenarios):
    found = address.decode_named(address.encode_named(scenarios))
    assert list(found.items()) == list(scenarios.items())


def test_an_address_from_before_a_lever_was_there_still_reads():
    assert address.decode("t1.4_d2035_n300_y100_m0.95_s2030_r5_e2065") == Levers(
        1.4, 2035, 300, 100, 0.95, 2030, 5, 2065
    )


def test_the_longest_scenarios_still_come_back():
    longest = Levers(
        1.234567, 2035, -1234.567891, -1234.567891, 0.987654, 2030, 10, 2065, -1234.567891, -1234.567891
    )
    scenarios = {letter * 20: longest for letter in "ABCD"}
    assert address.decode_named(address.encode_named(scenarios)) == scenarios


HOSTILE = [
    "t",
    "1.4",
    "t1.4_",
    "_",
    "t1.4_t1.5",
    "tnan",
    "tinf",
    "t1e9",
    "x1",
    "t１.４",
    "T1.4",
    "d2035.5",
    "t1.4,n3",
    "t99999999",
    "n+3",
    "i3_i4",
    "o1e9",
    "<script>",
    "--tfr",
]


@pytest.mark.parametrize("text", [*HOSTILE, "t1.4 ", "t1.4\n", "'; DROP TABLE births", "t1.4_" * 200, "\x00"])
def test_hostile_text_is_no_scenario(text):
    assert address.decode(text) is None
    assert address.decode_named(f"A~{text}") is None


UNNAMED = [
    "A",
    "~t1.4",
    "A~t1.4!A~t1.5",
    "A~t1.4!",
    "<b>~t1.4",
    "A~t1.4~t1.5",
    "A~!B~!C~!D~!E~",
    "[x](javascript:)~t1",
]


@pytest.mark.parametrize("text", [*UNNAMED, "A" * 21 + "~", "A~" + "!" * 500, "a\nb~t1"])
def test_hostile_names_are_no_scenarios(text):
    assert address.decode_named(text) is None


@given(st.text(max_size=30))
def test_no_text_at_all_breaks_the_reader(text):
    for found in (address.decode(text), *(address.decode_named(text) or {}).values()):
        assert found is None or isinstance(found, Levers)


def test_what_cannot_be_read_is_not_written():
    for scenarios in ({"": Levers()}, {"a!b": Levers()}, dict.fromkeys("ABCDE", Levers())):
        with pytest.raises(ValueError, match="scenarios"):
            address.encode_named(scenarios)
