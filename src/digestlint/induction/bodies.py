"""What papers have in common: headings, links, sections; and the language of their prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digestlint.document import BlockKind
from digestlint.induction import forms
from digestlint.induction.counts import Era, Vote, tolerance, usual
from digestlint.induction.facts import Fact, Kind, Trait
from digestlint.induction.names import Names, section_names
from digestlint.induction.samples import Sample, header_addresses, paper_id
from digestlint.induction.structure import SeenPaper, companion_of, lead_lines
from digestlint.patterns import pattern

# -- structure -------------------------------------------------------------------------------------


def structure_facts(kind: Kind) -> Iterator[Fact]:
    """The levels of headings, and what gives papers their link, in the order of time."""
    for era in kind.structures:
        found = era.value
        values: dict[tuple[str, str], Any] = {
            ("front-matter", "ids"): found.ids,
            ("papers", "level"): found.level,
            ("papers", "groups"): found.groups,
            ("sections", "form"): found.form or "heading",
            ("sections", "level"): found.section_level,
        }
        for keys, value in values.items():
            yield Fact(keys, value, era.count, era.number, "post", era.since, era.until)


# -- headings and links ----------------------------------------------------------------------------


def _headings(kind: Kind) -> list[Vote[Any]]:
    """The forms of papers' headings: their link has the title, or an id, or a word like others."""
    texts = Counter(paper.link.text for _, papers in kind.papers for paper in papers if paper.link)
    return kind.of_papers(lambda paper: _heading(paper, texts))


def _heading(paper: SeenPaper, texts: Mapping[str, int]) -> str | None:
    heading = paper.heading
    if heading is None:
        return None
    link = paper.link if paper.link in heading.block.links else None
    found = list(forms.heading_forms(heading.text, heading.text_span.start, link))
    if not found:
        return ""
    is_word = link and (texts[link.text] > 1 or forms.is_id(link.text))
    return found[-1] if is_word else found[0]


def _link(paper: SeenPaper) -> str | None:
    """The form of the line below the heading that has the link; empty where none has."""
    if paper.link is None or (paper.heading and paper.line == paper.heading.line):
        return ""
    return forms.line_form(paper.sample.source, paper.line, paper.link)


def _address(paper: SeenPaper) -> str | None:
    found = paper_id(paper.link.url) if paper.link else None
    return forms.address_form(paper.link.url, found) if paper.link and found else None


def _addresses(kind: Kind) -> list[Vote[Any]]:
    """The forms of the addresses of papers' links, those in the front matter too."""
    votes = kind.of_papers(_address)
    for sample in kind.samples:
        for url in header_addresses(sample, kind.structure.ids):
            if found := paper_id(url):
                form = forms.address_form(url, found)
                votes += [Vote(sample.name, sample.day, form)] if form else []
    return votes


def _settled_address(_: Era[Any], votes: Sequence[Vote[Any]]) -> str:
    """The form that most have; with a version, if not only outliers have one."""
    bare = usual(_bare(vote.value) for vote in votes)[0]
    versions = Counter(vote.value for vote in votes if _bare(vote.value) == bare)
    del versions[bare]
    form, count = versions.most_common(1)[0] if versions else (bare, 0)
    return str(form if count > tolerance(len(votes)) else bare)


def _bare(form: str) -> str:
    return form.replace("{version}", "")


def _fits_address(vote: str, value: str) -> bool:
    return vote == value or ("{version}" in value and vote == _bare(value))


def _companion(paper: SeenPaper) -> str | None:
    found = companion_of(paper)
    if found is None:
        return ""
    line, id_ = found
    return forms.companion_form(paper.sample.source, line, id_)


def _numbering(kind: Kind) -> list[Vote[Any]]:
    """Whether numbers begin anew in each group, by posts of several groups."""
    votes = []
    if not kind.structure.groups:
        return kind.of_posts(lambda _: "post")
    for sample, papers in kind.papers:
        numbers = [(paper.group, _number(paper)) for paper in papers]
        firsts = dict(reversed(numbers))
        if len(firsts) > 1 and all(number is not None for _, number in numbers):
            is_anew = all(number == 1 for number in firsts.values())
            votes.append(Vote(sample.name, sample.day, "group" if is_anew else "post"))
    return votes


def _number(paper: SeenPaper) -> int | None:
    found = re.match(r"\D{0,16}(\d{1,3})\W", paper.heading.text) if paper.heading else None
    return int(found[1]) if found else None


TRAITS = (
    Trait(("papers", "heading"), "paper", _headings),
    Trait(("papers", "link"), "paper", lambda kind: kind.of_papers(_link)),
    Trait(("papers", "address"), "paper", _addresses, _settled_address, _fits_address),
    Trait(("papers", "companion"), "paper", lambda kind: kind.of_papers(_companion)),
    Trait(("papers", "numbering"), "post", _numbering),
)

_LABEL = pattern(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__)?(?P<name>[^\W\d_][^:：*_\[\]<>]{0,24}?)(?:\*\*|__)?\s*+[:：]"
    r"(?:\*\*|__)?\s"
)


def labels(kind: Kind) -> Fact | None:
    """What lines between headings and sections are labelled, but for that of the link."""
    read = [
        {
            found["name"]
            for line, text in lead_lines(paper)
            if line != paper.line and (found := _LABEL.match(text + " "))
        }
        for _, papers in kind.papers
        for paper in papers
    ]
    counts = Counter(label for each in read for label in each)
    names = [label for label, count in counts.most_common() if count > tolerance(len(read))]
    if not names:
        return None
    count = sum(not each.isdisjoint(names) for each in read)
    return Fact(("papers", "labels"), tuple(names), count, len(read), "paper")


# -- sections --------------------------------------------------------------------------------------


def _names(paper: SeenPaper) -> tuple[str, ...]:
    return tuple(section.name for section in paper.sections)


def _settled_names(_: Era[Any], votes: Sequence[Vote[Any]]) -> Names:
    return section_names([vote.value for vote in votes])


NAMES = Trait(
    ("sections", "names"),
    "paper",
    lambda kind: kind.of_papers(_names),
    _settled_names,
    lambda vote, value: value.fits(vote),
)


# -- language --------------------------------------------------------------------------------------

_SCRIPTS = {
    "ko": pattern("[가-힣]"),
    "ja": pattern("[\u3041-\u30ff]"),
    "zh": pattern("[\u4e00-\u9fff]"),
    "en": pattern("[A-Za-z]"),
}
# Words of other languages stand in all of these, and Han in Japanese: the first to have its share.
_SHARES = {"ko": 0.2, "ja": 0.1, "zh": 0.2, "en": 0.9}
_LEAST_LETTERS = 40  # fewer tell nothing


def _language(sample: Sample) -> str | None:
    """The language of a post's prose; None where there is hardly any."""
    text = "".join(
        piece.text
        for block in sample.blocks
        if block.kind is BlockKind.PARAGRAPH
        for piece in block.inlines
        if "://" not in piece.text
    )
    counts = {name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()}
    total = sum(counts.values())
    if total < _LEAST_LETTERS:
        return None
    found = (name for name, share in _SHARES.items() if counts[name] >= share * total)
    return next(found, "none")


LANGUAGE = Trait(("language",), "post", lambda kind: kind.of_posts(_language))
