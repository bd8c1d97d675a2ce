"""Moments are stored in UTC, and told as the clocks of the city show them wherever a date is printed."""

import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pypdf
import pytest
from lxml import html
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from analytics import clock
from analytics.database import plans, queries
from analytics.export import packs
from analytics.export.workbook import xlsx
from analytics.figures.context import Context
from analytics.figures.sources import checks
from analytics.stories import Slide, Story
from data import build, writing
from pages.briefing._meeting import minutes
from tests.pages.test_pages import MEETING, opened, seen

ROOT = Path(__file__).parent.parent
EVENING = datetime(2026, 11, 30, 20, 25, tzinfo=UTC)
STORY = Story("short", "短い会議", (Slide("births.by_basis"),))


class Frozen(datetime):
    @classmethod
    def now(cls, tz=None):
        return EVENING.astimezone(tz)


@pytest.fixture
def morning(monkeypatch):
    """It is 05:25 of 1 December in Japan."""
    monkeypatch.setattr(clock, "datetime", Frozen)


@pytest.fixture
def early(database, monkeypatch):
    """A build made at that moment."""
    stamp = queries.build_stamp(database).copy()
    stamp["built_at"] = pd.Timestamp(EVENING).tz_localize(None)
    monkeypatch.setattr(queries, "build_stamp", lambda _build: stamp)
    return database


def test_a_build_keeps_its_moment_in_utc(tmp_path, town, monkeypatch):
    monkeypatch.setattr(writing, "datetime", Frozen)
    with duckdb.connect(str(build.build(town, tmp_path / "builds"))) as made:
        assert made.execute("SELECT built_at FROM _build").fetchone() == (EVENING.replace(tzinfo=None),)


def words(format: str, content: bytes) -> str:
    """What the cover of a file says."""
    if format == "pdf":
        return pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    if format == "pptx":
        cover = Presentation(io.BytesIO(content)).slides[0]
        return "\n".join(shape.text_frame.text for shape in cover.shapes if shape.has_text_frame)
    if format == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        return "\n".join(str(cell) for row in rows for cell in row)
    return html.fromstring(content.decode()).text_content()


@pytest.mark.parametrize("format", packs.MIMES)
def test_the_cover_of_a_build_made_early_in_japan_has_that_days_date(early, filters, format):
    said = words(format, packs.write(early, filters, STORY, format).content)
    assert "2026-12-01" in said
    assert "2026-11-30" not in said


def test_the_verification_workbook_has_that_days_date(early, filters):
    written = xlsx.verification(early, filters, plans.REVISED, 2024, "snapshot")
    book = openpyxl.load_workbook(io.BytesIO(written))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "2026-12-01" in cells and "2026-11-30" not in cells


def test_the_foot_and_the_checks_tell_the_hour_of_the_city(early, filters, monkeypatch):
    told = {lang: seen(opened(early, MEETING, lang=lang)) for lang in ("ja", "en")}
    assert "データ作成：令和8（2026）年12月1日 05:25（" in told["ja"]
    assert "Data built 2026-12-01 05:25" in told["en"]
    assert "UTC" not in told["ja"] + told["en"]
    monkeypatch.setattr(checks, "_checked", lambda _build, _lang: (pd.DataFrame(), EVENING.replace(tzinfo=None)))
    assert checks.stamp(Context(early, filters)).startswith("確認：令和8（2026）年12月1日 05:25 ／")


@pytest.mark.usefixtures("morning")
def test_a_task_due_yesterday_in_japan_is_overdue(monkeypatch):
    row = {"decision_id": "a", "written_at": pd.Timestamp(2026, 11, 1), "due": pd.Timestamp(2026, 11, 30)}
    rows = pd.DataFrame([row | {"text": "x", "owner": "", "done": False}])
    assert clock.today() == date(2026, 12, 1)
    assert minutes.latest(rows)["overdue"].to_list() == [1]
    monkeypatch.setattr(clock, "zone", lambda: UTC)
    assert minutes.latest(rows)["overdue"].to_list() == [0]


@pytest.mark.parametrize(("zone", "told"), [("", "05:25"), ("America/New_York", "15:25"), ("UTC", "20:25")])
def test_the_zone_is_configured(zone, told):
    code = "from analytics import clock; from datetime import datetime; print(clock.label(datetime(2026, 11, 30, 20, 25)))"
    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        cwd=ROOT,
        env=os.environ | {"CITY_TIMEZONE": zone},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert told in said.stdout


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd"])
def test_a_zone_that_does_not_exist_is_told(database, monkeypatch, zone):
    assert database
    monkeypatch.setattr(clock, "ZONE", zone)
    clock.zone.cache_clear()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    clock.zone.cache_clear()
    assert not app.exception
    assert "CITY\\_TIMEZONE" in app.error[0].value and zone in app.error[0].value
