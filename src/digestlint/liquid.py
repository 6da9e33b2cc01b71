"""The tokens that Liquid, which Jekyll runs before kramdown, finds in a post.

Follows liquid/tokenizer.rb, liquid/block_body.rb and liquid/tags/raw.rb of Liquid 4 and 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from digestlint.source import Span


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


_OPENING = re.compile(r"\{[{%]")
_NAME = re.compile(r"\{%-?\s*([A-Za-z0-9_]+|#)")
_END_OF_RAW = re.compile(r"\{%\s*endraw(?![A-Za-z0-9_]).*?%\}", re.DOTALL)


def tokens(text: str, start: int) -> Iterator[Token]:
    """The tokens of a text from an offset on, those in ``{% raw %}`` aside."""
    at = start
    while opening := _OPENING.search(text, at):
        begin = opening.start()
        end = _end(text, begin)
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
        elif closing := _closing_of_raw(text, name.end(), end):
            at = closing.end()
            yield Token(TokenKind.RAW, Span(begin, at))
        else:
            yield Token(TokenKind.BROKEN, Span(begin, end), "raw")


def _closing_of_raw(text: str, name_end: int, end: int) -> re.Match[str] | None:
    """The end of the ``{% raw %}`` whose name and tag end there; None where the tag is wrong."""
    has_words = text[name_end : end - 2].strip("- \t\n")
    return None if has_words else _END_OF_RAW.search(text, end)


def _end(text: str, begin: int) -> int:
    """Where the token that begins at an offset ends; -1 where it does not."""
    if text.startswith("{%", begin):
        end = text.find("%}", begin + 2)
        return end + 2 if end >= 0 else -1
    end = text.find("}", begin + 2)
    return end + 1 + text.startswith("}", end + 1) if end >= 0 else -1
