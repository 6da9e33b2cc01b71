"""Paths to posts, and writing them back."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digestlint.files import ChangedError, Found, find, neighbours, write
from digestlint.globs import GlobError, Globs, globs

INCLUDE = ("**/_posts/**", "**/posts/**", "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*")


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("글이다.\n", encoding="utf-8")


def paths(found: Found) -> list[str]:
    return [post.path for post in found.posts]


def test_a_folder_is_walked_for_markdown_in_order(blog: Path) -> None:
    put(blog, "posts/b.md", "posts/a.markdown", "posts/sub/c.MD", "posts/d.txt", "posts/한글 글.md")
    assert paths(find(["posts/"])) == [
        "posts/a.markdown",
        "posts/b.md",
        "posts/sub/c.MD",
        "posts/한글 글.md",
    ]


def test_under_posts_every_other_file_is_looked_at_by_name_alone(blog: Path) -> None:
    put(blog, "_posts/2025-11-07-x.md", "_posts/notes.txt", "_posts/sub/a.html", "a.txt")
    put(blog, "_posts/.gitkeep", "_posts/.hidden/x.md")
    assert [tuple(post) for post in find(["."]).posts] == [
        ("_posts/2025-11-07-x.md", True),
        ("_posts/notes.txt", False),
        ("_posts/sub/a.html", False),
    ]
    assert find(["_posts/notes.txt", "_posts/.gitkeep"]).posts == (("_posts/notes.txt", False),)
    assert find(["a.txt"]).posts == (("a.txt", True),)


def test_in_the_current_folder_only_what_looks_like_a_post_counts(blog: Path) -> None:
    put(blog, "README.md", "2025-11-07-x.md", "posts/any.md", "blog/_posts/b.md", "docs/c.md")
    include = globs(blog, INCLUDE)
    expected = ["2025-11-07-x.md", "blog/_posts/b.md", "posts/any.md"]
    assert paths(find([], include=include)) == expected
    assert paths(find(["."], include=include)) == expected
    assert paths(find(["./"], include=include)) == expected
    assert paths(find([str(blog)], include=include)) == [f"{blog}/{path}" for path in expected]


def test_a_named_folder_or_file_counts_whole(blog: Path) -> None:
    put(blog, "docs/c.md", "README.md")
    include = globs(blog, INCLUDE)
    assert paths(find(["docs", "./README.md"], include=include)) == ["README.md", "docs/c.md"]


def test_include_reaches_from_the_settings_folder_into_the_current(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(blog, "_posts/any.md")
    monkeypatch.chdir(blog / "_posts")
    assert paths(find([], include=globs(blog, INCLUDE))) == ["any.md"]


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("drafts/", ["posts/a.md", "posts/sub/b.md"]),
        ("posts/drafts", ["posts/a.md", "posts/sub/b.md"]),
        ("/drafts", ["posts/a.md", "posts/drafts/d.md", "posts/sub/b.md"]),
        ("b.md", ["posts/a.md", "posts/drafts/d.md"]),
        ("posts/*.md", ["posts/drafts/d.md", "posts/sub/b.md"]),
        ("posts/**", []),
        ("*.md/", ["posts/a.md", "posts/drafts/d.md", "posts/sub/b.md"]),
        ("**/sub/*.m?", ["posts/a.md", "posts/drafts/d.md"]),
        ("[ab].md", ["posts/drafts/d.md"]),
    ],
)
def test_exclude(blog: Path, pattern: str, left: list[str]) -> None:
    put(blog, "posts/a.md", "posts/sub/b.md", "posts/drafts/d.md")
    assert paths(find(["."], exclude=[globs(blog, [pattern])])) == left


def test_a_later_pattern_takes_back(blog: Path) -> None:
    put(blog, "posts/a.md", "posts/b.md")
    assert paths(find(["."], exclude=[globs(blog, ["*.md", "!b.md"])])) == ["posts/b.md"]


def test_what_is_named_is_taken_though_excluded_but_for_force_exclude(blog: Path) -> None:
    put(blog, "drafts/a.md", "drafts/old/b.md")
    exclude = [globs(blog, ["drafts/", "old/"])]
    assert paths(find(["drafts/a.md"], exclude=exclude)) == ["drafts/a.md"]
    assert paths(find(["drafts"], exclude=exclude)) == ["drafts/a.md"]
    named = ["drafts/a.md", "drafts", "drafts/old"]
    assert find(named, exclude=exclude, force_exclude=True) == Found(())


def test_a_pattern_that_is_none_is_named(blog: Path) -> None:
    put(blog, "posts/a.md")
    with pytest.raises(GlobError, match=r"^\[z-a\]$"):
        find(["posts"], exclude=[globs(blog, ["*.md", "[z-a]"])])


def test_gitignore_nested_and_negated(blog: Path) -> None:
    put(blog, "posts/a.md", "posts/b.md", "posts/keep/c.md", "build/d.md", "posts/sub/a.md")
    (blog / ".gitignore").write_text("# 주석\nbuild/\na.md\n!\n[z-a]\n")
    (blog / "posts/sub/.gitignore").write_text("!a.md\r\n")
    (blog / "posts/.gitignore").write_text("b.md\nkeep/\n")
    assert paths(find(["."])) == ["posts/sub/a.md"]
    assert paths(find(["posts"])) == ["posts/sub/a.md"]


def test_gitignore_does_not_keep_what_is_named(blog: Path) -> None:
    put(blog, "build/a.md", "build/b.md")
    (blog / ".gitignore").write_text("build/\nb.md\n")
    assert paths(find(["build"])) == ["build/a.md"]
    assert paths(find(["build/b.md"])) == ["build/b.md"]


def test_gitignore_not_above_the_repository(blog: Path) -> None:
    put(blog, "inner/posts/a.md", "inner/b.md")
    (blog / ".gitignore").write_text("a.md\ninner/b.md\n")
    assert paths(find(["inner"])) == []
    (blog / "inner/.git").write_text("gitdir: elsewhere\n")
    assert paths(find(["inner"])) == ["inner/b.md", "inner/posts/a.md"]
    assert paths(find(["inner/posts"])) == ["inner/posts/a.md"]
    assert paths(find(["."])) == ["inner/b.md", "inner/posts/a.md"]


def test_git_agrees_on_what_is_ignored(blog: Path) -> None:
    (blog / ".git").rmdir()
    subprocess.run(["git", "init", "-q"], cwd=blog, check=True)
    put(blog, "posts/a.md", "posts/b c.md", "posts/sub/a.md", "drafts/x.md", "drafts/keep.md")
    put(blog, "posts/sub/deep/x.md", "posts/2025-x.md", "posts/한글.md", "out/posts/y.md", "#z.md")
    (blog / ".gitignore").write_text(
        "drafts/*\n!drafts/keep.md\n/posts/a.md\n**/deep\nb\\ c.md\n2025-?.md\nout/\n!out/posts/\n"
        "한*\n"
    )
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard", "*.md"],
        cwd=blog,
        check=True,
        capture_output=True,
    ).stdout.decode()
    assert paths(find(["."])) == sorted(listed.rstrip("\0").split("\0"))


def test_links(blog: Path) -> None:
    put(blog, "posts/b.md", "elsewhere/c.md")
    (blog / "posts/a.md").symlink_to("b.md")
    (blog / "posts/c.md").symlink_to(blog / "elsewhere/c.md")
    (blog / "posts/d.md").symlink_to("absent.md")
    (blog / "posts/folder").symlink_to(blog / "elsewhere")
    (blog / "posts/loop").symlink_to(blog / "posts")
    assert paths(find(["posts"])) == ["posts/b.md", "posts/c.md"]
    assert paths(find(["posts/a.md"])) == ["posts/a.md"]
    assert paths(find(["posts/folder"])) == ["posts/folder/c.md"]
    assert paths(find(["posts", "elsewhere"])) == ["elsewhere/c.md", "posts/b.md"]


def test_each_file_once_however_named(blog: Path) -> None:
    put(blog, "posts/a.md")
    named = ["posts", "./posts/a.md", str(blog / "posts/a.md"), "posts/../posts/a.md"]
    assert len(find(named).posts) == 1
    assert find(named).empty == ()


def test_what_matched_nothing(blog: Path) -> None:
    put(blog, "posts/a.md", "images/a.png")
    (blog / "none").mkdir()
    found = find(["posts", "psts", "images", "none", "posts/b.md", "", "x" * 5000, "\0"])
    assert paths(found) == ["posts/a.md"]
    assert found.absent == ("psts", "posts/b.md", "", "x" * 5000, "\0")
    assert found.empty == ("images", "none")
    assert find([]).empty == ()
    assert find([], include=globs(blog, INCLUDE)).posts == (("posts/a.md", True),)


def test_a_name_that_is_not_utf8(blog: Path) -> None:
    name = os.fsdecode(b"posts/\xb1\xdb.md")
    put(blog, name)
    assert paths(find(["posts"])) == [name]


def test_a_folder_that_cannot_be_listed_hides_no_other(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scandir(folder: str) -> object:
        if folder.endswith("/shut/"):  # root may list all
            raise PermissionError(13, "Permission denied", folder)
        return listed(folder)

    put(blog, "posts/a.md", "posts/shut/b.md")
    listed = os.scandir
    monkeypatch.setattr("os.scandir", scandir)
    found = find(["posts"])
    assert paths(found) == ["posts/a.md"]
    assert [Path(error.filename).name for error in found.errors] == ["shut"]


def test_a_gitignore_that_cannot_be_read_hides_no_other_folder(blog: Path) -> None:
    put(blog, "posts/a.md", "posts/odd/b.md")
    (blog / "posts/odd/.gitignore").mkdir()
    found = find(["posts"])
    assert paths(found) == ["posts/a.md"]
    assert len(found.errors) == 1


def test_neighbours_are_the_other_posts_of_the_blog(blog: Path) -> None:
    put(blog, "_posts/a.md", "_posts/2025/b.md", "_posts/c.txt", "_posts/out.md", "_posts/no.md")
    put(blog, "blog/posts/d.md", "blog/posts/_posts/h.md", "blog/e.md", "f.md", "g.md")
    (blog / ".gitignore").write_text("/_posts/out.md\n")
    (blog / "_posts/link.md").symlink_to("a.md")
    exclude = [globs(blog, ["no.md"])]
    assert list(neighbours(["_posts/2025/b.md"], exclude)) == ["_posts/a.md"]
    assert list(neighbours(["_posts/a.md"], exclude)) == ["_posts/2025/b.md"]
    assert list(neighbours(["_posts/new.md"], exclude)) == ["_posts/2025/b.md", "_posts/a.md"]
    assert list(neighbours(["_posts/link.md"], exclude)) == ["_posts/2025/b.md"]
    assert list(neighbours(["f.md", str(blog / "g.md")])) == []
    assert list(neighbours(["f.md", "blog/posts/_posts/x.md"])) == [
        "blog/posts/_posts/h.md",
        "g.md",
    ]
    assert list(neighbours(["nowhere/_posts/x.md"])) == []


@pytest.mark.parametrize(
    ("gitignore", "is_imported"),
    [
        ("", False),
        ("# posts\n_site/\n*.log\n!keep\nb?.md\n", False),
        ("_site/\na.*\n", True),
        ("?.md\n", True),
        ("[ab].md\n", True),
        ("\\a.md\n", True),
        ("*\n!*.md\n!*/\n", True),
    ],
)
def test_pathspec_is_imported_where_it_may_have_a_say(
    blog: Path, gitignore: str, is_imported: bool
) -> None:
    put(blog, "posts/a.md", "posts/한글.md")
    (blog / ".gitignore").write_text(gitignore, encoding="utf-8")
    code = (
        "import sys; from digestlint.files import find; find(['posts']);"
        "print('pathspec' in sys.modules)"
    )
    run = [sys.executable, "-c", code]
    assert subprocess.check_output(run, cwd=blog, text=True) == f"{is_imported}\n"


@given(
    st.lists(st.text(st.sampled_from("ab/*?!.[]\\# 가"), max_size=6), max_size=3),
    st.lists(st.text(st.sampled_from("ab.가# !"), min_size=1, max_size=4), min_size=1, max_size=3),
)
def test_patterns_mean_what_pathspec_says(lines: list[str], parts: list[str]) -> None:
    from pathspec import GitIgnoreSpec

    path = "/".join(parts)
    try:
        expected = GitIgnoreSpec.from_lines(lines).check_file(path).include
    except (ValueError, re.error):
        return
    assert Globs("/top/", lines).verdict(f"/top/{path}") == expected


def test_write_keeps_the_mode_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "글 하나.md"
    path.write_bytes(b"\xef\xbb\xbfold\r\n")
    path.chmod(0o640)
    write(str(path), b"new\r\n", read=b"\xef\xbb\xbfold\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_write_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "real/a.md"
    put(tmp_path, "real/a.md")
    link = tmp_path / "b.md"
    link.symlink_to("real/a.md")
    write(str(link), b"new", read=target.read_bytes())
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"edited by hand")
    with pytest.raises(ChangedError, match=r"a\.md"):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"edited by hand"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"])
def test_a_failure_on_the_way_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    monkeypatch.setattr(step, fail)
    with pytest.raises(OSError, match="No space"):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write all
    with pytest.raises(PermissionError):
        write(str(path), b"new", read=b"old")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
