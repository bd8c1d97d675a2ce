"""Who comes and who goes: estimates by age and cohort, and neighbours against chance: their sentences and limits."""

import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.database import queries
from analytics.figures import Figure
from analytics.figures.context import Context
from analytics.figures.migration import ages, generations, migration, residuals
from analytics.figures.population import neighbours
from analytics.filters import BASES, Filters
from tests.figures.test_figures import CITY, HOME, NEIGHBOURS, data
from tests.vega import marks

LANGUAGES = pytest.mark.parametrize("lang", ["ja", "en"])
FLOWS = pytest.mark.parametrize("flow", ["net", "in", "out"])
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
PERIODS = [f"{year}-{year + 5}" for year in range(1980, 2015, 5)] + ["2015-2025"]


@pytest.fixture
def known(database, filters) -> pd.DataFrame:
    return residuals.every(Context(database, filters))


@pytest.fixture
def changed(monkeypatch, known):
    """Lets the figures see other residuals, under a build of that name."""

    def change(name: str, how) -> str:
        monkeypatch.setattr(residuals, "every", lambda _context: how(known))
        monkeypatch.setattr(queries, "place_names", lambda _build, lang: {HOME: CITY[lang]})
        monkeypatch.setattr("analytics.figures.context._credit_lines", lambda *_: ("S",))
        return name

    return change


def numbers(text: str) -> set[str]:
    """The numbers of a text, whatever their sign."""
    return {found.replace(",", "") for found in NUMBER.findall(text)}


def written(figure: Figure) -> set[str]:
    return numbers(" ".join(str(cell) for _, column in figure.table.items() for cell in column))


def flipped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(persons=-frame["persons"])


def only(period: str):
    return lambda frame: frame[frame["period"] == period]


def test_the_answer_names_who_came_and_who_left_in_the_newest_period_of_each_kind(database, filters):
    said = residuals.sentence(Context(database, filters))
    assert "15–19歳で1,527人の転入超過、25–29歳で2,390人の転出超過" in said
    assert "20–24歳で1,732人の転入超過、30–34歳で931人の転出超過" in said
    assert said.count("。") == 3
    assert "住民基本台帳" in said


def test_the_answer_stands_whatever_years_areas_and_basis_are_asked_for(database, filters):
    asked = [
        filters._replace(first_year=first, last_year=last, basis=basis, areas=())
        for first, last in ((1980, 2025), (1990, 1991), (2024, 2025))
        for basis in BASES
    ]
    assert len({residuals.sentence(Context(database, one)) for one in asked}) == 1


@LANGUAGES
def test_where_those_who_came_had_left_the_answer_turns_round(changed, database, filters, lang):
    asked = filters._replace(lang=lang)
    before = residuals.sentence(Context(database, asked))
    after = residuals.sentence(Context(changed("flipped", flipped), asked))
    assert before != after
    assert sorted(numbers(before)) == sorted(numbers(after))
    assert before.index("15–19") < before.index("25–29")
    assert after.index("25–29") < after.index("15–19")


@LANGUAGES
@pytest.mark.parametrize("period", ["2010-2015", "2015-2025"])
def test_one_period_still_gives_an_answer(changed, filters, lang, period):
    said = residuals.sentence(Context(changed(f"one {period}", only(period)), filters._replace(lang=lang)))
    assert {"1527" if period == "2010-2015" else "1732"} <= numbers(said)
    assert CITY[lang] in said and "{" not in said


@LANGUAGES
def test_no_period_gives_a_sentence_and_empty_figures(changed, filters, lang):
    name, asked = changed("none", lambda frame: frame.head(0)), filters._replace(lang=lang)
    assert residuals.sentence(Context(name, asked))
    assert residuals.periods(Context(name, asked)) == generations.choices(Context(name, asked)) == {}
    assert residuals.opening(Context(name, asked)) == ("none", "none")
    assert ages.headlines(Context(name, asked)) == []
    for figure in (
        ages.by_age(Context(name, asked), "none", "none"),
        ages.young_and_rest(Context(name, asked)),
        generations.every_cohort(Context(name, asked)),
        generations.one_cohort(Context(name, asked), "1986-1990"),
    ):
        assert figure.spec is None and figure.message and "nan" not in figure.title


@pytest.mark.parametrize(
    ("sign", "words"), [(1, "転出超過の年齢はなく"), (-1, "転入超過の年齢はなく"), (0, "同数")]
)
def test_gains_alone_losses_alone_and_nothing_have_words_of_their_own(changed, filters, sign, words):
    name = changed(f"sign {sign}", lambda frame: frame.assign(persons=frame["persons"].abs() * sign))
    assert words in residuals.sentence(Context(name, filters))
    assert ages.by_age(Context(name, filters), "2010-2015", "none").message
    assert ages.young_and_rest(Context(name, filters)).message
    assert generations.every_cohort(Context(name, filters)).message
    assert generations.one_cohort(Context(name, filters), "1986-1990").message


@LANGUAGES
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("over", ["none", "2005-2010", "2015-2025"])
def test_every_number_of_an_age_profiles_sentence_stands_in_its_table(database, filters, lang, period, over):
    figure = ages.by_age(Context(database, filters._replace(lang=lang)), period, over)
    assert numbers(figure.message) <= written(figure)
    assert CITY[lang] in figure.title and str(period[:4]) in figure.title
    assert len(figure.table) == len(data(figure))


def test_the_scale_is_the_same_for_every_period_and_holds_all_of_them(database, filters, known):
    domains = {
        tuple(mark.encoding["y"]["scale"]["domain"])
        for period in PERIODS
        for mark in marks(ages.by_age(Context(database, filters), period).spec)
        if "scale" in mark.encoding.get("y", {})
    }
    ((low, high),) = domains
    assert low <= known["persons"].min() and known["persons"].max() <= high


def test_a_period_laid_over_is_an_outline_without_what_cannot_be_trusted(database, filters):
    figure = ages.by_age(Context(database, filters), "2010-2015", "2015-2025")
    ghost = data(figure).loc[lambda rows: rows["ghost"]]
    assert ghost["age_at_end"].max() == 70
    assert "黒い枠線" in "".join(figure.notes)
    same = ages.by_age(Context(database, filters), "2010-2015", "2010-2015")
    assert not data(same)["ghost"].any()
    assert "黒い枠線" not in "".join(same.notes)


def test_what_the_estimate_contains_is_said_where_it_matters(database, filters):
    plain, early, mixed = (
        "".join(ages.by_age(Context(database, filters), period).notes)
        for period in ("2010-2015", "1980-1985", "2015-2025")
    )
    assert all("算出" in notes and "数え漏れ" in notes for notes in (plain, early, mixed))
    assert "1995年より前" in early and "1995年より前" not in plain + mixed
    assert all(words in mixed for words in ("住民基本台帳", "75歳以上", "15〜19歳"))
    assert "住民基本台帳" not in plain + early


def test_twenty_to_thirty_nine_and_the_rest_are_everybody_who_is_trusted(database, filters, known):
    drawn = data(ages.young_and_rest(Context(database, filters)))
    trusted = known[known["trusted"]]
    assert drawn.groupby("period")["value"].sum().to_dict() == trusted.groupby("period")["persons"].sum().to_dict()
    last = drawn[drawn["period"] == "2010-2015"].set_index("young")["value"]
    assert last.to_dict() == {True: -1793, False: 2265}
    assert "7期間のうち4期間" in ages.young_and_rest(Context(database, filters)).message


def test_the_years_asked_for_choose_the_periods(database, filters):
    asked = filters._replace(first_year=2016, last_year=2025)
    assert list(residuals.periods(Context(database, asked))) == ["2015-2025"]
    assert residuals.opening(Context(database, asked)) == ("2015-2025", "none")
    assert len(data(ages.young_and_rest(Context(database, asked)))) == 2
    assert ages.young_and_rest(Context(database, asked)).message
    every = [
        residuals.periods(Context(database, filters._replace(first_year=y, last_year=y))) for y in range(1980, 2026)
    ]
    assert all(every)


def test_the_path_of_a_cohort_tells_its_highest_gain_and_loss_in_the_order_of_time(database, filters):
    figure = generations.one_cohort(Context(database, filters), "1986-1990")
    assert list(data(figure)["value"]) == [338, -14, 2128, 1635, -2390, -44]
    gain, loss = figure.message.index("2,128人増え"), figure.message.index("2,390人減りました")
    assert gain < loss
    assert "昭和61（1986）年〜平成2（1990）年生まれは" in figure.message
    assert "＊" in list(data(figure)["slot"])[-1]


@LANGUAGES
def test_every_cohort_of_the_choice_has_a_sentence_with_the_numbers_of_its_table(database, filters, lang):
    asked = filters._replace(lang=lang)
    for code in generations.choices(Context(database, asked)):
        figure = generations.one_cohort(Context(database, asked), code)
        assert numbers(figure.message) <= written(figure), code
        assert figure.spec is not None and "nan" not in figure.message


def test_a_cohort_turned_round_has_gained_where_it_lost(changed, database, filters):
    before = generations.one_cohort(Context(database, filters), "1986-1990").message
    after = generations.one_cohort(Context(changed("turned", flipped), filters), "1986-1990").message
    assert "2,128人減り" in after and "2,390人増えました" in after
    assert numbers(before) == numbers(after)


def test_all_cohorts_leave_out_what_cannot_be_relied_on_and_mark_its_place(database, filters):
    figure = generations.every_cohort(Context(database, filters), "1986-1990")
    drawn = data(figure)
    hidden = drawn[drawn["value"].isna()]
    assert set(hidden["text"]) == {"×"} and set(hidden["period"]) == {"2015-2025"}
    assert len(figure.table) == drawn["value"].notna().sum()
    assert set(drawn.loc[drawn["chosen"], "cohort"]) == {"1986-1990"}
    assert (figure.export["男"] + figure.export["女"] == figure.export.iloc[:, 5]).all()


def test_the_number_of_those_who_left_is_held_against_those_of_another_age(database, filters):
    (headline,) = ages.headlines(Context(database, filters))
    assert (headline.value, headline.comparison) == ("−1,793人", "そのほかの年齢 +2,265人")
    net, came, left = migration.headlines(Context(database, filters))
    assert (net.value, came.value, left.value) == ("+100人", "7,941人", "7,841人")
    assert "−309人" in net.comparison
    single = migration.headlines(Context(database, filters._replace(first_year=2024, last_year=2024)))
    assert [number.value.rstrip("人") for number in single] == ["+100", "7,941", "7,841"]
    assert migration.headlines(Context(database, filters._replace(first_year=1981, last_year=1982))) == []


def swapped(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(direction=frame["direction"].map({"in": "out", "out": "in"}))


@pytest.fixture
def moved(monkeypatch):
    """Lets the figures see other moves."""
    real = queries.migration

    def change(how) -> None:
        monkeypatch.setattr(queries, "migration", lambda *arguments: how(real(*arguments)))

    return change


@LANGUAGES
def test_where_in_and_out_are_swapped_more_left_than_came(moved, database, filters, lang):
    asked = filters._replace(lang=lang)
    words = {"ja": ("転入超過", "転出超過"), "en": ("arrivals than departures", "departures than arrivals")}[lang]
    before = migration.net(Context(database, asked))
    moved(swapped)
    after = migration.net(Context(database, asked))
    assert list(data(after)["value"].dropna()) == [-value for value in data(before)["value"].dropna()]
    assert sorted(numbers(before.message)) == sorted(numbers(after.message))
    for one, other in (words, words[::-1]):
        assert before.message.index(one) == after.message.index(other)


def test_as_many_more_in_and_out_leave_the_balance_as_it_is(moved, database, filters):
    before = migration.net(Context(database, filters))
    moved(lambda frame: frame.assign(value=frame["value"] + 1000))
    after = migration.net(Context(database, filters))
    assert list(data(before)["value"].dropna()) == list(data(after)["value"].dropna())
    assert before.message == after.message


def test_a_swap_mirrors_the_neighbours_and_turns_above_into_below(moved, database, filters):
    before = neighbours.against_chance(Context(database, filters))
    moved(swapped)
    after = neighbours.against_chance(Context(database, filters))
    one, other = (data(figure).dropna(subset="value").set_index("area_code") for figure in (before, after))
    assert (one["value"] + other["value"]).abs().max() < 1e-9
    assert (one["low_inner"] + other["high_inner"]).abs().max() < 1e-9
    assert "上に外れるのは海老名市" in before.message
    assert "下に外れるのは海老名市" in after.message


def test_the_neighbours_of_the_city_as_worked_by_hand(database, filters):
    """2024: (7,941 − 7,841) ÷ 223.424; (6,229 − 4,970) ÷ 140.763 lies above the 95 % limits alone."""
    figure = neighbours.against_chance(Context(database, filters))
    drawn = data(figure).dropna(subset="value").set_index("area_code")
    assert drawn.loc[HOME, "value"] == pytest.approx(100 / 223.424)
    assert drawn.loc["14215", "value"] == pytest.approx(1259 / 140.763)
    assert list(drawn.index[drawn["outside"] != ""]) == ["14215"]
    assert len(drawn) == 8 and not {"14000", "00000"} & set(drawn.index)
    assert "海老名市（8.9）" in figure.message and "99.8%" not in figure.message
    assert "厚木市を含む残りの7市町村には、互いに明らかな差はありません" in figure.message
    assert "11.6倍" in "".join(figure.notes)


@LANGUAGES
@FLOWS
@pytest.mark.parametrize("basis", ["all", "register"])
def test_the_neighbours_sentence_has_the_numbers_of_its_table_and_names_the_denominator(
    database, filters, flow, lang, basis
):
    figure = neighbours.against_chance(Context(database, filters._replace(lang=lang, basis=basis)), flow)
    assert numbers(figure.message) <= written(figure) | {"95", "99.8", "7", "8", "1000"}
    assert "2025" in figure.notes[0] and "1,000" in figure.notes[0]
    assert len(figure.table) == 8
    values = data(figure).to_dict("records")
    assert all(
        len({row["basis"] for row in line}) == 1
        for mark in marks(figure.spec)
        if mark.type == "line"
        for line in mark.lines(values).values()
    )


def test_one_area_alone_and_bases_without_a_population_leave_a_sentence(database, filters):
    for asked in (
        filters._replace(areas=()),
        filters._replace(areas=("14000",)),
        filters._replace(basis="pref_survey"),
    ):
        figure = neighbours.against_chance(Context(database, asked))
        assert figure.spec is None
        assert "比較地域" in figure.message


def test_two_areas_are_enough(database, filters):
    figure = neighbours.against_chance(Context(database, filters._replace(areas=("14402",))))
    assert len(figure.table) == 2 and figure.message


def test_places_without_residents_are_left_out_and_nobody_moving_leaves_a_sentence(
    monkeypatch, moved, database, filters
):
    real = queries.residents
    empty = lambda *arguments: real(*arguments).assign(  # noqa: E731
        residents=lambda rows: rows["residents"].mask(rows["area_code"] == "14402", 0)
    )
    monkeypatch.setattr(queries, "residents", empty)
    assert len(neighbours.against_chance(Context(database, filters)).table) == 7
    moved(lambda frame: frame.assign(value=0))
    for flow in ("net", "in", "out"):
        assert neighbours.against_chance(Context(database, filters), flow).spec is None


ASKED = st.builds(
    lambda areas, basis, scope, lang, flow, years: (
        Filters(HOME, tuple(areas), min(years), max(years), basis, scope, "wareki", lang),
        flow,
    ),
    st.lists(st.sampled_from([*NEIGHBOURS, "14000"]), unique=True),
    st.sampled_from(BASES),
    st.sampled_from(["all", "published"]),
    st.sampled_from(["ja", "en"]),
    st.sampled_from(["net", "in", "out"]),
    st.tuples(st.integers(1980, 2025), st.integers(1980, 2025)),
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(asked=ASKED)
def test_no_choice_breaks_a_figure(database, asked):
    filters, flow = asked
    period, over = residuals.opening(Context(database, filters))
    cohorts = [*generations.choices(Context(database, filters)), "", "1900-1904"]
    made = [
        neighbours.against_chance(Context(database, filters), flow),
        ages.by_age(Context(database, filters), period, over),
        generations.every_cohort(Context(database, filters), cohorts[0]),
        *(generations.one_cohort(Context(database, filters), code) for code in (cohorts[0], cohorts[-1])),
    ]
    for figure in made:
        assert figure.message and Context(database, filters).place(HOME) in figure.title
        assert "nan" not in figure.message + figure.title
        assert (figure.spec is None) == data(figure).empty
