"""A post as it was meant: what begins a paper or a section, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint import linter
from digestlint.document import Lines
from digestlint.headings import Heading, HeadingForm
from digestlint.post import Paper, Post, name_of, parse
from digestlint.settings import PaperShape, SectionShape, Settings
from digestlint.source import BYTE_ORDER_MARK, Source, Span
from digestlint.templates import Template
from renderers import Renderer

SETTINGS = Settings()
ADDRESS = "https://arxiv.org/abs/2511.04570"
PAPER = f"# 1. [작은 모델의 긴 추론]({ADDRESS})\n\n"


def read(text: str, settings: Settings = SETTINGS) -> Post:
    return parse(Source(text), settings, PurePosixPath("x.md"))


def only(post: Post) -> Paper:
    (paper,) = post.papers
    return paper


def names(post: Post) -> list[tuple[str, str | None]]:
    """The sections of a post's papers: as written, and as meant."""
    return [(section.name, section.known) for paper in post.papers for section in paper.sections]


def shown(post: Post, span: Span) -> str:
    return post.source.slice(span)


# --- Papers ----------------------------------------------------------------------------------


def test_a_paper_as_it_should_be() -> None:
    post = read(
        f"소개다.\n\n{PAPER}> [Alphaxiv](x)\n\n## Method\n보상을 준다.\n\n## Results\n올랐다.\n"
    )
    paper = only(post)
    assert (paper.number, paper.title, paper.wrapped) == (1, "작은 모델의 긴 추론", False)
    assert (shown(post, paper.number_span), shown(post, paper.title_span)) == ("1", paper.title)
    assert paper.link
    assert paper.link.url == ADDRESS
    assert paper.address
    assert paper.address.id
    assert paper.address.id.text == "2511.04570"
    assert [link.text for link in paper.links] == ["Alphaxiv"]
    assert [shown(post, block.span) for block in post.preamble] == ["소개다."]
    assert [shown(post, block.span) for block in paper.lead] == ["[Alphaxiv](x)"]
    assert [shown(post, block.span) for block in paper.blocks] == [
        "[Alphaxiv](x)",
        "보상을 준다.",
        "올랐다.",
    ]
    assert paper.lines == Lines(3, 12)
    assert [section.lines for section in paper.sections] == [Lines(7, 9), Lines(10, 12)]


@pytest.mark.parametrize(
    ("heading", "number", "title", "url"),
    [
        (f"# [긴 추론]({ADDRESS})", None, "긴 추론", ADDRESS),
        (f"# 1) [긴 추론]({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 1 [긴 추론]({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 01. [긴 추론]({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# **1. [긴 추론]({ADDRESS})**", 1, "긴 추론", ADDRESS),
        (f"# 1\\. [긴 추론]({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 1. [긴 [CLS] 추론]({ADDRESS})", 1, "긴 [CLS] 추론", ADDRESS),
        (f"# 1. [긴 [CLS 추론]({ADDRESS})", 1, "긴 [CLS 추론", ADDRESS),
        (f"# 1. [긴   추론]({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 1. [긴 추론]({ADDRESS}) {{#long}}", 1, "긴 추론", ADDRESS),
        (f"# 1. [긴 추론] ({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 1. [긴 추론]({ADDRESS}", 1, "긴 추론", ADDRESS),
        (f"# 1. 긴 추론 ({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 1. 긴 추론 - {ADDRESS}", 1, "긴 추론", ADDRESS),
        (f"# 1. 긴 추론 <{ADDRESS}>", 1, "긴 추론", ADDRESS),
        (f"# 1. 긴 추론 [논문]({ADDRESS})", 1, "긴 추론", ADDRESS),
        (f"# 1. ![](x.png) [긴 추론]({ADDRESS})", 1, "![](x.png)", ADDRESS),
        ("# 1. [긴 추론]()", 1, "긴 추론", ""),
        (f"# 1. []({ADDRESS})", 1, "", ADDRESS),
        ("# 1. 긴 추론", 1, "긴 추론", None),
        ("# 1. [긴 추론]", 1, "[긴 추론]", None),
    ],
)
def test_the_parts_of_a_heading(
    heading: str, number: int | None, title: str, url: str | None
) -> None:
    post = read(f"{heading}\n\n## Method\n보상을 준다.\n")
    paper = only(post)
    assert (paper.number, paper.title) == (number, title)
    assert (paper.link.url if paper.link else None) == url
    assert not paper.wrapped
    assert names(post) == [("Method", "Method")]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "heading",
    [
        f"# 2. [긴\n추론]({ADDRESS})",
        f"# 2. [긴 추론]\n({ADDRESS})",
        f"# 2.\n[긴 추론]({ADDRESS})",
        f"# 2. [긴 추론](\n{ADDRESS})",
        "# 2. [긴 추론](https://arxiv.org/abs/\n2511.04570)",
    ],
)
def test_a_wrapped_heading(heading: str, newline: str) -> None:
    post = read(f"{heading}\n> [Alphaxiv](x)\n".replace("\n", newline))
    paper = only(post)
    assert (paper.number, paper.title, paper.wrapped) == (2, "긴 추론", True)
    assert paper.link
    assert paper.link.url == ADDRESS
    assert [shown(post, block.span) for block in paper.lead] == ["[Alphaxiv](x)"]


@pytest.mark.parametrize(
    "text",
    [
        f"# 2. [긴 추론]({ADDRESS})\n[다른 글](x)\n",
        f"# 2. 긴 추론\n[다른 글]({ADDRESS})\n",
        "# 2. [긴 추론]\n다음 글이다.\n",
        f"# 2. [긴\n\n추론]({ADDRESS})\n",
    ],
)
def test_text_under_a_heading_is_no_part_of_it(text: str) -> None:
    paper = only(read(text))
    assert not paper.wrapped
    assert len(paper.lead) == 1


def test_a_heading_of_another_form_in_the_settings() -> None:
    settings = Settings(papers=PaperShape(level=2, heading=Template("논문 {number}: {title}")))
    post = read("## 논문 12: 긴 추론\n\n## Method\n", settings)
    paper = only(post)
    assert (paper.number, paper.title, paper.link) == (12, "긴 추론", None)
    assert shown(post, paper.number_span) == "12"


def test_a_heading_that_begins_no_paper_ends_the_one_before() -> None:
    post = read(f"# 오늘의 논문\n\n{PAPER}## Method\n보상을 준다.\n\n# 마무리\n\n내일 온다.\n")
    paper = only(post)
    assert [heading.text for heading in post.other_headings] == ["오늘의 논문", "마무리"]
    assert [shown(post, block.span) for block in paper.blocks] == ["보상을 준다."]
    assert paper.lines.last == 7


def test_a_heading_with_sections_begins_a_paper() -> None:
    post = read("# 긴 추론\n\n## Method\n보상을 준다.\n")
    assert (only(post).number, only(post).title) == (None, "긴 추론")


def test_without_a_paper_all_is_preamble() -> None:
    post = read("글이다.\n\n## Method\n보상을 준다.\n")
    assert (len(post.preamble), post.papers) == (3, ())
    assert [heading.text for heading in post.other_headings] == ["Method"]


# --- Sections --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name", "known"),
    [
        ("## Method", "Method", "Method"),
        ("##   Method  ##", "Method", "Method"),
        ("## **Method**", "Method", "Method"),
        ("## Method {#how}", "Method", "Method"),
        ("## Methods", "Methods", "Method"),
        ("## METHOD", "METHOD", "Method"),
        ("## Method:", "Method:", "Method"),
        ("## 2. Method", "2. Method", "Method"),
        ("## Methodology", "Methodology", "Method"),
        ("## Limitation", "Limitation", "Limitations"),
        ("## Results and Discussion", "Results and Discussion", "Results"),
        ("## Motivation", "Motivation", None),
        ("## 방법", "방법", None),
        ("# Method", "Method", "Method"),
        ("# 2. Method", "2. Method", "Method"),
        ("### Method", "Method", "Method"),
        ("##Method", "Method", "Method"),
        ("###### Result", "Result", "Results"),
        (" ## Method", "Method", "Method"),
        ("    ## Method", "Method", "Method"),
        ("\t##Method", "Method", "Method"),
        ("\u200b## Method", "Method", "Method"),
        ("##\u00a0Method", "Method", "Method"),
        ("## \u3000Method", "Method", "Method"),
        ("##Ablation Study", "Ablation Study", None),
        ("Method\n------", "Method", "Method"),
        ("Method\n======", "Method", "Method"),
        ("<div></div>\n## Method", "Method", "Method"),
        ("<br>\n<p>글</p>\n## Method", "Method", "Method"),
    ],
)
def test_a_section(heading: str, name: str, known: str | None) -> None:
    post = read(f"{PAPER}{heading}\n\n보상을 준다.\n")
    assert names(post) == [(name, known)]
    (section,) = only(post).sections
    assert name in shown(post, section.heading.span)
    assert [shown(post, block.span) for block in section.blocks] == ["보상을 준다."]


@pytest.mark.parametrize(
    "text",
    [
        "#추론 #보상",
        "#1 모델이다.",
        "##ing과 같은 조각",
        "##Method를 따로 두지 않은 글이다.",
        "##Ablation이 없는 글에서는 무엇을 배우는지 알 수 없다.",
        "글이다.\n##Ablation Study",
        "- ##Ablation Study",
        "### 보상의 설계",
        "```python\n# Results\nx = 1\n```",
        "    # Results\n    x = 1",
        "제목\n---",
        "[코드](x)\n---",
        "> ## 인용한 제목",
        "<!--\n## Results\n-->",
        "<div>\n## Results\n</div>",
    ],
)
def test_what_begins_no_section(text: str) -> None:
    post = read(f"{PAPER}## Method\n{text}\n")
    assert names(post) == [("Method", "Method")]


def test_a_fence_round_sections_is_read_through() -> None:
    post = read(f"```markdown\n{PAPER}## Method\n보상을 준다.\n\n##Results\n올랐다.\n```\n")
    assert names(post) == [("Method", "Method"), ("Results", "Results")]
    assert [fence.lines for fence in post.fenced] == [Lines(1, 9)]


def test_sections_and_levels_of_another_house() -> None:
    settings = Settings(
        papers=PaperShape(level=2), sections=SectionShape(level=3, names=("요약", "한계점"))
    )
    post = read(f"#{PAPER}### 요약\n글이다.\n\n###한계\n글이다.\n\n#### 부록\n", settings)
    assert names(post) == [("요약", "요약"), ("한계", "한계점")]
    assert [heading.text for heading in post.other_headings] == ["부록"]


# --- Forms -----------------------------------------------------------------------------------


def heading_of(text: str) -> Heading:
    """The last heading of a text."""
    post = read(text)
    return max((*post.headings, *post.other_headings), key=lambda it: it.span)


@pytest.mark.parametrize(
    ("text", "form", "swallowed"),
    [
        ("## Method", HeadingForm.ATX, False),
        ("##\tMethod", HeadingForm.ATX, False),
        ("##Method", HeadingForm.GLUED, False),
        ("##", HeadingForm.GLUED, False),
        ("## ##", HeadingForm.GLUED, False),
        ("##\u00a0Method", HeadingForm.GLUED, False),
        ("  ## Method", HeadingForm.INDENTED, False),
        ("글이다.\n    ## Method", HeadingForm.INDENTED, False),
        ("\u200b## Method", HeadingForm.ATX, False),
        ("Method\n---", HeadingForm.UNDERLINED, False),
        ("- 글\n## Method", HeadingForm.ATX, True),
        ("- 글\n  ## Method", HeadingForm.ATX, True),
        ("- 글\n\n  ## Method", HeadingForm.ATX, True),
        ("- 글\n ## Method", HeadingForm.INDENTED, True),
        ("- 글\n##Method", HeadingForm.GLUED, True),
        ("> 글\n## Method", HeadingForm.ATX, True),
        ("> ## Method", HeadingForm.ATX, True),
        ("1) 글\n## Method", HeadingForm.ATX, False),
        ("- 글\n\n## Method", HeadingForm.ATX, False),
        ("- 글\n## Results\n## Method", HeadingForm.ATX, False),
    ],
)
def test_the_form_of_a_heading(text: str, form: HeadingForm, swallowed: bool) -> None:
    heading = heading_of(f"{text}\n")
    assert (heading.form, heading.swallowed) == (form, swallowed)


# What stands above a heading, and how its line begins: that a heading stands right is what kramdown
# says of it. A definition list (": 뜻") is RN006's.
ABOVE = [
    "",
    "글이다.\n",
    "글이다.\n\n",
    "- 글\n",
    "- 글\n\n",
    "- 글\n \t\n",
    "+ 글\n",
    "* 글\n  둘째 줄\n",
    "- 글\n둘째 줄\n",
    "- 글\n\n  둘째 문단\n",
    "- 글\n  - 안쪽\n",
    "- 글\n-\n",
    "- [ ] 글\n",
    "1. 글\n",
    "1) 글\n",
    "1) 글\n   - 안쪽\n",
    "• 글\n",
    "-글\n",
    "> 글\n",
    "> 글\n둘째 줄\n",
    "> 글\n>\n",
    "> - 글\n",
    "- 글\n```\n코드\n```\n",
    "- 글\n\n```\n코드\n```\n",
    "- 글\n<!-- 주석 -->\n",
    "- 글\n\n<!-- 주석 -->\n",
    "- 글\n***\n",
    "글이다.\n\n---\n",
    "* * *\n",
    "| 가 | 나 |\n|---|---|\n| 1 | 2 |\n",
    "[가]: https://example.org\n",
    "<br>\n",
    "<div></div>\n",
    "<p>글</p>\n<hr>\n",
]
BEGINS = ["## ", "##\t", "##   ", "##", " ## ", "  ## ", "   ## ", "    ## ", "##\u00a0", "> ## "]


class _Nesting(HTMLParser):
    """Whether a heading of level 2 with a text stands at the top level of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.free = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "h2" and not {"li", "blockquote", "dd"} & set(self.stack):
            self.free = True
        if tag not in ("br", "hr", "input", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self.stack and self.stack.pop() != tag:
            pass


def stands_free(html: str) -> bool:
    nesting = _Nesting()
    nesting.feed(html)
    return nesting.free


@pytest.mark.slow
@pytest.mark.parametrize("begin", BEGINS)
@pytest.mark.parametrize("above", ABOVE)
def test_a_heading_stands_free_as_kramdown_says(above: str, begin: str, renderer: Renderer) -> None:
    text = f"{above}{begin}Method\n\n글이다.\n"
    heading = heading_of(text)
    is_right = heading.form is HeadingForm.ATX and not heading.swallowed
    assert stands_free(renderer.kramdown(text)) is is_right


@pytest.mark.slow
@pytest.mark.parametrize("begin", BEGINS)
@pytest.mark.parametrize("above", ABOVE)
def test_what_the_fix_writes_stands_free(above: str, begin: str, renderer: Renderer) -> None:
    settings = replace(SETTINGS, select=("HD006", "HD007"))
    fixed = linter.fix(Source(f"{above}{begin}Method\n\n글이다.\n"), settings, unsafe=True)
    assert fixed.failure is None
    if fixed.result.diagnostics:  # a list's or quote's own mark stands before it
        assert begin == "> ## "
    else:
        assert stands_free(renderer.kramdown(fixed.source.text))


# --- Any text --------------------------------------------------------------------------------

PREFIXES = ["", " ", "  ", "    ", "\t", "- ", "* ", "1. ", "1) ", "> ", "\u200b", "\u3000"]
MARKS = ["", "", "#", "##", "###", "#######"]
GAPS = ["", " ", "   ", "\t", "\u00a0"]
BODIES = [
    "Introduction",
    "Methods",
    "Results and Discussion",
    "배경",
    f"1. [긴 추론]({ADDRESS})",
    f"2. [긴  [CLS] 추론]({ADDRESS}",
    f"[긴 추론] ({ADDRESS})",
    "3. [긴",
    f"추론]({ADDRESS})",
    "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)",
    "Goal: 보상을 준다. 정확도가 올랐다.",
    "정보 부족",
    "보상을 준다.",
    "**가** `나` $x^2$ \\[ &amp; <b>다</b>",
    "```",
    "---",
    "===",
    "$$",
    "{% raw %}",
    "<!-- 주석 -->",
    "<div>",
    "",
]
TAILS = ["", "", "  ", "\\", " #", " {#가}", " {#a}"]

lines = st.builds(
    "{}{}{}{}{}".format,
    *(st.sampled_from(parts) for parts in (PREFIXES, MARKS, GAPS, BODIES, TAILS)),
)
texts = st.one_of(
    st.text(),
    st.text("#[]()>-*1.) \t\n가a"),
    st.builds(
        lambda mark, header, lines, newline: mark + header + newline.join(lines),
        st.sampled_from(["", "", BYTE_ORDER_MARK]),
        st.sampled_from(["", "", "---\nlayout: post\n---\n", "---\n"]),
        st.lists(lines, max_size=12),
        st.sampled_from(["\n", "\n\n", "\r\n", "\n\r"]),
    ),
)


def spans(post: Post) -> Iterator[Span]:
    for heading in (*post.headings, *post.other_headings):
        yield from (heading.span, heading.text_span)
    for paper in post.papers:
        yield from (paper.number_span, paper.title_span)
        if paper.link:
            yield from (paper.link.span, paper.link.text_span, paper.link.url_span)
    for _, passages in post.passages:
        for passage in passages:
            yield passage.span(*passage.whole)


@given(texts)
def test_spans_of_any_text_lie_in_it(text: str) -> None:
    for start, end in spans(read(text)):
        assert 0 <= start <= end <= len(text)


@given(texts)
def test_a_span_covers_what_it_is_said_to(text: str) -> None:
    post = read(text)
    for heading in (*post.headings, *post.other_headings):
        assert shown(post, heading.text_span) == heading.text
        if heading.form is not HeadingForm.UNDERLINED:
            marks = Span(heading.span.start, heading.span.start + heading.level)
            assert shown(post, marks) == "#" * heading.level
    for paper in post.papers:
        if paper.number is None:
            assert paper.number_span.start == paper.number_span.end
        else:
            assert int(shown(post, paper.number_span)) == paper.number
        if paper.wrapped:
            assert paper.link


@given(texts)
def test_each_block_stands_in_one_place(text: str) -> None:
    post = read(text)
    places = [block.span for block in post.preamble]
    for paper in post.papers:
        places.append(paper.heading.block.span)
        places += (block.span for block in paper.lead)
        for section in paper.sections:
            places.append(section.heading.block.span)
            places += (block.span for block in section.blocks)
    lines = [post.source.line_at(span.start) for span in places]
    assert lines == sorted(lines)
    blocks = [block.span for block in post.document.blocks]
    assert all(places.count(span) <= blocks.count(span) for span in places)


@given(texts)
def test_papers_and_sections_follow_one_another(text: str) -> None:
    post = read(text)
    end = 0
    for paper in post.papers:
        assert end < paper.lines.first <= paper.lines.last <= post.source.line_count
        end = paper.lines.first
        for section in paper.sections:
            assert end < section.lines.first <= section.lines.last <= paper.lines.last
            end = section.lines.last
        end = paper.lines.last


@given(texts)
def test_any_text_is_linted_and_fixed_to_an_end(text: str) -> None:
    settings = replace(SETTINGS, select=("HD", "SC"))
    source = Source(text)
    assert linter.lint(source, settings).crashed == ()
    fixed = linter.fix(source, settings, unsafe=True)
    assert fixed.failure is None
    again = linter.fix(fixed.source, settings, unsafe=True)
    assert again.source.text == fixed.source.text
    assert not any(each.fix for each in fixed.result.diagnostics)


def test_many_headings_take_linear_time() -> None:
    text = PAPER + "- 글\n" * 3 + "## 배경\n# 마무리\n##Method\n" * 3000
    assert len(read(text).headings) > 3000


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("blog/_posts/2025-11-07-x.md", "_posts/2025-11-07-x.md"),
        ("/home/x/posts/ko/a.md", "posts/ko/a.md"),
        ("_posts/_drafts/a.md", "_drafts/a.md"),
        ("a.md", "a.md"),
        ("-", "-"),
    ],
)
def test_the_name_of_a_post(path: str, name: str) -> None:
    assert name_of(path) == PurePosixPath(name)
