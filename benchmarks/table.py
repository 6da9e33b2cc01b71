"""The table: what each block compares, measured and written as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Command, Cost, FailedError, all_memory, in_turns, middle

COLUMNS = (
    "posts",
    "program",
    "wall",
    "CPU",
    "memory of the largest process",
    "of all",
    "wall ratio",
    "CPU ratio",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A command, and others that it is compared with, on as many posts."""

    posts: str
    command: Command
    others: tuple[Command, ...]


def rows(
    blocks: Iterable[Block], seconds: float, say: Callable[[str], None]
) -> Iterator[tuple[str, ...]]:
    """A row for each command; ``seconds`` are for each pair. What fails is told, and left out."""
    for block in blocks:
        own: list[Cost] = []
        compared: list[tuple[str, ...]] = []
        for other in block.others:
            say(f"{block.command.name} and {other.name}, posts: {block.posts}")
            try:
                turns = in_turns(block.command, other, seconds)
            except FailedError as error:
                say(f"left out: {error}")
                continue
            own += turns.costs
            ratios = (_ratio(turns.wall_ratios), _ratio(turns.cpu_ratios))
            compared.append(_row(block.posts, other, turns.others, ratios))
        if own:
            yield _row(block.posts, block.command, own, ("", ""))
            yield from compared


def markdown(lines: Iterable[Sequence[str]]) -> str:
    """A table whose first line is its head; the first two columns are text, the rest figures."""
    cells = [tuple(line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]

    def line(row: Sequence[str]) -> str:
        padded = (
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |\n"

    marks = ["-" * width if at < 2 else f"{'-' * (width - 1)}:" for at, width in enumerate(widths)]
    head, *body = cells
    return "".join(map(line, (head, marks, *body)))


def seconds_of(number: float) -> str:
    """A time, in ms below a second."""
    return f"{number * 1000:.0f} ms" if number < 1 else f"{number:.2f} s"


def _row(
    posts: str, command: Command, costs: Iterable[Cost], ratios: tuple[str, str]
) -> tuple[str, ...]:
    cost = middle(costs)
    together = all_memory(command) or cost.largest
    return (
        posts,
        command.name,
        seconds_of(cost.wall),
        seconds_of(cost.cpu),
        _megabytes(cost.largest),
        _megabytes(together),
        *ratios,
    )


def _megabytes(kib: int) -> str:
    return f"{kib / 1024:.0f} MB"


def _ratio(ratios: Sequence[float]) -> str:
    """The median, and from where to where the ratios go."""
    return f"{_short(median(ratios))} ({_short(min(ratios))}–{_short(max(ratios))})"


def _short(number: float) -> str:
    """Two digits that count."""
    return f"{number:.1f}" if number >= 1 else f"{number:.2f}" if number >= 0.1 else f"{number:.3f}"
