"""What is kept, for how long, and who waits for whom: shown by events, never by time."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count, product
from threading import Event

import pytest
from cachetools import LRUCache

from analytics import caching
from analytics.caching import Store
from analytics.charts import dumbbell
from analytics.figures import making
from analytics.figures.context import Context
from analytics.figures.making import Budget, SpentError
from analytics.figures.migration import migration
from analytics.figures.population import births, peers
from analytics.filters import BASES

PATIENCE = 20


@pytest.fixture
def crew():
    with ThreadPoolExecutor(6) as pool:
        yield pool


@pytest.fixture
def workshop(monkeypatch):
    """A store of its own and a maker that waits until it is told to go on."""
    monkeypatch.setattr(caching, "choices", caching._store(10_000))
    return Workshop()


class Workshop:
    def __init__(self) -> None:
        self.begun, self.go_on, self.made = {}, Event(), []
        self.get = caching.of_choice(self._make)

    def _make(self, thing: str) -> str:
        self.made.append(thing)
        self.begun.setdefault(thing, Event()).set()
        if thing.startswith("slow"):
            assert self.go_on.wait(PATIENCE)
        return thing.upper()

    def wait_for(self, thing: str) -> None:
        assert self.begun.setdefault(thing, Event()).wait(PATIENCE)


def test_what_is_there_is_given_while_something_else_is_made(workshop, crew):
    workshop.get("known")
    slow = crew.submit(workshop.get, "slow")
    workshop.wait_for("slow")
    assert crew.submit(workshop.get, "known").result(PATIENCE) == "KNOWN"
    assert not slow.done()
    workshop.go_on.set()
    assert slow.result(PATIENCE) == "SLOW"


def test_different_new_things_are_made_side_by_side(workshop, crew):
    both = [crew.submit(workshop.get, thing) for thing in ("slow one", "slow other")]
    for thing in ("slow one", "slow other"):
        workshop.wait_for(thing)
    workshop.go_on.set()
    assert [each.result(PATIENCE) for each in both] == ["SLOW ONE", "SLOW OTHER"]


def test_of_five_who_ask_for_the_same_new_thing_one_makes_it(workshop, crew):
    asked = [crew.submit(workshop.get, "slow") for _ in range(5)]
    workshop.wait_for("slow")
    workshop.go_on.set()
    assert {each.result(PATIENCE) for each in asked} == {"SLOW"}
    assert workshop.made == ["slow"]


def test_what_could_not_be_made_is_tried_again():
    tries = count()

    def make(_thing: str) -> int:
        if next(tries) == 0:
            raise ValueError
        return 7

    get = caching.of_choice(make)
    with pytest.raises(ValueError):
        get("anew")
    assert get("anew") == 7


@pytest.mark.usefixtures("workshop")
def test_what_is_kept_weighs_no_more_than_it_may():
    get = caching.of_choice(lambda place: "x" * 900 + str(place))
    for place in range(100):
        get(place)
    assert 5_000 < caching.choices.kept.currsize <= 10_000
    whole = caching.of_choice(lambda: "y" * 20_000)
    assert len(whole()) == len(whole()) == 20_000
    assert caching.choices.kept.currsize <= 10_000


@pytest.fixture
def drawings() -> LRUCache:
    """The store of drawings, empty."""
    caching.drawings.kept.clear()
    return caching.drawings.kept


def test_what_a_visitor_chooses_stands_in_no_key_of_a_drawing(database, filters, drawings):
    makers = [(births.indexed,), (births.per_woman,), (migration.net_rate,)]
    makers += [(maker, "chosen") for maker in (peers.standing, peers.births, peers.population)]
    makers += [(peers.against_chance, "chosen", flow) for flow in ("net", "births")]
    known = []
    for places, (first, last) in product(range(2, 9), ((2013, 2024), (2015, 2022), (2016, 2023), (1995, 2020))):
        for maker, *choices in makers:
            asked = filters._replace(areas=filters.areas[:places], first_year=first, last_year=last)
            maker(Context(database, asked), *choices)
        known.append(len(drawings))
    assert known[-1] == known[3], "later choices made further drawings"


def test_the_bases_shown_make_a_few_drawings_at_most(database, filters, drawings):
    for basis, first in product(BASES, range(2010, 2022, 3)):
        births.by_basis(Context(database, filters._replace(basis=basis, first_year=first)))
    assert len(drawings) <= 2 * len(BASES)


def test_another_order_is_the_same_drawing():
    drawing = dumbbell._two_moments("人", ",.0f", 2, False)
    assert dumbbell._two_moments("人", ",.0f", 2, False) is drawing


def test_a_store_is_a_bounded_cache():
    for store in (caching.drawings, caching.choices):
        assert isinstance(store, Store) and store.kept.maxsize <= 48 * 2**20


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_budget_is_spent_and_comes_back(database, filters):
    clock = Clock()
    budget = Budget(clock)

    def nothing(_context: Context, place: int) -> int:
        return place

    for place in range(Budget.MOST):
        making.made(nothing, Context(database, filters), place, budget=budget)
    assert making.made(nothing, Context(database, filters), 0, budget=budget) == 0, "what is there costs nothing"
    with pytest.raises(SpentError):
        making.made(nothing, Context(database, filters), -1, budget=budget)
    assert making.made(nothing, Context(database, filters), -1) == -1, "we ourselves have no budget"
    clock.now += 1
    assert making.made(nothing, Context(database, filters), -2, budget=budget) == -2


def test_seconds_are_spent_too(monkeypatch, database, filters):
    clock, work = Clock(), Clock()
    monkeypatch.setattr(making.time, "thread_time", work)
    budget = Budget(clock)

    def long(_context: Context, place: int) -> int:
        work.now += Budget.SECONDS + 1
        return place

    assert making.made(long, Context(database, filters), 1, budget=budget) == 1
    with pytest.raises(SpentError):
        making.made(long, Context(database, filters), 2, budget=budget)
    clock.now += 3 / Budget.SECONDS_A_SECOND
    assert making.made(long, Context(database, filters), 2, budget=budget) == 2
