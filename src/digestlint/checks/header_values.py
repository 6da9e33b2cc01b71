"""FM: what the title, the date and the tags of the front matter say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint import fields
from digestlint.dates import read_date
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message, both
from digestlint.nearest import nearest
from digestlint.post import Post
from digestlint.post_date import Dates, dates_of
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span
from digestlint.templates import Template
from digestlint.yaml_values import Kind, Scalar, Sequence, Value, write_text

SHORT = 5
"""Tags of fewer letters are near one another too easily (``api`` and ``ai``)."""

A_FEW = 3
"""How many characters of a title may be named as the ones that are wrong."""


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
            {"key": key, "found": both(*value.text.split()), "meant": meant},
        )
        fix = Fix(Message("write a list"), (Edit(value.span, meant),), Safety.UNSAFE)
        yield Finding(value.span, message, fix=fix)
