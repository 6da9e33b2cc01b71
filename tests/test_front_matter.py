from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from digestlint import front_matter
from digestlint.front_matter import FrontMatter, Misplaced, parse
from digestlint.header_scan import scan
from digestlint.source import Source, Span
from digestlint.yaml_values import Kind, MappingValue, Scalar, Sequence, Value, plain_kind

PLAIN = """---
layout: post
title: "하루 논문 — 2025-11-07"
date: 2025-11-07 08:15:00
# 설명
tags: [papers, 'ai']
categories: []
---

# 1. [A](https://arxiv.org/abs/2511.00001)
"""


def read(text: str) -> FrontMatter:
    return parse(Source(text))


def plain(value: Value | None) -> object:
    """A value as Python has it, all scalars as text."""
    match value:
        case Scalar():
            return value.text
        case Sequence():
            return [plain(item) for item in value.items]
        case MappingValue():
            return {entry.key.text: plain(entry.value) for entry in value.entries}
        case None:
            return None


def values(header: FrontMatter) -> dict[str, object]:
    return {entry.key.text: plain(entry.value) for entry in header.entries}


def test_plain_header() -> None:
    header = read(PLAIN)
    assert values(header) == {
        "layout": "post",
        "title": "하루 논문 — 2025-11-07",
        "date": "2025-11-07 08:15:00",
        "tags": ["papers", "ai"],
        "categories": [],
    }
    assert header.readable
    assert not header.misplaced
    assert not header.unclosed
    source = Source(PLAIN)
    assert source.slice(header.open_span) == "---"
    assert source.slice(header.close_span) == "---"
    assert [source.slice(span) for span in header.comments] == ["# 설명"]
    assert source.text[header.body_start :].startswith("\n# 1.")
    assert header.body_line == 9


def test_spans_cover_what_stands_in_the_source() -> None:
    source = Source(PLAIN)
    header = parse(source)
    for entry in header.entries:
        assert source.slice(entry.key.span) == entry.key.text
    title, tags = header.get("title"), header.get("tags")
    assert isinstance(title, Scalar)
    assert isinstance(tags, Sequence)
    assert source.slice(title.span) == '"하루 논문 — 2025-11-07"'
    assert source.slice(title.text_span) == title.text
    assert source.slice(tags.span) == "[papers, 'ai']"
    assert [source.slice(item.span) for item in tags.items] == ["papers", "'ai'"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("fence", ["---", "--- ", "---\t  "])
@pytest.mark.parametrize("close", ["---", "...", "--- \t"])
def test_fences_that_jekyll_sees(mark: str, line_end: str, fence: str, close: str) -> None:
    text = mark + line_end.join([fence, "layout: post", "title: a b", close, "본문"])
    header = read(text)
    assert values(header) == {"layout": "post", "title": "a b"}
    assert (header.misplaced, header.unclosed, header.lone_returns) == (None, False, False)
    assert text[header.body_start :] == "본문"
    assert header.body_line == 5


@pytest.mark.parametrize(
    ("before", "flaw"),
    [
        ("\n", Misplaced.PRECEDED),
        ("\r\n\r\n", Misplaced.PRECEDED),
        (" ", Misplaced.PRECEDED),
        ("\n  ", Misplaced.PRECEDED),
        ("\u200b", Misplaced.PRECEDED),
        ("<!-- 설명 -->\n", Misplaced.PRECEDED),
    ],
)
def test_header_after_something_is_read(before: str, flaw: Misplaced) -> None:
    header = read(before + PLAIN)
    assert header.misplaced is flaw
    assert values(header) == values(read(PLAIN))
    assert header.open_span == Span(len(before), len(before) + 3)
    assert (before + PLAIN)[header.body_start :].startswith("\n# 1.")


@pytest.mark.parametrize("fence", ["--", "----", "—", "———", "–-"])
def test_mistyped_fence_is_read(fence: str) -> None:
    header = read(PLAIN.replace("---", fence, 1))
    assert header.misplaced is Misplaced.MISTYPED
    assert values(header) == values(read(PLAIN))


def test_header_without_opening_fence_is_read() -> None:
    header = read(PLAIN.removeprefix("---\n"))
    assert header.misplaced is Misplaced.UNOPENED
    assert header.open_span == Span(0, 0)
    assert values(header) == values(read(PLAIN))


@pytest.mark.parametrize(
    "text", ["", "본문\n", "# 1. [A](b)\n\n---\n", "요약: 한 줄\n---\n", "\n\n"]
)
def test_no_header(text: str) -> None:
    header = read(text)
    assert header.misplaced is Misplaced.ABSENT
    assert not header.present
    assert header.entries == ()
    assert (header.body_start, header.body_line) == (0, 1)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\nlayout: post\n\n본문이다.\n", "\n본문이다.\n"),
        ("---\nlayout: post\n# 1. [A](b)\n본문\n", "# 1. [A](b)\n본문\n"),
        ("---\nlayout: post\n\n# 1. [A](b)\n\n---\n", "\n# 1. [A](b)\n\n---\n"),
        ("---\nlayout: post\n\n# 1. [A](b)\n\n본문이다.\n\n---\n끝", None),
        ("---\nlayout: post\n\n## Method\n본문이다.\n---\n끝", None),
        ("---\nlayout: post\n\n- **가**: 나\n\n---\n끝", None),
        ("---\nlayout: post\n\n- Goal: 나\n- 다\n\n---\n끝", None),
        ("---\nlayout: post", ""),
        ("---\nlayout: post\n", ""),
    ],
)
def test_unclosed_header_ends_at_blank_line_or_heading(text: str, body: str | None) -> None:
    header = read(text)
    assert header.unclosed
    assert header.defect is None
    assert values(header) == {"layout": "post"}
    expected = "\n" + text.split("\n\n", 1)[1] if body is None else body
    assert text[header.body_start :] == expected


@pytest.mark.parametrize(
    "inside",
    [
        "layout: post\n\ntitle: b\n",
        "\nlayout: post\ntitle: b\n",
        "layout: post\ntitle: b\n\n",
        "layout: post\n# 1. 첫째\ntitle: b\n",
        "layout: post\n## 제목\ntitle: b\n",
        "layout: post\n# [문서](https://example.org)\ntitle: b\n",
        "layout: post\n# digestlint: ignore-file[LK005]\n\ntitle: b\n",
        "layout: post\ntitle: b\n\n# 설명\n",
        "layout: post\ntitle: |-\n  b\n",
    ],
)
def test_blank_lines_and_comments_are_legal_in_a_header(inside: str) -> None:
    header = read(f"---\n{inside}---\n본문\n")
    assert not header.unclosed
    assert values(header) == {"layout": "post", "title": "b"}


def test_lone_carriage_returns_are_read_as_line_ends() -> None:
    header = read(PLAIN.replace("\n", "\r"))
    assert header.lone_returns
    assert (header.misplaced, header.unclosed) == (None, False)
    assert values(header) == values(read(PLAIN))
    assert header.body_start == read(PLAIN).body_start


@pytest.mark.parametrize(
    ("line", "place", "reason"),
    [
        ("title: a: b", "title: a", "a colon in a value that has no quotes"),
        ('title: "a', "title: ", "a quote that is not closed"),
        ("tags: *t", "tags: ", "the alias *t stands for nothing"),
        ("tags: &t [*t]", "tags: &t [", "the alias *t stands for nothing"),
        ("title: :a", "title: ", "the Ruby symbol :a"),
        ("a: !ruby/object:A {}", "a: ", "the Ruby object !ruby/object:A"),
        ("title: a\x01", "title: a", "the character U+0001 is not allowed"),
        ("tags: [a", "tags: ", "a list that is not closed or lacks a comma"),
        ("tags: {a", "tags: ", "braces that are not closed or lack a comma"),
        ("글\ntitle: a", "", "a line without the colon of a key"),
        ("\ttitle: a", "", "a tab where YAML wants spaces"),
        ("title: @a", "title: ", "a character that no value begins with unquoted"),
        ('title: "a" b', 'title: "a" ', "text where the next key is expected"),
    ],
)
def test_defects_and_their_places(line: str, place: str, reason: str) -> None:
    before = "---\nlayout: 글\n"
    header = read(f"{before}{line}\n---\n")
    assert header.defect
    assert header.entries == ()
    assert not header.readable
    assert header.defect.span.start == len(before) + len(place)
    assert str(header.defect.reason) == reason


@pytest.mark.parametrize("text", ["- a\n- b\n", "그저 글이다\n", "'a'\n"])
def test_header_that_is_no_mapping(text: str) -> None:
    header = read(f"---\n{text}---\n")
    assert header.defect
    assert "where keys and values are expected" in str(header.defect.reason)


@pytest.mark.parametrize("text", ["", "\n", "# 설명\n", "~\n", "{}\n"])
def test_empty_header_is_no_defect(text: str) -> None:
    header = read(f"---\n{text}---\n")
    assert header.readable
    assert header.entries == ()


def test_of_a_key_given_twice_the_last_counts() -> None:
    header = read("---\na: 1\na: 2\n---\n")
    assert plain(header.get("a")) == "2"
    assert len(header.entries) == 2


def test_merged_keys_come_last_and_yield_to_given_ones() -> None:
    header = read("---\nbase: &b {title: x, layout: y}\n<<: *b\ntitle: z\n---\n")
    assert [entry.key.text for entry in header.entries] == ["base", "title", "layout"]
    assert plain(header.get("title")) == "z"


def test_comments_are_no_lines_of_scalars() -> None:
    text = "---\n# 하나\na: |\n  글\n  # 둘\nb: 'c\n  # 셋\n  d'\n  # 넷\n---\n"
    source = Source(text)
    assert [source.slice(span) for span in parse(source).comments] == ["# 하나", "# 넷"]


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ('&a "b c"', '"b c"'),
        ("!!str &a b", "b"),
        ("&a b", "b"),
        (">\n  b\n  c\n", ">\n  b\n  c"),
        ("|+\n  b\n\n", "|+\n  b"),
        ("b\n  c", "b\n  c"),
    ],
)
def test_span_of_a_value_is_what_could_be_replaced(written: str, span: str) -> None:
    source = Source(f"---\na: {written}\nz: 1\n---\n")
    value = parse(source).get("a")
    assert value
    assert source.slice(value.span) == span


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        PLAIN.replace("[papers, 'ai']", "\n  - papers # 글\n  - 'ai'"),
        '---\na: &b {c: [1, "\\u0041"], d: |\n  글\n  # 글\n}\n---\n'.replace("}", ""),
        "---\na: &b {c: [1]}\nd: *b\n<<: *b\ne:\n  f: g\n\n? h\n: i\n---\n",
        "---\na: >\n  b\n\n  c\nd: !!str 5\n---\n",
        "---\na: b: c\n---\n",
    ]
    read_by_c = [read(text) for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert [read(text) for text in texts] == read_by_c


def test_a_hundred_collections_deep_is_read() -> None:
    header = read("---\na: " + "[" * 99 + "]" * 99 + "\n---\n")
    assert header.defect is None
    assert read("---\na: " + "[" * 100 + "]" * 100 + "\n---\n").defect


def test_a_plain_header_is_read_without_yaml() -> None:
    program = textwrap.dedent(
        """
        import sys
        from digestlint.front_matter import parse
        from digestlint.source import Source
        header = parse(Source(sys.argv[1]))
        assert len(header.entries) == 5, header
        assert "yaml" not in sys.modules
        """
    )
    for text in (PLAIN, PLAIN.replace("\n", "\r\n"), "\n" + PLAIN):
        subprocess.run([sys.executable, "-c", program, text], check=True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("post", Kind.STR),
        ("yes", Kind.BOOL),
        ("True", Kind.BOOL),
        ("y", Kind.STR),
        ("", Kind.NULL),
        ("~", Kind.NULL),
        ("NULL", Kind.NULL),
        ("7", Kind.INT),
        ("1,000", Kind.INT),
        ("08", Kind.STR),
        ("0x1F", Kind.INT),
        ("08:15:00", Kind.INT),
        ("1.5", Kind.FLOAT),
        ("-.inf", Kind.FLOAT),
        ("2025-11-07", Kind.TIMESTAMP),
        ("2025-02-30", Kind.STR),
        ("2025-02-30 08:15:00", Kind.TIMESTAMP),
        ("2025-11-07 25:00:00", Kind.STR),
        ("2025-11-07T08:15:00+09:00", Kind.TIMESTAMP),
        ("2025-11-07 08:15", Kind.STR),
        (":a", Kind.SYMBOL),
        ("2511.04570", Kind.FLOAT),
    ],
)
def test_kinds_are_those_of_psych(text: str, kind: Kind) -> None:
    assert plain_kind(text) is kind


# -- the scanner and libyaml agree ----------------------------------------------------------------

MARKS = ": # a:b a#b ' \" , [ ] { } & * ! | > % @ ` ? - -- \\ / . ... <<"
SPACES = [" ", "  ", "\t", "\xa0", "\u2028", "\x07"]
WORDS = st.sampled_from(
    ["post", "글", "—", "~", "no", "1.5", "08:15:00", *MARKS.split(" "), *SPACES]
)
TEXT = st.lists(WORDS, max_size=6).map("".join)
KEY = st.sampled_from(
    ["title", "a-b", "_x", "true", "1a", "a b", "글", "<<", "'q'", "a", "- a", " a"]
)
LINES = st.one_of(
    st.builds("{}: {}".format, KEY, TEXT),
    st.builds("{}:{}".format, KEY, TEXT),
    st.builds('{}: "{}"{}'.format, KEY, TEXT, st.sampled_from(["", " ", " # c", "x"])),
    st.builds("{}: '{}'".format, KEY, TEXT),
    st.builds("{}: [{}]{}".format, KEY, TEXT, st.sampled_from(["", " ", "]"])),
    st.lists(TEXT, max_size=4).map(lambda items: f"tags: [{', '.join(items)}]"),
    st.builds("# {}".format, TEXT),
    st.builds(" # {}".format, TEXT),
    st.just(""),
    TEXT,
)
HEADERS = st.builds(
    lambda lines, end: end.join([*lines, ""]),
    st.lists(LINES, max_size=6),
    st.sampled_from(["\n", "\r\n"]),
)


@given(HEADERS)
def test_scanner_and_libyaml_agree(inside: str) -> None:
    scanned = scan(inside, 4)
    text = f"---\n{inside}---\n"
    bare = FrontMatter(Span(0, 3), Span(0, 0), 0, 0)
    parsed = front_matter._read_yaml(bare, text, 0, 4 + len(inside))
    if scanned is not None:
        assert parsed == replace(bare, entries=scanned[0], comments=scanned[1])


@given(
    st.lists(
        st.tuples(
            KEY.filter(str.isidentifier), st.from_regex(r"[a-z가-힣0-9 ]{0,9}", fullmatch=True)
        )
    )
)
def test_scanner_reads_what_is_simple(pairs: list[tuple[str, str]]) -> None:
    pairs = [(key, value) for key, value in pairs if key.isascii()]
    inside = "".join(f"{key}: {value}\n" for key, value in pairs)
    scanned = scan(inside, 0)
    assert scanned is not None
    assert [(entry.key.text, plain(entry.value)) for entry in scanned[0]] == [
        (key, value.strip(" ")) for key, value in pairs
    ]


@given(
    st.lists(st.one_of(LINES, st.sampled_from(["---", "...", "# 1. [A](b)", "## M"])), max_size=9)
)
def test_parsing_never_raises(lines: list[str]) -> None:
    for start in ("---\n", "", "\n", "\ufeff---\r"):
        text = start + "\n".join(lines)
        header = read(text)
        assert 0 <= header.body_start <= len(text)
        assert 1 <= header.body_line <= Source(text).line_count
        for entry in header.entries:
            assert 0 <= entry.key.span.start <= entry.key.span.end <= len(text)
            assert 0 <= entry.value.span.start <= entry.value.span.end <= len(text)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for start in ("---\n", "\n---\na: "):
        header = read(start + text)
        assert header.body_start <= len(start + text)
