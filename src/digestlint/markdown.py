"""From text to blocks: by the scanner where the text is plain, else by markdown-it-py."""

from __future__ import annotations

from collections.abc import Mapping

from digestlint import plain
from digestlint.document import Document
from digestlint.source import Source


def parse(source: Source, first_line: int, replaced: Mapping[int, str] | None = None) -> Document:
    """The body that begins at a line, counted from 1, as CommonMark reads it.

    ``replaced`` gives another text to some lines; see ``commonmark.parse``.
    """
    if not replaced and (document := plain.scan(source, first_line)):
        return document
    from digestlint import commonmark

    return commonmark.parse(source, first_line, replaced)
