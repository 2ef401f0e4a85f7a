"""Which words of a large list stand in each of many sentences.

Words are looked up, not searched for: every character and every pair of characters once, and beyond a pair
only where some word goes on from it. In UTF-16 a pair is one number of 32 bits, so that no strings are made
for it. For tens of thousands of short words this is as quick as an automaton, and nothing needs to be built
but a dictionary of pairs; longer words are unpacked when their beginning is met for the first time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, compress, pairwise, repeat
from typing import NamedTuple

from scorer.arrays import Numbers

_PAIR = 2
_ENCODING = "utf-16-le"
_BEYOND_UTF16 = 0x10000
_NO_CHARACTER = "\ufffe"  # stands for what takes more than 16 bits and is in no word
_PRIVATE = 0xE000  # from here on characters nobody has given a meaning


class Vocabulary(NamedTuple):
    """A list of words, each known by its number; `text` has them one after the other, `starts` where each begins.

    Number 0 is a name that is not looked for. After it come the single characters, from `pairs` on the words of
    two characters, from `longer` on the others, by their characters; every longer word begins with one of
    the pairs. `runs`: by pair the number of the first word that begins with it; `goes_on`: by word whether a longer
    one begins with it, as far as the pairs. `rare`: the characters among them that take more than 16 bits; in `text`
    others stand for them.
    """

    text: str
    starts: Numbers
    pairs: int
    longer: int
    runs: Numbers
    goes_on: bytes
    rare: str

    def word(self, number: int) -> str:
        starts = self.starts.view
        word = self.text[starts[number] : starts[number + 1]]
        return word.translate(_stand_ins(self.rare, back=True)) if self.rare else word

    def words(self, numbers: Iterable[int]) -> list[str]:
        """The words of these numbers."""
        if self.rare:
            return list(map(self.word, numbers))
        text, starts = self.text, self.starts.view
        return [text[starts[number] : starts[number + 1]] for number in numbers]

    @property
    def size(self) -> int:
        """How many words there are, number 0 among them."""
        return len(self.starts.view) - 1


def vocabulary(name: str, words: Iterable[str]) -> Vocabulary:
    """Return the vocabulary of `words`, with `name` as number 0 and the beginnings of longer words among them."""
    given = set(words)
    rare = "".join(sorted({character for character in "".join(given) if ord(character) >= _BEYOND_UTF16}))
    whole = {narrow(word, rare) for word in given if word}
    whole |= {word[:_PAIR] for word in whole if len(word) > _PAIR}
    ordered = sorted(whole, key=lambda word: (min(len(word), _PAIR + 1), word))
    pairs, longer = (bisect_left(ordered, size, key=len) for size in (_PAIR, _PAIR + 1))
    runs = [bisect_left(ordered, pair, longer) for pair in ordered[pairs:longer]] + [len(ordered)]
    starts = Numbers(accumulate(map(len, (name, *ordered)), initial=0))
    goes_on = bytes(1 + pairs) + bytes(map(int.__lt__, runs[:-1], runs[1:]))
    first = Numbers(1 + run for run in runs)
    return Vocabulary(name + "".join(ordered), starts, 1 + pairs, 1 + longer, first, goes_on, rare)


def narrow(text: str, rare: str) -> str:
    """Return `text` with every character as one of 16 bits: those of `rare` each as its own, all others as one."""
    if len(text.encode(_ENCODING, "surrogatepass")) == _PAIR * len(text):
        return text
    text = text.translate(_stand_ins(rare, back=False))
    return "".join(character if ord(character) < _BEYOND_UTF16 else _NO_CHARACTER for character in text)


@lru_cache(maxsize=8)
def _stand_ins(rare: str, *, back: bool) -> dict[int, int]:
    """Characters for private use in the place of rare ones, or the way back."""
    pairs = ((ord(character), _PRIVATE + at) for at, character in enumerate(rare))
    return {own: other for other, own in pairs} if back else dict(pairs)


class _Runs(dict[int, tuple[int, ...]]):
    """For every pair, by number, the lengths of the longer words that begin with it; `longer` has those words."""

    def __init__(self, words: Vocabulary) -> None:
        super().__init__()
        self._words = words
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}
        self.longer: dict[str, int] = {}

    def __missing__(self, pair: int) -> tuple[int, ...]:
        words, runs = self._words, self._words.runs.view
        first, end = runs[pair - words.pairs : pair - words.pairs + 2]
        spans = list(pairwise(words.starts.view[first : end + 1]))
        self.longer.update((words.text[low:high], number) for number, (low, high) in enumerate(spans, first))
        lengths = tuple(sorted({high - low for low, high in spans}))
        self[pair] = lengths = self._known.setdefault(lengths, lengths)
        return lengths


class Lexicon:
    """Finds the words of a vocabulary in sentences."""

    __slots__ = ("_goes_on", "_pairs", "_rare", "_runs", "_singles")

    def __init__(self, words: Vocabulary) -> None:
        first, pairs, longer = 1, words.pairs, words.longer
        starts = words.starts.view
        self._singles = dict(zip(words.text[starts[first] : starts[pairs]], range(first, pairs), strict=True))
        codes = words.text[starts[pairs] : starts[longer]].encode(_ENCODING, "surrogatepass")
        self._pairs = dict(zip(memoryview(codes).cast("I"), range(pairs, longer), strict=True))
        self._goes_on = words.goes_on
        self._runs = _Runs(words)
        self._rare = words.rare

    def find(self, sentences: Sequence[str]) -> list[set[int]]:
        """Return for each sentence the numbers of the words that stand in it, beginnings among them."""
        text = narrow("\n".join(sentences), self._rare)
        singles = list(map(self._singles.get, text, repeat(0)))
        pairs = self._pairs_in(text)
        more = list(map(self._goes_on.__getitem__, pairs))
        runs, longer = self._runs, self._runs.longer
        found = []
        low = 0
        for sentence in sentences:
            high = low + len(sentence)
            words = set(singles[low:high])
            words.update(pairs[low:high])
            for start in compress(range(low, high), more[low:high]):
                for length in runs[pairs[start]]:
                    if number := longer.get(text[start : start + length]):
                        words.add(number)
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
