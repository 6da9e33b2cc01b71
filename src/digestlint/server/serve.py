"""The server: what an editor tells goes to the buffers, what they say of it goes to the editor."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from digestlint.diagnostics import PlacedNote
from digestlint.lang import say_in
from digestlint.message import Message
from digestlint.reporters import escape
from digestlint.server.actions import KINDS, actions
from digestlint.server.buffers import Buffers
from digestlint.server.messages import Client, Shown, hover, shown
from digestlint.server.positions import Positions
from digestlint.settings_files import NAMES

PAUSE = 0.2
"""Seconds without a keystroke after which posts are looked at."""

WATCHED = (*(f"**/{name}" for name in NAMES), "**/*.md", "**/*.markdown", "**/.gitignore")
"""The files whose changes on disk may change what is said of open posts."""


def serve(config: str | None = None, *, isolated: bool = False, lang: str | None = None) -> int:
    """Serves an editor on standard input and output until it leaves; the exit status."""
    server = DigestServer(Buffers(config, isolated=isolated), lang)
    for feature, answer in ANSWERS.items():
        server.feature(feature, OPTIONS.get(feature))(answer)
    # pygls closes its stream at the end, which others may still want to flush.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as stream:
        server.start_io(sys.stdin.buffer, stream)
    return 0 if server.was_shut_down else 1


class DigestServer(LanguageServer):
    """The language server: the open posts, and what the editor was told of them.

    It asks for whole texts and not for their changes: pygls counts the lines of a change as Python
    does, which is not as editors do (form feeds, U+2028). ``lang`` is the language that it speaks,
    if that is not for the settings to say.
    """

    def __init__(self, buffers: Buffers, lang: str | None) -> None:
        super().__init__(
            "digestlint",
            version("digestlint"),
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.was_shut_down = False
        self.buffers = buffers
        self.paths: dict[str, str] = {}  # of the open posts, by URI
        self._lang = lang
        self._shown: dict[str, Shown] = {}  # by URI
        self._faults: tuple[Message, ...] = ()

    def take(self, uri: str) -> None:
        """Takes the text that a post has by now."""
        self.buffers.put(self.paths[uri], self.workspace.get_text_document(uri).source)

    def drop(self, uri: str) -> None:
        """Forgets a post that was closed."""
        self.buffers.drop(self.paths.pop(uri))
        self._shown.pop(uri, None)
        self._publish(uri, None, [])

    def look(self) -> None:
        """Looks at all open posts, and tells the editor what is new."""
        look = self.buffers.look()
        for uri, path in self.paths.items():
            number, source = self.number(uri), self.buffers.source(path)
            if source is None:
                continue
            result = look.results[path]
            say = say_in(self._lang or result.settings.lang)
            post = shown(uri, number, source, result, self.client, self._locate, say)
            before = self._shown.get(uri)
            self._shown[uri] = post
            if before is None or (before.number, before.messages) != (number, post.messages):
                self._publish(uri, number, post.messages)
        if new := [fault for fault in look.faults if fault not in self._faults]:
            say = say_in(self._lang or "en")
            text = "\n".join(escape(say(fault)) for fault in new)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Error, text))
        self._faults = look.faults

    def now(self, uri: str) -> Shown | None:
        """A post with what is said of the text that it has by now; None where it is not open."""
        if uri in self.paths and self._shown[uri].number != self.number(uri):
            self.look()
        return self._shown.get(uri)

    def number(self, uri: str) -> int | None:
        """The editor's count of the texts of a post; None where it is not open."""
        return self.workspace.get_text_document(uri).version

    def can(self, capability: str) -> bool:
        """Whether the editor says that it is capable of something."""
        return bool(get_capability(self.client_capabilities, capability, False))

    @property
    def client(self) -> Client:
        """What the editor knows of the protocol."""
        formats = get_capability(self.client_capabilities, "text_document.hover.content_format", ())
        return Client(
            encoding=self.workspace.position_encoding or types.PositionEncodingKind.Utf16,
            related=self.can("text_document.publish_diagnostics.related_information"),
            addresses=self.can("text_document.publish_diagnostics.code_description_support"),
            numbers=self.can("workspace.workspace_edit.document_changes"),
            markdown=types.MarkupKind.Markdown in formats,
        )

    def _publish(self, uri: str, number: int | None, messages: list[types.Diagnostic]) -> None:
        told = types.PublishDiagnosticsParams(uri, messages, number)
        self.text_document_publish_diagnostics(told)

    def _locate(self, note: PlacedNote) -> types.Location:
        """Where the editor finds the place of a note, in whatever file."""
        uri = next((uri for uri, path in self.paths.items() if path == note.path), None)
        source = self.buffers.source(note.path)
        if source and note.start.line <= source.line_count:
            place = Positions(source, self.client.encoding).placed(note.start, note.start)
        else:  # the file has changed meanwhile
            line = types.Position(note.start.line - 1, 0)
            place = types.Range(line, line)
        # pygls gives up on a name that is not UTF-8
        return types.Location(uri or Path(note.path).as_uri(), place)


async def _initialized(ls: DigestServer, _: types.InitializedParams) -> None:
    if not ls.can("workspace.did_change_watched_files.dynamic_registration"):
        return
    watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
    registration = types.Registration(
        id="watched-files",
        method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
        register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers),
    )
    await ls.client_register_capability_async(types.RegistrationParams([registration]))


def _opened(ls: DigestServer, params: types.DidOpenTextDocumentParams) -> None:
    uri = params.text_document.uri
    path = to_fs_path(uri) if uri.startswith("file:") else None
    if path is not None:  # else it was never saved, and no name makes it a post
        ls.paths[uri] = Path(path).as_posix()
        ls.take(uri)
        ls.look()


async def _changed(ls: DigestServer, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    if uri in ls.paths:
        ls.take(uri)
        await asyncio.sleep(PAUSE)
        if ls.number(uri) == params.text_document.version:
            ls.look()


def _closed(ls: DigestServer, params: types.DidCloseTextDocumentParams) -> None:
    if params.text_document.uri in ls.paths:
        ls.drop(params.text_document.uri)
        ls.look()


def _changed_on_disk(ls: DigestServer, _: types.DidChangeWatchedFilesParams) -> None:
    ls.look()


def _hover(ls: DigestServer, params: types.HoverParams) -> types.Hover | None:
    post = ls.now(params.text_document.uri)
    return hover(post, params.position, ls.client) if post else None


def _actions(ls: DigestServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    post = ls.now(params.text_document.uri)
    if post is None:
        return []
    fixed = ls.buffers.fixed(ls.paths[post.uri])
    return list(actions(post, fixed, params.range, params.context, ls.client))


def _shut_down(ls: DigestServer, _: None) -> None:
    ls.was_shut_down = True


ANSWERS: Mapping[str, Callable[..., Any]] = {
    types.INITIALIZED: _initialized,
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _changed,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _changed_on_disk,
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.TEXT_DOCUMENT_CODE_ACTION: _actions,
    types.SHUTDOWN: _shut_down,
}
"""What the server does when it is told or asked something."""

OPTIONS = {
    types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions(code_action_kinds=list(KINDS)),
}
"""What it says of its answers before."""
