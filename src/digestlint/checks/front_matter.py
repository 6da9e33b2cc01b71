"""FM: the front matter, its fences, its YAML and its fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from digestlint import fields
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.front_matter import Misplaced
from digestlint.message import Message
from digestlint.nearest import nearest
from digestlint.paper_links import header_links
from digestlint.post import Post
from digestlint.rule import rule
from digestlint.settings import FrontMatterShape, Settings
from digestlint.source import Source, Span
from digestlint.yaml_values import Entry, MappingValue

if TYPE_CHECKING:
    from digestlint.schema import Fault

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
"""What may stand before a header and is no white space."""


@rule("FM001", "missing-front-matter", severity=Severity.ERROR, fix=Safety.UNSAFE)
def missing_front_matter(post: Post, settings: Settings) -> Iterator[Finding]:
    """The first line is not ``---``."""
    header, source = post.front_matter, post.source
    is_wanted = settings.front_matter.presence == "required"
    if header.misplaced is None or (header.misplaced is Misplaced.ABSENT and not is_wanted):
        return
    first = source.line_span(1)
    if header.misplaced is Misplaced.ABSENT:
        yield Finding(first, Message("the post has no front matter, expected --- in line 1"))
        return
    line_end = "\r\n" if "\r\n" in source.text else "\n"
    if header.misplaced is Misplaced.UNOPENED:
        message = Message("the front matter has no opening ---, expected it in line 1")
        title = Message("insert the opening fence")
        edit = Edit(header.open_span, f"---{line_end}")
        yield Finding(first, message, fix=Fix(title, (edit,), Safety.UNSAFE))
    elif header.misplaced is Misplaced.MISTYPED:
        message = Message(
            "the front matter opens with {found}, expected ---",
            {"found": source.slice(header.open_span)},
        )
        edit = Edit(Span(first.start, header.open_span.end), "---")
        fix = Fix(Message("write the opening fence as ---"), (edit,), Safety.UNSAFE)
        yield Finding(header.open_span, message, fix=fix)
    else:
        yield from _preceded(source, Span(first.start, header.open_span.start))


def _preceded(source: Source, before: Span) -> Iterator[Finding]:
    """What is said of a header that stands after something; only white space is taken away."""
    text = source.slice(before)
    if not text.strip(INVISIBLE):
        return  # WS009's
    message = Message(
        "the opening --- is not at the start of line 1, so that Jekyll prints the front matter as "
        "text"
    )
    fix = None
    if "<!--" not in text:
        edit = Edit(before, "")
        fix = Fix(Message("remove what stands before the ---"), (edit,), Safety.UNSAFE)
    yield Finding(before, message, fix=fix)


@rule("FM002", "unclosed-front-matter", severity=Severity.ERROR)
def unclosed_front_matter(post: Post, settings: Settings) -> Iterator[Finding]:
    """No closing ``---`` or ``...`` before the first blank line or heading."""
    header = post.front_matter
    if header.unclosed:
        message = Message(
            "the front matter has no closing ---, expected it before the first blank line or "
            "heading"
        )
        notes = (Note(Message("the front matter opens here"), header.open_span),)
        yield Finding(header.close_span, message, notes)


@rule("FM003", "invalid-yaml", severity=Severity.ERROR)
def invalid_yaml(post: Post, settings: Settings) -> Iterator[Finding]:
    """YAML that does not parse, or is not a mapping."""
    if defect := post.front_matter.defect:
        message = Message(
            "Jekyll cannot read the front matter and drops it: {reason}", {"reason": defect.reason}
        )
        yield Finding(defect.span, message)


@rule("FM004", "duplicate-key", severity=Severity.ERROR)
def duplicate_key(post: Post, settings: Settings) -> Iterator[Finding]:
    """A key given twice."""
    yield from _duplicates(post.front_matter.entries)


def _duplicates(entries: tuple[Entry, ...]) -> Iterator[Finding]:
    first: dict[str, Span] = {}
    for entry in entries:
        key = entry.key
        if key.text in first:
            message = Message(
                "the key {key} is given twice, and Jekyll takes the last", {"key": key.text}
            )
            notes = (Note(Message("the first one"), first[key.text]),)
            yield Finding(key.span, message, notes)
        first.setdefault(key.text, key.span)
        if isinstance(entry.value, MappingValue):
            yield from _duplicates(entry.value.entries)


# -- FM005 to FM007: the schema --------------------------------------------------------------------


def _faults(post: Post, settings: Settings, kind: str) -> Iterator[Fault]:
    """What the schema finds wrong with the header's fields."""
    yield from (f for f in _all_faults(post, settings.front_matter) if f.kind == kind)


@lru_cache(maxsize=1)  # three rules ask for them
def _all_faults(post: Post, shape: FrontMatterShape) -> tuple[Fault, ...]:
    header = post.front_matter
    if not header.readable or shape.presence == "absent" or fields.is_good(header, shape):
        return ()
    from digestlint.schema import header_faults  # imports pydantic

    return header_faults(header, shape)


def _near_misses(post: Post, settings: Settings) -> dict[str, str]:
    """The required keys that are missing, each with the unknown key that is close to it."""
    given = fields.given(post.front_matter)
    known = fields.names(settings.front_matter)
    unknown = [key for key in given if key not in known]
    missing = [key for key in fields.required(settings.front_matter) if key not in given]
    found = {}
    for key in missing:
        if near := nearest(key, unknown):
            unknown.remove(near)
            found[key] = near
    return found


@rule("FM005", "missing-field", severity=Severity.ERROR)
def missing_field(post: Post, settings: Settings) -> Iterator[Finding]:
    """A required key is absent."""
    header = post.front_matter
    if header.unclosed and not header.entries:
        return
    near_misses: dict[str, str] | None = None
    for fault in _faults(post, settings, "missing"):
        if near_misses is None:
            near_misses = _near_misses(post, settings)
        if near := near_misses.get(fault.key):
            message = Message(
                "the key {key} is missing, {near} is close to it", {"key": fault.key, "near": near}
            )
            notes = (Note(Message("the key that is close"), fields.given(header)[near].key.span),)
            yield Finding(fault.span, message, notes)
        else:
            yield Finding(fault.span, fault.message)


@rule("FM006", "invalid-field", severity=Severity.ERROR)
def invalid_field(post: Post, settings: Settings) -> Iterator[Finding]:
    """A value of the wrong type, or one that the field cannot have."""
    for fault in _faults(post, settings, "invalid"):
        message = Message("{key}: {fault}", {"key": fault.key, "fault": fault.message})
        yield Finding(fault.span, message)
    if key := settings.front_matter.ids:
        yield from _miscounted(post, key)


def _miscounted(post: Post, key: str) -> Iterator[Finding]:
    """Ids in the header that are not one for each paper."""
    value, count = post.front_matter.get(key), len(header_links(post.front_matter, key))
    if value and count and post.papers and count != len(post.papers):
        found = {"key": key, "count": count, "papers": len(post.papers)}
        message = Message("{key}: ids in the list: {count}, expected {papers}, one a paper", found)
        yield Finding(value.span, message)


@rule("FM007", "unknown-field", severity=Severity.WARNING)
def unknown_field(post: Post, settings: Settings) -> Iterator[Finding]:
    """A key that neither the settings nor Jekyll know."""
    if settings.front_matter.presence == "absent" and post.front_matter.present:
        yield Finding(post.front_matter.open_span, Message("front matter, expected none"))
    near_misses: dict[str, str] | None = None
    for fault in _faults(post, settings, "unknown"):
        if near_misses is None:
            near_misses = _near_misses(post, settings)
        if fault.key in near_misses.values():
            continue
        if near := nearest(fault.key, fields.names(settings.front_matter)):
            message = Message(
                "unknown key {key}, the nearest is {near}", {"key": fault.key, "near": near}
            )
            yield Finding(fault.span, message)
        else:
            yield Finding(fault.span, fault.message)
