"""Blocks of reasoning, ``<think>`` and the like, that a language model left in a post."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from digestlint.document import Block, BlockKind, InlineKind
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.source import Source, Span
from digestlint.values import NamedTuple

_NAMES = (
    "think|thinking|thoughts?|reasoning|scratchpad|reflection|inner_monologue|chain_of_thought|cot"
    "|analysis|생각|사고"
)
_TAG = pattern(
    rf"<(?P<close>/)?(?:seed:)?(?i:{_NAMES})>|\[(?P<close2>/)?THINK\]|◁(?P<close3>/)?think▷"
    r"|<\|(?P<close4>end|begin)_of_thought\|>"
)
# What a text goes on with that speaks of the tag: a particle, a noun such as "태그", a bracket.
_SPOKEN_OF = pattern(
    r"(?:와|과|를|을|은|는|이|가|의|에|로|으로|도|만|에서|부터|까지|및)(?=[\s,<])"
    r"|\s?(?:태그|토큰|블록|구간|단계|모드|형식|기호|부분|안에|내부|사이|이후|및|등|앞|뒤|…|\.\.\.|[,)·/”’\"'])"
)
_SHORT = 20
"""A text between the tags with fewer letters than this is an example, not a thought."""


class Leak(NamedTuple):
    """A block of reasoning: its opening tag, or the closing one where it stands alone; both."""

    span: Span
    tags: tuple[Span, ...]


class _Tag(NamedTuple):
    span: Span
    closes: bool
    block: Block


@lru_cache(maxsize=1)  # RN003 asks for them too
def leaks(post: Post) -> tuple[Leak, ...]:
    """The blocks of reasoning in the prose of a post, in the order of the text."""
    found: list[Leak] = []
    is_open = False
    for tag in _tags(post):
        if not tag.closes and not is_open and _begins_leak(post.source, tag):
            found.append(Leak(tag.span, (tag.span,)))
            is_open = True
        elif tag.closes and is_open:
            found[-1] = Leak(found[-1].span, (*found[-1].tags, tag.span))
            is_open = False
        elif tag.closes and _ends_leak(post.source, tag):
            found.append(Leak(tag.span, (tag.span,)))
    return tuple(found)


def _tags(post: Post) -> Iterator[_Tag]:
    text, start = post.source.text, post.front_matter.body_start
    if not any(text.find(sign, start) >= 0 for sign in ("<", "THINK]", "◁")):
        return
    for block in post.document.blocks:
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HTML):
            continue
        code = [it.span for it in block.inlines if it.kind is InlineKind.CODE]
        for found in _TAG.finditer(text, *block.span):
            span = Span(*found.span())
            if not any(start <= span.start < end for start, end in code):
                marks = (found["close"], found["close2"], found["close3"], found["close4"])
                closes = any(mark and mark in ("/", "end") for mark in marks)
                yield _Tag(span, closes, block)


def _begins_leak(source: Source, tag: _Tag) -> bool:
    """Whether reasoning begins with a tag: it stands alone in its line, or begins a paragraph."""
    before, after = _around(source, tag)
    if before:
        return False
    if not after:
        return True
    if tag.span.start != tag.block.span.start or _SPOKEN_OF.match(after):
        return False
    closing = _TAG.search(source.text, tag.span.end, tag.block.span.end)
    inside = source.text[tag.span.end : closing.start()] if closing else after
    return not closing or sum(map(str.isalpha, inside)) >= _SHORT


def _ends_leak(source: Source, tag: _Tag) -> bool:
    """Whether reasoning whose begin is lost ends with a tag."""
    before, after = _around(source, tag)
    opening = _TAG.search(source.text, tag.block.span.start, tag.span.start)
    if opening:
        return False
    return not after or (not before and not _SPOKEN_OF.match(after))


def _around(source: Source, tag: _Tag) -> tuple[str, str]:
    """What stands before and after a tag in its line, the marks of lists and quotes aside."""
    line = source.line_span(source.line_at(tag.span.start))
    start = max(line.start, tag.block.span.start)
    if start == line.start:
        start = line.end - len(source.slice(line).lstrip(" \t>"))
    return (
        source.text[start : tag.span.start].strip(),
        source.text[tag.span.end : line.end].rstrip(),
    )
