"""Whether a post before and after a fix makes the same page: the proof that a safe fix needs.

The same page means: the HTML is equal once comments are dropped, runs of white space outside
``pre``, ``code``, ``script``, math and Liquid blocks are one space and none beside a block tag or
``<br>``, and text is in NFC; headings' texts, link targets, code and front matter values are equal
as they stand. Where in doubt, the pages are not the same. The HTML is CommonMark's; what a safe
rule may touch is limited to places where kramdown agrees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from digestlint import front_matter
from digestlint.front_matter import FrontMatter
from digestlint.patterns import pattern
from digestlint.source import LONE_RETURN, Source
from digestlint.verbatim import liquid, math
from digestlint.yaml_values import Scalar, Sequence, Value

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

DEEPEST = 100
"""How deep blocks may nest in one another: what is deeper, the parser leaves out."""


def same_page(before: Source, after: Source) -> bool:
    """Whether both texts make the same page."""
    if before.text == after.text:
        return True
    header, other_header = front_matter.parse(before), front_matter.parse(after)
    if _values(before, header) != _values(after, other_header):
        return False
    body, other = _body(before, header), _body(after, other_header)
    return (
        _residue(body) == _residue(other)
        and _kept(body) == _kept(other)
        and _same_render(body, other)
    )


def same_html(before: str, after: str) -> bool:
    """Whether two pieces of HTML, of whatever renderer, show the same page."""
    return before == after or list(_normal(before)) == list(_normal(after))


# -- the header ----------------------------------------------------------------------------------


def _values(source: Source, header: FrontMatter) -> object:
    """What a header says; of one that Jekyll does not read, its text."""
    state = (header.misplaced, header.unclosed, header.lone_returns, header.defect is None)
    if header.readable and state == (None, False, False, True):
        return [(entry.key.text, _plain(entry.value)) for entry in header.entries]
    return state, _line_feeds(source.text[source.has_byte_order_mark : header.body_start])


def _plain(value: Value) -> object:
    """A value without the place where it stands."""
    if isinstance(value, Scalar):
        return value.kind, value.text
    if isinstance(value, Sequence):
        return [_plain(item) for item in value.items]
    return {"entries": [(entry.key.text, _plain(entry.value)) for entry in value.entries]}


def _body(source: Source, header: FrontMatter) -> str:
    """The Markdown, with line feeds, the last line's too; a lone CR, no line end, is visible."""
    body = LONE_RETURN.sub("\u240d", _line_feeds(source.text[header.body_start :]))
    return body if body.endswith("\n") else f"{body}\n"


def _line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n")


# -- the Markdown --------------------------------------------------------------------------------

_SPACES_AND_BREAKS = pattern(r"\\(?=[ \t]*(?:\n|\Z))|[ \t\n]+")


def _residue(body: str) -> str:
    """All that a safe fix never touches: no comments, no white space, no hard breaks, in NFC.

    It also holds what CommonMark does not show and kramdown may: definitions that nothing uses.
    """
    return _SPACES_AND_BREAKS.sub("", normalize("NFC", "".join(_without_comments(body))))


def _without_comments(text: str) -> Iterator[str]:
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        yield text[at:start]
        at = end + 3
    yield text[at:]


def _kept(body: str) -> list[str]:
    """Liquid and math as they stand in the source: their HTML has lost some of their spaces."""
    return [body[start:end] for find in (liquid, math) for start, end in find(body)]


@cache
def _commonmark() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST})


def _same_render(before: str, after: str) -> bool:
    parser = _commonmark()
    tokens, other = parser.parse(before), parser.parse(after)
    if any(token.level >= DEEPEST - 1 for token in (*tokens, *other)):
        return False
    render = parser.renderer.render
    return same_html(render(tokens, parser.options, {}), render(other, parser.options, {}))


# -- the HTML ------------------------------------------------------------------------------------

# The second: what a browser takes for a comment, such as kramdown's end of an element <정답>.
_TAG = pattern(r"""</?([A-Za-z][^\s/>]*+)(?:[^"'>]|"[^"]*+"|'[^']*+')*+>|</(?![A-Za-z])[^>]*+>""")
_SPACES = pattern(r"[ \t\n\r\f]+")

_EXACT = frozenset({"pre", "code", "h1", "h2", "h3", "h4", "h5", "h6"})
# What stands in these is no markup: it ends at the closing tag alone.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
_BLOCK = pattern(
    "address|article|aside|blockquote|br|body|center|caption|col|colgroup|dd|details|dialog|dir|"
    "div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hgroup|hr|html|li|link|"
    "main|menu|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)


def _normal(html: str) -> Iterator[str]:
    """Tags as they stand and the text between them, normalised where white space is no content.

    What is no plain HTML - a stray ``<`` before a letter, an open comment, a declaration - is
    kept as it stands, to the end.
    """
    at = 0
    exact = Counter[str]()  # how many elements of a name are open
    text: list[str] = []  # what stands since the last tag
    after_block = True
    while (start := html.find("<", at)) >= 0:
        text.append(html[at:start])
        at = start
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            if end < 0 or _is_odd_comment(html[start + 4 : end]):
                break
            at = end + 3
            text += [html[start:at]] if exact else []
            continue
        tag = _TAG.match(html, start)
        if tag is None:
            sign = html[start + 1 : start + 2]
            if (sign.isascii() and sign.isalpha()) or sign in ("/", "!", "?"):
                break
            text.append("<")
            at += 1
            continue
        name, at = (tag[1] or "").lower(), tag.end()
        is_block, closes = bool(_BLOCK.fullmatch(name)), html.startswith("</", start)
        run = "".join(text)
        yield run if exact else _normal_text(run, after_block, is_block)
        yield tag[0]
        text, after_block = [], is_block
        if name in _EXACT:
            exact[name] += -1 if closes else 1
            exact = +exact  # a closing tag too many closes nothing
        elif name in _RAW and not closes:
            end = _end_of_raw(html, at, name)
            yield html[at:end]
            at = end
    rest = html[at:] if start >= 0 else ""
    run = "".join(text) + html[at + len(rest) :]
    yield run if exact else _normal_text(run, after_block, not rest)
    yield rest


def _is_odd_comment(inside: str) -> bool:
    """Whether a browser ends a comment earlier than at its ``-->``."""
    return inside.startswith((">", "->")) or "--!>" in inside


def _end_of_raw(html: str, start: int, name: str) -> int:
    found = re.compile(f"</{name}", re.IGNORECASE).search(html, start)
    return found.start() if found else len(html)


_MATH_MARK = pattern(r"(\$\$|\\[\[\]()])")
_CLOSING = {"$$": "$$", r"\[": r"\]", r"\(": r"\)"}


def _normal_text(text: str, after_block: bool, before_block: bool) -> str:
    """Text in NFC, its runs of white space one space, and none beside a block."""
    run = "".join(_squeezed(text))
    run = run.lstrip(" ") if after_block else run
    return run.rstrip(" ") if before_block else run


def _squeezed(text: str) -> Iterator[str]:
    r"""The parts of a text, all but math (``$$…$$``, ``\[…\]``, ``\(…\)``) in their normal form."""
    parts = _MATH_MARK.split(text)  # text and marks by turns
    last = {mark: at for at, mark in enumerate(parts) if at % 2}
    closing = ""
    for at, part in enumerate(parts):
        if closing:
            closing = "" if part == closing and at % 2 else closing
            yield part
        elif at % 2 == 0:
            yield _SPACES.sub(" ", normalize("NFC", part))
        else:
            if last.get(_CLOSING.get(part, ""), 0) > at:
                closing = _CLOSING[part]
            yield part
