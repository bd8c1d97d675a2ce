"""The cohort-component step: by hand, closed and immortal, and balanced in any world."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.demography import projection
from analytics.demography.projection import Assumptions

AGES = 6
SHAPE = (2, AGES)


def test_one_step_by_hand():
    """Women 10 and 10 of ages 0 and 1, men 20 and 20; half survive; 2 women and 4 men arrive at age 1."""
    pop = np.array([[10.0, 10, 0], [20, 20, 0]])
    surv, net = np.full((2, 3), 0.5), np.array([[0.0, 2, 0], [0, 4, 0]])
    found = projection.step(pop, surv, np.array([0, 0.2, 0]), 1.0, np.zeros((2, 3)), net)
    births = 0.2 * (10 + 5 + 2) / 2
    assert found.births == pytest.approx([births / 2, births / 2])
    assert found.population == pytest.approx(np.array([[births / 4, 7, 5], [births / 4, 14, 10]]))
    assert found.deaths == pytest.approx(np.array([[births / 4, 5, 5], [births / 4, 10, 10]]))


def test_a_closed_and_immortal_population_only_ages():
    pop = np.arange(1.0, 13).reshape(SHAPE)
    nothing = np.zeros((4, *SHAPE))
    given_ = Assumptions(2000, pop, nothing + 1, np.zeros((4, AGES)), np.ones(4), nothing, nothing)
    found = projection.project(given_).population
    assert found.sum(axis=(1, 2)) == pytest.approx([pop.sum()] * 5)
    assert found[-1, :, -1] == pytest.approx(pop[:, 1:].sum(axis=1))


def test_more_leaving_than_there_are_is_an_error_that_names_them():
    pop, nothing = np.ones(SHAPE), np.zeros((2, *SHAPE))
    leaving = nothing.copy()
    leaving[1, 1, 3] = -2
    worlds = Assumptions(2000, pop, nothing + 1, np.zeros((2, AGES)), np.ones(2), nothing, leaving)
    with pytest.raises(projection.NegativePopulationError) as error:
        projection.project(worlds)
    assert (error.value.year, error.value.sex, error.value.age) == (2001, "M", 3)


def arrays(low: float, high: float, *shape: int):
    size = int(np.prod(shape))
    return st.lists(st.floats(low, high), min_size=size, max_size=size).map(lambda x: np.reshape(x, shape))


WORLDS = st.tuples(
    arrays(10, 5000, *SHAPE),
    arrays(0.2, 1, 3, *SHAPE),
    arrays(0, 0.3, 3, AGES),
    arrays(0.8, 1.2, 3),
    arrays(-0.5, 0.5, 3, *SHAPE),
    arrays(0, 50, 3, *SHAPE),
)


@settings(deadline=None, max_examples=150)
@given(WORLDS, st.sampled_from([1, 5]))
def test_every_row_balances_in_any_world(world, width):
    found = projection.project(Assumptions(2000, *world), width=width)
    rows = projection.balance(found, width=width)
    ends = rows["pop_start"] + rows["births"] - rows["deaths"] + rows["net_migration"]
    assert ends.to_numpy() == pytest.approx(rows["pop_end"].to_numpy(), rel=1e-9, abs=1e-9)
    assert rows["year"].tolist() == [2000, 2000 + width, 2000 + 2 * width]
    assert rows["pop_start"].iloc[1:].tolist() == rows["pop_end"].iloc[:-1].tolist()


@settings(deadline=None, max_examples=50)
@given(WORLDS)
def test_trajectories_side_by_side_are_those_one_by_one(world):
    pop, surv, asfr, srb, rate, net = world
    paths = Assumptions(
        2000,
        np.stack([pop, pop / 2]),
        np.stack([surv, surv], axis=1),
        np.stack([asfr, asfr / 2], axis=1),
        np.stack([srb, srb], axis=1),
        np.stack([rate, rate], axis=1),
        np.stack([net, net * 2], axis=1),
    )
    both = projection.project(paths)
    for path, (base, fertility, moved) in enumerate(((pop, asfr, net), (pop / 2, asfr / 2, net * 2))):
        alone = projection.project(Assumptions(2000, base, surv, fertility, srb, rate, moved))
        assert both.population[:, path] == pytest.approx(alone.population)
