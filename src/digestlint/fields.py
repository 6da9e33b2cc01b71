"""The fields of a header: which there may be, and what each must hold. Without pydantic.

The readers here are the one definition: ``schema`` makes pydantic's models of them, ``is_good``
asks them alone, so that a good post is judged without importing pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from digestlint.dates import read_date
from digestlint.day import DateFault
from digestlint.front_matter import FrontMatter
from digestlint.message import Message
from digestlint.patterns import pattern
from digestlint.settings import FrontMatterShape
from digestlint.yaml_values import Entry, Kind, MappingValue, Scalar, Sequence, Value

# Jekyll's own (jekyllrb.com/docs/front-matter, document.rb, excerpt.rb), then those of the
# plugins that GitHub Pages runs (feed, seo-tag, sitemap, redirect-from) and of the theme minima.
KNOWN = frozenset(
    {
        "layout", "title", "date", "tags", "tag", "categories", "category", "published",
        "permalink", "slug", "ext", "draft", "excerpt", "excerpt_separator", "render_with_liquid",
        "author", "authors", "description", "image", "lang", "last_modified_at", "canonical_url",
        "seo", "sitemap", "feed", "redirect_from", "redirect_to",
        "comments", "modified_date",
    }
)  # fmt: skip
"""The keys that have a meaning to Jekyll."""

SINGULAR = {"tags": "tag", "categories": "category"}
"""The keys that Jekyll takes in place of others."""

_FOUND = {
    Kind.INT: Message("a number"),
    Kind.FLOAT: Message("a number"),
    Kind.BOOL: Message("true or false"),
    Kind.NULL: Message("nothing"),
    Kind.TIMESTAMP: Message("a date"),
    Kind.STR: Message("text"),
    Kind.SYMBOL: Message("a symbol"),
}


class FieldError(ValueError):
    """A value that a field cannot have; ``message`` says so to a user, after the key."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def given(header: FrontMatter) -> Mapping[str, Entry]:
    """The entries by key, the last of several; ``tag`` counts as ``tags`` where there is none."""
    entries = {entry.key.text: entry for entry in header.entries}
    for plural, singular in SINGULAR.items():
        if plural not in entries and singular in entries:
            entries[plural] = entries.pop(singular)
    return entries


def required(shape: FrontMatterShape) -> tuple[str, ...]:
    """The keys that a header must have."""
    return (*shape.required, shape.ids) if shape.ids else shape.required


def names(shape: FrontMatterShape) -> tuple[str, ...]:
    """The keys that a header may have, those that it must have first."""
    return tuple(dict.fromkeys((*required(shape), *shape.allowed, *sorted(KNOWN))))


def is_good(header: FrontMatter, shape: FrontMatterShape) -> bool:
    """Whether pydantic would find nothing wrong with the header."""
    entries = given(header)
    if any(key not in entries for key in required(shape)):
        return False
    try:
        for key, entry in entries.items():
            if key == shape.ids:
                for item in id_items(entry.value):
                    read_id(item)
            elif reader := READERS.get(key):
                reader(entry.value)
            elif key not in KNOWN and key not in shape.allowed and key not in shape.required:
                return False
        if "layout" in entries:
            check_layout(read_text(entries["layout"].value), shape)
    except FieldError:
        return False
    return True


def read_text(value: Value) -> str:
    """Text. Raises FieldError."""
    if isinstance(value, Scalar) and value.kind is Kind.STR and value.text.strip():
        return value.text
    raise FieldError(Message("found {found}, expected text", {"found": _found(value)}))


def check_layout(layout: str, shape: FrontMatterShape) -> str:
    """The layout that the house has. Raises FieldError."""
    if layout == shape.layout or not shape.layout:
        return layout
    found = {"found": layout, "expected": shape.layout}
    raise FieldError(Message("found {found}, expected {expected}", found))


def read_day(value: Value) -> date:
    """A day that the calendar has, in a form that Jekyll reads. Raises FieldError."""
    read = read_date(value)
    if read.day:
        return read.day
    if not isinstance(value, Scalar) or value.kind in (Kind.NULL, Kind.BOOL):
        message = Message("found {found}, expected a date", {"found": _found(value)})
    elif read.published:
        message = Message(
            "{date} does not exist, and Jekyll publishes the post under {published}",
            {"date": value.text, "published": read.published},
        )
    elif read.fault is DateFault.NONEXISTENT:
        message = Message(
            "{date} does not exist, so that Jekyll cannot build the site",
            {"date": value.text},
        )
    elif read.fault is DateFault.IMPOSSIBLE_TIME:
        message = Message(
            "the time in {date} does not exist, so that Jekyll cannot build the site",
            {"date": value.text},
        )
    elif read.fault is DateFault.INCOMPLETE:
        message = Message(
            "{date} is not a whole date, expected a year, a month and a day",
            {"date": value.text},
        )
    else:
        message = Message(
            "Jekyll cannot read {date}, expected a date such as 2025-11-07 08:15:00",
            {"date": value.text},
        )
    raise FieldError(message)


def read_items(value: Value) -> list[Value]:
    """The items of a list that are not empty; a text is split at white space. As in Jekyll.

    Raises FieldError.
    """
    if isinstance(value, Sequence):
        return [item for item in value.items if not _is_null(item)]
    if _is_null(value):
        return []
    if isinstance(value, Scalar) and value.kind is Kind.STR:
        words = re.finditer(r"\S+", value.text)
        return [Scalar(value.part(*word.span()), word[0], Kind.STR) for word in words]
    raise FieldError(Message("found {found}, expected a list", {"found": _found(value)}))


def _is_null(value: Value) -> bool:
    return isinstance(value, Scalar) and value.kind is Kind.NULL


def read_item(value: Value) -> str:
    """A tag or category; a number or a date becomes text there. Raises FieldError."""
    if isinstance(value, Scalar) and value.kind is not Kind.BOOL:
        return value.text
    raise FieldError(Message("found {found} in the list, expected text", {"found": _found(value)}))


def id_items(value: Value) -> list[Value]:
    """The arXiv ids or addresses of the papers: the items of a list, or one alone."""
    return read_items(value) if isinstance(value, Sequence) else [value]


def read_id(value: Value) -> str:
    """An arXiv id or an address. Raises FieldError.

    Without quotes an id is a number to YAML, which takes 2511.04570 for 2511.0457.
    """
    if not isinstance(value, Scalar) or not value.text or value.kind is Kind.BOOL:
        raise FieldError(Message("found {found}, expected an arXiv id", {"found": _found(value)}))
    if value.kind is Kind.FLOAT and (value.text[0] == "0" or value.text[-1] == "0"):
        found = {"id": value.text}
        raise FieldError(
            Message("{id} is a number, which loses its zeros, expected it in quotes", found)
        )
    return value.text


def read_flag(value: Value) -> bool:
    """True or false; Jekyll takes the text ``"false"`` for true. Raises FieldError."""
    if isinstance(value, Scalar) and value.kind is Kind.BOOL:
        return value.text.lower() in ("true", "yes", "on")
    raise FieldError(Message("found {found}, expected true or false", {"found": _found(value)}))


def read_anything(value: Value) -> object:
    """The value of a field that may hold anything: text, numbers, lists, dictionaries.

    A date is its text, as is a number that is not written in plain decimals.
    """
    if isinstance(value, Sequence):
        return [read_anything(item) for item in value.items]
    if isinstance(value, MappingValue):
        return {entry.key.text: read_anything(entry.value) for entry in value.entries}
    if value.kind is Kind.NULL:
        return None
    if value.kind is Kind.BOOL:
        return read_flag(value)
    if value.kind is Kind.INT and _INTEGER.fullmatch(value.text):
        return int(value.text)
    if value.kind is Kind.FLOAT and _FLOAT.fullmatch(value.text):
        return float(value.text)
    return value.text


# The numbers that Ruby and Python read alike.
_INTEGER = pattern("[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = pattern(r"[-+]?[0-9]+\.[0-9]+")


def _read_list(value: Value) -> list[str]:
    return [read_item(item) for item in read_items(value)]


READERS: Mapping[str, Callable[[Value], object]] = {
    "title": read_text,
    "layout": read_text,
    "date": read_day,
    "tags": _read_list,
    "categories": _read_list,
    "published": read_flag,
    "render_with_liquid": read_flag,
}
"""What reads each field; every other may hold anything."""


def _found(value: Value) -> Message:
    """What a value is, in a word or two."""
    if isinstance(value, MappingValue):
        return Message("keys and values")
    if isinstance(value, Sequence):
        return Message("a list")
    return _FOUND[value.kind if value.text.strip() else Kind.NULL]
