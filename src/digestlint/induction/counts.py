"""What most posts have alike, since when, and what is an outlier among many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)


def tolerance(number: int) -> int:
    """How many of so many may differ and still be outliers: a tenth, and one of four or more."""
    return max(number // 10, int(number >= 4))


def is_rule(count: int, number: int) -> bool:
    """Whether so many of a number are all but for outliers."""
    return count > 0 and number - count <= tolerance(number)


class Vote(NamedTuple, Generic[T]):
    """What a post, or a paper of it, has. ``day`` is None where it is not known."""

    post: str
    day: date | None
    value: T


@dataclass(frozen=True, slots=True)
class Era(Generic[T]):
    """What most have from one day to another, both included; None is no end.

    ``count`` of ``number`` votes are for the value, and all from ``all_since`` on if that is known.
    """

    value: T
    count: int
    number: int
    since: date | None = None
    until: date | None = None
    all_since: date | None = None

    @property
    def is_rule(self) -> bool:
        """Whether the others are outliers."""
        return is_rule(self.count, self.number)


def eras(votes: Sequence[Vote[T]]) -> tuple[Era[T], ...]:
    """What most have, in the order of time; several where a day parts two values.

    At least two posts stand on either side of such a day, and of both sides all but outliers have
    the value of their own.
    """
    posts = sorted({(vote.day, vote.post) for vote in votes if vote.day})
    if not votes or len(posts) < 4 or any(vote.day is None for vote in votes):
        return (_era(votes),) if votes else ()
    by_day: dict[date, Counter[T]] = {}
    for vote in votes:
        if vote.day:
            by_day.setdefault(vote.day, Counter())[vote.value] += 1
    day = _parting(by_day, Counter(day for day, _ in posts if day))
    if day is None:
        return (_era(votes),)
    before = eras([vote for vote in votes if vote.day and vote.day < day])
    after = eras([vote for vote in votes if vote.day and vote.day >= day])
    last = max(vote.day for vote in votes if vote.day and vote.day < day)
    *earlier, newest = before
    oldest, *later = after
    return (*earlier, replace(newest, until=last), replace(oldest, since=day), *later)


def _era(votes: Sequence[Vote[T]]) -> Era[T]:
    value, count = usual(vote.value for vote in votes)
    return Era(value, count, len(votes), all_since=_all_since(votes, value))


def _all_since(votes: Sequence[Vote[T]], value: T) -> date | None:
    """The day from which on at least two posts, and all, have a value that not all have."""
    days = {vote.day for vote in votes if vote.value != value}
    if not days or None in days:
        return None
    last = max(filter(None, days))
    after = {(vote.day, vote.post) for vote in votes if vote.day and vote.day > last}
    return min(day for day, _ in after) if len(after) > 1 else None


def usual(values: Iterable[T]) -> tuple[T, int]:
    """The value that most have, the first of several, and how many have it."""
    return Counter(values).most_common(1)[0]


def _parting(by_day: dict[date, Counter[T]], posts: Counter[date]) -> date | None:
    """The day that parts two values best; None where there is no such day."""
    after: Counter[T] = sum(by_day.values(), Counter())
    before: Counter[T] = Counter()
    whole = after.total() - after.most_common(1)[0][1]
    number_before, number_after = 0, posts.total()
    best: tuple[int, date] | None = None
    previous: date | None = None
    for day in sorted(by_day):
        if previous:
            before += by_day[previous]
            after -= by_day[previous]
            number_before += posts[previous]
            number_after -= posts[previous]
        previous = day
        if number_before < 2 or number_after < 2:
            continue
        (value, count), (other, other_count) = before.most_common(1)[0], after.most_common(1)[0]
        if value == other or not is_rule(count, before.total()):
            continue
        if not is_rule(other_count, after.total()):
            continue
        misfits = before.total() - count + after.total() - other_count
        if 2 * misfits < whole and (best is None or misfits < best[0]):
            best = misfits, day
    return best[1] if best else None
