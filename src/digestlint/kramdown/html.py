"""Raw HTML as kramdown knows it: elements, tags, and where a block of it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint.patterns import pattern
from digestlint.values import NamedTuple

_SPAN_NAMES = (
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option"
    " q rb rbc rp rt rtc ruby samp select small span strong sub sup tt u var"
)
_BLOCK_NAMES = (
    "address article aside applet body blockquote caption col colgroup dd div dl dt fieldset"
    " figcaption footer form h1 h2 h3 h4 h5 h6 header hgroup hr html head iframe legend menu li"
    " main map nav ol optgroup p pre section summary table tbody td th thead tfoot tr ul"
)
_VOID_NAMES = "area base br col command embed hr img input keygen link meta param source track wbr"
_OTHER_NAMES = "details figure math noscript object script style textarea"

SPAN_ELEMENTS = frozenset(_SPAN_NAMES.split())
BLOCK_ELEMENTS = frozenset(_BLOCK_NAMES.split())
VOID_ELEMENTS = frozenset(_VOID_NAMES.split())
ELEMENTS = SPAN_ELEMENTS | BLOCK_ELEMENTS | VOID_ELEMENTS | frozenset(_OTHER_NAMES.split())
"""The names whose case does not matter."""

_READ_NAMES = (
    "a abbr acronym b bdo big button cite del details dfn em i ins label noscript object q rb rbc"
    " rp rt rtc ruby select small span strong sub sup tt"
)
READ_ELEMENTS = frozenset(_READ_NAMES.split())
"""The elements within a line whose content is Markdown; that of all others is raw."""

# Names that kramdown does not know but browsers do.
_NAMES = """
area audio base basefont bdi bgsound blink canvas center data datalist dialog dir embed font frame
frameset keygen link marquee meta meter nobr noframes output picture progress s slot source strike
template time title track video wbr
svg animate circle clippath defs desc ellipse fegaussianblur filter foreignobject g line
lineargradient marker mask path pattern polygon polyline radialgradient rect stop symbol text
textpath tspan use view
annotation maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mroot mrow ms
mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics
"""
KNOWN = ELEMENTS | frozenset(_NAMES.split())
"""The elements of HTML, SVG and MathML, in lower case."""

# REXML's names begin with a letter of any script; Ruby's \s is ASCII
_PART = "[^\\W\\d][\\w.\\-\u00b7\u0300-\u036f]*+"
NAME = rf"(?:{_PART}:)?{_PART}"
_S = r"[ \t\r\n\f\v]"
_VALUE = rf"""{_S}*+={_S}*+(?:\w++|"[^"]{{0,2000}}"|'[^']{{0,2000}}')"""
TAG = pattern(
    rf"<(?P<name>{NAME})(?P<attributes>(?:{_S}++{NAME}(?:{_VALUE})?+)*+){_S}*+(?P<closed>/)?>"
)
CLOSING_TAG = pattern(rf"</(?P<name>{NAME}){_S}*+>")
_NOT_SPAN = rf"(?!(?:{'|'.join(_SPAN_NAMES.split())}|script)\b)"
LAZY_END = pattern(rf"<(?:{_NOT_SPAN}{NAME}|/{_NOT_SPAN}{NAME}{_S}*+>)")
"""A tag that ends a paragraph where a line begins with it."""

_MARKUP = pattern(rf"(?P<comment><!--)|(?P<instruction><\?)|{TAG.pattern}|</(?P<end>{NAME}){_S}*+>")
_BLOCK = pattern(rf" {{0,3}}{TAG.pattern}")


class Extent(NamedTuple):
    """Where a block of HTML ends, and whether the white space after it counts as a blank line.

    ``end`` is beyond the text where an element is not closed.
    """

    end: int
    is_blank_after: bool


def comment(text: str, start: int, missing: set[str]) -> Extent | None:
    """The comment that begins at an offset, None where there is none.

    ``missing`` are the marks that do not come any more, which is looked up but once.
    """
    end = _find("-->", text, start + 4, missing) if text.startswith("<!--", start) else -1
    return Extent(end + 3, False) if end >= 0 else None


def element(text: str, start: int, stop: int) -> Extent | None:
    """The block of HTML that begins at an offset, its first tag before another; None if none does.

    An element that is not closed goes on to the end of the text.
    """
    found = _BLOCK.match(text, start, stop)
    if not found:
        return None
    name = found["name"].lower()
    if name in SPAN_ELEMENTS:
        return None
    has_no_body = found["closed"] or name in VOID_ELEMENTS or name in ("script", "style")
    return Extent(_after(text, found), bool(has_no_body))


def _after(text: str, tag: re.Match[str]) -> int:
    """The end of the element that a tag begins."""
    open_names: list[str] = []
    missing: set[str] = set()
    at = _opened(text, tag, open_names)
    while open_names:
        found = _MARKUP.search(text, at)
        if not found:
            return len(text) + 1
        at = found.end()
        if mark := found["comment"] or found["instruction"]:
            closing = "-->" if mark == "<!--" else "?>"
            close = _find(closing, text, at, missing)
            at = close + len(closing) if close >= 0 else at
        elif found["end"]:
            if _folded(found["end"], open_names[-1] in ELEMENTS) == open_names[-1]:
                open_names.pop()
        else:
            at = _opened(text, found, open_names)
    return at


def _find(mark: str, text: str, at: int, missing: set[str]) -> int:
    """Where a mark stands from an offset on, -1 where it does not; then it is a missing one."""
    found = -1 if mark in missing else text.find(mark, at)
    if found < 0:
        missing.add(mark)
    return found


def _opened(text: str, tag: re.Match[str], open_names: list[str]) -> int:
    """Where to read on after a tag, whose name is added where its element stays open."""
    name = _folded(tag["name"], tag["name"].lower() in ELEMENTS)
    if name in ("script", "style"):
        close = re.compile(rf"</{name}{_S}*>", re.IGNORECASE).search(text, tag.end())
        return close.end() if close else len(text) + 1
    if not tag["closed"] and name not in VOID_ELEMENTS:
        open_names.append(name)
    return tag.end()


def _folded(name: str, is_known: bool) -> str:
    return name.lower() if is_known else name


# What a backslash escapes, and "<<", which is a quotation mark, are no tags
_UNKNOWN = pattern(rf"\\[\\<]|<<|{TAG.pattern}")


def is_known(name: str, tag: str) -> bool:
    """Whether a browser knows an element; a name with a hyphen and attributes is a custom one."""
    return name.lower() in KNOWN or ("-" in name and "=" in tag)


def unknown_tags(text: str) -> Iterator[tuple[int, int]]:
    """Where tags of unknown elements stand in a text, those in code too."""
    for found in _UNKNOWN.finditer(text) if "<" in text else ():
        if found["name"] and not is_known(found["name"], found[0]):
            yield found.span()


def as_text(text: str) -> str:
    """The text with another character for the ``<`` of unknown elements, to read on behind them."""
    if "<" not in text:
        return text
    return _UNKNOWN.sub(_as_text, text)


def _as_text(found: re.Match[str]) -> str:
    is_unknown = found["name"] and not is_known(found["name"], found[0])
    return f"\u2039{found[0][1:]}" if is_unknown else found[0]
