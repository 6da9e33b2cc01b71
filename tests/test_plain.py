"""The law of the plain shape: what the scanner accepts, it reads as markdown-it-py does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detection.good import posts
from digestlint import commonmark, front_matter, plain
from digestlint.source import Source

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
    "‘인용’ — “말”…",
    "",
    "  ",
]
BITS = [
    "#", " ", "   ", "\n", "\n\n", "- ", "* ", "> ", "[", "]", "(", ")", "](", "![", "_", "__", "<",
    "<b>", "&", "&amp;", ";", "1.", "1)", "=", "---\n", "===\n", "\u00a0", "\u2028", "\u3000",
    "\x0b", "\x0c", "\x85", "\x1c", "!", "|", ":", "가", "a", '"', "'", "+", "~", "\r\n", "\r",
    "\t", "*", "`", "\\", "$$", "{", "\ufeff", "\u200b", "²", "٣", "[a]: /b\n", "    ", "\ufffd",
    "🙂",
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
    read = plain.scan(source, first_line)
    if read is None:
        return False
    assert read == commonmark.parse(source, first_line)
    return True


@given(border_texts())
def test_what_is_accepted_is_read_as_commonmark(text: str) -> None:
    assert_law(Source(text), 1)


@pytest.mark.slow
@settings(max_examples=20_000)
@given(border_texts())
def test_what_is_accepted_is_read_as_commonmark_at_length(text: str) -> None:
    assert_law(Source(text), 1)


def test_good_posts_are_plain() -> None:
    taken = []
    for post in posts():
        source = Source("\n".join(post.lines) + "\n")
        taken.append(assert_law(source, front_matter.parse(source).body_line))
    assert sum(taken) >= 0.85 * len(taken)


@pytest.mark.parametrize(
    "text",
    [
        "`code`",
        "*강조*이다.",
        "\\*",
        "- 하나\n- 둘\n\n- 셋",
        "- 하나\n이어짐",
        "- 하나\n  이어짐",
        "> 인용\n이어짐",
        "문장\n===",
        "문장\n---",
        "문장\n# 제목",
        "    code",
        "1. 하나",
        "1) 하나",
        "[a]: /b",
        "- [a]: /b",
        "&amp;",
        "<b>굵다</b>",
        "![그림](a.png)",
        "_강조_이다.",
        "# 제목 #",
        "가\t나",
        "가\r나",
        "{% raw %}",
        "$$x$$",
        "| a | b |",
        "# [하나](u)와 [둘](v)",
        "# [[CLS]](u)",
        "# 1. ![그림](a.png)",
        '# [제목](u "이름")',
    ],
)
def test_scanner_gives_up_on_what_it_does_not_fully_understand(text: str) -> None:
    is_taken = assert_law(Source(text), 1)
    assert not is_taken or text == "문장\n# 제목"


@pytest.mark.parametrize("text", ["", "\n", "가", "가  \n나", "- 하나\n- 둘\n", "# 제목\n문장\n"])
def test_scanner_takes_the_common(text: str) -> None:
    assert assert_law(Source(text), 1)
