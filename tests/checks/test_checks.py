"""The published references, each its own test; what happens when a method drifts or fails; the page that shows them."""

import csv
import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from analytics import caching, checks
from analytics.checks import __main__ as command
from analytics.checks import reference, wording
from analytics.city import evidence
from analytics.demography import decomposition, lifetable
from analytics.export import csv as csv_export
from analytics.figures.context import Context
from analytics.figures.sources import checks as words
from analytics.figures.sources import unreproduced
from analytics.statistics import survey
from tests.pages.test_pages import CHECKS, opened, seen

FIGURES = Path(__file__).parents[2] / "data" / "figures"
REFERENCES = checks.references()
LANGUAGES = pytest.mark.parametrize("lang", ["ja", "en"])
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture
def drifting(monkeypatch):
    """Replaces a method; what was made before and what is made with it is forgotten."""

    def forget() -> None:
        words._checked.cache_clear()
        caching.choices.kept.clear()

    def replace(module, name, method) -> None:
        monkeypatch.setattr(module, name, method)
        forget()

    yield replace
    forget()


def shifted(method, by: float):
    return lambda *given, **settings: type(found := method(*given, **settings))(*(number + by for number in found))


def failing(*_given, **_settings):
    raise ZeroDivisionError("no people")


@pytest.mark.parametrize("given", REFERENCES, ids=[given.id for given in REFERENCES])
def test_the_published_result_is_reproduced(database, given):
    found = reference.numbers(given, database)
    assert found
    missed = [number for number in found if not number.passed]
    assert not missed, missed


def test_what_the_methods_claim_is_all_there():
    assert {given.id for given in REFERENCES} >= {
        *("das_gupta_chile", "das_gupta_korea", "das_gupta_taiwan", "das_gupta_headship"),
        *("newcombe_1998_share", "statsmodels_wilson", "margin_1430", "newcombe_1998_difference"),
        *("benjamini_hochberg_1995", "austria_1992", "wpp_life_expectancy", "wpp_tfr", "japan_tfr"),
        *("forward_residual", "rogers_castro_area", "rogers_castro_peak"),
        *("sen_1968", "hollander_wolfe_tuna", "mann_kendall_by_hand", "aids_belgium", "poisson_limits_1_50"),
    }
    assert len({given.id for given in REFERENCES}) == len(REFERENCES)


@LANGUAGES
def test_every_reference_names_its_source_and_a_function_that_exists(lang):
    for given in checks.references(lang):
        module, _dot, name = given.method.rpartition(".")
        assert callable(getattr(import_module(f"analytics.{module}"), name))
        assert given.module in checks.modules(lang)
        assert given.label and len(given.source) > len("Sen 1968")
        assert given.tolerance is None or given.reason
        assert lang == "ja" or not JAPANESE.search(f"{given.label}{given.source}{given.reason}")


def test_every_published_number_of_the_loaded_schedules_is_compared(database):
    with (FIGURES / "schedule_summary.csv").open(encoding="utf-8") as file:
        published = [(row["indicator"], float(row["value"])) for row in csv.DictReader(file)]
    found = checks.run(database)
    for indicator, name in (("life_expectancy", "wpp_life_expectancy"), ("tfr", "wpp_tfr")):
        expected = [value for known, value in published if known == indicator]
        assert sorted(found.loc[found["reference"] == name, "expected"]) == sorted(expected)


def test_a_row_for_each_number_in_both_languages(database):
    ja, en = (checks.run(database, lang) for lang in ("ja", "en"))
    assert list(ja) == list(checks.COLUMNS)
    numeric = ["reference", "printed", "computed", "difference", "tolerance", "passed"]
    assert ja[numeric].equals(en[numeric])
    assert ja["difference"].to_list() == pytest.approx((ja["computed"] - ja["expected"]).to_list())
    assert (ja["passed"] == (ja["difference"].abs() <= ja["tolerance"] * (1 + 1e-9))).all()
    assert not ja.groupby("reference")["what"].apply(lambda names: names.duplicated().any()).any()
    assert not [text for text in (*en["what"], *en["label"]) if JAPANESE.search(text)]


@pytest.mark.parametrize(
    ("printed", "computed", "passed"),
    [
        ("20.3279", 20.32794, True),
        ("20.3279", 20.32796, False),
        ("-0.0381", -0.03815, True),
        ("-0.0381", -0.03816, False),
        ("4.38", 4.375, True),
        ("300", 300.5, True),
        ("300", 299.4, False),
        ("0", float("nan"), False),
    ],
)
def test_half_of_the_last_printed_digit_is_allowed(database, printed, computed, passed):
    given = reference.Reference("one", "kpi.progress", "", "", {"it": printed}, lambda _build: [computed])
    (number,) = reference.numbers(given, database)
    assert number.passed is passed


@pytest.mark.parametrize("found", [[], [1.0, 2.0], ["x"], None])
def test_too_few_or_too_many_numbers_are_missed_numbers(database, found):
    given = reference.Reference("one", "kpi.progress", "", "", {"it": "1"}, lambda _build: found)
    (number,) = reference.numbers(given, database)
    assert not number.passed and number.error


def test_a_reference_whose_data_cannot_be_read_is_missed(database):
    given = reference.Reference("one", "kpi.progress", "a label", "", lambda build: {}[build], lambda _build: [])
    (number,) = reference.numbers(given, database)
    assert not number.passed
    assert (number.what, number.error.partition(":")[0]) == ("a label", "KeyError")


def test_numbers_are_written_with_two_decimals_more_than_published(database):
    rows = checks.run(database).set_index("reference")
    (row,) = rows.loc[["das_gupta_chile"]].iloc[-1:].itertuples()
    assert wording.written(row) == ("−0.6670", "−0.667008", "−0.000008", "±0.00005")
    (row,) = rows.loc[["benjamini_hochberg_1995"]].itertuples()
    assert wording.written(row) == ("4", "4.00", "+0.00", "±0")


@LANGUAGES
def test_the_command_prints_every_number_and_succeeds(database, capsys, lang):
    assert database
    assert command.main(["--lang", lang]) == 0
    text = capsys.readouterr().out
    for given in checks.references(lang):
        assert given.label in text and given.source in text and given.method in text
    assert "20.3279" in text and "×" not in text
    assert text.count("○") == len(checks.run(database))
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", text) and "UTC" not in text
    assert lang == "ja" or not JAPANESE.search(text)


def test_the_command_speaks_json(database, capsys):
    assert command.main(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["references"] == found["reproduced"] == len(REFERENCES)
    assert len(found["numbers"]) == len(checks.run(database))
    assert set(found["numbers"][0]) == set(checks.COLUMNS)


@pytest.mark.parametrize(
    ("module", "name", "by", "missed"),
    [
        (survey, "wilson", 1e-4, {"newcombe_1998_share", "statsmodels_wilson"}),
        (decomposition, "births", 1e-3, {"das_gupta_headship"}),
    ],
)
def test_a_method_that_drifts_is_marked_and_fails_the_command(database, drifting, capsys, module, name, by, missed):
    drifting(module, name, shifted(getattr(module, name), by))
    met = checks.reproduced(checks.run(database))
    assert set(met.index[~met]) == missed
    assert command.main([]) == 1
    assert "× 不一致" in capsys.readouterr().out


def test_a_drift_of_a_thousandth_in_shapley_is_seen(database, drifting):
    exact = decomposition.shapley
    drifting(decomposition, "shapley", lambda *given: exact(*given) * 1.001)
    met = checks.reproduced(checks.run(database))
    assert not met[["das_gupta_chile", "das_gupta_korea", "das_gupta_taiwan"]].any()


def test_a_method_that_raises_is_a_missed_result_with_its_error(database, drifting, capsys):
    drifting(lifetable, "life_table", failing)
    rows = checks.run(database).set_index("reference").loc["austria_1992"]
    assert not rows["passed"].any()
    assert set(rows["error"]) == {"ZeroDivisionError: no people"}
    assert rows["computed"].isna().all() and rows["expected"].notna().all()
    assert command.main(["--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "cannot be computed (ZeroDivisionError: no people)" in out and "Traceback" not in out + err
    assert command.main(["--json"]) == 1
    numbers = json.loads(capsys.readouterr().out)["numbers"]
    assert {row["computed"] for row in numbers if row["error"]} == {None}


def test_without_a_database_the_command_says_what_to_do(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("analytics.database.store.BUILDS", tmp_path)
    with pytest.raises(SystemExit) as ended:
        command.main([])
    assert ended.value.code == 2
    assert "python -m data.build" in capsys.readouterr().err


def test_a_commit_that_is_not_known_is_said_to_be_unknown(database, filters, monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    checks.commit.cache_clear()
    assert checks.commit() == ""
    assert "不明" in words.stamp(Context(database, filters))
    checks.commit.cache_clear()


@pytest.mark.parametrize(("commit", "told"), [("abc", "abc ／"), ("abc-dirty", "abc（その後の変更あり） ／")])
def test_changes_after_the_commit_are_told(database, filters, monkeypatch, commit, told):
    monkeypatch.setattr(checks, "commit", lambda: commit)
    assert f"コードの版：{told}" in words.stamp(Context(database, filters))


@LANGUAGES
def test_the_sentence_counts_what_the_frame_holds(database, filters, lang):
    found = checks.run(database, lang)
    sentence = words.sentence(Context(database, filters._replace(lang=lang)))
    count = str(found["reference"].nunique())
    assert re.findall(r"\d+", sentence) == [count, count, str(len(found))]


def test_missed_results_come_first_and_are_named(database, filters, drifting):
    evidence.baseline(database)
    drifting(lifetable, "life_table", failing)
    found = words.subjects(Context(database, filters), words.ALL)
    assert found[0].title == "生命表"
    assert [result.missed for result in found[0].results] == [True, True, True, False]
    assert all(result.heading.startswith("× 不一致") for result in found[0].results[:3])
    missed = {subject.title for subject in found if any(result.missed for result in subject.results)}
    assert missed == {"生命表", "将来人口の推計", "各歳への分割"}
    assert dict(found[0].results[0].about.to_numpy())["エラー"] == "ZeroDivisionError: no people"
    sentence = words.sentence(Context(database, filters))
    assert "再現できていないのは" in sentence and "オーストリアの男性（1992年）" in sentence
    assert words.headlines(Context(database, filters))[0].value == f"{len(REFERENCES) - 5}件"


def test_the_summary_counts_each_method_and_begins_with_the_missed(database, filters, drifting):
    whole = words.summary(Context(database, filters))
    assert list(whole["方法"]) == list(checks.modules("ja").values())
    counts = whole["再現した結果"].str.extract(r"(\d+)/(\d+)").astype(int)
    assert counts.sum().to_list() == [len(REFERENCES)] * 2
    drifting(lifetable, "life_table", failing)
    first = words.summary(Context(database, filters)).iloc[0]
    assert first.to_list() == ["× 不一致", "生命表", "1/4", "2/43"]


def test_of_many_missed_results_three_are_named_and_the_others_counted(database, filters, drifting):
    evidence.baseline(database)
    for module, name in ((lifetable, "life_table"), (survey, "wilson")):
        drifting(module, name, failing)
    sentence = words.sentence(Context(database, filters))
    assert sentence.count("「") == 3 and "ほか4件です。" in sentence


def test_a_missed_number_comes_first_in_its_table(database, filters, drifting):
    exact = survey.newcombe
    drifting(
        survey, "newcombe", lambda *given: exact(*given)._replace(high=1.1) if given[0] == 6 else exact(*given)
    )
    (subject,) = words.subjects(Context(database, filters), "survey")
    numbers = subject.results[0].numbers
    assert list(numbers["判定"]) == ["× 不一致"] + ["○ 一致"] * 15
    assert numbers["数値"][0] == "6/7 − 2/7 の上限"


def test_the_download_has_every_number_plain_with_source_and_stamp(database, filters):
    figure = words.whole(Context(database, filters), words.ALL)
    found = checks.run(database)
    assert figure.export["計算値"].to_list() == found["computed"].to_list()
    assert figure.export["出典"].to_list() == found["source"].to_list()
    text = csv_export.write(figure, figure.notes[0], "snapshot").decode("utf-8-sig")
    assert len(text.splitlines()) == len(found) + 4
    assert re.search(r"確認：.*月\d+日 \d\d:\d\d ／", text) and "UTC" not in text and "'−" not in text
    assert len(words.whole(Context(database, filters), "survey").export) == (found["module"] == "survey").sum()


@LANGUAGES
def test_what_cannot_be_reproduced_says_why(database, filters, lang):
    found = unreproduced.table(Context(database, filters._replace(lang=lang)))
    assert all(isinstance(cell, str) and cell for cell in found.to_numpy().ravel())
    published = " ".join(found.iloc[:, 1])
    for number in ("92.2%", "1,711", "1,308", "202,038", "1.28", "1.19"):
        assert number in published
    assert not (set(re.findall(r"\d\.\d\d", published)) & set(re.findall(r"\d\.\d\d", " ".join(found.iloc[:, 2]))))


@pytest.mark.parametrize(("first", "last"), [(1980, 2025), (1990, 1991)])
def test_the_period_does_not_narrow_what_cannot_be_reproduced(database, filters, first, last):
    asked = filters._replace(first_year=first, last_year=last)
    assert len(unreproduced.table(Context(database, asked))) == len(unreproduced.table(Context(database, filters)))


@LANGUAGES
def test_the_page_shows_every_number_with_source_date_and_version(database, lang):
    text = seen(opened(database, CHECKS, lang=lang))
    for given in checks.references(lang):
        assert given.label in text and given.source in text and f"analytics.{given.method}" in text
    assert "20.327873" in text and "92.2%" in text
    assert (checks.commit().removesuffix(checks.CHANGED) or {"ja": "不明", "en": "unknown"}[lang]) in text


def test_the_address_chooses_the_method(database):
    app = opened(database, CHECKS, lang="ja", method="fertility")
    assert [head.value for head in app.subheader] == ["出生率", "再現できないもの"]
    assert all(expander.proto.expanded for expander in app.expander)
    app.selectbox(key="method").set_value("all").run()
    assert "method" not in app.query_params
    assert len(app.expander) == len(REFERENCES)
    assert not any(expander.proto.expanded for expander in app.expander)


def test_the_page_opens_what_is_missed(database, drifting):
    drifting(lifetable, "life_table", failing)
    app = opened(database, CHECKS, lang="ja")
    assert [expander.proto.expanded for expander in app.expander[:4]] == [True, True, True, False]
    assert "ZeroDivisionError" in seen(app)
