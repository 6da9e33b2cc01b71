"""The server: what an editor tells goes to the buffers, what they say of it goes to the editor."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from pathlib import Path

from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from digestlint.diagnostics import PlacedNote
from digestlint.server.actions import KINDS, actions
from digestlint.server.buffers import Buffers
from digestlint.server.messages import Client, Shown, hover, shown
from digestlint.server.positions import Positions
from digestlint.settings_files import NAMES

PAUSE = 0.2
"""Seconds without a keystroke after which posts are looked at."""

WATCHED = (*(f"**/{name}" for name in NAMES), "**/*.md", "**/*.markdown", "**/.gitignore")
"""The files whose changes on disk may change what is said of open posts."""


def serve(config: str | None = None, *, isolated: bool = False) -> int:
    """Serves an editor on standard input and output until it leaves; the exit status."""
    server = DigestServer(config, isolated=isolated)
    server.start_io()
    return 0 if server.was_shut_down else 1


class DigestServer(LanguageServer):
    """The language server.

    It asks for whole texts and not for their changes: pygls counts the lines of a change as Python
    does, which is not as editors do (form feeds, U+2028).
    """

    def __init__(self, config: str | None, *, isolated: bool) -> None:
        super().__init__(
            "digestlint",
            version("digestlint"),
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.was_shut_down = False
        self._buffers = Buffers(config, isolated=isolated)
        self._paths: dict[str, str] = {}  # of the open posts, by URI
        self._shown: dict[str, Shown] = {}  # by URI
        kinds = types.CodeActionOptions(code_action_kinds=list(KINDS))
        self.feature(types.INITIALIZED)(self._initialized)
        self.feature(types.TEXT_DOCUMENT_DID_OPEN)(self._opened)
        self.feature(types.TEXT_DOCUMENT_DID_CHANGE)(self._changed)
        self.feature(types.TEXT_DOCUMENT_DID_CLOSE)(self._closed)
        self.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)(self._changed_on_disk)
        self.feature(types.TEXT_DOCUMENT_HOVER)(self._hover)
        self.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(self._actions)
        self.feature(types.SHUTDOWN)(self._shut_down)

    async def _initialized(self, _: types.InitializedParams) -> None:
        if not self._can("workspace.did_change_watched_files.dynamic_registration"):
            return
        watchers = [types.FileSystemWatcher(pattern) for pattern in WATCHED]
        registration = types.Registration(
            id="watched-files",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=types.DidChangeWatchedFilesRegistrationOptions(watchers),
        )
        await self.client_register_capability_async(types.RegistrationParams([registration]))

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        uri = params.text_document.uri
        path = to_fs_path(uri) if uri.startswith("file:") else None
        if path is not None:  # else it was never saved, and has no name that makes it a post
            self._paths[uri] = Path(path).as_posix()
            self._take(uri)
            self._look()

    async def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if uri in self._paths:
            self._take(uri)
            await asyncio.sleep(PAUSE)
            if self._version(uri) == params.text_document.version:
                self._look()

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        if path := self._paths.pop(uri, None):
            self._buffers.drop(path)
            self._shown.pop(uri, None)
            self._publish(uri, None, [])
            self._look()

    def _changed_on_disk(self, _: types.DidChangeWatchedFilesParams) -> None:
        self._look()

    def _hover(self, params: types.HoverParams) -> types.Hover | None:
        post = self._now(params.text_document.uri)
        return hover(post, params.position, self._client) if post else None

    def _actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        post = self._now(params.text_document.uri)
        if post is None:
            return []
        fixed = self._buffers.fixed(self._paths[post.uri])
        return list(actions(post, fixed, params.range, params.context, self._client))

    def _shut_down(self, _: None) -> None:
        self.was_shut_down = True

    def _take(self, uri: str) -> None:
        """Takes the text that a post has by now."""
        self._buffers.put(self._paths[uri], self.workspace.get_text_document(uri).source)

    def _version(self, uri: str) -> int | None:
        """The editor's count of the texts of a post; None where it is closed."""
        return self.workspace.get_text_document(uri).version

    def _now(self, uri: str) -> Shown | None:
        """A post with what is said of the text that it has by now; None where it is not open."""
        if uri in self._paths and self._shown[uri].version != self._version(uri):
            self._look()
        return self._shown.get(uri)

    def _look(self) -> None:
        """Looks at all open posts, and tells the editor what is new."""
        results = self._buffers.look()
        for uri, path in self._paths.items():
            source = self._buffers.source(path)
            if source is None:
                continue
            before = self._shown.get(uri)
            post = shown(
                uri, self._version(uri), source, results[path], self._client, self._located
            )
            self._shown[uri] = post
            if before is None or (before.version, before.messages) != (post.version, post.messages):
                self._publish(uri, post.version, post.messages)
        if faults := self._buffers.new_faults():
            message = types.ShowMessageParams(types.MessageType.Error, "\n".join(faults))
            self.window_show_message(message)

    def _publish(self, uri: str, number: int | None, messages: list[types.Diagnostic]) -> None:
        said = types.PublishDiagnosticsParams(uri, messages, number)
        self.text_document_publish_diagnostics(said)

    def _located(self, note: PlacedNote) -> types.Location:
        """Where a note's place is found, in whatever file."""
        uri = next((uri for uri, path in self._paths.items() if path == note.path), None)
        source = self._buffers.source(note.path)
        if source and note.start.line <= source.line_count:
            place = Positions(source, self._client.encoding).placed(note.start, note.start)
        else:  # it has changed meanwhile
            line = types.Position(note.start.line - 1, 0)
            place = types.Range(line, line)
        return types.Location(uri or from_fs_path(note.path), place)

    @property
    def _client(self) -> Client:
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        formats = get_capability(self.client_capabilities, "text_document.hover.content_format", ())
        return Client(
            encoding=encoding,
            related=self._can("text_document.publish_diagnostics.related_information"),
            addresses=self._can("text_document.publish_diagnostics.code_description_support"),
            versions=self._can("workspace.workspace_edit.document_changes"),
            markdown=types.MarkupKind.Markdown in formats,
        )

    def _can(self, capability: str) -> bool:
        """Whether the editor says that it is capable of something."""
        return bool(get_capability(self.client_capabilities, capability, False))
