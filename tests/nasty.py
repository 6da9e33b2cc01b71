"""Pieces of Markdown at which white space matters, for texts that hypothesis puts together."""

from __future__ import annotations

from hypothesis import strategies as st

BEFORE = """---
layout: post
title: Daily Papers — 2025-11-07
date: 2025-11-07 08:15:00
tags: [papers, ai]
categories: [papers]
---

# 1. [희소 회로](https://arxiv.org/abs/2511.04570)

> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)

## Method

"""
AFTER = "\n\n## Results\n\n결과는 두 배 빠르다.\n"

TEXTS = [
    "글이다.",
    "**굵게** 쓴다.",
    "말이다",
    "`코드`",
    "`a  b",
    "``",
    "*",
    "_a_",
    "끝\\",
    "[고리](https://arxiv.org/abs/2511.04570)",
    "[고리][a]",
    "[a]: https://example.org",
    "p(y|x)",
    "| a | b |",
    "|---|---|",
    "$$x$$",
    "$$",
    "<b>글</b>",
    "<code>",
    "</code>",
    "<div>",
    "</div>",
    "<!-- 주석 -->",
    "<!--",
    "-->",
    "<Silence>",
    "{% raw %}",
    "{% endraw %}",
    "{{ page.title }}",
    "{: .x}",
    "{::comment}",
    "{:/comment}",
    "^",
    "---",
    "===",
    "***",
    "* * *",
    "```",
    "``` text",
    "```a b",
    "~~~",
    ": 뜻",
    "[^1]",
    "[^1]: 주석이다.",
    "*[RL]: 강화 학습",
    "RL은",
    '"따옴표"',
    "'",
    "<<",
    ">>",
    "...",
    "--",
    "\u1100\u1161\u11a8",
    "e\u0301",
    "\u1100\u1161",
    "\u212b",
    "가\u00a0나",
    "\u00a0",
    "\u3000",
    "\u200b",
    "👩\u200d💻",
    "\u2028",
    "\r",
    "\\",
    "2024. 일",
    "#",
]
STARTS = [
    "",
    " ",
    "    ",
    "\t",
    "  ",
    "* ",
    "- ",
    "+ ",
    "*   ",
    "1. ",
    "2. ",
    "1) ",
    "> ",
    ">",
    "# ",
    "## ",
    "#",
    " # ",
    "  * ",
    "    * ",
    "      ",
    "* # ",
    "> * ",
    "*\t",
]
ENDS = ["", " ", "  ", "   ", "    ", "\t", " \t", "\t  ", "\\", "  \\", "\u00a0 "]
LINE_ENDS = ["\n", "\n", "\n", "\n\n", "\n\n", "\n  \n", "\n\n\n\n", "\r\n", "\n\n\n\n\n"]


def lines() -> st.SearchStrategy[str]:
    """A line: a mark, one to three texts, white space and a line end."""
    words = st.lists(st.sampled_from(TEXTS), min_size=0, max_size=3).map(" ".join)
    parts = (st.sampled_from(STARTS), words, st.sampled_from(ENDS), st.sampled_from(LINE_ENDS))
    return st.tuples(*parts).map("".join)


def sections() -> st.SearchStrategy[str]:
    """A section of a few such lines."""
    return st.lists(lines(), min_size=1, max_size=8).map("".join)
