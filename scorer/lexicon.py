"""Which words of a large list stand in each of many sentences.

Words are looked up, not searched for: every pair of characters once, and beyond a pair only where some word
goes on from it. In UTF-16 a pair is one number of 32 bits, so that no strings are made for it. For tens of
thousands of short words this is as quick as an automaton, and nothing needs to be built but dictionaries:
a single report doesn't pay for it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress, repeat
from typing import NamedTuple

_PAIR, _TRIPLE = _BEGINNINGS = (2, 3)
_ENCODING = "utf-16-le"
_BEYOND_UTF16 = 0x10000
_NO_CHARACTER = "\ufffe"  # stands for what takes more than 16 bits; the rules don't use such characters


class Spelling(NamedTuple):
    """The words of a list by how they begin; numbers are places in the list, 0 is no word that is looked for.

    `singles`: the words of one character; `pairs`: by their code those of two; `longer`: the others.
    `goes_on`: by number, for words of two and three characters, the lengths of the words that begin with
    them, as bits (of a pair only whether there are any).
    """

    singles: dict[str, int]
    pairs: dict[int, int]
    longer: dict[str, int]
    goes_on: array[int]


def with_beginnings(words: Iterable[str]) -> list[str]:
    """Return the list, and after it the first two and the first three characters of its longer words."""
    whole = dict.fromkeys(words)
    for size in _BEGINNINGS:
        whole |= dict.fromkeys(word[:size] for word in list(whole) if len(word) > size)
    return list(whole)


def spell(words: Sequence[str]) -> Spelling:
    """Return the spelling of a list of words that has the beginnings of its longer words, too."""
    singles: dict[str, int] = {}
    pairs: dict[int, int] = {}
    longer: dict[str, int] = {}
    goes_on = array("Q", [0]) * len(words)
    for number, word in enumerate(words):
        if number and len(word) == 1:
            singles[word] = number
        elif number and len(word) == _PAIR:
            pairs[_code(word)] = number
        elif number:
            longer[word] = number
    for word in longer:
        goes_on[pairs[_code(word[:_PAIR])]] = 1
        if len(word) > _TRIPLE:
            goes_on[longer[word[:_TRIPLE]]] |= 1 << len(word)
    return Spelling(singles, pairs, longer, goes_on)


def _code(characters: str) -> int:
    return int.from_bytes(characters.encode(_ENCODING), "little")


class Lexicon:
    """Finds the words of a spelling in sentences."""

    __slots__ = ("_spelling",)

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling

    def find(self, sentences: Sequence[str]) -> list[set[int]]:
        """Return for each sentence the numbers of the words that stand in it, beginnings among them."""
        text = "\n".join(sentences)
        if len(text.encode(_ENCODING)) != 2 * len(text):
            text = "".join(c if ord(c) < _BEYOND_UTF16 else _NO_CHARACTER for c in text)
        singles = list(map(self._spelling.singles.get, text, repeat(0)))
        pairs = self._pairs(text)
        goes_on = self._spelling.goes_on
        more = list(map(goes_on.__getitem__, pairs))
        get = self._spelling.longer.get
        found = []
        low = 0
        for sentence in sentences:
            high = low + len(sentence)
            words = set(singles[low:high])
            words.update(pairs[low:high])
            for start in compress(range(low, high), more[low:high]):
                number = get(text[start : start + _TRIPLE])
                if number is not None:
                    words.add(number)
                    if lengths := goes_on[number]:
                        words.update(get(text[start : start + length], 0) for length in _places(lengths))
            words.discard(0)
            found.append(words)
            low = high + 1
        return found

    def _pairs(self, text: str) -> list[int]:
        """For every place of the text the word of two characters that begins there, or 0."""
        codes = text.encode(_ENCODING)
        found = [0] * len(text)
        for first in (0, 1):
            # Pairs that begin at even places, then those at odd ones.
            rest = codes[2 * first :]
            half = memoryview(rest[: len(rest) // 4 * 4]).cast("I")
            found[first : first + 2 * len(half) : 2] = map(self._spelling.pairs.get, half, repeat(0))
        return found


@cache
def _places(bits: int) -> tuple[int, ...]:
    """The places of the bits that are set."""
    return tuple(place for place in range(bits.bit_length()) if bits >> place & 1)
