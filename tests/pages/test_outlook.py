"""The outlook's figures: what they say, that they agree with each other, and levers on the page."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analytics import scenario
from analytics.city import course, evidence, paths
from analytics.database import queries
from analytics.export import csv as csv_export
from analytics.figures.context import Context
from analytics.figures.outlook import (
    age_groups,
    compared,
    every_path,
    hindsight,
    population_total,
    preset_scenarios,
    pyramid,
    reaching,
    uncertainty,
    whatif,
)
from analytics.figures.outlook.sliders import sliders
from analytics.scenario import Levers
from analytics.scenario.goalseek import Target
from analytics.words import terms
from pages._parts import slider
from tests.pages.test_pages import PROJECTION, WHATIF, opened, texts

MORE = Levers(tfr=1.8, tfr_year=2040, net=600.0)
TARGET = Target(202_038.0, 2065)


def board(database: str, **query: str) -> AppTest:
    return opened(database, WHATIF, **query)


def test_the_path_of_today_ends_below_the_target_and_says_by_how_much(database, filters):
    total = course.counted(course.unchanged(Context(database, filters)), "T", "all")
    said = population_total.sentence(Context(database, filters))
    assert total.index[[0, -1]].tolist() == [2025, 2065]
    assert total.iloc[0] == pytest.approx(223_424, abs=0.5)
    assert terms.number(202_038 - total.iloc[-1], ",.0f") in said


def test_the_parts_of_the_population_add_up(database, filters):
    found = course.unchanged(Context(database, filters))
    bands = sum(course.counted(found, "T", ages) for ages in ("0-14", "15-64", "65+"))
    sexes = sum(course.counted(found, sex, "20-39") for sex in ("F", "M"))
    assert bands.to_numpy() == pytest.approx(course.counted(found, "T", "all").to_numpy())
    assert sexes.to_numpy() == pytest.approx(course.counted(found, "T", "20-39").to_numpy())
    shares = [course.measured(found, "T", ages, "share") for ages in ("0-14", "15-64", "65+")]
    assert sum(shares).to_numpy() == pytest.approx([100] * len(shares[0]))
    assert course.measured(found, "F", "75+", "index").iloc[0] == 100


@pytest.mark.parametrize("sex", ["F", "M", "T"])
@pytest.mark.parametrize("ages", course.AGES)
@pytest.mark.parametrize("unit", course.UNITS)
def test_any_part_can_be_asked_for(database, filters, sex, ages, unit):
    figure = whatif.part(Context(database, filters), MORE, (("残したシナリオ", Levers(net=0.0)),), sex, ages, unit)
    assert figure.spec is not None
    assert len(figure.table) == 3 * 41


def test_the_file_holds_every_cell_of_every_path_and_says_what_each_row_is(database, filters):
    kept = (("=HYPERLINK(1)", Levers(net=0.0)), ("このシナリオ", Levers(tfr=1.4)))
    cells = every_path.of_scenarios(Context(database, filters), MORE, kept)
    assert len(cells) == 4 * 41 * 2 * 101
    assert list(dict.fromkeys(cells["kind"])) == ["unchanged", "kept", "this"]
    totals = cells[cells["year"] == 2065].groupby(["kind", "scenario", "levers"])["persons"].sum()
    assert totals["this", "このシナリオ", "t1.8_d2040_n600"] == pytest.approx(ended(database, MORE), abs=1)
    assert totals["kept", "このシナリオ（残したシナリオ）", "t1.4"] == pytest.approx(
        ended(database, Levers(tfr=1.4)), abs=1
    )
    assert totals["unchanged"].iloc[0] == pytest.approx(ended(database, Levers()), abs=1)
    assert set(cells["status"]) == {"derived"}
    assert "'=HYPERLINK(1)" in csv_export.rows(cells).decode("utf-8-sig").split(",")


def ended(database: str, levers: Levers) -> float:
    return course.path(database, levers._replace(to=2065)).population[-1].sum()


def test_the_unchanged_path_and_every_release_lie_in_one_file_and_never_in_one_row(database, filters):
    rows = every_path.beside_releases(Context(database, filters))
    own, released = rows[rows["kind"] == "unchanged"], rows[rows["kind"] == "release"]
    assert len(own) == 41 * 2 * 101
    assert len(own) + len(released) == len(rows)
    assert set(own["ages"]) == {"single"}
    assert own["release"].isna().all()
    assert released["release"].notna().all()
    assert set(released["status"]) == {"published"}
    published = queries.releases(database, evidence.everything(database), (filters.home,))
    assert released["persons"].tolist() == published["persons"].tolist()
    whole = released[(released["release"] == 2018) & (released["sex"] == "T")]
    by_scheme = whole.groupby(["year", "ages"])["persons"].sum().unstack()
    assert by_scheme["all"].tolist() == by_scheme["five_years"].tolist()
    written = csv_export.rows(rows).decode("utf-8-sig").splitlines()
    assert written[1].startswith("unchanged,,01-01,2025,F,single,0歳,")
    assert written[-1].startswith("release,2023,10-01,2050,T,all,,189139")


def test_the_comparison_is_taken_along_with_its_levers_and_sources(database, filters):
    kept = (
        ("+1案", Levers(net_20_39=200.0, in_20_39=-50.0)),
        ("現状が続く場合", Levers(tfr=2.9)),
        ("項目", Levers()),
    )
    sheet = compared.sheet(Context(database, filters), MORE, kept)
    table = sheet.rows.set_index("シナリオ")
    assert list(table.index) == [
        "現状が続く場合",
        "+1案",
        "現状が続く場合（残したシナリオ）",
        "項目（残したシナリオ）",
        "このシナリオ",
    ]
    words = terms.words("lever", "ja")
    assert table.loc["このシナリオ", words["tfr"]] == 1.8
    assert pd.isna(table.loc["現状が続く場合", words["tfr"]])
    assert table.loc["+1案", words["in_20_39"]] == -50
    shown = compared.comparison(Context(database, filters), MORE, kept).set_index("項目")
    assert list(shown.columns) == list(table.index)
    assert shown.iloc[0]["このシナリオ"] == terms.number(table["人口 R47 2065"]["このシナリオ"], ",.0f")
    written = csv_export.sheet(*sheet, "abc").decode("utf-8-sig")
    assert "\r\n'+1案," in written
    assert "出典：" in written
    assert "算出値" in written
    assert written.endswith("snapshot abc\r\n")


@pytest.mark.parametrize(("page", "names"), [(WHATIF, {"comparison", "scenarios"}), (PROJECTION, {"projection"})])
def test_the_pages_offer_the_files(database, page, names):
    buttons = opened(database, page).get("download_button")
    assert names <= {button.proto.id.rsplit("-", 1)[-1] for button in buttons}


@pytest.mark.parametrize("unit", course.UNITS)
def test_the_three_groups_make_the_whole_and_the_women_are_told_to_be_within_one(database, filters, unit):
    figure = age_groups.over_years(Context(database, filters), unit)
    rows = figure.data.to_pandas().query("place.isna()")
    parts, women = rows[~rows["within"]], rows[rows["within"]]
    assert parts["label"].nunique() == 3
    assert women["label"].nunique() == 1
    assert "内数" in women["label"].iloc[0]
    assert any("15〜64歳に含まれます" in note for note in figure.notes)
    total = course.counted(course.unchanged(Context(database, filters)), "T", "all")
    whole = {"persons": total.tolist(), "share": [100.0] * 41}
    if unit in whole:
        assert parts.groupby("year")["value"].sum().tolist() == pytest.approx(whole[unit])
    else:
        assert (rows[rows["year"] == 2025]["value"] == 100).all()
    assert len(figure.table) == 4 * 41


def test_the_unit_of_the_groups_is_switched_and_stands_in_the_address(database):
    app = opened(database, PROJECTION, groups="share")
    assert any("年齢3区分" in head.value and "%" in head.value for head in app.subheader)
    plain = opened(database, PROJECTION)
    assert "groups" not in plain.query_params


def test_the_pyramid_of_the_first_year_lies_under_its_own_outline(database, filters):
    data = pyramid.pyramid_of(Context(database, filters), "2025").data.to_pandas()
    now, ghost = (data[data["ghost"] == ghost]["value"].tolist() for ghost in (False, True))
    assert now == ghost


def test_the_errors_of_the_past_are_those_of_the_hindcast(database, filters):
    figure = hindsight.errors(Context(database, filters))
    found = evidence.hindcasts(database)
    rows = found[(found["sex"] == "T") & (found["age_group"] == "all") & (found["target"] == 2025.75)]
    for error in rows["error"] / rows["actual"] * 100:
        assert any(value == pytest.approx(error) for value in figure.export.iloc[:, 4])


def test_a_scenario_that_changes_nothing_is_the_unchanged_path(database, filters):
    assert whatif.sentence(Context(database, filters), Levers()) == population_total.sentence(
        Context(database, filters)
    )
    assert list(whatif.scenarios(Context(database, filters), Levers(), ())) == ["現状が続く場合"]


def test_more_births_and_more_arrivals_end_higher(database, filters):
    table = compared.comparison(Context(database, filters), MORE, (("残したシナリオ", Levers(net=0.0)),)).set_index(
        "項目"
    )
    persons = table.iloc[0].str.replace(",", "").astype(int)
    assert persons["残したシナリオ"] < persons["現状が続く場合"] < persons["このシナリオ"]


def test_what_the_levers_cannot_be_is_said(database, filters):
    assert whatif.faults(Context(database, filters), MORE) == []
    assert "転入超過" in whatif.faults(Context(database, filters), Levers(net=-99_999.0))[0]
    assert len(whatif.faults(Context(database, filters), Levers(tfr=float("nan")))) == 1


def test_every_preset_can_be_projected_and_fits_its_sliders(database, filters):
    levers = sliders(Context(database, filters))
    for preset in preset_scenarios.presets(Context(database, filters)).values():
        assert whatif.faults(Context(database, filters), preset.levers) == []
        for lever, offered in levers.items():
            value = getattr(preset.levers, lever)
            assert value is None or offered.low <= value <= offered.high


def test_each_answer_plugged_back_hits_the_target_within_one_person(database):
    found = reaching.sought(database, TARGET, Levers())
    assert [answer.way for answer in found.answers] == ["tfr", "net", "net_20_39", "least_effort"]
    for answer in found.answers:
        end = scenario.run(evidence.baseline(database), answer.levers).population[-1].sum()
        assert end == pytest.approx(202_038, abs=1)


def test_the_levers_that_are_set_reach_the_target_and_little_more(database, filters):
    base, exact = evidence.baseline(database), reaching.sought(database, TARGET, Levers()).answers
    usable = reaching.usable(Context(database, filters), TARGET, Levers())
    assert list(usable) == [answer.way for answer in exact]
    for way, levers in usable.items():
        end = scenario.run(base, levers._replace(to=2065)).population[-1].sum()
        assert 202_038 - 0.01 <= end < 202_038 + (700 if way == "tfr" else 60)
        for lever, steps in (("tfr", 100), ("net", 1), ("net_20_39", 1)):
            value = getattr(levers, lever)
            assert value is None or value * steps == pytest.approx(round(value * steps))


def test_the_way_to_the_plans_target_is_among_the_presets_and_computed(database, filters):
    preset = preset_scenarios.presets(Context(database, filters))["target"]
    assert preset.levers == reaching.usable(Context(database, filters), TARGET, Levers())["least_effort"]
    assert "202,038" in preset.reference
    assert "公表されていません" in preset.reference
    assert "届きます" in whatif.sentence(Context(database, filters), preset.levers)


def test_an_answer_is_put_into_the_levers_and_taken_back(database):
    app = board(database, net_20_39="300", in_20_39="500")
    app.button(key="take-tfr").click().run()
    assert "net_20_39" not in app.query_params
    assert "in_20_39" not in app.query_params
    assert app.number_input(key="tfr").value == pytest.approx(2.01)
    assert "届きます" in next(text.value for text in app.markdown if text.value.startswith("**"))
    assert any("条件に設定しました" in said.value for said in app.success)
    app.button(key="preset-status_quo").click().run()
    assert "tfr" not in app.query_params


def test_an_answer_in_persons_keeps_the_single_person(database, filters):
    app = board(database)
    app.button(key="take-net").click().run()
    needed = reaching.usable(Context(database, filters), TARGET, Levers())["net"].net
    assert app.number_input(key="net").value == needed
    assert app.query_params["net"] == str(needed)


def test_a_way_that_does_not_reach_cannot_be_put_into_the_levers(database):
    app = board(database, goal_persons="330000", goal_year="2045")
    assert app.button(key="take-tfr").disabled


def test_a_target_out_of_reach_is_said_to_be(database, filters):
    far = Target(900_000.0, 2045)
    assert "届きません" in reaching.sentence(Context(database, filters), far, Levers())
    assert reaching.answers(Context(database, filters), far, Levers()).iloc[:, -1].str.startswith("×").all()
    assert (reaching.delay(Context(database, filters), far, Levers()).iloc[:, 1:] == "届かない").all(axis=None)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_sentence_of_the_ways_is_short_and_says_where_they_stand(database, filters, lang):
    said = reaching.sentence(Context(database, filters._replace(lang=lang)), TARGET, Levers())
    assert len(said) < (90 if lang == "ja" else 140)
    found = reaching.sought(database, TARGET, Levers())
    for answer, lever, spec in zip(found.answers, ("tfr", "net"), (".2f", "+,.0f"), strict=False):
        for value in (getattr(found.today, lever), getattr(answer.levers, lever)):
            assert terms.number(value, spec) in said
    assert "／" not in said


def test_every_way_that_reaches_alone_can_be_told(database, filters):
    context, found = Context(database, filters), reaching.sought(database, TARGET, Levers())
    told = [reaching._way(context, answer, found.today) for answer in found.answers]
    assert len(set(told)) == 4
    assert not any("{" in each for each in told)


def test_waiting_costs_more(database, filters):
    row = reaching.delay(Context(database, filters), TARGET, Levers()).iloc[0, 1:]
    needed = row.str.extract(r"(\d\.\d+)")[0].astype(float)
    assert needed.is_monotonic_increasing
    assert len(needed) == 4


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_table_of_the_outlook_speaks_the_language(database, filters, lang):
    asked = filters._replace(lang=lang)
    for table in (
        compared.comparison(Context(database, asked), MORE, ()),
        reaching.answers(Context(database, asked), TARGET, Levers()),
        reaching.delay(Context(database, asked), TARGET, Levers()),
    ):
        assert isinstance(table, pd.DataFrame)
        assert not table.empty
        words = " ".join([*map(str, table.columns), *table.astype(str).to_numpy().ravel()])
        assert (lang == "en") == (not any("\u3040" <= letter <= "\u9fff" for letter in words))


def test_a_lever_in_the_address_is_set_and_changes_the_numbers(database):
    plain, moved = board(database), board(database, tfr="1.8", net="600")
    assert moved.number_input(key="tfr").value == 1.8
    assert moved.number_input(key="net").value == 600
    assert texts(plain) != texts(moved)


@pytest.mark.parametrize(("lever", "sign"), [("in_20_39", 1), ("out_20_39", -1)])
def test_more_in_and_out_migrants_change_the_numbers_and_the_note_says_how_they_are_spread(database, lever, sign):
    app = board(database, **{lever: "500"})
    assert app.number_input(key=lever).value == 500
    plain, moved = (each.metric[0].value for each in (board(database), app))
    assert (numeral(moved) - numeral(plain)) * sign > 10_000
    said = [caption.value for caption in app.caption if "同じ年齢の割合" in caption.value]
    assert len(said) == 3


def numeral(text: str) -> float:
    return float(text.replace(",", "").removesuffix("人"))


def test_a_number_typed_beside_a_slider_moves_it_and_is_written_to_the_address(database):
    app = board(database)
    app.number_input(key="tfr").set_value(1.5).run()
    assert app.number_input(key="tfr").value == 1.5
    assert app.query_params["tfr"] == "1.5"


@pytest.mark.parametrize(
    "sent", [None, [], "1.5", [None], ["1.5"], [float("nan")], [True], [0.4], [3.1], {"0": 1.5}]
)
def test_what_no_slider_can_have_sent_is_left_aside(sent):
    assert slider._number(sent, 0.5, 3.0) is None


def test_a_slider_gives_numbers_of_its_bounds_type():
    assert [slider._number([1.5, 0], 0.5, 3.0), slider._number([2.0, 0], 0, 9)] == [1.5, 2]
    assert isinstance(slider._number([2.0, 0], 0, 9), int)


def test_every_lever_on_record_is_marked_with_where_it_has_been_the_city_first(database, filters):
    offered = sliders(Context(database, filters))
    assert [lever for lever, each in offered.items() if each.been] == ["tfr", "net", "net_20_39", "mortality"]
    for each in offered.values():
        assert all(each.low <= place.low <= place.high <= each.high for place in each.been)
    first, *others = offered["tfr"].been
    record = evidence.levers_on_record(database).query("lever == 'tfr' and area_code == @filters.home")["value"]
    assert (first.low, first.high) == (record.min(), record.max())
    assert first.text.startswith("厚木市 ")
    assert len(others) == 2


def test_a_preset_sets_the_sliders_and_the_next_one_takes_back_what_it_leaves_alone(database):
    app = board(database, net="1000")
    app.button(key="preset-replacement").click().run()
    assert app.number_input(key="tfr").value == 2.07
    assert "net" not in app.query_params


def test_the_page_says_what_each_scenario_to_start_from_rests_on(database, filters):
    told = " ".join(text.value for text in board(database).markdown).replace("\\", "")
    assert all(preset.reference in told for preset in preset_scenarios.presets(Context(database, filters)).values())


@pytest.mark.parametrize("unit", course.UNITS)
def test_a_part_of_the_population_can_be_seen_for_a_part_of_the_years(database, filters, unit):
    whole, cut = (
        whatif.part(Context(database, filters), MORE, (), "F", "20-39", unit, span) for span in (None, (2030, 2040))
    )
    shown = [
        table.export[table.export.iloc[:, 1] == "このシナリオ"].iloc[:, 2].to_numpy() for table in (whole, cut)
    ]
    years = shown[0][5:16]
    assert shown[1] == pytest.approx(years / years[0] * 100 if unit == "index" else years)
    assert "2030–2040" in cut.title and "2030" in cut.message and "2040" in cut.message


def test_the_years_shown_stand_in_the_address_and_nonsense_shows_them_all(database):
    app = board(database, span="2030-2045")
    assert app.slider(key="span").value == (2030, 2045)
    app.slider(key="span").set_range(2045, 2045).run()
    assert any("2045–2046" in title.value for title in app.subheader)
    for nonsense in ("2045-2030", "2030", "2030-2030", "x-y", "1990-2030", "2030-2040-2050", "2030-", "-2030-2040"):
        app = board(database, span=nonsense)
        assert app.slider(key="span").value == (2025, 2065)
        assert any("span" in warning.value for warning in app.warning)


def test_a_scenario_is_kept_under_its_name_shared_and_dropped(database):
    app = board(database, tfr="1.6")
    app.text_input(key="kept-name").set_value("子育て重視").run()
    next(button for button in app.button if "残す" in button.label).click().run()
    link = app.query_params["kept"]
    assert board(database, kept=link).session_state["kept"] == (("子育て重視", Levers(tfr=1.6)),)
    app.button(key="drop-子育て重視").click().run()
    assert "kept" not in app.query_params


def test_a_name_that_cannot_stand_in_an_address_is_refused_in_words(database):
    app = board(database, tfr="1.6")
    app.text_input(key="kept-name").set_value("a~b!c").run()
    next(button for button in app.button if "残す" in button.label).click().run()
    assert any("残せません" in warning.value for warning in app.warning)


def test_levers_that_cannot_be_projected_leave_the_last_good_result(database):
    app = board(database, tfr="1.8")
    before = next(text.value for text in app.markdown if text.value.startswith("**"))
    app.number_input(key="since").set_value(2040).run()
    app.number_input(key="tfr_year").set_value(2030).run()
    assert app.warning
    after = next(text.value for text in app.markdown if text.value.startswith("**"))
    assert after.startswith("**このシナリオでは") and before.startswith("**このシナリオでは")


def test_a_seed_in_the_address_gives_other_bands_and_the_same_ones_again(database):
    first, again, other = (texts(board(database, tfr="1.6", seed=seed)) for seed in ("7", "7", "8"))
    assert first == again
    assert first != other


def test_the_bands_hold_the_path_and_widen(database, filters):
    data = whatif.total(Context(database, filters), MORE, ()).data.to_pandas()
    banded = data[data["low80"].notna() & (data["kind"] == "path")]
    assert (banded["low80"] <= banded["low50"]).all()
    assert (banded["high50"] <= banded["high80"]).all()
    width = (banded["high80"] - banded["low80"]).to_numpy()
    assert width[0] == pytest.approx(0, abs=1)
    assert width[-1] > width[10] > width[2]


def test_more_people_make_the_target_likelier(database, filters):
    rare, open_, sure = (
        paths.probability(Context(database, filters), Levers(net=net)) for net in (-500.0, 1100.0, 3000.0)
    )
    assert rare < 0.1 < open_ < 0.9 < sure
    assert "10回に1回未満です" in uncertainty.sentence(Context(database, filters), Levers(net=-500.0))
    assert "ほぼ確実" in uncertainty.sentence(Context(database, filters), Levers(net=4000.0))
