"""Reports on posts that are made up, for the tests of the formats."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from digestlint.diagnostics import Diagnostic, Finding, Note, Severity, place
from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.pages import Page
from digestlint.reporters.report import Report, ReportedPost
from digestlint.source import Source, Span

ROOT = PurePosixPath("/home/keeper/blog")
PATH = "_posts/2025-11-07-daily-papers-20251107.md"
CODE, NAME = "LK005", "mismatched-alphaxiv-id"
PAGE = Page(CODE, NAME, "Two ids.", "error", True, "none", "0.1.0", (), (), "")


def found(
    source: Source,
    span: Span,
    said: str = "글이 없다",
    *,
    path: str = PATH,
    code: str = CODE,
    severity: Severity = Severity.ERROR,
    notes: Iterable[Note] = (),
    edits: Iterable[Edit] = (),
) -> Diagnostic:
    """What is said of a span, with a fix if there are edits."""
    fix = Fix(Message("{said}", {"said": said}), tuple(edits), Safety.UNSAFE) if edits else None
    finding = Finding(span, Message("{said}", {"said": said}), tuple(notes), fix)
    return place(finding, source, path=path, code=code, name=NAME, severity=severity)


def told(
    *posts: tuple[str, Source | None, Iterable[Diagnostic]],
    here: PurePosixPath = ROOT,
    faults: Iterable[str] = (),
    is_strict: bool = False,
) -> Report:
    """The report on posts, each a path, its text and what is said of it."""
    reported = (
        ReportedPost(path, source, tuple(diagnostics), is_strict=is_strict)
        for path, source, diagnostics in posts
    )
    return Report(tuple(reported), ROOT, here, tuple(faults))
