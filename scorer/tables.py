"""Compile the matchers of a checklist into plain tables: numbers and strings that can be stored and read back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import ahocorasick_rs

from rules.model import Checklist, Element, Matcher, Near, Phrase
from rules.syntax import FIGURE
from scorer.fold import fold
from scorer.literals import required_literals

Block = Literal["speaks", "proves", "touches", "lookalikes", "excludes"]
# In this order rules are tried: what masks comes before what it masks.
BLOCKS: tuple[Block, ...] = ("lookalikes", "excludes", "proves", "speaks", "touches")
SIGNS = -1  # owner of the matchers that are signs, not elements
FUZZY_FROM = 4  # characters of a phrase from which damage is looked for
FUZZY_WORDS_FROM = 5  # the same for a word of a near matcher
# How often a word of 1, 2, 3, 4 … characters is met where the pack's own examples don't tell: what makes a good anchor.
_COMMONNESS = (0.0, 6.0, 0.5, 0.1, 0.05, 0.02)
_APART = "\x01"


class Row(NamedTuple):
    """A compiled matcher: whose it is, and what a sentence must hold for it.

    `owner` is an element's number (or SIGNS), `block` an index into BLOCKS (or the sign's number).
    Exactly one of `groups`, `regex`, `phrase` tells the kind; words and groups are numbers. `needs` are
    the groups that an anchor's presence doesn't settle.
    """

    owner: int
    block: int
    source: str
    groups: tuple[int, ...] = ()
    needs: tuple[int, ...] = ()
    without: int = -1
    within: int = 0
    bounded: tuple[int, ...] = ()
    regex: str | None = None
    phrase: int = -1


class Tables(NamedTuple):
    """`words` are all folded literals; everything else refers to them, and to `rows`, by number.

    `anchors`: by word the rows to be looked at in a sentence that holds it; `section_anchors` the same for
    elements judged by their section. `everywhere`: rows without an anchor. `lanes`: words looked for
    through damage. `speaking`: by element the words by which sentences speak of it.
    """

    words: list[str]
    rows: list[Row]
    groups: list[list[int]]
    anchors: dict[int, list[int]]
    section_anchors: dict[int, list[int]]
    everywhere: list[int]
    lanes: list[int]
    speaking: list[list[int]]
    figure: int


def compile_tables(checklist: Checklist) -> Tables:
    """Return the tables of `checklist`; the same checklist gives the same tables."""
    return _Compiler(checklist).tables()


class _Compiler:
    def __init__(self, checklist: Checklist) -> None:
        self._elements = tuple(checklist)
        self._matchers = list(_in_order(checklist, self._elements))
        self._folded = _folded(self._matchers)
        self._counts = _counted(list(dict.fromkeys(self._folded.values())), self._elements)
        self._words: dict[str, int] = {}
        self._groups: dict[tuple[int, ...], int] = {}
        self._rows: list[Row] = []
        self._anchors: dict[int, list[int]] = defaultdict(list)
        self._section_anchors: dict[int, list[int]] = defaultdict(list)
        self._everywhere: list[int] = []

    def tables(self) -> Tables:
        figure = self._word(FIGURE)
        for owner, block, matcher in self._matchers:
            self._add(owner, block, matcher)
        words = list(self._words)
        phrases = {row.phrase for row in self._rows}
        lanes = [
            number
            for number, text in enumerate(words)
            if len(text) >= (FUZZY_FROM if number in phrases else FUZZY_WORDS_FROM) and number != figure
        ]
        groups = [list(group) for group in self._groups]
        return Tables(
            words,
            self._rows,
            groups,
            dict(self._anchors),
            dict(self._section_anchors),
            self._everywhere,
            lanes,
            [sorted(found - {figure}) for found in self._speaking(words, groups)],
            figure,
        )

    def _word(self, source: str) -> int:
        return self._words.setdefault(self._folded.get(source, source), len(self._words))

    def _group(self, words: Iterable[str]) -> int:
        key = tuple(sorted({self._word(word) for word in words if self._folded[word]}))
        return self._groups.setdefault(key, len(self._groups))

    def _add(self, owner: int, block: int, matcher: Matcher) -> None:
        number = len(self._rows)
        if isinstance(matcher, Phrase):
            word = self._word(matcher.text)
            self._rows.append(Row(owner, block, matcher.source, phrase=word))
            self._anchor(owner, [word], number)
        elif isinstance(matcher, Near):
            groups = tuple(self._group(words) for words in matcher.groups)
            without = self._group(matcher.without) if matcher.without else -1
            bounded = tuple(sorted(self._word(word) for word in matcher.bounded))
            rarest = min(range(len(groups)), key=lambda at: self._commonness(matcher.groups[at]))
            needs = tuple(group for at, group in enumerate(groups) if at != rarest)
            self._rows.append(
                Row(owner, block, matcher.source, groups, needs, without, matcher.within, bounded)
            )
            anchors = (self._word(word) for word in matcher.groups[rarest] if self._folded[word])
            self._anchor(owner, dict.fromkeys(anchors), number)
        else:
            self._rows.append(Row(owner, block, matcher.source, regex=matcher.regex))
            literals = required_literals(matcher.regex)
            self._anchor(owner, [self._words.setdefault(text, len(self._words)) for text in literals], number)
            if not literals:
                self._everywhere.append(number)

    def _commonness(self, words: Iterable[str]) -> float:
        """How often one of `words` is met: in the examples of the pack, and by its length."""
        return sum(self._met(word) for word in {self._folded[word] for word in words})

    def _met(self, word: str) -> float:
        return self._counts.get(word, 0) + _COMMONNESS[min(len(word), len(_COMMONNESS) - 1)]

    def _anchor(self, owner: int, words: Iterable[int], row: int) -> None:
        everywhere = owner == SIGNS or self._elements[owner].judge == "sentence"
        table = self._anchors if everywhere else self._section_anchors
        for word in words:
            table[word].append(row)

    def _speaking(self, words: list[str], groups: list[list[int]]) -> list[set[int]]:
        found: list[set[int]] = [set() for _ in self._elements]
        for row in self._rows:
            if row.owner == SIGNS or BLOCKS[row.block] in ("lookalikes", "excludes"):
                continue
            if row.phrase >= 0:
                found[row.owner].add(row.phrase)
            for group in row.groups:
                found[row.owner].update(word for word in groups[group] if len(words[word]) > 1)
        return found


def _in_order(checklist: Checklist, elements: tuple[Element, ...]) -> Iterator[tuple[int, int, Matcher]]:
    """All matchers with owner and block: block by block, signs last."""
    for block, name in enumerate(BLOCKS):
        for owner, element in enumerate(elements):
            for matcher in getattr(element, name):
                yield owner, block, matcher
    for block, matchers in enumerate(checklist.signs.values()):
        for matcher in matchers:
            yield SIGNS, block, matcher


def _folded(matchers: Iterable[tuple[int, int, Matcher]]) -> dict[str, str]:
    """Every word of the matchers with its folded form, folded in one go."""
    words: dict[str, None] = {FIGURE: None}
    for _, _, matcher in matchers:
        if isinstance(matcher, Phrase):
            words[matcher.text] = None
        elif isinstance(matcher, Near):
            for group in (*matcher.groups, matcher.without, tuple(matcher.bounded)):
                words.update(dict.fromkeys(group))
    return dict(zip(words, fold(_APART.join(words)).split(_APART), strict=True))


def _counted(words: list[str], elements: tuple[Element, ...]) -> dict[str, int]:
    """How often each word stands in the examples of the elements: ordinary language of the field."""
    words = [word for word in words if word]
    text = fold(_APART.join(example.text for element in elements for example in element.examples))
    automaton = ahocorasick_rs.AhoCorasick(words, store_patterns=False)
    found = Counter(number for number, _, _ in automaton.find_matches_as_indexes(text, overlapping=True))
    return {words[number]: count for number, count in found.items()}
