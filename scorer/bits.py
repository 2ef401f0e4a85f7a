"""Sets of sentences as the bits of one integer: sentence number n is bit 1 << n."""

from __future__ import annotations

from collections.abc import Iterator


def places(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
