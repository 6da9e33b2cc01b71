"""What SECURITY.md promises, and what is fetched by name."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from hostile import BROKEN, NAMES, PIECES

ROOT = Path(__file__).parents[1]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TEXTS = [
    path
    for pattern in ("*.md", "docs/*.md", "*.yml", "*.yaml", ".pre-commit-hooks.yaml", ".ci/run")
    for path in sorted(ROOT.glob(pattern))
]

# What a process does is told by Python's audit events: https://docs.python.org/3/library/audit_events
WATCHED = """
import json, os, sys
told = sys.argv.pop(1)
events = []
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
def note(event, arguments):
    if event == "open":
        path, _, flags = arguments
        if isinstance(path, (str, bytes)) and flags & WRITING:
            events.append([event, os.fsdecode(path)])
    elif event.split(".")[0] in ("socket", "subprocess", "urllib", "http", "ftplib", "smtplib"):
        events.append([event, ""])
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"):
        events.append([event, ""])
    elif event in ("os.rename", "os.remove", "os.link", "os.symlink", "os.mkdir", "os.rmdir"):
        events.append([event, os.fsdecode(arguments[0])])
    elif event == "import" and arguments[0].partition(".")[0] == "pwned":
        events.append([event, arguments[0]])
sys.addaudithook(note)
def leave(status):
    raise SystemExit(status)
os._exit = leave
from digestlint.start import main
try:
    main()
finally:
    sys.stdout.flush()
    kept = [each for each in events if each[1] != told and not each[1].endswith(".pyc")]
    with open(told, "w", encoding="utf-8", errors="surrogateescape") as file:
        json.dump(kept, file)
"""

HEADER = """---
layout: !!python/object/apply:os.system ["touch pwned"]
title: !ruby/object:Kernel {x: !!python/name:pwned.x }
date: {{ "now" | date: `touch pwned` }}
tags: [<% system("touch pwned") %>, $(touch pwned)]
---

{% include ../../pwned %} {{ site.pwned }} {% highlight `touch pwned` %}
{::options template="string://<%= File.write('pwned', '') %>" /}
<script src="https://example.org/pwned"></script>
![x](https://example.org/pwned.png) [x](file:///etc/passwd)
"""


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog that would have code run, files written and addresses fetched."""
    posts = tmp_path / "blog" / "_posts"
    posts.mkdir(parents=True)
    (posts.parent / ".git").mkdir()
    (posts / "2025-11-07-code.md").write_text(HEADER, encoding="utf-8")
    (posts / "2023-06-01-x.md").write_text(BROKEN.replace("PPO", "".join(PIECES)), "utf-8")
    for name in NAMES.values():
        (posts / name).write_text(BROKEN, encoding="utf-8")
    for module in ("yaml", "click", "pydantic", "sitecustomize", "json"):
        (posts.parent / f"{module}.py").write_text("import pwned\n", encoding="utf-8")
    (posts.parent / "digestlint.toml").write_text(
        'select = ["ALL"]\n[papers]\nheading = "{number}. [{title}]({url}) {pwned.__class__}"\n',
        encoding="utf-8",
    )
    return posts.parent


def events(blog: Path, *arguments: str) -> list[tuple[str, str]]:
    """What a run did besides reading: its audit events, with the path of each."""
    told = blog.parent / "told"
    program = blog.parent / "program.py"
    program.write_text(WATCHED, encoding="utf-8")
    command: list[str | Path] = [sys.executable, program, told, *arguments]
    done = subprocess.run(command, cwd=blog, capture_output=True, check=False)
    assert b"internal error" not in done.stderr, done.stderr
    assert list(blog.parent.rglob("pwned*")) == []
    kept = json.loads(told.read_text(encoding="utf-8", errors="surrogateescape"))
    return [(event, path) for event, path in kept]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--isolated", "--select", "ALL"],
        ["-j", "1"],
        ["--diff", "--unsafe-fixes", "--isolated"],
        ["--statistics", "--output-format", "json", "--isolated"],
        ["export", "--isolated", "_posts"],
        ["settings", "_posts/2023-06-01-x.md"],
        ["schema", "--isolated"],
        ["init", "--diff", "_posts"],
        ["rule", "LK005"],
    ],
    ids=" ".join,
)
def test_what_only_reads_writes_nothing_and_runs_nothing(arguments: list[str], blog: Path) -> None:
    assert events(blog, *arguments) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fix", "--unsafe-fixes", "--isolated", "_posts"],
        ["--isolated", "--output-file", "sarif:report.sarif", "--write-baseline", "base.toml"],
    ],
    ids=["fix", "reports"],
)
def test_what_writes_writes_where_it_was_asked_to_alone(arguments: list[str], blog: Path) -> None:
    done = events(blog, *arguments)
    assert done
    assert {event for event, _ in done} <= {"open", "os.rename", "os.remove"}
    folders = {os.path.realpath(blog / Path(path).parent) for _, path in done}
    assert folders == {os.path.realpath(blog / ("_posts" if "--fix" in arguments else "."))}


# What is written of it


def test_security_names_no_address_that_pyproject_does_not() -> None:
    assert set(re.findall(r"https?://[^\s)>`]+", SECURITY)) <= set(PROJECT["urls"].values())
    assert "@" not in SECURITY
    named = re.findall(r"`(test_\w+\.py)`", SECURITY)
    assert len(named) >= 4
    assert all((ROOT / "tests" / name).is_file() for name in named)


def test_no_lock_file_records_where_packages_came_from() -> None:
    names = [path.name for path in ROOT.iterdir()]
    assert [it for it in names if re.search(r"lock|requirements|constraints|Pipfile", it)] == []


def test_each_dependency_has_a_lowest_version() -> None:
    needed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["lsp"]]
    assert all(re.fullmatch(r"[a-z-]+>=\d+(\.\d+)+", each) for each in needed)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_what_a_workflow_fetches_is_named_with_its_version(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for used in re.findall(r"^\s*-? ?uses: *(\S+)", text, re.MULTILINE):
        assert re.search(r"@v\d+(\.\d+)*$|^\./", used), used
    for fetched in re.findall(r"git\+https://\S+", text):
        assert re.search(r"@v\d+\.\d+\.\d+", fetched), fetched
    for image in re.findall(r"^\s*image: *(\S+)", text, re.MULTILINE):
        assert re.search(r":\d+\.\d+", image), image
    for revision in re.findall(r"^\s*rev: *(\S+)", text, re.MULTILINE):
        assert re.fullmatch(r"v\d+\.\d+\.\d+", revision), revision
