"""Tables as kramdown knows them: rows, separator rows, and pipes that are bare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digestlint.kramdown import html
from digestlint.patterns import pattern

_ROW = pattern(r"\||[^\n]*?[^\\\n]\|")
_SEPARATOR = pattern(r"(?=[^-\n]*-)[+|: \t-]+\Z")
_FOOTER = pattern(r"(?=[^=\n]*=)[+|: \t=]+\Z")
_MARKUP = pattern(rf"`+|<!--|{html.TAG.pattern}")


def is_row(line: str) -> bool:
    """Whether a line may be a row of a table: it has a pipe that no backslash escapes."""
    return "|" in line and _ROW.match(line.lstrip(" ")) is not None


def is_separator(line: str) -> bool:
    """Whether a line is a row of dashes, or of equals signs, between rows of cells."""
    text = line.rstrip(" \t\r")
    return "|" in text and bool(_SEPARATOR.match(text) or _FOOTER.match(text))


def has_body(lines: Sequence[str]) -> bool:
    """Whether rows are left for the body, besides those of the head and the foot."""
    rows = 0
    head = foot = body = False
    for line in lines:
        text = line.rstrip(" \t\r")
        if _SEPARATOR.match(text):
            if rows and not head and not foot:
                head, rows = True, 0
            elif rows and not foot:
                body, rows = True, 0
        elif _FOOTER.match(text):
            body, rows, foot = body or rows > 0, 0, True
        else:
            rows += 1
    return body or (rows > 0 and not foot)


def are_bare(lines: Sequence[str]) -> bool:
    """Whether each line has a pipe that stands neither in code nor in an element of HTML.

    A line that ends in either is not looked at alone, as in kramdown itself.
    """
    has_pipe = False
    for is_code, value in _parts("\n".join(lines)):
        parts = value.rstrip("\n").split("\n") if value.strip("\n") else []
        if is_code:
            if len(parts) > 2 or (len(parts) == 2 and not has_pipe):
                break
            has_pipe = has_pipe and len(parts) != 2
        else:
            if len(parts) > 1 and not has_pipe and not _ROW.match(parts[0]):
                break
            has_pipe = (has_pipe and len(parts) < 2) or bool(parts and _ROW.match(parts[-1]))
    return has_pipe


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """The text, code spans, and the names of elements, in their order; whether each is code."""
    at = begin = 0
    missing: set[str] = set()
    while found := _MARKUP.search(text, at):
        start, at = found.span()
        mark, value = found[0], found["name"] or ""
        if mark == "<!--":  # its text counts like other text
            end = text.find("-->", at)
            yield False, text[begin:start]
            begin, at = start, end + 3 if end >= 0 else at
            continue
        if mark[0] == "`":
            if is_lone_backtick(text, start, at) or mark in missing:
                continue
        elif value.lower() in html.BLOCK_ELEMENTS:
            continue
        elif found["closed"] or value.lower() in html.VOID_ELEMENTS:
            mark = ""
        else:
            mark = f"</{value}>"
        end = text.find(mark, at)
        if end < 0 and not value:
            missing.add(mark)
            continue
        yield False, text[begin:start]
        yield not value, value or text[at:end]
        begin = at = end + len(mark) if end >= 0 else len(text)
    yield False, text[begin:]


def is_lone_backtick(text: str, start: int, end: int) -> bool:
    """Whether a backtick between spaces stands for itself."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    return end - start == 1 and (not before or before.isspace()) and after.isspace()
