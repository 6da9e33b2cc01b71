"""The hooks under a real pre-commit, which installs them from a copy of this checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from renderers import Renderer, give_up

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "examples" / "_posts" / "2023-05-24-daily-papers-20230524.md"
HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}

SEARCH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
"""Where to look for git and pre-commit."""


@pytest.mark.parametrize("id_", ["digestlint", "digestlint-fix"])
@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("_posts/2025-11-07-x.md", True),
        ("_posts/2025/한글 이름.MARKDOWN", True),
        ("_posts/notes.txt", True),
        ("docs/_posts/a.md", True),
        ("posts/a.md", True),
        ("blog/posts/b/c.markdown", True),
        ("posts/a.png", False),
        ("README.md", False),
        ("my_posts/a.md", False),
        ("reposts/a.md", False),
        ("_posts.md", False),
    ],
)
def test_files_of_the_hooks(id_: str, path: str, is_wanted: bool) -> None:
    assert bool(re.search(HOOKS[id_]["files"], path)) == is_wanted


def test_hooks_have_what_they_cannot_do_without() -> None:
    assert list(HOOKS) == ["digestlint-fix", "digestlint"]
    for id_, hook in HOOKS.items():
        assert hook["require_serial"] is True
        assert "args" not in hook  # it would be lost where a user has some
        options = set(hook["entry"].split()[1:])
        assert {"--force-exclude", "--allow-empty"} <= options
        assert ("--fix" in options) == (id_ == "digestlint-fix")


def git(*arguments: str, cwd: Path) -> str:
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    command = ["git", *identity, "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(
        command, cwd=cwd, check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What pre-commit runs in: a cache of its own, and none of the outer repository's variables."""
    for program in ("git", "pre-commit"):
        if not shutil.which(program, path=SEARCH):
            give_up(f"there is no {program}")
    outer = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    home = tmp_path_factory.mktemp("pre-commit")
    return {**outer, "PATH": SEARCH, "PRE_COMMIT_HOME": str(home)}


@pytest.fixture(scope="module")
def hooks(environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the program as it is in this checkout, from which pre-commit takes it."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in ("src", "rules"):
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache", "*.egg-info")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    git("init", "-q", cwd=folder)
    git("add", ".", cwd=folder)
    git("commit", "-q", "-m", "All", cwd=folder)
    done = try_repo(folder, "digestlint", folder, environment)
    if "InstallFailed" in done or "CalledProcessError" in done:
        give_up(f"the hook cannot be installed here:\n{done}")
    return folder


def try_repo(hooks: Path, id_: str, cwd: Path, environment: Mapping[str, str]) -> str:
    """What ``pre-commit try-repo`` writes for one hook and all files."""
    done = subprocess.run(
        ["pre-commit", "try-repo", str(hooks), id_, "--all-files", "--verbose", "--color=never"],
        cwd=cwd,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.stdout


@pytest.fixture
def blog(hooks: Path, environment: Mapping[str, str], tmp_path: Path) -> Path:
    """A blog under git whose hooks are those, with a good post and a README."""
    git("init", "-q", cwd=tmp_path)
    (tmp_path / "_posts").mkdir()
    shutil.copy(GOOD, tmp_path / "_posts")
    (tmp_path / "README.md").write_text("# 어느 블로그  \n", encoding="utf-8")
    (tmp_path / "_posts" / ".gitkeep").touch()
    settings = {
        "repos": [
            {
                "repo": str(hooks),
                "rev": git("rev-parse", "HEAD", cwd=hooks).strip(),
                "hooks": [{"id": "digestlint-fix"}, {"id": "digestlint", "args": ["--strict"]}],
            }
        ]
    }
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    subprocess.run(["pre-commit", "install"], cwd=tmp_path, env=environment, check=True)
    return tmp_path


def commit(blog: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Adds all and commits it: the status, and what the hooks wrote."""
    git("add", ".", cwd=blog)
    identity = ("-c", "user.name=Tester", "-c", "user.email=tester@example.org")
    done = subprocess.run(
        ["git", *identity, "-c", "commit.gpgsign=false", "commit", "-m", "Posts"],
        cwd=blog,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.returncode, done.stdout


@pytest.mark.slow
def test_a_good_post_passes(blog: Path, environment: Mapping[str, str]) -> None:
    status, said = commit(blog, environment)
    assert (status, said.count("Passed")) == (0, 2), said


@pytest.mark.slow
def test_a_broken_post_blocks(blog: Path, environment: Mapping[str, str]) -> None:
    path = blog / "_posts" / "2023-05-25-한글 이름.md"
    text = GOOD.read_text(encoding="utf-8")
    path.write_text(text.replace("overview/2305.14314", "overview/2305.14315"), encoding="utf-8")
    status, said = commit(blog, environment)
    assert status == 1
    assert f"_posts/{path.name}:11:3: error LK005 mismatched-alphaxiv-id: " in said
    assert git("status", "--porcelain", cwd=blog)  # nothing was committed


@pytest.mark.slow
def test_the_fix_modifies_and_the_second_run_passes(
    blog: Path, environment: Mapping[str, str]
) -> None:
    path = blog / "_posts" / GOOD.name
    text = GOOD.read_text(encoding="utf-8")
    path.write_text(text.replace("## Method\n", "## Method  \n"), encoding="utf-8")
    status, said = commit(blog, environment)
    assert status == 1
    assert "files were modified by this hook" in said
    assert path.read_text(encoding="utf-8") == text
    status, said = commit(blog, environment)
    assert (status, said.count("Passed")) == (0, 2), said


@pytest.mark.slow
def test_what_is_excluded_is_not_touched(blog: Path, environment: Mapping[str, str]) -> None:
    path = blog / "_posts" / "2023-05-25 초안.md"
    text = "# 초안  \n"
    path.write_text(text, encoding="utf-8")
    (blog / "digestlint.toml").write_text('exclude = ["*초안.md"]\n', encoding="utf-8")
    status, said = commit(blog, environment)
    assert (status, said.count("Passed")) == (0, 2), said
    assert path.read_text(encoding="utf-8") == text


OVERRIDES = """\
[[overrides]]
until = 2023-05-22
rules.LK004.severity = "off"

[[overrides]]
files = ["*-notice.md"]
enabled = false
"""


@pytest.mark.slow
def test_overrides_hold_by_date_and_by_name(blog: Path, environment: Mapping[str, str]) -> None:
    text = GOOD.read_text(encoding="utf-8")
    line = "\n> [Alphaxiv](https://www.alphaxiv.org/ko/overview/2305.14314)\n"
    assert line in text
    bare = text.replace(line, "", 1)
    (blog / "digestlint.toml").write_text(OVERRIDES, encoding="utf-8")
    (blog / "_posts" / GOOD.name).unlink()
    (blog / "_posts" / "2023-05-24-notice.md").write_text("공지  \n", encoding="utf-8")
    earlier = blog / "_posts" / "2023-05-22-x.md"
    earlier.write_text(bare.replace("2023-05-24", "2023-05-22"), encoding="utf-8")
    status, said = commit(blog, environment)
    assert (status, said.count("Passed")) == (0, 2), said
    (blog / "_posts" / "2023-05-24-x.md").write_text(bare, encoding="utf-8")
    earlier.unlink()
    status, said = commit(blog, environment)
    assert status == 1
    assert "_posts/2023-05-24-x.md:9:1: error LK004 missing-alphaxiv-link: " in said


@pytest.mark.slow
def test_one_staged_file_is_compared_with_the_posts_beside_it(
    blog: Path, environment: Mapping[str, str]
) -> None:
    commit(blog, environment)
    path = blog / "_posts" / "2023-05-25-again.md"
    text = GOOD.read_text(encoding="utf-8")
    path.write_text(text.replace("2023-05-24", "2023-05-25"), encoding="utf-8")
    status, said = commit(blog, environment)
    assert status == 1
    assert f"_posts/{path.name}:9:1: warning XP001 repeated-paper: " in said
    assert f"_posts/{GOOD.name}:9:1: note: " in said


@pytest.mark.slow
def test_try_repo(hooks: Path, environment: Mapping[str, str], tmp_path: Path) -> None:
    git("init", "-q", cwd=tmp_path)
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "메모.txt").touch()
    git("add", ".", cwd=tmp_path)
    said = try_repo(hooks, "digestlint", tmp_path, environment)
    assert "_posts/메모.txt:1:1: error FN001 unpublishable-file-name: " in said
    assert "Failed" in said


@pytest.mark.slow
def test_a_thousand_files_are_split_over_several_calls(
    blog: Path, environment: Mapping[str, str]
) -> None:
    text = GOOD.read_text(encoding="utf-8")
    slug = "a-long-name-" * 14  # so that one command line does not hold them all
    posts = [blog / "_posts" / f"2023-05-24-{slug}{number}.md" for number in range(1000)]
    for path in posts:
        path.write_text(text, encoding="utf-8")
    for path in (posts[0], posts[-1]):
        path.write_text(text.replace("## Method\n", "##Method\n", 1), encoding="utf-8")
    (blog / "digestlint.toml").write_text('select = ["HD"]\n', encoding="utf-8")
    status, said = commit(blog, environment)
    assert status == 1
    assert said.count("error HD006 unrendered-heading: ") == 4, "two posts, two hooks"
    calls = re.findall(r"^1 error in 1 of [0-9]+ posts", said, re.MULTILINE)
    assert len(calls) == 2, "each post was found in a call of its own"
    for path in (posts[0], posts[-1]):
        path.write_text(text, encoding="utf-8")
    status, said = commit(blog, environment)
    assert (status, said.count("Passed")) == (0, 2), said


STOCK = {
    "repo": "local",
    "hooks": [
        {
            "id": "trailing-whitespace",
            "name": "the stock hook trailing-whitespace",
            "entry": "trailing-whitespace-fixer",
            "language": "python",
            "additional_dependencies": ["pre-commit-hooks"],
            "types": ["text"],
        }
    ],
}
BROKEN_LINES = "첫 줄은 여기에서 끊는다.  \n둘째 줄은 그 아래에 있다.\n"


@pytest.mark.slow
@pytest.mark.parametrize("style", ["", '[rules.WS002]\nhard-break-style = "backslash"\n'])
def test_hard_breaks_survive_the_stock_hook_as_backslashes(
    blog: Path, environment: Mapping[str, str], renderer: Renderer, style: str
) -> None:
    config = blog / ".pre-commit-config.yaml"
    settings = yaml.safe_load(config.read_text(encoding="utf-8"))
    settings["repos"].append(STOCK)
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    (blog / "digestlint.toml").write_text(style, encoding="utf-8")
    (blog / "README.md").unlink()  # it has spaces of its own
    path = blog / "_posts" / GOOD.name
    text = GOOD.read_text(encoding="utf-8").replace("## Method\n\n", f"## Method\n\n{BROKEN_LINES}")
    path.write_text(text, encoding="utf-8")
    page = renderer.kramdown(text.partition("---\n\n")[2])
    commit(blog, environment)
    left = path.read_text(encoding="utf-8")
    assert "  \n" not in left, "the stock hook takes the spaces, or digestlint-fix was there before"
    survives = renderer.kramdown(left.partition("---\n\n")[2]) == page
    assert survives == bool(style)
    assert "<br />" in page
