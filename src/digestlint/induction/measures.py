"""Options of rules, and what stands in sections: measured on posts that can be read already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digestlint import linter
from digestlint.diagnostics import Finding
from digestlint.induction.counts import is_rule, tolerance, usual
from digestlint.induction.facts import Fact
from digestlint.induction.samples import Sample
from digestlint.passage import Passage
from digestlint.patterns import pattern
from digestlint.post import Section, name_of, parse
from digestlint.rule_options import RuleOptions
from digestlint.settings import Settings
from digestlint.values import NamedTuple, replace

FEW = 10
"""Fewer papers than this tell nothing of limits."""

MOST_SENTENCES = 6
"""Up to which limit of sentences one is looked for."""

MOST_MONTHS = 24
"""Up to which age of papers one is looked for."""

SYLLABLES = (40, 30, 20, 10)
"""How many syllables a paper may be asked for, where it has less than is usual."""

MARKER_LENGTH = 20
"""How many characters what stands for nothing has at most."""


# -- what stands in sections -----------------------------------------------------------------------


class _Content(NamedTuple):
    """A section of a paper and its prose."""

    section: Section
    passages: Sequence[Passage]

    @property
    def items(self) -> list[Passage]:
        """The passages with which items of a list begin."""
        begun: dict[object, Passage] = {}
        for passage in self.passages:
            item = next((it for it in passage.block.containers if it.kind == "item"), None)
            if item:
                begun.setdefault(item, passage)
        return list(begun.values())


class Measured:
    """Posts of one kind, read once, whose settings are known but for what is measured."""

    def __init__(self, samples: Sequence[Sample], settings: Settings) -> None:
        self.settings = settings
        self.posts = [parse(it.source, settings, name_of(it.path)) for it in samples]

    @property
    def number(self) -> int:
        """How many papers there are."""
        return sum(len(post.papers) for post in self.posts)

    def said(self, code: str, **options: Any) -> list[Finding]:
        """What a rule says with other options."""
        own = replace(getattr(self.settings.rules, code), **options)
        settings = replace(self.settings, rules=replace(self.settings.rules, **{code: own}))
        check = next(rule.check for rule in linter.rules() if rule.code == code)
        return [it for post in self.posts for it in check(post, settings)] if check else []

    def contents(self) -> Iterator[dict[str, _Content]]:
        """The sections of each paper, by their name in the settings."""
        for post in self.posts:
            for paper, passages in post.passages:
                sections: dict[str, _Content] = {}
                for section in paper.sections:
                    first, last = section.lines
                    inside = [it for it in passages if first <= it.block.lines.first <= last]
                    if section.known:
                        sections.setdefault(section.known, _Content(section, inside))
                yield sections


_LABEL = pattern(r"\s*+([^:：]{1,40})[:：]")


def section_facts(posts: Measured) -> Iterator[Fact]:
    """The section that has items, their labels and number; what stands where nothing is known."""
    papers = [it for it in posts.contents() if it]
    shape, found = posts.settings.sections, None
    for name in shape.names:
        counts = [len(it[name].items) for it in papers if name in it]
        number, count = usual(counts) if counts else (0, 0)
        if number > 1 and is_rule(count, len(counts)):
            found = Fact(("rules", "SC007", "items"), number, count, len(counts), "paper")
            break
    introduction = name if found else ""
    if introduction != shape.introduction:
        count, number = (found.count, found.number) if found else (0, 0)
        remark = "" if found else "no section is a list of as many items in every paper"
        keys = ("sections", "introduction")
        yield Fact(keys, introduction, count, number, "paper", remark=remark)
    if found:
        if found.value != posts.settings.rules.SC007.items:
            yield found
        yield from _labels([it[introduction] for it in papers if introduction in it])
    yield from _marker(papers)


def _labels(contents: Sequence[_Content]) -> Iterator[Fact]:
    read = [
        [label[1].strip() for it in content.items if (label := _LABEL.match(it.text))]
        for content in contents
    ]
    labelled = [labels for labels in read if labels]
    counts = Counter(label for labels in labelled for label in labels)
    names = [label for label, count in counts.items() if count > tolerance(len(labelled))]
    if names:
        names.sort(key=lambda it: -counts[it])
        count = sum(set(labels) <= set(names) for labels in labelled)
        yield Fact(("sections", "labels"), tuple(names), count, len(read), "paper")


def _marker(papers: Sequence[Mapping[str, _Content]]) -> Iterator[Fact]:
    texts = Counter(
        " ".join(content.passages[0].text.split())
        for paper in papers
        for content in paper.values()
        if len(content.passages) == 1 and len(content.passages[0].text) <= MARKER_LENGTH
    )
    text, count = texts.most_common(1)[0] if texts else ("", 0)
    if count > 1:
        remark = f"alone in {count} sections"
        yield Fact(("sections", "marker"), text.rstrip(".。"), 0, 0, "paper", remark=remark)


# -- options of rules ------------------------------------------------------------------------------


def option_facts(posts: Measured) -> Iterator[Fact]:
    """The options with which rules speak of outliers alone."""
    yield from _sentences(posts)
    yield from _months(posts)
    if posts.settings.language == "ko":
        yield from _style(posts)
        yield from _syllables(posts)


def _sentences(posts: Measured) -> Iterator[Fact]:
    """How many sentences a section has at most."""
    names, number = posts.settings.sections.names, posts.number
    limits: dict[str, int] = {}
    for limit in range(1, MOST_SENTENCES + 1):
        open_ = [name for name in names if name not in limits]
        said = posts.said("SC008", sentences=dict.fromkeys(open_, limit)) if open_ else []
        counts = Counter(str(it.message.parameters["name"]) for it in said)
        aliases = posts.settings.sections.aliases
        for name in open_:
            above = sum(counts[it] for it in (name, *aliases.get(name, ())))
            if is_rule(number - above, number):
                limits[name] = limit
    given = posts.settings.rules.SC008.sentences
    known = {name: given[name] for name in names if name in given}
    is_kept = all(limits.get(name, MOST_SENTENCES + 1) <= limit for name, limit in known.items())
    if is_kept and (len(known) == len(names) or number < FEW):
        return
    if known or number >= FEW:
        written = {name: limits[name] for name in names if name in limits}
        remark = "more in outliers alone"
        yield Fact(("rules", "SC008", "sentences"), written, 0, 0, "paper", remark=remark)


def _months(posts: Measured) -> Iterator[Fact]:
    """How many months an id is older than its post at most."""
    usual_months, number = posts.settings.rules.LK009.months, posts.number
    for months in range(usual_months, MOST_MONTHS + 1):
        above = len(posts.said("LK009", months=months))
        if is_rule(number - above, number):
            if months != usual_months:
                keys = ("rules", "LK009", "months")
                yield Fact(keys, months, number - above, number, "paper")
            return
    if number:
        remark = "papers of any age"
        yield Fact(("rules", "LK009", "severity"), "off", 0, 0, "paper", remark=remark)


def _style(posts: Measured) -> Iterator[Fact]:
    """The speech level of sentences."""
    style = posts.settings.rules.KO002.style
    now = len(posts.said("KO002"))
    if not now:
        return
    counts = {it: len(posts.said("KO002", style=it)) for it in ("plain", "polite", "consistent")}
    best = min(counts, key=lambda it: counts[it])
    if counts[best] < now:
        remark = f"{counts[best]} sentences in another style; {style} would leave {now}"
        yield Fact(("rules", "KO002", "style"), best, 0, 0, "paper", remark=remark)


def _syllables(posts: Measured) -> Iterator[Fact]:
    """How many syllables the sections of a paper have at least."""
    foreign = len(posts.said("KO001", paper_syllables=0))
    number = posts.number
    now = len(posts.said("KO001")) - foreign
    is_given = posts.settings.rules.KO001 != RuleOptions().KO001
    if not now or (is_rule(number - now, number) and not is_given):
        return
    below = {it: len(posts.said("KO001", paper_syllables=it)) - foreign for it in SYLLABLES}
    least = next((it for it in SYLLABLES if not below[it]), SYLLABLES[-1])
    keys = ("rules", "KO001", "paper-syllables")
    yield Fact(keys, least, number - below[least], number, "paper")
