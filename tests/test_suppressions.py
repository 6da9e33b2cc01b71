"""What a comment hides, and how far it reaches."""

from __future__ import annotations

import pytest

from digestlint import linter
from digestlint.settings import Settings
from digestlint.source import Source

PATH = "_posts/2025-11-07-daily-papers-20251107.md"
SETTINGS = Settings(select=("LK005", "DL"))
BAD_LINE = "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.09999)\n"
HEADING = "# 1. [A Paper](https://arxiv.org/abs/2511.04570)\n\n"


def lint(text: str, settings: Settings = SETTINGS) -> list[tuple[int, str]]:
    diagnostics = linter.lint(Source(text), settings, PATH).diagnostics
    return [(diagnostic.start.line, diagnostic.code) for diagnostic in diagnostics]


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- digestlint: ignore[LK005] -->",
        "<!-- digestlint: ignore[mismatched-alphaxiv-id] -->",
        "<!-- digestlint: ignore[LK004, LK005] -- the talk -->",
        "<!--digestlint:ignore[LK005]-->",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_comment_hides_the_next_block(comment: str, gap: str) -> None:
    assert lint(HEADING + comment + gap + BAD_LINE) == []


def test_comment_hides_no_later_block() -> None:
    text = HEADING + "<!-- digestlint: ignore[LK005] -->\n\n다른 문단이다.\n\n" + BAD_LINE
    assert lint(text) == [(3, "DL002"), (7, "LK005")]


def test_two_comments_hold_for_one_block() -> None:
    first, second = "<!-- digestlint: ignore[LK004] -->\n", "<!-- digestlint: ignore[LK005] -->\n"
    assert lint(HEADING + first + second + BAD_LINE) == []


def test_comment_above_a_list_hides_in_all_of_it() -> None:
    link = BAD_LINE.removeprefix("> ")
    text = HEADING + "<!-- digestlint: ignore[LK005] -->\n\n- 하나이다.\n- " + link
    assert lint(text) == []


@pytest.mark.parametrize(
    "text",
    [
        HEADING + BAD_LINE + "\n<!-- digestlint: ignore-file[LK005] -->\n",
        "---\n# digestlint: ignore-file[LK005]\ntitle: x\n---\n" + HEADING + BAD_LINE,
    ],
)
def test_comment_for_the_file_hides_everywhere(text: str) -> None:
    assert lint(text) == []


def test_comment_in_code_is_code() -> None:
    text = HEADING + "```\n<!-- digestlint: ignore-file[LK005] -->\n```\n\n" + BAD_LINE
    assert lint(text) == [(7, "LK005")]


def test_unused_names_are_told_one_by_one() -> None:
    settings = Settings(select=("LK005", "LK004", "DL"))
    text = HEADING + "<!-- digestlint: ignore[LK004, LK005] -->\n" + BAD_LINE
    assert lint(text, settings) == [(3, "DL002")]


def test_comment_at_the_end_of_a_line_is_no_suppression() -> None:
    text = HEADING + BAD_LINE.strip() + " <!-- digestlint: ignore[LK005] -->\n"
    assert lint(text) == [(3, "LK005"), (3, "DL003")]


def test_suppressed_diagnostics_are_counted() -> None:
    text = HEADING + "<!-- digestlint: ignore[LK005] -->\n" + BAD_LINE
    assert linter.lint(Source(text), SETTINGS, PATH).suppressed == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [("- 하나이다.", "- 둘이다."), ("> 인용이다.", "문단이다."), ("- 하나이다.", "    code")],
)
def test_fix_leaves_a_comment_that_keeps_blocks_apart(before: str, after: str) -> None:
    comment = "<!-- digestlint: ignore[LK005] -->"
    text = f"{HEADING}{before}\n\n{comment}\n\n{after}\n"
    assert linter.fix(Source(text), SETTINGS, PATH).source.text == text


def test_fix_takes_away_a_comment_that_stands_alone() -> None:
    comment = "<!-- digestlint: ignore[LK005] -->"
    text = f"{HEADING}하나이다.\n\n{comment}\n\n둘이다.\n"
    fixed = linter.fix(Source(text), SETTINGS, PATH)
    assert fixed.source.text == f"{HEADING}하나이다.\n\n둘이다.\n"
