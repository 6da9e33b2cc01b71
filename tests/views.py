"""What a page shows, taken apart: its header, words, structure, anchors and addresses.

It is read from HTML by Python's own parser, apart from what the program knows of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

import yaml

ASPECTS = ("header", "words", "structure", "anchors", "addresses")

_BLOCK = re.compile(
    "address|blockquote|br|dd|details|div|dl|dt|figure|h[1-6]|hr|li|ol|p|pre|summary|table|tbody|"
    "td|tfoot|th|thead|tr|ul"
)
_EXACT = frozenset({"pre", "code", "script", "style"})
_HEADING = re.compile(r"h[1-6]")


@dataclass(frozen=True)
class Token:
    """A tag, or a text where ``name`` is empty. ``rest`` are the attributes that are no others."""

    name: str = ""
    closes: bool = False
    text: str = ""
    anchor: str = ""
    address: str = ""
    rest: tuple[tuple[str, str], ...] = ()


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tokens: list[Token] = []
        self._exact = 0
        self._after_space = True
        self.feed(html)
        self.close()
        self._end_line()

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attributes}
        anchor = given.pop("id", "") if _HEADING.fullmatch(name) else ""
        address = given.pop("href", given.pop("src", ""))
        self._tag(Token(name, False, "", anchor, unquote(address), tuple(sorted(given.items()))))
        self._exact += name in _EXACT

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(name, attributes)
        self._exact -= name in _EXACT

    def handle_endtag(self, name: str) -> None:
        self._tag(Token(name, True))
        self._exact = max(self._exact - (name in _EXACT), 0)

    def _tag(self, token: Token) -> None:
        if _BLOCK.fullmatch(token.name):
            self._end_line()
        self.tokens.append(token)

    def handle_data(self, data: str) -> None:
        if not self._exact:
            data = re.sub(r"[ \t\r\n\f]+", " ", data)
            data = data.lstrip(" ") if self._after_space else data
        if data:
            self._after_space = not self._exact and data.endswith(" ")
            self.tokens.append(Token(text=data))

    def _end_line(self) -> None:
        """No white space stands at the ends of a block."""
        for at in range(len(self.tokens) - 1, -1, -1):
            token = self.tokens[at]
            if _BLOCK.fullmatch(token.name) or token.name in _EXACT:
                break
            if token.text:
                stripped = token.text.rstrip(" ")
                self.tokens[at : at + 1] = [Token(text=stripped)] if stripped else []
                break
        self._after_space = True


@dataclass(frozen=True)
class View:
    """A page. ``header`` is None where Jekyll reads none."""

    header: object
    tokens: tuple[Token, ...]

    @property
    def lines(self) -> list[str]:
        """The text, each block in a line of its own."""
        parts = ("\n" if _BLOCK.fullmatch(it.name) else it.text for it in self.tokens)
        return [line for line in "".join(parts).split("\n") if line]

    @property
    def words(self) -> str:
        """The text."""
        return " ".join(self.lines)

    @property
    def structure(self) -> tuple[tuple[str, bool, tuple[tuple[str, str], ...]], ...]:
        """The tags, without what they address."""
        return tuple((it.name, it.closes, it.rest) for it in self.tokens if it.name)

    @property
    def anchors(self) -> tuple[str, ...]:
        """The anchors of headings."""
        return tuple(it.anchor for it in self.tokens if it.anchor)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What links lead to and images show, without escapes."""
        return tuple(it.address for it in self.tokens if it.address)

    def without(self, aspects: Collection[str]) -> list[object]:
        """The page in its order, without some aspects of it."""
        said: list[object] = [] if "header" in aspects else [self.header]
        return [*said, *self._body_without(aspects)]

    def _body_without(self, aspects: Collection[str]) -> Iterator[object]:
        text = ""
        for it in self.tokens:
            if not it.name:
                text += it.text
                continue
            kept = (
                (it.name, it.closes, it.rest) if "structure" not in aspects else (),
                it.anchor if "anchors" not in aspects else "",
                it.address if "addresses" not in aspects else "",
            )
            if any(kept):
                if text and "words" not in aspects:
                    yield _squeezed(text) if "structure" in aspects else text
                text = ""
                yield kept
        if text and "words" not in aspects:
            yield _squeezed(text) if "structure" in aspects else text


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


_HEADER = re.compile(r"\A\ufeff?---\s*\n(.*?\n?)^(?:---|\.\.\.)\s*$\n?", re.S | re.M)


def view(post: str, html: str) -> View:
    """A post's header, and the page that its body's HTML is."""
    header = _HEADER.match(post)
    values = yaml.load(header[1], yaml.BaseLoader) if header else None
    return View(values, tuple(_Reader(html).tokens))


def changed(before: View, after: View) -> set[str]:
    """The aspects in which two pages differ."""
    return {it for it in ASPECTS if getattr(before, it) != getattr(after, it)}
