"""Find phrases in sentences through typos, dropped and inserted characters, fast and exactly.

The score is `rapidfuzz.fuzz.partial_ratio` over full windows: the sentence is padded on both sides, so
that no window is cut off by its end (score = 100 × LCS / len(phrase)). The same pairs as the plain
loop over every phrase and every sentence, at a fraction of its cost: a pair can only reach the cutoff
when at least `need` positions of the phrase hold a character that the sentence has. That count is
kept for all phrases at once, eight bits each, in one big integer per character; adding the integers of a sentence's
characters gives all counts in one go.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

PAD = "\0" * 16
MAX_LENGTH = 100
_HIGH_BIT = re.compile(rb"[\x80-\xff]")


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


class FuzzyIndex:
    """The phrases, ready to be looked for at or above their cutoffs.

    `phrases` are folded strings of 1 to 100 characters; `cutoffs` one figure 0-100 each.
    """

    def __init__(self, phrases: Sequence[str], cutoffs: Sequence[float]) -> None:
        self.phrases = tuple(phrases)
        self.cutoffs = tuple(cutoffs)
        lanes: dict[str, bytearray] = {}
        base = bytearray(len(self.phrases))
        for lane, (phrase, cutoff) in enumerate(zip(self.phrases, self.cutoffs, strict=True)):
            if not 0 < len(phrase) <= MAX_LENGTH:
                raise ValueError(f"phrase of {len(phrase)} characters: {phrase!r}")
            base[lane] = 128 - needed(len(phrase), cutoff)
            for character in phrase:
                lanes.setdefault(character, bytearray(len(self.phrases)))[lane] += 1
        self._base = int.from_bytes(base, "little")
        self._lanes = {character: int.from_bytes(counts, "little") for character, counts in lanes.items()}

    def candidates(self, sentence: str, skip: frozenset[int] | set[int] = frozenset()) -> Iterator[Candidate]:
        """Yield the best window of every phrase at or above its cutoff, in phrase order.

        Phrases in `skip` are left out.
        """
        lanes = self._lanes
        total = self._base
        for character in set(sentence):
            if character in lanes:
                total += lanes[character]
        padded = None
        for bit in _HIGH_BIT.finditer(total.to_bytes(len(self.phrases), "little")):
            lane = bit.start()
            if lane in skip:
                continue
            if padded is None:
                padded = PAD + sentence + PAD
            phrase = self.phrases[lane]
            found = fuzz.partial_ratio_alignment(phrase, padded, score_cutoff=self.cutoffs[lane])
            if found is not None:
                start = max(found.dest_start - len(PAD), 0)
                end = min(found.dest_end - len(PAD), len(sentence))
                yield Candidate(lane, start, end, found.score)
