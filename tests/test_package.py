"""What is installed works far from the checkout: from a wheel, out of an sdist, editable."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
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

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]

pytestmark = pytest.mark.slow


# Without byte code setuptools would warn; an environment may say so, and a package has none.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


def run(*command: str | Path, cwd: Path, environment: Mapping[str, str] = ENVIRONMENT) -> str:
    """What a command wrote; it has to end well."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
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


@pytest.fixture(scope="module")
def archive(wheels: Mapping[str, Path]) -> Path:
    """The sdist."""
    (archive,) = wheels["sdist"].parent.glob("*.tar.gz")
    return archive


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


def test_an_sdist_holds_what_the_wheel_is_made_of_and_nothing_else(
    checkout: Path, wheels: Mapping[str, Path], archive: Path
) -> None:
    with tarfile.open(archive) as file:
        names = {each.name.partition("/")[2] for each in file.getmembers() if each.isfile()}
    made = {name for name in names if name.partition("/")[0] in ("src", "rules")}
    in_wheel = {
        name for name in zipfile.ZipFile(wheels["wheel"]).namelist() if "-info/" not in name
    }
    sources = {
        f"rules/{name.removeprefix('digestlint/rules/')}" if "/rules/" in name else f"src/{name}"
        for name in in_wheel
    }
    assert made == sources
    beside = {name for name in names - made if not name.startswith("digestlint.egg-info/")}
    assert beside == {
        *("CHANGELOG.md", "LICENSE", "MANIFEST.in", "PKG-INFO", "README.md", "SECURITY.md"),
        *("pyproject.toml", "setup.cfg"),
    }
    assert all((checkout / name).is_file() for name in beside - {"PKG-INFO", "setup.cfg"})


def test_wheels_have_the_license_and_say_what_pyproject_says(wheels: Mapping[str, Path]) -> None:
    for path in wheels.values():
        with zipfile.ZipFile(path) as wheel:
            read = {name.partition(".dist-info/")[2]: name for name in wheel.namelist()}
            assert wheel.read(read["licenses/LICENSE"]) == (ROOT / "LICENSE").read_bytes()
            said = wheel.read(read["METADATA"]).decode().split("\n\n")[0].split("\n")
            assert wheel.read(read["WHEEL"]).decode().count("Tag: py3-none-any") == 1
    assert "License-Expression: MIT" in said
    assert f"Requires-Python: {PROJECT['requires-python']}" in said
    for needed in PROJECT["dependencies"]:
        assert f"Requires-Dist: {needed}" in said


def test_an_index_would_take_both(wheels: Mapping[str, Path], archive: Path) -> None:
    command = (sys.executable, "-m", "twine", "check", "--strict", wheels["wheel"], archive)
    run(*command, cwd=archive.parent)


def test_the_oldest_setuptools_builds_it(checkout: Path, tmp_path: Path) -> None:
    (needed,) = PYPROJECT["build-system"]["requires"]
    oldest = needed.removeprefix("setuptools>=")
    environment = {**ENVIRONMENT, "PIP_CONSTRAINT": str(tmp_path / "constraints")}
    (tmp_path / "constraints").write_text(f"setuptools=={oldest}.*\n", encoding="utf-8")
    command = (sys.executable, "-m", "build", "--wheel", "-o", tmp_path, checkout)
    run(*command, cwd=tmp_path, environment=environment)
    (wheel,) = map(zipfile.ZipFile, tmp_path.glob("*.whl"))
    (about,) = (wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/WHEEL"))
    assert f"Generator: setuptools ({oldest}." in about


TESTS = (
    *("pages", "plain", "commonmark", "suppressions", "front_matter", "files", "reporters"),
    *("positions", "source", "schema", "settings", "interface", "values", "cli"),
)
"""The modules of tests that are run elsewhere: each dependency is used in some."""
NOT_OLD = "not test_the_schema_is_that_of_the_settings"
"""What depends on the words of a dependency: newer pydantic describes each table."""


def tried(python: str, wheel: Path, checkout: Path, folder: Path, *options: str) -> str:
    """What is installed in a fresh environment, after the tests have passed there."""
    what = f"digestlint[lsp] @ {wheel.as_uri()}"
    run(python, "-m", "venv", folder / "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    install = (programs / "python", "-m", "pip", "install", "-q", "--only-binary", ":all:")
    run(*install, *options, what, "pytest", "hypothesis", "jsonschema", cwd=folder)
    tests = [f"tests/test_{name}.py" for name in TESTS]
    command = (programs / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", NOT_OLD)
    log = run(*command, *tests, cwd=checkout)  # of which no folder is a package
    assert int(re.findall(r"(\d+) passed", log)[-1]) > 3000
    return run(programs / "python", "-m", "pip", "freeze", cwd=folder).lower()


def is_python(command: str) -> bool:
    """Whether there is such a Python, with what an environment needs; pyenv has empty ones."""
    check = [command, "-c", "import ensurepip, ssl, venv"]
    return (
        bool(shutil.which(command))
        and not subprocess.run(check, capture_output=True, check=False).returncode
    )


def oldest_python() -> str:
    """The oldest Python that is supported: lowest versions have wheels for that one."""
    oldest = PROJECT["requires-python"].removeprefix(">=")
    if sys.version_info[:2] == tuple(map(int, oldest.split("."))):
        return sys.executable
    if not is_python(f"python{oldest}"):
        pytest.skip(f"no Python {oldest}")
    return f"python{oldest}"


def test_it_works_with_the_lowest_versions_of_what_it_needs(
    checkout: Path, wheels: Mapping[str, Path], tmp_path: Path
) -> None:
    needed = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["lsp"]]
    pins = [each.replace(">=", "==") for each in needed]
    assert all(re.fullmatch(r"[a-z-]+==[0-9.]+", pin) for pin in pins)
    constraints = tmp_path / "constraints"
    constraints.write_text("\n".join(pins), encoding="utf-8")
    options = ("-c", str(constraints))
    listed = tried(oldest_python(), wheels["wheel"], checkout, tmp_path, *options)
    for pin in pins:
        name, _, version = pin.partition("==")
        assert re.search(rf"^{name}=={re.escape(version)}(\.0)*$", listed, re.MULTILINE), listed


def test_it_works_on_the_newest_python_that_is_here(
    checkout: Path, wheels: Mapping[str, Path], tmp_path: Path
) -> None:
    """DIGESTLINT_PYTHON names one; this is how CONTRIBUTING.md has them tried one by one."""
    newest = [f"python3.{minor}" for minor in range(20, sys.version_info.minor, -1)]
    chosen = os.environ.get("DIGESTLINT_PYTHON")
    python = next(filter(is_python, [chosen] if chosen else newest), None)
    if python is None:
        pytest.skip("no Python newer than this one")
    tried(python, wheels["wheel"], checkout, tmp_path)


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
