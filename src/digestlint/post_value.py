"""A post as a typed value for other programs; and why one is none, with the places.

Importing this module imports pydantic, as does ``schema``.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from digestlint import arxiv, fields
from digestlint.message import Message
from digestlint.post import Paper, Post, Section
from digestlint.schema import DigestPost, Fault, FaultKind, field_fault, post_model
from digestlint.settings import Settings
from digestlint.values import replace


def read_post(post: Post, settings: Settings) -> DigestPost:
    """The typed value of a post. Raises pydantic's ValidationError where it is none."""
    header = post.front_matter
    entries = {key: entry.value for key, entry in fields.given(header).items()}
    front_matter = None if header.defect else entries
    papers = [_paper(post, paper) for paper in post.papers]
    return post_model(settings.front_matter, settings.papers).model_validate(
        {"front_matter": front_matter, "papers": papers}
    )


def _paper(post: Post, paper: Paper) -> dict[str, Any]:
    found = paper.address.id if paper.address else None
    addresses = (arxiv.parse_address(link.url) for link in paper.links)
    others = [it.id for it in addresses if it.site is arxiv.Site.ALPHAXIV and it.id]
    return {
        "number": paper.number,
        "title": paper.title,
        "arxiv_id": found.bare if found else None,
        "alphaxiv_id": others[0].bare if others else None,
        "sections": [
            {
                "name": section.known or section.name,
                "text": _text(post, section),
            }
            for section in paper.sections
        ],
    }


def _text(post: Post, section: Section) -> str:
    """The lines of a section below its heading, or after it on its line, as they stand."""
    if not section.blocks:
        return ""
    source, begin = post.source, section.blocks[0]
    first, last = begin.lines.first, section.blocks[-1].lines.last
    lines = [*source.lines[first - 1 : last]]
    if first == section.heading.block.lines.last:
        lines[0] = lines[0][begin.span.start - source.line_starts[first - 1] :]
    return "\n".join(lines)


def post_faults(error: ValidationError, post: Post) -> tuple[Fault, ...]:
    """Why a post is no value, after ``read_post`` raised the error; each fault with its place."""
    header = post.front_matter
    entries = fields.given(header)
    faults: list[Fault] = []
    details: Any = error.errors(include_url=False)
    for detail in details:
        part, *path = detail["loc"]
        if part == "papers":
            faults.append(_paper_fault(detail, post.papers[path[0]]))
        elif header.defect:
            reason = {"reason": header.defect.reason}
            message = Message("the front matter cannot be read: {reason}", reason)
            faults.append(Fault(FaultKind.INVALID, part, header.defect.span, message))
        else:
            fault = field_fault({**detail, "loc": path}, header, entries.get(path[0]))
            if fault.kind is FaultKind.INVALID:
                named = {"key": fault.key, "reason": fault.message}
                fault = replace(fault, message=Message("{key}: {reason}", named))
            faults.append(fault)
    return tuple(faults)


def _paper_fault(detail: dict[str, Any], paper: Paper) -> Fault:
    _, _, key, *path = detail["loc"]
    found = detail["input"]
    span = paper.heading.span
    kind = FaultKind.MISSING if found in (None, "") else FaultKind.INVALID
    if key == "sections":
        span = paper.sections[path[0]].heading.span
        message = Message("the section has no name")
    elif kind is FaultKind.MISSING:
        message = Message("the paper has no {key}", {"key": _NAMES[key]})
    else:
        found = {"found": found, "key": _NAMES[key]}
        message = Message("{found} is no {key}", found)
    return Fault(kind, key, span, message)


_NAMES = {
    "number": Message("number"),
    "title": Message("title"),
    "arxiv_id": Message("arXiv id"),
    "alphaxiv_id": Message("alphaXiv id"),
}
