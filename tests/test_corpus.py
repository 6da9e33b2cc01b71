"""Posts held against one another: what is read of neighbours, and what is said of whom."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import corpus, linter
from digestlint.post import parse
from digestlint.settings import Settings
from digestlint.source import Source

SETTINGS = Settings(select=("XP001", "XP002", "XP003", "XP004"))
SUMMARY = "글을 여러 조각으로 나누고 조각마다 짧은 요약을 남겨 다시 읽을 때 쓴다."


def post(day: str, *papers: str) -> tuple[Source, str]:
    text = f"---\ndate: {day}\n---\n\n" + "\n".join(papers)
    return Source(text), f"_posts/{day}-daily-papers-{day.replace('-', '')}.md"


def paper(id_: str, title: str = "A Paper", summary: str = "") -> str:
    section = f"\n## Method\n\n{summary}\n" if summary else ""
    return f"# 1. [{title}](https://arxiv.org/abs/{id_})\n{section}"


def said(results: list[linter.Result]) -> list[tuple[str, str, str, int]]:
    return [
        (d.path[-11:-3], d.code, note.path[-11:-3], note.start.line)
        for result in results
        for d in result.diagnostics
        for note in d.notes
    ]


EARLY = post("2025-11-04", paper("2511.01000"), paper("2511.02000", "A Small Model", SUMMARY))


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (paper("2511.02000v3", "A small model"), ("20251107", "XP001", "20251104", 7)),
        (paper("2511.02000", "A Large Model"), ("20251107", "XP003", "20251104", 7)),
        (paper("2511.07000", "Another", SUMMARY), ("20251107", "XP004", "20251104", 9)),
    ],
)
def test_neighbour_is_compared_but_not_linted(
    later: str, expected: tuple[str, str, str, int]
) -> None:
    results = linter.lint_all([post("2025-11-07", later)], SETTINGS, [EARLY])
    assert said(results) == [expected]


def test_of_two_posts_the_later_is_told() -> None:
    later = post("2025-11-07", paper("2511.02000", "A Small Model"))
    assert said(linter.lint_all([EARLY], SETTINGS, [later])) == []


def test_post_is_not_compared_with_its_own_copy_on_disk() -> None:
    assert said(linter.lint_all([EARLY], SETTINGS, [EARLY])) == []


def test_comment_hides_what_is_said_across_posts() -> None:
    comment = "<!-- digestlint: ignore[XP001] -- new experiments -->\n"
    later = post("2025-11-07", comment + paper("2511.02000", "A Small Model"))
    (result,) = linter.lint_all([later], SETTINGS, [EARLY])
    assert (result.diagnostics, result.suppressed) == ((), 1)


def test_broken_neighbour_hides_no_other() -> None:
    broken = Source("---\ntitle: [\n\n# 2511.02000 \x00 ](\n```\n"), "_posts/2025-11-01-x.md"
    later = post("2025-11-07", paper("2511.02000", "A Small Model"))
    results = linter.lint_all([later], SETTINGS, [broken, EARLY])
    assert said(results) == [("20251107", "XP001", "20251104", 7)]


def test_neighbour_is_read_in_full_only_where_it_may_concern() -> None:
    source, path = EARLY
    stranger = corpus.neighbour_facts(
        source, SETTINGS, path, corpus.Wanted(frozenset({"2511.09999"}), frozenset())
    )
    concerned = corpus.neighbour_facts(
        source, SETTINGS, path, corpus.Wanted(frozenset({"2511.02000"}), frozenset())
    )
    assert (stranger.day, stranger.address) == (concerned.day, concerned.address)
    assert stranger.papers == ()
    assert [paper.id for paper in concerned.papers] == ["2511.01000", "2511.02000"]


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("", "daily-papers-20251107"),
        ("slug: today\n", "today"),
        ("categories: [Vision, speech]\n", "vision/speech/daily-papers-20251107"),
        ("permalink: /papers/today/\n", "/papers/today/"),
    ],
)
def test_address_is_what_jekyll_makes_besides_the_date(header: str, address: str) -> None:
    name = PurePosixPath("_posts/2025-11-07-daily-papers-20251107.md")
    read = parse(Source(f"---\ndate: 2025-11-07\n{header}---\n"), SETTINGS, name)
    assert corpus.facts_of(read, SETTINGS, str(name)).address == address


@given(st.text(alphabet="#[]() \n-다.a1가:", max_size=60), st.text(max_size=30))
def test_any_neighbour_is_tolerated(body: str, header: str) -> None:
    neighbour = Source(f"---\n{header}\n---\n# 1. [A](https://arxiv.org/abs/2511.01000)\n{body}")
    results = linter.lint_all([EARLY], SETTINGS, [(neighbour, "_posts/2025-11-01-x.md")])
    assert not results[0].crashed


def test_copy_that_is_kept_elsewhere_is_no_post() -> None:
    source, path = EARLY
    kept = source, path.replace("_posts", "raw")
    assert said(linter.lint_all([EARLY, kept], SETTINGS)) == []


def test_of_a_copy_only_the_address_is_told() -> None:
    source, path = EARLY
    copy = source, path.replace("_posts", "_posts/sub")
    told = linter.lint_all([EARLY, copy], SETTINGS)
    assert {diagnostic.code for result in told for diagnostic in result.diagnostics} == {"XP002"}


@pytest.mark.parametrize(
    ("later", "code"),
    [
        (paper("2511.02000", "A Small Model"), "XP001"),
        (paper("2511.02000", "A Large Model"), "XP003"),
        (paper("2511.07000", "Another", SUMMARY.replace(" ", "  ")), "XP004"),
        (paper("2511.07000", "Another", unicodedata.normalize("NFD", SUMMARY)), "XP004"),
    ],
)
def test_posts_that_are_linted_together_are_compared(later: str, code: str) -> None:
    others = [post(f"2025-10-{day:02}", paper(f"2510.{day:05}")) for day in range(1, 9)]
    results = linter.lint_all([*others, post("2025-11-07", later), EARLY], SETTINGS)
    assert [(d.path[-11:-3], d.code) for it in results for d in it.diagnostics] == [
        ("20251107", code)
    ]


def test_only_posts_with_something_in_common_are_read_again() -> None:
    early, later = EARLY, post("2025-11-07", paper("2511.02000", "A Small Model"))
    other = post("2025-11-05", paper("2511.03000", "Another", SUMMARY[::-1]))
    results = [linter.lint(source, SETTINGS, path) for source, path in (early, later, other)]
    asked = list[str]()

    def source_of(path: str) -> Source:
        asked.append(path)
        return {it[1]: it[0] for it in (early, later, other)}[path]

    linter.compare(results, source_of, lambda _: SETTINGS)
    assert set(asked) == {early[1], later[1]}
