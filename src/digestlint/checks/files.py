"""FN: the name of the file, by which Jekyll decides whether it is a post at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digestlint.day import calendar_date
from digestlint.diagnostics import Finding, Severity
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.post import Post
from digestlint.post_date import dates_of, full_year
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Span

WHOLE_FILE = Span(0, 0)
"""Where what is said of a file's name stands: line 1, column 1."""

MARKDOWN = frozenset({".markdown", ".mkdown", ".mkdn", ".mkd", ".md"})
"""The suffixes that Jekyll converts, case aside (its ``markdown_ext``)."""

HTML = frozenset({".html", ".htm"})
"""The suffixes of posts that need no conversion."""

# Jekyll's Document::DATE_FILENAME_MATCHER.
_NAME = pattern(r"(\d{2,4})-(\d{1,2})-(\d{1,2})-(.*)(\.[^.]+)", re.ASCII | re.DOTALL)
# What Jekyll's EntryFilter leaves out on purpose.
_LEFT_OUT = pattern(r"[._#~]|.*~\Z", re.DOTALL)


@rule("FN001", "unpublishable-file-name", severity=Severity.ERROR)
def unpublishable_file_name(post: Post, settings: Settings) -> Iterator[Finding]:
    """A name under ``_posts`` that Jekyll ignores, or a post that it copies unrendered."""
    if post.name.parts[0] != "_posts" or _LEFT_OUT.match(post.name.name):
        return
    name = post.name.name
    found = _NAME.fullmatch(name)
    if not found:
        day = dates_of(post, settings).header
        example = f"{day.day if day else '2025-11-07'}-daily-papers.md"
        message = Message(
            "Jekyll ignores {name}, expected a name such as {example}",
            {"name": name, "example": example},
        )
        yield Finding(WHOLE_FILE, message)
        return
    year, month, day_of_month, slug, suffix = found.groups()
    if not slug:
        message = Message(
            "nothing stands after the date in {name}, so that its page has no name", {"name": name}
        )
        yield Finding(WHOLE_FILE, message)
    if suffix.lower() not in MARKDOWN | HTML:
        message = Message(
            "Jekyll does not render {suffix} files, expected the suffix {expected}",
            {"suffix": suffix, "expected": ".md"},
        )
        yield Finding(WHOLE_FILE, message)
    if not calendar_date(full_year(year), int(month), int(day_of_month)).day:
        message = Message(
            "the date {date} in the file's name does not exist",
            {"date": f"{year}-{month}-{day_of_month}"},
        )
        yield Finding(WHOLE_FILE, message)


@rule("FN002", "irregular-file-name", severity=Severity.WARNING, default=False)
def irregular_file_name(post: Post, settings: Settings) -> Iterator[Finding]:
    """A name that does not have the form of the house."""
    pattern = settings.rules.FN002.pattern
    name = post.name.name
    fields = pattern.match(name)
    dates = [field.date for field in fields or () if field.field == "date"]
    if fields is not None and None not in dates and len(set(dates)) <= 1:
        return
    known = dates_of(post, settings)
    day = known.header.day if known.header else known.name
    if day and set(pattern.fields) <= {"date"}:
        message = Message(
            "the file is called {name}, expected {expected}",
            {"name": name, "expected": pattern.fill(date=day)},
        )
    else:
        message = Message(
            "the file is called {name}, expected a name of the form {pattern}",
            {"name": name, "pattern": pattern},
        )
    yield Finding(WHOLE_FILE, message)


@rule("FN003", "unportable-file-name", severity=Severity.WARNING)
def unportable_file_name(post: Post, settings: Settings) -> Iterator[Finding]:
    """A name that is another one elsewhere, or that no address holds as it is."""
    name = post.name.name
    if not name.isascii():
        from unicodedata import normalize

        composed = normalize("NFC", name)
        if composed != name:
            message = Message(
                "the name is written with decomposed characters (NFD), expected {composed} in NFC",
                {"composed": composed},
            )
            yield Finding(WHOLE_FILE, message)
    if " " in name:
        message = Message("a space in the name {name}, expected a hyphen", {"name": name})
        yield Finding(WHOLE_FILE, message)
    odd = next((c for c in name if c != " " and not c.isprintable()), None)
    if odd is not None:
        message = Message(
            "the character {character} in the name {name}",
            {"character": f"U+{ord(odd):04X}", "name": name},
        )
        yield Finding(WHOLE_FILE, message)
    suffix = post.name.suffix
    if suffix != suffix.lower() and suffix.lower() in MARKDOWN:
        message = Message(
            "the suffix {suffix} has capital letters, expected {expected}",
            {"suffix": suffix, "expected": suffix.lower()},
        )
        yield Finding(WHOLE_FILE, message)
