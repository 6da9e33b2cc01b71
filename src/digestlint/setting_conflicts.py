"""Settings that are right each by itself and wrong together."""

from __future__ import annotations

from collections.abc import Iterator

from digestlint.message import Message, both
from digestlint.setting_faults import found, with_near
from digestlint.settings import Path, PostSettings
from digestlint.values import NamedTuple


class Conflict(NamedTuple):
    """What is wrong, and the keys of which one is to be changed, the likeliest first."""

    keys: tuple[Path, ...]
    message: Message


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
                said = {"one": ".".join(one), "other": ".".join(other), "level": levels[one]}
                message = Message(
                    "{one} and {other} are both {level}, expected different levels", said
                )
                yield Conflict((other, one), message)
    if papers.groups and papers.level == 0:
        expected = Message("expected none where the post is one paper (papers.level = 0)")
        message = found(papers.groups, expected)
        yield Conflict((("papers", "groups"), ("papers", "level")), message)
    if papers.numbering == "group" and not papers.groups:
        message = found("group", Message("expected a level in papers.groups"))
        yield Conflict((("papers", "numbering"), ("papers", "groups")), message)


def _links(settings: PostSettings) -> Iterator[Conflict]:
    """The link of a paper stands in one place."""
    header, papers = settings.front_matter, settings.papers
    if (companion := papers.companion.text) and "](" not in companion:
        expected = Message("expected a link such as [alphaXiv](https://…/{{id}}) in it")
        yield Conflict((("papers", "companion"),), found(companion, expected))
    places = {}
    if {"url", "id"} & set(papers.heading.fields) and papers.level:
        places["papers", "heading"] = str(papers.heading)
    if papers.link.text:
        places["papers", "link"] = str(papers.link)
    if header.ids:
        places["front-matter", "ids"] = header.ids
    if len(places) > 1:
        *others, last = places
        expected = Message(
            "which gives papers their link beside {keys}, expected one of them",
            {"keys": both(*(".".join(key) for key in others))},
        )
        yield Conflict((last, *others), found(places[last], expected))
    if header.presence == "absent" and (header.ids or papers.level == 0):
        key = ("front-matter", "ids") if header.ids else ("papers", "level")
        expected = Message("expected front-matter.presence to be required or optional")
        value = header.ids or papers.level
        yield Conflict((key, ("front-matter", "presence")), found(value, expected))


def _sections(settings: PostSettings) -> Iterator[Conflict]:
    """Whatever names a section names one that there is."""
    sections = settings.sections
    names = sections.names
    named: list[tuple[Path, str]] = []
    named += ((("sections", "aliases", name), name) for name in sections.aliases)
    if sections.introduction:
        named.append((("sections", "introduction"), sections.introduction))
    rules, default = settings.rules, PostSettings().rules
    if (limits := rules.SC008.sentences) != default.SC008.sentences:
        named += ((("rules", "SC008", "sentences", name), name) for name in limits)
    if (shapes := rules.SC010.shapes) != default.SC010.shapes:
        named += ((("rules", "SC010", "shapes", name), name) for name in shapes)
    for key, name in named:
        if name not in names:
            message = Message("no section is called {name}", {"name": name})
            yield Conflict((key,), with_near(message, name, names))
    seen: dict[str, Message | str] = dict.fromkeys(names, Message("a section"))
    for name, aliases in sections.aliases.items():
        for alias in aliases:
            if alias in seen:
                expected = Message(
                    "expected another name, for {other} is called so", {"other": seen[alias]}
                )
                yield Conflict((("sections", "aliases", name),), found(alias, expected))
            seen[alias] = name
