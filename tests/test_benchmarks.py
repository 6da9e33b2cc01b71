"""The benchmark's posts are what they are said to be, and its measure sees every process."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.__main__ import MARKS, README
from benchmarks.measure import Command, FailedError, run
from benchmarks.posts import DEFECTS, EXTRAS, Made, Mix, Word, make, write
from digestlint import linter, plain
from digestlint.settings import Settings
from digestlint.source import Source

GOOD = Mix(defects=0, markup=0)


def said(posts: Iterable[Made]) -> list[set[str]]:
    """The codes that are said of each post, all of them in one blog."""
    sources = [(Source(post.text), f"_posts/{post.name}") for post in posts]
    results = linter.lint_all(sources, Settings())
    return [{it.code for it in result.diagnostics} for result in results]


def is_plain(post: Made) -> bool:
    source = Source(post.text)
    return plain.scan(source, source.text[: source.text.index("\n# ")].count("\n") + 1) is not None


def test_posts_are_the_same_in_every_run() -> None:
    assert list(make(30, Mix())) == list(islice(make(60, Mix()), 30))


def test_posts_have_the_size_of_real_ones() -> None:
    for post in make(100, GOOD):
        assert 5 <= post.text.count("\n# ") <= 9
        assert 10_000 < len(post.text.encode()) < 23_000


def test_good_posts_are_plain_and_nothing_is_said_of_them() -> None:
    posts = list(make(40, GOOD))
    assert all(map(is_plain, posts))
    assert said(posts) == [set()] * 40


def test_no_two_papers_of_a_large_blog_have_a_name_in_common() -> None:
    titles = [
        line.partition("[")[2].partition(":")[0]
        for post in make(2000, GOOD)
        for line in post.text.splitlines()
        if line.startswith("# ")
    ]
    assert Counter(titles).most_common(1)[0][1] == 1


def test_nothing_is_said_of_more_markdown() -> None:
    posts = list(make(len(EXTRAS), Mix(0, 1)))
    assert [post.extra for post in posts] == list(EXTRAS)
    assert {is_plain(post) for post in posts} == {True, False}
    assert said(posts) == [set()] * len(EXTRAS)


def test_something_is_said_of_each_defect() -> None:
    posts = list(make(len(DEFECTS), Mix(1, 0)))
    assert [post.defect for post in posts] == list(DEFECTS)
    assert all(said(posts))


def test_shares_are_kept() -> None:
    posts = list(make(200, Mix(0.05, 0.1)))
    assert sum(bool(post.defect) for post in posts) == 10
    assert sum(bool(post.extra) for post in posts) == 20


def test_raw_posts_have_spaces_at_the_ends_of_lines_and_hard_breaks() -> None:
    posts = list(make(5, Mix(0, 0, raw=True)))
    assert said(posts) == [{"WS001"}] * 5
    for post in posts:
        fixed = linter.fix(Source(post.text), Settings(), f"_posts/{post.name}")
        assert fixed.source.text.count("  \n") == 2 * post.text.count("\n## Method")


def test_blog_is_a_repository_of_its_own(tmp_path: Path) -> None:
    write(tmp_path / "blog", make(3, GOOD))
    assert len(list((tmp_path / "blog" / "_posts").iterdir())) == 3
    assert (tmp_path / "blog" / ".git").is_dir()


@pytest.mark.parametrize(
    ("word", "particle", "together"),
    [
        ("모형", "은", "모형은"),
        ("인코더", "은", "인코더는"),
        ("장치", "이", "장치가"),
        ("층", "을", "층을"),
        ("모듈", "으로", "모듈로"),
        ("층", "으로", "층으로"),
        ("Takoru", "과", "Takoru와"),
        ("속도", "에", "속도에"),
        ("속도", "", "속도"),
    ],
)
def test_particle_goes_with_its_word(word: str, particle: str, together: str) -> None:
    assert format(Word(word), particle) == together


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell what a child costs")
def test_memory_is_that_of_the_largest_process_and_not_of_ours(tmp_path: Path) -> None:
    ours = bytearray(b"x" * (96 << 20))
    eater = f"import subprocess; subprocess.run([{sys.executable!r}, '-c', 'b\"x\" * (64 << 20)'])"
    small = run(Command("small", (sys.executable, "-c", "pass"), tmp_path))
    large = run(Command("large", (sys.executable, "-c", eater), tmp_path))
    assert small.largest < 64 << 10 < large.largest < 96 << 10 < len(ours)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="this system does not tell what a child costs")
def test_command_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(FailedError, match="ended with status 2"):
        run(Command("wrong", (sys.executable, "-c", "raise SystemExit(2)"), tmp_path))


def test_readme_has_a_place_for_the_result() -> None:
    text = README.read_text("utf-8")
    assert [text.count(mark) for mark in MARKS] == [1, 1]
    assert text.index(MARKS[0]) < text.index(MARKS[1])
