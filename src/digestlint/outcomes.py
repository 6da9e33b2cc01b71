"""What came of many files, in little memory.

Rules across posts compare all of them before anything is told, so what there is to tell must wait.
It waits packed, and once it is much, in a file without a name, which ends with the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import IO

from digestlint.linter import Result
from digestlint.message import Message
from digestlint.reporters.summary import Tally, tally, total
from digestlint.values import NamedTuple, dataclass, field, replace

IN_MEMORY = 8 * 2**20
"""How many bytes wait in memory at most."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file.

    ``before`` and ``after`` are its text, the same where nothing was mended; they are empty for a
    post that was only linted and of which nothing is to be said, and for what is no text.
    ``fixed`` counts the fixes between them. ``remarks`` and ``faults`` are to be told beside the
    diagnostics; faults are those after which the exit status is 2.
    """

    result: Result
    before: str = ""
    after: str = ""
    fixed: int = 0
    remarks: tuple[Message, ...] = ()
    faults: tuple[Message, ...] = ()


class Packed(NamedTuple):
    """An outcome whose diagnostics and texts are packed, if it has any; its fixes are dropped.

    ``tally`` counts the diagnostics.
    """

    outcome: Outcome
    data: bytes = b""
    tally: Tally = Tally()

    @property
    def is_failing(self) -> bool:
        """Whether a diagnostic makes the run fail."""
        settings = self.outcome.result.settings
        return bool(self.tally.errors or (settings.strict and self.tally.warnings))


def packed(outcome: Outcome) -> Packed:
    """The outcome for ``Outcomes`` to keep."""
    result = outcome.result
    if not (result.diagnostics or outcome.before or outcome.after):
        return Packed(outcome)
    import pickle
    from zlib import compress

    heavy = (result.diagnostics, outcome.before, outcome.after)
    light = replace(result, diagnostics=(), fixes=())
    return Packed(
        replace(outcome, result=light, before="", after=""),
        compress(pickle.dumps(heavy, pickle.HIGHEST_PROTOCOL), 1),
        tally(result.diagnostics),
    )


class Outcomes:
    """The outcomes of a run, in their order; each time round they are unpacked, one by one."""

    def __init__(self, outcomes: Iterable[Packed] = ()) -> None:
        self._light: list[Packed] = []
        self._places: list[tuple[int, int]] = []
        self._heavy = _Heap()
        for each in outcomes:
            self._light.append(each._replace(data=b""))
            self._places.append(self._heavy.put(each.data))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._light)

    def __iter__(self) -> Iterator[Outcome]:
        """Each outcome as it was before it was packed, but for the fixes of its result."""
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, index: int) -> Outcome:
        """One of them."""
        outcome = self._light[index].outcome
        data = self._heavy.get(*self._places[index])
        if not data:
            return outcome
        import pickle
        from zlib import decompress

        diagnostics, before, after = pickle.loads(decompress(data))
        result = replace(outcome.result, diagnostics=diagnostics)
        return replace(outcome, result=result, before=before, after=after)

    @property
    def light(self) -> Sequence[Packed]:
        """The outcomes without what was packed."""
        return self._light

    @property
    def tally(self) -> Tally:
        """How many diagnostics there are in all."""
        return total([Tally(), *(each.tally for each in self._light)])

    def put(self, index: int, outcome: Outcome) -> None:
        """Puts another outcome in the place of one."""
        each = packed(outcome)
        self._light[index] = each._replace(data=b"")
        self._places[index] = self._heavy.put(each.data)


@dataclass(slots=True)
class _Heap:
    """Bytes one after the other, which are got again by their place."""

    file: IO[bytes] = field(default_factory=BytesIO)
    size: int = 0
    is_settled: bool = False

    def put(self, data: bytes) -> tuple[int, int]:
        """The place of bytes that are added: where they begin, and how many they are.

        Raises OSError where there is no room for them.
        """
        place = self.size, len(data)
        if data:
            if self.size + len(data) > IN_MEMORY and not self.is_settled:
                self._leave_memory()
            self.file.seek(self.size)
            self.file.write(data)
            self.size += len(data)
        return place

    def get(self, start: int, length: int) -> bytes:
        """The bytes at a place. Raises OSError."""
        if not length:
            return b""
        self.file.seek(start)
        return self.file.read(length)

    def _leave_memory(self) -> None:
        import tempfile

        self.is_settled = True
        with suppress(OSError):  # where there is no folder for such files, all stays in memory
            file = tempfile.TemporaryFile()  # noqa: SIM115
            self.file.seek(0)
            file.write(self.file.read())
            self.file = file
