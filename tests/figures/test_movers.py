"""In- and out-migrants by age: an invented town that loads them sees its rates and the schedule through them."""

import numpy as np
import pandas as pd
import pytest
import yaml

from analytics.database import queries, store
from analytics.demography import migration
from analytics.figures.context import Context
from analytics.figures.migration import schedule
from analytics.filters import Filters
from data import build, passports
from data.problems import BuildRefusedError
from tests.demography.test_migration import BASIC
from tests.figures.test_figures import data
from tests.vega import marks

TABLES = ["source", "area", "migration", "population", "schedule_mortality", "annotation", "foreign_residents"]
GROUPS = [f"{age}-{age + 4}" for age in range(0, 90, 5)]
RESIDENTS = "14212,2025-01-01,register"
OUT = BASIC | {"mu2": 24, "a2": 0.04}
SOURCE = "migration_report_2025"


@pytest.fixture
def wider(town, monkeypatch):
    """The copied town with the tables that rates by age need; builds and is read in its own folder."""
    tables = yaml.safe_load((build.ROOT / "schema.yml").read_text("utf-8"))["tables"]
    few = {"tables": {name: tables[name] for name in TABLES}}
    (town / "schema.yml").write_text(yaml.safe_dump(few, allow_unicode=True, sort_keys=False), "utf-8")
    demo = town / "demo" / "migration.csv"
    demo.write_text(demo.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    monkeypatch.setattr(store, "BUILDS", town / "builds")
    return town


def population() -> dict[str, int]:
    rows = pd.read_csv(build.ROOT / "figures" / "population.csv", dtype={"area_code": str})
    kept = rows.query("area_code == '14212' and reference_date == '2025-01-01' and sex != 'T'")
    return kept.groupby("age_group")["persons"].sum().to_dict()


def movers(year: int = 2024, groups: list[str] = GROUPS, file: str = "figures", **schedules: dict) -> list[str]:
    status, source = ("demo", "demo") if file == "demo" else ("published", SOURCE)
    there = population()
    return [
        f"14212,{year},migration_report,{way},{group},{round(there[group] * rate)},{status},{source},invented"
        for way, parameters in schedules.items()
        for group in groups
        for rate in [migration.rogers_castro(int(group.split("-")[0]) + 2.5, parameters)]
    ]


def built(root, rows: list[str], file: str = "figures") -> str:
    path = root / file / "migration.csv"
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + "\n".join(rows) + "\n", "utf-8")
    passports.seal(root)
    return build.build(root, root / "builds").name


WAYS = {"in": BASIC, "out": OUT}
ASKED = Filters("14212", (), 1980, 2025)


def test_without_such_rows_a_sentence_says_which_to_load_into_which_file(database):
    for lang in ("ja", "en"):
        figure = schedule.movers_by_age(Context(database, ASKED._replace(lang=lang)))
        assert figure.spec is None
        for word in ("data/figures/migration.csv", "population.csv", "age_group", "85-89", "migration_report"):
            assert word in figure.message
    assert queries.movers_by_age(database, ASKED).empty


def test_a_town_that_loads_them_sees_rates_curves_parameters_and_their_fit(wider):
    name = built(wider, movers(**WAYS))
    figure = schedule.movers_by_age(Context(name, ASKED))
    drawn = data(figure)
    points = drawn.dropna(subset="value")
    assert len(points) == len(figure.table) == 2 * len(GROUPS)
    row = points[(points["direction"] == "in") & (points["age_group"] == "20-24")].iloc[0]
    assert row["value"] == pytest.approx(row["persons"] / population()["20-24"] * 1000)
    said = "".join(figure.notes)
    assert "R²=0.99" in said or "R²=1.000" in said
    assert all(letter in said for letter in ("α1=", "λ2=", "μ2=", "a2=", "c="))
    assert "2025" in said and "18階級" in said
    assert {"20–24歳", "25–29歳"} & set(points["age_words"])
    assert "転入の率が最も高いのは" in figure.message and "2024" in figure.title
    values = drawn.to_dict("records")
    (line,) = [mark for mark in marks(figure.spec) if mark.type == "line"]
    assert len(line.lines(values)) == 2
    english = schedule.movers_by_age(Context(name, ASKED._replace(lang="en")))
    assert english.message.startswith("In Atsugi City the in-migration rate in 2024") and "{" not in "".join(
        english.notes
    )


def test_the_fitted_curve_runs_through_the_rates_it_was_made_of(wider):
    drawn = data(schedule.movers_by_age(Context(built(wider, movers(**WAYS)), ASKED)))
    for kind, parameters in (("転入", BASIC), ("転出", OUT)):
        curve = drawn[drawn["fit"].notna() & (drawn["kind"] == kind)]
        true = migration.rogers_castro(curve["middle"].to_numpy(), parameters) * 1000
        assert np.abs(curve["fit"] - true).max() < 0.06 * true.max()


def test_where_in_and_out_are_swapped_the_two_curves_change_places(wider):
    name = built(wider, movers(**{"in": OUT, "out": BASIC}))
    figure = schedule.movers_by_age(Context(name, ASKED))
    highest = {kind: rows["value"].max() for kind, rows in data(figure).dropna(subset="value").groupby("kind")}
    assert highest["転出"] > highest["転入"]


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        (movers(groups=GROUPS[:6], **WAYS), ASKED),
        (movers(year=2021, **WAYS), ASKED),
        (movers(**WAYS), ASKED._replace(basis="register")),
        (movers(**WAYS), ASKED._replace(last_year=2023)),
        ([row.rsplit(",", 4)[0] + f",0,published,{SOURCE}," for row in movers(**WAYS)], ASKED),
    ],
    ids=["six ages", "no population near", "another basis", "other years", "nobody moves"],
)
def test_too_little_to_fit_leaves_the_sentence(wider, rows, asked):
    figure = schedule.movers_by_age(Context(built(wider, rows), asked))
    assert figure.spec is None and "migration.csv" in figure.message


def test_one_direction_alone_is_drawn_alone(wider):
    figure = schedule.movers_by_age(Context(built(wider, movers(**{"in": BASIC})), ASKED))
    assert set(data(figure)["kind"]) == {"転入"}
    assert "転出の率" not in figure.message


def test_demo_rows_look_and_say_so_and_are_hidden_with_the_published_values(wider):
    name = built(wider, movers(file="demo", **WAYS), "demo")
    figure = schedule.movers_by_age(Context(name, ASKED))
    assert figure.statuses == ("demo",) and "見本の値" in figure.title
    (point,) = [mark for mark in marks(figure.spec) if mark.type == "point"]
    assert point.properties["fill"] == "#FFFFFF"
    assert schedule.movers_by_age(Context(name, ASKED._replace(scope="published"))).spec is None


def test_ages_that_do_not_add_up_to_the_published_total_are_refused(wider):
    whole = [
        *movers(**{"in": BASIC}),
        *(row.replace("85-89", "90+") for row in movers(groups=["85-89"], **{"in": BASIC})),
    ]
    whole.append(f"14212,2024,migration_report,in,unknown,0,published,{SOURCE},invented")
    with pytest.raises(BuildRefusedError) as refused:
        built(wider, whole)
    assert any("age_group" in fault.reason and fault.value == "7941" for fault in refused.value.problems)
