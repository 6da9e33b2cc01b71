"""The site: what stands in docs/ is so, and mkdocs builds all of it without a warning."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from digestlint import cli, linter
from program import digestlint

ROOT = Path(__file__).parents[1]
DOCS = {
    path.name: path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md"))
}
STEPS = re.findall(r"^```(console|diff)\n(.*?)^```$", DOCS["keepers.md"], re.M | re.S)


@pytest.mark.parametrize("name", DOCS)
def test_rules_options_and_commands_exist(name: str) -> None:
    named = set(re.findall(r"\b[A-Z]{2}[0-9]{3}\b", DOCS[name]))
    assert named <= set(linter.codes())
    commands = (cli.main, *cli.main.beside.values())
    options = {option for command in commands for it in command.params for option in it.opts}
    assert set(re.findall(r"`(--[a-z-]+)", DOCS[name])) <= options
    assert set(re.findall(r"`digestlint ([a-z]+)", DOCS[name])) <= set(cli.main.beside)


# From zero to a clean blog


def test_the_keepers_page_is_what_digestlint_prints(tmp_path: Path) -> None:
    blog = tmp_path / "examples"
    shutil.copytree(ROOT / "examples", blog)
    statuses = []
    for kind, text in STEPS:
        if kind == "diff":
            apply(text, blog)
            continue
        for told in re.split(r"^(?=\$ )", text, flags=re.M)[1:]:
            command, _, printed = told.partition("\n")
            assert command.startswith("$ digestlint")
            done = digestlint(*command.split()[2:], cwd=blog)
            assert (command, done.stdout + done.stderr) == (command, printed)
            statuses.append(done.returncode)
    assert statuses == [1, 1, 1, 1, 1, 1, 0, 0]


def apply(patch: str, folder: Path) -> None:
    """Makes the change by hand that the page shows."""
    command = ["git", "apply", "-p0", "-"]
    subprocess.run(command, cwd=folder, input=patch, encoding="utf-8", check=True)


# The site


class Links(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attributes}
        self.places |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and "href" in given:
            self.loads.append(given["href"])
        elif "src" in given:
            self.loads.append(given["src"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as mkdocs builds it, in a folder of its own; a warning would fail it."""
    folder = tmp_path_factory.mktemp("docs") / "site"
    configuration = str(ROOT / "mkdocs.yml")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", configuration]
    done = subprocess.run(
        [*command, "-d", str(folder)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def pages_of(site: Path) -> Iterator[tuple[Path, Links]]:
    """Every page but the one for addresses that do not exist, whose links begin at the root."""
    for path in sorted(site.rglob("*.html")):
        if path.name != "404.html":
            yield path, Links(path)


@pytest.mark.slow
def test_every_rule_has_its_page(site: Path) -> None:
    index = Links(site / "rules" / "index.html")
    for rule in linter.rules():
        text = (site / "rules" / f"{rule.code}.html").read_text(encoding="utf-8")
        assert f">{rule.name} ({rule.code})<" in text
        assert f"{rule.code}.html" in index.links
    names = {path.stem for path in (site / "rules").glob("*.html")} - {"index"}
    assert names == {rule.code for rule in linter.rules()}


@pytest.mark.slow
def test_examples_are_code(site: Path) -> None:
    for rule in linter.rules():
        text = (site / "rules" / f"{rule.code}.html").read_text(encoding="utf-8")
        prose = re.sub(r"<(pre|code)>.*?</\1>", "", text, flags=re.S)
        headings = re.findall(r"<h2 [^>]*>(.*?)<a", prose)
        kinds = [heading.partition(":")[0] for heading in headings]
        assert kinds[0] == "Why"
        assert set(kinds) <= {"Why", "Options", "Bad", "Good", "See also"}
        assert "```" not in prose


@pytest.mark.slow
def test_links_lead_somewhere(site: Path) -> None:
    places = {path: links.places for path, links in pages_of(site)}
    for path, page in pages_of(site):
        for link in page.links:
            address = urlsplit(link)
            if address.scheme or address.netloc:
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), (path.name, link)
            if address.fragment and target in places:
                assert unquote(address.fragment) in places[target], (path.name, link)


@pytest.mark.slow
def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for path, page in pages_of(site):
        assert [it for it in page.loads if urlsplit(it).netloc] == [], path.name
    for sheet in site.rglob("*.css"):
        assert "url(http" not in sheet.read_text(encoding="utf-8")


@pytest.mark.slow
def test_every_command_and_setting_is_there(site: Path) -> None:
    commands = (site / "commands.html").read_text(encoding="utf-8")
    for name, command in {"": cli.main, **cli.main.beside}.items():
        assert f">{f'digestlint {name}'.strip()}<" in commands
        for option in command.params:
            for spelling in option.opts:
                assert not spelling.startswith("-") or spelling in commands
    settings = (site / "settings.html").read_text(encoding="utf-8")
    for key in ("per-file-ignores", "companion", "aliases", "since", "hard-break-style"):
        assert f"<code>{key}</code>" in settings
