"""Which posts are of one kind: digests of the same form, siblings beside them, and no digests."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from digestlint.globs import Globs
from digestlint.induction import bodies, header
from digestlint.induction.counts import is_rule
from digestlint.induction.facts import Fact, Kind, Trait
from digestlint.induction.samples import Sample
from digestlint.induction.structure import Structure, papers_of, structure_of
from digestlint.patterns import pattern
from digestlint.values import dataclass

TRAITS: tuple[Trait, ...] = (
    bodies.LANGUAGE,
    *header.TRAITS,
    *bodies.TRAITS,
    bodies.NAMES,
)
"""All that is read off posts trait by trait."""

_TELLING = {
    ("front-matter", "title"),
    ("papers", "heading"),
    ("papers", "link"),
    ("papers", "address"),
    ("papers", "companion"),
    ("sections", "names"),
}
"""The traits in which siblings differ."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """Posts of another form than most, and the patterns that their files match."""

    patterns: tuple[str, ...]
    kind: Kind


@dataclass(frozen=True, slots=True)
class Blog:
    """The kinds of posts that there are: most, others, and those that are no digests."""

    main: Kind
    siblings: tuple[Sibling, ...]
    no_digests: tuple[Sample, ...]
    no_digest_patterns: tuple[str, ...]


def kinds(samples: Sequence[Sample]) -> Blog | None:
    """The kinds of some posts; None where none is a digest.

    Files are taken together whose names are the same but for dates and numbers.
    """
    texts = Counter(text for it in samples for text in {heading.text for _, heading in it.headings})
    common = {text for text, count in texts.items() if count > 1}
    found = {it: structure_of(it, common) for it in samples}
    groups: dict[str, list[Sample]] = defaultdict(list)
    for it in samples:
        groups[_group(it.name)].append(it)
    digests = {
        name: those
        for name, those in groups.items()
        if 2 * sum(found[it] is not None for it in those) >= len(those)
    }
    if not digests:
        return None
    others = tuple(it for name, those in groups.items() if name not in digests for it in those)
    main = _main(digests, found)
    pool = [it for name in main for it in digests[name]]
    for name in _deviating(pool, {name: digests[name] for name in main}, found):
        main.remove(name)
    kind = Kind([it for name in main for it in digests[name]], found)
    siblings = tuple(
        Sibling(_patterns(those, samples), Kind(those, found))
        for name, those in digests.items()
        if name not in main
    )
    return Blog(kind, siblings, others, _patterns(others, samples))


def _main(
    digests: Mapping[str, Sequence[Sample]], found: Mapping[Sample, Structure | None]
) -> list[str]:
    """The groups whose structure is that of most papers, or was that once."""
    papers: Counter[Structure] = Counter()
    for those in digests.values():
        for it in those:
            if structure := found[it]:
                papers[structure] += sum(1 for _ in papers_of(it, structure))
    structure, _ = papers.most_common(1)[0]
    return [
        name
        for name, those in digests.items()
        if structure in {era.value for era in Kind(those, found).structures}
    ]


def _deviating(
    pool: Sequence[Sample],
    groups: Mapping[str, Sequence[Sample]],
    found: Mapping[Sample, Structure | None],
) -> list[str]:
    """The groups that differ from the others: in two traits, or of three posts in one."""
    all_ = Kind(pool, found)
    facts = {trait: trait.facts(all_) for trait in TRAITS if trait.keys in _TELLING}
    largest = max(groups, key=lambda name: len(groups[name]))
    deviating = []
    for name, those in groups.items():
        kind = Kind(those, found)
        differing = [trait for trait, of_all in facts.items() if not _holds(trait, of_all, kind)]
        if name != largest and len(differing) >= (1 if len(those) >= 3 else 2):
            deviating.append(name)
    return deviating


def _holds(trait: Trait, facts: Sequence[Fact], kind: Kind) -> bool:
    """Whether all but outliers of a kind have what posts of their days have."""
    votes = trait.votes(kind)
    fitting = 0
    for vote in votes:
        values = [
            it.value
            for it in facts
            if vote.day is None
            or ((not it.since or it.since <= vote.day) and (not it.until or vote.day <= it.until))
        ]
        fitting += any(trait.fits(vote.value, value) for value in values)
    return not votes or is_rule(fitting, len(votes))


# -- names of files --------------------------------------------------------------------------------

_DATE = pattern(r"\d{2,4}-\d{1,2}-\d{1,2}-")
_SPECIAL = pattern(r"([\\\[\]?*!#])")
_NO_TEXT = pattern("[\ud800-\udfff]")


def _group(name: str) -> str:
    """The pattern of a file's name, in its folder."""
    path = PurePosixPath(name)
    return (path.parent / _pattern(path.name)).as_posix()


def _pattern(name: str) -> str:
    rest = _DATE.sub("", name, count=1) if _DATE.match(name) else name
    dated = "*-" if len(rest) < len(name) else ""
    return dated + re.sub(r"\d+", "*", _escaped(rest))


def _escaped(name: str) -> str:
    """The pattern of a name alone, but for bytes that are no UTF-8, which no settings can hold."""
    return _NO_TEXT.sub("?", _SPECIAL.sub(r"\\\1", name))


MOST_NAMES = 5
"""How many files are listed one by one."""


def _patterns(those: Sequence[Sample], samples: Sequence[Sample]) -> tuple[str, ...]:
    """Patterns that match these of all posts and no other."""
    own = set(those)
    others = [it.name for it in samples if it not in own]
    names = dict.fromkeys(PurePosixPath(it.name).name for it in those)
    patterns = tuple(dict.fromkeys(map(_pattern, names)))
    grouped = tuple(dict.fromkeys(f"/{_group(it.name)}" for it in those))
    for candidate in (patterns, grouped):
        if len(candidate) <= MOST_NAMES and not _matches_any(candidate, others):
            return candidate
    exact = tuple("/" + _escaped(it.name) for it in those)
    if len(exact) <= MOST_NAMES:
        return exact
    rest = tuple(dict.fromkeys(f"!{_pattern(PurePosixPath(name).name)}" for name in others))
    if len(rest) <= MOST_NAMES:
        negated = ("*", *rest)
        if all(_matches_any(negated, [it.name]) for it in those):
            return negated
    return exact


def _matches_any(patterns: tuple[str, ...], names: Sequence[str]) -> bool:
    globs = Globs("/", patterns)
    return any(globs.verdict(f"/{name}") for name in names)
