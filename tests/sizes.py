"""A report, no rule: the longest files and functions. python -m tests.sizes [--most 15]"""

import argparse
import ast
from pathlib import Path

from analytics import console

ROOT = Path(__file__).parent.parent
FOLDERS = ("analytics", "pages", "data", "bench", "tests")


def main() -> None:
    console.prepare()
    parser = argparse.ArgumentParser(prog="python -m tests.sizes")
    parser.add_argument("--most", type=int, default=15)
    most = parser.parse_args().most
    files, functions = [], []
    for path in [ROOT / "app.py", *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))]:
        text, name = path.read_text("utf-8"), path.relative_to(ROOT).as_posix()
        files.append((len(text.splitlines()), name))
        nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        functions += [(node.end_lineno - node.lineno + 1, f"{name} {node.name}") for node in nodes]
    for kind, found in (("files", files), ("functions", functions)):
        print(f"{len(found)} {kind}, {sum(lines for lines, _name in found)} lines")
        print(*(f"{lines:5d}  {name}" for lines, name in sorted(found, reverse=True)[:most]), sep="\n")


if __name__ == "__main__":
    main()
