"""The programs that are measured: digestlint, as a user would install it, and its peers."""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PROGRAMS = "Scripts" if sys.platform == "win32" else "bin"


class AbsentError(Exception):
    """A program that cannot be had here; the reason is the only argument."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that checks posts.

    ``arguments`` are those that check the posts in the folder ``_posts``, ``most`` is how many
    posts it is measured on at most, for want of time.
    """

    name: str
    version: str
    arguments: tuple[str, ...]
    most: int


def install(scratch: Path, names: Iterable[str], say: Callable[[str], None]) -> Iterator[Peer]:
    """Installs peers into a folder, or finds them there; says which cannot be had, and why."""
    ways = {
        "rumdl": _rumdl,
        "markdownlint-cli2": _markdownlint,
        "remark": _remark,
        "pymarkdown": _pymarkdown,
    }
    for name in names:
        say(f"installing {name}")
        try:
            yield ways[name](scratch)
        except AbsentError as error:
            say(f"{name} is left out: {error}")


def install_digestlint(scratch: Path) -> Path:
    """The Python of an environment into which this checkout was just installed, not editable.

    Raises AbsentError.
    """
    sources = scratch / "source"
    shutil.rmtree(sources, ignore_errors=True)
    no_bytes = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for folder in ("src", "rules"):
        shutil.copytree(CHECKOUT / folder, sources / folder, ignore=no_bytes)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / file, sources)
    python = _environment(scratch / "digestlint")
    _pip(python, str(sources))
    _pip(python, "--force-reinstall", "--no-deps", str(sources))  # the version may be the same
    return python


def version(python: Path, package: str) -> str:
    """The version of a package in an environment."""
    code = f"from importlib.metadata import version; print(version({package!r}))"
    return _output([str(python), "-c", code]).strip()


def _rumdl(scratch: Path) -> Peer:
    python = _environment(scratch / "rumdl")
    _pip(python, "rumdl")
    program = str(python.with_name("rumdl"))
    # without its cache, as on every push, and with its default rules
    arguments = (program, "check", "--no-cache", "--isolated", "_posts")
    return Peer("rumdl", version(python, "rumdl"), arguments, 5000)


def _pymarkdown(scratch: Path) -> Peer:
    python = _environment(scratch / "pymarkdown")
    _pip(python, "pymarkdownlnt")
    program = str(python.with_name("pymarkdown"))
    arguments = (program, "--enable-extensions", "front-matter", "scan", "_posts")
    return Peer("pymarkdown", version(python, "pymarkdownlnt"), arguments, 100)


def _markdownlint(scratch: Path) -> Peer:
    folder = _npm(scratch / "markdownlint-cli2", "markdownlint-cli2")
    program = str(folder / ".bin" / "markdownlint-cli2")
    arguments = (program, "_posts/*.md")
    return Peer("markdownlint-cli2", _npm_version(folder, "markdownlint-cli2"), arguments, 1000)


def _remark(scratch: Path) -> Peer:
    plugins = ("remark-preset-lint-recommended", "remark-frontmatter")
    folder = _npm(scratch / "remark", "remark-cli", *plugins)
    program = str(folder / ".bin" / "remark")
    uses = [word for plugin in plugins for word in ("--use", str(folder / plugin / "index.js"))]
    arguments = (program, "--no-config", "--no-stdout", *uses, "_posts")
    return Peer("remark", _npm_version(folder, "remark-cli"), arguments, 100)


def _environment(folder: Path) -> Path:
    """The Python of a virtual environment that is made if it is not there."""
    python = folder / PROGRAMS / "python"
    if not python.exists():
        venv.create(folder, with_pip=True, symlinks=sys.platform != "win32")
    return python


def _pip(python: Path, *what: str) -> None:
    """Installs with pip; the byte code is compiled. Raises AbsentError."""
    _run([str(python), "-m", "pip", "install", "--quiet", *what])
    (libraries,) = python.parents[1].glob("[Ll]ib/**/site-packages")
    compileall.compile_dir(libraries, quiet=2)


def _npm(folder: Path, *packages: str) -> Path:
    """The folder of packages that npm installed. Raises AbsentError."""
    npm = shutil.which("npm")
    if npm is None:
        raise AbsentError("there is no npm")
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "package.json").exists():
        (folder / "package.json").write_text("{}")
    _run([npm, "install", "--no-audit", "--no-fund", *packages], folder)
    return folder / "node_modules"


def _npm_version(modules: Path, package: str) -> str:
    return str(json.loads((modules / package / "package.json").read_text("utf-8"))["version"])


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    try:
        _output(command, folder)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout).strip().splitlines()
        raise AbsentError(said[-1] if said else f"{command[0]} failed") from None


def _output(command: Sequence[str], folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    return done.stdout
