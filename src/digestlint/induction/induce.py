"""From posts to a settings file that describes them, and what it could not say of them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from digestlint import linter
from digestlint.induction import bodies, draft, header
from digestlint.induction.facts import Fact, Kind, Trait
from digestlint.induction.kinds import TRAITS, Blog, Sibling, kinds
from digestlint.induction.measures import Measured, option_facts, section_facts
from digestlint.induction.names import Names
from digestlint.induction.samples import Sample
from digestlint.message import Message
from digestlint.overrides import effective
from digestlint.setting_faults import Origin
from digestlint.settings import INCLUDE, Settings
from digestlint.settings import Path as Keys
from digestlint.settings_reader import read
from digestlint.templates import Template
from digestlint.values import dataclass, replace

COMPANION = ("papers", "companion")
CORE = {
    ("front-matter", "title"),
    ("front-matter", "required"),
    ("front-matter", "tags"),
    ("papers", "heading"),
    ("papers", "companion"),
    ("sections", "names"),
    ("sections", "labels"),
}
"""What is always written; other settings only with outliers or where they are not the default."""

MOST_FORMS = 3
"""How many of several forms are told."""


@dataclass(frozen=True, slots=True)
class Induced:
    """A settings file for posts: its text, what it holds, and what it could not say of them."""

    text: str
    settings: Settings
    unexplained: tuple[Message, ...]
    papers: int


def induce(
    samples: Sequence[Sample], folder: str, include: tuple[str, ...] = INCLUDE
) -> Induced | None:
    """The settings of some posts; None where none is a digest.

    ``folder`` is the real path, with ``/`` at its end, that the posts' names begin from.
    ``include`` are the patterns that they match.
    """
    blog = kinds(samples)
    return _Induction(samples, blog, folder, include).induced() if blog else None


class _Induction:
    """The settings while they come to be; each step can use what the steps before have found."""

    def __init__(
        self, samples: Sequence[Sample], blog: Blog, folder: str, include: tuple[str, ...]
    ) -> None:
        self.samples = samples
        self.include = include
        self.blog = blog
        self.folder = folder
        self.unexplained: list[Message] = []
        self.parts: list[tuple[draft.Part, Sequence[Sample]]] = []  # each with its posts
        self.facts: dict[Keys, Fact] = {}

    def induced(self) -> Induced:
        """The settings."""
        main = self.blog.main
        found = list(_facts(main))
        digests = [*main.samples, *(it for each in self.blog.siblings for it in each.kind.samples)]
        found += [fact] if (fact := header.tags(digests)) else []
        found.append(Fact(("include",), self.include, 0, 0, "post"))
        self.facts = {fact.keys: fact for fact in found if fact.until is None}
        self._explain(found)
        self._add_eras(found, main, self.facts, ())
        for sibling in self.blog.siblings:
            self._add_sibling(sibling)
        self._add_no_digests()
        for measure in (section_facts, option_facts):
            settings = self._read()
            base = replace(settings, overrides=())
            self.facts |= {it.keys: it for it in measure(Measured(main.samples, base))}
            settings = self._read()
            for at, (part, samples) in enumerate(self.parts):
                if samples:
                    own = effective(settings, samples[0].path, samples[0].source)
                    facts = (*part.facts, *measure(Measured(samples, own)))
                    self.parts[at] = replace(part, facts=facts), samples
        self._add_names_beside()
        papers = sum(len(papers) for _, papers in main.papers)
        papers += sum(len(it) for each in self.blog.siblings for _, it in each.kind.papers)
        return Induced(self._text(papers), self._read(), tuple(self.unexplained), papers)

    def _add_sibling(self, sibling: Sibling) -> None:
        found = list(_facts(sibling.kind))
        differing = [it for it in found if not self._holds(it, sibling.kind)]
        newest = {fact.keys: fact for fact in found if fact.until is None}
        facts = tuple(_split(it for it in differing if it.until is None))
        part = draft.Part(sibling.patterns, None, None, facts, _counted(sibling.kind))
        self.parts.append((part, sibling.kind.samples))
        self._add_eras(found, sibling.kind, newest, sibling.patterns)

    def _add_eras(
        self,
        found: Sequence[Fact],
        kind: Kind,
        newest: Mapping[Keys, Fact],
        files: tuple[str, ...],
    ) -> None:
        """What was otherwise once, one part for each span of time."""
        spans: dict[tuple[date | None, date], list[Fact]] = {}
        for fact in found:
            is_absent_link = fact.keys == COMPANION and not fact.value  # LK004's option says so
            if fact.until and fact.value != newest[fact.keys].value and not is_absent_link:
                spans.setdefault((fact.since, fact.until), []).append(replace(fact, since=None))
        for (since, until), facts in sorted(spans.items(), key=lambda it: it[0][1]):
            part = draft.Part(files, since, until, tuple(_split(facts)))
            inside = [it for it in kind.samples if it.day and (since or it.day) <= it.day <= until]
            self.parts.append((part, inside))

    def _holds(self, fact: Fact, kind: Kind) -> bool:
        base = self.facts.get(fact.keys)
        value = base.value if base else _default(fact.keys)
        if trait := _BY_KEYS.get(fact.keys):
            return value is not None and trait.holds(kind, value)
        if fact.keys == ("front-matter", "allowed"):
            return set(fact.value) <= set(value)
        return bool(fact.value == value)

    def _add_no_digests(self) -> None:
        those = self.blog.no_digests
        if those:
            remark = f"{len(those)} post{'s' * (len(those) > 1)} without papers"
            fact = Fact(("enabled",), False, 0, 0, "post")
            patterns = self.blog.no_digest_patterns
            self.parts.append((draft.Part(patterns, None, None, (fact,), remark), ()))

    def _add_names_beside(self) -> None:
        """Sections that only some papers have: no list of names can be right for all."""
        names = self.facts.get(("sections", "names"))
        if names and names.value.others:
            beside = ", ".join(f"{name} in {n}" for name, n in names.value.others.items())
            remark = f"only some papers have {beside}"
            keys = ("rules", "SC004", "severity")
            self.facts[keys] = Fact(keys, "off", 0, 0, "paper", remark=remark)

    def _explain(self, found: Sequence[Fact]) -> None:
        """Tells of settings that too many posts do not have."""
        for fact in found:
            trait = _BY_KEYS.get(fact.keys)
            if trait and not fact.is_rule:
                self.unexplained.append(_of_many_forms(fact, trait, self.blog.main))
            elif fact.remark:
                key = ".".join(fact.keys)
                said = {"key": key, "remark": fact.remark}
                self.unexplained.append(Message("{key}: {remark}", said))

    def _text(self, papers: int) -> str:
        days = sorted(it.day for it in self.samples if it.day)
        between = f", {days[0]} to {days[-1]}" if days else ""
        head = [
            f"Written by `digestlint init` from {len(self.samples)} posts with {papers} papers"
            f"{between}.",
            "What is not here is as `digestlint settings` shows it.",
        ]
        parts = [part for part, _ in self.parts]
        return draft.text(head, _own(self.facts.values()), parts)

    def _read(self) -> Settings:
        data = tomllib.loads(self._text(0))
        return read(data, Origin("digestlint.toml", folder=self.folder), linter.codes())


_BY_KEYS = {trait.keys: trait for trait in TRAITS}


def _facts(kind: Kind) -> Iterator[Fact]:
    """All that posts of a kind have in common, older eras before newer ones."""
    yield from bodies.structure_facts(kind)
    for trait in TRAITS:
        yield from trait.facts(kind)
    if needed := header.required(kind):
        yield needed
        if more := header.allowed(kind, needed.value):
            yield more
    if labels := bodies.labels(kind):
        yield labels


# -- what is written -------------------------------------------------------------------------------


def _own(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts of a file's own settings that are to be written."""
    for fact in _split(facts):
        has_outliers = fact.count < fact.number
        if fact.keys in CORE or has_outliers or fact.value != _default(fact.keys):
            yield fact


def _split(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts, names and aliases apart, and alphaXiv links since a day as LK004's option."""
    for fact in facts:
        value = fact.value
        if isinstance(value, Names):
            yield replace(fact, value=value.names)
            if value.aliases:
                yield Fact(("sections", "aliases"), value.aliases, 0, 0, fact.unit)
        elif fact.keys == COMPANION and value and fact.since:
            yield fact
            yield Fact(("rules", "LK004", "since"), fact.since, 0, 0, fact.unit)
        else:
            yield fact


def _default(keys: Keys) -> Any:
    """The value of a setting that is not given; None where it has none."""
    value: Any = Settings()
    for key in keys:
        value = getattr(value, key.replace("-", "_"), None)
    return str(value) if isinstance(value, Template) else value


def _counted(kind: Kind) -> str:
    posts, papers = len(kind.samples), sum(len(papers) for _, papers in kind.papers)
    return f"{posts} post{'s' * (posts != 1)} with {papers} papers"


def _of_many_forms(fact: Fact, trait: Trait, kind: Kind) -> Message:
    """That a setting is right for some posts alone, and what others have."""
    votes = trait.votes(kind)
    others = Counter(_shown(it.value) for it in votes if not trait.fits(it.value, fact.value))
    told = ", ".join(f"{form} ({count})" for form, count in others.most_common(MOST_FORMS))
    said = {
        "key": ".".join(fact.keys),
        "value": _shown(fact.value),
        "count": fact.count,
        "number": fact.number,
        "others": told,
    }
    if fact.unit == "paper":
        return Message("{key}: {value} is in {count} of {number} papers, beside {others}", said)
    return Message("{key}: {value} is in {count} of {number} posts, beside {others}", said)


def _shown(value: Any) -> str:
    value = value.names if isinstance(value, Names) else value
    return ", ".join(value) if isinstance(value, tuple) else str(value)
