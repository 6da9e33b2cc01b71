"""The recipes: workflows that the services read, and the shell in them, run by hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from digestlint import cli
from digestlint.reporters import FORMATS

ROOT = Path(__file__).parents[1]
RECIPES = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BROKEN = ROOT / "examples" / "_posts" / "2023-06-01-daily-papers-20230601.md"
TEXTS = re.findall(r"^```yaml\n(.*?)^```$", RECIPES, re.MULTILINE | re.DOTALL)
GITHUB = [text for text in TEXTS if "\njobs:" in text]
GITLAB = [text for text in TEXTS if "\njobs:" not in text]


def steps() -> list[dict[str, Any]]:
    return [
        step
        for text in GITHUB
        for job in yaml.safe_load(text)["jobs"].values()
        for step in job["steps"]
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("github-workflows", text) for text in GITHUB),
        *(("gitlab-ci", text) for text in GITLAB),
    ],
)
def test_services_read_the_recipes(kind: str, text: str, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.yml"
    recipe.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}"]
    done = subprocess.run([*command, recipe], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_there_are_recipes_of_each_kind() -> None:
    assert (len(GITHUB), len(GITLAB)) == (4, 2)


def test_the_action_is_used_as_it_is() -> None:
    used = [step["with"] for step in steps() if "digestlint/digestlint@" in step.get("uses", "")]
    assert len(used) == 2
    assert {name for inputs in used for name in inputs} <= set(ACTION["inputs"])
    table = re.findall(r"^\| `([a-z-]+)` \| .*\| ?(?:`(.*)`|.*) \|$", RECIPES, re.MULTILINE)
    documented = {name: default for name, default in table if name not in FORMATS}
    assert set(documented) == set(ACTION["inputs"])
    for name, default in documented.items():
        if default:
            assert ACTION["inputs"][name]["default"] == default


def test_the_formats_are_all_there() -> None:
    rows = re.findall(r"^\| `([a-z]+)` \|", RECIPES.partition("## The formats")[2], re.MULTILINE)
    assert tuple(rows) == FORMATS


def test_options_exist() -> None:
    options = {name for option in cli.main.params for name in option.opts}
    commands = re.findall(r"digestlint((?: --[a-z-]+(?: [a-z][^\s-]*)?)+)", RECIPES)
    assert len(commands) >= 4
    named = {option for command in commands for option in re.findall(r" (--[a-z-]+)", command)}
    assert named <= options
    assert set(re.findall(r"`(--[a-z-]+)", RECIPES)) <= options


def test_expressions_reach_the_shell_through_the_environment_alone() -> None:
    assert [step for step in steps() if "${{" in step.get("run", "")] == []


# The shell of the recipes


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose branch adds a broken post, changes one, deletes one, and leaves one."""
    folder = tmp_path / "repository"
    (folder / "_posts").mkdir(parents=True)
    for day in ("01", "02", "03"):
        (folder / "_posts" / f"2023-06-{day}-x.md").write_bytes(BROKEN.read_bytes())
    commit(folder, "init", "-q", "-b", "main")
    commit(folder, "add", ".")
    commit(folder, "commit", "-qm", "base")
    commit(folder, "checkout", "-qb", "branch")
    (folder / "_posts" / "2023-06-04-한글 이름.md").write_bytes(BROKEN.read_bytes())
    (folder / "_posts" / "2023-06-02-x.md").write_bytes(BROKEN.read_bytes() + b"\n")
    (folder / "_posts" / "2023-06-03-x.md").unlink()
    commit(folder, "add", ".")
    commit(folder, "commit", "-qm", "change")
    commit(folder, "checkout", "-q", "main")
    (folder / "_posts" / "2023-06-05-x.md").write_bytes(BROKEN.read_bytes())
    commit(folder, "add", ".")
    commit(folder, "commit", "-qm", "meanwhile")
    commit(folder, "checkout", "-q", "branch")
    return folder


def commit(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=keeper", "-c", "user.email=keeper@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def shell(
    script: str, folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """What a script wrote in a folder, where ``digestlint`` is the one under test."""
    programs = folder.parent / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / "digestlint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digestlint "$@"\n')
    program.chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="another shell")
@pytest.mark.parametrize("service", ["github", "gitlab"])
def test_only_what_has_changed_is_linted(service: str, repository: Path) -> None:
    if service == "github":
        (script,) = (step["run"] for step in steps() if "git diff" in step.get("run", ""))
        environment = {"BASE": "main"}
    else:
        (script,) = (
            line
            for text in GITLAB
            for line in yaml.safe_load(text)["digestlint"]["script"]
            if "git diff" in line
        )
        environment = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}
    done = shell(script, repository, environment)
    assert done.returncode not in (0, 2), done.stderr
    assert " in 2 posts" in done.stderr
    named = set(re.findall(r"_posts/2023-06-0\d-(?:x|한글 이름)\.md", done.stdout))
    assert {"_posts/2023-06-02-x.md", "_posts/2023-06-04-한글 이름.md"} <= named
    lines = done.stdout.splitlines()
    linted = {
        re.sub(r"^(?:::\w+ file=)?(.*?\.md).*", r"\1", line) for line in lines if ".md" in line
    }
    assert "_posts/2023-06-03-x.md" not in linted


@pytest.mark.skipif(sys.platform == "win32", reason="another shell")
def test_nothing_has_changed(repository: Path) -> None:
    (script,) = (step["run"] for step in steps() if "git diff" in step.get("run", ""))
    done = shell(script, repository, {"BASE": "branch"})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="another shell")
@pytest.mark.parametrize(("arguments", "status"), [("", 0), ("psts", 1)])
def test_reviewdog_is_handed_a_report(arguments: str, status: int, repository: Path) -> None:
    (script,) = (step["run"] for step in steps() if "reviewdog -f" in step.get("run", ""))
    fake = repository.parent / "programs" / "reviewdog"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "$@"\ncat\n')
    fake.chmod(0o755)
    script = script.replace("_posts", arguments) if arguments else script
    done = shell(script, repository, {})
    assert done.returncode == status
    if status == 0:
        options, _, report = done.stdout.partition("\n")
        assert options.split()[0] == "-f=rdjson"
        assert json.loads(report)["diagnostics"]


def test_gitlab_is_handed_what_its_job_says(repository: Path) -> None:
    job = yaml.safe_load(GITLAB[0])["digestlint"]
    shell(job["script"][1], repository, {})
    reports = job["artifacts"]["reports"]
    assert json.loads((repository / reports["codequality"]).read_text(encoding="utf-8"))
    assert (repository / reports["junit"]).read_text(encoding="utf-8").startswith("<?xml")
