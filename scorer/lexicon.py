"""Which words of a large list stand in each of many sentences.

Words are looked up, not searched for: every character and every pair of characters once, and beyond a pair
only where some word goes on from it. In UTF-16 a character is a number of 16 bits and a pair one of 32, so
that the first two look-ups need no strings at all. For tens of thousands of short words this is as quick
as an automaton, and nothing needs to be built but dictionaries: a single report doesn't pay for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import compress
from typing import Any, NamedTuple

_ENCODING = "utf-16-le"
_BEYOND_UTF16 = 0x10000
_NO_CHARACTER = "\ufffe"  # stands for what takes more than 16 bits; the rules don't use such characters


class Spelling(NamedTuple):
    """The words of a list by how they begin; numbers are places in the list.

    `singles` and `pairs`: by their code the words of one and two characters; `longer`: the others.
    `goes_on`: codes of pairs that begin a longer word; `lengths`: by its first three characters
    the lengths of longer words, as bits.
    """

    singles: dict[int, int]
    pairs: dict[int, int]
    longer: dict[str, int]
    goes_on: dict[int, bool]
    lengths: dict[str, int]


def spell(words: Sequence[str]) -> Spelling:
    """Return the spelling of a list of words."""
    spelling = Spelling({}, {}, {}, {}, {})
    for number, word in enumerate(words):
        size = len(word)
        if size == 1:
            spelling.singles[_code(word)] = number
        elif size == 2:  # noqa: PLR2004
            spelling.pairs[_code(word)] = number
        elif word:
            spelling.longer[word] = number
            spelling.goes_on[_code(word[:2])] = True
            spelling.lengths[word[:3]] = spelling.lengths.get(word[:3], 0) | 1 << size
    return spelling


def _code(characters: str) -> int:
    return int.from_bytes(characters.encode(_ENCODING), "little")


class Lexicon:
    """Finds the words of a spelling in sentences."""

    __slots__ = ("_spelling",)

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling

    def find(self, sentences: Sequence[str]) -> list[set[int]]:
        """Return for each sentence the numbers of the words that stand in it."""
        text = "\n".join(sentences)
        if len(text.encode(_ENCODING)) != 2 * len(text):
            text = "".join(c if ord(c) < _BEYOND_UTF16 else _NO_CHARACTER for c in text)
        singles, pairs, goes_on = self._looked_up(text)
        get, lengths_of = self._spelling.longer.get, self._spelling.lengths.get
        found = []
        low = 0
        for sentence in sentences:
            high = low + len(sentence)
            words = set(singles[low:high])
            words.update(pairs[low:high])
            for start in compress(range(low, high), goes_on[low:high]):
                if lengths := lengths_of(text[start : start + 3]):
                    for length in _places(lengths):
                        words.add(get(text[start : start + length]))
            words.discard(None)
            found.append(words)
            low = high + 1
        return found  # type: ignore[return-value]  # None was taken out

    def _looked_up(self, text: str) -> tuple[list[int | None], list[int | None], list[bool | None]]:
        """For every place of the text the word of one and of two characters, and whether longer ones may begin."""
        singles, pairs, _, goes_on, _ = self._spelling
        codes = text.encode(_ENCODING)
        alone = list(map(singles.get, memoryview(codes).cast("H")))
        both: list[Any] = [None] * len(text)
        longer: list[Any] = [None] * len(text)
        for first in (0, 1):
            # Pairs that begin at even places, then those at odd ones.
            rest = codes[2 * first :]
            half = memoryview(rest[: len(rest) // 4 * 4]).cast("I")
            places = slice(first, first + 2 * len(half), 2)
            both[places] = map(pairs.get, half)
            longer[places] = map(goes_on.get, half)
        return alone, both, longer


@cache
def _places(bits: int) -> tuple[int, ...]:
    """The places of the bits that are set."""
    return tuple(place for place in range(bits.bit_length()) if bits >> place & 1)
