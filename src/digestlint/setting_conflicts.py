"""Settings that are right each by itself and wrong together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from digestlint.setting_faults import found, near
from digestlint.settings import Path, PostSettings


class Conflict(NamedTuple):
    """What is wrong, and the keys of which one is to be changed, the likeliest first."""

    keys: tuple[Path, ...]
    text: str


def conflicts(settings: PostSettings) -> Iterator[Conflict]:
    """What contradicts itself in the settings of a post."""
    yield from _levels(settings)
    yield from _links(settings)
    yield from _sections(settings)


def _levels(settings: PostSettings) -> Iterator[Conflict]:
    """Headings of two kinds cannot have one level."""
    papers, sections = settings.papers, settings.sections
    levels = {("papers", "level"): papers.level, ("papers", "groups"): papers.groups}
    if sections.form == "heading":
        levels["sections", "level"] = sections.level
    keys = [key for key, level in levels.items() if level]
    for at, one in enumerate(keys):
        for other in keys[at + 1 :]:
            if levels[one] == levels[other]:
                both = f"{'.'.join(one)} and {'.'.join(other)} are both {levels[one]}"
                yield Conflict((other, one), f"{both}, expected different levels")
    if papers.groups and papers.level == 0:
        text = "expected none where the post is one paper (papers.level = 0)"
        yield Conflict((("papers", "groups"), ("papers", "level")), found(papers.groups, text))
    if papers.numbering == "group" and not papers.groups:
        text = found("group", "expected a level in papers.groups")
        yield Conflict((("papers", "numbering"), ("papers", "groups")), text)


def _links(settings: PostSettings) -> Iterator[Conflict]:
    """The link of a paper stands in one place."""
    header, papers = settings.front_matter, settings.papers
    if (companion := papers.companion.text) and "](" not in companion:
        text = found(companion, "expected a link such as [alphaXiv](https://…/{id}) in it")
        yield Conflict((("papers", "companion"),), text)
    places = {}
    if {"url", "id"} & set(papers.heading.fields) and papers.level:
        places["papers", "heading"] = str(papers.heading)
    if papers.link.text:
        places["papers", "link"] = str(papers.link)
    if header.ids:
        places["front-matter", "ids"] = header.ids
    if len(places) > 1:
        *others, last = places
        keys = " and ".join(".".join(key) for key in others)
        text = found(places[last], f"which gives papers their link, as {keys} already does")
        yield Conflict((last, *others), text)
    if header.presence == "absent" and (header.ids or papers.level == 0):
        key = ("front-matter", "ids") if header.ids else ("papers", "level")
        text = "expected front-matter.presence to be required or optional"
        value = header.ids or papers.level
        yield Conflict((key, ("front-matter", "presence")), found(value, text))


def _sections(settings: PostSettings) -> Iterator[Conflict]:
    """Whatever names a section names one that there is."""
    sections = settings.sections
    names = sections.names
    named: list[tuple[Path, str]] = []
    named += ((("sections", "aliases", name), name) for name in sections.aliases)
    if sections.introduction:
        named.append((("sections", "introduction"), sections.introduction))
    rules = settings.rules
    named += ((("rules", "SC008", "sentences", name), name) for name in rules.SC008.sentences)
    named += ((("rules", "SC010", "shapes", name), name) for name in rules.SC010.shapes)
    for key, name in named:
        if name not in names:
            yield Conflict((key,), f"no section is called {name}{near(name, names)}")
    seen = dict.fromkeys(names, "a section")
    for name, aliases in sections.aliases.items():
        for alias in aliases:
            if alias in seen:
                text = found(alias, f"expected another name, for {seen[alias]} is called so")
                yield Conflict((("sections", "aliases", name),), text)
            seen[alias] = name
