"""One array of objects, for programs."""

from __future__ import annotations

import json as standard
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from digestlint.diagnostics import Diagnostic, PlacedFix, PlacedNote
from digestlint.message import Say
from digestlint.reporters import LOG_COMMAND, is_unprinted


def json(
    diagnostics: Iterable[Diagnostic], *, url: Callable[[str], str | None], say: Say = str
) -> Iterator[str]:
    """The array, an object a line; lines and columns from 1 in code points, ends exclusive.

    ``url`` gives the address of a rule's page by its code.
    """
    return array(_object(diagnostic, url(diagnostic.code), say) for diagnostic in diagnostics)


def array(objects: Iterable[dict[str, Any]]) -> Iterator[str]:
    """An array, an object a line, and a line end."""
    mark = "["
    for each in objects:
        yield f"{mark}\n  {dumped(each)}"
        mark = ","
    yield "[]\n" if mark == "[" else "\n]\n"


def _object(diagnostic: Diagnostic, url: str | None, say: Say) -> dict[str, Any]:
    return {
        "path": diagnostic.path,
        "line": diagnostic.start.line,
        "column": diagnostic.start.column,
        "end_line": diagnostic.end.line,
        "end_column": diagnostic.end.column,
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity.value,
        "message": say(diagnostic.message),
        "notes": [_note(note, say) for note in diagnostic.notes],
        "fix": _fix(diagnostic.fix, say) if diagnostic.fix else None,
        "url": url,
    }


def _note(note: PlacedNote, say: Say) -> dict[str, Any]:
    return {
        "path": note.path,
        "line": note.start.line,
        "column": note.start.column,
        "message": say(note.message),
    }


def _fix(fix: PlacedFix, say: Say) -> dict[str, Any]:
    return {
        "title": say(fix.title),
        "safety": fix.safety.value,
        "edits": [
            {
                "line": edit.start.line,
                "column": edit.start.column,
                "end_line": edit.end.line,
                "end_column": edit.end.column,
                "text": edit.text,
            }
            for edit in fix.edits
        ],
    }


def dumped(value: Mapping[str, Any], *, indent: int | None = None) -> str:
    """JSON, in one line unless it is to be indented.

    Its strings show Hangul as it is, and in JSON's notation what is not to be printed and what
    would be a command to the log of a CI service.
    """
    written = standard.dumps(value, ensure_ascii=False, indent=indent)
    text = LOG_COMMAND.sub(r"#\\u0023", written)
    if text.isprintable():
        return text
    # Controls below U+0020 are escaped already; the others occur in strings alone.
    acting = (is_unprinted(each) and each != "\n" for each in text)
    return "".join(
        standard.dumps(each)[1:-1] if acts else each
        for each, acts in zip(text, acting, strict=True)
    )
