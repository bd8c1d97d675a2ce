"""What is installed: every package pinned and hashed, the same for the dashboard and its tests, and nothing forgotten."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DIRECT = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)(?:  # \S.*)?$")
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ]+)(?: ; .+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
OURS = {"analytics", "data", "pages"}


def lines(name: str) -> list[str]:
    return (ROOT / name).read_text("utf-8").splitlines()


def plainly(package: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def direct(name: str) -> set[tuple[str, str]]:
    """(package, version) that a file of ours asks for."""
    asked = [line for line in lines(name) if not line.startswith(("#", "-"))]
    found = [DIRECT.match(line) for line in asked]
    assert all(found), name
    return {(plainly(match[1]), match[2]) for match in found}


def locked(name: str) -> set[tuple[str, str]]:
    """(package, version) that a written file installs; some packages have one version for each range of Pythons."""
    found = [PINNED.match(line) for line in lines(name) if line[0] not in " #"]
    assert all(found), name
    return {(match[1], match[2]) for match in found}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_what_is_installed(name):
    assert direct(f"{name}.in") <= locked(f"{name}.txt"), "run `make requirements`"


def test_the_tests_run_with_what_the_dashboard_runs_with():
    assert locked("requirements.txt") <= locked("requirements-dev.txt"), "run `make requirements`"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_has_its_hashes_and_no_place_to_come_from_is_named(name):
    written = lines(name)
    for line, following in pairwise(written):
        assert not PINNED.match(line) or HASH.match(following), line
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host", "\n".join(written))


def test_everything_the_dashboard_imports_is_asked_for():
    code = [ROOT / "app.py", *(path for top in OURS for path in (ROOT / top).rglob("*.py"))]
    nodes = [node for path in code for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    foreign = {module.split(".")[0] for module in named} - sys.stdlib_module_names - OURS
    installed = packages_distributions()
    asked = {package for package, _version in direct("requirements.in")}
    assert {module for module in foreign if not {*map(plainly, installed[module])} & asked} == set()
