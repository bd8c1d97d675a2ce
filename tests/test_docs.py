"""The documents hold what the code holds: addresses, commands, settings, tables, and no path or link that leads nowhere."""

import ast
import re
from pathlib import Path

import pytest

from analytics.scenario import Levers, address
from data import dictionary, schema

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
TOPS = ("analytics", "data", "pages", "bench", "tests")
CODE = [ROOT / "app.py", *(path for top in TOPS for path in sorted((ROOT / top).rglob("*.py")))]
MAKE = (ROOT / "Makefile").read_text("utf-8")
NOT_IN_GIT = tuple(line for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line.endswith("/"))
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(rf"(?:{'|'.join(TOPS)}|docs|\.streamlit)/[\w./<>*-]*|[\w.-]+\.(?:md|in|txt|toml|cff)|Makefile")
COMMAND = re.compile(r"python -m ([a-z_.]+)")
TARGET = re.compile(r"\bmake ([a-z]+)")
FOREIGN = {"venv", "pytest", "pip"}
KEYED = ("pages/_frame/state.py", "pages/_parts/pick.py")
MOST_LINES = 120


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def prose(path: str) -> str:
    """A document without its blocks of code."""
    return re.sub(r"```.*?```", "", text(path), flags=re.DOTALL)


def everything() -> str:
    return "\n".join(text(name(path)) for path in DOCUMENTS)


def quoted(written: str) -> set[str]:
    return set(QUOTED.findall(written))


def makes_parameter(call: ast.Call, path: Path, makers: set[str]) -> bool:
    """pick.one(…), state.choice(…), and within these two modules one(…)."""
    match call.func:
        case ast.Attribute(value=ast.Name(id="pick" | "state"), attr=own):
            return own in makers
        case ast.Name(id=own):
            return own in makers and name(path) in KEYED
    return False


def constants(path: Path) -> dict[str, str]:
    """{NAME: text} of the texts that a file of code gives a name, several at once included."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            several = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            pairs = zip(target.elts, value.elts, strict=True) if several else [(target, value)]
            found |= {one.id: said.value for one, said in pairs if isinstance(said, ast.Constant)}
    return {name: said for name, said in found.items() if isinstance(said, str)}


def said(node: ast.AST, known: dict[str, str]) -> str | None:
    """The text that stands there or has that name."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    return known.get(getattr(node, "id", None) or getattr(node, "attr", ""))


def keyed() -> set[str]:
    """What makes a parameter of the address: functions of two modules whose first argument is its key."""
    found = {"Control"}
    for path in KEYED:
        functions = (node for node in ast.parse(text(path)).body if isinstance(node, ast.FunctionDef))
        found |= {node.name for node in functions if node.args.args and node.args.args[0].arg == "key"}
    return found


def parameters() -> set[str]:
    """Every parameter of an address. One that is made for each lever has the lever's name."""
    pages = [path for path in CODE if path.is_relative_to(ROOT / "pages")]
    shared = {key: value for path in pages for key, value in constants(path).items()}
    makers, found, unknown = keyed(), set(), set()
    for path in pages:
        known = shared | constants(path)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(args=[key, *_]) if makes_parameter(node, path, makers):
                    found.add(said(key, known))
                    unknown |= {key.id} if said(key, known) is None and isinstance(key, ast.Name) else set()
                case ast.Subscript(value=ast.Attribute(attr="query_params"), slice=key):
                    found.add(said(key, known))
    assert unknown == {"key", "lever"}
    return (found | set(Levers._fields)) - {None}


def settings() -> set[str]:
    """Every variable that is read from the environment."""
    found = set()
    for path in CODE:
        known, read = constants(path), ast.parse(path.read_text("utf-8"))
        for node in ast.walk(read):
            match node:
                case ast.Call(func=ast.Attribute(attr="get", value=ast.Attribute(attr="environ")), args=[key, *_]):
                    found.add(said(key, known))
                case ast.Call(func=ast.Attribute(attr="getenv"), args=[key, *_]):
                    found.add(said(key, known))
                case ast.Subscript(value=ast.Attribute(attr="environ"), slice=key):
                    found.add(said(key, known))
                case ast.Compare(left=key, ops=[ast.In()], comparators=[ast.Attribute(attr="environ")]):
                    found.add(said(key, known))
    assert None not in found
    return found


def commands() -> set[str]:
    """Every module that `python -m` runs."""
    mains = (path for path in CODE if path.name != "app.py" and '\nif __name__ == "__main__":' in text(name(path)))
    return {name(path).removesuffix(".py").removesuffix("/__main__").replace("/", ".") for path in mains}


def targets() -> set[str]:
    return set(re.search(r"^\.PHONY: (.+)$", MAKE, re.MULTILINE)[1].split())


def anchors(path: Path) -> set[str]:
    """What a link may name in a document, as GitHub writes its headings."""
    headings = re.findall(r"^#+ (.+)$", prose(name(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def first_cells(path: str) -> set[str]:
    """What is quoted in the first cells of the tables of a document that are headed "parameter"."""
    tables = re.findall(r"^\| parameter \|.*\n\|[-|]+\n((?:\|.*\n)+)", text(path), re.MULTILINE)
    rows = "".join(tables).splitlines()
    return quoted("\n".join(row.split("|")[1] for row in rows))


def test_every_parameter_of_an_address_is_told_and_no_other():
    found = parameters()
    assert {"lang", "view", "tables", "kept", "seed", "story", "snap", "began", "goal_persons"} <= found
    assert first_cells("docs/addresses.md") == found


def test_every_letter_of_a_kept_scenario_is_told():
    line = next(part for part in text("docs/addresses.md").split("\n\n") if part.startswith("`kept` writes"))
    assert dict(re.findall(r"`([a-z])` (\w+)", line)) == address.LEVERS


def test_every_page_is_told():
    read = [ast.parse(text(path)) for path in ("pages/_frame/frame.py", "pages/_frame/links.py")]
    nodes = [node for tree in read for node in ast.walk(tree)]
    pages = {
        node.value.value
        for node in nodes
        if isinstance(node, ast.keyword) and node.arg == "url_path"
        if isinstance(node.value, ast.Constant)
    } - {"top"}
    assert {"births", "meeting"} <= pages
    assert {page for page in pages if f"/{page}" not in quoted(text("docs/addresses.md"))} == set()


def test_every_command_is_told_and_every_one_told_is_there():
    found, told = commands(), {each.rstrip(".") for each in COMMAND.findall(everything())}
    assert {"data.build", "analytics.export", "bench"} <= found
    assert found - told == set()
    assert told - found - FOREIGN == set()


def test_every_target_of_make_is_told_and_every_one_told_is_there():
    assert targets() == set(re.findall(r"^([a-z]+):", MAKE, re.MULTILINE))
    told = {
        each
        for path in DOCUMENTS
        for code in re.findall(r"`[^`]+`|```.*?```", text(name(path)), re.DOTALL)
        for each in TARGET.findall(code)
    }
    assert told == targets()


def test_every_setting_is_told():
    found = settings()
    assert {"CITY_BUILDS", "CITY_LOCAL", "ALLOWED_HOSTS", "CI"} <= found
    assert found - quoted(text("docs/operations.md")) == set()


def test_every_table_is_told():
    tables = schema.read(ROOT / "data" / "schema.yml")
    assert tables.keys() - quoted(text("docs/data.md")) == set()


def test_the_data_dictionary_is_that_of_the_schema():
    told = dictionary.text(schema.read(ROOT / "data" / "schema.yml"))
    assert text("docs/data-dictionary.md") == told, "run `make dictionary`"


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(path):
    links = [link for link in LINK.findall(prose(name(path))) if "://" not in link]
    for link in links:
        file, _sign, anchor = link.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if path != dictionary.FILE], ids=name)
def test_every_path_that_is_named_is_there(path):
    named = {
        each for each in quoted(text(name(path))) if PATH.fullmatch(each) and not f"{each}/".startswith(NOT_IN_GIT)
    }
    assert {each for each in named if not any(ROOT.glob(re.sub(r"<.*?>", "*", each)))} == set()


def test_what_a_path_is_would_be_seen():
    assert all(map(PATH.fullmatch, ("analytics/figures/", "data/strategy/<plan>/kpi.csv", "README.md", "pages/")))
    assert not any(map(PATH.fullmatch, ("parts.plain", "/births", "decisions.duckdb", "make run")))


@pytest.mark.parametrize("path", ["README.md", "README.ja.md"])
def test_a_readme_is_read_at_one_sitting(path):
    assert len(text(path).splitlines()) <= MOST_LINES


def test_the_version_is_the_same_wherever_it_stands():
    version = re.search(r'^version = "(.+)"$', text("pyproject.toml"), re.MULTILINE)[1]
    assert f"\nversion: {version}\n" in text("CITATION.cff")
    assert re.search(r"^## (\S+)", text("CHANGELOG.md"), re.MULTILINE)[1] == version
