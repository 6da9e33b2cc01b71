"""docs/editors.md and docs/python.md: what they say works."""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from program import digestlint

ROOT = Path(__file__).parents[1]
EDITORS = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
PYTHON = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
GOOD, _, BROKEN = sorted((ROOT / "examples" / "_posts").iterdir())


def fences(text: str, language: str) -> list[str]:
    """What stands in the fences of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog of a good post and a broken one."""
    (tmp_path / "_posts").mkdir()
    for path in (GOOD, BROKEN):
        shutil.copy(path, tmp_path / "_posts")
    return tmp_path


def test_recipes_can_be_read() -> None:
    settings, tasks = map(json.loads, fences(EDITORS, "json"))
    command = [settings["glspc.server.command"], *settings["glspc.server.commandArguments"]]
    assert command == ["digestlint", "server"]
    assert list(settings["[markdown]"]["editor.codeActionsOnSave"]) == [
        "source.fixAll.digestlint"  # tests/test_server.py holds the server to it
    ]
    assert tasks["tasks"][0]["command"] == "digestlint"
    (helix,) = map(tomllib.loads, fences(EDITORS, "toml"))
    assert helix["language-server"]["digestlint"] == {"command": "digestlint", "args": ["server"]}


def test_vs_codes_task_matches_what_is_printed(blog: Path) -> None:
    task = json.loads(fences(EDITORS, "json")[1])["tasks"][0]
    pattern: dict[str, Any] = task["problemMatcher"]["pattern"]
    printed = digestlint(*task["args"], cwd=blog).stdout.split("\n")[:-1]
    found = [re.match(pattern["regexp"], line) for line in printed]
    assert len(found) > 5
    assert None not in found
    first = found[0]
    assert first is not None
    names = ("file", "line", "column", "severity", "code")
    path = f"_posts/{BROKEN.name}"
    assert [first[pattern[name]] for name in names] == [path, "3", "33", "error", "FM008"]


def test_commands_work_on_a_buffer(blog: Path) -> None:
    commands = [line for text in fences(EDITORS, "bash") for line in text.split("\n")]
    linting, fixing = (line.split()[1:] for line in commands if line.startswith("digestlint"))
    text = GOOD.read_bytes()
    for arguments, expected in ((linting, b""), (fixing, text)):
        command = [sys.executable, "-m", "digestlint", *arguments]
        done = subprocess.run(command, input=text, cwd=blog, capture_output=True, check=True)
        assert (done.stdout, done.stderr) == (expected, b"")


@pytest.mark.skipif(shutil.which("vim") is None, reason="no Vim")
@pytest.mark.parametrize("path", [os.environ.get("PATH", ""), None])
def test_vim_shows_and_fixes(blog: Path, path: str | None) -> None:
    (recipe,) = fences(EDITORS, "vim")
    (blog / "recipe.vim").write_text(recipe, encoding="utf-8")
    (blog / "drive.vim").write_text(
        "set encoding=utf-8\nfiletype on\nsource recipe.vim\n"
        f"edit _posts/{BROKEN.name}\nsetfiletype markdown\nsilent make\n"
        "redir! > list\nsilent clist\nredir END\nsilent! Digest\nwrite! fixed.md\nqa!\n",
        encoding="utf-8",
    )
    programs = f"{Path(sys.executable).parent}{os.pathsep}" if path else ""
    subprocess.run(
        [str(shutil.which("vim")), "-Nu", "NONE", "-es", "-S", "drive.vim"],
        cwd=blog,
        env={**os.environ, "PATH": f"{programs}{path or os.defpath}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    text, fixed = BROKEN.read_text(encoding="utf-8"), (blog / "fixed.md").read_text("utf-8")
    if path is None:  # there is no digestlint: the buffer is left alone
        assert fixed == text
        return
    listed = (blog / "list").read_text(encoding="utf-8")
    assert f"1 _posts/{BROKEN.name}:3 col 33 error: FM008 malformed-title" in listed
    assert fixed == text.replace("## Results  \n", "## Results\n")


def test_examples_of_the_python_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = "\n".join(fences(PYTHON, "pycon"))
    test = doctest.DocTestParser().get_doctest(session, {}, "python.md", "python.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(test)
    assert (runner.failures, runner.tries) == (0, len(test.examples))
    assert runner.tries > 5


def test_the_python_page_shows_the_example_as_it_is() -> None:
    example = (ROOT / "examples" / "correct_in_a_loop.py").read_text(encoding="utf-8")
    (shown,) = fences(PYTHON, "python")
    assert shown in example


def test_the_python_page_names_what_is_public() -> None:
    import digestlint as package

    table = PYTHON.partition("| name |")[2].partition("\n\n")[0]
    named = re.findall(r"`([A-Za-z_]+)[`(]", table)
    assert sorted({*named} & {*package.__all__}) == package.__all__
