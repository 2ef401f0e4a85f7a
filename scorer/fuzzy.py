"""Find phrases in sentences through typos, dropped and inserted characters, fast and exactly.

The score is `rapidfuzz.fuzz.partial_ratio` over full windows: the sentence is padded on both sides, so that
no window is cut off by its end (score = 100 × LCS / len(phrase)). The same pairs as the plain loop over every
phrase and every sentence, at a fraction of its cost: a pair can only reach the cutoff when at least `needed`
positions of the phrase hold a character that the sentence has. That count is kept for all phrases at once, a
few bits each (a lane), in one big integer per character; adding the integers of a sentence's characters
gives all counts in one go, and the top bit of a lane says that the count suffices.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance.LCSseq import similarity as lcs_similarity

PAD = "\0" * 16
MAX_LENGTH = 100
_NOT_ZERO = re.compile(rb"[^\0]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Phrase number `phrase` found in `sentence[start:end]` with `score` (0-100)."""

    phrase: int
    start: int
    end: int
    score: float


def needed(length: int, cutoff: float) -> int:
    """Characters of a phrase of `length` that must be found in order to reach `cutoff` (0-100)."""
    return math.ceil(cutoff * length / 100 - 1e-9)


class _Lanes:
    """Counts for phrases that need at most half of what `bits` bits can hold."""

    def __init__(
        self, phrases: Sequence[str], needs: Sequence[int], numbers: Sequence[int], bits: int
    ) -> None:
        self._bits = bits
        self.numbers = tuple(numbers)
        top = 1 << (bits - 1)
        self._size = (len(numbers) * bits + 7) // 8
        counts: dict[str, dict[int, int]] = {}
        self._base = self.tops = 0
        base = bytearray(self._size + 1)
        for lane, number in enumerate(self.numbers):
            self._put(base, lane, top - needs[number])
            for character in phrases[number]:
                lanes = counts.setdefault(character, {})
                lanes[lane] = lanes.get(lane, 0) + 1
        self._base = int.from_bytes(base, "little")
        self._counts = {character: self._packed(lanes) for character, lanes in counts.items()}
        self.tops = self._packed(dict.fromkeys(range(len(self.numbers)), top))

    def _put(self, data: bytearray, lane: int, value: int) -> None:
        at, shift = divmod(lane * self._bits, 8)
        data[at] |= value << shift

    def _packed(self, lanes: dict[int, int]) -> int:
        data = bytearray(self._size + 1)
        for lane, value in lanes.items():
            self._put(data, lane, value)
        return int.from_bytes(data, "little")

    def mask(self, phrases: Collection[int]) -> int:
        """The top bits of the lanes of `phrases` (numbers)."""
        top = 1 << (self._bits - 1)
        return self._packed({lane: top for lane, number in enumerate(self.numbers) if number in phrases})

    def reached(self, characters: set[str], mask: int) -> Iterator[int]:
        """Yield the numbers of the phrases in `mask` that `characters` may suffice for."""
        counts = self._counts
        total = self._base
        for character in counts.keys() & characters:
            total += counts[character]
        data = (total & mask).to_bytes(self._size + 1, "little")
        per_byte = 8 // self._bits
        for found in _NOT_ZERO.finditer(data):
            at = found.start()
            value = data[at]
            for part in range(per_byte):
                if value >> (part * self._bits + self._bits - 1) & 1:
                    yield self.numbers[at * per_byte + part]


NARROW = 4  # bits of a lane for phrases that need at most 8 characters
WIDE = 8
Mask = tuple[int, int]


class FuzzyIndex:
    """The phrases, ready to be looked for at or above their cutoffs.

    `phrases` are folded strings of 1 to 100 characters; `cutoffs` one figure 0-100 each.
    """

    def __init__(self, phrases: Sequence[str], cutoffs: Sequence[float]) -> None:
        self.phrases = tuple(phrases)
        self.cutoffs = tuple(cutoffs)
        for phrase in self.phrases:
            if not 0 < len(phrase) <= MAX_LENGTH:
                raise ValueError(f"phrase of {len(phrase)} characters: {phrase!r}")
        self._needs = needs = [
            needed(len(phrase), cutoff) for phrase, cutoff in zip(self.phrases, self.cutoffs, strict=True)
        ]
        # A lane must hold its start (top - need) plus every position of the phrase without running over.
        narrow = [
            n for n, phrase in enumerate(self.phrases) if needs[n] <= 8 and 8 - needs[n] + len(phrase) <= 15
        ]
        wide = sorted(set(range(len(self.phrases))) - set(narrow))
        self._narrow = _Lanes(self.phrases, needs, narrow, NARROW)
        self._wide = _Lanes(self.phrases, needs, wide, WIDE)
        self._all: Mask = (self._narrow.tops, self._wide.tops)

    def mask(self, phrases: Collection[int]) -> Mask:
        """Return what limits `candidates` to `phrases` (numbers)."""
        return self._narrow.mask(phrases), self._wide.mask(phrases)

    def candidates(
        self, sentence: str, skip: Callable[[int], bool] | None = None, mask: Mask | None = None
    ) -> Iterator[Candidate]:
        """Yield the best window of every phrase at or above its cutoff; a phrase for which `skip` holds is left out."""
        characters = set(sentence)
        narrow, wide = mask if mask is not None else self._all
        padded = None
        for lanes, limit in ((self._narrow, narrow), (self._wide, wide)):
            if not limit:
                continue
            for number in lanes.reached(characters, limit):
                if skip is not None and skip(number):
                    continue
                phrase = self.phrases[number]
                if lcs_similarity(phrase, sentence, score_cutoff=self._needs[number]) == 0:
                    continue
                if padded is None:
                    padded = PAD + sentence + PAD
                found = fuzz.partial_ratio_alignment(phrase, padded, score_cutoff=self.cutoffs[number])
                if found is not None:
                    start = max(found.dest_start - len(PAD), 0)
                    end = min(found.dest_end - len(PAD), len(sentence))
                    yield Candidate(number, start, end, found.score)
