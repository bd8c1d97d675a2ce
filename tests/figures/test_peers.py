"""The city beside its peers: the sets, the index against the prefecture, and what may be said of it."""

import pandas as pd
import pytest

from analytics.database import queries
from analytics.figures.context import Context
from analytics.figures.population import neighbours, peers
from analytics.statistics import benchmark
from analytics.words import terms

SETS = ["yamanami", *terms.words("peers", "ja")]
PREFECTURE = "14000"


def test_the_reference_is_100_and_others_are_in_proportion():
    frame = pd.DataFrame(
        {"area_code": ["1", "2", "1", "2"], "measure": ["a", "a", "b", "b"], "value": [4, 2, 0, 3]}
    )
    found = benchmark.relative(frame, "1")
    assert found.iloc[:2].tolist() == [100, 50]
    assert found.iloc[2:].isna().all(), "a reference of 0 gives no index"


def test_the_five_of_the_ken_o_yamanami_area_and_no_prefecture(database, filters):
    assert set(peers.chosen(Context(database, filters), "yamanami").areas) == {"14211", "14214", "14401", "14402"}
    for name in SETS:
        areas = peers.chosen(Context(database, filters), name).areas
        assert filters.home not in areas
        assert PREFECTURE not in areas


def test_rates_are_those_of_the_register(database, filters):
    rows = queries.comparison(database, filters, (filters.home,)).set_index("measure")
    assert set(rows.index) == set(peers.MEASURES)
    assert rows.at["birth_rate", "persons"] == 1154
    assert rows.at["birth_rate", "residents"] == 223424
    assert (rows["year"] == 2025).all()


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_set_says_where_the_city_stands(database, filters, name, lang):
    asked = filters._replace(lang=lang)
    figure = peers.standing(Context(database, asked), name)
    assert figure.message == peers.sentence(Context(database, asked), name)
    own = figure.export[figure.export.iloc[:, 1] == {"ja": "厚木市", "en": "Atsugi City"}[lang]]
    for end in (own.iloc[:, -2].min(), own.iloc[:, -2].max()):
        assert terms.number(end, ".0f") in figure.message


def test_without_peers_no_peer_is_said_to_be_higher_or_lower(database, filters):
    said = peers.sentence(Context(database, filters._replace(areas=())), "chosen")
    assert "比べた市町村の中で" not in said
    assert "神奈川県を100とすると" in said


@pytest.mark.parametrize("maker", [peers.births, peers.population])
@pytest.mark.parametrize("name", SETS)
def test_every_place_starts_from_100(database, filters, maker, name):
    data = maker(Context(database, filters), name).data.to_pandas().dropna(subset="value")
    first = data.loc[data.groupby("area")["year"].idxmin()]
    assert first["value"].tolist() == pytest.approx([100] * len(first))
    assert "厚木市" in set(data["area"])


def test_one_year_has_no_index(database, filters):
    figure = peers.births(Context(database, filters._replace(first_year=2020, last_year=2020)), "neighbours")
    assert figure.spec is None
    assert figure.message


@pytest.mark.parametrize("flow", neighbours.TERMS)
@pytest.mark.parametrize("name", SETS)
def test_chance_is_said_for_every_flow(database, filters, flow, name):
    figure = peers.against_chance(Context(database, filters), name, flow)
    assert figure.spec is not None
    assert "厚木市" in figure.message
    assert "prefecture" not in figure.key


def test_births_of_the_funnel_are_counted_and_divided_alike(database, filters):
    table = neighbours.against_chance(Context(database, filters), "births").export
    births, residents, rate = (table.iloc[:, column] for column in (2, 3, 4))
    assert rate.tolist() == pytest.approx((births / residents * 1000).tolist())
