"""Templates such as ``Daily Papers — {date}``: the settings' way to say how a text is written.

A field is ``{number}``, ``{title}``, ``{url}``, ``{id}``, ``{version}`` (``v1`` or the like, or
nothing) or ``{date}``; ``{date:%Y%m%d}`` is a date in another form than ``%Y-%m-%d``. Everything
else stands for itself.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

from digestlint.fillings import Field, fill
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.source import Span
from digestlint.values import NamedTuple, dataclass

DATE_FORMAT = "%Y-%m-%d"
_FIELD = pattern(r"\{(\w+)(?::([^{}]*))?\}")
# Those that go on as long as can be are runs of one set of characters.
_RUNS = ("title", "url", "id")
_PATTERNS = {
    "number": "[0-9]{1,9}",
    "title": r".+",
    "url": r"[^\s()<>]+",
    "id": r"[\w./-]+",
    "version": "(?:v[0-9]{1,9})?",
}
_WIDTHS = {"number": (1, 9), "version": (0, 10)}
# A brace is a field's, or one of kramdown's attributes: `{: .paper}`.
_STRAY = pattern(r"[{}]")
_ATTRIBUTES = pattern(r"\{[:#][^{}]*\}")
_DIGITS = {"%Y": 4, "%m": 2, "%d": 2, "%y": 2, "%j": 3}
_DATE_PART = pattern(r"%.?|[^%]+")
_DATE_PARTS = {part: f"[0-9]{{{n}}}" for part, n in _DIGITS.items()}


class TemplateError(ValueError):
    """A template with an unknown field or part of a date, a field twice, or a lone brace."""


class Filled(NamedTuple):
    """A field of a template as a text fills it; ``span`` counts from the text's begin."""

    field: str
    form: str
    text: str
    span: Span

    @property
    def date(self) -> date | None:
        """The date that a date field names, None where there is no such day."""
        from datetime import date, datetime

        try:
            if self.form == DATE_FORMAT:
                return date.fromisoformat(self.text)  # strptime's first call takes milliseconds
            return datetime.strptime(self.text, self.form).date()
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Template:
    """A template, checked. Raises TemplateError for one that cannot be read."""

    text: str

    def __post_init__(self) -> None:
        """Reads the template once, to refuse it where it is written."""
        _pattern(self.text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """How pydantic reads a template from settings: out of a string."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema())

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in their order."""
        return _fields(self.text)

    def match(self, text: str) -> tuple[Filled, ...] | None:
        """The fields as the whole of ``text`` fills them; None where it does not fit."""
        spans = _spans(self.text, text)
        if spans is None:
            return None
        return tuple(
            [
                Filled(field, form, text[span.start : span.end], span)
                for span, (_, field, form) in zip(spans, _parts(self.text), strict=False)
            ]
        )

    def fill(self, **values: object) -> str:
        """The text with the fields' values in place; a date is written in the field's form."""
        return "".join(
            literal + (_write(values[field], form) if field else "")
            for literal, field, form in _parts(self.text)
        )

    def __str__(self) -> str:
        """The template as it was written."""
        return self.text


def _write(value: object, form: str) -> str:
    if not isinstance(value, date):
        return str(value)
    # Whether strftime gives a year before 1000 four digits is up to the system.
    return value.strftime(form.replace("%Y", f"{value.year:04}"))


def _spans(template: str, text: str) -> list[Span] | None:
    """Where the fields stand in a text that fills a template."""
    if _is_ambiguous(template):
        return fill(_fillable(template), text)
    found = _pattern(template).fullmatch(text)
    return [Span(*each) for each in found.regs[1:]] if found else None


@cache
def _is_ambiguous(template: str) -> bool:
    """Whether it takes the regular expression more than one way to find that a text does not fit.

    Two runs are apart if the text before the second has a character that cannot be in it: from
    wherever it is tried, the run is another.
    """
    has_run = False
    for literal, field, _ in _parts(template):
        if field in _RUNS:
            inside = re.compile(_PATTERNS[field])
            if has_run and all(inside.match(sign) for sign in literal):
                return True
            has_run = True
    return False


@cache
def _fillable(template: str) -> tuple[str | Field, ...]:
    parts: list[str | Field] = []
    for literal, field, form in _parts(template):
        parts.append(literal)
        if field in _RUNS:
            parts.append(Field(re.compile(_PATTERNS[field]), 1, None))
        elif field == "date":
            width = sum(_DIGITS.get(part, len(part)) for part in _DATE_PART.findall(form))
            parts.append(Field(re.compile(_date_pattern(form)), width, width))
        elif field:
            parts.append(Field(re.compile(_PATTERNS[field]), *_WIDTHS[field]))
    return tuple(parts)


@cache
def _parts(template: str) -> tuple[tuple[str, str, str], ...]:
    """Triples of literal text, the field after it (empty at the end) and its date form."""
    parts, at = [], 0
    for found in _FIELD.finditer(template):
        parts.append((template[at : found.start()], found[1], found[2] or DATE_FORMAT))
        at = found.end()
    return (*parts, (template[at:], "", ""))


@cache
def _fields(template: str) -> tuple[str, ...]:
    return tuple(field for _, field, _ in _parts(template) if field)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces, seen = [], set()
    for literal, field, form in _parts(template):
        pieces.append(re.escape(literal))
        if brace := _STRAY.search(_ATTRIBUTES.sub("", literal)):
            found = {"brace": brace[0]}
            raise TemplateError(
                Message("in which a {brace} is no field's, expected {{title}} or the like", found)
            )
        if not field:
            continue
        if field == "date":
            pieces.append(f"({_date_pattern(form)})")
            continue
        if field not in _PATTERNS:
            found = {"field": f"{{{field}}}", "known": ", ".join(["date", *_PATTERNS])}
            raise TemplateError(
                Message("in which {field} is no field, expected one of {known}", found)
            )
        if field in seen:
            found = {"field": f"{{{field}}}"}
            raise TemplateError(Message("in which {field} stands twice", found))
        seen.add(field)
        pieces.append(f"({_PATTERNS[field]})")
    return re.compile("".join(pieces))


def _date_pattern(form: str) -> str:
    pieces = []
    for part in _DATE_PART.findall(form):
        if part.startswith("%") and part not in _DATE_PARTS:
            found = {"part": part, "known": ", ".join(_DATE_PARTS)}
            raise TemplateError(
                Message("in which {part} is no part of a date, expected one of {known}", found)
            )
        pieces.append(_DATE_PARTS.get(part) or re.escape(part))
    return "".join(pieces)
