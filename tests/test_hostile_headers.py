"""Headers that are meant to do harm are a diagnostic, in bounded time and memory.

They are read by a process that is killed where it wants more.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("resource", reason="this system limits no process")

SECONDS = 60
"""Of the processor, for all of them: most of it is a slow machine's."""
MEMORY = 60
"""Mebibytes above those of a plain header; a header of 64 KiB has its share in values."""

READER = """
import json, resource, sys
from digestlint import linter
from digestlint.settings import Settings
from digestlint.source import Source

resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))

def forbid(event, arguments):
    assert event not in ("os.system", "os.exec", "subprocess.Popen", "socket.connect"), event

sys.addaudithook(forbid)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def read(inside):
    source = Source(f"---\\n{inside}\\n---\\n\\n# 1. [A](https://arxiv.org/abs/2511.00001)\\n")
    result = linter.lint(source, Settings(select=("FM003", "DL004")))
    fixed = linter.fix(source, Settings(select=("ALL",)), unsafe=True)
    assert fixed.failure is None, fixed.failure
    return [[it.code, it.start.line, str(it.message)] for it in result.diagnostics]

said = {"plain": read("a: &b [c]\\nd: *b")}
linter.lint(Source("a  \\n"), Settings(select=("ALL",)))
before = peak()
for name, inside in json.load(sys.stdin).items():
    said[name] = read(inside)
json.dump({"said": said, "memory": peak() - before}, sys.stdout)
"""

BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]\n" for at in range(1, 30)
)
TOO_LONG = "longer than 65536 characters"
TOO_DEEP = "nested deeper than 100"
TOO_MANY = "more than 10000 values"
OBJECT = "the Ruby object"
HEADERS = {
    "3,000 brackets": ("a: " + "[" * 3_000, TOO_DEEP),
    "3,000 brackets, closed": ("a: " + "[" * 3_000 + "]" * 3_000, TOO_DEEP),
    "60,000 brackets": ("a: " + "[" * 60_000, TOO_DEEP),
    "200,000 brackets": ("a: " + "[" * 200_000, TOO_LONG),
    "3,000 braces": ("a: " + "{a: " * 3_000, TOO_DEEP),
    "60,000 braces": ("a: " + "{" * 60_000, TOO_DEEP),
    "items in items": ("- " * 30_000, TOO_DEEP),
    "keys in keys": ("? " * 30_000, TOO_DEEP),
    "indents": ("".join(f"{' ' * at}a:\n" for at in range(300)), TOO_DEEP),
    "aliases of aliases": (BOMB, TOO_MANY),
    "aliases as keys": (BOMB.replace("[", "{").replace("x, x", "x: x").replace("]", "}"), ""),
    "aliases side by side": (
        "a: &a [" + "x, " * 90 + "]\n" + "".join(f"b{at}: [*a, *a]\n" for at in range(900)),
        TOO_MANY,
    ),
    "aliases merged": (
        "a: &a {b: c}\n" + "".join(f"<<: [{', '.join(['*a'] * 20)}]\n" for _ in range(500)),
        TOO_MANY,
    ),
    "an alias of itself": ("a: &a [*a]", "the alias *a stands for nothing"),
    "an alias of nothing": ("a: *b", "the alias *b stands for nothing"),
    "many anchors": ("".join(f"a{at}: &b{at} c\n" for at in range(4_000)), None),
    "20,000 items": ("a: [" + "b, " * 20_000 + "]", None),
    "20,000 keys": ("".join("a:\n" for _ in range(20_000)), None),
    "an object of Python": ("a: !!python/object/apply:os.system ['exit 1']", None),
    "a module of Python": ("a: !!python/module:antigravity", None),
    "a name of Python": ("a: !!python/name:os.system", None),
    "an object of Ruby": ("a: !ruby/object:Gem::Installer\n  i: x", OBJECT),
    "a class of Ruby": ("a: !ruby/class 'Object'", OBJECT),
    "a symbol of Ruby": ("a: :b", "the Ruby symbol :b"),
    "a struct of Ruby": ("a: !<tag:ruby.yaml.org,2002:struct:A>\n  b: c", OBJECT),
    "many tags": ("".join(f"a{at}: !<tag:x,{at}> b\n" for at in range(2_000)), None),
    "a tag without an end": ("a: !<" + "b" * 60_000, ""),
    "a quote without an end": ('a: "' + "b " * 30_000, ""),
    "escapes": ('a: "' + "\\U0010ffff" * 6_000 + '"', None),
    "an escape too great": ('a: "\\Uffffffff"', ""),
    "a number too great": ("a: " + "9" * 60_000, None),
    "a day too far": ("date: 99999999999999-01-01", None),
    "comments": ("#\n" * 30_000, None),
    "blank lines": ("a: b\n" + "\n" * 60_000, None),
    "a folded text": ("a: >\n" + "  b\n\n" * 12_000, None),
    "directives": ("%YAML 9.9\n" * 100, None),
    "documents": ("a: b\n... \n" + "--- \n" * 10_000, None),
}
"""Each with a part of what is said of it; None where it harms nobody and Jekyll reads it."""


@pytest.fixture(scope="module")
def read() -> dict[str, list[tuple[str, int, str]]]:
    """What is said of each header, all read by one process that may not have much."""
    given = json.dumps({name: inside for name, (inside, _) in HEADERS.items()})
    run = [sys.executable, "-c", READER, str(SECONDS)]
    done = subprocess.run(run, input=given, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["memory"] < MEMORY
    assert told["said"].pop("plain") == []
    said: dict[str, list[tuple[str, int, str]]] = told["said"]
    return said


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_is_meant_to_do_harm(
    read: dict[str, list[tuple[str, int, str]]], name: str
) -> None:
    inside, expected = HEADERS[name]
    if expected is None:
        assert read[name] == []
        return
    ((code, line, message),) = read[name]
    assert code == "FM003"
    assert 1 <= line <= inside.count("\n") + 3
    assert expected in message


def test_an_anchor_given_twice_is_the_last_as_ruby_has_it() -> None:
    from digestlint import front_matter
    from digestlint.source import Source
    from digestlint.yaml_values import Scalar

    header = front_matter.parse(Source("---\na: &x 1\nb: &x 2\nc: *x\n---\n"))
    value = header.get("c")
    assert isinstance(value, Scalar)
    assert (value.text, header.defect) == ("2", None)
