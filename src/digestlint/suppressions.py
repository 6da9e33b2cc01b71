"""Comments that hide diagnostics, and what is wrong with them.

``<!-- digestlint: ignore[LK005] -- reason -->`` on its own line hides diagnostics of the next
block (of a list or quote the whole), ``ignore-file[…]`` those of the file; in the front matter the
latter is written ``# digestlint: ignore-file[…]``. Rules are named by code or name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digestlint.checks import tool
from digestlint.diagnostics import Finding
from digestlint.document import BlockKind, InlineKind, Lines
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.nearest import nearest
from digestlint.post import Post
from digestlint.rule import Rule
from digestlint.source import Span

DIRECTIVES = ("ignore", "ignore-file")

_TEXT = re.compile(
    r"digestlint:\s*(?P<directive>[\w-]*)\s*(?:\[(?P<names>[^\]\n]*)\])?(?P<rest>.*)"
)
_NAME = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that hides something; ``lines`` is None where it holds for the whole file.

    ``names`` pairs each rule's code with the span of its name. ``removal`` is what to cut to take
    the comment away without joining what stands round it, None where that cannot be.
    """

    span: Span
    names: tuple[tuple[str, Span], ...]
    lines: Lines | None
    removal: Span | None


@dataclass(frozen=True, slots=True)
class Hidden:
    """Findings that are left, and how many were hidden."""

    findings: tuple[tuple[Rule, Finding], ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment that speaks to digestlint; ``lines`` is what ``ignore`` would hide there."""

    span: Span
    text: str
    text_start: int
    lines: Lines | None
    placed: bool
    in_header: bool
    removal: Span | None


def hide(
    post: Post,
    found: Sequence[tuple[Rule, Finding]],
    codes: Mapping[str, str],
    is_active: Callable[[str], bool],
) -> Hidden:
    """The findings that no comment hides, and what DL002 and DL003 say of the comments.

    ``codes`` maps each rule's code and name to its code; ``is_active`` tells of a code whether its
    rule is selected, for a comment that names another has nothing to hide.
    """
    if "digestlint:" not in post.source.text:
        return Hidden(tuple(found), 0)
    suppressions: list[Suppression] = []
    said: list[tuple[Rule, Finding]] = []
    for comment in _comments(post):
        read = _read(comment, codes)
        if isinstance(read, Suppression):
            suppressions.append(read)
        else:
            said += ((tool.UNKNOWN_SUPPRESSION, finding) for finding in read)
    left: list[tuple[Rule, Finding]] = []
    used: set[Span] = set()
    for rule, finding in found:
        line = post.source.line_at(finding.span.start)
        hiding = {
            span
            for suppression in suppressions
            if suppression.lines is None
            or suppression.lines.first <= line <= suppression.lines.last
            for code, span in suppression.names
            if code == rule.code
        }
        used |= hiding
        if not hiding:
            left.append((rule, finding))
    for suppression in suppressions:
        said += (
            (tool.UNUSED_SUPPRESSION, finding) for finding in _unused(suppression, used, is_active)
        )
    said = [(rule, finding) for rule, finding in said if is_active(rule.code)]
    return Hidden((*left, *said), len(found) - len(left))


def _unused(
    suppression: Suppression, used: set[Span], is_active: Callable[[str], bool]
) -> Iterator[Finding]:
    idle = [(code, span) for code, span in suppression.names if span not in used]
    fix = None
    if suppression.removal and len(idle) == len(suppression.names):
        edit = Edit(suppression.removal, "")
        fix = Fix(Message("remove the suppression"), (edit,), Safety.SAFE)
    for code, span in idle:
        if is_active(code):
            message = Message("the suppression of {code} hides nothing", {"code": code})
            yield Finding(span, message, fix=fix)


def _read(comment: _Comment, codes: Mapping[str, str]) -> Suppression | tuple[Finding, ...]:
    """What a comment suppresses, or what is wrong with it."""
    found = _TEXT.match(comment.text)
    assert found is not None  # a comment is one only if its text begins so
    directive, names = found["directive"], found["names"]
    if directive not in DIRECTIVES:
        message = Message(
            "unknown suppression {directive!r}, expected {expected}",
            {"directive": directive, "expected": " or ".join(f"{d}[…]" for d in DIRECTIVES)},
        )
        return (Finding(comment.span, message),)
    if comment.in_header and directive != "ignore-file":
        message = Message("a suppression in the front matter is for the file: ignore-file[…]")
        return (Finding(comment.span, message),)
    if not comment.placed:
        message = Message(
            "the suppression does not stand on a line of its own, expected above the block"
        )
        return (Finding(comment.span, message),)
    named: list[tuple[str, Span]] = []
    unknown: list[Finding] = []
    for name in _NAME.finditer(names or ""):
        start = comment.text_start + found.start("names") + name.start()
        span = Span(start, start + len(name[0]))
        if code := codes.get(name[0]):
            named.append((code, span))
        else:
            unknown.append(Finding(span, _unknown_name(name[0], codes)))
    if unknown:
        return tuple(unknown)
    if not named:
        message = Message("the suppression names no rule, expected a code or name in brackets")
        return (Finding(comment.span, message),)
    lines = None if directive == "ignore-file" else comment.lines
    return Suppression(comment.span, tuple(named), lines, comment.removal)


def _unknown_name(name: str, codes: Mapping[str, str]) -> Message:
    near = nearest(name, codes)
    if near is None:
        return Message("no rule is called {name}", {"name": name})
    return Message("no rule is called {name}, the nearest is {near}", {"name": name, "near": near})


def _comments(post: Post) -> Iterator[_Comment]:
    """The comments of a post that speak to digestlint, header first."""
    source = post.source
    for span in post.front_matter.comments:
        text = source.slice(span)
        words = text.lstrip("# \t")
        if words.startswith("digestlint:"):
            start = span.start + len(text) - len(words)
            yield _Comment(span, words, start, None, True, True, None)
    blocks = post.document.blocks
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HTML:
            text = source.slice(block.span)
            if (inside := _inside(text)) is None:
                continue
            start = block.span.start + text.index(inside)
            after = next(
                (b for b in blocks[at + 1 :] if not _is_comment(source.slice(b.span))), None
            )
            lines = after.outer if after else Lines(source.line_count + 1, source.line_count + 1)
            placed = not block.containers and "\n" not in text.strip()
            yield _Comment(block.span, inside, start, lines, placed, False, _removal(post, at))
        for piece in block.inlines:
            if piece.kind is InlineKind.HTML and (inside := _inside(piece.text)) is not None:
                start = piece.span.start + piece.text.index(inside)
                yield _Comment(piece.span, inside, start, None, False, False, None)


def _is_comment(text: str) -> bool:
    return _inside(text) is not None


def _inside(text: str) -> str | None:
    """What stands in a comment that speaks to digestlint, from ``digestlint:`` on."""
    text = text.strip()
    if not text.startswith("<!--") or not text.endswith("-->"):
        return None
    inside = text[4:-3].strip()
    return inside if inside.startswith("digestlint:") else None


def _removal(post: Post, at: int) -> Span | None:
    """The comment with one blank line, if it stands alone and nothing round it would be joined.

    Lists and quotes round it would become one, and indented code would join what is before it, so
    only headings, paragraphs, rules and other comments may stand there.
    """
    source, blocks = post.source, post.document.blocks
    block = blocks[at]
    first, last = block.lines
    if first > 1 and source.line(first - 1).strip():
        return None
    if last < source.line_count and source.line(last + 1).strip():
        return None
    joinable = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.RULE)
    for other in (blocks[at - 1 : at] if at else ()) + blocks[at + 1 : at + 2]:
        if other.containers or other.kind not in joinable:
            return None
    start = source.line_starts[first - 1]
    end = source.line_starts[last + 1] if last + 1 < source.line_count else len(source.text)
    return Span(start, end)
