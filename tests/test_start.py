"""What is imported before the first word is said: a hook runs on every commit."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from digestlint import cli, console, start
from digestlint.options import Options
from digestlint.version import VERSION

SOURCES = Path(__file__).parents[1] / "src"
POST = Path(__file__).parents[1] / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
SETTINGS = 'ignore = ["LK009"]\nlang = "en"\n[rules.SC009]\nseverity = "warning"\n'
HEAVY = {"pydantic", "markdown_it", "yaml"}
"""Each costs more than Python itself: 2 to 10 times."""
NEEDLESS = {"click", "dataclasses", "inspect", "importlib.metadata", "json", "hashlib"}
"""What a good post does not need either; the first three cost twice as much as Python itself."""

ALLOWED = {
    # the house
    "digestlint",
    # values
    *("copyreg", "datetime", "enum", "math", "typing"),
    # reading files
    *("errno", "os", "pathlib", "stat"),
    *("fnmatch", "ipaddress", "ntpath", "urllib"),  # pathlib's own, up to Python 3.12
    *("fcntl", "glob", "grp", "io", "pwd"),  # and from Python 3.13 on
    # text
    *("re", "unicodedata", "warnings"),
    # small tools
    *("bisect", "collections", "contextlib", "functools", "gc", "itertools", "keyword"),
    *("operator", "reprlib", "types"),
    # to end in order when a signal asks for it
    "signal",
    # the rules across posts compare texts by a number, and keep few bytes of each
    *("array", "zlib"),
    # the checks are found by their name
    "importlib",
}
"""What linting a good post may import.

Before a module is added here, look at what it costs (``python -X importtime``) and whether a good
post needs it; what only a bad post, a fix or another output needs is imported where it is used.
"""

AWAY = {
    *(
        "commonmark",
        "emphasis",
        "induction",
        "kramdown",
        "liquid",
        "proof",
        "published",
        "verbatim",
    ),
    *("ruby_time", "schema", "yaml_events", "pages", "settings_reader", "toml_lines"),
    *("cli", "program", "server", "translation", "export", "init", "interface"),
}
"""Modules and packages of the house that a good post without a settings file does not need."""

CHILD = """
import os, sys
bare = {*sys.modules}
def leave(status):
    raise SystemExit(status)
os._exit = leave
from digestlint.start import main
told = sys.argv.pop(1)
try:
    main()
except SystemExit as end:
    status = end.code
with open(told, "w") as file:
    file.write(repr([status, sorted({*sys.modules} - bare)]))
"""


def imported(folder: Path, *arguments: str, options: Sequence[str] = ()) -> set[str]:
    """The modules that a run imports besides those that Python begins with."""
    told = folder / "modules"
    packages = [path for path in sys.path if "site-packages" in path]
    done = subprocess.run(
        [sys.executable, *options, "-c", CHILD, told, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCES), *packages))},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    status, modules = ast.literal_eval(told.read_text(encoding="utf-8"))
    assert status == 0, done.stdout + done.stderr
    assert done.stdout + done.stderr
    return set(modules)


def first(modules: set[str]) -> set[str]:
    """The packages and modules by their first name, but for the inner ones of Python."""
    return {name for module in modules if not (name := module.partition(".")[0]).startswith("_")}


def house(modules: set[str]) -> set[str]:
    """The modules and packages of digestlint that are among them."""
    return {module.split(".")[1] for module in modules if module.startswith("digestlint.")}


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A folder with one good post."""
    posts = tmp_path / "_posts"
    posts.mkdir()
    shutil.copy(POST, posts)
    return tmp_path


# -- what is imported ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["rule", "--help"], ["rule", "LK005"], ["rules"]],
    ids=" ".join,
)
def test_nothing_heavy_is_imported_to_say_what_is_known(
    arguments: list[str], tmp_path: Path
) -> None:
    assert HEAVY & first(imported(tmp_path, *arguments)) == set()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["rule", "LK005"]], ids=" ".join)
def test_little_is_told_without_the_linter(arguments: list[str], tmp_path: Path) -> None:
    assert {"linter", "post", "checks"} & house(imported(tmp_path, *arguments)) == set()


@pytest.mark.parametrize("arguments", [["--version"], ["rule", "LK005"]], ids=" ".join)
def test_what_has_no_options_is_told_without_click(arguments: list[str], tmp_path: Path) -> None:
    assert NEEDLESS & imported(tmp_path, *arguments) == set()


@pytest.mark.parametrize("path", [f"_posts/{POST.name}", "_posts", "."])
@pytest.mark.parametrize("form", ["text", "concise", "json", "github"])
def test_nothing_heavy_is_imported_for_a_good_post(path: str, form: str, blog: Path) -> None:
    assert HEAVY & first(imported(blog, "--output-format", form, path)) == set()


@pytest.mark.parametrize("arguments", [["_posts"], ["."], [], [f"_posts/{POST.name}"]], ids=str)
def test_good_post_is_linted_with_few_modules(arguments: list[str], blog: Path) -> None:
    # without `site`: what an editable install imports to begin with would not be seen to be new
    modules = imported(blog, *arguments, options=["-S"])
    assert sorted(first(modules) - ALLOWED) == []
    assert (HEAVY | NEEDLESS) & modules == set()
    assert house(modules) & AWAY == set()


DRAWN_IN = {"encodings", "annotationlib", "ast", "dis", "opcode", "templatelib"}
"""What ``string``, ``tomllib`` and ``typing`` import themselves: more, the newer Python is."""


def test_settings_file_needs_little_more(blog: Path) -> None:
    without = imported(blog, "_posts")
    (blog / "digestlint.toml").write_text(SETTINGS, encoding="utf-8")
    modules = imported(blog, "_posts")
    more = first(modules - without)
    assert {"digestlint", "tomllib"} <= more
    assert sorted(more - {"digestlint", "string", "tomllib"} - DRAWN_IN) == []
    assert (HEAVY | NEEDLESS) & modules == set()


def test_what_is_away_is_there() -> None:
    names = {path.stem for path in (SOURCES / "digestlint").iterdir()}
    assert names >= AWAY


def test_a_bad_header_is_what_needs_a_loader(blog: Path) -> None:
    post = blog / "_posts" / POST.name
    post.write_text(post.read_text("utf-8").replace("tags: [", "tags: &all [", 1), "utf-8")
    assert "yaml" in imported(blog, "--ignore", "ALL", "_posts")


# -- arguments without options ---------------------------------------------------------------------

WORDS = st.lists(st.text(max_size=9) | st.sampled_from(["", ".", "a.md", "rules.md", "a=b", "@a"]))


@given(WORDS)
def test_click_only_hands_paths_on(words: list[str]) -> None:
    command = start.without_options(words)
    if any(word.startswith("-") for word in words) or words[:1] in [[it] for it in start.COMMANDS]:
        return
    assert command is not None
    context = cli.main.make_context("digestlint", [*words])
    assert Options(**context.params) == Options(tuple(words))


def test_words_that_are_no_paths_are_the_commands() -> None:
    assert tuple(cli.main.beside) == start.COMMANDS


@pytest.mark.parametrize(
    "arguments",
    [
        *(["-"], ["--fix"], ["_posts", "--fix"], ["--version", "a"], ["-h"], ["--", "a"]),
        *(["rules"], ["settings"], ["rule"], ["rule", "LK005", "a"], ["rule", "--help"]),
        *(["server"], ["export"], ["init"], ["schema"]),
    ],
    ids=" ".join,
)
def test_options_and_commands_are_for_click(arguments: list[str]) -> None:
    assert start.without_options(arguments) is None


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["_posts"], ["."], ["_posts", "absent.md"], ["absent"], ["empty"]),
        *(["--version"], ["rule", "LK005"], ["rule", "lk005"], ["rule", "LK999"]),
        *(["rule", "mismatched-alphaxiv-id"], ["rule", "Mismatched-Alphaxiv-ID"]),
        *(["rule", "mismatched-alphaxiv"], ["rule", "../LK005"], ["rule", ""]),
    ],
    ids=str,
)
@pytest.mark.parametrize("settings", ["", "strict = 1\n", 'lang = "ko"\nselect = ["X"]\n'])
def test_both_ways_say_the_same(
    arguments: list[str],
    settings: str,
    blog: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(blog)
    (blog / "empty").mkdir()
    if settings:
        (blog / "digestlint.toml").write_text(settings, encoding="utf-8")
    by_click = CliRunner().invoke(cli.main, arguments)
    command = start.without_options(arguments)
    assert command
    status = console.status_of(command)
    said = capsys.readouterr()
    assert (status, said.out, said.err) == (
        by_click.exit_code,
        by_click.stdout,
        by_click.stderr,
    )


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What the program says."""
    return subprocess.run(
        [sys.executable, "-m", "digestlint", *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_shell_may_ask_how_a_line_goes_on(blog: Path) -> None:
    script = run(blog, _DIGESTLINT_COMPLETE="bash_source").stdout
    assert "_digestlint_completion" in script
    assert "complete" in script


def test_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert metadata.version("digestlint") == VERSION
    assert run(tmp_path, "--version").stdout == f"digestlint {VERSION}\n"


# -- the end ---------------------------------------------------------------------------------------

ENDING = """
import atexit, sys
from digestlint.console import leave
atexit.register(print, "in order")
print("said", end=" ")
{look}
leave(3)
"""


@pytest.mark.parametrize(
    ("look", "said"),
    [("", "said "), ("sys.setprofile(lambda *_: None)", "said in order\n")],
    ids=["alone", "profiled"],
)
def test_process_ends_at_once_unless_it_is_watched(look: str, said: str) -> None:
    command = [sys.executable, "-c", ENDING.format(look=look)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, said, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_cannot_be_written_is_told(blog: Path) -> None:
    (blog / "_posts" / POST.name).write_text("# 1. Title\n", "utf-8")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "digestlint", "_posts"],
            cwd=blog,
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr.split(":")[:2]) == (2, ["digestlint", " error"])
