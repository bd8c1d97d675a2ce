"""Own stories are saved for everyone: nothing that was acknowledged is lost, nothing is taken away for good."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from analytics.database import local
from analytics.database.local import MovedError, UnavailableError
from analytics.scenario import Levers
from analytics.stories import LONGEST_NAME, LONGEST_NOTE, MOST_SLIDES, OWN, Slide, Story, address, saved
from tests.pages.test_pages import MEETING, charts, opened, seen

ROOT = Path(__file__).parents[2]
TOLD = Story(
    OWN, "秋の会議", (Slide("births.tfr", note="ここで質問"), Slide("whatif.total", (Levers(tfr=1.8), ())))
)
LOOP = """
from analytics.stories import OWN, Slide, Story, saved
for number in range(10_000):
    print(saved.save(Story(OWN, f"{0} {{number}}", (Slide("births.tfr"),))).saved_id, flush=True)
"""


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    """A local file of its own."""
    monkeypatch.setattr(local, "FILE", tmp_path / "local" / "decisions.duckdb")
    return local.FILE


def longest(slides: int) -> Story:
    """A story that no address holds."""
    chance = Random(1)
    notes = ["".join(chr(chance.randrange(0x4E00, 0x9F00)) for _ in range(LONGEST_NOTE)) for _ in range(slides)]
    return Story(OWN, "い" * LONGEST_NAME, tuple(Slide("births.tfr", question=n[:120], note=n) for n in notes))


def visitor(database, story: Story | None = None) -> AppTest:
    """Somebody at the list of stories, with an own story of theirs where one is given."""
    app = opened(database, MEETING, lang="ja")
    if story:
        app.session_state["_own_name"] = story.name
        app.session_state["_own_slides"] = {str(place): slide for place, slide in enumerate(story.slides)}
        app.segmented_control(key="part").set_value("own").run()
    return app


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_without_a_file_there_is_nothing_and_none_is_made(database, file):
    assert saved.latest() == []
    assert "保存した会議" not in [head.value for head in visitor(database).subheader]
    assert not file.exists()


def test_a_story_comes_back_as_it_was_and_a_change_is_a_new_row(file):
    first = saved.save(TOLD)
    assert saved.latest() == [first] and first.story == TOLD
    second = saved.save(TOLD._replace(name="冬の会議"), first.saved_id)
    assert saved.latest() == [second] and second.saved_id == first.saved_id
    gone = saved.save(second.story, first.saved_id, gone=True)
    back = saved.save(second.story, first.saved_id)
    assert gone.gone and saved.latest() == [back] and not back.gone
    with duckdb.connect(str(file), read_only=True) as database:
        assert len(database.table("saved_story").fetchall()) == 4


def test_a_story_is_changed_as_it_was_seen_and_no_later_version_of_it():
    seen = saved.save(TOLD)
    newer = saved.change(seen, TOLD._replace(name="冬の会議"))
    for story, gone in ((TOLD, True), (TOLD._replace(name="春の会議"), False)):
        with pytest.raises(MovedError) as moved:
            saved.change(seen, story, gone=gone)
        assert moved.value.now == newer
    gone = saved.change(newer, newer.story, gone=True)
    assert saved.change(newer, newer.story, gone=True) == gone
    back = saved.change(gone, gone.story)
    newest = saved.change(back, TOLD)
    with pytest.raises(MovedError):
        saved.change(gone, gone.story)
    assert saved.latest() == [newest]


def test_a_story_longer_than_any_address_is_saved_whole():
    story = longest(MOST_SLIDES)
    with pytest.raises(address.TooLongError):
        address.encode(story)
    saved.save(story)
    assert saved.latest()[0].story == story


@pytest.mark.parametrize("text", ["", "1.eNq", "<script>", "1." + "A" * 700_000, "'; DROP TABLE saved_story; --"])
def test_a_row_that_nobody_can_have_saved_is_left_out(file, text):
    kept = saved.save(TOLD)
    with duckdb.connect(str(file)) as database:
        row = ["x", kept.written_at, text, False]
        database.execute("insert into saved_story values (?, ?, ?, ?)", row)
    assert saved.latest() == [kept]


def test_a_story_that_could_not_be_read_back_is_not_written(file):
    with pytest.raises(ValueError):
        saved.save(TOLD._replace(name="\x1b[31m"))
    assert not file.exists()


def test_what_was_acknowledged_outlives_a_kill(file):
    told = []
    for rounds in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", LOOP.format(rounds)],
            cwd=ROOT,
            env=os.environ | {"CITY_DECISIONS": str(file)},
            stdout=subprocess.PIPE,
            text=True,
        )
        told += [writer.stdout.readline().strip() for _row in range(3 + 4 * rounds)]
        writer.send_signal(signal.SIGKILL)
        told += [line.strip() for line in writer.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        assert set(told) <= {each.saved_id for each in saved.latest()}
    assert len(told) >= 21


def test_what_one_visitor_saves_another_finds_starts_removes_and_brings_back(database):
    press(visitor(database, TOLD), "この名前で保存する")
    (kept,) = saved.latest()
    app = visitor(database)
    assert "秋の会議" in seen(app) and "誰でも" in seen(app)
    app.button(key=f"take-{kept.saved_id}").click().run()
    assert not [button for button in app.button if button.key == f"start-{kept.saved_id}"]
    app.button(key=f"back-{kept.saved_id}").click().run()
    app.button(key=f"start-{kept.saved_id}").click().run()
    assert address.decode(app.query_params["story"]) == TOLD
    assert charts(app) == 1


def test_a_long_story_has_a_short_address_and_starting_it_leaves_the_own_one_alone(database):
    kept = saved.save(longest(4))
    app = visitor(database, TOLD)
    app.segmented_control(key="part").set_value("start").run()
    app.button(key=f"start-{kept.saved_id}").click().run()
    assert app.query_params["story"] == f"saved-{kept.saved_id}"
    assert app.session_state["_own_name"] == TOLD.name
    elsewhere = opened(database, MEETING, lang="ja", story=f"saved-{kept.saved_id}", slide="2")
    assert elsewhere.title[0].value == kept.story.slides[1].question
    saved.save(kept.story._replace(slides=kept.story.slides[:1]), kept.saved_id)
    assert elsewhere.run().title[0].value == kept.story.slides[1].question
    unknown = opened(database, MEETING, lang="ja", story="saved-../../x")
    assert "`story`" in unknown.warning[0].value


def test_a_change_goes_over_what_was_opened_unless_somebody_else_was_quicker(database):
    kept = saved.save(TOLD)
    one, two = visitor(database), visitor(database)
    for app, note in ((one, "先の人"), (two, "後の人")):
        app.button(key=f"edit-{kept.saved_id}").click().run()
        mark = next(iter(app.session_state["_own_slides"]))
        app.text_area(key=f"own-note-{mark}").set_value(note).run()
    press(one, "この名前で保存する")
    assert [each.saved_id for each in saved.latest()] == [kept.saved_id]
    assert one.success[0].value == "保存しました。"
    press(two, "この名前で保存する")
    assert "別の会議として" in two.success[0].value
    assert [each.story.slides[0].note for each in saved.latest()] == ["後の人", "先の人"]
    press(two, "この名前で保存する")
    assert len(saved.latest()) == 2


def test_a_story_that_was_changed_elsewhere_is_neither_taken_away_nor_brought_back_unseen(database):
    kept = saved.save(TOLD)
    app = visitor(database)
    newer = saved.change(kept, TOLD._replace(slides=TOLD.slides[:1]))
    app.button(key=f"take-{kept.saved_id}").click().run()
    assert "秋の会議" in app.warning[0].value and "ほかの画面で直されたか消された" in app.warning[0].value
    assert saved.latest() == [newer] and "1枚" in seen(app)
    app.button(key=f"take-{kept.saved_id}").click().run()
    assert not app.warning and saved.latest()[0].gone
    late = visitor(database)
    app.button(key=f"back-{kept.saved_id}").click().run()
    newest = saved.change(saved.latest()[0], TOLD._replace(name="冬の会議"))
    late.button(key=f"back-{kept.saved_id}").click().run()
    assert "秋の会議" in late.warning[0].value
    assert saved.latest() == [newest]


def test_another_name_makes_another_story(database):
    app = visitor(database, TOLD)
    press(app, "この名前で保存する")
    app.text_input(key="own-name").set_value("冬の会議").run()
    press(app, "この名前で保存する")
    assert {each.story.name for each in saved.latest()} == {"秋の会議", "冬の会議"}


def test_what_cannot_be_saved_now_is_told_and_stays(database, monkeypatch):
    def locked(*_arguments: object, **_named: object) -> None:
        raise UnavailableError("locked")

    kept = saved.save(TOLD)
    app = visitor(database, TOLD)
    monkeypatch.setattr(local, "add", locked)
    press(app, "この名前で保存する")
    assert "いまは保存できません" in app.warning[0].value
    assert len(app.session_state["_own_slides"]) == len(TOLD.slides)
    app = visitor(database)
    app.button(key=f"take-{kept.saved_id}").click().run()
    assert "いまは書き込めません" in app.warning[0].value
    monkeypatch.setattr(local, "rows", locked)
    text = seen(visitor(database))
    assert "保存した会議を、いまは読めません" in text and "本部会議" in text


def test_a_folder_that_cannot_be_written_to_is_told(file):
    file.parent.write_text("no folder", "utf-8")
    with pytest.raises(UnavailableError):
        saved.save(TOLD)


def test_a_name_from_the_file_is_text_and_two_of_one_name_stand_side_by_side(database):
    for _twice in range(2):
        saved.save(TOLD._replace(name="<b>[x](javascript:alert(1))</b>"))
    app = visitor(database)
    assert seen(app).count("<b>[x](javascript:alert(1))</b>") == 2
    assert r"\<b\>" in "".join(part.value for part in app.markdown)
