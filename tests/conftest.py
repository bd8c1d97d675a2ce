"""One build of the repository's data for all tests, in a folder of its own."""

import os
import shutil
import tempfile
from pathlib import Path

os.environ["CITY_BUILDS"] = tempfile.mkdtemp(prefix="city-builds-")
os.environ["CITY_DECISIONS"] = f"{tempfile.mkdtemp(prefix='city-local-')}/decisions.duckdb"

import pytest
import yaml
from hypothesis import settings
from playwright.sync_api import sync_playwright

from analytics.filters import Filters
from data import build
from tests.browser_setup import ARGUMENTS, browser

USUAL = settings.get_profile("ci" if "CI" in os.environ else "default")
settings.register_profile("few", USUAL, deadline=None, max_examples=40)
settings.register_profile("many", USUAL, deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("EXAMPLES", "few"))

FEW = ["source", "area", "births", "migration", "foreign_residents"]


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["CITY_BUILDS"], ignore_errors=True)
    shutil.rmtree(Path(os.environ["CITY_DECISIONS"]).parent, ignore_errors=True)


@pytest.fixture(scope="session")
def database() -> str:
    """File name of the build."""
    return build.build(builds=Path(os.environ["CITY_BUILDS"])).name


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=browser(), args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def filters() -> Filters:
    return Filters("14212", ("14211", "14214", "14401", "14402", "14215", "14203", "14150", "14000"), 1980, 2025)


@pytest.fixture
def town(tmp_path) -> Path:
    """A copy of data/ that a test may spoil, cut to a few tables so that it builds at once."""
    root = tmp_path / "data"
    shutil.copytree(build.ROOT, root, ignore=shutil.ignore_patterns("builds", "__pycache__", "*.py", "sql"))
    tables = yaml.load((root / "schema.yml").read_text("utf-8"), Loader=yaml.CSafeLoader)["tables"]
    few = {"tables": {name: tables[name] for name in FEW}}
    (root / "schema.yml").write_text(yaml.safe_dump(few, allow_unicode=True, sort_keys=False), "utf-8")
    return root
