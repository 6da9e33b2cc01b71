"""FM: the front matter, from its fences to the values of its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from digestlint import fields
from digestlint.dates import read_date
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.front_matter import Misplaced
from digestlint.message import Message
from digestlint.nearest import nearest
from digestlint.post import Post
from digestlint.post_date import Dates, dates_of
from digestlint.rule import rule
from digestlint.settings import FrontMatterShape, Settings
from digestlint.source import Source, Span
from digestlint.templates import Template
from digestlint.yaml_values import (
    Entry,
    Kind,
    MappingValue,
    Scalar,
    Sequence,
    Value,
    write_text,
)

if TYPE_CHECKING:
    from digestlint.schema import Fault

SHORT = 5
"""Tags of fewer letters are near one another too easily (``api`` and ``ai``)."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
"""What may stand before a header and is no white space."""

A_FEW = 3
"""How many characters of a title may be named as the ones that are wrong."""


@rule("FM001", "missing-front-matter", severity=Severity.ERROR, fix=Safety.UNSAFE)
def missing_front_matter(post: Post, settings: Settings) -> Iterator[Finding]:
    """The first line is not ``---``."""
    header, source = post.front_matter, post.source
    if header.misplaced is None:
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
    if not header.readable or fields.is_good(header, shape):
        return ()
    from digestlint.schema import header_faults  # imports pydantic

    return header_faults(header, shape)


def _near_misses(post: Post, settings: Settings) -> dict[str, str]:
    """The required keys that are missing, each with the unknown key that is close to it."""
    given = fields.given(post.front_matter)
    known = fields.names(settings.front_matter)
    unknown = [key for key in given if key not in known]
    missing = [key for key in settings.front_matter.required if key not in given]
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


@rule("FM007", "unknown-field", severity=Severity.WARNING)
def unknown_field(post: Post, settings: Settings) -> Iterator[Finding]:
    """A key that neither the settings nor Jekyll know."""
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


# -- FM008 and FM009: the title and the dates ------------------------------------------------------


@rule("FM008", "malformed-title", severity=Severity.ERROR, fix=Safety.UNSAFE)
def malformed_title(post: Post, settings: Settings) -> Iterator[Finding]:
    """A title that does not have the form of the house."""
    title = post.front_matter.get("title")
    if not isinstance(title, Scalar) or title.kind is not Kind.STR or not title.text.strip():
        return  # FM006's
    template = settings.front_matter.title
    filled = template.match(title.text)
    if filled is None:
        yield _misshapen(post, settings, title, template)
        return
    for field in filled:
        if field.field == "date" and field.date is None:
            message = Message("the date {date} in the title does not exist", {"date": field.text})
            yield Finding(title.part(*field.span), message)


def _misshapen(post: Post, settings: Settings, title: Scalar, template: Template) -> Finding:
    """What is said of a title that does not fit, at the characters that are wrong if few are."""
    dates = dates_of(post, settings)
    day = dates.title or (dates.header.day if dates.header else dates.name)
    if day is None or not set(template.fields) <= {"date"}:
        message = Message(
            "the title is {title}, expected the form {form}",
            {"title": title.text, "form": template},
        )
        return Finding(title.span, message)
    expected = template.fill(date=day)
    start, end = _difference(title.text, expected)
    wrong = title.text[start:end]
    message = Message(
        "the title is {title}, expected {expected}", {"title": title.text, "expected": expected}
    )
    if wrong in ('"', "'", "“", "”", "‘", "’"):
        message = Message(
            "a stray {mark} in the title, expected {expected}",
            {"mark": wrong, "expected": expected},
        )
    span = title.part(start, end) if 0 < end - start <= A_FEW else title.span
    fix = None
    if nearest(title.text, [expected]):  # another title may be meant as it is
        what = Message("write the title as {title}", {"title": expected})
        fix = Fix(what, (Edit(title.span, write_text(expected)),), Safety.UNSAFE)
    return Finding(span, message, fix=fix)


def _difference(text: str, expected: str) -> tuple[int, int]:
    """The part of a text that is left without what it begins and ends with as expected."""
    shorter = min(len(text), len(expected))
    start = next((i for i in range(shorter) if text[i] != expected[i]), shorter)
    tail = next((i for i in range(shorter - start) if text[-1 - i] != expected[-1 - i]), None)
    return start, len(text) - (shorter - start if tail is None else tail)


@rule("FM009", "conflicting-dates", severity=Severity.ERROR)
def conflicting_dates(post: Post, settings: Settings) -> Iterator[Finding]:
    """The dates in the file's name, the title and ``date`` differ."""
    dates = dates_of(post, settings)
    if dates.conflict:
        yield _conflict(dates)


def _conflict(dates: Dates) -> Finding:
    """At the value that stands alone against the others, else at ``date``, else at the title."""
    name, title, header = dates.name, dates.title, dates.header
    values = {"name": name, "title": title, "date": header.day if header else None}
    at_date = Note(Message("the date"), dates.header_span)
    at_title = Note(Message("the title"), dates.title_span)
    if header is None:
        message = Message("the title says {title}, but the file's name says {name}", values)
        return Finding(dates.title_span, message)
    if title and name and header.may_be(name):
        message = Message("the title says {title}, but date and the file's name say {name}", values)
        return Finding(dates.title_span, message, (at_date,))
    if title and name and header.may_be(title):
        message = Message("the file's name says {name}, but date and title say {title}", values)
        return Finding(Span(0, 0), message, (at_date, at_title))
    if title and name and title == name:
        message = Message("date says {date}, but title and the file's name say {name}", values)
        return Finding(dates.header_span, message, (at_title,))
    if title and name:
        message = Message(
            "date says {date}, but the title says {title} and the file's name {name}", values
        )
        return Finding(dates.header_span, message, (at_title,))
    if title:
        message = Message("date says {date}, but the title says {title}", values)
        return Finding(dates.header_span, message, (at_title,))
    message = Message("date says {date}, but the file's name says {name}", values)
    return Finding(dates.header_span, message)


# -- FM010 and FM011: the date ---------------------------------------------------------------------


@rule(
    "FM010",
    "date-without-offset",
    severity=Severity.WARNING,
    fix=Safety.UNSAFE,
    default=False,
)
def date_without_offset(post: Post, settings: Settings) -> Iterator[Finding]:
    """A time that Jekyll takes for UTC."""
    value = post.front_matter.get("date")
    if value is None or not read_date(value).assumed_utc:
        return
    offset = settings.rules.FM010.offset
    message = Message(
        "the date has no offset and is read as UTC, expected {offset}", {"offset": offset}
    )
    edit = Edit(Span(value.span.end, value.span.end), f" {offset}")
    fix = Fix(Message("write the offset {offset}", {"offset": offset}), (edit,), Safety.UNSAFE)
    yield Finding(value.span, message, fix=fix)


@rule("FM011", "future-date", severity=Severity.ERROR, default=False)
def future_date(post: Post, settings: Settings) -> Iterator[Finding]:
    """A day later than today, where the site does not publish such posts."""
    value, today = post.front_matter.get("date"), settings.rules.FM011.today
    day = read_date(value).day if value else None
    if value and day and today and day > today:
        message = Message(
            "the date {date} is later than today, {today}", {"date": day, "today": today}
        )
        yield Finding(value.span, message)


# -- FM012 and FM013: the tags ---------------------------------------------------------------------


@rule("FM012", "misspelt-tag", severity=Severity.WARNING, fix=Safety.UNSAFE)
def misspelt_tag(post: Post, settings: Settings) -> Iterator[Finding]:
    """A tag close to one of the known tags."""
    known = settings.front_matter.tags
    tags = fields.given(post.front_matter).get("tags")
    for tag in _tags(tags.value) if tags else ():
        near = None if tag.text in known else nearest(tag.text, known)
        if near is None or not _is_near(tag.text, near):
            continue
        message = Message(
            "unknown tag {tag}, the nearest is {near}", {"tag": tag.text, "near": near}
        )
        title = Message("write the tag as {near}", {"near": near})
        fix = None
        # Quotes round the tag, and other tags in a text, stay as they are.
        if post.source.slice(tag.text_span) == tag.text and write_text(near) == near:
            fix = Fix(title, (Edit(tag.text_span, near),), Safety.UNSAFE)
        yield Finding(tag.span, message, fix=fix)


def _tags(value: Value) -> Iterator[Scalar]:
    """The tags of a list or a text; commas in a text are FM013's."""
    if isinstance(value, Sequence):
        yield from (item for item in value.items if isinstance(item, Scalar))
    elif isinstance(value, Scalar) and value.kind is Kind.STR:
        for word in re.finditer(r"[^\s,]+", value.text):
            yield Scalar(value.part(*word.span()), word[0], Kind.STR)


def _is_near(tag: str, near: str) -> bool:
    return tag.casefold() == near.casefold() or min(len(tag), len(near)) >= SHORT


@rule("FM013", "unlisted-tags", severity=Severity.WARNING, fix=Safety.UNSAFE)
def unlisted_tags(post: Post, settings: Settings) -> Iterator[Finding]:
    """Tags with commas between them that are no list."""
    given = fields.given(post.front_matter)
    for key in ("tags", "categories"):
        value = given[key].value if key in given else None
        if not isinstance(value, Scalar) or value.kind is not Kind.STR or "," not in value.text:
            continue
        items = [item.strip() for item in value.text.split(",") if item.strip()]
        meant = f"[{', '.join(map(write_text, items))}]"
        message = Message(
            "Jekyll splits {key} at white space into {found}, expected {meant}",
            {"key": key, "found": " and ".join(value.text.split()), "meant": meant},
        )
        fix = Fix(Message("write a list"), (Edit(value.span, meant),), Safety.UNSAFE)
        yield Finding(value.span, message, fix=fix)
