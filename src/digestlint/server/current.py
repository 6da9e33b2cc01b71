"""The settings of a folder as they are on disk now, or were before a mistake was made in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from digestlint.scopes import Scopes
from digestlint.settings_files import NAMES
from digestlint.values import dataclass

Stamp = tuple[tuple[str, int, int], ...]
"""The files that settings may be in, each with its time and size: another stamp, another text."""


@dataclass(frozen=True, slots=True)
class _Known:
    stamp: Stamp
    scopes: Scopes
    before: Scopes | None

    @property
    def right(self) -> Scopes | None:
        """The scopes if there is no mistake in them, or else those before that had none."""
        return self.before if self.scopes.faults else self.scopes


class Current:
    """The scopes of each folder; read again when a settings file changes, comes or goes."""

    def __init__(self, config: str | None = None, *, isolated: bool = False) -> None:
        self._config = config
        self._isolated = isolated
        self._known: dict[str, _Known] = {}

    def of(self, folder: str) -> Scopes:
        """The scopes of a real folder with ``/`` at its end, be there mistakes or not."""
        stamp = tuple(self._stamp(Path(folder)))
        known = self._known.get(folder)
        if known is None or known.stamp != stamp:
            scopes = Scopes(self._config, isolated=self._isolated)
            scopes.of_folder(folder)
            known = self._known[folder] = _Known(stamp, scopes, known.right if known else None)
        return known.scopes

    def right(self, folder: str) -> Scopes | None:
        """Those without a mistake, as they are or as they were; None where there are none."""
        self.of(folder)
        return self._known[folder].right

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
