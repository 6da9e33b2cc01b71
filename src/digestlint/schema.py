"""What a post is, for pydantic: its header, its papers, their sections; and the JSON Schema of it.

The readers of ``fields`` are the one definition of what a field may hold; the settings say which
fields there are. Importing this module imports pydantic, so it is done only where something must
be told: a header that is not plainly good, ``digestlint schema``, the Python interface.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    create_model,
)
from pydantic.json_schema import WithJsonSchema

from digestlint import arxiv, fields
from digestlint.front_matter import FrontMatter
from digestlint.message import Message
from digestlint.paper_links import is_in_heading
from digestlint.settings import FrontMatterShape, PaperShape, Settings
from digestlint.source import Span
from digestlint.values import dataclass, replace
from digestlint.yaml_values import Entry, Kind, MappingValue, Scalar, Sequence, Value


def _reads(reader: Callable[[Value], object]) -> BeforeValidator:
    """A validator that reads the value of a header and leaves any other as it is."""

    def read(value: object) -> object:
        return reader(value) if isinstance(value, Scalar | Sequence | MappingValue) else value

    return BeforeValidator(read)


Text = Annotated[str, _reads(fields.read_text), Field(min_length=1)]
Day = Annotated[
    datetime.date,
    _reads(fields.read_day),
    WithJsonSchema({"type": "string", "description": "a date, with or without a time"}),
]
Item = Annotated[str, _reads(fields.read_item)]
Items = Annotated[tuple[Item, ...], _reads(fields.read_items)]
Id = Annotated[str, _reads(fields.read_id)]
Ids = Annotated[tuple[Id, ...], _reads(fields.id_items)]
Flag = Annotated[bool, _reads(fields.read_flag)]
Anything = Annotated[Any, _reads(fields.read_anything)]

_TYPES: dict[str, Any] = {
    "title": Text,
    "layout": Text,
    "date": Day,
    "tags": Items,
    "categories": Items,
    "published": Flag,
    "render_with_liquid": Flag,
}


class Header(BaseModel):
    """The front matter of a post; ``header_model`` makes the one that the settings describe.

    Every header may have these fields, and others that Jekyll knows or the settings allow; which
    of them it must have is for the settings to say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: str | None = None
    title: str | None = None
    date: datetime.date | None = None
    tags: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None


class DigestSection(BaseModel):
    """A section of a paper: its heading and its Markdown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    text: str


def _arxiv_id(text: str) -> str:
    if not arxiv.parse_id(text).valid:
        raise ValueError("not an id of arXiv")
    return text


ArxivId = Annotated[str, AfterValidator(_arxiv_id)]


class DigestPaper(BaseModel):
    """A paper of a digest; whether it must have a number and an id is for the settings to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int | None = Field(default=None, ge=1)
    title: str = Field(min_length=1)
    arxiv_id: ArxivId | None = None
    alphaxiv_id: ArxivId | None = None
    sections: tuple[DigestSection, ...] = ()


class DigestPost(BaseModel):
    """A post as the Python interface returns it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    front_matter: Header
    papers: tuple[DigestPaper, ...]


@cache
def header_model(shape: FrontMatterShape) -> type[Header]:
    """The model of the header that the settings describe."""
    required = fields.required(shape)
    definitions: dict[str, Any] = {}
    for number, key in enumerate(fields.names(shape)):
        kind = Ids if key == shape.ids else _TYPES.get(key, Anything)
        if key == "layout":
            kind = Annotated[kind, AfterValidator(lambda text: fields.check_layout(text, shape))]
        default = ... if key in required else None
        extra: Any = {"const": shape.layout} if key == "layout" and shape.layout else None
        # A key may be any text, a field's name may not: the alias is what counts.
        plain = key.isidentifier() and not key.startswith("_") and not hasattr(BaseModel, key)
        definitions[key if plain else f"field_{number}"] = (
            kind,
            Field(default, alias=key, json_schema_extra=extra),
        )
    return create_model("FrontMatter", __base__=Header, **definitions)


@cache
def post_model(shape: FrontMatterShape, papers: PaperShape) -> type[DigestPost]:
    """The model of the post that the settings describe."""
    if shape.presence != "required":
        shape = replace(shape, required=(), ids="")
    required: dict[str, Any] = {}
    if "number" in papers.heading.fields and papers.level:
        required["number"] = (int, Field(ge=1))
    if shape.ids or papers.link.text or is_in_heading(papers):
        required["arxiv_id"] = (ArxivId, ...)
    paper = create_model("DigestPaper", __base__=DigestPaper, **required)
    definitions: dict[str, Any] = {
        "front_matter": (header_model(shape), ...),
        "papers": (tuple[paper, ...], ...),  # type: ignore[valid-type]
    }
    return create_model("DigestPost", __base__=DigestPost, **definitions)


def json_schema(settings: Settings) -> dict[str, Any]:
    """The JSON Schema of a post."""
    model = post_model(settings.front_matter, settings.papers)
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


# -- the header: faults with their places ----------------------------------------------------------


class FaultKind(StrEnum):
    """What is wrong with a field: each is told by a rule of its own."""

    MISSING = "missing"  # FM005
    UNKNOWN = "unknown"  # FM007
    INVALID = "invalid"  # FM006


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic's; ``span`` is the value, or the key of an unknown field."""

    kind: FaultKind
    key: str
    span: Span
    message: Message


def header_faults(header: FrontMatter, shape: FrontMatterShape) -> tuple[Fault, ...]:
    """What is wrong with the fields of a header that can be read."""
    entries = fields.given(header)
    try:
        header_model(shape).model_validate({key: entry.value for key, entry in entries.items()})
    except ValidationError as error:
        details: Any = error.errors(include_url=False)  # a TypedDict whose ctx is not known
        return tuple(
            field_fault(detail, header, entries.get(detail["loc"][0])) for detail in details
        )
    return ()


def field_fault(detail: dict[str, Any], header: FrontMatter, entry: Entry | None) -> Fault:
    """What one of pydantic's errors says of a field, whose key its ``loc`` begins with."""
    key, *path = detail["loc"]
    if entry is None:
        message = Message("the key {key} is missing", {"key": key})
        return Fault(FaultKind.MISSING, key, header.open_span, message)
    if detail["type"] == "extra_forbidden":
        return Fault(
            FaultKind.UNKNOWN, key, entry.key.span, Message("unknown key {key}", {"key": key})
        )
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, fields.FieldError):
        message = cause.message
    else:
        message = Message("{problem}", {"problem": detail["msg"]})
    return Fault(FaultKind.INVALID, key, _span(entry, path), message)


def _span(entry: Entry, path: list[str | int]) -> Span:
    """Where the value of a path stands; the key where the value is empty."""
    value = entry.value
    for step in path:
        if isinstance(step, int) and not _is_number(value):
            value = fields.read_items(value)[step]
    return value.span if value.span.start < value.span.end else entry.key.span


def _is_number(value: Value) -> bool:
    """Whether a value is a number that stands for a list of one."""
    return isinstance(value, Scalar) and value.kind is not Kind.STR
