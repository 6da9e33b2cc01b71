"""What the READMEs say is so: what digestlint prints, its commands, its settings, its hooks."""

from __future__ import annotations

import re
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from digestlint import cli, linter
from digestlint.settings import Settings
from digestlint.settings_reader import read
from program import digestlint
from renderers import build_site

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "_posts"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*.md"))}
READMES = ("README.md", "README.ko.md")
POST = "2023-06-01-daily-papers-20230601.md"


def fences(name: str, language: str) -> list[str]:
    """What stands in the fences of one language."""
    found = re.findall(r"^```(\w+)\n(.*?)^```$", TEXTS[name], re.MULTILINE | re.DOTALL)
    return [text for kind, text in found if kind == language]


@pytest.fixture
def blog(tmp_path: Path) -> Path:
    """A blog of good posts."""
    for path in sorted(EXAMPLES.iterdir())[:2]:
        (tmp_path / "_posts").mkdir(exist_ok=True)
        shutil.copy(path, tmp_path / "_posts")
    return tmp_path


@pytest.mark.parametrize("name", READMES)
def test_first_screen_is_what_digestlint_prints(name: str, tmp_path: Path) -> None:
    post, (console,) = fences(name, "markdown")[0], fences(name, "console")
    command, _, printed = console.partition("\n")
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / POST).write_text(post, encoding="utf-8")
    assert command.startswith("$ digestlint ")
    done = digestlint(*command.split()[2:], cwd=tmp_path)
    assert done.stdout + done.stderr == printed


@pytest.mark.slow
@pytest.mark.usefixtures("jekyll")
def test_jekyll_builds_the_first_screen(tmp_path: Path) -> None:
    site = build_site({POST: fences("README.md", "markdown")[0].encode()}, tmp_path)
    (page,) = (text.decode() for name, text in site.items() if name.endswith(".html"))
    assert '<title>Daily Papers — 2023-06-01"</title>' in page
    assert "<p>##Method" in page


@pytest.mark.parametrize("name", READMES)
def test_commands_work(name: str, blog: Path) -> None:
    lines = [line for text in fences(name, "bash") for line in text.split("\n")]
    commands = [line.partition("#")[0].split() for line in lines if line.startswith("digestlint")]
    assert commands
    for _, *arguments in commands:
        done = digestlint(*arguments, cwd=blog)
        assert (arguments, done.returncode) == (arguments, 0), done.stderr


@pytest.mark.parametrize("name", TEXTS)
def test_options_exist(name: str) -> None:
    options = {name for option in cli.main.params for name in option.opts}
    assert set(re.findall(r"`(--[a-z-]+)", TEXTS[name])) <= options


@pytest.mark.parametrize("name", TEXTS)
def test_rules_exist(name: str) -> None:
    named = re.findall(r"\b[A-Z]{2}[0-9]{3}\b", TEXTS[name])
    assert set(named) <= set(linter.codes())


@pytest.mark.parametrize("name", READMES)
def test_families_are_all_there(name: str) -> None:
    families = re.findall(r"^\| ([A-Z]{2}) \|", TEXTS[name], re.MULTILINE)
    assert sorted(families) == sorted({rule.code[:2] for rule in linter.rules()})


@pytest.mark.parametrize("name", READMES)
def test_settings_are_read_and_show_the_defaults(name: str) -> None:
    read_all = [read(tomllib.loads(text), name, linter.codes()) for text in fences(name, "toml")]
    assert [linter.unknown_selectors(settings) for settings in read_all] == [()] * len(read_all)
    settings = read_all[-1]  # the others show a single option
    assert replace(settings.front_matter, allowed=()) == Settings().front_matter
    assert settings.papers == Settings().papers
    assert settings.sections == Settings().sections


@pytest.mark.parametrize("name", READMES)
def test_hooks_exist(name: str) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    named = [hook["id"] for hook in yaml.safe_load(fences(name, "yaml")[0])["repos"][0]["hooks"]]
    assert named == ["digestlint-fix", "digestlint"]
    assert set(named) <= {hook["id"] for hook in hooks}


@pytest.mark.parametrize("name", TEXTS)
def test_links_lead_somewhere(name: str) -> None:
    text = re.sub(r"^```.*?^```$", "", TEXTS[name], flags=re.MULTILINE | re.DOTALL)
    local = [link for link in re.findall(r"\]\(([^)\s#]+)", text) if "://" not in link]
    assert [link for link in local if not (ROOT / link).exists()] == []


def test_both_readmes_show_the_same() -> None:
    assert fences("README.ko.md", "yaml") == fences("README.md", "yaml")
    assert fences("README.ko.md", "markdown")[0] == fences("README.md", "markdown")[0]
    settings = [[tomllib.loads(text) for text in fences(name, "toml")] for name in READMES]
    assert settings[0] == settings[1]


def test_ci_runs_the_command_of_the_readme() -> None:
    lines = [line for line in TEXTS["README.md"].split("\n") if ".venv/bin/pytest" in line]
    assert len(lines) == 1
    assert "grep -m 1 -F '.venv/bin/pytest' README.md" in (ROOT / ".ci" / "run").read_text("utf-8")
