"""Twice the text is twice the work, never four times: counted in lines of ours that run.

A count is the same on every machine, which no time is. What it cannot see is work inside a built-in
function: a regular expression that goes back and forth, a slice of all that follows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import digestlint
from digestlint import linter
from digestlint.kramdown import spans
from digestlint.settings import Settings
from digestlint.source import Source

HOUSE = str(Path(digestlint.__file__).parent)
MANY = 120
"""How often a shape is repeated; then twice as often."""
MOST = 2.4
"""The most work of twice the text, in parts of that of the text."""
SLACK = 20 * MANY
"""Lines of a module that may run besides: where there is little work, chance has its share."""
BOUNDED = {"opened strong emphasis", "abbreviations"}
"""Shapes at which marks are read back and forth, as kramdown does, up to a number of them.

They are repeated more often than that.
"""
NAME = "2025-11-07-daily-papers-20251107.md"

HEADER = """\
---
layout: post
title: "Daily Papers — 2025-11-07"
date: 2025-11-07 08:15:00 +0900
tags: [papers, huggingface]
categories: []
---

"""
OPENING = """\
# 1. [Folding Maps](https://arxiv.org/abs/2511.00001)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.00001)

## Introduction

"""
SHAPES = {
    "sentences": "지도를 작은 조각으로 나누고 조각마다 방문 횟수를 기록한다. ",
    "lines": "지도를 작은 조각으로 나누고 조각마다 방문 횟수를 기록한다.\n",
    "paragraphs": "지도를 작은 조각으로 나누고 조각마다 방문 횟수를 기록한다.\n\n",
    "bullets": "- 지도를 작은 조각으로 나누고 조각마다 방문 횟수를 기록한다.\n",
    "ordered items": "1. 지도를 작은 조각으로 나누고 조각마다 방문 횟수를 기록한다.\n",
    "hard breaks": "지도를 작은 조각으로 나누고 기록한다.  \n",
    "trailing spaces": "지도를 작은 조각으로 나누고 기록한다.   \n\n",
    "sections": "## Method\n\n지도를 작은 조각으로 나누고 기록한다.\n\n",
    "papers": OPENING + "- 지도를 작은 조각으로 나누고 조각마다 방문 횟수를 기록한다.\n\n",
    "glued headings": "##Method\n\n지도를 작은 조각으로 나누고 기록한다.\n\n",
    "quotes": "> 지도를 작은 조각으로 나누고 기록한다.\n\n",
    "links": "[지도](https://example.org/a)를 접는다. ",
    "broken links": "[지도] (https://example.org/a)를 접는다. ",
    "open brackets": "(지도 [조각 ",
    "closed brackets": "(지도) [조각] ",
    "emphasis": "**지도**를 *작은* 조각으로 나눈다. ",
    "stars": "지도* ",
    "underscores": "지도_를 _조각 ",
    "code": "`지도`를 접는다. ",
    "backquotes": "` `` ",
    "mathematics": "$$x^2$$ 꼴로 $y$ 를 접는다. ",
    "dollars": "$ ",
    "tags": "<b>지도</b>를 <x>접는다. ",
    "less than": "< ",
    "Liquid": "{{ x }} {% y %} ",
    "braces": "{ ",
    "pipes": "지도 | 조각\n\n",
    "fences": "```\n지도를 접는다.\n```\n\n",
    "comments": "<!-- digestlint: ignore[SC001] -- 까닭 -->\n\n지도를 접는다.\n\n",
    "blank lines": "\n\n\n\n지도를 접는다.\n",
    "foreign words": "масштаб 地図 ",
    "words twice": "지도 지도 ",
    "invisible characters": "지\u200b도를 접는다.\u00a0 ",
    "decomposed text": "\u110c\u1175\u1103\u1169 ",
    "spaces": "  ",
    "tabs": "\t",
    "backslashes": "\\",
    "underlines": "지도를 접는다.\n---\n\n",
    "opened brackets": "[",
    "opened round brackets": "(",
    "opened comments": "<!-- ",
    "opened tags": "<b ",
    "opened Liquid": "{% ",
    "opened output": "{{ ",
    "opened mathematics": "$$ ",
    "opened strong emphasis": "**지",
    "quotes in quotes": "> ",
    "bullets in bullets": "- ",
    "attribute lists": "{: .x}\n",
    "definitions": "지도\n: 접은 것\n\n",
    "footnotes": "지도[^1]\n\n[^1]: 접은 것\n\n",
    "abbreviations": "*[지도]: 접은 것\n",
    "references": "[지도]: https://example.org/a\n\n",
    "images": "![지도](a.png) ",
    "addresses": "https://example.org/a?b=(c) ",
    "entities": "&amp; ",
    "letters": "가",
    "Latin letters": "a",
    "digits": "1",
    "emoji": "😀! ",
    "jamo": "ㄴ ",
    "quotation marks": "“‘\"' ",
    "full stops": ". ",
    "sentences without an end": "지도를 접는다 ",
    "first person": "우리는 지도를 접는다.\n\n",
    "placeholders": "TODO\n\n",
    "chatter": "물론입니다! 요약은 다음과 같습니다.\n\n",
    "thoughts": "<think>\n지도를 접는다.\n</think>\n\n",
    "setext": "지도를 접는다.\n===\n\n",
    "tables": "| 지도 | 조각 |\n| --- | --- |\n| 하나 | 둘 |\n\n",
    "carriage returns": "지도를 접는다.\r\n",
    "lone carriage returns": "지도\r",
}
HEADERS = {"keys": "key{}: 지도\n", "comments": "# digestlint: ignore-file[SC001] -- 까닭 {}\n"}


def in_body(shape: str, many: int) -> str:
    """A post whose body holds a shape as often."""
    return f"{HEADER}{OPENING}{SHAPES[shape] * many}\n"


def in_header(shape: str, many: int) -> str:
    """A post whose header does, each time with another number."""
    lines = "".join(HEADERS[shape].format(number) for number in range(many))
    return HEADER.replace("layout", f"{lines}layout", 1) + OPENING


@contextmanager
def counted(counts: dict[str, int]) -> Iterator[None]:
    """Counts the lines of the house that run, by module."""

    def in_frame(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            file = frame.f_code.co_filename
            counts[file] = counts.get(file, 0) + 1
        return in_frame

    def trace(frame: FrameType, _event: str, _: Any) -> Any:
        return in_frame if frame.f_code.co_filename.startswith(HOUSE) else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


def work(text: str) -> dict[str, int]:
    """How many lines of each module run to lint a post."""
    counts: dict[str, int] = {}
    source = Source(text)
    with counted(counts):
        result = linter.lint(source, Settings(select=("ALL",)), f"_posts/{NAME}")
    assert result.crashed == ()
    return counts


def grown(once: dict[str, int], twice: dict[str, int]) -> dict[str, float]:
    """The modules whose work grows faster than the text, with how many times it is for twice."""
    return {
        Path(module).relative_to(HOUSE).as_posix(): round(count / once.get(module, 1), 1)
        for module, count in twice.items()
        if count > MOST * once.get(module, 0) + SLACK
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_body_is_twice_the_work(shape: str) -> None:
    many = MANY + spans.MOST_MARKS if shape in BOUNDED else MANY
    work(in_body(shape, 2))  # whatever is made once is made now
    assert grown(work(in_body(shape, many)), work(in_body(shape, 2 * many))) == {}


@pytest.mark.parametrize("shape", HEADERS)
def test_twice_the_header_is_twice_the_work(shape: str) -> None:
    work(in_header(shape, 2))
    assert grown(work(in_header(shape, MANY)), work(in_header(shape, 2 * MANY))) == {}


def test_work_that_is_not_linear_would_be_seen() -> None:
    slow = compile("for _ in r:\n for _ in r:\n  pass\n", f"{HOUSE}/slow.py", "exec")
    once: dict[str, int] = {}
    twice: dict[str, int] = {}
    with counted(once):
        exec(slow, {"r": range(MANY)})
    with counted(twice):
        exec(slow, {"r": range(2 * MANY)})
    assert grown(once, twice) == {"slow.py": 4.0}
