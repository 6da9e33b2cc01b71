"""The JSON Schema of the settings, by which editors complete and check a settings file."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import typing
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from digestlint import linter, rule_options, settings
from digestlint.rule_options import RuleOptions
from digestlint.setting_types import hyphenated, is_table
from digestlint.settings import FileSettings, Level
from digestlint.templates import Template

ADDRESS = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema."""


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of a settings file."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(FileSettings).json_schema()
    tables = {table.__name__: table for table in _tables(FileSettings)}
    definitions = schema.pop("$defs")
    for name, table in tables.items():
        _describe(definitions.get(name, schema), table)
    for entry in definitions["OverrideSettings"]["properties"].values():
        entry.pop("default", None)  # what is not given is as it is for the other posts
    definitions["RuleOptions"] = _rules(definitions)
    return {"$schema": ADDRESS, **schema, "$defs": dict(sorted(definitions.items()))}


def _tables(table: type[Any]) -> Iterator[type[Any]]:
    """A table and those in it."""
    yield table
    for kind in typing.get_type_hints(table).values():
        for each in (kind, *typing.get_args(kind)):
            if is_table(each):
                yield from _tables(each)


def _describe(schema: dict[str, Any], table: type[Any]) -> None:
    """Puts descriptions and defaults into a table's schema, and takes pydantic's titles out."""
    schema.pop("title", None)
    texts = descriptions(table)
    for field in dataclasses.fields(table):
        entry = schema["properties"][hyphenated(field.name)]
        if "anyOf" in entry:  # a date or, if it is not given, none
            entry = schema["properties"][hyphenated(field.name)] = entry["anyOf"][0]
        entry.pop("title", None)
        entry.pop("default", None)
        if field.name in texts:
            entry["description"] = texts[field.name]
        value = default(field)
        if value is not None and not is_table(value):
            entry["default"] = plain(value)


def default(field: dataclasses.Field[Any]) -> Any:
    """The default of a field."""
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def plain(value: Any) -> Any:
    """A value of the settings as JSON has it."""
    if isinstance(value, Template | date):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, tuple) else value


def descriptions(table: type[Any]) -> Mapping[str, str]:
    """What the text under each field of a table says, those of the tables above it included."""
    found: dict[str, str] = {}
    for each in reversed(table.__mro__):
        found |= _written().get(each.__name__, {})
    return found


@cache
def _written() -> Mapping[str, Mapping[str, str]]:
    """The texts under the fields of every table, by its name."""
    found: dict[str, dict[str, str]] = {}
    for module in (settings, rule_options):
        for node in ast.parse(inspect.getsource(module)).body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = dict(_texts(node))
    return found


def _texts(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield field.target.id, " ".join(text.split())


def _rules(definitions: dict[str, Any]) -> dict[str, Any]:
    """The schema of ``[rules]``: of each rule, which may be called by its name, too."""
    options = {field.name: default(field) for field in dataclasses.fields(RuleOptions)}
    levels = list(typing.get_args(Level))
    severity = {"description": "What it counts as.", "enum": levels, "type": "string"}
    definitions["Rule"] = {
        "additionalProperties": False,
        "properties": {"severity": severity},
        "type": "object",
    }
    properties: dict[str, Any] = {}
    for rule in linter.rules():
        name = type(options[rule.code]).__name__ if rule.code in options else "Rule"
        definitions[name]["properties"]["severity"] = severity
        reference = {"$ref": f"#/$defs/{name}"}
        properties[rule.code] = {"description": rule.name, **reference}
        properties[rule.name] = {"description": rule.code, **reference}
    return {
        "additionalProperties": False,
        "description": descriptions(FileSettings)["rules"],
        "properties": dict(sorted(properties.items())),
        "type": "object",
    }
