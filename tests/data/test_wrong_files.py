"""No wrong file comes in: each is refused, or asked about, by file, row and column, with what to do."""

import os
import shutil
from pathlib import Path

import pytest

from data import build, schema, writing
from tests import wrong_files

TABLES = schema.read(build.ROOT / "schema.yml")
FILES = (
    "figures/births.csv",
    "figures/survey_passport.csv",
    "figures/population.csv",
    "area.csv",
    "demo/migration.csv",
)
FILES += ("sources.yml", "schema.yml", "stories/1-hq.yml")


def sample() -> list[wrong_files.Wrong]:
    """Each kind of wrong once, in a file of those that can have it."""
    of_kind: dict[str, list[wrong_files.Wrong]] = {}
    for name, table in wrong_files.files(build.ROOT, TABLES):
        for spoilt in wrong_files.wrong(build.ROOT, name, table) if name in FILES else ():
            of_kind.setdefault(spoilt.kind, []).append(spoilt)
    return [found[place % len(found)] for place, found in enumerate(of_kind.values())]


CASES = sample()


@pytest.fixture(scope="module")
def door(database, tmp_path_factory):
    """A copy of data/ and the tables of the build that is served."""
    root = tmp_path_factory.mktemp("door") / "data"
    shutil.copytree(build.ROOT, root, ignore=shutil.ignore_patterns("builds", "__pycache__", "*.py", "sql"))
    assert database
    return root, writing.last(Path(os.environ["CITY_BUILDS"]))


@pytest.mark.parametrize("spoilt", CASES, ids=lambda spoilt: f"{spoilt.kind} in {spoilt.file}")
def test_a_wrong_file_is_refused_or_asked_about_where_it_is_wrong(door, spoilt):
    root, last = door
    problems = wrong_files.answer(root, TABLES, last, spoilt)
    assert wrong_files.found(problems, spoilt), [str(problem) for problem in problems]


def test_every_kind_of_wrong_is_among_them():
    assert {spoilt.kind for spoilt in CASES} == {*wrong_files.OF_ROWS, *wrong_files.OF_YAML}


def test_the_files_as_they_are_come_in(door):
    root, last = door
    sound = wrong_files.Wrong("none", "area.csv", (root / "area.csv").read_bytes())
    assert wrong_files.answer(root, TABLES, last, sound) == []
