"""What is compared with what."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.peers import Peer
from benchmarks.posts import Mix, make, write
from benchmarks.table import Block

SETTINGS = """\
ignore = ["LK009"]

[rules.SC009]
severity = "warning"
"""
"""A settings file as a blog might have it."""
FEW = 1000
"""The most posts on which fixes are measured; the time of the check is linear."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where to measure: a folder for blogs, digestlint's Python, its peers, what posts are like."""

    scratch: Path
    python: Path
    peers: tuple[Peer, ...]
    mix: Mix

    @property
    def program(self) -> str:
        """digestlint."""
        return str(self.python.with_name("digestlint"))

    def blog(self, name: str, count: int, mix: Mix) -> Path:
        """The folder of a blog, made anew."""
        folder = self.scratch / "blogs" / name
        write(folder, make(count, mix))
        return folder

    def ours(self, folder: Path, *arguments: str, name: str = "") -> Command:
        """digestlint with arguments."""
        shown = " ".join(word for word in arguments if word != "_posts")
        title = name or f"digestlint {shown}".strip()
        return Command(title, (self.program, *arguments), folder)

    def nothing(self, folder: Path) -> Command:
        """Python that does nothing: what no program in Python can be faster than."""
        return Command("python -c pass", (str(self.python), "-c", "pass"), folder)

    def those(self, folder: Path, count: int) -> tuple[Command, ...]:
        """The peers that are fast enough for as many posts."""
        return tuple(
            Command(peer.name, peer.arguments, folder) for peer in self.peers if count <= peer.most
        )


def start(ground: Ground) -> Iterator[Block]:
    """How long it takes to begin, and to lint one post of each kind."""
    plain = ground.blog("one", 1, Mix(0, 0))
    nothing = ground.nothing(plain)
    for arguments in (("--version",), ("--help",), ("rule", "LK005")):
        yield Block("–", ground.ours(plain, *arguments), (nothing,))
    check = ground.ours(plain, "_posts")
    yield Block("1", check, (nothing, *ground.those(plain, 1)))
    settled = ground.blog("settings", 1, Mix(0, 0))
    (settled / "digestlint.toml").write_text(SETTINGS, encoding="utf-8")
    with_settings = ground.ours(settled, "_posts", name="digestlint, with a settings file")
    yield Block("1", with_settings, (nothing, check, *ground.those(settled, 1)[:2]))
    for title, mix in (("with more Markdown", Mix(0, 1)), ("with a defect", Mix(1, 0))):
        folder = ground.blog(title.replace(" ", "-"), 1, mix)
        other = ground.ours(folder, "_posts", name=f"digestlint, a post {title}")
        yield Block("1", other, (nothing, check))


def checks(ground: Ground, counts: Sequence[int], *, has_jobs: bool) -> Iterator[Block]:
    """The check of many posts."""
    before: Command | None = None
    for count in counts:
        folder = ground.blog(f"check-{count}", count, ground.mix)
        check = ground.ours(folder, "_posts")
        others = ground.those(folder, count)
        if has_jobs:
            others = (ground.ours(folder, "--jobs", "1", "_posts"), *others)
        if before:
            others = (*others, before)
        yield Block(str(count), check, others)
        before = replace(check, name=f"digestlint, {count} posts")


def fixes(ground: Ground, counts: Sequence[int]) -> Iterator[Block]:
    """Fixing raw posts, beside checking them."""
    for count in counts:
        if count > FEW:
            continue
        raw = ground.blog(f"raw-{count}", count, replace(ground.mix, raw=True))
        work = ground.scratch / "blogs" / f"fixed-{count}"

        def prepare(raw: Path = raw, work: Path = work) -> None:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(raw, work)

        prepare()
        fix = ground.ours(work, "--fix", "_posts", name="digestlint --fix, raw posts")
        check = ground.ours(raw, "_posts", name="digestlint, raw posts")
        yield Block(str(count), replace(fix, prepare=prepare), (check,))
