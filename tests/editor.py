"""An editor as the language server sees one: pygls's client, over the pipes of a process."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.protocol import default_converter

PATIENCE = 20
"""Seconds after which the server is taken to have nothing more to say."""

CAPABLE: Mapping[str, Any] = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"relatedInformation": True, "codeDescriptionSupport": True},
    },
    "workspace": {
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "workspaceEdit": {"documentChanges": True},
    },
}
"""What VS Code says of itself, as far as it matters here."""

_converter = default_converter()  # type: ignore[no-untyped-call]


class Editor(LanguageClient):
    """An editor that notes what it is told; what it shows and gives back is as in JSON."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.messages: asyncio.Queue[str] = asyncio.Queue()
        self.watched: list[str] = []
        self._told: dict[str, asyncio.Queue[dict[str, Any]]] = {}
        self._number = 0

        def diagnosed(params: types.PublishDiagnosticsParams) -> None:
            self._queue(params.uri).put_nowait(plain(params))

        def messaged(params: types.ShowMessageParams) -> None:
            self.messages.put_nowait(params.message)

        def registered(params: types.RegistrationParams) -> None:
            options: Any = params.registrations[0].register_options
            self.watched += (each["globPattern"] for each in options["watchers"])

        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(diagnosed)
        self.feature(types.WINDOW_SHOW_MESSAGE)(messaged)
        self.feature(types.CLIENT_REGISTER_CAPABILITY)(registered)

    def _queue(self, uri: str) -> asyncio.Queue[dict[str, Any]]:
        return self._told.setdefault(uri, asyncio.Queue())

    async def told(self, path: Path) -> dict[str, Any]:
        """The next diagnostics of a file."""
        return await asyncio.wait_for(self._queue(path.as_uri()).get(), PATIENCE)

    async def message(self) -> str:
        """The next message that is shown."""
        return await asyncio.wait_for(self.messages.get(), PATIENCE)

    async def open(self, path: Path, text: str) -> list[Any]:
        """Opens a file with a text that need not be that on disk; its diagnostics."""
        item = types.TextDocumentItem(path.as_uri(), "markdown", self._next(), text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return list((await self.told(path))["diagnostics"])

    async def type(self, path: Path, text: str) -> list[Any]:
        """Gives an open file another text; its diagnostics then."""
        self.keystroke(path, text)
        return list((await self.told(path))["diagnostics"])

    def keystroke(self, path: Path, text: str) -> None:
        """Gives an open file another text."""
        document = types.VersionedTextDocumentIdentifier(self._next(), path.as_uri())
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def close(self, path: Path) -> None:
        """Closes a file."""
        document = types.TextDocumentIdentifier(path.as_uri())
        self.text_document_did_close(types.DidCloseTextDocumentParams(document))

    def notice(self, path: Path) -> None:
        """Tells that a file has changed on disk."""
        event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    async def hover(self, path: Path, line: int, character: int) -> Any:
        """What is shown over a place."""
        document = types.TextDocumentIdentifier(path.as_uri())
        params = types.HoverParams(document, types.Position(line, character))
        return plain(await self.text_document_hover_async(params))

    async def actions(
        self, path: Path, line: int, character: int = 0, *, only: list[str] | None = None
    ) -> list[Any]:
        """The actions at a place."""
        place = types.Position(line, character)
        params = types.CodeActionParams(
            types.TextDocumentIdentifier(path.as_uri()),
            types.Range(place, place),
            types.CodeActionContext([], only),
        )
        return [plain(each) for each in await self.text_document_code_action_async(params) or ()]

    def _next(self) -> int:
        self._number += 1
        return self._number


def plain(value: object) -> Any:
    """A value as it is in JSON."""
    return _converter.unstructure(value)


@asynccontextmanager
async def editor(
    folder: Path, *options: str, capable: Mapping[str, Any] = CAPABLE
) -> AsyncIterator[Editor]:
    """An editor with a server of its own, which runs in a folder and ends well."""
    client = Editor()
    await client.start_io(sys.executable, "-m", "digestlint", "server", *options, cwd=folder)
    capabilities = _converter.structure(capable, types.ClientCapabilities)
    await client.initialize_async(types.InitializeParams(capabilities=capabilities))
    client.initialized(types.InitializedParams())
    yield client
    await client.shutdown_async(None)
    client.exit(None)
    await asyncio.wait_for(client.stop(), PATIENCE)  # type: ignore[no-untyped-call]
    process = client._server
    assert process is not None
    assert process.stderr is not None
    assert (process.returncode, await process.stderr.read()) == (0, b"")


def run(story: Coroutine[Any, Any, None]) -> None:
    """Runs what happens in an editor."""
    asyncio.run(asyncio.wait_for(story, 3 * PATIENCE))


def applied(text: str, edits: list[Any]) -> str:
    """A text after edits whose columns count UTF-16 units, as an editor applies them."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(f"{line}\n".encode("utf-16-le")))
    data = text.encode("utf-16-le")

    def offset(place: Mapping[str, int]) -> int:
        return starts[place["line"]] + 2 * place["character"]

    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        start, end = (offset(edit["range"][key]) for key in ("start", "end"))
        data = data[:start] + edit["newText"].encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")
