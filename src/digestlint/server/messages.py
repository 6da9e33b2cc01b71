"""What is said of an open post, in the words of the protocol: diagnostics, and pages to hover."""

from __future__ import annotations

from collections.abc import Callable

from lsprotocol import types

from digestlint import pages
from digestlint.diagnostics import Diagnostic, PlacedNote, Severity
from digestlint.linter import Result
from digestlint.message import Say
from digestlint.patterns import pattern
from digestlint.reporters import escape
from digestlint.server.positions import Positions
from digestlint.source import Source
from digestlint.values import NamedTuple, dataclass

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
}
_PAGE_LINK = pattern(r"(?<=\]\()([A-Z]{2}[0-9]{3})\.md(?=\))")

Locate = Callable[[PlacedNote], types.Location]
"""Where the editor finds the place of a note, which may be in another file."""


@dataclass(frozen=True, slots=True)
class Client:
    """What an editor knows of the protocol beyond what every editor knows.

    ``encoding`` is that of its columns. ``related`` are the other places of a diagnostic,
    ``addresses`` those of rules' pages; ``numbers`` of texts keep an edit from another text.
    """

    encoding: str
    related: bool
    addresses: bool
    numbers: bool
    markdown: bool


class Said(NamedTuple):
    """A diagnostic, and what the editor is told of it."""

    found: Diagnostic
    message: types.Diagnostic


@dataclass(frozen=True, slots=True)
class Shown:
    """An open post as the editor is told of it.

    ``number`` is the editor's count of its texts, ``say`` the language of what it is told.
    """

    uri: str
    number: int | None
    source: Source
    positions: Positions
    said: tuple[Said, ...]
    say: Say

    @property
    def messages(self) -> list[types.Diagnostic]:
        """What the editor is told."""
        return [each.message for each in self.said]


def shown(
    uri: str,
    number: int | None,
    source: Source,
    result: Result,
    client: Client,
    locate: Locate,
    say: Say,
) -> Shown:
    """An open post, after a look at it."""
    positions = Positions(source, client.encoding)
    said = [Said(it, _message(it, positions, client, locate, say)) for it in result.diagnostics]
    return Shown(uri, number, source, positions, tuple(said), say)


def _message(
    found: Diagnostic, positions: Positions, client: Client, locate: Locate, say: Say
) -> types.Diagnostic:
    message = types.Diagnostic(
        range=positions.placed(found.start, found.end),
        severity=_SEVERITIES[found.severity],
        code=found.code,
        source="digestlint",
        message=escape(say(found.message)),
    )
    address = pages.url(found.code)
    if client.addresses and address:
        message.code_description = types.CodeDescription(address)
    if client.related:
        message.related_information = [
            types.DiagnosticRelatedInformation(locate(note), escape(say(note.message)))
            for note in found.notes
        ]
    else:
        for note in found.notes:
            place = escape(f"{note.path}:{note.start.line}: {say(note.message)}")
            message.message += f"\n{place}"
    return message


def hover(post: Shown, position: types.Position, client: Client) -> types.Hover | None:
    """The pages of the rules that have something to say of what stands at a position."""
    here = [it for it in post.said if _is_at(it.message.range, position)]
    if not here:
        return None
    codes = dict.fromkeys(it.found.code for it in here)
    kind = types.MarkupKind.Markdown if client.markdown else types.MarkupKind.PlainText
    text = "\n---\n\n".join(map(_page, codes))
    return types.Hover(types.MarkupContent(kind, text), here[0].message.range)


def _is_at(place: types.Range, position: types.Position) -> bool:
    """Whether a position is in a range, or in the line of one that is of no width."""
    if place.start == place.end:
        return place.start.line == position.line
    return place.start <= position <= place.end


def _page(code: str) -> str:
    """The page of a rule, its links to other pages made to lead there."""
    return _PAGE_LINK.sub(lambda link: pages.url(link[1]) or link[0], pages.page_text(code))
