"""Options of rules, and what stands in sections: measured on posts that can be read already."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from digestlint import linter
from digestlint.diagnostics import Diagnostic
from digestlint.induction.counts import is_rule, tolerance, usual
from digestlint.induction.facts import Fact
from digestlint.induction.samples import Sample
from digestlint.overrides import effective
from digestlint.passage import Passage
from digestlint.post import Section, name_of, parse
from digestlint.settings import Settings

FEW = 10
"""Fewer papers than this tell nothing of limits."""

MOST_SENTENCES = 6
MOST_MONTHS = 24
SYLLABLES = (50, 40, 30, 20, 10)
MARKER_LENGTH = 20


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


def _contents(samples: Sequence[Sample], settings: Settings) -> list[dict[str, _Content]]:
    """The sections of each paper, by their name in the settings."""
    found = []
    for sample in samples:
        own = effective(settings, sample.path, sample.source)
        post = parse(sample.source, own, name_of(sample.path))
        for paper, passages in post.passages:
            sections: dict[str, _Content] = {}
            for section in paper.sections:
                first, last = section.lines
                inside = [it for it in passages if first <= it.block.lines.first <= last]
                if section.known:
                    sections.setdefault(section.known, _Content(section, inside))
            found.append(sections)
    return found


_LABEL = re.compile(r"\s*([^:：]{1,40}?)\s*[:：]")


def section_facts(samples: Sequence[Sample], settings: Settings) -> Iterator[Fact]:
    """The section that has items, their labels and number; what stands where nothing is known."""
    papers = [it for it in _contents(samples, settings) if it]
    shape, found = settings.sections, None
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
        if found.value != settings.rules.SC007.items:
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


def option_facts(samples: Sequence[Sample], settings: Settings) -> Iterator[Fact]:
    """The options with which rules speak of outliers alone."""
    count = _papers(samples, settings)
    yield from _sentences(samples, settings, count)
    yield from _months(samples, settings, count)
    if settings.language == "ko":
        yield from _style(samples, settings)
        yield from _syllables(samples, settings, count)


def _papers(samples: Sequence[Sample], settings: Settings) -> int:
    return len(_contents(samples, settings))


def _said(
    samples: Sequence[Sample], settings: Settings, code: str, **options: Any
) -> list[Diagnostic]:
    """What a rule says with other options."""
    own = replace(getattr(settings.rules, code), **options)
    given = replace(
        settings,
        rules=replace(settings.rules, **{code: own}),
        select=(code,),
        extend_select=(),
        ignore=(),
        levels={},
    )
    return [
        diagnostic
        for sample in samples
        for diagnostic in linter.lint(sample.source, given, sample.path).diagnostics
    ]


def _sentences(samples: Sequence[Sample], settings: Settings, number: int) -> Iterator[Fact]:
    """How many sentences a section has at most."""
    names, usual_limits = settings.sections.names, settings.rules.SC008.sentences
    limits: dict[str, int] = {}
    for limit in range(1, MOST_SENTENCES + 1):
        open_ = [name for name in names if name not in limits]
        if not open_:
            break
        said = _said(samples, settings, "SC008", sentences=dict.fromkeys(open_, limit))
        counts = Counter(str(it.message.parameters["name"]) for it in said)
        aliases = settings.sections.aliases
        for name in open_:
            above = sum(counts[it] for it in (name, *aliases.get(name, ())))
            if is_rule(number - above, number):
                limits[name] = limit
    known = {name: usual_limits[name] for name in names if name in usual_limits}
    if all(limits.get(name, 99) <= limit for name, limit in known.items()) and (
        len(known) == len(names) or number < FEW
    ):
        return
    if known or number >= FEW:
        written = {name: limits[name] for name in names if name in limits}
        remark = "more in outliers alone"
        yield Fact(("rules", "SC008", "sentences"), written, 0, 0, "paper", remark=remark)


def _months(samples: Sequence[Sample], settings: Settings, number: int) -> Iterator[Fact]:
    """How many months an id is older than its post at most."""
    usual_months = settings.rules.LK009.months
    for months in range(usual_months, MOST_MONTHS + 1):
        above = len(_said(samples, settings, "LK009", months=months))
        if is_rule(number - above, number):
            if months != usual_months:
                keys = ("rules", "LK009", "months")
                yield Fact(keys, months, number - above, number, "paper")
            return
    if number:
        remark = "papers of any age"
        yield Fact(("rules", "LK009", "severity"), "off", 0, 0, "paper", remark=remark)


def _style(samples: Sequence[Sample], settings: Settings) -> Iterator[Fact]:
    """The speech level of sentences."""
    counts = {
        style: len(_said(samples, settings, "KO002", style=style))
        for style in ("plain", "polite", "consistent")
    }
    best = min(counts, key=lambda style: counts[style])
    if best != settings.rules.KO002.style:
        remark = f"{counts[best]} sentences in another style; plain would leave {counts['plain']}"
        yield Fact(("rules", "KO002", "style"), best, 0, 0, "paper", remark=remark)


def _syllables(samples: Sequence[Sample], settings: Settings, number: int) -> Iterator[Fact]:
    """How many syllables the sections of a paper have at least."""
    foreign = len(_said(samples, settings, "KO001", paper_syllables=0))
    below = {
        least: len(_said(samples, settings, "KO001", paper_syllables=least)) - foreign
        for least in SYLLABLES
    }
    usual_least = settings.rules.KO001.paper_syllables
    if is_rule(number - below[usual_least], number):
        return
    least = next((it for it in SYLLABLES if not below[it]), SYLLABLES[-1])
    keys = ("rules", "KO001", "paper-syllables")
    yield Fact(keys, least, number - below[least], number, "paper")
