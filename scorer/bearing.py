"""How much the sentences of a text bear on each element, by the words they share with its rows.

A row is silent where one of its lists lacks a word, however plainly the rest of the sentence speaks. So the
words are weighed as well: a word of an element's rows tells the more, the rarer it is in sentences on everyday
work (`data/ordinary.jsonl`), and the fewer elements have it in their rows (as K. Spärck Jones weighs index terms,
A statistical interpretation of term specificity, 1972). A word inside a longer one of the same element is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from scorer.arrays import Index

if TYPE_CHECKING:
    from scorer.match import Engine


class Bearing:
    """How much each of a text's sentences bears on each element of an engine, in hundredths.

    `words`: by sentence the numbers of the literals it has. What counts are the words by which rows tell of an
    element without naming it (`proves`), or, where asked for, those by which they name it (`speaks`).
    """

    def __init__(self, engine: Engine, words: Sequence[Collection[int]]) -> None:
        self._word = engine.word
        self._tables = engine.tables
        self._weights = engine.tables.weights.view
        self._words = words
        self._known: dict[tuple[int, int], dict[str, int]] = {}

    def greatest(self, sentence: int) -> int:
        """How much a sentence bears on the element it bears on most: the sum of its words' weights."""
        found = 0
        for words in _by_element(self._telling(sentence), self._tables.tellers).values():
            if sum(map(self._weights.__getitem__, words)) > found:
                found = max(found, sum(self._apart(words).values()))
        return found

    def of(self, element: int, sentence: int, part: str | None = None) -> int:
        """How much a sentence, or only what stands in `part` of it, bears on an element."""
        words = self.words(element, sentence)
        return sum(weight for text, weight in words.items() if part is None or text in part)

    def words(self, element: int, sentence: int) -> Mapping[str, int]:
        """The words of an element's rows that a sentence has, and how much each tells."""
        key = element, sentence
        if key not in self._known:
            there = self._words[sentence]
            self._known[key] = self._apart([word for word in self._plain[element] if word in there])
        return self._known[key]

    def names(self, element: int, sentence: int) -> Mapping[str, int]:
        """The words by which rows name an element that a sentence has, and how much each tells."""
        there = self._words[sentence]
        return self._apart([word for word in self._naming[element] if word in there])

    def most(self, element: int, at_least: float, *, naming: bool = False) -> list[tuple[int, int]]:
        """The sentences that may bear on an element by `at_least`, each after how much it does at most."""
        found: dict[int, int] = defaultdict(int)
        for word in (self._naming if naming else self._plain)[element]:
            weight = self._weights[word]
            for place in self._standing[word]:
                found[place] += weight
        enough = [(most, place) for place, most in found.items() if most >= at_least]
        return sorted(enough, key=lambda item: (-item[0], item[1]))

    def breadth(self, element: int) -> int:
        """How many words that tell something an element has in its rows that tell without naming it."""
        return self._tables.breadths.view[element]

    @cached_property
    def _naming(self) -> dict[int, list[int]]:
        """By element the literals that name it and stand anywhere in the text."""
        return _by_element(self._standing, self._tables.namers)

    @cached_property
    def _plain(self) -> dict[int, list[int]]:
        """By element the literals that tell of it and stand anywhere in the text."""
        return _by_element(self._standing, self._tables.tellers)

    @cached_property
    def _standing(self) -> dict[int, list[int]]:
        """For every literal that tells something the sentences it stands in."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._words)):
            for word in self._telling(place):
                found[word].append(place)
        return found

    def _telling(self, sentence: int) -> Iterable[int]:
        """The literals of a sentence that tell something."""
        words = self._words[sentence]
        return compress(words, map(self._weights.__getitem__, words))

    def _apart(self, words: Sequence[int]) -> dict[str, int]:
        """Those of `words` that are no part of another, each with its weight."""
        known = {self._word(word): self._weights[word] for word in words}
        return {
            text: weight
            for text, weight in known.items()
            if not any(text in other != text for other in known)
        }


def _by_element(words: Iterable[int], elements: Index) -> dict[int, list[int]]:
    """By element those of `words` that it has."""
    found: dict[int, list[int]] = defaultdict(list)
    starts, values = elements.starts.view, elements.values.view
    for word in words:
        for element in values[starts[word] : starts[word + 1]]:
            found[element].append(word)
    return found
