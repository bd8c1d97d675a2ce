"""No address ends, freezes or fills the server: asked of a real one, in a process of its own."""

from itertools import islice

import pytest

from tests import hostile

DRAWN = 200


@pytest.mark.alone
def test_every_address_is_answered_soon_and_none_takes_the_memory(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_DECISIONS", "")
    server = hostile.serve(tmp_path)
    try:
        report = hostile.attack(server, [*hostile.known(), *islice(hostile.drawn(7), DRAWN)])
    finally:
        server.stop()
    assert len(report.answers) > DRAWN
    assert report.slow == []
    assert report.failed == []
    assert report.grown < hostile.MEGABYTES


def test_what_once_did_harm_is_among_the_addresses():
    asked = [query.get("story", "") for _page, query in hostile.known()]
    assert hostile.packed("x", []).startswith("1.")
    assert sum(map(bool, asked)) >= 30
