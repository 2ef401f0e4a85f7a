"""Sets of sentences as the bits of one integer: sentence number n is bit 1 << n."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence


def places(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def characters_of(sentences: Sequence[str]) -> dict[str, int]:
    """Return for every character the sentences that have it."""
    found: dict[str, int] = defaultdict(int)
    for place, sentence in enumerate(sentences):
        bit = 1 << place
        for character in set(sentence):
            found[character] |= bit
    return found
