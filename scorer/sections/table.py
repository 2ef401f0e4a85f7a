"""An element's word lists, looked up in any piece of text.

The engine says what a whole sentence holds; here it matters what a clause, a listed item, a heading holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import ahocorasick_rs

from rules.model import Element, Matcher, Near, Phrase
from scorer.fold import fold_all
from scorer.match import Engine
from scorer.patterns import late
from scorer.tables import Block

_NONE: frozenset[int] = frozenset()


class Table:
    """The matchers of one list, each a line; `find` tells which lines a piece of text falls under."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        self._groups: list[int] = []
        self._without: list[list[str]] = []
        self._words: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._patterns: list[tuple[int, re.Pattern[str]]] = []
        for line, matcher in enumerate(matchers):
            self._add(line, matcher)
        self._automaton = ahocorasick_rs.AhoCorasick(list(self._words), store_patterns=True)

    def _add(self, line: int, matcher: Matcher) -> None:
        groups: Sequence[Sequence[str]] = ()
        without: Sequence[str] = ()
        if isinstance(matcher, Near):
            groups, without = matcher.groups, matcher.without
        elif isinstance(matcher, Phrase):
            groups = ((matcher.text,),)
        else:
            self._patterns.append((line, late(matcher.regex)))
        self._groups.append(len(groups))
        self._without.append(fold_all(without))
        for group, words in enumerate(groups):
            for word in fold_all(words):
                self._words[word].append((line, group))

    def find(self, text: str) -> frozenset[int]:
        """Return the lines all of whose groups stand in `text`."""
        words = self._met(text)
        if not words and not self._patterns:
            return _NONE
        met: dict[int, set[int]] = defaultdict(set)
        for word in words:
            for line, group in self._words[word]:
                met[line].add(group)
        found = {
            line
            for line, groups in met.items()
            if len(groups) == self._groups[line] and not any(word in text for word in self._without[line])
        }
        return frozenset(found | {line for line, pattern in self._patterns if pattern.search(text)})

    def may_find(self, text: str) -> bool:
        """Whether any part of `text` can fall under a line."""
        return bool(self._patterns) or bool(self._met(text))

    def words(self, text: str) -> frozenset[str]:
        """Return the words of the list that stand in `text`."""
        return frozenset(self._met(text))

    def blank(self, text: str) -> str:
        """Return `text` with the words of the list struck out."""
        for word in sorted(self._met(text), key=len, reverse=True):
            text = text.replace(word, " ")
        return text

    def _met(self, text: str) -> set[str]:
        return set(self._automaton.find_matches_as_strings(text, overlapping=True))


@lru_cache(maxsize=64)
def table(engine: Engine, number: int, block: Block) -> Table:
    """Return the table of one list of element `number`; made once per engine."""
    element: Element = engine.elements[number]
    return Table(getattr(element, block))
