"""What most posts have alike, since when, and what is an outlier among many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from digestlint.values import NamedTuple, dataclass, replace

T = TypeVar("T", bound=Hashable)


def tolerance(number: int) -> int:
    """How many of so many may differ and still be outliers: a tenth, and one of four or more."""
    return max(number // 10, int(number >= 4))


def is_rule(count: int, number: int) -> bool:
    """Whether so many of a number are all but for outliers."""
    return count > 0 and number - count <= tolerance(number)


MOST_ERAS = 4
"""How often time is parted in two, one after the other."""


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
    """What most have, in the order of time; several where days part different values.

    In each era are at least two posts, and all but outliers have the value of their own.
    """
    if not votes:
        return ()
    whole = _era(votes)
    parts = [] if any(vote.day is None for vote in votes) else _parts(votes, MOST_ERAS)
    found = [_era(part) for part in parts]
    left = sum(era.number - era.count for era in found)
    if len(found) < 2 or not all(era.is_rule for era in found):
        return (whole,)
    if 2 * left >= whole.number - whole.count:
        return (whole,)
    firsts = [min(vote.day for vote in part if vote.day) for part in parts]
    lasts = [max(vote.day for vote in part if vote.day) for part in parts]
    begins, ends = [None, *firsts[1:]], [*lasts[:-1], None]
    return tuple(
        replace(era, since=since, until=until)
        for era, since, until in zip(found, begins, ends, strict=True)
    )


def _parts(votes: Sequence[Vote[T]], most: int) -> list[Sequence[Vote[T]]]:
    """The votes, parted by days so that each part has as few as can be against its value."""
    day = _parting(votes) if most > 1 else None
    if day is None:
        return [votes]
    before = _parts([vote for vote in votes if vote.day and vote.day < day], most - 1)
    after = _parts([vote for vote in votes if vote.day and vote.day >= day], most - 1)
    return [*before, *after]


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


def _parting(votes: Sequence[Vote[T]]) -> date | None:
    """The day that parts two values best, with two posts on either side; None if none does."""
    by_day: dict[date, Counter[T]] = {}
    posts: dict[date, set[str]] = {}
    for vote in votes:
        if vote.day:
            by_day.setdefault(vote.day, Counter())[vote.value] += 1
            posts.setdefault(vote.day, set()).add(vote.post)
    after: Counter[T] = Counter(vote.value for vote in votes)
    before: Counter[T] = Counter()
    fewest = after.total() - after.most_common(1)[0][1]
    number_before, number_after = 0, sum(map(len, posts.values()))
    best: date | None = None
    for previous, day in pairwise(sorted(by_day)):
        before += by_day[previous]
        after -= by_day[previous]
        number_before += len(posts[previous])
        number_after -= len(posts[previous])
        if number_before < 2 or number_after < 2:
            continue
        (value, count), (other, other_count) = before.most_common(1)[0], after.most_common(1)[0]
        against = before.total() - count + after.total() - other_count
        if value != other and against < fewest:
            fewest, best = against, day
    return best
