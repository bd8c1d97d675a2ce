"""Texts from outside are shown as they are: a page hands none to Markdown but through `parts.plain`."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pages._parts import parts

ROOT = Path(__file__).parents[2]
SAID = "title header subheader markdown caption info warning error success spinner toast html"
LABELLED = (
    "button download_button link_button form_submit_button popover expander checkbox toggle text_input text_area "
    "number_input selectbox multiselect select_slider slider segmented_control pills radio"
)
SHOWN = dict.fromkeys(f"{SAID} {LABELLED}".split(), slice(0, 1)) | {"metric": slice(0, 3), "page_link": slice(0, 0)}
SHOWN |= dict.fromkeys(("write", "tabs", "badge"), slice(None))
NAMED = {"label", "help"}
LITERAL = {"plain", "plain_cell", "words", "snapshot", "record", "len", "int", "index"}
KEEPING = {"replace", "strip", "join", "format", "items", "values"}
REASONS = {
    ("levers.py", "name"): "a way, in words of ours",
    (
        "levers.py",
        "_('「{0}」を条件に設定しました。ページの上の図と表が、このシナリオになっています。').format(name)",
    ): "the label pressed",
    ("own.py", "full.format(count=stories.MOST_SLIDES, left=refused)"): "numbers",
    (
        "parts.py",
        "_('アドレスの {0} の値は使えないため、既定の値で表示しています。').format(listed)",
    ): "our parameters' names",
    ("frame.py", "parts.without_plan()"): "our own sentence",
    ("inline.py", "f'<script>{script}</script>'"): "the content policy runs no script but the known ones",
}


class Code(NamedTuple):
    """A file, and the function in it that is looked at, None at the top."""

    path: Path
    tree: ast.Module
    function: ast.FunctionDef | None = None


FILES = [Code(path, ast.parse(path.read_text("utf-8"))) for path in sorted((ROOT / "pages").rglob("*.py"))]


def calls(code: Code) -> Iterator[tuple[Code, ast.Call]]:
    """Every call of a file with the innermost function around it."""

    def within(node: ast.AST, here: Code) -> Iterator[tuple[Code, ast.Call]]:
        for child in ast.iter_child_nodes(node):
            inside = here._replace(function=child) if isinstance(child, ast.FunctionDef) else here
            if isinstance(child, ast.Call):
                yield here, child
            yield from within(child, inside)

    return within(code.tree, code)


CALLS = [each for code in FILES for each in calls(code)]


def shown(code: Code, call: ast.Call) -> list[ast.expr]:
    """What an element of the page reads as Markdown or HTML."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in SHOWN:
        return []
    root = call.func.value
    while not isinstance(root, ast.Name):
        root = root.func if isinstance(root, ast.Call) else root.value
    if root.id != "st" and (root.id in modules(code) or root.id.isupper() or call.func.attr == "write"):
        return []
    given = call.args[SHOWN[call.func.attr]]
    return [*given, *(keyword.value for keyword in call.keywords if keyword.arg in NAMED)]


def modules(code: Code) -> set[str]:
    imported = [node for node in ast.walk(code.tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    return {alias.asname or alias.name for node in imported for alias in node.names}


def is_literal(code: Code, given: ast.expr, seen: frozenset = frozenset()) -> bool:
    """Whether it is made of words of ours, numbers, and what was made literal."""
    match given:
        case ast.Constant():
            return True
        case ast.Call():
            return _is_literal_call(code, given, seen)
        case ast.Name():
            return _is_literal_name(code, given.id, seen)
        case ast.Attribute():
            return given.attr.isupper()
        case ast.FormattedValue(format_spec=ast.JoinedStr()):
            return True
        case ast.IfExp():
            inside = [given.body, given.orelse]
        case ast.GeneratorExp() | ast.ListComp():
            inside = [given.elt]
        case ast.FormattedValue() | ast.Subscript() | ast.Starred():
            inside = [given.value]
        case ast.Dict() | ast.List() | ast.Tuple() | ast.JoinedStr() | ast.BinOp() | ast.BoolOp() | ast.UnaryOp():
            inside = [child for child in ast.iter_child_nodes(given) if isinstance(child, ast.expr)]
        case _:
            return False
    return all(is_literal(code, part, seen) for part in inside)


def _is_literal_call(code: Code, call: ast.Call, seen: frozenset) -> bool:
    called = getattr(call.func, "id", None) or getattr(call.func, "attr", "")
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if called in LITERAL or (called == "_" and isinstance(call.args[0], ast.Constant)):
        return True
    if called in KEEPING or called == "enumerate":
        receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        return all(is_literal(code, part, seen) for part in [*receiver, *arguments])
    made = [node for node in code.tree.body if isinstance(node, ast.FunctionDef) and node.name == called]
    returned = [node.value for function in made for node in ast.walk(function) if isinstance(node, ast.Return)]
    return bool(returned) and all(is_literal(code._replace(function=made[0]), value, seen) for value in returned)


def _is_literal_name(code: Code, name: str, seen: frozenset) -> bool:
    """By everything it is set to in the function, else in the file; a parameter by what every caller gives."""
    where = (code.path, getattr(code.function, "name", ""), name)
    if where in seen or name.isupper():
        return True
    for place in (code.function, code.tree):
        if place is not None and (values := list(_set_to(place, name))):
            return all(is_literal(code, value, seen | {where}) for value in values)
    parameters = [] if code.function is None else [argument.arg for argument in code.function.args.args]
    return name in parameters and _is_given_literally(code, parameters.index(name), name, seen | {where})


def _set_to(place: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(place):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        names = [getattr(each, "id", "") for each in getattr(target, "elts", [target])]
        if name not in names:
            continue
        value = node.iter if isinstance(node, ast.For | ast.comprehension) else node.value
        counted = getattr(getattr(value, "func", None), "id", "") == "enumerate" and names[0] == name
        paired = isinstance(value, ast.Tuple) and len(value.elts) == len(names) and isinstance(node, ast.Assign)
        yield ast.Constant(0) if counted else value.elts[names.index(name)] if paired else value


def _is_given_literally(code: Code, position: int, name: str, seen: frozenset) -> bool:
    function = code.function.name
    given = []
    for caller, call in CALLS:
        own = caller.path == code.path and getattr(call.func, "id", "") == function
        if own or ast.unparse(call.func) == f"{code.path.stem}.{function}":
            named = [keyword.value for keyword in call.keywords if keyword.arg == name]
            given += [(caller, value) for value in [*call.args[position : position + 1], *named]]
    return bool(given) and all(is_literal(caller, value, seen) for caller, value in given)


def test_no_text_from_outside_is_read_as_markdown():
    read = [(code, given) for code, call in CALLS for given in shown(code, call)]
    found = {(code.path.name, ast.unparse(given)) for code, given in read if not is_literal(code, given)}
    assert len(read) > 200
    assert found == set(REASONS)


@pytest.mark.parametrize(
    "line", ["st.title(slide.question or figure.title)", "st.button(preset.name)", "st.info(f'**{row[name]}**')"]
)
def test_the_reading_of_our_code_would_find_it(line):
    code = Code(ROOT / "pages" / "x.py", ast.parse(f"def draw(slide, figure, preset, row, name):\n    {line}"))
    here, call = next(each for each in calls(code) if shown(*each))
    assert not is_literal(here, shown(here, call)[0])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![x](y) [z](w) <b> `c` *d* _e_ ~f~ $g$ |", r"!\[x\](y) \[z\](w) \<b\> \`c\` \*d\* \_e\_ \~f\~ \$g\$ \|"),
        ("http://a.b/c や www.a.b &#104;ttps://a.b", r"•http\://a.b/c や •www.a.b \&#104;ttps\://a.b"),
        ("a.b@c.jp", "a.b•@c.jp"),
        (":material/home: :smile: :red[x]", r"\:•material/home\: \:•smile\: \:red\[x\]"),
        ("1. a\n- b\n# c\n===\n    d", "1\\. a\n\\- b\n\\# c\n\\===\nd"),
        ("−403 (−23.6%) -5 1,234.5 12:30:45", "−403 (−23.6%) -5 1,234.5 12:30:45"),
        ("令和7年の人口", "令和7年の人口"),
    ],
)
def test_what_markdown_would_act_on_is_made_literal(text, shown):
    assert parts.plain(text).replace(parts.JOINER, "•") == shown
