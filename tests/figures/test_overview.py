"""The landing page: the population beside its target, a card for each goal, what moved last, what to look at."""

import re

import pandas as pd
import pytest

from analytics.city import goals, scope
from analytics.database import plans
from analytics.figures.context import Context
from analytics.figures.outlook import releases
from analytics.figures.plan import goal, measures, overview, verification
from analytics.figures.population import peers
from analytics.statistics import kpi
from tests.data.test_demo import rows
from tests.figures.test_figures import CITY, HOME, data
from tests.figures.test_goals import FILE, SPOKEN, stands, written
from tests.pages.test_pages import opened, rows_of

__all__ = ["stands"]

AIM = 202_038
DESIRED = {"ja": "改善", "en": "improved"}
UNDESIRED = {"ja": "悪化", "en": "worsened"}
# Worked by hand from kpi_value.csv: the last step of each numeric target, and whether it is the desired way.
STEPS = {
    "g1-t1": ("−260", False),
    "g2-t1": ("+42", True),
    "g2-t3": ("+82", True),
    "g3-t1": ("−0.07", False),
    "g3-t2": ("−16", False),
    "g4-t1": ("−14", True),
    "g4-t2": ("−79", True),
}


def whole_city(name: str) -> pd.DataFrame:
    """The rows of a file of figures that count everyone in the city."""
    table = rows(f"figures/{name}.csv").query("sex == 'T' and age_group == 'all'")
    return table[table["area_code"] == HOME]


def projected(release: str) -> dict[int, int]:
    """{year: persons} of one release of the national institute's projections for the city."""
    found = whole_city("projection_release").set_index("release", drop=False).loc[release]
    return dict(zip(found["year"].astype(int), found["persons"].astype(int), strict=True))


@SPOKEN
def test_the_sentence_has_the_last_count_the_target_and_the_year_below_it(database, filters, lang):
    sentence = overview.sentence(Context(database, filters._replace(lang=lang)))
    below = min(year for year, persons in projected("2023").items() if persons < AIM)
    assert (below, projected("2023")[2040], projected("2023")[2045]) == (2045, 203_307, 196_081)
    assert {"222,897", "202,038"} <= set(re.findall(r"\d+,\d+", sentence))
    assert {"2025", "2065", "2023", "2045"} <= set(re.findall(r"20\d\d", sentence))
    assert "2040" not in sentence
    assert CITY[lang] in sentence
    assert {"ja": "国勢調査、概数・速報", "en": "Population Census, Approximate or preliminary"}[lang] in sentence


def test_the_last_count_of_the_sentence_is_the_latest_of_the_file(database, filters):
    counted = (
        whole_city("population").query("basis in ['census', 'register']").sort_values("reference_date").iloc[-1]
    )
    assert (counted["reference_date"], counted["basis"]) == ("2025-10-01", "census")
    assert f"{int(counted['persons']):,}人" in overview.sentence(Context(database, filters))
    earlier = overview.sentence(Context(database, filters._replace(last_year=2020)))
    assert "223,705人" in earlier and "222,897" not in earlier


def test_the_older_release_would_have_said_another_year(database, filters):
    assert min(year for year, persons in projected("2018").items() if persons < AIM) == 2040
    drawn = data(releases.releases(Context(database, filters)))
    for release in ("2013", "2018", "2023"):
        shown = drawn[(drawn["kind"] == "release") & (drawn["series"] == release)]
        assert dict(zip(shown["year"], shown["value"], strict=True)) == projected(release)
    aim = drawn[drawn["kind"] == "target"]
    assert list(aim[["year", "value"]].itertuples(index=False, name=None)) == [(2065, AIM)]


def test_the_releases_are_measured_against_the_last_census(database, filters):
    (track,) = [note for note in releases.releases(Context(database, filters)).notes if "社人研" in note]
    said = dict(re.findall(r"社人研 (\d+)年推計 ([\d,]+)人", track))
    assert said == {"2013": "218,200", "2018": "221,546", "2023": "221,368"}
    assert "国勢調査は222,897人" in track


@SPOKEN
@pytest.mark.parametrize("scope", ["all", "published"])
def test_the_sentence_counts_every_numeric_target_by_its_class(database, filters, stands, scope, lang):
    sentence = overview.sentence(Context(database, filters._replace(lang=lang, scope=scope)))
    frame = stands(scope=scope, lang=lang).query("kind == 'target'")
    counts = frame["band_text"].str.split(" ", n=1).str[1].value_counts()
    assert counts.sum() == 8
    for words, count in counts.items():
        assert f"{words} {count}" in sentence


@SPOKEN
@pytest.mark.parametrize("goal_id", ["g1", "g2", "g3", "g4"])
def test_a_card_lists_each_numeric_target_with_direction_target_and_class(database, filters, stands, goal_id, lang):
    asked = filters._replace(lang=lang)
    figure = overview.spark(Context(database, asked), goal_id)
    lines = figure.message.split("\n")
    ids = goal.target_ids(Context(database, asked), goal_id, plans.REVISED)
    assert len(lines) == len(ids)
    for line, indicator in zip(lines, ids, strict=True):
        row = stands(lang=lang).loc[indicator]
        assert line.startswith(row["name"])
        assert {"higher": "↑", "lower": "↓"}[row["direction"]] in line
        assert line.index(row["actual_text"]) < line.index(row["target_text"]) < line.index(row["band_text"])
        assert ({"ja": "見本の値", "en": "Sample value"}[lang] in line) == (row["actual_status"] == "demo")
    assert set(data(figure).dropna(subset="text")["row"]) <= {stands(lang=lang).loc[i, "name"] for i in ids}


def test_a_card_draws_the_values_that_are_judged_beside_their_target(database, filters):
    drawn = data(overview.spark(Context(database, filters), "g2")).query("part == 'value'")
    assert set(drawn["row"]) == {"事業所数", "法人均等割納税義務者数"}
    own = written("g2-t1", "actual").query("basis == 'strategy'")
    assert list(drawn.loc[drawn["row"] == "事業所数", "year"]) == list(own["year"])
    assert "9,435" not in set(drawn["text"])


@SPOKEN
def test_a_card_of_published_figures_alone_says_what_to_load(database, filters, lang):
    asked = filters._replace(scope="published", lang=lang)
    cards = {goal_id: overview.spark(Context(database, asked), goal_id) for goal_id in ("g1", "g2", "g3", "g4")}
    assert [goal_id for goal_id, figure in cards.items() if FILE in figure.message] == ["g1", "g2", "g4"]
    assert cards["g3"].statuses == ("published",)
    assert not [figure for figure in cards.values() if re.search("デモ|[Dd]emo", figure.message)]


def test_a_period_without_values_is_not_called_unpublished(database, filters):
    figure = overview.spark(Context(database, filters._replace(first_year=1981, last_year=1982)), "g1")
    assert figure.spec is None
    assert "公表されていません" not in figure.message


@SPOKEN
def test_each_change_has_the_word_of_its_sign_and_direction(database, filters, stands, lang):
    lines = overview.changes(Context(database, filters._replace(lang=lang)))
    frame = stands(lang=lang)
    assert len(lines) == len(STEPS)
    for line, (indicator, (step, desired)) in zip(lines, STEPS.items(), strict=True):
        assert line.startswith(frame.loc[indicator, "name"])
        assert step in line
        assert line.endswith((DESIRED if desired else UNDESIRED)[lang])


@pytest.mark.parametrize("last_year", [2021, 2022, 2023, 2024])
def test_a_fall_of_out_migrants_is_desired_and_a_rise_is_not(database, filters, stands, last_year):
    lines = overview.changes(Context(database, filters._replace(last_year=last_year)))
    seen = 0
    for indicator, row in stands(last_year=last_year).query("kind == 'target' and direction == 'lower'").iterrows():
        before = pd.concat([written(indicator, kind) for kind in ("baseline", "actual")])
        before = before.query("year < @row.fiscal_year").dropna(subset="number").sort_values("year")
        desired = kpi.is_met(row["actual"], before["number"].iloc[-1], lower_is_better=True)
        (line,) = [line for line in lines if line.startswith(f"{row['name']} ")]
        assert line.endswith((DESIRED if desired else UNDESIRED)["ja"])
        seen += 1
    assert seen == 2


def test_published_values_alone_change_over_the_years_that_were_published(database, filters):
    births, rate = reversed(overview.changes(Context(database, filters._replace(scope="published"))))
    assert "−403人" in births and "H28年→R4年" in births
    assert "−0.07" in rate and "R3年→R5年" in rate


@SPOKEN
@pytest.mark.parametrize("scope", ["all", "published"])
@pytest.mark.parametrize("last_year", [1982, 2021, 2022, 2023, 2024, 2025])
def test_attention_is_drawn_to_at_most_three_each_with_a_page_that_shows_it(
    database, filters, scope, last_year, lang
):
    asked = filters._replace(scope=scope, last_year=last_year, lang=lang)
    points = overview.attention(Context(database, asked))
    assert 1 <= len(points) <= 3
    year = int(next(iter(verification.years(Context(database, asked)))))
    listed = verification.chosen(Context(database, asked), plans.REVISED, year, *["all"] * 4)
    for point in points:
        assert point.text
        if point.goal_number:
            assert point.goal_number in goals.addresses(database, plans.plan_id(database, asked)).values()
            assert not point.query
        for key, value in point.query:
            known = {"item": set(listed["indicator_id"]), "status": set(measures.bands(Context(database, asked)))}
            assert value in known[key]
        assert point.goal_number or point.query


def test_attention_names_what_is_furthest_behind(database, filters, stands):
    target, first, unmeasured = overview.attention(Context(database, filters))
    behind = stands().query("band in ['worse', 'behind']").sort_values("achievement")
    worst = {kind: group.iloc[0] for kind, group in behind.groupby("kind")}
    assert target.text.startswith(worst["target"]["name"]) and target.goal_number == 3
    assert first.text.startswith(worst["kpi"]["name"])
    assert first.query == (("item", worst["kpi"]["indicator_id"]),)
    silent = stands()["band"].isin(["unmeasured", "no_target"]).sum()
    assert re.findall(r"\d+", unmeasured.text) == [str(len(stands())), str(silent)]


def test_every_link_of_the_page_leads_to_a_page_of_the_app(database):
    app = opened(database, lang="ja")
    found = [(link.proto.page, link.proto.query_string) for link in app.get("page_link")]
    pages = [*goals.addresses(database, scope.first_plan(database))]
    assert found[-len(pages) :] == [(page, "") for page in pages]
    assert ("kpi", "item=kpi-culture-participants") in found[: -len(pages)]
    assert {page for page, _query in found} <= {*pages, "kpi"}
    assert len(rows_of("goal").query("version == 'revised'")) == len(pages)


def test_values_of_different_units_in_one_column_stand_beside_their_unit(database, filters):
    births = overview.spark(Context(database, filters), "g3").table
    assert set(births["数値目標"]) == {"合計特殊出生率", "出生数（人）"}
    rates = verification.rates(Context(database, filters), plans.REVISED, 2023, *(verification.ALL,) * 4).table
    assert {"%", "人", "件"} <= set(rates["単位"])
    compared = peers.standing(Context(database, filters), "neighbours").table["項目"]
    assert {"出生率（人／千人）", "20〜39歳女性の割合（%）"} <= set(compared)
