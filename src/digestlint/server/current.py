"""The settings of a folder as they are on disk now, or were before a mistake was made in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digestlint.scopes import Scopes
from digestlint.settings_files import NAMES

Stamp = tuple[tuple[str, int, int], ...]
"""The files that settings may be in, each with its time and size: another stamp, another text."""


@dataclass(frozen=True, slots=True)
class _Known:
    stamp: Stamp
    scopes: Scopes | None


class Current:
    """The scopes of each folder; read again when a settings file changes, comes or goes.

    While there is a mistake in one, what held before goes on to hold; ``faults`` says what is
    wrong, and whoever tells it takes it out.
    """

    def __init__(self, config: str | None = None, *, isolated: bool = False) -> None:
        self.faults: list[str] = []
        self._config = config
        self._isolated = isolated
        self._known: dict[str, _Known] = {}

    def of(self, folder: str) -> Scopes | None:
        """The scopes of a real folder with ``/`` at its end; None if they could never be read."""
        stamp = tuple(self._stamp(Path(folder)))
        known = self._known.get(folder)
        if known is None or known.stamp != stamp:
            scopes = Scopes(self._config, isolated=self._isolated)
            scopes.of_folder(folder)
            self.faults += (fault for fault in scopes.faults if fault not in self.faults)
            before = known.scopes if known else None
            known = self._known[folder] = _Known(stamp, before if scopes.faults else scopes)
        return known.scopes

    def _stamp(self, folder: Path) -> Iterator[tuple[str, int, int]]:
        if self._isolated:
            return
        if self._config:
            yield from _seen(Path(self._config))
            return
        for place in (folder, *folder.parents):
            for name in NAMES:
                yield from _seen(place / name)
            if (place / ".git").exists():
                return


def _seen(path: Path) -> Iterator[tuple[str, int, int]]:
    try:
        status = path.stat()
    except OSError:
        return
    yield str(path), status.st_mtime_ns, status.st_size
