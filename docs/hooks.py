"""How mkdocs makes the site: its pages, from wherever they are written, and the links in them."""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import reference
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from digestlint import linter

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = "README.md"
TAKEN = {
    README: "index.md",
    "README.ko.md": "ko.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "rules": "rules/index.md",
}
"""Where the site has what stands elsewhere in the repository, by its path there."""

_MARK = re.compile(r"^(`{3,}|~{3,})")
_LINK = re.compile(r"(?<=\]\()(?P<path>[^)\s#:]+)(?P<anchor>#[^)\s]*)?(?=\))")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Gives their places in the navigation to the rules, and to guides that it does not name."""
    nav: list[dict[str, Any]] = config.nav or []
    named = _paths(nav)
    guides = sorted(Path(config.docs_dir).glob("*.md"))
    about = reference.families(_read(README))
    families: list[Any] = ["rules/index.md"]
    for family, rules in reference.rules_by_family():
        entries = [{f"{rule.code} {rule.name}": f"rules/{rule.code}.md"} for rule in rules]
        families.append({f"{family}: {about[family].partition(':')[0]}": entries})
    more = {"Rules": families, "Guides": [path.name for path in guides if path.name not in named]}
    for section in nav:
        for title, entries in more.items():
            if title in section:
                section[title] += entries
    config.nav = nav
    return config


def _paths(entry: Any) -> list[str]:
    """The pages that an entry of the navigation names."""
    if isinstance(entry, str):
        return [entry]
    inside = entry.values() if isinstance(entry, dict) else entry
    return [path for each in inside for path in _paths(each)]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages that are written elsewhere, or generated."""
    for path, content in _contents().items():
        files.append(File.generated(config, path, content=content))
    return files


def _contents() -> Mapping[str, str]:
    contents = {
        page: _relinked(_read(path), path) for path, page in TAKEN.items() if path.endswith(".md")
    }
    for rule in linter.rules():
        path = f"rules/{rule.code}.md"
        contents[path] = _relinked(reference.rule_page(rule.code), path)
    return contents | {
        "rules/index.md": reference.rule_index(_read(README)),
        "settings.md": reference.settings_page(),
        "commands.md": reference.commands_page(),
        "digestlint.schema.json": reference.schema_text(),
    }


def on_page_markdown(text: str, page: Page, **_: Any) -> str:
    """A page written for the site, with the parts for which it calls and links that lead on."""
    if page.file.generated_by:
        return text
    return _relinked(reference.filled(text), f"docs/{page.file.src_uri}")


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _relinked(text: str, path: str) -> str:
    """A text that stands at a path of the repository, its links as its page on the site has them.

    What has no page on the site is linked to where the project is at home.
    """

    def lead(link: re.Match[str]) -> str:
        anchor = link["anchor"] or ""
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link["path"]))
        if not (ROOT / target).exists() and target not in PLACES:
            return link[0]  # mkdocs will say so
        there = _on_site(target)
        if there is None:
            return f"{PROJECT['urls']['Repository']}/blob/main/{target}{anchor}"
        return posixpath.relpath(there, posixpath.dirname(_on_site(path) or "") or ".") + anchor

    lines = []
    closing = ""
    for line in text.split("\n"):
        mark = _MARK.match(line)
        if closing:
            closing = "" if line.rstrip() == closing else closing
        elif mark:
            closing = mark[1]
        else:
            line = _LINK.sub(lead, line)
        lines.append(line)
    return "\n".join(lines)


PLACES = {f"docs/{name}" for name in ("index.md", "settings.md", "commands.md", "rules/index.md")}
"""Pages that are generated: a page written for the site may link to them."""


def _on_site(path: str) -> str | None:
    """The page of the site that stands for a path of the repository, if there is one."""
    if path in TAKEN:
        return TAKEN[path]
    if path.startswith("docs/") and path.endswith(".md"):
        return path.removeprefix("docs/")
    return path if re.fullmatch(r"rules/[A-Z]{2}[0-9]{3}\.md", path) else None
