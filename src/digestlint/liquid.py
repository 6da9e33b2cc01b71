"""The tokens that Liquid, which Jekyll runs before kramdown, finds in a post.

Follows liquid/tokenizer.rb, liquid/block_body.rb and liquid/tags/raw.rb of Liquid 4 and 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from digestlint.patterns import pattern
from digestlint.source import Span
from digestlint.values import NamedTuple


class TokenKind(StrEnum):
    """What a token is."""

    OUTPUT = "output"  # {{ … }}
    TAG = "tag"  # {% … %}
    BROKEN = "broken"  # one that is not closed, or a tag without a name: the site is not built
    RAW = "raw"  # {% raw %} … {% endraw %}, the tags included: what stands in it is text


class Token(NamedTuple):
    """A token. ``span`` is only the two characters that open it where it is broken.

    ``name`` is that of a tag, ``raw`` of a ``{% raw %}`` without its end.
    """

    kind: TokenKind
    span: Span
    name: str = ""


_OPENING = pattern(r"\{[{%]")
_NAME = pattern(r"\{%-?\s*([A-Za-z0-9_]+|#)")
_END_OF_RAW = pattern(r"\{%\s*endraw(?![A-Za-z0-9_])")


def tokens(text: str, start: int) -> Iterator[Token]:
    """The tokens of a text from an offset on, those in ``{% raw %}`` aside."""
    at, missing = start, set[str]()
    while opening := _OPENING.search(text, at):
        begin = opening.start()
        end = _end(text, begin, missing)
        at = end if end >= 0 else opening.end()
        broken = Token(TokenKind.BROKEN, Span(begin, begin + 2))
        if opening[0] == "{{":
            closed = end >= 0 and text.startswith("}}", end - 2)
            yield Token(TokenKind.OUTPUT, Span(begin, end)) if closed else broken
            continue
        name = _NAME.match(text, begin) if end >= 0 else None
        if name is None:
            yield broken
        elif name[1] != "raw":
            yield Token(TokenKind.TAG, Span(begin, end), name[1])
        elif (closing := _closing_of_raw(text, name.end(), end, missing)) >= 0:
            at = closing
            yield Token(TokenKind.RAW, Span(begin, at))
        else:
            yield Token(TokenKind.BROKEN, Span(begin, end), "raw")


def _closing_of_raw(text: str, name_end: int, end: int, missing: set[str]) -> int:
    """Where the ``{% raw %}`` ends whose name and tag end there; -1 where it does not."""
    has_words = text[name_end : end - 2].strip("- \t\n")
    if has_words or "endraw" in missing:
        return -1
    found = _END_OF_RAW.search(text, end)
    closing = text.find("%}", found.end()) if found else -1
    if closing < 0:
        missing.add("endraw")
        return -1
    return closing + 2


def _end(text: str, begin: int, missing: set[str]) -> int:
    """Where the token that begins at an offset ends; -1 where it does not.

    ``missing`` are the marks that do not come any more, which is looked up but once.
    """
    mark = "%}" if text.startswith("{%", begin) else "}"
    end = -1 if mark in missing else text.find(mark, begin + 2)
    if end < 0:
        missing.add(mark)
        return -1
    end += len(mark)
    return end + (mark == "}" and text.startswith("}", end))
