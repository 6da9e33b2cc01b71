"""Reviewdog's format, from which it writes a review with suggestions.

https://github.com/reviewdog/reviewdog/tree/master/proto/rdf; reviewdog 0.18 or newer, which knows
related locations. It refuses a key that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from digestlint.diagnostics import Diagnostic, PlacedFix, PlacedNote
from digestlint.message import Say
from digestlint.patterns import pattern
from digestlint.reporters import encodable, escape
from digestlint.reporters.json import array, dumped
from digestlint.reporters.report import Report
from digestlint.source import Position, Source

Url = Callable[[str], str | None]

# Reviewdog puts messages into comments, where they are Markdown.
_MARKS = pattern(r"[\\`*_\[\]<>&~|$]|^[#+=-]")
_NUMBER = pattern(r"^([0-9]+)([.)])")


def rdjson(report: Report, *, url: Url, home: str | None) -> Iterator[str]:
    """The document; lines from 1, columns from 1 in bytes of UTF-8, ends exclusive.

    Paths are as given: reviewdog runs in the same folder. ``url`` gives the address of a rule's
    page by its code, ``home`` is that of the project.
    """
    noted = {note.path for each in report.diagnostics for note in each.notes}
    others = {post.path: post.source for post in report.posts if post.path in noted}
    source = {"name": "digestlint"} | ({"url": home} if home else {})
    yield f'{{"source": {dumped(source)}, "diagnostics": '
    yield from array(
        _object(each, {**others, post.path: post.source}, url(each.code), report.say)
        for post in report.posts
        for each in post.diagnostics
    )
    yield "}\n"


def _object(
    diagnostic: Diagnostic, sources: Mapping[str, Source | None], url: str | None, say: Say
) -> dict[str, Any]:
    source = sources.get(diagnostic.path)
    found: dict[str, Any] = {
        "message": _markdown(say(diagnostic.message)),
        "location": {
            "path": encodable(diagnostic.path),
            "range": {
                "start": _position(diagnostic.start, source, diagnostic),
                "end": _position(diagnostic.end, source, diagnostic),
            },
        },
        "severity": diagnostic.severity.name,
        "code": {"value": diagnostic.code} | ({"url": url} if url else {}),
    }
    if diagnostic.fix and source and (suggestion := _suggestion(diagnostic.fix, source)):
        found["suggestions"] = [suggestion]
    if diagnostic.notes:
        found["related_locations"] = [
            _related(note, sources.get(note.path), say) for note in diagnostic.notes
        ]
    return found


def _related(note: PlacedNote, source: Source | None, say: Say) -> dict[str, Any]:
    return {
        "message": _markdown(say(note.message)),
        "location": {
            "path": encodable(note.path),
            "range": {"start": _position(note.start, source)},
        },
    }


def _suggestion(fix: PlacedFix, source: Source) -> dict[str, Any] | None:
    """The fix as one piece of text in the place of another, from its first edit to its last.

    For each suggestion is taken or left by itself, and the edits of a fix belong together. None
    where the text would stay the same in lines and columns, as where a byte order mark goes.
    """
    edits = sorted(fix.edits, key=lambda edit: (edit.start, edit.end))
    start, end = edits[0].start, edits[-1].end
    parts: list[str] = []
    at = _offset(start, source)
    for edit in edits:
        parts += source.text[at : _offset(edit.start, source)], edit.text
        at = _offset(edit.end, source)
    text = "".join(parts)
    if start == end and not text:
        return None
    span = {"start": _position(start, source), "end": _position(end, source)}
    return {"range": span, "text": text}


def _offset(position: Position, source: Source) -> int:
    return source.line_starts[position.line - 1] + position.column - 1


def _position(
    position: Position, source: Source | None, diagnostic: Diagnostic | None = None
) -> dict[str, int]:
    """The position in bytes; without its column where the text of the line is not known."""
    if diagnostic and position.line == diagnostic.start.line:
        line = diagnostic.line
    elif source and position.line <= source.line_count:
        line = source.line(position.line)
    else:
        return {"line": position.line}
    before = line[: position.column - 1]
    column = 1 + len(before.encode("utf-8", "surrogatepass"))
    column += position.column - 1 - len(before)  # the carriage return before a line feed
    if position.line == 1 and source and source.has_byte_order_mark:
        column += 3  # its bytes are of the line, as reviewdog reads it
    return {"line": position.line, "column": column}


def _markdown(text: str) -> str:
    marked = _MARKS.sub(r"\\\g<0>", escape(text).strip())
    return _NUMBER.sub(r"\1\\\2", marked)
