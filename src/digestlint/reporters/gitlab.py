"""A Code Quality report, of which GitLab makes the notes in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from digestlint.diagnostics import Diagnostic, Severity
from digestlint.reporters import encodable, escape
from digestlint.reporters.fingerprints import fingerprints
from digestlint.reporters.json import array
from digestlint.reporters.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def gitlab(report: Report) -> Iterator[str]:
    """The array, an object a line; lines and columns from 1 in code points, ends exclusive.

    Paths are relative to the root of the project, as GitLab wants them.
    """
    return array(_object(report, *each) for each in fingerprints(report))


def _object(report: Report, diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    said = f"{diagnostic.code} {diagnostic.name}: {report.say(diagnostic.message)}"
    (line, column), (end_line, end_column) = diagnostic.start, diagnostic.end
    return {
        "description": escape(said),
        "check_name": diagnostic.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": encodable(report.located(diagnostic.path).as_posix()),
            "positions": {
                "begin": {"line": line, "column": column},
                "end": {"line": end_line, "column": end_column},
            },
        },
    }
