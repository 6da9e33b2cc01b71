"""Shapes of posts that grow, and how much work it takes to lint and to fix them.

``test_speed_shape.py`` counts the work in lines of code that run. Work inside of a built-in
function - a regular expression, a slice of all that follows - is no line; so by hand, in ``tests``,

    python -m growth [--size CHARACTERS] [--big] [SHAPE …]

measures the time of each shape and of ten times as much of it, and ends with status 1 where that
takes more than about twelve times as long.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from types import FrameType
from typing import Any

import digestlint
from digestlint import linter
from digestlint.settings import Settings
from digestlint.source import Source

HOUSE = str(Path(digestlint.__file__).parent)
NAME = "2025-11-07-daily-papers-20251107.md"
ALL = Settings(select=("ALL",))

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
    "backslashes at line ends": "끝\\\n",
    "emoji in one": "👩\u200d💻 ",
    "emoji in a row": "👩\u200d",
    "attribute lists in a row": "{:",
    "attribute lists in items": "- {: .x\n",
    "extensions": "{::comment}\n\n",
    "comments in a row": "<!-- 지도 -->",
    "short comments": "<!-->",
    "elements in a row": "<div></div>",
    "blocks of HTML": "<div>\n\n",
    "blocks of numbered names": "<x{number}>\n\n",
    "closed blocks": "<div>지도</div>\n\n",
    "closing tags": "</div>\n",
    "instructions": "<? ",
    "declarations": "<!A ",
    "attributes": '<a b="',
    "addresses in angles": "<http://a",
    "struck text": "~~지도~~ ",
    "opened strikes": "~~지도 ~~",
    "links without an end": "[지도](a",
    "opened addresses": "[지도](<",
    "titles without an end": '[지도](a "',
    "labels": "[지도{number}][조각{number}] ",
    "numbered references": "[지도{number}]: https://example.org/{number}\n",
    "numbered footnotes": "[^{number}]: 접은 것\n\n",
    "numbered abbreviations": "*[지도{number}]: 접은 것\n",
    "numbered tags of Liquid": "{{% x{number} %}} ",
    "ends of Liquid": "{{% endx{number} %}} ",
    "raw Liquid": "{% raw %} ",
    "raw Liquid without an end": "{% raw %}{% endraw ",
    "fences of all lengths": "{backquotes}\n",
    "code of all lengths": "{backquotes} ",
    "backquotes in a row": "`",
    "tildes in a row": "~",
    "stars in a row": "*",
    "dashes in a row": "-",
    "equals signs in a row": "=",
    "number signs in a row": "#",
    "pipes in a row": "|",
    "dollars in a row": "$",
    "nested emphasis": "*지 **",
    "strong emphasis in a row": "**지도**",
    "underscores in words": "x_i ",
    "rows": "지도|조각\n",
    "rows of code": "`지도|조각` | 접기\n",
    "rows of tags": "<b>|</b>|\n",
    "empty items": "-\n",
    "items apart": "- 지도를 접는다.\n\n",
    "items with lazy lines": "- 지도를\n접는다.\n",
    "items with paragraphs": "- 지도를 접는다.\n\n  조각을 나눈다.\n\n",
    "indented items": "  - 지도를 접는다.\n",
    "indented lines": "      지도를 접는다.\n",
    "quotes with lazy lines": "> 지도를\n접는다.\n",
    "empty quotes": ">\n",
    "numbers": "2{number:03}. 지도를 접는다.\n",
    "numbered papers": OPENING.replace("# 1.", "# {number}.").replace(".00001", ".{number:05}"),
    "boundaries": "^\n",
    "words in a row": "지도",
    "lines of Hangul": "지도를접는다\n",
    "lines of jamo": "ㅋㅋㅋ\n",
    "combining marks": "\u0301",
    "joiners": "\u200d",
    "flags": "🇰",
    "bidirectional controls": "\u202e",
    "line separators": "\u2028",
    "no-break spaces": "\u00a0",
    "ideographic spaces": "\u3000",
    "byte order marks": "\ufeff",
    "mojibake": "ì§€ë„ ",
    "LaTeX": "\\frac{a}{b} ",
    "opened LaTeX": "\\( ",
    "powers": "^2 ",
    "half-open intervals": "[0, 1) ",
    "labels of items": "1) a) ",
    "labelled items": "- Goal: 지도를 접는다.\n",
    "bold labels": "**Goal**: 지도를 접는다.\n\n",
    "file comments": "<!-- digestlint: ignore-file[WS001] -->\n\n",
    "comments in lines": "지도 <!-- digestlint: ignore[WS001] -->\n",
    "tokens of models": "<|im_start|>",
    "ids": "2511.00001 ",
    "addresses of arXiv": "https://arxiv.org/abs/2511.00001 ",
    "English": "This is a sentence in English. ",
    "carriage returns in a row": "\r",
    "line feeds in a row": "\n",
    "long spaces": "지도를 접는다." + 50 * " " + "\n",
}
"""Pieces of text that are repeated. One with braces for a number has another each time."""

HEADERS = {
    "keys": "key{number}: 지도\n",
    "values": "key{number}: [지도, 조각]\n",
    "comments in the header": "# digestlint: ignore-file[SC001] -- 까닭 {number}\n",
    "brackets in the header": "[",
    "anchors": "key{number}: &a{number} 지도\n",
    "aliases": "key{number}: &a{number} [*b]\n",
    "same keys": "key: 지도\n",
    "quoted values": 'key{number}: "지도\\n"\n',
    "folded values": "key{number}: >\n  지도\n  조각\n",
    "items in the header": "- 지도\n",
    "tags of YAML": "key{number}: !!python/object:os.system [지도]\n",
}
"""The same, for the header."""

BIG = {
    "opened brackets": 60_000,
    "opened round brackets": 60_000,
    "quotes in quotes": 20_000,
    "bullets in bullets": 20_000,
    "letters": 2_000_000,
    "sections": 4_000,
    "glued headings": 4_000,
    "numbered papers": 1_000,
    "pipes in a row": 50_000,
    "pipes": 50_000,
    "backquotes in a row": 50_000,
    "code": 10_000,
    "stars in a row": 50_000,
    "stars": 50_000,
    "opened strong emphasis": 20_000,
    "underscores": 20_000,
    "dollars": 50_000,
    "dollars in a row": 50_000,
    "less than": 50_000,
    "opened tags": 50_000,
    "opened comments": 50_000,
    "opened Liquid": 50_000,
    "attribute lists in a row": 50_000,
    "comments in a row": 20_000,
    "blocks of HTML": 20_000,
    "blocks of numbered names": 20_000,
    "numbered references": 10_000,
    "numbered footnotes": 10_000,
    "line feeds in a row": 1_000_000,
    "spaces": 1_000_000,
    "long spaces": 10_000,
    "lines of Hangul": 50_000,
    "backslashes at line ends": 20_000,
    "emoji in one": 20_000,
    "opened addresses": 10_000,
    "keys": 5_000,
    "comments in the header": 4_000,
    "brackets in the header": 60_000,
}
"""How often shapes are repeated that are measured in their full size."""
LEAST = 0.05
"""Seconds; what takes less tells nothing."""
MOST = 12.5
"""The most time of ten times the text, in parts of that of the text."""


def post(shape: str, many: int) -> str:
    """A post that holds a shape as often, in its body or in its header."""
    if shape in HEADERS:
        return HEADER.replace("layout", f"{repeated(HEADERS[shape], many)}\nlayout", 1) + OPENING
    return f"{HEADER}{OPENING}{repeated(SHAPES[shape], many)}\n"


def repeated(shape: str, many: int) -> str:
    """A shape as often, with another number each time if it has one."""
    if "{number" not in shape and "{backquotes}" not in shape:
        return shape * many
    filled = (shape.format(number=at, backquotes="`" * (at % 20)) for at in range(1, many + 1))
    return "".join(filled)


def lint(text: str) -> None:
    """Lints a post with every rule."""
    result = linter.lint(Source(text), ALL, f"_posts/{NAME}")
    assert result.crashed == (), result.crashed


def fix(text: str) -> None:
    """Fixes a post, with unsafe fixes too."""
    fixed = linter.fix(Source(text), ALL, f"_posts/{NAME}", unsafe=True)
    assert fixed.failure is None, fixed.failure
    assert fixed.result.crashed == (), fixed.result.crashed


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


def total(counts: dict[str, int]) -> int:
    """How many lines ran in all modules."""
    return sum(counts.values())


def seconds(run: Callable[[str], None], text: str) -> float:
    """The least time of the processor that a run takes, of three.

    Without Python's search for cycles, a third of the time, which comes when it likes.
    """
    times = []
    gc.disable()
    for _ in range(3):
        gc.collect()
        begin = process_time()
        run(text)
        times.append(process_time() - begin)
        if times[0] > 1:
            break
    gc.enable()
    return min(times)


def main() -> int:
    """The exit status: 1 where some shape takes too long."""
    parser = argparse.ArgumentParser(prog="python -m growth", description=__doc__)
    parser.add_argument("--size", type=int, default=5000, help="characters, and ten times as many")
    parser.add_argument("--big", action="store_true", help="the shapes of BIG, in their full size")
    parser.add_argument("shapes", nargs="*", metavar="SHAPE")
    given = parser.parse_args()
    shapes: Sequence[str] = given.shapes or list(BIG if given.big else (*SHAPES, *HEADERS))
    slow = 0
    for run in (lint, fix):
        for shape in shapes:
            unit = {**SHAPES, **HEADERS}[shape]
            many = BIG[shape] // 10 if given.big else max(given.size // len(unit), 1)
            once, tenfold = (seconds(run, post(shape, count)) for count in (many, 10 * many))
            ratio = tenfold / once
            is_slow = ratio > MOST and tenfold > LEAST
            slow += is_slow
            line = f"{run.__name__:5}{shape:32}{10 * many:10}{once:9.3f}{tenfold:9.3f}{ratio:7.1f}"
            sys.stdout.write(f"{line}{' slow' if is_slow else ''}\n")
            sys.stdout.flush()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
