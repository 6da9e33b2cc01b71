"""What a comment hides, and how far it reaches."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from digestlint import linter
from digestlint.proof import same_html, same_page
from digestlint.settings import Settings
from digestlint.source import Source
from renderers import Renderer, build_site

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


# --- Ranges ----------------------------------------------------------------------------------


def start(*codes: str) -> str:
    return f"<!-- digestlint: ignore-start[{', '.join(codes)}] -->\n\n"


def end(*codes: str) -> str:
    return f"<!-- digestlint: ignore-end[{', '.join(codes)}] -->\n\n"


BROKEN = "코드는 [저장소] (https://github.com/example/proof)에 있다.\n\n"
RANGES = Settings(select=("LK012", "KO003", "DL"))
UNFINISHED = "기존 방법은 느리다\n\n"


def test_range_hides_all_blocks_in_it() -> None:
    text = BROKEN + start("LK012") + BROKEN + "- " + BROKEN + end("LK012") + BROKEN
    assert lint(text, RANGES) == [(1, "LK012"), (11, "LK012")]


def test_range_hides_only_what_it_names() -> None:
    text = HEADING + "## Method\n\n" + start("LK012") + BROKEN + UNFINISHED + end("LK012")
    assert lint(text, RANGES) == [(9, "KO003")]


def test_ranges_end_one_by_one() -> None:
    head = HEADING + "## Method\n\n" + start("LK012", "broken-link", "KO003")
    text = head + BROKEN + UNFINISHED + end("KO003") + BROKEN + UNFINISHED + end("LK012")
    assert lint(text, RANGES) == [(15, "KO003")]


def test_ranges_of_one_rule_lie_in_one_another() -> None:
    inner = start("LK012") + BROKEN + end("LK012")
    text = start("LK012") + inner + BROKEN + end("LK012") + BROKEN
    assert lint(text, RANGES) == [(13, "LK012")]


def test_ranges_may_overlap() -> None:
    head = HEADING + "## Method\n\n" + start("LK012") + start("KO003")
    text = head + BROKEN + UNFINISHED + end("LK012") + BROKEN + UNFINISHED + end("KO003")
    assert lint(text, RANGES) == [(15, "LK012")]


def said(text: str) -> list[tuple[int, str, list[tuple[int, str]]]]:
    """What DL003 says of a text: the line, the message, the notes."""
    return [
        (
            it.start.line,
            str(it.message),
            [(note.start.line, str(note.message)) for note in it.notes],
        )
        for it in linter.lint(Source(text), Settings(select=("DL003",)), PATH).diagnostics
    ]


def test_start_without_an_end_hides_nothing() -> None:
    text = end("LK012") + start("LK012") + BROKEN
    assert [it for it in lint(text, RANGES) if it[1] == "LK012"] == [(5, "LK012")]


ALONE = "the range of LK012 has no ignore-end below, so nothing is hidden"
UNBEGUN = "no range of LK012 begins above this ignore-end"
OTHER = "no range of KO003 begins above, the one that is open is of LK012"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (start("LK012") + BROKEN, [(1, ALONE, [])]),
        (BROKEN + end("LK012"), [(3, UNBEGUN, [])]),
        (
            start("LK012") + end("LK012") + end("LK012"),
            [(5, UNBEGUN, [(3, "one that began above ends here already")])],
        ),
        (
            end("LK012") + start("LK012"),
            [
                (1, UNBEGUN, []),
                (3, ALONE, [(1, "an ignore-end stands here, above it")]),
            ],
        ),
        (start("LK012") + end("KO003"), [(3, OTHER, [(1, "it begins here")])]),
        (
            start("LK012") + end("LKO12"),
            [(3, "no rule is called LKO12, the nearest is LK012", [])],
        ),
        (
            start("LKO12") + end("LK012"),
            [(1, "no rule is called LKO12, the nearest is LK012", [])],
        ),
    ],
)
def test_one_word_on_ranges_without_a_partner(
    text: str, expected: list[tuple[int, str, list[tuple[int, str]]]]
) -> None:
    assert said(text) == expected


def test_range_to_the_end_of_another_rule_is_read_as_meant() -> None:
    text = start("LK012") + BROKEN + end("KO003") + BROKEN
    assert lint(text, RANGES) == [(5, "DL003"), (7, "LK012")]


def test_fix_takes_away_both_ends_of_an_idle_range() -> None:
    text = f"하나이다.\n\n{start('LK012')}둘이다.\n\n{end('LK012')}셋이다.\n"
    fixed = linter.fix(Source(text), RANGES, PATH)
    assert fixed.source.text == "하나이다.\n\n둘이다.\n\n셋이다.\n"


@pytest.mark.parametrize(
    "text",
    [
        f"{start('LK012', 'KO003')}하나이다.\n\n{end('LK012')}둘이다.\n\n{end('KO003')}",
        f"{start('LK012')}{end('LK012')}하나이다.\n",
        f"{start('LK012', 'LK005')}하나이다.\n\n{end('LK012', 'LK005')}둘이다.\n",
    ],
)
def test_fix_leaves_what_it_cannot_take_away_whole(text: str) -> None:
    assert linter.fix(Source(text), RANGES, PATH).source.text == text


def test_fix_leaves_a_comment_that_names_a_rule_that_is_not_selected() -> None:
    text = f"{HEADING}하나이다.\n\n<!-- digestlint: ignore[LK005, LK004] -->\n\n둘이다.\n"
    assert linter.fix(Source(text), SETTINGS, PATH).source.text == text


# --- Where a comment may stand ---------------------------------------------------------------

COMMENT = "<!-- digestlint: ignore[KO003] -- reason -->"
SPLIT = "the suppression splits the list, expected above the list"
UNDER = "the suppression stands right under text, expected a blank line between them"
ALONG = (
    "the suppression changes what the site makes of the line below, "
    "expected a blank line between them"
)
LIST, QUOTE, CODE, TERMS = (
    "the suppression stands in a list, expected above the list",
    "the suppression stands in a quote, expected above the quote",
    "the suppression splits the code, expected above the code",
    "the suppression splits the definition list, expected above it",
)
INDENTED = "the suppression is indented, expected at the start of the line"
ANCHOR = "a comment in a heading changes its anchor, expected on a line of its own above it"
NOT_ALONE = "the suppression does not stand on a line of its own, expected above the block"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- 하나\n{}\n- 둘\n", 2, SPLIT),
        ("- 하나\n\n{}\n\n- 둘\n", 3, SPLIT),
        ("- 하나\n\n{}\n\n* 둘\n", 3, SPLIT),
        ("1. 하나\n\n{}\n\n2. 둘\n", 3, SPLIT),
        ("- 하나\n\n{}\n\n  계속\n", 3, SPLIT),
        ("- 하나\n\n{}\n\n    code\n", 3, SPLIT),
        ("- 하나\n\n  {}\n", 3, LIST),
        ("> 하나\n>\n> {}\n", 3, QUOTE),
        ("    code\n\n{}\n\n    code\n", 3, CODE),
        ("낱말\n: 뜻\n\n{}\n\n: 다른 뜻\n", 4, TERMS),
        ("하나이다.\n{}\n\n둘이다.\n", 2, UNDER),
        ("> 하나\n{}\n\n둘이다.\n", 2, UNDER),
        ("- 하나\n{}\n\n둘이다.\n", 2, UNDER),
        ("하나이다.\n\n{}\n| a | b |\n", 3, ALONG),
        ("하나이다.\n\n{}\n$$\nx\n$$\n", 3, ALONG),
        ("하나이다.\n\n{}\n제목\n---\n", 3, ALONG),
        ("하나이다.\n\n  {}\n\n둘이다.\n", 3, INDENTED),
        ("## Method {}\n", 1, ANCHOR),
        ("하나이다. {}\n", 1, NOT_ALONE),
        ("{} 하나이다.\n", 1, NOT_ALONE),
        ("<div>\n{}\n</div>\n", 2, NOT_ALONE),
        ("<!--\ndigestlint: ignore[KO003]\n-->\n", 1, NOT_ALONE),
    ],
)  # fmt: skip
def test_comment_that_would_change_the_page_is_refused(text: str, line: int, message: str) -> None:
    assert [it[:2] for it in said(text.format(COMMENT))] == [(line, message)]


@pytest.mark.parametrize(
    "text",
    [
        "{}\n하나이다.\n",
        "{}\n\n하나이다.\n",
        "---\ntitle: x\n---\n{}\n## Method\n",
        "## Method\n{}\n하나이다.\n",
        "## Method\n{}\n- 하나\n- 둘\n",
        "하나이다.\n\n{}\n## Method\n",
        "하나이다.\n\n{}\n> 하나\n",
        "하나이다.\n\n{}\n- 하나\n",
        "하나이다.\n\n{}\n{}\n\n| a | b |\n",
        "- 하나\n\n{}\n\n> 하나\n",
        "- 하나\n\n{}\n\n하나이다.\n",
        "하나이다.\n\n{}",
        "하나이다.\n\n{}  \n\n둘이다.\n",
    ],
)
def test_comment_that_changes_nothing_is_read(text: str) -> None:
    assert said(text.replace("{}", COMMENT)) == []


def test_the_other_place_of_a_comment_that_splits_is_where_the_list_begins() -> None:
    text = f"- 하나\n- 둘\n\n{COMMENT}\n\n- 셋\n"
    assert said(text) == [(4, SPLIT, [(1, "what it splits begins here")])]


def test_many_comments_take_no_longer_than_their_text() -> None:
    text = "<!-- digestlint: ignore-start[LK012] -->\n" * 20_000
    assert len(said(text)) == 20_000


# --- The page ----------------------------------------------------------------------------------

# What may stand above a comment and below it; kramdown joins some of them, and CommonMark others.
ABOVE = (
    "", "## Method\n", "하나이다.\n", "하나이다.  \n둘이다.  \n", "- 하나\n- 둘\n",
    "1. 하나\n2. 둘\n", "> 하나\n", "```\ncode\n```\n", "* * *\n", "<div>x</div>\n",
    "| a | b |\n|---|---|\n| c | d |\n", "$$\nx\n$$\n", "낱말\n: 뜻\n", "하나이다.\n{: .x}\n",
    "    code\n", "각주[^1]와 [x] 그리고 AB이다.\n",
)  # fmt: skip
BELOW = (
    "", "## Results\n", "셋이다.\n", "p(y|x)이다.\n", "- 셋\n- 넷\n", "* 셋\n", "1. 셋\n2. 넷\n",
    "2024. 일이다.\n", "> 셋\n", "```\ncode\n```\n", "| e | f |\n|---|---|\n| g | h |\n",
    "* * *\n", "제목\n---\n", "제목\n===\n", "<div>y</div>\n", "<b>굵게</b> 쓴다.\n",
    "$$\ny\n$$\n", ": 다른 뜻\n", "말\n: 뜻\n", "{: .y}\n", "    code\n", "  들여쓴 글이다.\n",
    "\t들여쓴 글이다.\n", "[^1]: 각주이다.\n", "[x]: https://example.org\n", "*[AB]: 약어\n",
    "{::comment}\n숨긴다.\n{:/comment}\n", "{% raw %}{{ x }}{% endraw %}\n",
    "[저장소](https://example.org)\n", "![그림](x.png)\n",
)  # fmt: skip
FORMS = (
    "<!-- digestlint: ignore[KO003] -- reason -->\n",
    "<!-- digestlint: ignore[KO003] -->\n<!-- digestlint: ignore-file[LK012] -->\n",
    "<!-- digestlint: ignore-start[KO003] -->\n<!-- digestlint: ignore-end[KO003] -->\n",
)


@pytest.mark.slow
def test_kramdown_has_the_same_page_with_a_comment_that_is_read(renderer: Renderer) -> None:
    read = 0
    for above, below, form, upper, lower in product(ABOVE, BELOW, FORMS, ("", "\n"), ("", "\n")):
        text = above + upper + form + lower + below
        if said(text):
            continue
        read += 1
        assert same_html(
            renderer.kramdown(text, liquid=True),
            renderer.kramdown(above + upper + lower + below, liquid=True),
        ), text
        assert same_page(Source(text), Source(above + upper + lower + below)), text
    assert read > 1000


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "## Method {}\n",
        "- 하나\n\n{}\n\n- 둘\n",
        "하나이다.  \n{}\n\n둘이다.\n",
        "하나이다.\n\n{}\np(y|x)이다.\n",
        "하나이다.\n\n  {}\n\n둘이다.\n",
        "낱말\n: 뜻\n\n{}\n\n: 다른 뜻\n",
    ],
)
def test_kramdown_has_another_page_where_a_comment_is_refused(
    text: str, renderer: Renderer
) -> None:
    without = re.sub(r"[ \n]*\{\}", "", text, count=1) if text[0] == "#" else text.replace("{}", "")
    assert said(text.replace("{}", COMMENT)) != []
    assert not same_html(renderer.kramdown(text.replace("{}", COMMENT)), renderer.kramdown(without))


COMMENT_LINE = "<!-- digestlint: "
COMMENTED = """\
---
# digestlint: ignore-file[FM012] -- the tag's page has links
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00 +0900
tags: [papers, hugginface]
categories: []
---
<!-- digestlint: ignore-file[HD009] -->

<!-- digestlint: ignore[LK009] -- a classic -->
# 1. [A $k$-Step Proof](https://arxiv.org/abs/2411.04570)

<!-- digestlint: ignore[LK005] -->

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2411.09999)

<!-- digestlint: ignore-start[SC007, KO007] -->

## Introduction

<!-- digestlint: ignore[KO003] -->

- 우리는 증명을 짧게 쓰는 방법을 찾는다.
- 기존 방법은 느리다

<!-- digestlint: ignore-end[SC007] -->

## Method
<!-- digestlint: ignore-start[RN002] -->

p(y|x)를 최대화한다.

<!-- digestlint: ignore-end[RN002, KO007] -->
"""


@pytest.mark.slow
@pytest.mark.usefixtures("jekyll")
def test_jekyll_has_the_same_page_with_and_without_suppressions(tmp_path: Path) -> None:
    name = "2025-11-07-daily-papers-20251107.md"
    selected = ("DL", "FM012", "HD009", "LK005", "LK009", "SC007", "KO003", "KO007", "RN002")
    assert lint(COMMENTED, Settings(select=selected)) == []
    lines = COMMENTED.splitlines(keepends=True)
    without = "".join(line for line in lines if "digestlint:" not in line)
    assert {code for _, code in lint(without, Settings(select=selected))} == {*selected} - {"DL"}
    sites = [
        build_site({name: text.encode()}, tmp_path / kind)
        for kind, text in (("with", COMMENTED), ("without", without))
    ]
    assert sites[0].keys() == sites[1].keys()
    for page, other in zip(*(site.values() for site in sites), strict=True):
        shown = [line for line in page.decode().split("\n") if line and COMMENT_LINE not in line]
        assert shown == [line for line in other.decode().split("\n") if line]
    assert sum(page.count(COMMENT_LINE.encode()) for page in sites[0].values()) == 8
