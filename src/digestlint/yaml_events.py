"""A YAML header of any shape, read through libyaml: the parser that Ruby's Psych wraps too.

Parser events are folded into values by one loop, not by ``yaml.compose``: the composer recurses (in
C: 20,000 brackets end the process), while a loop can count depth and aliases as they come.
Nothing is ever constructed, so tags and bad timestamps are harmless. This module imports yaml and
is imported only where the scanner of ``front_matter`` gives up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.source import Span
from digestlint.values import dataclass, field, replace
from digestlint.yaml_values import (
    Defect,
    Entry,
    Kind,
    MappingValue,
    Scalar,
    Sequence,
    Value,
    plain_kind,
)

DEEPEST = 100
"""How many collections may stand in one another."""

MOST_VALUES = 10_000
"""How many values a header may hold once its aliases are followed."""

# The characters of YAML 1.1, production [1] c-printable.
_NOT_ALLOWED = pattern("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_PROPERTIES = pattern(r"(?:[&!]\S*\s+)+")
_TAG = "tag:yaml.org,2002:"
_TAGGED = {
    "!": Kind.STR,
    _TAG + "str": Kind.STR,
    _TAG + "binary": Kind.STR,
    _TAG + "int": Kind.INT,
    _TAG + "float": Kind.FLOAT,
    _TAG + "bool": Kind.BOOL,
    _TAG + "null": Kind.NULL,
    _TAG + "timestamp": Kind.TIMESTAMP,
}


class _DefectError(Exception):
    def __init__(self, span: Span, reason: Message) -> None:
        super().__init__(reason)
        self.defect = Defect(span, reason)


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    start: int
    end: int
    mapping: bool
    flow: bool
    anchor: str | None
    parts: list[Value] = field(default_factory=list)
    size: int = 1


def compose(text: str, offset: int) -> Value | Defect | None:
    """The first document of ``text``, which stands at ``offset`` in the source.

    None where the document is empty. Of a stream of several documents Jekyll too reads the first.
    """
    try:
        return _fold(text, offset)
    except _DefectError as error:
        return error.defect
    except yaml.MarkedYAMLError as error:
        return _defect(error, text, offset)
    except yaml.YAMLError as error:  # a character that YAML has no place for
        return _unreadable(error, text, offset)
    except ValueError:  # a lone surrogate: such a text was never decoded from a file
        return Defect(Span(offset, offset), Message("a lone surrogate"))


def _events(text: str) -> Iterator[yaml.Event]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    events: Callable[..., Iterator[yaml.Event]] = yaml.parse
    return events(text, Loader=loader)


def _fold(text: str, offset: int) -> Value | None:
    stack: list[_Open] = []
    anchored: dict[str, tuple[Value, int] | None] = {}
    for event in _events(text):
        start, end = _index(event.start_mark) + offset, _index(event.end_mark) + offset
        anchor = getattr(event, "anchor", None)
        size = 1
        value: Value
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event, Span(start, end), text, offset)
        elif isinstance(event, yaml.AliasEvent):
            known = anchored.get(event.anchor or "")
            if known is None:
                reason = Message("the alias *{name} stands for nothing", {"name": event.anchor})
                raise _DefectError(Span(start, end), reason)
            value, size, anchor = replace(known[0], span=Span(start, end)), known[1], None
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) == DEEPEST:
                reason = Message("values nested deeper than {limit}", {"limit": DEEPEST})
                raise _DefectError(Span(start, start + 1), reason)
            _refuse_tag(event.tag, Span(start, end))
            mapping = isinstance(event, yaml.MappingStartEvent)
            stack.append(_Open(start, end, mapping, bool(event.flow_style), anchor))
            if anchor:
                anchored[anchor] = None
            continue
        elif isinstance(event, yaml.CollectionEndEvent):
            top = stack.pop()
            # The end of a block collection is only known at the next token, lines later.
            span = Span(top.start, end if top.flow else top.end)
            value, size, anchor = _collection(top, span, text, offset), top.size, top.anchor
        elif isinstance(event, yaml.DocumentEndEvent):
            return None
        else:
            continue
        if anchor:
            anchored[anchor] = (value, size)
        if not stack:
            return value
        top = stack[-1]
        top.parts.append(value)
        top.end = max(top.end, value.span.end)
        top.size += size
        if top.size > MOST_VALUES:
            reason = Message("more than {limit} values", {"limit": MOST_VALUES})
            raise _DefectError(Span(start, end), reason)
    return None


def _index(mark: Any) -> int:
    """The offset of a mark of libyaml or of PyYAML, in code points."""
    return int(mark.index)


def _scalar(event: yaml.ScalarEvent, span: Span, text: str, offset: int) -> Scalar:
    plain = event.style in (None, "")
    _refuse_tag(event.tag, span)
    if event.tag is not None and event.tag in _TAGGED:
        kind = _TAGGED[event.tag]
    else:
        kind = plain_kind(event.value) if plain and event.tag is None else Kind.STR
    span = _value_span(event, span, text, offset)
    if kind is Kind.SYMBOL:
        raise _DefectError(span, Message("the Ruby symbol {symbol}", {"symbol": event.value}))
    return Scalar(span, event.value, kind, quoted=not plain)


def _value_span(event: yaml.ScalarEvent, span: Span, text: str, offset: int) -> Span:
    """The span without the anchor and the tag before a value, and the line end after a block."""
    start, end = span.start - offset, span.end - offset
    if (event.anchor or event.tag) and (properties := _PROPERTIES.match(text, start, end)):
        start = properties.end()
    if event.style in ("|", ">"):
        end = start + len(text[start:end].rstrip())
    return Span(start + offset, end + offset)


def _refuse_tag(tag: str | None, span: Span) -> None:
    """Psych's safe_load, as Jekyll calls it, builds dates and times and no other Ruby object."""
    if tag is not None and tag.startswith(("!ruby/", "tag:ruby.yaml.org,2002:")):
        raise _DefectError(span, Message("the Ruby object {tag}", {"tag": tag}))


def _collection(top: _Open, span: Span, text: str, offset: int) -> Value:
    if not top.mapping:
        return Sequence(span, tuple(top.parts))
    pairs = zip(top.parts[::2], top.parts[1::2], strict=True)
    entries = (Entry(_key(key, text, offset), value) for key, value in pairs)
    return MappingValue(span, tuple(entries))


def _key(value: Value, text: str, offset: int) -> Scalar:
    if isinstance(value, Scalar):
        return value
    start, end = value.span
    return Scalar(value.span, text[start - offset : end - offset], Kind.STR)


_TAB = Message("a tab where YAML wants spaces")
# What libyaml and PyYAML say, and what a keeper of a blog needs to hear; the others go as they are.
_PLAINLY = (
    ("mapping values are not allowed", Message("a colon in a value that has no quotes")),
    ("while scanning a quoted scalar, found unexpected end", Message("a quote that is not closed")),
    ("while parsing a flow sequence,", Message("a list that is not closed or lacks a comma")),
    ("while parsing a flow mapping,", Message("braces that are not closed or lack a comma")),
    ("while parsing a block mapping,", Message("text where the next key is expected")),
    ("while scanning a simple key,", Message("a line without the colon of a key")),
    ("a tab character", _TAB),
    ("that cannot start any token", Message("a character that no value begins with unquoted")),
)

_ENCLOSED = pattern("flow|simple key")


def _defect(error: yaml.MarkedYAMLError, text: str, offset: int) -> Defect:
    problem = ", ".join(part for part in (error.context, error.problem) if part)
    known = (reason for words, reason in _PLAINLY if words in problem)
    reason = next(known, Message("{problem}", {"problem": problem}))
    mark = _mark(error, text)
    index = min(mark.index, len(text)) if mark else 0
    if text.startswith("\t", index):
        reason = _TAB
    return Defect(Span(offset + index, offset + index), reason)


def _mark(error: yaml.MarkedYAMLError, text: str) -> Any:
    """The place to mend: what is opened and not closed is mended where it opens."""
    mark, opening = error.problem_mark, error.context_mark
    if opening is None or mark is None:
        return mark or opening
    later = mark.line > opening.line and _ENCLOSED.search(error.context or "")
    return opening if later or not text[mark.index :].strip() else mark


def _unreadable(error: yaml.YAMLError, text: str, offset: int) -> Defect:
    """A character that YAML does not allow; libyaml gives its place in bytes, so look again."""
    found = _NOT_ALLOWED.search(text)
    if found is None:
        return Defect(Span(offset, offset), Message("{problem}", {"problem": str(error)}))
    name = f"U+{ord(found[0]):04X}"
    start, end = found.span()
    reason = Message("the character {character} is not allowed", {"character": name})
    return Defect(Span(start + offset, end + offset), reason)
