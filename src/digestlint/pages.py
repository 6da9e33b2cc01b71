"""The rules' pages: documentation for users, and the examples that the tests execute."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import get_data

from digestlint.patterns import pattern
from digestlint.values import dataclass

DEFAULT_PATH = "_posts/2025-11-07-daily-papers-20251107.md"
"""Where an example's post stands if its fence names no path."""

_CODE = pattern("[A-Z]{2}[0-9]{3}")
_TITLE = pattern(r"# (?P<name>[a-z0-9-]+) \((?P<code>[A-Z]{2}[0-9]{3})\)")
_CONTRACT = pattern(
    r"\*\*(?P<severity>error|warning)(?P<off>, off by default)?\*\*"
    r" · fix: (?P<fix>none|safe|unsafe) · since (?P<since>[0-9.]+)"
)
_ESCAPE = pattern(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|x\{([0-9a-f]{2})\}|([trn\\]))")
_ESCAPED = {"t": "\t", "r": "\r", "n": "\n", "\\": "\\"}


class PageError(ValueError):
    """A page that does not keep the form of a rule's page."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file of an example: its path and its text.

    A byte that is no UTF-8, ``\\x{b0}`` in a page, is a lone surrogate (``surrogateescape``).
    """

    path: str
    text: str

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Example:
    """A Bad or Good example. ``output`` is what is printed; ``fixed`` are the files after a fix."""

    title: str
    is_bad: bool
    settings: str
    files: tuple[Text, ...]
    output: str
    fixed: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's page, taken apart. ``options`` are the names in its table of options."""

    code: str
    name: str
    summary: str
    severity: str
    default: bool
    fix: str
    since: str
    options: tuple[str, ...]
    examples: tuple[Example, ...]
    text: str


@cache
def page_text(code: str) -> str:
    """The text of a rule's page, from the installed package. Raises FileNotFoundError."""
    data = get_data("digestlint.rules", f"{code}.md")
    if data is None:
        raise FileNotFoundError(f"{code}.md")
    return data.decode("utf-8")


def codes_with_pages() -> list[str]:
    """The codes of all pages, sorted."""
    from importlib.resources import files

    names = (entry.name for entry in files("digestlint.rules").iterdir())
    return sorted(name.removesuffix(".md") for name in names if name.endswith(".md"))


@cache
def codes() -> Mapping[str, str]:
    """Each rule's code and name, to its code, as the titles of the pages have them."""
    titles = filter(None, (_TITLE.match(page_text(code)) for code in codes_with_pages()))
    return {key: title["code"] for title in titles for key in (title["code"], title["name"])}


def code_of(rule: str) -> str | None:
    """The code of a rule that is called by its code or name, in small letters or capitals."""
    code = rule.upper()
    if _CODE.fullmatch(code):
        try:
            page_text(code)  # to read all the others as well takes longer than all else here
        except FileNotFoundError:
            return None
        return code
    return codes().get(rule.lower())


@cache
def page(code: str) -> Page:
    """A rule's page. Raises FileNotFoundError, or PageError where the page is malformed."""
    return read_page(page_text(code))


@cache
def url(code: str) -> str | None:
    """The address of a rule's page under the project's, if that has one."""
    address = home()
    return f"{address}/blob/main/rules/{code}.md" if address else None


@cache
def home() -> str | None:
    """The address of the project in the package's metadata."""
    from importlib.metadata import metadata

    for entry in metadata("digestlint").get_all("Project-URL") or ():
        label, _, address = entry.partition(", ")
        if label == "Repository":
            return str(address).rstrip("/")
    return None


def read_page(text: str) -> Page:
    """A page out of its text. Raises PageError where it does not keep the form."""
    parts = _parts(text)
    head = next(parts)
    title = _TITLE.fullmatch(head.title)
    paragraphs = [paragraph.strip() for paragraph in head.body.split("\n\n") if paragraph.strip()]
    if not title or len(paragraphs) < 2:
        raise PageError("expected a title such as “# trailing-whitespace (WS001)” and a summary")
    contract = _CONTRACT.fullmatch(paragraphs[1])
    if not contract:
        raise PageError(f"{title['code']}: cannot read the line of severity, fix and version")
    options: tuple[str, ...] = ()
    examples: list[Example] = []
    for part in parts:
        if part.title == "## Options":
            options = tuple(re.findall(r"^\| *`([^`]+)`", part.body, re.MULTILINE))
        kind, colon, name = part.title.removeprefix("## ").partition(": ")
        if colon and kind in ("Bad", "Good"):
            examples.append(_example(name, kind == "Bad", part.fences))
    return Page(
        title["code"],
        title["name"],
        " ".join(paragraphs[0].split()),
        contract["severity"],
        contract["off"] is None,
        contract["fix"],
        contract["since"],
        options,
        tuple(examples),
        text,
    )


@dataclass(frozen=True, slots=True)
class _Fence:
    info: str
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading of a page, the text under it without fences, and the fences."""

    title: str
    body: str
    fences: tuple[_Fence, ...]


def _parts(text: str) -> Iterator[_Part]:
    title = ""
    body: list[str] = []
    fences: list[_Fence] = []
    lines = iter(text.splitlines(keepends=True))
    for line in lines:
        if line.startswith("```"):
            mark = line[: len(line) - len(line.lstrip("`"))]
            inside = []
            for inner in lines:
                if inner.rstrip() == mark:
                    break
                inside.append(inner)
            fences.append(_Fence(line.strip("`\n "), "".join(inside)))
        elif re.match(r"#{1,2} ", line):
            if title:
                yield _Part(title, "".join(body), tuple(fences))
            title, body, fences = line.strip(), [], []
        else:
            body.append(line)
    yield _Part(title, "".join(body), tuple(fences))


def _example(title: str, is_bad: bool, fences: tuple[_Fence, ...]) -> Example:
    settings = output = ""
    before: list[Text] = []
    fixed: list[Text] = []
    seen_output = False
    for fence in fences:
        language, *words = fence.info.split()
        if language == "toml":
            settings = fence.text
        elif language == "text":
            output, seen_output = fence.text, True
        elif language == "markdown":
            escaped = "escaped" in words
            path = next((word for word in words if word != "escaped"), DEFAULT_PATH)
            text = Text(path, fence.text)
            if escaped:
                text = Text(_unescape(path), _unescape(fence.text))
            (fixed if seen_output else before).append(text)
        else:
            raise PageError(f"{title}: unknown kind of example {language!r}")
    if not before or is_bad != bool(output):
        raise PageError(f"{title}: expected a post, and an output if and only if it is bad")
    return Example(title, is_bad, settings, tuple(before), output, tuple(fixed))


def _unescape(text: str) -> str:
    """The text with ``\\t``, ``\\r``, ``\\u{200b}`` decoded; a last ``\\`` joins what follows."""
    if text.endswith("\\\n"):
        text = text[:-2]
    return _ESCAPE.sub(_decode, text)


def _decode(escape: re.Match[str]) -> str:
    code_point, byte, letter = escape.groups()
    if byte:
        return chr(0xDC00 + int(byte, 16))
    return chr(int(code_point, 16)) if code_point else _ESCAPED[letter]
