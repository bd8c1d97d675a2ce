"""Who may import whom, where SQL may stand, and how long a file may grow: read from the syntax trees."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted(
    [ROOT / "app.py", *(path for top in ("pages", "analytics", "data") for path in (ROOT / top).rglob("*.py"))]
)
PAGES = [path for path in CODE if path.is_relative_to(ROOT / "pages") and "_ui" not in path.parts]
MIXED = ("store.py", "queries.py", "plans.py", "scope.py", "decisions.py", "scenario/__main__.py")
PURE = sorted(
    {*(ROOT / "analytics").glob("*.py"), *(ROOT / "analytics" / "scenario").glob("*.py")}
    - {ROOT / "analytics" / name for name in MIXED}
)
CACHES = {"functools.cache", "functools.lru_cache", "functools.cached_property"}
SQL = re.compile(
    r"\b(SELECT\b.+\bFROM|INSERT INTO|CREATE TABLE|COMMENT ON|CHECKPOINT|DELETE FROM|DROP TABLE)\b", re.S
)
ADDRESS = re.compile(r"https?://(?!vega\.github\.io/schema/)\S*")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> set[str]:
    """Dotted names: `from analytics import store` counts as analytics and analytics.store."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)} imports relatively"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def importers(module: str, among: list[Path] = CODE) -> set[str]:
    return {name(path) for path in among if any(f"{found}.".startswith(f"{module}.") for found in imports(path))}


def strings(path: Path) -> list[str]:
    """String constants of a file without its docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = list(ast.walk(tree(path)))
    docstrings = {
        id(node.body[0].value) for node in nodes if isinstance(node, documented) and ast.get_docstring(node)
    }
    constants = [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [node.value for node in constants if id(node) not in docstrings]


def test_streamlit_is_imported_by_the_frame_and_the_pages_only():
    found = importers("streamlit")
    assert "app.py" in found
    assert {path for path in found if not path.startswith("pages/")} == {"app.py"}


def test_duckdb_is_imported_where_figures_are_read_built_and_visitors_write_only():
    assert importers("duckdb") == {"analytics/store.py", "data/writing.py", "analytics/local.py"}


def test_everything_that_is_cached_is_cached_and_bounded_in_one_place():
    kept = {name(path): found for path in CODE if (found := {*imports(path)} & CACHES)}
    assert kept.keys() == {"analytics/caching.py"}
    assert importers("cachetools") == {"analytics/caching.py"}
    frames = {name(path) for path in CODE if re.search(r"\bst\.cache_(data|resource)", path.read_text("utf-8"))}
    assert frames == {"pages/_ui/cached.py"}


def test_what_is_written_by_visitors_and_the_figures_know_nothing_of_each_other():
    figures = [ROOT / "analytics" / name for name in ("store.py", "queries.py")]
    figures += [path for path in CODE if path.is_relative_to(ROOT / "analytics" / "figures")]
    assert importers("analytics.decisions", figures) == importers("analytics.local", figures) == set()
    for written in ("decisions.py", "local.py"):
        assert not {"analytics.store", "analytics.queries"} & imports(ROOT / "analytics" / written)


def test_altair_is_imported_by_charts_and_figures_only():
    assert all(path.startswith(("analytics/charts/", "analytics/figures/")) for path in importers("altair"))


@pytest.mark.parametrize("module", ["store", "queries", "charts", "figures", "export"])
def test_the_mathematics_know_neither_store_nor_charts(module):
    assert importers(f"analytics.{module}", PURE) == set()


@pytest.mark.parametrize("module", ["store", "queries", "figures", "export", "filters"])
def test_charts_turn_frames_into_charts_and_nothing_else(module):
    charts = [path for path in CODE if path.is_relative_to(ROOT / "analytics" / "charts")]
    assert importers(f"analytics.{module}", charts) == set()


def test_the_library_has_never_heard_of_the_pages():
    library = [path for path in CODE if not path.is_relative_to(ROOT / "pages") and path.name != "app.py"]
    assert importers("pages", library) == importers("app", library) == set()


def test_the_running_app_does_not_import_the_build():
    running = [path for path in CODE if not path.is_relative_to(ROOT / "data")]
    assert importers("data", running) == set()


def test_no_page_lies_directly_in_pages():
    assert list((ROOT / "pages").glob("*.py")) == []
    assert PAGES


def test_no_sql_stands_in_python():
    assert {name(path): text for path in CODE for text in strings(path) if SQL.search(text)} == {}


def test_the_pattern_for_sql_would_find_it():
    assert SQL.search("SELECT year,\n births FROM births")
    assert not SQL.search("値を選ぶ")


@pytest.mark.parametrize(
    ("folder", "asker", "others"),
    [
        (
            "analytics/sql",
            "analytics",
            {"analytics/decisions.py", "analytics/local.py", "analytics/stories/saved.py"},
        ),
        ("analytics/sql/decisions", "analytics/decisions.py", set()),
        ("analytics/sql/local", "analytics/local.py", set()),
        ("analytics/sql/saved", "analytics/stories/saved.py", set()),
        ("data/sql", "data/writing.py", set()),
    ],
)
def test_every_sql_file_is_used_and_every_used_one_exists(folder, asker, others):
    files = {path.stem for path in (ROOT / folder).glob("*.sql")}
    askers = [path for path in CODE if path.is_relative_to(ROOT / asker) and name(path) not in others]
    calls = [node for path in askers for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    wanted = {"query": 1, "_sql": 0}
    used = set()
    for call in calls:
        position = wanted.get(getattr(call.func, "attr", None) or getattr(call.func, "id", None))
        if position is not None:
            used.add(call.args[position].value)
    assert used == files


def test_one_select_per_file():
    for path in (ROOT / "analytics" / "sql").rglob("*.sql"):
        assert not re.search(r";\s*$", path.read_text("utf-8").rstrip(), re.MULTILINE), name(path)


@pytest.mark.parametrize("path", [ROOT / "app.py", *PAGES], ids=name)
def test_the_frame_and_each_page_have_at_most_60_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 60


@pytest.mark.parametrize("path", sorted(CODE), ids=name)
def test_a_file_has_at_most_250_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 250


def test_the_app_names_no_address_outside_but_the_vega_schema():
    files = [*CODE, ROOT / "pyproject.toml", *(ROOT / ".streamlit").glob("*.toml")]
    assert {name(path): found for path in files if (found := ADDRESS.findall(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("heavy", ["statsmodels", "numba", "scipy"])
def test_the_way_to_the_first_page_loads_nothing_that_takes_seconds(heavy):
    code = f"import sys, pages._ui.warm; sys.exit('{heavy}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0
