"""What is installed works far from the checkout: from a wheel, out of an sdist, editable."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from renderers import give_up

ROOT = Path(__file__).parents[1]
NOT_TRACKED = shutil.ignore_patterns(
    ".*_cache", ".git", ".hypothesis", ".venv", "*.egg-info", "__pycache__", "build", "dist"
)

pytestmark = pytest.mark.slow


# Without byte code setuptools would warn; an environment may say so, and a package has none.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def run(*command: str | Path, cwd: Path) -> str:
    """What a command wrote; it has to end well."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, in a place where packages can be had."""
    folder = tmp_path_factory.mktemp("package")
    download = f"pip download -q --no-deps -d {folder}/index setuptools".split()
    done = subprocess.run([sys.executable, "-m", *download], capture_output=True, check=False)
    if done.returncode:
        give_up("there is no package index")
    return Path(shutil.copytree(ROOT, folder / "checkout", ignore=NOT_TRACKED))


@pytest.fixture(scope="module")
def wheels(checkout: Path) -> Mapping[str, Path]:
    """The wheel, and the one that is built out of the sdist."""
    wheels = {}
    for name, options in {"wheel": ["--wheel"], "sdist": []}.items():
        folder = checkout.parent / name
        log = run(
            sys.executable, "-m", "build", *options, "-o", folder, checkout, cwd=folder.parent
        )
        assert not re.search(r"^warning:|Warning\b", log, re.MULTILINE), log
        (wheels[name],) = folder.glob("*.whl")
    return wheels


@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_rules_have_their_pages_far_from_the_checkout(
    kind: str, checkout: Path, wheels: Mapping[str, Path], tmp_path: Path
) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    what = ["-e", checkout] if kind == "editable" else [wheels[kind]]
    run(programs / "python", "-m", "pip", "install", "-q", *what, cwd=tmp_path)
    page = run(programs / "digestlint", "rule", "LK005", cwd=tmp_path)
    assert page == (checkout / "rules" / "LK005.md").read_text(encoding="utf-8")
    korean = run(programs / "digestlint", "rules", "--lang", "ko", cwd=tmp_path)
    assert korean.startswith("코드  ")


def test_wheels_hold_the_package_and_nothing_else(
    checkout: Path, wheels: Mapping[str, Path]
) -> None:
    files = {name: set(zipfile.ZipFile(path).namelist()) for name, path in wheels.items()}
    modules = {f"digestlint/{path}" for path in found(checkout / "src" / "digestlint", "*.py")}
    pages = {f"digestlint/rules/{path}" for path in found(checkout / "rules", "*.*")}
    catalogues = {f"digestlint/{path}" for path in found(checkout / "src" / "digestlint", "*.mo")}
    package = {path for path in files["wheel"] if ".dist-info/" not in path}
    assert package == modules | pages | catalogues | {"digestlint/py.typed"}
    assert files["sdist"] == files["wheel"]


def found(folder: Path, pattern: str) -> set[str]:
    """The files in a folder and below, but for what Python left there."""
    paths = (path for path in folder.rglob(pattern) if "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths}


def test_first_command_of_the_readme_lints_the_example_blog(checkout: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^(.*\.venv/bin/digestlint examples)$", readme, re.MULTILINE)
    done = subprocess.run(
        command, shell=True, cwd=checkout, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stderr
    assert "in 1 of 3 posts" in done.stderr
    assert "examples/_posts/2023-06-01-daily-papers-20230601.md:3:" in done.stdout
