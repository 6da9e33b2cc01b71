"""Links that are none: what is one, what is honest prose, and what kramdown makes of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.broken_links import Break, BrokenLink, broken_links
from digestlint.markdown import parse
from digestlint.source import Source
from renderers import Renderer

ALPHAXIV = "https://www.alphaxiv.org/ko/overview/2511.04570"

BROKEN = [
    ("[글] (https://a.org/b)", Break.GAP, "[글](https://a.org/b)"),
    ("[글]\t(https://a.org/b)", Break.GAP, "[글](https://a.org/b)"),
    ("[글]\n(https://a.org/b)", Break.GAP, "[글](https://a.org/b)"),
    ("**[글]**(https://a.org/b)", Break.GAP, "[글](https://a.org/b)"),
    ("[**글**] (https://a.org/b)", Break.GAP, "[**글**](https://a.org/b)"),
    ("[12] (https://a.org/b)", Break.GAP, "[12](https://a.org/b)"),
    ("[글] (www.a.org)", Break.GAP, "[글](www.a.org)"),
    ("[글] (arxiv.org/abs/2511.04570)", Break.GAP, "[글](arxiv.org/abs/2511.04570)"),
    ("[글] ( <https://a.org/b )", Break.GAP, "[글](https://a.org/b)"),
    ("- [글] (https://a.org/b)", Break.GAP, "[글](https://a.org/b)"),
    ("## [글] (https://a.org/b)", Break.GAP, "[글](https://a.org/b)"),
    ("[글](https://a.org/b", Break.UNCLOSED, "[글](https://a.org/b)"),
    ("[글](https://a.org/b 뒤의 글이다.", Break.UNCLOSED, "[글](https://a.org/b)"),
    ("[글](https://a.org/(b)", Break.UNCLOSED, "[글](https://a.org/(b))"),
    ("[글](https://a.org/b]", Break.UNCLOSED, "[글](https://a.org/b)"),
    ("[글](https://a.org/*b*c", Break.UNCLOSED, "[글](https://a.org/*b*c)"),
    (f"> [Alphaxiv]({ALPHAXIV}\n\n뒤의 글이다.", Break.UNCLOSED, f"[Alphaxiv]({ALPHAXIV})"),
    ("[글](https://a.org/b）", Break.WIDE, "[글](https://a.org/b)"),
    ("[글]（https://a.org/b）", Break.WIDE, "[글](https://a.org/b)"),
    ("［글］(https://a.org/b)", Break.WIDE, "[글](https://a.org/b)"),
    ("[글][https://a.org/b]", Break.SQUARE, "[글](https://a.org/b)"),
    ("(글)[https://a.org/b]", Break.REVERSED, "[글](https://a.org/b)"),
    ("앞의 글](https://a.org/b)", Break.UNOPENED, "[글](https://a.org/b)"),
    ("[글(https://a.org/b)", Break.RUN_ON, "[글](https://a.org/b)"),
]

ON_THE_SITE = [
    ("[글](https://arxiv.org/abs/2511. 04570)", Break.SPACED, "[글](https://arxiv.org/abs/2511.)"),
    ("[[글](https://a.org)](https://b.org)", Break.NESTED, "[[글](https://a.org)](https://b.org)"),
    ("[글]()", Break.EMPTY, ""),
    ("[글](<>)", Break.EMPTY, ""),
    ("![그림]()", Break.EMPTY, ""),
]
"""What kramdown makes a link of, though a useless one."""

HONEST = [
    "[글](https://a.org/b)",
    "[글]( https://a.org/b )",
    "[글](\nhttps://a.org/b\n)",
    "[글](<https://a.org/b c>)",
    '[글](https://a.org/b "제목")',
    "[글](https://a.org/b_(c))",
    "[글 [1] 더](https://a.org/b)",
    "[![그림](https://a.org/p.png)](https://a.org/b)",
    "[https://a.org/b](https://a.org/b)",
    "<https://a.org/b>",
    "[글]<https://a.org/b>",
    "https://a.org/b",
    "글(https://a.org/b)",
    "글 (https://a.org/b)",
    "글 [https://a.org/b]",
    "글 [3] https://a.org/b",
    "[12] (예: 표 3)",
    "[그림 1] (출처: https://a.org/b)",
    "[자료(https://a.org/b)]",
    "[0, 1) 구간 (https://a.org/b)",
    "가] (https://a.org/b)",
    "[^1] (https://a.org/b)\n\n[^1]: 주석",
    "[글][1] (https://a.org/b)\n\n[1]: https://a.org/c",
    "[글][1]\n\n[1]: https://a.org/c",
    "\\[글] (https://a.org/b)",
    "\\[글](https://a.org/b)",
    "[글\\] (https://a.org/b)",
    "`[글] (https://a.org/b)`",
    "`[글]` (https://a.org/b)",
    "    [글] (https://a.org/b)",
    "```\n[글] (https://a.org/b)\n```",
    "<!-- [글] (https://a.org/b) -->",
    "글 <!-- [글] (https://a.org/b) --> 글",
    '<a href="https://a.org/b">글</a>',
    "$$\n[x] (https://a.org/b)\n$$",
    "{% raw %}\n[글] (https://a.org/b)\n{% endraw %}",
    "- [x] (https://a.org/b)",
    "- [ ] (https://a.org/b)",
    "[글](https://a.org{{ site.baseurl }}/b)",
    "[글]({{ site.url }}/b)",
    "[글](https://a.org/두 낱말)",  # kramdown makes a link of it, and a browser follows that
    "[글](#)",
]


def found(text: str) -> list[BrokenLink]:
    source = Source(text)
    return list(broken_links(source, parse(source, 1)))


@pytest.mark.parametrize(("text", "broken", "meant"), BROKEN + ON_THE_SITE)
def test_a_broken_link(text: str, broken: Break, meant: str) -> None:
    (it,) = found(text)
    assert (it.broken, it.meant) == (broken, meant)


@pytest.mark.parametrize("text", HONEST)
def test_honest_text(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(("text", "broken", "meant"), BROKEN)
def test_what_is_meant_is_no_broken_link(text: str, broken: Break, meant: str) -> None:
    assert found(meant) == [], (text, broken)


def test_a_broken_link_stands_where_it_is_said_to_stand() -> None:
    source = Source("글이다.\n\n> 앞 [글] (https://a.org/b) 뒤\n")
    (it,) = broken_links(source, parse(source, 1))
    assert source.slice(it.link.span) == "[글] (https://a.org/b)"
    assert source.slice(it.link.text_span) == "글"
    assert source.slice(it.link.url_span) == it.link.url == "https://a.org/b"


def test_broken_links_are_told_once_and_in_order() -> None:
    text = f"[가] ({ALPHAXIV}) [나]() [다](https://b.org) [라] (https://c.org)"
    assert [it.link.text for it in found(text)] == ["가", "나", "라"]


PIECES = ["[", "]", "(", ")", "(https://a.org", "www.", "글", " ", "\n", "*", "`", "<", ">", "\\"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_gives_spans_within_it(text: str) -> None:
    source = Source(text)
    ends = [0]
    for it in found(text):
        assert ends[-1] <= it.link.span.start < it.link.span.end <= len(text)
        assert source.slice(it.link.url_span) == it.link.url
        ends.append(it.link.span.end if it.broken is not Break.EMPTY else ends[-1])


def test_many_brackets_and_addresses_take_linear_time() -> None:
    assert found("[" * 20_000 + "https://" * 20_000 + "] (" * 20_000) == []


@pytest.mark.slow
@pytest.mark.parametrize(("text", "broken", "meant"), BROKEN)
def test_kramdown_makes_no_link_of_it(
    renderer: Renderer, text: str, broken: Break, meant: str
) -> None:
    assert "<a " not in renderer.kramdown(text), broken
    assert "<a " in renderer.kramdown(meant)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "broken", "meant"), ON_THE_SITE)
def test_kramdown_makes_a_useless_link_of_it(
    renderer: Renderer, text: str, broken: Break, meant: str
) -> None:
    html = renderer.kramdown(text)
    if broken is Break.NESTED:
        assert "[글](https://a.org)</a>" in html
    else:
        (address,) = re.findall(r'(?:href|src)="([^"]*)"', html)
        assert address == "" or " " in address, meant
