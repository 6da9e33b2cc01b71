"""The server: what an editor tells goes to the buffers, what they say of it goes to the editor."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from digestlint.diagnostics import PlacedNote
from digestlint.server.actions import KINDS, actions
from digestlint.server.buffers import Buffers
from digestlint.server.messages import Client, Shown, hover, shown
from digestlint.server.positions import Positions
from digestlint.settings_files import NAMES

PAUSE = 0.2
"""Seconds without a keystroke after which a post is looked at."""

WATCHED = (*(f"**/{name}" for name in NAMES), "**/*.md", "**/*.markdown", "**/.gitignore")
"""The files whose changes on disk may change what is said of open posts."""


class DigestServer(LanguageServer):
    """The language server.

    Whole texts are asked for, not their changes: pygls counts the lines of a change as Python does,
    which is not as editors do (a line separator, a form feed).
    """

    def __init__(self, config: str | None, *, isolated: bool) -> None:
        super().__init__(
            "digestlint",
            version("digestlint"),
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
        )
        self.buffers = Buffers(config, isolated=isolated)
        self.client = Client()
        self.posts: dict[str, Shown] = {}
        self.is_shut_down = False

    def put(self, uri: str) -> str | None:
        """Takes the text of a document that is open; its path, None if it has none."""
        document = self.workspace.get_text_document(uri)
        path = _path(uri)
        if path is not None:
            self.buffers.put(path, document.source)
        return path

    def look(self) -> None:
        """Looks at all open posts, and tells the editor what is new."""
        ...


def _path(uri: str) -> str | None:
    """The path of a file; None for what is none, such as a text that was never saved."""
    path = to_fs_path(uri) if uri.startswith("file:") else None
    return Path(path).as_posix() if path else None
