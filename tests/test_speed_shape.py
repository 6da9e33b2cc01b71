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
from digestlint.settings import Settings
from digestlint.source import Source

HOUSE = str(Path(digestlint.__file__).parent)
MANY = 120
"""How often a shape is repeated; then twice as often."""
MOST = 2.4
"""The most work of twice the text, in parts of that of the text: a little is for what is fixed."""

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
    "keys": None,
    "tags of the header": None,
}


def text_of(shape: str, many: int) -> str:
    """A post that holds a shape as often."""
    if shape == "keys":
        keys = "".join(f"key{number}: 지도\n" for number in range(many))
        return HEADER.replace("categories: []\n", f"categories: []\n{keys}") + OPENING
    if shape == "tags of the header":
        tags = ", ".join(f"tag{number}" for number in range(many))
        return HEADER.replace("papers, huggingface", tags) + OPENING
    repeated = SHAPES[shape]
    assert repeated is not None
    return f"{HEADER}{OPENING}{repeated * many}\n"


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


def work(shape: str, many: int) -> dict[str, int]:
    """How many lines of each module run to lint a post."""
    counts: dict[str, int] = {}
    source = Source(text_of(shape, many))
    with counted(counts):
        linter.lint(source, Settings(select=("ALL",)), "_posts/2025-11-07-daily-papers-20251107.md")
    return counts


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_is_twice_the_work(shape: str) -> None:
    work(shape, 2)  # whatever is made once is made now
    once, twice = work(shape, MANY), work(shape, 2 * MANY)
    grown = {
        Path(module).relative_to(HOUSE).as_posix(): round(twice[module] / once.get(module, 1), 1)
        for module in twice
        if twice[module] > MOST * once.get(module, 1) + 20 * MANY
    }
    assert grown == {}
    assert sum(twice.values()) <= MOST * sum(once.values())


def test_work_that_is_not_linear_would_be_seen() -> None:
    counts: dict[str, int] = {}
    with counted(counts):
        Source("지도\n" * MANY).position(0)
    assert counts
