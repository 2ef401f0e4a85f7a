"""Which words of a large list stand in each of many sentences.

Words are looked up, not searched for: every pair of characters once, and beyond a pair only where some word
goes on from it. In UTF-16 a pair is one number of 32 bits, so that no strings are made for it. For tens of
thousands of short words this is as quick as an automaton, and nothing needs to be built but dictionaries:
a single report doesn't pay for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import compress, repeat

LONG = 30  # characters; the few words from there on are tried at every length there is
_PAIR, _TRIPLE = _BEGINNINGS = (2, 3)
_ENCODING = "utf-16-le"
_BEYOND_UTF16 = 0x10000
_NO_CHARACTER = "\ufffe"  # stands for what takes more than 16 bits; the rules don't use such characters


def in_order(words: Iterable[str]) -> list[str]:
    """Return the words and the first two and three characters of the longer ones, by length."""
    whole = {narrow(word) for word in words if word}
    for size in _BEGINNINGS:
        whole |= {word[:size] for word in whole if len(word) > size}
    return sorted(whole, key=lambda word: (len(word), word))


def narrow(text: str) -> str:
    """Return `text` with every character as one of 16 bits; those that take more all become the same."""
    if len(text.encode(_ENCODING, "surrogatepass")) == 2 * len(text):
        return text
    return "".join(character if ord(character) < _BEYOND_UTF16 else _NO_CHARACTER for character in text)


def going_on(words: Sequence[str]) -> list[int]:
    """Return by number, for words of two and three characters, the lengths of the words that begin with them.

    As bits, all lengths from LONG on as one; of a pair only whether there are any. `words` as of `in_order`.
    """
    numbers = {word: number for number, word in enumerate(words)}
    lengths = [0] * len(words)
    for word in words[1:]:
        if len(word) > _PAIR:
            lengths[numbers[word[:_PAIR]]] = 1
        if len(word) > _TRIPLE:
            lengths[numbers[word[:_TRIPLE]]] |= 1 << min(len(word), LONG)
    return lengths


class Lexicon:
    """Finds words in sentences, each known by its place in `words`.

    `words[0]` is never found; the rest is as of `in_order`, with its `going_on`.
    """

    __slots__ = ("_goes_on", "_long", "_longer", "_pairs", "_singles")

    def __init__(self, words: Sequence[str], goes_on: Sequence[int]) -> None:
        pair, longer = (bisect_left(words, size, 1, key=len) for size in (_PAIR, _TRIPLE))
        numbers = range(len(words))
        codes = "".join(words[pair:longer]).encode(_ENCODING, "surrogatepass")
        self._singles = dict(zip(words[1:pair], numbers[1:pair], strict=True))
        self._pairs = dict(zip(memoryview(codes).cast("I"), numbers[pair:longer], strict=True))
        self._longer = dict(zip(words[longer:], numbers[longer:], strict=True))
        self._goes_on = goes_on
        self._long = tuple(sorted({len(word) for word in words[bisect_left(words, LONG, 1, key=len) :]}))

    def find(self, sentences: Sequence[str]) -> list[set[int]]:
        """Return for each sentence the numbers of the words that stand in it, beginnings among them."""
        text = narrow("\n".join(sentences))
        singles = list(map(self._singles.get, text, repeat(0)))
        pairs = self._pairs_in(text)
        goes_on = self._goes_on
        more = list(map(goes_on.__getitem__, pairs))
        get = self._longer.get
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
                        words.update(get(text[start : start + size], 0) for size in _lengths(lengths))
                        if lengths >> LONG:
                            words.update(get(text[start : start + size], 0) for size in self._long)
            words.discard(0)
            found.append(words)
            low = high + 1
        return found

    def _pairs_in(self, text: str) -> list[int]:
        """For every place of the text the word of two characters that begins there, or 0."""
        codes = text.encode(_ENCODING, "surrogatepass")
        found = [0] * len(text)
        for first in (0, 1):
            # Pairs that begin at even places, then those at odd ones.
            rest = codes[2 * first :]
            half = memoryview(rest[: len(rest) // 4 * 4]).cast("I")
            found[first : first + 2 * len(half) : 2] = map(self._pairs.get, half, repeat(0))
        return found


@cache
def _lengths(bits: int) -> tuple[int, ...]:
    """The places of the bits that are set, up to LONG."""
    return tuple(place for place in range(LONG) if bits >> place & 1)
