"""Compile the matchers of a checklist into plain tables: numbers and strings that can be stored and read back."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from rules.model import Checklist, Element, Matcher, Near, Phrase
from rules.syntax import FIGURE
from scorer.fold import fold
from scorer.lexicon import Spelling, spell
from scorer.literals import required_literals

Block = Literal["speaks", "proves", "touches", "lookalikes", "excludes"]
# In this order matchers are tried: what masks comes before what it masks.
BLOCKS: tuple[Block, ...] = ("lookalikes", "excludes", "proves", "speaks", "touches")
SPEAKING = frozenset(("speaks", "proves", "touches"))
FUZZY_FROM = 4  # characters of a phrase from which damage is looked for
FUZZY_WORDS_FROM = 5  # the same for a word of a near matcher
WIDESPREAD = 3  # elements; a word that more of them are spoken of with tells little of any
_APART = "\x01"


class Row(NamedTuple):
    """A compiled matcher: what a sentence must hold for it.

    `groups`: one word of each must stand there, and none of group `without` (-1: there is none), all inside
    `within` characters; `bounded` words only on word boundaries. A row with a `regex` is that regex, to be
    tried where a word of each of its groups stands. Words and groups are numbers.
    """

    source: str
    groups: tuple[int, ...]
    without: int = -1
    within: int = 0
    bounded: tuple[int, ...] = ()
    regex: str | None = None


class Index(NamedTuple):
    """A list of numbers for each of many: those of number n are `values[starts[n] : starts[n + 1]]`."""

    starts: array[int]
    values: array[int]

    def of(self, number: int) -> array[int]:
        return self.values[self.starts[number] : self.starts[number + 1]]

    def __len__(self) -> int:
        return len(self.starts) - 1


class Tables(NamedTuple):
    """`words` are all folded literals, `spelling` finds them; everything else refers to them by number.

    `elements`: for each the rows of each of BLOCKS; `signs`: the rows of each sign. `groups`: the words of
    each group; `groups_of`: the groups of each word that some row needs. `lanes`: words looked for through damage.
    `speaking`: by element the words by which sentences speak of it; `spread`: by word of how many
    elements they speak with it (at least 1); `telling`: by element those of few; `speaking_lanes` those of them that
    are lanes, by their place among those. `figure` is the word that stands for any figure.
    """

    words: list[str]
    spelling: Spelling
    elements: list[list[list[Row]]]
    signs: list[list[Row]]
    groups: Index
    groups_of: Index
    lanes: list[int]
    speaking: Index
    spread: array[int]
    telling: Index
    speaking_lanes: Index
    figure: int


def compile_tables(checklist: Checklist) -> Tables:
    """Return the tables of `checklist`; the same checklist gives the same tables."""
    return _Compiler(checklist).tables()


class _Compiler:
    def __init__(self, checklist: Checklist) -> None:
        self._elements = tuple(checklist)
        self._signs = tuple(checklist.signs.values())
        self._folded = _folded(self._matchers())
        self._words: dict[str, int] = {}
        self._groups: dict[tuple[int, ...], int] = {}
        self._phrases: set[int] = set()

    def _matchers(self) -> Iterator[Matcher]:
        for name in BLOCKS:
            for element in self._elements:
                yield from getattr(element, name)
        for sign in self._signs:
            yield from sign

    def tables(self) -> Tables:
        figure = self._word(FIGURE)
        elements = [
            [[self._row(matcher) for matcher in getattr(element, name)] for name in BLOCKS]
            for element in self._elements
        ]
        signs = [[self._row(matcher) for matcher in sign] for sign in self._signs]
        words = list(self._words)
        lanes = [
            number
            for number, text in enumerate(words)
            if len(text) >= (FUZZY_FROM if number in self._phrases else FUZZY_WORDS_FROM) and number != figure
        ]
        lane_of = {word: lane for lane, word in enumerate(lanes)}
        groups = list(self._groups)
        speaking = [sorted(self._speaking(blocks, groups, words) - {figure}) for blocks in elements]
        spread = _spread(speaking, len(words))
        return Tables(
            words,
            spell(words),
            elements,
            signs,
            _index(groups),
            _index(self._needed_by(elements, signs, groups)),
            lanes,
            _index(speaking),
            spread,
            _index([word for word in found if spread[word] <= WIDESPREAD] for found in speaking),
            _index([lane_of[word] for word in found if word in lane_of] for found in speaking),
            figure,
        )

    def _word(self, source: str) -> int:
        return self._words.setdefault(self._folded.get(source, source), len(self._words))

    def _group(self, words: Iterable[str]) -> int:
        key = tuple(sorted({self._word(word) for word in words if self._folded.get(word, word)}))
        return self._groups.setdefault(key, len(self._groups))

    def _row(self, matcher: Matcher) -> Row:
        if isinstance(matcher, Phrase):
            self._phrases.add(self._word(matcher.text))
            return Row(matcher.source, (self._group((matcher.text,)),))
        if isinstance(matcher, Near):
            groups = tuple(self._group(words) for words in matcher.groups)
            without = self._group(matcher.without) if matcher.without else -1
            bounded = tuple(sorted(self._word(word) for word in matcher.bounded))
            return Row(matcher.source, groups, without, matcher.within, bounded)
        groups = tuple(self._group(texts) for texts in required_literals(matcher.regex))
        return Row(matcher.source, groups, regex=matcher.regex)

    def _needed_by(
        self, elements: list[list[list[Row]]], signs: list[list[Row]], groups: Sequence[tuple[int, ...]]
    ) -> list[list[int]]:
        """For every word the groups it stands in that some row needs."""
        found: list[list[int]] = [[] for _ in self._words]
        rows = (row for blocks in (*elements, signs) for block in blocks for row in block)
        for group in sorted({group for row in rows for group in row.groups}):
            for word in groups[group]:
                found[word].append(group)
        return found

    def _speaking(
        self, blocks: list[list[Row]], groups: Sequence[tuple[int, ...]], words: Sequence[str]
    ) -> set[int]:
        return {
            word
            for name, rows in zip(BLOCKS, blocks, strict=True)
            if name in SPEAKING
            for row in rows
            if row.regex is None
            for group in row.groups
            for word in groups[group]
            if len(words[word]) > 1 or word in self._phrases
        }


def _index(lists: Iterable[Iterable[int]]) -> Index:
    starts, values = array("I", [0]), array("I")
    for numbers in lists:
        values.extend(numbers)
        starts.append(len(values))
    return Index(starts, values)


def _spread(speaking: Iterable[Iterable[int]], words: int) -> array[int]:
    counts = array("H", [0]) * words
    for found in speaking:
        for word in found:
            counts[word] += 1
    return array("H", (count or 1 for count in counts))


def _folded(matchers: Iterable[Matcher]) -> dict[str, str]:
    """Every word of the matchers with its folded form, folded in one go."""
    words: dict[str, None] = {FIGURE: None}
    for matcher in matchers:
        if isinstance(matcher, Phrase):
            words[matcher.text] = None
        elif isinstance(matcher, Near):
            for group in (*matcher.groups, matcher.without, tuple(matcher.bounded)):
                words.update(dict.fromkeys(group))
    return dict(zip(words, fold(_APART.join(words)).split(_APART), strict=True))
