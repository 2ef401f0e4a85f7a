"""How much the sentences of a text bear on each element, by the words they share with its rows.

A row is silent where one of its lists lacks a word, however plainly the rest of the sentence speaks. So the
words are weighed as well: a word of an element's rows tells the more, the rarer it is in sentences on everyday
work (`data/ordinary.jsonl`), and the fewer elements have it in their rows (as K. Spärck Jones weighs index terms,
A statistical interpretation of term specificity, 1972). A word inside a longer one of the same element is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from scorer.arrays import Index
from scorer.bits import places

if TYPE_CHECKING:
    from scorer.match import Engine


class Bearing:
    """How much each of a text's sentences bears on each element of an engine.

    `words`: by sentence the numbers of the literals it has. What counts are the words by which rows tell of an
    element without naming it (`proves`), or, where asked for, those by which they name it (`speaks`).
    """

    def __init__(self, engine: Engine, words: Sequence[Collection[int]]) -> None:
        self._engine = engine
        self._words = words

    def greatest(self, sentence: int) -> float:
        """How much a sentence bears on the element it bears on most: the sum of its words' weights."""
        shared = _by_element(self._telling(sentence), self._engine.tables.tellers)
        weigh, found = self._engine.weigh, 0.0
        for words in shared.values():
            if sum(map(weigh, words)) > found:
                found = max(found, sum(self._apart(words).values()))
        return found

    def words(self, element: int, sentence: int, *, naming: bool = False) -> dict[str, float]:
        """The words of an element's rows that a sentence has, and how much each tells."""
        bit, standing = 1 << sentence, self._standing
        return self._apart([word for word in self._shared(naming)[element] if standing[word] & bit])

    def most(self, element: int, *, naming: bool = False) -> list[tuple[float, int]]:
        """The sentences that share words with an element, each after how much it bears on it at most."""
        weigh = self._engine.weigh
        found: dict[int, float] = defaultdict(float)
        for word in self._shared(naming)[element]:
            weight = weigh(word)
            for place in places(self._standing[word]):
                found[place] += weight
        return sorted(((most, place) for place, most in found.items()), key=lambda item: (-item[0], item[1]))

    def _shared(self, naming: bool) -> dict[int, list[int]]:
        return self._naming if naming else self._plain

    @cached_property
    def _naming(self) -> dict[int, list[int]]:
        """By element the literals that name it and stand anywhere in the text."""
        return _by_element(self._standing, self._engine.tables.namers)

    @cached_property
    def _plain(self) -> dict[int, list[int]]:
        """By element the literals that tell of it and stand anywhere in the text."""
        return _by_element(self._standing, self._engine.tables.tellers)

    @cached_property
    def _standing(self) -> dict[int, int]:
        """For every literal that tells something the sentences it stands in, as bits."""
        found: dict[int, int] = defaultdict(int)
        for place in range(len(self._words)):
            bit = 1 << place
            for word in self._telling(place):
                found[word] |= bit
        return found

    def _telling(self, sentence: int) -> Collection[int]:
        return self._engine.telling.intersection(self._words[sentence])

    def _apart(self, words: Sequence[int]) -> dict[str, float]:
        """Those of `words` that are no part of another, each with its weight."""
        known = {self._engine.word(word): self._engine.weigh(word) for word in words}
        return {
            text: weight
            for text, weight in known.items()
            if not any(text in other != text for other in known)
        }


def _by_element(words: Collection[int], elements: Index) -> dict[int, list[int]]:
    """By element those of `words` that it has."""
    found: dict[int, list[int]] = defaultdict(list)
    for word in words:
        for element in elements.of(word):
            found[element].append(word)
    return found
