"""Settings are data: no value runs code, none makes a rule fail, none makes it slow."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from digestlint import linter
from digestlint.nearest import LONGEST, nearest
from digestlint.setting_faults import SettingsError
from digestlint.settings import Settings
from digestlint.settings_reader import read
from digestlint.settings_schema import settings_schema
from digestlint.source import Source
from growth import HEADER, NAME, OPENING, counted, total

POST = (
    f"{HEADER}{OPENING}지도를 조각으로 나눈다.\n\n\n\n- 목표: 조각마다 기록한다.\n\n"
    "## Method\n\n지도를 접는다.  \n\n## Results\n\n**Goal**: $x$ {{ y }} | a\n"
)
NUMBERS = (0, -1, 2**31, 2**32, 2**63, 10**30)
TEXTS = (
    "",
    "\0",
    "\n",
    "{",
    "{0}",
    "{title.__class__}",
    "{title!r:>99999999}",
    "{date:%n%Q}",
    "{date:%Y%m%d}{date:%Y%m%d}",
    "%(name)s %s %99999999d",
    "${PATH} `id` $(id)",
    "__import__('os').system('id')",
    "(?:(a+)+)+$",
    "[",
    "\\",
    "../../../etc/passwd",
    "a" * 10_000,
    "*a" * 1_000,
    "**/" * 1_000,
    "{title}{url}{id}!",
    "{number} {title}{id} {url}",
    "\u202e\u200b\u2028",
)


def places(node: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The settings, each as its keys with its type last; ``[]`` is an item of a list."""
    if "$ref" in node:
        node = settings_schema()["$defs"][node["$ref"].rpartition("/")[2]]
    for one in node.get("anyOf", ()):
        yield from places(one, path)
    for key, value in node.get("properties", {}).items():
        if key != "overrides":
            yield from places(value, (*path, key))
    if isinstance(node.get("additionalProperties"), dict):
        yield from places(node["additionalProperties"], (*path, "Method"))
    if "items" in node:
        yield from places(node["items"], (*path, "[]"))
    if node.get("type") in ("integer", "string") and "enum" not in node:
        yield (*path, node["type"])


PLACES = [
    place for place in places(settings_schema()) if place[:1] != ("rules",) or place[1].isupper()
]


def table(keys: tuple[str, ...], value: object) -> dict[str, Any]:
    """Settings of one value."""
    for key in reversed(keys):
        value = [value] if key == "[]" else {key: value}
    assert isinstance(value, dict)
    return value


def settings_of(data: Mapping[str, Any]) -> Settings | None:
    """The settings; None where they are refused with a word for each mistake."""
    try:
        return read(data, "settings", linter.codes())
    except SettingsError as error:
        messages = [str(message) for message in error.messages]
    assert messages
    assert all(messages)
    return None


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_no_value_makes_a_rule_fail(place: tuple[str, ...]) -> None:
    *keys, kind = place
    for value in NUMBERS if kind == "integer" else TEXTS:
        data = table(tuple(keys), value)
        data.setdefault("select", ["ALL"])
        settings = settings_of(data)
        if settings is None:
            continue
        result = linter.lint(Source(POST), settings, f"_posts/{NAME}")
        assert result.crashed == (), (value, [str(it.message) for it in result.diagnostics])
        assert all(str(it.message) for it in result.diagnostics)


AUDITED = """
import json, sys
from digestlint import linter
from digestlint.settings_reader import read
from digestlint.setting_faults import SettingsError
from digestlint.source import Source

post, name, texts, several = json.load(sys.stdin)
HARMLESS = ("os.listdir", "os.scandir", "os.putenv")

def lint(data):
    try:
        settings = read(data, "settings", linter.codes())
    except SettingsError:
        return
    linter.fix(Source(post), settings, name, unsafe=True)

lint({"select": ["ALL"], "papers": {"heading": "{number}. {title} {id}"}})  # imports what it needs
seen = []

def note(event, arguments):
    # programs that are begun, and values that are compiled
    if event.startswith(("os.", "subprocess.", "socket.", "ctypes.")) and event not in HARMLESS:
        seen.append(event)
    if event == "compile" and any(text in str(arguments[0]) for text in texts):
        seen.append(str(arguments[0])[:99])

sys.addaudithook(note)
for data in several:
    lint(data)
print(json.dumps(seen))
"""


def test_no_value_runs_code() -> None:
    texts = [text for text in TEXTS if text.isascii() and len(text) > 9]
    several = [table(place[:-1], text) for place in PLACES for text in texts]
    given = json.dumps([POST, f"_posts/{NAME}", texts, several])
    run = [sys.executable, "-c", AUDITED]
    told = subprocess.run(run, input=given, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == []


@pytest.mark.parametrize("many", [99, 150, 100_000])
def test_long_names_are_not_compared(many: int) -> None:
    name, other = "가나" * many, "나가" * many
    assert nearest(name, [other, name]) == name
    assert nearest(name, [other]) == (other if many <= LONGEST // 2 else None)


PATTERNS = {
    "exclude": ("*a" * 30 + "b", "**/a/" * 30 + "b", "[ab]*" * 30 + "c", "?*" * 30 + "b"),
    "include": ("*a" * 30 + "b", "a*/**/" * 30 + "b"),
}


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        (pattern, path)
        for several in PATTERNS.values()
        for pattern in several
        for path in ("a", "a/")
    ],
)
def test_patterns_for_paths_are_fast(pattern: str, path: str) -> None:
    def work(many: int) -> int:
        settings = read(
            {
                "per-file-ignores": {pattern: ["ALL"]},
                "overrides": [{"files": [pattern], "strict": True}],
            },
            "settings",
            linter.codes(),
        )
        counts: dict[str, int] = {}
        with counted(counts):
            linter.lint(Source(POST), settings, path * many + "x.md")
        return total(counts)

    work(1)
    assert work(240) < 2.2 * work(120) + 1000


@pytest.mark.parametrize("template", ["{title}{url}{id}!", "{number}{title}{id} {url}!"])
def test_templates_are_fast(template: str) -> None:
    def work(many: int) -> int:
        settings = read({"papers": {"heading": template}}, "settings", linter.codes())
        counts: dict[str, int] = {}
        with counted(counts):
            linter.lint(Source(f"{HEADER}# 1{'a-' * many}\n"), settings, f"_posts/{NAME}")
        return total(counts)

    work(1)
    assert work(400) < 2.2 * work(200) + 1000
