"""One build of the repository's data for all tests, in a folder of its own."""

import os
import tempfile
from pathlib import Path

os.environ["CITY_BUILDS"] = tempfile.mkdtemp(prefix="city-builds-")

import pytest

from analytics.filters import Filters
from data import build


@pytest.fixture(scope="session")
def database() -> str:
    """File name of the build."""
    return build.build(builds=Path(os.environ["CITY_BUILDS"])).name


@pytest.fixture
def filters() -> Filters:
    return Filters("14212", ("14211", "14214", "14401", "14402", "14215", "14203", "14150", "14000"), 1980, 2025)
