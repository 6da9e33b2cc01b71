"""What is imported before the first word is said: a hook runs on every commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "src"
POST = Path(__file__).parents[1] / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
HEAVY = {"pydantic", "markdown_it", "yaml"}
"""Each costs more than Python itself: 2 to 10 times."""

ALLOWED = {
    # the house
    "digestlint",
    # values, and what dataclasses and enumerations are made with
    *("copy", "dataclasses", "datetime", "enum", "inspect", "keyword", "typing"),
    # reading files
    *("errno", "os", "pathlib", "stat"),
    *("fnmatch", "ipaddress", "ntpath", "urllib"),  # pathlib's own, up to Python 3.12
    # text
    *("gettext", "locale", "re", "string", "unicodedata", "warnings"),
    # small tools
    *("bisect", "collections", "contextlib", "functools", "itertools", "operator", "types"),
    # the rules across posts compare texts by their hash
    "hashlib",
    # the checks are found in their package
    *("importlib", "pkgutil", "zipimport"),
}
"""What linting a good post may import besides what click does.

Before a module is added here, look at what it costs (``python -X importtime``) and whether a good
post needs it; what only a bad post, a fix or another output needs is imported where it is used.
"""

CHILD = """
import json, sys
bare = {*sys.modules, "json"}
import click
with_click = set(sys.modules)
from digestlint.cli import main
try:
    main(sys.argv[2:])
except SystemExit as end:
    status = end.code
with open(sys.argv[1], "w") as file:
    json.dump([status, sorted(bare), sorted(with_click), sorted(sys.modules)], file)
"""


def packages(modules: list[str]) -> set[str]:
    """The packages and modules by their first name, but for the inner ones of Python."""
    return {name for module in modules if not (name := module.partition(".")[0]).startswith("_")}


def imported(tmp_path: Path, *arguments: str, options: tuple[str, ...] = ()) -> list[set[str]]:
    """The packages that a run imported: those of Python alone, with click, and all."""
    told = tmp_path / "modules.json"
    path = os.pathsep.join((str(SOURCES), *sys.path))
    done = subprocess.run(
        [sys.executable, *options, "-c", CHILD, told, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    status, *names = json.loads(told.read_text(encoding="utf-8"))
    assert status == 0, done.stdout + done.stderr
    assert done.stdout + done.stderr
    return [packages(modules) for modules in names]


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A folder with one good post."""
    posts = tmp_path / "_posts"
    posts.mkdir()
    shutil.copy(POST, posts)
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["rule", "--help"], ["rule", "LK005"], ["rules"]],
    ids=" ".join,
)
def test_nothing_heavy_is_imported_to_say_what_is_known(
    arguments: list[str], tmp_path: Path
) -> None:
    assert HEAVY & imported(tmp_path, *arguments)[-1] == set()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]], ids=" ".join)
def test_command_line_is_told_without_the_linter(arguments: list[str], tmp_path: Path) -> None:
    told = tmp_path / "modules.json"
    imported(tmp_path, *arguments)
    modules = json.loads(told.read_text(encoding="utf-8"))[-1]
    assert {"digestlint.linter", "digestlint.post"} & set(modules) == set()


@pytest.mark.parametrize("path", [f"_posts/{POST.name}", "_posts", "."])
@pytest.mark.parametrize("form", ["text", "concise", "json", "github"])
def test_nothing_heavy_is_imported_for_a_good_post(path: str, form: str, blog: Path) -> None:
    *_, modules = imported(blog, "--output-format", form, path)
    assert HEAVY & modules == set()


def test_good_post_is_linted_with_few_modules(blog: Path) -> None:
    # without `site`: what an editable install imports to begin with would not be seen to be new
    _, with_click, modules = imported(blog, "_posts", options=("-S",))
    assert sorted(modules - with_click - ALLOWED) == []


def test_a_bad_header_is_what_needs_a_loader(blog: Path) -> None:
    post = blog / "_posts" / POST.name
    post.write_text(post.read_text("utf-8").replace("tags: [", "tags: &all [", 1), "utf-8")
    assert "yaml" in imported(blog, "--ignore", "ALL", "_posts")[-1]
