"""Paths to posts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digestlint.files import Found, find, neighbours
from digestlint.globs import GlobError, globs

INCLUDE = ("**/_posts/**", "**/posts/**", "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*.m*")


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


def test_folder_that_is_called_by_a_day_makes_no_posts(blog: Path) -> None:
    put(blog, "2025-11-07-data/README.md", "2025-11-07-x.markdown")
    assert paths(find([], include=globs(blog, INCLUDE))) == ["2025-11-07-x.markdown"]


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
    (blog / "posts/self.md").symlink_to("self.md")
    (blog / "posts/to.md").symlink_to("fro.md")
    (blog / "posts/fro.md").symlink_to("to.md")
    assert paths(find(["posts"])) == ["posts/b.md"]
    assert paths(find(["posts/a.md"])) == ["posts/a.md"]
    assert paths(find(["posts/folder"])) == ["posts/folder/c.md"]
    assert paths(find(["posts", "elsewhere"])) == ["elsewhere/c.md", "posts/b.md"]
    assert find(["posts/self.md"]).absent == ("posts/self.md",)


def test_link_out_of_the_folder_is_followed_only_where_it_is_named(blog: Path) -> None:
    put(blog, "posts/b.md", "elsewhere/c.md")
    (blog / "posts/c.md").symlink_to(blog / "elsewhere/c.md")
    (blog / "posts/passwd.md").symlink_to("/etc/passwd")
    found = find(["posts"])
    assert (paths(found), found.errors) == (["posts/b.md"], ())
    assert found.outside == ("posts/c.md", "posts/passwd.md")
    assert paths(find(["."])) == ["elsewhere/c.md", "posts/b.md"]
    (blog / "notes.md").symlink_to("/etc/hosts")
    assert find(["."], include=globs(blog, INCLUDE)).outside == ("posts/passwd.md",)
    assert paths(find(["posts/c.md"])) == ["posts/c.md"]
    assert list(neighbours(["posts/b.md"])) == []


def test_link_to_what_may_not_be_looked_at_hides_no_other(
    blog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Entry:
        """An entry behind a folder that may not be entered; root may enter all."""

        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self._entry = entry.name, entry

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            return self._entry.is_dir(follow_symlinks=follow_symlinks)

        def is_symlink(self) -> bool:
            return self._entry.is_symlink()

        def is_file(self) -> bool:
            if self.is_symlink():
                raise PermissionError(13, "Permission denied", self._entry.path)
            return self._entry.is_file()

    @contextmanager
    def scandir(folder: str) -> Iterator[Iterator[Entry]]:
        with listed(folder) as entries:
            yield map(Entry, entries)

    put(blog, "posts/a.md", "posts/b.md")
    (blog / "posts/link.md").symlink_to("b.md")
    listed = os.scandir
    monkeypatch.setattr("os.scandir", scandir)
    found = find(["posts"])
    assert paths(found) == ["posts/a.md", "posts/b.md"]
    assert [Path(error.filename).name for error in found.errors] == ["link.md"]


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
