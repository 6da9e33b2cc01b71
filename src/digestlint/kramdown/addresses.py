"""Where the addresses of links end, as kramdown reads them."""

from __future__ import annotations

from collections.abc import Callable

from digestlint.kramdown.ahead import Signs
from digestlint.patterns import pattern

_SCHEME = pattern(r"<(?:mailto|https?|ftps?):(?![\n>])")
_ADDRESS = pattern(r"<[\w.-]+@[\w.-]+>")
_TITLE = pattern(r"\s*(\"[^\"]+\"|'[^']+')\s*\)")
_SPACE = " \t\r\n\f\v"


def autolink_end(text: str, at: int, signs: Signs) -> int:
    """Where the ``<address>`` that begins at an offset ends; -1 where none does."""
    if _SCHEME.match(text, at):
        end = signs.find(">\n", at)
        return end + 1 if end >= 0 and text[end] == ">" else -1
    address = _ADDRESS.match(text, at)
    return address.end() if address else -1


def end(text: str, at: int, signs: Signs, look: Callable[[], None]) -> int:
    """Where the ``(address)`` of a link that begins at an offset ends; -1 where none does.

    ``look`` is called for each character that is looked at.
    """
    if not text.startswith("(", at):
        return -1
    if text.startswith("(<", at):
        end = signs.find(">", at)
        return end + 2 if end >= 0 and text.startswith(")", end + 1) else -1
    depth = 0
    for place in range(at, len(text)):
        look()
        if text[place] == "(":
            depth += 1
        elif text[place] == ")":
            depth -= 1
            if depth == 0:
                return place + 1
        elif text[place] in _SPACE and text[place + 1 : place + 2] in ("'", '"'):
            title = _TITLE.match(text, place)
            return title.end() if title else -1
    return -1
