"""The names of sections: their order, and other names that stand in the place of one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from digestlint.induction.counts import is_rule, tolerance
from digestlint.nearest import nearest
from digestlint.values import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """The names that papers' sections have, in order, and aliases of some.

    ``count`` of ``number`` papers have all of them. ``others`` are names that some papers have
    besides, each with how many do, those left out that are misspelt or stand alone.
    """

    names: tuple[str, ...]
    aliases: Mapping[str, tuple[str, ...]]
    count: int
    number: int
    others: Mapping[str, int]

    def fits(self, names: Iterable[str]) -> bool:
        """Whether a paper has just these sections, in this order."""
        meant = {alias: name for name, several in self.aliases.items() for alias in several}
        return tuple(meant.get(name, name) for name in names) == self.names


def section_names(papers: Sequence[Sequence[str]]) -> Names:
    """What the names of the sections of some papers have in common."""
    counts = Counter(name for names in papers for name in dict.fromkeys(names))
    number = len(papers)
    classes = _Classes(papers, _meant(counts, number))
    classes.merge()
    chosen = [it for it in classes.members if is_rule(classes.count(it), number)]
    chosen.sort(key=classes.position)
    aliases = {
        name: tuple(it for it in classes.members[name] if it != name)
        for name in chosen
        if len(classes.members[name]) > 1
    }
    known = {*chosen, *(it for several in aliases.values() for it in several)}
    others = {
        name: count
        for name, count in counts.most_common()
        if name not in known and count > tolerance(number) and not nearest(name, known)
    }
    found = Names(tuple(chosen), aliases, 0, number, others)
    return Names(found.names, aliases, sum(map(found.fits, papers)), number, others)


def _meant(counts: Mapping[str, int], number: int) -> dict[str, str]:
    """The rare names that are close to a usual one, each with that: they are misspelt."""
    usual = [name for name, count in counts.items() if count > tolerance(number)]
    return {
        name: near
        for name, count in counts.items()
        if count <= tolerance(number) and (near := nearest(name, usual))
    }


class _Classes:
    """Names that stand for one another, each class called by the name that most papers have.

    Names that only outliers have are left out.
    """

    def __init__(self, papers: Sequence[Sequence[str]], misspelt: Mapping[str, str]) -> None:
        read = [[misspelt.get(name, name) for name in names] for names in papers]
        counts = Counter(name for names in read for name in dict.fromkeys(names))
        usual = [name for name, n in counts.most_common() if n > tolerance(len(papers))]
        self.members = {name: [name] for name in usual}
        self._papers = [
            [name for name in dict.fromkeys(names) if name in self.members] for names in read
        ]

    def merge(self) -> None:
        """Makes one class of two that never meet in a paper and stand between the same others."""
        while pair := self._pair():
            name, other = pair
            self.members[name] += self.members.pop(other)
            self._papers = [[name if it == other else it for it in names] for names in self._papers]

    def _pair(self) -> tuple[str, str] | None:
        """Two such classes, the one that more papers have first."""
        befores: dict[str, set[str]] = defaultdict(set)
        afters: dict[str, set[str]] = defaultdict(set)
        met: dict[str, set[str]] = defaultdict(set)
        for names in self._papers:
            for before, name, after in zip(["", *names], names, [*names[1:], ""], strict=False):
                befores[name].add(before)
                afters[name].add(after)
                met[name].update(names)
        for name, other in combinations(self.members, 2):
            is_alike = befores[name] & befores[other] or afters[name] & afters[other]
            if is_alike and other not in met[name]:
                return name, other
        return None

    def count(self, name: str) -> int:
        """How many papers have a name of the class."""
        return sum(name in names for names in self._papers)

    def position(self, name: str) -> float:
        """How far down in papers it stands, from 0 to 1, on the average."""
        places = [names.index(name) / len(names) for names in self._papers if name in names]
        return sum(places) / len(places)
