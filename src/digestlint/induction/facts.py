"""What posts of one kind have in common, one setting after the other, in the order of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Literal

from digestlint.induction.counts import Era, Vote, eras, is_rule
from digestlint.induction.samples import Sample
from digestlint.induction.structure import SeenPaper, Structure, papers_of
from digestlint.settings import Path as Keys
from digestlint.values import dataclass, replace

Unit = Literal["post", "paper"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A setting that describes posts, and how many of how many speak for it.

    ``since`` and ``until`` are the days between which it holds, ``all_since`` is the one from which
    on all speak for it. ``remark`` is to be said beside it.
    """

    keys: Keys
    value: Any
    count: int
    number: int
    unit: Unit
    since: date | None = None
    until: date | None = None
    all_since: date | None = None
    remark: str = ""

    @property
    def is_rule(self) -> bool:
        """Whether what speaks against it are outliers."""
        return is_rule(self.count, self.number)


class Kind:
    """Posts of one kind, with the structure that each has; ``structures`` is in order of time."""

    def __init__(self, samples: Sequence[Sample], found: Mapping[Sample, Structure | None]) -> None:
        self.samples = samples
        read = ((sample, found[sample]) for sample in samples)
        votes = [Vote(it.name, it.day, structure) for it, structure in read if structure]
        self.structures: tuple[Era[Structure], ...] = eras(votes)

    @property
    def structure(self) -> Structure:
        """The structure of the newest posts."""
        return self.structures[-1].value

    @cached_property
    def papers(self) -> tuple[tuple[Sample, tuple[SeenPaper, ...]], ...]:
        """The papers of each post."""
        return tuple((it, tuple(papers_of(it, self._structure(it)))) for it in self.samples)

    def _structure(self, sample: Sample) -> Structure:
        for era in self.structures:
            if era.until and sample.day and sample.day <= era.until:
                return era.value
        return self.structure

    def of_papers(self, vote: Callable[[SeenPaper], Any]) -> list[Vote[Any]]:
        """What each paper has, those left out that have nothing to say."""
        return [
            Vote(sample.name, sample.day, value)
            for sample, papers in self.papers
            for paper in papers
            if (value := vote(paper)) is not None
        ]

    def of_posts(self, vote: Callable[[Sample], Any]) -> list[Vote[Any]]:
        """What each post has, those left out that have nothing to say."""
        return [
            Vote(it.name, it.day, value) for it in self.samples if (value := vote(it)) is not None
        ]


@dataclass(frozen=True, slots=True)
class Trait:
    """A setting that can be read off posts: ``votes`` are what they have, one each or each paper.

    ``settle`` makes a setting of the votes of an era, ``fits`` tells whether a vote is for a value.
    """

    keys: Keys
    unit: Unit
    votes: Callable[[Kind], list[Vote[Any]]]
    settle: Callable[[Era[Any], Sequence[Vote[Any]]], Any] = lambda era, _: era.value
    fits: Callable[[Any, Any], bool] = lambda vote, value: vote == value

    def facts(self, kind: Kind) -> list[Fact]:
        """What the posts of a kind have, in the order of time; nothing where none has a vote."""
        votes = self.votes(kind)
        found: list[Fact] = []
        for era in eras(votes):
            inside = [it for it in votes if _lies_in(it.day, era)]
            value = self.settle(era, inside)
            count = sum(self.fits(it.value, value) for it in inside)
            fact = Fact(self.keys, value, count, len(inside), self.unit, era.since, era.until)
            if found and found[-1].value == value:
                before = found.pop()
                count, number = before.count + count, before.number + len(inside)
                fact = replace(fact, since=before.since, count=count, number=number)
            found.append(replace(fact, all_since=era.all_since))
        return found

    def holds(self, kind: Kind, value: Any) -> bool:
        """Whether a value of other posts is right for a kind as well, outliers aside."""
        votes = [self.fits(it.value, value) for it in self.votes(kind)]
        return not votes or is_rule(sum(votes), len(votes))


def _lies_in(day: date | None, era: Era[Any]) -> bool:
    if day is None:
        return True
    return (era.since or date.min) <= day <= (era.until or date.max)
