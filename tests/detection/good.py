"""Good posts, taken apart as far as a seed needs to know where it may fall."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples" / "_posts"
BROKEN = ("2023-06-01-daily-papers-20230601.md",)
SHARED = HERE.parents[2] / "shared" / "posts" / "_posts"

_PAPER = re.compile(r"# [0-9]+\. \[.*\]\(.*\)")
_LABEL = re.compile(r"- (?:Goal|Motivation|Contribution): ")


@dataclass(frozen=True)
class Good:
    """A post without an error; every list holds line numbers from 0.

    ``prose`` are the lines under Method to Conclusion that are one paragraph each, ``bullets`` the
    items of introductions.
    """

    path: str
    lines: tuple[str, ...]
    papers: tuple[int, ...]
    companions: tuple[int, ...]
    sections: tuple[int, ...]
    bullets: tuple[int, ...]
    prose: tuple[int, ...]

    def places(self, target: str) -> tuple[int, ...]:
        """The lines of a kind; ``header`` is that of the title."""
        if target == "header":
            return (next(at for at, line in enumerate(self.lines) if line.startswith("title:")),)
        found: tuple[int, ...] = getattr(self, target)
        return found


def read(text: str, path: str) -> Good:
    """A good post out of its text."""
    lines = tuple(text.splitlines())
    sections = tuple(at for at, line in enumerate(lines) if line.startswith("## "))
    papers = tuple(at for at, line in enumerate(lines) if _PAPER.match(line))
    return Good(
        path,
        lines,
        papers,
        tuple(at for at, line in enumerate(lines) if line.startswith("> [")),
        sections,
        tuple(at for at, line in enumerate(lines) if _LABEL.match(line)),
        tuple(
            at
            for at, line in enumerate(lines)
            if line.endswith("다.") and _is_alone(lines, at) and not line.startswith("- ")
        ),
    )


def _is_alone(lines: tuple[str, ...], at: int) -> bool:
    """Whether a line is a paragraph of its own, right under a section's heading."""
    before = next(line for line in reversed(lines[:at]) if line.strip())
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return before.startswith("## ") and not after.strip()


def posts() -> Iterator[Good]:
    """The posts written for this, the good ones of the example blog, the shared ones if there."""
    folders = (HERE / "posts", EXAMPLES, SHARED)
    for path in (path for folder in folders for path in sorted(folder.glob("*.md"))):
        if path.name in BROKEN:
            continue
        text = path.read_text(encoding="utf-8")
        # trailing spaces are a warning of their own, which would hide where a seed's line ends
        clean = "\n".join(line.rstrip() for line in text.split("\n"))
        yield read(clean, f"_posts/{path.name}")
