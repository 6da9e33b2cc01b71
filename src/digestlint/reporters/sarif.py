"""SARIF 2.1.0, for services that keep the findings of many tools, such as GitHub's code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, whose sections are named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any

from digestlint.checks.tool import INTERNAL_ERROR
from digestlint.diagnostics import Diagnostic, PlacedFix, PlacedNote
from digestlint.pages import Page
from digestlint.patterns import pattern
from digestlint.reporters import escape
from digestlint.reporters.fingerprints import fingerprints
from digestlint.reporters.json import array, dumped
from digestlint.reporters.report import Report
from digestlint.source import Position

Url = Callable[[str], str | None]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_FINGERPRINT = "digestlint/v1"
_TO_PAGE = pattern(r"\[([^\[\]]*)\]\(([A-Z]{2}[0-9]{3})\.md\)")


def sarif(
    report: Report, *, page: Callable[[str], Page], url: Url, home: str | None, version: str
) -> Iterator[str]:
    """The log: one run, its results a line each.

    ``page`` gives a rule's page by its code, ``url`` its address; ``home`` is the address of the
    project, ``version`` that of the program. Of the rules those are described that have results.
    """
    codes = sorted({each.code for each in report.diagnostics})
    driver = {
        "name": "digestlint",
        "version": version,
        **_given("informationUri", home),
        "rules": [_rule(page(code), url) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report)],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n"],
    }
    head = dumped({"$schema": SCHEMA, "version": "2.1.0"})
    yield f'{head[:-1]}, "runs": [{dumped(run)[:-1]}, "results": '
    indices = {code: index for index, code in enumerate(codes)}
    yield from array(_result(report, indices, *each) for each in fingerprints(report))
    yield "}]}\n"


def _rule(page: Page, url: Url) -> dict[str, Any]:
    def linked(link: re.Match[str]) -> str:
        address = url(link[2])
        return f"[{link[1]}]({address})" if address else link[1]

    why = page.text.partition("\n## Why\n")[2].partition("\n## ")[0].strip()
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": page.summary},
        **_given("helpUri", url(page.code)),
        "help": {
            "text": _TO_PAGE.sub(r"\1", f"{page.summary}\n\n{why}\n"),
            "markdown": _TO_PAGE.sub(linked, page.text),
        },
        "defaultConfiguration": {"enabled": page.default, "level": page.severity},
    }


def _invocation(report: Report) -> dict[str, Any]:
    faults = [*report.faults, *(fault for post in report.posts for fault in post.faults)]
    crashed = any(each.code == INTERNAL_ERROR.code for each in report.diagnostics)
    notes = [{"level": "error", "message": _message(fault)} for fault in faults]
    invocation: dict[str, Any] = {"executionSuccessful": not faults and not crashed}
    return invocation | ({"toolExecutionNotifications": notes} if notes else {})


def _result(
    report: Report, indices: Mapping[str, int], diagnostic: Diagnostic, fingerprint: str
) -> dict[str, Any]:
    region = _region(diagnostic.start, diagnostic.end)
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": indices[diagnostic.code],
        "level": diagnostic.severity.value,
        "message": _message(report.say(diagnostic.message)),
        "locations": [{"physicalLocation": _place(report, diagnostic.path, region)}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    if diagnostic.notes:
        result["relatedLocations"] = _related(report, diagnostic.notes)
    if diagnostic.fix and (fix := _fix(report, diagnostic.path, diagnostic.fix)):
        result["fixes"] = [fix]
    return result


def _related(report: Report, notes: Sequence[PlacedNote]) -> list[dict[str, Any]]:
    return [
        {
            "physicalLocation": _place(report, note.path, _region(note.start, note.start)),
            "message": _message(report.say(note.message)),
        }
        for note in notes
    ]


def _fix(report: Report, path: str, fix: PlacedFix) -> dict[str, Any] | None:
    """The fix; None for one that changes no line, as where a byte order mark goes (3.30.2)."""
    edits = [edit for edit in fix.edits if edit.start != edit.end or edit.text]
    if len(edits) < len(fix.edits):
        return None
    replacements = [
        {
            "deletedRegion": _region(edit.start, edit.end),
            "insertedContent": {"text": edit.text},
        }
        for edit in edits
    ]
    return {
        "description": _message(report.say(fix.title)),
        "artifactChanges": [
            {"artifactLocation": _artifact(report, path), "replacements": replacements}
        ],
        "properties": {"safety": fix.safety.value},
    }


def _place(report: Report, path: str, region: Mapping[str, int]) -> dict[str, Any]:
    return {"artifactLocation": _artifact(report, path), "region": region}


def _artifact(report: Report, path: str) -> dict[str, str]:
    located = report.located(path)
    if located.is_absolute():
        return {"uri": _uri(located)}
    return {"uri": _uri(located), "uriBaseId": "%SRCROOT%"}


def _uri(path: PurePath) -> str:
    """A reference to the file, all but ASCII percent-encoded (3.10.4), and bytes as they are."""
    from urllib.parse import quote

    text = path.as_posix()
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a character in a name on Windows
        data = text.encode("utf-8", "surrogatepass")
    if not path.is_absolute():
        return quote(data)
    if path.drive.startswith("\\\\"):  # \\\\server\\share, whose slashes are there already
        return f"file:{quote(data)}"
    drive, rest = path.drive, data[len(path.drive) :].lstrip(b"/")
    return f"file:///{f'{drive}/' if drive else ''}{quote(rest)}"


def _region(start: Position, end: Position) -> dict[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _message(text: str) -> dict[str, str]:
    """A message without placeholders (3.11.5) and links (3.11.6), whatever stands in a post."""
    plain = escape(text).replace("](", "] (")
    return {"text": plain.replace("{", "{{").replace("}", "}}")}


def _given(key: str, value: str | None) -> dict[str, str]:
    return {key: value} if value else {}
