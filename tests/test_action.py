"""The GitHub Action: its steps, run by hand in their order as the runner would."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from renderers import give_up
from test_package import NOT_TRACKED

ROOT = Path(__file__).parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BLOG = ROOT / "examples"
BROKEN = "_posts/2023-06-01-daily-papers-20230601.md"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="paths are different there")


@dataclass
class Runner:
    """A job on a machine of its own: folders, the inputs of the Action, outputs of its steps."""

    workspace: Path
    temp: Path
    action: Path = ROOT
    inputs: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.temp.mkdir()
        self.values |= {
            f"inputs.{name}": self.inputs.get(name, given["default"])
            for name, given in ACTION["inputs"].items()
        }
        self.values["github.action_path"] = str(self.action)
        self.values["steps.python.outputs.python-path"] = sys.executable

    def resolved(self, text: str) -> str:
        """The text after its expressions."""
        return EXPRESSION.sub(lambda found: self.values[found[1]], text)

    def run(self, step: Mapping[str, Any]) -> subprocess.CompletedProcess[str]:
        """What a step of the shell wrote; its outputs are kept."""
        assert step["shell"] == "bash"
        script, output = self.temp / "script.sh", self.temp / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        given = {name: self.resolved(text) for name, text in step["env"].items()}
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.temp),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.temp),
        }
        passed = {name: text for name, text in os.environ.items() if name.startswith("PIP_")}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=self.workspace / self.resolved(step.get("working-directory", ".")),
            env={**passed, **environment, **given},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{name}"] = text
        return done


def step(name: str) -> dict[str, Any]:
    (found,) = (each for each in STEPS if each.get("name") == name)
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A repository with the example blog."""
    shutil.copytree(BLOG, tmp_path / "repository" / "blog")
    (tmp_path / "repository" / ".git").mkdir()
    return tmp_path / "repository"


@pytest.fixture
def installed(tmp_path: Path, workspace: Path) -> Runner:
    """A runner on which the step that installs the program has been."""
    runner = Runner(workspace, tmp_path / "temp")
    programs = runner.temp / "digestlint" / "bin"
    programs.mkdir(parents=True)
    for name, command in {"python": "", "digestlint": "-I -m digestlint "}.items():
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command}"$@"\n')
        program.chmod(0o755)
    return runner


def lint(runner: Runner, **inputs: str) -> subprocess.CompletedProcess[str]:
    runner.values |= {f"inputs.{name.replace('_', '-')}": text for name, text in inputs.items()}
    return runner.run(step("Lint"))


def test_the_action_is_one_that_github_reads() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-actions",
    ]
    done = subprocess.run([*command, ROOT / "action.yml"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_inputs_reach_the_shell_through_the_environment_alone() -> None:
    scripts = [each["run"] for each in STEPS if "run" in each]
    assert len(scripts) == 2
    assert [each for each in scripts if "${{" in each] == []
    used = {name for each in STEPS for name in EXPRESSION.findall(str(each))}
    inputs = {name.removeprefix("inputs.") for name in used if name.startswith("inputs.")}
    assert inputs == set(ACTION["inputs"])


def test_annotations_of_the_example_blog(installed: Runner) -> None:
    done = lint(installed, paths="blog\n")
    assert done.returncode == 1
    commands = [line.split(" ")[0] for line in done.stdout.splitlines()]
    assert commands == ["::error"] * 7 + ["::warning"] * 3
    assert f"file=blog/{BROKEN},line=3," in done.stdout
    assert installed.values["steps.lint.outputs.status"] == "1"
    assert "steps.lint.outputs.sarif" not in installed.values


def test_a_working_directory(installed: Runner) -> None:
    done = lint(installed, working_directory="blog")
    assert f"file=blog/{BROKEN},line=3," in done.stdout


def test_options_and_paths(installed: Runner) -> None:
    posts = sorted((installed.workspace / "blog" / "_posts").iterdir())[:2]
    for number, post in enumerate(posts):
        post.rename(post.with_name(f"2023-05-2{number}-한글 이름.md"))
    names = [f"blog/_posts/2023-05-2{number}-한글 이름.md" for number in (0, 1)]
    args = "--select 'FN003, WS001' --strict\n--quiet"
    done = lint(installed, paths="\n".join(["", *names, ""]), args=args, output_format="concise")
    assert (done.returncode, done.stderr) == (1, "")
    assert re.findall(r"(?m)^(.*?):1:1: warning FN003", done.stdout) == names


def test_sarif_for_code_scanning(installed: Runner) -> None:
    done = lint(installed, paths="blog", upload_sarif="true", output_format="text")
    assert done.returncode == 1
    assert done.stdout.startswith(f"blog/{BROKEN}:3:33: error FM008")
    written = Path(installed.values["steps.lint.outputs.sarif"])
    (run,) = json.loads(written.read_text(encoding="utf-8"))["runs"]
    assert len(run["results"]) == 10
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"blog/{BROKEN}"
    upload = step("Upload to code scanning")
    assert installed.resolved(upload["with"]["sarif_file"]) == str(written)
    assert "steps.lint.outputs.sarif != ''" in upload["if"]


def test_a_clean_run(installed: Runner) -> None:
    done = lint(installed, paths="blog", args="--select LK002")
    assert (done.returncode, done.stdout) == (0, "")
    assert installed.values["steps.lint.outputs.status"] == "0"


@pytest.mark.parametrize(
    "inputs",
    [
        {"paths": "psts"},
        {"paths": "blog", "args": "--select XX999"},
        {"paths": "blog", "args": "--select 'LK"},
        {"paths": "blog", "output_format": "xml"},
    ],
)
def test_bad_usage(installed: Runner, inputs: dict[str, str]) -> None:
    done = lint(installed, upload_sarif="true", **inputs)
    assert done.returncode == 2
    assert done.stderr


HOSTILE = [
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned #",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "&& touch pwned",
    "| touch pwned",
    "\n touch pwned\n",
    "--output-file\njson:pwned",
    "${IFS}touch${IFS}pwned",
    "*",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["paths", "output_format", "upload_sarif"])
def test_an_input_is_never_run(installed: Runner, name: str, hostile: str) -> None:
    inputs = {"paths": "blog", name: hostile}
    lint(installed, **inputs)
    assert list(installed.workspace.rglob("pwned")) == []
    if name == "paths":
        assert "::error" not in lint(installed, **inputs).stdout


@pytest.mark.parametrize("hostile", [each for each in HOSTILE if "--output" not in each])
def test_options_are_words_and_no_commands(installed: Runner, hostile: str) -> None:
    lint(installed, paths="blog", args=f"--select LK {hostile}")
    assert list(installed.workspace.rglob("pwned")) == []


MODULES = ("shlex", "venv", "pip", "ensurepip", "runpy", "digestlint", "click", "yaml", "types")
"""What Python would import out of the current folder if it were asked to."""


def put_modules(folder: Path) -> None:
    """Modules that leave a trace when they are imported."""
    for name in MODULES:
        (folder / f"{name}.py").write_text("import os\nos.mkdir('pwned')\n", encoding="utf-8")


def test_no_module_of_the_repository_is_imported(installed: Runner) -> None:
    put_modules(installed.workspace)
    done = lint(installed, paths="blog", args="--select LK005")
    assert done.stderr == "1 error in 1 of 3 posts\n"
    assert not (installed.workspace / "pwned").exists()


@pytest.mark.slow
def test_the_steps_in_their_order_in_a_fresh_folder(tmp_path: Path, workspace: Path) -> None:
    index: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "-d",
        tmp_path / "index",
    ]
    if subprocess.run([*index, "setuptools"], capture_output=True, check=False).returncode:
        give_up("there is no package index")
    checkout = shutil.copytree(ROOT, tmp_path / "the action", ignore=NOT_TRACKED)
    inputs = {"paths": "blog", "args": "--select LK005", "upload-sarif": "true"}
    runner = Runner(workspace, tmp_path / "temp", Path(checkout), inputs)
    put_modules(workspace)
    status = []
    for each in STEPS:
        if "run" in each:
            done = runner.run(each)
            status.append(done.returncode)
    assert status == [0, 1], done.stderr
    assert done.stdout.startswith(f"::error file=blog/{BROKEN},line=37,col=3,")
    assert done.stderr == "1 error in 1 of 3 posts\n"
    assert Path(runner.values["steps.lint.outputs.sarif"]).exists()
    assert not (workspace / "pwned").exists()
