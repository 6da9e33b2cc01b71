"""The Python interface: what other programs count on."""

from __future__ import annotations

import ast
import doctest
import os
import subprocess
import sys
import typing
from pathlib import Path

import pytest
from pydantic import ValidationError

import digestlint
from digestlint import interface, linter
from digestlint.linter import Fixed
from digestlint.message import Message
from digestlint.reporters.concise import concise
from digestlint.source import Source

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
GOOD, OTHER_GOOD, BROKEN = sorted((EXAMPLES / "_posts").iterdir())
TEXT = GOOD.read_text(encoding="utf-8")
PATH = f"_posts/{GOOD.name}"
SETTINGS = digestlint.Settings(select=("LK005", "WS001", "XP001"))
WRONG = TEXT.replace("overview/2305.14314", "overview/2305.14315").replace("od\n", "od  \n", 1)


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A blog with a good post, the current folder of the test."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "_posts").mkdir()
    (tmp_path / PATH).write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("blog")
def test_examples_of_the_documentation() -> None:
    done = doctest.testmod(interface)
    assert (done.failed, done.attempted > 10) == (0, True)


def test_public_names_are_documented_and_typed() -> None:
    assert sorted(digestlint.__all__) == digestlint.__all__
    for name in digestlint.__all__:
        thing = getattr(digestlint, name)
        assert thing.__doc__
        assert not isinstance(thing, type(lambda: None)) or typing.get_type_hints(
            thing, localns={"DigestPost": digestlint.DigestPost}
        )
    assert set(digestlint.__all__) <= set(dir(digestlint))


def test_public_names_are_those_that_a_type_checker_sees() -> None:
    tree = ast.parse((ROOT / "src" / "digestlint" / "__init__.py").read_text(encoding="utf-8"))
    seen = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("digestlint.")
        for alias in node.names
    ]
    assert sorted(seen) == digestlint.__all__


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import digestlint\n"
        "new = set(sys.modules) - before - {'__future__'}\n"
        "assert new == {'digestlint'}, new\n"
        "assert digestlint.lint('', settings=digestlint.Settings(select=('WS001',))) == ()\n"
        "assert not {'pydantic', 'yaml', 'markdown_it', 'wcwidth', 'pathspec'} & set(sys.modules)\n"
        "try:\n"
        "    digestlint.absent\n"
        "except AttributeError as error:\n"
        "    assert str(error) == \"module 'digestlint' has no attribute 'absent'\"\n"
        "else:\n"
        "    raise AssertionError\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONSTARTUP"}
    subprocess.run([sys.executable, "-I", "-c", code], check=True, env=environment)


# lint


def test_a_diagnostic_says_where_and_what() -> None:
    found, trailing = digestlint.lint(WRONG, path=PATH, settings=SETTINGS)
    assert isinstance(found, digestlint.Diagnostic)
    assert (found.path, found.start, found.code, found.severity) == (
        PATH,
        (11, 3),
        "LK005",
        "error",
    )
    assert [(note.start.line, str(note.message)) for note in found.notes] == [
        (9, "the heading has 2305.14314")
    ]
    assert trailing.fix is not None
    assert trailing.fix.safety.value == "safe"
    assert [f"{found}\n", f"{trailing}\n"] == list(concise([found, trailing]))


def test_a_good_text_is_good_wherever_it_comes_from(tmp_path: Path) -> None:
    assert digestlint.lint(TEXT) == ()
    assert digestlint.lint(TEXT, path=tmp_path / "_posts" / GOOD.name) == ()
    misplaced = digestlint.lint(TEXT, path="_posts/2023-05-32-x.md")
    assert "FN001" in [found.code for found in misplaced]


@pytest.mark.parametrize("text", ["글\0", "글\ud83e"])
def test_a_text_that_no_file_holds(text: str) -> None:
    (found,) = digestlint.lint(text)
    assert (found.code, found.start) == ("DL001", (1, 2))
    assert digestlint.lint(text, settings=SETTINGS) == ()
    assert digestlint.fix(text) == text
    with pytest.raises(ValueError, match="expected text in UTF-8"):
        digestlint.parse(text)


def test_rules_that_do_not_exist_are_no_settings() -> None:
    settings = digestlint.Settings(select=("LK0005",))
    for ask in (digestlint.lint, digestlint.fix, digestlint.parse):
        with pytest.raises(digestlint.SettingsError, match="the nearest is LK005"):
            ask(TEXT, settings=settings)
    with pytest.raises(digestlint.SettingsError, match="the nearest is LK005"):
        digestlint.lint_paths([GOOD], settings=settings)


# fix


def test_fixes_are_safe_unless_asked_for() -> None:
    settings = digestlint.Settings(select=("LK004", "WS001"))
    without = TEXT.replace("> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14314)\n\n", "")
    text = without.replace("## Method\n", "## Method  \n")
    assert digestlint.fix(text, settings=settings) == without
    assert digestlint.fix(text, settings=settings, unsafe=True) == TEXT
    assert digestlint.fix(TEXT, path=PATH) == TEXT


def test_a_fix_that_cannot_be_made_is_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    def fix(source: Source, settings: digestlint.Settings, path: str, **_: bool) -> Fixed:
        failure = Message("the fixes of {codes} undo one another", {"codes": "AA001, AA002"})
        return Fixed(source, linter.lint(source, settings, path), {}, ("WS001",), failure)

    monkeypatch.setattr(linter, "fix", fix)
    with pytest.warns(RuntimeWarning) as warned:
        assert digestlint.fix(WRONG, path=PATH) == WRONG
    assert [str(each.message) for each in warned] == [
        f"{PATH}: the safe fix of WS001 would have changed the page",
        f"{PATH}: the fixes of AA001, AA002 undo one another",
    ]
    assert {each.filename for each in warned} == {__file__}


# parse


def test_a_post_is_a_value() -> None:
    post = digestlint.parse(TEXT, path=PATH)
    assert isinstance(post, digestlint.DigestPost)
    assert (post.front_matter.layout, str(post.front_matter.date)) == ("post", "2023-05-24")
    assert post.front_matter.tags == ("papers", "huggingface")
    first = post.papers[0]
    assert (first.number, first.arxiv_id, first.alphaxiv_id) == (1, "2305.14314", "2305.14314")
    assert [section.name for section in first.sections] == [
        "Introduction",
        "Method",
        "Results",
        "Limitations",
        "Conclusion",
    ]
    goal, *_ = first.sections[0].text.split("\n")
    assert goal.startswith("- Goal: ")
    assert goal in TEXT.split("\n")


def test_what_is_no_value_tells_every_reason() -> None:
    text = TEXT.replace("layout: post\n", "").replace("(https://arxiv.org/abs/2305.14314)", "()")
    with pytest.raises(ValidationError) as raised:
        digestlint.parse(text)
    places = [error["loc"] for error in raised.value.errors()]
    assert places == [("front_matter", "layout"), ("papers", 0, "arxiv_id")]


# lint_paths, read_settings


def test_posts_on_disk_are_compared(blog: Path) -> None:
    again = TEXT.replace("2023-05-24", "2023-05-25")
    later = blog / "_posts" / "2023-05-25-daily-papers-20230525.md"
    later.write_text(again, encoding="utf-8")
    codes = {(Path(found.path).name, found.code) for found in digestlint.lint_paths([later])}
    assert codes == {(later.name, "XP001")}
    assert codes == {(Path(it.path).name, it.code) for it in digestlint.lint_paths([blog])}
    assert codes == {(Path(it.path).name, it.code) for it in digestlint.lint_paths([])}
    assert digestlint.lint_paths([later], settings=digestlint.Settings(ignore=("XP",))) == ()


def test_settings_are_those_of_the_blog_or_those_given(blog: Path) -> None:
    (blog / PATH).write_text(WRONG, encoding="utf-8")
    settings = blog / "digestlint.toml"
    settings.write_text('ignore = ["WS001"]\n', encoding="utf-8")
    assert [found.code for found in digestlint.lint_paths(["_posts"])] == ["LK005"]
    given = digestlint.lint_paths(["_posts"], settings=digestlint.Settings())
    assert [found.code for found in given] == ["LK005", "WS001"]
    for path in (settings, blog, "_posts"):
        assert digestlint.read_settings(path).ignore == ("WS001",)
    assert digestlint.lint(WRONG, settings=digestlint.read_settings())[0].code == "LK005"
    out = digestlint.Settings(exclude=("_posts/",))
    assert digestlint.lint_paths([], settings=out) == ()
    settings.write_text('ignor = ["WS001"]\nselct = []\n', encoding="utf-8")
    for path in (settings, blog):
        with pytest.raises(digestlint.SettingsError) as raised:
            digestlint.read_settings(path)
        assert len(str(raised.value).split("\n")) == 2
    with pytest.raises(digestlint.SettingsError, match="the nearest is ignore"):
        digestlint.lint_paths(["_posts"])


def test_what_a_baseline_lists_is_not_told(blog: Path) -> None:
    (blog / PATH).write_text(WRONG, encoding="utf-8")
    command = [sys.executable, "-m", "digestlint", "--write-baseline", "known.toml"]
    subprocess.run(command, check=True, capture_output=True)
    (blog / "digestlint.toml").write_text('baseline = "known.toml"\n', encoding="utf-8")
    assert digestlint.lint_paths([PATH]) == ()
    (blog / "known.toml").unlink()
    with pytest.raises(digestlint.SettingsError, match=r"known\.toml"):
        digestlint.lint_paths([PATH])


def test_paths_that_lead_nowhere(blog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError, match="absent"):
        digestlint.lint_paths([blog / "absent"])
    (blog / "empty").mkdir()
    assert digestlint.lint_paths(["empty"]) == ()

    def read_bytes(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))  # root may read all

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(OSError, match=f"cannot read {PATH}: Permission denied"):
        digestlint.lint_paths([PATH])


# The example


def test_the_example_asks_until_the_post_is_clean(tmp_path: Path) -> None:
    command = [sys.executable, str(EXAMPLES / "correct_in_a_loop.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    rounds = done.stdout.split("Please correct this:\n")
    assert len(rounds) == 3
    assert rounds[1].startswith("line 1: the key layout is missing\nline 22: no heading")
    assert rounds[2].split("\n")[-2] == f"Clean: {len(TEXT)} characters."


def test_the_example_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)
    write = __import__("correct_in_a_loop").write
    prompts: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return WRONG

    with pytest.raises(RuntimeError, match=r"line 11: alphaXiv id 2305\.14315 differs"):
        write(ask, "글을 쓰라.", PATH, attempts=3)
    assert len(prompts) == 3
    assert prompts[0] == "글을 쓰라."
    assert prompts[1] == prompts[2]
    assert "## Method\n" in prompts[1]  # what could be mended was
