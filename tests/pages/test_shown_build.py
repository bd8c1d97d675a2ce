"""Which build an open page shows: a damaged one never, a new one soon, a meeting its own."""

import os

import pytest

from analytics.database import builds, store
from data import publishing
from pages._frame import served, state
from tests import damage
from tests.data.test_publishing import content
from tests.pages.test_pages import BIRTHS, MEETING, charts, opened, texts

MADE = {"ja": "令和8（2026）年6月1日 01:20", "en": "2026-06-01 01:20"}


@pytest.fixture
def folder(database, tmp_path, monkeypatch):
    """A folder of builds of its own that holds the repository's build, and an older one beside it."""
    monkeypatch.setattr(store, "BUILDS", tmp_path / "builds")
    damage.older_beside(damage.copied(database, tmp_path / "builds"), tmp_path / "builds")
    store._holds.clear()
    yield tmp_path / "builds"
    store._connections.clear()


def stands_in(app, lang: str) -> bool:
    """Whether one sentence says, without an error, from when the data are and what to do."""
    told = [warning.value for warning in app.warning]
    assert not app.exception and not app.error
    return len(told) == 1 and MADE[lang] in told[0] and "make build" in told[0]


@pytest.mark.parametrize(("page", "lang"), [(BIRTHS, "ja"), (BIRTHS, "en"), (MEETING, "ja")])
def test_a_page_on_a_damaged_build_shows_the_older_one_and_says_so(database, folder, page, lang):
    assert not opened(database, page, lang=lang).warning
    damage.halve(folder / database)
    app = opened(database, page, lang=lang)
    assert stands_in(app, lang)
    assert charts(app) or page == MEETING
    assert stands_in(opened(database, page, lang=lang, story="hq"), lang) or page != MEETING


def test_a_build_that_is_damaged_while_a_page_is_open_gives_way_at_the_next_action(database, folder):
    app = opened(database, BIRTHS, lang="en")
    assert "Atsugi City" in texts(app)
    before = (folder / database).stat()
    damage.flip(folder / database, before.st_size // 3, before.st_size)
    os.utime(folder / database, ns=(before.st_atime_ns, before.st_mtime_ns))
    app.session_state["from"] = 2011
    assert stands_in(app.run(), "en")
    assert "Older Town" in texts(app)


def test_without_any_build_that_can_be_read_a_sentence_says_what_to_do(database, folder):
    for name in builds.newest(folder):
        damage.halve(folder / name)
    app = opened(database)
    assert "make build" in app.error[0].value and not app.title


def test_a_page_takes_over_a_new_build_at_its_next_action_and_lets_the_old_one_go(database, folder):
    app = opened(database, BIRTHS, lang="en")
    damage.another(folder / database, "newer.duckdb", "Newer Town")
    assert "Newer Town" in texts(app.run())
    assert set(store._connections) == {"newer.duckdb"}


def test_no_two_pages_look_for_a_new_build_after_the_same_time(monkeypatch):
    found = []
    monkeypatch.setattr(served.st, "fragment", lambda _watch, run_every: found.append(run_every) or bool)
    for _page in range(50):
        served.watch()
    assert len(set(found)) == 50 and max(found) <= 28
    assert min(found) >= 15 and max(found) - min(found) > 5


def test_a_page_that_looks_finds_a_new_a_mended_and_a_lost_build(database, folder):
    app = opened(database, BIRTHS, lang="en")

    def outdated(shown: store.Served, held: bool = False) -> bool:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(state.st, "session_state", {"_held": held, "_served": shown})
            return state.is_outdated()

    shown = app.session_state["_served"]
    assert not outdated(shown)
    assert outdated(shown._replace(wanted=False))
    new = damage.another(folder / database, "newer.duckdb", "Newer Town")
    assert outdated(shown) and not outdated(shown, held=True)
    for name in (database, "older.duckdb", new):
        (folder / name).unlink()
    assert not outdated(shown)


def test_a_meeting_keeps_its_build_through_ten_new_ones_and_a_restart(database, folder):
    app = opened(database, MEETING, lang="en", story="hq")
    asked = dict(app.query_params)
    assert asked["snap"] == database.removesuffix(".duckdb")
    for number in range(10):
        publishing.publish(folder, f"{number}", content(1))
    damage.another(folder / database, "newest.duckdb", "Newest Town")
    assert not (folder / "older.duckdb").exists()
    app.button(key="stage-next").click().run()
    assert app.session_state["_build"] == database and charts(app) == 1
    store._connections.clear()
    again = opened(database, MEETING, **asked | {"slide": "3"})
    assert again.session_state["_build"] == database and charts(again) == 1
    assert not again.warning
