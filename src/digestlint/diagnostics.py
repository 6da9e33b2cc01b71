"""What a check yields (a finding), and what a user is told (a diagnostic: placed in a file)."""

from __future__ import annotations

from enum import StrEnum

from digestlint.fixes import Edit, Fix, Safety
from digestlint.message import Message
from digestlint.source import Position, Source, Span
from digestlint.values import dataclass


class Severity(StrEnum):
    """``error``: the page would be wrong; ``warning``: publishable, below the house standard."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """The other place of a finding: a span of this post, or a position in another file."""

    message: Message
    place: Span | tuple[str, Position]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say of a span of its post; ``severity`` overrides the rule's own."""

    span: Span
    message: Message
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note with its file and position."""

    path: str
    start: Position
    message: Message


@dataclass(frozen=True, slots=True)
class PlacedEdit:
    """An edit with its positions; ``end`` is exclusive."""

    start: Position
    end: Position
    text: str


@dataclass(frozen=True, slots=True)
class PlacedFix:
    """A fix whose edits have positions."""

    title: Message
    safety: Safety
    edits: tuple[PlacedEdit, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding placed in a file. It holds all that a reporter needs, also in another process.

    ``path`` is as the user gave it, with ``/``. ``end`` is exclusive. ``line`` is the text of the
    line where it starts, unescaped.
    """

    path: str
    start: Position
    end: Position
    code: str
    name: str
    severity: Severity
    message: Message
    line: str = ""
    notes: tuple[PlacedNote, ...] = ()
    fix: PlacedFix | None = None

    def __str__(self) -> str:
        """One line, with the post's text as it stands: not for a terminal."""
        place = f"{self.path}:{self.start.line}:{self.start.column}"
        return f"{place}: {self.severity} {self.code} {self.name}: {self.message}"


def place(
    finding: Finding, source: Source, *, path: str, code: str, name: str, severity: Severity
) -> Diagnostic:
    """The diagnostic for a finding in a file."""
    start = source.position(finding.span.start)
    return Diagnostic(
        path=path,
        start=start,
        end=source.position(finding.span.end),
        code=code,
        name=name,
        severity=finding.severity or severity,
        message=finding.message,
        line=source.line(start.line),
        notes=tuple(_place_note(note, source, path) for note in finding.notes),
        fix=_place_fix(finding.fix, source) if finding.fix else None,
    )


def _place_note(note: Note, source: Source, path: str) -> PlacedNote:
    if isinstance(note.place, Span):
        return PlacedNote(path, source.position(note.place.start), note.message)
    other, position = note.place
    return PlacedNote(other, position, note.message)


def _place_fix(fix: Fix, source: Source) -> PlacedFix:
    return PlacedFix(fix.title, fix.safety, tuple(_place_edit(edit, source) for edit in fix.edits))


def _place_edit(edit: Edit, source: Source) -> PlacedEdit:
    start, end = edit.span
    return PlacedEdit(source.position(start), source.position(end), edit.text)
