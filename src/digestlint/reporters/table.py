"""Rows as a table whose columns line up on a terminal, Hangul in them or not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from digestlint.reporters.excerpt import width


def table(rows: Sequence[Sequence[str]], *, right: Collection[int] = ()) -> Iterator[str]:
    """A line a row; in the columns of the numbers ``right``, from 0, cells end alike."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for number, (cell, most) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (most - width(cell))
            cells.append(gap + cell if number in right else cell + gap)
        yield f"{'  '.join(cells).rstrip()}\n"
