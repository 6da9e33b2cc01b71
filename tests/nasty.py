"""Pieces of Markdown at which white space matters, for texts that hypothesis puts together."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

NAME = "_posts/2023-05-24-daily-papers-20230524.md"
"""The path of the good post in which a text is put; it stands in the examples."""
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


BLOCKS = [
    # hard breaks
    "하나다.  \n둘이다.\\\n셋이다.    \n넷이다.",
    "**하나**다.   \n`둘`이다.  \n",
    "하나다.\\\n- 둘\n",
    # lists in lists, and what goes on with them
    "* 하나\n  * 둘  \n    1. 셋\n  * 넷\n* 다섯 ",
    "1. 하나\n   둘  \n\n   셋\n2. 넷",
    "- 하나\n\n\n\n- 둘\n\n      코드  \n- ",
    "- [ ] 할 일  \n- [x] 한 일",
    "* 하나\n게으른 줄  \n\n  둘째 문단 ",
    "> 인용\n게으른 줄  \n> * 하나\n게으른 줄",
    "> > 깊은 인용  \n> 얕은 인용\n게으른 줄",
    # code
    "```python\na = 1  \n\n\n\n\nb = 2\t\n```",
    "~~~ text\n```  \n~~~ ",
    "````\n```\n\n\n\n\n````  ",
    "    코드  \n\n\n\n\n    코드 ",
    "\t코드\t\n \t\n\t코드",
    "글 `코드  \n코드` 글  \n`` a`b ``  ",
    # HTML and comments
    '<div markdown="1">\n글이다.  \n\n\n\n\n글이다.\n</div>  ',
    "<details>\n<summary>요약  </summary>\n\n글이다.  \n\n</details>",
    "<pre>\n a  \n\n\n\n\n b\n</pre> ",
    "<b>글</b>이다.  \n<br>글이다. ",
    "<script>\na  \n\n\n\n\nb\n</script>",
    "<!-- 주석  \n\n\n\n\n-->  ",
    "글 <!-- 주석 -->  \n글이다.",
    "<!-- digestlint: ignore[LK005] -->",
    "<!-- digestlint: ignore-file[WS] -->",
    # tables, math, Liquid
    "| a | b |  \n|---|---|\n| 1 | 2 | ",
    "a | b  \nc | d ",
    "$$\nx  \n\n\n\n\n= y\n$$  ",
    "글 $$a  \nb$$ 글  \n글이다.",
    "\\\\[ x  \ny \\\\]  ",
    "{% raw %}\n{{ a }}  \n\n\n\n\n{% endraw %}  ",
    "{% highlight text %}\na  \n\n\n\n\nb\n{% endhighlight %}",
    "{% comment %}  \n글이다.\n{% endcomment %}",
    "글 {{ page.title | upcase }}  \n글이다.",
    # what only kramdown knows
    "낱말\n: 뜻  \n  이어진 뜻\n\n: 다른 뜻 ",
    "글이다.  \n{: .x}",
    "글[^1]이다.  \n\n[^1]: 주석  \n    이어진 주석 ",
    "AI는  \n빠르다.\n\n*[AI]: 인공 지능 ",
    "{::nomarkdown}\n글  \n{:/}",
    "글이다.\n^\n* 하나 ",
    # headings and rules
    "# 제목 {#a}  ",
    "### 작은 제목 ###  ",
    "글이다.  \n===  ",
    "글이다.\n---  \n글이다.",
    "***  ",
    # links
    "[고리][a]와 [a]  \n[b]\n\n[a]: /x  \n[b]: /y '제목'  ",
    "[고리](/x  \n'제목')  ",
    "<https://example.org>  \nhttps://example.org/a_b_c  ",
    "![그림](/x.png)  \n글이다.",
    # characters
    "\u1112\u1161\u11ab\u1100\u1173\u11af  \ncafe\u0301 \u1100\u1161**\u1102\u1161**",
    "[\u1112\u1161\u11ab](/\u1112\u1161\u11ab) `\u1112\u1161\u11ab`  ",
    "👩\u200d💻이다.  \n❤\ufe0f ☝🏽 ",
    "a\u0301\u0323\u0308  \n\u0301글",
    "글이다.\r  글이다.\r\r\n글이다.",
    "가\u00a0  \n\u3000나\u2028다 ",
]
"""Texts of a few lines at which white space matters, the kinds of which posts are made."""

INSIDE = [
    ("", ""), ("", ""), ("> ", "> "), ("> ", ""), ("* ", "  "), ("1. ", "   "), ("1) ", "   "),
    ("    ", "    "),
]  # fmt: skip
"""What a text is put into: what its first line gets at its start, and what the others get."""
PLACES = ("apart", "under", "bullet", "end")
"""Where a section stands in a good post; see ``in_good_post``."""


def in_good_post(section: str, place: str = "apart") -> str:
    """A good post of two papers with the text in its first Method, or after its end.

    There it stands apart, right under the heading, or right under a bullet above the heading.
    """
    path = Path(__file__).parents[1] / "examples" / "_posts" / NAME.rpartition("/")[2]
    good = path.read_text(encoding="utf-8").partition("# 3.")[0].rstrip() + "\n"
    above, _, rest = good.partition("\n## Method\n")
    below = rest[rest.index("\n## Results") :]
    if place == "end":
        return f"{good}\n{section}"
    if place == "bullet":
        return f"{above}{section}\n## Method\n{rest}"
    gap = "\n" if place == "apart" else ""
    return f"{above}\n## Method\n{gap}{section}{gap}{below}"


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """One of those texts as it is, or with other white space, in a list or a quote."""
    first, others = draw(st.sampled_from(INSIDE))
    ends = draw(st.sampled_from([[""], [""], ENDS]))
    text = draw(st.sampled_from(BLOCKS))
    lines = [
        (others if at else first) + line + draw(st.sampled_from(ends))
        for at, line in enumerate(text.split("\n"))
    ]
    return "\n".join(lines) + draw(st.sampled_from(LINE_ENDS))


@st.composite
def posts(draw: st.DrawFn) -> str:
    """A good post with a section of such texts and lines, with either line end, or with a mark."""
    section = "".join(draw(st.lists(blocks() | lines(), min_size=1, max_size=6)))
    post = in_good_post(section, draw(st.sampled_from(PLACES)))
    file = draw(st.sampled_from(["", "", "line ends", "mark"]))
    if file == "line ends":
        return post.replace("\r\n", "\n").replace("\n", "\r\n")
    return "\ufeff" + post if file == "mark" else post
