"""Texts, names of files and posts by somebody who means harm, for the tests of what is written."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from hypothesis import strategies as st

EXAMPLES = Path(__file__).parents[1] / "examples" / "_posts"
BROKEN = (EXAMPLES / "2023-06-01-daily-papers-20230601.md").read_text(encoding="utf-8")

PIECES = [
    *("\x1b[31m", "\x1b]0;x\x07", "\x9b31m", "\x07", "\x7f", "\x85", "\x0c", "\t"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\u2028", "\u2029", "\ufeff", "\ufffe", "\U000e0041"),
    *("::error::", "::add-mask::x", " ::stop-commands::x", "\r::error::x", "\n::error::x\n"),
    *("##[error]", "##[add-mask]가", "##vso[task.setvariable variable=x]", "##teamcity[x "),
    *("%0A", "%25", "]]>", "<!--", "-->", "&", "<x>", "</failure>", "<![CDATA[", "&#0;", '"', "'"),
    *("{0}", "{", "}}", "[a](1)", "](", "\\", "\\u0000", '",', "`"),
    *("가", "🎉", "👩\u200d💻", "e\u0301"),
    *("--- a\n+++ b\n", "\n@@ -1 +1 @@\n", "\r", "\r\n", "\n"),
]
"""What acts in a terminal, a log, XML, JSON, Markdown or a patch, or has a meaning there."""

NAMES = {
    "control": "\x1b]0;x\x07\x7f.md",
    "bidirectional": "\u202e\u2066.md",
    "line-end": "x\n::error::x.md",
    "carriage-return": "x\r::error::x.md",
    "separator": "x\u2028\x85y.md",
    "command": "::error::x.md",
    "older-command": "##[error]x.md",
    "azure": "##vso[task.setvariable variable=x].md",
    "space-before-command": " \u3000::add-mask::x.md",
    "xml": "a\"'<x>&]]>.md",
    "properties": "a,b:c%0A%25;=x.md",
    "braces": "{0} {path}.md",
    "backslash": "a\\u0000\\.md",
    "patch": "a\n--- b\n+++ b\n@@ -1 +1 @@\n-x\n+y.md",
    "not-utf-8": "\udcb1\udcff.md",
    "hangul": "한글 이름 🎉.md",
}
"""Names of files; what begins one in ``_posts`` is nothing that Jekyll knows."""

if sys.platform == "win32":
    NAMES = {key: name for key, name in NAMES.items() if not set(name) & set('"<>|:*?\\/\n\r\x1b')}
elif sys.platform == "darwin":
    NAMES = {key: name for key, name in NAMES.items() if name.isascii()}

COLOR = re.compile(r"\x1b\[(?:0|1|1;3[123])m")
"""Our own."""

# https://github.com/actions/runner, ``ActionCommand``: the newer form begins a line, the older one
# stands anywhere, as those of Azure and TeamCity do. .NET ends a line at a lone CR too.
_COMMAND = re.compile(r"\s*::[A-Za-z-]+(?: [^:]*)?::")
_OLDER = re.compile(r"##(?:vso|teamcity)?\[\s*([^\]\s]*)[^\]]*\]", re.DOTALL)


def acts(character: str) -> bool:
    """Whether a character does something instead of being seen."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def commands(text: str) -> list[str]:
    """The lines that are a command to the log of a CI service."""
    return [
        line
        for line in re.split(r"\r\n|\r|\n", text)
        if _COMMAND.match(line)
        or any(re.fullmatch("[A-Za-z.-]+", name) for name in _OLDER.findall(line))
    ]


def acting(text: str) -> list[str]:
    """What acts in a text besides line ends, commands to a log among it."""
    return [each for each in text if acts(each) and each != "\n"] + commands(text)


def strings(value: object) -> Iterator[str]:
    """Every string in a value out of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@st.composite
def posts(draw: st.DrawFn) -> str:
    """The post that breaks ten rules, with pieces anywhere in it: in what is said of it, too."""
    text = BROKEN
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(PIECES)) + text[at:]
    return text


@st.composite
def names(draw: st.DrawFn) -> str:
    """The name of a post, as Jekyll knows it or not."""
    if draw(st.booleans()):
        return draw(st.sampled_from(sorted(NAMES.values())))
    named = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join))
    return f"2025-11-07-{named.replace('/', '')}.md"
