"""Find phrases in sentences through typos, dropped and inserted characters, fast and exactly.

The score is `rapidfuzz.fuzz.partial_ratio` over full windows: the sentence is padded on both sides, so that
no window is cut off by its end (score = 100 × LCS / len(phrase)). The same pairs as the plain loop over every
phrase and every sentence, at a fraction of its cost: a pair can only reach the cutoff when the sentence has
all characters of the phrase but `k`. For every character the sentences that have it are the bits of one big
integer; running through a phrase's characters, the rarest first, tells with a few such operations for all
sentences at once in which of them no more than `k` are missing. Mostly that is none after three or four.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance.LCSseq import similarity as lcs_similarity

from scorer.bits import characters_of, places

PAD = "\0" * 16
MAX_LENGTH = 100


class Candidate(NamedTuple):
    """Phrase number `phrase` found in `sentences[sentence][start:end]` with `score` (0-100)."""

    phrase: int
    sentence: int
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
        for phrase in (min(self.phrases, key=len, default="-"), max(self.phrases, key=len, default="-")):
            if not 0 < len(phrase) <= MAX_LENGTH:
                raise ValueError(f"phrase of {len(phrase)} characters: {phrase!r}")
        self._met = Counter("".join(self.phrases))
        self._prepare = cache(self._prepared)  # for a phrase when first asked for

    def _prepared(self, number: int) -> tuple[int, list[str]]:
        """How many characters of a phrase must be found, and its characters, the rarest first."""
        phrase = self.phrases[number]
        return needed(len(phrase), self.cutoffs[number]), sorted(phrase, key=self._met.__getitem__)

    def candidates(
        self,
        sentences: Sequence[str],
        phrases: Iterable[int] | None = None,
        skip: Callable[[int, int], bool] | None = None,
        with_ends: bool = False,
    ) -> Iterator[Candidate]:
        """Yield the best window of every phrase at or above its cutoff in every sentence.

        Only for the phrases numbered in `phrases` (None: all), in their order, not where `skip` holds for
        the numbers of a phrase and a sentence, and, where `with_ends`, only in sentences that have the first
        and the last character of the phrase.
        """
        having = characters_of(sentences)
        everywhere = (1 << len(sentences)) - 1
        for number in range(len(self.phrases)) if phrases is None else phrases:
            tried = everywhere
            if with_ends:
                phrase = self.phrases[number]
                tried = having.get(phrase[0], 0) & having.get(phrase[-1], 0)
            found = self._possible(number, having, tried) if tried else 0
            for place in places(found):
                if skip is not None and skip(number, place):
                    continue
                if candidate := self._aligned(number, place, sentences[place]):
                    yield candidate

    def _possible(self, number: int, having: Mapping[str, int], tried: int) -> int:
        """Of the sentences `tried`, as bits, those that have characters enough for a phrase."""
        need, characters = self._prepare(number)
        spare = len(characters) - need
        if spare == 1:
            return _all_but_one(characters, having, tried)
        # With at most 0, 1, …, `spare` of the characters so far missing.
        missing = [tried] * (spare + 1)
        for character in characters:
            has = having.get(character, 0)
            for at in range(spare, 0, -1):
                missing[at] = missing[at] & has | missing[at - 1]
            missing[0] &= has
            if not missing[-1]:
                break
        return missing[-1]

    def _aligned(self, number: int, place: int, sentence: str) -> Candidate | None:
        """Where in the sentence the phrase fits best; None below its cutoff."""
        phrase = self.phrases[number]
        if lcs_similarity(phrase, sentence, score_cutoff=self._prepare(number)[0]) == 0:
            return None
        found = fuzz.partial_ratio_alignment(phrase, PAD + sentence + PAD, score_cutoff=self.cutoffs[number])
        if found is None:
            return None
        start = max(found.dest_start - len(PAD), 0)
        end = min(found.dest_end - len(PAD), len(sentence))
        return Candidate(number, place, start, end, found.score)


def _all_but_one(characters: Sequence[str], having: Mapping[str, int], tried: int) -> int:
    """The common case of one character to spare, without a list."""
    none, one = tried, tried
    for character in characters:
        has = having.get(character, 0)
        one = one & has | none
        none &= has
        if not one:
            break
    return one
