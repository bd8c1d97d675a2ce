"""Every figure of the app: what it says, what it draws, and what travels with it."""

import copy
import csv
import importlib
import inspect
import io
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analytics.database import queries
from analytics.export import csv as csv_export
from analytics.export import png
from analytics.figures import Figure, making, wording
from analytics.figures.context import Context, editions
from analytics.figures.makers import MODULES
from analytics.figures.migration import ages, generations, migration
from analytics.figures.population import births, economy, neighbours, structure
from analytics.figures.survey import by_age, intention, weights
from analytics.filters import BASES, ERAS, SCOPES, Filters
from analytics.words import terms
from data import build
from tests.vega import marks

HOME = "14212"
CITY = {"ja": "厚木市", "en": "Atsugi City"}
NEIGHBOURS = ("14211", "14214", "14401", "14402", "14215", "14203", "14150")
DAY, GHOST = date(2025, 1, 1), date(2015, 10, 1)


def makers() -> dict[str, object]:
    """{module.name: function} of every figure that needs a context only."""
    found = {}
    for short, module in MODULES.items():
        loaded = importlib.import_module(f"analytics.figures.{module}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            signature = inspect.signature(function)
            mine = function.__module__ == loaded.__name__ and not name.startswith("_")
            if mine and signature.return_annotation is Figure and len(signature.parameters) == 1:
                found[f"{short}.{name}"] = function
    return found


def pyramid(context: Context) -> Figure:
    return structure.population_pyramid(context, DAY, GHOST)


def inflow(context: Context) -> Figure:
    return migration.inflow(context)


def outflow(context: Context) -> Figure:
    return migration.outflow(context)


def young_inflow(context: Context) -> Figure:
    return migration.inflow(context, "20-39")


def young_outflow(context: Context) -> Figure:
    return migration.outflow(context, "20-39")


def leaving(context: Context) -> Figure:
    return intention.over_years(context, "leave")


def staying(context: Context) -> Figure:
    return intention.over_years(context, "stay")


def leaving_by_age(context: Context) -> Figure:
    return by_age.by_age(context, "leave", "2019")


def leaving_young(context: Context) -> Figure:
    return by_age.contrast(context, "leave")


def leaving_weighted(context: Context) -> Figure:
    return weights.weighted(context, "leave", "2019")


def net_by_age(context: Context) -> Figure:
    return ages.by_age(context, "2015-2025", "2010-2015")


def all_cohorts(context: Context) -> Figure:
    return generations.every_cohort(context, "1986-1990")


def one_cohort(context: Context) -> Figure:
    return generations.one_cohort(context, "1986-1990")


def funnel(context: Context) -> Figure:
    return neighbours.against_chance(context)


TESTED_ELSEWHERE = {"schedule.movers_by_age", "background.steps", "births.couples"}
MAKERS = {name: maker for name, maker in makers().items() if name not in TESTED_ELSEWHERE} | {
    "ages.by_age": net_by_age,
    "generations.every_cohort": all_cohorts,
    "generations.one_cohort": one_cohort,
    "neighbours.against_chance": funnel,
    "intention.leaving": leaving,
    "intention.staying": staying,
    "intention_age.by_age": leaving_by_age,
    "intention_age.contrast": leaving_young,
    "intention_weight.weighted": leaving_weighted,
    "structure.population_pyramid": pyramid,
    "migration.inflow": inflow,
    "migration.outflow": outflow,
    "migration.inflow_20_39": young_inflow,
    "migration.outflow_20_39": young_outflow,
}
EVERY = pytest.mark.parametrize("name", MAKERS)
LANGUAGES = pytest.mark.parametrize("lang", ["ja", "en"])
EMPTY = ("births.", "structure.age", "structure.young", "migration.", "economy.")
ASKED = [
    pytest.param({"basis": basis, "lang": lang, "era": era_name}, id=f"{basis}-{lang}-{era_name}")
    for basis in BASES
    for lang, era_name in (("ja", "wareki"), ("en", "seireki"))
]


def data(figure: Figure) -> pd.DataFrame:
    """The frame that travels with the specification, whatever it is packed in."""
    return figure.data if isinstance(figure.data, pd.DataFrame) else figure.data.to_pandas()


def rows(figure: Figure) -> pd.DataFrame:
    """What is drawn, without the rows that only break a line or only carry a label."""
    frame = data(figure).dropna(subset="value")
    return frame[frame["place"].isna()] if "place" in frame else frame


def bare(lines: object) -> set[str]:
    """Source lines without their numbers: editions of one series are joined in one line."""
    return {re.sub(r"[\d〜]+", "", line) for line in lines}


def test_the_figures_of_the_app_are_found():
    assert {"births.by_basis", "births.tfr", "births.marriages", "births.per_woman", "births.indexed"} <= set(
        MAKERS
    )
    assert {"structure.age_groups", "structure.young_women", "migration.net", "migration.net_rate"} <= set(MAKERS)
    assert {f"economy.{name}" for name in ("establishments", "employees", "by_industry", "per_resident")} <= set(
        MAKERS
    )


@EVERY
@pytest.mark.parametrize("asked", ASKED)
def test_a_figure_says_place_unit_and_period_and_brings_table_sources_and_status(database, filters, name, asked):
    figure = making.made(MAKERS[name], Context(database, filters._replace(**asked)))
    lang = asked["lang"]
    assert figure.message
    assert CITY[lang] in figure.title
    if figure.spec is None:
        assert data(figure).empty
        return
    assert re.search(r"(19|20)\d\d", figure.title)
    assert any(term.unit in figure.title for term in terms.measures(lang))
    assert figure.credits
    assert all(line.strip() for line in figure.credits)
    assert figure.statuses
    assert set(figure.statuses) <= set(terms.words("status", lang))
    assert not figure.table.isna().any(axis=None)
    assert "nan" not in f"{figure.title}{figure.message}{figure.notes}"
    assert "{" not in f"{figure.title}{figure.message}{figure.notes}"


@EVERY
@pytest.mark.parametrize("asked", ASKED)
def test_the_table_twin_has_the_rows_that_are_drawn(database, filters, name, asked):
    figure = making.made(MAKERS[name], Context(database, filters._replace(**asked)))
    if figure.spec is None:
        return
    drawn = rows(figure)
    assert len(drawn) == len(figure.table) == len(figure.export) > 0
    assert sorted(drawn["text"]) in [sorted(map(str, column)) for _, column in figure.table.items()]
    assert list(figure.table.columns) == list(figure.export.columns)
    plain = [sorted(column) for _, column in figure.export.select_dtypes("number").items()]
    assert sorted(drawn["value"]) in plain


@EVERY
@pytest.mark.parametrize("asked", ASKED)
def test_no_line_joins_two_bases_and_none_runs_through_the_strategys_figures(database, filters, name, asked):
    figure = making.made(MAKERS[name], Context(database, filters._replace(**asked)))
    if figure.spec is None:
        return
    values = data(figure).to_dict("records")
    for mark in marks(figure.spec):
        if mark.type in ("line", "area", "trail"):
            for line in mark.lines(values).values():
                bases = {row["basis"] for row in line}
                assert len(bases) == 1
                assert "strategy" not in bases


@EVERY
def test_every_field_of_a_figure_is_in_its_data(database, filters, name):
    figure = making.made(MAKERS[name], Context(database, filters))
    assert figure.spec is not None
    for mark in marks(figure.spec):
        assert mark.fields() <= set(data(figure).columns)


@EVERY
def test_a_shortened_vertical_axis_is_admitted(database, filters, name):
    figure = making.made(MAKERS[name], Context(database, filters))
    cut = any(mark.encoding.get("y", {}).get("scale", {}).get("zero") is False for mark in marks(figure.spec))
    assert cut == ("縦軸は0から始まっていません。" in figure.notes)


@LANGUAGES
@pytest.mark.parametrize("name", [name for name in MAKERS if name.startswith(EMPTY)])
def test_years_without_figures_leave_a_sentence_and_nothing_to_draw(database, filters, name, lang):
    figure = making.made(
        MAKERS[name], Context(database, filters._replace(first_year=1981, last_year=1982, lang=lang))
    )
    assert figure.spec is None
    assert figure.message == Context(database, filters._replace(lang=lang)).text(
        "この条件に当てはまる値はありません。期間・比較地域・もとの統計を変えてください。"
    )
    assert CITY[lang] in figure.title
    assert figure.table.empty and figure.export.empty


@LANGUAGES
@pytest.mark.parametrize("name", MAKERS)
def test_a_title_has_no_hole_where_there_is_nothing_to_say(database, filters, name, lang):
    nothing = filters._replace(first_year=1800, last_year=1800, areas=(), lang=lang)
    title = making.made(MAKERS[name], Context(database, nothing)).title
    assert not re.search(r"[（(、,] ?–|– ?[、,）)]|[（(、,] ?[、,）)]", title), title


@EVERY
@pytest.mark.parametrize("year", [1980, 1990, 2015, 2016, 2020, 2022, 2024, 2025])
def test_a_single_year_can_be_asked_for(database, filters, name, year):
    figure = making.made(MAKERS[name], Context(database, filters._replace(first_year=year, last_year=year)))
    assert figure.message


FILTERS = st.builds(
    lambda years, areas, basis, scope, era_name, lang: Filters(
        HOME, tuple(areas), min(years), max(years), basis, scope, era_name, lang
    ),
    st.tuples(st.integers(1980, 2025), st.integers(1980, 2025)),
    st.lists(st.sampled_from(NEIGHBOURS), unique=True),
    st.sampled_from(BASES),
    st.sampled_from(SCOPES),
    st.sampled_from(ERAS),
    st.sampled_from(["ja", "en"]),
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(asked=FILTERS)
@example(asked=Filters(HOME, (), 1980, 2025))
@example(asked=Filters(HOME, NEIGHBOURS, 2025, 2025, "register"))
def test_no_choice_of_filters_breaks_a_figure(database, asked):
    for maker in MAKERS.values():
        figure = maker(Context(database, asked))
        assert figure.message
        assert (figure.spec is None) == data(figure).empty
    assert births.sentence(Context(database, asked))
    assert all(headline.value and headline.comparison for headline in births.headlines(Context(database, asked)))


def test_a_comparison_with_the_prefecture_before_the_citys_first_year_leaves_a_sentence(database):
    figure = births.indexed(Context(database, Filters(HOME, ("14000",), 1990, 2000)))
    assert figure.spec is None


@EVERY
def test_a_figure_credits_every_source_it_draws_from(database, filters, name):
    figure = making.made(MAKERS[name], Context(database, filters))
    drawn = data(figure).filter(regex="source_id$")
    used = {source for _, column in drawn.items() for source in column.dropna()}
    assert figure.credits
    if name.startswith(
        ("causes.", "ahead.", "hindsight.", "seeking.")
    ):  # credits what it reckons with and does not draw
        return
    lines = queries.credits(database).loc[sorted(used), "credit"]
    assert bare(lines) == bare(figure.credits)


def test_editions_of_one_series_share_a_line():
    lines = ["SSDSE-A-2018", "国勢調査", "SSDSE-A-2026", "SSDSE-A-2020"]
    assert editions(lines) == ("SSDSE-A-2018〜2026", "国勢調査")
    assert editions(["a 1 b 2", "a 1 b 3"]) == ("a 1 b 2〜3",)
    assert editions([]) == ()


@LANGUAGES
def test_the_strategys_sentence_stands_whatever_the_filters(database, filters, lang):
    sentences = {
        births.sentence(
            Context(database, filters._replace(first_year=first, last_year=last, basis=basis, lang=lang))
        )
        for first, last in ((1980, 2025), (1981, 1982), (2020, 2020))
        for basis in BASES
    }
    (sentence,) = sentences
    assert {"1,711", "1,308", "403", "23.6"} <= set(re.findall(r"\d[\d,.]*\d", sentence))


def test_headlines_compare_the_last_year_with_the_first(database, filters):
    strategy, vital, rate, marriages = births.headlines(Context(database, filters))
    assert (strategy.value, vital.value, rate.value, marriages.value) == ("1,308人", "1,160人", "1.09", "806組")
    assert all(words in " ".join(strategy) for words in ("2022", "2016", "1,711", "−403", "−23.6%"))
    assert all(words in " ".join(vital) for words in ("2023", "2016", "1,614", "−454", "−28.1%"))


def test_published_figures_alone_hold_no_demo_value(database, filters):
    for maker in MAKERS.values():
        assert "demo" not in maker(Context(database, filters._replace(scope="published"))).statuses


def test_the_pyramid_adds_up_to_the_published_population_of_its_day(database, filters):
    figure = pyramid(Context(database, filters))
    population = pd.read_csv(build.ROOT / "figures" / "population.csv", dtype={"area_code": str}).set_index("sex")
    whole = population.query("area_code == @HOME and age_group == 'all' and basis == 'register'")
    whole = whole.loc[whole["reference_date"] == DAY.isoformat(), "persons"]
    drawn = data(figure).query("not ghost")
    assert drawn.groupby("sex")["value"].sum().to_dict() == {"F": whole["F"], "M": whole["M"]}
    assert (drawn["signed"].abs() == drawn["value"]).all()
    assert set(data(figure)["reference_date"]) == {DAY.isoformat(), GHOST.isoformat()}


def test_two_days_of_a_pyramid_have_the_same_age_groups(database, filters):
    drawn = data(pyramid(Context(database, filters)))
    one, other = (list(drawn.loc[drawn["ghost"] == ghost, "age_group"]) for ghost in (False, True))
    assert one == other


@pytest.mark.parametrize(("day", "ghost"), [(date(1981, 2, 3), GHOST), (date(1981, 2, 3), None)])
def test_a_day_without_a_census_has_no_pyramid(database, filters, day, ghost):
    figure = structure.population_pyramid(Context(database, filters), day, ghost)
    assert figure.spec is None
    assert figure.message


def test_a_pyramid_without_a_ghost_speaks_of_one_day(database, filters):
    figure = structure.population_pyramid(Context(database, filters), DAY, None)
    assert not data(figure)["ghost"].any()
    assert "2015" not in figure.message


def test_the_three_age_groups_of_a_day_make_one_hundred(database, filters):
    days = data(structure.age_groups(Context(database, filters))).groupby("when")
    assert len(days) > 1
    assert days["value"].sum().round(6).eq(100).all()
    assert days["group"].nunique().eq(3).all()


NET_BY_REPORT = [-309, -131, -800, -575, -308, 621, 625, 452, 100]


def balance(figure: Figure, basis: str) -> dict[int, int]:
    drawn = rows(figure)
    return dict(drawn[drawn["basis"] == basis].set_index("year")["value"].astype(int))


def test_net_migration_is_in_less_out_and_its_sign_depends_on_the_basis(database, filters):
    figure = migration.net(Context(database, filters))
    assert balance(figure, "migration_report") == dict(zip(range(2016, 2025), NET_BY_REPORT, strict=True))
    register = {2015: 325, 2016: 152, 2017: 695, 2018: 91, 2019: 19, 2024: 1141}
    assert balance(figure, "register") == register
    assert balance(figure, "migration_report_all") == {2025: 9376 - 9094}
    assert balance(figure, "pref_survey") == {2022: 10939 - 9473}
    drawn = rows(figure)
    assert (drawn["in"] - drawn["out"] == drawn["value"]).all()
    assert figure.statuses == ("derived",)
    assert all(words in figure.message for words in ("2016", "309人の転出超過", "2024", "100人の転入超過"))
    said = "".join(figure.notes)
    assert all(words in said for words in ("転入者数 − 転出者数", "外国人と国外", "転入超過にも転出超過にも"))


@pytest.mark.parametrize(
    ("basis", "kept"),
    [("vital", "migration_report"), ("register", "register"), ("pref_survey", "pref_survey")],
)
def test_a_chosen_basis_of_migration_stands_alone(database, filters, basis, kept):
    for maker in (migration.net, inflow, outflow):
        assert set(rows(maker(Context(database, filters._replace(basis=basis))))["basis"]) == {kept}


def test_the_movers_of_each_basis_are_those_of_the_file(database, filters):
    table = pd.read_csv(build.ROOT / "figures" / "migration.csv", dtype={"area_code": str})
    city = table[(table["area_code"] == HOME) & table["basis"].isin(migration.DRAWN)]
    for maker, direction in ((inflow, "in"), (outflow, "out")):
        wanted = city[city["direction"] == direction]
        drawn = rows(maker(Context(database, filters)))
        assert drawn.set_index(["basis", "year"])["value"].to_dict() == (
            wanted.set_index(["basis", "year"])["persons"].to_dict()
        )


@LANGUAGES
@pytest.mark.parametrize("maker", [young_inflow, young_outflow])
def test_movers_of_one_age_are_demo_values_that_look_and_say_so(database, filters, maker, lang):
    figure = maker(Context(database, filters._replace(lang=lang)))
    made_up = {"ja": "見本の値", "en": "sample"}[lang]
    assert figure.statuses == ("demo",)
    assert made_up in figure.title and made_up in figure.message
    assert any(made_up in note for note in figure.notes)
    assert all(made_up in short for short in rows(figure)["short"])
    scales = [mark.encoding["fill"]["scale"] for mark in marks(figure.spec) if "fill" in mark.encoding]
    assert [scale["range"] for scale in scales] == [["#FFFFFF"]]
    assert maker(Context(database, filters._replace(scope="published"))).spec is None


@LANGUAGES
def test_published_and_demo_values_of_one_basis_have_two_names(database, filters, lang):
    frame = pd.DataFrame({"basis": ["register"] * 2, "status": ["published", "demo"]})
    context = Context(database, filters._replace(lang=lang))
    published, made_up = wording.shortened(context, frame)["short"]
    assert published == terms.word("basis_short", "register", lang)
    assert made_up.startswith(published) and made_up != published


@pytest.mark.parametrize("name", ["migration.inflow", "migration.outflow", "migration.net", "migration.net_rate"])
def test_the_events_of_migration_are_told_under_it(database, filters, name):
    said = "".join(MAKERS[name](Context(database, filters)).notes)
    assert "日本人移動者と明記" in said
    assert "日本人移動者と明記" not in "".join(
        MAKERS[name](Context(database, filters._replace(first_year=2021))).notes
    )


def test_net_migration_of_the_neighbours_is_per_thousand_residents_at_the_years_end(database, filters):
    figure = migration.net_rate(Context(database, filters))
    drawn = rows(figure).set_index(["area_code", "year"])
    assert drawn.loc[(HOME, 2016), "value"] == pytest.approx(-309 / 225366 * 1000)
    assert drawn.loc[(HOME, 2024), "value"] == pytest.approx(100 / 223424 * 1000)
    assert drawn.loc[("14402", 2024), "value"] == pytest.approx(-48 / 2716 * 1000)
    assert "2016–2024" in figure.title
    assert "翌年1月1日の住民基本台帳人口" in "".join(figure.notes)
    assert re.findall(r"比べた(\d)市町村のうち、厚木市より高いのは(\d)市町村", figure.message) == [("8", "6")]


def test_a_year_without_residents_is_left_out(database, filters):
    years = {"first_year": 2021, "last_year": 2023}
    assert set(rows(migration.net_rate(Context(database, filters._replace(**years))))["year"]) == {2021}
    years = {"first_year": 2022, "last_year": 2023}
    assert migration.net_rate(Context(database, filters._replace(**years))).spec is None


@pytest.mark.parametrize(
    ("maker", "values"),
    [(economy.establishments, [9994, 9602, 9435]), (economy.employees, [150242, 147906, 151442])],
)
def test_places_of_work_are_counted_in_two_coverages_that_look_different(database, filters, maker, values):
    figure = maker(Context(database, filters))
    drawn = rows(figure)
    assert list(drawn["value"]) == values
    assert list(drawn["coverage"]) == ["all", "private", "private"]
    assert list(figure.table["範囲"]) == ["全事業所", "民営のみ", "民営のみ"]
    assert not [mark for mark in marks(figure.spec) if mark.type == "line"]
    (bar,) = [mark for mark in marks(figure.spec) if mark.type == "bar"]
    colour = bar.encoding["color"]["scale"]
    assert len(set(colour["range"])) == 2
    assert [kind.rstrip("＊") for kind in colour["domain"]] == ["全事業所", "民営のみ"]
    assert all(words in figure.message for words in ("民営のみ", "2016", "2021"))
    assert "2014" not in figure.message
    assert "2016年からは民営のみ" in "".join(figure.notes)
    assert "比べられません" in "".join(figure.notes)


def test_a_single_coverage_needs_no_star(database, filters):
    figure = economy.employees(Context(database, filters._replace(first_year=2015)))
    assert "＊" not in "".join([*figure.notes, *rows(figure)["slot"], *rows(figure)["kind"]])


@LANGUAGES
def test_every_industry_has_words_and_the_largest_comes_first(database, filters, lang):
    table = pd.read_csv(build.ROOT / "figures" / "establishments_by_industry.csv", dtype={"area_code": str})
    private = table.query("area_code == @HOME and coverage == 'private'").dropna(subset="employees")
    assert set(private["industry"]) == set(terms.words("industry", lang))
    figure = economy.by_industry(Context(database, filters._replace(lang=lang)))
    drawn = rows(figure)
    assert drawn["value"].sum() == private["employees"].sum()
    latest = drawn.loc[drawn["year"] == 2021, "value"]
    assert latest.is_monotonic_decreasing
    assert {"24,170", "16.0", "2,546", "2,590"} <= set(re.findall(r"\d[\d,.]*\d", figure.message))


def test_the_industries_of_one_census_have_nothing_before(database, filters):
    figure = economy.by_industry(Context(database, filters._replace(last_year=2016)))
    assert not rows(figure)["first"].any()
    assert "増減" not in figure.message


def test_jobs_are_per_thousand_residents_of_the_same_year_private_only(database, filters):
    figure = economy.per_resident(Context(database, filters))
    drawn = rows(figure).set_index(["area_code", "year"])
    assert drawn.loc[(HOME, 2016), "value"] == pytest.approx(147906 / 225503 * 1000)
    assert drawn.loc[(HOME, 2021), "value"] == pytest.approx(151442 / 223710 * 1000)
    assert set(drawn["coverage"]) == {"private"}
    assert "厚木市より高い市町村はありません" in figure.message


def test_a_city_without_others_is_not_ranked(database, filters):
    alone = filters._replace(areas=())
    for maker in (economy.per_resident, migration.net_rate):
        assert "地域" not in maker(Context(database, alone)).message


def test_young_women_are_four_age_groups_of_one_day(database, filters):
    figure = structure.young_women(Context(database, filters))
    drawn = rows(figure).set_index("reference_date")
    assert drawn.loc["1980-10-01", "value"] == 4597 + 6063 + 8142 + 6892
    assert drawn.loc["2000-10-01", "value"] == 32476
    assert drawn.loc["2025-01-01", "value"] == 5705 + 5737 + 5337 + 5385
    assert list(drawn["basis"]) == ["census"] * 8 + ["register"]
    assert not [mark for mark in marks(figure.spec) if mark.type == "line"]
    assert all(words in figure.message for words in ("2000", "32,476人", "2025", "22,164人"))


def test_the_only_count_of_young_women_is_the_highest_and_told_once(database, filters):
    figure = structure.young_women(Context(database, filters._replace(first_year=2020)))
    assert figure.message.count("22,164人") == 1


def hostile(figure: Figure) -> Figure:
    rows = {
        "年": ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "平成28年"],
        "値": [1.5, -2.0, float("nan"), 0.0, 3.0, 4.0],
    }
    return figure._replace(title="=HYPERLINK(1)", export=pd.DataFrame(rows).rename(columns={"年": "@年"}))


def test_a_spreadsheet_runs_nothing_from_the_csv(database, filters):
    written = csv_export.write(hostile(births.by_basis(Context(database, filters))), "-footer", "abc")
    assert written.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    assert lines[0] == ["'=HYPERLINK(1)"]
    assert lines[1] == ["'@年", "値"]
    assert [line[0] for line in lines[2:-2]] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "平成28年"]
    assert [line[1] for line in lines[2:-2]] == ["1.5", "-2.0", "", "0.0", "3.0", "4.0"]
    assert lines[-2:] == [["'-footer"], ["snapshot abc"]]


@given(st.text())
def test_no_text_cell_begins_like_a_formula(text):
    cell = csv_export.neutral(text)
    assert not str(cell).startswith(csv_export.DANGEROUS)
    assert cell in (text, "'" + text)


@given(st.integers() | st.floats(allow_nan=False))
def test_numbers_stay_numbers(number):
    assert csv_export.neutral(number) is number


@EVERY
def test_the_csv_holds_the_plain_numbers_of_the_table(database, filters, name):
    figure = making.made(MAKERS[name], Context(database, filters))
    lines = list(csv.reader(io.StringIO(csv_export.write(figure, "出典", "abc").decode("utf-8-sig"))))
    assert lines[0] == [figure.title]
    assert lines[1] == list(figure.export.columns)
    assert len(lines) == len(figure.export) + 4
    assert not any("," in cell for line in lines[2:-2] for cell in line if re.fullmatch(r"[\d,.]+", cell))


def test_the_png_is_a_picture_with_something_on_it(database, filters):
    figure = births.by_basis(Context(database, filters))
    before = copy.deepcopy(figure.spec)
    picture = png.write(figure, "出典：厚木市", "abc")
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) > 10_000
    assert figure.spec == before


def test_the_png_shows_the_data(database, filters):
    figure = births.by_basis(Context(database, filters))
    one = figure._replace(data=figure.data[:1])
    assert png.write(figure, "", "abc") != png.write(one, "", "abc")


@LANGUAGES
def test_marriages_and_divorces_start_from_100_and_their_couples_stand_in_the_table(database, filters, lang):
    figure = births.couples(Context(database, filters._replace(lang=lang)))
    first, *_rest, last = figure.export.groupby(figure.export.columns[1]).first().iloc[:, 1].tolist()
    assert {first, last} == {1027, 411}
    assert set(figure.export.groupby(figure.export.columns[1]).first().iloc[:, 2]) == {100}
    assert ("78.5" in figure.message) and ("86.9" in figure.message)
