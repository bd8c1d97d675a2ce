"""The verification workbook, read back: cells, charts, what it says of missing and synthetic values, and what it must not run."""

import io
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from functools import cache
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from analytics import clock
from analytics.city import standing
from analytics.database import plans, queries
from analytics.export.csv import DANGEROUS
from analytics.export.native import plots_of_plan
from analytics.export.workbook import native_charts, xlsx
from analytics.figures.context import Context
from analytics.figures.plan import indicators
from analytics.filters import Filters
from analytics.statistics import kpi
from analytics.words import language, terms

HOME, SNAPSHOT = Filters("14212", (), 1980, 2025), "abc123"
CASES = {
    "ja": (HOME, plans.REVISED, 2025),
    "en": (HOME._replace(lang="en", era="seireki"), plans.ORIGINAL, 2023),
    "published": (HOME._replace(scope="published"), plans.REVISED, 2023),
}
EVERY = pytest.mark.parametrize("case", CASES)
NOTE = "斜体で網かけの値は、見本の値（架空）か、それから計算した値です。市の実績や目標ではありません。"
WARNING = "この表には見本の値（架空）が入っています。報告や判断に使わないでください。"
HOSTILE = '=HYPERLINK("http://x")'
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def written(build: str, case: str) -> bytes:
    return xlsx.verification(build, *CASES[case], SNAPSHOT)


def opened(build: str, case: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(build, case)))


def head(page: Worksheet) -> int:
    """The row of the headings: the last that is frozen."""
    return int(re.search(r"\d+", page.freeze_panes)[0]) - 1


def last(page: Worksheet) -> int:
    return range_boundaries(page.auto_filter.ref)[3]


def headings(page: Worksheet) -> list[str]:
    return [cell.value for cell in page[head(page)]]


def cells(page: Worksheet) -> list[dict[str, Cell]]:
    """The table, a dictionary per row."""
    names = headings(page)
    return [dict(zip(names, row, strict=True)) for row in page.iter_rows(head(page) + 1, last(page))]


def said(page: Worksheet) -> str:
    """Every text of a sheet in one."""
    return "\n".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None)


def goals(book: openpyxl.Workbook) -> list[Worksheet]:
    return book.worksheets[1:-2]


def words(case: str, group: str) -> dict[str, str]:
    return terms.words(group, CASES[case][0].lang)


def rows(build: str, case: str) -> list[dict[str, Cell]]:
    """The rows of all goals that have an indicator, in order."""
    absent, name = words(case, "missing")["記載なし"], words(case, "sheet_column")["name"]
    return [row for page in goals(opened(build, case)) for row in cells(page) if row[name].value != absent]


def assessed(build: str, case: str, year: int | None = None) -> pd.DataFrame:
    filters, version, fiscal_year = CASES[case]
    return indicators.assessed(Context(build, filters), version, year or fiscal_year)


def of_version(frame: pd.DataFrame, case: str) -> pd.DataFrame:
    return frame[frame["version"] == CASES[case][1]]


@EVERY
def test_there_is_a_sheet_for_each_basic_goal_between_the_summary_and_the_definitions(database, case):
    filters = CASES[case][0]
    named = of_version(plans.goals(database, "atsugi-2"), case)
    text = language.gettext(filters.lang)
    wanted = [
        text("基本目標{number} {name}").format(number=goal["number"], name=goal[f"short_name_{filters.lang}"])
        for _, goal in named.iterrows()
    ]
    names = opened(database, case).sheetnames
    assert [names[0], *names[-2:]] == [text("総括"), text("出典・定義"), text("グラフの値")]
    assert len(names) == len(wanted) + 3
    assert all(full.startswith(name.rstrip("…")) for name, full in zip(names[1:-2], wanted, strict=True))


@given(st.text(min_size=1))
def test_excel_accepts_every_sheet_name(text):
    name = plots_of_plan.sheet_name(f"1 {text}")
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert not name.startswith("'") and not name.endswith("'")


@EVERY
def test_every_indicator_of_the_version_stands_once_in_the_plans_order(database, case):
    column = words(case, "sheet_column")
    found = [(row[column["kind"]].value, row[column["name"]].value) for row in rows(database, case)]
    wanted = assessed(database, case)
    kinds = wanted["kind"].map(words(case, "indicator_kind"))
    assert found == list(zip(kinds, wanted["name"], strict=True))
    assert max(Counter(found).values()) == 1


@EVERY
def test_the_numbers_are_those_of_the_assessment_and_what_is_missing_is_a_word(database, case):
    column, wanted = words(case, "sheet_column"), assessed(database, case)
    texts = {"baseline": "baseline_text", "target": "target_text"}
    numbers = ("baseline", "target", "planned", "achievement", "final_achievement", "progress", "pace")
    for row, (_, known) in zip(rows(database, case), wanted.iterrows(), strict=True):
        for code in numbers:
            silent = pd.isna(known[code]) or (code == "progress" and known["progress_text"] == "–")
            expected = known[texts[code]] if silent and code in texts else "–" if silent else known[code]
            value = row[column[code]].value
            assert value == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-14))
        for code, plain in (("band", "band_text"), ("department", "department"), ("unit", "unit")):
            assert row[column[code]].value == (known[plain] or "–")
        assert (row[column["jump"]].value != "–") == known["jump"]
        unexplained = language.gettext(CASES[case][0].lang)("理由の記載なし") if known["jump"] else "–"
        assert row[column["reason"]].value == (known["reason"] or unexplained)


@EVERY
def test_every_year_of_the_plan_has_its_actual_or_the_word_for_why_there_is_none(database, case):
    filters = CASES[case][0]
    context, plan = Context(database, filters), plans.plan(database, filters)
    found, seen = rows(database, case), set()
    for year in range(plan["first_fiscal_year"], plan["last_fiscal_year"] + 1):
        for row, (_, known) in zip(found, assessed(database, case, year).iterrows(), strict=True):
            cell = row[context.year(year, "fiscal")]
            if pd.isna(known["actual"]):
                assert cell.value == known["actual_text"]
                seen.add(known["missing_reason"] or indicators.NOT_LOADED)
            else:
                assert cell.value == known["actual"]
                assert cell.number_format == native_charts.number_format("value", known["decimals"])
    reasons = {"ja": {"未公表", "対象外", "秘匿"}, "en": {"未公表", "対象外"}, "published": set()}
    assert seen == reasons[case] | {indicators.NOT_LOADED}


@EVERY
def test_a_measure_or_initiative_without_a_listed_kpi_says_so(database, case):
    absent, column = words(case, "missing")["記載なし"], words(case, "sheet_column")
    told = [
        row for page in goals(opened(database, case)) for row in cells(page) if row[column["name"]].value == absent
    ]
    parts = (plans.measures(database, "atsugi-2"), plans.initiatives(database, "atsugi-2"))
    measures, initiatives = (of_version(part, case) for part in parts)
    bare = measures[measures["kpi_absence"].notna() & ~measures["measure_id"].isin(initiatives["measure_id"])]
    assert len(told) == len(bare) + initiatives["kpi_absence"].notna().sum()
    name = f"name_{CASES[case][0].lang}"
    for _, measure in bare.iterrows():
        wanted = f"{measure['number']} {measure[name]}"
        assert [row[column["initiative"]].value for row in told if row[column["measure"]].value == wanted] == [
            absent
        ]


@EVERY
def test_no_cell_is_merged_no_cell_is_a_formula_and_none_of_a_goal_is_empty(database, case):
    book = opened(database, case)
    for page in book.worksheets:
        assert not page.merged_cells.ranges
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type in "sn"
                assert cell.hyperlink is None
    for page in book.worksheets[:-1]:
        assert all(cell.value is not None for row in cells(page) for cell in row.values())


@EVERY
def test_headings_stay_in_sight_and_paper_is_a4_landscape_one_page_wide(database, case):
    for page in opened(database, case).worksheets:
        top = head(page)
        assert len(set(headings(page))) == len(headings(page))
        assert page.auto_filter.ref.startswith(f"A{top}:")
        assert page.print_title_rows == f"${top}:${top}"
        assert page.page_setup.orientation == "landscape" and int(page.page_setup.paperSize) == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        foot = page.oddFooter
        assert SNAPSHOT in foot.right.text and "&P" in foot.right.text
        assert foot.left.text


@EVERY
def test_synthetic_values_look_and_say_so(database, case):
    book, column = opened(database, case), words(case, "sheet_column")
    demo = words(case, "status_short")["demo"]
    for page in goals(book):
        hatched = [cell for row in cells(page) for cell in row.values() if cell.fill.fill_type == "lightUp"]
        assert all(cell.font.italic for cell in hatched)
        table = cells(page)
        assert any(row[column["status"]].value.startswith(demo) for row in table) == bool(hatched)
        note = page.cell(2, 1).value
        assert bool(hatched) == (language.gettext(CASES[case][0].lang)(NOTE) == note)
    warned = language.gettext(CASES[case][0].lang)(WARNING) in said(book.worksheets[-2])
    assert warned == (case != "published")


def test_a_published_value_among_synthetic_ones_is_plain_and_named(database):
    column = words("ja", "sheet_column")
    (births,) = (row for row in rows(database, "ja") if row[column["name"]].value == "出生数")
    published, made_up = births["令和4（2022）年度"], births["令和6（2024）年度"]
    assert (published.value, published.fill.fill_type, published.font.italic) == (1308, None, False)
    assert (made_up.value, made_up.fill.fill_type, made_up.font.italic) == (1154, "lightUp", True)
    assert births[column["status"]].value == "見本の値（R4年度を除く）"


def test_published_values_alone_say_what_the_city_must_load(database):
    book = opened(database, "published")
    assert "data/strategy/atsugi-2/kpi_value.csv" in said(book.worksheets[0])
    for page in goals(book):
        assert "data/strategy/atsugi-2/kpi_value.csv" in said(page)
    assert "デモ" not in "".join(said(page) for page in goals(book))


@EVERY
def test_the_summary_counts_each_class_and_leaves_the_unmeasured_out_of_the_average(database, case):
    column, known = words(case, "sheet_column"), assessed(database, case)
    table = cells(opened(database, case).worksheets[0])
    kinds = {word: kind for kind, word in words(case, "indicator_kind").items()}
    ids = [*of_version(plans.goals(database, "atsugi-2"), case)["goal_id"], None]
    assert len(table) == 2 * len(ids)
    for place, row in enumerate(table):
        goal, kind = ids[place // 2], kinds[row[column["kind"]].value]
        part = known[(known["kind"] == kind) & ((known["goal_id"] == goal) | (goal is None))]
        mean = kpi.average(part["achievement"])
        assert row[column["count"]].value == len(part) == mean.measured + mean.unmeasured
        counts = {name: row[name].value for name in indicators.band_words(Context(database, CASES[case][0]))}
        assert {name: count for name, count in counts.items() if count} == dict(part["band_text"].value_counts())
        assert row[column["unmeasured"]].value == mean.unmeasured
        for code, value in (("capped", mean.capped), ("uncapped", mean.uncapped)):
            assert row[column[code]].value == (pytest.approx(value, rel=1e-14) if mean.measured else "–")


@EVERY
def test_the_summary_repeats_what_the_city_published_and_what_it_did_not(database, case):
    page, text = opened(database, case).worksheets[0], language.gettext(CASES[case][0].lang)
    below = "\n".join(str(row[0].value) for row in page.iter_rows(last(page) + 1))
    published = plans.verification(database, HOME)
    assert all(f"{value:g}" in below for value in published["value"])
    assert (
        text("市の達成率の算式と区分の境目は公表されていないため、この表の平均と市の平均は同じ計算とは限りません。")
        in below
    )
    assert ("令和7（2025）年度" if case == "ja" else "2023") in page["A1"].value


@EVERY
def test_every_heading_class_source_and_missing_word_is_explained(database, case):
    filters, book = CASES[case][0], opened(database, case)
    told = {cell.value for row in book.worksheets[-2].iter_rows() for cell in row}
    context = Context(database, filters)
    years = {context.year(year, "fiscal") for year in range(2021, 2027)}
    shown = {heading for page in book.worksheets[:-2] for heading in headings(page)} - years
    assert shown <= told | set(indicators.band_words(context))
    assert set(indicators.band_words(context)) | set(words(case, "missing").values()) <= told
    assert SNAPSHOT in told and f"{clock.told(queries.build_stamp(database)['built_at']):%Y-%m-%d}" in told
    credits = queries.credits(database)
    used = {"strategy_overview_revised", "achievement_bands", "verification_2021", "atsugi_tfr_page"}
    used |= set() if case == "published" else {"demo"}
    own = "" if filters.lang == "ja" else "_en"
    for source in used:
        assert any(str(text).startswith(credits.loc[source, f"credit{own}"]) for text in told)
    assert not any("{" in str(text) for text in told)


def charts(packed: bytes) -> dict[str, ElementTree.Element]:
    with ZipFile(io.BytesIO(packed)) as file:
        names = [name for name in file.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
        return {name: ElementTree.fromstring(file.read(name)) for name in names}


def cited(book: openpyxl.Workbook, reference: str) -> list[Cell]:
    name, area = reference.replace("'", "").rsplit("!", 1)
    found = book[name][area.replace("$", "")]
    return [cell for row in found for cell in row] if isinstance(found, tuple) else [found]


@EVERY
def test_there_is_a_chart_for_the_summary_each_numeric_target_and_the_kpis_of_each_goal(database, case):
    drawn, known = charts(written(database, case)), assessed(database, case)
    targets, kpis = (known[known["kind"] == kind] for kind in ("target", "kpi"))
    in_plan = (
        assessed(database, case, 2026).query("kind == 'target'")["latest_year"].fillna(0).ge(2021).to_numpy(bool)
    )
    lines = (targets["target"].notna().to_numpy() | in_plan).sum()
    bars = kpis.groupby("goal_id")["achievement"].count().gt(0).sum() + known["achievement"].notna().any()
    kinds = Counter("line" if tree.find(f".//{CHART}lineChart") is not None else "bar" for tree in drawn.values())
    assert kinds == Counter({kind: int(count) for kind, count in (("line", lines), ("bar", bars)) if count})


@EVERY
def test_charts_draw_numbers_of_the_workbook_and_a_gap_where_there_is_none(database, case):
    book = opened(database, case)
    for tree in charts(written(database, case)).values():
        assert not [blanks for blanks in tree.iter(f"{CHART}dispBlanksAs") if blanks.get("val") != "gap"]
        assert tree.find(f".//{CHART}title/{CHART}tx/{CHART}strRef") is None
        for series in tree.iter(f"{CHART}ser"):
            values = cited(book, series.findtext(f"{CHART}val//{CHART}f"))
            labels = cited(book, series.findtext(f"{CHART}cat//{CHART}f"))
            assert len(values) == len(labels)
            assert all(label.value for label in labels)
            kept = {
                int(point.get("idx")): float(point.findtext(f"{CHART}v"))
                for point in series.findall(f"{CHART}val//{CHART}pt")
            }
            known = {place: cell.value for place, cell in enumerate(values) if cell.value is not None}
            assert known and all(isinstance(value, int | float) for value in known.values())
            assert kept == pytest.approx(known)


@EVERY
def test_a_chart_with_synthetic_values_says_so_in_its_title(database, case):
    for tree in charts(written(database, case)).values():
        title = "".join(tree.find(f".//{CHART}title").itertext())
        assert ("見本の値" in title or "sample" in title) == (case != "published") or "合計特殊出生率" in title
        assert "nan" not in title and "{" not in title


def test_a_shortened_axis_says_so(database):
    for tree in charts(written(database, "ja")).values():
        for axis in tree.iter(f"{CHART}valAx"):
            low = axis.find(f"{CHART}scaling/{CHART}min")
            cut = low is not None and float(low.get("val")) > 0
            assert cut == ("縦軸は0から始まっていません" in "".join(tree.itertext()))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_hostile_text_stays_text(database, monkeypatch, lang):
    known, of_plan = plans.indicators(database, "atsugi-2"), plans.goals(database, "atsugi-2")
    spoiled = known.assign(name_ja=HOSTILE, name_en=HOSTILE, unit_ja="@SUM(A1)", unit_en="+1")
    goals = of_plan.assign(
        short_name_ja="a[b]:*?/\\'" * 5, short_name_en="'=1+1'" * 9, name_ja="-1", name_en="\t=1"
    )
    monkeypatch.setattr(plans, "indicators", lambda *_: spoiled)
    monkeypatch.setattr(plans, "goals", lambda *_: goals)
    monkeypatch.setattr(indicators, "_assessed", indicators._assessed.__wrapped__)
    monkeypatch.setattr(indicators, "_latest", indicators._latest.__wrapped__)
    monkeypatch.setattr(standing, "_assessed", standing._assessed.__wrapped__)
    monkeypatch.setattr(standing, "_latest", standing._latest.__wrapped__)
    packed = xlsx.verification(database, HOME._replace(lang=lang), plans.REVISED, 2025, "&P&[Page]=1")
    book = openpyxl.load_workbook(io.BytesIO(packed))
    every = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert any(cell.value == f"'{HOSTILE}" for cell in every)
    assert not [cell for cell in every if cell.data_type == "f" or cell.hyperlink]
    assert not [cell for cell in every if isinstance(cell.value, str) and cell.value.startswith(DANGEROUS)]
    with ZipFile(io.BytesIO(packed)) as file:
        assert not [name for name in file.namelist() if "externalLink" in name]
        links = [file.read(name) for name in file.namelist() if name.endswith(".rels")]
    assert not [text for text in links if b"hyperlink" in text]
    for tree in charts(packed).values():
        assert tree.find(f".//{CHART}title/{CHART}tx/{CHART}strRef") is None


def test_the_same_question_gives_the_same_bytes(database):
    assert xlsx.verification(database, *CASES["ja"], SNAPSHOT) == written(database, "ja")
    created = opened(database, "ja").properties.created
    assert created == queries.build_stamp(database)["built_at"].to_pydatetime().replace(microsecond=0)


def test_every_cell_is_lettered_in_the_japanese_font(database):
    with ZipFile(io.BytesIO(written(database, "ja"))) as file:
        styles = file.read("xl/styles.xml").decode()
    assert set(re.findall(r'<name val="([^"]*)"/>', styles)) == {native_charts.FONT}
    assert "<scheme" not in styles


def test_no_printed_footer_is_longer_than_excel_allows(database):
    assert len(xlsx._footer("&" * 400, SNAPSHOT)) <= 255
    assert set(re.findall("&.", xlsx._footer("&A&" * 40, "&P&F"))) == {"&L", "&8", "&R", "&P", "&N"}
    for case in CASES:
        with ZipFile(io.BytesIO(written(database, case))) as file:
            pages = [file.read(name).decode() for name in file.namelist() if "worksheets/sheet" in name]
        for page in pages:
            assert len(re.search(r"<oddFooter>(.*)</oddFooter>", page)[1].replace("&amp;", "&")) <= 255


@pytest.mark.parametrize(
    ("form", "decimals", "text"),
    [
        ("value", 0, '#,##0;"−"#,##0'),
        ("value", 2, '#,##0.00;"−"#,##0.00'),
        ("rate", 0, '#,##0.0;"−"#,##0.0'),
        ("signed", 1, '+#,##0.0;"−"#,##0.0;#,##0.0'),
    ],
)
def test_numbers_keep_their_decimals_and_the_true_minus(form, decimals, text):
    assert native_charts.number_format(form, decimals) == text


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_an_axis_starts_at_or_below_the_lowest_value(values):
    assert 0 <= plots_of_plan.bottom(values) <= min(values)


def test_a_row_is_as_high_as_its_longest_text():
    frame = pd.DataFrame([["あ" * 40, 1.0], ["短い", 2.0]])
    columns = (plots_of_plan.Column("題", 12, "text"), plots_of_plan.Column("値", 9, "value"))
    sheet = plots_of_plan.Sheet("a", "a", (), columns, frame, plots_of_plan.nothing_synthetic(frame), (0, 0))
    heading, long, short = xlsx._heights(sheet)
    assert long > 5 * short > 0 and heading == short
