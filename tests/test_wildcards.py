"""Patterns for paths: they mean what they mean to git, and no pattern makes matching slow."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digestlint.globs import Globs, is_pattern
from digestlint.wildcards import Line, WildcardError, fits
from growth import counted, total
from renderers import need

SIGNS = ["a", "b", "/", "*", "**", "?", "!", ".", "[ab]", "[!a]", "[^b]", "[a-c]", "[[:alpha:]]"]
SIGNS += ["[[:digit:]x]", "[]a]", "[\\]]", "\\*", "\\a", "#", "-", "/**/", "**/", "/**", " ", "\\ "]
NAMES = ["a", "b", "c", "ab", "abc", ".a", "#", "!b", "a b", "*", "]", "x1", "-"]


def lines() -> st.SearchStrategy[list[str]]:
    """A few lines of a ``.gitignore``."""
    line = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map("".join)
    # git takes "a**/b" for "a/**/b" or "a*/b", by whether a wildcard comes before: not followed
    apart = line.filter(lambda text: not re.search(r"[^/!]\*\*|\*\*[^/]", text))
    return st.lists(apart, min_size=1, max_size=3)


def paths() -> st.SearchStrategy[list[str]]:
    """A few paths of files."""
    path = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4).map("/".join)
    return st.lists(path, min_size=1, max_size=6, unique=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty repository."""
    need("git")
    folder = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    return folder


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(patterns=lines(), named=paths())
def test_patterns_mean_what_git_says(
    repository: Path, patterns: list[str], named: list[str]
) -> None:
    (repository / ".gitignore").write_text("\n".join(patterns) + "\n", encoding="utf-8")
    asked = subprocess.run(
        ["git", "-C", repository, "check-ignore", "--no-index", "--stdin", "-z"],
        input="\0".join(named),
        capture_output=True,
        encoding="utf-8",
    )
    assert asked.returncode in (0, 1), asked.stderr
    ignored = set(asked.stdout.split("\0")) - {""}
    globs = Globs("/top/", patterns, forgiving=True)
    assert {path for path in named if globs.verdict(f"/top/{path}")} == ignored


@pytest.mark.parametrize(
    "text", ["!", "a\\", "[ab", "[", "[!", "[z-a]", "[a-", "[\\", "x/[[:alpha:]"]
)
def test_a_line_that_can_match_nothing_is_no_pattern(text: str) -> None:
    with pytest.raises(WildcardError):
        Line(text)
    assert not is_pattern(text)


@pytest.mark.parametrize("text", ["", "# a", "   ", "/", "가*", "[a-z]", "\\!a", "!a/**", "[]]"])
def test_a_line_that_is_a_pattern_or_says_nothing(text: str) -> None:
    assert is_pattern(text)


@pytest.mark.parametrize(
    ("text", "path", "verdict"),
    [
        ("초안*.md", "초안 1.md", True),
        ("?.md", "가.md", True),  # one character, three bytes
        ("[가-힣].md", "나.md", True),
        ("[!가].md", "가.md", None),
        ("a/", "a", None),
        ("a/", "a/", True),
        ("a/", "a/b.md", True),
        ("a/**", "a/", None),
        ("/a.md", "b/a.md", None),
    ],
)
def test_what_a_pattern_says(text: str, path: str, verdict: bool | None) -> None:
    assert Globs("/top/", [text]).verdict(f"/top/{path}") == verdict


def looks(text: str, path: str) -> int:
    """How many lines of code run to match a path."""
    counts: dict[str, int] = {}
    names = path.split("/")
    line = Line(text)
    with counted(counts):
        list(line.matches(names, is_folder=False))
    return total(counts)


STARS = {
    "stars in a name": ("*a" * 20 + "b", "a" * 60),
    "stars and questions": ("*?" * 20 + "b", "a" * 60),
    "stars and brackets": ("*[ab]" * 20 + "c", "ab" * 30),
    "two stars between names": ("**/a/" * 20 + "b", "a/" * 30 + "a"),
    "stars in names between stars": ("**/*a*a*/" * 10 + "b", "aaaa/" * 30 + "a"),
    "two stars in a row": ("**/" * 40 + "b", "a/" * 40 + "a"),
    "names of stars": ("*/" * 30 + "b", "aa/" * 30 + "a"),
}


@pytest.mark.parametrize("kind", STARS)
def test_work_is_bounded_by_the_lengths_of_pattern_and_path(kind: str) -> None:
    text, path = STARS[kind]
    assert looks(text, path) < 6 * len(text) * len(path)
    longer = looks(text + text[:-1] + "b", f"{path}/{path}")
    assert longer < 4.4 * looks(text, path) + 1000


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_a_name_fits_as_by_trying_all_ways(text: str, name: str) -> None:
    def by_trying(text: str, name: str) -> bool:
        if not text or not name:
            return text.strip("*") == "" and not name
        if text[0] == "*":
            return by_trying(text[1:], name) or by_trying(text, name[1:])
        return text[0] in ("?", name[0]) and by_trying(text[1:], name[1:])

    signs = [None if sign == "*" else str.isascii if sign == "?" else sign for sign in text]
    assert fits(signs, name) == by_trying(text, name)
