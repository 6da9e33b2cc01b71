"""XP: what only shows when posts are held against one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from digestlint.corpus import Corpus, Facts, PaperFacts, words
from digestlint.diagnostics import Finding, Note, Severity
from digestlint.message import Message
from digestlint.rule import rule
from digestlint.settings import Settings
from digestlint.source import Position, Span

FILE = Span(0, 0)
FIRST = Position(1, 1)
LONGEST_BREAK = 14
"""How many days without a post are missing days; more of them are a break that the blog took."""


@rule("XP001", "repeated-paper", severity=Severity.WARNING, corpus=True)
def repeated_paper(post: Facts, corpus: Corpus, settings: Settings) -> Iterator[Finding]:
    """A paper that an earlier post had too, under the same title; XP003 has the others."""
    for paper, earlier, other in _earlier_papers(post, corpus):
        if words(other.title) == words(paper.title):
            message = Message(
                "the paper {id} was featured on {day} already", {"id": paper.id, "day": earlier.day}
            )
            note = Note(Message("featured here first"), (earlier.path, other.position))
            yield Finding(paper.span, message, (note,))


@rule("XP002", "duplicate-date", severity=Severity.ERROR, corpus=True)
def duplicate_date(post: Facts, corpus: Corpus, settings: Settings) -> Iterator[Finding]:
    """Two posts that Jekyll writes to one address: the later takes the earlier's place."""
    if post.day is None:
        return
    for other in corpus.by_address.get((post.day, post.address), ()):
        if other.path != post.path:
            found = {"day": post.day, "address": post.address}
            message = Message("another post has the date {day} and the address {address}", found)
            yield Finding(FILE, message, (Note(Message("the other post"), (other.path, FIRST)),))
            return


@rule("XP003", "conflicting-title", severity=Severity.WARNING, corpus=True)
def conflicting_title(post: Facts, corpus: Corpus, settings: Settings) -> Iterator[Finding]:
    """A paper that an earlier post had under another title: one of the two has a wrong id."""
    for paper, earlier, other in _earlier_papers(post, corpus):
        if words(other.title) != words(paper.title):
            found = {"id": paper.id, "title": paper.title, "other": other.title}
            message = Message("{id} is “{title}” here and “{other}” in an earlier post", found)
            note = Note(Message("the other title"), (earlier.path, other.position))
            yield Finding(paper.span, message, (note,))


def _earlier_papers(post: Facts, corpus: Corpus) -> Iterator[tuple[PaperFacts, Facts, PaperFacts]]:
    """Each paper of the post that an earlier post has too, with the first of those posts."""
    for paper in post.papers:
        first, other = next(iter(corpus.by_id.get(paper.id, ())), (post, paper))
        if first.order < post.order and not first.is_copy(post):
            yield paper, first, other


@rule("XP004", "repeated-summary", severity=Severity.ERROR, corpus=True)
def repeated_summary(post: Facts, corpus: Corpus, settings: Settings) -> Iterator[Finding]:
    """A section's text that an earlier post has under another paper."""
    for paper in post.papers:
        for section in paper.sections:
            for earlier, other, place in corpus.by_text.get(section.text, ()):
                if earlier.order >= post.order or earlier.is_copy(post):
                    continue
                if other.id != paper.id:
                    found = {"id": paper.id, "other": other.id}
                    message = Message(
                        "this section of {id} is that of {other}, word for word", found
                    )
                    note = Note(Message("the same text"), (earlier.path, place.position))
                    yield Finding(section.span, message, (note,))
                    break


@rule("XP005", "missing-day", severity=Severity.WARNING, default=False, corpus=True)
def missing_day(post: Facts, corpus: Corpus, settings: Settings) -> Iterator[Finding]:
    """Days of the week that should have a post and have none, and a post on another day."""
    weekdays = settings.rules.XP005.weekdays
    if post.day is None:
        return
    if post.day.isoweekday() not in weekdays:
        found = {"day": post.day, "weekday": _WEEKDAYS[post.day.weekday()]}
        yield Finding(FILE, Message("no post is expected on {weekday} {day}", found))
    before = max((day for day in corpus.days if day < post.day), default=None)
    if before is None or (post.day - before).days > LONGEST_BREAK:
        return
    between = (before + timedelta(days) for days in range(1, (post.day - before).days))
    for day in between:
        if day.isoweekday() in weekdays:
            found = {"day": day, "weekday": _WEEKDAYS[day.weekday()], "before": before}
            message = Message(
                "no post for {weekday} {day}, the one before this is of {before}", found
            )
            yield Finding(FILE, message)


_WEEKDAYS = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
    Message("Saturday"),
    Message("Sunday"),
)
