"""Who may import whom and where SQL may stand: read from the syntax trees."""

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
LOOSE = {"caching", "clock", "console", "filters"}
LAYERS = {
    "words": set(),
    "statistics": set(),
    "demography": set(),
    "scenario": {"words", "demography"},
    "database": {"words"},
    "city": {"database", "demography", "scenario", "statistics"},
    "charts": set(),
    "checks": {"words", "database", "demography", "statistics", "city"},
    "figures": {"words", "database", "demography", "statistics", "scenario", "city", "charts", "checks"},
    "stories": {"words", "database", "demography", "scenario", "city", "figures"},
    "export": {"words", "database", "demography", "statistics", "scenario", "city", "charts", "figures", "stories"},
}
COMMANDS = {"analytics/scenario/__main__.py": {"city", "database"}}
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
    """Dotted names: `from analytics import caching` counts as analytics and analytics.caching."""
    found, read = set(), tree(path)
    annotating = [
        node for node in ast.walk(read) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    skipped = {id(inner) for outer in annotating for inner in ast.walk(outer)}
    for node in ast.walk(read):
        if id(node) in skipped:
            continue
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
    assert importers("duckdb") == {"analytics/database/store.py", "analytics/database/local.py", "data/writing.py"}


def test_everything_that_is_cached_is_cached_and_bounded_in_one_place():
    kept = {name(path): found for path in CODE if (found := {*imports(path)} & CACHES)}
    assert kept.keys() == {"analytics/caching.py"}
    assert importers("cachetools") == {"analytics/caching.py"}
    frames = {name(path) for path in CODE if re.search(r"\bst\.cache_(data|resource)", path.read_text("utf-8"))}
    assert frames == {"pages/_frame/cached.py"}


def test_what_is_written_by_visitors_and_the_figures_know_nothing_of_each_other():
    folder = ROOT / "analytics" / "database"
    asking = [folder / "store.py", folder / "queries.py"]
    asking += [path for path in CODE if path.is_relative_to(ROOT / "analytics" / "figures")]
    written = {f"analytics.database.{module}" for module in ("decisions", "local")}
    assert not any(importers(module, asking) for module in written)
    for module in ("decisions.py", "local.py"):
        assert not {"analytics.database.store", "analytics.database.queries"} & imports(folder / module)


def test_altair_is_imported_by_charts_and_figures_only():
    assert all(path.startswith(("analytics/charts/", "analytics/figures/")) for path in importers("altair"))


def test_a_layer_imports_the_layers_named_for_it_and_all_of_these_lie_below_it():
    """What is imported for annotations alone is not counted."""
    below = set()
    for layer, named in LAYERS.items():
        assert named <= below
        below.add(layer)
    for path in CODE:
        if path.is_relative_to(ROOT / "analytics") and len(path.relative_to(ROOT).parts) > 2:
            layer = path.relative_to(ROOT).parts[1]
            allowed = {layer, *LOOSE, *LAYERS[layer], *COMMANDS.get(name(path), ())}
            used = {found.split(".")[1] for found in imports(path) if found.startswith("analytics.")}
            assert used <= allowed, name(path)


def test_folders_are_the_layers_and_few_files_lie_beside_them():
    folders = {path.parent.name for path in (ROOT / "analytics").glob("*/__init__.py")}
    assert folders == LAYERS.keys()
    assert {path.stem for path in (ROOT / "analytics").glob("*.py")} == {"__init__", *LOOSE}


def test_the_library_has_never_heard_of_the_pages():
    library = [path for path in CODE if not path.is_relative_to(ROOT / "pages") and path.name != "app.py"]
    assert importers("pages", library) == importers("app", library) == set()


def test_the_running_app_does_not_import_the_build():
    running = [path for path in CODE if not path.is_relative_to(ROOT / "data")]
    assert importers("data", running) == set()


def test_no_page_lies_directly_in_pages():
    assert list((ROOT / "pages").glob("*.py")) == []


def test_no_sql_stands_in_python():
    assert {name(path): text for path in CODE for text in strings(path) if SQL.search(text)} == {}


def test_the_pattern_for_sql_would_find_it():
    assert SQL.search("SELECT year,\n births FROM births")
    assert not SQL.search("値を選ぶ")


@pytest.mark.parametrize(
    ("folder", "asker", "others"),
    [
        (
            "analytics/database/sql",
            "analytics",
            {"analytics/database/decisions.py", "analytics/database/local.py", "analytics/stories/saved.py"},
        ),
        ("analytics/database/sql/decisions", "analytics/database/decisions.py", set()),
        ("analytics/database/sql/local", "analytics/database/local.py", set()),
        ("analytics/database/sql/saved", "analytics/stories/saved.py", set()),
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
    for path in (ROOT / "analytics" / "database" / "sql").rglob("*.sql"):
        assert not re.search(r";\s*$", path.read_text("utf-8").rstrip(), re.MULTILINE), name(path)


def test_the_app_names_no_address_outside_but_the_vega_schema():
    files = [*CODE, ROOT / "pyproject.toml", *(ROOT / ".streamlit").glob("*.toml")]
    assert {name(path): found for path in files if (found := ADDRESS.findall(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize("heavy", ["statsmodels", "numba", "scipy"])
def test_the_way_to_the_first_page_loads_nothing_that_takes_seconds(heavy):
    code = f"import sys, pages._frame.warm; sys.exit('{heavy}' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True).returncode == 0
