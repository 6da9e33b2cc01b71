"""How the house is built; CONTRIBUTING.md is the one place that says so."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HOUSE = ROOT / "src" / "digestlint"
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MODULES = {
    path.relative_to(HOUSE).with_suffix("").as_posix().removesuffix("/__init__"): path
    for path in HOUSE.rglob("*.py")
}
ORDER = {
    name: line
    for line, names in enumerate(re.findall(r"^- (`.*?): ", CONTRIBUTING, re.MULTILINE))
    for name in re.findall(r"`([\w/]+)`", names)
}
MOST_LINES = 300
LONGER: dict[str, str] = {}


def imports(path: Path) -> Iterator[str]:
    """The modules of the house that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("digestlint"):
            package = (node.module or "").removeprefix("digestlint").replace(".", "/").strip("/")
            for name in node.names:
                inside = f"{package}/{name.name}".strip("/")
                yield inside if inside in MODULES else package


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == sorted(MODULES)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_imports_point_one_way(name: str) -> None:
    above = {each for each in imports(MODULES[name]) if ORDER[each] >= ORDER[name]}
    assert above == set()


@pytest.mark.parametrize("name", sorted(MODULES))
def test_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_module_fits_in_its_room(name: str) -> None:
    lines = MODULES[name].read_text(encoding="utf-8").count("\n")
    assert (lines > MOST_LINES) == (name in LONGER)


def test_every_dependency_has_a_reason() -> None:
    needed = [re.split("[^A-Za-z0-9-]", each)[0] for each in PYPROJECT["project"]["dependencies"]]
    table = CONTRIBUTING.partition("### Dependencies")[2].partition("## Tests")[0]
    assert re.findall(r"^\| `([a-z-]+)` \| \S", table, re.MULTILINE) == needed


def test_every_package_is_shipped() -> None:
    folders = {path.parent.relative_to(HOUSE.parent) for path in HOUSE.rglob("__init__.py")}
    packages = {".".join(folder.parts) for folder in folders}
    assert packages | {"digestlint.rules"} == set(PYPROJECT["tool"]["setuptools"]["packages"])
