"""Find where the matchers of a checklist speak: every literal in one pass, fuzzy rescue, near words.

`Engine` is built once from a checklist and holds no state of a run; `Engine.match` may be called from any thread.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

from rules.model import Checklist
from scorer.damage import is_damaged
from scorer.fuzzy import FuzzyIndex, Mask
from scorer.patterns import late
from scorer.tables import BLOCKS, FUZZY_FROM, SIGNS, Block, Tables, compile_tables

_MAY_HOLD_FIGURE = late(r"\d|[两二三四五六七八九十百千]")
_MASKING = 0  # block of the lookalikes
_NONE: dict[int, list[int]] = {}
_UNMASKED = 1  # lookalikes and excludes see the whole sentence
_SPEAKING = frozenset(("speaks", "proves", "touches"))
FIGURE_PATTERN = late(
    r"(?<![\d第年.])\d[\d,.]*[多余]?[十百千万亿]*[多余]?(?:%|‰|个百分点|个工作日|人次|件次|卷次|场次|批次|车次|学时|课时|平方米|公里|"
    r"[件起宗次场人名份项条个家户期篇处部支辆本张块座批例封卷桩堂班间台套种类门元吨亩对所幅册万亿顶枚把只头口轮组分位段项天字步成村镇回拨稿趟盒遍桩样通路根声顿摞箱道辆栋笔串])(?!五)"
    r"|(?<![第十一二三四五六七八九])[两二三四五六七八九十][一二三四五六七八九十百千]{0,3}[多余来几]?(?:件|起|次|场|人次|名|份|期|批次|万|百|千|回|桩|趟|处|家|个|遍|位|稿|条|堂|课|天)(?!制度|机制|五|维护|意识|自信|坚持|严禁|确立|务必|敢于|亲自|全面|文明|代表|革命|先行|示范|方面|清单|责任|重点|领域|层面|环节|结合|统一|关键|人|字|样)"
    r"|百分之[一二三四五六七八九十百]+"
)
_Span = tuple[int, int]


def cutoff_for(length: int) -> float:
    """Similarity from which a phrase of `length` characters is a candidate.

    One character in four to nine may differ, two from ten on (see `scorer.damage` for what counts).
    """
    return 75.0 if length == FUZZY_FROM else 80.0


class Hit(NamedTuple):
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
    """Hits, where which signs stand in each sentence, and which literals (by number) it has."""

    hits: list[Hit]
    signs: list[dict[str, list[_Span]]]
    words: list[set[int]]


class _Rule(NamedTuple):
    """A compiled matcher as the matching loop wants it: the pattern ready, `without` a group's number or -1."""

    owner: int
    block: int
    source: str
    groups: tuple[int, ...]
    needs: frozenset[int]
    without: int
    within: int
    bounded: tuple[int, ...]
    regex: re.Pattern[str] | None
    phrase: int


class Engine:
    """The matchers of `checklist`, ready to match; `tables` are compiled from it where not given.

    Every literal of every matcher goes into one Aho-Corasick automaton. A rule is looked at only in
    sentences that hold one of its anchors: the words of its rarest group.
    """

    def __init__(self, checklist: Checklist, tables: Tables | None = None) -> None:
        self.checklist = checklist
        self.elements = tuple(checklist)
        self.sign_names = tuple(checklist.signs)
        tables = tables or compile_tables(checklist)
        self._texts = tables.words
        self._figure = tables.figure
        self._everywhere = tables.everywhere
        self._rules = [
            _Rule(
                row.owner,
                row.block,
                row.source,
                row.groups,
                frozenset(row.needs),
                row.without,
                row.within,
                row.bounded,
                late(row.regex) if row.regex else None,
                row.phrase,
            )
            for row in tables.rows
        ]
        self._group_words = [frozenset(group) for group in tables.groups]
        self._needed_by = self._needs_by_word(tables)
        self._anchors = tables.anchors
        self._section_anchors = tables.section_anchors
        self._speaking = [frozenset(found) for found in tables.speaking]
        self._automaton: ahocorasick_rs.AhoCorasick | None = None
        self._used = False
        self._fuzzy_ids = tables.lanes
        self._lane_of = {word: lane for lane, word in enumerate(tables.lanes)}
        texts = [tables.words[word] for word in tables.lanes]
        self.fuzzy = FuzzyIndex(texts, [cutoff_for(len(text)) for text in texts])
        self._element_lanes = [
            frozenset(self._lane_of[word] for word in found if word in self._lane_of)
            for found in tables.speaking
        ]

    @staticmethod
    def _needs_by_word(tables: Tables) -> dict[int, list[int]]:
        """For every word the groups it stands in, as far as some row needs them beside its anchor."""
        found: dict[int, list[int]] = {}
        for group in sorted({group for row in tables.rows for group in row.needs}):
            for word in tables.groups[group]:
                found.setdefault(word, []).append(group)
        return found

    # -- matching ---------------------------------------------------------------------------

    def match(self, sentences: Sequence[str], in_sections: Collection[int] | None = None) -> Matches:
        """Return what is found in folded `sentences`.

        Elements judged by their section are looked for only in the sentences numbered in
        `in_sections` (None: in all). Literals found to the letter come first; through damage only the
        elements are looked for that have no hit yet.
        """
        matches = Matches([], [], [])
        run = [
            _Sentence(self, index, text, found, in_sections is None or index in in_sections)
            for index, (text, found) in enumerate(zip(sentences, self._found(sentences), strict=True))
        ]
        for sentence in run:
            sentence.look(matches.hits)
        self._rescue(run, matches.hits)
        for sentence in run:
            matches.signs.append(sentence.signs())
            matches.words.append(sentence.present)
        return matches

    def _rescue(self, run: Sequence[_Sentence], hits: list[Hit]) -> None:
        """Look through typing and OCR damage for the elements that nothing speaks of so far."""
        spoken = {hit.element for hit in hits if hit.block in _SPEAKING}
        mask = self._open_mask(frozenset(range(len(self.elements))) - spoken)
        for sentence in run:
            if sentence.damaged(mask):
                hits[:] = [hit for hit in hits if hit.sentence != sentence.index]
                sentence.look(hits)
        hits.sort(key=_place)

    def _open_mask(self, elements: frozenset[int]) -> Mask:
        lanes = {lane for element in elements for lane in self._element_lanes[element]}
        return self.fuzzy.mask(lanes)

    def words_of(self, element: int) -> frozenset[int]:
        """The literals by which sentences speak of element number `element`."""
        return self._speaking[element]

    def literal(self, number: int) -> str:
        return self._texts[number]

    def _found(self, sentences: Sequence[str]) -> Iterator[list[tuple[int, int, int]]]:
        """(literal, start, end) in each sentence.

        By one pass of the automaton over the joined text. Building it costs more than looking every
        substring of one report up in a dictionary, so the first report is done that way.
        """
        if not self._used:
            self._used = True
            numbers = {word: number for number, word in enumerate(self._texts)}
            lengths = sorted({len(word) for word in numbers})
            for sentence in sentences:
                yield _looked_up(sentence, numbers, lengths)
            return
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(
                self._texts, implementation=ahocorasick_rs.Implementation.ContiguousNFA, store_patterns=False
            )
        hits = self._automaton.find_matches_as_indexes("\n".join(sentences), overlapping=True)
        at, base = 0, 0
        total = len(hits)
        for sentence in sentences:
            limit = base + len(sentence)
            first = at
            while at < total and hits[at][2] <= limit:
                at += 1
            yield [(literal, start - base, end - base) for literal, start, end in hits[first:at]]
            base = limit + 1


def _looked_up(sentence: str, numbers: dict[str, int], lengths: Sequence[int]) -> list[tuple[int, int, int]]:
    """(literal, start, end) of every word of `numbers` in the sentence."""
    found = []
    size = len(sentence)
    for start in range(size):
        for length in lengths:
            end = start + length
            if end > size:
                break
            word = sentence[start:end]
            if word in numbers:
                found.append((numbers[word], start, end))
    return found


def _place(hit: Hit) -> tuple[int, int]:
    return hit.sentence, BLOCKS.index(hit.block)


class _Sentence:
    """One sentence being matched."""

    __slots__ = (
        "_damage",
        "_engine",
        "_found",
        "_hit",
        "_known_groups",
        "_masks",
        "_numbers",
        "_places",
        "_section",
        "index",
        "present",
        "text",
    )

    def __init__(
        self, engine: Engine, index: int, text: str, found: list[tuple[int, int, int]], section: bool
    ) -> None:
        self._engine = engine
        self.index = index
        self.text = text
        self._found = found
        self._section = section
        self.present = {hit[0] for hit in found}
        self._places: dict[int, list[_Span]] | None = None
        self._masks: dict[int, list[_Span]] = {}
        self._damage: dict[_Span, float] = {}
        self._numbers: list[int] = []
        self._hit = False
        self._known_groups: dict[int, bool] = {}
        if _MAY_HOLD_FIGURE.search(text):
            for match in FIGURE_PATTERN.finditer(text):
                found.append((engine._figure, *match.span()))
                self.present.add(engine._figure)

    def look(self, hits: list[Hit]) -> None:
        """Add to `hits` what the elements' matchers find."""
        engine = self._engine
        rules, anchors, needed_by = engine._rules, engine._anchors, engine._needed_by
        section_anchors = engine._section_anchors if self._section else _NONE
        numbers: set[int] = set(engine._everywhere)
        groups: set[int] = set()
        for literal in self.present:
            if literal in anchors:
                numbers.update(anchors[literal])
            if literal in section_anchors:
                numbers.update(section_anchors[literal])
            if literal in needed_by:
                groups.update(needed_by[literal])
        masks = self._masks
        self._numbers = sorted(numbers)
        for number in self._numbers:
            rule = rules[number]
            owner, block = rule.owner, rule.block
            if owner == SIGNS:
                break
            if not rule.needs <= groups or (rule.without >= 0 and self._holds(rule.without)):
                continue
            spans = self._spans(rule, masks.get(owner, ()) if block > _UNMASKED else ())
            if not spans:
                continue
            if block == _MASKING:
                masks.setdefault(owner, []).extend(spans)
                continue
            self._hit = True
            start, end = spans[0]
            for low, high in spans[1:]:
                start, end = min(start, low), max(end, high)
            similarity = (
                min((self._damage[span] for span in spans if span in self._damage), default=100.0)
                if self._damage
                else 100.0
            )
            hits.append(Hit(owner, BLOCKS[block], rule.source, self.index, start, end, similarity))

    def _holds(self, group: int) -> bool:
        """Whether a word of the group stands in the sentence."""
        known = self._known_groups
        if group not in known:
            known[group] = not self._engine._group_words[group].isdisjoint(self.present)
        return known[group]

    def signs(self) -> dict[str, list[_Span]]:
        """Where which signs stand; empty for a sentence in which nothing was found."""
        signs: dict[str, list[_Span]] = {}
        if self._hit:
            engine = self._engine
            for number in self._numbers:
                rule = engine._rules[number]
                if rule.owner == SIGNS and (spans := self._spans(rule, ())):
                    signs.setdefault(engine.sign_names[rule.block], []).extend(spans)
        return signs

    def damaged(self, mask: Mask) -> bool:
        """Add literals found through damage to what was found; whether there were any."""
        engine = self._engine
        known: list[_Span] | None = None
        for candidate in engine.fuzzy.candidates(self.text, self._looked_for_by_lane, mask):
            if known is None:
                known = [(start, end) for _, start, end in self._found if end - start >= FUZZY_FROM]
            literal = engine._fuzzy_ids[candidate.phrase]
            if is_damaged(engine._texts[literal], self.text, candidate.start, candidate.end, known):
                self._damage[candidate.start, candidate.end] = candidate.score
                self._found.append((literal, candidate.start, candidate.end))
        if self._damage:
            self.present = {hit[0] for hit in self._found}
            self._places = None
            self._known_groups = {}
        return bool(self._damage)

    def _looked_for_by_lane(self, lane: int) -> bool:
        """Whether the literal of `lane` stands here to the letter."""
        return self._engine._fuzzy_ids[lane] in self.present

    def _table(self) -> dict[int, list[_Span]]:
        """Where each literal stands; made when first asked for."""
        if self._places is None:
            places: dict[int, list[_Span]] = {}
            for literal, start, end in self._found:
                if literal in places:
                    places[literal].append((start, end))
                else:
                    places[literal] = [(start, end)]
            self._places = places
        return self._places

    def _spans(self, rule: _Rule, mask: Sequence[_Span]) -> list[_Span]:
        """Spans the rule rests on, outside `mask`; none when it doesn't hold. All of them for a sign."""
        if rule.phrase >= 0:
            spans = _outside(self._table().get(rule.phrase, []), mask)
        elif rule.regex is not None:
            spans = _outside([m.span() for m in rule.regex.finditer(self.text) if m.end() > m.start()], mask)
        else:
            return self._near(rule, mask)
        return spans if rule.owner == SIGNS or rule.block == _MASKING else spans[:1]

    def _near(self, rule: _Rule, mask: Sequence[_Span]) -> list[_Span]:
        places, words, present = self._table(), self._engine._group_words, self.present
        choices: list[list[_Span]] = []
        for group in rule.groups:
            literals = words[group] & present
            if rule.bounded:
                found = [(span, word) for word in literals for span in places[word]]
                spans = sorted(
                    span for span, word in found if word not in rule.bounded or self._on_boundaries(span)
                )
            elif len(literals) == 1:
                spans = places[next(iter(literals))]
            else:
                spans = sorted([span for word in literals for span in places[word]])
            if mask:
                spans = _outside(spans, mask)
            if not spans:
                return []
            choices.append(spans)
        if len(choices) == 1:
            return choices[0] if rule.owner == SIGNS or rule.block == _MASKING else choices[0][:1]
        choices.sort(key=len)
        for first in choices[0]:
            chosen = [first]
            for spans in choices[1:]:
                best = _closest(spans, chosen)
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


def _outside(spans: list[_Span], mask: Sequence[_Span]) -> list[_Span]:
    if not mask:
        return spans
    return [span for span in spans if not any(span[0] < end and start < span[1] for start, end in mask)]


def _closest(spans: Sequence[_Span], chosen: Sequence[_Span]) -> _Span | None:
    """The span that widens the chosen ones least without overlapping any of them."""
    low, high = chosen[0]
    for start, end in chosen[1:]:
        if start < low:
            low = start
        if end > high:
            high = end
    best, width = None, 0
    for span in spans:
        start, end = span
        for other_start, other_end in chosen:
            if start < other_end and other_start < end:
                break
        else:
            reach = (end if end > high else high) - (start if start < low else low)
            if best is None or reach < width:
                best, width = span, reach
    return best
