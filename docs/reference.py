"""What the site says that another place says already: rules, settings, commands, code.

Each function returns Markdown for one page, or for a part of one. Nothing is known of mkdocs here.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import click

from digestlint import cli, linter, pages, proof
from digestlint.program import paragraphs
from digestlint.rule import Rule
from digestlint.settings_schema import settings_schema

ESCAPES = r"escapes such as \u{20} stand for a character"

_FENCE = re.compile(r"^(?P<mark>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=mark)$", re.M | re.S)
_FAMILY = re.compile(r"^\| (?P<family>[A-Z]{2}) \| (?P<about>.+?) \|$", re.M)

# -- rules ---------------------------------------------------------------------------------------


def rules_by_family() -> list[tuple[str, list[Rule]]]:
    """Every rule by code, under the letters that its family has in common."""
    found = groupby(linter.rules(), key=lambda rule: rule.code[:2])
    return [(family, list(rules)) for family, rules in found]


def families(readme: str) -> Mapping[str, str]:
    """What the rules of each family are about, out of the README's table."""
    return {found["family"]: found["about"] for found in _FAMILY.finditer(readme)}


def rule_index(readme: str) -> str:
    """The page of all rules: a table a family."""
    about = families(readme)
    parts = [
        "---\nhide: [toc]\n---\n\n# Rules\n",
        "An **error** says that the published page would be wrong, broken or missing, or make a",
        "false claim. A **warning** says that it can be published, but is below the standard of",
        "the house. What *safe* and *unsafe* fixes are is told under",
        "[Fix safety](../fix-safety.md).",
    ]
    for family, rules in rules_by_family():
        parts += [f"\n## {family}: {about[family]}\n", *rule_table(rules)]
    return "\n".join(parts) + "\n"


def rule_table(rules: Iterable[Rule]) -> Iterator[str]:
    """The rows of a table of rules, for a page in the folder of their pages."""
    yield "| code | name | what it finds | severity | fix | by default |"
    yield "|---|---|---|---|---|---|"
    for rule in rules:
        page = pages.page(rule.code)
        link = f"[{rule.code}]({rule.code}.md)"
        fix, default = rule.fix or "none", "on" if rule.default else "off"
        cells = (link, rule.name, page.summary, rule.severity, fix, default)
        yield f"| {' | '.join(map(_cell, cells))} |"


def rules_with_fix(safety: str) -> str:
    """A list of the rules whose fix is of a safety, for a page beside the folder of rules."""
    lines = (
        f"- [{rule.code}](rules/{rule.code}.md) {rule.name}"
        for rule in linter.rules()
        if rule.fix == safety
    )
    return "\n".join(lines)


def rule_page(code: str) -> str:
    """A rule's page, its examples under titles that say what each of them is."""
    fix = "--fix --unsafe-fixes" if pages.page(code).fix == "unsafe" else "--fix"
    text = pages.page_text(code)
    parts = []
    at, is_after = 0, False
    for fence in _FENCE.finditer(text):
        between = text[at : fence.start()]
        is_after = is_after and "\n## " not in between  # in an example, the output is before it
        parts += [between, _titled(fence, fix if is_after else "")]
        is_after = is_after or fence["info"] == "text"
        at = fence.end()
    return "".join((*parts, text[at:]))


def _titled(fence: re.Match[str], fix: str) -> str:
    """A fence of an example under a title; ``fix`` is what has made the text in it, if any."""
    language, *words = fence["info"].split()
    if language == "text":
        notes = ["digestlint says"]
    elif language == "toml":
        notes = ["digestlint.toml"]
    else:
        notes = [" ".join(word for word in words if word != "escaped")]
        notes += [f"after {fix}" if fix else "", ESCAPES if "escaped" in words else ""]
    title = ", ".join(filter(None, notes))
    shown = f'{language} title="{title}"' if title else language
    return f"{fence['mark']}{shown}\n{fence['text']}{fence['mark']}"


def _cell(text: str) -> str:
    """A text in a table, where a pipe ends a cell unless it is code's."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(it if it.startswith("`") else it.replace("|", r"\|") for it in parts)


# -- settings ------------------------------------------------------------------------------------


def settings_page() -> str:
    """The page of all settings, out of their JSON Schema."""
    schema = settings_schema()
    tables = schema["$defs"]
    parts = [
        "# Settings\n",
        f"{_text(schema['description'])} Which file is a post's, and an example, are in the",
        "[introduction](index.md#settings); `digestlint settings POST` prints what holds for a",
        "post, and where each value comes from. For editors there is a",
        "[JSON Schema](digestlint.schema.json), which `digestlint schema --settings` prints.\n",
        "## At the top\n",
        *_rows(schema["properties"]),
    ]
    for key, entry in schema["properties"].items():
        table = _table(entry)
        if key == "overrides":
            own = _own(tables[table]["properties"], schema["properties"])
            parts += [f"\n## [[{key}]]\n", f"{entry['description']}\n", *_rows(own)]
            parts += ["\nBeside these, what is at the top of this page down to `rules`."]
        elif table and key != "rules":
            parts += [f"\n## [{key}]\n", f"{entry['description']}\n"]
            parts += _rows(tables[table]["properties"])
    parts += ["\n## [rules]\n", f"{schema['properties']['rules']['description']}\n"]
    parts += ["Each rule has a table, `[rules.LK004]` or `[rules.missing-alphaxiv-link]`, with:\n"]
    parts += _rows(tables["Rule"]["properties"])
    for rule in linter.rules():
        name = _table(tables["RuleOptions"]["properties"][rule.code])
        own = _own(tables[name]["properties"], tables["Rule"]["properties"])
        if own:
            parts += [f"\n### [rules.{rule.code}]\n"]
            parts += [f"[{rule.name}](rules/{rule.code}.md)\n", *_rows(own)]
    return "\n".join(parts) + "\n"


def schema_text() -> str:
    """The JSON Schema of the settings."""
    return json.dumps(settings_schema(), ensure_ascii=False, indent=2) + "\n"


def _table(entry: Mapping[str, Any]) -> str:
    """The name of the table that an entry of a schema is, or that its items are; else nothing."""
    reference = entry.get("$ref") or entry.get("items", {}).get("$ref") or ""
    return str(reference).rpartition("/")[2]


def _own(properties: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entry for key, entry in properties.items() if key not in others}


def _rows(properties: Mapping[str, Any]) -> Iterator[str]:
    yield "| key | value | default | meaning |"
    yield "|---|---|---|---|"
    for key, entry in properties.items():
        default = f"`{_toml(entry['default'])}`" if "default" in entry else ""
        cells = (f"`{key}`", _kind(entry), default, _text(entry.get("description", "")))
        yield f"| {' | '.join(map(_cell, cells))} |"


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _kind(entry: Mapping[str, Any]) -> str:
    """What may stand as a value, in a word or two."""
    if "enum" in entry:
        return ", ".join(f"`{_toml(each)}`" for each in entry["enum"])
    if _table(entry):
        return "tables" if "items" in entry else "a table"
    match entry.get("type"):
        case "array":
            return f"a list of {_PLURAL[entry['items'].get('type', 'string')]}"
        case "object":
            return "a table"
        case "string" if entry.get("format") == "date":
            return "a date"
        case "integer":
            least, most = entry.get("minimum"), entry.get("maximum")
            return f"{least} to {most}" if most is not None else f"a number from {least}"
        case kind:
            return _SINGULAR[kind]


_SINGULAR = {"string": "a text", "boolean": "`true` or `false`", None: "a text"}
_PLURAL = {"string": "texts", "integer": "numbers"}

# -- commands ------------------------------------------------------------------------------------


def commands_page() -> str:
    """The page of all commands, as click has them."""
    parts = ["# Command line\n"]
    for name, command in {"": cli.main, **cli.main.beside}.items():
        parts += _command(f"digestlint {name}".strip(), command)
    return "\n".join(parts) + "\n"


def _command(name: str, command: click.Command) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    yield f"## {name}\n"
    yield f"```text\n{' '.join([name, *command.collect_usage_pieces(context)])}\n```\n"
    for paragraph in paragraphs(command.help or ""):
        yield f"{_text(paragraph)}\n"
    yield "| option | meaning |"
    yield "|---|---|"
    for option in command.get_params(context):
        if isinstance(option, click.Option) and (record := option.get_help_record(context)):
            yield _option(option, *record)
    yield ""
    for paragraph in paragraphs(command.epilog or ""):
        yield f"```text\n{paragraph}\n```\n"


def _option(option: click.Option, names: str, meaning: str) -> str:
    """The row of an option; the words that it may have stand beside what it means."""
    meaning = _text(meaning)
    if isinstance(option.type, click.Choice):
        names = names.partition(" [")[0]
        words = (f"`{word}`" for word in option.type.choices)
        default = f"; `{option.default}` if not given" if isinstance(option.default, str) else ""
        meaning += f" One of {', '.join(words)}{default}."
    return f"| `{names}` | {_cell(meaning)} |"


def _text(said: str) -> str:
    """Plain words as Markdown."""
    return re.sub(r"([\[\]*_<])", r"\\\1", said)


# -- code ----------------------------------------------------------------------------------------


def source_of_check(code: str) -> str:
    """The code of a rule's check."""
    (check,) = (rule.check for rule in linter.rules() if rule.code == code)
    if check is None:
        raise ValueError(f"{code} has no check")
    return f"```python\n{inspect.getsource(check)}```"


def same_page() -> str:
    """What the proof takes for the same page: the definition, in the proof's own words."""
    said = inspect.getdoc(proof) or ""
    return said.partition("\n\n")[2].replace("``", "`")


PARTS: Mapping[str, Callable[..., str]] = {
    "rules-with-fix": rules_with_fix,
    "source-of-check": source_of_check,
    "same-page": same_page,
}
"""What a page written by hand may call for, ``<!-- insert: name argument -->``."""

_INSERT = re.compile(r"^<!-- insert: (?P<name>[a-z-]+)(?P<arguments>(?: \w+)*) -->$", re.M)


def filled(text: str) -> str:
    """A page written by hand with the parts for which it calls."""
    return _INSERT.sub(lambda call: PARTS[call["name"]](*call["arguments"].split()), text)
