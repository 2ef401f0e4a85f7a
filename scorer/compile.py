"""Compile the matchers of a checklist into tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from math import log
from pathlib import Path

from rules.model import Checklist, Matcher, Near, Pattern, Phrase
from rules.syntax import FIGURE
from scorer.arrays import Numbers, index
from scorer.fold import fold, fold_all
from scorer.lexicon import Lexicon, vocabulary
from scorer.literals import required_literals
from scorer.tables import (
    BLOCKS,
    FIGURE_WORD,
    FUZZY_FROM,
    SIGN,
    SPEAKING,
    TOUCHES,
    Row,
    Rows,
    Tables,
)

FUZZY_WORDS_FROM = 5  # as FUZZY_FROM for a word of a near matcher
COMMON = 2.0  # what a word must tell beyond the common run of words
# How often a word of 0, 1, 2 … characters is met where the pack's own examples don't tell.
_MET_BY_LENGTH = (0.0, 6.0, 0.5, 0.1, 0.05, 0.02)


def compile_tables(checklist: Checklist) -> Tables:
    """Return the tables of `checklist`; the same checklist gives the same tables."""
    return _Compiler(checklist).tables()


class _Compiler:
    def __init__(self, checklist: Checklist) -> None:
        self._elements = tuple(checklist)
        self._signs = tuple(checklist.signs.values())
        self._folded = _folded(self._matchers())
        self._vocabulary = vocabulary(self._folded[FIGURE], self._literals())
        self._words = self._vocabulary.words(range(self._vocabulary.size))
        self._numbers = {word: number for number, word in enumerate(self._words) if number != FIGURE_WORD}
        self._word = {
            source: FIGURE_WORD if source == FIGURE else self._numbers[word]
            for source, word in self._folded.items()
            if word
        }
        self._groups: dict[tuple[int, ...], int] = {}
        self._phrases: set[int] = set()

    def _matchers(self) -> Iterator[Matcher]:
        for name in BLOCKS:
            for element in self._elements:
                yield from getattr(element, name)
        for sign in self._signs:
            yield from sign

    def _literals(self) -> Iterator[str]:
        """All folded words of the matchers, and the texts that their regexes can't match without."""
        yield from (word for source, word in self._folded.items() if source != FIGURE)
        for matcher in self._matchers():
            if isinstance(matcher, Pattern):
                for texts in required_literals(matcher.regex):
                    yield from texts

    def tables(self) -> Tables:
        main = [
            self._row(owner, block, matcher)
            for owner, element in enumerate(self._elements)
            for block, name in enumerate(BLOCKS[:TOUCHES])
            for matcher in getattr(element, name)
        ]
        touches = [
            self._row(owner, TOUCHES, matcher)
            for owner, element in enumerate(self._elements)
            for matcher in element.touches
        ]
        signs = [
            self._row(SIGN, number, matcher) for number, sign in enumerate(self._signs) for matcher in sign
        ]
        rows = main + touches + signs
        words = self._words
        speaking = self._speaking(rows, SPEAKING)
        lanes = [
            word
            for word in sorted(set().union(*speaking))
            if len(words[word]) >= (FUZZY_FROM if word in self._phrases else FUZZY_WORDS_FROM)
        ]
        lane_of = {word: lane for lane, word in enumerate(lanes)}
        naming, telling = (self._words_of(rows, (block,)) for block in ("speaks", "proves"))
        weights = self._weights(self._elements_with(self._words_of(rows, SPEAKING)))
        anchored, needs, meets, demands = self._demands(rows, self._commonness())
        return Tables(
            self._vocabulary,
            Rows(rows),
            len(main),
            len(main) + len(touches),
            index(self._groups),
            index(anchored),
            index(needs),
            index(meets),
            demands,
            [number for number, row in enumerate(rows) if not row.groups],
            lanes,
            index(speaking),
            index([lane_of[word] for word in found if word in lane_of] for found in speaking),
            index(self._elements_with(naming)),
            index(self._elements_with(telling)),
            Numbers(weights),
            Numbers(sum(weights[word] > 0 for word in words) for words in telling),
        )

    def _group(self, words: Iterable[int]) -> int:
        return self._groups.setdefault(tuple(sorted(set(words))), len(self._groups))

    def _group_of(self, sources: Iterable[str]) -> int:
        """The group of words as the rules write them; what folds to nothing is left out."""
        return self._group(self._word[source] for source in sources if source in self._word)

    def _row(self, owner: int, block: int, matcher: Matcher) -> Row:
        if isinstance(matcher, Phrase):
            self._phrases.add(self._word[matcher.text])
            return Row(owner, block, matcher.source, (self._group_of((matcher.text,)),))
        if isinstance(matcher, Near):
            groups = tuple(self._group_of(words) for words in matcher.groups)
            without = self._group_of(matcher.without) if matcher.without else -1
            bounded = tuple(sorted(self._word[word] for word in matcher.bounded if word in self._word))
            return Row(owner, block, matcher.source, groups, without, matcher.within, bounded)
        groups = tuple(
            self._group(self._numbers[text] for text in texts) for texts in required_literals(matcher.regex)
        )
        return Row(owner, block, matcher.source, groups, regex=matcher.regex)

    def _demands(
        self, rows: Sequence[Row], common: Sequence[float]
    ) -> tuple[list[list[int]], list[list[int]], list[list[int]], int]:
        """What rows ask for: by word the rows it anchors, by row its demands, by word those it meets, how many there are."""
        groups = list(self._groups)
        anchored: list[list[int]] = [[] for _ in self._words]
        others: list[list[int]] = []
        for number, row in enumerate(rows):
            ordered = sorted(row.groups, key=common.__getitem__)
            others.append(ordered[1:])
            for word in groups[ordered[0]] if ordered else ():
                anchored[word].append(number)
        demands = sorted({group for rest in others for group in rest}, key=lambda group: -common[group])
        number_of = {group: number for number, group in enumerate(demands)}
        meets: list[list[int]] = [[] for _ in self._words]
        for group, number in number_of.items():
            for word in groups[group]:
                meets[word].append(number)
        needs = [[number_of[group] for group in set(rest)] for rest in others]
        return anchored, needs, meets, len(demands)

    def _commonness(self) -> list[float]:
        """By group how often a word of it is met: in the examples of the elements, and by its length."""
        texts = [fold(example.text) for element in self._elements for example in element.examples]
        found = Counter(chain.from_iterable(Lexicon(self._vocabulary).find(texts)))
        last = len(_MET_BY_LENGTH) - 1
        met = [
            found[number] + _MET_BY_LENGTH[min(len(word), last)] for number, word in enumerate(self._words)
        ]
        return [sum(map(met.__getitem__, group)) for group in self._groups]

    def _words_of(self, rows: Iterable[Row], blocks: Collection[str]) -> list[set[int]]:
        """By element the words of its rows in `blocks`."""
        groups = list(self._groups)
        found: list[set[int]] = [set() for _ in self._elements]
        for row in rows:
            if row.owner != SIGN and BLOCKS[row.block] in blocks and row.regex is None:
                for group in row.groups:
                    found[row.owner].update(groups[group])
        return found

    def _elements_with(self, words_of: Iterable[Iterable[int]]) -> list[list[int]]:
        """By word the elements that have it, from the words by element."""
        found: list[list[int]] = [[] for _ in self._words]
        for element, words in enumerate(words_of):
            for word in words:
                found[word].append(element)
        return found

    def _weights(self, elements: Sequence[Sequence[int]]) -> list[int]:
        """By word how much it tells of one of the `elements` that have it, in hundredths, 0 where that is nothing.

        The logarithm of how rare it is in ordinary sentences, less that of how many elements share it, less `COMMON`.
        """
        texts = fold_all(_ordinary_sentences())
        found = Counter(chain.from_iterable(Lexicon(self._vocabulary).find(texts)))
        found[FIGURE_WORD] = len(texts)
        weights = [
            log((len(texts) + 1) / (found[word] + 0.5)) - log(len(having)) - COMMON if having else 0.0
            for word, having in enumerate(elements)
        ]
        return [max(0, round(100 * weight)) for weight in weights]

    def _speaking(self, rows: Iterable[Row], blocks: Collection[str]) -> list[list[int]]:
        """By element the words of its rows in `blocks`, but for figures and single characters that are no phrase."""
        found = self._words_of(rows, blocks)
        short = {number for number, word in enumerate(self._words) if len(word) == 1} - self._phrases
        return [sorted(speaking - short - {FIGURE_WORD}) for speaking in found]


def _ordinary_sentences() -> list[str]:
    """Sentences on everyday work of governments and departments that belong to no element of such a report."""
    path = Path(__file__).parent / "data" / "ordinary.jsonl"
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def _folded(matchers: Iterable[Matcher]) -> dict[str, str]:
    """Every word of the matchers with its folded form, folded in one go."""
    words: dict[str, None] = {FIGURE: None}
    for matcher in matchers:
        if isinstance(matcher, Phrase):
            words[matcher.text] = None
        elif isinstance(matcher, Near):
            for group in (*matcher.groups, matcher.without, tuple(matcher.bounded)):
                words.update(dict.fromkeys(group))
    return dict(zip(words, fold_all(list(words)), strict=True))
