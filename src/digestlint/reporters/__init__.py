"""How diagnostics are written: one module a format, each a function to pieces of text.

A post is not to be trusted with a terminal or a log: all that comes from it goes through
``escape`` here, and JSON through its own notation.
"""

from __future__ import annotations

import os
import sys
import unicodedata

from digestlint.patterns import pattern

TYPE_CHECKING = False  # as typing has it, which is not imported for this
if TYPE_CHECKING:
    from typing import TextIO

FORMATS = ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "rdjson")
"""The names of the formats, as options take them."""

_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SURROGATE = pattern("[\ud800-\udfff]")
LOG_COMMAND = pattern(r"##(?=(?:vso|teamcity)?\[\s*[A-Za-z.-]+[\]\s])")
"""What begins a command to the log of GitHub (in its older form), Azure or TeamCity, in any column.

https://github.com/actions/runner, ``ActionCommand.TryParse``
"""


def is_unprinted(character: str) -> bool:
    """Whether a character acts instead of being seen.

    So do controls, bidirectional, zero-width and other format characters, line and paragraph
    separators, and the lone surrogates that stand for bytes of a file's name.
    """
    return unicodedata.category(character) in _UNPRINTED


def escape(text: str, keep: str = "") -> str:
    r"""The text with ``\x1b`` or ``\u202e`` in the place of what acts instead of being seen.

    Likewise ``#\x23[error]`` for what would be a command to the log of a CI service. The characters
    ``keep`` stay.
    """
    if "##" in text:
        text = LOG_COMMAND.sub(r"#\\x23", text)
    if text.isprintable():
        return text
    return "".join(
        _escaped(each) if is_unprinted(each) and each not in keep else each for each in text
    )


def shown_path(path: str) -> str:
    """A path, escaped, for the begin of a line, where ``::error::`` is a command to GitHub."""
    return escape(f"./{path}" if path.lstrip().startswith("::") else path)


def no_command(line: str) -> str:
    r"""A whole line, with ``\x3a:error::`` at its begin: ``::error::`` is a command to GitHub."""
    return line.replace(":", r"\x3a", 1) if line.lstrip().startswith("::") else line


_ABLE = ("WT_SESSION", "TERM", "TERM_PROGRAM", "ANSICON", "ConEmuANSI")
"""What terminals set on Windows that know escape sequences; its old console shows them as text."""


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream goes to a terminal that knows escape sequences."""
    is_able = sys.platform != "win32" or any(name in os.environ for name in _ABLE)
    return stream.isatty() and os.environ.get("TERM") != "dumb" and is_able


def is_in_ci() -> bool:
    """Whether a CI service says that it runs this: GitHub, GitLab and most, Azure, TeamCity."""
    is_said = os.environ.get("CI", "").lower() not in ("", "0", "false")
    return is_said or "TF_BUILD" in os.environ or "TEAMCITY_VERSION" in os.environ


def encodable(text: str) -> str:
    r"""The text with ``\xb1`` in the place of a byte that is no UTF-8, and of any lone surrogate.

    For paths in formats whose readers take a lone surrogate for an error.
    """
    return _SURROGATE.sub(lambda found: _escaped(found[0]), text)


def _escaped(character: str) -> str:
    point = ord(character)
    if 0xDC80 <= point < 0xDD00:  # a byte of a file's name that is no UTF-8 (surrogateescape)
        return f"\\x{point - 0xDC00:02x}"
    if point < 0x100:
        return _SHORT.get(character, f"\\x{point:02x}")
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"
