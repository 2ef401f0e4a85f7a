"""Find where the matchers of a checklist speak: every literal in one pass, fuzzy rescue, near words.

`Engine` is built once from a checklist and holds no state of a run; `Engine.match` may be called from any thread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import ahocorasick_rs

from rules.model import Checklist, Matcher, Near, Pattern, Phrase
from rules.syntax import FIGURE
from scorer.damage import is_damaged
from scorer.fold import fold
from scorer.fuzzy import FuzzyIndex
from scorer.literals import required_literals

Block = Literal["speaks", "proves", "touches", "lookalikes", "excludes"]
BLOCKS: tuple[Block, ...] = ("lookalikes", "excludes", "proves", "speaks", "touches")
FUZZY_FROM = 4
FIGURE_PATTERN = re.compile(
    r"(?<![\d第年.])\d[\d,.]*[多余]?[十百千万亿]*[多余]?(?:%|‰|个百分点|个工作日|人次|件次|卷次|场次|批次|车次|学时|课时|平方米|公里|"
    r"[件起宗次场人名份项条个家户期篇处部支辆本张块座批例封卷桩堂班间台套种类门元吨亩对所幅册万亿顶枚把只头口轮组分位段项天字步成村镇])(?!五)"
    r"|(?<![第十一二三四五六七八九])[两二三四五六七八九十百千]{1,4}[多余]?(?:件|起|次|场|人次|名|份|期|批次|万|百|千)(?!制度|机制|五)"
    r"|百分之[一二三四五六七八九十百]+"
)
_Span = tuple[int, int]


def cutoff_for(length: int) -> float:
    """Similarity from which a phrase of `length` characters is a candidate.

    One character in four to nine may differ, two from ten on (see `scorer.damage` for what counts).
    """
    return 75.0 if length == FUZZY_FROM else 80.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A matcher of an element found in a sentence, `start`..`end` in the sentence's folded text."""

    element: int
    block: Block
    matcher: str
    sentence: int
    start: int
    end: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Matches:
    """Hits, and for each sentence where which signs and which literals (by number) stand."""

    hits: list[Hit]
    signs: list[dict[str, list[_Span]]]
    words: list[dict[int, list[_Span]]]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A compiled matcher: who owns it and what must be present."""

    owner: int
    block: int
    source: str
    groups: tuple[int, ...] = ()
    need: int = 0
    without: int = 0
    within: int = 0
    bounded: frozenset[int] = frozenset()
    regex: re.Pattern[str] | None = None
    phrase: int = -1


SIGNS = -1  # owner of the matchers that are signs, not elements


class Engine:
    """The matchers of `checklist`, compiled."""

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.elements = tuple(checklist)
        self.sign_names = tuple(checklist.signs)
        self._literals: dict[str, int] = {}
        self._groups: dict[frozenset[int], int] = {}
        self._group_words: list[frozenset[int]] = []
        self._rules: list[_Rule] = []
        self._anchors: dict[int, list[int]] = defaultdict(list)
        self._everywhere: list[int] = []
        self._phrases: dict[str, int] = {}
        self._phrase_rules: dict[int, list[int]] = defaultdict(list)
        for owner, element in enumerate(self.elements):
            for block, name in enumerate(BLOCKS):
                for matcher in getattr(element, name):
                    self._add(owner, block, matcher)
        for block, matchers in enumerate(checklist.signs.values()):
            for matcher in matchers:
                self._add(SIGNS, block, matcher)
        self._figure = self._literal(fold(FIGURE))
        self._bits_of = self._group_bits()
        words = sorted(self._literals, key=self._literals.__getitem__)
        self._automaton = ahocorasick_rs.AhoCorasick(
            words, implementation=ahocorasick_rs.Implementation.ContiguousNFA, store_patterns=False
        )
        self._texts = words
        self._element_words = self._words_by_element()
        phrases = [phrase for phrase in self._phrases if len(phrase) >= FUZZY_FROM]
        self._fuzzy_ids = [self._phrases[phrase] for phrase in phrases]
        self._lane_of = {literal: lane for lane, literal in enumerate(self._fuzzy_ids)}
        self.fuzzy = FuzzyIndex(phrases, [cutoff_for(len(phrase)) for phrase in phrases])

    # -- building ---------------------------------------------------------------------------

    def _literal(self, word: str) -> int:
        return self._literals.setdefault(word, len(self._literals))

    def _group(self, words: Iterable[str]) -> int:
        ids = frozenset(self._literal(folded) for word in words if (folded := fold(word)))
        if ids not in self._groups:
            self._groups[ids] = len(self._group_words)
            self._group_words.append(ids)
        return self._groups[ids]

    def _add(self, owner: int, block: int, matcher: Matcher) -> None:
        number = len(self._rules)
        if isinstance(matcher, Phrase):
            text = fold(matcher.text)
            literal = self._literal(text)
            self._phrases.setdefault(text, literal)
            if owner != SIGNS:
                self._phrase_rules[literal].append(number)
            self._anchors[literal].append(number)
            self._rules.append(_Rule(owner, block, matcher.source, phrase=literal))
        elif isinstance(matcher, Near):
            groups = tuple(self._group(words) for words in matcher.groups)
            need = 0
            for group in groups:
                need |= 1 << group
            without = 1 << self._group(matcher.without) if matcher.without else 0
            bounded = frozenset(self._literal(fold(word)) for word in matcher.bounded)
            rule = _Rule(owner, block, matcher.source, groups, need, without, matcher.within, bounded)
            self._rules.append(rule)
            for word in self._group_words[min(groups, key=self._commonness)]:
                self._anchors[word].append(number)
        else:
            self._add_pattern(owner, block, matcher, number)

    def _commonness(self, group: int) -> tuple[int, int]:
        """How often a group's words may occur: short words and many words are common."""
        words = [word for word, number in self._literals.items() if number in self._group_words[group]]
        return max(0, 3 - min(map(len, words))), len(words)

    def _add_pattern(self, owner: int, block: int, matcher: Pattern, number: int) -> None:
        self._rules.append(_Rule(owner, block, matcher.source, regex=re.compile(matcher.regex)))
        literals = required_literals(matcher.regex)
        for literal in literals:
            self._anchors[self._literal(literal)].append(number)
        if not literals:
            self._everywhere.append(number)

    def _words_by_element(self) -> list[frozenset[int]]:
        found: list[set[int]] = [set() for _ in self.elements]
        for rule in self._rules:
            if rule.owner == SIGNS or BLOCKS[rule.block] in ("lookalikes", "excludes"):
                continue
            if rule.phrase >= 0:
                found[rule.owner].add(rule.phrase)
            for group in rule.groups:
                found[rule.owner] |= {word for word in self._group_words[group] if len(self._texts[word]) > 1}
        return [frozenset(words - {self._figure}) for words in found]

    def _group_bits(self) -> list[int]:
        bits = [0] * len(self._literals)
        for group, words in enumerate(self._group_words):
            for word in words:
                bits[word] |= 1 << group
        return bits

    # -- matching ---------------------------------------------------------------------------

    def match(self, sentences: Sequence[str]) -> Matches:
        """Return what is found in folded `sentences`."""
        matches = Matches([], [], self._words(sentences))
        for index, words in enumerate(matches.words):
            found: dict[str, list[_Span]] = {}
            _Sentence(self, index, sentences[index], words).run(matches.hits, found)
            matches.signs.append(found)
        return matches

    def words_of(self, element: int) -> frozenset[int]:
        """The literals by which sentences speak of element number `element`."""
        return self._element_words[element]

    def literal(self, number: int) -> str:
        return self._texts[number]

    def _words(self, sentences: Sequence[str]) -> list[dict[int, list[_Span]]]:
        """Where each literal stands, sentence by sentence, by one pass over the joined text."""
        words: list[dict[int, list[_Span]]] = [{} for _ in sentences]
        if not sentences:
            return words
        joined = "\n".join(sentences)
        at, base, limit = 0, 0, len(sentences[0])
        for literal, start, end in self._automaton.find_matches_as_indexes(joined, overlapping=True):
            while start > limit:
                at += 1
                base = limit + 1
                limit = base + len(sentences[at])
            words[at].setdefault(literal, []).append((start - base, end - base))
        return words


class _Sentence:
    """One sentence being matched."""

    __slots__ = ("engine", "index", "masks", "text", "words")

    def __init__(self, engine: Engine, index: int, text: str, words: dict[int, list[_Span]]) -> None:
        self.engine = engine
        self.index = index
        self.text = text
        self.words = words
        self.masks: dict[int, list[_Span]] = {}

    def run(self, hits: list[Hit], signs: dict[str, list[_Span]]) -> None:
        engine = self.engine
        figures = [match.span() for match in FIGURE_PATTERN.finditer(self.text)]
        if figures:
            self.words[engine._figure] = figures
        else:
            self.words.pop(engine._figure, None)
        bits = 0
        numbers: set[int] = set(engine._everywhere)
        for literal in self.words:
            bits |= engine._bits_of[literal]
            numbers.update(engine._anchors.get(literal, ()))
        fuzzy = self._fuzzy()
        for literal in fuzzy:
            numbers.update(engine._phrase_rules[literal])
        rules = engine._rules
        for number in sorted(numbers, key=lambda number: (rules[number].block, number)):
            rule = rules[number]
            if (bits & rule.need) != rule.need or bits & rule.without:
                continue
            mask = self.masks.get(rule.owner, ()) if rule.owner != SIGNS and rule.block else ()
            spans, similarity = self._spans(rule, fuzzy, mask)
            if not spans:
                continue
            if rule.owner == SIGNS:
                signs.setdefault(engine.sign_names[rule.block], []).extend(spans)
            elif rule.block == 0:
                self.masks.setdefault(rule.owner, []).extend(spans)
            else:
                start, end = min(span[0] for span in spans), max(span[1] for span in spans)
                hits.append(Hit(rule.owner, BLOCKS[rule.block], rule.source, self.index, start, end, similarity))

    def _fuzzy(self) -> dict[int, tuple[_Span, float]]:
        engine = self.engine
        if len(self.text) < FUZZY_FROM - 1:
            return {}
        found = {}
        ids = engine._fuzzy_ids
        skip = {lane for literal in self.words if (lane := engine._lane_of.get(literal)) is not None}
        for candidate in engine.fuzzy.candidates(self.text, skip):
            phrase = engine.fuzzy.phrases[candidate.phrase]
            if is_damaged(phrase, self.text, candidate.start, candidate.end):
                found[ids[candidate.phrase]] = ((candidate.start, candidate.end), candidate.score)
        return found

    def _spans(
        self, rule: _Rule, fuzzy: Mapping[int, tuple[_Span, float]], mask: Sequence[_Span]
    ) -> tuple[list[_Span], float]:
        """Spans the rule rests on (outside `mask`) and the similarity; no spans when it doesn't hold."""
        if rule.phrase >= 0:
            exact = _outside(self.words.get(rule.phrase, ()), mask)
            if exact:
                return (exact if rule.owner == SIGNS else exact[:1]), 100.0
            if rule.phrase in fuzzy:
                span, score = fuzzy[rule.phrase]
                return _outside((span,), mask), score
            return [], 0.0
        if rule.regex is not None:
            spans = _outside([m.span() for m in rule.regex.finditer(self.text) if m.end() > m.start()], mask)
            return (spans if rule.owner == SIGNS else spans[:1]), 100.0
        return self._near(rule, mask), 100.0

    def _near(self, rule: _Rule, mask: Sequence[_Span]) -> list[_Span]:
        choices: list[list[_Span]] = []
        for group in rule.groups:
            spans: list[_Span] = []
            for literal in self.engine._group_words[group] & self.words.keys():
                places = _outside(self.words[literal], mask)
                if literal in rule.bounded:
                    places = [span for span in places if self._on_boundaries(span)]
                spans += places
            if not spans:
                return []
            spans.sort()
            choices.append(spans)
        if len(choices) == 1:
            return choices[0] if rule.owner == SIGNS else choices[0][:1]
        order = sorted(range(len(choices)), key=lambda number: len(choices[number]))
        for first in choices[order[0]]:
            chosen = [first]
            for number in order[1:]:
                best = _closest(choices[number], chosen)
                if best is None:
                    break
                chosen.append(best)
            else:
                if max(span[1] for span in chosen) - min(span[0] for span in chosen) <= rule.within:
                    return sorted(chosen)
        return []

    def _on_boundaries(self, span: _Span) -> bool:
        from scorer.tokens import on_boundaries

        return on_boundaries(self.text, span)


def _outside(spans: Iterable[_Span], mask: Sequence[_Span]) -> list[_Span]:
    if not mask:
        return list(spans)
    return [span for span in spans if not any(span[0] < end and start < span[1] for start, end in mask)]


def _closest(spans: Sequence[_Span], chosen: Sequence[_Span]) -> _Span | None:
    """The span that widens the chosen ones least without overlapping any of them."""
    low, high = min(span[0] for span in chosen), max(span[1] for span in chosen)
    best, width = None, 0
    for span in spans:
        if any(span[0] < end and start < span[1] for start, end in chosen):
            continue
        reach = max(high, span[1]) - min(low, span[0])
        if best is None or reach < width:
            best, width = span, reach
    return best
