"""Long lists of numbers, stored as they stand in memory: reading them back costs one copy and makes no objects."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

_Format = Literal["H", "I", "Q"]
_FORMATS: tuple[_Format, ...] = ("H", "I", "Q")  # of the array module: 2, 4 and 8 bytes


class Numbers:
    """A list of numbers from 0 to 2⁶⁴ - 1; `view` gives access to them."""

    __slots__ = ("_format", "view")

    _format: _Format

    def __init__(self, numbers: Iterable[int]) -> None:
        values = list(numbers)
        self._format = next(
            code for code in _FORMATS if max(values, default=0) < 1 << 8 * array(code).itemsize
        )
        self.view: Sequence[int] = memoryview(array(self._format, values))

    def __getstate__(self) -> tuple[_Format, bytes]:
        return self._format, bytes(self.view)  # the memory as it is, not the numbers

    def __setstate__(self, state: tuple[_Format, bytes]) -> None:
        self._format, data = state
        self.view = memoryview(data).cast(self._format)


class Index(NamedTuple):
    """A list of numbers for each of many: those of number n are `values[starts[n] : starts[n + 1]]`."""

    starts: Numbers
    values: Numbers

    def of(self, number: int) -> Sequence[int]:
        starts = self.starts.view
        return self.values.view[starts[number] : starts[number + 1]]

    @property
    def size(self) -> int:
        """How many lists there are."""
        return len(self.starts.view) - 1


def index(lists: Iterable[Iterable[int]]) -> Index:
    """Return the index of `lists`."""
    starts, values = [0], list[int]()
    for numbers in lists:
        values.extend(numbers)
        starts.append(len(values))
    return Index(Numbers(starts), Numbers(values))
