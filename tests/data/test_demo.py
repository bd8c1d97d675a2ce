"""Synthetic rows: the same every time, marked in every row, and never against a published total."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from data import demo, demo_survey, door, schema
from data.problems import BuildRefusedError

DATA = Path(__file__).parents[2] / "data"
WRITTEN = ["migration", "intention_survey", "survey_cell", "kpi_value"]
KEY = ["kpi_id", "numeric_target_id"]


def rows(file: str) -> pd.DataFrame:
    return pd.read_csv(DATA / file, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def kpis() -> pd.DataFrame:
    frame = rows("demo/kpi_value.csv")
    return frame.assign(year=frame["fiscal_year"].astype(int), number=pd.to_numeric(frame["value"]))


@pytest.mark.parametrize("fresh", [True, False])
def test_demo_rows_are_written_again_byte_for_byte(tmp_path, monkeypatch, fresh):
    copy = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("builds", "__pycache__"))
    for table in WRITTEN:
        path = copy / "demo" / f"{table}.csv"
        path.unlink() if fresh else path.write_text("scribble", "utf-8")
    monkeypatch.setattr(demo, "HERE", copy)
    demo.main()
    for table in WRITTEN:
        assert (copy / "demo" / f"{table}.csv").read_bytes() == (DATA / "demo" / f"{table}.csv").read_bytes(), table


@pytest.mark.parametrize("table", WRITTEN)
def test_every_demo_row_is_marked(table):
    frame = rows(f"demo/{table}.csv")
    assert len(frame)
    assert set(frame["status"]) == set(frame["source_id"]) == {"demo"}


def test_no_other_file_holds_a_demo_row():
    for folder in ("figures", "strategy"):
        for path in (DATA / folder).rglob("*.csv"):
            frame = rows(str(path.relative_to(DATA)))
            assert not {"demo"} & {*frame["status"], *frame["source_id"]}, path.name


def test_demo_words_say_so_where_they_could_be_taken_for_the_citys(kpis):
    assert kpis["department_ja"].str.endswith("（見本）").all()
    reasons = kpis[kpis["reason_ja"] != ""]
    assert len(reasons)
    assert reasons["reason_ja"].str.endswith("（見本）").all()
    assert reasons["reason_en"].str.endswith("(sample)").all()


def test_the_young_migrants_are_part_of_the_published_total():
    key = ["area_code", "year", "basis", "direction"]
    young = rows("demo/migration.csv").set_index(key)["persons"].astype(int)
    published = rows("figures/migration.csv").query("age_group == 'all'").set_index(key)["persons"].astype(int)
    share = young / published.loc[young.index]
    assert len(young)
    assert share.between(0.4, 0.8).all()
    assert set(rows("demo/migration.csv")["age_group"]) == {"20-39"}


def survey() -> pd.DataFrame:
    frame = pd.concat([rows("figures/intention_survey.csv"), rows("demo/intention_survey.csv")])
    return frame.assign(share=pd.to_numeric(frame["share"]), n=pd.to_numeric(frame["n"]))


def test_the_answers_of_an_age_add_up_to_one_hundred():
    total = survey().groupby(["survey_year", "age_group"])["share"].sum()
    assert total.round(6).eq(100).all()


@pytest.mark.parametrize("answer", ["stay", "leave"])
def test_the_ages_of_a_survey_give_the_share_of_all_ages(answer):
    frame = survey()
    frame = frame[frame["answer"] == answer]
    for year, group in frame.groupby("survey_year"):
        ages, whole = group.query("age_group != 'all'"), group.query("age_group == 'all'")
        expected = (ages["share"] * ages["n"]).sum() / ages["n"].sum()
        assert whole["share"].item() == pytest.approx(expected, abs=0.1), year


def test_the_ages_of_the_published_survey_add_up_to_its_3005_answers():
    ages = survey().query("survey_year == '2019' and age_group != 'all' and answer == 'stay'")
    assert ages["n"].sum() == 3005


def test_a_published_survey_keeps_its_shares_of_all_ages():
    known = set(rows("figures/intention_survey.csv")["survey_year"])
    synthetic = rows("demo/intention_survey.csv").query("age_group == 'all'")
    assert known.isdisjoint(synthetic["survey_year"])


def test_women_and_men_add_up_to_the_answers_of_every_age():
    cells = rows("demo/survey_cell.csv").astype({"persons": int})
    assert cells["persons"].min() >= 0
    key = ["survey_year", "age_group"]
    asked = survey().loc[lambda frame: frame["age_group"] != "all"].set_index([*key, "answer"])
    both = cells.groupby([*key, "answer"])["persons"].sum()
    answered = both.groupby(key).transform("sum")
    assert set(both.index) == set(asked.index)
    assert (answered == asked["n"].reindex(both.index)).all()
    counted = both.drop("other", level="answer")
    expected = asked["share"].reindex(counted.index) * answered.reindex(counted.index) / 100
    assert (counted == expected.round()).all()


def test_a_year_with_published_ages_gets_no_demo_answers_by_age():
    known = rows("figures/intention_survey.csv")
    ages = known[known["survey_year"] == "2019"].assign(age_group="18-29")
    known = pd.concat([known, ages])
    for made_up in (demo_survey.answers(known), demo_survey.cells(known, demo.random)):
        assert {row["survey_year"] for row in made_up} == {2015, 2021, 2023}


def test_a_year_with_a_published_actual_has_no_demo_actual(kpis):
    published = rows("strategy/atsugi-2/kpi_value.csv").query("kind == 'actual'")
    made_up = kpis[kpis["kind"] == "actual"]
    key = [*KEY, "fiscal_year"]
    assert len(made_up.merge(published, on=key)) == 0


def told(file: str, **where: str) -> dict[int, set[float]]:
    """{year: every value published of the home city, however it is counted}."""
    frame = rows(file).query("area_code == '14212'")
    for column, wanted in where.items():
        frame = frame[frame[column] == wanted]
    measure = {"births": "births", "migration": "persons", "fertility": "tfr", "indicator": "value"}[
        Path(file).stem
    ]
    return (
        frame.groupby(frame["year"].replace("", "0").astype(int))[measure]
        .agg(lambda found: set(map(float, found)))
        .to_dict()
    )


@pytest.mark.parametrize(
    ("indicator", "file", "where", "years"),
    [
        ("g3-t2", "figures/births.csv", {}, {2019: 1430, 2024: 1154}),
        ("g3-t1", "figures/fertility.csv", {}, {2020: 1.2}),
        ("g4-t1", "figures/migration.csv", {"direction": "out", "age_group": "all"}, {2022: 7621, 2024: 7841}),
        (
            "kpi-area-tourists",
            "figures/indicator.csv",
            {"indicator": "tourists_tanzawa_oyama_area"},
            {2022: 1184, 2023: 1208},
        ),
    ],
)
def test_no_demo_value_stands_beside_a_published_one_that_says_otherwise(kpis, indicator, file, where, years):
    published = told(file, **where)
    made_up = kpis[(kpis["kpi_id"] + kpis["numeric_target_id"] == indicator) & (kpis["kind"] != "target")].dropna(
        subset="number"
    )
    found = dict(zip(made_up["year"], made_up["number"], strict=True))
    assert {year: value for year, value in found.items() if value not in published.get(year, {value})} == {}
    assert found.items() >= years.items()


@pytest.fixture
def door_of(tmp_path):
    """Spoil a copy of all of data/ -> where the door finds fault with it."""
    root = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("builds", "__pycache__", "*.py"))

    def found(file: str, before: str, after: str) -> list[tuple]:
        text = (root / file).read_text("utf-8")
        assert before in text
        (root / file).write_text(text.replace(before, after, 1), "utf-8")
        with pytest.raises(BuildRefusedError) as caught:
            door.checked(root, schema.read(root / "schema.yml"), {}, sealed=False)
        return [(problem.file, problem.column, problem.value) for problem in caught.value.problems]

    return found


def test_the_build_refuses_a_demo_value_that_contradicts_a_published_one(door_of):
    assert door_of("demo/kpi_value.csv", "g3-t2,2024,actual,1154,", "g3-t2,2024,actual,1230,") == [
        ("demo/kpi_value.csv", "value", "1230")
    ]


def test_the_build_refuses_a_demo_row_where_a_published_one_has_come(door_of):
    file = "strategy/atsugi-2/kpi_value.csv"
    new = "atsugi-2,,g2-t3,2025,actual,7360,,,,,,,published,strategy_overview_revised,strategy,\n"
    old = "atsugi-2,,g3-t2,2016,actual,1711,,,,,,,published,"
    assert door_of(file, old, new + old) == [("demo/kpi_value.csv", "kind", "actual")]


def test_the_build_refuses_demo_migrants_of_an_age_who_are_more_than_all(door_of):
    assert door_of("demo/migration.csv", "in,20-39,4641,", "in,20-39,7900,") == [
        ("demo/migration.csv", "persons", "7900")
    ]


def test_a_file_that_demo_rows_cannot_be_made_of_is_refused_in_a_sentence(tmp_path, monkeypatch, capsys):
    copy = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("builds", "__pycache__"))
    text = (copy / "demo/assumptions.csv").read_text("utf-8")
    (copy / "demo/assumptions.csv").write_text(text.replace(",0,2019,,1450,", ",0,2021,,1450,"), "utf-8")
    monkeypatch.setattr(demo, "HERE", copy)
    assert demo.main() == 2
    assert "demo/assumptions.csv" in capsys.readouterr().err


def test_every_kpi_and_numeric_target_of_the_strategy_has_a_row(kpis):
    targets = {*rows("strategy/atsugi-2/numeric_target.csv")["numeric_target_id"]}
    assert targets == {*kpis["numeric_target_id"]} - {""}
    assert {*rows("strategy/atsugi-2/kpi.csv")["kpi_id"]} == {*kpis["kpi_id"]} - {""}


# The awkward cases that pages have to survive.


@pytest.mark.parametrize(("kind", "reasons"), [("actual", {"未公表", "対象外", "秘匿"}), ("target", {"未設定"})])
def test_every_kind_of_nothing_occurs(kpis, kind, reasons):
    assert set(kpis.loc[(kpis["kind"] == kind) & (kpis["value"] == ""), "missing_reason"]) == reasons


def test_a_target_may_be_blank_while_its_actuals_are_known(kpis):
    blank = kpis[(kpis["kind"] == "target") & (kpis["value"] == "")]
    actual = kpis[(kpis["kind"] == "actual") & kpis["kpi_id"].isin(blank["kpi_id"])]
    assert actual["number"].notna().any()


def test_a_target_is_revised_on_a_later_day(kpis):
    targets = kpis[kpis["kind"] == "target"]
    twice = [group for _, group in targets.groupby([*KEY, "year"]) if len(group) > 1]
    assert twice
    assert all(group["decided_on"].is_unique and group["value"].is_unique for group in twice)


def test_less_is_better_for_out_migrants_and_their_actuals_are_the_published_ones(kpis):
    lower = rows("strategy/atsugi-2/numeric_target.csv").query("direction == 'lower'")["numeric_target_id"]
    assert {*lower} <= {*kpis["numeric_target_id"]}
    actual = kpis.query("numeric_target_id == 'g4-t1' and kind == 'actual'").set_index("year")["number"].dropna()
    assert (actual[2022], actual[2024]) == (7621, 7841)


def test_a_cumulative_kpi_never_falls_and_has_a_total_planned_for_every_year(kpis):
    cumulative = set(rows("strategy/atsugi-2/kpi.csv").query("cumulative == 'true'")["kpi_id"])
    assert cumulative
    for kpi in cumulative:
        found = kpis[kpis["kpi_id"] == kpi].sort_values("year")
        actual, target = (found[found["kind"] == kind] for kind in ("actual", "target"))
        assert actual["number"].is_monotonic_increasing, kpi
        assert set(actual["year"]) <= set(target["year"]), kpi


def test_one_year_jumps_and_nobody_says_why(kpis):
    actual = kpis[kpis["kind"] == "actual"].sort_values([*KEY, "year"])
    change = actual.groupby(KEY)["number"].pct_change()
    assert (actual.loc[change.abs() > 0.3, "reason_ja"] == "").any()


def test_one_year_in_between_is_not_there_at_all(kpis):
    actual = kpis[kpis["kind"] == "actual"]
    gaps = [
        key
        for key, group in actual.groupby("kpi_id")
        if key and set(range(group["year"].min(), group["year"].max() + 1)) - set(group["year"])
    ]
    assert gaps


@pytest.mark.parametrize("total", [0, 1, 7, 3005])
def test_apportioned_parts_add_up(total):
    parts = demo_survey.apportion(total, [270, 340, 480, 500, 585, 830])
    assert parts.sum() == total
    assert (parts >= 0).all()
