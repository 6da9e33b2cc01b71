"""The law of the plain shape: what the scanner accepts, it reads as markdown-it-py does."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink

from detection.good import posts
from digestlint import commonmark, front_matter, plain, plain_text
from digestlint.document import Block, BlockKind, Document, InlineKind
from digestlint.post import Post, parse
from digestlint.settings import Settings
from digestlint.source import Source
from specification import specification

LINES = [
    "# 1. [제목 하나](https://arxiv.org/abs/2511.04570)",
    "# 2. 링크 없는 제목",
    "> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2511.04570)",
    "## Method  ",
    "- Goal: 첫째이다.  ",
    "- 둘째이다.",
    "문장이다.  ",
    "이어지는 문장이다. ",
    "2024년의 일이다.",
    "x_1과 y_2의 값이다.",
    "p<0.05이다.",
    "Q&A이다; 끝.",
    "[12]를 보라.",
    "1. 첫째이다.  ",
    "2. `둘째`이다.",
    "1) 셋째이다.",
    "<!-- 말 -->",
    "**Goal**: `코드`와 *강조*이다.",
    "- **하나**: $\\alpha_{1}$이다.",
    "> **인용**과 [둘](u)이다.  ",
    "[하나](u)와 ![둘](v)이다.",
    "‘인용’ — “말”…",
    "",
    "  ",
]
BITS = [
    "#", " ", "   ", "\n", "\n\n", "- ", "* ", "> ", "[", "]", "(", ")", "](", "![", "_", "__", "<",
    "<b>", "&", "&amp;", ";", "1.", "1)", "=", "---\n", "===\n", "\u00a0", "\u2028", "\u3000",
    "\x0b", "\x0c", "\x85", "\x1c", "!", "|", ":", "가", "a", '"', "'", "+", "~", "\r\n", "\r",
    "\t", "*", "`", "\\", "$$", "{", "\ufeff", "\u200b", "²", "٣", "[a]: /b\n", "    ", "\ufffd",
    "🙂", "<!--", "-->", "2. ", "2) ", "<!---->\n",
]  # fmt: skip


@st.composite
def border_texts(draw: st.DrawFn) -> str:
    """Texts at the border of the shape: lines of posts, and a few bits put in anywhere."""
    text = "\n".join(draw(st.lists(st.sampled_from(LINES), max_size=9)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.integers(0, 2))
        text = text[:at] + draw(st.sampled_from(BITS)) + text[at + cut :]
    return text.replace("\n", "\r\n") if draw(st.integers(0, 19)) == 0 else text


def assert_law(source: Source, first_line: int) -> bool:
    """Holds the two ways together; whether the scanner took the text."""
    read = plain.scan(source, first_line)
    if read is None:
        return False
    assert read == commonmark.parse(source, first_line)
    if all(_has_text_and_links(block, source) for block in read.blocks):
        body = "\n".join(source.lines[first_line - 1 :])
        # what ends in a comment has no line end there
        assert html(read, source).rstrip() == MarkdownIt("commonmark").render(body).rstrip()
    return True


def _has_text_and_links(block: Block, source: Source) -> bool:
    """Whether a block has nothing else: not even a link's title, which the model leaves out."""
    return all(
        it.kind in _SIMPLE or (it.kind in (InlineKind.OPEN, InlineKind.CLOSE) and it.tag == "a")
        for it in block.inlines
    ) and all(source.slice(it.span).endswith(f"]({it.url})") for it in block.links)


_SIMPLE = (InlineKind.TEXT, InlineKind.SOFT_BREAK, InlineKind.HARD_BREAK)


def html(document: Document, source: Source) -> str:
    """The page of a text of the plain shape, as CommonMark's reference renders it."""
    return "".join(_html(document, source))


def _html(document: Document, source: Source) -> Iterator[str]:
    for outer, group in groupby(document.blocks, key=lambda it: (it.outer, bool(it.containers))):
        blocks = list(group)
        kind = blocks[0].containers[0].kind if outer[1] else ""
        if kind == "bullets":
            items = "".join(f"<li>{_inline(block)}</li>\n" for block in blocks)
            yield f"<ul>\n{items}</ul>\n"
        elif kind == "numbers":
            first = int(source.line(blocks[0].lines.first).split(".")[0].split(")")[0])
            start = f' start="{first}"' if first != 1 else ""
            items = "".join(f"<li>{_inline(block)}</li>\n" for block in blocks)
            yield f"<ol{start}>\n{items}</ol>\n"
        elif blocks[0].kind is BlockKind.HTML:
            yield from (f"{source.slice(block.span)}\n" for block in blocks)
        elif kind == "quote":
            yield f"<blockquote>\n<p>{_inline(blocks[0])}</p>\n</blockquote>\n"
        else:
            for block in blocks:
                tag = f"h{block.level}" if block.level else "p"
                yield f"<{tag}>{_inline(block)}</{tag}>\n"


def _inline(block: Block) -> str:
    links = iter(block.links)
    parts = []
    for piece in block.inlines:
        match piece.kind:
            case InlineKind.TEXT:
                parts.append(_escaped(piece.text))
            case InlineKind.OPEN:
                parts.append(f'<a href="{_escaped(normalizeLink(next(links).url))}">')
            case InlineKind.CLOSE:
                parts.append("</a>")
            case InlineKind.SOFT_BREAK:
                parts.append("\n")
            case InlineKind.HARD_BREAK:
                parts.append("<br />\n")
            case _:
                pytest.fail(f"{piece.kind} in a text of the plain shape")
    return "".join(parts)


def _escaped(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")


@given(border_texts())
def test_what_is_accepted_is_read_as_commonmark(text: str) -> None:
    assert_law(Source(text), 1)


@pytest.mark.slow
@profile(max_examples=20_000)
@given(border_texts())
def test_what_is_accepted_is_read_as_commonmark_at_length(text: str) -> None:
    assert_law(Source(text), 1)


SPACES = [chr(code) for code in range(0x110000) if chr(code).isspace() and chr(code) not in "\n\r"]


@pytest.mark.parametrize("space", SPACES, ids=ascii)
def test_white_space_of_unicode_is_read_as_commonmark(space: str) -> None:
    for text in (
        "{}가",
        "가{}",
        "가{}\n{}나",
        "- {}가",
        "- 가{}",
        "1. {}가",
        "# {}가",
        "# 가{}",
        "> {}가",
    ):
        assert_law(Source(text.format(space, space)), 1)


GOOD = ["\n".join(post.lines) + "\n" for post in posts()]


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """Good posts with a few bits put in, or characters taken out."""
    text = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(BITS)) + text[at + draw(st.integers(0, 2)) :]
    return text


def assert_post(text: str) -> None:
    """The whole post is the same in either way, and so is its page."""
    source = Source(text)
    first_line = front_matter.parse(source).body_line
    if assert_law(source, first_line):
        either = _read(source)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(plain, "scan", lambda *_: None)
            other = _read(source)
        assert _parts(either) == _parts(other)


def _read(source: Source) -> Post:
    return parse(source, Settings(), PurePosixPath("_posts/2025-11-07-daily-papers.md"))


def _parts(post: Post) -> dict[str, object]:
    """All that a post is, but for the front matter, which is read in one way alone."""
    derived = {name: getattr(post, name) for name in ("headings", "paragraphs", "passages")}
    return {name: value for name, value in vars(post).items() if name != "front_matter"} | derived


@profile(max_examples=50)
@given(mutants())
def test_mutants_of_good_posts_are_read_alike(text: str) -> None:
    assert_post(text)


@pytest.mark.slow
@profile(max_examples=3_000)
@given(mutants())
def test_mutants_of_good_posts_are_read_alike_at_length(text: str) -> None:
    assert_post(text)


@pytest.mark.slow
def test_examples_of_commonmark_are_read_alike() -> None:
    taken = [assert_law(Source(it.markdown), 1) for it in specification()]
    assert sum(taken) >= 20  # most examples are of other Markdown


POSTS = Path(__file__).parents[2] / "shared" / "posts"


@pytest.mark.skipif(not POSTS.is_dir(), reason="no real posts beside the checkout")
@pytest.mark.parametrize("folder", ["_posts", "blog/_posts", "blog/raw"])
def test_real_posts_are_read_alike(folder: str) -> None:
    paths = sorted((POSTS / folder).glob("*.md"))
    assert paths
    for path in paths:
        assert_post(Source.decode(path.read_bytes()).text)


def test_good_posts_are_plain() -> None:
    taken = []
    for post in posts():
        source = Source("\n".join(post.lines) + "\n")
        taken.append(assert_law(source, front_matter.parse(source).body_line))
    assert sum(taken) >= 0.85 * len(taken)


@pytest.mark.parametrize(
    "text",
    [
        "```\ncode\n```",
        "* 하나",
        "***",
        "___",
        "~~~\ncode",
        "- 하나\n- 둘\n\n- 셋",
        "- 하나\n이어짐",
        "- 하나\n  이어짐",
        "> 인용\n이어짐",
        "문장\n===",
        "문장\n---",
        "    code",
        "1. 하나\n- 둘",
        "1. 하나\n1) 둘",
        "-1. 하나",
        "1.  하나",
        "1. - 하나",
        "- 하나\n<!-- 말 -->",
        "<!-- 말 --> 말",
        "<!-- 말",
        "[a]: /b",
        "- [a]: /b",
        "[a\nb]: /b",
        "<b>굵다</b>",
        "# 제목 #",
        "가\t나",
        "가\r나",
        "{% raw %}",
        "$$x$$",
        "| a | b |",
        "**" + "가" * plain_text.LONGEST,
    ],
)
def test_scanner_gives_up_on_what_it_does_not_fully_understand(text: str) -> None:
    assert not assert_law(Source(text), 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "가",
        "가  \n나",
        "- 하나\n- 둘\n",
        "1. 하나\n3. 둘\n",
        "# 제목\n문장\n",
        "<!-- 말 -->  \n<!---->\n\n가",
    ],
)
def test_scanner_takes_the_common(text: str) -> None:
    assert assert_law(Source(text), 1)


@pytest.mark.parametrize(
    "text",
    [
        "`code`",
        "*강조*이다.",
        '**강조**: `code`와 [하나](u),  \n[둘](v "이름").',
        "\\*",
        "가\\\n나",
        "&amp;",
        "가<b>굵다</b>",
        "가<http://a.b>",
        "![그림](a.png)",
        "_강조_이다.",
        "**강조\n이다**.",
        "[12]를 보라.",
        "- **Goal**: 하나\n- `둘`\n",
        "> **인용**과 [하나](u)",
        "# [하나](u)와 [둘](v)",
        "# [[CLS]](u)",
        "# 1. ![그림](a.png)",
        '# [제목](u "이름")',
        "# [제목](htt\\://a.b)",
        "$\\mathcal{O}(n)$의 값이다.",
    ],
)
def test_markup_within_a_block_is_left_to_commonmark(text: str) -> None:
    assert assert_law(Source(text), 1)
