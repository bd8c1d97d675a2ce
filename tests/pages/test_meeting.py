"""会議モード: a story walked screen by screen, on the build it began with, and what is decided on the way."""

import re
import shutil
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analytics import stories
from analytics.database import decisions, local, store
from analytics.database.decisions import Decision
from analytics.database.local import UnavailableError
from analytics.figures import making
from analytics.figures.context import Context
from analytics.figures.plan import goal
from analytics.figures.population import births
from analytics.scenario import Levers
from analytics.stories import LONGEST_NOTE, OWN, Slide, Story, address, saved
from pages._parts import writing
from pages.briefing._meeting import minutes
from tests import rights
from tests.pages.test_pages import BIRTHS, MEETING, STRUCTURE, TWINS, VIEWS, charts, opened, seen

HQ = stories.ready("ja")["hq"].slides
TOLD = Story(
    OWN,
    "わたしの会議",
    (
        Slide("births.by_basis", note="ここで質問を受ける", filters=(("basis", "register"),)),
        Slide("births.long_gone", question="なくなった図"),
        Slide("target.against_target", ("kpi-gone", "revised")),
        Slide("whatif.total", (Levers(tfr=1.8), ())),
    ),
)


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    """A file of decisions of its own."""
    monkeypatch.setattr(local, "FILE", tmp_path / "decisions.duckdb")


def meeting(database, story: str | Story = "hq", **query: str) -> AppTest:
    named = story if isinstance(story, str) else address.encode(story)
    return opened(database, MEETING, **({"lang": "ja"} | query | {"story": named}))


def write(app: AppTest, **fields: str) -> AppTest:
    """Type into the form and press its button."""
    for field, text in fields.items():
        area = app.text_area if field == "text" else app.text_input
        area(key=f"minutes-{field}").set_value(text)
    button = next(each for each in app.button if "minutes-form-new" in each.proto.form_id)
    return button.click().run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_first_page_of_the_mode_names_every_story_and_its_questions(database, lang):
    text = seen(opened(database, MEETING, lang=lang))
    for story in stories.ready(lang).values():
        assert story.name in text
        assert all(slide.question in text for slide in story.slides)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_screen_has_its_question_one_sentence_one_chart_and_its_source(database, lang):
    app = meeting(database, lang=lang)
    for number, slide in enumerate(stories.ready(lang)["hq"].slides, start=1):
        assert [title.value for title in app.title] == [slide.question]
        assert charts(app) == 1
        assert {"ja": "出典：", "en": "Source: "}[lang] in seen(app)
        assert app.query_params["slide"] == str(number)
        assert not app.warning and not app.exception
        app.button(key="stage-next").click().run()
    assert app.button(key="stage-next").disabled
    for number in (len(HQ), len(HQ) - 1):
        app.button(key="stage-back").click().run()
        assert app.query_params["slide"] == str(number)


def test_a_story_starts_with_one_press_and_ends_with_one(database):
    app = press(opened(database, MEETING, lang="ja"), "この会議をはじめる")
    assert (app.query_params["story"], app.query_params["slide"]) == ("hq", "1")
    assert app.query_params["snap"] == database.removesuffix(".duckdb")
    app.button(key="stage-leave").click().run()
    assert not {"story", "slide", "snap"} & set(app.query_params)
    assert "きょうの会議で何を見るか" in app.title[0].value


def test_a_meeting_leaves_the_filters_as_they_were(database):
    app = opened(database, BIRTHS, lang="ja", basis="register", area="14211", **{"from": "2016"})
    before = {key: app.session_state[key] for key in ("basis", "area", "from", "to", "data", "era", "plan")}
    app.switch_page(MEETING).run()
    press(app, "この会議をはじめる")
    for _screen in range(3):
        app.button(key="stage-next").click().run()
    app.button(key="stage-leave").click().run()
    app.switch_page(BIRTHS).run()
    assert {key: app.session_state[key] for key in before} == before
    assert (app.query_params["basis"], app.query_params["area"]) == ("register", "14211")
    assert app.session_state["_held"] is False


def test_a_rebuild_in_the_meantime_changes_nothing(database):
    app = meeting(database)
    pointer, copy = store.BUILDS / "CURRENT", store.BUILDS / "copied.duckdb"
    shutil.copy(store.BUILDS / database, copy)
    pointer.write_text(copy.name, "utf-8")
    try:
        app.button(key="stage-next").click().run()
        assert app.query_params["snap"] == database.removesuffix(".duckdb")
        assert app.session_state["_build"] == database
        app.button(key="stage-leave").click().run()
        assert app.session_state["_build"] == copy.name
    finally:
        pointer.write_text(database, "utf-8")
        copy.unlink()


def test_a_build_that_is_gone_is_told_and_the_current_one_offered(database):
    app = meeting(database, snap="0123456789abcdef", slide="2")
    assert "もうありません" in app.title[0].value
    assert "0123456789abcdef" in seen(app)
    assert charts(app) == 0
    press(app, "いまのデータで続ける")
    assert app.query_params["snap"] == database.removesuffix(".duckdb")
    assert charts(app) == 1


@pytest.mark.parametrize(("key", "hostile"), [("snap", "../../etc/passwd"), ("slide", "99"), ("slide", "<b>1</b>")])
def test_a_hostile_part_of_a_meetings_address_is_told_and_the_meeting_runs(database, key, hostile):
    app = meeting(database, **{key: hostile})
    assert f"`{key}`" in app.warning[0].value
    assert app.query_params[key] not in (hostile, "")
    assert charts(app) == 1


@pytest.mark.parametrize("story", ["gone", "1.", "1.eNq", "<script>", "1." + "A" * 9000, "../hq"])
def test_a_story_that_nobody_wrote_opens_the_list_and_is_told(database, story):
    app = meeting(database, story)
    assert "`story`" in app.warning[0].value
    assert "本部会議" in seen(app)


def test_an_own_story_is_told_with_its_own_filters_and_not_the_visitors(database):
    app = meeting(database, TOLD, basis="pref_survey", **{"from": "2020"})
    assert "1,710" in seen(app) and "住民基本台帳" in seen(app)
    app.session_state["stage-behind"] = True
    assert "ここで質問を受ける" in seen(app.run())
    assert app.session_state["basis"] == "pref_survey"


def test_a_figure_that_is_gone_leaves_a_sentence_and_the_rest_goes_on(database):
    app = meeting(database, TOLD, slide="2")
    assert app.title[0].value == "なくなった図"
    assert "いまはありません" in app.info[0].value
    app.button(key="stage-next").click().run()
    assert "いまはありません" in app.info[0].value
    app.button(key="stage-next").click().run()
    assert charts(app) == 1


def test_a_live_screen_starts_with_its_levers_and_follows_them(database):
    app = meeting(database, TOLD, slide="4")
    assert app.number_input(key="tfr").value == 1.8
    before = seen(app)
    app.number_input(key="tfr").set_value(1.2).run()
    assert seen(app) != before
    assert app.query_params["tfr"] == "1.2"
    app.button(key="stage-leave").click().run()
    assert "tfr" not in app.query_params


def test_levers_that_would_empty_the_city_are_told_not_drawn(database):
    hostile = Story(OWN, "", (Slide("whatif.total", (Levers(tfr=99.0), ()), "なに"), Slide("births.tfr")))
    app = meeting(database, hostile)
    assert "いまはありません" in app.info[0].value
    app.button(key="stage-next").click().run()
    assert charts(app) == 1


def test_an_empty_story_says_how_to_fill_it(database):
    app = meeting(database, Story(OWN, "", ()))
    assert "この図を会議に加える" in seen(app)
    app.button(key="stage-leave").click().run()
    assert not app.exception


def test_every_card_can_be_added_and_its_recipe_makes_it_again(database):
    for page, query, keys in [*((page, {}, keys) for page, keys in TWINS.items()), *VIEWS]:
        app = opened(database, page, lang="ja", basis="vital", **query)
        for key in keys:
            app.session_state[f"twin-{key}"] = True
        app.run()
        offered = [button for button in app.button if (button.key or "").startswith("add-")]
        assert len(offered) == charts(app) > 0
        for position in range(len(offered)):
            [button for button in app.button if (button.key or "").startswith("add-")][position].click().run()
        story = Story(OWN, "", tuple(app.session_state["_own_slides"].values()))
        told = address.decode(address.encode(story))
        assert told == story
        titles = {re.sub(r"\\(.)", r"\1", head.value) for head in app.subheader}
        for slide in told.slides:
            assert ("basis", "vital") in slide.filters
            assert stories.figure(database, app.session_state["_filters"], slide).title in titles


def added(database, *keys: str) -> AppTest:
    """A visitor who added these figures of the births page and opened the own story."""
    app = opened(database, BIRTHS, lang="ja")
    for key in keys:
        app.session_state[f"twin-{key}"] = True
    app.run()
    for key in keys:
        app.button(key=f"add-{key}").click().run()
    app.switch_page(MEETING).run()
    return app.segmented_control(key="part").set_value("own").run()


def test_an_own_story_is_ordered_named_noted_saved_and_started(database):
    app = added(database, "births_by_basis", "tfr", "marriages")
    first, second, third = app.session_state["_own_slides"]
    app.button(key=f"own-down-{first}").click().run()
    app.button(key=f"own-drop-{third}").click().run()
    app.text_area(key=f"own-note-{second}").set_value("あ" * LONGEST_NOTE).run()
    app.text_input(key="own-name").set_value("出生の会議").run()
    app.text_input(key=f"own-question-{first}").set_value("=HYPERLINK(1)").run()
    press(app, "この名前で保存する")
    assert list(app.session_state["_own_slides"]) == [second, first]
    (kept,) = saved.latest()
    assert kept.story == Story(OWN, "出生の会議", tuple(app.session_state["_own_slides"].values()))
    link = next(field.value for field in app.text_input if (field.key or "").startswith("link-"))
    press(app, "この会議をはじめる")
    told = address.decode(app.query_params["story"])
    assert told.name == "出生の会議"
    assert [slide.recipe for slide in told.slides] == ["births.tfr", "births.by_basis"]
    assert told.slides[0].note == "あ" * LONGEST_NOTE
    assert app.query_params["story"] in link
    app.button(key="stage-next").click().run()
    assert app.title[0].value == "=HYPERLINK(1)"


def test_text_that_cannot_be_shown_is_told_and_what_was_there_stays(database):
    app = added(database, "tfr")
    app.text_input(key="own-name").set_value("ok").run()
    app.text_input(key="own-name").set_value("\x1b[31m").run()
    assert "制御文字" in app.warning[0].value
    assert app.session_state["_own_name"] == "ok"


def test_a_story_too_long_for_a_link_can_still_be_told(database):
    app = added(database, "tfr")
    (mark,) = app.session_state["_own_slides"]
    notes = ["".join(chr(0x4E00 + hash((place, letter)) % 20_000) for letter in range(2000)) for place in range(4)]
    app.session_state["_own_slides"] = {
        mark: Slide("births.tfr"),
        **{note[:4]: Slide("births.tfr", note=note) for note in notes},
    }
    app.run()
    assert "リンクにはできません" in app.warning[0].value
    press(app, "この会議をはじめる")
    assert app.query_params["story"] == OWN
    assert charts(app) == 1


def test_a_story_is_taken_over_from_its_link_and_nonsense_is_told(database):
    app = opened(database, MEETING, lang="ja", part="own")
    app.text_input(key="_link_taken").set_value(
        f"http://somewhere/meeting?story={address.encode(TOLD)}&lang=ja"
    ).run()
    press(app, "取り込む（いまの並びと入れ替えます）")
    assert [slide.recipe for slide in app.session_state["_own_slides"].values()] == [s.recipe for s in TOLD.slides]
    for nonsense in ("http://[::1", "javascript:alert(1)", "?story=hq", ""):
        app.text_input(key="_link_taken").set_value(nonsense).run()
        press(app, "取り込む（いまの並びと入れ替えます）")
        assert "読み取れません" in app.warning[-1].value
        assert len(app.session_state["_own_slides"]) == len(TOLD.slides)


def test_a_decision_is_written_during_the_meeting_and_opens_the_next_one(database):
    app = meeting(database, slide="3")
    write(app, text="調べる", owner="企画政策課", due="令和2年1月31日")
    assert "記録しました" in app.success[0].value
    assert app.text_area(key="minutes-text").value == ""
    (row,) = decisions.history().to_dict("records")
    assert (row["owner"], row["due"].date()) == ("企画政策課", date(2020, 1, 31))
    assert "story=hq" in row["evidence"] and "slide=3" in row["evidence"] and "snap=" in row["evidence"]
    assert app.query_params["slide"] == "3"
    app = meeting(database)
    assert app.title[0].value == "前回からの対応事項"
    assert app.query_params["slide"] == "0"
    assert re.search(r"期限を[\d,]+日過ぎています", seen(app))
    press(app, "済みにする")
    assert len(decisions.history()) == 2
    assert "対応事項はすべて済んでいます" in seen(app)
    app.button(key="stage-next").click().run()
    assert app.title[0].value == HQ[0].question


def test_a_meeting_closes_with_what_was_decided_in_it_and_takes_one_more(database):
    old = decisions.append(Decision("前からの宿題"))
    app = meeting(database, slide="3")
    write(app, text="転出を調べる")
    assert list(app.selectbox(key="slide").options)[-1] == "今日の決定事項"
    app.selectbox(key="slide").set_value("end").run()
    assert app.title[0].value == "今日の決定事項"
    assert "1件を記録しました" in seen(app) and "転出を調べる" in seen(app) and "前からの宿題" not in seen(app)
    write(app, text="もう一つ", owner="課")
    assert "2件を記録しました" in seen(app) and "もう一つ" in seen(app)
    assert "slide=3" in decisions.history()["evidence"].iloc[-1]
    decisions.append(Decision("前からの宿題", done=True), old)
    assert "対応事項のうち1件を済みにしました" in seen(app.run())


def test_a_page_loaded_again_goes_on_with_its_meeting(database):
    app = meeting(database, slide="3")
    write(app, text="転出を調べる")
    began = app.query_params["began"]
    assert "began" not in decisions.history()["evidence"].iloc[0]
    again = meeting(database, slide="end", began=began)
    assert "1件を記録しました" in seen(again)
    assert "前回からの対応事項" not in again.selectbox(key="slide").options


@pytest.mark.parametrize("began", ["", "x", "20200101T000000000000", "29990101T000000000000", "9" * 99])
def test_a_beginning_that_cannot_be_of_this_meeting_begins_it_anew(database, began):
    decisions.append(Decision("前からの宿題"))
    app = meeting(database, began=began)
    assert app.title[0].value == "前回からの対応事項"
    assert not app.warning
    assert app.query_params["began"] != began


def test_a_meeting_without_decisions_closes_with_a_sentence_and_rests_on_its_last_figure(database):
    app = meeting(database, slide="end")
    assert "記録したことは、まだありません" in seen(app)
    assert f"slide={len(HQ)}&" in app.text_input(key=f"minutes-evidence-new-{evidence(app)}").value
    app = meeting(database, TOLD, slide="end")
    assert app.title[0].value == "今日の決定事項"


def evidence(app: AppTest) -> str:
    return next(field.value for field in app.text_input if "minutes-evidence-new" in (field.key or ""))


@pytest.mark.parametrize("story", ["hq", "residents"])
def test_the_clock_of_a_meeting_begins_at_nought(database, story):
    assert "経過 0分" in [text.value for text in meeting(database, story).markdown]


def test_what_is_told_to_residents_shows_nothing_of_the_citys_own_homework(database):
    decisions.append(Decision("庁内の宿題"))
    app = meeting(database, "residents")
    codes = [option.split("　")[0] for option in app.selectbox(key="slide").options]
    assert codes == [str(number) for number in range(1, len(stories.ready("ja")["residents"].slides) + 1)]
    assert "庁内の宿題" not in seen(app)
    assert not [field for field in app.text_area if field.key == "minutes-text"]
    app = meeting(database, "residents", slide="end")
    assert "`slide`" in app.warning[0].value and "今日の決定事項" not in seen(app)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "調べる", "due": "あした"}, "日付として読めません"),
        ({"text": "調べる", "due": "2026-02-30"}, "日付として読めません"),
        ({"text": " ", "owner": "課"}, "内容を書いてください"),
        ({"text": "調べる", "owner": "a\x07"}, "制御文字"),
    ],
)
def test_what_cannot_be_recorded_is_told_and_stays_in_the_form(database, fields, sentence):
    app = write(meeting(database), **fields)
    assert sentence in app.warning[0].value and "残っています" in app.warning[0].value
    for field, text in fields.items():
        area = app.text_area if field == "text" else app.text_input
        assert area(key=f"minutes-{field}").value == text
    assert decisions.history().empty


def test_a_record_that_cannot_be_written_now_stays_in_the_form(database, monkeypatch):
    def locked(*_arguments: object) -> None:
        raise UnavailableError("locked")

    monkeypatch.setattr(decisions, "append", locked)
    app = write(meeting(database), text="調べる")
    assert "いまは記録できません" in app.warning[0].value
    assert app.text_area(key="minutes-text").value == "調べる"
    monkeypatch.setattr(decisions, "history", locked)
    assert "いまは読めません" in seen(opened(database, MEETING, lang="ja"))


def test_a_formula_and_a_script_are_shown_as_text_and_evidence_links_only_to_a_meeting(database):
    decisions.append(Decision("<script>x</script> **b**", '=HYPERLINK("http://x")', evidence="javascript:alert(1)"))
    decisions.append(Decision("two", evidence="http://evil.example/births?story=hq&slide=1"))
    decisions.append(Decision("three", evidence="javascript://here/meeting?story=hq&slide=2&snap=ab"))
    app = opened(database, MEETING, lang="ja", part="decided")
    assert '=HYPERLINK("http://x")' in seen(app)
    assert r"\<script\>" in "".join(part.value for part in app.markdown)
    assert [link.proto.url for link in app.get("link_button")] == ["meeting?story=hq&slide=2&snap=ab"]


def test_a_decision_is_changed_and_its_history_stays(database):
    mark = decisions.append(Decision("one", "課"))
    app = opened(database, MEETING, lang="ja", part="decided")
    app.text_area(key=f"minutes-text-{mark}-1").set_value("two")
    next(each for each in app.button if each.label == "記録する").click().run()
    assert "記録しました" in app.success[0].value
    assert list(decisions.history()["text"]) == ["one", "two"]
    assert list(app.table[-1].value.iloc[:, 1]) == ["one", "two"]


def decided(database) -> AppTest:
    """Somebody at the list of what was decided."""
    return opened(database, MEETING, lang="ja", part="decided")


def record(app: AppTest, mark: str, version: int = 1, **fields: str) -> AppTest:
    """Type over fields of a decision and press its button."""
    for field, text in fields.items():
        area = app.text_area if field == "text" else app.text_input
        area(key=f"minutes-{field}-{mark}-{version}").set_value(text)
    return press(app, "記録する")


def standing() -> tuple:
    row = decisions.history().to_dict("records")[-1]
    return tuple(decisions.read(row))[:5]


def test_an_older_tab_that_marks_as_done_changes_nothing_else(database):
    mark = decisions.append(Decision("調べる", "企画課", date(2026, 12, 31)))
    older, newer = decided(database), decided(database)
    record(newer, mark, text="よく調べる", owner="市民課", due="")
    press(older, "済みにする")
    assert standing() == ("よく調べる", "市民課", None, "", True)
    assert "よく調べる" in seen(older) and not older.warning


def test_an_older_tab_that_corrects_a_text_does_not_reopen_what_is_done(database):
    mark = decisions.append(Decision("調べる", "企画課"))
    older, newer = decided(database), decided(database)
    press(newer, "済みにする")
    record(older, mark, text="よく調べる")
    assert standing() == ("よく調べる", "企画課", None, "", True)


def test_what_two_visitors_change_is_told_and_nothing_of_either_is_lost(database):
    mark = decisions.append(Decision("調べる", "企画課", date(2026, 12, 31)))
    older, newer = decided(database), decided(database)
    record(newer, mark, text="よく調べる", owner="市民課")
    record(older, mark, text="*すぐ*調べる", due="2027-01-31")
    told = re.sub(r"\\(.)", r"\1", older.warning[0].value)
    assert (
        "「よく調べる」に変わりました。入力は「*すぐ*調べる」" in told
        and "担当" not in told
        and "期限は" not in told
    )
    assert "残っています" in told
    assert older.text_area(key=f"minutes-text-{mark}-1").value == "*すぐ*調べる"
    assert older.text_input(key=f"minutes-due-{mark}-1").value == "2027-01-31"
    assert len(decisions.history()) == 2
    press(older, "記録する")
    assert standing() == ("*すぐ*調べる", "市民課", date(2027, 1, 31), "", False)
    assert list(decisions.history()["text"]) == ["調べる", "よく調べる", "*すぐ*調べる"]
    assert older.text_input(key=f"minutes-owner-{mark}-3").value == "市民課"
    record(newer, mark, 2, text="もっと調べる")
    press(newer, "入力をやめて、いまの内容を開き直す")
    assert newer.text_area(key=f"minutes-text-{mark}-3").value == "*すぐ*調べる"
    assert not newer.warning and len(decisions.history()) == 3


def test_a_press_that_changes_nothing_adds_no_row(database):
    mark = decisions.append(Decision("調べる"))
    assert "変わったところがない" in record(decided(database), mark).success[0].value
    assert len(decisions.history()) == 1


def test_a_visitor_may_not_write_without_end(database, monkeypatch):
    monkeypatch.setattr(writing, "MOST", 2)
    app = meeting(database)
    for text in ("一つ", "二つ", "三つ"):
        write(app, text=text)
    assert "1分間に" in app.warning[0].value and "2回" in app.warning[0].value
    assert app.text_area(key="minutes-text").value == "三つ"
    assert len(decisions.history()) == 2


def test_a_damaged_file_is_told_and_the_rest_of_the_page_is_whole(database):
    decisions.append(Decision("調べる"))
    decisions.append(Decision("また調べる"))
    local.FILE.write_bytes(local.FILE.read_bytes()[:20_000])
    text = seen(decided(database))
    assert "decisions.duckdb が壊れている" in text and str(local.FILE.parent) not in text
    assert f"{local.copied()} です" in text
    assert "対応事項の数は分かりません" in text and "記録はまだありません" not in text
    start = opened(database, MEETING, lang="ja")
    assert "本部会議" in seen(start) and len(start.warning) == 2
    app = write(meeting(database, slide="end"), text="書けるか")
    assert "壊れている" in app.warning[-1].value and app.text_area(key="minutes-text").value == "書けるか"
    assert "まだありません" not in seen(app)


def test_who_may_only_read_sees_the_record_and_is_told_what_was_not_written(database):
    decisions.append(Decision("調べる", "企画課"))
    local.FILE.chmod(0o444)
    with rights.bound():
        app = press(decided(database), "済みにする")
        assert "書き込む権限がない" in app.warning[0].value and "企画課" in seen(app)
        app = write(meeting(database, slide="3"), text="書けるか")
    assert "書き込む権限がない" in app.warning[0].value
    assert app.text_area(key="minutes-text").value == "書けるか"


def test_a_long_list_is_shown_in_part_until_all_of_it_is_asked_for(database, monkeypatch):
    monkeypatch.setattr(minutes, "LISTED", 2)
    for number in range(3):
        decisions.append(Decision(f"第{number}"))
    app = decided(database)
    assert len([each for each in app.button if each.label == "済みにする"]) == 2
    app.toggle(key="all-decided").set_value(True).run()
    assert len([each for each in app.button if each.label == "済みにする"]) == 3


def test_the_pages_still_change_with_their_filters_after_a_meeting(database):
    app = meeting(database)
    app.switch_page(STRUCTURE)
    app.query_params.clear()
    app.run()
    assert "story" not in app.query_params and charts(app) == 2


def test_a_figure_knows_its_recipe(database, filters):
    made = making.made(births.tfr, Context(database, filters))
    assert (made.recipe, made.choices) == ("births.tfr", ())
    assert isinstance(making.made(goal.overlap, Context(database, filters)), str)


def test_a_story_can_be_taken_along_as_a_file_in_four_formats(database):
    app = opened(database, MEETING, lang="ja")
    app.session_state["files-本部会議"] = True
    app.run()
    assert [button.label.split(" ")[0] for button in app.get("download_button")] == [
        "PowerPoint",
        "PDF",
        "Excel",
        "HTML",
    ]
    assert not app.warning and not app.exception


def test_a_figure_that_a_file_cannot_hold_is_told_before_it_is_made(database):
    app = added(database, "tfr")
    app.session_state["_own_slides"] = {"a": Slide("births.long_gone"), **app.session_state["_own_slides"]}
    app.session_state["files-"] = True
    app.run()
    assert any("births.long" in re.sub(r"\\(.)", r"\1", warning.value) for warning in app.warning)
