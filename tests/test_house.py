"""How the house is built; CONTRIBUTING.md is the one place that says so."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from digestlint.checks import FAMILIES

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
HOUSE = ROOT / "src" / "digestlint"
TREES = {
    path.relative_to(HOUSE).with_suffix("").as_posix().removesuffix("/__init__"): ast.parse(
        path.read_text(encoding="utf-8")
    )
    for path in HOUSE.rglob("*.py")
}
ORDER = [
    name
    for line in re.findall(r"^- \*\*[^*]+\*\*: (.*)$", CONTRIBUTING, re.MULTILINE)
    for name in re.findall(r"`([\w/]+)`", line)
]
MOST_LINES = 320
LONGER = {
    "commonmark": "markdown-it-py's tokens and what stands in each, which share their offsets",
    "kramdown/blocks": "kramdown's parsers, which call one another, in the order of its own",
    "linter": "lint and fix: the rounds, the proof, and what is told of both",
}


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules of the house that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("digestlint"):
            package = (node.module or "").removeprefix("digestlint").replace(".", "/").strip("/")
            for name in node.names:
                inside = f"{package}/{name.name}".strip("/")
                yield inside if inside in TREES else package


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == sorted(TREES)


def test_imports_point_one_way() -> None:
    before: set[str] = set()
    for name in ORDER:
        assert (name, set(imports(TREES[name])) - before) == (name, set())
        before.add(name)


def test_every_module_says_what_it_is() -> None:
    assert [name for name, tree in TREES.items() if not ast.get_docstring(tree)] == []


def test_modules_fit_in_their_rooms() -> None:
    lines = {name: tree.body[-1].end_lineno or 0 for name, tree in TREES.items()}
    assert {name for name, count in lines.items() if count > MOST_LINES} == set(LONGER)


def test_every_module_of_checks_is_a_family() -> None:
    modules = [name.removeprefix("checks/") for name in TREES if name.startswith("checks/")]
    assert sorted(FAMILIES) == sorted(modules)


def at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """What of a module is run when it is imported."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        inside = ast.iter_child_nodes(node)
        is_later = isinstance(node, ast.FunctionDef | ast.Lambda)
        waiting += node.decorator_list if isinstance(node, ast.FunctionDef) else ()
        waiting += () if is_later else inside


def test_classes_and_patterns_are_made_at_first_use() -> None:
    """By ``values`` and ``patterns``, which say what the usual way costs."""
    usual = {"dataclasses.dataclass", "typing.NamedTuple", "re.compile"}
    found = set()
    for name, tree in TREES.items():
        for node in at_import(tree):
            if isinstance(node, ast.ImportFrom):
                found |= {(name, f"{node.module}.{it.name}") for it in node.names}
            elif isinstance(node, ast.Attribute):
                found.add((name, ast.unparse(node)))
    assert {(name, each) for name, each in found if each in usual and name != "values"} == set()


def test_every_dependency_has_a_reason() -> None:
    needed = [re.split("[^A-Za-z0-9-]", each)[0] for each in PYPROJECT["project"]["dependencies"]]
    table = CONTRIBUTING.partition("### Dependencies")[2].partition("## Tests")[0]
    assert re.findall(r"^\| `([a-z-]+)` \| \S", table, re.MULTILINE) == needed


def test_every_package_is_shipped() -> None:
    folders = {path.parent.relative_to(HOUSE.parent) for path in HOUSE.rglob("__init__.py")}
    packages = {".".join(folder.parts) for folder in folders}
    assert packages | {"digestlint.rules"} == set(PYPROJECT["tool"]["setuptools"]["packages"])
