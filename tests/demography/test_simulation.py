"""The compiled paths are those of the readable step; chance is the seed's; intervals are as wide as past errors."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pandas as pd
import pytest

from analytics.city import evidence
from analytics.demography import baseline, projection, simulation
from analytics.demography.projection import Assumptions
from analytics.demography.record import Wander
from analytics.demography.simulation import Chance
from analytics.figures import making
from analytics.figures.population import births
from analytics.filters import View

ROOT = Path(__file__).parents[2]
YEARS, AGES, PATHS = 45, 101, 600
RESTS = Wander(0.0, 0.0, 0, 0)


@pytest.fixture(scope="module")
def given(database) -> Assumptions:
    """The baseline with net migrants beyond the rates, more of some ages and fewer of others."""
    unchanged = baseline.unchanged(evidence.baseline(database))
    return unchanged._replace(net=np.random.default_rng(5).normal(0, 2, unchanged.surv.shape))


@pytest.fixture(scope="module")
def chance(database) -> Chance:
    return evidence.chance(database)


def by_step(given: Assumptions, chance: Chance, strays: simulation.Strayed) -> np.ndarray:
    """(year + 1, path, sex, age) of the readable projection, each path on its own birth rates, migrants, mortality."""
    tfr, net, level = strays.deviations
    fertile = np.maximum(1 + chance.tfr.spread * tfr / given.asfr.sum(axis=1)[:, None], 0)
    more = (chance.net.spread * net)[..., None, None] * chance.spread
    every = Assumptions(
        given.start,
        np.broadcast_to(given.population, (tfr.shape[1], *given.population.shape)),
        given.surv[:, None] ** np.exp(chance.drift * level)[..., None, None],
        given.asfr[:, None] * fertile[..., None],
        np.broadcast_to(given.srb[:, None], tfr.shape),
        given.net_rate[:, None],
        given.net[:, None] + more,
    )
    return projection.project(every).population


def every_cell(given, strays, spread, workers=0) -> tuple[np.ndarray, np.ndarray]:
    """(year + 1, sex, age, path) of the compiled paths, and their sums."""
    paths = strays.deviations.shape[2]
    cells = simulation.room(given, paths)
    sums = simulation.run(given, strays, spread, workers=workers, cells=cells)
    return np.moveaxis(cells, 0, 3).reshape(*cells.shape[1:4], -1)[..., :paths], sums


@pytest.mark.parametrize("times", [1, 1.5])
def test_every_cell_and_total_is_that_of_the_step(given, chance, times):
    """Also where death rates stray to half and to double, half as far again as they do on record."""
    strong = chance._replace(drift=chance.drift * times)
    strays = simulation.strayed(given, strong, PATHS, seed=3)
    cells, sums = every_cell(given, strays, strong.spread)
    expected = by_step(given, strong, strays)
    assert np.ptp(strays.deviations[2]) * strong.drift > times * 0.6
    np.testing.assert_allclose(np.moveaxis(cells, -1, 1), expected, rtol=1e-5, atol=1e-9)
    assert sums[:3].sum(axis=0) == pytest.approx(expected.sum(axis=(2, 3)), rel=1e-6)
    assert sums[0] == pytest.approx(expected[..., :15].sum(axis=(2, 3)), rel=1e-6)
    assert sums[2] == pytest.approx(expected[..., 65:].sum(axis=(2, 3)), rel=1e-6)
    assert sums[3] == pytest.approx(expected[..., 0, 20:40].sum(axis=2), rel=1e-6)


def test_where_nothing_strays_every_path_is_the_scenario(given, chance):
    certain = Chance(RESTS, RESTS, 0.0, chance.spread)
    found = simulation.paths(given, certain, 300)
    expected = projection.project(given).population
    assert found.totals == pytest.approx(np.tile(expected.sum(axis=(1, 2)), (300, 1)), rel=1e-9)
    assert found.years.tolist() == list(range(given.start, given.start + YEARS + 1))
    assert found.quantiles["low80"].to_numpy() == pytest.approx(found.quantiles["high80"].to_numpy())
    assert sum(found.sums[band] for band in simulation.BANDS) == pytest.approx(found.totals)


def test_a_seed_gives_the_same_bits_on_one_and_on_two_threads(given, chance):
    strays = simulation.strayed(given, chance, PATHS, seed=7)
    one, two = (simulation.run(given, strays, chance.spread, workers=workers) for workers in (1, 2))
    assert one.tobytes() == two.tobytes()
    again, other = (simulation.paths(given, chance, PATHS, seed).totals for seed in (7, 8))
    assert again.T.tobytes() == one[:3].sum(axis=0).tobytes()
    assert again.tobytes() != other.tobytes()


def test_a_seed_gives_the_same_bits_in_every_cell_whoever_reckons_it(given, chance):
    """A last chunk that is not full included; what is stored does not change the sums."""
    strays = simulation.strayed(given, chance, PATHS, seed=7)
    one, two, three = (every_cell(given, strays, chance.spread, workers) for workers in (1, 2, 3))
    assert one[0].tobytes() == two[0].tobytes() == three[0].tobytes()
    assert one[1].tobytes() == three[1].tobytes() == simulation.run(given, strays, chance.spread).tobytes()


def test_a_path_does_not_depend_on_how_many_there_are(given, chance):
    strays = simulation.strayed(given, chance, PATHS, seed=7)
    few = strays._replace(deviations=np.ascontiguousarray(strays.deviations[..., :13]))
    (all_cells, sums), (cells, few_sums) = (every_cell(given, each, chance.spread) for each in (strays, few))
    assert cells.tobytes() == all_cells[..., :13].tobytes()
    assert few_sums.tobytes() == sums[..., :13].tobytes()


def test_results_do_not_change_when_the_next_are_made(given, chance):
    first = simulation.paths(given, chance, 300, 1)
    before = first.totals.copy()
    simulation.paths(given, chance, 300, 2)
    assert (first.totals == before).all()


def test_levers_stray_as_the_record_says(given):
    wandering = Chance(Wander(0.9, 0.05, 0, 0), Wander(0.5, 400.0, 0, 0), 0.02, np.full((2, AGES), 1 / 202))
    tfr, net, level = simulation.strayed(given, wandering, 20_000, 1).deviations
    for found, persistence in ((tfr, 0.9), (net, 0.5)):
        assert found[0].std() == pytest.approx(1, abs=0.02)
        assert found[-1].std() == pytest.approx(1 / np.sqrt(1 - persistence**2), abs=0.05)
        assert np.corrcoef(found[-2], found[-1])[0, 1] == pytest.approx(persistence, abs=0.01)
    assert level[-1].std() == pytest.approx(np.sqrt(YEARS), abs=0.1)


def test_without_births_there_is_nothing_to_stray_from(given, chance):
    childless = given._replace(asfr=given.asfr * 0)
    found = simulation.paths(childless, chance, 10)
    assert np.isfinite(found.totals).all()
    assert (found.totals[:, -1] < found.totals[:, 0]).all()


def test_where_more_would_leave_than_there_are_all_leave(given, chance):
    fleeing = chance._replace(net=Wander(0.9, 20_000.0, 0, 0))
    strays = simulation.strayed(given, fleeing, 200, 1)
    with pytest.raises(projection.NegativePopulationError):
        by_step(given, fleeing, strays)
    cells, _sums = every_cell(given, strays, fleeing.spread)
    assert cells.min() == 0


def test_nobody_is_counted_below_zero_under_the_baseline(database, chance):
    given = baseline.unchanged(evidence.baseline(database))
    cells, _sums = every_cell(given, simulation.strayed(given, chance, 1000, 1), chance.spread)
    assert cells.min() > 0


def test_intervals_nest_around_the_median_and_widen_in_logarithms():
    values = np.exp(np.random.default_rng(1).normal(12, 0.1, (4001, 2)))
    plain, wide = (simulation.quantiles(values, np.array([2030, 2040]), times) for times in (1, 2))
    assert (np.diff(plain.to_numpy(), axis=1) > 0).all()
    assert plain["low80"].to_numpy() == pytest.approx(np.quantile(values, 0.1, axis=0))
    assert wide["median"].to_numpy() == pytest.approx(plain["median"].to_numpy())
    distance = [np.log(frame["high80"] / frame["median"]) for frame in (plain, wide)]
    assert distance[1].to_numpy() == pytest.approx(2 * distance[0].to_numpy())


def test_the_probability_is_the_share_of_paths_and_agrees_with_the_widened_quantiles():
    assert simulation.probability(np.array([1.0, 2, 3, 4]), 3) == 0.5
    values = np.exp(np.random.default_rng(2).normal(12, 0.1, (5000, 1)))
    bound = simulation.quantiles(values, np.array([2065]), 1.7)["high80"].iloc[0]
    assert simulation.probability(values[:, 0], bound, 1.7) == pytest.approx(0.1, abs=1e-3)


def test_intervals_are_widened_by_as_much_as_past_errors_were_wider():
    """Paths whose logarithm has a standard deviation of 1 % a year, errors of 2 % a year."""
    totals = np.exp(np.array([[-1.0], [1.0]]) * 0.01 * np.arange(11))
    errors = pd.DataFrame({"lead": [5.0, 10.0], "relative": [np.exp(0.1) - 1, np.exp(-0.2) - 1]})
    assert simulation.widening(errors, totals) == pytest.approx(2)
    assert simulation.widening(errors.assign(relative=0.001), totals) == 1


def test_the_city_s_intervals_rest_on_the_errors_of_the_releases_before_the_one_in_force(database, chance):
    errors = evidence.past_errors(database)
    assert len(errors) == 21
    assert set(errors["release"]) == {2013, 2018}
    assert 1 < chance.widening < 3


def test_a_page_does_not_wait_until_the_paths_are_compiled(database, filters, monkeypatch):
    from analytics.demography import loops

    compiling, go_on, ready = Event(), Event(), []

    class Slow:
        signatures = ready

        def __call__(self, *_inputs: object) -> None:
            compiling.set()
            assert go_on.wait(20)
            ready.append("compiled")

    monkeypatch.setattr(loops, "walk", Slow())
    with ThreadPoolExecutor(2) as pool:
        pool.submit(simulation.warm)
        assert compiling.wait(20)
        asked = filters._replace(first_year=2017)
        assert pool.submit(making.made, births.by_basis, View(database, asked)).result(20).spec
        go_on.set()
    assert ready == ["compiled"]


def test_numba_is_loaded_only_when_paths_are_asked_for():
    code = "import sys, analytics.demography.simulation, analytics.figures.outlook.assumptions; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_what_is_compiled_when_warming_up_serves_every_scenario(given, chance):
    from analytics.demography import loops

    simulation.warm()
    warmed = list(loops.walk.signatures)
    simulation.paths(given._replace(net=np.broadcast_to(0.0, given.net.shape)), chance, 50)
    assert loops.walk.signatures == warmed
    assert len(warmed) == 1


@pytest.mark.parametrize("writable", [True, False])
def test_compiled_code_is_kept_beside_the_builds_where_these_can_be_written(tmp_path, writable):
    builds = tmp_path if writable else tmp_path / "nowhere"
    code = "import analytics.demography.loops as loops; print(loops.numba.config.CACHE_DIR)"
    environment = {key: value for key, value in os.environ.items() if key != "NUMBA_CACHE_DIR"}
    command = [sys.executable, "-c", code]
    ran = subprocess.run(
        command, cwd=ROOT, env=environment | {"CITY_BUILDS": str(builds)}, capture_output=True, text=True
    )
    folder = Path(ran.stdout.strip())
    assert (folder.parent == builds) is writable
    assert folder.exists() is writable
